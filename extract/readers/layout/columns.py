"""Boxes of a page's text in, the same in reading order out: columns left to right, full-width text between."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from .content import Flags, Floats

MIN_PAIRED: Final = 3.0
"""Columns stand beside each other over at least this many lines."""
KNOWN_PAIRED: Final = 0.7
"""The same where the paper's columns usually begin."""
MIN_SHARE: Final = 0.16
"""A column is at least this share of the width of what is divided; narrower ones are list numbers."""
ROW: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Boxes (by index) read from top to bottom, and the column's left and right edge."""

    index: npt.NDArray[np.intp]
    left: float
    right: float


def usual_edges(pages: list[Floats], widths: list[float]) -> tuple[float, ...]:
    """The x at which columns of a paper begin beside others: a fifth of its wide boxes begin there, in mid page."""
    wide = [b[(b[:, 2] - b[:, 0]) > 0.28 * width] for b, width in zip(pages, widths, strict=True)]
    total = sum(len(b) for b in wide)
    starts: Counter[int] = Counter()
    for boxes, width in zip(wide, widths, strict=True):
        middle = boxes[(boxes[:, 0] > 0.28 * width) & (boxes[:, 0] < 0.7 * width), 0]
        starts.update(np.round(middle).astype(int).tolist())
    return tuple(float(x) for x in sorted(starts) if sum(starts[x + d] for d in (-1, 0, 1)) > 0.2 * max(30, total))


def reading_order(
    boxes: Floats, line: float, cuts: tuple[float, ...] = (), usual: tuple[float, ...] = ()
) -> list[Column]:
    """The columns of ``boxes`` (n, 4) in reading order; ``line`` is the usual height of a line in points.

    A gutter is an x that boxes stand beside over several lines; the boxes that cross it divide the page into
    bands, in each of which the left side is read before the right one, and each side is divided in turn.
    At the heights ``cuts`` the page is divided first, where no box crosses them. Where columns begin at an x
    of ``usual`` (see usual_edges), a single line beside another will do.
    """
    if not len(boxes):
        return []
    level = np.zeros(len(boxes), np.intp)
    for cut in cuts:
        if not ((boxes[:, 1] < cut - 2) & (boxes[:, 3] > cut + 2)).any():
            level += boxes[:, 1] >= cut - 2
    return [
        column
        for part in np.unique(level).tolist()
        for column in _ordered(boxes, np.flatnonzero(level == part), line, usual, 0)
    ]


def _ordered(
    boxes: Floats, index: npt.NDArray[np.intp], line: float, usual: tuple[float, ...], depth: int
) -> list[Column]:
    here = boxes[index]
    x = _gutter(here, line, usual) if depth < 5 and len(index) > 3 else None
    if x is None:
        return [_column(boxes, index)]
    crossing = _crossing(here, x)
    bands = _bands(here, crossing)
    columns: list[Column] = []
    for band in np.unique(bands).tolist():
        members = bands == band
        if crossing[members].any():
            columns += [_column(boxes, index[members])]
            continue
        left = (here[:, 0] + here[:, 2]) / 2 <= x
        for side in (left, ~left):
            if (members & side).any():
                columns += _ordered(boxes, index[members & side], line, usual, depth + 1)
    return _joined(columns, boxes)


def _column(boxes: Floats, index: npt.NDArray[np.intp]) -> Column:
    here = boxes[index]
    return Column(
        index=index[np.lexsort((here[:, 0], here[:, 3]))], left=float(here[:, 0].min()), right=float(here[:, 2].max())
    )


def _crossing(boxes: Floats, x: float) -> Flags:
    return (boxes[:, 0] < x - 2) & (boxes[:, 2] > x + 2)


def _bands(boxes: Floats, crossing: Flags) -> npt.NDArray[np.intp]:
    """The band of every box: runs of crossing boxes and runs of the others take turns down the page."""
    bands = np.zeros(len(boxes), np.intp)
    order = np.argsort(boxes[:, 3], kind="stable")
    band, was = 0, bool(crossing[order[0]])
    for i in order.tolist():
        if bool(crossing[i]) != was:
            band, was = band + 1, not was
        bands[i] = band
    return bands


def _joined(columns: list[Column], boxes: Floats) -> list[Column]:
    """Neighbouring pieces of one column (parted only by bands that had one side) as one column."""
    joined: list[Column] = []
    for column in columns:
        last = joined[-1] if joined else None
        if last is not None and _continues(last, column, boxes):
            joined[-1] = _column(boxes, np.concatenate([last.index, column.index]))
        else:
            joined.append(column)
    return joined


def _continues(above: Column, below: Column, boxes: Floats) -> bool:
    """Whether ``below`` lies under ``above`` and begins at the same left edge or within it."""
    under = float(boxes[below.index][:, 1].min()) >= float(boxes[above.index][:, 3].max()) - ROW
    inside = below.left >= above.left - 3 and below.right <= above.right + 3
    around = below.left <= above.left + 3 and below.right >= above.right - 3
    return under and (inside or around)


def _gutter(boxes: Floats, line: float, usual: tuple[float, ...]) -> float | None:
    """The x that divides ``boxes`` best: that which most lines stand beside on both sides, None if few do."""
    low, high = float(boxes[:, 0].min()), float(boxes[:, 2].max())
    width = high - low
    starts = np.sort(boxes[:, 0])
    edges = starts[(starts > low + MIN_SHARE * width) & (starts < high - MIN_SHARE * width)]
    if width < 10 * line or not len(edges):
        return None
    top, bottom = float(boxes[:, 1].min()), float(boxes[:, 3].max())
    rows = int((bottom - top) / ROW) + 2
    first = ((boxes[:, 1] - top) / ROW).astype(np.intp)
    last = ((boxes[:, 3] - top) / ROW).astype(np.intp)
    best, found = 0.0, None
    for edge in edges[np.concatenate([[True], np.diff(edges) > 2])].tolist():
        x = edge - 1.5
        known = any(abs(edge - other) < 2.5 for other in usual)
        least = (0.3 * width, KNOWN_PAIRED * line) if known else (MIN_SHARE * width, MIN_PAIRED * line)
        paired = _paired(boxes, x, (first, last, rows), least, line)
        aligned = float((np.abs(boxes[:, 0] - edge) < 3).sum()) / max(1, int((boxes[:, 0] > x).sum()))
        if paired <= 0:
            continue
        reached = float(np.percentile(boxes[boxes[:, 2] <= edge + 2, 2], 90))
        score = paired * (1 + 0.15 * aligned + 0.15 * min(1.0, max(0.0, edge - reached) / line))
        if score > best:
            best, found = score, x
    return found


def _paired(
    boxes: Floats,
    x: float,
    raster: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], int],
    least: tuple[float, float],
    line: float,
) -> float:
    """Over what height boxes stand on both sides of ``x``, with none crossing it and both sides wide enough.

    ``least`` is the width of a side, and the height of a stretch, that count. Only stretches of several lines
    do, save at a known gutter: a few wide gaps above each other are those of justified lines.
    """
    (first, last, rows), (wide, high) = raster, least
    crossing, left = _crossing(boxes, x), (boxes[:, 0] + boxes[:, 2]) / 2 <= x
    left, right = left & ~crossing, ~crossing & ~left
    if not left.any() or not right.any():
        return 0.0
    beside = _covered(first[left], last[left], rows) & _covered(first[right], last[right], rows)
    crossed = _covered(first[crossing], last[crossing], rows)
    beside = _long_runs(beside & ~crossed, crossed, line, high)
    in_pair = beside[np.minimum((first + last) // 2, rows - 1)]
    lefts, rights = boxes[left & in_pair], boxes[right & in_pair]
    if not len(lefts) or not len(rights):
        return 0.0
    if np.percentile(lefts[:, 2] - lefts[:, 0], 80) < wide or np.percentile(rights[:, 2] - rights[:, 0], 80) < wide:
        return 0.0
    return float(beside.sum()) * ROW


def _long_runs(beside: Flags, crossed: Flags, line: float, least: float) -> Flags:
    """``beside`` without its runs lower than ``least``; runs end at crossed rows and at gaps."""
    places = np.flatnonzero(beside)
    if not len(places):
        return beside
    ends = (np.diff(places) > 1.5 * line / ROW) | (np.diff(np.cumsum(crossed)[places]) > 0)
    of_run = np.concatenate([[0], np.cumsum(ends)])
    starts = np.flatnonzero(np.concatenate([[True], ends]))
    stops = np.append(starts[1:], len(places)) - 1
    long = (places[stops] - places[starts] + 1) * ROW >= least
    kept = np.zeros_like(beside)
    kept[places[long[of_run]]] = True
    return kept


def _covered(first: npt.NDArray[np.intp], last: npt.NDArray[np.intp], rows: int) -> Flags:
    steps = np.bincount(first, minlength=rows + 1) - np.bincount(np.minimum(last + 1, rows), minlength=rows + 1)
    return np.cumsum(steps)[:rows] > 0
