"""A micrograph's picture and the words in it in, the small picture with its scale that goes into the records out."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from ..document import Micrograph
from ..readers.layout.backend import Picture
from .labels import Word
from .scale_bars import find_scale_bar, read_instrument

LONGEST_SIDE: Final = 512
QUALITY: Final = 90
COLOURLESS: Final = 12
"""Grey levels that the channels of a picture without colour may differ by, on average."""


def micrograph_of(picture: Picture, words: Sequence[Word], stated: float | None = None) -> Micrograph:
    """The record of a micrograph (height, width, 3; RGB). ``scale_bar`` is in its pixels, before it was made smaller.

    ``stated`` is the scale bar's length in nanometres where the caption tells it.
    """
    height, width = picture.shape[:2]
    bar = find_scale_bar(picture, words, stated)
    instrument = read_instrument(words)
    shrink = min(1.0, LONGEST_SIDE / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return Micrograph(
        picture=_jpeg(small), width=size[0], height=size[1],
        nanometres_per_pixel=_significant(bar.nanometres_per_pixel * width / size[0]) if bar else None,
        scale_words=bar.words if bar else None, scale_bar=bar.box if bar else None,
        voltage=instrument.voltage if instrument else None,
        magnification=instrument.magnification if instrument else None,
        instrument=instrument.words if instrument else None,
    )  # fmt: skip


def _jpeg(picture: Picture) -> bytes:
    """The picture as JPEG, in grey where it has no colour."""
    spread = float((picture.max(axis=2).astype(np.int16) - picture.min(axis=2)).mean())
    shown = picture[:, :, 1] if spread < COLOURLESS else picture[:, :, ::-1]
    _, written = cv2.imencode(".jpg", np.ascontiguousarray(shown), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return written.tobytes()


def _significant(value: float) -> float:
    return float(f"{value:.5g}")
