"""The choice of thresholds: as good as trying each by hand, and rows without a mark have no say."""

from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.neural.decode import probability
from matloom.train.text.thresholds import GRID, choose, f1

ROWS = st.lists(
    st.tuples(
        st.dictionaries(st.integers(0, 5), st.floats(0.05, 0.95), max_size=5), st.sets(st.integers(0, 5), max_size=4)
    ),
    min_size=1,
    max_size=6,
)


@given(ROWS)
def test_the_best_of_the_grid_over_marked_rows_is_taken(rows: list[tuple[dict[int, float], set[int]]]) -> None:
    said = [{(sure, one) for one, sure in row.items()} for row, _ in rows]
    wanted = [row for _, row in rows]
    best, score = choose(said, wanted)
    marked = [(one, other) for one, other in zip(said, wanted, strict=True) if other]
    assert all(f1(marked, best) >= f1(marked, other) for other in GRID)
    assert score == f1(list(zip(said, wanted, strict=True)), best)
    silent = [{(0.9, 1)}, {(0.5, 2)}]
    assert choose([*said, *silent], [*wanted, set(), set()])[0] == best


def test_a_threshold_is_a_logit() -> None:
    said = [{(probability(-0.7), 1), (probability(-1.7), 2)}]
    assert choose(said, [{1}]) == (-1.0, 1.0)
