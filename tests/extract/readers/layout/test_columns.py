"""Boxes of lines in columns, and the order in which they are read."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.readers.layout.columns import reading_order, usual_edges

LINE = 12.0


def column(left: float, right: float, top: float, lines: int) -> list[tuple[float, float, float, float]]:
    return [(left, top + LINE * i, right, top + LINE * i + 10) for i in range(lines)]


def order(boxes: list[tuple[float, float, float, float]]) -> list[int]:
    return [i for c in reading_order(np.array(boxes, np.float32).reshape(-1, 4), LINE) for i in c.index.tolist()]


def test_two_columns_are_read_one_after_the_other():
    boxes = column(50, 290, 100, 20) + column(310, 550, 100, 20)
    mixed = np.random.default_rng(1).permutation(len(boxes)).tolist()
    assert [mixed[i] for i in order([boxes[i] for i in mixed])] == list(range(40))


def test_a_full_width_title_stands_before_both_columns_and_a_wide_float_between():
    title, wide = column(50, 550, 60, 2), column(50, 550, 400, 3)
    upper = column(50, 290, 100, 20) + column(310, 550, 100, 20)
    lower = column(50, 290, 460, 15) + column(310, 550, 460, 15)
    boxes = title + upper + wide + lower
    assert order(boxes) == list(range(len(boxes)))


def test_three_columns():
    boxes = column(40, 200, 90, 30) + column(220, 380, 90, 30) + column(400, 560, 90, 30)
    assert order(boxes) == list(range(90))


def test_hanging_numbers_of_a_list_are_no_column():
    numbers = [(50.0, y, 62.0, y + 10) for y in np.arange(100, 340, 24).tolist()]
    texts = column(75, 550, 100, 20)
    assert len(reading_order(np.array(numbers + texts, np.float32), LINE)) == 1


def test_wide_gaps_in_justified_lines_are_no_gutter():
    lines = column(50, 290, 100, 30)
    broken = [
        (50.0, 172.0, 140.0, 182.0),
        (170.0, 172.0, 290.0, 182.0),
        (50.0, 220.0, 130.0, 230.0),
        (168.0, 220.0, 290.0, 230.0),
    ]
    kept = [box for box in lines if box[1] not in (172.0, 220.0)]
    assert len(reading_order(np.array(kept + broken, np.float32), LINE)) == 1


def test_a_single_line_beside_a_column_is_told_apart_where_the_paper_has_its_gutter():
    whole = np.array(column(50, 290, 100, 40) + column(310, 550, 100, 40), np.float32)
    page = np.array(column(50, 290, 112, 1) + column(310, 550, 100, 12), np.float32)
    usual = usual_edges([whole, page], [600.0, 600.0])
    assert usual == (310.0,)
    assert [c.index.tolist() for c in reading_order(page, LINE, usual=usual)] == [[0], list(range(1, 13))]


@given(
    st.lists(
        st.tuples(st.floats(0, 500), st.floats(0, 800), st.floats(1, 300), st.floats(1, 30)), min_size=0, max_size=60
    )
)
def test_every_box_is_read_once(shapes):
    boxes = [(x, y, x + w, y + h) for x, y, w, h in shapes]
    assert sorted(order(boxes)) == list(range(len(boxes)))
