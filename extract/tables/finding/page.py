"""One page of a PDF in, its tables out, and the captions that are left without one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ....records.evidence import Box
from ...readers.layout.backend import Backend
from ...readers.layout.content import PageContent
from ...readers.layout.visible import visible
from ..grid.cells import Grid
from ..grid.lines import text_lines
from ..grid.rules import Rules, page_rules
from ..grid.view import View, views_of
from .captions import FIGURE, Caption, Strip, captions_of, footnotes_below, strips_of
from .growth import grown
from .models import Drawn, model_tables, numbers_in_columns, region_of
from .pictures import DPI, is_scan, pictured_table, read_picture
from .rebuild import best_grid
from .regions import Region, inside, ruled_regions
from .stage import TableOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A table on one view of a page, before it is numbered."""

    grid: Grid
    view: View
    caption: Caption | None
    footnotes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What is known of one view of a page while its tables are looked for."""

    view: View
    strips: Sequence[Strip]
    regions: Sequence[Region]
    captions: Sequence[Caption]
    least_score: float

    def build(self, region: Region, free: list[Caption], drawn: Drawn | None = None) -> Found | None:
        """The table in ``region``, with the nearest of the ``free`` captions, which is then taken."""
        caption = nearest_caption(region, free)
        figure = caption is None and _figure_beside(region, self.strips)
        grid = best_grid(self.view, region, caption=caption is not None, figure=figure, drawn=drawn)
        if grid is None or grid.score < self.least_score:
            return None
        if caption is not None:
            free.remove(caption)
        sizes = sorted(word.size for cell in grid.cells for word in cell.words)
        notes = footnotes_below(self.strips, grid.box, self.view.body, sizes[len(sizes) // 2])
        return Found(grid=grid, view=self.view, caption=caption, footnotes=notes)


@dataclass(slots=True)
class Pictures:
    """How many pictures of a paper may still be read by OCR; ``skipped`` counts those that were not."""

    left: int
    skipped: int = 0

    def take(self) -> bool:
        """Whether one more may be read, which is then counted."""
        if self.left <= 0:
            self.skipped += 1
            return False
        self.left -= 1
        return True


def page_tables(
    backend: Backend, page: Any, number: int, options: TableOptions, pictures: Pictures
) -> tuple[list[Found], list[Caption]]:
    """The tables of page ``number`` (``page`` is PyMuPDF's), and the captions that no table was found for."""
    content = visible(backend.page(number))
    rules = page_rules(page)
    if is_scan(content) and options.ocr and pictures.take():
        content, rules = read_picture(backend.picture(number, DPI), content, None)
    found: list[Found] = []
    missed: list[Caption] = []
    for view in views_of(content, rules):
        sheet = _sheet(view, options)
        free = list(sheet.captions)
        tables = list(_ruled(sheet, free))
        if view.turn == 0 and not content.ocr and options.model and _expected(view, tables, free):
            tables += _modelled(sheet, page, tables, free)
        if view.turn == 0 and not content.ocr and options.ocr:
            tables += _pictured(backend, content, free, options, pictures)
        found += sorted(tables, key=lambda t: (t.grid.box[1], t.grid.box[0]))
        missed += free
    return found, missed


def _sheet(view: View, options: TableOptions) -> _Sheet:
    regions = ruled_regions(view)
    strips = strips_of(text_lines(view.words))
    captions = captions_of(strips, [region.box for region in regions])
    return _Sheet(view=view, strips=strips, regions=regions, captions=captions, least_score=options.least_score)


def _ruled(sheet: _Sheet, free: list[Caption]) -> Iterator[Found]:
    """The tables within or between rules, from top to bottom."""
    for region in sorted(sheet.regions, key=lambda r: (round(r.box[1] / 20), r.box[0])):
        others = [r for r in sheet.regions if r is not region]
        table = sheet.build(grown(sheet.view, _without_captions(region, sheet.captions), others), free)
        if table is not None:
            yield table


def _expected(view: View, tables: Sequence[Found], free: Sequence[Caption]) -> bool:
    """Whether more tables are to be expected on the page than were found by their rules."""
    return bool(free) or numbers_in_columns(view, [t.grid.box for t in tables])


def _modelled(sheet: _Sheet, page: Any, tables: Sequence[Found], free: list[Caption]) -> list[Found]:
    """The tables that the layout model sees where none was found."""
    found: list[Found] = []
    for drawn in model_tables(page):
        if any(inside(drawn.box, t.grid.box) > 0.3 or inside(t.grid.box, drawn.box) > 0.3 for t in tables):
            continue
        table = sheet.build(_without_captions(region_of(drawn), sheet.captions), free, drawn)
        if table is not None:
            found.append(table)
    return found


def _pictured(
    backend: Backend, content: PageContent, free: list[Caption], options: TableOptions, pictures: Pictures
) -> Iterator[Found]:
    """The tables that are pictures beside a caption that has no table, read by OCR."""
    read_already: set[Box] = set()
    for caption in tuple(free):
        box = pictured_table(content, caption.box)
        if box is None or box in read_already or not pictures.take():
            continue
        read_already.add(box)
        read, rules = read_picture(backend.picture(content.number, DPI), content, box)
        for view in views_of(read, _within(rules, box), least=8):
            sheet = _sheet(view, options)
            table = sheet.build(Region(box=box, rules=len(rules.level)), free)
            if table is not None:
                yield table
                break


def _within(rules: Rules, box: tuple[float, float, float, float]) -> Rules:
    """``rules`` without the frame that blanking leaves around ``box``."""
    x0, y0, x1, y1 = box
    level = rules.level[(rules.level[:, 1] > y0 + 1) & (rules.level[:, 1] < y1 - 1)]
    upright = rules.upright[(rules.upright[:, 0] > x0 + 1) & (rules.upright[:, 0] < x1 - 1)]
    return replace(rules, level=level, upright=upright)


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
    """The caption above or below ``region`` that stands closest to it; one above is preferred."""
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


def _figure_beside(region: Region, strips: Sequence[Strip]) -> bool:
    """Whether a figure's caption stands right below or above ``region``."""
    x0, y0, x1, y1 = region.box
    near = (
        strip
        for strip in strips
        if strip.box[0] < x1 and strip.box[2] > x0 and (0 <= strip.box[1] - y1 < 40 or 0 <= y0 - strip.box[3] < 40)
    )
    return any(FIGURE.match(strip.text) for strip in near)
