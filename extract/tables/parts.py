"""The tables of a document in, each as it is meant out, with the way back to where it is printed.

Tables that run over pages are joined to one, and tables of two or more strips side by side are put into one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..document import Span, Table
from .sheet import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A printed part: its rows from ``skipped`` on are the whole table's from ``first`` on.

    ``left`` is the column of ``table`` that the part begins with.
    """

    table: Table
    first: int
    skipped: int
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeTable:
    """A table as it is meant, over all its pages and strips."""

    table: Table
    parts: tuple[Part, ...]

    def locate(self, place: Place) -> tuple[Table, Place]:
        """The part that prints a cell of the whole, and the cell's place in it."""
        row, column = place
        part = next(part for part in reversed(self.parts) if part.first <= row)
        return part.table, (row - part.first + part.skipped, column + part.left)


def whole_tables(tables: Sequence[Table]) -> list[WholeTable]:
    """Every table once: parts that continue another are put below it, without the header that they repeat."""
    found: list[list[Table]] = []
    for table in tables:
        before = next((parts for parts in found if table.continues and parts[-1].id == table.continues), None)
        if before is not None and _width(before[0]) == _width(table):
            before.append(table)
        else:
            found.append([table])
    return [_whole(parts) for parts in found]


def _width(table: Table) -> int:
    return len(table.cells[0]) if table.cells else 0


def _whole(tables: Sequence[Table]) -> WholeTable:
    strips = [(table, *strip) for table in tables for strip in _strips(table)]
    first = strips[0][2]
    parts: list[Part] = []
    cells: list[tuple[str, ...]] = []
    spans: list[Span] = []
    for table, left, strip in strips:
        skipped = _repeated(strip, first) if parts else 0
        move = len(cells) - skipped
        parts.append(Part(table=table, first=len(cells), skipped=skipped, left=left))
        cells += strip.cells[skipped:]
        spans += [
            Span(row=s.row + move, column=s.column, rows=s.rows, columns=s.columns)
            for s in strip.spans if s.row >= skipped
        ]  # fmt: skip
    if len(parts) == 1:
        return WholeTable(table=first, parts=tuple(parts))
    notes = tuple(dict.fromkeys(note for table in tables for note in table.footnotes))
    whole = replace(
        first, cells=tuple(cells), spans=tuple(spans), boxes=(), footnotes=notes, score=min(t.score for t in tables)
    )
    return WholeTable(table=whole, parts=tuple(parts))


def _repeated(table: Table, first: Table) -> int:
    """How many rows a part begins with that are the header of the first part again."""
    count = 0
    for row, header in zip(table.cells[: len(table.cells) - 1], first.cells[: first.header_rows], strict=False):
        texts = [text.casefold() for text in header if text]
        here = {text.casefold() for text in row if text}
        if not texts or sum(text in here for text in texts) < 0.6 * len(texts):
            break
        count += 1
    return count


def _strips(table: Table) -> Iterator[tuple[int, Table]]:
    """The strips of a table whose header says the same again from left to right, each with its first column."""
    width, period = _width(table), _period(table)
    if period is None:
        yield 0, table
        return
    for left in range(0, width, period):
        right = min(left + period, width)
        rows = tuple(row[left:right] + ("",) * (period - (right - left)) for row in table.cells)
        spans = tuple(
            replace(span, column=span.column - left)
            for span in table.spans if left <= span.column and span.column + span.columns <= right
        )  # fmt: skip
        yield left, replace(table, cells=rows, spans=spans)


def _period(table: Table) -> int | None:
    """After how many columns the whole header begins again; None where it does not."""
    header = [
        tuple(text.casefold() for text in column) for column in zip(*table.cells[: table.header_rows], strict=True)
    ]
    if not header or not any(header[0]):
        return None
    for period in range(2, len(header) // 2 + 1):
        gap = not any(header[period - 1])
        whole = len(header) % period == 0 or (gap and (len(header) + 1) % period == 0)
        if whole and all(column == header[i % period] for i, column in enumerate(header)):
            return period
    return None
