"""A column's meaning and header in, its meaning out where the header is a symbol of the caption with more behind it."""

import re
from dataclasses import replace
from typing import Final

from ....records.model import Condition
from ....records.vocabulary import Vocabulary
from ..headers.meaning import Meaning
from ..headers.phrases import is_symbol, symbol_key
from ..headers.symbols import Symbols

_HEADER: Final = re.compile(r"[<⟨〈]?\s?(?P<symbol>[^\s<>⟨⟩〈〉()]{3,12})\s?[>⟩〉]?(?P<rest>\s\w{1,20})?")
"""A symbol, perhaps as a mean, and what stands behind it in an index: ``< EabL > melt``."""
_WORD: Final = re.compile(r"[^\s,;:.()]{2,10}")


def as_indexed(meaning: Meaning, header: tuple[str, ...], caption: str, symbols: Symbols) -> Meaning:
    """A header that is the symbol of the caption and says only of what: ``EabL`` of a table "Eab of phases"."""
    match = _HEADER.fullmatch(header[-1]) if header else None
    if match is None or meaning.entries or meaning.element or symbols.phrase(match["symbol"]):
        return meaning
    inside = [w for w in _WORD.findall(caption) if match["symbol"].startswith(w) and w != match["symbol"]]
    found = max((w for w in inside if w[0].isupper() and is_symbol(w) and symbols.phrase(w)), key=len, default=None)
    if found is None:
        return meaning
    phrase = symbols.phrase(found) or found
    case = " ".join(part for part in (match["symbol"].removeprefix(found), (match["rest"] or "").strip()) if part)
    entries = Vocabulary.load().match(phrase, meaning.unit) or symbols.match(symbol_key(found), meaning.unit)
    return replace(
        meaning, role="property", words=f"{phrase} ({found})", entries=entries,
        conditions=(*meaning.conditions, Condition(name="case", text=case)),
    )  # fmt: skip
