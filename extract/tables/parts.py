"""The tables of a document in, those that run over pages joined to one each out, with the way back to their parts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..document import Span, Table
from .sheet import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A printed part: its rows from ``skipped`` on are the joined table's from ``first`` on."""

    table: Table
    first: int
    skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeTable:
    """A table as it is meant, over all its pages."""

    table: Table
    parts: tuple[Part, ...]

    def locate(self, place: Place) -> tuple[Table, Place]:
        """The part that prints a cell of the whole, and the cell's place in it."""
        row, column = place
        part = next(part for part in reversed(self.parts) if part.first <= row)
        return part.table, (row - part.first + part.skipped, column)


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
    first = tables[0]
    parts = [Part(table=first, first=0, skipped=0)]
    cells, spans = list(first.cells), list(first.spans)
    for table in tables[1:]:
        skipped = _repeated(table, first)
        move = len(cells) - skipped
        parts.append(Part(table=table, first=len(cells), skipped=skipped))
        cells += table.cells[skipped:]
        spans += [
            Span(row=s.row + move, column=s.column, rows=s.rows, columns=s.columns)
            for s in table.spans if s.row >= skipped
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
