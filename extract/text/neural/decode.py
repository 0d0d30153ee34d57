"""Span scores in, spans out: no two that cross, and none inside another but where the scheme has such."""

import math
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from .tokens import Window, shape_of

MOST: Final = 8
"""Spans that are looked at, by piece of text: bounds the time that odd input can take."""
WORDS: Final = [shape_of(word, spaced) for word in ("a", "Aa") for spaced in (False, True)]


Places: TypeAlias = npt.NDArray[np.int64]
Nesting: TypeAlias = frozenset[tuple[int, int]]
"""The labels, by their indices, of which the first may lie inside the second; none where a scheme is flat."""


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """``text[start:end]`` with a label and a probability."""

    start: int
    end: int
    label: str
    score: float


def decode(
    scores: npt.NDArray[np.float32],
    window: Window,
    labels: tuple[str, ...],
    nesting: Nesting,
    threshold: float = 0.0,
    widest: int = 60,
) -> list[ScoredSpan]:
    """Spans above ``threshold``, best first, each kept if it fits with those kept before it.

    ``scores`` is (labels, n, n): the logit that a label's span runs from piece i to piece j. No span begins or ends
    between two small letters of one word.
    """
    label, begin, end, values = candidates(scores, window, threshold, widest)
    kept: list[tuple[int, int, int]] = []
    found: list[ScoredSpan] = []
    for k in np.lexsort((label, end, begin, -values)):
        span = (int(begin[k]), int(end[k]), int(label[k]))
        if any(clash(span, other, nesting) for other in kept):
            continue
        kept.append(span)
        found.append(
            ScoredSpan(
                start=int(window.starts[span[0]]),
                end=int(window.ends[span[1]]),
                label=labels[span[2]],
                score=round(probability(float(values[k])), 4),
            )
        )
    return sorted(found, key=lambda s: (s.start, -s.end, s.label))


def candidates(
    scores: npt.NDArray[np.float32], window: Window, threshold: float, widest: int = 60
) -> tuple[Places, Places, Places, npt.NDArray[np.float32]]:
    """Labels, first and last pieces, and scores of the spans above ``threshold``, of too many the best."""
    label, begin, end = np.nonzero(scores > threshold)
    within = np.append(within_word(window), False)
    fits = (end >= begin) & (end - begin < widest) & ~within[begin] & ~within[end + 1]
    label, begin, end = label[fits], begin[fits], end[fits]
    values = scores[label, begin, end]
    if len(values) > MOST * scores.shape[1]:
        best = np.argpartition(-values, MOST * scores.shape[1])[: MOST * scores.shape[1]]
        label, begin, end, values = label[best], begin[best], end[best], values[best]
    return label, begin, end, values


def probability(logit: float) -> float:
    """The logistic function of a score."""
    return 1 / (1 + math.exp(-max(-50.0, min(logit, 50.0))))


def logit(sure: float) -> float:
    """The score of which ``sure`` is the probability."""
    return math.log(max(sure, 1e-12) / max(1 - sure, 1e-12))


def within_word(window: Window) -> npt.NDArray[np.bool_]:
    """For each piece, whether it goes on a word of small letters that the piece before it began."""
    going = np.zeros(len(window.ids), dtype=bool)
    going[1:] = (
        (window.shapes[1:] == shape_of("a", spaced=False))
        & np.isin(window.shapes[:-1], WORDS)
        & (window.starts[1:] == window.ends[:-1])
    )
    return going


def clash(one: tuple[int, int, int], other: tuple[int, int, int], nesting: Nesting) -> bool:
    """Whether two spans (begin, end, label) cannot both stand."""
    if one[1] < other[0] or other[1] < one[0]:
        return False
    return not (inside(one, other, nesting) or inside(other, one, nesting))


def inside(one: tuple[int, int, int], other: tuple[int, int, int], nesting: Nesting) -> bool:
    """Whether the first span lies inside the second, and may."""
    return other[0] <= one[0] and one[1] <= other[1] and (one[2], other[2]) in nesting
