"""Paragraphs that begin in bold type, and the headings that are parted from them."""

import numpy as np
import pytest
from matloom.extract.readers.layout.drafts import Draft
from matloom.extract.readers.layout.lines import Line
from matloom.extract.readers.layout.run_in import Type, parted

REST = "The ingots were melted in a furnace of argon and cast into rods of copper moulds, three of each size."


def page_of(*rows: tuple[str, int]) -> tuple[Draft, Type]:
    """A paragraph of some lines, each with the number of its characters that are bold, and the type of its page."""
    lines: list[Line] = []
    boxes: list[tuple[float, float, float, float]] = []
    heavy: list[bool] = []
    for row, (text, bold) in enumerate(rows):
        y, glyphs = 100.0 + 12 * row, np.full(len(text), -1)
        for at, mark in enumerate(text):
            if mark != " ":
                glyphs[at] = len(boxes)
                boxes.append((50 + 5.0 * at, y - 8, 55 + 5.0 * at, y + 2))
                heavy.append(at < bold)
        line = Line(
            page=1, text=text, glyphs=glyphs, levels=np.zeros(len(text), np.int8), x0=50, y0=y - 8, y1=y + 2,
            x1=50 + 5.0 * len(text), baseline=y, size=10, bold=bold / len(text), italic=0, left=50, right=290,
        )  # fmt: skip
        lines.append(line)
    return Draft(parts=[lines]), Type(np.array(heavy), np.array(boxes, np.float32))


def told(*rows: tuple[str, int]) -> list[tuple[str, str]]:
    draft, page = page_of(*rows)
    return [(part.kind, part.text) for part in parted([draft], {1: page})]


def test_a_bold_heading_is_parted_from_the_text_after_it_with_its_own_box():
    draft, page = page_of(("Sample preparation. The ingots of all", 19), (REST, 0))
    heading, rest = parted([draft], {1: page})
    assert (heading.kind, heading.text) == ("heading", "Sample preparation.")
    assert (rest.kind, rest.text) == ("paragraph", f"The ingots of all {REST}")
    assert (heading.first.x0, heading.first.x1) == (50.0, 145.0)
    assert rest.first.x0 == 150.0
    assert len(rest.first.glyphs) == len(rest.first.text) == len(rest.first.levels)


def test_a_heading_may_go_over_a_line():
    rows = (("Measurement of volume fractions and", 35), ("particle sizes. We used images.", 15), (REST, 0))
    assert told(*rows) == [
        ("heading", "Measurement of volume fractions and particle sizes."),
        ("paragraph", f"We used images. {REST}"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ((f"LiFePO4 {REST}", 7),),
        ((f"Figure 3. {REST}", 9),),
        ((f"Abstract: {REST}", 9),),
        ((f"Results: {REST}", 8),),
        ((f"Keywords: {REST}", 9),),
        ((REST, len(REST)),),
        ((REST, 0),),
    ],
    ids=["a bold word", "a caption", "an abstract", "a part of an abstract", "keywords", "all bold", "none bold"],
)
def test_other_bold_type_stays_where_it_is(rows: tuple[tuple[str, int], ...]):
    assert told(*rows) == [("paragraph", rows[0][0])]
