"""A picture of a page in, its text as glyphs out."""

from dataclasses import replace
from typing import Any

import numpy as np

from ..ocr import text_lines
from .layout.backend import Picture
from .layout.content import Font, Glyphs, PageContent

MIN_SCORE = 0.5
_ASCENT, _HEIGHT = 0.78, 1.05
"""Of the height of a box around a text line: where its baseline lies, and how it compares to the font size."""


def recognise(picture: Picture, page: PageContent) -> PageContent:
    """``page`` with the text that stands in ``picture`` (height, width, 3) as its glyphs.

    A line's characters share its box in proportion to their usual widths. Images that hold most of the text
    (the scan itself) are left out of the page's images, as they are no figures.
    """
    found = text_lines(picture)
    if not found:
        return replace(page, ocr=True, images=page.images[:0])
    scale = page.width / picture.shape[1]
    codes: list[int] = []
    rows: list[tuple[float, float, float, float]] = []
    sizes: list[float] = []
    for line in found:
        if line.score < MIN_SCORE or not line.text:
            continue
        text = line.text
        (x0, y0), (x1, y1) = line.corners.min(axis=0) * scale, line.corners.max(axis=0) * scale
        widths = np.array([_width(c) for c in text], np.float32)
        edges = float(x0) + float(x1 - x0) * np.concatenate([[0.0], np.cumsum(widths) / widths.sum()])
        codes += [ord(c) for c in text]
        rows += [(a, float(y0), b, float(y1)) for a, b in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)]
        sizes += [float(y1 - y0) / _HEIGHT] * len(text)
    glyphs = _glyphs(codes, rows, sizes)
    return replace(page, glyphs=glyphs, fonts=(Font("ocr"),), ocr=True, images=page.images[:0])


def _glyphs(codes: list[int], rows: list[tuple[float, float, float, float]], sizes: list[float]) -> Glyphs:
    boxes = np.array(rows, np.float32).reshape(-1, 4)
    size = _evened(np.array(sizes, np.float32))
    baseline = boxes[:, 1] + _ASCENT * (boxes[:, 3] - boxes[:, 1])
    origins = np.stack([boxes[:, 0], baseline], axis=1).astype(np.float32)
    return Glyphs(
        codes=np.array(codes, np.int32), boxes=boxes, origins=origins, sizes=size,
        fonts=np.zeros(len(codes), np.int32), turns=np.zeros(len(codes), np.int8),
    )  # fmt: skip


def _evened(sizes: np.ndarray[Any, np.dtype[np.float32]]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Heights of boxes vary with their letters: those near the page's median are taken for one font size."""
    if not len(sizes):
        return sizes
    middle = np.float32(np.median(sizes))
    return np.where(np.abs(sizes - middle) < 0.25 * middle, middle, sizes).astype(np.float32)


def _width(character: str) -> float:
    """A character's width beside that of a lower-case letter of a text font, roughly."""
    if character in "iljtfI.,:;'|!()[] ":
        return 0.6
    return 1.5 if character in "mwMW" else 1.25 if character.isupper() else 1.0
