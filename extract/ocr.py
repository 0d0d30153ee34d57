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
LONGEST_SIDE: Final = 1536
"""Pixels of the shorter side to which a smaller picture is enlarged before lines are looked for in it, and of the
longer side to which a larger one is made smaller; lines are read in the picture's full size.

The network that looks for lines needs 0.45 GB at 1536 pixels, and 0.7 GB at 2000, the library's limit.
"""
LEAST_SHAPE: Final = (3, 48, 48)
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

    With a ``longest_side`` they are looked for in a picture that is no larger than so many pixels, and never enlarged.
    """
    found = _set_to(picture, longest_side)(_bgr(picture), use_det=True, use_cls=False, use_rec=False)
    corners = getattr(found, "boxes", None)
    return np.zeros((0, 4, 2), np.float32) if corners is None else np.asarray(corners, np.float32).reshape(-1, 4, 2)


def text_lines(picture: Picture) -> list[TextLine]:
    """The lines of text in ``picture``, found as by :func:`text_corners`, and read, those upside down too."""
    found = _set_to(picture, None)(_bgr(picture), use_det=True, use_cls=True, use_rec=True)
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
    read = _engine().recognize_txt([_bgr(crop) for crop in crops])
    return [(str(text).strip(), float(score)) for text, score in zip(read.txts, read.scores, strict=True)]


def _bgr(picture: Picture) -> Picture:
    return np.ascontiguousarray(picture[:, :, ::-1])


def _set_to(picture: Picture, longest_side: int | None) -> Any:
    """The engine, set to look for lines in ``picture``."""
    finder = _engine().text_det
    if longest_side is None and max(picture.shape[:2]) <= LONGEST_SIDE:
        finder.limit_type, finder.limit_side_len = "min", SHORTEST_SIDE
    else:
        finder.limit_type, finder.limit_side_len = "max", longest_side or LONGEST_SIDE
    return _engine()


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
