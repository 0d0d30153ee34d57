"""Powder diffraction patterns in, tensors and their encoder out."""

from dataclasses import dataclass

from ..modality import register
from .spectrum import Spectrum


@register("xrd/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class PowderDiffraction(Spectrum):
    """A pattern over two theta; its peaks are narrow, so that it keeps more points than other spectra."""

    table: str = "xrd"
    points: int = 701

    @property
    def columns(self) -> tuple[str, ...]:
        """``intensity``, on the grid that the dataset was built with."""
        return ("intensity",)
