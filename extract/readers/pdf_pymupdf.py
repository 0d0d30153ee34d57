"""A PDF as bytes in, a Document out; pages are read by PyMuPDF (AGPL)."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pymupdf

from ...records.errors import Result
from ..document import Document
from .layout.backend import Backend, Opened, Picture, Unreadable
from .layout.characters import by_glyph_name
from .layout.content import Font, Glyphs, PageContent, PdfOptions, quarter_turns, turned_boxes, turned_glyphs
from .layout.reading import read_pdf

READER: Final = "pymupdf/1"
KEPT_PAGES: Final = 60
KEPT_MARKS: Final = 30_000
"""So many of a file's first pages are kept, none with more glyphs and drawings, about a megabyte."""
_DRAWN: Final = ("fill-path", "stroke-path", "fill-shade")
_FLAGS: Final = (
    pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_PRESERVE_LIGATURES
    | pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_INHIBIT_SPACES
    | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
)


def read_pymupdf(data: bytes, source: str, options: PdfOptions | None = None) -> Result[Document]:
    """The paper in ``data``; what cannot be read becomes a problem (D001 to D015), nothing is raised."""
    return read_pdf(data, source, READER, open_pymupdf, options or PdfOptions())


def open_pymupdf(data: bytes) -> Backend:
    """The pages of ``data``. Raises :class:`Unreadable` for a broken or locked file."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        file: Any = pymupdf.open(stream=data, filetype="pdf")
        locked = bool(file.needs_pass) and not file.authenticate("")
        pages = 0 if locked else int(file.page_count)
    except Exception as error:
        raise Unreadable("D003", why=str(error)) from error
    if locked:
        raise Unreadable("D002")
    if not pages:
        raise Unreadable("D003", why="it has no pages")
    return _PyMuPdf(file, _read_pages(data))


@lru_cache(maxsize=1)
def _read_pages(data: bytes) -> dict[int, PageContent]:
    """The pages of the file in hand that were read before: one stage after another asks for the same ones."""
    return {}


class _PyMuPdf:
    """One open file."""

    def __init__(self, file: Any, read: dict[int, PageContent]) -> None:
        self._file, self._read = file, read
        self._names: dict[int, dict[int, str]] = {}

    def opened(self) -> Opened:
        information = {str(key): str(value) for key, value in (self._file.metadata or {}).items() if value}
        try:
            xmp = str(self._file.get_xml_metadata())
        except Exception:
            xmp = ""
        mended = bool(self._file.is_repaired)
        return Opened(pages=int(self._file.page_count), information=information, xmp=xmp, mended=mended)

    def page(self, number: int) -> PageContent:
        known = self._read.get(number)
        if known is not None:
            return known
        content = self._page(number)
        if number <= KEPT_PAGES and len(content.glyphs) + len(content.drawings) < KEPT_MARKS:
            self._read[number] = content
        return content

    def _page(self, number: int) -> PageContent:
        page = self._file[number - 1]
        shown = (float(page.rect.width), float(page.rect.height), int(page.rotation))
        glyphs, fonts = _glyphs(page.get_text("rawdict", flags=_FLAGS)["blocks"])
        log = [(entry[0], entry[1]) for entry in page.get_bboxlog()]
        drawings = np.array([box for kind, box in log if kind in _DRAWN], np.float32).reshape(-1, 4)
        images = np.array([box for kind, box in log if kind.startswith("fill-im")], np.float32).reshape(-1, 4)
        return PageContent(
            number=number, width=shown[0], height=shown[1], fonts=fonts,
            glyphs=turned_glyphs(self._named(page, glyphs, fonts), *shown),
            drawings=turned_boxes(drawings, *shown), images=turned_boxes(images, *shown),
        )  # fmt: skip

    def links(self, number: int) -> Iterator[str]:
        for link in self._file[number - 1].get_links():
            if link.get("uri"):
                yield str(link["uri"])

    def picture(self, number: int, dpi: int) -> Picture:
        pixmap = self._file[number - 1].get_pixmap(dpi=dpi, colorspace=pymupdf.csRGB, alpha=False)
        return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)

    def close(self) -> None:
        self._file.close()
        pymupdf.TOOLS.store_shrink(100)

    def _named(self, page: Any, glyphs: Glyphs, fonts: tuple[Font, ...]) -> Glyphs:
        """``glyphs`` with codes that mean nothing replaced by what their glyphs' names say."""
        unknown = ((glyphs.codes < 0x20) | ((glyphs.codes >= 0x7F) & (glyphs.codes < 0xA0))) & (glyphs.codes != 9)
        if not unknown.any():
            return glyphs
        codes = glyphs.codes.copy()
        by_name = {Font.of(entry[3]).name: int(entry[0]) for entry in page.get_fonts(full=True)}
        for place in np.flatnonzero(unknown).tolist():
            font = fonts[int(glyphs.fonts[place])].name
            name = self._differences(by_name.get(font, 0)).get(int(codes[place]), "")
            codes[place] = by_glyph_name(name, font, int(codes[place]))
        return glyphs.with_codes(codes)

    def _differences(self, xref: int) -> dict[int, str]:
        """The glyph names that a font's encoding gives to its codes."""
        if xref not in self._names:
            kind, value = self._file.xref_get_key(xref, "Encoding/Differences") if xref else ("null", "")
            names: dict[int, str] = {}
            code = 0
            for token in re.findall(r"/[^\s/\[\]]{1,60}|\d{1,5}", value if kind == "array" else ""):
                if token[0] == "/":
                    names[code] = token[1:]
                    code += 1
                else:
                    code = int(token)
            self._names[xref] = names
        return self._names[xref]


def _glyphs(blocks: list[dict[str, Any]]) -> tuple[Glyphs, tuple[Font, ...]]:
    """The characters of MuPDF's text page as arrays."""
    names: dict[tuple[str, int], int] = {}
    fonts: list[Font] = []
    codes: list[str] = []
    places: list[tuple[float, float]] = []
    boxes: list[tuple[float, float, float, float]] = []
    counts: list[int] = []
    sizes: list[float] = []
    of_font: list[int] = []
    turns: list[int] = []
    for line in (line for block in blocks for line in block.get("lines", ())):
        turn = quarter_turns(*line["dir"])
        for span in line["spans"]:
            key = (span["font"], span["flags"] & 18)
            if key not in names:
                names[key] = len(fonts)
                fonts.append(Font.of(span["font"], bold=bool(key[1] & 16), italic=bool(key[1] & 2)))
            chars = span["chars"]
            codes += [char["c"] for char in chars]
            places += [char["origin"] for char in chars]
            boxes += [char["bbox"] for char in chars]
            counts.append(len(chars))
            sizes.append(span["size"])
            of_font.append(names[key])
            turns.append(turn)
    if not codes:
        return Glyphs.none(), tuple(fonts)
    glyphs = Glyphs(
        codes=np.frombuffer("".join(codes).encode("utf-32-le", "surrogatepass"), np.int32),
        boxes=np.array(boxes, np.float32), origins=np.array(places, np.float32),
        sizes=np.repeat(np.array(sizes, np.float32), counts), fonts=np.repeat(np.array(of_font, np.int32), counts),
        turns=np.repeat(np.array(turns, np.int8), counts),
    )  # fmt: skip
    return glyphs, tuple(fonts)
