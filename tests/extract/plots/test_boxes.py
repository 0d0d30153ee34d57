"""Boxes that may be plots, from strokes alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.plots.boxes import candidate_boxes, straight_lines
from matloom.extract.plots.page_marks import Stroke


def line(x0: float, y0: float, x1: float, y1: float, color: str | None = "#000000", fill: str | None = None) -> Stroke:
    return Stroke(np.array([[x0, y0], [x1, y1]], dtype=float), color, fill, 1.0, "[] 0", False)


def panel(x0: float, y0: float, x1: float, y1: float) -> Stroke:
    corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]
    return Stroke(np.array(corners, dtype=float), None, "#ebebeb", 0.0, "[] 0", True)


def boxes(strokes: list[Stroke]) -> list[tuple[tuple[float, ...], bool]]:
    return candidate_boxes(strokes, *straight_lines(strokes))


def test_axes_that_meet_come_first_and_are_sure() -> None:
    found = boxes([panel(300, 50, 500, 200), line(50, 200, 250, 200), line(50, 60, 50, 200)])
    assert found[0] == ((50, 60, 250, 200), True)
    assert ((300, 50, 500, 200), False) in found


def test_a_grid_without_axes_spans_a_box() -> None:
    rows = [line(40, y, 240, y, "#d9d9d9") for y in (50, 90, 130, 170)]
    assert boxes(rows) == [((40, 50, 240, 170), False)]
    columns = [line(x, 40, x, 180, "#d9d9d9") for x in (60, 120, 180)]
    assert boxes([*rows, *columns])[0] == ((40, 40, 240, 180), False)


def test_lines_painted_as_filled_bars_are_lines() -> None:
    bar = np.array([[40, 100], [240, 100], [240, 100.7], [40, 100.7], [40, 100]], dtype=float)
    level, upright = straight_lines([Stroke(bar, None, "#000000", 0.0, "[] 0", True)])
    assert [round(one.length) for one in level] == [200]
    assert upright == []


def test_an_axis_interrupted_by_a_break_is_put_together() -> None:
    strokes = [line(50, 20, 50, 110), line(50, 116, 50, 200), line(50, 200, 250, 200)]
    assert ((50, 20, 250, 200), True) in boxes(strokes)


def test_axes_that_stand_apart() -> None:
    assert boxes([line(40, 20, 40, 190), line(50, 200, 250, 200)]) == [((40, 20, 250, 200), False)]


@settings(max_examples=40)
@given(st.lists(st.tuples(*[st.floats(0, 600)] * 4), max_size=60))
def test_any_strokes_give_a_bounded_number_of_true_boxes(ends: list[tuple[float, float, float, float]]) -> None:
    strokes = [line(x0, y0, x0 if i % 2 else x1, y1 if i % 2 else y0) for i, (x0, y0, x1, y1) in enumerate(ends)]
    found = boxes(strokes)
    assert len(found) <= 1600
    assert all(x0 <= x1 and y0 <= y1 for (x0, y0, x1, y1), _ in found)
