"""A page on which a table is expected but not found in, areas and grid lines that PyMuPDF's layout model sees out.

The model (pymupdf.layout, part of PyMuPDF 2.0: a graph network over the page's boxes, and an image network for the
grid) needs about as long as 20 pages of text, so it is asked only where a caption has no table yet, or where numbers
stand in columns outside all tables. It is loaded when first asked.
"""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ....records.evidence import Box
from ..grid.lines import phrases, text_lines, words_text
from ..grid.rows import numeric
from ..grid.view import View
from .regions import Region, inside

LEAST_LINES: Final = 4
"""So many lines of numbers in columns make a table likely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A table as the model draws it: its area, and the places of the lines between rows and columns."""

    box: Box
    x: tuple[float, ...]
    y: tuple[float, ...]


def model_tables(page: Any) -> list[Drawn]:
    """The tables that the layout model sees on a PyMuPDF ``page``; none where the model is not installed."""
    try:
        importlib.import_module("pymupdf.layout")
    except ImportError:
        return []
    if page.rotation:
        return []
    page.get_layout(return_raw=True)
    found: list[Drawn] = []
    for group in page.layout_information or ():
        if group["class_name"] != "table":
            continue
        x0, y0, x1, y1 = (float(v) for v in group["group_bbox"])
        grid = group.get("table_grid")
        columns = [x0 + float(v) for v in grid.v_lines] if grid else []
        rows = [y0 + float(v) for v in grid.h_lines] if grid else []
        found.append(Drawn(box=(x0, y0, x1, y1), x=(x0, *columns, x1), y=(y0, *rows, y1)))
    return found


def numbers_in_columns(view: View, regions: Sequence[Box]) -> bool:
    """Whether lines outside ``regions`` are set like the rows of a table: numbers, three or more to a line."""
    words = [
        word
        for word in view.words
        if not any(inside((word.x0, word.y0, word.x1, word.y1), box) > 0.5 for box in regions)
    ]
    run = 0
    for line in text_lines(words):
        parts = phrases(line.words, 1.0)
        numbers = sum(numeric(words_text(part)) and any(c.isdigit() for c in words_text(part)) for part in parts)
        run = run + 1 if len(parts) >= 3 and numbers >= 2 and numbers >= 0.5 * len(parts) else 0
        if run >= LEAST_LINES:
            return True
    return False


def region_of(drawn: Drawn) -> Region:
    """The area to rebuild the table in; words at its very edge count."""
    x0, y0, x1, y1 = drawn.box
    return Region(box=(x0 - 2, y0 - 2, x1 + 2, y1 + 2))
