"""Values that a verb tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.verbs import told_by_verb
from matloom.records.units import parse_unit
from matloom.records.vocabulary import Vocabulary


def told(text: str) -> list[str | None]:
    """What verbs make of the quantities of a text."""
    return [
        phrase.named
        for sentence in sentences(text, "Results", "paragraph", Glossary(), Vocabulary.load())
        for span in sentence.quantities
        for phrase, _ in told_by_verb(sentence, span, parse_unit(span.quantity.unit) if span.quantity.unit else None)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blend melts at about 151 °C.", ["melting temperature"]),
        ("The hydrate starts to decompose at 88 °C.", ["decomposition temperature"]),
        ("The dye absorbs strongly at 471 nm and emits at 588 nm.", ["absorption wavelength", "emission wavelength"]),
        ("The dots absorb at 466 nm and emit at 481 nm.", ["absorption wavelength", "emission wavelength"]),
        ("The mirror reflects only 4.1% of the light.", ["light reflectance"]),
        ("The anode retained 81% of its capacity.", ["capacity retention"]),
        ("The foil elongated by 17%.", ["elongation"]),
        ("The cell lasted for 310 h.", ["lifetime"]),
        ("The ingot was melted at 1250 °C.", []),
        ("It was heated to melt at 1250 °C.", []),
        ("The film lost 3%.", []),
    ],
)
def test_what_a_verb_tells(text: str, expected: list[str]) -> None:
    assert told(text) == expected


WORDS = ("melts", "at", "5 °C", "emits", "4 %", "of", "the", "light", "lasts", "9 h", "by")


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_text(words: list[str]) -> None:
    assert all(told(" ".join(words)))
