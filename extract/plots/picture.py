"""Bytes of a picture in, its pixels out: first frame, RGB over white, bounded in size."""

import io
import math
import warnings
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from ...records.errors import Problem, Result

Pixels = npt.NDArray[np.uint8]
MAX_PIXELS: Final = 60_000_000
WORKING_SIDE: Final = 2200
SMALLEST: Final = 48


def load_picture(data: bytes) -> Result[Pixels | None]:
    """(height, width, 3) RGB, its longer side at most ``WORKING_SIDE``; None and problem P001 if it is no picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    return _none(f"{width} x {height} pixels are over the limit of {MAX_PIXELS}")
                if min(width, height) < SMALLEST:
                    return _none(f"{width} x {height} pixels are too few")
                image.seek(0)
                return Result(np.asarray(_shrunk(_rgb(image)), dtype=np.uint8))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _none("the picture has too many pixels")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        return _none(f"the picture cannot be decoded ({type(error).__name__})")


def _none(why: str) -> Result[Pixels | None]:
    return Result(None, (Problem.of("plots", "P001", why=why),))


def _rgb(image: Image.Image) -> Image.Image:
    """Any mode as RGB; 16-bit greys are scaled to their range, transparency is laid over white."""
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, dtype=np.float64)
        low, high = float(values.min()), float(values.max())
        scaled = (values - low) * (255.0 / (high - low)) if high > low else np.full(values.shape, 255.0)
        image = Image.fromarray(scaled.astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, image)
    return image.convert("RGB")


def _shrunk(image: Image.Image) -> Image.Image:
    longer = max(image.size)
    if longer <= WORKING_SIDE:
        return image
    scale = WORKING_SIDE / longer
    return image.resize(
        (max(1, math.floor(image.width * scale)), max(1, math.floor(image.height * scale))), Image.Resampling.LANCZOS
    )
