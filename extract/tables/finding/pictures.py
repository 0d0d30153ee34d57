"""A page whose table is a picture in, the words and rules of the picture out: by OCR and by its straight dark lines."""

from typing import Final

import cv2
import numpy as np

from ....records.evidence import Box
from ...readers.layout.backend import Picture
from ...readers.layout.content import Floats, Glyphs, PageContent
from ..grid.rules import Rules, joined

DPI: Final = 200
LONGEST_GAP: Final = 90
"""Points between a caption and the picture that it may name."""


def is_scan(content: PageContent) -> bool:
    """Whether a page has pictures but next to no text."""
    return (content.glyphs.codes > 0x20).sum() < 20 and len(content.images) > 0


def pictured_table(content: PageContent, caption: Box) -> Box | None:
    """The picture directly below or above a caption, if it is large enough to be a table's."""
    best: tuple[float, Box] | None = None
    for x0, y0, x1, y1 in content.images.tolist():
        if x1 - x0 < 80 or y1 - y0 < 25 or min(x1, caption[2]) - max(x0, caption[0]) < 0.3 * (caption[2] - caption[0]):
            continue
        away = min(abs(y0 - caption[3]), abs(caption[1] - y1))
        if away < LONGEST_GAP and (best is None or away < best[0]):
            best = (away, (x0, y0, x1, y1))
    return best[1] if best else None


def read_picture(picture: Picture, content: PageContent, box: Box | None) -> tuple[PageContent, Rules]:
    """``content`` with the text that OCR reads in ``picture`` (within ``box``), and the picture's rules.

    ``picture`` is the whole page, (height, width, 3). Outside ``box`` it is blanked before it is read.
    """
    from ...readers.ocr import recognise

    scale = picture.shape[1] / content.width
    if box is not None:
        x0, y0, x1, y1 = (round(v * scale) for v in box)
        blank = np.full_like(picture, 255)
        blank[y0:y1, x0:x1] = picture[y0:y1, x0:x1]
        picture = blank
    empty = PageContent(
        number=content.number, width=content.width, height=content.height, glyphs=Glyphs.none(),
        drawings=content.drawings[:0], images=content.images[:0],
    )  # fmt: skip
    return recognise(picture, empty), picture_rules(picture, scale)


def picture_rules(picture: Picture, scale: float) -> Rules:
    """The straight dark lines of a picture with ``scale`` pixels a point, by morphological opening."""
    dark = (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) < 150).astype(np.uint8)
    level = _lines(dark, (max(20, int(30 * scale)), 1), scale)
    upright = _lines(dark, (1, max(12, int(14 * scale))), scale)
    none = np.zeros((0, 4), np.float32)
    return Rules(level=joined(level, 0), upright=joined(upright, 1), shades=none, others=none)


def _lines(dark: np.ndarray, kernel: tuple[int, int], scale: float) -> Floats:
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened)
    boxes = [
        (x / scale, y / scale, (x + wide) / scale, (y + high) / scale)
        for x, y, wide, high, _ in stats[1:count].tolist()
        if min(wide, high) <= 4 * scale
    ]
    return np.array(boxes, np.float32).reshape(-1, 4)
