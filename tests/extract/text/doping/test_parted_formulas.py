"""Formulas that blanks part: found whole, and no words, units or lists taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.doping.parted_formulas import parted, parted_formulas


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("N-doped TiO 2 films", ["TiO 2"]),
        ("La 2-x Sr x CuO 4 (LSCO)", ["La 2-x Sr x CuO 4"]),
        ("the (Sr 1-x K x )Fe 2 As 2 phase", ["(Sr 1-x K x )Fe 2 As 2"]),
        ("Ba(Fe 1-x Co x ) 2 As 2 (x = 0.04)", ["Ba(Fe 1-x Co x ) 2 As 2"]),
        ("g-C 3 N 4 and LiNbO 3.", ["g-C 3 N 4", "LiNbO 3"]),
        ("La2-x Sr xNiO4", ["La2-x Sr xNiO4"]),
        ("Zn O and Sr Ti O3", ["Zn O", "Sr Ti O3"]),
        ("Mg Al2O4, Ba TiO3 and Zn SiO4 on Ti SiO2, Pt WO3", ["Mg Al2O4", "Ba TiO3", "Zn SiO4"]),
        ("La 2 La 2 La 2 CuO 4", ["La 2 CuO 4"]),
        ("Na 2 O–B 2 O 3–SiO 2 and ZnO – P 2 O 5 glass", ["Na 2 O–B 2 O 3–SiO 2", "ZnO – P 2 O 5"]),
        ("TiO 2 -coated, TiO 2 – In this", ["TiO 2", "TiO 2"]),
        ("TiO 2 In the dark", ["TiO 2"]),
        ("MgO 5 wt%, GaAs 2 inch wafers, Fe 3 times, MgB2 20 K", []),
        ("TiO2 SiO2, Ti 4+ ions, Er Yb co-doped, N P co-doped", []),
    ],
)  # fmt: skip
def test_formulas(text: str, formulas: list[str]) -> None:
    assert [text[start:end] for start, end in parted_formulas(text)] == formulas


@given(
    st.lists(
        st.sampled_from(["La", "Ti", "O", " ", " 2", " x", "2-x", "(", ")", " (", ".", "nm", "é", " 3+", "–", "ZnO"]),
        max_size=30,
    )
)
def test_places_are_in_order_and_hold_blanks_within(parts: list[str]) -> None:
    text = "".join(parts)
    reached = 0
    for start, end in parted(text):
        assert reached <= start < end <= len(text)
        assert " " in text[start:end].strip()
        assert text[start:end] == text[start:end].strip()
        reached = end
