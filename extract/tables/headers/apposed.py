"""The symbols of a paper's tables and its running text in, what the text calls them right before them out.

``The barrier height Φb was found to rise`` says nothing of Φb in the way of a definition; but a table that has Φb as a
header makes it a symbol, and the words before it are its name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from ....records.vocabulary import Vocabulary
from ...document import Table
from .phrases import is_symbol, symbol_key, tidied
from .units import split_unit

_LONGEST: Final = 8
_ROWS: Final = 60
"""So many rows of a table may have symbols in their first cells."""
_WORDLIKE: Final = frozenset({"a", "A", "I", "an", "in", "at", "no", "No", "As", "At", "In", "He", "is"})
"""Symbols that are words of English, too: these need a sign behind them."""
_NO_NOUN: Final = re.compile(
    r".*\b(?:and|or|in|for|at|on|which|that|where|with|to|from|by|is|are|was|were|as|of|using|than|has|have|had|be|can"
    r"|when|if|we|it|its|their|this|these|each|both|between|versus|vs|via|per|respectively|also|only|not)\s",
    re.I,
)
_ARTICLE: Final = re.compile(r".*\b(?P<article>the|an?|its|their)\s", re.I)
_GENERAL: Final = re.compile(
    r"(?:values?|parameters?|samples?|specimens?|symbols?|terms?|fig(?:ure)?s?|tables?|eqs?|equations?|curves?|plots?|line"
    r"|lines|factors?|elements?|compounds?|alloys?|steels?|films?|phases?|series|electrodes?|cells?|points?|units?|axis"
    r"|respective|corresponding|different|same|total|first|second|quantity|quantities|variables?|coefficients?|constants?"
    r"|temperatures?|times?|model|method|peaks?|bands?|states?|bonds?|atoms?|ions?|sites?|doped|pure|added|content"
    r"|increases?|decreases?|higher|lower|high|low|larger|smaller|reported|obtained|measured|calculated|type)",
    re.I,
)
"""Words that alone do not name a quantity."""


def table_symbols(tables: Iterable[Table]) -> frozenset[str]:
    """What may be a symbol among the headers and the first two columns of tables."""
    found: set[str] = set()
    for table in tables:
        headers = [text for row in table.cells[: max(2, table.header_rows)] for text in row]
        stubs = [text for row in table.cells[:_ROWS] for text in row[:2]]
        for text in dict.fromkeys((*headers, *stubs)):
            words = split_unit(text).words if 0 < len(text) <= 40 else ""
            if 0 < len(words) <= _LONGEST and " " not in words and not words[0].isdigit() and is_symbol(words):
                found.add(words)
    return frozenset(found)


def apposed_phrases(texts: Iterable[str], symbols: frozenset[str]) -> dict[str, str]:
    """The phrase that most often stands right before each symbol."""
    if not symbols:
        return {}
    names = "|".join(re.escape(symbol) for symbol in sorted(symbols, key=len, reverse=True))
    pattern = re.compile(
        rf"(?<![\w-])(?P<phrase>[A-Za-z][A-Za-z’'-]{{1,24}}(?: [A-Za-z][A-Za-z’'-]{{1,24}}){{0,5}}) (?P<symbol>{names})"
        r"(?=(?P<sign>[,.;:)=(]| = | ≈ | \()|\s|$)"
    )
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for symbol, phrase in _found(pattern, text):
            votes[symbol_key(symbol)][phrase] += 1
    return {symbol: counted.most_common(1)[0][0] for symbol, counted in votes.items()}


def _found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    for match in pattern.finditer(text):
        if match["symbol"] in _WORDLIKE and not match["sign"]:
            continue
        article = _ARTICLE.match(match["phrase"] + " ")
        bare = _NO_NOUN.sub("", match["phrase"] + " ").strip()
        phrase = tidied(_ARTICLE.sub("", bare + " ").strip())
        if phrase is None or (_GENERAL.fullmatch(phrase.rpartition(" ")[2]) and not _is_known(phrase)):
            continue
        if _is_known(phrase) or (article is not None and " " in phrase and phrase.islower()):
            yield match["symbol"], phrase


def _is_known(phrase: str) -> bool:
    """Whether a phrase ends with the name of a property."""
    return any(m.end == len(phrase) and not m.symbol for m in Vocabulary.load().find(phrase))
