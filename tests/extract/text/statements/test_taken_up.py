"""Values whose property a sentence before has named."""

import pytest
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.values import Statement, statements_by_rule
from matloom.records.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()


def said(text: str) -> list[tuple[str, float | None]]:
    """The values of a paragraph, in which each sentence knows what those before it said."""
    before: list[Statement] = []
    for sentence in sentences(text, "Results", "paragraph", Glossary(), VOCABULARY):
        before.extend(statements_by_rule(sentence, VOCABULARY, tuple(before))[0])
    return [(one.property.name, one.quantity.value) for one in before]


@pytest.mark.parametrize(
    "behind",
    [
        "TiC reached 352 HV.",
        "In TiC it was 352 HV.",
        "The value for TiC, 352 HV, is larger.",
        "That of TiC was higher, 352 HV.",
        "For TiC, 352 HV was measured.",
        "In contrast, TiC (352 HV) was harder.",
        "On milling it rose to 352 HV.",
    ],
)
def test_a_value_takes_up_what_the_sentence_before_told(behind: str) -> None:
    assert said(f"The hardness of TiN was 310 HV. {behind}") == [("hardness", 310), ("hardness", 352)]


@pytest.mark.parametrize(
    "behind",
    [
        "TiC was milled for 6 h.",
        "At 352 HV it was cut.",
        "TiC was higher by 42 HV.",
        "TiC has a gap of 3.1 eV.",
        "The load gave out under 352 HV.",
    ],
)
def test_other_quantities_take_up_nothing(behind: str) -> None:
    found = said(f"The hardness of TiN was 310 HV. {behind}")
    assert [value for name, value in found if name == "hardness"] == [310]


def test_contents_are_not_taken_up() -> None:
    assert ("element_content", 4.0) not in said("The Ni content of the film was 12 at.%. TiC reached 4 at.%.")


def test_the_words_taken_up_leave_out_the_sample_that_they_were_said_of() -> None:
    before: list[Statement] = []
    text = "The grain size of TiN was 2.1 µm. TiC (1.3 µm) was finer."
    for sentence in sentences(text, "Results", "paragraph", Glossary(), VOCABULARY):
        before.extend(statements_by_rule(sentence, VOCABULARY, tuple(before))[0])
    assert before[-1].named == "grain size"
