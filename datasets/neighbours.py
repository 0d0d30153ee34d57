"""A structure in, which sites are bonded out: one fast geometric rule that fingerprints and descriptions share."""

from dataclasses import dataclass

import numpy as np
from pymatgen.core import Structure

BOND_TOLERANCE = 1.2
"""A neighbour is bonded up to this multiple of the shortest distance of the pair's roomier site."""
_FIRST_RADIUS, _LAST_RADIUS = 3.5, 14.0


@dataclass(frozen=True, slots=True)
class Bonds:
    """Directed bonds, each found from both ends: site indices and distances in angstrom, shape (bonds,)."""

    centres: np.ndarray
    neighbours: np.ndarray
    distances: np.ndarray


def neighbour_list(structure: Structure, radius: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """All pairs within ``radius`` angstrom: centres, neighbours, images (n, 3), distances; in a fixed order."""
    centres, points, images, distances = structure.get_neighbor_list(radius, exclude_self=True)
    keep = distances > 1e-8
    centres, points, images, distances = centres[keep], points[keep], images[keep], distances[keep]
    order = np.lexsort((images[:, 2], images[:, 1], images[:, 0], points, np.round(distances, 6), centres))
    return centres[order], points[order], images[order].astype(int), distances[order]


def bonds(structure: Structure) -> Bonds:
    """Bonded pairs: distance within BOND_TOLERANCE of the larger of the two sites' shortest distances."""
    radius = _FIRST_RADIUS
    while True:
        centres, points, _, distances = neighbour_list(structure, radius)
        nearest = np.full(len(structure), np.inf)
        np.minimum.at(nearest, centres, distances)
        if nearest.max() * BOND_TOLERANCE <= radius or radius >= _LAST_RADIUS:
            break
        radius = min(_LAST_RADIUS, 1.01 * BOND_TOLERANCE * nearest.max() if np.isfinite(nearest).all() else 2 * radius)
    bonded = distances <= BOND_TOLERANCE * np.maximum(nearest[centres], nearest[points])
    return Bonds(centres[bonded], points[bonded], distances[bonded])
