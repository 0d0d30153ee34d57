"""A page's content in, its words in an upright frame out: one view for each direction of writing."""

from dataclasses import dataclass, field
from statistics import median

import numpy as np
import numpy.typing as npt

from ....records.evidence import Box
from ...readers.layout.content import Floats, PageContent
from ...readers.layout.pieces import SCRIPT_SIZE, PageText, Piece, page_text
from .rules import Rules, turned_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word, in points of its view. ``levels`` has +1 for each raised and -1 for each lowered character."""

    text: str
    levels: tuple[int, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: bool = False
    italic: bool = False
    spaced: bool = True

    @property
    def middle(self) -> float:
        """Half way between its sides."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page turned so that text written in direction ``turn`` (quarter turns) runs left to right."""

    number: int
    turn: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: Rules
    pictures: tuple[Box, ...] = ()
    body: float = 10.0
    ocr: bool = False
    _pages: tuple[float, float] = field(default=(0.0, 0.0))

    def to_page(self, box: Box) -> Box:
        """``box`` of this view in points of the page."""
        wide, high = self._pages
        x0, y0, x1, y1 = box
        if self.turn == 1:
            box = (y0, high - x1, y1, high - x0)
        elif self.turn == 2:
            box = (wide - x1, high - y1, wide - x0, high - y0)
        elif self.turn == 3:
            box = (wide - y1, x0, wide - y0, x1)
        return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))


def turned(boxes: Floats, turn: int, width: float, height: float) -> Floats:
    """``boxes`` (n, 4) of a page of ``width`` by ``height`` in the frame of ``turn``."""
    x0, y0, x1, y1 = boxes.T
    if turn == 1:
        return np.stack((height - y1, x0, height - y0, x1), axis=1)
    if turn == 2:
        return np.stack((width - x1, height - y1, width - x0, height - y0), axis=1)
    if turn == 3:
        return np.stack((y0, width - x1, y1, width - x0), axis=1)
    return boxes


def views_of(content: PageContent, rules: Rules, least: int = 40) -> list[View]:
    """A view for each writing direction that has at least ``least`` glyphs on the page."""
    text = page_text(content)
    sizes = text.glyphs.sizes
    body = float(np.median(sizes)) if len(sizes) else 10.0
    views: list[View] = []
    for turn in range(4):
        pieces = _pieces_of(text, turn)
        if sum(len(piece.text) for piece in pieces) < least:
            continue
        boxes = turned(text.glyphs.boxes, turn, content.width, content.height)
        lows = _baselines(text, turn, content.width, content.height)
        words = tuple(word for piece in pieces for word in _words(piece, boxes, lows, sizes))
        wide, high = (content.height, content.width) if turn % 2 else (content.width, content.height)
        pictures = turned(content.images, turn, content.width, content.height)
        views.append(
            View(
                number=content.number,
                turn=turn,
                width=wide,
                height=high,
                words=words,
                body=body,
                ocr=content.ocr,
                rules=turned_rules(rules, turn, content.width, content.height),
                pictures=tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in pictures),
                _pages=(content.width, content.height),
            )
        )
    return views


def _pieces_of(text: PageText, turn: int) -> list[Piece]:
    if turn == 0:
        return list(text.pieces)
    return [piece for piece in text.turned if text.glyphs.turns[piece.glyphs[piece.glyphs >= 0][0]] == turn]


def _baselines(text: PageText, turn: int, width: float, height: float) -> Floats:
    """The height of each glyph's origin in the frame of ``turn``, (n,)."""
    origins = text.glyphs.origins
    return turned(np.concatenate([origins, origins], axis=1), turn, width, height)[:, 1]


def _words(piece: Piece, boxes: Floats, lows: Floats, sizes: Floats) -> list[Word]:
    """The words of ``piece``, split at its spaces."""
    found: list[Word] = []
    start = 0
    for part in piece.text.split(" "):
        end = start + len(part)
        if part.strip():
            found.append(_word(piece, start, end, boxes, lows, sizes))
        start = end + 1
    return found


def _word(piece: Piece, start: int, end: int, boxes: Floats, lows: Floats, sizes: Floats) -> Word:
    index: npt.NDArray[np.intp] = piece.glyphs[start:end]
    index = index[index >= 0]
    here = boxes[index]
    large = sizes[index] > SCRIPT_SIZE * sizes[index].max()
    baseline = median(lows[index[large]].tolist())
    x0, y0 = here[:, :2].min(axis=0).tolist()
    x1, y1 = here[:, 2:].max(axis=0).tolist()
    return Word(
        text=piece.text[start:end], levels=tuple(piece.levels[start:end].tolist()), x0=x0, y0=y0, x1=x1, y1=y1,
        baseline=baseline, size=float(sizes[index].max()), bold=piece.bold > 0.5, italic=piece.italic > 0.5,
    )  # fmt: skip
