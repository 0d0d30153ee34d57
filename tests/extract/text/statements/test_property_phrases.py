"""Phrases that name a property: how far they reach, what their last noun measures, and what is a setting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.mentions.finding import Glossary, find_mentions
from matloom.extract.text.statements.property_phrases import PropertyPhrase, open_property, property_phrases, singular
from matloom.records.quantity_grammar import find_quantities
from matloom.records.units import parse_unit
from matloom.records.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()
WORDS = (
    "the", "of", "critical", "cooling", "rate", "was", "hardness", "(", ")", "5 K/s", "0.3", ",", "retained",
    "austenite", "volume", "fraction", "TiO2", "peak", "at", "grains", "12 nm", "and", "annealing", "temperature",
)  # fmt: skip


def phrases(text: str) -> list[PropertyPhrase]:
    values = [(span.start, span.end) for span in find_quantities(text)]
    names = [(mention.start, mention.end) for mention in find_mentions(text, Glossary())]
    return property_phrases(text, VOCABULARY.find(text), names, values)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("The critical cooling rate was 0.67 K/s.", "critical cooling rate"),
        ("The volume fraction of retained austenite was 9%.", "volume fraction of retained austenite"),
        ("A high mean absorbed energy was found.", "mean absorbed energy"),
        ("a precipitation temperature range of 390 to 480 °C", "precipitation temperature range"),
        ("The band gap of TiO2 is 3.2 eV.", "band gap"),
        ("The maximum grain size of the samples", "maximum grain size"),
        ("The alloy exhibited hardness of 5 GPa.", "hardness"),
        ("with a 12 nm shell thickness", "shell thickness"),
        ("The ratio Ca/P was 1.67.", "ratio Ca/P"),
        ("ferrite blocks (size: 0.2 µm)", "ferrite blocks (size"),
        ("The mean length of these cracks was 5 µm.", "mean length of these cracks"),
        ("The mean diameter of the Pt particles was 3 nm.", "mean diameter of the Pt particles"),
        (
            "the number average molecular weight between cross-links",
            "number average molecular weight between cross-links",
        ),
        ("with a conductivity of initially 3 S/cm", "conductivity"),
        ("The mean value was 3.", "value"),
    ],
)
def test_a_phrase_is_as_long_as_printed(text: str, printed: str) -> None:
    assert printed in {text[slice(*phrase.whole)] for phrase in phrases(text)}


@pytest.mark.parametrize(
    ("text", "unit", "measures"),
    [
        ("critical cooling rate", "K/s", True),
        ("critical cooling rate", "nm", False),
        ("incubation time", "s", True),
        ("the temperature", "degC", False),
        ("transformation temperature", "degC", True),
        ("conversion degree", None, True),
        ("enrichment factor", None, True),
        ("incubation time", None, False),
    ],
)
def test_the_last_noun_has_dimensions(text: str, unit: str | None, measures: bool) -> None:
    (phrase,) = phrases(text)
    assert phrase.measures(parse_unit(unit) if unit else None) is measures


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("annealing temperature", True),
        ("scan rate", True),
        ("laser power", True),
        ("critical cooling rate", False),
        ("growth rate", False),
        ("nose temperature", False),
    ],
)
def test_what_is_set_is_told_by_its_first_words(text: str, setting: bool) -> None:
    (phrase,) = phrases(text)
    assert phrase.setting is setting


@given(st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join))
def test_phrases_are_in_order_and_hold_no_value_at_their_end(text: str) -> None:
    values = [(span.start, span.end) for span in find_quantities(text)]
    found = phrases(text)
    assert [phrase.start for phrase in found] == sorted(phrase.start for phrase in found)
    for phrase in found:
        assert phrase.whole[0] <= phrase.start < phrase.end <= phrase.whole[1] <= len(text)
        assert not any(start < phrase.end and phrase.start < end for start, end in values)


@given(st.text(max_size=80))
def test_any_text_has_phrases(text: str) -> None:
    phrases(text)


@given(st.from_regex(r"[A-Za-z ]{1,40}", fullmatch=True), st.sampled_from(["nm", "degC", "K/s", "%", "J/g"]))
def test_an_open_property_fits_its_own_unit(words: str, unit: str) -> None:
    parsed = parse_unit(unit)
    entry = open_property(words, parsed)
    assert entry.fits(parsed)
    assert entry.name == entry.name.lower()
    assert " " not in entry.name


@pytest.mark.parametrize(
    ("plural", "noun"),
    [("capacities", "capacity"), ("losses", "loss"), ("radii", "radius"), ("axis", "axis"), ("rates", "rate")],
)
def test_singular(plural: str, noun: str) -> None:
    assert singular(plural) == noun
