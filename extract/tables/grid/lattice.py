"""The words and rules of an area in, a grid out whose cells are the fields that the rules enclose."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ....records.evidence import Box
from ...readers.layout.content import Floats
from .cells import Cell, Grid, without_empty
from .geometry import rules_in, stub_columns, words_in
from .rows import numeric
from .view import View, Word

NEAR: Final = 2.5
MAX_FIELDS: Final = 60_000


def lattice_grid(view: View, box: Box) -> Grid | None:
    """The grid of the fields between rules; None where upright and level rules enclose no rows and columns.

    Fields that no rule parts are one merged cell, as long as together they form a rectangle.
    """
    level, upright = rules_in(view.rules.level, box), rules_in(view.rules.upright, box)
    words = words_in(view, box)
    if len(upright) == 0 or len(level) < 2 or not words:
        return None
    x = _places(upright[:, 0], min(word.x0 for word in words), max(word.x1 for word in words))
    y = _places(level[:, 1], min(word.y0 for word in words) + 2, max(word.y1 for word in words) - 2)
    if len(x) < 3 or len(y) < 3 or (len(x) - 1) * (len(y) - 1) > MAX_FIELDS:
        return None
    labels = _merged(x, y, level, upright)
    cells = _cells(labels, x, y, words)
    if cells is None:
        return None
    header = _header_rows(cells, labels)
    grid = Grid(
        rows=len(y) - 1, columns=len(x) - 1, cells=tuple(cells), box=(x[0], y[0], x[-1], y[-1]), header_rows=header,
        header_columns=stub_columns([cell for cell in cells if cell.row >= header], len(x) - 1), engine="lattice",
    )  # fmt: skip
    grid = without_empty(grid)
    return grid if grid.rows >= 2 and grid.columns >= 2 else None


def _places(values: Floats, low: float, high: float) -> list[float]:
    """Distinct places of rules, and the ends of the text where no rule closes the table."""
    found: list[float] = []
    for value in sorted(values.tolist()):
        if not found or value - found[-1] > NEAR:
            found.append(float(value))
    if found and found[0] > low + NEAR:
        found.insert(0, low - 1)
    if found and found[-1] < high - NEAR:
        found.append(high + 1)
    return found


def _merged(x: Sequence[float], y: Sequence[float], level: Floats, upright: Floats) -> npt.NDArray[np.intp]:
    """For each field, (rows, columns), the number of the cell that it belongs to."""
    rows, columns = len(y) - 1, len(x) - 1
    number = np.arange(rows * columns).reshape(rows, columns)
    pairs: list[tuple[int, int]] = []
    for r in range(1, rows):
        for c in range(columns):
            if not _drawn(level[:, [0, 2]], level[:, 1], y[r], x[c], x[c + 1]):
                pairs.append((number[r - 1, c], number[r, c]))
    for c in range(1, columns):
        for r in range(rows):
            if not _drawn(upright[:, [1, 3]], upright[:, 0], x[c], y[r], y[r + 1]):
                pairs.append((number[r, c - 1], number[r, c]))
    i = [a for a, _ in pairs]
    j = [b for _, b in pairs]
    graph = coo_array((np.ones(len(i), np.int8), (i, j)), shape=(rows * columns, rows * columns))
    _, labels = connected_components(graph, directed=False)
    return labels.reshape(rows, columns).astype(np.intp)


def _drawn(spans: Floats, places: Floats, place: float, low: float, high: float) -> bool:
    """Whether rules at ``place`` cover most of the way from ``low`` to ``high``."""
    here = spans[np.abs(places - place) <= NEAR]
    covered = np.minimum(here[:, 1], high) - np.maximum(here[:, 0], low)
    return float(np.clip(covered, 0, None).sum()) > 0.6 * (high - low)


def _cells(
    labels: npt.NDArray[np.intp], x: Sequence[float], y: Sequence[float], words: Sequence[Word]
) -> list[Cell] | None:
    """A cell for each rectangle of fields, with its words; None if fields form other shapes."""
    inside: dict[int, list[Word]] = {}
    for word in words:
        c = int(np.clip(np.searchsorted(x, word.middle) - 1, 0, len(x) - 2))
        r = int(np.clip(np.searchsorted(y, word.baseline - 0.3 * word.size) - 1, 0, len(y) - 2))
        inside.setdefault(int(labels[r, c]), []).append(word)
    cells: list[Cell] = []
    for label in np.unique(labels).tolist():
        r, c = np.nonzero(labels == label)
        r0, r1, c0, c1 = int(r.min()), int(r.max()), int(c.min()), int(c.max())
        if len(r) != (r1 - r0 + 1) * (c1 - c0 + 1):
            return None
        cells.append(
            Cell(
                row=r0,
                column=c0,
                rows=r1 - r0 + 1,
                columns=c1 - c0 + 1,
                words=tuple(inside.get(label, ())),
                frame=(x[c0], y[r0], x[c1 + 1], y[r1 + 1]),
            )
        )
    return cells


def _header_rows(cells: Sequence[Cell], labels: npt.NDArray[np.intp]) -> int:
    """How many rows lead the table before the first with numbers beside its first column; at least one."""
    rows = len(labels)
    reach = max((cell.rows for cell in cells if cell.row == 0 and cell.words), default=1)
    for row in range(max(1, reach if reach < rows else 1), min(rows, 6)):
        data = [cell.text for cell in cells if cell.row == row and cell.column > 0 and cell.words]
        if data and sum(numeric(text) for text in data) >= 0.5 * len(data):
            return row
        if not any(cell.columns > 1 and cell.row < row for cell in cells if cell.words):
            return row
    return 1
