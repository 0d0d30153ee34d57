"""Two sets of structures in, uniqueness and novelty under five distances out, as generative work reports them.

Discrete (Xie et al., ICLR 2022; Zeni et al., Nature 639, 624, 2025): the share of structures that equal no earlier
one (uniqueness), or none of the known ones (novelty). Continuous (Negishi et al., arXiv:2510.12405): the mean distance
over all pairs, or the mean of the distances to the nearest known structure.
"""

import warnings
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import amd
import numpy as np
import pyarrow.dataset as pads
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Structure
from pymatgen.symmetry.analyzer import SpacegroupAnalyzer
from scipy.spatial.distance import cdist

from ..records.errors import MatloomError
from .derived.magpie import magpie
from .duplicates import AMD_NEIGHBOURS
from .manifest import MANIFEST
from .recipe import SourceSection
from .rows import BadRow, SourceRow
from .sources.registry import source_rows
from .structures import SYMMETRY_TOLERANCE, read_structure, structure_of

_BLOCK = 512


def composition_label(structure: Structure) -> Hashable:
    """What d_comp compares: the reduced formula."""
    return structure.composition.reduced_formula


def wyckoff_label(structure: Structure) -> Hashable:
    """What d_wyckoff compares: space group number and the Wyckoff letters of all orbits; None where spglib fails."""
    try:
        found = SpacegroupAnalyzer(structure, SYMMETRY_TOLERANCE).get_symmetrized_structure()
    except Exception:  # spglib's errors have no common class
        return None
    return found.spacegroup.int_number, tuple(sorted(symbol[-1] for symbol in found.wyckoff_symbols))


def magpie_vector(structure: Structure) -> np.ndarray:
    """What d_magpie compares: 132 Magpie features."""
    return np.asarray(magpie(structure.composition.element_composition))


def amd_vector(structure: Structure) -> np.ndarray:
    """What d_amd compares: the average minimum distances to AMD_NEIGHBOURS neighbours, angstrom."""
    return amd.AMD(amd.periodicset_from_pymatgen_structure(structure), AMD_NEIGHBOURS)


def d_magpie(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Euclidean distances between two stacks of Magpie vectors, shape (len(a), len(b))."""
    return cdist(a, b, "euclidean")


def d_amd(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Largest coordinate differences of two stacks of AMD vectors (Widdowson et al., 2022), shape (len(a), len(b))."""
    return cdist(a, b, "chebyshev")


@dataclass(frozen=True, slots=True)
class Scores:
    """``uniqueness`` of one set, ``novelty`` against another; shares where the distance is discrete."""

    uniqueness: float
    novelty: float

    def as_dict(self) -> dict[str, float]:
        """Plain numbers."""
        return {"uniqueness": self.uniqueness, "novelty": self.novelty}


def labelled_scores(a: Sequence[Hashable], b: Sequence[Hashable]) -> Scores:
    """Discrete scores where equal labels mean distance 0. A label None equals nothing."""
    seen: set[Hashable] = set()
    known = set(b) - {None}
    unique = 0
    for label in a:
        unique += label is None or label not in seen
        seen.add(label)
    return Scores(unique / len(a), sum(label not in known for label in a) / len(a))


def matched_scores(a: Sequence[Structure], b: Sequence[Structure]) -> Scores:
    """Discrete scores by StructureMatcher with its default tolerances; only equal reduced formulas can match."""
    matcher = StructureMatcher()
    earlier: dict[Hashable, list[Structure]] = defaultdict(list)
    known: dict[Hashable, list[Structure]] = defaultdict(list)
    for structure in b:
        known[composition_label(structure)].append(structure)
    unique = novel = 0
    for structure in a:
        label = composition_label(structure)
        unique += not any(matcher.fit(structure, other) for other in earlier[label])
        novel += not any(matcher.fit(structure, other) for other in known[label])
        earlier[label].append(structure)
    return Scores(unique / len(a), novel / len(a))


def continuous_scores(
    a: np.ndarray, b: np.ndarray, distances: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> Scores:
    """Mean distance over all ordered pairs of ``a``, and mean distance to the nearest row of ``b``; blockwise."""
    total, nearest = 0.0, np.full(len(a), np.inf)
    for start in range(0, len(a), _BLOCK):
        block = a[start : start + _BLOCK]
        total += float(distances(block, a).sum())
        for other in range(0, len(b), _BLOCK):
            found = distances(block, b[other : other + _BLOCK]).min(axis=1)
            nearest[start : start + _BLOCK] = np.minimum(nearest[start : start + _BLOCK], found)
    pairs = len(a) * (len(a) - 1)
    return Scores(total / pairs if pairs else 0.0, float(nearest.mean()))


def _labels(label: Callable[[Structure], Hashable]) -> Callable[[Sequence[Structure], Sequence[Structure]], Scores]:
    return lambda a, b: labelled_scores([label(s) for s in a], [label(s) for s in b])


def _vectors(
    vector: Callable[[Structure], np.ndarray], distances: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> Callable[[Sequence[Structure], Sequence[Structure]], Scores]:
    return lambda a, b: continuous_scores(np.array([vector(s) for s in a]), np.array([vector(s) for s in b]), distances)


DISTANCES: Final[dict[str, Callable[[Sequence[Structure], Sequence[Structure]], Scores]]] = {
    "d_smat": matched_scores,
    "d_comp": _labels(composition_label),
    "d_wyckoff": _labels(wyckoff_label),
    "d_magpie": _vectors(magpie_vector, d_magpie),
    "d_amd": _vectors(amd_vector, d_amd),
}
"""Distance names to their scores of (a, b)."""


def novelty_report(a: Sequence[Structure], b: Sequence[Structure], names: Sequence[str]) -> dict[str, Any]:
    """Scores of ``a`` against ``b`` by distance. Raises MatloomError B007 for an empty set."""
    if not a or not b:
        raise MatloomError("B007", why="a set holds no structures")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scores = {name: DISTANCES[name](a, b).as_dict() for name in names}
    return {"structures": {"a": len(a), "b": len(b)}, "scores": scores}


def load_structures(path: Path, limit: int | None = None) -> list[Structure]:
    """Structures of a dataset folder, a folder of CIFs, or a CSV with a column ``cif``. Raises MatloomError."""
    if (path / MANIFEST).is_file():
        if not (path / "data/crystal").is_dir():
            raise MatloomError("B014", path=path, why="it has no structures, no table crystal")
        table = pads.dataset(path / "data/crystal", format="parquet")
        rows = table.head(limit) if limit else table.to_table()
        return [structure_of(row) for row in rows.to_pylist()]
    if not path.exists():
        raise MatloomError("E001", path=path)
    folder = path.is_dir()
    source = SourceSection(name="structures", kind="cif_folder" if folder else "csv", path="-", structure="cif",
                           licence="", limit=limit)  # fmt: skip
    try:
        rows = source_rows(source, sorted(path.rglob("*.cif")) if folder else [path])
        return [structure for row in rows if (structure := _structure(row)) is not None]
    except BadRow as bad:
        raise MatloomError(bad.code, where=bad.where, why=bad.why) from bad


def _structure(row: SourceRow | BadRow) -> Structure | None:
    if isinstance(row, BadRow):
        raise row
    return read_structure(row)
