"""The pieces of one column in, its printed lines out: sub- and superscripts joined to the line they belong to."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .pieces import SCRIPT_SIZE, WORD_GAP, Piece


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """One printed line: its text, and for every character the page's glyph (-1: a space put in).

    ``widest_gap`` is the widest gap between its pieces in ems: table rows and equations have wide ones.
    """

    page: int
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
    pieces: int = 1
    widest_gap: float = 0.0
    left: float = 0.0
    right: float = 0.0

    @property
    def width(self) -> float:
        """From its left to its right edge, in points."""
        return self.x1 - self.x0


def lines_of(pieces: list[Piece], page: int, left: float, right: float) -> list[Line]:
    """The lines that ``pieces`` form between ``left`` and ``right``, from top to bottom."""
    if not pieces:
        return []
    body = float(np.median([piece.size for piece in pieces for _ in range(1 + len(piece.text) // 8)]))
    full = sorted((p for p in pieces if p.size > SCRIPT_SIZE * body), key=lambda p: (p.baseline, p.x0))
    rows: list[list[Piece]] = []
    for piece in full:
        row = next((row for row in reversed(rows[-3:]) if _level(row, piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    for piece in sorted((p for p in pieces if p.size <= SCRIPT_SIZE * body), key=lambda p: (-p.size, p.x0)):
        _attach(rows, piece)
    rows.sort(key=lambda row: _main(row).baseline)
    return [_line(row, page, left, right) for row in rows]


def _main(row: list[Piece]) -> Piece:
    return max(row, key=lambda piece: (piece.size > SCRIPT_SIZE * max(p.size for p in row), len(piece.text)))


def _level(row: list[Piece], piece: Piece) -> bool:
    """Whether ``piece`` stands on the baseline of ``row`` without lying over one of its pieces."""
    main = _main(row)
    tolerance = 0.3 * min(main.size, piece.size)
    if abs(main.baseline - piece.baseline) > tolerance:
        return False
    return all(min(p.x1, piece.x1) - max(p.x0, piece.x0) < 0.6 * piece.size for p in row)


def _attach(rows: list[list[Piece]], piece: Piece) -> None:
    """Put a small piece into the row that it is a script of, or on a row of its own size, else on its own row."""
    best, distance = None, 1.0
    for row in rows:
        main = _main(row)
        rise = (main.baseline - piece.baseline) / main.size
        if not -0.45 < rise < 0.75:
            continue
        aside = min(max(piece.x0 - p.x1, p.x0 - piece.x1, 0.0) for p in row)
        if len(piece.text) <= 12 and main.x0 < piece.x0 and piece.x1 < main.x1 + 0.3 * main.size:
            aside = 0.0
        same = abs(rise) < 0.2
        reach = 60.0 if same else (0.6 if piece.size <= SCRIPT_SIZE * main.size else 0.0) * main.size
        if aside <= reach and abs(rise - 0.2) < distance:
            best, distance = row, abs(rise - 0.2)
    if best is None:
        rows.append([piece])
    else:
        best.append(piece)


def _line(row: list[Piece], page: int, left: float, right: float) -> Line:
    """The line of pieces that stand side by side."""
    main = _main(row)
    row = _side_by_side(row, main)
    texts, glyphs, levels, widest = [row[0].text], [row[0].glyphs], [_levels(row[0], main)], 0.0
    reached = row[0].x1
    for before, piece in pairwise(row):
        gap = (piece.x0 - reached) / main.size
        level = _levels(piece, main)
        script = level[0] != 0 and levels[-1][-1] != level[0]
        if gap > (0.3 if script else WORD_GAP) and before.text:
            texts.append(" ")
            glyphs.append(np.full(1, -1, np.intp))
            levels.append(np.zeros(1, np.int8))
        texts.append(piece.text)
        glyphs.append(piece.glyphs)
        levels.append(level)
        widest = max(widest, gap)
        reached = max(reached, piece.x1)
    letters = sum(len(p.text) for p in row)
    return Line(
        page=page, text="".join(texts), glyphs=np.concatenate(glyphs), levels=np.concatenate(levels),
        x0=min(p.x0 for p in row), x1=max(p.x1 for p in row), y0=min(p.y0 for p in row), y1=max(p.y1 for p in row),
        baseline=main.baseline, size=main.size, bold=sum(p.bold * len(p.text) for p in row) / letters,
        italic=sum(p.italic * len(p.text) for p in row) / letters, pieces=len(row), widest_gap=widest,
        left=left, right=right,
    )  # fmt: skip


def _side_by_side(row: list[Piece], main: Piece) -> list[Piece]:
    """``row`` from left to right; of scripts above each other the lower comes first (SO4 2-)."""

    def key(piece: Piece) -> tuple[float, float]:
        place = piece.x0
        if piece is not main and piece.size <= SCRIPT_SIZE * main.size:
            stacked = [q.x0 for q in row if abs(q.x0 - piece.x0) < 0.25 * main.size]
            place = min(stacked)
        return place, -piece.baseline

    return sorted(row, key=key)


def _levels(piece: Piece, main: Piece) -> npt.NDArray[np.int8]:
    """The piece's levels; of a whole piece off the line's baseline, all of it."""
    if piece is main or piece.size > SCRIPT_SIZE * main.size:
        return piece.levels
    rise = (main.baseline - piece.baseline) / main.size
    level = 1 if rise > 0.12 else -1 if rise < -0.06 else 0
    return np.full(len(piece.text), level, np.int8)
