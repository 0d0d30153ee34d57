"""Vector plots whose numbers are drawn as outlines, and whose axes are broken."""

import io

import matplotlib as mpl
import numpy as np
import pymupdf
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt
from matloom.extract.plots.outlined import outlined_phrases
from matloom.extract.plots.page_marks import phrases, strokes
from matloom.extract.plots.vector import digitize_page
from matplotlib.patches import PathPatch
from matplotlib.textpath import TextPath
from matplotlib.transforms import IdentityTransform


def outlined_page() -> pymupdf.Page:
    """A plot without a letter of text: its numbers are filled shapes."""
    x = np.linspace(0, 10, 100)
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot(x, x**2, "b")
    axes.set(xlim=(0, 10), ylim=(0, 100), xticks=range(0, 11, 2), yticks=range(0, 101, 20))
    axes.tick_params(labelbottom=False, labelleft=False)
    for i in range(6):
        for text, place, shift in (
            (str(2 * i), (2 * i, 0), (-4, -16)),
            (str(20 * i), (0, 20 * i), (-24, -4)),
        ):
            left, down = axes.transData.transform(place)
            scale = 72 / figure.dpi
            path = TextPath((left * scale + shift[0], down * scale + shift[1]), text, size=10)
            figure.add_artist(PathPatch(path, transform=IdentityTransform(), fc="k", lw=0, clip_on=False))
    stream = io.BytesIO()
    figure.savefig(stream, format="pdf", dpi=72)
    plt.close(figure)
    return pymupdf.open(stream=stream.getvalue(), filetype="pdf")[0]


def test_numbers_that_are_shapes_are_read_and_the_curve_is_exact() -> None:
    page = outlined_page()
    if not page.get_cdrawings():
        pytest.fail("the page draws nothing")
    assert phrases(page) == []
    found = {p.plain for p in outlined_phrases(page, strokes(page), [])}
    assert {"20", "40", "60", "80"} <= found
    reading = digitize_page(page).value
    assert reading.axes[0].x.range == pytest.approx((0, 10), abs=0.05)
    assert reading.axes[0].y.range == pytest.approx((0, 100), abs=0.5)
    (series,) = reading.series
    assert np.allclose(series.y, np.array(series.x) ** 2, atol=0.4)


def test_a_page_with_printed_numbers_is_not_read_by_ocr() -> None:
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot([0, 1, 2], [0, 2, 1])
    stream = io.BytesIO()
    figure.savefig(stream, format="pdf")
    plt.close(figure)
    page = pymupdf.open(stream=stream.getvalue(), filetype="pdf")[0]
    assert outlined_phrases(page, strokes(page), phrases(page)) == []


def test_a_broken_axis_gives_a_pair_of_axes_for_each_part() -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=300, height=300)
        page.draw_line((60, 20), (60, 130))
        page.draw_line((60, 136), (60, 250))
        page.draw_line((60, 250), (280, 250))
        for i in range(5):
            page.draw_line((60 + 50 * i, 250), (60 + 50 * i, 246))
            page.insert_text((57 + 50 * i, 263), str(i), fontsize=9)
        for y, text in ((230, "1.0"), (200, "1.5"), (170, "2.0"), (110, "50"), (80, "60"), (50, "70")):
            page.draw_line((60, y), (64, y))
            page.insert_text((40, y + 3), text, fontsize=9)
        page.draw_polyline([(60, 110), (110, 95), (160, 80), (280, 50)], color=(1, 0, 0))
        page.draw_polyline([(60, 230), (110, 215), (160, 200), (280, 170)], color=(0, 0, 1))
        reading = digitize_page(page).value
    assert len(reading.axes) == 2
    upper, lower = (next(s for s in reading.series if s.color == c) for c in ("#ff0000", "#0000ff"))
    assert upper.y == pytest.approx((50, 55, 60, 70), abs=0.2)
    assert lower.y == pytest.approx((1.0, 1.25, 1.5, 2.0), abs=0.02)
