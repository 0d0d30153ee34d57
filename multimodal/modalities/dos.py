"""Densities of states in, tensors and their encoder out."""

from dataclasses import dataclass
from typing import Literal

from ..modality import Count, register
from .spectrum import Spectrum


@register("dos/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class DensityOfStates(Spectrum):
    """A density of states on one grid around the Fermi energy."""

    table: str = "dos"
    points: Count = 256
    scale: Literal["none", "largest", "root"] = "root"
    energy: tuple[float, float] = (-10.0, 10.0)
    """First and last point of the dataset's grid, eV around the Fermi energy."""

    @property
    def columns(self) -> tuple[str, ...]:
        """``dos``, on the grid that the dataset was built with."""
        return ("dos",)

    @property
    def ends(self) -> tuple[float, float]:
        """``energy``."""
        return self.energy
