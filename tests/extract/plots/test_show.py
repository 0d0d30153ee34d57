"""The page that shows what was read over the picture."""

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.plots.reading import PlotAxes, PlotAxis, PlotReading, PlotSeries
from matloom.extract.plots.show import overlay, round_values
from PIL import Image

BOX = (20.0, 10.0, 120.0, 90.0)
READING = PlotReading(
    method="raster",
    axes=(
        PlotAxes(
            bbox=BOX, printed=BOX, words="t", x=PlotAxis(label="Time", unit="s", range=(0, 10)),
            y=PlotAxis(scale="log", range=(1, 1000)),
        ),
    ),
    series=(
        PlotSeries(axes=0, label="</script><b>", color="#000000", style="line", x=(0.0, 10.0), y=(1.0, 1000.0),
                   path=((20.0, 90.0), (120.0, 10.0)), residual=0.5, score=1.0),
        PlotSeries(axes=0, label=None, color="#000000", style="markers", x=(5.0,), y=(10.0,),
                   path=((70.0, 63.0),), residual=0.5, score=1.0),
    ),
)  # fmt: skip


def shown() -> str:
    stream = io.BytesIO()
    Image.new("RGB", (140, 100), "white").save(stream, "PNG")
    return overlay(stream.getvalue(), 1, READING, "a<b.png")


def test_each_curve_has_a_switch_and_its_numbers() -> None:
    page = shown()
    assert page.count('type="checkbox" checked data-curve=') == len(READING.series)
    found = re.search(r"const curves = (\[.*?\]), svg", page)
    assert found is not None
    curves = json.loads(found[1])
    assert [curve["name"] for curve in curves] == ["</script><b>", "curve 2"]
    assert curves[0]["x"] == "Time (s)"
    assert curves[0]["rows"] == [[0.0, 1.0], [10.0, 1000.0]]


def test_words_of_the_picture_are_text_and_no_markup() -> None:
    page = shown()
    assert page.count("</script>") == 1
    assert "<b>" not in page
    assert "<title>a&lt;b.png</title>" in page


def test_round_values_of_a_logarithmic_axis_are_powers_of_ten() -> None:
    values, places = zip(*round_values(READING.axes[0].y), strict=True)
    assert values == pytest.approx((1, 10, 100, 1000))
    assert places == pytest.approx((0, 1 / 3, 2 / 3, 1))


@given(low=st.floats(-1e6, 1e6), span=st.floats(1e-3, 1e6), back=st.booleans())
def test_round_values_lie_on_the_axis_where_they_belong(low: float, span: float, back: bool) -> None:
    ends = (low + span, low) if back else (low, low + span)
    marks = round_values(PlotAxis(range=ends))
    assert 1 <= len(marks) <= 12
    for value, place in marks:
        assert -1e-6 <= place <= 1 + 1e-6
        assert value == pytest.approx(ends[0] + place * (ends[1] - ends[0]), abs=1e-6 * max(1.0, abs(low)))


def test_an_axis_without_numbers_has_no_round_values() -> None:
    assert round_values(PlotAxis()) == []
