"""One ink's mask in, curves as polylines in pixels out: traced from left to right, or the centres of markers."""

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
import numpy.typing as npt

from .ink import Mask

Points = npt.NDArray[np.float64]
WIDEST_GAP: Final = 60.0
"""Units of ten-a-line text: how long a pause of a dashed line, or a hidden stretch, may be."""
LEAST_COVER: Final = 0.08
"""Of the frame's width: a shorter trace is no curve."""
MAX_CURVES: Final = 8
SKIP: Final = 0.2
"""What a skipped column costs beside the gain of one that is covered."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A curve's points (n, 2) in the mask's pixels, how it was drawn, and how well it fits the ink in pixels."""

    points: Points
    style: Literal["line", "markers"]
    residual: float
    cover: float


def line_width(mask: Mask) -> float:
    """The usual thickness of the ink: twice the median distance from its spine to its edge."""
    distance = cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    spine = mask & (distance >= cv2.dilate(distance, np.ones((3, 3), np.uint8)) - 1e-3)
    return max(1.0, 2 * float(np.median(distance[spine])) - 1) if spine.any() else 1.0


def marker_centres(mask: Mask, unit: float) -> Points | None:
    """The centres of separate marks of one size, or None if the ink is no cloud of markers."""
    filled = fill_holes(mask)
    count, _, stats, centres = cv2.connectedComponentsWithStats(filled.astype(np.uint8), connectivity=8)
    if count < 5:
        return None
    boxes, places = stats[1:], centres[1:]
    width, height, area = boxes[:, 2].astype(float), boxes[:, 3].astype(float), boxes[:, 4].astype(float)
    small = (np.maximum(width, height) <= 1.6 * unit) & (np.minimum(width, height) >= 0.12 * unit)
    if small.sum() < 4:
        return None
    size = float(np.median(np.maximum(width, height)[small]))
    alike = small & (np.maximum(width, height) > 0.6 * size) & (np.maximum(width, height) < 1.5 * size)
    compact = area / (width * height) > 0.4
    chosen = alike & compact & (np.minimum(width, height) > 0.5 * size)
    if chosen.sum() < 4 or area[chosen].sum() < 0.5 * area.sum():
        return None
    kept = np.asarray(places[chosen], dtype=np.float64)
    return kept[np.argsort(kept[:, 0], kind="stable")]


def fill_holes(mask: Mask) -> Mask:
    """The mask with all that it encloses."""
    padded = np.pad(mask, 1).astype(np.uint8)
    flood = padded.copy()
    cv2.floodFill(flood, None, (0, 0), 2)
    return (flood != 2)[1:-1, 1:-1]


@dataclass(slots=True)
class Runs:
    """The ink of each column as upright runs: ``top`` and ``bottom`` are rows, the bottom one past the end."""

    top: list[npt.NDArray[np.int64]]
    bottom: list[npt.NDArray[np.int64]]


def runs_of(mask: Mask) -> Runs:
    """All runs of all columns."""
    edges = np.diff(np.pad(mask.astype(np.int8), ((1, 1), (0, 0))), axis=0)
    top: list[npt.NDArray[np.int64]] = []
    bottom: list[npt.NDArray[np.int64]] = []
    for column in range(mask.shape[1]):
        top.append(np.flatnonzero(edges[:, column] == 1))
        bottom.append(np.flatnonzero(edges[:, column] == -1))
    return Runs(top, bottom)


def best_path(runs: Runs, width: float, gap: int) -> list[tuple[int, int]]:
    """The path over (column, run) that covers most columns with the fewest leaps (dynamic programming).

    A step costs what the runs are apart, less what their heights explain, and a share of the columns it
    skips; each column on the path is worth one. Steps go on in the direction that the path has.
    """
    columns = [c for c in range(len(runs.top)) if len(runs.top[c])]
    score: dict[int, npt.NDArray[np.float64]] = {}
    back: dict[int, list[tuple[int, int] | None]] = {}
    slope: dict[int, npt.NDArray[np.float64]] = {}
    recent: list[int] = []
    for c in columns:
        top, bottom = runs.top[c], runs.bottom[c]
        middle = (top + bottom - 1) / 2
        best, angle = np.ones(len(top)), np.zeros(len(top))
        source: list[tuple[int, int] | None] = [None] * len(top)
        recent = [p for p in recent if c - p <= gap]
        for p in recent[-1:] if recent and c - recent[-1] == 1 else recent[-gap:]:
            step = c - p
            before = (runs.top[p] + runs.bottom[p] - 1) / 2
            ahead = before[None, :] + np.clip(slope[p][None, :], -4, 4) * step
            apart = np.maximum(top[:, None] - runs.bottom[p][None, :], runs.top[p][None, :] - bottom[:, None]) + 1
            turn = np.abs(middle[:, None] - ahead) / (4 * width)
            cost = np.maximum(apart, 0) / width + np.minimum(turn, 4) * 0.25 + SKIP * (step - 1)
            total = score[p][None, :] + 1 - cost
            choice = total.argmax(axis=1)
            value = total[np.arange(len(top)), choice]
            for i in np.flatnonzero(value > best):
                best[i], source[i] = value[i], (p, int(choice[i]))
                fresh = (middle[i] - before[choice[i]]) / step
                angle[i] = 0.7 * slope[p][choice[i]] + 0.3 * fresh
        score[c], back[c], slope[c] = best, source, angle
        recent.append(c)
    if not columns:
        return []
    end = max(columns, key=lambda c: float(score[c].max()))
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


def trace_lines(mask: Mask, unit: float, most: int) -> list[Trace]:
    """Up to ``most`` curves of one ink: the best path is traced and wiped out, then the next."""
    left = mask.copy()
    gap = max(3, round(WIDEST_GAP * unit / 10))
    width = line_width(mask)
    traces: list[Trace] = []
    for _ in range(min(most, MAX_CURVES)):
        runs = runs_of(left)
        path = best_path(runs, width, gap)
        cover = len(path) / mask.shape[1]
        if cover < LEAST_COVER:
            break
        points = path_points(runs, path, width)
        heights = np.array([runs.bottom[c][r] - runs.top[c][r] for c, r in path])
        residual = float(np.mean(np.clip(heights[heights <= 3 * width] - width, 0, None)) / 2) if len(heights) else 0.0
        span = (points[-1, 0] - points[0, 0] + 1) / mask.shape[1]
        traces.append(Trace(points, "line", residual, float(min(1.0, cover / max(span, 1e-6)))))
        for c, r in path:
            left[runs.top[c][r] : runs.bottom[c][r], c] = False
        left = (
            cv2.morphologyEx(left.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)).astype(bool)
            if width > 2
            else left
        )
    return traces
