"""The lines of a table in, the borders between its columns out: from upright rules and from white space."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from ...readers.layout.content import Floats
from .lines import Line, phrases

STEP: Final = 0.5
"""Points between two places at which the white space is sampled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Borders:
    """``x`` (columns + 1,) from left to right; ``ruled`` says which of them a rule prints.

    ``text`` (columns, 2) are the sides of the text in each column of the body.
    """

    x: tuple[float, ...]
    ruled: tuple[bool, ...]
    text: tuple[tuple[float, float], ...]


def column_borders(header: Sequence[Line], body: Sequence[Line], upright: Floats, left: float, right: float) -> Borders:
    """The borders of the columns between ``left`` and ``right``.

    A border is an upright rule that crosses a good part of the body, or a strip that next to no line of the
    body has words in; where the strip is wide, the border stands where the header has a gap too.
    """
    ruled = _ruled(body, upright, left, right)
    places = list(ruled)
    for low, high in _gaps(body, left, right):
        if not any(low - 1 <= x <= high + 1 for x in ruled):
            places.append(_place_in_header(header, low, high))
    inner = sorted(x for x in places if left + 1 < x < right - 1)
    x = (left, *inner, right)
    return Borders(x=x, ruled=(True, *(place in ruled for place in inner), True), text=_text_sides(body, x))


def _place_in_header(header: Sequence[Line], low: float, high: float) -> float:
    """The middle of the widest strip between ``low`` and ``high`` that the fewest header words cross."""
    count = max(1, int((high - low) / STEP))
    crossings = np.zeros(count, np.intp)
    for line in header:
        for words in phrases(line.words, 0.42):
            begin = int(np.floor((words[0].x0 - low) / STEP))
            end = int(np.ceil((max(w.x1 for w in words) - low) / STEP))
            crossings[max(0, begin) : max(0, min(count, end))] += 1
    best = np.flatnonzero(crossings == crossings.min())
    runs = np.split(best, np.flatnonzero(np.diff(best) > 1) + 1)
    run = max(runs, key=len)
    return float(low + (float(run[0]) + float(run[-1]) + 1) / 2 * STEP)


def _text_sides(body: Sequence[Line], x: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """The left and right side of the body's words in each column; the column's own where it has none."""
    lows, highs = list(x[1:]), list(x[:-1])
    for line in body:
        for word in line.words:
            c = max(0, min(len(x) - 2, int(np.searchsorted(x, word.middle)) - 1))
            lows[c], highs[c] = min(lows[c], word.x0), max(highs[c], word.x1)
    return tuple(
        (low, high) if low < high else (x[c], x[c + 1]) for c, (low, high) in enumerate(zip(lows, highs, strict=True))
    )


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
    for i, line in enumerate(body):
        for word in line.words:
            low, high = _place(word.x0, left, count), _place(word.x1, left, count)
            crossed[i, low : high + 1] = True
        _bridge(crossed[i], line, left, count)
    several = np.array([len(phrases(line.words)) > 1 for line in body])
    used = crossed[several] if several.any() else crossed
    size = float(np.median([line.size for line in body])) if body else 10.0
    least = (0.3 if len(used) > 5 else 0.5) * size
    first = _valleys(used.sum(axis=0), int(0.06 * len(used)), left, least)
    fitting = several.copy()
    for i in np.flatnonzero(~several).tolist():
        box = body[i].box
        fitting[i] = not any(box[0] < low and high < box[2] for low, high in first)
    used = crossed[fitting]
    found = _valleys(used.sum(axis=0), int(0.06 * len(used)), left, least) if several.any() else first
    return sorted([*found, *_crossed_gaps(used, found, left, 0.5 * size)])


def _crossed_gaps(
    used: npt.NDArray[np.bool_], found: Sequence[tuple[float, float]], left: float, least: float
) -> list[tuple[float, float]]:
    """Strips within a column that a few lines cross (titles over several columns) and most have words beside."""
    ends = [0, *(_place((low + high) / 2, left, used.shape[1]) for low, high in found), used.shape[1]]
    extra: list[tuple[float, float]] = []
    for begin, end in pairwise(ends):
        part = used[:, begin:end]
        part = part[part.any(axis=1)]
        if len(part) < 4:
            continue
        crossings = part.sum(axis=0)
        for low, high in _valleys(crossings, max(1, int(0.2 * len(part))), 0.0, least):
            a, b = int(low / STEP), int(high / STEP)
            both = part[:, :a].any(axis=1) & part[:, b:].any(axis=1) & ~part[:, a:b].any(axis=1)
            if both.sum() >= 0.6 * len(part):
                extra.append((left + begin * STEP + low, left + begin * STEP + high))
    return extra


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
