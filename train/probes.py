"""Embeddings of training and test rows and a property in, errors of simple predictors on top of them out."""

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import RidgeCV
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import StandardScaler

from ..multimodal.losses import FUSED
from .embeddings import Embeddings


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeScore:
    """Mean absolute errors on test rows, in the property's unit, from the mean embedding of ``modalities``."""

    property: str
    modalities: tuple[str, ...]
    rows: int
    linear: float
    nearest: float
    """Of the five nearest training rows, weighed by distance."""
    baseline: float
    """Of the mean over the training rows."""


@dataclass(frozen=True, slots=True)
class Probed:
    """A score, and truth and linear prediction of each test row, ``(rows, 2)``."""

    score: ProbeScore
    parity: np.ndarray


def _usable(found: Embeddings, names: list[str], values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    vectors, present = found.mean(names)
    wanted = present & np.isfinite(values[found.rows])
    return vectors[wanted], values[found.rows][wanted]


def probe(name: str, values: np.ndarray, sides: tuple[Embeddings, Embeddings], names: list[str]) -> Probed | None:
    """A linear probe (ridge, its strength by cross-validation) and nearest neighbours; None with too few rows.

    ``values (rows,)`` are in the order of the index; ``sides`` are the embeddings of training and of test rows.
    """
    (x, y), (test_x, truth) = (_usable(side, names, values) for side in sides)
    if len(x) < 20 or not len(truth):
        return None
    scaler = StandardScaler().fit(x)
    linear = RidgeCV(np.logspace(-2, 4, 13)).fit(scaler.transform(x), y).predict(scaler.transform(test_x))
    nearest = KNeighborsRegressor(n_neighbors=5, weights="distance").fit(x, y).predict(test_x)
    score = ProbeScore(
        property=name,
        modalities=tuple(names),
        rows=len(truth),
        linear=float(np.abs(linear - truth).mean()),
        nearest=float(np.abs(nearest - truth).mean()),
        baseline=float(np.abs(y.mean() - truth).mean()),
    )
    return Probed(score, np.stack([truth, linear], axis=1))


def probed(name: str, values: np.ndarray, train: Embeddings, test: Embeddings) -> list[Probed]:
    """From all modalities together, from all but one, and from each alone."""
    names = [modality for modality in train.vectors if modality != FUSED]
    groups = [names, *([n for n in names if n != left] for left in names if len(names) > 2), *([n] for n in names)]
    found = (probe(name, values, (train, test), group) for group in groups)
    return [score for score in found if score is not None]
