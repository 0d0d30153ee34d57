"""Codes that fonts give, and the characters that a reader sees."""

from dataclasses import replace

import numpy as np
import pytest
from matloom.extract.readers.layout.characters import by_glyph_name, shared_out, spelled_out
from matloom.extract.readers.layout.content import Font, Glyphs


def row(text: str, sizes: list[float] | None = None, raised: list[float] | None = None, font: int = 0) -> Glyphs:
    """Glyphs side by side on one baseline, each half an em wide, ``raised`` by points."""
    count = len(text)
    size = np.array(sizes or [10.0] * count, np.float32)
    left = np.concatenate([[0], np.cumsum(size * 0.5)[:-1]]).astype(np.float32)
    base = 100 - np.array(raised or [0.0] * count, np.float32)
    return Glyphs(
        codes=np.array([ord(c) for c in text], np.int32),
        boxes=np.stack([left, base - 0.8 * size, left + 0.5 * size, base + 0.2 * size], axis=1).astype(np.float32),
        origins=np.stack([left, base], axis=1), sizes=size, fonts=np.full(count, font, np.int32),
        turns=np.zeros(count, np.int8),
    )  # fmt: skip


def text_of(glyphs: Glyphs) -> str:
    return "".join(map(chr, glyphs.codes))


TEXT = (Font("Times"),)


def test_a_ligature_becomes_letters_that_share_its_box():
    glyphs = spelled_out(row("e\ufb03c"), TEXT)
    assert text_of(glyphs) == "effic"
    edges = glyphs.boxes[1:4, [0, 2]]
    assert edges[0, 0] == 5 and edges[-1, 1] == 10 and np.allclose(edges[1:, 0], edges[:-1, 1])


def test_a_ligature_given_as_one_box_and_empty_ones_is_shared_out():
    glyphs = row("Th")
    boxes = glyphs.boxes.copy()
    boxes[1] = [boxes[0, 2], boxes[0, 1], boxes[0, 2], boxes[0, 3]]
    shared = shared_out(Glyphs(
        codes=glyphs.codes, boxes=boxes, origins=glyphs.origins, sizes=glyphs.sizes, fonts=glyphs.fonts,
        turns=glyphs.turns,
    ))  # fmt: skip
    assert shared.boxes[:, 0].tolist() == [0.0, 2.5] and shared.boxes[:, 2].tolist() == [2.5, 5.0]


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("25\u25e6C", "Times", "25°C"),
        ("5\u2103", "Times", "5°C"),
        ("\u25e6 item", "Times", "\u25e6 item"),
        ("4 \x03C, 25\x03C", "Times", "4 °C, 25°C"),
        ("4 \x03Cd", "Times", "4 \x03Cd"),
        ("\uf061\uf02d", "Symbol", "α−"),
        ("5 \u2126 \u212b", "Times", "5 Ω Å"),
        ("\U0001d707m", "Times", "μm"),
        ("x\u00bcz\u00fe\u00f0y\u00de", "AdvP4C4E74", "x=z+(y)"),
        ("\u00bdy\x04", "AdvP4C4E74", "[y]"),
        ("jHk0j", "AdvP4C4E74", "|H∥′|"),
        ("k=m;", "AdvP4C4E51", "k/m,"),
        ("kg=m; 2", "AdvTT5ab3c1d2.I", "kg/m, 2"),
        ("n;m", "AdvTT5ab3c1d2.I", "n;m"),
        ("a=b;", "AdvTT5ab3c1d2", "a=b;"),
    ],
)
def test_signs_of_odd_fonts_are_what_they_look_like(text, font, expected):
    assert text_of(spelled_out(row(text), (Font.of(font),))) == expected


def test_a_wide_equals_sign_of_an_italic_font_is_one():
    glyphs = row("a=b;")
    boxes = glyphs.boxes.copy()
    boxes[1, 2] += 2.0
    wide = replace(glyphs, boxes=boxes)
    assert text_of(spelled_out(wide, (Font("AdvTT5ab3c1d2.I", italic=True),))) == "a=b;"


def test_an_unknown_code_before_a_raised_digit_is_a_minus():
    glyphs = row("cm\x021", sizes=[10, 10, 7, 7], raised=[0, 0, 3.5, 3.5])
    assert text_of(spelled_out(glyphs, TEXT)) == "cm−1"


@pytest.mark.parametrize(
    ("name", "font", "expected"),
    [("C0", "AdvP4C4E74", "−"), ("C25", "AdvSymb", "≈"), ("C237", "AdvTTR", "í"), ("C29", "AdvTTR", "ﬂ"),
     ("minus", "Any", "−"), ("Omega1", "RMTMI", "Ω"), ("mu.italic", "Any", "μ"), ("g17", "Any", "?")],
)  # fmt: skip
def test_glyph_names_say_what_a_code_does_not(name, font, expected):
    assert chr(by_glyph_name(name, font, ord("?"))) == expected


def test_soft_hyphens_without_width_are_no_text():
    glyphs = row("a-\u00adb")
    assert text_of(spelled_out(glyphs, TEXT)) == "a-b"
