"""A paper's text in, the compounds that it numbers out: after ``Mg3NF3 (1)``, ``in 1`` speaks of Mg3NF3."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ....records.compositions import CompositionFamily
from ...document import Document
from ...findings import Definition
from .formula_tokens import family_of, trimmed

_NUMBERED: Final = re.compile(r"(?<!\S)(?P<name>\S{2,60})\s\((?P<number>\d{1,2}[a-z]?)\)")
_BEFORE: Final = r"(?:[Ii]n|of|[Ff]or|from|to|with|than|between|both|and|compounds?|complex(?:es)?|structures?)\s"
_BEHIND: Final = (
    r"(?=[,;:)]|\.(?!\d)|\s(?:is|was|are|were|has|have|had|and|or|but|with|in|at|by|than|the|an?|which|shows?|exhibits?|gives?|"
    r"can|could|as|to|from|on|for|that|also|contains?|consists?|crystalli[sz]e[sd]?)\b|\s\()"
)
LEAST: Final = 3
"""How often a paper must give numbers to compounds, and at least to two, before a number alone is a name."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A compound with its number; ``start`` to ``end`` in the block ``block`` is where the number is first given."""

    number: str
    name: str
    block: str
    start: int
    end: int


def numbered_compounds(document: Document) -> tuple[Numbered, ...]:
    """The compounds that have numbers: each follows one formula, ``1`` and ``2`` are given, and not just once."""
    first: dict[tuple[str, str], Numbered] = {}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for block in document.body():
        for match in _NUMBERED.finditer(block.running):
            start, end = trimmed(block.running, *match.span("name"))
            name, number = block.running[start:end], match["number"]
            if _is_compound(name):
                counts[number][name] += 1
                first.setdefault((number, name), Numbered(number, name, block.id, *match.span("number")))
    told = sum(count.total() for count in counts.values())
    if told < LEAST or not {"1", "2"} <= counts.keys():
        return ()
    chosen = [(number, *count.most_common(1)[0], count.total()) for number, count in counts.items()]
    return tuple(first[number, name] for number, name, most, total in chosen if 2 * most > total)


def _is_compound(text: str) -> bool:
    family = family_of(text)
    return family is not None and len(family.compositions) == 1 and len(family.compositions[0].amounts) > 1


def number_families(numbered: tuple[Numbered, ...]) -> Mapping[str, CompositionFamily]:
    """The compounds by their numbers."""
    return {one.number: family for one in numbered if (family := family_of(one.name)) is not None}


def number_definitions(
    document: Document, numbered: tuple[Numbered, ...], stage: str, version: str
) -> tuple[Definition, ...]:
    """The numbers as labels, each with the place where it is given."""
    blocks = {block.id: block for block in document.blocks}
    return tuple(
        Definition(
            short=one.number, long=one.name, kind="label",
            evidence=document.cite(
                blocks[one.block], one.start, one.end, context=(one.start, one.end), stage=stage, version=version
            ),
        )
        for one in numbered
    )  # fmt: skip


def find_numbers(text: str, numbers: Mapping[str, CompositionFamily]) -> list[tuple[int, int]]:
    """Where a number alone stands for a compound: ``in 1``, ``that of 2``."""
    if not numbers:
        return []
    own = "|".join(sorted(numbers, key=len, reverse=True))
    pattern = re.compile(rf"\b{_BEFORE}(?:(?:the|compound)\s)?(?P<number>{own})(?!\w){_BEHIND}")
    return [match.span("number") for match in pattern.finditer(text)]
