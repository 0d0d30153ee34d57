"""The pieces of one column in, its printed lines out: sub- and superscripts joined to the line they belong to."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .content import Floats
from .pieces import SCRIPT_GAP, SCRIPT_SIZE, WORD_GAP, Piece


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
    font: str = ""
    pieces: int = 1
    widest_gap: float = 0.0
    left: float = 0.0
    right: float = 0.0

    @property
    def width(self) -> float:
        """From its left to its right edge, in points."""
        return self.x1 - self.x0


def lines_of(pieces: list[Piece], boxes: Floats, page: int, edges: tuple[float, float]) -> list[Line]:
    """The lines that ``pieces`` form in a column with the given ``edges``, from top to bottom.

    ``boxes`` (n, 4) are those of the page's glyphs.
    """
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
    return [_line(row, boxes, page, edges) for row in rows]


def _main(row: list[Piece]) -> Piece:
    return max(row, key=lambda piece: (piece.size > SCRIPT_SIZE * max(p.size for p in row), len(piece.text)))


def _level(row: list[Piece], piece: Piece) -> bool:
    """Whether ``piece`` stands on the baseline of ``row``, beside its pieces or, if short, within one."""
    main = _main(row)
    tolerance = 0.3 * min(main.size, piece.size)
    if abs(main.baseline - piece.baseline) > tolerance:
        return False
    over = max(min(p.x1, piece.x1) - max(p.x0, piece.x0) for p in row)
    return over < 1.6 * piece.size or over > 0.9 * min(piece.width, 4 * piece.size)


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


def _line(row: list[Piece], boxes: Floats, page: int, edges: tuple[float, float]) -> Line:
    """The line of pieces that stand side by side."""
    main = _main(row)
    runs = [_Run(p.text, p.glyphs, _levels(p, main), p.x0, p.x1) for p in sorted(row, key=lambda p: p.x0)]
    runs = _woven(runs, boxes, main.size)
    texts, glyphs, levels, widest = [runs[0].text], [runs[0].glyphs], [runs[0].levels], 0.0
    for before, run in pairwise(runs):
        gap = (run.x0 - before.x1) / main.size
        to_script = run.levels[0] != 0 and before.levels[-1] != run.levels[0]
        if gap > (SCRIPT_GAP if to_script else WORD_GAP):
            texts.append(" ")
            glyphs.append(np.full(1, -1, np.intp))
            levels.append(np.zeros(1, np.int8))
        texts.append(run.text)
        glyphs.append(run.glyphs)
        levels.append(run.levels)
        widest = max(widest, gap)
    letters = sum(len(p.text) for p in row)
    one = all(p.font == main.font or len(p.text) < 5 for p in row)
    return Line(
        page=page, text="".join(texts), glyphs=np.concatenate(glyphs), levels=np.concatenate(levels),
        x0=min(p.x0 for p in row), x1=max(p.x1 for p in row), y0=min(p.y0 for p in row), y1=max(p.y1 for p in row),
        baseline=main.baseline, size=main.size, bold=sum(p.bold * len(p.text) for p in row) / letters,
        italic=sum(p.italic * len(p.text) for p in row) / letters, font=main.font if one else "", pieces=len(runs),
        widest_gap=widest, left=edges[0], right=edges[1],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters side by side, with their glyphs and levels."""

    text: str
    glyphs: npt.NDArray[np.intp]
    levels: npt.NDArray[np.int8]
    x0: float
    x1: float


def _woven(runs: list[_Run], boxes: Floats, size: float) -> list[_Run]:
    """``runs`` with those that lie over each other made one, their characters in the order of the page.

    Formula editors draw a formula piece by piece, and sub- and superscripts stand above each other.
    """
    result: list[_Run] = [runs[0]]
    together: list[_Run] = [runs[0]]
    for run in runs[1:]:
        if run.x0 < result[-1].x1 - 0.12 * size:
            together.append(run)
            result[-1] = _weave(together, boxes, size)
        else:
            result.append(run)
            together = [run]
    return result


def _weave(runs: list[_Run], boxes: Floats, size: float) -> _Run:
    """The characters of ``runs`` from left to right; a run of scripts stays together, subscripts come first."""
    units: list[tuple[float, float, str, list[int], int]] = []
    for run in runs:
        for text, glyph, level in zip(run.text, run.glyphs.tolist(), run.levels.tolist(), strict=True):
            if glyph < 0:
                continue
            x0, x1 = float(boxes[glyph, 0]), float(boxes[glyph, 2])
            last = units[-1] if units else None
            if last is not None and level and last[4] == level and -0.2 * size < x0 - last[1] < 0.2 * size:
                units[-1] = (last[0], x1, last[2] + text, [*last[3], glyph], level)
            else:
                units.append((x0, x1, text, [glyph], level))
    units.sort(key=lambda unit: unit[0] - (0.3 * size if unit[4] < 0 else 0.0))
    text, glyphs, levels, reached, before = "", list[int](), list[int](), units[0][0], 0
    for x0, x1, part, members, level in units:
        if (x0 - reached) / size > (SCRIPT_GAP if level and before != level else WORD_GAP) and text:
            text, glyphs, levels = f"{text} ", [*glyphs, -1], [*levels, 0]
        text += part
        glyphs += members
        levels += [level] * len(members)
        reached, before = max(reached, x1), level
    return _Run(
        text, np.array(glyphs, np.intp), np.array(levels, np.int8), min(r.x0 for r in runs), max(r.x1 for r in runs)
    )


def _levels(piece: Piece, main: Piece) -> npt.NDArray[np.int8]:
    """The piece's levels; of a whole piece off the line's baseline, all of it."""
    if piece is main or piece.size > SCRIPT_SIZE * main.size:
        return piece.levels
    rise = (main.baseline - piece.baseline) / main.size
    level = 1 if rise > 0.12 else -1 if rise < -0.06 else 0
    return np.full(len(piece.text), level, np.int8)
