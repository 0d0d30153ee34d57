"""A crystal in, its space group, conventional cell and reduced primitive lattice out, by spglib."""

import os
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..records.space_groups import crystal_system, standard_symbol
from .cells import Cell, cell_of, reduced
from .crystals import Crystal

# a symmetry that is not found is told by its empty columns, not by a line on the terminal
os.environ.setdefault("SPGLIB_WARNING", "OFF")
TOLERANCE: Final = 0.1
"""Angstrom; that of the Materials Project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symmetry:
    """``conventional`` is in the standard setting of the International Tables, rhombohedral ones on hexagonal axes.

    ``primitive`` is the Niggli-reduced primitive lattice, rows in angstrom (3, 3). Without a space group (spglib found
    none) the conventional cell is the one given.
    """

    number: int | None
    symbol: str | None
    system: str | None
    conventional: Cell
    primitive: NDArray[np.float64]


def symmetry_of(crystal: Crystal) -> Symmetry:
    """The symmetry within :data:`TOLERANCE`. Sites of equal species and shares count as equal."""
    import spglib

    kinds = {shares: place for place, shares in enumerate(dict.fromkeys(crystal.species), 1)}
    cell: Any = (crystal.lattice, crystal.positions, [kinds[shares] for shares in crystal.species])
    try:
        found: Any = spglib.get_symmetry_dataset(cell, symprec=TOLERANCE)
        primitive: Any = None if found is None else spglib.find_primitive(cell, symprec=TOLERANCE)
    except spglib.SpglibError:
        found = primitive = None
    if found is None or primitive is None:
        return Symmetry(
            number=None, symbol=None, system=None, conventional=cell_of(crystal.lattice),
            primitive=reduced(crystal.lattice),
        )  # fmt: skip
    number = int(found.number)
    return Symmetry(
        number=number, symbol=standard_symbol(number), system=crystal_system(number),
        conventional=cell_of(found.std_lattice), primitive=reduced(np.asarray(primitive[0], dtype=np.float64)),
    )  # fmt: skip
