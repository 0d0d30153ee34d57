"""Ranges of characters in, spaCy spans of exactly these characters out, whatever the tokens were."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from spacy.attrs import SENT_START
from spacy.tokens import Doc, Span, SpanGroup, Token

Labelled: TypeAlias = tuple[int, int, str]
"""Start and end in characters, and a label."""


def put(doc: Doc, key: str, spans: Iterable[Labelled]) -> list[Span]:
    """Makes ``doc.spans[key]`` of these ranges, splitting tokens that reach over an edge; the spans, in order.

    Groups, sentences and entities that the Doc has already stay where they are in its text. The single space that
    spaCy counts to the token before it is of no span: a range that begins or ends with it is the shorter for it, and
    one of nothing else is left out.
    """
    wanted = list(_without_outer_spaces(doc, spans))
    _split(doc, {edge for start, end, _ in wanted for edge in (start, end)})
    made = _spans(doc, wanted)
    doc.spans[key] = SpanGroup(doc, name=key, spans=made)
    return made


def _without_outer_spaces(doc: Doc, spans: Iterable[Labelled]) -> Iterator[Labelled]:
    hanging = {token.idx + len(token.text) for token in doc if token.whitespace_}
    for start, end, label in spans:
        shorter = start + (start in hanging), end - (end - 1 in hanging)
        if shorter[0] < shorter[1]:
            yield *shorter, label


def _spans(doc: Doc, wanted: Iterable[Labelled]) -> list[Span]:
    """Spans whose edges are edges of tokens."""
    first = {token.idx: token.i for token in doc}
    last = {token.idx + len(token.text): token.i + 1 for token in doc}
    return [Span(doc, first[start], last[end], label=label) for start, end, label in wanted]


def _split(doc: Doc, edges: set[int]) -> None:
    """Cuts tokens so that each of ``edges`` is one of a token."""
    starts = [token.idx for token in doc]
    cuts: dict[int, list[int]] = {}
    for edge in sorted(edges):
        place = bisect_right(starts, edge) - 1
        if place >= 0 and 0 < edge - starts[place] < len(doc[place].text):
            cuts.setdefault(place, []).append(edge - starts[place])
    if not cuts:
        return
    groups = {key: ([_place(span) for span in group], group.attrs) for key, group in doc.spans.items()}
    entities = [_place(span) for span in doc.ents]
    sentences = [token.idx for token in doc if token.is_sent_start]
    has_sentences = doc.has_annotation("SENT_START")
    with doc.retokenize() as retokenizer:
        for place, inside in cuts.items():
            pieces = _pieces(doc[place], inside)
            retokenizer.split(doc[place], pieces, heads=[(doc[place], number) for number in range(len(pieces))])
    for key, (placed, attributes) in groups.items():
        doc.spans[key] = SpanGroup(doc, name=key, attrs=attributes, spans=_spans(doc, placed))
    if entities:
        doc.set_ents(_spans(doc, entities))
    if has_sentences:
        begin_sentences(doc, sentences)


def _pieces(token: Token, cuts: Sequence[int]) -> list[str]:
    edges = [0, *cuts, len(token.text)]
    return [token.text[low:high] for low, high in pairwise(edges)]


def _place(span: Span) -> Labelled:
    return span.start_char, span.end_char, span.label_


def begin_sentences(doc: Doc, starts: Iterable[int]) -> None:
    """Lets a sentence begin at the tokens that stand at these characters, and at no other."""
    begins = {0, *starts}
    marks = np.array([1 if token.idx in begins else -1 for token in doc], dtype=np.int64)
    doc.from_array([SENT_START], marks.astype(np.uint64).reshape(-1, 1))  # pyright: ignore[reportArgumentType]
