"""The glyphs of a page in, pieces of lines out: runs of glyphs without a gap, with their clean text."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from .characters import spelled_out
from .content import SPACES, Flags, Floats, Font, Glyphs, Ints, PageContent

N = TypeVar("N", np.float32, np.int32)

WORD_GAP = 0.14
"""A gap wider than this share of the font size is a space (a space of TeX at its narrowest has 0.2)."""
BREAK_GAP = 1.0
"""A gap wider than this share of the font size ends a piece; columns are further apart."""
SCRIPT_GAP = 0.3
"""Before a sub- or superscript only a gap this wide is a space."""
SCRIPT_SIZE = 0.87
"""Sub- and superscripts are at most this share of their line's font size."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """A run of glyphs on one line.

    ``glyphs`` (len(text),) index the page's glyphs, -1 for a space put in; ``levels`` are +1 for a
    superscript, -1 for a subscript. ``baseline`` and ``size`` are medians over the glyphs; ``bold`` and
    ``italic`` are shares of them; ``font`` is the name of the one font used, "" where they are mixed.
    """

    text: str
    glyphs: npt.NDArray[np.intp]
    levels: npt.NDArray[np.int8]
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: float
    italic: float
    font: str = ""

    @property
    def width(self) -> float:
        """From its left to its right edge, in points."""
        return self.x1 - self.x0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A page's glyphs, spelled out, and the pieces they form; ``turned`` are the pieces of rotated text."""

    glyphs: Glyphs
    pieces: tuple[Piece, ...]
    turned: tuple[Piece, ...] = ()


def page_text(page: PageContent) -> PageText:
    """The pieces of ``page`` in the order in which the file draws them."""
    glyphs = spelled_out(page.glyphs, page.fonts)
    turns = np.unique(glyphs.turns)
    if not len(turns):
        return PageText(glyphs=glyphs, pieces=())
    level = np.flatnonzero(glyphs.turns == 0)
    pieces = _pieces(glyphs, level, page.fonts)
    turned = [
        piece
        for turn in turns[turns > 0]
        for piece in _pieces(_upright(glyphs, int(turn), page), np.flatnonzero(glyphs.turns == turn), page.fonts)
    ]
    return PageText(glyphs=glyphs, pieces=tuple(pieces), turned=tuple(turned))


def _upright(glyphs: Glyphs, turn: int, page: PageContent) -> Glyphs:
    """The glyphs in a frame turned so that text in direction ``turn`` runs left to right."""
    x0, y0, x1, y1 = glyphs.boxes.T
    x, y = glyphs.origins.T
    w, h = np.float32(page.width), np.float32(page.height)
    if turn == 1:
        boxes, origins = (h - y1, x0, h - y0, x1), (h - y, x)
    elif turn == 3:
        boxes, origins = (y0, w - x1, y1, w - x0), (y, w - x)
    else:
        boxes, origins = (w - x1, h - y1, w - x0, h - y0), (w - x, h - y)
    return Glyphs(
        codes=glyphs.codes, boxes=np.stack(boxes, axis=1), origins=np.stack(origins, axis=1),
        sizes=glyphs.sizes, fonts=glyphs.fonts, turns=glyphs.turns,
    )  # fmt: skip


def _pieces(glyphs: Glyphs, index: npt.NDArray[np.intp], fonts: tuple[Font, ...]) -> list[Piece]:
    """The pieces formed by the glyphs at ``index``, a subset in drawing order."""
    blank = np.isin(glyphs.codes[index], SPACES)
    printed = index[~blank]
    if not len(printed):
        return []
    spaced = _spaced(glyphs, index, blank)
    run = glyphs.take(printed)
    starts = np.flatnonzero(_breaks(run))
    of_piece = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(printed))))
    size = _medians(run.sizes, of_piece, starts)
    baseline = _medians(run.origins[:, 1], of_piece, starts)
    level = _levels(run, size[of_piece], baseline[of_piece])
    space = _spaces(run, level, spaced, size[of_piece])
    space[starts] = False
    bold = np.array([font.bold for font in fonts], np.int32)[run.fonts]
    italic = np.array([font.italic for font in fonts], np.int32)[run.fonts]
    ends = np.append(starts[1:], len(printed))
    counts = ends - starts
    corners = np.concatenate(
        [np.minimum.reduceat(run.boxes[:, :2], starts), np.maximum.reduceat(run.boxes[:, 2:], starts)], axis=1
    ).tolist()
    shares = np.stack([np.add.reduceat(font, starts) / counts for font in (bold, italic)], axis=1).tolist()
    font = _only_font(run.fonts, of_piece, starts).tolist()
    text, where, levels, bounds = _spread(run, printed, level, space, starts)
    return [
        Piece(
            text=text[low:high], glyphs=where[low:high], levels=levels[low:high], x0=x0, y0=y0, x1=x1, y1=y1,
            baseline=line, size=points, bold=heavy, italic=slanted, font=fonts[name].name if name >= 0 else "",
        )
        for low, high, (x0, y0, x1, y1), line, points, (heavy, slanted), name in zip(
            bounds[:-1], bounds[1:], corners, baseline.tolist(), size.tolist(), shares, font, strict=True
        )
    ]  # fmt: skip


def _spaced(glyphs: Glyphs, index: npt.NDArray[np.intp], blank: Flags) -> Flags:
    """Which printed glyphs follow a blank that has a width, one that the next glyph is not pulled back over."""
    wide = glyphs.boxes[index, 2] - glyphs.boxes[index, 0] > 0.05 * glyphs.sizes[index]
    after = np.concatenate([[False], (blank & wide)[:-1]])
    return after[~blank]


def _breaks(run: Glyphs) -> Flags:
    """Which glyphs begin a piece: they stand on another line than the glyph before, or behind a wide gap."""
    size = np.maximum(run.sizes[1:], run.sizes[:-1])
    gap = run.boxes[1:, 0] - run.boxes[:-1, 2]
    rise = np.abs(run.origins[1:, 1] - run.origins[:-1, 1])
    back = run.origins[1:, 0] < run.origins[:-1, 0] - 0.3 * size
    new = (gap > BREAK_GAP * size) | (gap < -1.2 * size) | back | (rise > 0.62 * size)
    return np.concatenate([[True], new])


def _medians(values: npt.NDArray[N], of_piece: npt.NDArray[np.intp], starts: npt.NDArray[np.intp]) -> npt.NDArray[N]:
    """The median of ``values`` within each piece."""
    ordered = values[np.lexsort((values, of_piece))]
    counts = np.diff(np.append(starts, len(values)))
    return ordered[starts + counts // 2]


def _only_font(fonts: Ints, of_piece: npt.NDArray[np.intp], starts: npt.NDArray[np.intp]) -> Ints:
    """The font of nine tenths of each piece, -1 where there is none."""
    ordered = fonts[np.lexsort((fonts, of_piece))]
    counts = np.diff(np.append(starts, len(fonts)))
    low, high = ordered[starts + counts // 20], ordered[starts + counts - 1 - counts // 20]
    return np.where(low == high, low, -1).astype(np.int32)


def _levels(run: Glyphs, size: Floats, baseline: Floats) -> npt.NDArray[np.int8]:
    """+1 for superscripts, -1 for subscripts: smaller than their line, and off its baseline."""
    off = (baseline - run.origins[:, 1]) / size
    small = run.sizes <= SCRIPT_SIZE * size
    return np.where(small & (off > 0.12), 1, np.where(small & (off < -0.06), -1, 0)).astype(np.int8)


def _spaces(run: Glyphs, level: npt.NDArray[np.int8], spaced: Flags, size: Floats) -> Flags:
    """Before which glyphs a space belongs: behind a gap, or a blank of the file that is not kerned away.

    Between a number and its unit the space is often a thin one.
    """
    gap = np.zeros(len(run), np.float32)
    gap[1:] = (run.boxes[1:, 0] - run.boxes[:-1, 2]) / size[1:]
    to_script = np.zeros(len(run), bool)
    to_script[1:] = (level[1:] != 0) & (level[:-1] != level[1:])
    digit = (run.codes >= 0x30) & (run.codes <= 0x39)
    unit = np.zeros(len(run), bool)
    unit[1:] = digit[:-1] & ~digit[1:] & (run.codes[1:] > 0x40) & (level[1:] == 0)
    return np.where(to_script, gap > SCRIPT_GAP, (gap > WORD_GAP) | (spaced & (gap > 0.07)) | (unit & (gap > 0.09)))


def _spread(
    run: Glyphs,
    printed: npt.NDArray[np.intp],
    level: npt.NDArray[np.int8],
    space: Flags,
    starts: npt.NDArray[np.intp],
) -> tuple[str, npt.NDArray[np.intp], npt.NDArray[np.int8], list[int]]:
    """Text, glyph indices and levels of all pieces in one row with the spaces put in, and the pieces' bounds."""
    place = np.arange(len(run)) + np.cumsum(space)
    total = len(run) + int(space.sum())
    codes = np.full(total, 0x20, np.uint32)
    codes[place] = run.codes
    where = np.full(total, -1, np.intp)
    where[place] = printed
    levels = np.zeros(total, np.int8)
    levels[place] = level
    text = codes.tobytes().decode("utf-32-le", errors="replace")
    return text, where, levels, [*place[starts].tolist(), total]
