"""Blocks of a paper in, the same under the headings that a reader took for paragraphs out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ...document import Block

LIKE_HEADING = re.compile(
    r"(?:[■▪●]\s?)?(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?\s?|[IVX]{1,4}\.\s?)?(?P<words>[A-Z](?:[A-Z -]{3,60}|"
    r"(?<=\d\.[A-Z])[\w ,’'-]{3,80}|(?<=\d\s[A-Z])[\w ,’'-]{3,80}))"
)
"""A heading in capitals or with its number that stands as a paragraph of its own."""


def sectioned(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, those without a section under the heading that a reader took for a paragraph of its own."""
    heading: str | None = None
    for block in blocks:
        words = block.running.strip()
        if block.section is None and block.type == "paragraph" and LIKE_HEADING.fullmatch(words):
            heading = LIKE_HEADING.sub(r"\g<words>", words)
        yield replace(block, section=heading) if block.section is None and heading is not None else block
