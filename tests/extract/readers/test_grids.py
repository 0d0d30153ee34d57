from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.document import Span
from matloom.extract.readers.grids import (
    MAX_CELLS,
    Cell,
    build_grid,
    header_columns,
    header_rows,
    span_of,
    within_groups,
)

CELLS = st.builds(
    Cell,
    text=st.text("abc", min_size=1, max_size=2),
    rows=st.integers(1, 200),
    columns=st.integers(1, 200),
    column=st.none() | st.integers(0, 600),
)


def test_spans_are_expanded() -> None:
    grid = build_grid(
        [
            [Cell(text="S", rows=2), Cell(text="P", columns=2)],
            [Cell(text="a"), Cell(text="b")],
            [Cell(text="x"), Cell(text="1"), Cell(text="2")],
        ]
    )
    assert grid.cells == (("S", "P", ""), ("", "a", "b"), ("x", "1", "2"))
    assert grid.spans == (Span(row=0, column=0, rows=2, columns=1), Span(row=0, column=1, rows=1, columns=2))
    assert not grid.cut


def test_a_span_that_reaches_outside_is_cut() -> None:
    grid = build_grid([[Cell(text="x", rows=99), Cell(text="1")], [Cell(text="2")]])
    assert grid.cells == (("x", "1"), ("", "2"))
    assert grid.cut


def test_a_header_with_a_span_into_the_body_stays_in_the_header() -> None:
    head, body = object(), object()
    rows = within_groups(
        [[Cell(text="S", rows=3), Cell(text="P", rows=3)], [Cell(text="a"), Cell(text="1")]], [head, body]
    )
    assert build_grid(rows).cells == (("S", "P"), ("a", "1"))


def test_the_end_of_each_group_cuts_the_spans_above_it() -> None:
    first, second, third = object(), object(), object()
    rows = within_groups([[Cell(text="a", rows=9)]] * 6, [first, first, second, third, third, third])
    assert [row[0].rows for row in rows] == [2, 1, 1, 9, 9, 9]


def test_endless_groups_take_linear_time() -> None:
    row = [Cell(text="1")]
    assert len(within_groups([row] * 300_000, [None] * 300_000)) == 300_000


def test_a_huge_table_is_read_up_to_the_limit() -> None:
    grid = build_grid([[Cell(text="1")] * 10] * 10_000)
    assert len(grid.cells) * 10 == MAX_CELLS
    assert grid.left == 50_000


def test_overlapping_spans_stay_bounded() -> None:
    grid = build_grid([[Cell(text="1", rows=50_000), Cell(text="2")] for _ in range(20_000)])
    assert len(grid.cells) * len(grid.cells[0]) <= 4 * MAX_CELLS
    assert grid.cut


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
@settings(max_examples=100)
def test_every_grid_is_rectangular_and_its_spans_lie_inside(rows: list[list[Cell]]) -> None:
    grid = build_grid(rows)
    width = len(grid.cells[0]) if grid.cells else 0
    assert all(len(row) == width for row in grid.cells)
    taken = set()
    for span in grid.spans:
        assert span.row + span.rows <= len(grid.cells)
        assert span.column + span.columns <= width
        places = {(span.row + i, span.column + j) for i in range(span.rows) for j in range(span.columns)}
        assert not taken & places
        taken |= places
        assert all(not grid.cells[r][c] for r, c in places - {(span.row, span.column)})


def test_headers_come_from_heading_cells() -> None:
    heading = [Cell(text="a", heading=True), Cell(text="b", heading=True)]
    grid = build_grid([heading, [Cell(text="x", heading=True), Cell(text="1")]])
    assert header_rows(grid, 0) == 1
    assert header_columns(grid, 1) == 1
    assert header_rows(build_grid([[Cell(text="1")]]), 0) == 0


def test_span_attributes_from_the_wild() -> None:
    assert [span_of(v) for v in (None, "", "2", "0", "-3", "x", "99999999999", " 3 ", "²")] == [
        1,
        1,
        2,
        1,
        1,
        1,
        999999,
        3,
        1,
    ]
