"""Printed units: the plain spelling, the canonical unit, and the way there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.records.unit_notation import plain_text, unit_tables
from matloom.records.units import convert, parse_scaled_unit, parse_unit


@pytest.mark.parametrize(
    ("printed", "plain", "canonical", "scale"),
    [
        ("mAh g−1", "mAh/g", "C/kg", 3600),
        ("mA h g-1", "mAh/g", "C/kg", 3600),
        ("mAhg−1", "mAh/g", "C/kg", 3600),
        ("W m−1 K−1", "W/m/K", "W/m/K", 1),
        ("MPa m½", "MPa m0.5", "Pa m0.5", 1e6),
        ("MPa m 1/2", "MPa m0.5", "Pa m0.5", 1e6),
        ("mJ/(mol K2)", "mJ/mol/K2", "J/mol/K2", 1e-3),
        ("mJ/mol-Ce K2", "mJ/mol/K2", "J/mol/K2", 1e-3),
        ("J/(g K)", "J/g/K", "J/kg/K", 1e3),
        ("J/gK", "J/g/K", "J/kg/K", 1e3),
        ("m2K/W", "m2 K/W", "m2 K/W", 1),
        ("Am2/kg", "A m2/kg", "A m2/kg", 1),
        ("S cm2/mol", "S cm2/mol", "S m2/mol", 1e-4),
        ("MS m−1", "MS/m", "S/m", 1e6),
        ("% IACS", "%IACS", "S/m", 5.8001e5),
        ("wt ppm", "ppm", "1", 1e-6),
        ("at. ppm", "ppm", "1", 1e-6),
        ("µB/Fe", "mu_B/atom", "A m2/atom", 9.2740100783e-24),
        ("µB per Mn ion", "mu_B/atom", "A m2/atom", 9.2740100783e-24),
        ("HK0.1", "HK0.1", "Pa", 9.80665e6),
        ("%/1000 h", "%/kh", "1/s", 0.01 / 3.6e6),
        ("me", "m_e", "kg", 9.1093837e-31),
        ("m0", "m_e", "kg", 9.1093837e-31),
        ("n/cm2", "n/cm2", "1/m2", 1e4),
        ("dpa", "dpa", "dpa", 1),
        ("GPU", "GPU", "mol/m2/s/Pa", 3.35e-10),
        ("W/(m·K)", "W/m/K", "W/m/K", 1),
        ("W/m·K", "W/m/K", "W/m/K", 1),
        ("W/mK", "W/m/K", "W/m/K", 1),
        ("W/m2K", "W/m2/K", "W/m2/K", 1),
        ("Ω.cm", "ohm cm", "ohm m", 0.01),
        ("Ω-1 cm2 mol-1", "cm2/ohm/mol", "S m2/mol", 1e-4),
        ("cm3(STP) g-1", "cm3/g", "m3/kg", 1e-3),
        ("MPam1/2", "MPa m0.5", "Pa m0.5", 1e6),
        ("µ B/f.u.", "mu_B/f.u.", "A m2/f.u.", 9.274010065738e-24),
        ("Wm-1K-1", "W/m/K", "W/m/K", 1),
        ("emu/g", "emu/g", "A m2/kg", 1),
        ("Å3/f.u.", "angstrom3/f.u.", "m3/f.u.", 1e-30),
        ("Ω cm2", "ohm cm2", "ohm m2", 1e-4),
        ("mgPt cm−2", "mg/cm2", "kg/m2", 0.01),
        ("mg Pt/cm2", "mg/cm2", "kg/m2", 0.01),
        ("mg Pt cm−2", "mg/cm2", "kg/m2", 0.01),
        ("mg-Pt cm−2", "mg/cm2", "kg/m2", 0.01),
        ("A mgPt−1", "A/mg", "A/kg", 1e6),
        ("WmgPt−1", "W/mg", "W/kg", 1e6),
        ("g/eq", "g/eq", "kg", 1e-3),
        ("mm Hg", "mmHg", "Pa", 133.322387415),
        ("A\u030a", "angstrom", "m", 1e-10),
        ("S cm⁻¹", "S/cm", "S/m", 100),
        ("mA cm−2", "mA/cm2", "A/m2", 10),
        ("cm2 V-1 s-1", "cm2/V/s", "m2/V/s", 1e-4),
        ("cm2/Vs", "cm2/V/s", "m2/V/s", 1e-4),
        ("cm2 V−1s−1", "cm2/V/s", "m2/V/s", 1e-4),
        ("g cm −3", "g/cm3", "kg/m3", 1000),
        ("MPa m1/2", "MPa m0.5", "Pa m0.5", 1e6),
        ("MPa√m", "MPa m0.5", "Pa m0.5", 1e6),
        ("ms−1", "m/s", "m/s", 1),
        ("K min−1", "K/min", "K/s", 1 / 60),
        ("Pa·s", "Pa s", "Pa s", 1),
        ("sccm", "sccm", "m3/s", 1e-6 / 60),
        ("%/cycle", "%/cycle", "1/cycle", 0.01),
        ("mV dec−1", "mV/dec", "V", 1e-3),
        ("kgf/mm2", "kgf/mm2", "Pa", 9806650),
        ("meters per second", "m/s", "m/s", 1),
        ("emu mol−1 Oe−1", "emu/mol/Oe", "m3/mol", 1.25663706143592e-05),
        ("wt. %", "wt%", "wt%", 1),
        ("% by weight", "wt%", "wt%", 1),
        ("at%", "at.%", "at.%", 1),
        ("mol %", "mol%", "mol%", 1),
        ("volume percent", "vol.%", "vol.%", 1),
        ("ppm", "ppm", "1", 1e-6),
    ],
)
def test_printed_forms(printed: str, plain: str, canonical: str, scale: float) -> None:
    unit = parse_unit(printed)
    assert unit is not None
    assert (unit.plain, unit.canonical) == (plain, canonical)
    assert unit.scale == pytest.approx(scale, rel=1e-9)


@pytest.mark.parametrize("text", ["in", "a", "K2CO3", "V2O5", "Fig", "x", "", "TiO2", "cmx", "pH", "H2O"])
def test_what_is_no_unit(text: str) -> None:
    assert parse_unit(text) is None


def test_temperature_has_an_offset_and_a_difference_has_none() -> None:
    unit = parse_unit("°C")
    assert unit is not None
    assert unit.to_canonical(25) == pytest.approx(298.15)
    assert unit.to_canonical(25, difference=True) == 25
    assert convert(212, "degF", "degC") == pytest.approx(100)
    rate = parse_unit("°C min−1")
    assert rate is not None
    assert rate.to_canonical(60) == pytest.approx(1)


def test_c_is_a_rate_where_cells_are_cycled_and_a_charge_elsewhere() -> None:
    rate, charge = parse_unit("C", "capacity at a discharge rate of"), parse_unit("C")
    assert rate is not None and charge is not None
    assert (rate.plain, charge.plain) == ("1/h", "C")


def test_the_reference_electrode_is_kept() -> None:
    unit = parse_unit("V vs. Li/Li+")
    assert unit is not None
    assert (unit.plain, unit.reference) == ("V", "Li/Li+")


def test_fractions_of_different_basis_do_not_convert() -> None:
    with pytest.raises(ValueError, match="no way"):
        convert(1, "wt%", "at.%")


def test_a_power_of_ten_before_the_unit() -> None:
    scaled = parse_scaled_unit("10−4 S cm−1")
    assert scaled is not None
    assert (scaled[0], scaled[1].plain) == (1e-4, "S/cm")


ROWS = [(row[0], row[2].split()) for row in unit_tables()["symbols"]]
FACTOR = st.sampled_from(ROWS).flatmap(
    lambda row: st.tuples(st.sampled_from([*row[1], ""]).map(lambda prefix: prefix + row[0]), st.integers(1, 3))
)


@given(st.lists(FACTOR, min_size=1, max_size=3, unique_by=lambda factor: factor[0]))
def test_the_plain_spelling_reads_as_itself(factors: list[tuple[str, int]]) -> None:
    printed = "/".join(symbol if power == 1 else f"{symbol}{power}" for symbol, power in factors)
    unit = parse_unit(printed)
    if unit is not None:
        again = parse_unit(unit.plain)
        assert again is not None
        assert (again.plain, again.canonical, again.scale) == (unit.plain, unit.canonical, unit.scale)
        assert unit.to_canonical(2.5, difference=True) == pytest.approx(2.5 * unit.scale)


@given(st.text(max_size=60))
def test_any_text_is_a_unit_or_none(text: str) -> None:
    assert len(plain_text(text)) == len(text)
    unit = parse_unit(text)
    assert unit is None or unit.plain
