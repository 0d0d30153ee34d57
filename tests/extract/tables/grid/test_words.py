"""Lines, columns and rows from words alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.tables.grid.columns import column_borders
from matloom.extract.tables.grid.lines import cell_text, text_lines
from matloom.extract.tables.grid.rows import cut, group_rows, numeric
from matloom.extract.tables.grid.rules import joined
from matloom.extract.tables.grid.view import View, Word, turned

NONE = np.zeros((0, 4), np.float32)


def word(text: str, x: float, y: float, size: float = 8.0) -> Word:
    wide = 0.5 * size * len(text)
    return Word(
        text=text,
        levels=(0,) * len(text),
        x0=x,
        y0=y - 0.8 * size,
        x1=x + wide,
        y1=y + 0.2 * size,
        baseline=y,
        size=size,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.91(2)", True), ("0.20 ± 0.00", True), ("−1.5", True), ("<0.05", True), ("2–4", True), ("1.2 × 10−3", True),
        ("n.d.", True), ("–", True), ("12.1 ± 0.2f", True), ("152a", True), ("LiFePO4", False),
        ("10 mm thick rod", False), ("", False), ("Sample 1", False),
    ],
)  # fmt: skip
def test_what_counts_as_a_number(text: str, expected: bool) -> None:
    assert numeric(text) is expected


def test_scripts_are_joined_and_lines_put_in_order() -> None:
    words = [
        word("g", 40, 20),
        word("(mA", 20, 20),
        word("−1", 44.2, 17, 5.2),
        word("Density", 20, 10),
        word(")", 50, 20),
    ]
    assert [line.text for line in text_lines(words)] == ["Density", "(mA g−1)"]


def test_hyphen_at_the_end_of_a_line_is_undone() -> None:
    assert cell_text([word("hydro-", 10, 10), word("thermal", 10, 20)]) == "hydrothermal"
    assert cell_text([word("Fe-", 10, 10), word("Co", 10, 20)]) == "Fe-Co"


def test_wrapped_stub_is_one_row_and_numbers_stay_apart() -> None:
    lines = text_lines(
        [
            word("saponification", 10, 10), word("1.5", 120, 10),
            word("value", 10, 20),
            word("density", 10, 30), word("2.5", 120, 30),
            word("mass", 10, 40), word("3.5", 120, 40),
        ]
    )  # fmt: skip
    borders = column_borders((), lines, NONE, 10, 140)
    rows = group_rows([cut(line, borders) for line in lines], borders, NONE, 10, 140)
    assert [[row.line.text for row in group] for group in rows] == [
        ["saponification 1.5", "value"], ["density 2.5"], ["mass 3.5"]
    ]  # fmt: skip


@given(st.lists(st.lists(st.integers(1, 6), min_size=3, max_size=3), min_size=3, max_size=12))
def test_columns_set_apart_are_found_whatever_their_words(widths: list[list[int]]) -> None:
    words = [word("8" * n, 10 + 60 * c, 10 + 10 * r) for r, row in enumerate(widths) for c, n in enumerate(row)]
    lines = text_lines(words)
    borders = column_borders((), lines, NONE, 8, 170)
    assert len(borders.x) == 4
    assert all(len(cut(line, borders).parts) == 3 for line in lines)


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(5, 80), st.sampled_from([10.0, 50.0, 90.0])), max_size=40))
def test_joining_rules_neither_loses_nor_adds_ink(parts: list[tuple[float, float, float]]) -> None:
    lines = np.array([(x, y, x + w, y) for x, w, y in parts], np.float32).reshape(-1, 4)
    merged = joined(lines, 0)
    for x0, y0, x1, _ in lines.tolist():
        assert any(abs(m[1] - y0) < 2 and m[0] <= x0 + 0.01 and m[2] >= x1 - 0.01 for m in merged.tolist())
    for m0, y, m1, _ in merged.tolist():
        here = [line for line in lines.tolist() if abs(line[1] - y) < 2]
        assert min(h[0] for h in here) <= m0 + 0.01
        assert max(h[2] for h in here) >= m1 - 0.01


@given(st.integers(0, 3), st.floats(0, 300), st.floats(0, 500))
def test_turning_and_turning_back(turn: int, x: float, y: float) -> None:
    box = np.array([[x, y, x + 20, y + 8]], np.float32)
    there = turned(box, turn, 612, 792)[0].tolist()
    rules = type("R", (), {})
    view = View(number=1, turn=turn, width=1, height=1, words=(), rules=rules, _pages=(612, 792))  # type: ignore[arg-type]
    assert view.to_page(tuple(there)) == pytest.approx((x, y, x + 20, y + 8), abs=0.02)


def test_marks_of_notes_and_powers_of_ten_stay_raised() -> None:
    assert text_lines([word("152", 10, 20), word("a", 22.1, 17, 5.2)])[0].text == "152ᵃ"
    assert text_lines([word("10", 10, 20), word("5", 18.1, 17, 5.2)])[0].text == "10⁵"
    assert text_lines([word("cm", 10, 20), word("2", 18.1, 17, 5.2)])[0].text == "cm2"
