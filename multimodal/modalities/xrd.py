"""Powder diffraction patterns in, tensors and their encoder out."""

from dataclasses import dataclass

import torch
from torch import Tensor

from ..modality import Count, Inputs, register
from .spectrum import Spectrum


@register("xrd/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class PowderDiffraction(Spectrum):
    """A pattern over two theta; its peaks are narrow, so that it keeps more points than other spectra."""

    table: str = "xrd"
    points: Count = 701
    two_theta: tuple[float, float] = (10.0, 80.0)
    """First and last point of the dataset's grid, degrees."""

    @property
    def columns(self) -> tuple[str, ...]:
        """``intensity``, on the grid that the dataset was built with."""
        return ("intensity",)

    @property
    def ends(self) -> tuple[float, float]:
        """``two_theta``."""
        return self.two_theta

    @property
    def follows_strain(self) -> bool:
        """By Bragg's law."""
        return True

    def strained(self, inputs: Inputs, factor: Tensor) -> Inputs:
        """Each peak where Bragg's law puts it in a cell ``factor`` times as long, with its Lorentz-polarisation factor.

        The structure factors are taken to stay, and nothing comes in from beyond the ends of the grid.
        """
        heights = inputs["spectrum"][:, 0]
        points = heights.shape[1]
        theta = torch.deg2rad(torch.linspace(*self.two_theta, points, device=heights.device)) / 2
        sine = theta.sin() * factor[:, None]
        before = sine.clamp(max=1.0).asin()
        place = (before - theta[0]) / (theta[-1] - theta[0]) * (points - 1)
        left = place.long().clamp(0, points - 2)
        moved = torch.lerp(heights.gather(1, left), heights.gather(1, left + 1), place - left)
        ratio = _lorentz_polarisation(theta) / _lorentz_polarisation(before)
        moved = moved * (ratio.sqrt() if self.scale == "root" else ratio)
        moved = moved.masked_fill((place < 0) | (place > points - 1) | (sine >= 1), 0.0)
        if self.scale != "none":
            moved = moved / moved.amax(dim=1, keepdim=True).clamp(min=1e-6)
        return {**inputs, "spectrum": moved[:, None]}


def _lorentz_polarisation(theta: Tensor) -> Tensor:
    """Of a powder pattern without a monochromator, up to a factor; finite where a grid begins at zero."""
    theta = theta.clamp(min=1e-3)
    return (1 + torch.cos(2 * theta) ** 2) / (torch.sin(theta) ** 2 * torch.cos(theta))
