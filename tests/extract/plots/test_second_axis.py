"""Curves of plots with two upright axes, each in the units of its own."""

import io

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt
from matloom.extract.plots.digitize import digitize
from matloom.extract.plots.reading import PlotReading
from matloom.records.errors import Result

CYCLES = np.arange(1, 51.0)


def read(figure, form: str) -> Result[PlotReading]:
    stream = io.BytesIO()
    figure.tight_layout()
    figure.savefig(stream, format=form, dpi=150)
    plt.close(figure)
    return digitize(stream.getvalue())


def drawn(left: str, right: str, *, numbers: bool, legend: bool):
    """Capacity over cycles with its efficiency; the numbers of each axis in the colour of its curve, or in black."""
    figure, axes = plt.subplots(figsize=(4, 3))
    other = axes.twinx()
    (one,) = axes.plot(CYCLES, 150 - 0.4 * CYCLES, color=left, label="Capacity")
    (two,) = other.plot(CYCLES, 92 + 0.1 * CYCLES, color=right, label="CE")
    axes.set(xlabel="Cycle number", ylabel="Specific capacity (mAh/g)")
    other.set(ylabel="Coulombic efficiency (%)", ylim=(90, 104))
    if numbers:
        axes.tick_params(axis="y", colors=left)
        other.tick_params(axis="y", colors=right)
    if legend:
        axes.legend(handles=[one, two], loc="upper center")
    return figure


def in_own_units(reading: PlotReading) -> bool:
    """Whether one curve is the capacity and the other the efficiency."""
    (capacity,) = [s for s in reading.series if s.axes == 0]
    (efficiency,) = [s for s in reading.series if s.axes == 1]
    return (
        float(np.abs(np.array(capacity.y) - 150 + 0.4 * np.array(capacity.x)).mean()) < 0.3
        and float(np.abs(np.array(efficiency.y) - 92 - 0.1 * np.array(efficiency.x)).mean()) < 0.2
    )


@pytest.mark.parametrize("form", ["pdf", "png"])
def test_the_colour_of_the_numbers_tells_the_axis(form: str) -> None:
    result = read(drawn("#1f77b4", "#d62728", numbers=True, legend=False), form)
    assert [a.y.label for a in result.value.axes] == ["Specific capacity", "Coulombic efficiency"]
    assert in_own_units(result.value)
    assert result.problems == ()


def test_words_that_a_label_shares_with_its_axis_tell_it_in_a_picture() -> None:
    assert in_own_units(read(drawn("#1f77b4", "#d62728", numbers=False, legend=True), "png").value)


def test_the_order_of_painting_tells_the_axis_in_a_pdf() -> None:
    assert in_own_units(read(drawn("black", "black", numbers=False, legend=False), "pdf").value)


def test_what_nothing_tells_is_a_problem() -> None:
    result = read(drawn("#1f77b4", "#d62728", numbers=False, legend=False), "png")
    assert [p.code for p in result.problems] == ["P004", "P004"]


def test_the_same_numbers_on_both_sides_are_one_axis() -> None:
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot(CYCLES, CYCLES**2)
    axes.tick_params(right=True, labelright=True)
    assert len(read(figure, "pdf").value.axes) == 1
