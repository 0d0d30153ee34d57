"""A text and what the model says of its doping in, the same with the hosts that notation names out: ``ZnS:Ag:Co``."""

import re
from typing import Final

from .reader import Found, Reading, ScoredRelation, ScoredSpan

NOTATION: Final = re.compile(r"(?<![\w:])(?P<host>[A-Z][^\s:,;()\[\]/]*)(?P<dopants>(?::[A-Z][^\s:,;()\[\]/]*)+)")
"""In the training papers with a dopant behind the colon, 26 of 32 have their host before it, exactly so."""


def with_hosts(text: str, reading: Reading) -> Reading:
    """``reading`` with a host before the colon, linked, where the model found a dopant behind it and nothing before."""
    found = Found(list(reading.spans), list(reading.relations))
    for match in NOTATION.finditer(text):
        start, end = match.span("host")
        if any(one.start < end and start < one.end for one in reading.spans):
            continue
        dopants = [
            index
            for index, one in enumerate(reading.spans)
            if one.label == "DOPANT" and match.start("dopants") < one.start and one.end <= match.end("dopants")
        ]
        if dopants:
            score = max(reading.spans[index].score for index in dopants)
            (host,) = found.add([ScoredSpan(start, end, "HOST", score)])
            found.relations += [ScoredRelation(host, index, "doped_by", score) for index in dopants]
    return found.sorted()
