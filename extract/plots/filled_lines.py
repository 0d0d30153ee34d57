"""A filled shape in, the line whose two sides it draws out: some programs paint a curve as its outline."""

from typing import Final

import numpy as np

from .page_marks import Points, Stroke

WIDEST: Final = 3.5
"""Points: the mean width of a shape that is a line."""
LEAST: Final = 0.15
"""Of the frame's width: how far it goes along x."""
LONG: Final = 12.0
"""Times its width: how long a line is at least."""
MOST_POINTS: Final = 4000


def as_line(stroke: Stroke, frame_width: float) -> Stroke | None:
    """The stroke along the middle of a thin filled shape, in the colour of its ground; None if it is no such shape."""
    points = stroke.points
    wide = float(np.ptp(points[:, 0])) >= LEAST * frame_width
    if stroke.fill in (None, "#ffffff") or stroke.color is not None or len(points) < 8 or not wide:
        return None
    if np.abs(points[0] - points[-1]).max() > 0.5:
        points = np.vstack((points, points[:1]))
    x, y = points[:, 0], points[:, 1]
    area = abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2
    length = float(np.hypot(np.diff(x), np.diff(y)).sum()) / 2
    if area > WIDEST * length or length * length < LONG * area:
        return None
    middle = _middle(points[:-1])
    return Stroke(middle, stroke.fill, None, area / length, stroke.dashes, False, stroke.order)


def _middle(outline: Points) -> Points:
    """The mean of the two sides of an outline, each from its left end to its right end."""
    first, last = int(outline[:, 0].argmin()), int(outline[:, 0].argmax())
    turned = np.roll(outline, -first, axis=0)
    far = (last - first) % len(outline)
    one, other = turned[: far + 1], np.vstack((turned[far:], turned[:1]))[::-1]
    count = min(MOST_POINTS, 2 * max(len(one), len(other)))
    return (_evenly(one, count) + _evenly(other, count)) / 2


def _evenly(side: Points, count: int) -> Points:
    """Points at even distances along a line."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(side, axis=0).T))))
    at = np.linspace(0, along[-1], count)
    return np.column_stack((np.interp(at, along, side[:, 0]), np.interp(at, along, side[:, 1])))
