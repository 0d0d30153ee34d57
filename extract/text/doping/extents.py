"""Hosts by their words in, their places in the text out: from the first letter of a host's name to its last."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from .dopants import Part
from .kinds import kind_of
from .notation import ELEMENTAL, Notation, Span, element_count
from .words import Words

VARIABLE: Final = re.compile(r"(?P<name>RE|Ln|[AXMBR])(?:=.*)?")


def host_spans(words: Words, parts: Sequence[Part], written: Sequence[Notation]) -> tuple[Span, ...]:
    """The places of hosts; that of the host alone, where a part is a notation that names dopants too."""
    spans: list[Span] = []
    for part in parts:
        start, end = words[part.first].start, words[part.last].end
        at = bisect_left(written, start, key=lambda one: one[0][0])
        inside = at < len(written) and written[at][0][1] <= end
        spans.append(written[at][0] if inside else (start, _end(words, part)))
    return tuple(spans)


def _end(words: Words, part: Part) -> int:
    """Where the name of a host ends: with a bracket that tells its variable, before what else its last word holds."""
    word = words[part.last]
    closing = _variable_told(words, part)
    if closing is not None:
        return words[closing].end
    return word.end if word.kind != "formula" else word.start + len(_first(word.text))


def _first(formula: str) -> str:
    """The first of two compounds, which is the one that is doped: ``SnO2`` of ``SnO2/WO3``.

    A metal on its support and a compound that is coated are one host: ``Fe/MgO``, ``LiFePO4/C``.
    """
    first, slash, others = formula.partition("/")
    second = others.partition("/")[0]
    compound = element_count(first) > 1 or first in ELEMENTAL
    return first if slash and compound and (element_count(second) > 1 or kind_of(second) == "name") else formula


def _variable_told(words: Words, part: Part) -> int | None:
    """Where the bracket behind a host closes that tells a variable of its formula: ``CsPbX3 (X = Cl, Br)``.

    A variable that stands for ions stands for dopants.
    """
    at = part.last + 1
    closing = words.bracket_behind(at) if words.small(at) == "(" else None
    if closing is None or closing <= at + 1:
        return None
    variable = VARIABLE.fullmatch(words[at + 1].text)
    if variable is None or variable["name"] not in words[part.last].text:
        return None
    told = "=" in words[at + 1].text or words.small(at + 2) == "="
    ions = any(words[place].text[-1] in "+⁺" for place in range(at + 1, closing))
    return closing if told and not ions else None
