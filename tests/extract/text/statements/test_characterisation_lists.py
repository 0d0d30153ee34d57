"""Spectra and elemental analyses listed in an experimental section: each number with what it is of."""

import pytest
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.values import statements_by_rule
from matloom.records.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()


def listed(text: str) -> list[tuple[str | None, float | None, str | None]]:
    found: list[tuple[str | None, float | None, str | None]] = []
    for sentence in sentences(text, "Synthesis", "paragraph", Glossary(), VOCABULARY):
        statements, _ = statements_by_rule(sentence, VOCABULARY)
        found.extend((one.named, one.quantity.value, one.quantity.unit) for one in statements)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1H NMR (300 MHz, CDCl3) δ 7.25 (d, J = 8.1 Hz, 2H), 3.81 (s, 3H).",
            [("1H NMR chemical shift", 7.25, "ppm"), ("1H NMR chemical shift", 3.81, "ppm")],
        ),
        (
            "19F NMR (282 MHz, δ, ppm): −63.2, −110.5.",
            [("19F NMR chemical shift", -63.2, "ppm"), ("19F NMR chemical shift", -110.5, "ppm")],
        ),
        (
            "FT-IR (KBr, cm−1): 3410 (O–H) and 1645 (C=C).",
            [("FT-IR band", 3410, "cm-1"), ("FT-IR band", 1645, "cm-1")],
        ),
        (
            "HRMS (ESI) m/z: calcd for C8H10O [M + H]+ 123.0804, found 123.0801.",
            [("calculated molecular ion m/z", 123.0804, None), ("molecular ion m/z", 123.0801, None)],
        ),
        (
            "Calcd for C6H6O: C, 76.57; H, 6.43; found: C, 76.41; H, 6.49 and N, 6.52.",
            [
                ("calculated C content", 76.57, "%"),
                ("calculated H content", 6.43, "%"),
                ("C content", 76.41, "%"),
                ("H content", 6.49, "%"),
                ("N content", 6.52, "%"),
            ],
        ),
        ("The IR spectra were measured from 400 to 4000 cm−1.", []),
        ("The glasses hold C 0.12 and Si 0.30.", []),
    ],
)
def test_listed_values(text: str, expected: list[tuple[str, float, str | None]]) -> None:
    assert listed(text) == expected


def test_a_range_of_a_list_is_in_order() -> None:
    text = "1H NMR (CDCl3): 7.85–7.61 (m, 3H), 5.75 (s, 2H)."
    (sentence,) = sentences(text, "Synthesis", "paragraph", Glossary(), VOCABULARY)
    first, _ = statements_by_rule(sentence, VOCABULARY)[0]
    assert (first.quantity.low, first.quantity.high, first.quantity.text) == (7.61, 7.85, "7.85–7.61")
