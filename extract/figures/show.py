"""A PDF and the figures found in it in, one HTML page out: each page's picture with its panels, kinds and captions."""

import base64
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any, Final

import pymupdf

from ...records.evidence import Box
from ..document import Figure, Micrograph, Panel

DPI: Final = 110
MAX_PAGES: Final = 200
STYLE: Final = """
body{font:14px/1.45 system-ui,sans-serif;margin:0;color:#1b1f24;background:#f6f7f9}
header{padding:14px 24px;background:#fff;border-bottom:1px solid #d8dde3}h1{font-size:18px;margin:0}
section{display:grid;grid-template-columns:minmax(320px,1fr) minmax(320px,1fr);gap:24px;padding:24px;
border-bottom:1px solid #d8dde3}
.page{position:relative;align-self:start;background:#fff;box-shadow:0 1px 4px #0003}.page img{width:100%;display:block}
.page svg{position:absolute;inset:0;width:100%;height:100%}rect{fill:none}
rect.figure{stroke:#8a8f98;stroke-width:1;stroke-dasharray:4 3}rect.panel{stroke:#d12d2d;stroke-width:1.4}
rect.bar{stroke:#0a9d3f;stroke-width:2.5}rect:hover{fill:#2f6fde33}text{font:bold 10px sans-serif;fill:#d12d2d}
.found{min-width:0}h2{font-size:15px;margin:0}article{margin-bottom:22px}
.note{color:#57606a;font-size:12px;margin:2px 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 12px;margin:8px 0}dt{font-weight:600}dd{margin:0}
.kind{background:#e7eefb;border-radius:3px;padding:0 5px}.scale{background:#e3f5e8;border-radius:3px;padding:0 5px}
dd img{max-width:150px;max-height:110px;float:right;margin-left:8px}
@media(max-width:900px){section{grid-template-columns:1fr}}
"""


def figures_page(data: bytes, figures: Sequence[Figure], title: str) -> str:
    """A page of HTML, complete in itself, for the ``figures`` of the PDF in ``data``; all text is escaped.

    Figures without a page (of XML and HTML papers) are shown without a picture; ``data`` may then be anything.
    """
    pictured = any(figure.page is not None for figure in figures)
    file = pymupdf.open(stream=data, filetype="pdf") if pictured and b"%PDF-" in data[:1024] else None
    panels = sum(len(figure.panels) for figure in figures)
    written = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f"<title>Figures of {escape(title)}</title><style>{STYLE}</style></head><body>",
        f"<header><h1>{escape(title)}: {len(figures)} figures, {panels} panels</h1></header>",
    ]
    ordered = sorted(figures, key=lambda figure: figure.page or 0)
    for count, (page, group) in enumerate(groupby(ordered, key=lambda figure: figure.page)):
        here = list(group)
        picture = _picture(file[page - 1], here) if file is not None and page and count < MAX_PAGES else "<div></div>"
        told = "".join(_figure(figure) for figure in here)
        written.append(f'<section>{picture}<div class="found">{told}</div></section>')
    written.append("</body></html>")
    return "\n".join(written)


def _picture(page: Any, figures: Sequence[Figure]) -> str:
    """The page as an image with the boxes of figures, panels and scale bars over it."""
    image = base64.b64encode(page.get_pixmap(dpi=DPI, alpha=False).tobytes("png")).decode("ascii")
    boxes = "".join(box for figure in figures for box in _boxes(figure))
    wide, high = page.rect.width, page.rect.height
    return (
        f'<div class="page"><img alt="page {page.number + 1}" src="data:image/png;base64,{image}">'
        f'<svg viewBox="0 0 {wide:.1f} {high:.1f}" preserveAspectRatio="none">{boxes}</svg></div>'
    )


def _boxes(figure: Figure) -> Iterator[str]:
    """Rectangles; what they are shows when the pointer rests on them."""
    if figure.bbox is not None:
        yield _rectangle("figure", figure.bbox, f"figure {figure.label or figure.id}")
    for panel in figure.panels:
        if panel.bbox is None:
            continue
        yield _rectangle("panel", panel.bbox, f"{panel.label or ''} {panel.kind}")
        x, y = panel.bbox[0] + 3, panel.bbox[1] + 11
        yield f'<text x="{x:.1f}" y="{y:.1f}">{escape(panel.label or "")} {escape(panel.kind)}</text>'
        if panel.micrograph is not None and panel.micrograph.scale_bar is not None:
            yield _rectangle("bar", panel.micrograph.scale_bar, panel.micrograph.scale_words or "stated by the caption")


def _rectangle(kind: str, box: Box, words: str) -> str:
    x0, y0, x1, y1 = box
    place = f'x="{x0:.1f}" y="{y0:.1f}" width="{x1 - x0:.1f}" height="{y1 - y0:.1f}"'
    return f'<rect class="{kind}" {place}><title>{escape(words)}</title></rect>'


def _figure(figure: Figure) -> str:
    panels = "".join(_panel(panel) for panel in figure.panels)
    return (
        f"<article><h2>Figure {escape(figure.label or figure.id)}</h2>"
        f'<p class="note">{escape(figure.caption)}</p><dl>{panels}</dl></article>'
    )


def _panel(panel: Panel) -> str:
    """A panel's label, kind and caption, and the scale and picture of a micrograph."""
    detail = f" {escape(panel.detail)}" if panel.detail else ""
    missing = "" if panel.bbox else " <i>not found on the page</i>"
    scale = _scale(panel.micrograph) if panel.micrograph else ""
    told = f'<span class="kind">{escape(panel.kind)}{detail} {panel.score:.2f}</span>{missing}'
    return f"<dt>{escape(panel.label or '–')}</dt><dd>{scale}{told} {escape(panel.caption)}</dd>"


def _scale(found: Micrograph) -> str:
    image = base64.b64encode(found.picture).decode("ascii")
    words: list[str] = []
    if found.nanometres_per_pixel is not None:
        words.append(f"{found.scale_words or 'caption'}: {found.nanometres_per_pixel:g} nm/pixel")
    words += [f"{found.voltage:g} kV"] if found.voltage else []
    words += [f"{found.magnification:g}×"] if found.magnification else []
    told = f'<span class="scale">{escape(", ".join(words))}</span> ' if words else ""
    return f'<img alt="micrograph" src="data:image/jpeg;base64,{image}">{told}'
