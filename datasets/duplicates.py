"""Structures of a build in, a duplicate group for every row out.

Rows with one fingerprint are candidates. Among those of one primitive site count whose average minimum distances
are close, pymatgen's StructureMatcher decides, nearest first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Final

import amd
import numpy as np
import pandas as pd
import pyarrow as pa
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Structure
from scipy.spatial import cKDTree
from scipy.spatial.distance import pdist, squareform

from .index import Index
from .recipe import Recipe
from .spool import Spool
from .structures import structure_of

AMD_NEIGHBOURS: Final = 100
NEAR: Final = 0.10
"""Largest difference of two average-minimum-distance vectors, in units of the cube root of the volume per site:
on carbon_24, 5 of 401 pairs that StructureMatcher joins lie further apart."""
_SMALL = 200
_STRUCTURE_COLUMNS = ["lattice_vectors", "fractional_site_positions", "species_at_sites", "species"]


@dataclass(frozen=True, slots=True)
class Reduced:
    """A structure as StructureMatcher compares it, and its average minimum distances at unit volume per site."""

    structure: Structure
    distances: np.ndarray


def reduce(structure: Structure) -> Reduced:
    """Niggli-reduced primitive cell and AMD of length AMD_NEIGHBOURS."""
    primitive = structure.get_reduced_structure(reduction_algo="niggli").get_primitive_structure()
    scaled = primitive.copy()
    scaled.scale_lattice(len(scaled))
    return Reduced(primitive, amd.AMD(amd.periodicset_from_pymatgen_structure(scaled), AMD_NEIGHBOURS))


def near_pairs(vectors: np.ndarray) -> np.ndarray:
    """Pairs of rows within NEAR (largest coordinate), nearest first; shape (pairs, 2)."""
    if len(vectors) <= _SMALL:
        distances = squareform(pdist(vectors, "chebyshev"))
        pairs = np.argwhere(np.triu(distances <= NEAR, k=1))
        order = np.lexsort((pairs[:, 1], pairs[:, 0], distances[pairs[:, 0], pairs[:, 1]]))
    else:
        pairs = cKDTree(vectors).query_pairs(NEAR, p=np.inf, output_type="ndarray")
        distances = np.abs(vectors[pairs[:, 0]] - vectors[pairs[:, 1]]).max(axis=1)
        order = np.lexsort((pairs[:, 1], pairs[:, 0], distances))
    return pairs[order]


class _Matcher:
    """StructureMatcher over one bucket; remembers what it was asked."""

    def __init__(self, bucket: list[Reduced], tolerance: float) -> None:
        self._structures = [item.structure for item in bucket]
        self._matcher = StructureMatcher(stol=tolerance, primitive_cell=False)
        self._known: dict[tuple[int, int], bool] = {}

    def __call__(self, i: int, j: int) -> bool:
        pair = (i, j) if i < j else (j, i)
        if pair not in self._known:
            first, second = self._structures[pair[0]], self._structures[pair[1]]
            self._known[pair] = bool(self._matcher.fit(first, second, skip_structure_reduction=True))
        return self._known[pair]


def clusters_of(pairs: np.ndarray, size: int, match: Callable[[int, int], bool]) -> list[int]:
    """For each structure the first one that matching pairs connect it with; connected pairs are not asked again."""
    parents = list(range(size))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for i, j in pairs.tolist():
        first, second = sorted((root(i), root(j)))
        if first != second and match(i, j):
            parents[second] = first
    return [root(node) for node in range(size)]


def leaders_of(pairs: np.ndarray, size: int, match: Callable[[int, int], bool]) -> list[int]:
    """For each structure the nearest earlier leader that it matches itself, or itself: a leader."""
    near: list[list[int]] = [[] for _ in range(size)]
    for i, j in pairs.tolist():
        near[j].append(i)
    leaders = list(range(size))
    for node in range(size):
        found = (other for other in near[node] if leaders[other] == other and match(other, node))
        leaders[node] = next(found, node)
    return leaders


def match_groups(bucket: list[Reduced], tolerance: float) -> tuple[list[int], list[int]]:
    """Leader and cluster of each structure of a bucket, as places in it."""
    pairs = near_pairs(np.array([item.distances for item in bucket]))
    match = _Matcher(bucket, tolerance)
    return leaders_of(pairs, len(bucket), match), clusters_of(pairs, len(bucket), match)


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Rows to the first row of their group and of their cluster, for rows that are not alone in it.

    In a group every row matches the first one; a cluster joins groups that touch (a matches b, b matches c).
    """

    group: dict[int, int]
    cluster: dict[int, int]


def group_structures(
    candidates: Iterable[tuple[int, str, Structure]], tolerance: float, workers: int = 1
) -> Duplicates:
    """Duplicates among ``candidates``: row number, fingerprint, structure."""
    rows, fingerprints, structures = [], [], []
    for row, fingerprint, structure in candidates:
        rows.append(row)
        fingerprints.append(fingerprint)
        structures.append(structure)
    with _mapper(workers) as run:
        reduced = list(run(reduce, structures, 64))
        buckets: dict[tuple[str, int], list[int]] = defaultdict(list)
        for place, (fingerprint, item) in enumerate(zip(fingerprints, reduced, strict=True)):
            buckets[fingerprint, len(item.structure)].append(place)
        shared = sorted((places for places in buckets.values() if len(places) > 1), key=len, reverse=True)
        found = list(run(_match, [([reduced[place] for place in places], tolerance) for places in shared], 1))
    duplicates = Duplicates({}, {})
    for places, (leaders, clusters) in zip(shared, found, strict=True):
        named = [rows[place] for place in places]
        duplicates.group.update(_not_alone(named, leaders))
        duplicates.cluster.update(_not_alone(named, clusters))
    return duplicates


def _not_alone(rows: list[int], firsts: list[int]) -> dict[int, int]:
    sizes = np.bincount(firsts, minlength=len(rows))
    return {row: rows[first] for row, first in zip(rows, firsts, strict=True) if sizes[first] > 1}


def _match(work: tuple[list[Reduced], float]) -> tuple[list[int], list[int]]:
    return match_groups(*work)


class _mapper:  # noqa: N801 -- used like a function
    """``map`` over worker processes, or in this one."""

    def __init__(self, workers: int) -> None:
        self.pool = ProcessPoolExecutor(workers, get_context("spawn")) if workers > 1 else None

    def __enter__(self) -> Any:
        if self.pool is None:
            return lambda work, items, _: map(work, items)
        return lambda work, items, chunk: self.pool.map(work, items, chunksize=chunk)  # type: ignore[union-attr]

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)


def duplicate_columns(
    recipe: Recipe, index: Index, spool: Spool, positions: np.ndarray, workers: int
) -> dict[str, pa.Array]:
    """``duplicate_group`` and ``duplicate_cluster``: the key of the first row of each, null for a row without."""
    if recipe.duplicates.by == "none":
        alone = pa.nulls(index.rows)
        return {"duplicate_group": alone, "duplicate_cluster": alone}
    if recipe.duplicates.by == "composition":
        frame = index.frame("key", "chemical_formula_reduced")
        first = pa.array(first_of_group(frame["key"], frame["chemical_formula_reduced"]), pa.string())
        return {"duplicate_group": first, "duplicate_cluster": first}
    frame = index.frame("key", "structure_fingerprint")
    keys, prints = frame["key"].to_numpy(), frame["structure_fingerprint"]
    shared = (prints.notna() & prints.duplicated(keep=False)).to_numpy()
    found = group_structures(_candidates(spool, positions, shared, prints), recipe.duplicates.tolerance, workers)
    columns = {}
    for name, firsts in (("duplicate_group", found.group), ("duplicate_cluster", found.cluster)):
        named = np.full(index.rows, None, dtype=object)
        named[list(firsts)] = keys[list(firsts.values())]
        columns[name] = pa.array(named, pa.string())
    return columns


def _candidates(
    spool: Spool, positions: np.ndarray, shared: np.ndarray, prints: pd.Series
) -> Iterator[tuple[int, str, Structure]]:
    for batch in spool.batches("crystal"):
        rows = positions[batch.column(0).to_numpy()]
        wanted = np.flatnonzero((rows >= 0) & shared[rows])
        picked = batch.take(pa.array(wanted)).select(_STRUCTURE_COLUMNS)
        for row, crystal in zip(rows[wanted], picked.to_pylist(), strict=True):
            yield int(row), prints.iat[row], structure_of(crystal)


def first_of_group(keys: pd.Series, labels: pd.Series) -> np.ndarray:
    """The first key of each label that at least two rows have, else None."""
    grouped = keys.groupby(labels.to_numpy())
    shared = grouped.transform("size") > 1
    first = grouped.transform("first")
    return np.where(shared.fillna(False) & labels.notna().to_numpy(), first, None)
