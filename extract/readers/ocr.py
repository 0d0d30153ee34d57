"""A picture of a page in, its text as glyphs out: rapidocr with the models in its package, offline."""

import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from .layout.backend import Picture
from .layout.content import Font, Glyphs, PageContent

MIN_SCORE = 0.5
LABEL_SIDE = 960
"""Longest side, in pixels, of a picture of a figure in which words are looked for."""
PAGE_SIDE = 1536
"""Pixels of the longer side in which lines are looked for on a page; they are read in its full size.

The network that looks for lines needs 0.7 GB at 2000 pixels, the library's limit, and 0.45 GB at these.
"""
_ASCENT, _HEIGHT = 0.78, 1.05
"""Of the height of a box around a text line: where its baseline lies, and how it compares to the font size."""


def recognise(picture: Picture, page: PageContent) -> PageContent:
    """``page`` with the text that stands in ``picture`` (height, width, 3) as its glyphs.

    A line's characters share its box in proportion to their usual widths. Images that hold most of the text
    (the scan itself) are left out of the page's images, as they are no figures.
    """
    engine = _page_engine() if max(picture.shape[:2]) > PAGE_SIDE else _engine()
    found = engine(np.ascontiguousarray(picture[:, :, ::-1]))
    boxes = getattr(found, "boxes", None)
    if boxes is None or not len(boxes):
        return replace(page, ocr=True, images=page.images[:0])
    scale = page.width / picture.shape[1]
    codes: list[int] = []
    rows: list[tuple[float, float, float, float]] = []
    sizes: list[float] = []
    for corners, text, score in zip(boxes, found.txts, found.scores, strict=True):
        if score < MIN_SCORE or not text.strip():
            continue
        (x0, y0), (x1, y1) = corners.min(axis=0) * scale, corners.max(axis=0) * scale
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


@cache
def _page_engine() -> Any:
    """As ``_engine``, for whole pages: it looks for lines in a smaller picture and reads them one at a time."""
    limits = {"Det.limit_type": "max", "Det.limit_side_len": PAGE_SIDE, "Rec.rec_batch_num": 1}
    return _rapidocr(limits)


@cache
def _label_engine() -> Any:
    """As ``_engine``, for the labels of figures, which are large enough to be found without enlarging the picture."""
    return _rapidocr({"Det.limit_type": "max", "Det.limit_side_len": LABEL_SIDE})


@cache
def _engine() -> Any:
    """rapidocr with its usual limits."""
    return _rapidocr({})


def _rapidocr(limits: dict[str, Any]) -> Any:
    """rapidocr with the models that its package brings; its loggers are told to be quiet."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import rapidocr

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return rapidocr.RapidOCR(params={"Global.log_level": "error", **limits})


def text_boxes(picture: Picture) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Where lines of text stand in ``picture`` (height, width, 3): their boxes (n, 4) in its pixels, unread."""
    found = _label_engine()(np.ascontiguousarray(picture[:, :, ::-1]), use_det=True, use_cls=False, use_rec=False)
    corners = getattr(found, "boxes", None)
    if corners is None or not len(corners):
        return np.zeros((0, 4), np.float32)
    stacked = np.asarray(corners, np.float32)
    return np.concatenate([stacked.min(axis=1), stacked.max(axis=1)], axis=1)


def read_crops(crops: Sequence[Picture]) -> list[tuple[str, float]]:
    """The text of each picture of one line, with a score in [0, 1]; crops of like shape are read together."""
    order = sorted(range(len(crops)), key=lambda i: crops[i].shape[1] / max(1, crops[i].shape[0]))
    texts: list[tuple[str, float]] = [("", 0.0)] * len(crops)
    if order:
        read = _label_engine().recognize_txt([np.ascontiguousarray(crops[i][:, :, ::-1]) for i in order])
        for i, text, score in zip(order, read.txts or (), read.scores or (), strict=False):
            texts[i] = (str(text).strip(), float(score))
    return texts
