"""A PDF and the tables found in it in, one HTML page out: each page's picture with the grid over it, and the tables."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from ..document import Table
from ..page_view import page_view, rectangle

STYLE: Final = """
rect.table{fill:none;stroke:#d12d2d;stroke-width:1.2}rect.cell{fill:#2f6fde18;stroke:#2f6fde;stroke-width:.5}
rect.head{fill:#e8a31730;stroke:#c07c00}rect:hover{fill:#2f6fde55}
.found{overflow:auto}table{border-collapse:collapse;background:#fff;font-size:12.5px;margin:8px 0 4px}
td,th{border:1px solid #cfd6dd;padding:3px 7px;text-align:left;vertical-align:top}th{background:#fff6e3}
.score{float:right;color:#57606a;font-size:12px}.low{color:#b02a2a;font-weight:600}
"""


def tables_page(data: bytes, tables: Sequence[Table], title: str) -> str:
    """A page of HTML, complete in itself, for the ``tables`` of the PDF in ``data``; all text is escaped.

    Tables without a page (of XML and HTML papers) are shown without a picture; ``data`` may then be anything.
    """
    return page_view(
        data, tables, title=f"Tables of {title}", heading=f"{title}: {len(tables)} tables",
        style=STYLE, boxes=_boxes, told=_table,
    )  # fmt: skip


def _boxes(table: Table) -> Iterator[str]:
    """Rectangles for the table and its cells; a cell's text shows when the pointer rests on it."""
    if table.bbox is not None:
        yield rectangle("table", table.bbox, f"table {table.label or table.id}")
    for r, (texts, boxes) in enumerate(zip(table.cells, table.boxes, strict=False)):
        for c, (text, box) in enumerate(zip(texts, boxes, strict=False)):
            if box is not None:
                head = " head" if r < table.header_rows or c < table.header_columns else ""
                yield rectangle(f"cell{head}", box, f"row {r}, column {c}: {text}")


def _table(table: Table) -> str:
    """The rebuilt table with its caption, notes, engine and score."""
    spans = {(span.row, span.column): span for span in table.spans}
    covered = {
        (span.row + i, span.column + j)
        for span in table.spans
        for i in range(span.rows)
        for j in range(span.columns)
        if i or j
    }
    rows: list[str] = []
    for r, row in enumerate(table.cells):
        cells: list[str] = []
        for c, text in enumerate(row):
            if (r, c) in covered:
                continue
            tag = "th" if r < table.header_rows or c < table.header_columns else "td"
            span = spans.get((r, c))
            size = f' rowspan="{span.rows}" colspan="{span.columns}"' if span else ""
            cells.append(f"<{tag}{size}>{escape(text)}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    low = " low" if table.score < 0.8 else ""
    goes_on = f" (goes on from {escape(table.continues)})" if table.continues else ""
    read = ", read by OCR" if table.source == "ocr" else ""
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in table.footnotes)
    return (
        f'<article><span class="score{low}">{escape(table.engine)}, score {table.score:.2f}{read}</span>'
        f"<h2>Table {escape(table.label or table.id)}{goes_on}</h2>"
        f'<p class="note">{escape(table.caption)}</p><table>{"".join(rows)}</table>{notes}</article>'
    )
