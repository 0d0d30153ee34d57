"""A PDF as bytes and a library to open it in, a Document out: every page read, laid out, and made into blocks."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from ....records.errors import Problem, Result, Where
from ...document import Block, BlockType, Box, Document, Figure, Meta
from ..parted_words import Words
from .backend import Backend, Opener, Unreadable, is_pdf
from .columns import reading_order, usual_edges
from .content import PageContent, PdfOptions, dpi_within
from .drafts import Draft
from .figures import figure_label, graphic_of
from .furniture import furniture
from .headings import AFTER_REFERENCES, REFERENCES
from .joining import joined
from .kinds import settle
from .lines import Line, lines_of
from .meta import meta_of, stated_title
from .paragraphs import Style, grouped, starts_caption, style_of
from .pieces import PageText, Piece, page_text
from .regions import Regions, find_regions, piece_boxes
from .run_in import Type, parted
from .text import block_text
from .visible import visible

STAGE: Final = "read"
MIN_GLYPHS: Final = 20
"""A page with fewer characters than this has no text layer (a stamp or page number is not one)."""
MOST_PIXELS: Final = 80_000_000
"""Of the picture in which a page is read by OCR: A0 at 200 dpi has 62 million; larger ones are read coarser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page that was read."""

    content: PageContent
    text: PageText


def read_pdf(data: bytes, source: str, reader: str, opener: Opener, options: PdfOptions) -> Result[Document]:
    """The paper in ``data``, read with the library behind ``opener``; nothing is raised for bad input."""
    doc_id = f"sha256:{hashlib.sha256(data).hexdigest()}"
    empty = Document(doc_id=doc_id, source=source, reader=reader)
    if not data:
        return Result(empty, (Problem.of(STAGE, "D001"),))
    if not is_pdf(data):
        return Result(empty, (Problem.of(STAGE, "D004", why="it does not begin as a PDF does"),))
    try:
        backend = opener(data)
    except Unreadable as error:
        return Result(empty, (Problem.of(STAGE, error.code, None, **error.details),))
    problems: list[Problem] = []
    try:
        pages = list(_pages(backend, options, problems))
        problems += [Problem.of(STAGE, "D018")] if backend.opened().mended else []
        document = _document(empty, backend, pages, problems)
    finally:
        backend.close()
    return Result(document, tuple(problems))


def _pages(backend: Backend, options: PdfOptions, problems: list[Problem]) -> Iterator[_Page]:
    """The pages that can be read, within the limits; what cannot is put down in ``problems``."""
    total, glyphs, scanned = backend.opened().pages, 0, 0
    if total > options.max_pages:
        problems.append(Problem.of(STAGE, "D005", found=total, limit=options.max_pages))
    for number in range(1, min(total, options.max_pages) + 1):
        where: Where = {"page": number}
        try:
            printed = backend.page(number)
            content = visible(printed)
            glyphs += len(content.glyphs)
            if glyphs > options.max_glyphs:
                problems.append(Problem.of(STAGE, "D015", where, limit=options.max_glyphs))
                return
            if _is_scan(printed):
                scanned += 1
                read = options.ocr and scanned <= options.max_ocr_pages
                problems.append(Problem.of(STAGE, "D010" if read else "D014", where, page=number))
                content = _recognised(backend, content, options) if read else content
            yield _Page(content=content, text=page_text(content))
        except Exception as error:
            problems.append(Problem.of(STAGE, "D011", where, page=number, why=f"{type(error).__name__}: {error}"))


def _is_scan(page: PageContent) -> bool:
    """Whether a page has no text layer, but a picture or many outlines on it that may be text."""
    if (page.glyphs.codes > 0x20).sum() >= MIN_GLYPHS:
        return False
    sides = np.clip(page.images, 0, np.array([page.width, page.height] * 2, np.float32))
    area = (sides[:, 2] - sides[:, 0]) * (sides[:, 3] - sides[:, 1])
    return float(area.sum()) > 0.3 * page.width * page.height or len(page.drawings) > 300


def _recognised(backend: Backend, content: PageContent, options: PdfOptions) -> PageContent:
    from ..ocr import recognise

    dpi = dpi_within(MOST_PIXELS, options.ocr_dpi, content.width, content.height)
    return recognise(backend.picture(content.number, dpi), content)


def _document(empty: Document, backend: Backend, pages: list[_Page], problems: list[Problem]) -> Document:
    opened = backend.opened()
    margins = furniture([(page.text.pieces, page.content.height) for page in pages])
    body = _body_size(pages)
    drafts: list[Draft] = []
    regions: dict[int, Regions] = {}
    columns: list[list[Line]] = []
    usual = usual_edges([piece_boxes(page.text.pieces) for page in pages], [page.content.width for page in pages])
    for page, margin in zip(pages, margins, strict=True):
        number = page.content.number
        kept = tuple(piece for i, piece in enumerate(page.text.pieces) if i not in margin)
        regions[number] = Regions()
        try:
            regions[number] = find_regions(page.content, kept, body)
            columns += _columns(page, kept, regions[number], usual)
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            problems.append(Problem.of(STAGE, "D011", {"page": number}, page=number, why=why))
        drafts_of_margin = [page.text.pieces[i] for i in sorted(margin)]
        drafts += _furniture_drafts(drafts_of_margin, page)
    style = style_of(line for column in columns for line in column)
    types = {page.content.number: Type.of(page.content, page.text) for page in pages}
    text = parted(_drafts(columns, style), types)
    for draft in text:
        draft.below_table = _under(draft, regions[draft.page].tables)
    settle(text, style, stated_title(opened))
    text = joined(text)
    ordered = _in_pages(text, drafts)
    return _assembled(empty, backend, pages, ordered, regions)


def _body_size(pages: list[_Page]) -> float:
    """The font size of most of the paper's text."""
    sizes: dict[float, int] = {}
    for page in pages:
        for piece in page.text.pieces:
            size = round(piece.size * 5) / 5
            sizes[size] = sizes.get(size, 0) + len(piece.text)
    return max(sizes, key=lambda size: sizes[size], default=10.0)


def _columns(page: _Page, pieces: tuple[Piece, ...], regions: Regions, usual: tuple[float, ...]) -> list[list[Line]]:
    """The lines of the page's running text, one list a column, in reading order."""
    boxes = piece_boxes(pieces)
    outside = [piece for piece, inside in zip(pieces, regions.inside(boxes).tolist(), strict=True) if not inside]
    if not outside:
        return []
    line = 1.2 * sorted(piece.size for piece in outside)[len(outside) // 2]
    areas = (*regions.figures, *regions.tables)
    cuts = tuple(
        piece.y0 - 3
        for piece in outside
        if REFERENCES.match(piece.text) and piece.x0 < 0.45 * page.content.width
        if not any(area[1] < piece.y0 - 3 < area[3] for area in areas)
    )
    return [
        lines_of(
            [outside[i] for i in column.index.tolist()],
            page.text.glyphs.boxes,
            page.content.number,
            (column.left, column.right),
        )
        for column in reading_order(piece_boxes(outside), line, cuts, usual)
    ]


def _furniture_drafts(pieces: list[Piece], page: _Page) -> list[Draft]:
    """Running heads and feet of a page as blocks; rotated text (stamps in the margin) is among them."""
    height, width = page.content.height, page.content.width
    drafts: list[Draft] = []
    groups: tuple[tuple[list[Piece], BlockType], ...] = (
        ([p for p in pieces if p.y0 < height / 2], "header"),
        ([p for p in pieces if p.y0 >= height / 2], "footer"),
        ([p for p in page.text.turned if len(p.text) > 25], "footer"),
    )
    for group, kind in groups:
        for line in lines_of(group, page.text.glyphs.boxes, page.content.number, (0.0, width)):
            drafts.append(Draft(parts=[[line]], kind=kind, place="furniture"))
    return drafts


def _drafts(columns: list[list[Line]], style: Style) -> list[Draft]:
    """The columns' lines as drafts of blocks; under the heading of the references they are cut entry by entry.

    The text at a column's head may stand under captions of floats.
    """
    drafts: list[Draft] = []
    references = False
    for column in columns:
        at_head = True
        for part, inside in _by_references(column, references):
            for group in grouped(part, style, references=inside):
                drafts.append(Draft(parts=[group], new_column=at_head, kind=_first_kind(group, inside)))
                at_head = at_head and starts_caption(group[0])
            references = inside or bool(REFERENCES.match(part[-1].text.strip()))
    return drafts


def _first_kind(group: list[Line], references: bool) -> BlockType:
    """What a group of lines is taken for before its neighbours are known."""
    return "reference" if references and not starts_caption(group[0]) else "paragraph"


def _by_references(column: list[Line], inside: bool) -> Iterator[tuple[list[Line], bool]]:
    """The column cut where the list of references begins or ends, with whether each part is of it."""
    part: list[Line] = []
    first = re.compile(r"\[1\]\s+(?:[a-z]\)\s+)?[A-Z]")
    for line in column:
        begins = bool(REFERENCES.match(line.text.strip())) or (not inside and first.match(line.text) is not None)
        ends = inside and _heads_other_matter(line)
        if (begins or ends) and part:
            yield part, inside
            part = []
        part.append(line)
        if begins and not first.match(line.text):
            yield part, False
            part = []
        inside = begins or (inside and not ends)
    if part:
        yield part, inside


def _under(draft: Draft, tables: tuple[Box, ...]) -> bool:
    """Whether a draft begins within three of its lines below one of ``tables``."""
    x0, y0, _, _ = draft.box()
    return any(-2 < y0 - table[3] < 3 * draft.size and table[0] - 10 <= x0 <= table[2] for table in tables)


def _heads_other_matter(line: Line) -> bool:
    """Whether a line among the references is the heading of what comes after them."""
    text = line.text.strip()
    set_off = line.bold > 0.8 or text.isupper() or line.italic > 0.8
    return len(text) < 60 and set_off and bool(AFTER_REFERENCES.match(text))


def _in_pages(text: list[Draft], margins: list[Draft]) -> list[Draft]:
    """Running heads before and feet behind the text that begins on their page."""
    ordered: list[Draft] = []
    pages = sorted({draft.page for draft in (*text, *margins)})
    for page in pages:
        ordered += [d for d in margins if d.page == page and d.kind == "header"]
        ordered += [d for d in text if d.page == page]
        ordered += [d for d in margins if d.page == page and d.kind == "footer"]
    return ordered


def _assembled(
    empty: Document, backend: Backend, pages: list[_Page], drafts: list[Draft], regions: dict[int, Regions]
) -> Document:
    words = Words.of(line.text for draft in drafts for line in draft.lines)
    glyphs = {page.content.number: page.text.glyphs for page in pages}
    scanned = {page.content.number for page in pages if page.content.ocr}
    blocks: list[Block] = []
    figures: list[Figure] = []
    for draft in drafts:
        clean = block_text(draft.parts, glyphs, words)
        if not clean.fragments:
            continue
        first = clean.fragments[0]
        block = Block(
            id=f"b{len(blocks) + 1}", type=draft.kind, text=clean.text, section=draft.section, page=first.page,
            bbox=first.bbox, fragments=clean.fragments, glyphs=clean.boxes, citations=clean.citations,
            source="ocr" if first.page in scanned else "text",
        )  # fmt: skip
        blocks.append(block)
        label = figure_label(block.text) if block.type == "caption" else None
        if label is not None:
            others = [d for d in drafts if d is not draft and d.page == draft.page and d.place == "text"]
            box = graphic_of(draft, regions[draft.page], others, _size(pages, draft.page))
            figures.append(
                Figure(
                    id=f"f{len(figures) + 1}", label=label, caption=block.text, page=draft.page, bbox=box,
                    caption_block=block.id,
                )
            )  # fmt: skip
    return Document(
        doc_id=empty.doc_id, source=empty.source, reader=empty.reader, meta=_meta(backend, blocks),
        pages=backend.opened().pages, page_sizes=_sizes(backend, pages), blocks=tuple(blocks), figures=tuple(figures),
    )  # fmt: skip


def _size(pages: list[_Page], number: int) -> tuple[float, float]:
    content = next(page.content for page in pages if page.content.number == number)
    return content.width, content.height


def _sizes(backend: Backend, pages: list[_Page]) -> tuple[tuple[float, float], ...]:
    """The size of every page up to the last one read; 0 by 0 for one that could not be read."""
    known = {p.content.number: (round(p.content.width, 2), round(p.content.height, 2)) for p in pages}
    return tuple(known.get(number, (0.0, 0.0)) for number in range(1, max(known, default=0) + 1))


def _meta(backend: Backend, blocks: list[Block]) -> Meta:
    title = next((block.text for block in blocks if block.type == "title"), None)
    last = max((block.page or 0 for block in blocks), default=0)
    outer = [block for block in blocks if block.page in (1, last)]
    front = "\n".join(block.text for block in outer if block.type != "reference")
    notices = "\n".join(block.text for block in outer)
    try:
        links = list(backend.links(1))
    except Exception:
        links = []
    return meta_of(backend.opened(), title, front, notices, links)
