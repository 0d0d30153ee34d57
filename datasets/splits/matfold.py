"""Labels of every row in, MatFold's own train, validation and test rows out (Witman & Schindler, 2024)."""

import random
import tempfile
from collections import Counter
from typing import Any, Final

import numpy as np
import pandas as pd
from MatFold import MatFold
from MatFold.utils import VALID_SPLIT_TYPES, collapse

from ...records.errors import MatloomError
from ..recipe import SplitSection

MATFOLD_NAMES: Final = {
    "random": "index", "structure": "structureid", "composition": "composition", "chemical_system": "chemsys",
    "elements": "elements", "space_group": "sgnum", "point_group": "pointgroup", "crystal_system": "crystalsys",
}  # fmt: skip
"""matloom's name of a criterion to MatFold's."""
LABEL_COLUMNS: Final = (
    "composition", "chemical_system", "space_group_symbol_hermann_mauguin", "point_group", "crystal_system",
    "elements", "nelements",
)  # fmt: skip


class LabelledMatFold(MatFold):
    """MatFold over labels that are already known, so that no structure is parsed a second time.

    Everything that decides a split is MatFold's own code; only the labels come from the index, where they were
    made with the same pymatgen calls, and label counts are taken in one pass.
    """

    def __init__(self, labels: pd.DataFrame, seed: int) -> None:
        self.serialized: dict[str, Any] = {}
        self.return_frac = 1.0
        self.seed = seed
        np.random.seed(seed)
        random.seed(seed)
        self.df = labels
        self.cols_to_keep = list(labels.columns)

    def split_statistics(self, split_type: str) -> dict[str, float]:
        """Share of rows that have each label, as MatFold computes it."""
        labels = self.df[VALID_SPLIT_TYPES[split_type.replace("_", "")]]
        counts = Counter(str(label) for row in labels for label in set(collapse([row])))
        return {label: count / len(labels) for label, count in counts.items()}


def matfold_labels(index: pd.DataFrame) -> pd.DataFrame:
    """MatFold's columns from the index's: one row a material, numbered from 0."""
    columns = {
        "id": index["key"],
        "structureid": index["key"],
        "composition": index["composition"],
        "chemsys": index["chemical_system"],
        "sgnum": index["space_group_symbol_hermann_mauguin"],
        "pointgroup": index["point_group"],
        "crystalsys": index["crystal_system"],
        "elements": [list(row) if row is not None else [] for row in index["elements"]],
        "nelements": index["nelements"],
    }
    labels = pd.DataFrame(columns).astype(object).reset_index(drop=True)
    return labels.assign(index=labels.index)


def matfold_split(labels: pd.DataFrame, split: SplitSection) -> np.ndarray:
    """0 train, 1 validation, 2 test for each row. Raises MatloomError B010 with MatFold's own words."""
    name = MATFOLD_NAMES[split.criterion]
    if labels[name].isna().any():
        missing = labels.loc[labels[name].isna(), "id"].iloc[0]
        raise MatloomError("B010", split=split.name, why=f"'{missing}' has no {split.criterion.replace('_', ' ')}")
    states = random.getstate(), np.random.get_state()
    try:
        with tempfile.TemporaryDirectory() as folder:
            folds = LabelledMatFold(labels, split.seed)
            parts = folds.create_train_validation_test_splits(
                name, name, *split.fractions, fraction_tolerance=split.tolerance, output_dir=folder
            )
    except Exception as error:  # MatFold raises plain Exception too
        raise MatloomError("B010", split=split.name, why=error) from error
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])
    codes = np.zeros(len(labels), dtype=np.uint8)
    for code, part in enumerate(parts):
        if part is not None:
            codes[part.index] = code
    return codes
