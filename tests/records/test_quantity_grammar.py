"""Printed quantities: values, ranges, lists, powers, uncertainties; what is none; any text in linear time."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.records.quantity_grammar import QuantitySpan, find_quantities, parse_quantity
from matloom.records.units import parse_unit


def only(text: str) -> QuantitySpan:
    spans = find_quantities(text)
    assert len(spans) == 1, [span.quantity.text for span in spans]
    return spans[0]


def texts(text: str) -> list[str]:
    return [span.quantity.text for span in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a thickness of 5 nm", 5, "nm"),
        ("heated to 900°C", 900, "degC"),
        ("3.2 × 10−4 S cm−1", 3.2e-4, "S/cm"),
        ("3.2 x 10-4 S cm-1", 3.2e-4, "S/cm"),
        ("3.2·10⁻⁴ S cm⁻¹", 3.2e-4, "S/cm"),
        ("1.5e-3 S/cm", 1.5e-3, "S/cm"),
        ("10^5 Pa", 1e5, "Pa"),
        ("10−5 S/cm", 1e-5, "S/cm"),
        ("10 −3 mbar", 1e-3, "mbar"),
        ("about 10¹⁷ cm−3", 1e17, "cm-3"),
        ("ΔG = - 310 kJ/mol", -310, "kJ/mol"),
        ("the foil (− 12 mA cm−2)", -12, "mA/cm2"),
        ("0.6/mm2", 0.6, "mm-2"),
        ("a strength of 310 MPa14 was", 310, "MPa"),
        ("2 × 1018 cm−3", 2e18, "cm-3"),
        ("10,000 h", 10_000, "h"),
        ("10 000 h", 10_000, "h"),
        ("0,05 %", 0.05, "%"),
        ("−20 °C", -20, "degC"),
        ("two hours", 2, "h"),
        ("5 wt.%", 5, "wt%"),
        ("166.3 mAh g−1", 166.3, "mAh/g"),
        ("a rate of C/10", 0.1, "1/h"),
        ("2 cm2 V−1 s−1", 2, "cm2/V/s"),
        ("140 mAh g- 1", 140, "mAh/g"),
        ("10- 4 S cm- 1", 1e-4, "S/cm"),
        ("240 HV0.2", 240, "HV0.2"),
        ("240 HV (0.2)", 240, "HV0.2"),
        ("240 HV1", 240, "HV1"),
        ("240 HV", 240, "HV"),
        ("was read again (week 6)", 6, "week"),
    ],
)
def test_values(text: str, value: float, unit: str) -> None:
    quantity = only(text).quantity
    assert quantity.value == pytest.approx(value, rel=1e-12)
    assert quantity.unit == unit
    found = parse_unit(unit)
    assert found is not None
    assert quantity.canonical_value == pytest.approx(found.to_canonical(value))


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("300-500 °C", 300, 500, "degC"),
        ("300–500 °C", 300, 500, "degC"),
        ("between 2 and 5 h", 2, 5, "h"),
        ("from 5 to 8 GPa", 5, 8, "GPa"),
        ("from 8 to 5 GPa", 5, 8, "GPa"),
        ("10–15 nm", 10, 15, "nm"),
        ("30 min–2 h", 0.5, 2, "h"),
        ("-5 °C to 60 °C", -5, 60, "degC"),
        ("1-2%", 1, 2, "%"),
        ("between 1.7 µm and 2.3 µm", 1.7, 2.3, "um"),
        ("80 nm–450 nm", 80, 450, "nm"),
    ],
)
def test_ranges_are_kept_as_ranges(text: str, low: float, high: float, unit: str) -> None:
    quantity = only(text).quantity
    assert (quantity.value, quantity.low, quantity.high, quantity.unit) == (None, low, high, unit)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("pressed under 200 MPa", "="),
        ("under 300 K", "<"),
        ("~5 nm", "~"), ("about 5 nm", "~"), ("ca. 5 nm", "~"), ("< 5 nm", "<"), ("less than 5 nm", "<"),
        ("up to 5 nm", "<="), ("no more than 5 nm", "<="), ("at least 5 nm", ">="), ("above 5 nm", ">"), ("5 nm", "="),
        ("5 nm or more", ">="),
    ],
)  # fmt: skip
def test_relations(text: str, relation: str) -> None:
    assert only(text).quantity.relation == relation


@pytest.mark.parametrize(
    ("text", "value", "uncertainty"),
    [
        ("5 ± 0.2 h", 5, 0.2),
        ("0.2% ± 0.4%", 0.2, 0.4),
        ("3.912(2) Å", 3.912, 0.002),
        ("(5.2 ± 0.3) × 10−3 S/cm", 5.2e-3, 3e-4),
        ("1.23(4) × 10−5 S/cm", 1.23e-5, 4e-7),
        ("75.2 nm (+/− 13 nm)", 75.2, 13),
        ("2.44(±0.99) μm", 2.44, 0.99),
        ("3.4+0.1 cm2/Vs", 3.4, 0.1),
    ],
)
def test_uncertainties(text: str, value: float, uncertainty: float) -> None:
    quantity = only(text).quantity
    assert quantity.value == pytest.approx(value)
    assert quantity.uncertainty == pytest.approx(uncertainty)


def test_lists_have_their_members() -> None:
    capacities, rates = find_quantities("capacities of 166.3, 156.1 and 143.0 mAh g−1 at 0.1, 1 and 3 C, respectively")
    assert [item.quantity.value for item in capacities.items] == [166.3, 156.1, 143.0]
    assert {item.quantity.unit for item in capacities.items} == {"mAh/g"}
    assert [(item.quantity.value, item.quantity.unit) for item in rates.items] == [(0.1, "1/h"), (1, "1/h"), (3, "1/h")]
    assert [item.quantity.value for item in only("is 1.2 (3.4) S/cm").items] == [1.2, 3.4]


def test_so_many_out_of_so_many_are_one_list() -> None:
    assert [item.quantity.value for item in only("7 out of 12 cells failed").items] == [7, 12]


def test_a_hyphen_may_wait_for_the_second_number() -> None:
    assert texts("grains of 1-to 3-mm radius between 80- and 90-nm films") == ["1-to 3-mm", "80- and 90-nm"]


def test_a_potential_keeps_its_reference() -> None:
    quantity = only("charged to 4.2 V vs. Li/Li+").quantity
    assert (quantity.unit, quantity.reference) == ("V", "Li/Li+")


def test_ph_has_no_unit() -> None:
    quantity = only("at pH 7.5").quantity
    assert (quantity.text, quantity.value, quantity.unit) == ("pH 7.5", 7.5, None)


def test_the_mass_number_of_a_nuclide_is_no_quantity() -> None:
    assert texts("the 63 Cu lines and 93 Nb sites of 4 Nb atoms") == ["4"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("fired at 1600 and 1700 °C", [1600, 1700]),
        ("strengths of 1694, 1745 and 1810 MPa", [1694, 1745, 1810]),
        ("held at 1500, 1600 or 1750 K", [1500, 1600, 1750]),
    ],
)
def test_numbers_like_years_are_members_of_a_list_with_a_unit(text: str, values: list[float]) -> None:
    (span,) = find_quantities(text)
    assert span.kind == "list"
    assert [item.quantity.value for item in span.items] == values
    assert {item.kind for item in span.items} == {"value"}


@pytest.mark.parametrize("text", ["In 2004 and 30 nm later", "In 2015, 30 nm films"])
def test_years_before_a_value_stay_years(text: str) -> None:
    assert [span.kind for span in find_quantities(text)] == ["date", "value"]


def test_dates_are_told_apart() -> None:
    assert [span.kind for span in find_quantities("On October 19, 2014 and since 1998")] == ["date", "date"]


@pytest.mark.parametrize(
    "text",
    [
        "Fe2O3 and La0.7Sr0.3MnO3", "see Fig. 3a, Figs. 2 and 4", "as shown [12], [3,5–7]", "from Eq. (2)",
        "Ti 2p and C 1s spectra", "3d orbitals", "Smith et al. 2013", "(Jones, 1999)", "doi:10.1000/182.5",
        "https://example.org/5/2020", "sample 2", "Table 5", "2-propanol", "COVID-19", "the H 2 O content", "1:3",
        "the 2nd", "PVDF 761",
    ],
)  # fmt: skip
def test_what_is_no_quantity(text: str) -> None:
    assert texts(text) == []


def test_single_quantities_of_cells() -> None:
    quantity = parse_quantity("~ 3.912(2)")
    assert quantity is not None
    assert (quantity.relation, quantity.value, quantity.unit, quantity.text) == ("~", 3.912, None, "~ 3.912(2)")
    assert parse_quantity("5 nm and 3 h") is None
    assert parse_quantity("LiFePO4") is None
    assert parse_quantity("–") is None


UNITS = ["nm", "mAh g−1", "°C", "S cm−1", "%", "GPa", "W m−1 K−1", "wt%", "kJ/mol", "emu/g"]
PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["300-500 °C", "5 ± 0.2 h", " 10−4 ", "and ", ", ", " to ", "× 10", "(2)", "Fig. 3", "²", "𝟓", "٣", " mm"]
    ),
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_offsets_and_finiteness_for_any_text(text: str) -> None:
    end = 0
    for span in find_quantities(text):
        assert text[span.start : span.end] == span.quantity.text
        assert end <= span.start < span.end
        end = span.end
        assert span.start <= span.number[0] < span.number[1] <= span.end
        for item in span.items:
            assert text[item.start : item.end] == item.quantity.text
            assert span.start <= item.start and item.end <= span.end


@given(
    st.decimals(min_value=0, max_value=99999, places=3, allow_nan=False, allow_infinity=False),
    st.sampled_from(UNITS),
    st.sampled_from(["", "about ", "The value is ", "X = "]),
)
def test_a_printed_value_comes_back(value: object, unit: str, before: str) -> None:
    quantity = only(f"{before}{value} {unit}").quantity
    assert quantity.value == float(str(value))
    found = parse_unit(unit)
    assert found is not None and quantity.unit == found.plain


@given(st.floats(min_value=1, max_value=9.99), st.integers(-20, 20).filter(lambda power: abs(power) > 1))
def test_a_power_of_ten_comes_back_in_every_form(mantissa: float, power: int) -> None:
    printed, minus = f"{mantissa:.2f}", str(power).replace("-", "−")
    raised = str(power).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))
    for form in (f"{printed} × 10{minus}", f"{printed} × 10^{power}", f"{printed}×10{raised}", f"{printed}e{power}"):
        quantity = only(f"is {form} S/cm").quantity
        assert quantity.value == pytest.approx(float(f"{printed}e{power}"), rel=1e-12)


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "piece",
    [
        "5 ", "5 nm, ", "(((", "1.2 (3.4) ", "10−", "3.2 × 10−4 S cm−1 and ", "100 000 ", "±", "a-", "V vs. ", "m/s/",
        "5" * 50, string.printable,
    ],
)  # fmt: skip
def test_long_text_ends(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert all(text[span.start : span.end] == span.quantity.text for span in find_quantities(text))


@pytest.mark.timeout(120)
def test_a_long_text_without_blanks_ends() -> None:
    assert find_quantities("mAhg−1" * 40_000) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a resistivity of 10⁶ Ω·m", 1e6, "ohm·m"),
        ("doped to 10¹⁸ cm⁻³", 1e18, "cm-3"),
        ("after 10⁷ cycles", 1e7, None),
        ("a strength of 250²³ MPa", 250, "MPa"),
    ],
)
def test_raised_digits_are_a_power_of_ten_or_a_reference_mark(text: str, value: float, unit: str | None) -> None:
    (span,) = find_quantities(text)
    assert span.quantity.value == value
    assert (span.quantity.unit is None) == (unit is None)


def test_a_power_behind_a_bracket_scales_both_ends() -> None:
    span = only("values of (0.2–0.5) × 10−9 m were found")
    assert (span.quantity.low, span.quantity.high, span.quantity.unit) == (
        pytest.approx(2e-10), pytest.approx(5e-10), "m",
    )  # fmt: skip


def test_a_range_may_be_approximate_at_both_ends() -> None:
    span = only("a depth of ∼10 μm to ∼30 μm")
    assert (span.quantity.low, span.quantity.high, span.quantity.unit) == (10, 30, "um")


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("a mobility of 50–60 cm 2 V −1 s −1 at 300 K", 50, 60, "cm2/V/s"),
        ("coated with a 5–15 nm film", 5, 15, "nm"),
        ("stable from 200 °C up to ca. 350 °C", 200, 350, "degC"),
        ("bands in the region 1210-1340 cm-1", 1210, 1340, "cm-1"),
        ("over the wavenumber region 4000-400 cm-1", 400, 4000, "cm-1"),
    ],
)
def test_a_range_however_it_is_printed(text: str, low: float, high: float, unit: str) -> None:
    span = find_quantities(text)[0]
    assert (span.quantity.low, span.quantity.high, span.quantity.unit) == (low, high, unit)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a loading of 0.15/0.35 mg/cm2", [0.15, 0.35]),
        ("bands at 1140/1152 cm−1", [1140, 1152]),
        ("capacities of 120, 80, and only 25 mAh/g", [120, 80, 25]),
    ],
)
def test_a_list_however_it_is_joined(text: str, values: list[float]) -> None:
    assert [item.quantity.value for item in only(text).items] == values


def test_ranges_of_a_list_share_the_last_unit() -> None:
    first, second = find_quantities("widths of 0.31-0.36 and 0.42-0.45 mm were found")
    assert (first.quantity.low, first.quantity.high, first.quantity.unit) == (0.31, 0.36, "mm")
    assert (second.quantity.low, second.quantity.high, second.quantity.unit) == (0.42, 0.45, "mm")


def test_a_decimal_in_brackets_is_a_value_and_no_equation() -> None:
    assert [span.quantity.value for span in find_quantities("citric acid (3.13) and lactic acid (3.86) differ")] == [
        3.13,
        3.86,
    ]
    assert find_quantities("which gives x + y (3.14)") == []


def test_numbers_of_regions_are_labels() -> None:
    assert [span.quantity.unit for span in find_quantities("in regions 3-5 and for 12 h")] == ["h"]


def test_a_fraction_is_no_list() -> None:
    assert find_quantities("at 1/2 of the radius") == [] or not find_quantities("at 1/2 of the radius")[0].items


def test_behind_a_label_in_brackets_stands_no_label() -> None:
    assert only("the film (Fig. 3b) and 0.4 µm of oxide").quantity.value == 0.4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an area of 540 m2 g 1 (BET)", [("540 m2 g 1", "m2/g")]),
        ("1.4 mA cm 2, 0.5 mg cm 2", [("1.4 mA cm 2", "mA/cm2"), ("0.5 mg cm 2", "mg/cm2")]),
        ("12 W m 1 K 1.", [("12 W m 1 K 1", "W/m/K")]),
        ("a mass activity of 0.3 A mgPt 1 (RHE)", [("0.3 A mgPt 1", "A/mg")]),
        ("0.2 Ω cm 2 of the cell", [("0.2 Ω cm 2", "ohm cm2")]),
        ("stirred 5 h 2 times", [("5 h", "h")]),
        ("for 20 min 1 h later", [("20 min", "min"), ("1 h", "h")]),
    ],
)
def test_powers_that_lost_their_minus(text, expected):
    spans = find_quantities(text)
    assert [(span.quantity.text, span.quantity.unit) for span in spans if span.quantity.unit] == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("pressed at 140 C for 3 min", "degC"), ("stirred at 60 C", "degC"), ("cured at 8 C", "C"),
        ("cells that were heated and discharged at 20 C", "1/h"),
    ],
)  # fmt: skip
def test_degrees_that_lost_their_sign_stand_among_words_of_heating(text, unit):
    assert find_quantities(text)[0].quantity.unit == unit


def test_a_number_before_a_smaller_share_of_a_gas_begins_no_range() -> None:
    first, second = find_quantities("a response of 41.2 to 10 ppm acetone")
    assert (first.quantity.value, first.quantity.unit) == (41.2, None)
    assert (second.quantity.value, second.quantity.unit) == (10, "ppm")
    assert find_quantities("falls from 40 to 10 ppm")[0].kind == "range"
