"""Embeddings of two modalities in, how well one finds the other out: always with gallery size and chance."""

from dataclasses import dataclass
from typing import Final

import numpy as np

CUTS: Final = (1, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """How queries of one modality rank their partners among ``gallery`` keys of another."""

    gallery: int
    queries: int
    recall: dict[int, float]
    """Share of queries whose partner is among the first 1, 5, 10."""
    median_rank: float
    mean_reciprocal_rank: float

    @property
    def chance(self) -> dict[int, float]:
        """The recall of keys in random order."""
        return {cut: min(1.0, cut / self.gallery) for cut in CUTS}


def partner_ranks(
    queries: np.ndarray, keys: np.ndarray, material: np.ndarray | None = None, chunk: int = 2048
) -> np.ndarray:
    """The rank, from 1, of each query's partner ``(n,)``: key ``i`` is the partner of query ``i``, both ``(n, d)``.

    Keys that are as near as the partner count half, as in random order among equals. Other keys of the same
    ``material (n,)`` count not at all: they are right answers too.
    """
    ranks = np.empty(len(queries))
    for start in range(0, len(queries), chunk):
        rows = np.arange(start, min(start + chunk, len(queries)))
        similarity = queries[rows] @ keys.T
        own = similarity[np.arange(len(rows)), rows][:, None]
        other = np.ones(similarity.shape, dtype=bool)
        if material is not None:
            other = material[rows][:, None] != material[None, :]
        other[np.arange(len(rows)), rows] = False
        ranks[rows] = 1 + ((similarity > own) & other).sum(1) + 0.5 * ((similarity == own) & other).sum(1)
    return ranks


def _summary(ranks: np.ndarray, gallery: int) -> Retrieval:
    return Retrieval(
        gallery=gallery,
        queries=len(ranks),
        recall={cut: float((ranks <= cut).mean()) for cut in CUTS},
        median_rank=float(np.median(ranks)),
        mean_reciprocal_rank=float((1 / ranks).mean()),
    )


def retrieval(
    queries: np.ndarray,
    keys: np.ndarray,
    material: np.ndarray | None = None,
    *,
    gallery: int | None = None,
    draws: int = 10,
    seed: int = 0,
) -> Retrieval:
    """Rank the partner of each query among all keys, or among ``gallery`` of them, over ``draws`` random galleries."""
    size = len(queries)
    if gallery is None or gallery >= size:
        return _summary(partner_ranks(queries, keys, material), size)
    generator = np.random.default_rng(seed)
    ranks = []
    for _ in range(draws):
        rows = generator.choice(size, gallery, replace=False)
        own = None if material is None else material[rows]
        ranks.append(partner_ranks(queries[rows], keys[rows], own))
    return _summary(np.concatenate(ranks), gallery)
