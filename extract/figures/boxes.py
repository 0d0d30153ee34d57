"""Boxes in, what their geometry says out: hulls, gaps, overlaps."""

from collections.abc import Iterable, Sequence
from typing import cast

from ...records.evidence import Box


def hull(a: Box, b: Box) -> Box:
    """The smallest box around both."""
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def hull_of(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them; ValueError for none."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return (min(x0), min(y0), max(x1), max(y1))


def area(box: Box) -> float:
    """Width times height; 0 for an empty box."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def overlap_x(a: Box, b: Box) -> float:
    """How far the two share their columns; negative is the gap between them."""
    return min(a[2], b[2]) - max(a[0], b[0])


def overlap_y(a: Box, b: Box) -> float:
    """How far the two share their rows; negative is the gap between them."""
    return min(a[3], b[3]) - max(a[1], b[1])


def gap(a: Box, b: Box) -> float:
    """The larger of the gaps across and down; 0 where the boxes touch."""
    return max(0.0, -overlap_x(a, b), -overlap_y(a, b))


def intersection(a: Box, b: Box) -> float:
    """The area that both cover."""
    return max(0.0, overlap_x(a, b)) * max(0.0, overlap_y(a, b))


def iou(a: Box, b: Box) -> float:
    """Intersection over union, in [0, 1]."""
    shared = intersection(a, b)
    whole = area(a) + area(b) - shared
    return shared / whole if whole > 0 else 0.0


def inside(box: Sequence[float], outer: Box, margin: float = 0.0) -> bool:
    """Whether the middle of ``box`` lies in ``outer``; with a margin, whether all of it does, save that margin."""
    x0, y0, x1, y1 = cast("Box", tuple(box))
    if margin:
        return (
            x0 >= outer[0] - margin and y0 >= outer[1] - margin and x1 <= outer[2] + margin and y1 <= outer[3] + margin
        )
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
