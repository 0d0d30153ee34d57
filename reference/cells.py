"""Unit cells in, the strain that turns one lattice into another out, whatever cell each was given in.

A lattice is compared by its primitive cell, so that conventional and primitive cells, settings and choices of axes do
not matter. The successive minima of a lattice, which are the lengths of its Niggli cell, change steadily with it and
serve as a sieve; its angles do not, so that what passes is aligned by all mappings within tolerance (pymatgen).
"""

from dataclasses import astuple, dataclass
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pymatgen.core import Lattice

from ..records.cells import cell_volume

SIEVE: Final = 0.06
"""Relative difference of reduced lengths above which lattices are not compared."""
ANGLE: Final = 5.0
"""Degrees that angles of aligned cells may differ by."""
MAPPINGS: Final = 96
"""How many alignments of two lattices are tried; cubic lattices have 48 that are equal."""
EPSILON: Final = 1e-3

PRIMITIVE: Final[dict[str, NDArray[np.float64]]] = {
    "P": np.eye(3),
    "A": np.array([[1, 0, 0], [0, 0.5, 0.5], [0, -0.5, 0.5]]),
    "B": np.array([[0.5, 0, 0.5], [0, 1, 0], [-0.5, 0, 0.5]]),
    "C": np.array([[0.5, 0.5, 0], [-0.5, 0.5, 0], [0, 0, 1]]),
    "I": np.array([[-0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0.5, 0.5, -0.5]]),
    "F": np.array([[0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]),
    "R": np.array([[2, 1, 1], [-1, 1, 1], [-1, -2, 1]]) / 3,
}
"""Rows: primitive vectors in terms of the conventional ones, by the letter of the centring; R on hexagonal axes,
obverse setting (International Tables for Crystallography A, table 1.5.1.1)."""
MULTIPLICITY: Final = {letter: round(1 / abs(float(np.linalg.det(matrix)))) for letter, matrix in PRIMITIVE.items()}


@dataclass(frozen=True, slots=True)
class Cell:
    """Lengths in angstrom, angles in degrees."""

    a: float
    b: float
    c: float
    alpha: float = 90.0
    beta: float = 90.0
    gamma: float = 90.0

    @property
    def volume(self) -> float:
        """In cubic angstrom; 0 where the angles make no cell."""
        return cell_volume(self.a, self.b, self.c, self.alpha, self.beta, self.gamma)


@dataclass(frozen=True, slots=True)
class Strain:
    """What turns one lattice into the other: mean relative change of length, and the root mean square of the rest."""

    mean: float
    shape: float


def cell_of(vectors: NDArray[np.float64]) -> Cell:
    """The lengths and angles of lattice vectors (rows)."""
    return Cell(*(float(value) for value in Lattice(vectors).parameters))


def vectors_of(cell: Cell) -> NDArray[np.float64]:
    """Lattice vectors (rows, angstrom)."""
    return np.asarray(Lattice.from_parameters(*astuple(cell)).matrix)


def reduced(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """The Niggli cell of a lattice; the vectors themselves where spglib finds none."""
    import spglib

    try:
        found = spglib.niggli_reduce(vectors, eps=EPSILON)
    except spglib.SpglibError:
        found = None
    return np.asarray(vectors if found is None else found, dtype=np.float64)


def primitive(cell: Cell, letter: str) -> NDArray[np.float64]:
    """The reduced primitive lattice of a conventional cell with this centring."""
    return reduced(PRIMITIVE[letter] @ vectors_of(cell))


def lengths(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """The lengths of vectors, shortest first; of many lattices (n, 3, 3) at once."""
    return np.sort(np.linalg.norm(vectors, axis=-1), axis=-1)


def near(vectors: NDArray[np.float64], lattices: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of ``lattices`` (n, 3, 3), all reduced, have lengths like those of the reduced ``vectors``."""
    return np.all(np.abs(lengths(lattices) / lengths(vectors) - 1) < SIEVE, axis=-1)


def strain(vectors: NDArray[np.float64], reference: NDArray[np.float64]) -> Strain | None:
    """The least strain that turns the lattice ``reference`` into ``vectors``, or None beyond the tolerances."""
    aligned = Lattice(vectors).find_all_mappings(Lattice(reference), ltol=SIEVE, atol=ANGLE, skip_rotation_matrix=True)
    found = [_strain(lattice, Lattice(reference)) for lattice, _, _ in islice(aligned, MAPPINGS)]
    return min(found, key=lambda one: one.mean**2 + one.shape**2, default=None)


def _strain(lattice: Lattice, reference: Lattice) -> Strain:
    """Green-Lagrange strain between two bases of equal handedness, split into its mean and its deviator."""
    one = Lattice.from_parameters(*lattice.parameters).matrix
    other = Lattice.from_parameters(*reference.parameters).matrix
    change = np.linalg.solve(other, one)
    tensor = (change @ change.T - np.eye(3)) / 2
    mean = float(np.trace(tensor)) / 3
    rest = tensor - mean * np.eye(3)
    return Strain(mean=mean, shape=float(np.sqrt(np.sum(rest**2) / 3)))
