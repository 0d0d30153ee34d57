"""Lines with broken words and superscripts, and the text they make."""

from collections import Counter

import numpy as np
import pytest
from matloom.extract.readers.layout.content import Glyphs
from matloom.extract.readers.layout.lines import Line
from matloom.extract.readers.layout.text import block_text
from matloom.extract.readers.parted_words import Words


def line(text: str, y: float = 0.0, page: int = 1, raised: tuple[int, int] | None = None) -> Line:
    levels = np.zeros(len(text), np.int8)
    if raised:
        levels[slice(*raised)] = 1
    index = np.array([-1 if c == " " else i for i, c in enumerate(text)], np.intp)
    return Line(
        page=page, text=text, glyphs=index, levels=levels, x0=0, y0=y, x1=5.0 * len(text), y1=y + 10, baseline=y + 8,
        size=10, bold=0, italic=0,
    )  # fmt: skip


def glyphs(count: int = 200) -> Glyphs:
    left = np.arange(count, dtype=np.float32) * 5
    zeros = np.zeros(count, np.float32)
    return Glyphs(
        codes=np.full(count, 97, np.int32), boxes=np.stack([left, zeros, left + 5, zeros + 10], axis=1),
        origins=np.stack([left, zeros + 8], axis=1), sizes=zeros + 10, fonts=np.zeros(count, np.int32),
        turns=np.zeros(count, np.int8),
    )  # fmt: skip


def joined(*texts: str, known: str = "") -> str:
    words = Words.of([known])
    return block_text([[line(text) for text in texts]], {1: glyphs()}, words).text


@pytest.mark.parametrize(
    ("first", "second", "known", "expected"),
    [
        ("the elec-", "trolyte was", "an electrolyte of", "the electrolyte was"),
        ("for Li-", "ion cells", "Li-ion cells", "for Li-ion cells"),
        ("a solid-", "state cell", "solid-state reaction", "a solid-state cell"),
        ("with X-", "ray tubes", "", "with X-ray tubes"),
        ("a non-", "crystalline one", "", "a non-crystalline one"),
        ("the measure-", "ments were", "", "the measurements were"),
        ("from LiFePO4-", "based ones", "", "from LiFePO4-based ones"),
        ("the Se-", "rich phase", "", "the Se-rich phase"),
        ("a plasma-", "assisted layer", "", "a plasma-assisted layer"),
        ("the elec\u00ad", "trolyte was", "", "the electrolyte was"),
        ("grown in", "air", "", "grown in air"),
        ("from 10–", "20 nm", "", "from 10–20 nm"),
    ],
)
def test_words_broken_at_a_line_end_are_mended_and_compounds_kept(first, second, known, expected):
    assert joined(first, second, known=known) == expected


def test_every_character_has_a_box_and_every_column_a_fragment():
    words = Words(counts=Counter({"twofold": 1}))
    parts = [[line("one two-"), line("fold", y=12)], [line("three", page=2)]]
    text = block_text(parts, {1: glyphs(), 2: glyphs()}, words)
    assert text.text == "one twofold three"
    assert text.boxes.shape == (len(text.text), 4)
    assert [text.text[i] for i in np.flatnonzero(np.isnan(text.boxes[:, 0]))] == [" ", " "]
    assert [(text.text[f.start : f.end].strip(), f.page) for f in text.fragments] == [("one twofold", 1), ("three", 2)]


def test_a_citation_is_not_glued_to_the_word_before_it():
    raised = line("shown earlier12 in", raised=(13, 15))
    text = block_text([[line("it was"), raised]], {1: glyphs()}, Words(counts=Counter()))
    assert text.text == "it was shown earlier 12 in"
    assert [text.text[mark.start : mark.end] for mark in text.citations] == ["12"]
