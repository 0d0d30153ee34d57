"""Headings in reading order in, the path of headings that the text after each stands under out."""

import re
from typing import Final, TypeAlias

from .drafts import Draft
from .headings import NUMBERED_HEADING, SECTIONS
from .paragraphs import in_capitals

Look: TypeAlias = tuple[int, bool, bool, bool]
"""Size in half points, bold, capitals and italic: headings of one level look alike."""
_NUMBER: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-H])(?=\.?\s)")
RUN_IN: Final = 9
"""The level of headings that run into their paragraph: below all others."""


class Outline:
    """The headings that are open, from the outermost to the innermost, each with its level."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        self._levels: dict[Look, int] = {}

    @property
    def path(self) -> str | None:
        """The open headings, as ``Results > Sample preparation``; None before the first."""
        return " > ".join(words for _, words in self._open) or None

    def enter(self, heading: Draft, words: str) -> None:
        """Close the headings of the same and of lower levels, and open this one."""
        level = self._level(heading)
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        self._open.append((level, words))

    def _level(self, heading: Draft) -> int:
        if heading.run_in:
            return RUN_IN
        text, look = heading.text.strip(), _look(heading)
        number = _NUMBER.match(text) if NUMBERED_HEADING.match(text) else None
        if number is not None:
            level = 2 if re.fullmatch("[A-H]", number[0]) else 1 + number[0].count(".")
        elif SECTIONS.match(text):
            level = 1
        else:
            level = self._levels.get(look) or self._level_of_new(look)
        self._levels.setdefault(look, level)
        return level

    def _level_of_new(self, look: Look) -> int:
        """One below the innermost heading that is larger, or bold or in capitals where this one is not."""
        above = [level for other, level in self._levels.items() if other[:3] > look[:3]]
        return 1 + max(above, default=0)


def _look(heading: Draft) -> Look:
    return round(2 * heading.size), heading.bold > 0.5, in_capitals(heading.text), heading.italic > 0.5
