"""A PDF's bytes in, its tables out, each with the score of the engine that rebuilt it; other formats pass through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import pymupdf

from ...records.errors import Problem, Result
from ..document import Block, Document, Table
from ..readers.layout.backend import Backend, Unreadable
from ..readers.layout.visible import visible
from ..readers.pdf_pymupdf import open_pymupdf
from ..stage import Inputs
from .find_captions import Caption, Strip, captions_of, footnotes_below, strips_of
from .find_growth import grown
from .find_models import model_tables, numbers_in_columns, region_of
from .find_regions import Region, inside, ruled_regions
from .grid.cells import Grid
from .grid.lines import text_lines
from .grid.rules import page_rules
from .grid.view import View, views_of
from .rebuild import best_grid, table_of

NAME = "tables"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """How tables are looked for: what scores less than ``least_score`` is no table; ``model`` asks the layout model."""

    least_score: float = 0.5
    model: bool = True
    max_pages: int = 1000
    max_cells: int = 50_000


class Tables:
    """The stage that adds the tables of a PDF to what the reader found; markup's tables are passed on."""

    name: ClassVar[str] = NAME
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ("bytes", "read")
    output: ClassVar[Any] = tuple[Table, ...]

    def __init__(self, options: TableOptions | None = None) -> None:
        self.options: TableOptions = options or TableOptions()

    def __call__(self, inputs: Inputs) -> Result[tuple[Table, ...]]:
        """The document's tables in the order of their pages."""
        document: Document = inputs["read"]
        data: bytes = inputs["bytes"]
        if document.tables or not data[:1024].lstrip().startswith(b"%PDF"):
            return Result(document.tables)
        return find_tables(data, document, self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A table on one view, before it is numbered."""

    grid: Grid
    view: View
    caption: Caption | None
    footnotes: tuple[str, ...]


def find_tables(data: bytes, document: Document, options: TableOptions | None = None) -> Result[tuple[Table, ...]]:
    """The tables of the PDF in ``data``; nothing is raised for a file that cannot be read.

    Captions that no cells were found for are problems T003, tables over the limit of cells T001, pages that
    failed D011.
    """
    options = options or TableOptions()
    try:
        backend = open_pymupdf(data)
        drawings = pymupdf.open(stream=data, filetype="pdf")
    except Unreadable as error:
        return Result((), (Problem.of(NAME, error.code, {}, **error.details),))
    tables: list[Table] = []
    problems: list[Problem] = []
    for number in range(1, min(backend.opened().pages, options.max_pages) + 1):
        try:
            found, missed = _page_tables(backend, drawings, number, options)
        except Exception as error:
            problems.append(Problem.of(NAME, "D011", {"page": number}, page=number, why=str(error)))
            continue
        for caption in missed:
            problems.append(Problem.of(NAME, "T003", {"page": number, "table": caption.label}))
        for item in found:
            table = table_of(
                item.grid, item.view, identity=f"t{len(tables) + 1}", caption=item.caption, footnotes=item.footnotes
            )
            tables.append(_continuing(table, item.caption, tables))
    backend.close()
    return Result(tuple(replace(t, caption_block=_caption_block(t, document.blocks)) for t in tables), tuple(problems))


def _page_tables(
    backend: Backend, drawings: Any, number: int, options: TableOptions
) -> tuple[list[_Found], list[Caption]]:
    """The tables of one page, and the captions that are left without one."""
    content = visible(backend.page(number))
    rules = page_rules(drawings[number - 1])
    found: list[_Found] = []
    missed: list[Caption] = []
    for view in views_of(content, rules):
        regions = ruled_regions(view)
        strips = strips_of(text_lines(view.words))
        captions = captions_of(strips, [region.box for region in regions])
        tables = list(_view_tables(view, regions, captions, strips, options))
        free = [c for c in captions if not any(t.caption is c for t in tables)]
        if view.turn == 0 and options.model and _expected(view, tables, free):
            modelled = list(_model_tables(view, drawings[number - 1], tables, free, strips, options))
            free = [c for c in free if not any(t.caption is c for t in modelled)]
            tables += modelled
        found += sorted(tables, key=lambda t: (t.grid.box[1], t.grid.box[0]))
        missed += free
    return found, missed


def _expected(view: View, tables: Sequence[_Found], free: Sequence[Caption]) -> bool:
    """Whether more tables are to be expected on the page than were found by their rules."""
    return bool(free) or numbers_in_columns(view, [t.grid.box for t in tables])


def _model_tables(
    view: View,
    page: Any,
    tables: Sequence[_Found],
    captions: Sequence[Caption],
    strips: Sequence[Strip],
    options: TableOptions,
) -> Iterator[_Found]:
    """The tables that the layout model sees where none was found."""
    free = list(captions)
    for drawn in model_tables(page):
        if any(inside(drawn.box, t.grid.box) > 0.3 or inside(t.grid.box, drawn.box) > 0.3 for t in tables):
            continue
        region = _without_captions(region_of(drawn), captions)
        caption = nearest_caption(region, free)
        grid = best_grid(view, region, caption, drawn)
        if grid is None or grid.score < options.least_score:
            continue
        if caption is not None:
            free.remove(caption)
        yield _Found(grid=grid, view=view, caption=caption, footnotes=_notes(strips, grid, view))


def _notes(strips: Sequence[Strip], grid: Grid, view: View) -> tuple[str, ...]:
    size = sorted(word.size for cell in grid.cells for word in cell.words)
    return footnotes_below(strips, grid.box, view.body, size[len(size) // 2])


def _view_tables(
    view: View,
    regions: Sequence[Region],
    captions: Sequence[Caption],
    strips: Sequence[Strip],
    options: TableOptions,
) -> Iterator[_Found]:
    """The areas that hold a table, rebuilt, from top to bottom."""
    free = list(captions)
    for region in sorted(regions, key=lambda r: (round(r.box[1] / 20), r.box[0])):
        whole = grown(view, _without_captions(region, captions), [r for r in regions if r is not region])
        caption = nearest_caption(whole, free)
        grid = best_grid(view, whole, caption)
        if grid is None or grid.score < options.least_score:
            continue
        if caption is not None:
            free.remove(caption)
        yield _Found(grid=grid, view=view, caption=caption, footnotes=_notes(strips, grid, view))


def _without_captions(region: Region, captions: Sequence[Caption]) -> Region:
    """``region`` cut below a caption that is framed with its table, or above one that stands at its end."""
    x0, y0, x1, y1 = region.box
    for caption in captions:
        if inside(caption.box, region.box) > 0.8:
            if caption.box[1] - y0 < y1 - caption.box[3]:
                y0 = caption.box[3] + 0.5
            else:
                y1 = caption.box[1] - 0.5
    return replace(region, box=(x0, y0, x1, y1))


def nearest_caption(region: Region, captions: Sequence[Caption]) -> Caption | None:
    """The caption above or below ``region`` that stands closest to it."""
    x0, y0, x1, y1 = region.box
    best: tuple[float, Caption] | None = None
    for caption in captions:
        a, b, c, d = caption.box
        if min(c, x1) - max(a, x0) < 0.3 * min(c - a, x1 - x0):
            continue
        above, below = y0 - d, b - y1
        away = above if above >= -6 else below + 8 if below >= -6 else 1000.0
        if away < 45 and (best is None or away < best[0]):
            best = (away, caption)
    return best[1] if best else None


def _continuing(table: Table, caption: Caption | None, earlier: Sequence[Table]) -> Table:
    """``table`` with the caption of the table that it goes on with, where it says so."""
    if caption is None or not caption.continued:
        return table
    first = next((t for t in reversed(earlier) if t.label == table.label and t.caption), None)
    return replace(table, caption=first.caption) if first is not None else table


def _caption_block(table: Table, blocks: Sequence[Block]) -> str | None:
    """The id of the caption's block, by its printed number."""
    if table.label is None:
        return None
    for block in blocks:
        words = block.text[:60].lower().split()
        named = words[1].rstrip(".:|") if words[:1] == ["table"] and len(words) > 1 else None
        if block.type == "caption" and named == table.label.lower():
            return block.id
    return None
