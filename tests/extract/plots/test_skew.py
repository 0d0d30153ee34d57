import io

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.plots.raster import digitize_picture
from matloom.extract.plots.reading import PlotReading
from matloom.extract.plots.skew import as_scanned, lean_of, turned_back
from PIL import Image


def framed(degrees):
    picture = np.full((400, 500, 3), 255, np.uint8)
    picture[60:340, [80, 81, 440, 441]] = 0
    picture[[60, 61, 338, 339], 80:442] = 0
    turned = Image.fromarray(picture).rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="white")
    return np.asarray(turned)


@settings(max_examples=15)
@given(st.floats(0.5, 7) | st.floats(-7, -0.5))
def test_the_lean_of_a_frame(degrees):
    assert lean_of(framed(degrees)) == pytest.approx(degrees, abs=0.2)
    assert lean_of(turned_back(framed(degrees), degrees)) is None


def test_what_is_level_or_has_no_lines_does_not_lean():
    assert lean_of(framed(0.0)) is None
    assert lean_of(np.full((200, 200, 3), 255, np.uint8)) is None


def test_a_plot_scanned_askew_is_read():
    figure, axes = plt.subplots(figsize=(4.4, 3.2))
    x = np.linspace(0, 10, 200)
    axes.plot(x, np.sin(x) * x, color="red")
    stream = io.BytesIO()
    figure.savefig(stream, dpi=140)
    plt.close(figure)
    scan = Image.open(stream).convert("RGB").rotate(2.5, Image.Resampling.BICUBIC, fillcolor="white")
    out = io.BytesIO()
    scan.save(out, "PNG")
    reading: PlotReading = digitize_picture(out.getvalue()).value
    (curve,) = reading.series
    values = np.array(curve.x)
    assert np.median(np.abs(np.array(curve.y) - np.sin(values) * values)) < 0.1
    pixels = np.asarray(scan)
    inked = [pixels[round(b) - 2 : round(b) + 3, round(a) - 2 : round(a) + 3, 1].min() < 120 for a, b in curve.path]
    assert np.mean(inked) > 0.95


def test_nothing_read_stays_nothing():
    empty = PlotReading(method="raster")
    assert as_scanned(empty, framed(2.0), 2.0) == empty
