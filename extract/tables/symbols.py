"""A paper's running text, captions and table notes in, what its symbols and abbreviations mean out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ...records.units import Unit
from ...records.vocabulary import Property, Vocabulary
from ..findings import Definition

_BEHIND: Final = re.compile(r"(?P<between>\s?[,(]?\s?\(?)(?P<symbol>[^\s,;:()\[\]=]{1,12})(?=[\s,;:)=]|\.\s|\.?$)")
_BEFORE: Final = re.compile(
    r"(?P<symbols>[^\s,;:()]{1,10}(?:(?:, | and |/)[^\s,;:()]{1,10}){0,2})(?:,|:| =| is| denotes?"
    r"| represents?| stands? for) (?:the |a )?(?:\w+ ){0,2}$"
)
_WORD: Final = re.compile(r"[a-z]{3,}|[A-Z]?[a-z]{4,}|the|a|an|of|in|is|at|to|and|or|by|for|as|was|were|with|I|A")


@dataclass(frozen=True, slots=True)
class Symbols:
    """Symbols of one paper with the properties that it says they are, and its abbreviations spelled out."""

    properties: Mapping[str, tuple[Property, ...]] = field(default_factory=dict)
    long_forms: Mapping[str, str] = field(default_factory=dict)

    def match(self, text: str, unit: Unit | None) -> tuple[Property, ...]:
        """The properties that a header's symbol means in this paper, likeliest first."""
        key = symbol_key(text)
        entries = self.properties.get(key, ())
        if key in self.long_forms:
            entries = (*entries, *Vocabulary.load().match(self.long_forms[key], unit))
        return tuple(entry for entry in entries if unit is None or entry.fits(unit))


def symbol_key(text: str) -> str:
    """A symbol without spaces and marks of an index: ``T_g``, ``T g`` and ``Tg`` are one."""
    return re.sub(r"[\s_,]", "", text.replace("µ", "μ").replace("△", "Δ").replace("∆", "Δ"))


def read_symbols(texts: Iterable[str], definitions: Iterable[Definition]) -> Symbols:
    """Collects ``specific capacity (C)``, ``fracture energy, GIc,`` and ``Q, activation energy of ...``."""
    votes: dict[str, Counter[tuple[Property, ...]]] = defaultdict(Counter)
    for text in texts:
        _collect(text, votes)
    long_forms = {symbol_key(d.short): d.long for d in definitions if d.kind == "abbreviation"}
    return Symbols({key: counter.most_common(1)[0][0] for key, counter in votes.items()}, long_forms)


def _collect(text: str, votes: dict[str, Counter[tuple[Property, ...]]]) -> None:
    for mention in Vocabulary.load().find(text):
        if mention.symbol:
            continue
        behind = _BEHIND.match(text, mention.end)
        if behind and _is_symbol(behind["symbol"]) and (behind["between"].strip() or len(behind["symbol"]) <= 2):
            votes[symbol_key(behind["symbol"])][mention.properties] += 1
        before = _BEFORE.search(text[max(0, mention.start - 60) : mention.start])
        for symbol in re.split(r", | and |/", before["symbols"]) if before else ():
            if _is_symbol(symbol):
                votes[symbol_key(symbol)][mention.properties] += 1


def _is_symbol(text: str) -> bool:
    return (
        not _WORD.fullmatch(text)
        and not re.fullmatch(r"[\W\d]+[a-z%]{0,3}|.*\d\.\d.*", text)
        and text[0] not in "<>≤≥~±"
    )
