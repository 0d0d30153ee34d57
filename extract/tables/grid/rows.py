"""The lines of a table and its columns in, its rows out: lines of one cell put together, rows kept apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from ...readers.layout.content import Floats
from .columns import Borders
from .lines import Line, phrases, words_text
from .view import Word

NUMBER: Final = re.compile(
    r"^[<>≤≥~≈±+−–\- (]{0,4}\d[\d.,  ]{0,20}(?:\(\d+\))?"
    r"(?: ?(?:±|\+/-|\(|–|-|−|/|to|:) ?[+−-]?\d[\d.,]{0,15}\)?%?){0,3}"
    r"(?: ?[×x·] ?10\S{0,4})?"
)
BLANK: Final = frozenset({"-", "–", "—", "−", "n.d.", "nd", "n.a.", "na", "n/a", "…", "...", "t", "tr", "tr."})
OPEN_END: Final = re.compile(r"(?:[-/,(&+=:–±×·]|\b(?:of|and|the|for|in|with|to|by|per|or|on|from|at))$")
LOWER: Final = re.compile(r"^(?:[a-zà-öø-ÿ(/)\]%·±×]|\d+\))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words of one line that stand in the columns ``first`` to ``last``."""

    first: int
    last: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words, scripts joined."""
        return words_text(self.words)

    @property
    def x0(self) -> float:
        """Its left edge."""
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        """Its right edge."""
        return max(word.x1 for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """A line of a table, cut into its parts."""

    line: Line
    parts: tuple[Part, ...]

    def part(self, column: int) -> Part | None:
        """The part that covers ``column``."""
        return next((part for part in self.parts if part.first <= column <= part.last), None)

    @property
    def columns(self) -> frozenset[int]:
        """The columns that it has words in."""
        return frozenset(c for part in self.parts for c in range(part.first, part.last + 1))


def numeric(text: str) -> bool:
    """Whether a cell's text is a number, or stands for one that is missing."""
    text = text.strip()
    if text.lower() in BLANK:
        return True
    match = NUMBER.match(text)
    return bool(match) and len(match.group().strip()) >= min(len(text) - 3, 0.6 * len(text))


def cut(line: Line, borders: Borders) -> RowLine:
    """``line`` cut at the borders that fall into gaps between its words; what a word lies across is one part."""
    x = borders.x
    parts: list[Part] = []
    for phrase in phrases(line.words):
        for split in _split(phrase, borders, line.size):
            words, first = split, _column(split[0], x)
            last = max(first, _column(split[-1], x))
            if parts and parts[-1].last >= first:
                before = parts.pop()
                words, first, last = (*before.words, *words), before.first, max(before.last, last)
            parts.append(Part(first=first, last=last, words=tuple(words)))
    return RowLine(line=line, parts=tuple(parts))


def _column(word: Word, x: Sequence[float]) -> int:
    middle = word.middle
    return max(0, min(len(x) - 2, int(np.searchsorted(x, middle)) - 1))


def _split(phrase: tuple[Word, ...], borders: Borders, size: float) -> list[tuple[Word, ...]]:
    """A phrase split where a border falls between two words, unless only a plain space is there."""
    found: list[list[Word]] = [[phrase[0]]]
    for before, word in pairwise(phrase):
        gap = word.x0 - before.x1
        at = [
            ruled
            for x, ruled in zip(borders.x[1:-1], borders.ruled[1:-1], strict=True)
            if before.middle < x < word.middle and before.x1 - 0.15 * size <= x <= word.x0 + 0.15 * size
        ]
        if any(at) or (at and gap >= 0.42 * size):
            found.append([word])
        else:
            found[-1].append(word)
    return [tuple(part) for part in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """How far the baselines of a table's lines lie apart, in points; None where one distance serves both."""

    within: float | None

    @classmethod
    def of(cls, lines: Sequence[RowLine]) -> "Spacing":
        """Two distances if the distances between lines fall into two groups, the smaller within cells."""
        steps = np.sort(np.diff([row.line.baseline for row in lines]))
        steps = steps[steps > 0.6 * np.median([row.line.size for row in lines])] if len(steps) else steps
        if len(steps) < 3:
            return cls(within=None)
        ratios = steps[1:] / np.maximum(steps[:-1], 0.1)
        usable = np.arange(len(ratios))
        best = int(usable[np.argmax(ratios)])
        if ratios[best] > 1.18 and steps[best] <= 1.25 * steps[0] and len(steps) - best - 1 >= 2:
            return cls(within=float((steps[best] + steps[best + 1]) / 2))
        return cls(within=None)


def group_rows(
    lines: Sequence[RowLine], borders: Borders, level: Floats, left: float, right: float
) -> list[list[RowLine]]:
    """The body's ``lines`` grouped into rows."""
    if not lines:
        return []
    spacing = Spacing.of(lines)
    widths = _column_ends(lines, len(borders.x) - 1)
    rows: list[list[RowLine]] = [[lines[0]]]
    for i, line in enumerate(lines[1:], start=1):
        following = lines[i + 1] if i + 1 < len(lines) else None
        if _rule_between(lines[i - 1], line, level, left, right) or not _continues(
            rows[-1], line, following, spacing, widths
        ):
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows


def _rule_between(upper: RowLine, lower: RowLine, level: Floats, left: float, right: float) -> bool:
    """Whether rules that lie between two lines cover most of the table's width."""
    if not len(level):
        return False
    y = level[:, 1]
    low = upper.line.baseline - 0.2 * upper.line.size
    high = lower.line.baseline - 0.3 * lower.line.size
    here = level[(y > low) & (y < high)]
    if not len(here):
        return False
    covered = np.minimum(here[:, 2], right) - np.maximum(here[:, 0], left)
    return float(np.clip(covered, 0, None).sum()) > 0.6 * (right - left)


def _column_ends(lines: Sequence[RowLine], columns: int) -> list[float]:
    """How far right the text of each column reaches."""
    ends = [0.0] * columns
    for row in lines:
        for part in row.parts:
            if part.first == part.last:
                ends[part.first] = max(ends[part.first], part.x1)
    return ends


def _continues(
    row: list[RowLine], line: RowLine, following: RowLine | None, spacing: Spacing, ends: list[float]
) -> bool:
    """Whether ``line`` goes on with the cells of ``row``."""
    upper = row[-1]
    step = line.line.baseline - upper.line.baseline
    size = line.line.size
    if step < 0.72 * size:
        return True
    if step > 2.2 * size or any(part.first != part.last for part in line.parts):
        return False
    if spacing.within is not None:
        return step < spacing.within and _compatible(row, line)
    return _reads_on(row, line, following, ends)


def _compatible(row: list[RowLine], line: RowLine) -> bool:
    """Whether no number of ``line`` stands under a number of ``row``."""
    for part in line.parts:
        above = row[-1].part(part.first)
        if above is not None and numeric(part.text) and numeric(above.text) and not OPEN_END.search(above.text):
            return False
    return True


def _reads_on(row: list[RowLine], line: RowLine, following: RowLine | None, ends: list[float]) -> bool:
    """Whether the words of ``line`` read as the rest of cells of ``row``: they would not have fitted above."""
    upper = row[-1]
    if not _compatible(row, line) or len(line.parts) > max(1, len(upper.columns) - (len(upper.columns) > 2)):
        return False
    first_only = line.columns == frozenset({0})
    for part in line.parts:
        above = upper.part(part.first)
        if above is None:
            return False
        wrapped = _would_not_fit(above, part, ends[part.first])
        open_end = bool(OPEN_END.search(above.text))
        lower = bool(LOWER.match(part.text)) and not numeric(part.text)
        if not (open_end or (wrapped and (lower or not first_only or part.x0 > above.x0 + 1)) or (lower and wrapped)):
            return False
    group = first_only and len(upper.columns) == 1 and following is not None and 0 not in following.columns
    return not group


def _would_not_fit(above: Part, part: Part, end: float) -> bool:
    """Whether the first word of ``part`` would have reached over its column's end on the line above."""
    first = part.words[0]
    return above.x1 + 0.25 * first.size + (first.x1 - first.x0) > end + 0.3 * first.size
