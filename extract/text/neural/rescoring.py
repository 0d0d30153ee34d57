"""The scores of a window's spans in, the same with what their words and rival spans say for and against them out.

A logistic regression over a span's own score, the scores of the spans that it overlaps, the doubt whether its sentence
belongs to a recipe, and how often training data mark the words in and beside it (stacked generalization, Wolpert, 1992,
doi:10.1016/S0893-6080(05)80023-1).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from .decode import candidates
from .lexicon import PLACES, Lexicon, Words
from .tokens import Window

Array: TypeAlias = npt.NDArray[np.float32]
Places: TypeAlias = npt.NDArray[np.int64]
LEAST: Final = -4.0
"""Spans with a lower score are neither scored anew nor rivals."""
BOUND: Final = 6.0
"""Scores of rivals are cut here on both sides; that of no rival at all is ``-BOUND``."""
MOST_RIVALS: Final = 400
"""Spans of a window that are looked at, the surest first: bounds the time that odd input can take."""
RIVALS: Final = ("other label", "inside", "inside same", "around", "around same", "crossing")
COUNTS: Final = tuple(f"{place} {kind}" for place in PLACES for kind in ("label", "mark", "seen"))
FEATURES: Final = ("score", "doubt", *RIVALS, *COUNTS)
"""What is known of each candidate; beside these, each label has a constant and a weight of the score of its own."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Spans of a window, each with one label: label indices, first and last pieces, and a row of features each."""

    label: Places
    begin: Places
    end: Places
    features: Array


@dataclass(frozen=True, slots=True)
class Rescoring:
    """The weights of a scheme's features, in the order of ``feature_names``, and the lexicon behind some of them."""

    labels: tuple[str, ...]
    weights: Array
    lexicon: Lexicon

    @classmethod
    def load(cls, path: Path, labels: tuple[str, ...]) -> "Rescoring":
        """The rescoring as it stands beside the model's graphs."""
        written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        weights = np.array([written["weights"][name] for name in feature_names(labels)], dtype=np.float32)
        return cls(labels, weights, Lexicon(written["seen"], written["marked"]))

    def __call__(self, scores: Array, window: Window, text: str, doubt: float) -> Array:
        """New logits of the shape of ``scores``, (labels, n, n); minus infinity where nothing speaks for a span."""
        found = candidates_of(scores, window, Words.of(text), doubt, self.labels, self.lexicon)
        anew = np.full_like(scores, -np.inf)
        anew[found.label, found.begin, found.end] = found.features @ self.weights
        return anew


def feature_names(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the columns of ``Candidates.features``."""
    return (*FEATURES, *(f"is {label}" for label in labels), *(f"score of {label}" for label in labels))


def candidates_of(
    scores: Array, window: Window, words: Words, doubt: float, labels: tuple[str, ...], lexicon: Lexicon
) -> Candidates:
    """The spans of a window above ``LEAST`` with their features; ``words`` are those of the window's text."""
    label, begin, end, own = candidates(scores, window, LEAST)
    spans, which = np.unique(np.stack((begin, end), axis=1), axis=0, return_inverse=True)
    first, last = spans[:, 0], spans[:, 1]
    rivals = rival_scores(first, last, scores[:, first, last].T)
    places = [words.around(int(window.starts[a]), int(window.ends[b])) for a, b in spans]
    counts = [
        [share for place, said in zip(PLACES, places[at], strict=True) for share in lexicon.shares(place, said, name)]
        for at, name in zip(which, (labels[index] for index in label), strict=True)
    ]
    one_hot = np.eye(len(labels), dtype=np.float32)[label]
    columns = (
        own[:, None],
        np.full((len(own), 1), doubt),
        *(rival[which, label][:, None] for rival in rivals),
        np.array(counts, dtype=np.float32).reshape(len(own), len(COUNTS)),
        one_hot,
        one_hot * own[:, None],
    )
    return Candidates(label, begin, end, np.concatenate(columns, axis=1).astype(np.float32))


def rival_scores(first: Places, last: Places, scores: Array) -> list[Array]:
    """For each of ``RIVALS``, the best score of such spans, of any label or of the same, as an array (spans, labels).

    ``scores`` (spans, labels) are those of the spans from piece ``first`` to piece ``last``, all different.
    """
    surest = np.argsort(-scores.max(axis=1, initial=-np.inf), kind="stable")[:MOST_RIVALS]
    other_first, other_last, others = first[surest], last[surest], scores[surest]
    inside = (first[:, None] <= other_first) & (other_last <= last[:, None])
    around = (other_first <= first[:, None]) & (last[:, None] <= other_last)
    overlaps = (other_first <= last[:, None]) & (first[:, None] <= other_last)
    best = np.broadcast_to(others.max(axis=1, keepdims=True, initial=-BOUND), others.shape)

    def best_of(rivals: npt.NDArray[np.bool_], said: Array) -> Array:
        held = np.where(rivals[:, :, None], said[None], -BOUND).max(axis=1, initial=-BOUND)
        return np.clip(held, -BOUND, BOUND)

    within, without = inside & ~around, around & ~inside
    return [
        best_but_own(scores),
        best_of(within, best),
        best_of(within, others),
        best_of(without, best),
        best_of(without, others),
        best_of(overlaps & ~inside & ~around, best),
    ]


def best_but_own(scores: Array) -> Array:
    """For each span and label the best score of the span's other labels."""
    own = np.eye(scores.shape[1], dtype=bool)
    others = np.where(own, -BOUND, scores[:, None, :])
    return np.clip(others.max(axis=2, initial=-BOUND), -BOUND, BOUND)
