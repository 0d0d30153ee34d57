"""Scores made anew: rivals as by hand, and weights of the score alone change nothing."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.neural.decode import decode
from matloom.extract.text.neural.lexicon import PLACES, Lexicon, Place
from matloom.extract.text.neural.rescoring import BOUND, LEAST, RIVALS, Rescoring, feature_names, rival_scores
from matloom.extract.text.neural.tokens import Window

TEXT = "a b c d e f"
LABELS = ("Device", "Operation")
N = 6
WINDOW = Window(np.arange(N), np.full(N, 10), np.arange(0, 2 * N, 2), np.arange(1, 2 * N + 1, 2))
SEEDS = st.integers(0, 10_000).map(lambda seed: np.random.default_rng(seed).normal(-3, 4, (2, N, N)).astype(np.float32))


def rescoring(lexicon: Lexicon | None = None, **weights: float) -> Rescoring:
    names = feature_names(LABELS)
    spaced = {name.replace("_", " "): weight for name, weight in weights.items()}
    assert set(spaced) <= set(names)
    values = np.array([spaced.get(name, 0.0) for name in names], dtype=np.float32)
    return Rescoring(LABELS, values, lexicon or Lexicon({}, {place: {} for place in PLACES}))


@given(SEEDS)
def test_the_score_alone_says_what_was_said(scores: npt.NDArray[np.float32]) -> None:
    anew = rescoring(score=1.0)(scores, WINDOW, TEXT, doubt=2.0)
    assert anew.shape == scores.shape
    assert decode(anew, WINDOW, LABELS, frozenset()) == decode(scores, WINDOW, LABELS, frozenset())
    doubted = rescoring(score=1.0, doubt=-1.0)(scores, WINDOW, TEXT, doubt=2.0)
    assert np.allclose(doubted[np.isfinite(doubted)], anew[np.isfinite(anew)] - 2.0, atol=1e-4)


@given(SEEDS)
def test_rivals_are_the_best_of_their_kind(scores: npt.NDArray[np.float32]) -> None:
    spans = [(i, j) for i in range(N) for j in range(i, N) if scores[:, i, j].max() > LEAST]
    first, last = (np.array([span[side] for span in spans], dtype=np.int64) for side in (0, 1))
    own = scores[:, first, last].T
    said = {str(name): best for name, best in zip(RIVALS, rival_scores(first, last, own), strict=True)}
    for at, (i, j) in enumerate(spans):
        inside = [k for k, (a, b) in enumerate(spans) if i <= a and b <= j and k != at]
        around = [k for k, (a, b) in enumerate(spans) if a <= i and j <= b and k != at]
        overlaps = {k for k, (a, b) in enumerate(spans) if a <= j and i <= b and k != at}
        for label in range(2):
            bounded = {
                "other label": [own[at, 1 - label]],
                "inside": [own[k].max() for k in inside],
                "inside same": [own[k, label] for k in inside],
                "around": [own[k].max() for k in around],
                "around same": [own[k, label] for k in around],
                "crossing": [own[k].max() for k in overlaps - set(inside) - set(around)],
            }
            for name, values in bounded.items():
                assert said[name][at, label] == pytest.approx(np.clip(max(values, default=-BOUND), -BOUND, BOUND))


def test_words_that_are_marked_elsewhere_speak_for_a_span() -> None:
    scores = np.full((2, N, N), -9.0, dtype=np.float32)
    scores[1, [1, 3], [1, 3]] = 0.5
    marked: dict[Place, dict[str, dict[str, int]]] = {place: {} for place in PLACES}
    marked["whole"] = {"b": {"Operation": 9}}
    anew = rescoring(Lexicon({"b": 10, "d": 10}, marked), score=1.0, whole_label=1.0)(scores, WINDOW, TEXT, 0.0)
    assert anew[1, 1, 1] > 0 > anew[1, 3, 3]
    assert np.isneginf(anew[0]).all()


def test_nothing_to_score_is_no_error() -> None:
    silent = np.full((2, N, N), -9.0, dtype=np.float32)
    assert np.isneginf(rescoring(score=1.0)(silent, WINDOW, TEXT, 0.0)).all()
    bare = replace(WINDOW, ids=WINDOW.ids[:0], shapes=WINDOW.shapes[:0], starts=WINDOW.starts[:0], ends=WINDOW.ends[:0])
    assert rescoring(score=1.0)(silent[:, :0, :0], bare, "", 0.0).size == 0
