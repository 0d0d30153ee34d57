"""A picture (height, width, 3; RGB) in, its lines of text out: where they stand, and what they say.

One rapidocr engine a process, with the models in its package, offline. It runs on one thread: as many processes as
cores use them all, and waiting threads of its runtime would spin. Lines are read one at a time, so that what one says
does not hang on its neighbours, and memory stays small.
"""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from .readers.layout.backend import Picture
from .readers.layout.content import Floats

SHORTEST_SIDE: Final = 736
"""Pixels: a smaller picture is enlarged to this shorter side before lines are looked for, unless a limit is given."""
LEAST_SHAPE: Final = (3, 48, 96)
"""Channels, height and least width of a line as the network reads it; the library's own least width, 320 pixels, is
mostly margin for a label or a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line of text: its ``corners`` (4, 2) in the picture's pixels, what it says, a score in [0, 1]."""

    corners: Floats
    text: str
    score: float


def text_corners(picture: Picture, longest_side: int | None = None) -> Floats:
    """Where lines of text stand in ``picture``: their corners (n, 4, 2) in its pixels, unread.

    They are looked for in a picture that is made smaller to ``longest_side`` pixels, if it is larger.
    """
    found = _set_to(longest_side)(_bgr(picture), use_det=True, use_cls=False, use_rec=False)
    corners = getattr(found, "boxes", None)
    return np.zeros((0, 4, 2), np.float32) if corners is None else np.asarray(corners, np.float32).reshape(-1, 4, 2)


def text_lines(picture: Picture, longest_side: int | None = None) -> list[TextLine]:
    """The lines of text in ``picture``, found as by :func:`text_corners`, those upside down too, and read."""
    found = _set_to(longest_side)(_bgr(picture), use_det=True, use_cls=True, use_rec=True)
    if getattr(found, "boxes", None) is None:
        return []
    return [
        TextLine(corners=np.asarray(corners, np.float32), text=str(text).strip(), score=float(score))
        for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
    ]


def read_crops(crops: Sequence[Picture]) -> list[tuple[str, float]]:
    """What each picture of one line says, with a score in [0, 1]."""
    if not crops:
        return []
    read = _set_to(None).recognize_txt([_bgr(crop) for crop in crops])
    return [(str(text).strip(), float(score)) for text, score in zip(read.txts, read.scores, strict=True)]


def _bgr(picture: Picture) -> Picture:
    return np.ascontiguousarray(picture[:, :, ::-1])


def _set_to(longest_side: int | None) -> Any:
    """The engine, set to look for lines in pictures of at most this size."""
    engine = _engine()
    engine.text_det.limit_type = "min" if longest_side is None else "max"
    engine.text_det.limit_side_len = longest_side or SHORTEST_SIDE
    return engine


@cache
def _engine() -> Any:
    """rapidocr with its finder of lines loaded; its loggers are told to be quiet."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import rapidocr

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    options = {"Det.limit_type": "max", "Rec.rec_batch_num": 1, "Rec.rec_img_shape": list(LEAST_SHAPE)}
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    engine = rapidocr.RapidOCR(params={"Global.log_level": "error", **options, **threads})
    engine(np.full((64, 64, 3), 255, np.uint8), use_det=True, use_cls=False, use_rec=False)
    return engine
