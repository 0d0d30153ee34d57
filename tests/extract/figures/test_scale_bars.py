import cv2
import numpy as np
import pytest
from matloom.extract.figures.labels import Word
from matloom.extract.figures.micrographs import micrograph_of
from matloom.extract.figures.scale_bars import bar_candidates, find_scale_bar, printed_length, read_instrument
from matloom.extract.figures.words import PrintedWords


def micrograph(shade=255, place=(350, 460), length=90, size=(400, 600)):
    grey = np.random.default_rng(1).normal(120, 18, size).clip(40, 200).astype(np.uint8)
    picture = np.repeat(cv2.GaussianBlur(grey, (5, 5), 0)[:, :, None], 3, axis=2)
    y, x = place
    picture[y : y + 6, x : x + length] = shade
    return np.ascontiguousarray(picture)


@pytest.mark.parametrize(
    ("text", "length"),
    [("500 nm", 500.0), ("10 μm", 10_000.0), ("5.00um", 5000.0), ("1um", 1000.0), ("2 Å", 0.2), ("0,5 µm", 500.0),
     ("1 mm", 1e6), ("20 pm", 20_000.0), ("0 nm", None), ("x5.00k", None), ("SEM", None)],
)  # fmt: skip
def test_lengths_as_they_are_printed_and_misread(text, length):
    assert printed_length(text) == length


@pytest.mark.parametrize("shade", [255, 0])
def test_bar_beside_its_number(shade):
    picture = micrograph(shade)
    found = find_scale_bar(picture, [Word(text="200 nm", box=(470, 325, 540, 343))])
    assert found is not None
    assert found.nanometres_per_pixel == pytest.approx(200 / 90, rel=0.03)


def test_the_caption_tells_what_a_bare_bar_is_worth():
    found = find_scale_bar(micrograph(), [], stated=5000.0)
    assert found is not None
    assert (found.words, round(found.nanometres_per_pixel)) == (None, 56)


def test_no_bar_no_scale():
    assert find_scale_bar(micrograph(length=0), [Word(text="200 nm", box=(470, 325, 540, 343))]) is None
    assert find_scale_bar(micrograph(), [Word(text="d = 0.35 nm", box=(20, 20, 90, 40))]) is None


@pytest.mark.parametrize("size", [(1, 1), (5, 400), (400, 5), (30, 30)])
def test_tiny_pictures_have_no_bars(size):
    assert bar_candidates(np.full((*size, 3), 255, np.uint8)) == []


@pytest.mark.parametrize(
    ("line", "voltage", "magnification"),
    [("S4800 15.0kV 8.5mm x5.00k SE(U)", 15.0, 5000.0), ("HV 20 kV mag 10 000 x WD 9 mm", 20.0, 10_000.0),
     ("EHT = 3.00 kV", 3.0, None), ("x20,000", None, 20_000.0)],
)  # fmt: skip
def test_instrument_lines(line, voltage, magnification):
    found = read_instrument(
        [Word(text=word, box=(40.0 * i, 0, 40.0 * i + 30, 10)) for i, word in enumerate(line.split(" "))]
    )
    assert found is not None
    assert (found.voltage, found.magnification) == (voltage, magnification)


def test_a_picture_without_instrument_words():
    assert read_instrument([Word(text="Pores", box=(0, 0, 30, 10))]) is None


def test_micrograph_read_by_ocr_and_kept_small():
    picture = micrograph(size=(800, 1200), place=(700, 900), length=180)
    cv2.putText(picture, "500 nm", (900, 685), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (255, 255, 255), 3, cv2.LINE_AA)
    words = PrintedWords(picture).within((0, 0, 1200, 800))
    found = micrograph_of(picture, words)
    assert (found.width, found.height) == (512, 341)
    assert found.nanometres_per_pixel == pytest.approx(500 / 180 * 1200 / 512, rel=0.03)
    assert cv2.imdecode(np.frombuffer(found.picture, np.uint8), cv2.IMREAD_UNCHANGED).shape == (341, 512)
