"""The rows of a marked-up table with their spans in, a rectangular grid out; bounded however wild the spans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..document import Span

MAX_CELLS: Final = 50_000
MAX_COLUMNS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell as marked up; ``column`` is set where the markup names the column (CALS)."""

    text: str
    rows: int = 1
    columns: int = 1
    heading: bool = False
    column: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A rectangular table. ``cut`` says that a span reached outside, ``left`` how many cells were left unread."""

    cells: tuple[tuple[str, ...], ...]
    spans: tuple[Span, ...]
    headings: tuple[tuple[bool, ...], ...]
    cut: bool = False
    left: int = 0


def build_grid(rows: Iterable[list[Cell]]) -> Grid:
    """Places each cell in the first free column of its row (or the one it names), as HTML and CALS have it.

    A merged cell has its text at its top left, "" elsewhere. Spans are cut at the table's end; a table over
    :data:`MAX_CELLS` cells is read up to there.
    """
    places: dict[tuple[int, int], Cell] = {}
    covered: set[tuple[int, int]] = set()
    kept, left = _within_limit(list(rows))
    limit = min(MAX_COLUMNS, max(1, 4 * MAX_CELLS // max(1, len(kept))))
    cut = False
    spans: list[Span] = []
    for r, row in enumerate(kept):
        c = 0
        for cell in row:
            c = cell.column if cell.column is not None else c
            while (r, c) in covered:
                c += 1
            height, width = min(cell.rows, len(kept) - r), min(cell.columns, limit - c)
            cut = cut or height < cell.rows or width < cell.columns
            if width < 1 or (r, c) in covered:
                continue
            width = _free_width(covered, r, c, width)
            places[r, c] = cell
            covered.update((r + i, c + j) for i in range(height) for j in range(width))
            if height > 1 or width > 1:
                spans.append(Span(row=r, column=c, rows=height, columns=width))
            c += width
    width = max((c for _, c in covered), default=-1) + 1
    return Grid(
        cells=tuple(tuple(_text(places, r, c) for c in range(width)) for r in range(len(kept))),
        spans=tuple(spans),
        headings=tuple(
            tuple((r, c) in places and places[r, c].heading for c in range(width)) for r in range(len(kept))
        ),
        cut=cut,
        left=left,
    )


def within_groups(rows: Sequence[list[Cell]], groups: Sequence[object]) -> list[list[Cell]]:
    """The rows with their cells' spans cut where the group of rows (header, body) ends that each row is of.

    Browsers show it so; else a header whose span is too long pushes the first rows of numbers aside. Spans that reach
    out of the last group are left to :func:`build_grid`.
    """
    result: list[list[Cell]] = []
    after: int | None = None
    for place in reversed(range(len(rows))):
        if place + 1 < len(rows) and groups[place + 1] is not groups[place]:
            after = place + 1
        row = rows[place]
        result.append(row if after is None else [replace(cell, rows=min(cell.rows, after - place)) for cell in row])
    return result[::-1]


def _within_limit(rows: list[list[Cell]]) -> tuple[list[list[Cell]], int]:
    total, kept = 0, 0
    for row in rows:
        total += sum(min(cell.columns, MAX_COLUMNS) for cell in row)
        if total > MAX_CELLS:
            break
        kept += 1
    return rows[:kept], sum(len(row) for row in rows[kept:])


def _free_width(covered: set[tuple[int, int]], row: int, column: int, width: int) -> int:
    return next((i for i in range(1, width) if (row, column + i) in covered), width)


def _text(places: dict[tuple[int, int], Cell], row: int, column: int) -> str:
    cell = places.get((row, column))
    return cell.text if cell else ""


def header_rows(grid: Grid, declared: int) -> int:
    """How many rows lead the table as its header: as declared, else the first rows made of heading cells only."""
    if declared:
        return declared
    count = 0
    for row, headings in zip(grid.cells, grid.headings, strict=True):
        if not any(headings) or any(text and not heading for text, heading in zip(row, headings, strict=True)):
            break
        count += 1
    return count


def header_columns(grid: Grid, rows: int) -> int:
    """How many columns lead each row as its header: the first columns of heading cells, else one."""
    body = list(zip(grid.cells[rows:], grid.headings[rows:], strict=True))
    count = 0
    width = len(grid.cells[0]) if grid.cells else 0
    while (
        count < width - 1 and body and all(h[count] or not t[count] for t, h in body) and any(h[count] for _, h in body)
    ):
        count += 1
    return count or min(1, width)


def span_of(value: str | None) -> int:
    """A span attribute as a number of at least 1; 1 where it is none."""
    digits = (value or "").strip()[:6]
    return max(1, int(digits)) if digits.isascii() and digits.isdigit() else 1
