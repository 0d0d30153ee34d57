"""A PDF and the tables found in it in, one HTML page out: each page's picture with the grid over it, and the tables."""

import base64
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any, Final

import pymupdf

from ..document import Table

DPI: Final = 110
MAX_PAGES: Final = 200
STYLE: Final = """
body{font:14px/1.45 system-ui,sans-serif;margin:0;color:#1b1f24;background:#f6f7f9}
header{padding:14px 24px;background:#fff;border-bottom:1px solid #d8dde3}h1{font-size:18px;margin:0}
section{display:grid;grid-template-columns:minmax(320px,1fr) minmax(320px,1fr);gap:24px;padding:24px;
border-bottom:1px solid #d8dde3}
.page{position:relative;align-self:start;background:#fff;box-shadow:0 1px 4px #0003}.page img{width:100%;display:block}
.page svg{position:absolute;inset:0;width:100%;height:100%}
rect.table{fill:none;stroke:#d12d2d;stroke-width:1.2}rect.cell{fill:#2f6fde18;stroke:#2f6fde;stroke-width:.5}
rect.head{fill:#e8a31730;stroke:#c07c00}rect:hover{fill:#2f6fde55}
.found{min-width:0;overflow:auto}table{border-collapse:collapse;background:#fff;font-size:12.5px;margin:8px 0 4px}
td,th{border:1px solid #cfd6dd;padding:3px 7px;text-align:left;vertical-align:top}th{background:#fff6e3}
.note{color:#57606a;font-size:12px;margin:2px 0}.score{float:right;color:#57606a;font-size:12px}
h2{font-size:15px;margin:0}article{margin-bottom:22px}.low{color:#b02a2a;font-weight:600}
@media(max-width:900px){section{grid-template-columns:1fr}}
"""


def tables_page(data: bytes, tables: Sequence[Table], title: str) -> str:
    """A page of HTML, complete in itself, for the ``tables`` of the PDF in ``data``; all text is escaped.

    Tables without a page (of XML and HTML papers) are shown without a picture; ``data`` may then be anything.
    """
    pictured = any(table.page is not None for table in tables)
    file = pymupdf.open(stream=data, filetype="pdf") if pictured else None
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f"<title>Tables of {escape(title)}</title><style>{STYLE}</style></head><body>",
        f"<header><h1>{escape(title)}: {len(tables)} tables</h1></header>",
    ]
    ordered = sorted(tables, key=lambda table: table.page or 0)
    for count, (page, group) in enumerate(groupby(ordered, key=lambda table: table.page)):
        here = list(group)
        picture = _picture(file[page - 1], here) if file is not None and page and count < MAX_PAGES else "<div></div>"
        parts.append(f'<section>{picture}<div class="found">{"".join(_table(table) for table in here)}</div></section>')
    parts.append("</body></html>")
    return "\n".join(parts)


def _picture(page: Any, tables: Sequence[Table]) -> str:
    """The page as an image with the boxes of ``tables`` and their cells over it."""
    image = base64.b64encode(page.get_pixmap(dpi=DPI, alpha=False).tobytes("png")).decode("ascii")
    boxes = "".join(box for table in tables for box in _boxes(table))
    wide, high = page.rect.width, page.rect.height
    return (
        f'<div class="page"><img alt="page {page.number + 1}" src="data:image/png;base64,{image}">'
        f'<svg viewBox="0 0 {wide:.1f} {high:.1f}" preserveAspectRatio="none">{boxes}</svg></div>'
    )


def _boxes(table: Table) -> Iterator[str]:
    """Rectangles for the table and its cells; a cell's text shows when the pointer rests on it."""
    if table.bbox is not None:
        yield _rectangle("table", table.bbox, f"table {table.label or table.id}")
    for r, (texts, boxes) in enumerate(zip(table.cells, table.boxes, strict=False)):
        for c, (text, box) in enumerate(zip(texts, boxes, strict=False)):
            if box is not None:
                head = " head" if r < table.header_rows or c < table.header_columns else ""
                yield _rectangle(f"cell{head}", box, f"row {r}, column {c}: {text}")


def _rectangle(kind: str, box: tuple[float, float, float, float], words: str) -> str:
    x0, y0, x1, y1 = box
    place = f'x="{x0:.1f}" y="{y0:.1f}" width="{x1 - x0:.1f}" height="{y1 - y0:.1f}"'
    return f'<rect class="{kind}" {place}><title>{escape(words)}</title></rect>'


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
