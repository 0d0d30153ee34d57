"""A page's small strokes in, the markers that are drawn again and again out: one group a kind, however it is painted.

A program may paint a marker as its ground and its outline, and join neighbours by pieces of line that stop short of
them.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.spatial import KDTree

from .page_marks import Stroke

MARKER: Final = 14.0
"""Points: a larger shape is no marker."""
MIN_MARKERS: Final = 3
ALIKE: Final = 0.3
"""Points by which the sizes of two markers of one kind may differ."""
ON: Final = 0.2
"""Of a marker's size: how far the middles of its ground and of its outline may be apart."""
MOSTLY: Final = 0.8
SHORT_OF: Final = 0.9
"""Of a marker's size: how far from its middle a line to it may end."""


@dataclass(frozen=True, slots=True)
class Paint:
    """What tells one curve from another: colour, dash pattern, or a marker's shape."""

    color: str
    dashes: str = ""
    shape: tuple[int | float | bool | str | None, ...] = ()


Groups = dict[Paint, list[Stroke]]


def repeated_shapes(strokes: list[Stroke]) -> Groups:
    """Small shapes that are drawn again and again, by colour and shape; error bar caps are left out."""
    groups: Groups = defaultdict(list)
    for stroke in strokes:
        x0, y0, x1, y1 = stroke.box
        width, height = x1 - x0, y1 - y0
        if max(width, height) > MARKER or min(width, height) < 0.6 or len(stroke.points) < 3:
            continue
        color = stroke.color or stroke.fill or "#000000"
        if stroke.color in (None, "#000000") and stroke.fill not in (None, "#ffffff", "#000000"):
            color = stroke.fill or color
        filled = stroke.fill not in (None, "#ffffff")
        paint = Paint(color, shape=(len(stroke.points), round(width, 1), round(height, 1), filled))
        groups[_known(paint, groups)].append(stroke)
    return {paint: group for paint, group in groups.items() if len(group) >= MIN_MARKERS}


def _known(paint: Paint, groups: Groups) -> Paint:
    """The paint of markers of the same kind that were seen before, or this one: sizes are rounded in many ways."""
    if paint in groups:
        return paint
    points, width, height, filled = paint.shape
    for other in groups:
        n, w, h, f = other.shape
        if other.color == paint.color and f == filled and n == points and _near(w, width) and _near(h, height):
            return other
    return paint


def _near(one: object, other: object) -> bool:
    return isinstance(one, float) and isinstance(other, float) and abs(one - other) < ALIKE


def centre(stroke: Stroke) -> tuple[float, float]:
    """The middle of a stroke's box; of a triangle, the point that plotting programs put on the value."""
    x0, y0, x1, y1 = stroke.box
    return ((x0 + x1) / 2, (y0 + y1) / 2)


def centres(group: list[Stroke]) -> np.ndarray:
    """The middles of markers, (n, 2)."""
    return np.array([centre(stroke) for stroke in group])


def markers_of(groups: Groups) -> Groups:
    """Repeated shapes without the outlines of markers whose grounds are groups too, and without white on white.

    A white ground takes the colour of its outline.
    """
    kept = dict(groups)
    for paint, group in groups.items():
        grounds = {p: g for p, g in kept.items() if p != paint and (p.shape[3] or p.color == "#ffffff")}
        if paint.shape[3] or paint.color == "#ffffff" or not grounds:
            continue
        tree, near = KDTree(centres(group)), ON * _size(group)
        on_it = {p: g for p, g in grounds.items() if (tree.query(centres(g))[0] < near).mean() > MOSTLY}
        covered = KDTree(np.concatenate([centres(g) for g in on_it.values()])) if on_it else None
        if covered is None or (covered.query(centres(group))[0] < near).mean() < MOSTLY:
            continue
        del kept[paint]
        for ground in on_it:
            if ground.color == "#ffffff":
                kept[replace(paint, shape=(*paint.shape[:3], "white"))] = kept.pop(ground)
    return {paint: group for paint, group in kept.items() if paint.color != "#ffffff"}


def connectors(lines: list[Stroke], groups: Groups) -> dict[int, Paint]:
    """The ids of line pieces that go from one marker of a group to another, and whose they are."""
    trees = [(paint, KDTree(centres(group)), _size(group)) for paint, group in groups.items()]
    found: dict[int, Paint] = {}
    for line in lines:
        ends = line.points[[0, -1]]
        for paint, tree, size in trees:
            if paint.color != line.color or len(line.points) > 3:
                continue
            apart, nearest = (np.asarray(found_at) for found_at in tree.query(ends))
            if (apart < SHORT_OF * size).all() and nearest[0] != nearest[1]:
                found[id(line)] = paint
                break
    return found


def _size(group: list[Stroke]) -> float:
    x0, y0, x1, y1 = group[0].box
    return max(x1 - x0, y1 - y0)
