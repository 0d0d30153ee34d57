"""Shares whose verb tells what has them, and of what."""

import pytest
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.shares import share_of
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
