import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.figures.boxes import iou
from matloom.extract.figures.gutters import Canvas, gutters
from matloom.extract.figures.splitting import by_gutters, cut, reading_order


def sheet(boxes, size=(300, 400)):
    """A white figure with a textured panel in each box and a black letter-sized mark at its corner."""
    picture = np.full((*size, 3), 255, np.uint8)
    noise = np.random.default_rng(0).integers(60, 200, (*size, 1), np.uint8)
    for x0, y0, x1, y1 in boxes:
        picture[y0:y1, x0:x1] = noise[y0:y1, x0:x1]
    return picture


GRID = [(10, 10, 190, 140), (210, 10, 390, 140), (10, 160, 190, 290), (210, 160, 390, 290)]


def marks(boxes):
    return {"abcd"[i]: (float(x0 + 2), float(y0 + 2), x0 + 10.0, y0 + 12.0) for i, (x0, y0, _, _) in enumerate(boxes)}


def test_a_grid_is_cut_at_its_gutters():
    found = cut(Canvas.of(sheet(GRID)), marks(GRID))
    assert all(iou(found[label], tuple(map(float, box))) > 0.95 for label, box in zip("abcd", GRID, strict=True))


def test_without_labels_as_many_parts_as_asked_for_in_reading_order():
    found = by_gutters(Canvas.of(sheet(GRID)), 4)
    assert all(iou(one, tuple(map(float, box))) > 0.95 for one, box in zip(found, GRID, strict=True))
    assert by_gutters(Canvas.of(np.full((50, 50, 3), 255, np.uint8)), 3) == []


def test_a_label_that_was_not_read_gets_the_part_that_is_left():
    labels = marks(GRID)
    absent = labels.pop("b")
    found = cut(Canvas.of(sheet(GRID)), labels, ["b"])
    assert iou(found["b"], (210.0, 10.0, 390.0, 140.0)) > 0.9, absent


def test_pictures_that_touch_are_parted_at_the_seam():
    picture = np.full((200, 400, 3), 70, np.uint8)
    picture[:, 200:] = 180
    picture[::3] += 9
    found = cut(Canvas.of(picture), {"a": (4.0, 4.0, 16.0, 18.0), "b": (204.0, 4.0, 216.0, 18.0)})
    assert found["a"][2] == pytest.approx(200, abs=3)
    assert found["b"][0] == pytest.approx(200, abs=3)


def test_labels_below_their_panels():
    boxes = [(10, 10, 190, 240), (210, 10, 390, 240)]
    picture = sheet(boxes)
    picture[262:276, 95:105] = 0
    picture[262:276, 295:305] = 0
    found = cut(Canvas.of(picture), {"a": (95.0, 262.0, 105.0, 276.0), "b": (295.0, 262.0, 305.0, 276.0)})
    assert iou(found["a"], (10.0, 10.0, 190.0, 276.0)) > 0.9


@settings(max_examples=15)
@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 3))
def test_any_picture_is_answered_and_every_label_kept(height, width, seed):
    picture = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    labels = {"a": (0.0, 0.0, 3.0, 3.0), "b": (width * 0.6, 0.0, width * 0.6 + 3, 3.0)}
    canvas = Canvas.of(picture)
    assert set(cut(canvas, labels)) == {"a", "b"}
    assert all(gutter.start <= gutter.end for gutter in gutters(canvas, (0, 0, width, height)))


@given(
    st.permutations([(0.0, 0.0, 9.0, 9.0), (20.0, 1.0, 29.0, 9.0), (0.0, 20.0, 9.0, 29.0), (20.0, 21.0, 29.0, 29.0)])
)
def test_reading_order_is_row_by_row(boxes):
    assert [box[:2] for box in reading_order(boxes)] == [(0.0, 0.0), (20.0, 1.0), (0.0, 20.0), (20.0, 21.0)]


def mosaic(rows, columns, side=120):
    """Grey textures that touch, with their labels' boxes at the upper left corners."""
    random = np.random.default_rng(rows * 10 + columns)
    picture = np.zeros((rows * side, columns * side, 3), np.uint8)
    boxes = [(x * side, y * side, (x + 1) * side, (y + 1) * side) for y in range(rows) for x in range(columns)]
    for x0, y0, x1, y1 in boxes:
        picture[y0:y1, x0:x1] = random.integers(150, 200, (side, side, 1), np.uint8)
    return picture, boxes


@pytest.mark.parametrize(("rows", "columns"), [(1, 3), (2, 2), (2, 3)])
def test_a_mosaic_without_any_edge_is_cut_at_its_labels(rows, columns):
    picture, boxes = mosaic(rows, columns)
    labels = {"abcdef"[i]: (x0 + 4.0, y0 + 4.0, x0 + 16.0, y0 + 18.0) for i, (x0, y0, _, _) in enumerate(boxes)}
    found = cut(Canvas.of(picture), labels)
    assert all(iou(found[label], tuple(map(float, box))) > 0.85 for label, box in zip(labels, boxes, strict=True))


def test_a_label_at_the_right_end_is_that_of_the_panel_it_ends():
    picture = sheet([(10, 10, 190, 290), (210, 10, 390, 290)])
    found = cut(Canvas.of(picture), {"a": (12.0, 12.0, 20.0, 22.0), "b": (378.0, 12.0, 388.0, 22.0)})
    assert iou(found["b"], (210.0, 10.0, 390.0, 290.0)) > 0.95


def test_a_legend_high_above_a_label_is_not_of_its_panel():
    picture = sheet([(10, 10, 190, 290), (210, 150, 390, 290)])
    picture[12:50, 220:380] = 0
    found = cut(Canvas.of(picture), {"a": (12.0, 12.0, 20.0, 22.0), "b": (212.0, 152.0, 220.0, 162.0)})
    assert iou(found["b"], (210.0, 150.0, 390.0, 290.0)) > 0.95


def test_a_frame_around_two_panels_does_not_close_the_gutter_between_them():
    picture = sheet([(20, 20, 380, 130), (20, 160, 380, 280)])
    picture[[4, -5]], picture[:, [4, -5]] = 0, 0
    found = cut(Canvas.of(picture), {"a": (22.0, 22.0, 30.0, 32.0), "b": (22.0, 162.0, 30.0, 172.0)})
    assert found["b"][1] > 130
    assert found["a"][3] < 160
