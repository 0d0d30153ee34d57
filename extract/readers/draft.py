"""Pieces of a marked-up paper in, in reading order; a Document with numbered blocks, tables and figures out."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ...records.errors import Problem
from ..document import Block, BlockType, Document, Figure, Meta, Panel, Table
from .grids import MAX_CELLS, Grid, header_columns, header_rows

MAX_CHARACTERS: Final = 5_000_000
_LABEL: Final = re.compile(
    r"^\s*(?:(?:supplementary|supporting|extended data)\s+)?(?:table|tab\.?|figure|fig\.?|scheme|chart)\.?\s*"
    r"((?:[A-Z]{1,2}[.\-]?)?\d{1,3}(?:\.\d{1,2})?[A-Za-z]?|[IVXL]{1,6}|[A-Z])\b\s*[.:|–—-]?\s*",
    re.I,
)


def doc_id(data: bytes) -> str:
    """``sha256:`` and the hash of the file's bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def printed_label(text: str | None) -> str | None:
    """The number in a label or at a caption's start: ``1`` of "Table 1.", ``S2`` of "Fig. S2"."""
    match = _LABEL.match(text or "")
    return match[1] if match else None


def without_label(text: str) -> str:
    """A caption without the "Table 1." that it starts with."""
    match = _LABEL.match(text)
    return text[match.end() :] if match else text


@dataclass(slots=True, kw_only=True)
class Draft:
    """A document in the making. ``headings`` is the path of section titles that the next block stands under."""

    stage: str
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    _characters: int = 0

    def add(self, kind: BlockType, text: str) -> str | None:
        """Appends a block and returns its id; None for an empty text, or past :data:`MAX_CHARACTERS`."""
        if not text or self._characters > MAX_CHARACTERS:
            return None
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            self.problems.append(Problem.of(self.stage, "D015", limit=MAX_CHARACTERS))
            return None
        block = Block(
            id=f"b{len(self.blocks) + 1}",
            type=kind,
            text=text,
            section=" > ".join(self.headings) or None,
            source="markup",
        )
        self.blocks.append(block)
        return block.id

    def add_table(
        self,
        *,
        label: str | None,
        caption: str,
        grid: Grid | None,
        declared_header: int = 0,
        footnotes: Iterable[str] = (),
    ) -> None:
        """Appends a table with its caption block; a grid without cells is a problem (T003), not a table."""
        number = printed_label(label) or printed_label(caption) or (label or "").strip() or None
        caption = without_label(caption)
        title = label if printed_label(label) else f"Table {number}" if number else None
        block = self.add("caption", f"{title}. {caption}" if title else caption)
        where = {"table": number, "block": block}
        if grid is None or not any(any(row) for row in grid.cells):
            self.problems.append(Problem.of(self.stage, "T003", dict(where)))
            return
        if grid.left:
            cells = grid.left + sum(len(row) for row in grid.cells)
            self.problems.append(Problem.of(self.stage, "T001", dict(where), cells=cells, limit=MAX_CELLS))
        if grid.cut:
            self.problems.append(Problem.of(self.stage, "T002", dict(where)))
        rows = header_rows(grid, min(declared_header, len(grid.cells)))
        self.tables.append(
            Table(
                id=f"t{len(self.tables) + 1}", label=number, caption=caption, cells=grid.cells, spans=grid.spans,
                header_rows=rows, header_columns=header_columns(grid, rows), caption_block=block,
                footnotes=tuple(note for note in footnotes if note),
            )
        )  # fmt: skip

    def add_figure(self, *, label: str | None, caption: str, panels: tuple[Panel, ...] = ()) -> None:
        """Appends a figure with its caption block."""
        number = printed_label(label) or printed_label(caption)
        caption = without_label(caption)
        title = label if printed_label(label) else f"Figure {number}" if number else label
        block = self.add("caption", f"{title.rstrip('. ')}. {caption}" if title else caption)
        self.figures.append(
            Figure(id=f"f{len(self.figures) + 1}", label=number, caption=caption, caption_block=block, panels=panels)
        )

    def document(self, data: bytes, source: str, reader: str, meta: Meta) -> Document:
        """The finished document."""
        return Document(
            doc_id=doc_id(data), source=source, reader=reader, meta=meta, blocks=tuple(self.blocks),
            tables=tuple(self.tables), figures=tuple(self.figures),
        )  # fmt: skip
