"""Swapped mentions: spans still hold whole mentions of their label, and what stood once or twice still does."""

import random

from hypothesis import given
from hypothesis import strategies as st
from matloom.train.text.corpora import Example
from matloom.train.text.swapping import Mentions, form

WORDS = ("LiFePO4", "ZnO", "silicon carbide", "700 °C", "12 h", "powders", "sintered")
LABELS = ("MAT", "VALUE")


@st.composite
def examples(draw: st.DrawFn) -> Example:
    """A text of words, some of them marked, and some marked pairs around them."""
    text, spans = "", []
    for word, label in draw(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from((*LABELS, ""))), max_size=8)):
        start = len(text)
        text += word
        if label:
            spans.append((start, len(text), label))
        text += draw(st.sampled_from((" ", ", ", " of ")))
    if len(spans) > 1 and draw(st.booleans()):
        spans.append((spans[0][0], spans[1][1], "VALUE"))
    return Example("a#0", "a", text, tuple(spans), ((0, 1, "of"),) if len(spans) > 1 else ())


@given(found=st.lists(examples(), min_size=1, max_size=5), seed=st.integers(0, 999))
def test_spans_hold_mentions_of_their_label_and_form(found: list[Example], seed: int) -> None:
    mentions, draw = Mentions(found), random.Random(seed)
    known = {(e.text[a:b], label) for e in found for a, b, label in e.spans}
    for example in found:
        swapped = mentions.swapped(example, 0.7, draw)
        assert swapped.relations == example.relations
        pairs = list(zip(example.spans, swapped.spans, strict=True))
        for (start, end, label), (new_start, new_end, new_label) in pairs:
            words, new = example.text[start:end], swapped.text[new_start:new_end]
            assert new_label == label
            alone = sum(a < end and start < b for a, b, _ in example.spans) == 1
            if alone:
                assert (new, label) in known
                assert form(new) == form(words)
            assert words == new or example.text != swapped.text


def test_what_stands_twice_becomes_the_same_twice() -> None:
    other = Example("b#0", "b", "MgO NiO", ((0, 3, "MAT"), (4, 7, "MAT")))
    example = Example("a#0", "a", "ZnO films, ZnO powders", ((0, 3, "MAT"), (11, 14, "MAT")))
    for seed in range(20):
        swapped = Mentions([other, example]).swapped(example, 1.0, random.Random(seed))
        first, second = (swapped.text[a:b] for a, b, _ in swapped.spans)
        assert first == second


def test_nothing_is_swapped_inside_another_span() -> None:
    example = Example("a#0", "a", "700 °C at 12 h", ((0, 6, "VALUE"), (0, 3, "NUM"), (10, 14, "VALUE")))
    more = Example("b#0", "b", "30 h, 5, 900 °C", ((0, 4, "VALUE"), (6, 7, "NUM"), (9, 15, "VALUE")))
    swapped = {Mentions([example, more]).swapped(example, 1.0, random.Random(seed)).text for seed in range(20)}
    assert swapped == {"700 °C at 12 h", "700 °C at 30 h"}
