"""A paper's running text, captions and table notes in, what its symbols and abbreviations mean out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ....records.units import Unit
from ....records.vocabulary import Property, PropertyMention, Vocabulary
from ...findings import Definition
from .apposed import apposed_phrases
from .naming import Hypothesis, Usage, usage_in_text
from .phrases import is_formula, is_member, is_symbol, symbol_key, text_phrases, tidied
from .words import METHOD

_BEHIND: Final = re.compile(r"(?P<between>\s?[,(]?\s?\(?)(?P<symbol>[^\s,;:()\[\]=]{1,12})(?=[\s,;:)=]|\.\s|\.?$)")
_BEFORE: Final = re.compile(
    r"(?P<symbols>[^\s,;:()]{1,10}(?:(?:, | and |/)[^\s,;:()]{1,10}){0,2})(?P<link>,|:| =| is| denotes?"
    r"| represents?| stands? for) (?:the |a )?(?:\w+ ){0,2}$"
)
_NO_SYMBOL: Final = frozenset(
    "and or which that as at in for with from is are was were both then but while where when such also thus hence "  # noqa: SIM905
    "after under than this these those the our its etc see using since into over only".split()
)


_BASE: Final = frozenset({"length", "time", "mass", "temperature", "energy", "pressure", "current"})
_ABBREVIATION: Final = re.compile(r"(?<![\w-])[A-Z]{2,6}(?![\w-])")


@dataclass(frozen=True, slots=True)
class Symbols:
    """Symbols of one paper with the properties that it says they are, and what it calls them.

    ``long_forms`` are of its abbreviations and of a table's caption and notes, ``said`` of its running text;
    ``usage`` tells which properties caption and text speak of.
    """

    properties: Mapping[str, tuple[Property, ...]] = field(default_factory=dict)
    long_forms: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)

    def is_own(self, text: str) -> bool:
        """Whether the table's caption and notes, or an abbreviation of the paper, spell a text out."""
        return symbol_key(text) in self.long_forms

    def phrase(self, text: str, unit: Unit | None = None) -> str | None:
        """What the paper calls a symbol; None where its text calls so what no such unit measures."""
        key = symbol_key(text)
        phrase = self.long_forms.get(key)
        parts = [self.long_forms.get(part) or self.said.get(part) for part in key.split("/")]
        if phrase is None and len(parts) == 2 and parts[0] and parts[1]:
            phrase = f"{parts[0]} / {parts[1]}"
        if phrase is None and (phrase := self.said.get(key)):
            whole = unit is not None and (unit.dimension in _BASE or _is_whole(phrase))
            entries = _of_head(phrase) if whole else ()
            if entries and not any(entry.fits(unit) for entry in entries):
                return None
        if phrase is None and key.startswith("Δ") and key[1:] in self.long_forms:
            phrase = f"change of {self.long_forms[key[1:]]}"
        return phrase if phrase and phrase.lower() != text.lower() else None

    def spelled_out(self, text: str, unit: Unit | None = None) -> str:
        """A symbol with what the paper calls it: ``upper shelf energy (USE)``; other words as they are."""
        phrase = self.phrase(text, unit)
        return f"{phrase} ({text})" if phrase else _ABBREVIATION.sub(self._with_long_form, text)

    def _with_long_form(self, match: re.Match[str]) -> str:
        """An abbreviation among other words, with its long form: ``MHD`` of ``MHD in width``."""
        phrase = self.long_forms.get(match[0]) if match[0] != match.string else None
        return f"{phrase} ({match[0]})" if phrase else match[0]

    def likeliest(self, text: str, unit: Unit | None, entries: tuple[Property, ...] = ()) -> Hypothesis | None:
        """What a symbol that the paper explains nowhere stands for, by what caption and text speak of."""
        bare = 0 < len(text) <= 12 and not re.search(r"[ /]", text) and is_symbol(text)
        return self.usage.best(text, unit, entries) if bare and (unit or entries) else None

    def match(self, text: str, unit: Unit | None) -> tuple[Property, ...]:
        """The properties that a header's symbol means in this paper, likeliest first."""
        key = symbol_key(text)
        own = Vocabulary.load().match(self.long_forms[key], unit) if key in self.long_forms else ()
        said = Vocabulary.load().match(self.said[key], unit) if key in self.said else ()
        entries = (*own, *self.properties.get(key, ()), *said)
        return tuple(dict.fromkeys(entry for entry in entries if unit is None or entry.fits(unit)))


def read_symbols(
    texts: Iterable[str], definitions: Iterable[Definition], printed: frozenset[str] = frozenset()
) -> Symbols:
    """Collects ``specific capacity (C)``, ``fracture energy, GIc,`` and ``Q, activation energy of ...``.

    Of symbols that are ``printed`` in tables, the words right before them in the text count, too.
    """
    texts = tuple(texts)
    votes: dict[str, Counter[tuple[Property, ...]]] = defaultdict(Counter)
    found = [(text, Vocabulary.load().find(text)) for text in texts]
    for text, mentions in found:
        _collect(text, mentions, votes)
    told = (d for d in definitions if d.kind == "abbreviation" and tidied(d.long))
    long_forms = {symbol_key(d.short): d.long for d in told}
    return Symbols(
        {key: counter.most_common(1)[0][0] for key, counter in votes.items()},
        long_forms,
        {**apposed_phrases(texts, printed), **text_phrases(texts)},
        Usage(text=usage_in_text(found)),
    )


def _collect(text: str, mentions: Iterable[PropertyMention], votes: dict[str, Counter[tuple[Property, ...]]]) -> None:
    for mention in mentions:
        if mention.symbol:
            continue
        behind = _BEHIND.match(text, mention.end)
        own = behind is not None and any(behind["symbol"] in entry.symbols for entry in mention.properties)
        listed = behind is not None and behind["between"].strip() == ","
        if listed and behind and is_member(behind["symbol"], text[mention.start : mention.end]):
            behind = None
        if behind and (own or _stands_apart(text, behind)):
            votes[symbol_key(behind["symbol"])][mention.properties] += 1
        before = _BEFORE.search(text[max(0, mention.start - 60) : mention.start])
        if before and not _begins(before):
            continue
        for symbol in re.split(r", | and |/", before["symbols"]) if before else ():
            if is_symbol(symbol):
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
        listed = text[match.end() : match.end() + 1] in (",", ";", ")")
        return is_symbol(symbol) and (len(symbol) == 1 or (listed and not METHOD.fullmatch(symbol)))
    if is_symbol(symbol):
        return True
    closed = text[match.end() : match.end() + 1] in (",", ")")
    return closed and len(symbol) <= 5 and symbol not in _NO_SYMBOL and not is_formula(symbol)


def _of_head(phrase: str) -> tuple[Property, ...]:
    """The properties that the end of a phrase names: none of ``upper plateau stress``, which is no plateau."""
    found = (m for m in Vocabulary.load().find(phrase) if m.end == len(phrase) and not m.symbol)
    return tuple(entry for mention in found for entry in mention.properties)


def _is_whole(phrase: str) -> bool:
    """Whether a phrase is all of a known property's name: not so ``intrinsic viscosity`` for a viscosity."""
    return any(m.end - m.start == len(phrase) and not m.symbol for m in Vocabulary.load().find(phrase))
