"""A picture and a box in it in, the numbers along its left, right and lower side out, each recognised by itself.

The finder of an OCR engine overlooks lone small digits; along an axis their places are known without it.
"""

from typing import Final

import numpy as np

from ...records.evidence import Box
from .ink import Mask, background_of, ink_mask, runs
from .picture import Pixels
from .picture_marks import Word, recognised

STRIP: Final = 4.5
"""Heights of a line of text: how wide the strip beside an axis is."""
CLEAR: Final = 0.35
"""Heights of a line of text that ticks take off the axis."""
BLOCK: Final = (0.45, 2.0)
"""Heights of a line of text that a number is high."""
MOST: Final = 24


def numbers_left(picture: Pixels, box: Box, height: float) -> list[Word]:
    """The words of the column next to a box's left side; ``box`` and ``height`` of a line of text in pixels."""
    x0, y0, _, y1 = box
    return _column(picture, (round(x0 - STRIP * height), round(x0 - CLEAR * height), y0, y1), height, right=False)


def numbers_right(picture: Pixels, box: Box, height: float) -> list[Word]:
    """The words of the column next to a box's right side."""
    _, y0, x1, y1 = box
    return _column(picture, (round(x1 + CLEAR * height), round(x1 + STRIP * height), y0, y1), height, right=True)


def _column(picture: Pixels, strip: tuple[int, int, float, float], height: float, *, right: bool) -> list[Word]:
    left, end = max(0, strip[0]), min(picture.shape[1], strip[1])
    top, bottom = max(0, round(strip[2] - 0.8 * height)), min(picture.shape[0], round(strip[3] + 0.8 * height))
    if end - left < 4 or bottom - top < 4:
        return []
    mask = _inked(picture, (top, bottom, left, end))
    found: list[Box] = []
    for a, b in runs(np.any(mask, axis=1), round(0.25 * height)):
        if not BLOCK[0] * height <= b - a <= BLOCK[1] * height:
            continue
        columns = runs(np.any(mask[a:b], axis=0), round(0.7 * height))
        c, d = columns[0 if right else -1]
        if (c if right else end - left - d) < 2.5 * height:
            found.append((float(left + c), float(top + a), float(left + d), float(top + b)))
    return recognised(picture, found[:MOST])


def numbers_below(picture: Pixels, box: Box, height: float) -> list[Word]:
    """The words of the row next to a box's lower side."""
    x0, _, x1, y1 = box
    top, bottom = round(y1 + CLEAR * height), min(picture.shape[0], round(y1 + 0.7 * STRIP * height))
    left, right = max(0, round(x0 - 1.5 * height)), min(picture.shape[1], round(x1 + 1.5 * height))
    if bottom - top < 4 or right - left < 4:
        return []
    mask = _inked(picture, (top, bottom, left, right))
    rows = [(a, b) for a, b in runs(np.any(mask, axis=1), 1) if BLOCK[0] * height <= b - a <= BLOCK[1] * height]
    if not rows:
        return []
    a, b = rows[0]
    found = [
        (float(left + c), float(top + a), float(left + d), float(top + b))
        for c, d in runs(np.any(mask[a:b], axis=0), round(0.6 * height))
    ]
    return recognised(picture, found[:MOST])


def _inked(picture: Pixels, area: tuple[int, int, int, int]) -> Mask:
    top, bottom, left, right = area
    part = picture[top:bottom, left:right]
    return ink_mask(part, background_of(part))
