"""Amounts in headers: which are results, which were weighed in."""

import pytest
from matloom.extract.tables.headers.header import read_header
from matloom.extract.tables.headers.symbols import Symbols


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Swelling ratio (%)", "property"),
        ("Linear shrinkage ratio (%)", "property"),
        ("Ash content (wt%)", "property"),
        ("Void fraction (%)", "property"),
        ("Filler content (wt%)", "factor"),
        ("Molar ratio", "factor"),
        ("Pt loading (mg/cm2)", "property"),
    ],
)
def test_what_only_comes_out_is_no_factor(header: str, role: str) -> None:
    assert read_header((header,), Symbols()).role == role


def test_a_gas_by_the_gram_of_a_solid_is_taken_up() -> None:
    told = read_header(("N2, 1 bar (mmol/g)",), Symbols())
    assert (told.words, told.entries[0].name) == ("N2 uptake", "gas_uptake")
    assert read_header(("N2 (°C)",), Symbols()).words == "N2"
