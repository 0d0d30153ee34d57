"""Words that a hyphen parts at a line's end in, whether each is one word or a compound out, and text without such ends.

What else a paper holds tells a parted word from a compound: ``temperature`` stands elsewhere as one word,
``as-received`` with its hyphen. Text that was copied from a page keeps such hyphens: ``tem- perature``.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

HYPHENS: Final = "-\u2010\u00ad\u2011"
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_PARTED: Final = re.compile(r"(?<![\w-])(?P<tail>(?:[^\W_]+-)*[A-Za-z]{2,})-(?: |\n)(?P<head>[a-z]{2,})(?![\w+])")
_GOES_ON: Final = frozenset({
    "and", "or", "to", "but", "nor", "in", "on", "of", "for", "with", "as", "is", "was", "are", "were", "has", "have",
    "had", "by", "at", "from", "than", "the", "into", "would", "will", "can", "could", "may", "respectively", "which",
    "that",
})  # fmt: skip
"""Words before which a hyphen is not a line's: ``short- and long-term``, the ion in ``Cl- is``."""
_SYMBOL: Final = re.compile(r"[A-Z][a-z]?")
_PREFIXES: Final = frozenset({
    "non", "self", "semi", "quasi", "well", "high", "low", "multi", "anti", "all", "half", "cross", "pre", "post", "co",
    "as",
})  # fmt: skip
_SECOND_PARTS: Final = frozenset({
    "activated", "assisted", "based", "bearing", "coated", "conducting", "containing", "decorated", "deficient",
    "dependent", "derived", "doped", "driven", "enriched", "free", "grown", "induced", "limited", "like", "loaded",
    "mediated", "modified", "poor", "rich", "shaped", "stabilised", "stabilized", "substituted", "supported",
    "terminated", "treated",
})  # fmt: skip
"""Words that English sets with a hyphen behind what they speak of: *Se-rich*, *plasma-assisted*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How often words occur inside lines: joined ("electrolyte") and with hyphens ("solid-state")."""

    counts: Counter[str]

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Words":
        """The words of ``lines``, those at a line's broken end left out."""
        counts: Counter[str] = Counter()
        for line in lines:
            text = line.lower()
            counts.update(_TOKEN.findall(text[:-1].rsplit(" ", 1)[0] if text[-1:] in HYPHENS else text))
        return cls(counts=counts)

    def joined(self, tail: str, head: str) -> bool:
        """Whether ``tail`` and ``head``, parted by a hyphen at a line's end, are one word without it."""
        plain, hyphened = self.counts[(tail + head).lower()], self.counts[f"{tail}-{head}".lower()]
        if plain or hyphened:
            return plain >= hyphened
        last = re.split(r"[-\u2010]", tail)[-1]
        if not last.isalpha() or not head[:1].islower() or not tail[-1:].islower():
            return False
        if last.lower() in _PREFIXES or (len(last) > 1 and _first_word(head) in _SECOND_PARTS):
            return False
        both = self.counts[last.lower()] and self.counts[_first_word(head).lower()]
        return not (both and len(last) > 3 and len(_first_word(head)) > 3)


def _first_word(head: str) -> str:
    return re.split(r"[-\u2010]", head)[0]


def without_line_ends(text: str) -> str:
    """The text with its parted words as one, as words or as compounds with their hyphen."""
    if _PARTED.search(text) is None:
        return text
    words = Words.of([_PARTED.sub(" ", text)])

    def whole(match: re.Match[str]) -> str:
        tail, head = match["tail"], match["head"]
        if head in _GOES_ON or _SYMBOL.fullmatch(tail):
            return match[0]
        return f"{tail}{head}" if words.joined(tail, head) else f"{tail}-{head}"

    return _PARTED.sub(whole, text)
