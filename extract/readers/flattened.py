"""A paragraph in, the rows of the composition table that it was copied from out: elements, then as many contents."""

import re
from collections.abc import Sequence
from typing import Final

from ...records.composition_grammar import ELEMENTS

FEWEST: Final = 4
"""Elements of which a row is no mere list in a sentence."""
_HEAD: Final = re.compile(r"(?:elements?|steels?|alloys?|samples?|specimens?|materials?|grades?)\W?", re.I)
_CONTENT: Final = re.compile(
    r"[<≤≥>~]?\d+(?:[.,]\d+)?(?:[–-]\d+(?:[.,]\d+)?)?%?|[-–—]|bal(?:\.|anced?)?|rem(?:\.|ainder|aining)?|rest", re.I
)
_CAPTION: Final = re.compile(
    r"(?:^|[.;]\s)(?P<caption>Table\s?\d{1,2}\s?[.:]\s?[^.;]{3,160}(?:\.\s?%[^.;]{0,40})?\.?)$"
)


def flattened_composition(text: str) -> list[list[str]] | None:
    """The rows of a table: ``C Si Mn P 0.15 0.30 0.80 0.01``; with a head, each row's first text is its name."""
    tokens = text.split()
    head = [tokens[0]] if tokens and _HEAD.fullmatch(tokens[0]) else []
    rest = tokens[len(head) :]
    count = next((place for place, token in enumerate(rest) if token not in ELEMENTS), len(rest))
    width = count + len(head)
    cells = rest[count:]
    if count < FEWEST or not cells or len(cells) % width or (not head and len(cells) > width):
        return None
    rows = [cells[start : start + width] for start in range(0, len(cells), width)]
    if not all(_CONTENT.fullmatch(cell) for row in rows for cell in row[len(head) :]):
        return None
    return [tokens[:width], *rows]


def caption_at_end(texts: Sequence[str]) -> str:
    """The caption that the last text ends with; empty where it ends with none."""
    match = _CAPTION.search(texts[-1]) if texts else None
    return match["caption"] if match else ""
