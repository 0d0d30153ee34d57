"""The index in, a side for every row of every split out: papers and duplicates never on two sides."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ...records.errors import MatloomError
from ..index import Index
from ..recipe import SplitSection
from .matfold import LABEL_COLUMNS, MATFOLD_NAMES, matfold_labels, matfold_split

UNUSED = 3
_PUBLISHED = {"train": 0, "training": 0, "validation": 1, "valid": 1, "val": 1, "dev": 1, "test": 2}


def _columns(splits: Sequence[SplitSection]) -> list[str]:
    columns = ["key", "document"]
    if any(split.criterion == "source" for split in splits):
        columns.append("published_split")
    if any(split.criterion in MATFOLD_NAMES for split in splits):
        columns += LABEL_COLUMNS
    return columns


@dataclass(frozen=True, slots=True)
class Assignment:
    """Sides by row (0 train, 1 validation, 2 test, 3 unused), and how many rows had to be left out."""

    codes: np.ndarray
    left_out: int


def assign_all(index: Index, clusters: pa.Array, splits: Sequence[SplitSection]) -> dict[str, Assignment]:
    """Sides of every split by its name; ``clusters`` is the column ``duplicate_cluster``. Raises MatloomError B010.

    Where no duplicates join rows, a split by hash looks at them one by one, so that it holds for any number of rows.
    """
    joined = clusters.null_count < len(clusters)
    single = [split for split in splits if split.criterion == "hash" and not (joined and "duplicate" in split.group_by)]
    codes = {split.name: np.empty(index.rows, dtype=np.uint8) for split in single}
    start = 0
    for anchors in index.anchors() if single else ():
        for split in single:
            codes[split.name][start : start + len(anchors)] = _drawn(anchors, split)
        start += len(anchors)
    found = {name: Assignment(sides, 0) for name, sides in codes.items()}
    others = [split for split in splits if split.name not in found]
    if others:
        frame = index.frame(*_columns(others)).assign(duplicate_cluster=clusters.to_pandas())
        found |= {split.name: assign(frame, split) for split in others}
    return {split.name: found[split.name] for split in splits}


def groups_of(index: pd.DataFrame, group_by: tuple[str, ...]) -> np.ndarray:
    """A group number a row: rows that share a paper or are duplicates, directly or through others, share it."""
    rows = len(index)
    ends: list[np.ndarray] = []
    starts: list[np.ndarray] = []
    for kind, column in (("paper", "document"), ("duplicate", "duplicate_cluster")):
        if kind not in group_by or index[column].isna().all():
            continue
        codes, _ = pd.factorize(index[column])
        known = codes >= 0
        first = pd.Series(np.arange(rows)).groupby(codes).transform("first").to_numpy()
        starts.append(np.flatnonzero(known))
        ends.append(first[known])
    if not starts:
        return np.arange(rows)
    start, end = np.concatenate(starts), np.concatenate(ends)
    graph = coo_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(rows, rows))
    return connected_components(graph, directed=False)[1]


def assign(index: pd.DataFrame, split: SplitSection) -> Assignment:
    """Sides of one split. Raises MatloomError B010.

    Where whole groups can be drawn (random, structure, hash), one row stands for its group. Where the
    criterion decides row by row, a group on two sides keeps its rows on the side held out furthest (test, then
    validation); its other rows are left out, since moving them would break the criterion.
    """
    groups = groups_of(index, split.group_by)
    if split.criterion == "hash":
        return Assignment(_hashed(index, groups, split), 0)
    if split.criterion in ("random", "structure"):
        _, first = np.unique(groups, return_index=True)
        first.sort()
        codes = np.zeros(groups.max() + 1, dtype=np.uint8)
        codes[groups[first]] = matfold_split(matfold_labels(index.iloc[first]), split)
        return Assignment(codes[groups], 0)
    if split.criterion == "source":
        codes = _published(index["published_split"], split)
    else:
        codes = matfold_split(matfold_labels(index), split)
    furthest = np.zeros(groups.max() + 1, dtype=np.uint8)
    np.maximum.at(furthest, groups, np.where(codes == UNUSED, 0, codes))
    astray = codes != furthest[groups]
    return Assignment(np.where(astray, np.uint8(UNUSED), codes), int(astray.sum()))


def _published(column: pd.Series, split: SplitSection) -> np.ndarray:
    codes = column.str.lower().map(_PUBLISHED)
    if codes.isna().any():
        value = column[codes.isna()].iloc[0]
        raise MatloomError("B010", split=split.name, why=f"a row of the sources has the split {value!r}")
    return codes.to_numpy(dtype=np.uint8)


def _hashed(index: pd.DataFrame, groups: np.ndarray, split: SplitSection) -> np.ndarray:
    """Sides by a hash of the group's smallest paper or key: a row keeps its side when others are added."""
    anchors = index["document"].fillna(index["key"])
    if groups.max() + 1 < len(groups):
        anchors = anchors.groupby(groups).min()
    return _drawn(anchors, split)[groups]


def _drawn(anchors: Collection[str], split: SplitSection) -> np.ndarray:
    drawn = np.fromiter((_uniform(f"{split.seed}:{anchor}") for anchor in anchors), dtype=float, count=len(anchors))
    return np.searchsorted(np.cumsum(split.fractions)[:2], drawn, side="right").astype(np.uint8)


def _uniform(text: str) -> float:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") / 2**64
