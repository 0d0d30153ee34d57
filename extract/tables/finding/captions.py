"""The words of a page in, the captions of its tables out, each with its printed number, and tables' footnotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ....records.evidence import Box
from ..grid.lines import Line, box_of, phrases, words_text
from ..grid.view import Word

CAPTION: Final = re.compile(
    r"^(?:Supplementary |Supporting |Extended Data )?(?:TABLE|Table|Tab\.) ?"
    r"((?:SI?|A|B)?-?\d{1,3}(?:[.\-]\d{1,3})?[a-z]?|[IVXL]{1,6}|[A-Z]\.?\d{1,2})\b(?!\.\d| ?\[)"
    r"(?!, (?!cont)[a-z])(?! (?:[a-z]+ly |also |further )?(?:shows?|presents?|lists?|summari[sz]es?|gives?|and|to"
    r"|reports?|provides?|compares?|contains?|displays?|is|are|in|of|for|we|indicates?|describes?|depicts?|illustrates?|above|below"
    r"|with|that|which|can|may|has|have|was|were|will|should|could|must|demonstrates?|reveals?|includes?|collects?"
    r"|outlines?|confirms?|suggests?|gathers|specifies|but|where|while|it|there|both)\b)",
)
FIGURE: Final = re.compile(r"^(?:Fig(?:ure|\.)?|FIG(?:URE|\.)?|Scheme|SCHEME|Chart) ?S?\d")
CONTINUED: Final = re.compile(r"\b(?:continued|cont(?:'|’)?d|cont\.)", re.IGNORECASE)
NOTE: Final = re.compile(
    r"^(?:[*†‡§¶#]|\[?[a-z]\]?\)? ?[A-Z]|\(?[a-z1-9]\)|Notes?\b|Note:|Source|Abbreviations?\b|Data\b)"
)
MAX_CAPTION_LINES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A part of a printed line without a wide gap in it."""

    words: tuple[Word, ...]
    baseline: float
    size: float
    box: Box

    @property
    def text(self) -> str:
        """Its words, scripts joined."""
        return words_text(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A table's caption: the printed number, the text behind it, and its box in the view's points."""

    label: str
    text: str
    box: Box
    continued: bool = False
    lines: int = 1


def strips_of(lines: Sequence[Line], gap: float = 1.4) -> list[Strip]:
    """The lines of a page cut at wide gaps, as between the columns of a page."""
    found: list[Strip] = []
    for line in lines:
        for words in phrases(line.words, gap):
            found.append(Strip(words=words, baseline=line.baseline, size=line.size, box=box_of(words)))
    return found


def captions_of(strips: Sequence[Strip], areas: Sequence[Box]) -> list[Caption]:
    """The captions of tables on a page of ``strips``, in the order of their places; a caption ends at an area."""
    return [
        caption
        for i, strip in enumerate(strips)
        if CAPTION.match(strip.text)
        for caption in [_caption(i, strips, areas)]
        if caption is not None
    ]


def _caption(start: int, strips: Sequence[Strip], areas: Sequence[Box]) -> Caption | None:
    first = strips[start]
    match = CAPTION.match(first.text)
    if match is None:
        return None
    if any(_runs_into(first, strip) for strip in strips):
        return None
    taken = [first]
    beside = _beside(first, strips)
    taken += beside
    box = _hull(first.box, *(strip.box for strip in beside))
    for strip in strips[start + 1 :]:
        step = strip.baseline - taken[-1].baseline
        if step <= 0.5 * first.size or len(taken) >= MAX_CAPTION_LINES:
            continue
        if step > 1.75 * first.size:
            break
        if any(_in(strip, area) and not _in(first, area) for area in areas):
            break
        aligned = strip.box[0] < box[2] and strip.box[2] > box[0] and strip.box[0] > box[0] - 3 * first.size
        if aligned and 0.85 < strip.size / first.size < 1.15 and not FIGURE.match(strip.text):
            taken.append(strip)
    text = " ".join(strip.text for strip in taken)[match.end() :].lstrip(" .:|—–-")
    return Caption(
        label=match.group(1).rstrip("."), text=text, box=_hull(*(strip.box for strip in taken)),
        continued=bool(CONTINUED.search(text[:40])), lines=len(taken),
    )  # fmt: skip


def _in(strip: Strip, area: Box) -> bool:
    x, y = (strip.box[0] + strip.box[2]) / 2, strip.baseline - 0.3 * strip.size
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _runs_into(first: Strip, other: Strip) -> bool:
    """Whether a line of running text stands directly above at the same edge: a sentence that begins with "Table"."""
    step = first.baseline - other.baseline
    if not 0.5 * first.size < step < 1.45 * first.size or abs(other.size - first.size) > 0.3:
        return False
    bold = first.words[0].bold and not other.words[-1].bold
    wide = other.box[2] - other.box[0]
    return not bold and abs(other.box[0] - first.box[0]) < 2 and wide > 20 * first.size and len(other.words) >= 6


def _beside(first: Strip, strips: Sequence[Strip]) -> list[Strip]:
    """What stands on the caption's own line behind a gap, when the first strip is little more than the number."""
    if len(first.words) > 3:
        return []
    near = [
        strip
        for strip in strips
        if abs(strip.baseline - first.baseline) < 0.3 * first.size and 0 < strip.box[0] - first.box[2] < 8 * first.size
    ]
    return near[:1]


def _hull(*boxes: Box) -> Box:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def footnotes_below(strips: Sequence[Strip], box: Box, body: float, size: float) -> tuple[str, ...]:
    """The notes printed under a table: lines right below it in a size no larger than the table's."""
    notes: list[str] = []
    bottom = box[3]
    for strip in strips:
        if strip.baseline < box[3] or strip.box[0] < box[0] - 12 or strip.box[2] > box[2] + 12:
            continue
        first = not notes
        if strip.box[1] - bottom > (1.6 if first else 0.8) * strip.size or CAPTION.match(strip.text):
            break
        small = strip.size < 0.93 * body or strip.size <= size + 0.1
        if not small or (first and not (NOTE.match(strip.text) or strip.size < 0.93 * body or _raised(strip))):
            break
        if first or NOTE.match(strip.text) or _raised(strip):
            notes.append(strip.text)
        else:
            notes[-1] = f"{notes[-1]} {strip.text}"
        bottom = strip.box[3]
    return tuple(notes)


def _raised(strip: Strip) -> bool:
    """Whether a line begins with a raised mark."""
    levels = strip.words[0].levels
    return (bool(levels) and levels[0] > 0) or strip.words[0].size < 0.87 * strip.size
