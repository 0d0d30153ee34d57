"""Counts and spreads that a card tells, against numpy on the same numbers."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from matloom.datasets.statistics import histogram, numbers_of


def write(folder: Path, numbers: np.ndarray) -> None:
    (folder / "data/properties").mkdir(parents=True)
    rows = pa.table({"gap": [*numbers.tolist(), None]})
    pq.write_table(rows, folder / "data/properties/train-00000-of-00001.parquet")


@pytest.mark.parametrize(
    ("numbers", "log"),
    [(np.random.default_rng(0).normal(0, 5, 5000), False), (np.random.default_rng(1).lognormal(0, 4, 5000), True),
     (np.array([1.0, 2.0, 2.0]), False)],
)  # fmt: skip
def test_histograms_count_every_number_once(tmp_path, numbers, log):
    write(tmp_path, numbers)
    found = histogram(tmp_path, "properties", '"gap"')
    scale = np.log10 if log else np.asarray
    counts, edges = np.histogram(scale(numbers), 40)
    assert found.log is log and found.counts.sum() == len(numbers)
    assert scale(found.edges) == pytest.approx(edges)
    assert np.abs(np.cumsum(found.counts) - np.cumsum(counts)).max() <= 1  # a number on an edge may fall either way
    told = numbers_of(tmp_path, ["gap"])["gap"]
    assert (told.rows, told.quartiles[1]) == (len(numbers), pytest.approx(np.median(numbers)))


def test_a_column_of_one_number_is_one_bar(tmp_path):
    write(tmp_path, np.zeros(7))
    counts = histogram(tmp_path, "properties", '"gap"').counts
    assert sorted(counts)[-2:] == [0, 7]


def test_zeros_that_would_hide_the_others_are_told_and_not_drawn(tmp_path):
    write(tmp_path, np.array([0.0] * 8 + [1, 2, 2, 3]))
    found = histogram(tmp_path, "properties", '"gap"')
    assert (found.zeros, found.counts.sum(), found.edges[0]) == (8, 4, 1)
    told = numbers_of(tmp_path, ["gap"])["gap"]
    assert (told.rows, told.zeros, told.quartiles) == (12, 8, (0, 0, 3))
