from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.figures.grids import completed


def grid(rows, columns, step=100.0, drop=()):
    letters = "abcdefghijkl"[: rows * columns]
    return letters, {
        label: (i % columns * step + 4, i // columns * step + 4, i % columns * step + 16, i // columns * step + 18)
        for i, label in enumerate(letters)
        if label not in drop
    }


@given(st.integers(2, 3), st.integers(2, 4), st.data())
def test_a_label_of_a_grid_that_was_not_read_is_told_by_the_others(rows, columns, data):
    letters, whole = grid(rows, columns)
    gone = data.draw(st.sampled_from(letters))
    _, places = grid(rows, columns, drop=(gone,))
    found = completed(places, letters)
    assert all(abs(a - b) < 1 for a, b in zip(found.get(gone, whole[gone]), whole[gone], strict=True))
    assert gone in found or rows * columns == 4


def test_places_that_are_not_in_equal_steps_tell_nothing():
    places = {"a": (4.0, 4.0, 16.0, 18.0), "b": (150.0, 4.0, 162.0, 18.0), "d": (4.0, 260.0, 16.0, 274.0)}
    assert completed(places, "abcd") == places


def test_two_labels_are_too_few():
    letters, places = grid(1, 2)
    assert completed(places, (*letters, "c")) == places
