"""Span scores in, spans out: no two of one label that cross, and none nested where the scheme is flat."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .tokens import Window


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
    nested: bool,
    threshold: float = 0.0,
    widest: int = 60,
) -> list[ScoredSpan]:
    """Spans above ``threshold``, best first, each kept if it fits with those kept before it.

    ``scores`` is (labels, n, n): the logit that a label's span runs from piece i to piece j. In a flat
    scheme spans may not overlap; in a nested one they may contain each other, but not cross.
    """
    label, begin, end = np.nonzero(scores > threshold)
    fits = (end >= begin) & (end - begin < widest)
    label, begin, end = label[fits], begin[fits], end[fits]
    values = scores[label, begin, end]
    kept: list[tuple[int, int, int]] = []
    found: list[ScoredSpan] = []
    for k in np.lexsort((label, end, begin, -values)):
        span = (int(begin[k]), int(end[k]), int(label[k]))
        if any(clash(span, other, nested) for other in kept):
            continue
        kept.append(span)
        found.append(
            ScoredSpan(
                start=int(window.starts[span[0]]),
                end=int(window.ends[span[1]]),
                label=labels[span[2]],
                score=round(float(1 / (1 + np.exp(-min(float(values[k]), 50.0)))), 4),
            )
        )
    return sorted(found, key=lambda s: (s.start, -s.end, s.label))


def clash(one: tuple[int, int, int], other: tuple[int, int, int], nested: bool) -> bool:
    """Whether two spans (begin, end, label) cannot both stand."""
    if one[1] < other[0] or other[1] < one[0]:
        return False
    if not nested:
        return True
    inside = (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])
    return not inside or (one[:2] == other[:2] and one[2] == other[2])
