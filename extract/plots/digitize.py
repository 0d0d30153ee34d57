"""A file's bytes in, its plots out."""

import pymupdf

from ...records.errors import MatloomError, Problem, Result
from ..readers.layout.backend import is_pdf
from .panels import digitize_box
from .raster import digitize_picture
from .reading import PlotReading
from .vector import digitize_page

SMALLEST_PICTURE = 0.02
"""Of the page's area: a smaller picture is a logo or a symbol."""


def digitize(data: bytes, page: int = 1) -> Result[PlotReading]:
    """The plots of a picture, or of one page of a PDF: its vectors, or its picture where it has none."""
    if not is_pdf(data):
        return digitize_picture(data)
    try:
        with pymupdf.open(stream=data, filetype="pdf") as pdf:
            if pdf.needs_pass and not pdf.authenticate(""):
                return _none("the file is encrypted and needs a password")
            if page > pdf.page_count:
                raise MatloomError("E011", page=page, pages=pdf.page_count)
            reading = digitize_page(pdf[page - 1])
            if reading.value.axes:
                return reading
            return _pictures(pdf[page - 1])
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, RuntimeError) as error:
        return _none(str(error))


def _none(why: str) -> Result[PlotReading]:
    return Result(PlotReading(method="vector"), (Problem.of("plots", "P001", why=why),))


def _pictures(page: pymupdf.Page) -> Result[PlotReading]:
    """The plots in a page's larger pictures."""
    reading, problems = PlotReading(method="raster"), list[Problem]()
    boxes = [pymupdf.Rect(image["bbox"]) & page.rect for image in page.get_image_info()]
    boxes = [b for b in boxes if b.get_area() > SMALLEST_PICTURE * page.rect.get_area()]
    for box in boxes:
        one = digitize_box(page, (box.x0, box.y0, box.x1, box.y1))
        reading = reading.joined(one.value)
        problems += one.problems
    if not boxes:
        problems.append(Problem.of("plots", "P001", why="the page has neither vector plots nor pictures"))
    return Result(reading, tuple(problems))
