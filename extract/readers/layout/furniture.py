"""The pieces of all pages in, which of them are furniture out: running heads, page and line numbers, stamps."""

import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Final

from .pieces import Piece

MARGIN: Final = 0.12
"""Running heads and feet stand in this share of the page's height at its top and bottom."""
STAMP: Final = re.compile(
    r"downloaded (?:from|by|on)|this article is protected|terms and conditions|all rights reserved|personal use only"
    r"|^arxiv:\d|licensed under|creative commons|author manuscript|©|copyright|^https?://\S+$|^www\.\S+$",
    re.IGNORECASE,
)
PAGE_NUMBER: Final = re.compile(
    r"^(?:page |p\. ?|s-?)?\(?\d{1,6}(?:[-–]\d{1,4})?\)?(?: ?(?:of|/) ?\d{1,4})?$", re.IGNORECASE
)


def furniture(pages: list[tuple[tuple[Piece, ...], float]]) -> list[set[int]]:
    """For every page, given as its pieces and its height, the indices of the pieces that are furniture.

    Text is a running head where the same words, numbers aside, stand at the same height on another page, in
    the page's margin; a lone number in the margin is a page number; a column of numbers left of the text
    that counts lines is line numbers.
    """
    places: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, (pieces, height) in enumerate(pages):
        for piece in pieces:
            if _in_margin(piece, height):
                for place in _places(piece):
                    places[place].add(number)
    found: list[set[int]] = []
    for pieces, height in pages:
        found.append({i for i, piece in enumerate(pieces) if _is_furniture(piece, height, places)})
        found[-1] |= _line_numbers(pieces)
    _whole_lines(pages, found)
    return found


def _in_margin(piece: Piece, height: float) -> bool:
    return piece.y1 < MARGIN * height or piece.y0 > (1 - MARGIN) * height


def _places(piece: Piece) -> tuple[tuple[str, int], tuple[str, int]]:
    words = re.sub(r"[\d\W]+", "#", piece.text.lower())
    row = round(piece.baseline / 4)
    return (words, row), (words, row + 1)


def _is_furniture(piece: Piece, height: float, places: dict[tuple[str, int], set[int]]) -> bool:
    if not _in_margin(piece, height):
        return False
    words = _places(piece)[0][0]
    if words == "#":
        edge = piece.baseline < 0.09 * height or piece.baseline > 0.91 * height
        return edge and bool(PAGE_NUMBER.match(piece.text))
    repeated = any(len(places[place]) > 1 for place in _places(piece))
    edge = piece.baseline < 0.08 * height or piece.baseline > 0.92 * height
    return repeated or (edge and bool(STAMP.search(piece.text)))


def _line_numbers(pieces: tuple[Piece, ...]) -> set[int]:
    """Numbers at one x that go up by one (or five) down the page, more than eight of them, left of all text."""
    numbers = [i for i, piece in enumerate(pieces) if piece.text.isdigit() and len(piece.text) <= 4]
    by_edge = Counter(round(pieces[i].x1 / 3) for i in numbers)
    if not by_edge:
        return set()
    edge, _ = by_edge.most_common(1)[0]
    column = sorted((i for i in numbers if abs(pieces[i].x1 / 3 - edge) <= 1.1), key=lambda i: pieces[i].baseline)
    values = [int(pieces[i].text) for i in column]
    steps = Counter(b - a for a, b in pairwise(values))
    if len(column) < 9 or not steps or steps.most_common(1)[0][0] not in (1, 5):
        return set()
    if steps.most_common(1)[0][1] < 0.8 * len(values):
        return set()
    left = min(pieces[i].x1 for i in column)
    others = sum(piece.x0 < left for i, piece in enumerate(pieces) if i not in set(column))
    return set(column) if others < 0.1 * len(pieces) else set()


def _whole_lines(pages: list[tuple[tuple[Piece, ...], float]], found: list[set[int]]) -> None:
    """What stands on one line with a running head, in the margin, is part of it."""
    for (pieces, height), here in zip(pages, found, strict=True):
        lines = {
            round(pieces[i].baseline) for i in here if _in_margin(pieces[i], height) and not pieces[i].text.isdigit()
        }
        for i, piece in enumerate(pieces):
            if piece.width < 40 * piece.size and _in_margin(piece, height) and round(piece.baseline) in lines:
                here.add(i)
