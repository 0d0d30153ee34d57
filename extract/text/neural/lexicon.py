"""Where a span stands in, how often training data mark its words, and those beside them, with each label out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log, log1p
from typing import Final, Literal, TypeAlias, get_args

Place: TypeAlias = Literal["whole", "first", "last", "before", "after"]
"""Which words: all of a span, its first or last, or the one before or after it."""
PLACES: Final[tuple[Place, ...]] = get_args(Place)
LONGEST: Final = 4
"""Words of the longest phrase that is counted."""
EDGE: Final = ""
"""What stands before the first word of a text, and after its last."""

_WORD: Final = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\S")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in small letters, each number as ``0``, with the first and last character of each."""

    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Words":
        """Runs of letters, numbers, and every other sign by itself."""
        found = list(_WORD.finditer(text))
        forms = tuple("0" if one.group()[0].isdigit() else one.group().lower() for one in found)
        return cls(forms, tuple(one.start() for one in found), tuple(one.end() for one in found))

    def around(self, start: int, end: int) -> tuple[str, ...]:
        """The words of the span from ``start`` to ``end`` at each of ``PLACES``; words cut by its borders are whole."""
        first, behind = bisect_right(self.ends, start), bisect_left(self.starts, end)
        own = self.forms[first:behind] or (EDGE,)
        before = self.forms[first - 1] if first else EDGE
        after = self.forms[behind] if behind < len(self.forms) else EDGE
        return " ".join(own), own[0], own[-1], before, after

    def phrases(self) -> Iterator[str]:
        """Every run of at most ``LONGEST`` words, and the text's edge once."""
        yield EDGE
        for length in range(1, LONGEST + 1):
            for first in range(len(self.forms) - length + 1):
                yield " ".join(self.forms[first : first + length])


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How often phrases are ``seen`` in texts with a mark, and how often, by place and label, they are ``marked``."""

    seen: Mapping[str, int]
    marked: Mapping[Place, Mapping[str, Mapping[str, int]]]

    def shares(self, place: Place, words: str, label: str) -> tuple[float, float, float]:
        """Logarithms: of the share marked with the label, of that marked at all, and of how often the words are seen.

        Words that were never seen have the shares of one that is seen now and then, so that they speak for nothing.
        """
        seen, marks = self.seen.get(words, 0), self.marked[place].get(words, {})
        same, all_marks = marks.get(label, 0), sum(marks.values())
        return log((same + 0.1) / (seen + 0.5)), log((all_marks + 0.3) / (seen + 1)), log1p(seen)
