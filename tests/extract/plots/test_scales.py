"""Scales: right on any ticks, and not bent by a misread one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.plots.scales import Tick, fit_scale, tick_value


@pytest.mark.parametrize(
    ("text", "value", "power"),
    [
        ("0.5", 0.5, False),
        ("−20", -20, False),
        ("10^−3", 1e-3, True),
        ("10^2", 100, True),
        ("5×10^3", 5000, True),
        ("1,500", 1500, False),
        ("1e5", 1e5, False),
        (".5", 0.5, False),
    ],
)
def test_tick_value(text: str, value: float, power: bool) -> None:
    assert tick_value(text) == (pytest.approx(value), power)


@pytest.mark.parametrize("text", ["", "a", "x = 0.1", "10^", "10^999", "1.2.3", "(a)", "12 K"])
def test_no_tick(text: str) -> None:
    assert tick_value(text) is None


@given(
    low=st.floats(-1e4, 1e4),
    step=st.floats(1e-3, 1e3),
    count=st.integers(4, 10),
    wrong=st.integers(0, 3),
    wrong_value=st.floats(-1e5, 1e5),
)
def test_linear_scale_ignores_a_misread_tick(low, step, count, wrong, wrong_value) -> None:
    values = [low + i * step for i in range(count)]
    ticks = [Tick(100 + 30 * i, v) for i, v in enumerate(values)]
    ticks[wrong] = Tick(ticks[wrong].position, wrong_value)
    scale = fit_scale(ticks, 1.0)
    assert scale is not None
    if scale.kind == "linear" and scale.ticks >= count - 1:
        good = [t for i, t in enumerate(ticks) if i != wrong]
        data = scale.to_data([t.position for t in good])
        # a tick counts while it lies within the tolerance, so the scale may be off by as much
        assert np.allclose(data, [t.value for t in good], atol=1.5 * step / 30 + 1e-9 * abs(low))


@given(decades=st.integers(-8, 4), count=st.integers(3, 7), gap=st.floats(10, 60))
def test_log_scale(decades: int, count: int, gap: float) -> None:
    ticks = [Tick(200 - gap * i, 10.0 ** (decades + i), power=True) for i in range(count)]
    scale = fit_scale(ticks, 1.0)
    assert scale is not None
    assert scale.kind == "log"
    assert scale.to_data([200 - gap / 2])[0] == pytest.approx(10 ** (decades + 0.5))


def test_two_plain_ticks_are_linear_and_one_is_nothing() -> None:
    scale = fit_scale([Tick(0, 0.0), Tick(10, 5.0)], 1.0)
    assert scale is not None
    assert scale.kind == "linear"
    assert fit_scale([Tick(0, 1.0)], 1.0) is None
    assert fit_scale([], 1.0) is None


def test_numbers_beyond_any_axis_are_no_ticks():
    assert tick_value("1" * 80) is None
    assert tick_value("10^200") is None
