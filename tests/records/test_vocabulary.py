"""The vocabulary's own soundness, how words are matched, and which values are turned away."""

import re

import pytest
from matloom.records.quantity_grammar import parse_quantity
from matloom.records.units import canonical_unit, dimensionality, parse_unit
from matloom.records.vocabulary import Property, Vocabulary

VOCABULARY = Vocabulary.load()


def test_covers_the_field() -> None:
    assert len(VOCABULARY.properties) >= 180
    domains = {entry.domain for entry in VOCABULARY.properties}
    assert domains == {
        "structural", "electronic", "electrochemical", "mechanical", "thermal", "magnetic", "optical", "dielectric",
        "surface", "transport", "thermodynamic", "composition", "spectroscopic",
    }  # fmt: skip


@pytest.mark.parametrize("entry", VOCABULARY.properties, ids=lambda entry: entry.name)
def test_entry_is_sound(entry: Property) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", entry.name)
    assert entry.low < entry.high
    assert entry.source and entry.words
    assert canonical_unit(entry.dimension) == entry.canonical_unit
    own = "1" if entry.unit == "1" else dimensionality(entry.unit)
    assert own == ("1" if entry.canonical_unit == "1" else dimensionality(entry.canonical_unit))
    for unit in entry.units:
        assert unit == "1" or parse_unit(unit) is not None
    assert entry in VOCABULARY.match(entry.words[0])


@pytest.mark.parametrize(
    ("words", "unit", "name"),
    [
        ("Initial discharge capacities", "mAh/g", "specific_capacity"),
        ("band-gap", "eV", "band_gap"),
        ("T c", "K", "superconducting_transition_temperature"),
        ("S", "uV/K", "seebeck_coefficient"),
        ("ρ", "g/cm3", "density"),
        ("ρ", "ohm cm", "electrical_resistivity"),
        ("coercive field", "kV/cm", "coercive_electric_field"),
        ("coercive field", "kOe", "coercivity"),
        ("energy density", "Wh/kg", "specific_energy"),
        ("a (Å)", "angstrom", "lattice_parameter_a"),
        ("BET surface areas", "m2/g", "specific_surface_area"),
    ],
)
def test_words_and_unit_name_the_property(words: str, unit: str, name: str) -> None:
    found = VOCABULARY.find_property(words, parse_unit(unit))
    assert found is not None
    assert found.name == name


def test_a_symbol_needs_its_case_and_a_fitting_unit() -> None:
    assert VOCABULARY.match("S") == ()
    assert VOCABULARY.match("s", parse_unit("uV/K")) == ()
    assert VOCABULARY.match("S", parse_unit("kg")) == ()


@pytest.mark.parametrize(
    ("name", "printed", "code"),
    [
        ("specific_capacity", "166.3 mAh g−1", None),
        ("specific_capacity", "16600 mAh g−1", "Q002"),
        ("specific_capacity", "3.4 V", "Q003"),
        ("specific_capacity", "166.3", "Q003"),
        ("melting_temperature", "1200 K", None),
        ("melting_temperature", "9000 K", "Q002"),
        ("porosity", "0.3", None),
        ("porosity", "30 %", None),
        ("porosity", "3000 %", "Q002"),
        ("element_content", "12 wt%", None),
        ("element_content", "1019 wt%", "Q002"),
        ("diffraction_angle", "5 %", "Q003"),
        ("molar_mass", "98 %", "Q003"),
        ("molar_mass", "12000", None),
        ("hardness", "300 HV", None),
        ("density", "-5 g/cm3", "Q002"),
        ("thermal_conductivity", "1-20000 W/m/K", "Q002"),
        ("band_gap", "3.2 g", "Q003"),
    ],
)
def test_what_cannot_be_the_property_becomes_a_problem(name: str, printed: str, code: str | None) -> None:
    quantity = parse_quantity(printed)
    assert quantity is not None
    problem = VOCABULARY.check(VOCABULARY[name], quantity)
    assert (problem.code if problem else None) == code


def test_phrases_in_text_keep_their_places() -> None:
    text = "The ionic conductivities and the Young's modulus of it rise."
    found = [(text[mention.start : mention.end], mention.properties[0].name) for mention in VOCABULARY.find(text)]
    assert found == [("ionic conductivities", "ionic_conductivity"), ("Young's modulus", "young_modulus")]


@pytest.mark.parametrize("text", ["a root mean square (RMS) roughness", "elastic; modulus", "the grain, size"])
def test_a_bracket_or_a_comma_ends_words(text: str) -> None:
    found = [text[one.start : one.end] for one in VOCABULARY.find(text) if not one.symbol]
    assert not any(set(words) & set("();,") for words in found)


@pytest.mark.parametrize(
    ("name", "symbol", "words"),
    [
        ("molar_mass", "Mw", "molecular weight"),
        ("area_specific_resistance", "ASR", "area specific resistance"),
        ("band_gap", "Eg", "energy gap"),
        ("band_gap", "E", None),
    ],
)
def test_a_symbol_is_spelled_by_first_letters(name: str, symbol: str, words: str | None) -> None:
    assert VOCABULARY[name].spelled(symbol) == words


@pytest.mark.parametrize(
    ("name", "printed", "fits"),
    [
        ("work_of_fracture", "MPa", False),
        ("maximum_energy_product", "MGOe", True),
        ("young_modulus", "GPa", True),
        ("young_modulus", "MJ/m3", False),
        ("hardness", "HV5", True),
        ("magnetic_anisotropy", "erg/cm3", True),
        ("magnetic_anisotropy", "kPa", False),
    ],
)
def test_an_energy_in_a_volume_is_no_stress(name: str, printed: str, *, fits: bool) -> None:
    assert VOCABULARY[name].fits(parse_unit(printed)) is fits


def test_symbols_of_transformations_are_spelled_out() -> None:
    entry = VOCABULARY["phase_transition_temperature"]
    assert entry.spelled("Mf") == "martensite finish temperature"
    assert entry.spelled("As") == "austenite start temperature"


def test_short_forms_in_the_plural_and_signs_with_blanks_are_found() -> None:
    found = [
        mention for text in ("The PCEs are", "with Q × f of") for mention in VOCABULARY.find(text) if mention.symbol
    ]
    assert [one.properties[0].name for one in found] == ["conversion_efficiency", "quality_factor_frequency"]
