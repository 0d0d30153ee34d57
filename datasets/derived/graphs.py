"""A structure in, its neighbour graph out."""

from typing import Any

import numpy as np
from pymatgen.core import Structure

from ..neighbours import neighbour_list
from ..recipe import Graph

METHOD, VERSION = "nearest neighbours within a radius", "1"


def graph_row(structure: Structure, options: Graph) -> dict[str, Any]:
    """Directed edges from each site to its nearest neighbours; the whole shell of the last one is kept."""
    centres, points, images, distances = neighbour_list(structure, options.cutoff)
    first = np.searchsorted(centres, np.arange(len(structure)))
    rank = np.arange(len(centres)) - first[centres]
    last = np.full(len(structure), np.inf)
    at_limit = rank == options.neighbours - 1
    last[centres[at_limit]] = distances[at_limit]
    keep = distances <= last[centres] + 1e-5
    return {
        "atomic_numbers": list(structure.atomic_numbers) if structure.is_ordered else None,
        "senders": centres[keep].tolist(),
        "receivers": points[keep].tolist(),
        "images": images[keep].tolist(),
        "distances": distances[keep].astype(np.float32),
        "origin": "computed",
        "method": METHOD,
        "method_version": VERSION,
    }
