"""One unit that is printed once for numbers that stand apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.records.quantity_grammar import find_quantities


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("rises from 0.31 (B1) to 0.44 (B2) and finally to 0.62 wt% (B3)", [0.31, 0.44, 0.62], "wt%"),
        ("was 31.2 ± 0.5 kJ/mol for B1, 29.8 ± 0.6 for B2 and 28.1 ± 0.4 for B3.", [31.2, 29.8, 28.1], "kJ/mol"),
        ("the contact resistance (3.8 vs. 1.9 Ω cm2)", [3.8, 1.9], "ohm cm2"),
        ("changes from −96 (N1) to −81 µV/K (N2)", [-96, -81], "uV/K"),
        ("has fallen to 11.3, and that of N2 to 12.9 µW/cm/K2", [11.3, 12.9], "uW/cm/K2"),
        ("with a = 5.431(1) and c = 12.77(1) Å", [5.431, 12.77], "angstrom"),
        ("gave Ti 33.1(4), Al 48.2(5) and V 18.7(3) at.%", [33.1, 48.2, 18.7], "at.%"),
        ("less negative (−51 → −42 ppm/K)", [-51, -42], "ppm/K"),
        ("the strength (310 against 352 MPa)", [310, 352], "MPa"),
        ("from 7.9 × 10−6 for B1 to 8.4 × 10−6 K−1 for B2", [7.9e-6, 8.4e-6], "1/K"),
        ("was 2.1 for x = 0.1 and 2.6 GPa for x = 0.2", [2.1, 2.6], "GPa"),
    ],
)
def test_the_unit_of_a_neighbour(text: str, values: list[float], unit: str) -> None:
    found = [span for span in find_quantities(text) if span.quantity.unit is not None]
    assert [span.quantity.value for span in found] == values
    assert {span.quantity.unit for span in found} == {unit}


def test_a_range_of_decimals_has_the_unit_of_the_value_that_it_is_listed_with() -> None:
    first, second = find_quantities("grows from 0.03 to 0.09 and 0.41 Ω cm2 in turn")
    assert (first.kind, first.quantity.unit, second.quantity.unit) == ("range", "ohm cm2", "ohm cm2")


@pytest.mark.parametrize(
    "text",
    [
        "The gap is 3.2 eV for B1 and 2 samples were discarded",
        "annealed at 500 for 2 and 3 h",
        "x = 0.12 for B1 and 15 K",
        "in 2012 for B1 and 5 K",
        "a ratio of 1.4 for B1 and 600 nm",
    ],
)
def test_what_takes_no_unit(text: str) -> None:
    unitless = [span for span in find_quantities(text) if span.quantity.unit is None]
    assert unitless, text


@given(
    st.decimals("1", "9", places=2), st.decimals("1", "9", places=2), st.sampled_from(["MPa", "nm", "S/cm", "mAh/g"])
)
def test_values_for_two_samples_have_the_one_unit(first: object, second: object, unit: str) -> None:
    one, other = find_quantities(f"It was {first} for B1 and {second} {unit} for B2.")
    assert one.quantity.unit == other.quantity.unit
    assert one.quantity.value == float(str(first))
