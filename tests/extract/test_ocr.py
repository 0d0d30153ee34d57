import cv2
import numpy as np
import pytest
from matloom.extract.ocr import read_crops, text_corners, text_lines


def printed(*lines, size=(300, 500)):
    picture = np.full((*size, 3), 255, np.uint8)
    for row, text in enumerate(lines):
        cv2.putText(picture, text, (30, 60 + 70 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 2)
    return picture


def test_lines_are_found_and_read():
    lines = text_lines(printed("Sample A", "500 nm"))
    assert [line.text.replace(" ", "") for line in lines] == ["SampleA", "500nm"]
    (x0, y0), (x1, y1) = lines[1].corners.min(axis=0), lines[1].corners.max(axis=0)
    assert 20 < x0 < 40 < x1 < 260
    assert 90 < y0 < 130 < y1 < 150


@pytest.mark.parametrize("longest_side", [None, 400])
def test_places_are_in_the_pixels_of_the_picture(longest_side):
    (corners,) = text_corners(printed("Temperature"), longest_side)
    assert corners[:, 0].min() == pytest.approx(30, abs=12)
    assert corners[:, 1].max() == pytest.approx(70, abs=14)


def test_a_crop_says_the_same_whatever_stands_beside_it():
    crops = [printed(text, size=(90, 30 + 40 * len(text))) for text in ("(a)", "120", "Intensity")]
    together = read_crops(crops)
    assert [text for text, _ in together] == ["(a)", "120", "Intensity"]
    assert together == [read_crops([crop])[0] for crop in crops]


def test_nothing_printed_nothing_read():
    assert text_lines(printed()) == []
    assert text_corners(printed()).shape == (0, 4, 2)
    assert read_crops([]) == []
