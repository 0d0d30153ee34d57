"""A region of a figure's picture in, where it may be cut out: blank bands, lines of one shade, seams of pictures."""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from ...records.evidence import Box

Gray: TypeAlias = npt.NDArray[np.uint8]
Mask: TypeAlias = npt.NDArray[np.bool_]
Region: TypeAlias = tuple[int, int, int, int]
INK: Final = 28
"""Grey levels off the background from which a pixel is printed on."""
STRAY: Final = 0.004
"""Share of a gutter's pixels that may be printed on."""
CROSSED: Final = 0.05
"""The same for a gutter that an arrow or a letter crosses."""
SEAM: Final = 18.0
"""Mean step in grey levels across the edge between two pictures that touch."""
RIM: Final = 0.03
"""Of a gutter's length: what may be printed on at either end."""
SMALLEST: Final = 0.05
"""Of the figure's longer side: no panel is smaller."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """Rows (``axis`` 0) or columns (1) from ``start`` to ``end`` that part a region; ``strength`` in [0, 1]."""

    axis: int
    start: int
    end: int
    strength: float


@dataclass(frozen=True, slots=True)
class Canvas:
    """A figure in grey with the mask of what is printed on it."""

    gray: Gray
    ink: Mask

    @classmethod
    def of(cls, picture: npt.NDArray[np.uint8]) -> "Canvas":
        """From (height, width, 3) RGB; the background is what most of the picture's edge looks like."""
        gray = picture.astype(np.float32).mean(axis=2)
        edge = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
        bright = float(np.median(edge[edge > 225])) if (edge > 225).mean() > 0.15 else 255.0
        difference = np.abs(picture.astype(np.int16) - int(bright)).max(axis=2)
        return cls(gray.astype(np.uint8), difference > INK)


def gutters(canvas: Canvas, region: Region) -> list[Gutter]:
    """Blank bands, lines of one shade, and seams between touching pictures, right across ``region``."""
    x0, y0, x1, y1 = region
    if x1 - x0 < 8 or y1 - y0 < 8:
        return []
    least = round(SMALLEST * max(canvas.gray.shape))
    gray, ink = canvas.gray[y0:y1, x0:x1], canvas.ink[y0:y1, x0:x1]
    return [
        Gutter(axis, start + offset, end + offset, strength)
        for axis, offset, rows, printed in ((0, y0, gray, ink), (1, x0, gray.T, ink.T))
        for start, end, strength in _across(rows, printed)
        if start >= least and end <= len(rows) - least
    ]


def _across(gray: Gray, ink: Mask) -> list[tuple[int, int, float]]:
    """Start, end and strength of what parts the rows of a region."""
    printed = ink.mean(axis=1)
    blank = printed <= STRAY
    framed = ~blank & (_core(ink).mean(axis=1) <= STRAY)
    plain = _plain(gray) & (printed > 0.5)
    found = [(start, end, 1.0) for start, end in _runs(blank)]
    found += [(start, end, 0.9) for start, end in _runs(framed)]
    found += [(end, end, 0.6 - 4 * float(printed[end - 1])) for _, end in _runs((printed <= CROSSED) & ~blank)]
    found += [(start, end, 0.8) for start, end in _runs(plain) if end - start < 0.2 * len(plain)]
    return found + [(place, place, strength) for place, strength in _seams(gray)]


def _core(rows: Mask) -> Mask:
    """``rows`` without what is printed close to their ends: the sides of a frame, a title over several panels."""
    rim = max(1, round(RIM * rows.shape[1]))
    return rows[:, rim:-rim]


def _runs(flags: Mask) -> list[tuple[int, int]]:
    """Start and end of each stretch of true."""
    steps = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))


def _plain(rows: Gray) -> Mask:
    """Which rows have one shade nearly from end to end."""
    middle = np.median(rows, axis=1, keepdims=True)
    return (np.abs(rows.astype(np.int16) - middle) < 12).mean(axis=1) > 0.985


def _seams(rows: Gray) -> list[tuple[int, float]]:
    """Rows at which the picture changes along most of its length, more than at the rows around.

    The step is taken over two rows: the edge of a picture that was made smaller or larger is seldom sharper.
    """
    values = rows.astype(np.int16)
    difference = np.abs(values[2:] - values[:-2])
    step = difference.mean(axis=1)
    shared = (difference > SEAM).mean(axis=1)
    usual = _smoothed(step)
    found: list[tuple[int, float]] = []
    for place in np.flatnonzero((step > SEAM) & (step > 2.5 * usual) & (shared > 0.5)).tolist():
        found.append((place + 1, float(min(0.75, 0.25 + 0.5 * shared[place]))))
    return found


def _smoothed(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """The median around each place, the place itself left out by the width."""
    from scipy.ndimage import median_filter

    return np.maximum(median_filter(values.astype(np.float64), 15, mode="nearest"), 1.0)


def trimmed(canvas: Canvas, region: Region) -> Box:
    """``region`` without its blank margins."""
    x0, y0, x1, y1 = region
    ink = canvas.ink[y0:y1, x0:x1]
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows) or not len(columns):
        return (float(x0), float(y0), float(x1), float(y1))
    return (
        float(x0 + columns[0]), float(y0 + rows[0]), float(x0 + columns[-1] + 1), float(y0 + rows[-1] + 1)
    )  # fmt: skip


def tight(canvas: Canvas, region: Region) -> Region:
    """``region`` without its blank margins, in whole pixels."""
    x0, y0, x1, y1 = trimmed(canvas, region)
    return (int(x0), int(y0), int(x1), int(y1))
