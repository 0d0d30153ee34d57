"""Shares whose verb tells what has them, and of what."""

import pytest
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.shares import kept_of, of_theory, share_of
from matloom.extract.text.statements.values import statements_by_rule
from matloom.records.units import parse_unit
from matloom.records.vocabulary import Vocabulary


def shares(text: str) -> list[tuple[str, str | None]]:
    """Each quantity as printed with the name of its fraction."""
    return [
        (span.quantity.text, phrase.named)
        for sentence in sentences(text, "Results", "paragraph", Glossary(), Vocabulary.load())
        for span in sentence.quantities
        if span.quantity.unit and (unit := parse_unit(span.quantity.unit))
        for phrase, _ in share_of(sentence, span, unit)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The binder accounts for 6 % of the total mass.", [("6 %", "binder fraction of total mass")]),
        (
            "In this cell, the Al foil represents about 12 wt.% of the stack.",
            [("12 wt.%", "Al foil fraction of stack")],
        ),
        ("More than 70% of the Pd particles were on the surface.", [("70%", "percentage of Pd particles")]),
        ("Pores, which occupy nearly 9 % of the volume, are closed.", [("9 %", "fraction of volume")]),
        (
            "The electronic conductivity is 0.2 % of the ionic conductivity.",
            [("0.2 %", "electronic conductivity fraction of ionic conductivity")],
        ),
        ("Grain edges contribute 15–20 % to the resistance.", [("15–20 %", "Grain edges fraction of resistance")]),
        ("The capacity is 120 mAh/g, which is 80 % of the theoretical one.", []),
        ("The hardness fell by 4 % in the first hour.", []),
        ("The layer occupies 4 mm of the width.", []),
    ],
)
def test_shares(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert shares(text) == expected


@pytest.mark.timeout(60)
def test_long_sentences_end() -> None:
    assert shares("it accounts for " * 6000 + "5 % of the total of the of the " * 10) is not None


def special(text: str) -> list[tuple[str, str | None]]:
    """Each share of a full density, or of what was kept, as printed with its name."""
    return [
        (span.quantity.text, phrase.named)
        for sentence in sentences(text, "Results", "paragraph", Glossary(), Vocabulary.load())
        for span in sentence.quantities
        if span.quantity.unit == "%"
        for phrase, _ in (*of_theory(sentence, span), *kept_of(sentence, span))
    ]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Every disk was sintered to at least 97.5% of the theoretical density.", "97.5%"),
        ("The mullite reached 3.04 g/cm3 (96.1% of theoretical).", "96.1%"),
        ("The mullite reached 3.04 g/cm3 (96.1%) after two hours.", "96.1%"),
        ("The density was 3.04 g/cm3, equal to 96.1%.", "96.1%"),
        ("A density of 93% TD is enough.", "93%"),
        ("The printed bars were 99.2% dense.", "99.2%"),
    ],
)
def test_a_share_of_the_full_density_is_the_relative_density(text: str, share: str) -> None:
    assert (share, "relative density") in special(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The coated cathode keeps 92% of its capacity after 80 cycles.", "capacity retention"),
        ("The cells maintain 95% of their efficiency after 600 h.", "efficiency retention"),
        ("After 80 cycles 92% of the capacity was retained.", "capacity retention"),
        ("The pouch cell retains 91% after 1200 cycles.", "capacity retention"),
        ("It preserves 88% of its room-temperature intensity at 400 K.", "intensity retention"),
    ],
)
def test_what_is_kept_is_a_retention(text: str, named: str) -> None:
    assert [one for _, one in special(text)] == [named]


@pytest.mark.parametrize(
    "text",
    [
        "It has 92% of the theoretical capacity.",
        "The capacity fell by 8% of its value.",
        "A share of 12% was dense glass.",
    ],
)
def test_other_shares_are_neither(text: str) -> None:
    assert special(text) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("It contains 7 wt% of β-TCP.", "β-TCP fraction"),
        ("The surface had 33% monoclinic phase.", "monoclinic phase fraction"),
        ("Some 18% of the cubic polymorph was left.", "cubic polymorph fraction"),
    ],
)
def test_shares_of_phases(text: str, named: str) -> None:
    (sentence,) = sentences(text, "Results", "paragraph", Glossary(), Vocabulary.load())
    (statement,), _ = statements_by_rule(sentence, Vocabulary.load())
    assert (statement.property.name, statement.named) == ("phase_fraction", named)
