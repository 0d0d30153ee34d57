"""One ink's mask in, its curves as polylines in pixels out: traced from left to right, whole lines before dashed."""

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from .ink import Mask

Points = npt.NDArray[np.float64]
WIDEST_GAP: Final = 60.0
"""Units of ten-a-line text: how long a hidden stretch may be."""
LEAST_COVER: Final = 0.08
"""Of the frame's width: a shorter trace is no curve."""
MAX_CURVES: Final = 8
SKIP: Final = 0.2
"""What a skipped column costs beside the gain of one that is covered."""
WHOLE: Final = 0.93
"""Share of a sample's length that is inked above which it is a whole line."""
OPEN_ENDS: Final = 48
"""How many loose ends of runs are kept in mind as where a dash may go on from."""


@dataclass(frozen=True, slots=True)
class Dashes:
    """How a line is broken up: the share of its length that is inked, and the mean length of a piece in pixels."""

    share: float
    piece: float

    @property
    def whole(self) -> bool:
        """Whether the line is not broken."""
        return self.share >= WHOLE

    def unlike(self, other: "Dashes") -> float:
        """A distance from 0 (the same pattern) up."""
        pieces = 0.0 if self.whole and other.whole else abs(float(np.log(self.piece / other.piece)))
        return 2 * abs(self.share - other.share) + min(pieces, 2.0) * 0.5


@dataclass(frozen=True, slots=True)
class Trace:
    """A curve's points (n, 2) in the mask's pixels, how it was drawn, and how well it fits the ink in pixels."""

    points: Points
    style: Literal["line", "markers"]
    residual: float
    cover: float
    dashes: Dashes = Dashes(1.0, 1.0)


def dashes_of(inked: npt.NDArray[np.bool_]) -> Dashes:
    """The pattern of a level line from which of its columns are inked."""
    pieces = 1 + int(((~inked[:-1]) & inked[1:]).sum())
    total = max(1, int(inked.sum()))
    return Dashes(total / max(1, len(inked)), total / pieces)


def _dashes_along(points: Points) -> Dashes:
    steps = np.diff(points, axis=0)
    if not len(steps):
        return Dashes(1.0, 1.0)
    length = np.hypot(steps[:, 0], steps[:, 1])
    gaps = steps[:, 0] > 1.5
    inked = float(length[~gaps].sum()) + float(gaps.sum()) + 1
    return Dashes(inked / (float(length.sum()) + 1), inked / (1 + int(gaps.sum())))


def line_width(mask: Mask) -> float:
    """The usual thickness of the ink: twice the median distance from its spine to its edge."""
    distance = cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    spine = mask & (distance >= cv2.dilate(distance, np.ones((3, 3), np.uint8)) - 1e-3)
    return max(1.0, 2 * float(np.median(distance[spine])) - 1) if spine.any() else 1.0


@dataclass(slots=True)
class Runs:
    """The ink of each column as upright runs: ``top`` and ``bottom`` are rows, the bottom one past the end."""

    top: list[npt.NDArray[np.int64]]
    bottom: list[npt.NDArray[np.int64]]


def runs_of(mask: Mask) -> Runs:
    """All runs of all columns."""
    edges = np.diff(mask.astype(np.int8), axis=0, prepend=0, append=0)
    top: list[npt.NDArray[np.int64]] = []
    bottom: list[npt.NDArray[np.int64]] = []
    for column in range(mask.shape[1]):
        top.append(np.flatnonzero(edges[:, column] == 1))
        bottom.append(np.flatnonzero(edges[:, column] == -1))
    return Runs(top, bottom)


@dataclass(slots=True)
class _Front:
    """Runs that a path may go on from: one row a run of (column, run, top, bottom, score, slope)."""

    rows: npt.NDArray[np.float64]

    def near(self, column: int, gap: int) -> npt.NDArray[np.float64]:
        return self.rows[column - self.rows[:, 0] <= gap]


def _step_cost(before: npt.NDArray[np.float64], column: int, top: npt.NDArray[np.int64],
               bottom: npt.NDArray[np.int64], width: float) -> npt.NDArray[np.float64]:  # fmt: skip
    """What it costs to go on from each run of a front (rows) to each run of a column: (runs, rows).

    From one column to the next, how far the runs are apart; over a gap, how far a run is off the way that the path had.
    """
    middle = ((top + bottom - 1) / 2)[:, None]
    step = column - before[:, 0]
    place = (before[:, 2] + before[:, 3] - 1) / 2
    ahead = (place + np.clip(before[:, 5], -6, 6) * step)[None, :]
    half = ((bottom - top) / 2)[:, None]
    off = np.maximum(np.abs(middle - ahead) - half * (step > 1), 0)
    apart = np.maximum(top[:, None] - before[None, :, 3], before[None, :, 2] - bottom[:, None]) + 1
    over_gap = np.maximum(off - 0.12 * step, 0) / width + SKIP * (step - 1)
    next_to = np.maximum(apart, 0) / width + np.minimum(off / (4 * width), 4) * 0.25
    return np.where(step > 1, over_gap, next_to)


def best_path(runs: Runs, width: float, gap: int) -> list[tuple[int, int]]:
    """The path over (column, run) that covers most columns with the fewest leaps (dynamic programming).

    Each column on the path is worth one, less the cost of the step to it. A path may leap over at most ``gap``
    columns, from a run that does not go on in the next column.
    """
    score: list[npt.NDArray[np.float64]] = []
    back: list[list[tuple[int, int] | None]] = []
    ends = _Front(np.zeros((0, 6)))
    last = _Front(np.zeros((0, 6)))
    for c, (top, bottom) in enumerate(zip(runs.top, runs.bottom, strict=True)):
        front = np.concatenate((last.rows, ends.near(c, gap)))
        best, slope = np.ones(len(top)), np.zeros(len(top))
        source: list[tuple[int, int] | None] = [None] * len(top)
        if len(top) and len(front):
            total = front[None, :, 4] + 1 - _step_cost(front, c, top, bottom, width)
            choice = total.argmax(axis=1)
            value = total[np.arange(len(top)), choice]
            for i in np.flatnonzero(value > best):
                row = front[choice[i]]
                best[i], source[i] = value[i], (int(row[0]), int(row[1]))
                fresh = ((top[i] + bottom[i] - row[2] - row[3]) / 2) / (c - row[0])
                slope[i] = 0.8 * row[5] + 0.2 * fresh if row[5] else fresh
        goes_on = (
            ((last.rows[:, 2][:, None] < bottom[None, :]) & (last.rows[:, 3][:, None] > top[None, :])).any(axis=1)
            if len(top) and len(last.rows)
            else np.zeros(len(last.rows), dtype=bool)
        )
        ends = _Front(np.concatenate((ends.near(c, gap), last.rows[~goes_on]))[-OPEN_ENDS:])
        rows = (np.full(len(top), c), np.arange(len(top)), top, bottom, best, slope)
        last = _Front(np.column_stack(rows).astype(np.float64))
        score.append(best)
        back.append(source)
    return _traced_back(score, back)


def _traced_back(
    score: list[npt.NDArray[np.float64]], back: list[list[tuple[int, int] | None]]
) -> list[tuple[int, int]]:
    ends = [(float(s.max()), c) for c, s in enumerate(score) if len(s)]
    if not ends:
        return []
    end = max(ends)[1]
    path: list[tuple[int, int]] = []
    place: tuple[int, int] | None = (end, int(score[end].argmax()))
    while place is not None:
        path.append(place)
        place = back[place[0]][place[1]]
    return path[::-1]


def path_points(runs: Runs, path: list[tuple[int, int]], width: float) -> Points:
    """The path as points: the middle of a run; at a peak or a valley, the line's middle at its tip."""
    top = np.array([runs.top[c][r] for c, r in path], dtype=float)
    bottom = np.array([runs.bottom[c][r] - 1 for c, r in path], dtype=float)
    column = np.array([c for c, _ in path], dtype=float)
    y = (top + bottom) / 2
    tall = bottom - top + 1 > 2.2 * width
    half = (width - 1) / 2
    before, after = np.roll(top, 1), np.roll(top, -1)
    peak = tall & (top <= before) & (top <= after) & ((top < before) | (top < after))
    y = np.where(peak, top + half, y)
    before, after = np.roll(bottom, 1), np.roll(bottom, -1)
    valley = tall & ~peak & (bottom >= before) & (bottom >= after) & ((bottom > before) | (bottom > after))
    y = np.where(valley, bottom - half, y)
    return np.column_stack((column, y))


def trace_lines(mask: Mask, unit: float, most: int, whole: int, least: float = LEAST_COVER) -> list[Trace]:
    """Up to ``most`` curves of one ink, of which ``whole`` are not dashed: the best path is traced, then wiped out.

    Where several curves share the ink, whole lines are traced first and leap over no gap, so that they cannot go over
    into a dashed one; the rest may leap. ``unit`` is the height of a line of text in pixels; a curve after the first
    that spans less than ``least`` of the width is none.
    """
    left = mask.copy()
    width = line_width(mask)
    widest = max(3, round(WIDEST_GAP * unit / 10))
    traces: list[Trace] = []
    if most > 1 and whole:
        pieces = _trace(left.copy(), width, 1, MAX_CURVES, LEAST_COVER)
        for line in join_pieces([piece for piece, _ in pieces], whole, widest):
            traces.append(_one_line(line))
            for piece, ink in pieces:
                if any(piece is part for part in line):
                    left &= ~ink
    if not traces:
        traces += [trace for trace, _ in _trace(left, width, widest, 1, LEAST_COVER)]
    rest = _trace(left, width, widest, min(most, MAX_CURVES) - len(traces), least)
    return traces + [trace for trace, _ in rest]


def _trace(left: Mask, width: float, gap: int, most: int, least: float) -> list[tuple[Trace, Mask]]:
    """The best paths of a mask, one after the other, each with its ink, which is taken off the mask."""
    traces: list[tuple[Trace, Mask]] = []
    for _ in range(most):
        runs = runs_of(left)
        path = best_path(runs, width, gap)
        cover = len(path) / left.shape[1]
        if not path or (path[-1][0] - path[0][0]) / left.shape[1] < least or cover < 0.3 * least:
            break
        points = path_points(runs, path, width)
        heights = np.array([runs.bottom[c][r] - runs.top[c][r] for c, r in path])
        usual = heights <= 3 * width
        residual = float(np.mean(np.clip(heights[usual] - width, 0, None)) / 2) if usual.any() else 0.0
        span = (points[-1, 0] - points[0, 0] + 1) / left.shape[1]
        score = float(min(1.0, cover / max(span, 1e-6)))
        before = left.copy()
        _wipe(left, runs, path, points, width)
        traces.append((Trace(points, "line", residual, score, _dashes_along(points)), before & ~left))
    return traces


def _wipe(left: Mask, runs: Runs, path: list[tuple[int, int]], points: Points, width: float) -> None:
    """Takes a path off the mask: its runs, or of a run much taller than its slope explains, the line's own part."""
    middle = points[:, 1]
    rise = np.maximum(np.abs(np.gradient(middle)), 0) if len(middle) > 1 else np.zeros(len(middle))
    reach = width / 2 + 1 + 1.5 * np.maximum.reduce([rise, np.roll(rise, 1), np.roll(rise, -1)])
    for (c, r), y, half in zip(path, middle, reach, strict=True):
        top, bottom = runs.top[c][r], runs.bottom[c][r]
        if bottom - top > 4 * half:
            top, bottom = max(top, round(y - half)), min(bottom, round(y + half) + 1)
        left[top:bottom, c] = False
    if width > 2:
        crumbs = left & ~cv2.morphologyEx(left.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)).astype(bool)
        columns, rows = points[:, 0].astype(int), np.clip(np.round(points[:, 1]).astype(int), 0, left.shape[0] - 1)
        near = np.zeros(left.shape, dtype=np.uint8)
        near[rows, columns] = 1
        size = 2 * round(width) + 3
        left[crumbs & cv2.dilate(near, np.ones((size, size), np.uint8)).astype(bool)] = False


def join_pieces(pieces: list[Trace], most: int, gap: int) -> list[list[Trace]]:
    """Pieces of whole lines that follow each other, put together; the ``most`` longest of what comes out."""
    joined: list[list[Trace]] = []
    for piece in sorted(pieces, key=lambda t: float(t.points[0, 0])):
        start = piece.points[0]
        open_ends = [
            (abs(float(start[1] - line[-1].points[-1, 1])), line)
            for line in joined
            if 0 < start[0] - line[-1].points[-1, 0] <= gap
        ]
        nearest = min(open_ends, key=lambda e: e[0], default=None)
        if nearest is not None and nearest[0] < 0.5 * gap:
            nearest[1].append(piece)
        else:
            joined.append([piece])
    joined.sort(key=lambda line: -sum(len(t.points) for t in line))
    return joined[:most]


def _one_line(pieces: list[Trace]) -> Trace:
    points = np.concatenate([t.points for t in pieces])
    residual = float(np.mean([t.residual for t in pieces]))
    cover = min(1.0, len(points) / (float(np.ptp(points[:, 0])) + 1))
    return Trace(points, "line", residual, cover, Dashes(1.0, float(len(points))))


def assign_dashes(traces: list[Trace], samples: list[Dashes]) -> list[int | None]:
    """For each trace the sample whose pattern is most like its own, chosen over all of them together."""
    out: list[int | None] = [None] * len(traces)
    if traces and samples:
        cost = np.array([[trace.dashes.unlike(sample) for sample in samples] for trace in traces])
        for trace, sample in zip(*linear_sum_assignment(cost), strict=True):
            out[int(trace)] = int(sample)
    return out
