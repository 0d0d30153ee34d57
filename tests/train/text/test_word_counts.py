"""Counts of words by document: a lexicon without a document is that of the others."""

from hypothesis import given
from hypothesis import strategies as st
from matloom.train.text.corpora import Example
from matloom.train.text.word_counts import WordCounts

WORDS = ("milled", "dried", "the", "powder", "twice")


@st.composite
def documents(draw: st.DrawFn) -> list[list[Example]]:
    made: list[list[Example]] = []
    for number in range(draw(st.integers(1, 4))):
        sentences = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), max_size=3))
        document: list[Example] = []
        for said in sentences:
            ends = [len(" ".join(said[: at + 1])) for at in range(len(said))]
            chosen = draw(st.sets(st.integers(0, len(said) - 1)))
            spans = tuple((ends[at] - len(said[at]), ends[at], draw(st.sampled_from("AB"))) for at in sorted(chosen))
            document.append(Example(f"{number}", f"{number}", " ".join(said), spans))
        made.append(document)
    return made


@given(documents())
def test_a_document_is_left_out_as_if_it_were_not_there(made: list[list[Example]]) -> None:
    counts = [WordCounts.of(document) for document in made]
    total, others = WordCounts(), WordCounts()
    for one in counts:
        total.add(one)
    for one in counts[1:]:
        others.add(one)
    assert total.lexicon(without=counts[0]) == others.lexicon()


def test_phrases_of_one_document_stay_only_where_they_are_marked() -> None:
    one = Example("a", "a", "the powder was milled", ((4, 10, "M"), (11, 21, "O")))
    other = Example("b", "b", "the milled part", ((4, 10, "O"),))
    silent = Example("b", "b", "the powder part", ())
    total = WordCounts.of([one])
    total.add(WordCounts.of([other, silent]))
    lexicon = total.lexicon()
    assert lexicon.seen["was milled"] == 1
    assert lexicon.seen["the"] == 2
    assert "the powder" not in lexicon.seen
    assert lexicon.marked["last"]["milled"] == {"O": 2}
    assert lexicon.marked["before"]["the"] == {"M": 1, "O": 1}
