"""Charge densities on a grid in, tensors and their encoder out."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import torch

from ..cache import Cache
from ..encoders.volume import VolumeResNet
from ..modality import Count, Encoder, Inputs, Modality, Width, register
from ..stores import DenseStore, dense_column


@register("charge_density/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeDensity(Modality):
    """A density on a cubic number of points along the cell's vectors."""

    table: str = "charge_density"
    grid: Count = 32
    width: Width = 128
    layers: Count = 3
    transform: Literal["none", "asinh"] = "asinh"
    """``asinh`` is a logarithm for large values of either sign, and nothing for small ones."""
    shift: bool = True
    """Training moves the origin of the cell to a point of the grid drawn at random."""

    @property
    def columns(self) -> tuple[str, ...]:
        """``charge_density``."""
        return ("charge_density",)

    def read(self, rows: pa.Table, cache: Cache) -> DenseStore:
        """``density (n, 1, grid, grid, grid)``."""
        density = dense_column(rows, self.columns[0], self.kind, (self.grid,) * 3)
        if self.transform == "asinh":
            density = np.arcsinh(density)
        return DenseStore({"density": density[:, None]})

    def encoder(self) -> Encoder:
        """A 3D ResNet."""
        return VolumeResNet(width=self.width, layers=self.layers)

    def augment(self, inputs: Inputs) -> Inputs:
        """Another origin, the same for all rows of the batch."""
        if not self.shift:
            return inputs
        shifts = torch.randint(0, self.grid, (3,)).tolist()
        return {**inputs, "density": torch.roll(inputs["density"], shifts, dims=(2, 3, 4))}
