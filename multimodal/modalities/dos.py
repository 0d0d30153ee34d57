"""Densities of states in, tensors and their encoder out."""

from dataclasses import dataclass
from typing import Literal

from ..modality import register
from .spectrum import Spectrum


@register("dos/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class DensityOfStates(Spectrum):
    """A density of states on one grid around the Fermi energy."""

    table: str = "dos"
    points: int = 256
    scale: Literal["none", "largest", "root"] = "root"

    @property
    def columns(self) -> tuple[str, ...]:
        """``dos``, on the grid that the dataset was built with."""
        return ("dos",)
