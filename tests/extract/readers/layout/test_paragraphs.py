"""Lines of a column, and the groups that they form."""

import numpy as np
from matloom.extract.readers.layout.lines import Line
from matloom.extract.readers.layout.paragraphs import Style, grouped

STYLE = Style(body=10.0, leading={20: 12.0}, fonts=frozenset({"Serif"}))


def line(text: str, y: float, *, size: float = 10.0, bold: float = 0.0, font: str = "Serif") -> Line:
    return Line(
        page=1, text=text, glyphs=np.arange(len(text)), levels=np.zeros(len(text), np.int8), x0=50, y0=y - 8, x1=290,
        y1=y + 2, baseline=y, size=size, bold=bold, italic=0.0, font=font, left=50, right=290,
    )  # fmt: skip


def test_a_heading_that_runs_into_its_paragraph_does_not_part_its_first_line_from_the_rest():
    mixed = line("Cooling curves. The precipitation can", 100, size=9.0, bold=0.5, font="")
    rest = [line("be captured by cooling the samples at", 112), line("a rate of ten kelvins each second for", 124)]
    assert [len(group) for group in grouped([mixed, *rest], STYLE)] == [3]


def test_a_heading_of_its_own_is_parted_from_the_paragraph_below():
    heading = line("Cooling curves", 100, bold=1.0, font="Serif-Bold")
    assert [len(group) for group in grouped([heading, line("The precipitation can be seen", 112)], STYLE)] == [1, 1]
