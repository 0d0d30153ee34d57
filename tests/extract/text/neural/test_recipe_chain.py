"""The chain of a recipe: posteriors are those of all paths, and doubt grows behind a recipe's end."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.neural.decode import probability
from matloom.extract.text.neural.recipe_chain import RecipeChain

CHAIN = RecipeChain(begins=0.9, ends=0.2, resumes=0.1, slope=0.5, middle=2.0, weight=1.0)


@given(st.lists(st.floats(-6, 12), max_size=5))
def test_posteriors_are_the_sum_over_all_paths(best: list[float]) -> None:
    moves = {(0, 0): 0.9, (0, 1): 0.1, (1, 0): 0.2, (1, 1): 0.8}
    weights: dict[tuple[int, ...], float] = {}
    for path in product((0, 1), repeat=len(best)):
        weight = 1.0
        for at, (state, score) in enumerate(zip(path, best, strict=True)):
            sure = probability(0.5 * (score - 2.0))
            weight *= (sure if state else 1 - sure) * (moves[path[at - 1], state] if at else (0.1, 0.9)[state])
        weights[path] = weight
    total = sum(weights.values())
    expected = [sum(weight for path, weight in weights.items() if path[at]) / total for at in range(len(best))]
    assert CHAIN.posterior(best) == pytest.approx(expected)


def test_the_same_score_is_doubted_more_behind_silent_sentences() -> None:
    amid = CHAIN.doubts([7.0, 2.0, 7.0])
    behind = CHAIN.doubts([7.0, -5.0, 2.0])
    assert amid[1] == 0.0 < behind[2]
    assert CHAIN.doubts([]) == []


@given(st.lists(st.floats(-60, 60), min_size=1, max_size=300))
def test_any_scores_give_finite_doubts(best: list[float]) -> None:
    assert all(0.0 <= doubt < 100 for doubt in CHAIN.doubts(best))
