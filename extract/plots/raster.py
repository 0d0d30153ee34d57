"""A picture in, the plots in it out: axes from lines and printed numbers, curves from ink."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from ...records.errors import Problem, Result
from ...records.evidence import Box
from .boxes import candidate_boxes, straight_lines
from .curves import with_legend
from .edge_ticks import edge_ticks
from .frames import Frame, find_frames
from .ink import Ink, Mask, background_of, ink_mask, inks, seen_through, without_grid, without_ticks
from .legend_samples import Sample, find_legend, label_words, legend_box
from .markers import (
    MIN_MARKERS,
    explained,
    fill_holes,
    marker_centres,
    marker_places,
    marker_template,
    match_templates,
    solid_marks,
    wipe_marks,
)
from .page_marks import Phrase
from .picture import Pixels, load_picture
from .picture_marks import DARK, TEXT_HEIGHT, PictureMarks, pale_strokes, phrases_of, read_marks, tick_readings
from .reading import PlotAxes, PlotAxis, PlotReading, PlotSeries
from .second_axis import Owned, axes_of
from .skew import as_scanned, lean_of, turned_back
from .strips import numbers_below, numbers_left, numbers_right
from .tick_labels import Marks, is_factor, x_axis, y_axes
from .tracing import Trace, assign_dashes, line_width, trace_lines
from .vector import plot_axes

STAGE: Final = "plots"
WORST_SCORE: Final = 0.3
MOST_ALIKE: Final = 3
ANOTHER: Final = 0.3
WELL_COVERED: Final = 0.7
"""How many curves of one ink are followed without a legend; of the width, what each after the first spans; and of
that, what is inked."""
LABELLED: Final = 0.8
"""Of its width: what is inked at least of a curve without a label beside a legend."""
CROSSING: Final = 0.3
"""Heights of a line of text: how wide a gap is that a crossing curve leaves."""
MOST_FRAMES: Final = 6
SMALLEST_FRAME: Final = 0.05
"""Of the picture's area: in a smaller box no numbers are looked for again."""
LEAST_CROSSING: Final = 3
TICK_AT_END: Final = 6.0
"""Units: the length of a tick that makes one line with the axis line whose end it stands on."""


@dataclass(frozen=True, slots=True)
class Window:
    """The inside of a frame in pixels: the picture's rows and columns, and the pixels of a unit."""

    x0: int
    y0: int
    x1: int
    y1: int
    unit: float

    def holds(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether the middle of a box of the picture lies in the window."""
        return self.x0 < (x0 + x1) / 2 < self.x1 and self.y0 < (y0 + y1) / 2 < self.y1


def digitize_picture(data: bytes) -> Result[PlotReading]:
    """Every plot of a picture, also of one scanned askew. One that has none gives an empty reading and problem P001."""
    loaded = load_picture(data)
    if loaded.value is None:
        return Result(PlotReading(method="raster"), loaded.problems)
    read = _plots_of(loaded.value)
    lean = None if read.value.axes else lean_of(loaded.value)
    if lean is None:
        return read
    straight = _plots_of(turned_back(loaded.value, lean))
    return Result(as_scanned(straight.value, loaded.value, lean), straight.problems)


def _plots_of(picture: Pixels) -> Result[PlotReading]:
    """The plots of a picture whose axes are level and upright."""
    marks = read_marks(picture)
    marks = _with_strips(picture, marks, _boxes_of_axes(marks))
    marks, frames = _with_frames(picture, marks)
    if not frames:
        return Result(PlotReading(method="raster"), (Problem.of(STAGE, "P001", why="no axes with numbers"),))
    axes: list[PlotAxes] = []
    series: list[PlotSeries] = []
    problems: list[Problem] = []
    for frame in frames:
        if any(other is not frame and _within(frame.box, other.box) for other in frames):
            continue
        pairs = frame.pairs()
        read = [plot_axes(pair, marks.phrases) for pair in pairs]
        drawn = frame_traces(picture, frame, marks)
        owners, told = axes_of(frame, read, [Owned(one.color, one.label) for one in drawn])
        where = {"axes": len(axes)}
        problems += [Problem.of(STAGE, "P002", where, axis=name) for name in read[0].unread]
        problems += [Problem.of(STAGE, "P004", where)] * told.count(False)
        for one, owner in zip(drawn, owners, strict=True):
            curve = _series(one, pairs[owner], marks.pixels, len(axes) + owner)
            if curve.score < WORST_SCORE:
                problems.append(Problem.of(STAGE, "P003", where, why=f"score {curve.score:.2f}"))
            else:
                series.append(curve)
        axes += [in_pixels(pair, marks.pixels) for pair in read]
    return Result(PlotReading(method="raster", axes=tuple(axes), series=tuple(series)), tuple(problems))


def _with_frames(picture: Pixels, marks: PictureMarks) -> tuple[PictureMarks, list[Frame]]:
    """The marks and their frames: of dark lines, or of pale ones where those alone have both scales."""
    frames = find_frames(marks.phrases, marks.strokes, tick_readings, TICK_AT_END)
    if any(frame.x and frame.y for frame in frames):
        return marks, frames
    strokes = pale_strokes(picture, marks.pixels)
    grounds = [stroke.box for stroke in strokes if stroke.fill]
    pale = _with_strips(picture, replace(marks, strokes=strokes), grounds)
    others = find_frames(pale.phrases, pale.strokes, tick_readings, TICK_AT_END)
    return (pale, others) if not frames or any(frame.x and frame.y for frame in others) else (marks, frames)


def _boxes_of_axes(marks: PictureMarks) -> list[Box]:
    """Boxes at whose corner two axis lines meet, the largest first."""
    level, upright = straight_lines(marks.strokes)
    return [b for b, sure in candidate_boxes([], level, upright, TICK_AT_END) if sure][:MOST_FRAMES]


def _with_strips(picture: Pixels, marks: PictureMarks, boxes: list[Box]) -> PictureMarks:
    """The marks with the ticks, and the numbers that were overlooked, along the sides of boxes."""
    level, upright = straight_lines(marks.strokes)
    phrases, strokes = list(marks.phrases), list(marks.strokes)
    unit, height = marks.pixels, marks.pixels * TEXT_HEIGHT
    darkest = picture.min(axis=2).astype(np.float64)
    for number, box in enumerate(boxes):
        if any(_within(box, other) for other in boxes[:number]):
            continue
        if (box[2] - box[0]) * (box[3] - box[1]) * unit**2 < SMALLEST_FRAME * picture.shape[0] * picture.shape[1]:
            continue
        pixels = (box[0] * unit, box[1] * unit, box[2] * unit, box[3] * unit)
        ticks = [replace(s, points=s.points / unit) for s in edge_ticks(darkest, pixels, height, DARK)]
        strokes += ticks
        numbers = [(p, v) for p in phrases if p.upright for v in tick_readings(p.text)]
        more_level, more_upright = straight_lines(ticks)
        near = Marks(numbers, phrases, level + more_level, upright + more_upright)
        x, y = x_axis(box, near), y_axes(box, near) or y_axes(box, near, right=True)
        words = numbers_below(picture, pixels, height) if x is None or x.scale.ticks < 3 else []
        words += numbers_left(picture, pixels, height) if not y or y[0].scale.ticks < 3 else []
        words += numbers_right(picture, pixels, height) if _has_hidden_right(box, near) else []
        fresh = [p for p in phrases_of(picture, words, unit) if tick_readings(p.text)]
        phrases = [p for p in phrases if not any(_on(p, other) for other in fresh)] + fresh
    return replace(marks, phrases=phrases, strokes=strokes)


def _has_hidden_right(box: Box, near: Marks) -> bool:
    """Whether numbers stand at a box's right side that make no scale: read together with its line or its ticks."""
    crossing = [p for p in near.phrases if p.bbox[0] < box[2] < p.centre[0] and any(c.isdigit() for c in p.plain)]
    told = y_axes(box, near, right=True)
    return len(crossing) >= LEAST_CROSSING and (not told or told[0].scale.ticks < 3)


def _on(phrase: Phrase, other: Phrase) -> bool:
    x, y = other.centre
    return phrase.bbox[0] <= x <= phrase.bbox[2] and phrase.bbox[1] <= y <= phrase.bbox[3]


def _within(a: Box, b: Box) -> bool:
    return a[0] > b[0] + 1 and a[1] > b[1] + 1 and a[2] < b[2] - 1 and a[3] < b[3] - 1


def in_pixels(axes: PlotAxes, pixels: float) -> PlotAxes:
    """Axes found in units, with their box and residuals in pixels."""

    def scaled(axis: PlotAxis) -> PlotAxis:
        return replace(axis, residual=None if axis.residual is None else round(axis.residual * pixels, 2))

    x0, y0, x1, y1 = (round(v * pixels, 1) for v in axes.bbox)
    a0, b0, a1, b1 = (round(v * pixels, 1) for v in axes.printed)
    return replace(axes, bbox=(x0, y0, x1, y1), printed=(a0, b0, a1, b1), x=scaled(axes.x), y=scaled(axes.y))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A curve of a picture: its trace, moved to the picture's pixels, with its colour and its label."""

    trace: Trace
    color: str
    label: str | None


def frame_traces(picture: Pixels, frame: Frame, marks: PictureMarks) -> list[Drawn]:
    """The curves of one frame, ink by ink, with the labels of its legend."""
    unit = marks.pixels * TEXT_HEIGHT
    window = _window(picture, frame, marks)
    inner = picture[window.y0 : window.y1, window.x0 : window.x1]
    if min(inner.shape[:2]) < 16:
        return []
    background = background_of(inner)
    printed = ink_mask(inner, background)
    strength = np.abs(inner.astype(np.float64) - background).max(axis=2)
    mask = without_ticks(without_grid(printed, strength), round(0.9 * unit), max(3, round(0.3 * unit)))
    palette = inks(inner, printed, background)
    words = label_words([p for p in marks.phrases if _may_be_label(p, frame)], marks.pixels)
    everything = ink_mask(picture, background)
    samples = find_legend(picture, everything, background, palette, words, round(frame.box[2] * marks.pixels) + 1)
    outside = np.zeros(everything.shape, dtype=bool)
    for side in legend_box(everything, samples):
        outside[side] = True
    mask &= ~outside[window.y0 : window.y1, window.x0 : window.x1]
    shown = [w for w in words if window.holds(*w.box)]
    area = _legend_area(samples, window)
    found: list[Drawn] = []
    corner = np.array([window.x0 + 0.5, window.y0 + 0.5])
    for number, ink in enumerate(palette):
        own = [s for s in samples if s.ink == number]
        cleared = _bridged(ink.mask & mask, printed, unit)
        if area is not None and not ink.grey:
            cleared |= seen_through(inner, background, ink, palette, area)
        _clear(cleared, [w.box for w in shown if _printed_in(w.box, window, palette) is ink], window, 0.12)
        _clear(cleared, [s.box for s in own], window, 0.05)
        for trace, label in ink_series(cleared, unit, own, grey=ink.grey):
            if label is None and (_is_edge(trace, cleared.shape, unit) or (samples and trace.cover < LABELLED)):
                continue
            found.append(Drawn(replace(trace, points=trace.points + corner), ink.color, label))
    return found


def _bridged(own: Mask, printed: Mask, unit: float) -> Mask:
    """An ink with the gaps that other inks cut into it where they lie over it."""
    size = max(3, round(CROSSING * unit) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    closed = cv2.morphologyEx(np.pad(own, size).astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    return own | (closed[size:-size, size:-size].astype(bool) & printed)


def _is_edge(trace: Trace, shape: tuple[int, ...], unit: float) -> bool:
    """Whether a trace is what is left of ticks or of the frame: all of it lies along the edges."""
    near = 0.6 * unit
    x, y = trace.points[:, 0], trace.points[:, 1]
    return bool(((y < near) | (y > shape[0] - near) | (x < near) | (x > shape[1] - near)).all())


def _may_be_label(phrase: Phrase, frame: Frame) -> bool:
    """Whether a phrase stands in the frame, right of it, over or under it, and is no number of an axis."""
    if phrase in frame.x_labels or phrase in frame.y_labels or phrase in frame.right_labels:
        return False
    x, y = phrase.centre
    x0, y0, x1, y1 = with_legend(frame.box)
    words = any(c.isalnum() for c in phrase.plain) and not is_factor(phrase.text)
    return words and x0 < x < x1 and y0 < y < y1


def _legend_area(samples: list[Sample], window: Window) -> tuple[slice, slice] | None:
    """The rows and columns of the window that the legend covers."""
    if not samples:
        return None
    size = samples[0].word.size
    x0, y0 = min(s.box[0] for s in samples) - size, min(s.word.box[1] for s in samples) - 0.6 * size
    x1, y1 = max(s.word.box[2] for s in samples) + size, max(s.word.box[3] for s in samples) + 0.6 * size
    return (
        slice(max(0, round(y0) - window.y0), max(0, round(y1) - window.y0)),
        slice(max(0, round(x0) - window.x0), max(0, round(x1) - window.x0)),
    )


def _inner_box(box: tuple[float, float, float, float], window: Window, pad: float) -> tuple[slice, slice]:
    """A box of the picture, padded by a share of its height, as rows and columns of the window."""
    x0, y0, x1, y1 = box
    extra = pad * (y1 - y0)
    return (
        slice(max(0, round(y0 - extra) - window.y0), max(0, round(y1 + extra) - window.y0)),
        slice(max(0, round(x0 - extra) - window.x0), max(0, round(x1 + extra) - window.x0)),
    )


def _clear(mask: Mask, boxes: Sequence[tuple[float, float, float, float]], window: Window, pad: float) -> None:
    for box in boxes:
        mask[_inner_box(box, window, pad)] = False


def _printed_in(box: tuple[float, float, float, float], window: Window, palette: list[Ink]) -> Ink | None:
    """The ink that a word is printed in: the one that covers most of its box."""
    area = _inner_box(box, window, 0)
    return max(palette, key=lambda ink: float(ink.mask[area].sum()), default=None)


def ink_series(mask: Mask, unit: float, samples: list[Sample], *, grey: bool) -> list[tuple[Trace, str | None]]:
    """An ink's curves with their labels: markers as the legend shows them, a cloud of markers, or lines."""
    if not mask.any():
        return []
    line = line_width(mask)
    if len(samples) < 2:
        label = samples[0].label if samples else None
        centres = marker_centres(mask, unit, line)
        if centres is None and samples and samples[0].kind == "marker":
            centres = marker_places(mask, samples[0].mask)
        if centres is not None:
            return [(Trace(centres, "markers", 0.5, explained(mask, centres, unit)), label)]
        solid = fill_holes(mask) if samples and samples[0].kind == "marker" else solid_marks(mask, unit)
        most = 1 if samples or solid is not None else MOST_ALIKE
        traces = trace_lines(mask if solid is None else solid, unit, most, 0, ANOTHER)
        traces = [t for i, t in enumerate(traces) if i == 0 or t.cover > WELL_COVERED]
        return [(trace, label if i == 0 else None) for i, trace in enumerate(traces)]
    found: list[tuple[Trace, str | None]] = []
    marked = [s for s in samples if s.kind == "marker"]
    left = mask.copy()
    shapes = [(s, t) for s in marked if (t := marker_template(s.mask)) is not None]
    for (sample, template), places in zip(shapes, match_templates(mask, [t for _, t in shapes]), strict=True):
        if len(places) >= MIN_MARKERS:
            found.append((Trace(places, "markers", 0.5, explained(mask, places, unit)), sample.label))
            wipe_marks(left, places, template.shape)
    missing = [s for s in samples if s.label not in {label for _, label in found}]
    if not missing:
        return found
    traces = trace_lines(left, unit, len(missing), sum(s.dashes.whole and s.kind == "line" for s in missing))
    for trace, owner in zip(traces, assign_dashes(traces, [s.dashes for s in missing]), strict=True):
        found.append((trace, missing[owner].label if owner is not None else None))
    return found


def _window(picture: Pixels, frame: Frame, marks: PictureMarks) -> Window:
    inset = 1.5 + max((s.width for s in marks.strokes if _on_edge(s.box, frame)), default=0.0) * marks.pixels / 2
    x0, y0, x1, y1 = (v * marks.pixels for v in frame.box)
    height, width = picture.shape[:2]
    return Window(
        max(0, round(x0 + inset)), max(0, round(y0 + inset)),
        min(width, round(x1 - inset)), min(height, round(y1 - inset)), marks.pixels,
    )  # fmt: skip


def _on_edge(box: tuple[float, float, float, float], frame: Frame) -> bool:
    x0, y0, x1, y1 = box
    level = abs(y1 - y0) < 0.1
    return (level and abs(y0 - frame.box[3]) < 0.6 and x1 - x0 > 0.5 * frame.width) or (
        not level and abs(x0 - frame.box[0]) < 0.6 and y1 - y0 > 0.5 * frame.height
    )


def _series(drawn: Drawn, frame: Frame, pixels: float, axes: int) -> PlotSeries:
    trace, place = drawn.trace, drawn.trace.points
    units = place / pixels
    x0, y0, x1, y1 = frame.box
    x = frame.x.to_data(units[:, 0]) if frame.x else (units[:, 0] - x0) / (x1 - x0)
    y = frame.y.to_data(units[:, 1]) if frame.y else (y1 - units[:, 1]) / (y1 - y0)
    known = sum(s is not None and s.ticks >= 3 for s in (frame.x, frame.y))
    return PlotSeries(
        axes=axes,
        label=drawn.label,
        color=drawn.color,
        style=trace.style,
        x=tuple(float(f"{v:.6g}") for v in x),
        y=tuple(float(f"{v:.6g}") for v in y),
        path=tuple((round(float(a), 1), round(float(b), 1)) for a, b in place),
        residual=round(trace.residual, 3),
        score=round(trace.cover * (0.5 + 0.25 * known), 3),
    )
