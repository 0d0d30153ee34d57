"""Splits against MatFold's own, on MatFold's own structures."""

import gzip
import json
import random
import re

import numpy as np
import pandas as pd
import pytest
from MatFold import MatFold
from matloom.datasets.derive import derive
from matloom.datasets.recipe import Recipe, SplitSection
from matloom.datasets.rows import SourceRow
from matloom.datasets.splits.matfold import MATFOLD_NAMES, matfold_labels, matfold_split
from matloom.records.errors import MatloomError
from shared import SHARED, needs_shared

RECIPE = Recipe.model_validate(
    {"dataset": {"name": "t", "licence": "MIT"}, "modalities": {"crystal": {}},
     "sources": [{"name": "s", "kind": "csv", "path": "-", "licence": "MIT"}]}
)  # fmt: skip


@pytest.fixture(scope="module")
def structures() -> dict[str, dict]:
    with gzip.open(SHARED / "data/materials/matfold_structures/test.json.gz", "rt") as lines:
        return json.load(lines)


@pytest.fixture(scope="module")
def index(structures) -> pd.DataFrame:
    rows = (
        SourceRow(key=key, where=key, source="s", licence="MIT", structure=raw, structure_format="json")
        for key, raw in structures.items()
    )
    return pd.DataFrame([derive(row, RECIPE).facts for row in rows])


@pytest.fixture(scope="module")
def theirs(structures) -> pd.DataFrame:
    """Rows as MatFold labels them itself."""
    table = pd.DataFrame({"id": list(structures)})
    return MatFold(table, structures, write_data_checksums=False, seed=0).df


def matfolds_own(structures, split: SplitSection, folder) -> np.ndarray:
    table = pd.DataFrame({"id": list(structures)})
    folds = MatFold(table, structures, write_data_checksums=False, seed=split.seed)
    name = MATFOLD_NAMES[split.criterion]
    parts = folds.create_train_validation_test_splits(
        name, name, *split.fractions, fraction_tolerance=split.tolerance, output_dir=str(folder)
    )
    codes = np.full(len(table), 9)
    for code, part in enumerate(parts):
        codes[table["id"].isin(part["id"]).to_numpy()] = code
    return codes


@needs_shared
@pytest.mark.parametrize("criterion", sorted(MATFOLD_NAMES))
def test_every_row_falls_where_matfold_puts_it(structures, index, tmp_path, criterion):
    for seed in (0, 3):
        split = SplitSection(name="s", criterion=criterion, seed=seed)
        try:
            expected = matfolds_own(structures, split, tmp_path)
        except Exception as error:  # a split that MatFold cannot make (crystal systems, some seeds)
            with pytest.raises(MatloomError, match=re.escape(str(error))):
                matfold_split(matfold_labels(index), split)
            continue
        assert (matfold_split(matfold_labels(index), split) == expected).all()


@needs_shared
def test_labels_are_matfolds_own(index, theirs):
    ours = matfold_labels(index)
    for column in ("structureid", "composition", "chemsys", "sgnum", "pointgroup", "crystalsys", "nelements"):
        assert ours[column].tolist() == theirs[column].tolist()
    assert [set(row) for row in ours["elements"]] == [set(row) for row in theirs["elements"]]


@needs_shared
def test_global_random_state_is_left_alone(index):
    random.seed(5)
    before = random.getstate()
    matfold_split(matfold_labels(index), SplitSection(name="s", criterion="composition"))
    assert random.getstate() == before


@needs_shared
def test_an_impossible_split_says_so(index):
    split = SplitSection(name="s", criterion="crystal_system", tolerance=0.0001)
    with pytest.raises(MatloomError, match=r"B010.*'s'"):
        matfold_split(matfold_labels(index), split)
