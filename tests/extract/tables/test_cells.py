import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.tables.cells import read_cell


@pytest.mark.parametrize(
    ("text", "value", "uncertainty"),
    [
        ("166.3", 166.3, None),
        ("−86", -86, None),
        ("3.912(2)", 3.912, 0.002),
        ("4.2126 (1)", 4.2126, 0.0001),
        ("1.36(18)", 1.36, 0.18),
        ("148 (±2)", 148, 2),
        ("121 ± 3.0", 121, 3),
        ("5.0 × 10−4", 5e-4, None),
        ("9.3 × 10- 4", 9.3e-4, None),
        ("8.85 × 10²⁰", 8.85e20, None),
        ("10⁻⁵", 1e-5, None),
        ("8.55E-07", 8.55e-7, None),
        ("(5.0 ± 0.2) × 10−3", 5e-3, 2e-4),
        ("21,474", 21474, None),
        ("11,977.17", 11977.17, None),
        ("0,34", 0.34, None),
        ("1 234", 1234, None),
        (".75", 0.75, None),
        ("(64.21)", 64.21, None),
        ("[2.23]", 2.23, None),
    ],
)
def test_numbers(text: str, value: float, uncertainty: float | None) -> None:
    (number,) = read_cell(text).numbers
    assert number.value == pytest.approx(value)
    assert number.uncertainty == (None if uncertainty is None else pytest.approx(uncertainty))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("645~650", 645, 650), ("3.7–3.9", 3.7, 3.9), ("400 to 700", 400, 700), ("1.2–1.5 × 10−3", 1.2e-3, 1.5e-3)],
)
def test_ranges_are_no_means(text: str, low: float, high: float) -> None:
    (number,) = read_cell(text).numbers
    assert (number.value, number.low, number.high) == (None, pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "relation"), [("<0.01", "<"), ("≤ 0.23", "<="), (">99", ">"), ("≥5", ">="), ("~0.10", "~"), ("ca. 3", "~")]
)
def test_relations(text: str, relation: str) -> None:
    assert read_cell(text).numbers[0].relation == relation


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("–", "missing"),
        ("—", "missing"),
        ("n.d.", "missing"),
        ("N/A", "missing"),
        ("not determined", "missing"),
        ('"', "ditto"),
        ("ditto", "ditto"),
        ("Bal.", "balance"),
        ("<LOD", "limit"),
        ("b.d.l.", "limit"),
        ("Martensite", "text"),
        ("920/2/AC", "text"),
        ("3b", "text"),
        ("Ti-6Al-4V", "text"),
        ("LiFePO4", "text"),
        ("EV+0.22", "text"),
        ("0", "numbers"),
    ],
)
def test_nothing_reported_is_not_zero(text: str, kind: str) -> None:
    assert read_cell(text).kind == kind


def test_units_in_the_cell() -> None:
    (number,) = read_cell("~75.2 nm (+/− 13)").numbers
    assert (number.value, number.relation, number.uncertainty) == (75.2, "~", 13)
    assert number.unit is not None
    assert number.unit.plain == "nm"
    (hardness,) = read_cell("572 Vickers").numbers
    assert hardness.unit is not None
    assert hardness.unit.plain == "HV"


def test_a_second_number_in_parentheses_is_no_uncertainty() -> None:
    (number,) = read_cell("0.42 (0.990)").numbers
    assert (number.value, number.uncertainty, number.aside) == (0.42, None, 0.99)


def test_lists_with_their_sources() -> None:
    cell = read_cell("175⊥ [9], 298‖ [11]")
    assert [(n.value, n.references) for n in cell.numbers] == [(175, ("9",)), (298, ("11",))]
    assert [n.value for n in read_cell("2217/2250/2263").numbers] == [2217, 2250, 2263]
    assert read_cell("1.20 [15]").numbers[0].uncertainty is None


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_any_text_is_a_cell(text: str) -> None:
    cell = read_cell(text)
    for number in cell.numbers:
        assert number.value is None or math.isfinite(number.value)
        assert (number.value is None) == (number.low is not None)


@given(st.floats(0.001, 9999).map(lambda v: float(f"{v:.6g}")), st.integers(-30, 30))
def test_printed_powers_come_back(value: float, power: int) -> None:
    (number,) = read_cell(f"{value:g} × 10{power:+d}".replace("+", "^").replace("-", "−")).numbers
    assert number.value == pytest.approx(float(f"{value:g}e{power}"), rel=1e-9)


@pytest.mark.parametrize(
    ("text", "relation", "value"), [("min. 450", ">=", 450), ("Max 0.035", "<=", 0.035), ("1.2 E-3", "=", 0.0012)]
)
def test_bounds_in_words_and_powers_set_off(text: str, relation: str, value: float) -> None:
    (number,) = read_cell(text).numbers
    assert (number.relation, number.value) == (relation, pytest.approx(value))


def test_a_range_of_negative_numbers_may_stand_the_other_way_around() -> None:
    (number,) = read_cell("−55 to −65").numbers
    assert (number.low, number.high) == (-65, -55)


def test_a_number_in_parentheses_may_have_a_deviation_of_its_own() -> None:
    (number,) = read_cell("18.8 (18.1 ± 0.5)").numbers
    assert (number.value, number.uncertainty, number.aside, number.aside_uncertainty) == (18.8, None, 18.1, 0.5)


@pytest.mark.parametrize("text", ["12.1 (450 nm)", "12.1 (after 20000 cycles)", "12.1 at 1000 rpm", "12.1 @ 10 mA/cm2"])
def test_what_a_number_was_measured_at_may_stand_behind_it(text: str) -> None:
    cell = read_cell(text)
    assert (cell.kind, cell.numbers[0].value, bool(cell.numbers[0].rest)) == ("numbers", 12.1, True)


def test_a_number_in_a_name_is_none() -> None:
    assert read_cell("12.1 mm bolts of 450 steel").kind == "text"
