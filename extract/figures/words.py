"""A figure's picture in, the words printed in it out: found by OCR once, and read only where somebody asks."""

import re
from collections.abc import Callable, Sequence
from typing import Final

import cv2
import numpy as np

from ...records.evidence import Box
from ..readers.layout.backend import Picture
from ..readers.layout.content import Flags, Floats
from .boxes import inside
from .labels import Word
from .letters import lone_letters

MIN_SCORE: Final = 0.35
LETTER_SCORE: Final = 0.7
LONGEST_LABEL: Final = 4
"""Characters of a label with brackets and a digit."""
WORKING_SIDE: Final = 1100
DETECTING_SIDE: Final = 960
"""Pixels of the longer side of a figure when its words are read, and when they are looked for."""
LARGEST_ZOOM: Final = 2.0
MAX_CROPS: Final = 40
MAX_LETTERS: Final = 80
NEIGHBOUR: Final = 4.5
"""Times its height: a box of its kind this near on either side makes a number one of many along an axis."""
LONGEST: Final = 2.6
"""Times its height: a wider box holds more than a label; its beginning is read."""


class PrintedWords:
    """The words of one picture (height, width, 3): ``known`` ones, and what OCR reads where it is allowed."""

    def __init__(self, picture: Picture, known: Sequence[Word] = (), *, ocr: bool = True) -> None:
        self.known = tuple(known)
        self._picture, self._ocr = picture, ocr
        self._zoom = min(LARGEST_ZOOM, WORKING_SIDE / max(picture.shape[:2]))
        self._shown: Picture | None = None
        self._boxes: Floats = np.zeros((0, 4), np.float32)

    @property
    def was_read(self) -> bool:
        """Whether OCR has looked at the picture."""
        return self._shown is not None

    def short(self, where: Callable[[Box], bool]) -> list[Word]:
        """Letters, and the beginnings of lines that a bracketed letter may open; only ``where`` their box may be."""
        boxes = self._found()
        wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
        short = wide < LONGEST * high
        kept = np.flatnonzero((wide > 0.35 * high) & (high >= 6) & ~_between_others(boxes, short))
        order = kept[np.argsort(~short[kept], kind="stable")]
        cut = boxes[order].copy()
        cut[:, 2] = np.where(short[order], cut[:, 2], np.minimum(cut[:, 2], cut[:, 0] + 2.2 * high[order]))
        here = [i for i, box in enumerate((cut / self._zoom).tolist()) if where(box)]
        return self._read(cut[here[:MAX_CROPS]])

    def letters(self, height: float | None = None) -> list[Word]:
        """Lone letters that the finder of lines overlooked, about as high as ``height`` (pixels) where it is known."""
        self._found()
        if self._shown is None:
            return []
        boxes = lone_letters(self._shown)
        high = boxes[:, 3] - boxes[:, 1]
        if height is not None:
            like = (high > 0.4 * height * self._zoom) & (high < 1.3 * height * self._zoom)
            boxes, high = boxes[like], high[like]
        margin = np.maximum(3.0, 0.2 * high)[:, None] * np.array([-1.0, -1.0, 1.0, 1.0])
        order = np.argsort(-high, kind="stable")[:MAX_LETTERS]
        read = self._read((boxes + margin)[order].astype(np.float32), LETTER_SCORE)
        return [word for word in read if len(word.text) <= LONGEST_LABEL]

    def within(self, area: Box) -> list[Word]:
        """All words with their middle in ``area``, known and read."""
        boxes = self._found()
        here = [i for i, box in enumerate((boxes / self._zoom).tolist()) if inside(box, area)]
        return [*(word for word in self.known if inside(word.box, area)), *self._read(boxes[here[:MAX_CROPS]])]

    def _found(self) -> Floats:
        """Where words stand, in pixels of the picture as it is shown to the engine."""
        if self._shown is None and self._ocr:
            from ..ocr import text_corners

            how = cv2.INTER_CUBIC if self._zoom > 1 else cv2.INTER_AREA
            height, width = self._picture.shape[:2]
            size = (max(1, round(width * self._zoom)), max(1, round(height * self._zoom)))
            shown = cv2.resize(self._picture, size, interpolation=how)
            self._shown = np.ascontiguousarray(shown, dtype=np.uint8)
            corners = text_corners(self._shown, DETECTING_SIDE)
            self._boxes = np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)
        return self._boxes

    def _read(self, boxes: Floats, least: float = MIN_SCORE) -> list[Word]:
        if self._shown is None or not len(boxes):
            return []
        from ..ocr import read_crops

        corners = [tuple(max(0, int(v)) for v in box) for box in boxes.tolist()]
        crops = [self._shown[y0 : y1 + 1, x0 : x1 + 1] for x0, y0, x1, y1 in corners]
        z = self._zoom
        return [
            Word(text=text, box=(x0 / z, y0 / z, x1 / z, y1 / z))
            for (text, score), (x0, y0, x1, y1) in zip(read_crops(crops), corners, strict=True)
            if text and score > least
        ]


def _between_others(boxes: Floats, short: Flags) -> Flags:
    """Which boxes have others of their height near on both sides, or near above and below: numbers along an axis."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    high = boxes[:, 3] - boxes[:, 1]
    across, down = x[None, :] - x[:, None], y[None, :] - y[:, None]
    like = short[None, :] & (np.abs(high[None, :] - high[:, None]) < 0.35 * high[:, None])
    reach = NEIGHBOUR * high[:, None]
    in_row = like & (np.abs(down) < 0.4 * high[:, None]) & (np.abs(across) < reach)
    in_column = like & (np.abs(across) < 1.2 * high[:, None]) & (np.abs(down) < reach)
    row = (in_row & (across > 0)).any(axis=1) & (in_row & (across < 0)).any(axis=1)
    column = (in_column & (down > 0)).any(axis=1) & (in_column & (down < 0)).any(axis=1)
    return short & (row | column)


def bracketed(word: Word) -> bool:
    """Whether a word is, or begins with, a letter in brackets."""
    return re.match(r"^[(\[]?[A-Za-z]\d?[)\]]", word.text.strip()) is not None
