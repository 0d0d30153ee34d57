"""Structures of a build in, a duplicate group for every row out."""

import numpy as np
import pandas as pd

from .index import Index
from .recipe import Recipe
from .spool import Spool


def duplicate_groups(recipe: Recipe, index: Index, spool: Spool, positions: np.ndarray, workers: int) -> np.ndarray:
    """Key of the first row of each row's group, None where the row is alone; shape (rows,), objects."""
    if recipe.duplicates.by == "none":
        return np.full(index.rows, None, dtype=object)
    column = "structure_fingerprint" if recipe.duplicates.by == "structure" else "chemical_formula_reduced"
    frame = index.frame("key", column)
    return first_of_group(frame["key"], frame[column])


def first_of_group(keys: pd.Series, labels: pd.Series) -> np.ndarray:
    """The first key of each label that at least two rows have, else None."""
    grouped = keys.groupby(labels.to_numpy())
    shared = grouped.transform("size") > 1
    first = grouped.transform("first")
    return np.where(shared.fillna(False) & labels.notna().to_numpy(), first, None)
