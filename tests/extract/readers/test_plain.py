from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.readers.plain import read_plain

MARKDOWN = """---
title: "On LiFePO4"
doi: 10.1000/abc
date: 2019-05-01
---
# On LiFePO4

## Abstract

We made LiFePO~4~ with $10^{-4}$ S cm^-1^ at 10^5^ Pa and [a link](http://x.y).

2. Methods
----------

Text runs on with hyphen-
ation and Fe<sub>2</sub>O<sub>3</sub>.

- one
- two
  more

Table 1. Values

| Sample | a (Å) |
|---|---:|
| x = 0.1 | **3.9** |

Figure 3. A curve.

## References

1. A. Nobody, J. 1 (2020).
"""


def test_markdown() -> None:
    document = read_plain(MARKDOWN.encode(), "a.md").value
    assert (document.meta.title, document.meta.doi, document.meta.year) == ("On LiFePO4", "10.1000/abc", 2019)
    assert [(b.type, b.text) for b in document.blocks] == [
        ("title", "On LiFePO4"),
        ("heading", "Abstract"),
        ("abstract", "We made LiFePO4 with 10−4 S cm-1 at 10⁵ Pa and a link."),
        ("heading", "2. Methods"),
        ("paragraph", "Text runs on with hyphenation and Fe2O3."),
        ("list", "one"),
        ("list", "two more"),
        ("caption", "Table 1. Values"),
        ("caption", "Figure 3. A curve."),
        ("heading", "References"),
        ("reference", "1. A. Nobody, J. 1 (2020)."),
    ]
    (table,) = document.tables
    assert (table.label, table.cells, table.header_rows) == ("1", (("Sample", "a (Å)"), ("x = 0.1", "3.9")), 1)
    assert [f.label for f in document.figures] == ["3"]


def test_text() -> None:
    text = "A title without a stop\n\nIntroduction\n\nIt was 5 °C; doi:10.1000/q.1, see there.\n\n2.1. Samples\n\nMore."
    document = read_plain(text.encode("cp1252"), "a").value
    assert [(b.type, b.section, b.text) for b in document.blocks] == [
        ("title", None, "A title without a stop"),
        ("heading", "Introduction", "Introduction"),
        ("paragraph", "Introduction", "It was 5 °C; doi:10.1000/q.1, see there."),
        ("heading", "Introduction > 2.1. Samples", "2.1. Samples"),
        ("paragraph", "Introduction > 2.1. Samples", "More."),
    ]
    assert document.meta.doi == "10.1000/q.1"


def test_signs_that_became_the_letters_of_their_glyphs_are_signs_again() -> None:
    text = "It has a gap (Eg) \u00bc 3.1 eV at pH\u00bc7 and H\u00fe ions.\n\nA rod of 1 \u00bc inch."
    blocks = read_plain(text.encode(), "a.txt").value.blocks
    assert blocks[0].text == "It has a gap (Eg) = 3.1 eV at pH=7 and H+ ions."
    assert blocks[1].text == "A rod of 1 \u00bc inch."


def test_a_minus_that_a_text_layer_gives_as_a_glyphs_number_is_one() -> None:
    read = read_plain(b"At (cid:0) 0.2 V we drew 5 A m(cid:0) 2, and (cid:0) was lost.", "a.txt").value
    assert read.blocks[0].text == "At −0.2 V we drew 5 A m−2, and (cid:0) was lost."


def test_dashes_that_became_a_letter_are_dashes_where_the_text_shows_it() -> None:
    read = read_plain(b"See Fig. 2(a)e(c): rods of 3.5e7.5 nm, then 10e20 nm.", "a.txt").value
    assert read.blocks[0].text == "See Fig. 2(a)–(c): rods of 3.5–7.5 nm, then 10–20 nm."
    assert read_plain(b"A density of 1e18 per cm3.", "a.txt").value.blocks[0].text == "A density of 1e18 per cm3."


def test_binary_data_is_refused() -> None:
    result = read_plain(bytes(range(256)) * 10, "a.txt")
    assert [p.code for p in result.problems] == ["D004"]
    assert not result.value.blocks


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_any_bytes_end_in_a_document(data: bytes) -> None:
    document = read_plain(data, "a").value
    assert all(b.text.encode() for b in document.blocks)
