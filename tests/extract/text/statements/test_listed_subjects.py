"""Of which samples a list of values is said that its own sentence does not list."""

import pytest
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.values import statements_by_rule
from matloom.records.vocabulary import Vocabulary


def said_of(text: str) -> list[str]:
    """The likeliest subject of each value of the last sentence."""
    *_, sentence = sentences(text, "Results", "paragraph", Glossary(), Vocabulary.load())
    statements, _ = statements_by_rule(sentence, Vocabulary.load())
    return [text[value.subjects[0].start : value.subjects[0].end] for value in statements if value.subjects]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZnO has 3.3 eV and TiO2 has 3.2 eV. At 800 K the band gaps fell to 3.1 and 2.9 eV.", ["ZnO", "TiO2"]),
        ("ZnO has 3.3 eV and TiO2 3.2 eV. It is hot. The band gaps fell to 3.1 and 2.9 eV.", ["ZnO", "TiO2"]),
        ("ZnO and TiO2 are wide. In WO3 it differs. The band gaps are 3.3, 3.2 and 2.7 eV.", ["ZnO", "TiO2", "WO3"]),
        ("ZnO is made as WO3 is, but brighter; the corresponding band gaps are 3.3 and 2.7 eV.", ["ZnO", "WO3"]),
    ],
)
def test_a_list_goes_on_in_the_order_that_was_told(text: str, expected: list[str]) -> None:
    assert said_of(text) == expected


def test_lists_with_references_and_treatments_between() -> None:
    assert said_of("The band gaps were 3.3 and 3.2 eV for ZnO [6] and TiO2 [7] at 300 K.") == ["ZnO", "TiO2"]
    assert said_of("In the order ZnO > TiO2 > WO3, band gaps of 3.3, 3.2 and 2.7 eV were found.") == [
        "ZnO",
        "TiO2",
        "WO3",
    ]
    assert said_of("As-grown ZnO and as-milled TiO2 have band gaps of 3.3 and 3.2 eV.") == ["ZnO", "TiO2"]


@pytest.mark.parametrize(
    "text",
    [
        "ZnO and TiO2 are wide. WO3 has band gaps of 3.1 and 2.9 eV.",
        "ZnO and TiO2 are wide. Both films have band gaps of 3.1 and 2.9 eV.",
        "ZnO and TiO2 are wide. The band gaps from reflectance and emission, respectively, are 3.1 and 2.9 eV.",
        "ZnO, WO3 and TiO2 are wide. The band gaps are 3.1 and 2.9 eV.",
        "ZnO and TiO2 are wide. The band gap fell from 3.1 to 2.9 eV.",
        "ZnO and TiO2 are wide. Raman bands lie at 310 and 290 cm−1.",
    ],
)
def test_a_list_of_something_else_is_said_of_one(text: str) -> None:
    assert len(set(said_of(text))) < 2
