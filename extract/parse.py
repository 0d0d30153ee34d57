"""A document and the tables and figures found in it in, one document out that does not read tables' cells as text."""

from dataclasses import replace
from typing import Any, ClassVar, Final

from ..records.errors import Result
from ..records.evidence import Box
from .document import Block, Document, Figure, Table
from .stage import Inputs, NoOptions

_INSIDE: Final = 0.7
"""Share of a block's area that must lie in a table for the block to be the table's own text."""
_CELL_TYPES: Final = frozenset({"paragraph", "list", "heading", "equation"})


class Parse:
    """Joins what was read and the tables and figures that were found."""

    name: ClassVar[str] = "parse"
    version: ClassVar[str] = "3"
    needs: ClassVar[tuple[str, ...]] = ("doc_id", "read", "tables", "figures")
    output: ClassVar[Any] = Document

    def __init__(self, options: NoOptions | None = None) -> None:
        self.options = options or NoOptions()

    def __call__(self, inputs: Inputs) -> Result[Document]:
        """The document with its tables and figures; blocks that lie in a table's box are left out."""
        document: Document = inputs["read"]
        tables: tuple[Table, ...] = inputs.get("tables") or document.tables
        figures: tuple[Figure, ...] = inputs.get("figures") or document.figures
        blocks = tuple(block for block in document.blocks if not _is_cell_text(block, tables))
        return Result(replace(document, doc_id=inputs["doc_id"], blocks=blocks, tables=tables, figures=figures))


def _is_cell_text(block: Block, tables: tuple[Table, ...]) -> bool:
    if block.type not in _CELL_TYPES or block.bbox is None:
        return False
    spots = [(part.page, part.bbox) for part in block.fragments] or [(block.page, block.bbox)]
    return all(
        any(table.page == page and table.bbox is not None and _covered(box, table.bbox) >= _INSIDE for table in tables)
        for page, box in spots
    )


def _covered(inner: Box, outer: Box) -> float:
    """The share of ``inner`` that lies in ``outer``; 0 for a box without area."""
    width = min(inner[2], outer[2]) - max(inner[0], outer[0])
    height = min(inner[3], outer[3]) - max(inner[1], outer[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return width * height / area if width > 0 and height > 0 and area > 0 else 0.0
