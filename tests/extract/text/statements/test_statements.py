"""Sentences as papers of the field print them, each with all that it states: how much of it is read, and read right.

``statements.json`` was written to build on, ``statements_blind.json`` to measure only.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.values import FINDERS
from matloom.records.units import parse_unit
from matloom.records.vocabulary import Vocabulary

DATA = Path(__file__).parents[3] / "data"
VOCABULARY = Vocabulary.load()
SMALL = frozenset({"of", "the", "and", "a"})
Row = dict[str, Any]


def said(row: Row) -> list[Row]:
    """What the rules read in a row's text."""
    text, found = row["text"], list[Row]()
    for sentence in sentences(text, row["section"], "paragraph", Glossary(), VOCABULARY):
        statements, _ = FINDERS["rules@2"](sentence, VOCABULARY)
        for one in statements:
            words = text[slice(*one.words)] if one.words else ""
            quantity = one.quantity
            found.append({
                "words": f"{one.property.name} {words}", "value": quantity.value, "low": quantity.low,
                "high": quantity.high, "unit": quantity.unit,
            })  # fmt: skip
    return found


def stems(words: str) -> set[str]:
    return {re.sub("(ies|es|s)$", "", word) for word in re.findall(r"[a-z]{2,}", words.lower().replace("_", " "))}


def same_value(one: Row, other: Row) -> bool:
    units = [parse_unit(row["unit"]) if row["unit"] else None for row in (one, other)]
    if (units[0] and units[0].canonical) != (units[1] and units[1].canonical):
        return False
    return all(
        one[key] == (None if other[key] is None else pytest.approx(other[key])) for key in ("value", "low", "high")
    )


def same_words(one: Row, other: Row) -> bool:
    wanted = stems(other["words"]) - SMALL
    return 2 * len(wanted & stems(one["words"])) >= len(wanted)


@pytest.mark.parametrize(
    ("name", "precision", "recall", "worded"),
    [("statements.json", 0.97, 0.88, 0.86), ("statements_blind.json", 0.92, 0.94, 0.87)],
)
def test_statements_are_read(name: str, precision: float, recall: float, worded: float) -> None:
    rows = json.loads((DATA / name).read_text(encoding="utf-8"))
    right = named = told = wanted = 0
    for row in rows:
        found = said(row)
        told, wanted = told + len(found), wanted + len(row["expected"])
        for expected in row["expected"]:
            fitting = [one for one in found if same_value(one, expected)]
            best = next((one for one in fitting if same_words(one, expected)), next(iter(fitting), None))
            if best is not None:
                found.remove(best)
                right += 1
                named += same_words(best, expected)
    assert right / told >= precision
    assert right / wanted >= recall
    assert named / wanted >= worded
