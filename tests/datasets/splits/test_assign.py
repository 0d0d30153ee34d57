"""Groups stay on one side, whatever the criterion; what leaks is counted."""

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.datasets.recipe import SplitSection
from matloom.datasets.splits.assign import UNUSED, assign, groups_of
from matloom.datasets.splits.leakage import leakage as leakage_of


def leakage(index: pd.DataFrame, codes: np.ndarray) -> dict:
    with duckdb.connect() as database:
        database.register("indexed", index.assign(split_s=codes))
        return leakage_of(lambda query: database.execute(query).fetchall(), "split_s")


ELEMENTS = ["Li", "Na", "K", "Mg", "Ca", "Sr", "Ba", "Fe", "Co", "Ni"]


def index_of(papers: list[int | None], copies: list[int | None]) -> pd.DataFrame:
    rows = len(papers)
    elements = [[ELEMENTS[i % 10], "O"] for i in range(rows)]
    return pd.DataFrame({
        "key": [f"m-{i:04d}" for i in range(rows)],
        "document": [None if p is None else f"paper-{p}" for p in papers],
        "duplicate_cluster": [None if c is None else f"m-{c:04d}" for c in copies],
        "duplicate_group": [None if c is None else f"m-{c:04d}" for c in copies],
        "composition": [f"{e[0]}{1 + i // 10}O" for i, e in enumerate(elements)],
        "chemical_system": ["-".join(sorted(e)) for e in elements],
        "elements": elements, "nelements": 2,
        "space_group_symbol_hermann_mauguin": "Fm-3m", "point_group": "m-3m", "crystal_system": "cubic",
        "structure_fingerprint": None, "published_split": "train",
    })  # fmt: skip


numbers = st.lists(st.one_of(st.none(), st.integers(0, 25)), min_size=120, max_size=120)


@settings(max_examples=15)
@given(numbers, numbers, st.sampled_from(["hash", "random", "composition", "chemical_system"]))
def test_no_paper_and_no_duplicate_stands_on_two_sides(papers, copies, criterion):
    index = index_of(papers, copies)
    codes = assign(index, SplitSection(name="s", criterion=criterion, tolerance=0.3)).codes
    used = index[codes != UNUSED].assign(side=codes[codes != UNUSED])
    for column in ("document", "duplicate_cluster"):
        assert (used.dropna(subset=column).groupby(column)["side"].nunique() <= 1).all()
    report = leakage(index, codes)
    for kind in ("paper", "duplicate_cluster"):
        assert report.get(kind, {}).get("test_labels_in_train", 0) == 0


def test_groups_join_through_papers_and_duplicates():
    groups = groups_of(index_of([0, 0, 1, None], [None, 7, 7, None]), ("paper", "duplicate"))
    assert groups[0] == groups[1] == groups[2] != groups[3]
    assert groups_of(index_of([0, 0, 1], [None] * 3), ()).tolist() == [0, 1, 2]


def test_hashed_rows_keep_their_side_when_others_come():
    split = SplitSection(name="s", criterion="hash")
    small, large = index_of([None] * 500, [None] * 500), index_of([None] * 900, [None] * 900)
    codes = assign(small, split).codes
    assert (assign(large, split).codes[:500] == codes).all()
    assert np.bincount(codes) / 500 == pytest.approx([0.8, 0.1, 0.1], abs=0.05)


def test_criterion_is_kept_when_a_group_stands_astride():
    index = index_of([i // 2 for i in range(120)], [None] * 120)
    assignment = assign(index, SplitSection(name="s", criterion="composition", tolerance=0.3))
    train = set(index["composition"][assignment.codes == 0])
    assert not train & set(index["composition"][assignment.codes == 2])
    assert assignment.left_out == (assignment.codes == UNUSED).sum() > 0


def test_leakage_counts_what_a_careless_split_leaks():
    index = index_of([0, 0, 1, 1], [None] * 4)
    report = leakage(index, np.array([0, 2, 0, 1]))
    assert report["paper"] == {"labels": 2, "validation_labels_in_train": 1, "validation_share_in_train": 1.0,
                               "test_labels_in_train": 1, "test_share_in_train": 1.0}  # fmt: skip
    assert report["element"]["test_labels_in_train"] == 1
