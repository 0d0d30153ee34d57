"""The words of a span and beside it, and how often they are marked."""

from hypothesis import assume, given
from hypothesis import strategies as st
from matloom.extract.text.neural.lexicon import EDGE, LONGEST, PLACES, Lexicon, Words

SENTENCE = "Two pellets were re-ground at 1,200 rpm."


def test_each_place_has_its_words() -> None:
    words = Words.of(SENTENCE)
    start = SENTENCE.index("re-ground")
    assert words.around(start, start + len("re-ground")) == ("re - ground", "re", "ground", "were", "at")
    assert words.around(0, 3) == ("two", "two", "two", EDGE, "pellets")
    assert words.around(SENTENCE.index("1,200"), len(SENTENCE)) == ("0 rpm .", "0", ".", "at", EDGE)


@given(st.text(max_size=60), st.data())
def test_words_are_told_for_any_span_of_any_text(text: str, data: st.DataObject) -> None:
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = Words.of(text)
    said = dict(zip(PLACES, words.around(start, end), strict=True))
    whole = said["whole"].split(" ")
    assert (said["first"], said["last"]) == (whole[0], whole[-1])
    if text[start:end].strip() and len(whole) <= LONGEST:
        assert said["whole"] in set(words.phrases())


@given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50))
def test_words_marked_more_often_have_the_greater_share(seen: int, some: int, more: int) -> None:
    lexicon = Lexicon(
        {"milled": seen, "dried": seen}, {"whole": {"milled": {"Operation": some}, "dried": {"Operation": some + more}}}
    )
    less, greater = (lexicon.shares("whole", word, "Operation") for word in ("milled", "dried"))
    assert less[0] <= greater[0]
    assert less[1] <= greater[1]
    assert less[2] == greater[2] > lexicon.shares("whole", "sieved", "Operation")[2] == 0.0
