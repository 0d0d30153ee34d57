"""A paper as read, whatever its format: blocks in reading order, tables and figures, each with page and box."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from ..records.evidence import Box, Evidence, EvidenceKind

BlockType: TypeAlias = Literal[
    "title", "abstract", "heading", "paragraph", "caption", "list", "equation", "reference", "header", "footer",
]  # fmt: skip
BODY: frozenset[str] = frozenset({"title", "abstract", "heading", "paragraph", "caption", "list"})
PanelKind: TypeAlias = Literal["plot", "micrograph", "structure", "diagram", "photo", "spectrum", "map", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """The part ``start`` to ``end`` of a block's text that stands in one column of one page."""

    start: int
    end: int
    page: int
    bbox: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A mark that refers to the list of references, printed as a superscript: ``text[start:end]`` of its block."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, heading, caption, ... as clean text.

    ``fragments`` cover ``text`` in order (one, or more where it runs on in the next column or page); it is
    empty for formats without pages. ``glyphs`` is float32 of shape (len(text), 4): the box of each
    character, NaN where a character was not printed (a space put in, a space for a line's end); None for
    formats without pages. ``citations`` are the raised marks in ``text``, in order. ``source`` says how the text was
    read: the text layer, OCR, or markup.
    """

    id: str
    type: BlockType
    text: str
    section: str | None = None
    page: int | None = None
    bbox: Box | None = None
    fragments: tuple[Fragment, ...] = ()
    glyphs: npt.NDArray[np.float32] | None = None
    citations: tuple[Citation, ...] = ()
    source: Literal["text", "ocr", "markup"] = "text"

    @property
    def running(self) -> str:
        """``text`` with blanks for the citations, which would else run into words, numbers and units."""
        parts: list[str] = []
        at = 0
        for mark in self.citations:
            parts += (self.text[at : mark.start], " " * (mark.end - mark.start))
            at = mark.end
        return "".join((*parts, self.text[at:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A merged cell: its top left place and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: a rectangular grid of texts; a merged cell has its text at its top left, "" elsewhere.

    ``boxes`` has the grid's shape, with None for cells without a box. ``score`` in [0, 1] is how sure the
    finder is that grid and page agree; 1 for markup. ``label`` is the printed number ("1", "S2"). A table that
    runs over pages is one Table a page: ``continues`` is the id of the part before, whose header is repeated
    (with boxes None where it is not printed again). ``source`` says how the cells were read.
    """

    id: str
    label: str | None
    caption: str
    cells: tuple[tuple[str, ...], ...]
    page: int | None = None
    bbox: Box | None = None
    caption_block: str | None = None
    boxes: tuple[tuple[Box | None, ...], ...] = ()
    spans: tuple[Span, ...] = ()
    header_rows: int = 1
    header_columns: int = 1
    footnotes: tuple[str, ...] = ()
    engine: str = "markup"
    score: float = 1.0
    continues: str | None = None
    source: Literal["text", "ocr", "markup"] = "markup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Micrograph:
    """The picture of a micrograph, small, and its scale.

    ``picture`` is a JPEG file; one of its pixels is ``nanometres_per_pixel`` long on the sample (None: no scale bar
    was read). ``scale_words`` is the bar's printed length ("500 nm"), ``scale_bar`` its box on the page; where the
    caption tells the length, the words are None. ``voltage`` is in kilovolts; ``instrument`` are the words that the
    microscope printed into the picture.
    """

    picture: bytes
    width: int
    height: int
    nanometres_per_pixel: float | None = None
    scale_words: str | None = None
    scale_bar: Box | None = None
    voltage: float | None = None
    magnification: float | None = None
    instrument: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One part of a figure, with its share of the caption.

    ``label`` is its letter in lower case, or "left", "top", ...; None where the figure is one panel. ``detail`` says
    more of the kind ("xrd", "sem"), ``score`` in [0, 1] how sure kind is.
    """

    label: str | None
    bbox: Box | None
    kind: PanelKind = "other"
    caption: str = ""
    detail: str | None = None
    score: float = 1.0
    micrograph: Micrograph | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with its caption; ``caption_block`` is the id of the caption's block."""

    id: str
    label: str | None
    caption: str
    page: int | None = None
    bbox: Box | None = None
    caption_block: str | None = None
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What the file says of itself; None where it does not."""

    title: str | None = None
    doi: str | None = None
    licence: str | None = None
    year: int | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper as read. ``doc_id`` is ``sha256:`` and the hash of the file; ``page_sizes`` in PDF points."""

    doc_id: str
    source: str
    reader: str
    meta: Meta = field(default_factory=Meta)
    pages: int = 0
    page_sizes: tuple[tuple[float, float], ...] = ()
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()

    def body(self) -> Iterator[Block]:
        """The blocks that make statements: no references, running heads, page numbers or equations."""
        return (block for block in self.blocks if block.type in BODY)

    def cite(
        self,
        block: Block,
        start: int,
        end: int,
        *,
        context: tuple[int, int] | None = None,
        stage: str,
        version: str,
    ) -> Evidence:
        """Evidence for ``block.text[start:end]``.

        The quote is ``context`` (a range around the span, usually its sentence; default the span itself),
        cut down to the column of the page that the span begins in, so that quote and box agree.
        """
        low, high = context or (start, end)
        page, box = block.page, None
        fragment = next((f for f in block.fragments if f.start <= start < f.end), None)
        if fragment is not None:
            low, high = max(low, fragment.start), min(high, fragment.end)
            page = fragment.page
        while low < high and block.text[low].isspace():
            low += 1
        while high > low and block.text[high - 1].isspace():
            high -= 1
        if block.glyphs is not None:
            box = union(block.glyphs[low:high])
        kind: EvidenceKind = "caption" if block.type == "caption" else "text"
        return Evidence(
            document=self.doc_id, kind=kind, quote=block.text[low:high], page=page, bbox=box,
            block=block.id, start=start, end=end, stage=stage, version=version,
        )  # fmt: skip


def union(boxes: npt.NDArray[np.float32]) -> Box | None:
    """The smallest box around ``boxes`` (n, 4), NaN rows left out; None if none is left."""
    kept = boxes[~np.isnan(boxes[:, 0])] if len(boxes) else boxes
    if not len(kept):
        return None
    x0, y0 = kept[:, :2].min(axis=0)
    x1, y1 = kept[:, 2:].max(axis=0)
    return (round(float(x0), 2), round(float(y0), 2), round(float(x1), 2), round(float(y1), 2))
