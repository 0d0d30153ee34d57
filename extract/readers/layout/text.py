"""The lines of a block in, its clean text out with a page and a box for every character."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ...document import Citation, Fragment, union
from ..parted_words import HYPHENS, Words
from .citations import marks_of
from .content import Floats, Glyphs
from .lines import Line

_TAIL: Final = re.compile(r"([^\W_]+(?:[-\u2010][^\W_]+)*)[-\u2010\u00ad\u2011]$")
_HEAD: Final = re.compile(r"^([^\W_]+(?:[-\u2010][^\W_]+)*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockText:
    """A block's text, the box of every character (NaN for spaces put in), its fragments, and its raised citations."""

    text: str
    boxes: Floats
    fragments: tuple[Fragment, ...]
    citations: tuple[Citation, ...] = ()


def block_text(parts: list[list[Line]], glyphs: dict[int, Glyphs], words: Words) -> BlockText:
    """The text of ``parts`` (lines by column) with ``glyphs`` by page."""
    texts: list[str] = []
    boxes: list[Floats] = []
    fragments: list[Fragment] = []
    citations: list[Citation] = []
    length = 0
    for part in parts:
        start = length
        page = part[0].page
        for line in part:
            text, where, marks = _with_marks_apart(line)
            cut = _joint(texts, text, words)
            if cut is None:
                if texts:
                    texts.append(" ")
                    boxes.append(np.full((1, 4), np.nan, np.float32))
                    length += 1
                    start += 1 if line is part[0] else 0
            elif cut:
                texts[-1], boxes[-1] = texts[-1][:-1], boxes[-1][:-1]
                length -= 1
                if line is part[0]:
                    start, fragments = length, _shortened(fragments, length)
            citations += [Citation(start=length + low, end=length + high) for low, high in marks]
            texts.append(text)
            boxes.append(_boxes(where, glyphs[page]))
            length += len(text)
        fragments.append(Fragment(start=start, end=length, page=page, bbox=(0, 0, 0, 0)))
    text, all_boxes = "".join(texts).replace("\u00ad", "-"), np.concatenate(boxes)
    parts_of_text = tuple(_boxed(fragments, all_boxes))
    return BlockText(text=text, boxes=all_boxes, fragments=parts_of_text, citations=tuple(citations))


def _shortened(fragments: list[Fragment], end: int) -> list[Fragment]:
    *rest, last = fragments
    return [*rest, Fragment(start=last.start, end=end, page=last.page, bbox=last.bbox)]


def _boxed(fragments: list[Fragment], boxes: Floats) -> Iterable[Fragment]:
    for i, part in enumerate(fragments):
        end = fragments[i + 1].start if i + 1 < len(fragments) else len(boxes)
        box = union(boxes[part.start : end])
        if box is not None:
            yield Fragment(start=part.start, end=end, page=part.page, bbox=box)


def _boxes(where: npt.NDArray[np.intp], glyphs: Glyphs) -> Floats:
    boxes = glyphs.boxes[np.maximum(where, 0)]
    boxes[where < 0] = np.nan
    return boxes


def _joint(texts: list[str], text: str, words: Words) -> bool | None:
    """How a line goes on after the text before: None with a space, True with the hyphen dropped, False as it is."""
    before = texts[-1] if texts else ""
    if before[-1:] not in HYPHENS or not before or len(before) < 2 or before[-2] == " ":
        run_on = before[-1:] in "–/" and before[-2:-1].isalnum() and text[:1].isalnum()
        return False if run_on else None
    if before[-1] == "\u00ad":
        return True
    tail, head = _TAIL.search(before), _HEAD.match(text)
    if not tail or not head:
        return False
    return words.joined(tail[1], head[1])


def _with_marks_apart(line: Line) -> tuple[str, npt.NDArray[np.intp], list[tuple[int, int]]]:
    """The line's text and glyphs, with a space before citations that are glued to a word, and where those stand."""
    text, where, marks = line.text, line.glyphs, list[tuple[int, int]]()
    for start, end in marks_of(line.text, line.levels == 1):
        glued = line.text[start - 1] != " "
        low, high = start + len(text) - len(line.text) + glued, end + len(text) - len(line.text) + glued
        if glued:
            text, where = f"{text[: low - 1]} {text[low - 1 :]}", np.insert(where, low - 1, -1)
        marks.append((low, high))
    return text, where, marks
