"""Symbols that are told in one breath."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.tables.headers.phrases import is_symbol, read_phrases
from matloom.extract.tables.headers.symbol_lists import listed_symbols


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Ms, Mr and Hc denote saturation magnetization, remanent magnetization and coercivity, respectively.",
            {"Ms": "saturation magnetization", "Mr": "remanent magnetization", "Hc": "coercivity"},
        ),
        ("βa, βc: anodic and cathodic Tafel slopes.", {"βa": "anodic Tafel slopes", "βc": "cathodic Tafel slopes"}),
        (
            "Tg and Tx are the glass transition and crystallization onset temperatures.",
            {"Tg": "glass transition temperatures", "Tx": "crystallization onset temperatures"},
        ),
        (
            "Yield strength, tensile strength and elongation (YS, UTS and El) are shown.",
            {"YS": "Yield strength", "UTS": "tensile strength", "El": "elongation"},
        ),
        (
            "At every pH, the release rates (k1 and k2) fall.",
            {"k1": "release rate", "k2": "release rate"},
        ),
        (
            "S is the Seebeck coefficient, σ the electrical conductivity and κ the thermal conductivity.",
            {"σ": "electrical conductivity", "κ": "thermal conductivity"},
        ),
    ],
)
def test_lists_are_paired(text: str, pairs: dict[str, str]) -> None:
    assert dict(listed_symbols(text, is_symbol)) == pairs


@pytest.mark.parametrize("text", ["The films and pellets are dense and white.", "Samples 1, 2 and 3 are A and B."])
def test_lists_of_other_things_are_left(text: str) -> None:
    assert not dict(listed_symbols(text, is_symbol))


def test_an_index_that_runs_into_a_word() -> None:
    assert read_phrases(["Vtotal: total pore volume; Dp: average pore diameter."]) == {
        "Vtotal": "total pore volume",
        "Dp": "average pore diameter",
    }


@given(st.text(alphabet="ab ,;:()=σS.and", max_size=80))
def test_any_text(text: str) -> None:
    for symbol, phrase in listed_symbols(text, is_symbol):
        assert symbol in text
        assert phrase
