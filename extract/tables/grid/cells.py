"""The cells of a rebuilt table: words on a grid, and how they become texts, boxes and spans."""

from collections.abc import Sequence
from dataclasses import dataclass

from ....records.evidence import Box
from .lines import box_of, cell_text
from .view import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: its top left place, how many rows and columns it covers, and its words."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    words: tuple[Word, ...] = ()
    frame: Box | None = None

    @property
    def text(self) -> str:
        """Its lines as one string."""
        return cell_text(self.words)

    @property
    def box(self) -> Box | None:
        """The box of its words, else of its frame."""
        return box_of(self.words) if self.words else self.frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A rebuilt table in a view's points. ``engine`` built it; ``score`` in [0, 1] is set when it is judged."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    box: Box
    header_rows: int = 1
    header_columns: int = 1
    engine: str = "geometry"
    score: float = 0.0

    def texts(self) -> list[list[str]]:
        """The grid of texts; a merged cell's text at its top left."""
        grid = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            grid[cell.row][cell.column] = cell.text
        return grid


def without_empty(grid: Grid) -> Grid:
    """``grid`` without rows and columns that no cell with words begins in."""
    rows = sorted({cell.row for cell in grid.cells if cell.words})
    columns = sorted({cell.column for cell in grid.cells if cell.words})
    cells = [_moved(cell, rows, columns) for cell in grid.cells if cell.words]
    header = sum(row < grid.header_rows for row in rows)
    stub = max(1, sum(column < grid.header_columns for column in columns)) if columns else 0
    return Grid(
        rows=len(rows), columns=len(columns), cells=tuple(cells), box=grid.box, header_rows=header,
        header_columns=stub, engine=grid.engine, score=grid.score,
    )  # fmt: skip


def _moved(cell: Cell, rows: Sequence[int], columns: Sequence[int]) -> Cell:
    return Cell(
        row=rows.index(cell.row),
        column=columns.index(cell.column),
        rows=max(1, sum(cell.row <= r < cell.row + cell.rows for r in rows)),
        columns=max(1, sum(cell.column <= c < cell.column + cell.columns for c in columns)),
        words=cell.words,
        frame=cell.frame,
    )
