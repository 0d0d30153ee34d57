"""Numbers around a box: which of them make its axes."""

import pytest
from matloom.extract.plots.boxes import Line
from matloom.extract.plots.frames import printed_value
from matloom.extract.plots.page_marks import Phrase
from matloom.extract.plots.tick_labels import Marks, x_axis, y_axes

BOX = (50.0, 20.0, 250.0, 200.0)


def word(text: str, x: float, y: float, width: float = 12.0) -> Phrase:
    return Phrase(text, text, (x - width / 2, y - 4, x + width / 2, y + 4), 8.0, True)


def marks(*phrases: Phrase, level: list[Line] | None = None, upright: list[Line] | None = None) -> Marks:
    numbers = [(p, v) for p in phrases for v in printed_value(p.text)]
    return Marks(numbers, list(phrases), level or [], upright or [])


def below(*texts: str) -> list[Phrase]:
    return [word(text, 50 + 40 * i, 208) for i, text in enumerate(texts)]


def beside(*texts: str) -> list[Phrase]:
    return [word(text, 40, 200 - 30 * i) for i, text in enumerate(texts)]


def at(scale, place: float) -> float:
    return float(scale.to_data([place])[0])


def test_the_corner_number_of_the_other_axis_is_not_taken_for_a_row() -> None:
    axis = x_axis(BOX, marks(word("0", 40, 202), *below("10", "20", "30", "40")))
    assert axis is not None
    assert at(axis.scale, 90) == pytest.approx(20)


def test_labels_go_to_the_tick_marks_near_them() -> None:
    ticks = [Line(51.5 + 40 * i, 195, 200) for i in range(4)]
    axis = x_axis(BOX, marks(*below("0", "1", "2", "3"), upright=ticks))
    assert axis is not None
    assert at(axis.scale, 51.5) == pytest.approx(0)
    assert axis.scale.residual == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("text", "factor"), [("×10^3", 1e3), ("x10⁴", 1e4), ("1e-3", 1e-3), ("Counts", 1.0)])
def test_a_power_of_ten_over_an_axis_multiplies_it(text: str, factor: float) -> None:
    (axis,) = y_axes(BOX, marks(*beside("0", "2", "4", "6"), word(text, 55, 12, 20)))
    assert at(axis.scale, 170) == pytest.approx(2 * factor)


def test_a_broken_axis_has_a_scale_for_each_part() -> None:
    low, high = y_axes(
        BOX, marks(*beside("-0.3", "-0.2", "-0.1"), *(word(t, 40, y) for t, y in (("5", 80), ("6", 40))))
    )[::-1]
    assert at(low.scale, 185) == pytest.approx(-0.25)
    assert at(high.scale, 60) == pytest.approx(5.5)
    assert high.stretch[1] == low.stretch[0] == pytest.approx(110)


def test_a_misread_number_breaks_no_axis() -> None:
    (axis,) = y_axes(BOX, marks(*beside("0", "1", "7", "3", "4", "5")))
    assert axis.stretch == (20, 200)
    assert at(axis.scale, 110) == pytest.approx(3)


def test_the_right_side_is_read_by_itself() -> None:
    left, right = beside("0", "1", "2"), [word(t, 260, 200 - 30 * i) for i, t in enumerate(("10", "20", "30"))]
    (axis,) = y_axes(BOX, marks(*left, *right), right=True)
    assert at(axis.scale, 170) == pytest.approx(20)


def test_numbers_that_lie_on_no_scale_are_none() -> None:
    assert y_axes(BOX, marks(*beside("3", "17", "4", "90", "2", "55"))) == []
