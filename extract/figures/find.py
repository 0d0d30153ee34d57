"""A PDF and its Document in, its figures out: box, panels with label, kind and caption, scales of micrographs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ...records.errors import Problem, Result
from ...records.evidence import Box
from ..document import Document, Figure, Panel, Table
from ..readers.layout.backend import Backend, Picture, Unreadable
from ..readers.layout.content import dpi_within
from ..readers.layout.figures import figure_label
from ..readers.layout.pieces import page_text
from ..readers.layout.visible import visible
from .areas import PageParts, Side, assigned, lost_captions, page_parts, piece_boxes, usual_side
from .boxes import inside
from .caption_kinds import detail_of
from .captions import CaptionParts, split_caption
from .finder import NAME, FigureOptions
from .kinds import kind_of, kind_of_caption, own_words
from .labels import Word
from .micrographs import micrograph_of
from .panels import Found, find_panels
from .words import PrintedWords

MAX_PIXELS: Final = 12_000_000
"""A page that would have more is drawn at fewer dots an inch."""
SMALLEST: Final = 24
"""Pixels: a figure or panel with a shorter side is not looked into."""
PAD: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page with captions of figures: their boxes, what lies on it, and its words."""

    number: int
    width: float
    height: float
    figures: tuple[Figure, ...]
    captions: tuple[Box, ...]
    parts: PageParts
    words: tuple[Word, ...]


def of_markup(figure: Figure) -> Figure:
    """A figure of XML or HTML: the panels that its caption names, without boxes."""
    parts = split_caption(figure.caption)
    labels: list[str | None] = [*parts.parts] or [None]
    return replace(figure, panels=tuple(_told(label, parts) for label in labels))


def _told(label: str | None, caption: CaptionParts) -> Panel:
    """A panel of which only the caption is known."""
    text = caption.of(label)
    kind, score = kind_of_caption(own_words(caption, label), caption.introduction)
    return Panel(label=label, bbox=None, kind=kind, caption=text, detail=detail_of(kind, text), score=score)


def find_figures(
    data: bytes, document: Document, tables: Sequence[Table], options: FigureOptions
) -> Result[tuple[Figure, ...]]:
    """The figures of a PDF. What cannot be looked at is passed on as the reader found it, with problem F001."""
    problems: list[Problem] = []
    try:
        backend = _opened(data, document.reader)
    except Unreadable:
        return Result(tuple(of_markup(figure) for figure in document.figures))
    try:
        finder = _Finder(backend, replace(document, tables=tuple(tables)), options, problems)
        figures = finder.all()
    finally:
        backend.close()
    return Result(figures, tuple(problems))


def _opened(data: bytes, reader: str) -> Backend:
    if reader.startswith("pdfium"):
        from ..readers.pdf_pdfium import open_pdfium

        return open_pdfium(data)
    from ..readers.pdf_pymupdf import open_pymupdf

    return open_pymupdf(data)


class _Finder:
    """Goes through the pages of one paper that have captions of figures."""

    def __init__(self, backend: Backend, document: Document, options: FigureOptions, problems: list[Problem]) -> None:
        self.backend, self.document, self.options, self.problems = backend, document, options, problems
        self.read_by_ocr = 0

    def all(self) -> tuple[Figure, ...]:
        """The paper's figures with their panels, page by page; figures without a page last."""
        pages: list[_Page] = []
        found: dict[int, list[Figure]] = {}
        for number in range(1, min(self.document.pages, self.options.max_pages) + 1):
            figures = [figure for figure in self.document.figures if figure.page == number]
            found[number] = [of_markup(figure) for figure in figures]
            try:
                page = self._page(number, figures)
            except Exception as error:  # one page that cannot be read must not cost the others' figures
                self._failed(number, error)
                continue
            if page is not None:
                pages.append(page)
        habit = usual_side([(page.parts, page.captions) for page in pages])
        for page in pages:
            try:
                found[page.number] = self._on_page(page, habit)
            except Exception as error:
                self._failed(page.number, error)
        rest = [f for f in self.document.figures if f.page is None or f.page > self.options.max_pages]
        return _numbered([*(figure for figures in found.values() for figure in figures), *map(of_markup, rest)])

    def _failed(self, page: int, error: Exception) -> None:
        why = f"{type(error).__name__}: {error}"[:300]
        self.problems.append(Problem.of(NAME, "F001", {"page": page}, page=page, why=why))

    def _page(self, number: int, figures: list[Figure]) -> _Page | None:
        """The page, if it has captions of figures."""
        content = visible(self.backend.page(number))
        words = page_text(content)
        of_block = {block.id: block for block in self.document.blocks}
        captions: list[Box] = []
        for figure in figures:
            block = of_block.get(figure.caption_block or "")
            box = next((part.bbox for part in block.fragments if part.page == number), None) if block else None
            captions.append(box or (block.bbox if block and block.bbox else (0.0, 0.0, 1.0, 1.0)))
        held = [part.bbox for block in self.document.blocks for part in block.fragments if part.page == number]
        for text, box in lost_captions(words, held):
            figures.append(Figure(id="", label=figure_label(text), caption=text, page=number))
            captions.append(box)
        if not figures:
            return None
        body = float(np.median([piece.size for piece in words.pieces])) if words.pieces else 10.0
        return _Page(
            number=number, width=content.width, height=content.height, figures=tuple(figures), captions=tuple(captions),
            parts=page_parts(content, words, self.document, body),
            words=tuple(Word(text=piece.text, box=box) for piece, box in piece_boxes(words) if piece in words.pieces),
        )  # fmt: skip

    def _on_page(self, page: _Page, habit: Side) -> list[Figure]:
        areas = assigned(page.parts, page.captions, habit)
        if not any(areas):
            return [of_markup(figure) for figure in page.figures]
        dpi = dpi_within(MAX_PIXELS, self.options.dpi, page.width, page.height)
        picture = self.backend.picture(page.number, dpi)
        scale = picture.shape[1] / page.width
        return [
            self._with_panels(replace(figure, bbox=_rounded(area[0])), page, picture, scale)
            if area else of_markup(replace(figure, bbox=None))
            for figure, area in zip(page.figures, areas, strict=True)
        ]  # fmt: skip

    def _with_panels(self, figure: Figure, page: _Page, picture: Picture, scale: float) -> Figure:
        """The figure cut into panels on its page's picture with ``scale`` pixels a point."""
        assert figure.bbox is not None
        left, top, right, bottom = _in_pixels(figure.bbox, scale, picture.shape)
        crop = picture[top:bottom, left:right]
        if min(crop.shape[:2]) < SMALLEST:
            return of_markup(figure)
        known = [
            Word(text=word.text, box=_shifted(word.box, scale, left, top))
            for word in page.words if inside(word.box, figure.bbox)
        ]  # fmt: skip
        words = PrintedWords(crop, known, ocr=self.options.ocr and self.read_by_ocr < self.options.max_ocr_figures)
        caption = split_caption(figure.caption)
        panels = tuple(
            self._panel(found, caption, crop, words, (scale, left, top)) for found in find_panels(crop, caption, words)
        )
        self.read_by_ocr += words.was_read
        return replace(figure, panels=panels)

    def _panel(
        self, found: Found, caption: CaptionParts, crop: Picture, words: PrintedWords,
        place: tuple[float, int, int],
    ) -> Panel:  # fmt: skip
        if found.box is None:
            return _told(found.label, caption)
        text = caption.of(found.label)
        x0, y0, x1, y1 = (int(v) for v in found.box)
        piece = crop[y0:y1, x0:x1]
        own = own_words(caption, found.label)
        kind, score = kind_of(piece, own, caption.introduction)
        detail = detail_of(kind, own) or detail_of(kind, caption.introduction)
        scale, left, top = place
        micrograph = None
        if kind in ("micrograph", "map") and min(piece.shape[:2]) >= SMALLEST:
            stated = caption.scale_bars.get(found.label or "", caption.scale_bars.get(""))
            micrograph = micrograph_of(piece, _moved(words.within(found.box), x0, y0), stated)
            bar = micrograph.scale_bar
            if bar is not None:
                page_bar = (bar[0] + x0 + left, bar[1] + y0 + top, bar[2] + x0 + left, bar[3] + y0 + top)
                micrograph = replace(micrograph, scale_bar=_rounded(_divided(page_bar, scale)))
        box = (found.box[0] + left, found.box[1] + top, found.box[2] + left, found.box[3] + top)
        return Panel(
            label=found.label, bbox=_rounded(_divided(box, scale)), kind=kind, caption=text,
            detail=detail, score=score, micrograph=micrograph,
        )  # fmt: skip


def _numbered(figures: list[Figure]) -> tuple[Figure, ...]:
    """The figures with an id for those that the reader did not know."""
    known = {figure.id for figure in figures}
    fresh = (name for name in (f"f{number}" for number in range(1, 10_000)) if name not in known)
    return tuple(figure if figure.id else replace(figure, id=next(fresh)) for figure in figures)


def _in_pixels(box: Box, scale: float, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = ((v + pad) * scale for v, pad in zip(box, (-PAD, -PAD, PAD, PAD), strict=True))
    return max(0, int(x0)), max(0, int(y0)), min(shape[1], int(x1) + 1), min(shape[0], int(y1) + 1)


def _shifted(box: Box, scale: float, left: int, top: int) -> Box:
    return (box[0] * scale - left, box[1] * scale - top, box[2] * scale - left, box[3] * scale - top)


def _moved(words: list[Word], left: int, top: int) -> list[Word]:
    return [Word(text=word.text, box=_shifted(word.box, 1.0, left, top)) for word in words]


def _divided(box: Box, scale: float) -> Box:
    return (box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale)


def _rounded(box: Box) -> Box:
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
