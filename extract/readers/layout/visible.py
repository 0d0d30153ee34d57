"""A page as a library gives it in, what a reader of it sees out: no hidden, doubled or background things."""

from dataclasses import replace

import numpy as np

from .characters import shared_out
from .content import SPACES, Flags, Floats, Glyphs, PageContent


def visible(page: PageContent) -> PageContent:
    """``page`` without glyphs off the page or printed twice, and without drawings that are its background."""
    glyphs = shared_out(page.glyphs)
    middle = (glyphs.boxes[:, :2] + glyphs.boxes[:, 2:]) / 2
    inside = (middle >= 0).all(axis=1) & (middle[:, 0] <= page.width) & (middle[:, 1] <= page.height)
    inside &= np.isfinite(glyphs.boxes).all(axis=1) & (glyphs.sizes > 0.5) & (glyphs.codes > 0)
    glyphs = glyphs.take(inside)
    glyphs = glyphs.take(~_reprinted(glyphs))
    return replace(
        page, glyphs=glyphs, drawings=_foreground(page.drawings, page), images=_foreground(page.images, page)
    )


def _reprinted(glyphs: Glyphs) -> Flags:
    """Which glyphs were printed before at the same place (bold by overprinting, shadows)."""
    again = np.zeros(len(glyphs), bool)
    if not len(glyphs):
        return again
    place = np.rint(glyphs.origins / 0.8).astype(np.int64)
    key = (glyphs.codes.astype(np.int64) * 20_011 + place[:, 0]) * 20_011 + place[:, 1]
    _, first = np.unique(key, return_index=True)
    again[:] = True
    again[first] = False
    return again & ~np.isin(glyphs.codes, SPACES)


def _foreground(boxes: Floats, page: PageContent) -> Floats:
    """``boxes`` cut to the page, without those that are empty or nearly as large as the page."""
    if not len(boxes):
        return boxes.reshape(0, 4)
    limit = np.array([page.width, page.height, page.width, page.height], np.float32)
    cut = np.clip(boxes, 0, limit)
    wide, high = cut[:, 2] - cut[:, 0], cut[:, 3] - cut[:, 1]
    return cut[(wide * high < 0.7 * page.width * page.height) & (wide + high > 0.5)]
