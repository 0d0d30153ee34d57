"""The stage that finds tables, as light to import as the list of stages needs it: its work is done in ``find``."""

from dataclasses import dataclass
from typing import Any, ClassVar

from ....records.errors import Problem, Result
from ...document import Document, Table
from ...stage import Inputs

NAME = "tables"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """How tables are looked for: what scores less than ``least_score`` is no table.

    ``model`` asks the layout model for pages where a table is expected and none was found; ``ocr`` reads tables
    that are pictures, and pages that are scans, ``max_pictures`` of them a paper at most: each takes seconds.
    """

    least_score: float = 0.5
    model: bool = True
    ocr: bool = True
    max_pages: int = 1000
    max_pictures: int = 50
    max_cells: int = 50_000


class Tables:
    """The stage that finds the tables of a PDF; the tables that markup brought are passed on."""

    name: ClassVar[str] = NAME
    version: ClassVar[str] = "5"
    needs: ClassVar[tuple[str, ...]] = ("bytes", "read")
    output: ClassVar[Any] = tuple[Table, ...]

    def __init__(self, options: TableOptions | None = None) -> None:
        self.options: TableOptions = options or TableOptions()

    def __call__(self, inputs: Inputs) -> Result[tuple[Table, ...]]:
        """The document's tables in the order of their pages."""
        document: Document = inputs["read"]
        data: bytes = inputs["bytes"]
        if document.tables or not document.pages or b"%PDF-" not in data[:1024]:
            return Result(document.tables)
        if not document.reader.startswith("pymupdf"):
            return Result((), (Problem.of(NAME, "T004"),))
        from .find import find_tables

        return find_tables(data, document, self.options)
