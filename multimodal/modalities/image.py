"""Encoded images in, grey or coloured pixels and their encoder out."""

import io
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pyarrow as pa
import torch
from PIL import Image as Picture
from PIL import UnidentifiedImageError

from ...records.errors import MatloomError
from ..cache import Cache
from ..encoders.image import TimmImage
from ..modality import Count, Encoder, Inputs, Modality, register
from ..stores import DenseStore

_MOST_PIXELS: Final = 100_000_000


def decoded(content: bytes, size: int, channels: int) -> np.ndarray:
    """``(channels, size, size)`` uint8: the image scaled so that its shorter side fits, cut about the middle."""
    with Picture.open(io.BytesIO(content)) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            raise ValueError(f"{opened.width} x {opened.height} pixels are more than {_MOST_PIXELS}")
        picture = opened.convert("L" if channels == 1 else "RGB")
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    picture = picture.resize((size, size), Picture.Resampling.BILINEAR, box=(left, top, left + side, top + side))
    return np.asarray(picture, dtype=np.uint8).reshape(size, size, channels).transpose(2, 0, 1)


@register("image/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Modality):
    """Micrographs and other images, through any network of timm."""

    table: str = "images"
    network: str = "resnet18"
    weights: str | None = None
    """A file of weights for the network; without one it starts at random."""
    size: Count = 128
    """Pixels a side."""
    channels: Literal[1, 3] = 1
    turn: bool = True
    """Training turns by quarters and mirrors; a micrograph has no upper side."""

    @property
    def columns(self) -> tuple[str, ...]:
        """``image``, as bytes and a path, which is not used."""
        return ("image",)

    def read(self, rows: pa.Table, cache: Cache) -> DenseStore:
        """``image (n, channels, size, size)`` in uint8."""
        made = cache.arrays((self.kind, self.size, self.channels), rows, lambda: {"image": self._decode(rows)})
        return DenseStore(made)

    def _decode(self, rows: pa.Table) -> np.ndarray:
        images = np.zeros((len(rows), self.channels, self.size, self.size), dtype=np.uint8)
        for i, row in enumerate(rows["image"]):
            try:
                images[i] = decoded(row["bytes"].as_py() or b"", self.size, self.channels)
            except (UnidentifiedImageError, Picture.DecompressionBombError, OSError, ValueError) as error:
                raise MatloomError("M003", modality=self.kind, row=rows.column(0)[i], why=str(error)[:200]) from error
        return images

    def encoder(self) -> Encoder:
        """A timm network."""
        return TimmImage(name=self.network, channels=self.channels, weights=self.weights)

    def augment(self, inputs: Inputs) -> Inputs:
        """A turn and a mirror image, the same for all rows of the batch."""
        if not self.turn:
            return inputs
        turns, mirror = torch.randint(0, 4, (1,)).item(), torch.randint(0, 2, (1,)).item()
        image = torch.rot90(inputs["image"], int(turns), dims=(2, 3))
        return {**inputs, "image": image.flip(3) if mirror else image}
