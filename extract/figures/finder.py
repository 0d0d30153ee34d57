"""The stage that finds figures and their panels, as light to import as the list of stages needs it."""

from dataclasses import dataclass
from typing import Any, ClassVar

from ...records.errors import Result
from ..document import Document, Figure
from ..readers.layout.backend import is_pdf
from ..stage import Inputs

NAME = "figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureOptions:
    """How figures are looked at: pages are drawn at ``dpi``; ``ocr`` reads labels and scale bars in pictures.

    ``max_ocr_figures`` bounds how many figures of a paper go through OCR, ``max_pages`` how many pages are looked at.
    """

    dpi: int = 200
    ocr: bool = True
    max_ocr_figures: int = 60
    max_pages: int = 1000


class Figures:
    """The stage that cuts figures into panels; figures of markup have the parts of their captions only."""

    name: ClassVar[str] = NAME
    version: ClassVar[str] = "3"
    needs: ClassVar[tuple[str, ...]] = ("bytes", "read", "tables")
    output: ClassVar[Any] = tuple[Figure, ...]

    def __init__(self, options: FigureOptions | None = None) -> None:
        self.options: FigureOptions = options or FigureOptions()

    def __call__(self, inputs: Inputs) -> Result[tuple[Figure, ...]]:
        """The document's figures in the order of their captions, each with its panels."""
        from .find import find_figures, of_markup

        document: Document = inputs["read"]
        data: bytes = inputs["bytes"]
        if not is_pdf(data) or not document.pages:
            return Result(tuple(of_markup(figure) for figure in document.figures))
        return find_figures(data, document, inputs.get("tables") or (), self.options)
