"""Lattices and sites in, packed crystal graphs out: periodic neighbour lists, built in parallel."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pymatgen.core import Element
from pymatgen.optimization.neighbors import find_points_in_spheres

from ..records.errors import MatloomError
from .cache import Arrays

COLUMNS: Final = ("lattice_vectors", "cartesian_site_positions", "species_at_sites")
"""The columns of the crystal table that a graph needs; names and units as OPTIMADE (angstrom)."""
MAX_ATOMS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Which edges a graph has: up to ``most`` nearest atoms within ``radius`` angstrom of each atom."""

    radius: float = 8.0
    most: int = 12


def crystal_graph(lattice: np.ndarray, positions: np.ndarray, neighbours: Neighbours) -> Arrays:
    """Edges of one crystal: ``senders``, ``receivers`` and ``vectors (edges, 3)`` in angstrom, nearest first.

    Ties at the last place are broken by rounding distances to 1e-4 angstrom and then by the vector, so that a
    symmetric crystal has the same edges however it is written.
    """
    lattice = np.ascontiguousarray(lattice, dtype=float)
    positions = np.ascontiguousarray(positions, dtype=float)
    receivers, senders, images, distances = find_points_in_spheres(
        positions, positions, r=neighbours.radius, pbc=np.array([1, 1, 1], dtype=np.int64), lattice=lattice, tol=1e-8
    )
    other = distances > 1e-6
    receivers, senders, images, distances = receivers[other], senders[other], images[other], distances[other]
    vectors = positions[senders] + images @ lattice - positions[receivers]
    order = np.lexsort((*np.round(vectors.T, 4), np.round(distances, 4), receivers))
    receivers, senders, vectors = receivers[order], senders[order], vectors[order]
    counts = np.bincount(receivers, minlength=len(positions))
    place = np.arange(len(receivers)) - np.repeat(np.cumsum(counts) - counts, counts)
    kept = place < neighbours.most
    return {
        "senders": senders[kept].astype(np.int32),
        "receivers": receivers[kept].astype(np.int32),
        "vectors": vectors[kept].astype(np.float32),
    }


def _checked(row: dict[str, Any], key: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    lattice = np.array(row["lattice_vectors"], dtype=float)
    positions = np.array(row["cartesian_site_positions"], dtype=float).reshape(-1, 3)
    why = None
    if len(positions) != len(row["species_at_sites"]) or not 0 < len(positions) <= MAX_ATOMS:
        why = f"{len(positions)} positions for {len(row['species_at_sites'])} sites (1 to {MAX_ATOMS} are read)"
    elif lattice.shape != (3, 3) or not np.isfinite(lattice).all() or not np.isfinite(positions).all():
        why = "the lattice or a position is missing or not finite"
    elif abs(np.linalg.det(lattice)) < 1e-3:
        why = "the cell has no volume"
    if why is None:
        try:
            numbers = np.array([Element(symbol).Z for symbol in row["species_at_sites"]], dtype=np.int32)
            return lattice, positions, numbers
        except ValueError as error:
            why = f"a site is not one element: {error}"
    raise MatloomError("M003", modality="crystal", row=key, why=why)


def check_crystals(rows: pa.Table) -> None:
    """Raises MatloomError M003 for the first crystal that :func:`pack_graphs` would refuse."""
    for key, row in zip(rows.column(0).to_pylist(), rows.select(list(COLUMNS)).to_pylist(), strict=True):
        _checked(row, key)


def _graphs(job: tuple[list[str], list[dict[str, Any]], Neighbours]) -> list[Arrays]:
    made = []
    for key, row in zip(job[0], job[1], strict=True):
        lattice, positions, numbers = _checked(row, key)
        made.append({"atomic_numbers": numbers, **crystal_graph(lattice, positions, job[2])})
    return made


def pack_graphs(rows: pa.Table, neighbours: Neighbours, workers: int = 1) -> Arrays:
    """The arrays of a :class:`~.stores.GraphStore` over a crystal table whose first column is the key.

    Raises MatloomError M003 for a crystal that is not finite, has no volume, or has a site that is not one element.
    """
    keys, crystals = rows.column(0).to_pylist(), rows.select(list(COLUMNS)).to_pylist()
    jobs = [(keys[at : at + 512], crystals[at : at + 512], neighbours) for at in range(0, len(keys), 512)]
    if workers > 1 and len(jobs) > 1:
        with ProcessPoolExecutor(workers) as pool:
            graphs = [graph for part in pool.map(_graphs, jobs) for graph in part]
    else:
        graphs = [graph for job in jobs for graph in _graphs(job)]
    packed = {name: np.concatenate([g[name] for g in graphs]) for name in graphs[0]}
    packed["atom_start"] = np.cumsum([0, *(len(g["atomic_numbers"]) for g in graphs)])
    packed["edge_start"] = np.cumsum([0, *(len(g["senders"]) for g in graphs)])
    return packed
