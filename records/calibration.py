"""What stages give of a value in, the probability that value, property and sample are right out: a fitted model's card.

The model is a chain of three: that the value is right, the property of a right value, and the sample of a right
property. Each is a logistic regression over named features with Platt's scaling, fitted on values that were judged by
reading (``benchmarks/trust.py``); the numbers stand in ``calibration.json``.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from .model import ConfidenceParts


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityRow:
    """Values whose probability lies from ``low`` to ``high``: how many, their mean probability, the share right."""

    low: float
    high: float
    values: int
    mean_confidence: float
    share_right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One model of the chain.

    ``weights`` are by feature, of values shifted by ``means`` and divided by ``scales``; ``slope`` and ``offset`` are
    Platt's.
    """

    weights: dict[str, float]
    means: dict[str, float]
    scales: dict[str, float]
    intercept: float
    slope: float = 1.0
    offset: float = 0.0

    def probability(self, features: Mapping[str, float]) -> float:
        """Between 0 and 1; features that the model does not know are left aside, missing ones count as 0."""
        score = self.intercept
        for name, weight in self.weights.items():
            score += weight * (features.get(name, 0.0) - self.means[name]) / self.scales[name]
        return _sigmoid(self.slope * score + self.offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A fitted model and what is known of it.

    ``method`` and ``fitted_on`` are sentences for a card; ``rows`` is the reliability table on papers that were left
    out of the fit, and ``expected_error`` its expected calibration error over ten bins. ``value`` tells whether the
    value is right, ``property`` whether a right value's property is, ``sample`` whether its sample is, then.
    """

    method: str
    fitted_on: str
    expected_error: float
    rows: tuple[ReliabilityRow, ...]
    value: Part
    property: Part
    sample: Part

    def parts(self, features: Mapping[str, float]) -> ConfidenceParts:
        """The chances of value, property and sample, each if what goes before is right."""
        return ConfidenceParts(
            value=round(self.value.probability(features), 4),
            property=round(self.property.probability(features), 4),
            sample=round(self.sample.probability(features), 4),
        )


def _sigmoid(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def calibration() -> Calibration:
    """The model that comes with matloom, by which ``measurements.confidence`` is made."""
    return msgspec.json.decode(_content(), type=Calibration)


def calibration_digest() -> str:
    """Changes with every fit: part of the version of what uses it."""
    return hashlib.blake2b(_content(), digest_size=4).hexdigest()


def _content() -> bytes:
    return files("matloom.records").joinpath("calibration.json").read_bytes()
