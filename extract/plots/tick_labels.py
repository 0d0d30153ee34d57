"""The numbers printed around a box and its tick marks in, the scales of its axes out."""

import itertools
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ...records.evidence import Box
from .boxes import Line
from .page_marks import Phrase
from .scales import Scale, Tick, fit_scale, straight_line

LONGEST_TICK: Final = 12.0
LABEL_REACH: Final = 32.0
"""Points from an axis line within which its tick labels stand."""
MINOR: Final = 0.8
"""Of a tick's length: a shorter one beside it is a minor tick."""
MIN_SHARE: Final = 0.5
"""Of a row's numbers: a scale on which fewer lie is a chance."""
MOST_PARTS: Final = 6
_FACTOR: Final = re.compile(r"(?:[x×✕*·]\s?10\s?\^?([-+]?\d{1,2})|1[eE]([-+]?\d{1,2}))")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212]")

Reading = tuple[float, bool]
"""A number, and whether it is printed as a power of ten."""
Labelled = tuple[Phrase, Reading]


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale with the phrases that are its tick labels, and the stretch of the axis on which it holds."""

    scale: Scale
    labels: tuple[Phrase, ...]
    stretch: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands on the page: numbers with their readings, other phrases, and short or long straight lines."""

    numbers: list[Labelled]
    phrases: list[Phrase]
    level: list[Line]
    upright: list[Line]


def x_axis(box: Box, marks: Marks) -> Axis | None:
    """The scale printed under the box, or else over it."""
    x0, y0, x1, y1 = box
    near = [(p, v) for p, v in marks.numbers if x0 - 0.8 * p.size - 4 <= p.centre[0] <= x1 + 0.8 * p.size + 4]
    below = [(p, v, p.bbox[1] - y1) for p, v in near if -2 - 0.35 * p.size <= p.bbox[1] - y1 < LABEL_REACH]
    above = [(p, v, y0 - p.bbox[3]) for p, v in near if -2 - 0.35 * p.size <= y0 - p.bbox[3] < LABEL_REACH]
    for found, edge in ((below, y1), (above, y0)):
        if len(found) < 2:
            continue
        ticks = [t for t in marks.upright if _touches(t, edge)]
        rows = [_across(row, ticks) for row in _rows(found)]
        axes = _best(rows, (x0, x1))
        if axes and (edge == y1 or axes[0].scale.ticks >= 3):
            factor = _factor(marks.phrases, (x1 - 0.25 * (x1 - x0), y1 - 2, x1 + 40, y1 + 1.6 * LABEL_REACH))
            return _times(axes[0], factor)
    return None


def y_axes(box: Box, marks: Marks, *, right: bool = False) -> list[Axis]:
    """The scale printed left (or right) of the box; several, from the top down, if the axis is broken."""
    x0, y0, x1, y1 = box
    edge = x1 if right else x0
    found: list[tuple[Phrase, Reading, float]] = []
    for phrase, value in marks.numbers:
        apart = phrase.bbox[0] - x1 if right else x0 - phrase.bbox[2]
        level = y0 - 0.6 * phrase.size - 2 <= phrase.centre[1] <= y1 + 0.6 * phrase.size + 2
        if level and -2 - 0.2 * phrase.size <= apart < LABEL_REACH:
            found.append((phrase, value, apart))
    if len(found) < 2:
        return []
    ticks = [t for t in marks.level if _touches(t, edge)]
    columns = [_along(column, ticks) for column in _columns(found)]
    axes = _best(columns, (y0, y1))
    corner = (edge - 45, y0 - 26, edge + (45 if right else 0.4 * (x1 - x0)), y0 + 3)
    factor = _factor([p for p in marks.phrases if all(p not in a.labels for a in axes)], corner)
    return [_times(axis, factor) for axis in axes]


@dataclass(frozen=True, slots=True)
class _Row:
    """Labels in line with each other, each with its place along the axis."""

    places: list[tuple[float, Phrase, Reading]]
    size: float


def _across(row: list[Labelled], ticks: list[Line]) -> _Row:
    places = [(_snap(p.centre[0], ticks, p.size), p, v) for p, v in row]
    return _Row(sorted(places, key=lambda place: place[0]), row[0][0].size)


def _along(column: list[Labelled], ticks: list[Line]) -> _Row:
    places = [(_snap(p.centre[1], ticks, p.size), p, v) for p, v in column]
    return _Row(sorted(places, key=lambda place: place[0]), column[0][0].size)


def _rows(found: list[tuple[Phrase, Reading, float]]) -> list[list[Labelled]]:
    """Labels on one line each, the line nearest to the axis first."""
    rows: list[list[tuple[Phrase, Reading, float]]] = []
    for item in sorted(found, key=lambda item: item[2]):
        middle = item[0].centre[1]
        row = next((r for r in rows if abs(r[0][0].centre[1] - middle) < 0.6 * item[0].size), None)
        if row is None:
            rows.append([item])
        else:
            row.append(item)
    return [[(p, v) for p, v, _ in row] for row in rows]


def _columns(found: list[tuple[Phrase, Reading, float]]) -> list[list[Labelled]]:
    """Labels over each other, the column nearest to the axis first; right-aligned, left-aligned or centred."""
    columns: list[list[tuple[Phrase, Reading, float]]] = []
    for item in sorted(found, key=lambda item: item[2]):
        left, right = item[0].bbox[0], item[0].bbox[2]
        column = next((c for c in columns if any(left < p.bbox[2] and right > p.bbox[0] for p, _, _ in c)), None)
        if column is None:
            columns.append([item])
        else:
            column.append(item)
    return [[(p, v) for p, v, _ in column] for column in columns]


def _best(rows: list[_Row], ends: tuple[float, float]) -> list[Axis]:
    """The axis of the nearest row with three ticks on one scale, or with a broken scale; else with two ticks."""
    tolerance = max(1.0, 0.006 * (ends[1] - ends[0]))
    fits = [(row, fit_scale([Tick(at, *v) for at, _, v in row.places], tolerance)) for row in rows]
    for row, scale in fits:
        if scale is None:
            continue
        count = len({id(p) for _, p, _ in row.places})
        if scale.ticks < 0.8 * count and (parts := _broken(row, tolerance, ends)):
            return parts
        if scale.ticks >= max(3, MIN_SHARE * count):
            return [_axis(row, scale, ends, tolerance)]
    for row, scale in fits:
        if scale is not None and scale.ticks >= MIN_SHARE * len({id(p) for _, p, _ in row.places}):
            return [_axis(row, scale, ends, tolerance)]
    return []


def _axis(row: _Row, scale: Scale, ends: tuple[float, float], tolerance: float) -> Axis:
    return Axis(scale, tuple(p for _, p, _ in row.places), ends)


def _broken(row: _Row, tolerance: float, ends: tuple[float, float]) -> list[Axis]:
    """Scales that follow each other on one axis, if all labels lie on them and run the same way."""
    singles = [(at, p, v) for at, p, v in row.places]
    if len({id(p) for _, p, _ in singles}) != len(singles) or len(singles) < 4:
        return []
    parts: list[list[tuple[float, Phrase, Reading]]] = []
    start = 0
    while start < len(singles):
        stop = start + 1
        while stop < len(singles) and _on_one_line(singles[start : stop + 1], tolerance):
            stop += 1
        parts.append(singles[start:stop])
        start = stop
    if not 2 <= len(parts) <= MOST_PARTS or any(len(part) < 2 or not _falling(part) for part in parts):
        return []
    for one, other in itertools.pairwise(parts):
        if not _falling([one[-1], other[0]]) and min(len(one), len(other)) < 3:
            return []
    axes: list[Axis] = []
    for i, part in enumerate(parts):
        scale = fit_scale([Tick(at, v[0]) for at, _, v in part], tolerance)
        if scale is None:
            return []
        low = ends[0] if i == 0 else (parts[i - 1][-1][0] + part[0][0]) / 2
        high = ends[1] if i == len(parts) - 1 else (part[-1][0] + parts[i + 1][0][0]) / 2
        axes.append(Axis(scale, tuple(p for _, p, _ in part), (low, high)))
    return axes


def _falling(part: list[tuple[float, Phrase, Reading]]) -> bool:
    """Whether the numbers get smaller along the axis: downward, for an upright one."""
    return all(a[2][0] > b[2][0] for a, b in itertools.pairwise(part))


def _on_one_line(part: list[tuple[float, Phrase, Reading]], tolerance: float) -> bool:
    at = np.array([a for a, _, _ in part])
    value = np.array([v[0] for _, _, v in part])
    if len(part) < 3:
        return True
    if np.unique(value).size < len(part):
        return False
    slope, start = straight_line(value, at)
    return bool(np.abs(start + slope * value - at).max() <= tolerance)


def _factor(phrases: list[Phrase], corner: Box) -> float:
    """The power of ten printed once for all numbers of an axis, in its corner."""
    x0, y0, x1, y1 = corner
    for phrase in phrases:
        x, y = phrase.centre
        if not (x0 <= x <= x1 and y0 <= y <= y1):
            continue
        if match := _FACTOR.fullmatch(_plain(phrase.text)):
            exponent = int(match[1] or match[2])
            return 10.0**exponent if abs(exponent) < 40 else 1.0
    return 1.0


def is_factor(text: str) -> bool:
    """Whether words are a power of ten that holds for all numbers of an axis."""
    return _FACTOR.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text.replace(" ", "")))


def _times(axis: Axis, factor: float) -> Axis:
    """The axis with all its numbers multiplied."""
    scale = axis.scale
    if factor == 1.0 or scale.kind == "log":
        return axis
    return replace(axis, scale=replace(scale, slope=scale.slope / factor))


def _touches(mark: Line, edge: float) -> bool:
    """Whether a short line crosses or meets the axis at ``edge``."""
    return mark.length <= LONGEST_TICK and mark.low - 0.8 <= edge <= mark.high + 0.8


def _snap(position: float, ticks: list[Line], size: float) -> float:
    """The tick nearest to a label's middle, a long one before those between; the middle where none is near."""
    near = [tick for tick in ticks if abs(tick.at - position) < 0.45 * size]
    longest = max((tick.length for tick in near), default=0.0)
    major = [tick.at for tick in near if tick.length > MINOR * longest]
    return min(major, key=lambda at: abs(at - position), default=position)
