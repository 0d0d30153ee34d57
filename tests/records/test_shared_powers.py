"""One power of ten for all numbers of a range or list, or for the last alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.records.quantity_grammar import find_quantities


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("a density of 4–6 × 10¹⁰ cm⁻²", 4e10, 6e10, "cm-2"),
        ("a conductivity of 2–5 × 10−4 S/cm", 2e-4, 5e-4, "S/cm"),
        ("expands by 1.2 to 1.5 × 10^-5 K^-1", 1.2e-5, 1.5e-5, "1/K"),
        ("between 0.5 and 1 × 10−4 S/cm", 0.5e-4, 1e-4, "S/cm"),
        ("a pore of (0.04–0.10) × 10⁻⁹ m", 0.04e-9, 0.10e-9, "m"),
        ("measured from 0.1 to 1 × 10⁵ Hz", 0.1, 1e5, "Hz"),
        ("measured from 10 to 10⁶ Hz", 10, 1e6, "Hz"),
        ("from 3 × 10−4–5 × 10−4 S/cm", 3e-4, 5e-4, "S/cm"),
    ],
)
def test_the_power_of_a_range(text: str, low: float, high: float, unit: str) -> None:
    (span,) = find_quantities(text)
    assert (span.kind, span.quantity.unit) == ("range", unit)
    assert (span.quantity.low, span.quantity.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They were 1.2, 1.4 and 2 × 10−4 S/cm.", [1.2e-4, 1.4e-4, 2e-4]),
        ("They were (1.2, 1.4 and 2) × 10−4 S/cm.", [1.2e-4, 1.4e-4, 2e-4]),
        ("at 100 and 1 × 10⁴ Hz", [100, 1e4]),
        ("plates of 3 × 4 mm2", [3, 4]),
    ],
)
def test_the_power_of_a_list(text: str, values: list[float]) -> None:
    (span,) = find_quantities(text)
    assert [item.quantity.value for item in span.items] == values


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("doped to 1016–1018 cm-3", 1e16, 1e18), ("doped to 1016–18 cm-3", 1e16, 1e18), ("1015 - 17 cm- 3", 1e15, 1e17)],
)
def test_flattened_powers_of_a_concentration(text: str, low: float, high: float) -> None:
    (span,) = find_quantities(text)
    assert (span.quantity.low, span.quantity.high) == (low, high)


def test_a_flattened_power_is_one_of_a_concentration_only() -> None:
    assert find_quantities("a band at 1016 cm-1")[0].quantity.value == 1016
    assert find_quantities("doped to 1016 cm-3")[0].quantity.value == 1e16


@given(st.integers(10, 98), st.integers(1, 20), st.sampled_from(["–", " to "]))
def test_a_range_is_scaled_as_its_end_is(low: int, power: int, join: str) -> None:
    first, last = low / 10, (low + 1) / 10
    (span,) = find_quantities(f"a rate of {first}{join}{last} × 10−{power} m/s")
    assert (span.quantity.low, span.quantity.high) == (float(f"{first}e-{power}"), float(f"{last}e-{power}"))


@pytest.mark.parametrize(
    ("text", "value"), [("cycled at − 40 °C", -40), ("(− 2.0 V)", -2.0), ("of 3 V for A, – 2.5 V for B", -2.5)]
)
def test_a_sign_that_stands_apart(text: str, value: float) -> None:
    assert find_quantities(text)[-1].quantity.value == value


def test_a_dash_between_words_is_no_sign() -> None:
    assert find_quantities("the second sample – 5 mm long – broke")[0].quantity.value == 5
