"""Running text in, the symbols that stand for a property out: those that a paper explains, those before a value.

``the charge-transfer resistance (Rct)`` explains a symbol for the whole paper; in ``αn = 2 × 10−6 cm3/s`` the sign
after it tells that something unexplained is one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ....records.composition_grammar import ELEMENTS
from ....records.vocabulary import Vocabulary
from .property_phrases import PropertyPhrase, Range, lexicon, property_phrases

_IN_BRACKETS: Final = re.compile(r"\s?\((?P<symbol>[^\s()]{1,6}(?:\([^\s()]{1,3}\)[^\s()]{0,4})?)\)")
_BETWEEN_COMMAS: Final = re.compile(r",\s(?P<symbol>[^\s(),;]{1,8}),\s")
_APPOSED: Final = re.compile(r"\s(?P<symbol>(?:[a-z][A-Z]|[α-ωΔ])[A-Za-z0-9]{1,6})(?=[\s,.;]|′?\s?=)")
"""``the grain boundary excess volume eGB``: set behind without a sign, and no word by its looks."""
_OF_WHAT_IN_BRACKETS: Final = re.compile(
    r"(?P<what>\s(?:for|of)\s[^.,;:()=]{3,40}?)\s\((?P<symbol>[α-ωΔ][A-Za-z0-9]{1,6})\)"
)
"""``the capture coefficient for holes (αp)``: only a Greek letter is surely no short form of what stands between."""
_IS_THE: Final = re.compile(
    r"(?<![\w/(])(?P<symbol>[^\s(),;=]{1,10})\s(?:is|are|represents?|denotes?|stands for|means)\s(?:the|a|an)\s"
    r"(?:(?:calculated|measured|mean|average|total|so-called|corresponding)\s)?$"
)
"""``where ξ is the mesh size``: ahead of the phrase."""
_DEFINING: Final = re.compile(r"\s(?:is|are|represents?|denotes?|stands for|means)\s(?:the|an?)\s")
_SHAPE: Final = re.compile(r"[^\W\d_][\w()′'*/,+−–-]{0,11}")
_PLAIN_WORD: Final = re.compile(r"[a-z]{2,}|[A-Z][a-z]{3,}|[A-Za-z]|e\.g|i\.e")
_SHORT_FORM: Final = re.compile(r"[A-Z]{3,6}")
_SIGN: Final = re.compile(r"\s?[=≈]")
_ASSIGNED: Final = re.compile(r"(?P<symbol>\S{1,30}?)\s?[=≈∼]\s?\(?$")
_SIGNED: Final = re.compile(r"\s?[=≈∼]|\sbeing\s")
_BEING: Final = re.compile(
    r"(?<!\S)(?P<symbol>[α-ωΔ]\w{0,3}|[a-z][A-Z]\w{0,2}|(?![a-z]?[aeiouy])[a-z]{2})\sbeing\s(?:about\s|only\s)?$"
)
"""``kp being 2 × 10−10``."""
_RATIO: Final = re.compile(
    r"(?<![\w/(+])(?P<symbol>(?=\S*[A-Z][a-z])(?:[A-Z][a-z]?|\([A-Z][a-z]?(?:\s?\+\s?[A-Z][a-z]?)+\))/"
    r"(?:[A-Z][a-z]?|\([A-Z][a-z]?(?:\s?\+\s?[A-Z][a-z]?)+\)))\s(?:of|is|was|being)\s(?:about\s|only\s)?$"
)
"""``Cu/(Zn+Sn) is 0.8``, if all of them are elements."""
_SYMBOLS: Final = re.compile(r"[A-Z][a-z]?")
_VERB_OR_NOUN: Final = re.compile(r"[a-z]{4,}")
_ARTICLE: Final = re.compile(r"a values?\b|A (?![=:≈~∼<>(])|a (?![=:≈~∼<>])")
_NUMBERED: Final = re.compile(
    r"\b(?:[Ss]tages?|[Ss]teps?|[Rr]egions?|[Ss]amples?|[Ss]pecimens?|[Tt]ypes?|[Gg]roups?|[Zz]ones?|[Pp]hases?|[Ss]ites?|"
    r"[Cc]ases?|[Cc]lass|[Vv]ariants?|[Pp]eaks?|[Pp]anels?|[Cc]urves?|[Ff]ig(?:ure|s?\.)|[Ss]eries|[Rr]outes?|[Mm]odes?|"
    r"[Dd]efects?|[Aa]lloys?|[Ss]teels?|[Mm]aterials?|[Pp]oints?)\s$"
)
"""Words whose letter is a label: ``stage A = 3`` tells no elongation."""
_VALUES: Final = ("value", "values")
_LONGEST: Final = 24
_MOST: Final = 200
"""Symbols that are kept of a paper, so that time stays linear."""
_REACH: Final = 300
"""Characters that a phrase is shorter than."""


def is_letter(text: str, start: int) -> bool:
    """Whether a lone letter is an article or a label: ``a value of``, ``stage A``."""
    return bool(_ARTICLE.match(text, start)) or bool(_NUMBERED.search(text[max(0, start - 12) : start]))


def explained_symbols(texts: Iterable[str], vocabulary: Vocabulary) -> dict[str, PropertyPhrase]:
    """The phrase that each symbol of a paper stands for, ``named`` in words; the first explanation counts."""
    found: dict[str, PropertyPhrase] = {}
    for text in texts:
        if "(" in text or "," in text or _APPOSED.search(text) or _DEFINING.search(text):
            for phrase in property_phrases(text, vocabulary.find(text), (), ()):
                symbol, end = (None, 0) if phrase.symbol else _explained(text, phrase)
                if symbol and len(found) < _MOST:
                    words = text[phrase.whole[0] : end]
                    found.setdefault(symbol, replace(phrase, named=words, vague=False))
    return found


def _explained(text: str, phrase: PropertyPhrase) -> tuple[str | None, int]:
    """The symbol in brackets, between commas or right behind a phrase, and where the words end that it stands for."""
    for end in dict.fromkeys((phrase.whole[1], phrase.end)):
        for pattern in (_IN_BRACKETS, _BETWEEN_COMMAS):
            match = pattern.match(text, end)
            if match and _SHAPE.fullmatch(match["symbol"]) and not _PLAIN_WORD.fullmatch(match["symbol"]):
                return match["symbol"], phrase.whole[1]
        if (told := _OF_WHAT_IN_BRACKETS.match(text, end)) is not None:
            return told["symbol"], told.end("what")
    ahead = _IS_THE.search(text, max(0, phrase.whole[0] - 50), phrase.whole[0])
    if ahead and not phrase.vague and _SHAPE.fullmatch(ahead["symbol"]) and not _PLAIN_WORD.fullmatch(ahead["symbol"]):
        return ahead["symbol"], phrase.whole[1]
    apposed = None if phrase.vague else _APPOSED.match(text, phrase.whole[1])
    return (apposed["symbol"], phrase.whole[1]) if apposed else (None, 0)


def symbol_phrases(
    text: str, phrases: Sequence[PropertyPhrase], values: Sequence[Range], explained: Mapping[str, PropertyPhrase]
) -> list[PropertyPhrase]:
    """The phrases with the symbols of ``text``: explained ones wherever they stand, others in front of a value."""
    phrases = [_as_assigned(text, _as_explained(text, _of_symbol(text, one, explained), explained)) for one in phrases]
    found = [one for one in _standing(text, explained) if not _overlaps(one.whole, phrases)]
    known = sorted([*phrases, *found], key=_place)
    found = [one for one in _assigned(text, phrases, values) if not _overlaps((one.start, one.end), known)]
    return sorted([*known, *found], key=_place)


def _of_symbol(text: str, phrase: PropertyPhrase, explained: Mapping[str, PropertyPhrase]) -> PropertyPhrase:
    """``values of eGB`` and ``lower eGB values`` are what eGB stands for."""
    printed = text[phrase.start : phrase.end]
    if phrase.properties or not printed.lower().endswith(_VALUES):
        return phrase
    last = text[phrase.end : phrase.whole[1]].rpartition(" ")[2]
    lead, _, ahead = printed.rpartition(" ")[0].rpartition(" ")
    symbol = explained.get(last) or explained.get(ahead)
    if symbol is None:
        return phrase
    which = f"{lead} " if lead and symbol is explained.get(ahead) and lead.islower() else ""
    named = symbol.named if symbol.named is None else f"{which}{symbol.named}"
    return replace(symbol, start=phrase.start, end=phrase.end, whole=phrase.whole, named=named)


def _as_explained(text: str, phrase: PropertyPhrase, explained: Mapping[str, PropertyPhrase]) -> PropertyPhrase:
    """A symbol of the vocabulary means what the paper says it does: its own words for ``Rgb``, if they are known."""
    told = explained.get(text[phrase.start : phrase.end]) if phrase.symbol else None
    if told is None or phrase.named is not None:
        return phrase
    symbol = text[phrase.start : phrase.end]
    return replace(phrase, named=f"{told.named} {symbol}", properties=told.properties or phrase.properties)


def _as_assigned(text: str, phrase: PropertyPhrase) -> PropertyPhrase:
    """A symbol of the vocabulary before a sign may stand for something else, if it is no lone letter."""
    if phrase.symbol and phrase.end - phrase.start > 1 and not phrase.dimensions and _SIGNED.match(text, phrase.end):
        return replace(phrase, dimensions=frozenset({"any"}))
    return phrase


def _place(phrase: PropertyPhrase) -> Range:
    return phrase.start, phrase.end


def _overlaps(place: Range, phrases: Sequence[PropertyPhrase]) -> bool:
    """Whether one of the phrases, which stand in order, shares a character with ``place``."""
    return any(one.whole[0] < place[1] and place[0] < one.whole[1] for one in _around(place, phrases))


def _around(place: Range, phrases: Sequence[PropertyPhrase]) -> Sequence[PropertyPhrase]:
    first = bisect_left(phrases, place[0] - _REACH, key=lambda one: one.start)
    return phrases[first : bisect_left(phrases, place[1], key=lambda one: one.start)]


def _standing(text: str, explained: Mapping[str, PropertyPhrase]) -> Iterator[PropertyPhrase]:
    """Explained symbols, but not where they are explained again."""
    inside = [symbol for symbol in explained if symbol in text]
    for symbol in inside:
        plural = "s?" if _SHORT_FORM.fullmatch(symbol) else ""
        for match in re.finditer(
            rf"(?:(?<![\w/(.-])|(?<=\()(?={re.escape(symbol)}\s?[=≈~∼])){re.escape(symbol)}{plural}(?![\w/(-])", text
        ):
            start, end = match.span()
            one = replace(explained[symbol], start=start, end=end, whole=(start, end))
            assigned = _SIGN.match(text, end) is not None
            yield replace(one, dimensions=one.dimensions | {"any"}) if assigned and not one.properties else one


def _is_symbol(word: str) -> bool:
    """Whether what stands before the sign can be one: ``was ~5``, ``by ~20 %`` and ``below ≈1200 °C`` have none."""
    words = lexicon()
    return (
        any(one.isalpha() for one in word) and len(word) <= _LONGEST and word.rstrip(".") not in words.variables
        and word.lower() not in words.edges and not _VERB_OR_NOUN.fullmatch(word) and not word.endswith(("°", "%"))
    )  # fmt: skip


def _assigned(text: str, phrases: Sequence[PropertyPhrase], values: Sequence[Range]) -> Iterator[PropertyPhrase]:
    """What stands before a sign (or ``being``) and a value, with the words that lead to it: ``a change Δl/l = 2``."""
    for start, _ in values:
        low = max(0, start - 40)
        if (ratio := _RATIO.search(text[low:start])) and ELEMENTS.issuperset(_SYMBOLS.findall(ratio["symbol"])):
            place = (low + ratio.start("symbol"), low + ratio.end("symbol"))
            named = f"{ratio['symbol']} ratio"
            yield PropertyPhrase(
                start=place[0], end=place[1], whole=place, dimensions=frozenset({"number"}), named=named, assigned=True
            )
            continue
        match = _ASSIGNED.search(text[low:start]) or _BEING.search(text[low:start])
        if match is None:
            continue
        symbol = match["symbol"].rpartition("=")[2]
        end = low + match.end("symbol")
        first = end - len(symbol)
        bare = symbol.lstrip("([{")
        if symbol.count("(") > symbol.count(")"):
            first, symbol = end - len(bare), bare
        if not _is_symbol(symbol) or (len(symbol) == 1 and is_letter(text, first)):
            continue
        near = _around((first, end), phrases)
        leading = next((one for one in near if one.whole[1] < first <= one.whole[1] + 3 and not one.symbol), None)
        whole = (leading.whole[0] if leading else first, end)
        yield PropertyPhrase(start=first, end=end, whole=whole, dimensions=frozenset({"any", "number"}), assigned=True)
