"""What speaks for a value and its words, and the probability that comes of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.candidates import candidates
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.value_features import features
from matloom.extract.text.statements.value_scores import ValueScores, value_scores
from matloom.records.units import parse_unit
from matloom.records.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()
PIECES = st.sampled_from((
    "The hardness of the film", " is", " was", " at", " under", " increases", " by", " from", " to", " and", " (", ")",
    ",", " 5 GPa", " 12 nm", " 300 K", " 4 %", " 0.3", " a thickness of", " with", " annealed", " for", " 2 h", ". ",
    " grains of", " respectively", " using a scan rate of", " 10 mV/s", " 1.2(3) Å", " density", " the same",
))  # fmt: skip


def scored(text: str, section: str = "") -> list[tuple[dict[str, float], float]]:
    """The features and the probability of every candidate of every quantity."""
    found: list[tuple[dict[str, float], float]] = []
    for sentence in sentences(text, section, "paragraph", Glossary(), VOCABULARY):
        for span in sentence.quantities:
            unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
            ranked = candidates(sentence, span, unit, VOCABULARY)
            rows = features(sentence, ranked, unit, len(ranked))
            found.extend((row, value_scores().probability(row)) for row in rows)
    return found


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_features_and_probabilities_lie_between_0_and_1(text: str) -> None:
    for row, likely in scored(text):
        assert all(0.0 <= value <= 2.0 for value in row.values())
        assert 0.0 <= likely <= 1.0


@pytest.mark.parametrize(
    ("result", "setting"),
    [
        ("The thickness of the film is 120 nm.", "Films were sputtered to a thickness of 120 nm on glass."),
        ("The band gap was 3.2 eV.", "It was excited at a photon energy of 3.2 eV."),
        ("The crystallite size reached 35 nm.", "The step size was set to 35 nm."),
    ],
)
def test_a_result_is_likelier_than_a_setting(result: str, setting: str) -> None:
    best = [max((likely for _, likely in scored(text)), default=0.0) for text in (result, setting)]
    assert best[0] > value_scores().least
    assert best[0] > best[1]


def test_an_experimental_section_speaks_against_a_value() -> None:
    text = "The onset of the second step was 1.2 V."
    here, there = (max(likely for _, likely in scored(text, section)) for section in ("Results", "Experimental"))
    assert here > there


def test_unknown_features_say_nothing() -> None:
    model = ValueScores(fitted_on="", least=0.5, intercept=0.0, weights={"known": 1.0})
    assert model.probability({"unknown": 1.0}) == 0.5
    assert model.probability({"known": 1.0}) > 0.7
