"""Retrieval metrics against a slow twin that sorts and counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.train.retrieval import partner_ranks, retrieval


def slow_ranks(queries, keys, material):
    """Sort the keys for each query; equals share the mean of their places; other right answers are taken out."""
    ranks = []
    for i, query in enumerate(queries):
        kept = [j for j in range(len(keys)) if j == i or material[j] != material[i]]
        scores = {j: float(sum(a * b for a, b in zip(query, keys[j], strict=True))) for j in kept}
        ordered = sorted(kept, key=lambda j: -scores[j])
        places = [place for place, j in enumerate(ordered, 1) if scores[j] == scores[i]]
        ranks.append(sum(places) / len(places))
    return ranks


@given(st.integers(2, 14), st.integers(0, 1000), st.booleans())
@settings(max_examples=60)
def test_ranks_equal_the_slow_twins(size, seed, repeats):
    generator = np.random.default_rng(seed)
    # Small integers, so that products are exact and equals occur.
    queries, keys = generator.integers(-2, 3, (2, size, 3)).astype(np.float64)
    material = generator.integers(0, 4, size) if repeats else np.arange(size)
    assert partner_ranks(queries, keys, material, chunk=5).tolist() == slow_ranks(queries, keys, material)


def test_recall_median_and_reciprocal_rank_of_known_ranks():
    keys = np.eye(4)
    queries = np.eye(4)[[0, 1, 3, 2]] + 0.1 * np.eye(4)
    found = retrieval(queries, keys)
    assert (found.gallery, found.queries) == (4, 4)
    assert found.recall == {1: 0.5, 5: 1.0, 10: 1.0}
    assert found.median_rank == 1.5
    assert found.mean_reciprocal_rank == pytest.approx(0.75)
    assert found.chance == {1: 0.25, 5: 1.0, 10: 1.0}


def test_random_embeddings_are_at_chance():
    recalls, ranks = [], []
    for seed in range(8):
        vectors = np.random.default_rng(seed).normal(size=(2, 1500, 16))
        vectors /= np.linalg.norm(vectors, axis=-1, keepdims=True)
        found = retrieval(*vectors, gallery=500, draws=4, seed=seed)
        assert found.gallery == 500
        recalls.append(found.recall[10])
        ranks.append(found.median_rank)
    assert np.mean(recalls) == pytest.approx(found.chance[10], abs=0.004)
    assert np.mean(ranks) == pytest.approx(250, rel=0.05)


def test_a_tie_of_all_is_chance_not_a_hit():
    same = np.ones((11, 3))
    found = retrieval(same, same)
    assert found.recall[1] == 0
    assert found.median_rank == 6
