"""Judged measurements in, the models of confidence and how well they do on papers left out of their fit out.

Whether a value is right is fitted to all, whether its property is to right values, and whether its sample is to values
with the right property; the product of the three is the confidence.

Run: python -m benchmarks.trust fit      (writes records/calibration.json)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from matloom.records.calibration import Calibration, Part, ReliabilityRow
from scipy.optimize import minimize

from .trust_labels import Judged

CARD = Path(__file__).parents[1] / "records/calibration.json"
RIDGE = 40.0
"""Strength of the penalty on squared weights, in judged values: some thousand values for sixty features."""
BINS = 10
LEVELS = {1: "value", 2: "property", 3: "sample"}
"""How many of the three are right where a part of the model says so: :attr:`Judged.right`."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression over standardized features."""

    names: tuple[str, ...]
    means: np.ndarray
    scales: np.ndarray
    weights: np.ndarray
    intercept: float

    def scores(self, rows: np.ndarray) -> np.ndarray:
        """Log-odds of the rows."""
        return ((rows - self.means) / self.scales) @ self.weights + self.intercept


def matrix(judged: Sequence[Judged], names: Sequence[str]) -> np.ndarray:
    """Features as rows of numbers."""
    return np.array([[one.features.get(name, 0.0) for name in names] for one in judged])


def counting(docs: np.ndarray) -> np.ndarray:
    """How much each value counts: a paper as the square root of the number of its values, all papers as many as values.

    One paper with a large table would else decide for all others.
    """
    _, place, counts = np.unique(docs, return_inverse=True, return_counts=True)
    own = counts[place] ** -0.5
    return own * len(docs) / own.sum()


def logistic(
    rows: np.ndarray, truths: np.ndarray, count: np.ndarray, names: Sequence[str], ridge: float = RIDGE
) -> Linear:
    """The penalized fit of maximum likelihood; ``count`` is how much each value counts."""
    means = np.average(rows, axis=0, weights=count)
    scales = np.maximum(np.sqrt(np.average((rows - means) ** 2, axis=0, weights=count)), 0.1)
    scaled = (rows - means) / scales

    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        score = scaled @ x[:-1] + x[-1]
        chance = 1 / (1 + np.exp(-score))
        value = np.sum(count * (np.logaddexp(0, score) - truths * score)) + 0.5 * ridge * x[:-1] @ x[:-1]
        slope = count * (chance - truths)
        return float(value), np.append(scaled.T @ slope + ridge * x[:-1], slope.sum())

    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return Linear(tuple(names), means, scales, found[:-1], float(found[-1]))


def platt(scores: np.ndarray, truths: np.ndarray, count: np.ndarray) -> tuple[float, float]:
    """Platt's scaling (1999): slope and offset for scores of values that were left out."""
    one = logistic(scores[:, None], truths, count, ("score",), ridge=1e-3)
    slope = float(one.weights[0] / one.scales[0])
    return slope, float(one.intercept - slope * one.means[0])


class Fit:
    """Judged values with their features, for the fits of one part of the model: those that a fit may take.

    ``open`` are the values of which the part tells anything: of right values alone whether their property is right.
    """

    def __init__(self, judged: Sequence[Judged], level: int) -> None:
        right = np.array([one.right for one in judged])
        self.names = sorted({name for one in judged for name in one.features})
        self.rows = matrix(judged, self.names)
        self.truths = (right >= level).astype(float)
        self.open = right >= level - 1
        self.docs = np.array([one.doc for one in judged])
        self.count = counting(self.docs)

    def model(self, chosen: np.ndarray) -> Linear:
        """Fitted to the chosen values that are open."""
        taken = chosen & self.open
        return logistic(self.rows[taken], self.truths[taken], self.count[taken], self.names)

    def left_out(self) -> np.ndarray:
        """For each value the log-odds by a model that saw no value of its paper."""
        scores = np.zeros(len(self.docs))
        for own in self.papers():
            scores[own] = self.model(~own).scores(self.rows[own])
        return scores

    def scaling(self, scores: np.ndarray, chosen: np.ndarray) -> tuple[float, float]:
        """Platt's slope and offset for the chosen values that are open."""
        taken = chosen & self.open
        return platt(scores[taken], self.truths[taken], self.count[taken])

    def papers(self) -> Iterator[np.ndarray]:
        """For each paper which values are its own."""
        return (self.docs == doc for doc in sorted(set(self.docs)))

    def probabilities(self) -> np.ndarray:
        """For each value its probability by model and scaling that saw no value of its paper."""
        scores, chances = self.left_out(), np.zeros(len(self.docs))
        for own in self.papers():
            slope, offset = self.scaling(scores, ~own)
            chances[own] = 1 / (1 + np.exp(-(slope * scores[own] + offset)))
        return chances

    def part(self) -> Part:
        """The model over all values."""
        every = np.ones(len(self.docs), bool)
        model = self.model(every)
        slope, offset = self.scaling(self.left_out(), every)
        return Part(
            weights=_rounded(self.names, model.weights), means=_rounded(self.names, model.means),
            scales=_rounded(self.names, model.scales), intercept=round(model.intercept, 5),
            slope=round(slope, 5), offset=round(offset, 5),
        )  # fmt: skip


def probabilities(judged: Sequence[Judged]) -> np.ndarray:
    """For each value the probability that all of it is right, by models that saw no value of its paper."""
    chances = np.prod([Fit(judged, level).probabilities() for level in LEVELS], axis=0)
    return np.clip(chances, 0.01, 0.99)


def reliability(chances: np.ndarray, truths: np.ndarray, bins: int = BINS) -> tuple[list[ReliabilityRow], float]:
    """Rows of a reliability diagram and the expected calibration error (Naeini et al. 2015), equal widths."""
    rows: list[ReliabilityRow] = []
    error = 0.0
    for place in range(bins):
        low, high = place / bins, (place + 1) / bins
        inside = (chances >= low) & ((chances < high) | (place == bins - 1))
        if inside.any():
            mean, share = float(chances[inside].mean()), float(truths[inside].mean())
            error += abs(mean - share) * inside.mean()
            rows.append(ReliabilityRow(low=low, high=high, values=int(inside.sum()), mean_confidence=round(mean, 3),
                                       share_right=round(share, 3)))  # fmt: skip
    return rows, float(error)


def precision_at(chances: np.ndarray, truths: np.ndarray, coverage: float) -> float:
    """Share right among the surest part of all values."""
    order = np.argsort(-chances, kind="stable")[: max(1, round(coverage * len(chances)))]
    return float(truths[order].mean())


def fit(judged: Sequence[Judged]) -> Calibration:
    """The model over all judged values; its reliability table is of papers left out."""
    truths = np.array([one.right == 3 for one in judged], float)
    rows, error = reliability(probabilities(judged), truths)
    papers = len({one.doc for one in judged})
    return Calibration(
        method="Three logistic regressions over what the stages give of a value (kind of evidence, finder's score, "
        "reason of the link, unit, section, origin, agreement with another place, what the sample's record has, means "
        "over the paper), each with Platt's scaling: whether the value is right, whether a right value's property is, "
        "and whether its sample is, then; their product is the probability that all are.",
        fitted_on=f"{len(judged)} values of {papers} papers, drawn evenly and judged by one reader (a language model) "
        "from the sentence or table around them, or compared with annotations of the whole paper, of many papers on "
        "their first run, before anybody had read what was missed; the table is by leave-one-paper-out.",
        expected_error=round(error, 4), rows=tuple(rows),
        **{name: Fit(judged, level).part() for level, name in LEVELS.items()},
    )  # fmt: skip


def _rounded(names: Sequence[str], numbers: np.ndarray) -> dict[str, float]:
    return {name: round(float(number), 5) for name, number in zip(names, numbers, strict=True)}


def write(model: Calibration) -> None:
    """Ships the model with the package."""
    CARD.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")
