"""How much each sentence of a paragraph sounds like a step in, how surely the recipe goes on in each out.

Corpora of recipes mark a paragraph's sentences until the recipe is over: one behind a silent sentence is mostly silent.
A hidden Markov chain of two states, read forward and backward (Rabiner, 1989), says which of them each sentence is in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .decode import logit, probability


@dataclass(frozen=True, slots=True)
class RecipeChain:
    """Probabilities that a paragraph begins with its recipe, that it ends behind a sentence, and that it goes on again.

    A sentence whose best span has the score ``middle`` speaks for neither state; each unit more speaks with ``slope``
    for the recipe. ``weight`` is the part of the doubt in a sentence's state that is taken from its spans' scores.
    """

    begins: float
    ends: float
    resumes: float
    slope: float
    middle: float
    weight: float

    def doubts(self, best: Sequence[float]) -> list[float]:
        """What is taken from the scores of each sentence's spans, given its best score: 0 where the recipe goes on."""
        return [self.weight * max(0.0, -logit(sure)) for sure in self.posterior(best)]

    def posterior(self, best: Sequence[float]) -> list[float]:
        """The probability, given all sentences, that each belongs to the recipe."""
        if not best:
            return []
        moves = np.array([[1 - self.resumes, self.resumes], [self.ends, 1 - self.ends]])
        sounds = np.array([probability(self.slope * (score - self.middle)) for score in best])
        seen = np.stack([1 - sounds, sounds], axis=1)
        forward = [_normal(np.array([1 - self.begins, self.begins]) * seen[0])]
        for each in seen[1:]:
            forward.append(_normal((forward[-1] @ moves) * each))
        backward = [np.ones(2)]
        for each in seen[:0:-1]:
            backward.append(_normal(moves @ (each * backward[-1])))
        both = np.array(forward) * np.array(backward[::-1])
        return [float(sure) for sure in both[:, 1] / both.sum(axis=1)]


def _normal(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return weights / weights.sum()
