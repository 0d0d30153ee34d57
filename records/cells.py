"""A lattice as printed in, its cell parameters in angstrom and degrees out."""

import math
from typing import Final

from .model import Lattice
from .quantities import Quantity
from .units import convert

LENGTHS: Final = ("a", "b", "c")
ANGLES: Final = ("alpha", "beta", "gamma")
BOUNDS: Final = (
    (LENGTHS, "angstrom", 1.5, 300.0),
    (ANGLES, "deg", 10.0, 170.0),
    (("volume",), "angstrom^3", 5.0, 1e6),
)
"""Names, unit, and the bounds outside which a value is none of a crystal."""


def value_in(quantity: Quantity | None, unit: str) -> float | None:
    """The single value of a quantity in ``unit``; a bare number is taken to be in it. None for a range."""
    if quantity is None or quantity.value is None:
        return None
    if quantity.unit is None or quantity.unit == unit:
        return quantity.value
    try:
        return convert(quantity.value, quantity.unit, unit)
    except ValueError:
        return None


def printed_cell(lattice: Lattice) -> dict[str, float]:
    """The cell parameters that are printed as single values, in angstrom and degrees, the volume in cubic angstrom."""
    found: dict[str, float] = {}
    for names, unit, low, high in BOUNDS:
        for name in names:
            value = value_in(getattr(lattice, name), unit)
            if value is not None and low <= value <= high:
                found[name] = value
    return found


def cell_volume(a: float, b: float, c: float, alpha: float, beta: float, gamma: float) -> float:
    """In cubic angstrom; 0 where the angles make no cell."""
    cosines = [math.cos(math.radians(angle)) for angle in (alpha, beta, gamma)]
    squared = 1 - sum(cosine**2 for cosine in cosines) + 2 * math.prod(cosines)
    return a * b * c * math.sqrt(squared) if squared > 0 else 0.0
