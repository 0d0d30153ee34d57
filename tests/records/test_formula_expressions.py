from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.records.formula_expressions import Polynomial, number_text, parse_expression, read_expression


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1-x", "1-x"),
        ("2(1-x)/3", "2/3-2/3*x"),
        ("(1-x)(1-z)", "1-x-z+x*z"),
        ("10+6.5x", "10+6.5*x"),
        ("3±δ", "3+δ"),
        ("1/8", 0.125),
        ("04", 0.4),
        (".5", 0.5),
        ("x/2+x/2", "x"),
        ("x-x", 0.0),
    ],
)
def test_amounts(text, amount):
    expression = parse_expression(text)
    assert expression is not None
    assert expression.amount() == amount


@pytest.mark.parametrize("text", ["", "A", "1-", "(1-x", "1/0", "2^3", "f", "1" * 20])
def test_what_is_no_expression(text):
    assert parse_expression(text) is None


def test_reading_stops_where_the_expression_does():
    assert read_expression("1-xSrxTiO3", 0)[1] == 3
    assert read_expression("3-BaTiO3", 0)[1] == 1


def test_products_of_many_sums_do_not_grow_without_bound():
    found = read_expression("(1+x)(1+y)(1+z)(1+u)(1+v)(1+w)(1+n)(1+m)(1+k)", 0)
    assert found is not None
    assert len(found[0].terms) <= 128


NUMBERS = st.fractions(-5, 5, max_denominator=12)
POLYNOMIALS = st.dictionaries(
    st.lists(st.sampled_from("xyδ"), max_size=2).map(lambda names: tuple(sorted(names))), NUMBERS, max_size=4
).map(Polynomial.of)


@given(POLYNOMIALS, POLYNOMIALS, NUMBERS, NUMBERS, NUMBERS)
def test_arithmetic_agrees_with_numbers(left, right, x, y, delta):
    at = {"x": x, "y": y, "δ": delta}
    value = lambda polynomial: polynomial.substitute(at).value  # noqa: E731
    assert value(left + right) == value(left) + value(right)
    assert value(left - right) == value(left) - value(right)
    assert value(left * right) == value(left) * value(right)


@given(POLYNOMIALS)
def test_text_is_read_back(polynomial):
    text = polynomial.text("*")
    if not text.startswith("-"):
        assert parse_expression(text) == polynomial


@given(st.fractions(0, 1000, max_denominator=500))
def test_number_text_is_exact(value):
    assert Fraction(number_text(value)) == value or abs(Fraction(number_text(value)) - value) < Fraction(1, 10**9)
