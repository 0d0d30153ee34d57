"""What a rescoring learns: the weights of a regression, with its constant in those of the labels."""

import numpy as np
from matloom.extract.text.neural.rescoring import FEATURES
from matloom.train.text.rescoring import Learnt, fitted


def learnt(scores: list[float], right: list[bool]) -> Learnt:
    """Candidates of the second of two labels, known by nothing but their scores."""
    features = np.zeros((len(scores), len(FEATURES) + 4), dtype=np.float32)
    features[:, 0] = scores
    features[:, len(FEATURES) + 1] = 1.0
    return Learnt(features, right)


def test_right_and_wrong_candidates_are_parted() -> None:
    rows = [learnt([3.0, 2.5, 1.0, 0.5], [True, True, False, False]) for _ in range(40)]
    weights = fitted(rows)
    sure = rows[0].features @ weights
    assert sure[:2].min() > 0 > sure[2:].max()
    assert weights[0] > 0


def test_candidates_that_are_all_alike_are_as_sure_as_often_right() -> None:
    sure = (learnt([1.0], [True]).features @ fitted([learnt([1.0] * 4, [True, True, True, False])] * 50)).item()
    assert abs(1 / (1 + np.exp(-sure)) - 0.75) < 0.01
