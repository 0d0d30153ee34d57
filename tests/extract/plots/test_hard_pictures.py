"""Pictures that are hard to read: an answer or a coded problem. And looks of plots that other programs give."""

import io

import matplotlib as mpl
import numpy as np
import pymupdf
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt
from matloom.extract.plots.raster import digitize_picture
from matloom.extract.plots.reading import PlotReading
from PIL import Image


def png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def drawn(figure, dpi: int = 140) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=dpi, bbox_inches="tight")
    plt.close(figure)
    return stream.getvalue()


def error(reading: PlotReading, number: int, truth) -> float:
    series = reading.series[number]
    values = np.array(series.y)
    return float(np.median(np.abs(values - truth(np.array(series.x))))) / float(np.ptp(values))


def photo() -> Image.Image:
    """Light and shade with a grain, as a camera gives them."""
    rng = np.random.default_rng(7)
    coarse = Image.fromarray(rng.integers(0, 256, (12, 16, 3)).astype(np.uint8))
    smooth = np.asarray(coarse.resize((480, 360), Image.Resampling.BICUBIC), dtype=float)
    return Image.fromarray(np.clip(smooth + rng.normal(0, 12, smooth.shape), 0, 255).astype(np.uint8))


def without_ticks() -> Image.Image:
    figure, axes = plt.subplots(figsize=(3.4, 2.6))
    axes.plot([0, 1, 2], [0, 2, 1])
    axes.set(xticks=[], yticks=[])
    return Image.open(io.BytesIO(drawn(figure)))


def chinese() -> Image.Image:
    """A plot whose axes are labelled in Chinese, numbers included where the words are."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=300, height=220)
        page.draw_line((60, 20), (60, 170))
        page.draw_line((60, 170), (280, 170))
        page.draw_polyline([(60, 160), (120, 100), (200, 80), (280, 40)], color=(1, 0, 0))
        for i in range(5):
            page.draw_line((60 + 50 * i, 170), (60 + 50 * i, 166))
            page.insert_text((55 + 50 * i, 184), str(10 * i), fontsize=10)
            page.draw_line((60, 170 - 35 * i), (64, 170 - 35 * i))
            page.insert_text((44, 173 - 35 * i), str(i), fontsize=10)
        page.insert_text((140, 205), "温度 (摄氏度)", fontsize=12, fontname="china-s")
        return Image.open(io.BytesIO(page.get_pixmap(dpi=150).tobytes("png"))).convert("RGB")


def rotated_scan() -> Image.Image:
    return chinese().rotate(4, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)


@pytest.mark.parametrize("picture", [photo, without_ticks, rotated_scan])
def test_no_plot_that_can_be_read_is_a_coded_problem_or_an_answer_with_axes(picture) -> None:
    result = digitize_picture(png(picture()))
    if result.value.axes:
        assert all(axes.x.range or axes.y.range for axes in result.value.axes)
    else:
        assert result.value.series == ()
        assert "P001" in [p.code for p in result.problems]


def test_words_in_chinese_do_not_keep_numbers_from_being_read() -> None:
    reading = digitize_picture(png(chinese())).value
    assert reading.axes[0].x.range is not None
    low, high = reading.axes[0].x.range
    assert low == pytest.approx(0, abs=0.5)
    assert high == pytest.approx(44, abs=0.8)


def test_a_grey_ground_with_a_white_grid_and_no_axis_lines() -> None:
    x = np.linspace(0, 10, 200)
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.set_facecolor("#ebebeb")
    axes.grid(visible=True, color="white")
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    axes.plot(x, 3 + np.sin(x), color="#f8766d")
    reading = digitize_picture(drawn(figure)).value
    assert reading.axes[0].x.range == pytest.approx((-0.5, 10.5), abs=0.12)
    assert error(reading, 0, lambda v: 3 + np.sin(v)) < 0.015


def test_inner_ticks_on_four_sides_thick_lines_and_a_power_of_ten_over_the_axis() -> None:
    x = np.linspace(0, 10, 21)
    style = {"xtick.direction": "in", "ytick.direction": "in", "xtick.top": True, "ytick.right": True}
    with plt.rc_context({**style, "axes.linewidth": 2, "lines.linewidth": 2.5, "font.size": 11}):
        figure, axes = plt.subplots(figsize=(4.2, 3.2))
        axes.plot(x, 9000 * np.exp(-x / 4), "s-", color="#0000ff", ms=7)
        axes.ticklabel_format(axis="y", style="sci", scilimits=(3, 3), useMathText=True)
        reading = digitize_picture(drawn(figure)).value
    assert reading.axes[0].y.range is not None
    assert reading.axes[0].y.range[1] == pytest.approx(9413, rel=0.03)
    assert error(reading, 0, lambda v: 9000 * np.exp(-v / 4)) < 0.02
