"""Running text, captions and notes in, symbols with their phrases where several are told in one breath out.

Three ways to say it: ``Ms, Mr and Hc denote A, B and C``; ``A, B and C (Ms, Mr and Hc)``; and, with the verb left out,
``S is the A, σ the B and κ the C``.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from ....records.composition_grammar import ELEMENTS

_SYMBOL: Final = r"[^\s,;:()\[\]=]{1,12}"
_AND: Final = r"(?:,? and |,? & |, )"
_SYMBOLS: Final = rf"(?P<symbols>{_SYMBOL}(?:{_AND}{_SYMBOL}){{1,7}})"
_LINK: Final = (
    r"(?:,? ?(?:=|:|–|—)| (?:is|are|denotes?|represents?|indicates?|means?|stands? for|refers? to|corresponds? to))"
)
_TOLD: Final = re.compile(rf"(?<![\w.]){_SYMBOLS}{_LINK}\s(?P<phrases>[^.;:()=]{{8,240}})")
_BRACKETED: Final = re.compile(rf"(?P<phrases>[^.;:()=]{{8,200}})\s\({_SYMBOLS}(?:, respectively)?\)")
_PHRASES_CUT: Final = re.compile(
    r",? respectively\b.*|,? (?:of|for|in|at|from|by|obtained|measured|determined|calculated|as|which|where|while"
    r"|whereas|when|with) (?!and\b).*"
)
_ELLIPTIC: Final = re.compile(
    rf"(?:,|;| and|, and) (?P<symbol>{_SYMBOL}) (?:the|an?|is (?:the|an?)|are the) "
    r"(?=(?P<phrase>[A-Za-z][\w’'–-]*(?: [A-Za-z][\w’'–-]*){0,6}))"
)
_FIRST: Final = re.compile(rf"(?<![\w.]){_SYMBOL} (?:is|are|denotes?|represents?|stands? for) (?:the|an?) ")
_ARTICLE: Final = re.compile(r"^(?:(?:both|where|here|the|an?|their|its|and)\s+)+", re.I)
_CLAUSE_END: Final = re.compile(
    r",? (?:and|or|in|for|at|on|which|that|where|with|per|from|by|is|are|was|were|as|when|respectively"
    r"|of (?:the|an?|each|all|this|our)) .*|,? (?:and|respectively|of)$"
)


def listed_symbols(text: str, is_symbol: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Every symbol of a list with the phrase at its place in the list beside it."""
    for match in _TOLD.finditer(text):
        yield from _paired(_symbols(match["symbols"]), _phrases(match["phrases"]), is_symbol)
    for match in _BRACKETED.finditer(text):
        symbols = _symbols(match["symbols"])
        yield from _paired(symbols, _last_phrases(match["phrases"], len(symbols)), is_symbol)
    for first in _FIRST.finditer(text):
        sentence = re.split(r"\.\s", text[first.end() : first.end() + 400], maxsplit=1)[0]
        for match in _ELLIPTIC.finditer(sentence):
            if is_symbol(match["symbol"]) and not re.fullmatch("[a-z]{2,}", match["symbol"]):
                yield match["symbol"], _CLAUSE_END.sub("", match["phrase"] + " ").strip()


def _paired(
    symbols: Sequence[str], phrases: Sequence[str], is_symbol: Callable[[str], bool]
) -> Iterator[tuple[str, str]]:
    symbols = symbols[-len(phrases) :] if phrases else []
    told = [is_symbol(symbol) for symbol in symbols]
    if (
        len(symbols) == len(phrases) > 1
        and any(told)
        and all(sure or s in ELEMENTS for sure, s in zip(told, symbols, strict=True))
    ):
        yield from zip(symbols, _with_shared_head(phrases), strict=True)


def _symbols(text: str) -> list[str]:
    return re.split(_AND, text)


def _phrases(text: str) -> list[str]:
    parts = re.split(r",? and |, ", _PHRASES_CUT.sub("", text))
    return [_ARTICLE.sub("", part).strip() for part in parts if part.strip()]


def _last_phrases(text: str, count: int) -> list[str]:
    """The last ``count`` members of a list; of the first only its last words, as a clause stands before it."""
    parts = re.split(r",? and |, ", text.strip())[-count:]
    if len(parts) < count or " and " not in text.rpartition(",")[2]:
        return _numbered(parts[-1], count)
    first = re.split(
        r"\b(?:the|an?|of|for|in|their|its|is|are|as|with|by|including|both|namely|showed?|measured|calculated)\s",
        parts[0],
    )[-1]
    return [_ARTICLE.sub("", part).strip() for part in (first, *parts[1:])]


def _numbered(phrase: str, count: int) -> list[str]:
    """What several symbols are together that one phrase in the plural stands for: ``the release rates (k1 and k2)``."""
    bare = re.split(r"\b(?:the|both|two|their)\s", phrase)[-1].strip()
    return [bare.removesuffix("s")] * count if bare.endswith("s") and len(bare.split(" ")) < 5 else []


def _with_shared_head(phrases: Sequence[str]) -> list[str]:
    """``anodic`` and ``cathodic Tafel slopes`` as two slopes: what stands before a plural takes its noun too."""
    *others, last = phrases
    words = last.split(" ")
    if len(words) < 2 or not last.endswith("s") or any(phrase.endswith("s") for phrase in others):
        return list(phrases)
    head = words[-1] if any(" " in phrase for phrase in others) else " ".join(words[1:])
    return [*(f"{phrase} {head}" for phrase in others), last]
