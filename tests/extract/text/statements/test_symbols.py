"""Symbols that a paper explains, and those that a sign before a value makes one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.symbols import explained_symbols
from matloom.extract.text.statements.values import statements_by_rule
from matloom.records.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()


def said(text: str, explained: tuple[str, ...] = ()) -> list[tuple[str, float | None]]:
    """What is said in ``text``, in a paper that also says the ``explained`` texts."""
    symbols = explained_symbols((*explained, text), VOCABULARY)
    found = sentences(text, "Results", "paragraph", Glossary(), VOCABULARY, (), symbols)
    return [
        (one.named or one.property.name, one.quantity.value)
        for sentence in found
        for one in statements_by_rule(sentence, VOCABULARY)[0]
    ]


def test_a_symbol_stands_for_what_it_is_explained_by() -> None:
    told = ("The capture coefficient of the trap (αc) was fitted.",)
    assert said("For sample A, αc is 2 × 10−6 cm3 s−1.", told) == [("capture coefficient of the trap", 2e-6)]


def test_the_paper_says_what_a_symbol_of_the_vocabulary_means() -> None:
    told = ("The grain boundary resistance (Rgb) was fitted.",)
    assert said("Sample A has a Rgb of 0.3 Ω cm2.", told) == [("grain boundary resistance Rgb", 0.3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In film K Cu/(Zn+Sn) is 0.83.", [("Cu/(Zn+Sn) ratio", 0.83)]),
        ("In both films Ti/Al is 1.03.", [("Ti/Al ratio", 1.03)]),
        ("The quotient I/V is 0.83.", []),
        ("The Pt/Qx is 0.83.", []),
    ],
)
def test_elements_behind_a_slash_are_a_ratio(text: str, expected: list[tuple[str, float]]) -> None:
    assert said(text) == expected


def test_values_of_a_symbol_are_what_it_stands_for() -> None:
    told = ("The trap activation energy (Wt) was fitted.",)
    assert said("Sample A has an apparent Wt value of 0.3 eV.", told) == [("apparent trap activation energy", 0.3)]
    assert said("The Wt values were 0.3 eV for sample A.", told) == [("trap activation energy", 0.3)]


def test_an_explained_symbol_may_stand_in_brackets_before_its_value() -> None:
    told = ("The fault expansion length (Lx) was taken from images.",)
    assert said("All faults grow from below (Lx = 1.2 mm).", told) == [("fault expansion length", 1.2)]


def test_an_unexplained_symbol_is_a_property_of_its_own_name() -> None:
    assert said("The fit gives σgb = 3.1 × 10−4 S/cm for the film.") == [("σgb", 3.1e-4)]


@pytest.mark.parametrize(
    ("text", "word"),
    [("The loss was ∼20 %.", "was"), ("It was lowered by ≈15 %.", "by"), ("Oxygen dissolves below ∼1100 °C.", "below")],
)
def test_a_word_before_an_approximate_value_is_no_symbol(text: str, word: str) -> None:
    assert word not in [name for name, _ in said(text)]


@pytest.mark.parametrize(
    "text", ["A value of 0.4 nm was found.", "Stage A = 12 % of the change.", "In region C = 3 nm."]
)
def test_articles_and_labels_are_no_symbols(text: str) -> None:
    assert not {"lattice_parameter_a", "elongation", "a", "c"} & {name for name, _ in said(text)}


def test_words_right_before_a_symbol_tell_what_it_means() -> None:
    text = "Zinc has the lowest diffusion coefficient in the melt (D = 4 × 10−9 m2/s)."
    assert said(text) == [("diffusion_coefficient", 4e-9)]


@pytest.mark.parametrize(
    "text", ["Spectra were taken at T = 300 K.", "The cells with x = 0.3 were cycled.", "See Fig. = 3 mm."]
)
def test_variables_are_no_results(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("The glass transition temperature (Tg) and the area (right) were noted.", {"Tg"}),
        ("The integrated intensity ratio (ID/IG), as the density (bulk), fell.", {"ID/IG"}),
        ("A surface roughness, Rq, was read.", {"Rq"}),
    ],
)
def test_what_explains_a_symbol(text: str, symbols: set[str]) -> None:
    assert set(explained_symbols([text], VOCABULARY)) == symbols


@settings(max_examples=60)
@given(st.text(alphabet="αR(d)=, 2.5 SΩ/cm²ofthe∼−", max_size=60))
def test_any_text_is_read(text: str) -> None:
    said(f"The sheet resistance (Rs) {text}")


def test_a_symbol_set_behind_its_words_is_explained() -> None:
    told = ("The interface excess energy eIF is the quantity that matters.",)
    assert said("For copper, values of eIF = 0.4 J m−2 are known.", told) == [("interface excess energy", 0.4)]


def test_a_greek_symbol_is_explained_with_what_it_is_of() -> None:
    told = ("The capture rate for free holes (βp) falls.",)
    symbols = explained_symbols(told, VOCABULARY)
    assert symbols["βp"].named == "capture rate for free holes"


def test_words_say_more_than_a_symbol_of_another_meaning() -> None:
    assert said("The coherence length of the crystals, λL = 12 nm, was read from the peak.") == [
        ("crystallite_size", 12)
    ]


def test_a_symbol_may_be_explained_by_a_sentence() -> None:
    told = ("In this equation, ξz is the mesh size and Mc the mass between crosslinks.",)
    assert ("mesh size", 14) in said("A gel with ξz = 14 nm swells least.", told)


def test_a_symbol_of_the_vocabulary_is_spelled_out() -> None:
    assert said("The polymer has Mw = 12000 g/mol.") == [("molecular weight Mw", 12000)]
