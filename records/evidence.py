"""Where a value was printed: the one kind of evidence that values, entities, steps and curves all carry."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""``(x0, y0, x1, y1)`` in PDF points from the page's top left corner."""

EvidenceKind: TypeAlias = Literal["text", "table", "figure", "caption"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A spot on a page and the raw words that stand there.

    ``document`` is the document's id; ``page`` counts from 1 and is None where the format has no pages, as
    is ``bbox``. ``quote`` is what the box holds, as read. ``block``, ``start`` and ``end`` give the value's
    own characters as a range in that block's text; ``table``, ``row`` and ``column`` are the labels printed
    on the table, at the row's start and over the column, ``cell`` the grid position (row, column) from 0;
    ``figure`` and ``panel`` are printed labels too. ``path`` holds points of a curve in page (or, for
    pictures, pixel) coordinates. ``stage`` and ``version`` name what made the statement.
    """

    document: str
    kind: EvidenceKind
    quote: str
    page: int | None = None
    bbox: Box | None = None
    block: str | None = None
    start: int | None = None
    end: int | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    cell: tuple[int, int] | None = None
    figure: str | None = None
    panel: str | None = None
    path: tuple[tuple[float, float], ...] | None = None
    stage: str = ""
    version: str = ""
