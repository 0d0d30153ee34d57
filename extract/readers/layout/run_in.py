"""Drafts of paragraphs in, the same with bold headings that run into their paragraph made drafts of their own out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from .content import Floats, PageContent
from .drafts import Draft
from .headings import ABSTRACT, BACK_MATTER, FRONT, SECTIONS
from .lines import Line
from .pieces import PageText

LONGEST: Final = 140
"""Characters of a heading that may run into its paragraph; bold text that is longer is meant to be read."""
_GOES_ON: Final = re.compile(r"[.:]?\s*[A-Z0-9(“\"αβγ]")
_NO_HEADING: Final = re.compile(r"(?:fig|table|scheme|chart|box|note|step|equation|video|movie)\w*\.?\s*[S\d]", re.I)


@dataclass(frozen=True, slots=True)
class Type:
    """Which glyphs of a page are bold, (n,), and their boxes, (n, 4), in points."""

    bold: npt.NDArray[np.bool_]
    boxes: Floats

    @classmethod
    def of(cls, page: PageContent, text: PageText) -> "Type":
        """The type of a page's spelled-out glyphs."""
        return cls(np.array([font.bold for font in page.fonts], bool)[text.glyphs.fonts], text.glyphs.boxes)


def parted(drafts: list[Draft], pages: Mapping[int, Type]) -> list[Draft]:
    """``drafts`` with every heading that runs into its paragraph before it, as a heading."""
    return [part for draft in drafts for part in _parts(draft, pages)]


def _parts(draft: Draft, pages: Mapping[int, Type]) -> list[Draft]:
    if draft.kind != "paragraph" or draft.place != "text" or not draft.first.bold > 0.0 or draft.bold > 0.8:
        return [draft]
    text, end = draft.text, _bold_at_head(draft.lines, pages[draft.page])
    words, rest = text[:end].strip(), text[end:]
    if not (4 <= len(words) <= LONGEST and len(rest) >= 40 and any(mark.islower() for mark in words)):
        return [draft]
    ended = words.endswith((".", ":", "?")) or rest.startswith((".", ":"))
    if not ended or not _GOES_ON.match(rest):
        return [draft]
    if any(pattern.match(words) for pattern in (ABSTRACT, BACK_MATTER, FRONT, _NO_HEADING)):
        return [draft]
    if words.endswith(":") and SECTIONS.match(words):  # a structured abstract's own labels
        return [draft]
    return _cut(draft, end + len(rest) - len(rest.lstrip(".: ")), pages[draft.page])


def _bold_at_head(lines: list[Line], page: Type) -> int:
    """How many characters stand before the first that is printed in plain type, in the lines joined by spaces."""
    glyphs = np.concatenate([np.append(line.glyphs, -1) for line in lines])[:-1]
    plain = np.flatnonzero((glyphs >= 0) & ~page.bold[glyphs])
    return int(plain[0]) if len(plain) else len(glyphs)


def _cut(draft: Draft, end: int, page: Type) -> list[Draft]:
    """The draft cut before character ``end`` of its lines joined by spaces."""
    before: list[Line] = []
    lines = list(draft.parts[0])
    while lines and end > len(lines[0].text):
        end -= len(lines[0].text) + 1
        before.append(lines.pop(0))
    if not lines:
        return [draft]
    if end > 0:
        before.append(_piece(lines[0], 0, end, page, bold=1.0))
        lines[0] = _piece(lines[0], end, len(lines[0].text), page, bold=0.0)
    heading = replace(draft, parts=[before], kind="heading", run_in=True)
    return [heading, replace(draft, parts=[lines, *draft.parts[1:]], new_column=False, below_table=False)]


def _piece(line: Line, low: int, high: int, page: Type, *, bold: float) -> Line:
    """The characters ``low`` to ``high`` of a line as a line, without the spaces at their ends."""
    text = line.text[low:high]
    low, high = low + len(text) - len(text.lstrip()), high - len(text) + len(text.rstrip())
    glyphs = line.glyphs[low:high]
    boxes = page.boxes[glyphs[glyphs >= 0]]
    x0, x1 = float(boxes[:, 0].min()), float(boxes[:, 2].max())
    return replace(
        line, text=line.text[low:high], glyphs=glyphs, levels=line.levels[low:high], x0=x0, x1=x1, bold=bold, pieces=1
    )
