"""The lines of a table in, the borders between its columns out: from upright rules and from white space."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ...readers.layout.content import Floats
from .lines import Line, phrases

STEP: Final = 0.5
"""Points between two places at which the white space is sampled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Borders:
    """``x`` (columns + 1,) from left to right; ``ruled`` says which of them a rule prints."""

    x: tuple[float, ...]
    ruled: tuple[bool, ...]


def column_borders(lines: Sequence[Line], body: Sequence[Line], upright: Floats, left: float, right: float) -> Borders:
    """The borders of the columns between ``left`` and ``right``.

    ``body`` are the lines below the header (all lines where no header is known). A border is an upright rule
    that crosses a good part of the body, or a strip that next to no line of the body has words in.
    """
    ruled = _ruled(body or lines, upright, left, right)
    gaps = _gaps(body or lines, left, right)
    places = list(ruled)
    for low, high in gaps:
        if not any(low - 1 <= x <= high + 1 for x in ruled):
            places.append((low + high) / 2)
    inner = sorted(x for x in places if left + 1 < x < right - 1)
    return Borders(x=(left, *inner, right), ruled=(True, *(x in ruled for x in inner), True))


def _ruled(body: Sequence[Line], upright: Floats, left: float, right: float) -> list[float]:
    """Places of upright rules that run along at least half of the body's lines."""
    if not len(upright) or not body:
        return []
    baselines = np.array([line.baseline - 0.3 * line.size for line in body])
    found: list[list[float]] = []
    covered: list[npt.NDArray[np.bool_]] = []
    for x, y0, _, y1 in upright[np.argsort(upright[:, 0])].tolist():
        if not left + 2 < x < right - 2:
            continue
        along = (baselines > y0 - 1) & (baselines < y1 + 1)
        if found and x - found[-1][-1] < 4:
            found[-1].append(x)
            covered[-1] |= along
        else:
            found.append([x])
            covered.append(along)
    return [float(np.mean(xs)) for xs, along in zip(found, covered, strict=True) if along.mean() >= 0.5]


def _gaps(body: Sequence[Line], left: float, right: float) -> list[tuple[float, float]]:
    """Strips that at most a few of the body's lines cross, with words on both sides."""
    count = max(2, int((right - left) / STEP) + 2)
    crossed = np.zeros((len(body), count), bool)
    single = 0
    for i, line in enumerate(body):
        parts = phrases(line.words)
        if len(parts) == 1:
            single += 1
        for word in line.words:
            low, high = _place(word.x0, left, count), _place(word.x1, left, count)
            crossed[i, low : high + 1] = True
        _bridge(crossed[i], line, left, count)
    several = np.array([len(phrases(line.words)) > 1 for line in body])
    used = crossed[several] if several.any() else crossed
    allowed = int(0.06 * len(used))
    size = float(np.median([line.size for line in body])) if body else 10.0
    return _valleys(used.sum(axis=0), allowed, left, max(0.3 if len(used) > 5 else 0.5, 0.3) * size)


def _bridge(crossed: npt.NDArray[np.bool_], line: Line, left: float, count: int) -> None:
    """A space between two words of one phrase is no gap: only gaps wider than a space stay open."""
    for before, word in zip(line.words, line.words[1:], strict=False):
        gap = word.x0 - before.x1
        if gap < 0.42 * line.size:
            crossed[_place(before.x1, left, count) : _place(word.x0, left, count) + 1] = True


def _place(x: float, left: float, count: int) -> int:
    return min(count - 1, max(0, int((x - left) / STEP)))


def _valleys(crossings: npt.NDArray[np.intp], allowed: int, left: float, least: float) -> list[tuple[float, float]]:
    """Runs of places with at most ``allowed`` crossings, at least ``least`` wide, between places with more."""
    filled = np.flatnonzero(crossings > allowed)
    if not len(filled):
        return []
    jumps = np.flatnonzero(np.diff(filled) > 1)
    found: list[tuple[float, float]] = []
    for j in jumps.tolist():
        low, high = left + (filled[j] + 1) * STEP, left + filled[j + 1] * STEP
        if high - low >= least:
            part = crossings[filled[j] + 1 : filled[j + 1]]
            best = np.flatnonzero(part == part.min())
            found.append((low + float(best[0]) * STEP, low + float(best[-1]) * STEP + STEP))
    return found
