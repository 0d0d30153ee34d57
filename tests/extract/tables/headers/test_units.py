import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.tables.headers.units import split_unit


@pytest.mark.parametrize(
    ("text", "words", "unit", "factor"),
    [
        ("a (Å)", "a", "angstrom", 1),
        ("a (Ǻ)", "a", "angstrom", 1),
        ("σ (10−4 S cm−1)", "σ", "S/cm", 1e-4),
        ("α (×10−6 K−1)", "α", "1/K", 1e-6),
        ("10³ × κ", "κ", None, 1e-3),
        ("κ × 10³ (min−1)", "κ", "1/min", 1e-3),
        ("Dv/nm", "Dv", "nm", 1),
        ("σ60 °C/mS cm−1", "σ60 °C", "mS/cm", 1),
        ("STY (gMeOH kgcat−1 h−1)", "STY", "g/kg/h", 1),
        ("Air permeability (s/100 mL)", "Air permeability", "s/100 mL", 1),
        ("Retention (300 cycles) (%)", "Retention", "%", 1),
        ("Jsc/mA cm−2", "Jsc", "mA/cm2", 1),
        ("J/mA cm−2", "J", "mA/cm2", 1),
        ("Anodic slope/mV dec−1", "Anodic slope", "mV/dec", 1),
        ("R/Ω cm2", "R", "ohm cm2", 1),
        ("Wear rate mm3/N m", "Wear rate", "mm3/N/m", 1),
        ("Conductivity W/m K", "Conductivity", "W/m/K", 1),
        ("Surface area/m2g−1", "Surface area", "m2/g", 1),
        ("Tensile strength Rm, MPa", "Tensile strength Rm", "MPa", 1),
        ("KIc (MPam1/2)", "KIc", "MPa m0.5", 1),
        ("Hp [m]", "Hp", "m", 1),
        ("ρ/Ω.cm", "ρ", "ohm cm", 1),
        ("Mean mg/kg", "Mean", "mg/kg", 1),
        ("%C", "C", "%", 1),
        ("Mass fraction in %", "Mass fraction", "wt%", 1),
        ("Average potential (V vs. Li0)", "Average potential", "V", 1),
        ("Capacity (mAh/g at 0.1 C)", "Capacity", "mAh/g", 1),
        ("Maximum hardness (Hv)", "Maximum hardness", "HV", 1),
        ("WVP (g·mil·m−2·day−1)", "WVP", "g mil/m2/d", 1),
        ("Si/Al", "Si/Al", None, 1),
        ("c/a", "c/a", None, 1),
        ("ν(C=N)", "ν(C=N)", None, 1),
        ("s2", "s2", None, 1),
        ("k × 10² (min−n)", "k", "min^-n", 0.01),
        ("K (Pa·sn)", "K", "Pa s^n", 1),
        ("d (nm)", "d", "nm", 1),
        ("Rsheet/Ω.-¹", "Rsheet", "ohm/sq", 1),
        ("cp (J/(g·K))", "cp", "J/g/K", 1),
        ("cp (J/kgK)", "cp", "J/kg/K", 1),
        ("PF (μW/cmK2)", "PF", "uW/cm/K2", 1),
        ("λ (W/m-K)", "λ", "W/m/K", 1),
        ("U (W/m2K)", "U", "W/m2/K", 1),
        ("Q (μF sn−1)", "Q", "μF s^n-1", 1),
        ("IEC (meq/g)", "IEC", "meq/g", 1),
        ("GOF on F2", "GOF on F2", None, 1),
        ("P-1", "P-1", None, 1),
        ("μ (cm 2 V −1 s −1)", "μ", "cm2/V/s", 1),
        ("T (0C)", "T", "degC", 1),
        ("Rs (Ω/)", "Rs", "ohm/sq", 1),
        ("Relative density (%TD)", "Relative density", "%", 1),
        ("Conductivity (%IACS)", "Conductivity", "%IACS", 1),
        ("Strength in MPa", "Strength", "MPa", 1),
        ("Hardness HRC", "Hardness", "HRC", 1),
        ("Wt. %", "Wt. %", "wt%", 1),
        ("Mn%", "Mn", "%", 1),
        ("CTE (10−6/K, 20–300 °C)", "CTE", "1/K", 1e-6),
        ("λ (nm) (ε, 104 M−1 cm−1)", "λ", "nm", 1),
        ("δ (1015 lines/m2)", "δ", "m-2", 1e15),
    ],
)
def test_headers(text: str, words: str, unit: str | None, factor: float) -> None:
    split = split_unit(text)
    assert (split.words, split.spelled) == (words, unit)
    assert split.factor == pytest.approx(factor)


def test_what_stands_aside_is_kept() -> None:
    split = split_unit("KV2 (−60 °C)/J")
    assert (split.words, split.spelled, split.asides) == ("KV2", "J", ("-60 °C",))


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_any_header_is_split(text: str) -> None:
    assert split_unit(text).factor != 0
