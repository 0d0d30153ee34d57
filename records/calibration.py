"""What stages give of a value in, the probability that value, property and sample are right out: a fitted model's card.

The model is a logistic regression over named features with Platt's scaling, fitted on values that were judged by
reading (``benchmarks/trust.py``); its numbers stand in ``calibration.json``.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityRow:
    """Values whose probability lies from ``low`` to ``high``: how many, their mean probability, the share right."""

    low: float
    high: float
    values: int
    mean_confidence: float
    share_right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A fitted model and what is known of it.

    ``method`` and ``fitted_on`` are sentences for a card; ``rows`` is the reliability table on papers that were left
    out of the fit, and ``expected_error`` its expected calibration error over ten bins. ``weights`` are by feature,
    of values shifted by ``means`` and divided by ``scales``; ``slope`` and ``offset`` are Platt's.
    """

    method: str
    fitted_on: str
    expected_error: float
    rows: tuple[ReliabilityRow, ...]
    weights: dict[str, float]
    means: dict[str, float]
    scales: dict[str, float]
    intercept: float
    slope: float = 1.0
    offset: float = 0.0

    def probability(self, features: Mapping[str, float]) -> float:
        """Between 0.01 and 0.99; features that the model does not know are left aside, missing ones count as 0."""
        score = self.intercept
        for name, weight in self.weights.items():
            score += weight * (features.get(name, 0.0) - self.means[name]) / self.scales[name]
        return round(min(0.99, max(0.01, _sigmoid(self.slope * score + self.offset))), 4)


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
