"""A paper's values and mentions in, the values out with what else the text around them speaks of as subjects.

What a heading names is what the text under it is about, and what the blocks before name is what a block is about that
names nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ...document import Document
from ...findings import Finding, Mention

BLOCKS: Final = 110.0
"""The distance of a subject that stands in a block before the value's."""
HEADINGS: Final = 85.0
"""The distance of a subject that stands in the heading over the value's block."""
LEVEL: Final = 15.0
"""What each heading further out adds."""
PRODUCT: Final = 20.0
"""The distance of what the heading says was made, for a value whose sentence names nothing."""
_PRODUCT: Final = re.compile(r"\b(?:product|compound|solid|crystals?)$", re.IGNORECASE)
"""Last words of ``the product``: what the heading says was made, not the last that is named, which may be a reagent."""
_BEFORE: Final = "earlier sentence"


class Topics:
    """What the headings and blocks around a sentence speak of.

    ``products`` are what the headings say was made, by section: it goes first where a sentence names nothing.
    """

    def __init__(self, document: Document, mentions: Sequence[Mention], products: Mapping[str, Mention]) -> None:
        self._headings = _headings(document, mentions)
        self._before = _Before(document, mentions)
        self._sections = {block.id: block.section for block in document.blocks}
        self._products = products

    def added(self, own: tuple[Mention, ...], block: str) -> tuple[Mention, ...]:
        """The subjects of a sentence of ``block`` with those of the heading over it.

        Where its paragraph names none, they are joined by those of the blocks before.
        """
        section = self._sections.get(block)
        subjects = (*own, *self._before.of(block)) if names_nothing(own) else own
        product = self._products.get(section or "")
        if product is not None and all(one.kind == "anaphor" or _BEFORE in one.cues for one in own):
            others = (one for one in subjects if _PRODUCT.search(one.text) is None)
            subjects = (replace(product, distance=PRODUCT, cues=("product of the heading",)), *others)
        return (*subjects, *_over(self._headings, section))


def names_nothing(subjects: Sequence[Mention]) -> bool:
    """Whether all subjects only point to what is named elsewhere."""
    return all(one.kind == "anaphor" for one in subjects)


def with_topics(values: Iterable[Finding], topics: Topics) -> tuple[Finding, ...]:
    """The values with the topics among their subjects; those whose paragraph names nothing are less sure."""
    return tuple(
        replace(
            value,
            subjects=topics.added(value.subjects, value.evidence.block or ""),
            confidence=round(0.8 * value.confidence, 3) if names_nothing(value.subjects) else value.confidence,
        )
        for value in values
    )


def _headings(document: Document, mentions: Sequence[Mention]) -> dict[str, list[Mention]]:
    """What each heading names, by the path of its section."""
    paths = {block.id: block.section for block in document.blocks if block.type == "heading"}
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        path = paths.get(mention.evidence.block or "")
        if path and mention.kind != "anaphor":
            found.setdefault(path, []).append(mention)
    return found


def _over(headings: dict[str, list[Mention]], section: str | None) -> Iterator[Mention]:
    """The mentions of the innermost heading over a section that names something."""
    parts = (section or "").split(" > ")
    for level in range(len(parts)):
        named = headings.get(" > ".join(parts[: len(parts) - level]), [])
        for one in named:
            yield replace(one, distance=HEADINGS + LEVEL * level, cues=("heading",))
        if named:
            return


class _Before:
    """The names of a document in order, by the blocks that they stand in."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._order = {block.id: place for place, block in enumerate(document.blocks)}
        self._sections = {block.id: block.section for block in document.blocks}
        headings = {block.id for block in document.blocks if block.type == "heading"}
        self._named = [one for one in mentions if one.kind != "anaphor" and one.evidence.block not in headings]
        self._places = [self._order.get(mention.evidence.block or "", -1) for mention in self._named]

    def of(self, block: str) -> Iterator[Mention]:
        """The last names of the blocks before one in its section, the nearest first."""
        if block not in self._order:
            return
        last = bisect_left(self._places, self._order[block])
        section = self._sections[block]
        near = [
            one for one in self._named[max(0, last - 3) : last] if self._sections[one.evidence.block or ""] == section
        ]
        for rank, one in enumerate(reversed(near)):
            cues = ("block before", *("one more name back" for _ in range(rank)))
            yield replace(one, distance=BLOCKS + 20.0 * rank, cues=cues)
