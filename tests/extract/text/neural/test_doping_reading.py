"""Grammar and model of doping: the grammar first, the model where that says nothing."""

from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.neural.annotate import doping_record
from matloom.extract.text.neural.decode import ScoredSpan
from matloom.extract.text.neural.doping_reading import with_grammar
from matloom.extract.text.neural.reader import Reading, ScoredRelation

TEXT = "Mn-doped zinc oxide films grew. The impurity tin enters gahnite, so n-type."


def span(words: str, label: str, score: float = 0.95) -> ScoredSpan:
    return ScoredSpan(TEXT.index(words), TEXT.index(words) + len(words), label, score)


def test_the_grammar_goes_first_and_the_model_fills_sentences_of_which_it_says_nothing() -> None:
    said = Reading(
        (span("oxide films", "HOST"), span("tin", "DOPANT"), span("gahnite", "HOST"), span("n-type", "MODIFIER", 0.2)),
        (ScoredRelation(2, 1, "doped_by", 0.6), ScoredRelation(0, 1, "doped_by", 0.6)),
    )
    assert doping_record(TEXT, with_grammar(TEXT, said)) == {
        "basemats": ["zinc oxide", "gahnite"],
        "dopants": ["Mn", "tin"],
        "results": [],
        "modifiers": ["n-type"],
        "links": [["zinc oxide", "Mn"], ["gahnite", "tin"]],
    }


def test_what_the_model_doubts_is_left_out() -> None:
    assert doping_record(TEXT, with_grammar(TEXT, Reading((span("gahnite", "HOST", 0.8),))))["basemats"] == [
        "zinc oxide"
    ]


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 9), st.sampled_from(["HOST", "DOPANT", "RESULT"]), st.floats(0, 1))


@given(
    text=st.text(alphabet="AZnd:(/ -,x1\ud800", max_size=40), spans=st.lists(SPANS, max_size=5), tail=st.integers(0, 4)
)
def test_offsets_are_right_on_any_text(text: str, spans: list[tuple[int, int, str, float]], tail: int) -> None:
    text = f"{text} Al-doped ZnO:Eu"
    said = tuple(
        ScoredSpan(at, min(at + size, len(text)), label, score) for at, size, label, score in spans if at < len(text)
    )
    relations = (ScoredRelation(0, tail, "doped_by", 0.5),) if tail < len(said) else ()
    found = with_grammar(text, Reading(said, relations))
    for one in found.spans:
        assert 0 <= one.start < one.end <= len(text)
    for one in found.relations:
        assert max(one.head, one.tail) < len(found.spans)
    assert list(found.spans) == sorted(found.spans, key=lambda s: (s.start, -s.end, s.label))
