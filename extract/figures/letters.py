"""A figure's picture in, the places of lone letters in it out: what a finder of lines of text overlooks.

Panel labels are single letters, often white on a micrograph. They are found by their ink: connected pieces, lighter or
darker than the picture around them, of a letter's size, with nothing of their kind to the left or in a column.
"""

from typing import Any, Final, cast

import cv2
import numpy as np
import numpy.typing as npt

from ..readers.layout.backend import Picture
from ..readers.layout.content import Flags, Floats

LOWEST, HIGHEST = 0.008, 0.05
"""Height of a letter, of the picture's longer side."""
LEAST_PIXELS: Final = 8
LIGHTER: Final = 28
DARKER: Final = 60
"""Grey levels off the median around: labels on micrographs are white on light grey, those on paper black."""
AROUND: Final = 0.055
"""Of the picture's longer side: the window of that median."""
IN_ROW: Final = 0.55
"""Of the higher one's height: how far pieces of one line share their rows, as a letter and its bracket do."""
JOINED: Final = 0.45
"""Times its height: a gap between pieces of one word."""
APART: Final = 1.2
"""Times its height: nothing stands this near to the left of a label."""
WIDEST: Final = 2.2
"""Times its height: a letter in brackets is no wider."""


def lone_letters(picture: Picture) -> Floats:
    """(n, 4) boxes of what may be a single letter, bracketed or not, in ``picture`` (height, width, 3; RGB)."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    window = round(AROUND * max(grey.shape)) | 1
    off = grey.astype(np.int16) - np.asarray(cv2.medianBlur(grey, window), np.uint8).astype(np.int16)
    masks = ((off > LIGHTER) & (grey > 200), (off < -DARKER) & (grey < 140))
    return np.concatenate([_alone(_pieces(mask)) for mask in masks])


def _pieces(mask: npt.NDArray[np.bool_]) -> Floats:
    """Boxes of connected pieces as high as letters, brackets and stems among them."""
    longer = max(mask.shape)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    left, top, wide, high = cast("npt.NDArray[Any]", stats[1:, :4]).T
    kept = (high >= max(LEAST_PIXELS, LOWEST * longer)) & (high <= HIGHEST * longer) & (wide <= 1.5 * high)
    return np.stack([left, top, left + wide, top + high], axis=1)[kept].astype(np.float32)


def _alone(pieces: Floats) -> Floats:
    """Words of one to three pieces without another to the left, and none right above and below."""
    words = _joined(pieces)
    high = words[:, 3] - words[:, 1]
    across = words[:, None, 0] - words[None, :, 2]
    shared = np.minimum(words[:, None, 3], words[None, :, 3]) - np.maximum(words[:, None, 1], words[None, :, 1])
    in_row = shared > IN_ROW * np.maximum(high[:, None], high[None, :])
    before = in_row & (across > -1) & (across < APART * high[:, None])
    stacked = _stacked(words)
    slim = words[:, 2] - words[:, 0] <= WIDEST * high
    return words[slim & ~before.any(axis=1) & ~stacked]


def _joined(pieces: Floats) -> Floats:
    """Pieces in a row with small gaps as one box each."""
    words: list[list[float]] = []
    for x0, y0, x1, y1 in pieces[np.argsort(pieces[:, 0], kind="stable")].tolist():
        for word in words:
            higher = max(y1 - y0, word[3] - word[1])
            in_row = min(y1, word[3]) - max(y0, word[1]) > IN_ROW * higher
            if in_row and x0 - word[2] < JOINED * higher and x0 >= word[0]:
                word[:] = [min(x0, word[0]), min(y0, word[1]), max(x1, word[2]), max(y1, word[3])]
                break
        else:
            words.append([x0, y0, x1, y1])
    return np.array(words, np.float32).reshape(-1, 4)


def _stacked(words: Floats) -> Flags:
    """Which words stand in turned text: others of their width close above or below."""
    wide, high = words[:, 2] - words[:, 0], words[:, 3] - words[:, 1]
    middle = (words[:, 0] + words[:, 2]) / 2
    aligned = np.abs(middle[:, None] - middle[None, :]) < 0.4 * np.maximum(wide, high)[:, None]
    down = words[None, :, 1] - words[:, None, 3]
    near = aligned & (down > -1) & (down < 0.35 * high[:, None])
    return np.logical_or(near.any(axis=1), near.any(axis=0))
