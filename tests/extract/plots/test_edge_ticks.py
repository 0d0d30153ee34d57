"""Ticks along the sides of a box, told where an axis line is as thick as they are long."""

import numpy as np
import pytest
from matloom.extract.plots.edge_ticks import edge_ticks

HEIGHT = 16.0


def picture(thick: int, places: list[int], length: int) -> np.ndarray:
    """A white picture with a level line at row 100 and ticks under it."""
    grey = np.full((200, 300), 255.0)
    grey[100 : 100 + thick, 50:250] = 0
    for at in places:
        grey[100 + thick : 100 + thick + length, at : at + 2] = 0
    return grey


@pytest.mark.parametrize("thick", [1, 3, 5])
def test_ticks_of_a_thin_and_of_a_thick_line(thick: int) -> None:
    places = [60, 110, 160, 210]
    found = edge_ticks(picture(thick, places, 5), (50, 20, 250, 100 + thick / 2), HEIGHT, 160)
    upright = [s for s in found if s.box[2] - s.box[0] < 0.1]
    assert sorted(s.box[0] for s in upright) == pytest.approx([at + 1 for at in places], abs=0.2)


def test_what_goes_on_is_a_curve_and_no_tick() -> None:
    assert edge_ticks(picture(2, [120], 60), (50, 20, 250, 101), HEIGHT, 160) == []
