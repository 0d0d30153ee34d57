"""Symbols that a paper explains nowhere, by what they usually stand for."""

import tomllib
from importlib.resources import files

import pytest
from matloom.extract.tables.headers.header import read_header
from matloom.extract.tables.headers.symbols import Symbols
from matloom.extract.tables.headers.usual_symbols import usual_name, usual_number, usual_term
from matloom.records.units import parse_unit
from matloom.records.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("header", "words", "entry"),
    [
        ("UTS (MPa)", "ultimate tensile strength (UTS)", "tensile_strength"),
        ("δ (%)", "elongation (δ)", "elongation"),
        ("Rct (Ω)", "charge-transfer resistance (Rct)", "charge_transfer_resistance"),
        ("Cdl (mF cm−2)", "double-layer capacitance (Cdl)", "double_layer_capacitance"),
        ("BET (m2/g)", "BET specific surface area (BET)", "specific_surface_area"),
        ("−βc (mV/dec)", "cathodic Tafel slope (-βc)", "tafel_slope"),
        ("Rs (kΩ)", "series resistance (Rs)", "resistance"),
        ("η (%)", "conversion efficiency (η)", "conversion_efficiency"),
        ("η (mPa s)", "viscosity (η)", "viscosity"),
        ("Mn,GPC (kg/mol)", "number-average molar mass by GPC (Mn,GPC)", "molar_mass"),
        ("Đ", "dispersity (Đ)", "polydispersity"),
        ("Rsh (Ω/sq)", "sheet resistance (Rsh)", "sheet_resistance"),
        ("Rsh (Ω)", "shunt resistance (Rsh)", "resistance"),
        ("HRC", "Rockwell hardness (HRC)", "hardness"),
        ("C.C.S. (MPa)", "cold crushing strength (C.C.S.)", "compressive_strength"),
    ],
)
def test_a_symbol_carries_its_full_term(header: str, words: str, entry: str) -> None:
    meaning = read_header((header,), Symbols())
    assert (meaning.words, meaning.entries[0].name) == (words, entry)


def test_a_symbol_counts_only_with_a_unit_that_fits() -> None:
    assert usual_name("UTS", parse_unit("g/cm3"), (), None) is None
    assert usual_term("Pmpp", parse_unit("W")) == "maximum power"
    assert usual_term("Pmpp", parse_unit("V")) is None


def test_some_abbreviations_mean_the_same_in_any_unit_and_some_numbers_in_every_field() -> None:
    assert usual_term("MFI", None) == "melt flow index"
    assert usual_term("L.O.I.", parse_unit("wt%")) == "loss on ignition"
    assert usual_number("TON") == "turnover number"
    assert usual_number("n") is None


def test_all_terms_are_of_properties_of_the_vocabulary() -> None:
    path = files("matloom.extract.tables.headers").joinpath("usual_symbols.toml")
    names = tomllib.loads(path.read_text("utf-8")).keys() - {"terms", "among", "abbreviations", "numbers"}
    assert names and all(Vocabulary.load().get(name) is not None for name in names)


def test_percent_is_no_unit_of_a_number_far_above_one() -> None:
    assert read_header(("kp (%)",), Symbols()).words == "planar electromechanical coupling factor (kp)"
    assert read_header(("tanδ (%)",), Symbols()).words == "loss tangent (tanδ)"
    assert read_header(("εr (%)",), Symbols()).words == "residual strain (εr)"
    assert read_header(("εr",), Symbols()).words == "relative permittivity (εr)"


def test_a_number_below_the_name_of_its_model_speaks() -> None:
    assert read_header(("Freundlich", "KF"), Symbols()).words == "KF"


def test_a_symbol_with_the_method_in_its_index() -> None:
    assert read_header(("EgHSE (eV)",), Symbols()).words == "HSE band gap (EgHSE)"
    assert read_header(("aexp (Å)",), Symbols()).words == "experimental lattice parameter (aexp)"
