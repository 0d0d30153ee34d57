"""A paper's running text, captions and table notes in, what its symbols and abbreviations mean out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ...records.composition_grammar import ELEMENTS
from ...records.units import Unit
from ...records.vocabulary import Property, Vocabulary
from ..findings import Definition

_BEHIND: Final = re.compile(r"(?P<between>\s?[,(]?\s?\(?)(?P<symbol>[^\s,;:()\[\]=]{1,12})(?=[\s,;:)=]|\.\s|\.?$)")
_BEFORE: Final = re.compile(
    r"(?P<symbols>[^\s,;:()]{1,10}(?:(?:, | and |/)[^\s,;:()]{1,10}){0,2})(?P<link>,|:| =| is| denotes?"
    r"| represents?| stands? for) (?:the |a )?(?:\w+ ){0,2}$"
)
_WORD: Final = re.compile(r"[a-z]{3,}|[A-Z]?[a-z]{4,}|the|a|an|of|in|is|at|to|and|or|by|for|as|was|were|with|I|A")
_SYMBOLS_TOO: Final = frozenset({"Tc", "Re"})
"""Elements whose symbols stand for a property more often than for the element."""
_NO_SYMBOL: Final = frozenset(
    "and or which that as at in for with from is are was were both then but while where when such also thus hence "  # noqa: SIM905
    "after under than this these those the our its etc see using since into over only".split()
)
_PHRASE: Final = re.compile(
    r"(?P<phrase>(?:[A-Za-z][\w'’-]*\s){0,5}[A-Za-z][\w'’-]{2,}),?\s?(?:\((?P<round>[^()]{1,14}(?:\([^()]{1,8}\))?)\)"
    r"|,\s(?P<comma>[^\s,;()]{1,8})(?=,|\.$|;| for | and ))"
)
_LISTED: Final = re.compile(
    r"(?:^|[;:.]\s)(?P<symbols>[^\s,;()]{1,10}(?: and [^\s,;()]{1,10})?)(?:,|:| =)\s"
    r"(?P<phrase>[a-z][^;,:()=]{4,60})"
)
_ARTICLES: Final = re.compile(
    r"^(?:[a-z](?= [A-Z])|the|an?|of|and|for|in|on|at|with|by|from|to|their|its|values?|data|parameters?"
    r"|related|comparison|both|typical)\s+",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Symbols:
    """Symbols of one paper with the properties that it says they are, and its abbreviations spelled out."""

    properties: Mapping[str, tuple[Property, ...]] = field(default_factory=dict)
    long_forms: Mapping[str, str] = field(default_factory=dict)

    def spelled_out(self, text: str) -> str:
        """A symbol with what the paper calls it: ``upper shelf energy (USE)``; other words as they are."""
        key = symbol_key(text)
        phrase = self.long_forms.get(key)
        if phrase is None and key.startswith("Δ") and key[1:] in self.long_forms:
            phrase = f"change of {self.long_forms[key[1:]]}"
        return f"{phrase} ({text})" if phrase and phrase.lower() != text.lower() else text

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
        own = behind is not None and any(behind["symbol"] in entry.symbols for entry in mention.properties)
        if behind and (own or _stands_apart(text, behind)):
            votes[symbol_key(behind["symbol"])][mention.properties] += 1
        before = _BEFORE.search(text[max(0, mention.start - 60) : mention.start])
        if before and not _begins(before):
            continue
        for symbol in re.split(r", | and |/", before["symbols"]) if before else ():
            if _is_symbol(symbol):
                votes[symbol_key(symbol)][mention.properties] += 1


def _begins(match: re.Match[str]) -> bool:
    """Whether ``Q, activation energy`` begins a clause; within a list it says the symbol of the phrase before."""
    if not match["link"].startswith(","):
        return True
    return match.string[: match.start()].rstrip()[-1:] in ("", ";", ":", ".")


def _stands_apart(text: str, match: re.Match[str]) -> bool:
    """Whether the word behind a phrase is its symbol: in parentheses, between commas, or very short."""
    symbol = match["symbol"]
    if not match["between"].strip():
        return len(symbol) == 1 and _is_symbol(symbol)
    if _is_symbol(symbol):
        return True
    closed = text[match.end() : match.end() + 1] in (",", ")")
    return closed and len(symbol) <= 5 and symbol not in _NO_SYMBOL and not _is_formula(symbol)


def read_phrases(texts: Iterable[str]) -> dict[str, str]:
    """What captions and notes call their symbols: ``domain size (Dv)``, ``eGB, grain boundary expansion;``."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _PHRASE.finditer(text):
            symbol, phrase = match["round"] or match["comma"], match["phrase"]
            if _is_symbol(symbol):
                found.setdefault(symbol_key(symbol), _bare(phrase))
        for match in _LISTED.finditer(text):
            for symbol in match["symbols"].split(" and "):
                if _is_symbol(symbol):
                    found.setdefault(symbol_key(symbol), _bare(match["phrase"]))
    return {symbol: phrase for symbol, phrase in found.items() if len(phrase) > 3}


def _bare(phrase: str) -> str:
    while (shorter := _ARTICLES.sub("", phrase)) != phrase:
        phrase = shorter
    return re.split(r" (?:determined|measured|obtained|associated|where|which)\b|\. ", phrase)[0].strip(" .")


def _is_formula(text: str) -> bool:
    parts = re.findall(r"[A-Z][a-z]?|\d+|.", text)
    return bool(re.search(r"\d", text)) and all(part.isdigit() or part in ELEMENTS for part in parts)


def _is_symbol(text: str) -> bool:
    if _is_formula(text) or (len(text) == 2 and text in ELEMENTS - _SYMBOLS_TOO):
        return False
    return (
        not _WORD.fullmatch(text)
        and not re.fullmatch(r"[\W\d]+[a-z%]{0,3}|.*\d\.\d.*", text)
        and text[0] not in "<>≤≥~±"
    )
