"""Decoding: what may stand beside what, and that no span cuts a word."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.text.neural.decode import Nesting, decode
from matloom.extract.text.neural.tokens import Window, shape_of

LABELS = ("VALUE", "NUM")
FLAT: Nesting = frozenset()
NUMBERS_IN_VALUES: Nesting = frozenset({(1, 0)})


def window(*pieces: str) -> Window:
    """Pieces as they follow each other; a leading blank is a blank in the text."""
    starts, ends, shapes, at = [], [], [], 0
    for piece in pieces:
        at += piece.startswith(" ")
        word = piece.strip()
        starts.append(at)
        at += len(word)
        ends.append(at)
        shapes.append(shape_of(word, piece.startswith(" ") or not starts[:-1]))
    arrays = [np.array(a, dtype=np.int64) for a in (range(len(pieces)), shapes, starts, ends)]
    return Window(*arrays)


def scores(n: int, **logits: float) -> np.ndarray:
    """All at -1, but for ``V0_2=3.0``: label, first and last piece."""
    made = np.full((2, n, n), -1.0, dtype=np.float32)
    for place, value in logits.items():
        begin, end = place[1:].split("_")
        made["VN".index(place[0]), int(begin), int(end)] = value
    return made


def found(array: np.ndarray, over: Window, nesting: Nesting) -> list[tuple[int, int, str]]:
    return [(s.start, s.end, s.label) for s in decode(array, over, LABELS, nesting)]


def test_a_number_may_lie_in_a_value_and_nothing_may_cross() -> None:
    text = window("5", " to", " 8", " GPa")
    array = scores(4, V0_3=5.0, N0_0=4.0, N2_2=3.0, N0_2=0.5)
    assert found(array, text, NUMBERS_IN_VALUES) == [(0, 10, "VALUE"), (0, 1, "NUM"), (5, 6, "NUM")]
    assert (0, 6, "NUM") in found(array, text, NUMBERS_IN_VALUES | {(1, 1)})
    assert (0, 6, "NUM") not in found(scores(4, N0_2=0.5, V1_3=1.0), text, NUMBERS_IN_VALUES)


def test_own_kind_nests_only_where_the_scheme_says_so() -> None:
    text = window("5", " to", " 8", " GPa")
    array = scores(4, V0_3=5.0, V2_3=4.0)
    assert found(array, text, NUMBERS_IN_VALUES) == [(0, 10, "VALUE")]
    assert found(array, text, NUMBERS_IN_VALUES | {(0, 0)}) == [(0, 10, "VALUE"), (5, 10, "VALUE")]


def test_a_label_lies_inside_those_alone_that_its_scheme_has_around_it() -> None:
    text = window("5", " to", " 8", " GPa")
    array = scores(4, N0_3=5.0, V2_3=4.0)
    assert found(array, text, NUMBERS_IN_VALUES) == [(0, 10, "NUM")]
    assert found(array, text, NUMBERS_IN_VALUES | {(0, 1)}) == [(0, 10, "NUM"), (5, 10, "VALUE")]


def test_flat_schemes_keep_the_surer_span() -> None:
    text = window("5", " to", " 8", " GPa")
    assert found(scores(4, V0_3=2.0, N0_0=4.0), text, FLAT) == [(0, 1, "NUM")]


def test_no_span_begins_or_ends_in_a_word() -> None:
    text = window("sin", "tered", " at", " 700", "K")
    array = scores(5, V1_1=5.0, V0_0=5.0, V0_1=1.0, N3_3=1.0)
    assert found(array, text, NUMBERS_IN_VALUES) == [(0, 8, "VALUE"), (12, 15, "NUM")]


@settings(max_examples=50)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 60), flat=st.booleans())
def test_spans_never_cross_whatever_the_scores(seed: int, n: int, flat: bool) -> None:
    array = np.random.default_rng(seed).normal(size=(2, n, n)).astype(np.float32)
    spans = found(array, window(*["1"] * n), FLAT if flat else NUMBERS_IN_VALUES)
    for i, (start, end, _) in enumerate(spans):
        for other_start, other_end, _ in spans[i + 1 :]:
            apart = end <= other_start or other_end <= start
            inside = start <= other_start and other_end <= end
            assert apart or (inside and not flat)
