"""Phrases and strokes in, plot frames out: a box with a scale along its bottom and its left side."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ...records.evidence import Box
from .page_marks import Phrase, Stroke
from .scales import Scale, Tick, fit_scale, tick_value

SHORTEST_AXIS: Final = 35.0
LONGEST_TICK: Final = 12.0
MEETS: Final = 2.5
"""Points: how far two axis lines may miss their common corner."""
LABEL_REACH: Final = 32.0
"""Points from an axis line within which its tick labels stand."""


Reading = tuple[float, bool]
"""A number, and whether it is printed as a power of ten."""


@dataclass(frozen=True, slots=True)
class Line:
    """An upright or level segment: its place across, and where it begins and ends along."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A plot's box, its scales (None where no ticks could be read) and the phrases that are its tick labels."""

    box: Box
    x: Scale | None
    y: Scale | None
    x_labels: tuple[Phrase, ...] = ()
    y_labels: tuple[Phrase, ...] = ()

    @property
    def width(self) -> float:
        """In points."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """In points."""
        return self.box[3] - self.box[1]

    def holds(self, x: float, y: float, margin: float = 1.0) -> bool:
        """Whether a point lies in the box."""
        x0, y0, x1, y1 = self.box
        return x0 - margin <= x <= x1 + margin and y0 - margin <= y <= y1 + margin


def straight_lines(all_strokes: list[Stroke]) -> tuple[list[Line], list[Line]]:
    """Level and upright segments of all strokes that are painted along their length."""
    level: list[Line] = []
    upright: list[Line] = []
    for stroke in all_strokes:
        if stroke.color is None or len(stroke.points) > 8:
            continue
        corners: list[list[float]] = stroke.points.tolist()
        for (xa, ya), (xb, yb) in itertools.pairwise(corners):
            if abs(ya - yb) < 0.3 and abs(xa - xb) > 0.8:
                level.append(Line((ya + yb) / 2, min(xa, xb), max(xa, xb)))
            elif abs(xa - xb) < 0.3 and abs(ya - yb) > 0.8:
                upright.append(Line((xa + xb) / 2, min(ya, yb), max(ya, yb)))
    return level, upright


def candidate_boxes(level: list[Line], upright: list[Line], overshoot: float = MEETS) -> list[Box]:
    """Boxes whose lower left corner is the meeting of a long level line and a long upright one, largest first.

    ``overshoot`` is how far a line may go on behind the corner: in a picture it is one with a tick at its very end.
    """
    bottoms = [line for line in level if line.high - line.low >= SHORTEST_AXIS]
    sides = [line for line in upright if line.high - line.low >= SHORTEST_AXIS]
    boxes: list[Box] = []
    for side in sides:
        for bottom in bottoms:
            if -overshoot <= bottom.low - side.at <= MEETS and -MEETS <= side.high - bottom.at <= overshoot:
                right = _edge(bottom.high, sides, bottom.at)
                top = _edge(side.low, bottoms, side.at)
                boxes.append((side.at, top, right, bottom.at))
    boxes.sort(key=lambda b: -(b[2] - b[0]) * (b[3] - b[1]))
    kept: list[Box] = []
    for box in boxes[:400]:
        if all(max(abs(a - b) for a, b in zip(box, other, strict=True)) > 2 * MEETS for other in kept):
            kept.append(box)
    return kept


def _edge(end: float, lines: list[Line], along: float) -> float:
    """Where an axis line ends: at the frame's opposite line, if one crosses it near its end, else at the end."""
    near = [c.at for c in lines if abs(c.at - end) <= 3 * MEETS and c.low - MEETS <= along <= c.high + MEETS]
    return min(near, key=lambda at: abs(at - end)) if near else end


def printed_value(text: str) -> list[Reading]:
    """The one number that a tick label prints, if it is one."""
    value = tick_value(text)
    return [value] if value is not None else []


def find_frames(
    all_phrases: list[Phrase],
    all_strokes: list[Stroke],
    readings: Callable[[str], list[Reading]] = printed_value,
    overshoot: float = MEETS,
) -> list[Frame]:
    """The page's plots, from the top down. A frame counts when its x scale can be read, by itself or from another.

    ``readings`` gives the numbers that a label may stand for; where there are several, the scale decides.
    """
    level, upright = straight_lines(all_strokes)
    numbers = [(p, v) for p in all_phrases if p.upright for v in readings(p.text)]
    frames: list[Frame] = []
    for box in candidate_boxes(level, upright, overshoot):
        frame = _read_scales(box, numbers, level, upright)
        if (frame.x or frame.y) and not any(_inside(box, other.box) and _same_labels(frame, other) for other in frames):
            frames.append(frame)
    frames = [_share(frame, frames) for frame in frames]
    frames = [f for f in frames if f.x is not None]
    return sorted(frames, key=lambda f: (round(f.box[1]), f.box[0]))


def _inside(inner: Box, outer: Box) -> bool:
    return all(i >= o - MEETS for i, o in zip(inner[:2], outer[:2], strict=True)) and all(
        i <= o + MEETS for i, o in zip(inner[2:], outer[2:], strict=True)
    )


def _same_labels(one: Frame, other: Frame) -> bool:
    """A grid's cells repeat their frame's labels; an inset has its own."""
    mine = {id(p) for p in (*one.x_labels, *one.y_labels)}
    return mine <= {id(p) for p in (*other.x_labels, *other.y_labels)}


def _share(frame: Frame, frames: list[Frame]) -> Frame:
    """Stacked panels print the numbers of a shared axis once: take them from the panel in line with this one."""
    x, y = frame.x, frame.y
    for other in frames:
        if x is None and abs(other.box[0] - frame.box[0]) < MEETS and abs(other.box[2] - frame.box[2]) < MEETS:
            x = other.x
        if y is None and abs(other.box[1] - frame.box[1]) < MEETS and abs(other.box[3] - frame.box[3]) < MEETS:
            y = other.y
    return replace(frame, x=x, y=y)


def _read_scales(box: Box, numbers: list[tuple[Phrase, Reading]], level: list[Line], upright: list[Line]) -> Frame:
    x0, y0, x1, y1 = box
    below = [
        (p, v)
        for p, v in numbers
        if x0 - 8 <= p.centre[0] <= x1 + 8 and p.bbox[1] - y1 + 0.35 * p.size >= -2 and p.bbox[1] - y1 < LABEL_REACH
    ]
    left = [
        (p, v)
        for p, v in numbers
        if y0 - 8 <= p.centre[1] <= y1 + 8 and x0 - p.bbox[2] + 0.2 * p.size >= -2 and x0 - p.bbox[2] < LABEL_REACH
    ]
    below = _nearest_row([(p, v, p.centre[1]) for p, v in below])
    left = _nearest_column([(p, v, p.bbox[2]) for p, v in left])
    x_marks = [t.at for t in upright if _touches(t, y1)]
    y_marks = [t.at for t in level if _touches(t, x0)]
    x_ticks = [Tick(_snap(p.centre[0], x_marks, p.size), *v) for p, v in below]
    y_ticks = [Tick(_snap(p.centre[1], y_marks, p.size), *v) for p, v in left]
    return Frame(
        box,
        fit_scale(x_ticks, max(1.0, 0.006 * (x1 - x0))),
        fit_scale(y_ticks, max(1.0, 0.006 * (y1 - y0))),
        tuple(p for p, _ in below),
        tuple(p for p, _ in left),
    )


Labelled = tuple[Phrase, Reading]


def _nearest_row(found: list[tuple[Phrase, Reading, float]]) -> list[Labelled]:
    """The labels in line with the one nearest to the axis (the smallest ``centre y``)."""
    if not found:
        return []
    nearest = min(y for _, _, y in found)
    return sorted(((p, v) for p, v, y in found if y - nearest < 0.6 * p.size), key=lambda item: item[0].centre[0])


def _nearest_column(found: list[tuple[Phrase, Reading, float]]) -> list[Labelled]:
    """The labels nearest to the axis on its left, told from those of a plot further left by a wide gap."""
    if not found:
        return []
    nearest = max(right for _, _, right in found)
    return sorted(
        ((p, v) for p, v, right in found if nearest - right < 2.5 * p.size), key=lambda item: item[0].centre[1]
    )


def _touches(mark: Line, edge: float) -> bool:
    """Whether a short line crosses or meets the axis at ``edge``."""
    return mark.high - mark.low <= LONGEST_TICK and mark.low - 0.8 <= edge <= mark.high + 0.8


def _snap(position: float, marks: list[float], size: float) -> float:
    """The tick mark nearest to a label's middle, where one is near; else the middle."""
    if not marks:
        return position
    nearest = min(marks, key=lambda m: abs(m - position))
    return nearest if abs(nearest - position) < 0.45 * size else position


def clip(points: np.ndarray, box: Box, margin: float = 0.8) -> list[np.ndarray]:
    """The runs of a polyline (n, 2) that lie in the box, cut at its edges (Liang-Barsky, a segment at a time)."""
    x0, y0, x1, y1 = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
    a, d = points[:-1], np.diff(points, axis=0)
    enter, leave = np.zeros(len(a)), np.ones(len(a))
    outside = np.zeros(len(a), dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        for p, q in (
            (-d[:, 0], a[:, 0] - x0),
            (d[:, 0], x1 - a[:, 0]),
            (-d[:, 1], a[:, 1] - y0),
            (d[:, 1], y1 - a[:, 1]),
        ):
            t = q / p
            enter = np.where(p < 0, np.maximum(enter, t), enter)
            leave = np.where(p > 0, np.minimum(leave, t), leave)
            outside |= (p == 0) & (q < 0)
    kept = ~outside & (enter <= leave)
    runs: list[list[np.ndarray]] = []
    for i in np.flatnonzero(kept):
        start, end = a[i] + enter[i] * d[i], a[i] + leave[i] * d[i]
        if runs and np.allclose(runs[-1][-1], start, atol=1e-6):
            runs[-1].append(end)
        else:
            runs.append([start, end])
    return [np.array(run) for run in runs]
