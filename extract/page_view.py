"""A PDF and what was found on its pages in, one HTML page out: each page's picture with boxes over it, findings beside.

What the views of tables and of figures share; each brings its boxes, its words and its own style.
"""

import base64
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Any, Final, TypeVar

import pymupdf

from ..records.evidence import Box
from .document import Figure, Table
from .readers.layout.backend import is_pdf

Found = TypeVar("Found", Figure, Table)

DPI: Final = 110
MAX_PAGES: Final = 200
STYLE: Final = """
body{font:14px/1.45 system-ui,sans-serif;margin:0;color:#1b1f24;background:#f6f7f9}
header{padding:14px 24px;background:#fff;border-bottom:1px solid #d8dde3}h1{font-size:18px;margin:0}
section{display:grid;grid-template-columns:minmax(320px,1fr) minmax(320px,1fr);gap:24px;padding:24px;
border-bottom:1px solid #d8dde3}
.page{position:relative;align-self:start;background:#fff;box-shadow:0 1px 4px #0003}.page img{width:100%;display:block}
.page svg{position:absolute;inset:0;width:100%;height:100%}
.found{min-width:0}h2{font-size:15px;margin:0}article{margin-bottom:22px}
.note{color:#57606a;font-size:12px;margin:2px 0}
@media(max-width:900px){section{grid-template-columns:1fr}}
"""


def page_view(
    data: bytes,
    found: Sequence[Found],
    *,
    title: str,
    heading: str,
    style: str,
    boxes: Callable[[Found], Iterable[str]],
    told: Callable[[Found], str],
) -> str:
    """A page of HTML, complete in itself. ``boxes`` gives what to draw over the page, ``told`` what to write beside.

    ``title`` and ``heading`` are escaped here, the rest where it is written. What has no page (of XML and HTML papers)
    is shown without a picture; ``data`` may then be anything.
    """
    pictured = any(one.page is not None for one in found) and is_pdf(data)
    file = pymupdf.open(stream=data, filetype="pdf") if pictured else None
    written = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f"<title>{escape(title)}</title><style>{STYLE}{style}</style></head><body>",
        f"<header><h1>{escape(heading)}</h1></header>",
    ]
    ordered = sorted(found, key=lambda one: one.page or 0)
    for count, (page, group) in enumerate(groupby(ordered, key=lambda one: one.page)):
        here = list(group)
        over = [box for one in here for box in boxes(one)]
        picture = _picture(file[page - 1], over) if file is not None and page and count < MAX_PAGES else "<div></div>"
        written.append(f'<section>{picture}<div class="found">{"".join(map(told, here))}</div></section>')
    written.append("</body></html>")
    return "\n".join(written)


def rectangle(kind: str, box: Box, words: str) -> str:
    """A box of a class of the style; ``words`` show when the pointer rests on it."""
    x0, y0, x1, y1 = box
    place = f'x="{x0:.1f}" y="{y0:.1f}" width="{x1 - x0:.1f}" height="{y1 - y0:.1f}"'
    return f'<rect class="{kind}" {place}><title>{escape(words)}</title></rect>'


def _picture(page: Any, over: Iterable[str]) -> str:
    image = base64.b64encode(page.get_pixmap(dpi=DPI, alpha=False).tobytes("png")).decode("ascii")
    wide, high = page.rect.width, page.rect.height
    return (
        f'<div class="page"><img alt="page {page.number + 1}" src="data:image/png;base64,{image}">'
        f'<svg viewBox="0 0 {wide:.1f} {high:.1f}" preserveAspectRatio="none">{"".join(over)}</svg></div>'
    )
