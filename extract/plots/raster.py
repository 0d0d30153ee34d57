"""A picture in, the plots in it out: axes from lines and printed numbers, curves from ink."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ...records.errors import Problem, Result
from .frames import Frame, find_frames
from .ink import Ink, Mask, background_of, ink_mask, inks, without_grid, without_ticks
from .page_marks import Phrase
from .picture import Pixels, load_picture
from .picture_marks import TEXT_HEIGHT, PictureMarks, read_marks, tick_readings
from .reading import PlotAxes, PlotAxis, PlotReading, PlotSeries
from .tracing import Trace, marker_centres, trace_lines
from .vector import plot_axes

STAGE: Final = "plots"
WORST_SCORE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Window:
    """The inside of a frame in pixels: the picture's rows and columns, and the pixels of a unit."""

    x0: int
    y0: int
    x1: int
    y1: int
    unit: float


@dataclass(frozen=True, slots=True)
class Sample:
    """A legend entry: its words and the pixels of its sample, as a box in the window."""

    label: str
    box: tuple[int, int, int, int]


def digitize_picture(data: bytes) -> Result[PlotReading]:
    """Every plot of a picture. A picture that is none gives an empty reading and problem P001."""
    loaded = load_picture(data)
    if loaded.value is None:
        return Result(PlotReading(method="raster"), loaded.problems)
    marks = read_marks(loaded.value)
    frames = find_frames(marks.phrases, marks.strokes, tick_readings)
    if not frames:
        return Result(PlotReading(method="raster"), (Problem.of(STAGE, "P001", why="no axes with numbers"),))
    axes: list[PlotAxes] = []
    series: list[PlotSeries] = []
    problems: list[Problem] = []
    for frame in frames:
        if any(other is not frame and _inside(frame, other) for other in frames):
            continue
        found = frame_series(loaded.value, frame, marks, len(axes))
        for one in found:
            if one.score < WORST_SCORE:
                problems.append(Problem.of(STAGE, "P003", {"axes": len(axes)}, why=f"score {one.score:.2f}"))
        series += [one for one in found if one.score >= WORST_SCORE]
        axes.append(in_pixels(plot_axes(frame, marks.phrases), marks.pixels))
    return Result(PlotReading(method="raster", axes=tuple(axes), series=tuple(series)), tuple(problems))


def _inside(inner: Frame, outer: Frame) -> bool:
    a, b = inner.box, outer.box
    return a[0] > b[0] + 1 and a[1] > b[1] + 1 and a[2] < b[2] - 1 and a[3] < b[3] - 1


def in_pixels(axes: PlotAxes, pixels: float) -> PlotAxes:
    """Axes found in units, with their box and residuals in pixels."""

    def scaled(axis: PlotAxis) -> PlotAxis:
        return replace(axis, residual=None if axis.residual is None else round(axis.residual * pixels, 2))

    x0, y0, x1, y1 = (round(v * pixels, 1) for v in axes.bbox)
    a0, b0, a1, b1 = (round(v * pixels, 1) for v in axes.printed)
    return replace(axes, bbox=(x0, y0, x1, y1), printed=(a0, b0, a1, b1), x=scaled(axes.x), y=scaled(axes.y))


def frame_series(picture: Pixels, frame: Frame, marks: PictureMarks, axes: int) -> list[PlotSeries]:
    """The curves of one frame, ink by ink, with the labels of its legend."""
    unit = marks.pixels * TEXT_HEIGHT
    window = _window(picture, frame, marks)
    inner = picture[window.y0 : window.y1, window.x0 : window.x1]
    if min(inner.shape[:2]) < 16:
        return []
    background = background_of(inner)
    mask = ink_mask(inner, background)
    strength = np.abs(inner.astype(np.float64) - background).max(axis=2)
    mask = without_ticks(without_grid(mask, strength), round(0.9 * unit), max(3, round(0.3 * unit)))
    words = [p for p in marks.phrases if frame.holds(*p.centre, margin=-0.5) and any(c.isalnum() for c in p.plain)]
    samples = legend_samples(mask, words, window, marks.pixels)
    for phrase in words:
        if len(phrase.plain) > 1:
            mask[_slice(phrase, window, marks.pixels, pad=0.15)] = False
    found: list[PlotSeries] = []
    whole = ink_mask(inner, background)
    palette = inks(inner, whole, background)
    owners = [max(range(len(palette)), key=lambda i: _share(palette[i], s), default=0) for s in samples]
    for number, ink in enumerate(palette):
        own = [s for s, owner in zip(samples, owners, strict=True) if owner == number]
        cleared = Ink(ink.color, ink.mask & mask, ink.grey)
        for sample in samples:
            a0, b0, a1, b1 = sample.box
            cleared.mask[b0:b1, a0:a1] = False
        traces = ink_traces(cleared, unit, max(1, len(own)) if own or not ink.grey else 3)
        for index, trace in enumerate(traces):
            label = own[index].label if index < len(own) else None
            found.append(_series(trace, frame, window, marks.pixels, ink.color, label, axes))
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


def _slice(phrase: Phrase, window: Window, pixels: float, pad: float) -> tuple[slice, slice]:
    x0, y0, x1, y1 = (v * pixels for v in phrase.bbox)
    extra = pad * (y1 - y0)
    return (
        slice(max(0, round(y0 - extra) - window.y0), max(0, round(y1 + extra) - window.y0)),
        slice(max(0, round(x0 - extra) - window.x0), max(0, round(x1 + extra) - window.x0)),
    )


def legend_samples(mask: Mask, words: list[Phrase], window: Window, pixels: float) -> list[Sample]:
    """Legend entries: words that stand left-aligned under each other, or alone, with ink close to their left."""
    columns: dict[int, list[Sample]] = {}
    for phrase in words:
        x0, y0, _, y1 = (v * pixels for v in phrase.bbox)
        size = y1 - y0
        right, left = round(x0 - 0.05 * size) - window.x0, round(x0 - 3.4 * size) - window.x0
        top, bottom = round(y0) - window.y0, round(y1) - window.y0
        if right < 3 or top < 0:
            continue
        strip = mask[max(0, top) : bottom, max(0, left) : right]
        inked = np.flatnonzero(strip.any(axis=0)) + max(0, left)
        if not len(inked) or right - inked[-1] > 1.8 * size:
            continue
        box = (int(inked[0]), max(0, top), int(inked[-1]) + 1, bottom)
        columns.setdefault(round((x0 - window.x0) / (0.8 * size)), []).append(Sample(phrase.plain, box))
    groups = sorted(columns.values(), key=len, reverse=True)
    if not groups:
        return []
    return sorted(groups[0], key=lambda s: s.box[1])


def _share(ink: Ink, sample: Sample) -> float:
    """How many of a sample's pixels are of this ink."""
    x0, y0, x1, y1 = sample.box
    return float(ink.mask[y0:y1, x0:x1].sum())


def ink_traces(ink: Ink, unit: float, most: int) -> list[Trace]:
    """An ink's curves: a cloud of markers, else lines."""
    if not ink.mask.any():
        return []
    centres = marker_centres(ink.mask, unit)
    if centres is not None:
        return [Trace(centres, "markers", 0.5, 1.0)]
    return trace_lines(ink.mask, unit, most)


def _series(
    trace: Trace, frame: Frame, window: Window, pixels: float, color: str, label: str | None, axes: int
) -> PlotSeries:
    place = trace.points + np.array([window.x0 + 0.5, window.y0 + 0.5])
    units = place / pixels
    x0, y0, x1, y1 = frame.box
    x = frame.x.to_data(units[:, 0]) if frame.x else (units[:, 0] - x0) / (x1 - x0)
    y = frame.y.to_data(units[:, 1]) if frame.y else (y1 - units[:, 1]) / (y1 - y0)
    known = sum(s is not None and s.ticks >= 3 for s in (frame.x, frame.y))
    return PlotSeries(
        axes=axes,
        label=label,
        color=color,
        style=trace.style,
        x=tuple(float(f"{v:.6g}") for v in x),
        y=tuple(float(f"{v:.6g}") for v in y),
        path=tuple((round(float(a), 1), round(float(b), 1)) for a, b in place),
        residual=round(trace.residual, 3),
        score=round(trace.cover * (0.5 + 0.25 * known), 3),
    )
