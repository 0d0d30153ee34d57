"""Lines between rows and columns as a model draws them in, the grid of the words between them out."""

from collections.abc import Sequence

import numpy as np

from ....records.evidence import Box
from .cells import Cell, Grid, without_empty
from .geometry import stub_columns, words_in
from .rows import numeric
from .view import View, Word


def drawn_grid(view: View, box: Box, x: Sequence[float], y: Sequence[float]) -> Grid | None:
    """The grid with borders at ``x`` and ``y``; None if fewer than two rows or columns hold words."""
    if len(x) < 3 or len(y) < 3:
        return None
    fields: dict[tuple[int, int], list[Word]] = {}
    for word in words_in(view, box):
        c = int(np.clip(np.searchsorted(x, word.middle) - 1, 0, len(x) - 2))
        r = int(np.clip(np.searchsorted(y, (word.y0 + word.y1) / 2) - 1, 0, len(y) - 2))
        fields.setdefault((r, c), []).append(word)
    cells = [Cell(row=r, column=c, words=tuple(words)) for (r, c), words in sorted(fields.items())]
    header = next((r for r in range(1, len(y) - 1) if _numbers(cells, r)), 1)
    body = [cell for cell in cells if cell.row >= header]
    grid = without_empty(
        Grid(
            rows=len(y) - 1,
            columns=len(x) - 1,
            cells=tuple(cells),
            box=box,
            header_rows=header,
            header_columns=stub_columns(body, len(x) - 1),
            engine="model",
        )
    )
    return grid if grid.rows >= 2 and grid.columns >= 2 else None


def _numbers(cells: Sequence[Cell], row: int) -> bool:
    """Whether a row holds mostly numbers beside its first column."""
    texts = [cell.text for cell in cells if cell.row == row and cell.column > 0]
    return bool(texts) and sum(numeric(text) for text in texts) >= 0.5 * len(texts)
