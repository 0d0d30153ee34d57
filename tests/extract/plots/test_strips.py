"""Numbers along the sides of a box, recognised where they must stand."""

import io

import matplotlib as mpl
import numpy as np

mpl.use("Agg")
import matplotlib.pyplot as plt
from matloom.extract.plots.strips import numbers_below, numbers_left, numbers_right
from PIL import Image


def test_lone_digits_are_read_along_both_sides_and_the_title_is_not() -> None:
    figure, axes = plt.subplots(figsize=(3, 2.4), dpi=110, layout="constrained")
    axes.set(xlim=(0, 8), ylim=(0, 6), xticks=range(0, 9, 2), yticks=range(0, 7, 2), ylabel="Counts")
    stream = io.BytesIO()
    figure.savefig(stream, format="png")
    x0, y0, x1, y1 = axes.get_window_extent().extents
    height = figure.bbox.height
    plt.close(figure)
    picture = np.asarray(Image.open(stream).convert("RGB"))
    box = (float(x0), float(height - y1), float(x1), float(height - y0))
    left, below = numbers_left(picture, box, 14), numbers_below(picture, box, 14)
    assert {"2", "4", "6"} <= {text for text, _, _ in left} <= {"0", "2", "4", "6", "O", "o"}
    assert {"2", "4", "6", "8"} <= {text for text, _, _ in below}
    assert all(place[2] <= x0 for _, place, _ in left)


def test_numbers_right_of_a_box_without_its_line() -> None:
    figure, axes = plt.subplots(figsize=(3, 2.4), dpi=150, layout="constrained")
    axes.set(ylim=(0.5, 0.9), yticks=(0.6, 0.7, 0.8))
    axes.tick_params(
        axis="y", direction="in", right=True, labelright=True, left=False, labelleft=False, colors="#edb120"
    )
    stream = io.BytesIO()
    figure.savefig(stream, format="png")
    x0, y0, x1, y1 = axes.get_window_extent().extents
    height = figure.bbox.height
    plt.close(figure)
    picture = np.asarray(Image.open(stream).convert("RGB"))
    right = numbers_right(picture, (float(x0), float(height - y1), float(x1), float(height - y0)), 20)
    assert {text for text, _, _ in right} == {"0.6", "0.7", "0.8"}
    assert all(place[0] > x1 for _, place, _ in right)


def test_a_box_at_the_rim_has_no_numbers() -> None:
    picture = np.full((100, 120, 3), 255, dtype=np.uint8)
    assert numbers_left(picture, (1.0, 1.0, 110.0, 90.0), 12) == []
    assert numbers_below(picture, (1.0, 1.0, 110.0, 99.0), 12) == []
    assert numbers_right(picture, (1.0, 1.0, 118.0, 90.0), 12) == []
