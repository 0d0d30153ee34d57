"""Definitions of a paper and words of a property in, the words with their abbreviations spelled out.

Names of materials stay as they are printed: they are no words of a property.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ...findings import Definition
from .material_words import find_names

_SHORT: Final = re.compile(r"[A-Z]{2,6}")
_LONG: Final = re.compile(r"[a-z][a-z-]+(?: [a-z][a-z-]+)+")


def long_forms(definitions: Iterable[Definition]) -> dict[str, str]:
    """What each abbreviation of plain words stands for, by its singular: ``CL`` for ``catalyst layer``."""
    found: dict[str, str] = {}
    for one in definitions:
        short, long = one.short.removesuffix("s"), one.long.strip()
        plain = _SHORT.fullmatch(short) and _LONG.fullmatch(long) and not any(find_names(long))
        if one.kind == "abbreviation" and plain:
            found.setdefault(short, long)
    return found


def spelled_out(words: str, forms: Mapping[str, str]) -> str:
    """``thickness of CL`` as ``thickness of catalyst layer``; what is abbreviated alone or spelled already stays so."""
    if " " not in words:
        return words

    def full(match: re.Match[str]) -> str:
        long = forms.get(match[1])
        return match[0] if long is None or long.lower() in words.lower() else long

    return re.sub(r"\b([A-Z]{2,6})s?\b", full, words)
