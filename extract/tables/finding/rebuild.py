"""An area of a page in, the best of the grids that the engines build from it out, with its score."""

from ....records.evidence import Box
from ...document import Span, Table
from ..grid.cells import Grid
from ..grid.geometry import geometric_grid
from ..grid.lattice import lattice_grid
from ..grid.model import drawn_grid
from ..grid.score import judged
from ..grid.view import View
from .captions import Caption
from .models import Drawn
from .regions import Region


def best_grid(
    view: View, region: Region, *, caption: bool = False, figure: bool = False, drawn: Drawn | None = None
) -> Grid | None:
    """The grid with the highest score; None if no engine finds rows and columns in ``region``.

    ``caption`` and ``figure`` say whether a table's or a figure's caption stands beside the area.
    """
    built = [geometric_grid(view, region.box), lattice_grid(view, region.box)]
    if drawn is not None:
        built.append(drawn_grid(view, region.box, drawn.x, drawn.y))
    grids = [
        judged(grid, view, captioned=caption, figured=figure, rules=region.rules) for grid in built if grid is not None
    ]
    return max(grids, key=lambda grid: grid.score, default=None)


def table_of(grid: Grid, view: View, *, identity: str, caption: Caption | None, footnotes: tuple[str, ...]) -> Table:
    """``grid`` as a table of the document, its boxes in points of the page."""
    boxes: list[list[Box | None]] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        box = cell.box
        boxes[cell.row][cell.column] = view.to_page(box) if box is not None else None
    spans = tuple(
        Span(row=cell.row, column=cell.column, rows=cell.rows, columns=cell.columns)
        for cell in sorted(grid.cells, key=lambda c: (c.row, c.column))
        if cell.rows > 1 or cell.columns > 1
    )
    return Table(
        id=identity,
        label=caption.label if caption else None,
        caption=caption.text if caption else "",
        cells=tuple(tuple(row) for row in grid.texts()),
        page=view.number,
        bbox=view.to_page(grid.box),
        boxes=tuple(tuple(row) for row in boxes),
        spans=spans,
        header_rows=grid.header_rows,
        header_columns=grid.header_columns,
        footnotes=footnotes,
        engine=grid.engine,
        score=grid.score,
        source="ocr" if view.ocr else "text",
    )
