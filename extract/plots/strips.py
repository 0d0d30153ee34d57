"""A picture and a box in it in, the numbers printed along its left and lower side out, each recognised by itself.

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
    left, right = max(0, round(x0 - STRIP * height)), round(x0 - CLEAR * height)
    top, bottom = max(0, round(y0 - 0.8 * height)), min(picture.shape[0], round(y1 + 0.8 * height))
    if right - left < 4 or bottom - top < 4:
        return []
    mask = _inked(picture, (top, bottom, left, right))
    found: list[Box] = []
    for a, b in runs(np.any(mask, axis=1), round(0.25 * height)):
        if not BLOCK[0] * height <= b - a <= BLOCK[1] * height:
            continue
        columns = runs(np.any(mask[a:b], axis=0), round(0.7 * height))
        c, d = columns[-1]
        if right - left - d < 2.5 * height:
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
