from matloom.extract.tables.headers.phrases import read_phrases
from matloom.extract.tables.headers.symbols import Symbols, read_symbols
from matloom.records.units import parse_unit


def test_what_a_caption_calls_its_symbols() -> None:
    phrases = read_phrases(
        ["Values of domain size (Dv) and strain (RMSS). ΔH, heat release of boundaries; eGB, expansion."]
    )
    assert phrases["Dv"] == "domain size"
    assert phrases["ΔH"] == "heat release of boundaries"
    assert phrases["eGB"] == "expansion"


def test_a_symbol_is_read_as_the_paper_defines_it() -> None:
    symbols = read_symbols(["The fracture toughness, KQ, and the band gap (Ex) were measured."], ())
    assert [p.name for p in symbols.match("KQ", parse_unit("MPa m0.5"))] == ["fracture_toughness"]
    assert [p.name for p in symbols.match("Ex", parse_unit("eV"))] == ["band_gap"]
    assert symbols.match("Ex", parse_unit("MPa")) == ()


def test_formulas_are_no_symbols() -> None:
    assert not read_symbols(["the density, H2O, and"], ()).properties


def test_changes_are_not_the_property_itself() -> None:
    symbols = Symbols({}, {"Tb": "boiling temperature"})
    assert symbols.spelled_out("Tb") == "boiling temperature (Tb)"
    assert symbols.spelled_out("ΔTb") == "change of boiling temperature (ΔTb)"
    assert symbols.spelled_out("other") == "other"
