"""A PDF's bytes in, its tables out, each with the score of the engine that rebuilt it; other formats pass through."""

from collections.abc import Sequence
from dataclasses import replace

import pymupdf

from ....records.errors import Problem, Result
from ...document import Block, Document, Span, Table
from ...readers.layout.backend import Unreadable
from ...readers.pdf_pymupdf import open_pymupdf
from .page import Found, Pictures, page_tables
from .rebuild import table_of
from .stage import NAME, TableOptions


def find_tables(data: bytes, document: Document, options: TableOptions | None = None) -> Result[tuple[Table, ...]]:
    """The tables of the PDF in ``data``; nothing is raised for a file that cannot be read.

    Captions that no cells were found for are problems T003, tables over the limit of cells T001, pictures beyond the
    limit T005, pages that failed D011.
    """
    options = options or TableOptions()
    try:
        backend = open_pymupdf(data)
        drawings = pymupdf.open(stream=data, filetype="pdf")
    except Unreadable as error:
        return Result((), (Problem.of(NAME, error.code, {}, **error.details),))
    tables: list[Table] = []
    problems: list[Problem] = []
    missing: list[tuple[int, str]] = []
    pictures = Pictures(left=options.max_pictures)
    for number in range(1, min(backend.opened().pages, options.max_pages) + 1):
        try:
            found, missed = page_tables(backend, drawings[number - 1], number, options, pictures)
        except Exception as error:
            problems.append(Problem.of(NAME, "D011", {"page": number}, page=number, why=str(error)))
            continue
        missing += [(number, caption.label) for caption in missed]
        for item in found:
            table, cut = _numbered(item, len(tables) + 1, options.max_cells)
            problems += cut
            tables.append(_continuing(table, item, tables))
    backend.close()
    if pictures.skipped:
        problems.append(Problem.of(NAME, "T005", {}, skipped=pictures.skipped, limit=options.max_pictures))
    problems += _without_cells(missing, tables)
    return Result(tuple(replace(t, caption_block=_caption_block(t, document.blocks)) for t in tables), tuple(problems))


def _without_cells(missing: Sequence[tuple[int, str]], tables: Sequence[Table]) -> list[Problem]:
    """A problem for each caption without cells; words that name a table found elsewhere were a sentence's."""
    found = {table.label for table in tables}
    return [Problem.of(NAME, "T003", {"page": page, "table": label}) for page, label in missing if label not in found]


def _numbered(item: Found, number: int, limit: int) -> tuple[Table, list[Problem]]:
    """The table with its id; of one with more cells than ``limit`` the first rows, and the problem."""
    grid = item.grid
    table = table_of(grid, item.view, identity=f"t{number}", caption=item.caption, footnotes=item.footnotes)
    cells = grid.rows * grid.columns
    if cells <= limit:
        return table, []
    rows = max(1, limit // grid.columns)
    kept = replace(
        table,
        cells=table.cells[:rows],
        boxes=table.boxes[:rows],
        spans=tuple(span for span in table.spans if span.row + span.rows <= rows),
    )
    where = {"page": table.page, "table": table.label}
    return kept, [Problem.of(NAME, "T001", where, cells=cells, limit=limit)]


def _continuing(table: Table, item: Found, earlier: Sequence[Table]) -> Table:
    """``table`` joined to the part of it on the page before, if its caption says so or its place and columns do."""
    before = next((t for t in reversed(earlier) if t.page != table.page), None)
    if before is None or table.page is None or before.page != table.page - 1:
        return table
    wide = len(table.cells[0])
    if item.caption is not None:
        if not (item.caption.continued and table.label == before.label):
            return table
    elif not (_at_top(item) and wide == len(before.cells[0]) and before is earlier[-1] and _same_sides(table, before)):
        return table
    joined = replace(table, label=before.label, caption=before.caption, continues=before.id)
    return joined if wide != len(before.cells[0]) or _header_again(joined, before) else _with_header(joined, before)


def _at_top(item: Found) -> bool:
    """Whether nothing but a running head stands above a table."""
    top = item.grid.box[1]
    above = [word for word in item.view.words if word.y1 < top - 1]
    return top < 0.25 * item.view.height and len(above) < 30


def _same_sides(table: Table, before: Table) -> bool:
    a, b = table.bbox, before.bbox
    return a is not None and b is not None and abs((a[2] - a[0]) - (b[2] - b[0])) < 12


def _header_again(table: Table, before: Table) -> bool:
    """Whether a table begins with the header of the part before."""
    first = [text.casefold() for text in before.cells[0] if text]
    here = [text.casefold() for row in table.cells[: max(1, before.header_rows)] for text in row if text]
    return sum(text in here for text in first) >= 0.6 * len(first)


def _with_header(table: Table, before: Table) -> Table:
    """``table`` under the header rows of the part before, which are not printed again and have no boxes."""
    rows = before.header_rows
    wide = len(table.cells[0])
    spans = tuple(span for span in before.spans if span.row + span.rows <= rows)
    moved = tuple(Span(row=s.row + rows, column=s.column, rows=s.rows, columns=s.columns) for s in table.spans)
    return replace(
        table,
        cells=(*before.cells[:rows], *table.cells),
        boxes=(*(((None,) * wide,) * rows), *table.boxes),
        spans=(*spans, *moved),
        header_rows=rows,
        header_columns=before.header_columns,
    )


def _caption_block(table: Table, blocks: Sequence[Block]) -> str | None:
    """The id of the caption's block, by its printed number."""
    if table.label is None:
        return None
    for block in blocks:
        words = block.text[:60].lower().split()
        named = words[1].rstrip(".:|") if words[:1] == ["table"] and len(words) > 1 else None
        if block.type == "caption" and named == table.label.lower():
            return block.id
    return None
