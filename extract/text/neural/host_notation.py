"""A text and what the model says of its doping in, the same with the hosts as notation has them out.

Before the colon of ``ZnS:Ag:Co`` a host is named; in ``Al-doped zinc oxide`` the host is the whole material behind.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from .reader import Found, Reading, ScoredRelation, ScoredSpan

NOTATION: Final = re.compile(r"(?<![\w:])(?P<host>[A-Z][^\s:,;()\[\]/]*)(?P<dopants>(?::[A-Z][^\s:,;()\[\]/]*)+)")
"""In the training papers with a dopant behind the colon, 26 of 32 have their host before it, exactly so."""
DOPED: Final = re.compile(r"(?:[- ](?:co-?)?|\bun)doped $")
"""In the training papers the MuLMS material right behind it is a host of 41 of 43 times, exactly so."""
LONGEST: Final = 12
"""Characters that DOPED can take."""


def with_hosts(text: str, reading: Reading, materials: Sequence[ScoredSpan] = ()) -> Reading:
    """``reading`` with a host before the colon, and with hosts behind *doped* from the first to the last word.

    Before the colon a host is added, linked, where the model found a dopant behind it and nothing before.
    ``materials`` are those that the MuLMS scheme marks in the text.
    """
    found = Found([whole(text, span, materials) for span in reading.spans], list(reading.relations))
    for match in NOTATION.finditer(text):
        start, end = match.span("host")
        if any(one.start < end and start < one.end for one in found.spans):
            continue
        dopants = [
            index
            for index, one in enumerate(found.spans)
            if one.label == "DOPANT" and match.start("dopants") < one.start and one.end <= match.end("dopants")
        ]
        if dopants:
            score = max(found.spans[index].score for index in dopants)
            (host,) = found.add([ScoredSpan(start, end, "HOST", score)])
            found.relations += [ScoredRelation(host, index, "doped_by", score) for index in dopants]
    return found.sorted()


def whole(text: str, span: ScoredSpan, materials: Sequence[ScoredSpan]) -> ScoredSpan:
    """A host with the borders of the widest material that it shares words with, where *doped* stands before that."""
    if span.label != "HOST":
        return span
    behind = [
        one
        for one in materials
        if one.start < span.end and span.start < one.end and DOPED.search(text, max(0, one.start - LONGEST), one.start)
    ]
    widest = max(behind, key=lambda one: one.end - one.start, default=span)
    return replace(span, start=widest.start, end=widest.end)
