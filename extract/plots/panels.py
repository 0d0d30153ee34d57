"""Pages and the panels of figures in, the plots that are printed there as pictures out, in the pages' points."""

from dataclasses import replace
from typing import Final

import pymupdf

from ...records.errors import Problem, Result
from ...records.evidence import Box
from ..document import Document
from ..figures.boxes import inside
from .picture import WORKING_SIDE
from .raster import STAGE, digitize_picture
from .reading import PlotReading, PlotSeries

DPI: Final = 250
"""At which a plot's box is drawn; a large one at fewer, so that it has no more than ``WORKING_SIDE`` pixels."""
PLOTS: Final = frozenset({"plot", "spectrum"})
LEAST_SCORE: Final = 0.55
MOST_OFF: Final = 2.0
"""What a curve needs to go into the records without anybody having looked at it: score, and residual in pixels."""


def digitize_box(page: pymupdf.Page, box: Box) -> Result[PlotReading]:
    """The plots of a part of a page, read from its picture."""
    clip = pymupdf.Rect(box) & page.rect
    where = {"page": (page.number or 0) + 1}
    if clip.is_empty:
        return Result(PlotReading(method="raster"), (Problem.of(STAGE, "P001", where, why="its box is off the page"),))
    scale = min(DPI / 72, (WORKING_SIDE - 2) / max(clip.width, clip.height))
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=clip, alpha=False)
    read = digitize_picture(pixmap.tobytes("png"))
    problems = tuple(replace(problem, where={**problem.where, **where}) for problem in read.problems)
    return Result(read.value.moved(pixmap.x / scale, pixmap.y / scale, 1 / scale), problems)


def panels_of_plots(document: Document, known: dict[int, list[Box]]) -> list[tuple[int, Box]]:
    """Page and box of each panel that shows a plot, in the order of the figures.

    ``known`` are the boxes of plots, by page, that were read already: a panel that holds the middle of one is left out.
    """
    return [
        (figure.page, panel.bbox)
        for figure in document.figures
        for panel in figure.panels
        if figure.page and panel.bbox and panel.kind in PLOTS
        and not any(inside(box, panel.bbox) for box in known.get(figure.page, []))
    ]  # fmt: skip


def read_panel(page: pymupdf.Page, box: Box) -> Result[PlotReading]:
    """The plots of a panel, with the curves only that are sure enough; each of the others gives problem P003."""
    read = digitize_box(page, box)
    good = tuple(one for one in read.value.series if is_sure(one))
    failed = [_failed(page, one) for one in read.value.series if not is_sure(one)]
    return Result(replace(read.value, series=good), (*read.problems, *failed))


def is_sure(series: PlotSeries) -> bool:
    """Whether a curve read from a picture fits its ink well enough to be a number."""
    return series.score >= LEAST_SCORE and series.residual <= MOST_OFF


def _failed(page: pymupdf.Page, series: PlotSeries) -> Problem:
    why = f"score {series.score:.2f}, residual {series.residual:.1f} pixels"
    return Problem.of(STAGE, "P003", {"page": (page.number or 0) + 1, "axes": series.axes}, why=why)
