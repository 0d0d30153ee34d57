"""A dataset in, one number a row out: a property to predict, its baselines' features, its errors."""

from dataclasses import dataclass
from functools import lru_cache

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


@lru_cache(maxsize=1)
def _magpie() -> object:
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

    @classmethod
    def over(cls, method: str, predictions: list[np.ndarray], truth: np.ndarray) -> "ErrorScore":
        """From one prediction ``(rows,)`` a seed."""
        errors = np.array([np.abs(prediction - truth).mean() for prediction in predictions])
        spread = float(errors.std(ddof=1)) if len(errors) > 1 else 0.0
        return cls(method=method, mae=float(errors.mean()), spread=spread, seeds=len(errors), rows=len(truth))


def baseline_scores(
    train: tuple[list[str], np.ndarray], test: tuple[list[str], np.ndarray], seeds: tuple[int, ...] = (0, 1, 2)
) -> list[ErrorScore]:
    """The mean of the training rows, and gradient boosting on Magpie features; formulas and values of each part."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    (formulas, values), (test_formulas, truth) = train, test
    features, test_features = magpie_features(formulas), magpie_features(test_formulas)
    boosted = [
        HistGradientBoostingRegressor(max_iter=500, learning_rate=0.05, early_stopping=False, random_state=seed)
        .fit(features, values)
        .predict(test_features)
        for seed in seeds
    ]
    return [
        ErrorScore.over("mean of the training rows", [np.full(len(truth), values.mean())], truth),
        ErrorScore.over("Magpie + gradient boosting", boosted, truth),
    ]
