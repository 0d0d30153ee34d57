"""A frame and the strokes in it in, curves and marker series out, before they are put into data units."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from ...records.evidence import Box
from .boxes import MEETS
from .filled_lines import as_line
from .frames import Frame, clip
from .marker_shapes import MARKER, MIN_MARKERS, Paint, centre, connectors, markers_of, repeated_shapes
from .page_marks import Phrase, Points, Stroke
from .tick_labels import LONGEST_TICK

WIDEST_GAP: Final = 4.0
"""Lengths of a run: over a wider gap it does not go on."""
LEGEND_UNDER: Final = 75.0
LEGEND_BESIDE: Final = 160.0
"""Points under a frame and right of it within which its legend may stand."""
HANDLE: Final = (7.0, 48.0)
"""Points: lengths of the line sample in a legend."""


@dataclass(slots=True)
class Curve:
    """A curve on the page: its points in drawing order, in one or more runs. ``order`` is when it was painted."""

    paint: Paint
    style: Literal["line", "markers", "both"]
    runs: list[Points] = field(default_factory=list)
    label: str | None = None
    order: int = 0

    @property
    def points(self) -> Points:
        """All points, (n, 2)."""
        return np.concatenate(self.runs)


@dataclass(frozen=True, slots=True)
class Handle:
    """A legend's sample of a paint, with its label's box beside it."""

    paint: Paint
    label: str
    box: Box


def read_curves(frame: Frame, strokes: list[Stroke], phrases: list[Phrase]) -> list[Curve]:
    """The frame's curves, with the labels of its legend."""
    around = [s for s in strokes if _near(s, with_legend(frame.box))]
    around += [line for s in around if (line := as_line(s, frame.width)) is not None]
    shapes = repeated_shapes(around)
    marked = {id(s) for group in shapes.values() for s in group}
    markers = markers_of(shapes)
    lines = [s for s in around if id(s) not in marked and _near(s, frame.box) and _may_be_curve(s, frame)]
    samples = [s for s in around if id(s) not in marked and s.color is not None and _is_sample(s)]
    labels = [p for p in phrases if p.upright and any(c.isalnum() for c in p.plain) and _beside(p, frame)]
    handles, used = legend(samples, markers, labels)
    bars = _capped_bars(lines)
    lines = [s for s in lines if id(s) not in used and id(s) not in bars and not _error_bar(s, markers)]
    joins = connectors(lines, markers)
    lines = [s for s in lines if id(s) not in joins]
    curves = [*line_curves(lines, frame), *marker_curves(markers, used, frame, set(joins.values()))]
    curves = merge_marked_lines(curves)
    for handle in handles:
        for curve in curves:
            if curve.label is None and _same_paint(curve.paint, handle.paint):
                curve.label = handle.label
                break
    return curves


def _near(stroke: Stroke, box: Box) -> bool:
    x0, y0, x1, y1 = stroke.box
    a0, b0, a1, b1 = box
    return x1 >= a0 - 1 and x0 <= a1 + 1 and y1 >= b0 - 1 and y0 <= b1 + 1


def with_legend(box: Box) -> Box:
    """A frame's box with the places over, right of and under it where a legend may stand."""
    x0, y0, x1, y1 = box
    return (x0, y0 - 30, x1 + max(0.6 * (x1 - x0), LEGEND_BESIDE), y1 + LEGEND_UNDER)


def _beside(phrase: Phrase, frame: Frame) -> bool:
    """Whether a phrase may be a legend entry: in the frame, over it, right of it, or under its numbers."""
    if phrase in frame.x_labels or phrase in frame.y_labels or phrase in frame.right_labels:
        return False
    x, y = phrase.centre
    x0, y0, x1, y1 = with_legend(frame.box)
    return x0 < x < x1 and y0 < y < y1


def _may_be_curve(stroke: Stroke, frame: Frame) -> bool:
    """Neither frame, tick, grid line nor background."""
    if stroke.color is None or (stroke.fill is not None and _returns(stroke)):
        return False
    x0, y0, x1, y1 = stroke.box
    a0, b0, a1, b1 = frame.box
    if stroke.closed and x1 - x0 > 0.95 * frame.width and y1 - y0 > 0.95 * frame.height:
        return False
    level, upright = y1 - y0 < 0.3, x1 - x0 < 0.3
    if not (level or upright):
        return not _along_edges(stroke, frame)
    length = max(x1 - x0, y1 - y0)
    on_edge = min(abs(y0 - b0), abs(y0 - b1)) < MEETS if level else min(abs(x0 - a0), abs(x0 - a1)) < MEETS
    at_edge = (
        min(abs(x0 - a0), abs(x1 - a1), abs(x1 - a0), abs(x0 - a1)) < MEETS
        if level
        else min(abs(y0 - b0), abs(y1 - b1), abs(y1 - b0), abs(y0 - b1)) < MEETS
    )
    if (on_edge and length > 4) or (at_edge and length <= LONGEST_TICK):
        return False
    across = frame.width if level else frame.height
    return not (length > 0.95 * across and len(stroke.points) == 2)


def _along_edges(stroke: Stroke, frame: Frame) -> bool:
    """Whether a stroke runs along the frame's sides only: its axes drawn in one go."""
    x, y = stroke.points[:, 0], stroke.points[:, 1]
    x0, y0, x1, y1 = frame.box
    on_side = (np.abs(x - x0) < 0.5) | (np.abs(x - x1) < 0.5)
    on_bottom = (np.abs(y - y0) < 0.5) | (np.abs(y - y1) < 0.5)
    return len(x) <= 5 and bool((on_side & on_bottom).all())


def _returns(stroke: Stroke) -> bool:
    """Whether a stroke ends where it began."""
    return stroke.closed or bool(np.abs(stroke.points[0] - stroke.points[-1]).max() < 0.1)


def _error_bar(stroke: Stroke, markers: dict[Paint, list[Stroke]]) -> bool:
    """Whether a short straight stroke runs through a marker: an error bar or its cap."""
    x0, y0, x1, y1 = stroke.box
    if len(stroke.points) > 2 or (x1 - x0 > 0.5 and y1 - y0 > 0.5):
        return False
    for group in markers.values():
        for marker in group:
            x, y = centre(marker)
            if (abs((x0 + x1) / 2 - x) < 1 and y0 - 1 <= y <= y1 + 1) or (x1 - x0 < MARKER and y1 - y0 < 0.3):
                return True
    return False


def _capped_bars(lines: list[Stroke]) -> set[int]:
    """The ids of upright strokes that end in the middle of short level ones, and of those: error bars with caps."""
    upright: dict[tuple[int, int], list[Stroke]] = defaultdict(list)
    for stroke in lines:
        x0, y0, x1, y1 = stroke.box
        if len(stroke.points) == 2 and x1 - x0 < 0.3:
            for y in (y0, y1):
                upright[round(x0), round(y)].append(stroke)
    found: set[int] = set()
    for stroke in lines:
        x0, y0, x1, y1 = stroke.box
        if len(stroke.points) != 2 or y1 - y0 > 0.3 or x1 - x0 > MARKER:
            continue
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        near = [b for i in (-1, 0, 1) for j in (-1, 0, 1) for b in upright.get((round(x) + i, round(y) + j), ())]
        bars = [b for b in near if abs(b.box[0] - x) < 0.7 and min(abs(b.box[1] - y), abs(b.box[3] - y)) < 0.7]
        if bars:
            found |= {id(stroke), *(id(b) for b in bars)}
    return found


def legend(
    lines: list[Stroke], markers: dict[Paint, list[Stroke]], labels: list[Phrase]
) -> tuple[list[Handle], set[int]]:
    """The legend's samples with their labels, and the ids of the strokes that are samples, not data.

    Most programs print the label right of its sample, some left of it: the side with more entries counts.
    """
    samples = [(s, Paint(s.color or "", s.dashes)) for s in lines]
    samples += [(s, paint) for paint, group in markers.items() for s in group]
    right, left = _entries(samples, labels, left=False), _entries(samples, labels, left=True)
    found: list[Handle] = []
    used: set[int] = set()
    for phrase, beside in right if len(right) >= len(left) else left:
        nearest = min(beside, key=lambda item: abs(centre(item[0])[1] - sum(phrase.bbox[1::2]) / 2))
        found += [Handle(paint, phrase.plain, phrase.bbox) for _, paint in {p: (s, p) for s, p in beside}.values()]
        used |= {id(s) for s, paint in beside if paint == nearest[1] or _is_sample(s)}
    return found, used


Entry = tuple[Phrase, list[tuple[Stroke, Paint]]]


def _entries(samples: list[tuple[Stroke, Paint]], labels: list[Phrase], *, left: bool) -> list[Entry]:
    """Phrases with the samples beside them, in columns of one alignment; shorter columns than the longest are none."""
    columns: dict[int, list[Entry]] = defaultdict(list)
    for phrase in labels:
        x0, y0, x1, y1 = phrase.bbox
        middle = (y0 + y1) / 2
        beside = [
            (s, paint)
            for s, paint in samples
            if 0 < (s.box[0] - x1 if left else x0 - s.box[2]) < 2.2 * phrase.size
            and abs(centre(s)[1] - middle) < 0.5 * phrase.size
        ]
        if beside:
            columns[round((x1 if left else x0) / 3)].append((phrase, beside))
    many = max((len(c) for c in columns.values()), default=0)
    return [entry for column in columns.values() if len(column) == many or many == 1 for entry in column]


def _is_sample(stroke: Stroke) -> bool:
    x0, y0, x1, y1 = stroke.box
    return len(stroke.points) <= 3 and y1 - y0 < 0.3 and HANDLE[0] <= x1 - x0 <= HANDLE[1]


def line_curves(lines: list[Stroke], frame: Frame) -> list[Curve]:
    """Polylines cut at the frame; strokes of one paint that go on where another ends are one curve."""
    curves: list[Curve] = []
    ends: dict[tuple[Paint, float], list[tuple[Points, Curve]]] = defaultdict(list)
    for stroke in lines:
        paint = Paint(stroke.color or "#000000", stroke.dashes)
        for run in clip(stroke.points, frame.box):
            key = (paint, round(stroke.width, 2))
            before = next((c for end, c in ends[key] if np.abs(end - run[0]).max() < 0.35), None)
            if before is not None:
                before.runs[-1] = np.concatenate((before.runs[-1], run[1:]))
                curve = before
            else:
                curve = Curve(paint, "line", [run], order=stroke.order)
                curves.append(curve)
            ends[key] = [(e, c) for e, c in ends[key] if c is not curve] + [(run[-1], curve)]
    joined = _join_gaps(curves)
    return [c for c in joined if _is_curve(c, frame)]


def _join_gaps(curves: list[Curve]) -> list[Curve]:
    """Runs of one paint that follow each other along x are one curve (cut by the frame, or by missing values)."""
    groups: dict[Paint, list[Curve]] = defaultdict(list)
    for curve in curves:
        groups[curve.paint].append(curve)
    out: list[Curve] = []
    for group in groups.values():
        last: Curve | None = None
        for curve in sorted(group, key=lambda c: float(c.points[:, 0].min())):
            if last is not None and _goes_on(last, curve):
                last.runs += curve.runs
            else:
                last = curve
                out.append(curve)
    return out


def _goes_on(last: Curve, curve: Curve) -> bool:
    """Whether a run follows another along x, over a gap that is not much wider than the runs themselves."""
    gap = float(curve.points[:, 0].min()) - float(last.points[:, 0].max())
    return gap >= -0.5 and gap <= WIDEST_GAP * min(float(np.ptp(c.runs[-1][:, 0])) for c in (last, curve)) + 2


def _is_curve(curve: Curve, frame: Frame) -> bool:
    points = curve.points
    wide = float(np.ptp(points[:, 0])) > 0.04 * frame.width
    return wide and (len(points) > 2 or float(np.ptp(points[:, 0])) > 0.2 * frame.width)


def marker_curves(markers: dict[Paint, list[Stroke]], used: set[int], frame: Frame, joined: set[Paint]) -> list[Curve]:
    """One series a marker shape and colour, its points from left to right; those that pieces of line join are both."""
    curves: list[Curve] = []
    for paint, group in markers.items():
        places = {
            (round(x, 2), round(y, 2))
            for s in group
            if id(s) not in used and frame.holds(*(place := centre(s)))
            for x, y in (place,)
        }
        if len(places) >= MIN_MARKERS:
            order = min(s.order for s in group if id(s) not in used)
            curves.append(
                Curve(paint, "both" if paint in joined else "markers", [np.array(sorted(places))], order=order)
            )
    return curves


def merge_marked_lines(curves: list[Curve]) -> list[Curve]:
    """A line whose vertices carry the markers of its colour is one series with them."""
    markers = [c for c in curves if c.style == "markers"]
    gone: set[int] = set()
    for curve in curves:
        if curve.style != "line":
            continue
        for marked in markers:
            if id(marked) not in gone and marked.paint.color == curve.paint.color and _on(marked.points, curve.points):
                marked.style = "both"
                gone.add(id(curve))
                break
    return [c for c in curves if id(c) not in gone]


def _on(markers: Points, vertices: Points) -> bool:
    """Whether most markers sit on vertices of the line."""
    distance = np.abs(markers[:, None] - vertices[None]).max(axis=2).min(axis=1)
    return bool((distance < 0.8).mean() > 0.8)


def _same_paint(curve: Paint, handle: Paint) -> bool:
    if curve.color != handle.color:
        return False
    if curve.shape and handle.shape:
        return curve.shape == handle.shape
    return not handle.shape and (bool(curve.shape) or curve.dashes == handle.dashes)
