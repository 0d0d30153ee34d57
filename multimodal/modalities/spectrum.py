"""A column of spectra on one grid in, scaled tensors and their encoder out; what XRD and DOS have in common."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import torch

from ...records.errors import MatloomError
from ..cache import Cache
from ..encoders.spectrum import SpectrumConvolution, SpectrumTransformer
from ..modality import Count, Encoder, Inputs, Layers, Modality, Spread, Width
from ..stores import DenseStore, dense_column


def resampled(spectra: np.ndarray, points: int) -> np.ndarray:
    """``(n, points)``: each spectrum on a grid of another size over the same range, by linear interpolation."""
    own, wanted = np.linspace(0, 1, spectra.shape[1]), np.linspace(0, 1, points)
    return np.stack([np.interp(wanted, own, row) for row in spectra]).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spectrum(Modality):
    """Options of a spectrum: its network, how heights are scaled, and what training may change."""

    encoder_name: Literal["convolution", "transformer"] = "convolution"
    points: Count = 512
    width: Width = 128
    layers: Layers = 0
    """0: five blocks of convolutions, or three of a transformer."""
    scale: Literal["none", "largest", "root"] = "largest"
    """``largest``: by the largest height of the row; ``root``: its square root after that, which lifts weak peaks."""
    noise: Spread = 0.0
    """Standard deviation of what training adds, in units of the scaled height."""

    def __post_init__(self) -> None:
        """Raises ValueError for a grid that does not go upwards."""
        first, last = self.ends
        if not first < last:
            raise ValueError(f"the grid begins at {first:g} and ends at {last:g}")

    @property
    @abstractmethod
    def ends(self) -> tuple[float, float]:
        """Where the grid that the dataset was built with begins and ends."""

    def read(self, rows: pa.Table, cache: Cache) -> DenseStore:
        """``spectrum (n, 1, points)``."""
        spectra = dense_column(rows, self.columns[0], self.kind)
        if spectra.shape[1] != self.points:
            spectra = resampled(spectra, self.points)
        if self.scale != "none":
            highest = np.abs(spectra).max(axis=1, keepdims=True)
            dark = np.flatnonzero(highest[:, 0] == 0)
            if len(dark):
                raise MatloomError("M003", modality=self.kind, row=rows.column(0)[int(dark[0])], why="all zero")
            spectra = spectra / highest
        if self.scale == "root":
            spectra = np.sign(spectra) * np.sqrt(np.abs(spectra))
        return DenseStore({"spectrum": spectra[:, None]})

    def encoder(self) -> Encoder:
        """A residual network or a transformer."""
        if self.encoder_name == "transformer":
            return SpectrumTransformer(points=self.points, width=self.width, layers=self.layers or 3)
        return SpectrumConvolution(width=self.width, layers=self.layers or 5)

    def augment(self, inputs: Inputs) -> Inputs:
        """Gaussian noise on the heights."""
        if not self.noise:
            return inputs
        spectrum = inputs["spectrum"]
        return {**inputs, "spectrum": spectrum + self.noise * torch.randn_like(spectrum)}
