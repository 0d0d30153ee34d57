"""A picture and a box of axis lines or of a plot's ground in, the ticks on its sides out, to parts of a pixel.

Straight strokes of a whole picture leave out ticks that are hardly longer than the axis line is thick; along a side
they are told by what goes on from the line.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from ...records.evidence import Box
from .ink import runs
from .page_marks import Stroke

REACH: Final = 1.2
"""Heights of a line of text: how far from the axis ticks are looked for."""
SHORTEST: Final = 0.12
WIDEST: Final = 0.3
"""Heights of a line of text: the shortest and the widest tick."""
ALONG: Final = 0.6
"""Of a row's pixels that are dark where the row is the axis line's."""

Greys = npt.NDArray[np.float64]


def edge_ticks(grey: Greys, box: Box, height: float, dark: float) -> list[Stroke]:
    """The ticks of all four sides as strokes in pixels. ``box`` and ``height`` of a line of text in pixels.

    ``grey`` (height, width) is the picture; below ``dark`` a pixel is printed.
    """
    x0, y0, x1, y1 = (round(v) for v in box)
    reach = max(4, round(REACH * height))
    found: list[Stroke] = []
    for side in (y0, y1):
        if reach <= side < grey.shape[0] - reach:
            band = grey[side - reach : side + reach + 1, max(0, x0 - 2) : x1 + 3]
            for at, low, high in _ticks(band, height, dark):
                a = at + max(0, x0 - 2)
                found.append(_stroke([[a, side - reach + low], [a, side - reach + high]]))
    for side in (x0, x1):
        if reach <= side < grey.shape[1] - reach:
            band = grey[max(0, y0 - 2) : y1 + 3, side - reach : side + reach + 1].T
            for at, low, high in _ticks(band, height, dark):
                b = at + max(0, y0 - 2)
                found.append(_stroke([[side - reach + low, b], [side - reach + high, b]]))
    return found


def _stroke(points: list[list[float]]) -> Stroke:
    return Stroke(np.array(points, dtype=float), "#000000", None, 1.0, "[] 0", False)


def _ticks(band: Greys, height: float, dark: float) -> list[tuple[float, float, float]]:
    """The ticks on the line along the middle of a band: place along it, and from where to where across it."""
    inked = band < dark
    middle = len(band) // 2
    rows = np.flatnonzero(inked.mean(axis=1) > ALONG)
    near = rows[np.abs(rows - middle) <= max(2, round(WIDEST * height))]
    first, last = (int(near.min()), int(near.max())) if len(near) else (middle, middle)
    least = max(2, round(SHORTEST * height))
    found: list[tuple[float, float, float]] = []
    for part, outward in ((inked[last + 1 :], 1), (inked[:first][::-1], -1)):
        for a, b in runs(part[:least].all(axis=0) if len(part) >= least else np.zeros(0, dtype=bool), 0):
            if b - a > max(3, round(WIDEST * height)):
                continue
            column = part[:, (a + b) // 2]
            length = int(np.argmin(column)) if not column.all() else len(column)
            if length == len(column):
                continue
            rows_of = slice(last + 1, last + 1 + length) if outward > 0 else slice(first - length, first)
            start, stop = max(0, a - 1), b + 1
            weight = np.clip(255 - band[rows_of, start:stop], 0, None).sum(axis=0)
            at = float((weight * (np.arange(start, start + len(weight)) + 0.5)).sum() / weight.sum())
            low, high = (middle + 0.5, last + 1 + length) if outward > 0 else (first - length, middle + 0.5)
            found.append((at, float(low), float(high)))
    return found
