"""Vector plots: drawn with matplotlib, and read back from the PDF to a hundredth of a percent."""

import io
import itertools

import matplotlib as mpl
import numpy as np
import pymupdf
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt
from matloom.extract.plots.vector import digitize_page, split_unit


def page_of(figure) -> pymupdf.Page:
    stream = io.BytesIO()
    figure.savefig(stream, format="pdf")
    plt.close(figure)
    return pymupdf.open(stream=stream.getvalue(), filetype="pdf")[0]


def test_lines_with_a_legend() -> None:
    x = np.linspace(0, 10, 200)
    figure, axes = plt.subplots(figsize=(4, 3))
    for i in range(3):
        axes.plot(x, np.sin(x + i), "-", label=f"x = 0.{i}")
    axes.set_xlabel("Time (h)")
    axes.set_ylabel("Voltage (V)")
    axes.legend()
    reading = digitize_page(page_of(figure)).value
    assert [(a.x.label, a.x.unit, a.y.unit) for a in reading.axes] == [("Time", "h", "V")]
    assert sorted(s.label for s in reading.series) == ["x = 0.0", "x = 0.1", "x = 0.2"]
    for series in reading.series:
        shift = int(series.label[-1])
        assert series.style == "line"
        assert np.allclose(series.y, np.sin(np.array(series.x) + shift), atol=2e-3)


def test_markers_on_logarithmic_axes_with_error_bars() -> None:
    x = np.logspace(-2, 3, 11)
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.errorbar(x, 3 * x**0.5, yerr=x**0.5, fmt="s", ms=4, capsize=2)
    axes.set_xscale("log")
    axes.set_yscale("log")
    reading = digitize_page(page_of(figure)).value
    (series,) = reading.series
    assert (reading.axes[0].x.scale, reading.axes[0].y.scale) == ("log", "log")
    assert series.style == "markers"
    assert np.allclose(series.x, x, rtol=5e-3)
    assert np.allclose(series.y, 3 * x**0.5, rtol=5e-3)


def test_a_black_pair_told_apart_by_dashes() -> None:
    x = np.linspace(0, 1, 50)
    figure, axes = plt.subplots()
    axes.plot(x, x, "k-", label="bare")
    axes.plot(x, 1 - x**2, "k--", label="coated")
    axes.grid(visible=True)
    axes.legend()
    reading = digitize_page(page_of(figure)).value
    assert sorted(s.label for s in reading.series) == ["bare", "coated"]


@pytest.mark.parametrize(
    ("words", "label", "unit"),
    [
        ("Specific capacity (mAh g−1)", "Specific capacity", "mAh/g"),
        ("T / K", "T", "K"),
        ("Curie temperature ((°C)", "Curie temperature", "degC"),
        ("Intensity", "Intensity", None),
        ("1000/T (K−1)", "1000/T", "1/K"),
    ],
)
def test_split_unit(words: str, label: str, unit: str | None) -> None:
    assert split_unit(words) == (label, unit)


def test_a_page_without_plots() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), "No plot here: 1 2 3 4")
    assert digitize_page(page).value.axes == ()


def test_a_curve_drawn_as_a_filled_outline() -> None:
    t = np.linspace(0, 10, 400)
    path = np.column_stack((60 + 20 * t, 120 - 40 * np.sin(t)))
    step = np.gradient(path, axis=0)
    normal = np.column_stack((-step[:, 1], step[:, 0])) / np.hypot(step[:, 0], step[:, 1])[:, None]
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=320, height=240)
        page.draw_line((60, 200), (260, 200))
        page.draw_line((60, 40), (60, 200))
        outline = np.vstack((path + 0.6 * normal, (path - 0.6 * normal)[::-1]))
        page.draw_polyline([tuple(p) for p in outline], color=None, fill=(1, 0, 0), closePath=True)
        for i in range(6):
            page.draw_line((60 + 40 * i, 200), (60 + 40 * i, 204))
            page.insert_text((57 + 40 * i, 214), str(2 * i), fontsize=9)
            page.draw_line((56, 200 - 30 * i), (60, 200 - 30 * i))
            page.insert_text((40, 203 - 30 * i), str(10 * i), fontsize=9)
        (series,) = digitize_page(page).value.series
    assert series.color == "#ff0000"
    truth = (80 + 40 * np.sin(np.array(series.x))) / 3
    assert np.quantile(np.abs(np.array(series.y) - truth), 0.95) < 0.1


def test_markers_painted_as_ground_and_outline_with_pieces_of_line_between_are_one_series() -> None:
    places = [(80 + 30 * i, 150 - 15 * i + 4 * (i % 2)) for i in range(7)]
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=320, height=240)
        page.draw_line((60, 200), (290, 200))
        page.draw_line((60, 40), (60, 200))
        for (xa, ya), (xb, yb) in itertools.pairwise(places):
            page.draw_line((xa + 4, ya - 1), (xb - 4, yb + 1), color=(0, 0, 1))
        for x, y in places:
            page.draw_circle((x, y), 3, color=None, fill=(1, 1, 1))
            page.draw_circle((x, y), 3, color=(0, 0, 1))
        for i in range(6):
            page.draw_line((60 + 40 * i, 200), (60 + 40 * i, 204))
            page.insert_text((57 + 40 * i, 214), str(2 * i), fontsize=9)
            page.draw_line((56, 200 - 30 * i), (60, 200 - 30 * i))
            page.insert_text((40, 203 - 30 * i), str(10 * i), fontsize=9)
        (series,) = digitize_page(page).value.series
    assert (series.style, series.color, len(series.x)) == ("both", "#0000ff", 7)
