import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.figures.letters import lone_letters
from matloom.extract.figures.words import PrintedWords


def written(picture, text, at, shade):
    cv2.putText(picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.9, shade, 2, cv2.LINE_AA)


def holding(boxes, x, y):
    return [box for box in boxes.tolist() if box[0] <= x <= box[2] and box[1] <= y <= box[3]]


def test_white_letters_on_grey_and_black_ones_on_white():
    picture = np.full((400, 800, 3), 255, np.uint8)
    picture[:200] = np.random.default_rng(1).integers(160, 190, (200, 800, 1), np.uint8)
    written(picture, "b", (10, 40), (255, 255, 255))
    written(picture, "d", (410, 240), (0, 0, 0))
    boxes = lone_letters(picture)
    assert len(holding(boxes, 18, 34)) == 1
    assert len(holding(boxes, 418, 234)) == 1


def test_a_letter_inside_a_line_of_text_is_not_alone():
    picture = np.full((300, 800, 3), 255, np.uint8)
    written(picture, "time in s", (300, 150), (0, 0, 0))
    assert len(holding(lone_letters(picture), 435, 145)) == 0


def test_letters_are_read():
    picture = np.random.default_rng(2).integers(150, 190, (300, 600, 1), np.uint8).repeat(3, axis=2)
    for letter, x in (("b", 8), ("d", 308)):
        written(picture, letter, (x, 32), (255, 255, 255))
    read = {word.text: word.box for word in PrintedWords(picture).letters()}
    assert {"b", "d"} <= set(read)
    assert abs(read["d"][0] - 308) < 10


@settings(max_examples=20)
@given(st.integers(1, 80), st.integers(1, 80), st.integers(0, 5))
def test_any_picture_is_answered(height, width, seed):
    picture = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    assert lone_letters(picture).shape[1] == 4
