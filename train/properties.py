"""A dataset in, one number a row out: a property to predict, its baselines' features, its errors."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from pymatgen.core import Composition

from ..multimodal.directory import DatasetDirectory
from ..records.errors import MatloomError


def property_values(directory: DatasetDirectory, name: str) -> np.ndarray:
    """A column of the table ``properties``, ``(rows,)`` in the index's order, NaN where there is none.

    Raises MatloomError M009 for a property that the dataset does not have.
    """
    known: list[str] = []
    if "properties" in directory.tables:
        table = directory.table("properties")
        known = [field.name for field in table.schema if pa.types.is_floating(field.type)]
        if name in known:
            values = np.full(len(directory), np.nan)
            for key, value in zip(table[directory.key].to_pylist(), table[name].to_pylist(), strict=True):
                if key in directory.place and value is not None:
                    values[directory.place[key]] = value
            return values
    raise MatloomError("M009", name=name, known=", ".join(known) or "none")


def mostly_zero(values: np.ndarray) -> bool:
    """Whether more than three quarters of the values are exactly zero and the others positive, as gaps of metals are.

    Training by absolute error then ends at zero everywhere, which says nothing. Such a property is predicted in two
    parts: whether a row is zero, and how large the others are.
    """
    return bool((values >= 0).all() and 0.75 < (values == 0).mean() < 1)


@lru_cache(maxsize=1)
def _magpie() -> Any:
    from matminer.featurizers.composition import ElementProperty

    return ElementProperty.from_preset("magpie", impute_nan=True)


def magpie_features(formulas: list[str]) -> np.ndarray:
    """``(n, 132)``: the Magpie statistics of each formula (Ward et al. 2016), through matminer."""
    featurizer = _magpie()
    return np.array([featurizer.featurize(Composition(formula)) for formula in formulas], dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorScore:
    """Mean absolute error, in the property's own unit, of one way of predicting it, over seeds."""

    method: str
    mae: float
    spread: float
    seeds: int
    rows: int
    nonzero_mae: float | None = None
    """Over the rows that are not zero, for a property that is zero in most: predicting zero everywhere fails here."""

    @classmethod
    def over(cls, method: str, predictions: list[np.ndarray], truth: np.ndarray) -> "ErrorScore":
        """From one prediction ``(rows,)`` a seed."""
        errors = np.abs(np.stack(predictions) - truth)
        each = errors.mean(axis=1)
        return cls(
            method=method,
            mae=float(each.mean()),
            spread=float(each.std(ddof=1)) if len(each) > 1 else 0.0,
            seeds=len(each),
            rows=len(truth),
            nonzero_mae=float(errors[:, truth != 0].mean()) if mostly_zero(truth) else None,
        )


def boosted_predictions(train: tuple[np.ndarray, np.ndarray], features: np.ndarray, seed: int) -> np.ndarray:
    """Gradient boosting of training features and values, ``(rows,)``; in two parts where most values are zero."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    known, values = train
    options: dict[str, Any] = {"max_iter": 500, "learning_rate": 0.05, "early_stopping": False, "random_state": seed}
    if not mostly_zero(values):
        return HistGradientBoostingRegressor(**options).fit(known, values).predict(features)
    nonzero = values != 0
    there = HistGradientBoostingClassifier(**options).fit(known, nonzero).predict(features)
    size = HistGradientBoostingRegressor(**options).fit(known[nonzero], values[nonzero]).predict(features)
    return np.where(there, np.clip(size, 0, None), 0.0)


def baseline_scores(
    train: tuple[list[str], np.ndarray], test: tuple[list[str], np.ndarray], seeds: tuple[int, ...] = (0, 1, 2)
) -> list[ErrorScore]:
    """Mean and median of the training rows, and gradient boosting on Magpie features; formulas and values of each."""
    (formulas, values), (test_formulas, truth) = train, test
    features, test_features = magpie_features(formulas), magpie_features(test_formulas)
    boosted = [boosted_predictions((features, values), test_features, seed) for seed in seeds]
    return [
        ErrorScore.over("mean of the training rows", [np.full(len(truth), values.mean())], truth),
        ErrorScore.over("median of the training rows", [np.full(len(truth), np.median(values))], truth),
        ErrorScore.over("Magpie + gradient boosting", boosted, truth),
    ]
