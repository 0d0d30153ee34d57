"""A text and what the model says of its doping in, the same by the grammar of doping phrases out, the model filling in.

The grammar reads most of what is told of doping; of a sentence of which it says nothing, the model does.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ..doping.grammar import Doping, Span, find_doping
from ..sentences import sentence_spans
from .reader import Found, Reading, ScoredRelation, ScoredSpan

RIGHT: Final = {"HOST": 0.87, "DOPANT": 0.94, "doped_by": 0.87}
"""The part of the grammar's words that is right in the training papers: the scores of its spans and relations."""
LEAST: Final = 0.5
"""The least score of a host or dopant that the model alone says."""


def with_grammar(text: str, reading: Reading, materials: Sequence[ScoredSpan] = ()) -> Reading:
    """``reading`` with hosts, dopants and their relations as the grammar has them.

    A host ends where the material ends in which it stands; ``materials`` are those that the MuLMS scheme marks. Of the
    model's stay results and modifiers, and hosts and dopants, with their relations, of sentences of which the grammar
    says nothing.
    """
    told = list(_whole(text, find_doping(text), materials))
    ends = [end for _, end in sentence_spans(text)]
    spoken = {bisect_right(ends, span[0]) for one in told for span in (*one.hosts, *one.dopants)}
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
    kept: dict[int, int] = {}
    for index, span in enumerate(reading.spans):
        if span.label not in RIGHT or (span.score > LEAST and bisect_right(ends, span.start) not in spoken):
            (kept[index],) = found.add([span])
    found.relations += [
        replace(one, head=kept[one.head], tail=kept[one.tail])
        for one in reading.relations
        if one.head in kept and one.tail in kept
    ]
    return found.sorted()


def _whole(text: str, told: Sequence[Doping], materials: Sequence[ScoredSpan]) -> Iterator[Doping]:
    """What the grammar says, its hosts to the end of their materials: ``SiC`` to ``SiC nanotubes``.

    Not where a material holds a dopant, too.
    """
    dopes = bytearray(len(text))
    for start, end in (span for one in told for span in one.dopants):
        dopes[start:end] = b"\1" * (end - start)
    alone = [one for one in materials if not any(dopes[one.start : one.end])]
    ends = {at: one.end for one in alone for at in range(one.start, one.end)}
    for one in told:
        yield replace(one, hosts=tuple((start, _end(ends, start, end)) for start, end in one.hosts))


def _end(ends: Mapping[int, int], start: int, end: int) -> int:
    """Where the material ends that holds a host from its first to its last character; else where that ends."""
    return ends[start] if start in ends and ends[start] == ends.get(end - 1) else end
