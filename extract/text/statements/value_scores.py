"""Features of a value and its candidate in, the probability that they belong together out: a logistic model.

The weights stand in ``value_scores.json``, by the name of the feature; ``python -m benchmarks.value_scores fit`` fits
them to annotated papers.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueScores:
    """The model: what it was fitted on, the least probability of a value that is said, and a weight a feature."""

    fitted_on: str
    least: float
    intercept: float
    weights: dict[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """Between 0 and 1; features without a weight say nothing."""
        score = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def value_scores() -> ValueScores:
    """The model that comes with matloom."""
    text = files("matloom.extract.text.statements").joinpath("value_scores.json").read_bytes()
    return msgspec.json.decode(text, type=ValueScores)
