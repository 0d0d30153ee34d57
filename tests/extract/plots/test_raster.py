"""Pictures of plots: drawn with matplotlib, and read back from their pixels to parts of a percent of the axis."""

import io

import matplotlib as mpl
import numpy as np
import pymupdf
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt
from matloom.extract.plots.digitize import digitize
from matloom.extract.plots.raster import digitize_picture
from matloom.extract.plots.reading import PlotReading, PlotSeries


def read(figure, dpi: int = 150) -> PlotReading:
    stream = io.BytesIO()
    figure.tight_layout()
    figure.savefig(stream, format="png", dpi=dpi)
    plt.close(figure)
    return digitize_picture(stream.getvalue()).value


def by_label(reading: PlotReading) -> dict[str | None, PlotSeries]:
    return {series.label: series for series in reading.series}


def error(series: PlotSeries, truth, height: float) -> float:
    """Median distance along y as a share of the axis."""
    return float(np.median(np.abs(np.array(series.y) - truth(np.array(series.x))))) / height


def test_colours_with_a_legend() -> None:
    x = np.linspace(0, 10, 200)
    figure, axes = plt.subplots(figsize=(4.2, 3))
    for i, name in enumerate(("S1", "S2", "S3")):
        axes.plot(x, 2 * i + np.exp(-x / (i + 2)), label=name)
    axes.set_xlabel("Time (h)")
    axes.set_ylabel("Conversion")
    axes.legend()
    reading = read(figure)
    (found,) = reading.axes
    assert found.x.range == pytest.approx((-0.5, 10.5), abs=0.05)
    assert (found.x.label, found.x.unit) == ("Time", "h")
    series = by_label(reading)
    assert sorted(series) == ["S1", "S2", "S3"]
    for i, name in enumerate(("S1", "S2", "S3")):
        assert error(series[name], lambda v, i=i: 2 * i + np.exp(-v / (i + 2)), 5.5) < 0.004


def test_black_lines_told_apart_by_their_dashes_where_they_cross() -> None:
    x = np.linspace(0, 10, 200)
    figure, axes = plt.subplots(figsize=(4.5, 3.4))
    axes.plot(x, 0.5 * x, "k-", label="S1")
    axes.plot(x, 4 - 0.3 * x, "k--", label="S2")
    axes.legend(loc="upper center")
    series = by_label(read(figure))
    assert sorted(series) == ["S1", "S2"]
    assert error(series["S1"], lambda v: 0.5 * v, 5.5) < 0.005
    assert error(series["S2"], lambda v: 4 - 0.3 * v, 5.5) < 0.005


def test_markers_on_a_logarithmic_axis() -> None:
    x = np.linspace(1.8, 3.4, 12)
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot(x, 10 ** (2 - 1.2 * x), "rs", ms=5)
    axes.set_yscale("log")
    reading = read(figure, dpi=180)
    assert reading.axes[0].y.scale == "log"
    (series,) = reading.series
    assert series.style == "markers"
    assert np.allclose(series.x, x, atol=0.01)
    assert np.allclose(np.log10(series.y), 2 - 1.2 * x, atol=0.02)


def test_a_colour_without_a_legend_and_a_grid_that_is_no_curve() -> None:
    x = np.linspace(0, 4, 300)
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot(x, 50 + 30 * np.sin(3 * x), "b")
    axes.grid(visible=True, alpha=0.4)
    (series,) = read(figure).series
    assert series.label is None
    assert error(series, lambda v: 50 + 30 * np.sin(3 * v), 66) < 0.005


def test_a_reversed_axis() -> None:
    x = np.linspace(400, 4000, 300)
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot(x, 1 + (x / 4000) ** 2, "g")
    axes.set_xlim(4000, 400)
    reading = read(figure)
    assert reading.axes[0].x.range == pytest.approx((4000, 400), abs=30)
    (series,) = reading.series
    assert error(series, lambda v: 1 + (v / 4000) ** 2, 1.1) < 0.005


def test_a_picture_in_a_pdf_has_its_boxes_in_points_of_the_page() -> None:
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot(np.linspace(0, 10, 50), np.linspace(0, 5, 50), color="tab:red")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=200)
    plt.close(figure)
    pdf = pymupdf.open()
    box = pymupdf.Rect(200, 400, 488, 616)
    pdf.new_page().insert_image(box, stream=stream.getvalue())
    reading = digitize(pdf.tobytes()).value
    assert len(reading.axes) == 1
    x0, y0, x1, y1 = reading.axes[0].bbox
    assert (x0, x1) == pytest.approx((box.x0 + 0.125 * box.width, box.x0 + 0.9 * box.width), abs=1.5)
    assert (y0, y1) == pytest.approx((box.y0 + 0.12 * box.height, box.y0 + 0.89 * box.height), abs=1.5)
    assert all(x0 - 1 <= x <= x1 + 1 and y0 - 1 <= y <= y1 + 1 for x, y in reading.series[0].path)
