"""A PDF and the figures found in it in, one HTML page out: each page's picture with its panels, kinds and captions."""

import base64
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from ..document import Figure, Micrograph, Panel
from ..page_view import page_view, rectangle

STYLE: Final = """
rect{fill:none}rect.figure{stroke:#8a8f98;stroke-width:1;stroke-dasharray:4 3}
rect.panel{stroke:#d12d2d;stroke-width:1.4}rect.bar{stroke:#0a9d3f;stroke-width:2.5}rect:hover{fill:#2f6fde33}
text{font:bold 10px sans-serif;fill:#d12d2d}
dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 12px;margin:8px 0}dt{font-weight:600}dd{margin:0}
.kind{background:#e7eefb;border-radius:3px;padding:0 5px}.scale{background:#e3f5e8;border-radius:3px;padding:0 5px}
dd img{max-width:150px;max-height:110px;float:right;margin-left:8px}
"""


def figures_page(data: bytes, figures: Sequence[Figure], title: str) -> str:
    """A page of HTML, complete in itself, for the ``figures`` of the PDF in ``data``; all text is escaped.

    Figures without a page (of XML and HTML papers) are shown without a picture; ``data`` may then be anything.
    """
    panels = sum(len(figure.panels) for figure in figures)
    return page_view(
        data, figures, title=f"Figures of {title}", heading=f"{title}: {len(figures)} figures, {panels} panels",
        style=STYLE, boxes=_boxes, told=_figure,
    )  # fmt: skip


def _boxes(figure: Figure) -> Iterator[str]:
    """Rectangles; what they are shows when the pointer rests on them."""
    if figure.bbox is not None:
        yield rectangle("figure", figure.bbox, f"figure {figure.label or figure.id}")
    for panel in figure.panels:
        if panel.bbox is None:
            continue
        yield rectangle("panel", panel.bbox, f"{panel.label or ''} {panel.kind}")
        x, y = panel.bbox[0] + 3, panel.bbox[1] + 11
        yield f'<text x="{x:.1f}" y="{y:.1f}">{escape(panel.label or "")} {escape(panel.kind)}</text>'
        if panel.micrograph is not None and panel.micrograph.scale_bar is not None:
            yield rectangle("bar", panel.micrograph.scale_bar, panel.micrograph.scale_words or "stated by the caption")


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
