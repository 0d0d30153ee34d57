"""Running text in, the ranges of its sentences out, in linear time; none is longer than :data:`LONGEST`."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

LONGEST: Final = 3000
"""Characters after which text without an end in sight (a table run into it) is cut, so that time stays linear."""
END = re.compile(r"[.!?][\"”’')\]]?(?:\s?\[\d[\d,–\- ]*\])?\s+(?=[\"“‘(\[]?[A-Z0-9α-ωΑ-Ω])")
LAST_WORD = re.compile(r"([A-Za-zÀ-ÿ.]+)$")
INITIAL = re.compile(r"[A-Z]\.|(?!(?:The|This|These|It|In|We|As|All|For|To|After|Then|Figure|Table)\b)[A-Z][a-z]+")
MAY_END: Final = frozenset(("al", "etc", "min", "at", "no", "s", "v", "p", "max", "mol"))
ABBREVIATIONS: Final = frozenset(
    {
        "al", "approx", "at", "aq", "ave", "avg", "b.p", "ca", "calc", "cf", "chap", "co", "conc", "corp", "dept", "dr",
        "e.g", "ed", "eds", "eq", "eqn", "eqs", "esp", "et", "etc", "exp", "fig", "figs", "i.e", "inc", "ltd", "max",
        "min", "m.p", "mol", "mr", "mrs", "no", "nos", "p", "pp", "prof", "ref", "refs", "resp", "s", "sec", "sect",
        "sp", "st", "suppl", "tab", "temp", "u.s", "univ", "v", "viz", "vol", "vols", "vs", "w.r.t", "wt",
    }
)  # fmt: skip
"""Words whose point ends no sentence."""


@lru_cache(maxsize=512)
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence; together they cover all of ``text`` but the blanks between them."""
    return tuple(piece for start, end in whole_sentences(text) for piece in pieces(text, start, end))


def whole_sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences, however long."""
    start = 0
    for match in END.finditer(text):
        if text[match.start()] == "." and continues(text, start, match.start(), match.end()):
            continue
        yield start, match.end() - len(match.group()) + len(match.group().rstrip())
        start = match.end()
    if text[start:].strip():
        yield start, len(text.rstrip())


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of bounded length, cut at a blank where there is one."""
    while end - start > LONGEST:
        blank = text.rfind(" ", start + 1, start + LONGEST)
        cut = blank if blank > start else start + LONGEST
        yield start, cut
        start = cut + (blank > start)
    yield start, end


def continues(text: str, start: int, point: int, after: int) -> bool:
    """Whether the point at ``point`` belongs to an abbreviation, an initial or a label."""
    word = LAST_WORD.search(text, max(start, point - 20), point)
    if word is None:
        return False
    name = word.group(1).rstrip(".")
    if name.lower() in ABBREVIATIONS:
        return name.lower() not in MAY_END or goes_on(text, after)
    before = text[: point - 1][-2:]
    unit = before.endswith("°") or (before.endswith(" ") and before[:1] in "°0123456789")
    alone = word.start() == 0 or text[word.start() - 1] in " (.\u00a0"
    return alone and len(name) == 1 and name.isupper() and not unit and INITIAL.match(text, after) is not None


def goes_on(text: str, after: int) -> bool:
    """For words that may end a sentence too: they go on before a digit or a bracket, not before a capital."""
    following = text[after : after + 1]
    return following.isdigit() or following in "(["


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """The sentence around ``position``; all of the text for a place between sentences."""
    spans = sentence_spans(text)
    place = bisect_right(spans, (position, len(text) + 1)) - 1
    if place >= 0 and spans[place][0] <= position < spans[place][1]:
        return spans[place]
    return 0, len(text)
