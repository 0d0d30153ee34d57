"""A paper's text and some names of its samples in, the codes out that it lists beside them: ``for Z, ZS and ZSW``.

What stands in one list with a sample's name is a sample too, where it looks like a code, is no formula, and is spoken
of time and again. Codes that are told so tell others in turn.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from .formula_tokens import formula_at
from .sample_labels import NO_SHORT
from .sample_phrases import words
from .vocabulary import word_set

_CODE: Final = r"(?=[\w@/+‐–-]*[A-Z])[A-Za-z0-9](?:[\w@/+‐–-]{0,11}[\w+])?"
_ITEM: Final = rf"(?<![\w@/+.‐–-]){_CODE}(?![\w@/+‐–-])(?:\s\([^()]{{1,24}}\))?"
_JOINT: Final = r"(?:,?\s(?:and|or)\s|,\s)"
_LIST: Final = re.compile(rf"{_ITEM}(?:{_JOINT}{_ITEM}){{1,9}}")
_BETWEEN: Final = re.compile(_JOINT)
_SHAPE: Final = re.compile(r"(?=.*[A-Z].*[A-Z0-9]).+(?<![+])")
"""A code has a further capital or a digit, and is no ion."""
_MANY: Final = 4
"""How often a code is spoken of."""


def coordinated_codes(text: str, known: Iterable[str], strange: frozenset[str]) -> frozenset[str]:
    """The codes that stand in lists with ``known`` names; ``strange`` are short names that mean something else."""
    lists = [frozenset(_listed(match.group())) for match in _LIST.finditer(text)]
    names, found = set(known), set[str]()
    while fresh := {
        code for items in lists if items & names for code in items - names - strange if _is_code(code, text)
    }:
        names |= fresh
        found |= fresh
    return frozenset(found)


def _listed(text: str) -> Iterator[str]:
    """The items of a list, without what stands in brackets behind them."""
    yield from (item.partition(" ")[0] for item in _BETWEEN.split(text))


def _is_code(code: str, text: str) -> bool:
    """Whether a text has the shape of a code, is no formula, and occurs often."""
    other = word_set("not_formulas") | words().no_modifiers
    if NO_SHORT.match(code) or code in other or not _SHAPE.fullmatch(code) or formula_at(code, 0, len(code), {}):
        return False
    return len(re.findall(rf"(?<![\w-]){re.escape(code)}(?![\w-])", text)) >= _MANY
