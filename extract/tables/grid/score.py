"""A rebuilt grid and its page in, a score in [0, 1] out: how sure it is that this is a table, rebuilt right."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ....records.evidence import Box
from .cells import Cell, Grid
from .lines import text_lines
from .rows import numeric
from .view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for and against a grid; shares are in [0, 1]."""

    filled: float
    numbers: float
    long_cells: float
    crossing: float
    drawn: float
    pictured: float
    glued: float
    captioned: bool
    ruled: bool


def judged(grid: Grid, view: View, *, captioned: bool, rules: int, figured: bool = False) -> Grid:
    """``grid`` with its score.

    The weights are set by hand so that a captioned three-line table of numbers scores about 0.95, two columns
    of running text and the labels of a figure below 0.3.
    """
    signs = signs_of(grid, view, captioned=captioned, ruled=rules >= 2)
    if grid.columns < 2 or grid.rows < 2 or sum(bool(cell.words) for cell in grid.cells) < 4:
        return replace(grid, score=0.0)
    small = not captioned and grid.rows * grid.columns < 9
    total = -0.6 - 2.0 * figured - 1.0 * small + 2.2 * signs.captioned + 0.9 * signs.ruled
    total += 2.4 * (signs.filled - 0.5) + 1.2 * signs.numbers
    total -= 4.0 * signs.long_cells + 2.5 * signs.crossing + 5.0 * signs.drawn + 1.5 * signs.pictured
    total -= 6.0 * signs.glued
    total += 0.4 * (grid.engine == "lattice")
    return replace(grid, score=round(1 / (1 + math.exp(-1.6 * total)), 3))


def signs_of(grid: Grid, view: View, *, captioned: bool, ruled: bool) -> Signs:
    """The signs by which a grid is judged."""
    body = [cell for cell in grid.cells if cell.row >= grid.header_rows]
    texts = [cell.text for cell in body]
    data = [text for cell, text in zip(body, texts, strict=True) if cell.column >= grid.header_columns]
    covered = sum(cell.rows * cell.columns for cell in grid.cells)
    return Signs(
        filled=min(1.0, covered / (grid.rows * grid.columns)),
        numbers=_share([numeric(text) for text in data]),
        long_cells=_share([len(text) > 160 for text in texts]),
        crossing=_share([cell.columns > 1 for cell in body]),
        drawn=_drawn(view, grid.box, len(texts)),
        pictured=_pictured(view.pictures, grid.box),
        glued=_share([_several(cell) for cell in body]),
        captioned=captioned,
        ruled=ruled,
    )


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _several(cell: Cell) -> bool:
    """Whether a cell holds what looks like several: nothing but numbers on several lines."""
    lines = text_lines(cell.words)
    return len(lines) > 1 and all(numeric(line.text) for line in lines)


def _drawn(view: View, box: Box, cells: int) -> float:
    """How much of what stands in ``box`` is curves and symbols rather than cells."""
    others = view.rules.others
    if not len(others):
        return 0.0
    middle = (others[:, :2] + others[:, 2:]) / 2
    inside = (middle >= np.array(box[:2])).all(axis=1) & (middle <= np.array(box[2:])).all(axis=1)
    count = int(inside.sum())
    return count / (count + 3.0 * max(1, cells))


def _pictured(pictures: Sequence[Box], box: Box) -> float:
    """The share of ``box`` that pictures cover."""
    area = max(1.0, (box[2] - box[0]) * (box[3] - box[1]))
    covered = 0.0
    for other in pictures:
        wide, high = min(box[2], other[2]) - max(box[0], other[0]), min(box[3], other[3]) - max(box[1], other[1])
        covered += max(0.0, wide) * max(0.0, high)
    return min(1.0, covered / area)
