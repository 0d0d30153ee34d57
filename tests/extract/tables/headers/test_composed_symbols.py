"""Symbols that nothing explains, by their letter, their index and their unit."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.tables.headers.composed_symbols import composed_term, phase_of_share, reaction_term
from matloom.extract.tables.headers.header import read_header
from matloom.extract.tables.headers.symbols import Symbols
from matloom.records.units import parse_unit


@pytest.mark.parametrize(
    ("header", "words", "entry"),
    [
        ("σgb (S/cm)", "grain boundary conductivity (σgb)", "ionic_conductivity"),
        ("Rohm (Ω cm2)", "ohmic resistance (Rohm)", None),
        ("jL (mA cm−2)", "limiting current density (jL)", "current_density"),
        ("Emig (eV)", "migration energy (Emig)", None),
        ("ρapp (g/cm3)", "apparent density (ρapp)", "density"),
        ("σx9 (S/m)", "conductivity (σx9)", "electrical_conductivity"),
        ("jCO (mA/cm2)", "CO current density (jCO)", "current_density"),
        ("FECO (%)", "CO Faradaic efficiency (FECO)", "coulombic_efficiency"),
        ("εrec (%)", "recoverable strain (εrec)", None),
        ("XCO2 (%)", "CO2 conversion (XCO2)", "catalytic_conversion"),
        ("fγ (%)", "austenite fraction (fγ)", "phase_fraction"),
        ("PCEmax (%)", "maximum power conversion efficiency (PCEmax)", "conversion_efficiency"),
    ],
)
def test_a_letter_tells_the_noun_and_an_index_which(header: str, words: str, entry: str | None) -> None:
    meaning = read_header((header,), Symbols())
    assert meaning.words == words
    assert entry is None or meaning.entries[0].name == entry


@pytest.mark.parametrize(("symbol", "unit"), [("TXQ", "degC"), ("Ra/Rz", "um"), ("Qz", "W"), ("EXYZW", "V")])
def test_abbreviations_ratios_and_other_letters_have_none(symbol: str, unit: str) -> None:
    assert composed_term(symbol, parse_unit(unit)) is None


def test_an_index_without_a_substance_is_none_of_a_reaction() -> None:
    percent = parse_unit("%")
    assert reaction_term("Sx", percent) is None
    assert reaction_term("S", percent) is None
    assert reaction_term("S", percent, alone=True) == "selectivity"
    assert phase_of_share("fq", percent) is None


@given(st.text(max_size=12), st.sampled_from(["MPa", "S/cm", "%", "nm", "K", "eV"]))
def test_any_symbol(symbol: str, unit: str) -> None:
    assert composed_term(symbol, parse_unit(unit)) != ""
    assert reaction_term(symbol, parse_unit(unit)) != ""


def test_every_index_is_of_a_dimension_that_has_letters() -> None:
    path = files("matloom.extract.tables.headers").joinpath("composed_symbols.toml")
    listed = tomllib.loads(path.read_text("utf-8"))
    assert listed["indexes"].keys() - {"any"} <= listed["letters"].keys()
    assert listed["alike"].keys() <= listed["letters"].keys()
    assert set(listed["alike"].values()) <= listed["indexes"].keys()


def test_a_length_between_two_atoms_is_that_of_their_bond() -> None:
    assert composed_term("dZr-O", parse_unit("Å")) == "Zr-O bond length"


def test_a_symbol_like_a_word_needs_an_index_that_is_known() -> None:
    density = parse_unit("mA/cm2")
    assert composed_term("ipass", density, known=True) == "passivation current density"
    assert composed_term("inner", density, known=True) is None
    assert composed_term("fc28", parse_unit("MPa")) == "compressive strength"


def test_joules_in_a_volume_are_no_modulus() -> None:
    assert composed_term("Ev", parse_unit("J/mm3")) == "volumetric energy density"
    assert composed_term("Ev", parse_unit("GPa")) == "modulus"


def test_a_gas_in_the_index_of_a_permeability_is_what_goes_through() -> None:
    assert composed_term("PCO2", parse_unit("barrer")) == "CO2 permeability"
