"""Composition tables that plain text has in one line."""

import pytest
from matloom.extract.readers.flattened import caption_at_end, flattened_composition


def test_elements_with_as_many_contents_are_a_table() -> None:
    assert flattened_composition("Fe C Cr Mn Balanced 0.97 ≤1.40 0.25–0.35") == [
        ["Fe", "C", "Cr", "Mn"],
        ["Balanced", "0.97", "≤1.40", "0.25–0.35"],
    ]


def test_rows_with_names_below_a_head() -> None:
    text = "Steel C Si Mn P A 0.1 0.2 0.3 0.01 B 0.2 0.2 – 0.02"
    assert flattened_composition(text) == [
        ["Steel", "C", "Si", "Mn", "P"],
        ["A", "0.1", "0.2", "0.3", "0.01"],
        ["B", "0.2", "0.2", "–", "0.02"],
    ]


@pytest.mark.parametrize("text", ["C Si Mn 0.1 0.2 0.3", "C Si Mn P were measured.", "C Si Mn P 0.1 0.2 0.3", ""])
def test_other_lines_are_none(text: str) -> None:
    assert flattened_composition(text) is None


def test_a_caption_at_the_end_of_a_paragraph() -> None:
    text = "The steel was bought as listed in Table 1. Table 1.Composition of the steel 20MnCr5 (wt %)."
    assert caption_at_end([text]) == "Table 1.Composition of the steel 20MnCr5 (wt %)."
    assert caption_at_end(["It is given in Table 1."]) == caption_at_end([]) == ""
