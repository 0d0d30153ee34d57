"""Headings as papers print them, and the path that each opens."""

import numpy as np
from matloom.extract.readers.layout.drafts import Draft
from matloom.extract.readers.layout.lines import Line
from matloom.extract.readers.layout.outline import Outline
from matloom.extract.readers.layout.paragraphs import in_capitals


def heading(text: str, *, size: float = 10.0, bold: float = 0.0, italic: float = 0.0, run_in: bool = False) -> Draft:
    line = Line(
        page=1, text=text, glyphs=np.arange(len(text)), levels=np.zeros(len(text), np.int8), x0=50, y0=92, x1=290,
        y1=102, baseline=100, size=size, bold=bold, italic=italic, left=50, right=290,
    )  # fmt: skip
    return Draft(parts=[[line]], kind="heading", run_in=run_in)


def paths(*headings: Draft) -> list[str | None]:
    outline, found = Outline(), list[str | None]()
    for one in headings:
        outline.enter(one, one.text.split(" ", 1)[-1] if one.text[0].isdigit() else one.text)
        found.append(outline.path)
    return found


def test_numbers_tell_the_level():
    told = ("2. Methods", "2.1. Synthesis", "2.1.1. Films", "2.2. Tests", "3. Results")
    assert paths(*map(heading, told)) == [
        "Methods", "Methods > Synthesis", "Methods > Synthesis > Films", "Methods > Tests", "Results",
    ]  # fmt: skip


def test_capitals_stand_over_bold_over_plain_and_a_known_look_keeps_its_level():
    told = (
        heading("EXPERIMENTAL", bold=1.0), heading("Making the powders", bold=1.0), heading("Ball mills", italic=1.0),
        heading("Weighing the powders", bold=1.0), heading("RESULTS", bold=1.0),
    )  # fmt: skip
    assert paths(*told) == [
        "EXPERIMENTAL", "EXPERIMENTAL > Making the powders", "EXPERIMENTAL > Making the powders > Ball mills",
        "EXPERIMENTAL > Weighing the powders", "RESULTS",
    ]  # fmt: skip


def test_a_heading_that_runs_into_its_paragraph_is_below_all_others():
    told = (heading("Methods", bold=1.0), heading("Casting.", bold=1.0, run_in=True), heading("Milling.", run_in=True))
    assert paths(*told) == ["Methods", "Methods > Casting.", "Methods > Milling."]


def test_a_name_of_a_main_section_is_never_below_another():
    assert paths(heading("Discussion", bold=1.0), heading("Methods")) == ["Discussion", "Methods"]


def test_formulas_do_not_take_the_capitals_from_a_heading():
    assert in_capitals("BOROHYDRIDE Mg ION CONDUCTORS")
    assert not in_capitals("Mg Ion Conductors")
