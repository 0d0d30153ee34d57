"""Compounds that a paper numbers: which formulas have numbers, and where a number stands for one."""

import pytest
from matloom.extract.document import Block, Document
from matloom.extract.text.mentions.compound_numbers import (
    find_numbers,
    number_definitions,
    number_families,
    numbered_compounds,
)
from matloom.extract.text.mentions.finding import Glossary, find_mentions


def document(*texts: str) -> Document:
    blocks = tuple(Block(id=f"b{i}", type="paragraph", text=text) for i, text in enumerate(texts))
    return Document(doc_id="sha256:0", source="a.txt", reader="plain/1", blocks=blocks)


NUMBERED = document("We made Ba3SiO5 (1) and Ba2SiO4 (2).", "Crystals of Ba3SiO5 (1) are clear.")


def test_numbers_of_compounds() -> None:
    assert [(one.number, one.name) for one in numbered_compounds(NUMBERED)] == [("1", "Ba3SiO5"), ("2", "Ba2SiO4")]
    assert [(one.short, one.long) for one in number_definitions(NUMBERED, numbered_compounds(NUMBERED), "t", "1")] == [
        ("1", "Ba3SiO5"), ("2", "Ba2SiO4"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "texts",
    [
        ("Ba3SiO5 (1) was made.", "Ba3SiO5 (1) is clear.", "Ba3SiO5 (1) is dense."),
        ("The bonds are 2.108 (1) and 2.116 (2) Å.", "The cell has 4.210 (1) Å."),
        ("See Figure (1) and Figure (2) and Figure (1).",),
    ],
)
def test_other_numbers_in_brackets(texts: tuple[str, ...]) -> None:
    assert numbered_compounds(document(*texts)) == ()


def test_a_number_alone_is_a_name_only_where_a_compound_can_stand() -> None:
    numbers = number_families(numbered_compounds(NUMBERED))
    text = "In 1 the bonds are longer than in 2. The bonds in 1 are short. Over 2 days, in 2 steps, Table 1 and 1 h."
    assert [text[low:high] for low, high in find_numbers(text, numbers)] == ["1", "2", "1"]
    found = [one for one in find_mentions("The gap of 2 is 5 eV.", Glossary(numbers=numbers)) if one.kind == "label"]
    assert [one.composition.formula for one in found if one.composition] == ["Ba2SiO4"]
