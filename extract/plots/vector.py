"""A PDF page in, the plots that it draws as vectors out: axes and curves in data units, without a pixel."""

from typing import Final

import numpy as np
import pymupdf

from ...records.errors import Problem, Result
from ...records.evidence import Box
from ...records.units import parse_unit
from .boxes import candidate_boxes, straight_lines
from .curves import Curve, read_curves
from .frames import Frame, find_frames, printed_value
from .outlined import outlined_phrases
from .page_marks import Phrase, Stroke, phrases, strokes
from .picture_marks import tick_readings
from .reading import PlotAxes, PlotAxis, PlotReading, PlotSeries
from .scales import Scale
from .second_axis import Owned, axes_of

STAGE: Final = "plots"
LARGEST_LETTER: Final = 13.0
"""Points."""
UNIT_MARKS: Final = (("(", ")"), ("[", "]"))


def digitize_page(page: pymupdf.Page) -> Result[PlotReading]:
    """Every plot of the page whose x axis has readable ticks; an axis without ticks gives problem P002."""
    all_strokes = strokes(page)
    if not candidate_boxes(all_strokes, *straight_lines(all_strokes)):
        return Result(PlotReading(method="vector"))
    all_phrases = phrases(page)
    outlined = outlined_phrases(page, all_strokes, all_phrases)
    all_phrases += outlined
    drawn = [s for s in all_strokes if not _is_letter(s, outlined)]
    axes: list[PlotAxes] = []
    series: list[PlotSeries] = []
    problems: list[Problem] = []
    frames = find_frames(all_phrases, all_strokes, tick_readings if outlined else printed_value)
    for frame in frames:
        inner = [other.box for other in frames if other is not frame and _within(other.box, frame.box)]
        curves = [c for c in read_curves(frame, drawn, all_phrases) if not _drawn_in(c, inner)]
        if not curves:
            continue
        pairs = frame.pairs()
        read = [plot_axes(pair, all_phrases) for pair in pairs]
        where = {"page": (page.number or 0) + 1, "axes": len(axes)}
        problems += [Problem.of(STAGE, "P002", where, axis=name) for name in read[0].unread]
        seen = [Owned(curve.paint.color, curve.label, curve.order) for curve in curves]
        owners, told = axes_of(frame, read, seen, all_strokes)
        problems += [Problem.of(STAGE, "P004", where)] * told.count(False)
        series += [data_series(c, pairs[n], len(axes) + n) for c, n in zip(curves, owners, strict=True)]
        axes += read
    return Result(PlotReading(method="vector", axes=tuple(axes), series=tuple(series)), tuple(problems))


def _is_letter(stroke: Stroke, outlined: list[Phrase]) -> bool:
    """Whether a filled shape is a letter of words that are drawn as outlines."""
    if stroke.fill is None or max(stroke.box[2] - stroke.box[0], stroke.box[3] - stroke.box[1]) > LARGEST_LETTER:
        return False
    x, y = (stroke.box[0] + stroke.box[2]) / 2, (stroke.box[1] + stroke.box[3]) / 2
    return any(p.bbox[0] <= x <= p.bbox[2] and p.bbox[1] <= y <= p.bbox[3] for p in outlined)


def _within(inner: Box, outer: Box) -> bool:
    return inner[0] > outer[0] and inner[1] > outer[1] and inner[2] < outer[2] and inner[3] < outer[3]


def _drawn_in(curve: Curve, boxes: list[Box]) -> bool:
    """Whether a curve lies in an inset."""
    points = curve.points
    return any(bool(((points >= box[:2]) & (points <= box[2:])).all()) for box in boxes)


def plot_axes(frame: Frame, all_phrases: list[Phrase]) -> PlotAxes:
    """The frame's axes with the labels printed under and beside it."""
    x0, y0, x1, y1 = frame.box
    floor = max((p.bbox[3] for p in frame.x_labels), default=y1)
    on_right = any(p.centre[0] > x1 for p in frame.y_labels)
    wall = max(p.bbox[2] for p in frame.y_labels) if on_right else min((p.bbox[0] for p in frame.y_labels), default=x0)
    under = [
        p for p in all_phrases
        if p.upright and p not in frame.x_labels and x0 < p.centre[0] < x1 and -4 < p.bbox[1] - floor < 2.2 * p.size
    ]  # fmt: skip
    beside = [
        p for p in all_phrases
        if not p.upright and y0 < p.centre[1] < y1
        and -4 < (p.bbox[0] - wall if on_right else wall - p.bbox[2]) < 2.5 * p.size
    ]  # fmt: skip
    x_words = " ".join(p.plain for p in sorted(under, key=lambda p: p.bbox[0]))
    y_words = " ".join(p.plain for p in sorted(beside, key=lambda p: -p.bbox[3]))
    boxes = np.array([frame.box, *(p.bbox for p in (*frame.x_labels, *frame.y_labels, *under, *beside))])
    (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return PlotAxes(
        bbox=(round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)),
        printed=(round(float(left), 2), round(float(top), 2), round(float(right), 2), round(float(bottom), 2)),
        words=x_words,
        x=plot_axis(x_words, frame.x, (x0, x1)),
        y=plot_axis(y_words, frame.y, (y1, y0)),
        y_colors=tuple(phrase.color for phrase in (*frame.y_labels, *beside)),
    )


def plot_axis(words: str, scale: Scale | None, ends: tuple[float, float]) -> PlotAxis:
    """An axis from its printed words and its scale."""
    label, unit = split_unit(words)
    if scale is None:
        return PlotAxis(label=label, unit=unit)
    low, high = (float(v) + 0.0 for v in scale.to_data(ends))
    return PlotAxis(label=label, unit=unit, scale=scale.kind, range=(low, high), residual=round(scale.residual, 3))


def split_unit(words: str) -> tuple[str | None, str | None]:
    """``Voltage (V)`` or ``Voltage / V`` as label and plain unit."""
    words = words.strip()
    for left, right in UNIT_MARKS:
        head, mark, tail = words.rpartition(left)
        if mark and right in tail and (unit := parse_unit(tail[: tail.rindex(right)])) is not None:
            return head.rstrip(" ([,/").strip() or None, unit.plain
    head, mark, tail = words.rpartition("/")
    if mark and head.strip() and (unit := parse_unit(tail.strip())) is not None:
        return head.strip(), unit.plain
    return words or None, None


def data_series(curve: Curve, frame: Frame, axes: int) -> PlotSeries:
    """A curve in data units, simplified no further than it was drawn."""
    points = curve.points
    x0, y0, x1, y1 = frame.box
    x = frame.x.to_data(points[:, 0]) if frame.x else (points[:, 0] - x0) / (x1 - x0)
    y = frame.y.to_data(points[:, 1]) if frame.y else (y1 - points[:, 1]) / (y1 - y0)
    residual = max(scale.residual for scale in (frame.x, frame.y) if scale is not None)
    known = sum(scale is not None and scale.ticks >= 3 for scale in (frame.x, frame.y))
    return PlotSeries(
        axes=axes,
        label=curve.label,
        color=curve.paint.color,
        style=curve.style,
        x=tuple(float(v) for v in np.round(x, 10)),
        y=tuple(float(f"{v:.8g}") for v in y),
        path=tuple((round(float(a), 2), round(float(b), 2)) for a, b in points),
        residual=round(residual, 3),
        score=round(0.5 + 0.25 * known - min(0.3, residual / 5), 3),
    )
