"""Strokes in, boxes that may be plots out: corners of axis lines, filled panels, grids, axes that stand apart."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from ...records.evidence import Box
from .page_marks import Stroke

SHORTEST_AXIS: Final = 35.0
MEETS: Final = 2.5
"""Points: how far two axis lines may miss their common corner."""
APART: Final = 0.12
"""Of an axis' length: how far axes that do not meet may stand apart."""
LEAST_PIECE: Final = 12.0
WIDEST_BREAK: Final = 12.0
"""Points: the shortest piece of a broken axis, and the widest gap between two."""
GRID_LINES: Final = 3
MOST_LINES: Final = 500
MOST_BOXES: Final = 400


@dataclass(frozen=True, slots=True)
class Line:
    """An upright or level segment: its place across, and where it begins and ends along."""

    at: float
    low: float
    high: float

    @property
    def length(self) -> float:
        """From end to end."""
        return self.high - self.low


def straight_lines(all_strokes: list[Stroke]) -> tuple[list[Line], list[Line]]:
    """Level and upright segments of all strokes that are painted along their length; thin filled bars are such too."""
    level: list[Line] = []
    upright: list[Line] = []
    for stroke in all_strokes:
        if len(stroke.points) > 8:
            continue
        if stroke.color is None:
            _add_bar(stroke, level, upright)
            continue
        corners: list[list[float]] = stroke.points.tolist()
        for (xa, ya), (xb, yb) in itertools.pairwise(corners):
            if abs(ya - yb) < 0.3 and abs(xa - xb) > 0.8:
                level.append(Line((ya + yb) / 2, min(xa, xb), max(xa, xb)))
            elif abs(xa - xb) < 0.3 and abs(ya - yb) > 0.8:
                upright.append(Line((xa + xb) / 2, min(ya, yb), max(ya, yb)))
    return level, upright


def _add_bar(stroke: Stroke, level: list[Line], upright: list[Line]) -> None:
    """Some programs paint lines as filled boxes."""
    x0, y0, x1, y1 = stroke.box
    if stroke.fill in (None, "#ffffff"):
        return
    if y1 - y0 < 2 and x1 - x0 > 3 * (y1 - y0) and x1 - x0 > 0.8:
        level.append(Line((y0 + y1) / 2, x0, x1))
    elif x1 - x0 < 2 and y1 - y0 > 3 * (x1 - x0) and y1 - y0 > 0.8:
        upright.append(Line((x0 + x1) / 2, y0, y1))


def candidate_boxes(
    all_strokes: list[Stroke], level: list[Line], upright: list[Line], overshoot: float = MEETS
) -> list[tuple[Box, bool]]:
    """Boxes in the order in which they are to be tried, and whether two axis lines meet in their corner.

    The surest kind comes first, each kind from the largest down.
    """
    kept: list[tuple[Box, bool]] = []
    taken = np.zeros((0, 4))
    for sure, kind in (
        (True, corner_boxes(level, upright, overshoot)),
        (False, panel_boxes(all_strokes)),
        (False, grid_boxes(level, upright)),
        (False, detached_boxes(level, upright)),
    ):
        for box in sorted(kind, key=lambda b: -(b[2] - b[0]) * (b[3] - b[1]))[:MOST_BOXES]:
            if (np.abs(taken - box).max(axis=1) > 2 * MEETS).all():
                kept.append((box, sure))
                taken = np.vstack((taken, np.asarray(box, dtype=np.float64)))
    return kept


def _long(lines: list[Line]) -> list[Line]:
    """The longest lines, without those that lie on each other."""
    chosen: dict[tuple[int, int, int], Line] = {}
    for line in [*lines, *_mended(lines)]:
        if line.length >= SHORTEST_AXIS:
            chosen.setdefault((round(line.at), round(line.low), round(line.high)), line)
    return sorted(chosen.values(), key=lambda line: -line.length)[:MOST_LINES]


def _mended(lines: list[Line]) -> list[Line]:
    """Lines that the marks of a broken axis interrupt, put together."""
    pieces = sorted((line for line in lines if line.length >= LEAST_PIECE), key=lambda line: (round(line.at), line.low))
    mended: list[Line] = []
    last: Line | None = None
    for piece in pieces:
        if last is not None and abs(last.at - piece.at) < 0.6 and 0 < piece.low - last.high < WIDEST_BREAK:
            last = Line(last.at, last.low, piece.high)
            mended.append(last)
        else:
            last = piece
    return mended


def corner_boxes(level: list[Line], upright: list[Line], overshoot: float = MEETS) -> Iterable[Box]:
    """Boxes at whose lower left or lower right corner a long level line and a long upright one meet.

    ``overshoot`` is how far a line may go on behind the corner: in a picture it is one with a tick at its very end.
    """
    bottoms, sides = _long(level), _long(upright)
    for side in sides:
        for bottom in bottoms:
            if not -MEETS <= side.high - bottom.at <= overshoot:
                continue
            if -overshoot <= bottom.low - side.at <= MEETS:
                right = _edge(bottom.high, sides, bottom.at)
                yield (side.at, _edge(side.low, bottoms, side.at), right, bottom.at)
            elif -overshoot <= side.at - bottom.high <= MEETS:
                left = _edge(bottom.low, sides, bottom.at)
                yield (left, _edge(side.low, bottoms, side.at), side.at, bottom.at)


def _edge(end: float, lines: list[Line], along: float) -> float:
    """Where an axis line ends: at the frame's opposite line, if one crosses it near its end, else at the end."""
    near = [c.at for c in lines if abs(c.at - end) <= 3 * MEETS and c.low - MEETS <= along <= c.high + MEETS]
    return min(near, key=lambda at: abs(at - end)) if near else end


def panel_boxes(all_strokes: list[Stroke]) -> Iterable[Box]:
    """Filled rectangles: the ground that a program lays under a plot."""
    for stroke in all_strokes:
        x0, y0, x1, y1 = stroke.box
        if stroke.fill and stroke.closed and len(stroke.points) <= 5 and min(x1 - x0, y1 - y0) > SHORTEST_AXIS:
            yield stroke.box


def grid_boxes(level: list[Line], upright: list[Line]) -> Iterable[Box]:
    """The boxes that families of parallel lines of one extent span."""
    across, up = _families(level), _families(upright)
    for rows in across:
        low, high = rows[0].low, rows[0].high
        crossing = [c for c in up if low - MEETS <= c[0].at and c[-1].at <= high + MEETS and _overlap(c[0], rows)]
        ends = [(c[0].low, c[0].high) for c in crossing]
        yield (low, min([rows[0].at, *(e[0] for e in ends)]), high, max([rows[-1].at, *(e[1] for e in ends)]))
    for columns in up:
        yield (columns[0].at, columns[0].low, columns[-1].at, columns[0].high)


def _overlap(column: Line, rows: list[Line]) -> bool:
    return column.low <= rows[-1].at and column.high >= rows[0].at


def _families(lines: list[Line]) -> list[list[Line]]:
    """Long lines that begin and end at the same places, in order of their place across."""
    groups: list[list[Line]] = []
    for line in _long(lines):
        for group in groups:
            if abs(group[0].low - line.low) < MEETS and abs(group[0].high - line.high) < MEETS:
                group.append(line)
                break
        else:
            groups.append([line])
    return [sorted(g, key=lambda line: line.at) for g in groups if len(g) >= GRID_LINES]


def detached_boxes(level: list[Line], upright: list[Line]) -> Iterable[Box]:
    """Boxes whose left and bottom axis stand a little apart instead of meeting in a corner."""
    bottoms = _long(level)
    for side in _long(upright):
        for bottom in bottoms:
            right, down = bottom.low - side.at, bottom.at - side.high
            if -MEETS < right < APART * bottom.length and -MEETS < down < APART * side.length:
                yield (side.at, side.low, bottom.high, bottom.at)
