"""What bands are said to come from belongs to their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.values import statements_by_rule
from matloom.records.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()


def named(text: str) -> list[str | None]:
    found = sentences(text, "Results", "paragraph", Glossary(), VOCABULARY)
    return [one.named for sentence in found for one in statements_by_rule(sentence, VOCABULARY)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In the FTIR spectra, the band at 1652 cm−1 can be assigned to the C=N stretching mode.",
            ["band position of C=N stretching mode"],
        ),
        (
            "The Raman peak at 521 cm−1 is due to crystalline silicon [4].",
            ["Raman peak position of crystalline silicon"],
        ),
        (
            "The Raman peak at 521 cm−1 is the transverse phonon of silicon.",
            ["Raman peak position of transverse phonon"],
        ),
        ("The Raman peak at 521 cm−1 is the strongest.", ["Raman peak position"]),
        ("The Raman peak at 521 cm−1 was attributed to the presence of silicon.", ["Raman peak position"]),
        ("The diffraction peak at 18.4° corresponds to a spacing of 0.48 nm.", ["diffraction peak position", None]),
        ("The hardness of 5 GPa is due to the fine grains.", [None]),
    ],
)
def test_the_cause_of_a_band(text: str, expected: list[str | None]) -> None:
    assert named(text) == expected


def test_causes_in_order_are_left_out() -> None:
    text = "The Raman bands at 1350 cm−1 and 1580 cm−1 are assigned to disorder and graphite, respectively."
    assert not any(words and "disorder" in words for words in named(text))


@given(
    st.lists(st.sampled_from(["assigned", "to", "the", "is", "C=N", "mode", "521 cm−1", "peak", ",", "("]), max_size=14)
)
def test_any_text(words: list[str]) -> None:
    assert all(one is None or one for one in named("The Raman peak at 521 cm−1 " + " ".join(words)))
