"""A text and what the model says of its doping in, the same by the grammar of doping phrases out, the model filling in.

The grammar reads most of what is told of doping; of a sentence of which it says nothing, the model does if it is sure.
"""

from bisect import bisect_right
from dataclasses import replace
from typing import Final

from ..doping.grammar import Span, find_doping
from ..sentences import sentence_spans
from .reader import Found, Reading, ScoredRelation, ScoredSpan

RIGHT: Final = {"HOST": 0.88, "DOPANT": 0.95, "doped_by": 0.9}
"""The part of the grammar's words that is right in the training papers: the scores of its spans and relations."""
LEAST: Final = 0.9
"""The least score of a host or dopant that the model alone says."""


def with_grammar(text: str, reading: Reading) -> Reading:
    """``reading`` with hosts, dopants and their relations as the grammar has them.

    Of the model's stay results and modifiers; and hosts and dopants, with their relations, of sentences of which the
    grammar says nothing.
    """
    told = find_doping(text)
    found = Found()
    places: dict[tuple[Span, str], int] = {}
    for one in told:
        for label, spans in (("HOST", one.hosts), ("DOPANT", one.dopants)):
            for span in spans:
                if (span, label) not in places:
                    (places[span, label],) = found.add([ScoredSpan(*span, label, RIGHT[label])])
    pairs = {(places[host, "HOST"], places[dopant, "DOPANT"])
             for one in told for host in one.hosts for dopant in one.dopants}  # fmt: skip
    found.relations += [ScoredRelation(*pair, "doped_by", RIGHT["doped_by"]) for pair in pairs]
    ends = [end for _, end in sentence_spans(text)]
    spoken = {bisect_right(ends, start) for (start, _), _ in places}
    kept: dict[int, int] = {}
    for index, span in enumerate(reading.spans):
        if span.label not in RIGHT or (span.score >= LEAST and bisect_right(ends, span.start) not in spoken):
            (kept[index],) = found.add([span])
    found.relations += [
        replace(one, head=kept[one.head], tail=kept[one.tail])
        for one in reading.relations
        if one.head in kept and one.tail in kept
    ]
    return found.sorted()
