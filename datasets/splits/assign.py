"""The index in, a side for every row of every split out: papers and duplicates never on two sides."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ...records.errors import MatloomError
from ..recipe import SplitSection
from .matfold import LABEL_COLUMNS, MATFOLD_NAMES, matfold_labels, matfold_split

UNUSED = 3
_PUBLISHED = {"train": 0, "training": 0, "validation": 1, "valid": 1, "val": 1, "dev": 1, "test": 2}


def needed_columns(splits: Sequence[SplitSection]) -> tuple[str, ...]:
    """Columns of the index that the splits look at; most need few, which matters for very many rows."""
    columns = ["key", "document"]
    if any(split.criterion == "source" for split in splits):
        columns.append("published_split")
    if any(split.criterion in MATFOLD_NAMES for split in splits):
        columns += LABEL_COLUMNS
    return tuple(columns)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Sides by row (0 train, 1 validation, 2 test, 3 unused), and how many rows had to be left out."""

    codes: np.ndarray
    left_out: int


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
    drawn = np.fromiter((_uniform(f"{split.seed}:{anchor}") for anchor in anchors), dtype=float, count=len(anchors))
    return np.searchsorted(np.cumsum(split.fractions)[:2], drawn, side="right").astype(np.uint8)[groups]


def _uniform(text: str) -> float:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") / 2**64
