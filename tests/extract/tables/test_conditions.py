"""Which conditions the words of a header name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.tables.conditions import condition_behind, conditions_in


@pytest.mark.parametrize(
    ("header", "words", "names"),
    [
        ("Yield strength, 650 °C", "Yield strength", ["temperature"]),
        ("H2 uptake, 77 K, 1 bar", "H2 uptake", ["temperature", "pressure"]),
        ("Retention, 300 cycles, 2 C", "Retention", ["cycles", "c_rate"]),
        ("Capacity, 1st", "Capacity", ["cycles"]),
        ("Creep rate at 700 °C", "Creep rate", ["temperature"]),
        ("Hardness, average", "Hardness, average", []),
        ("Additive, 2 wt%", "Additive, 2 wt%", []),
    ],
)
def test_levels_behind_a_comma_or_an_at(header: str, words: str, names: list[str]) -> None:
    bare, conditions = conditions_in(header)
    assert (bare, [condition.name for condition in conditions]) == (words, names)


@given(st.lists(st.integers(1, 999), max_size=3))
def test_any_row_of_temperatures_is_read_in_its_order(levels: list[int]) -> None:
    header = ", ".join(["Modulus", *(f"{level} K" for level in levels)])
    bare, conditions = conditions_in(header)
    assert bare == "Modulus"
    assert [c.quantity.value for c in conditions if c.quantity] == levels


@pytest.mark.parametrize(
    ("rest", "name"), [("(20000 cycles)", "cycles"), ("@ 10 mA/cm2", "current_density"), ("(x 6)", None)]
)
def test_a_condition_behind_a_number(rest: str, name: str | None) -> None:
    found = condition_behind(rest)
    assert [condition.name for condition in found] == ([name] if name else [])
