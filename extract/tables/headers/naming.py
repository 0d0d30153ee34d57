"""A header's symbol with its unit in, the property that it stands for in this paper, and the paper's name for it, out.

A symbol that no sentence explains has several readings: σ in S/cm may be an electrical or an ionic conductivity. Each
phrase of a property that the table's caption or the paper's text uses is a hypothesis; it is scored by where and how
often it is used, by the vocabulary's own symbols, and by the letters of the symbol.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Final

from ....records.units import Unit
from ....records.vocabulary import Property, PropertyMention, Vocabulary

ENOUGH: Final = 2.0
"""From this score on a phrase is what a symbol stands for."""
_IN_CAPTION, _OF_SYMBOL, _SAME_HEAD, _BY_LETTERS = 2.0, 1.5, 1.0, 1.0
_MANY: Final = frozenset({"length", "time", "mass", "temperature", "energy", "pressure", "current"})
_MOST_OF_USE: Final = 1.5
_BEFORE: Final = re.compile(r"(?:[A-Za-z][A-Za-z-]* ){1,2}$")
_VALUED: Final = re.compile(r",?\s?(?:of\s)?(?:\S{1,5}\s?)?[=≈~]\s?\d")
_NO_PART: Final = re.compile(
    r".*\b(?:the|an?|of|and|or|for|in|on|with|from|by|at|to|as|its|their|their|between|versus|vs|calculated|measured"
    r"|comparison|summary|values?|list|obtained|estimated|experimental|corresponding|different|various) ",
    re.I,
)
_TAIL: Final = re.compile(r"(?P<base>[A-Zα-ωΑ-Ωa-z])_?(?P<tail>[A-Za-z]{2,6}\.?|\S{1,6})")


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A property that a symbol may stand for, the words that a paper has for it, and how likely that is."""

    entry: Property
    words: str
    score: float


@dataclass(frozen=True, slots=True)
class Usage:
    """The phrases of properties in a paper's text (with their counts) and in one table's caption."""

    text: Mapping[tuple[str, Property], int] = field(default_factory=dict)
    caption: Mapping[tuple[str, Property], int] = field(default_factory=dict)

    def best(self, symbol: str, unit: Unit | None, entries: tuple[Property, ...]) -> Hypothesis | None:
        """The likeliest reading of a symbol whose own readings are ``entries``; None where none is likely enough."""
        found = max(self._hypotheses(symbol, unit, entries), key=lambda h: h.score, default=None)
        return found if found and found.score >= ENOUGH else None

    def _hypotheses(self, symbol: str, unit: Unit | None, entries: tuple[Property, ...]) -> Iterator[Hypothesis]:
        known = entries or based_on(symbol, unit)
        heads = {_head(entry.words[0]) for entry in known} - _MANY
        sole = self._sole(unit)
        for told, place in ((self.caption, _IN_CAPTION), (self.text, 0.0)):
            for (words, entry), count in told.items():
                if unit is not None and not entry.fits(unit):
                    continue
                own = _OF_SYMBOL if entry in known else _SAME_HEAD if _head(words) in heads else 0.0
                letters = _BY_LETTERS if spelled_by(symbol, words) or entry == sole else 0.0
                if own or letters:
                    use = min(_MOST_OF_USE, log2(1 + count) / 2) * (0.5 if " " not in words else 1.0)
                    yield Hypothesis(entry, words, place + own + letters + use)

    def _sole(self, unit: Unit | None) -> Property | None:
        """The only property of a caption that has such a unit; None for units that many properties have."""
        fitting = {entry for _, entry in self.caption if unit is not None and entry.fits(unit)}
        rare = unit is not None and unit.dimension not in _MANY and unit.canonical != "1"
        return next(iter(fitting)) if rare and len(fitting) == 1 else None


def usage_in_caption(caption: str) -> Counter[tuple[str, Property]]:
    """Which phrases of which properties stand in a caption, with the words before them that belong to them.

    Those that have their value there, ``plates of thickness t = 25 mm``, are no matter of the columns.
    """
    found: Counter[tuple[str, Property]] = Counter()
    for mention in Vocabulary.load().find(caption):
        if not mention.symbol and not _VALUED.match(caption, mention.end):
            words = _told(caption, mention.start, mention.end)
            found.update((words, entry) for entry in mention.properties)
    return found


def usage_in_text(texts: Iterable[tuple[str, Iterable[PropertyMention]]]) -> Counter[tuple[str, Property]]:
    """How often which phrase of which property stands in running text, those that stand there once left out."""
    found: Counter[tuple[str, Property]] = Counter()
    for text, mentions in texts:
        for mention in mentions:
            if not mention.symbol:
                words = text[mention.start : mention.end].lower()
                found.update((words, entry) for entry in mention.properties)
    return Counter({key: count for key, count in found.items() if count > 1})


def _told(text: str, start: int, end: int) -> str:
    """A phrase with the words right before it that belong to it: ``total ionic conductivity``."""
    before = _BEFORE.search(text[max(0, start - 40) : start])
    more = _NO_PART.sub("", before[0]) if before else ""
    words = f"{more}{text[start:end]}"
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def based_on(symbol: str, unit: Unit | None) -> tuple[Property, ...]:
    """The properties of a symbol's first letter, where what follows only says more of it: ``σtotal``."""
    match = _TAIL.fullmatch(symbol)
    return Vocabulary.load().match(match["base"], unit) if match and unit is not None else ()


def spelled_by(symbol: str, words: str) -> bool:
    """Whether a symbol's letters begin words of a phrase, or its tail is one of them: ``Vm``, ``Rct``, ``dtotal``."""
    parts = [part.lower() for part in re.findall(r"[A-Za-z]+", words)]
    letters = re.sub(r"[^A-Za-z]", "", symbol).lower()
    if len(letters) < 2 or len(parts) < 2:
        return False
    if letters[1:] in parts or letters in parts:
        return True
    initials = [part[0] for part in parts]
    return len(letters) <= len(initials) and all(letters.count(x) <= initials.count(x) for x in letters)


def _head(words: str) -> str:
    """The last word of a phrase without its plural."""
    return re.sub(r"(?<=[^s])s$", "", words.rpartition(" ")[2].lower())
