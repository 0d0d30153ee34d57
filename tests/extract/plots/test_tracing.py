"""Curves traced in masks of their ink."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.plots.markers import marker_centres, match_templates
from matloom.extract.plots.tracing import Dashes, assign_dashes, dashes_of, trace_lines


def painted(height: int, width: int, *curves, thick: int = 3) -> np.ndarray:
    """Each curve gives the row of a column, or None for a gap."""
    mask = np.zeros((height, width), dtype=bool)
    for curve in curves:
        for column in range(width):
            row = curve(column)
            if row is not None:
                mask[max(0, row - thick // 2) : row + thick // 2 + 1, column] = True
    return mask


@settings(max_examples=30)
@given(st.floats(-0.8, 0.8), st.integers(100, 150))
def test_one_line_is_followed_to_a_pixel(slope: float, start: int) -> None:
    mask = painted(260, 120, lambda c: round(start + slope * c))
    (trace,) = trace_lines(mask, 12, 1, 0)
    expected = start + slope * trace.points[:, 0]
    assert len(trace.points) == 120
    assert np.abs(trace.points[:, 1] - expected).max() <= 1.0


def test_a_dashed_line_goes_on_behind_a_whole_one() -> None:
    mask = painted(200, 240, lambda c: 20 + c // 2, lambda c: 140 - c // 2 if c % 12 < 8 else None)
    whole, dashed = trace_lines(mask, 12, 2, 1)
    assert whole.dashes.whole
    assert not dashed.dashes.whole
    assert np.abs(whole.points[:, 1] - 20 - whole.points[:, 0] / 2).max() < 4
    assert np.quantile(np.abs(dashed.points[:, 1] - 140 + dashed.points[:, 0] / 2), 0.9) < 2
    assert np.ptp(dashed.points[:, 0]) > 220


def test_patterns_are_told_by_share_and_length_of_their_pieces() -> None:
    columns = np.arange(60)
    dots, dashes, line = dashes_of(columns % 4 < 2), dashes_of(columns % 12 < 8), dashes_of(columns >= 0)
    assert line.whole
    assert dashes == Dashes(pytest.approx(2 / 3), 8)
    mask = painted(80, 240, lambda _: 20, lambda c: 60 if c % 12 < 8 else None)
    traces = trace_lines(mask, 12, 2, 1)
    assert assign_dashes(traces, [dots, line]) == [1, 0]
    assert assign_dashes(traces, [line, dashes]) == [0, 1]
    assert assign_dashes(traces[:1], [dashes, line]) == [1]


def test_touching_marks_are_found_by_the_shape_of_those_apart() -> None:
    disc = np.hypot(*np.mgrid[-4:5, -4:5]) < 4.5
    mask = np.zeros((60, 200), dtype=bool)
    places = [(12 + 20 * i, 20) for i in range(7)] + [(160, 40), (167, 40)]
    for x, y in places:
        mask[y - 4 : y + 5, x - 4 : x + 5] |= disc
    centres = marker_centres(mask, 14, 2)
    assert centres is not None
    assert len(centres) == len(places)
    assert np.abs(centres - np.array(sorted(places))).max() <= 1


def test_two_shapes_are_told_apart() -> None:
    square, cross = np.pad(np.ones((9, 9), dtype=bool), 1), np.zeros((11, 11), dtype=bool)
    cross[5, 1:10] = cross[1:10, 5] = True
    mask = np.zeros((40, 160), dtype=bool)
    for i in range(5):
        mask[5:16, 10 + 25 * i : 21 + 25 * i] |= square
        mask[24:35, 18 + 25 * i : 29 + 25 * i] |= cross
    squares, crosses = match_templates(mask, [square, cross])
    assert np.allclose(squares, [[15 + 25 * i, 10] for i in range(5)], atol=1)
    assert np.allclose(crosses, [[23 + 25 * i, 29] for i in range(5)], atol=1)
