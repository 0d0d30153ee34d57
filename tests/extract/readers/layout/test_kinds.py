"""Drafts of a first page, and what each of them is taken for."""

import numpy as np
from matloom.extract.readers.layout.drafts import Draft
from matloom.extract.readers.layout.headings import NUMBERED_HEADING, OPENING
from matloom.extract.readers.layout.kinds import settle
from matloom.extract.readers.layout.lines import Line
from matloom.extract.readers.layout.paragraphs import Style

STYLE = Style(body=10.0, leading={20: 12.0}, fonts=frozenset({"Serif"}))
LONG = (
    "The grains of the annealed alloy are ten micrometres wide and the boundaries between them are free of oxide. " * 4
)


def draft(text: str, y: float, *, size: float = 10.0, bold: float = 0.0) -> Draft:
    line = Line(
        page=1, text=text, glyphs=np.arange(len(text)), levels=np.zeros(len(text), np.int8), x0=50, y0=y - 8, x1=290,
        y1=y + 2, baseline=y, size=size, bold=bold, italic=0.0, font="Serif", left=50, right=290,
    )  # fmt: skip
    return Draft(parts=[[line]])


def test_plain_type_after_a_bold_abstract_is_the_body():
    page = [
        draft("Slow grains of an annealed alloy", 60, size=20.0, bold=1.0),
        draft(LONG, 120, bold=1.0),
        draft(LONG, 200),
        draft("Results", 300, size=12.0, bold=1.0),
        draft(LONG, 320),
    ]
    settle(page, STYLE, None)
    assert [one.kind for one in page] == ["title", "abstract", "paragraph", "heading", "paragraph"]


def test_an_abstract_in_the_type_of_the_body_lasts_until_the_first_heading():
    page = [
        draft("Slow grains of an annealed alloy", 60, size=20.0, bold=1.0),
        draft(LONG, 120),
        draft(LONG, 200),
        draft("Introduction", 300, size=12.0, bold=1.0),
        draft(LONG, 320),
    ]
    settle(page, STYLE, None)
    assert [one.kind for one in page] == ["title", "abstract", "abstract", "heading", "paragraph"]


def test_a_bar_may_stand_between_a_number_and_its_heading():
    assert NUMBERED_HEADING.match("2.1 | Plant material")
    assert OPENING.match("1 | INTRODUCTION")
