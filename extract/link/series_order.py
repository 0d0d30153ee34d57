"""Values listed in the order of a variable in, each with the member of the series as its subject out.

``Gaps of 3, 4 and 5 eV were found with rising x``: they are those of the samples with x = 0, 0.1 and 0.2, if there are
as many.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from ..findings import Finding, Mention
from .samples import SampleBook

_ORDER: Final = re.compile(
    r"\b(?:[Ww]ith|[Ff]or|[Ii]n(?:\sthe)?\sorder\sof|[Oo]n)\s(?:the\s)?(?:(?P<up>rising|increasing|growing|larger|higher)"
    r"|(?P<down>falling|decreasing|smaller|lower))\s(?P<variable>[a-zδ])(?![\w=])(?!\s[=<>≤≥])"
)
REACH: Final = 60
"""Characters between a list and the words that tell its order."""
_CLAUSE: Final = re.compile(r"[;:]|\b(?:while|whereas|but)\b")


def in_series_order(book: SampleBook, values: Sequence[Finding]) -> Iterator[Finding]:
    """All values, those of a list that goes by a variable said of its members alone."""
    for _, group in groupby(values, key=lambda one: (one.evidence.block, one.evidence.quote, one.property)):
        found = list(group)
        members = _members(book, found)
        if len(members) == len(found) > 1:
            listed = [replace(one, distance=0.0, cues=("listed",)) for one in members]
            yield from (replace(one, subjects=(named,)) for one, named in zip(found, listed, strict=True))
        else:
            yield from found


def _members(book: SampleBook, values: Sequence[Finding]) -> list[Mention]:
    """The samples by the variable whose order the sentence tells right before or behind the values."""
    quote = values[0].evidence.quote
    told = _ORDER.search(quote)
    if told is None or values[0].evidence.kind == "table":
        return []
    first = quote.find(values[0].quantity.text.split()[0])
    last = quote.rfind(values[-1].quantity.text.split()[0])
    between = quote[told.end() : first] if told.end() <= first else quote[last : told.start()]
    if first < 0 or len(between) > REACH or _CLAUSE.search(between):
        return []
    named: dict[float, Mention] = {}
    for mention in book.names():
        assigned = book.compositions.assignment(mention)
        if assigned is not None and assigned[0] == told["variable"]:
            named.setdefault(assigned[1], mention)
    return [named[level] for level in sorted(named, reverse=told["down"] is not None)]
