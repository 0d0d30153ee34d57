"""A file's bytes in, its plots out, and a page that lays the curves over the picture."""

import base64
import html
import io

import pymupdf
from PIL import Image

from ...records.errors import MatloomError, Problem, Result
from .picture import load_picture
from .raster import digitize_picture
from .reading import PlotAxis, PlotReading
from .vector import digitize_page

DPI = 220
"""At which the pictures of a page without vector plots are drawn."""
SMALLEST_PICTURE = 0.02
"""Of the page's area: a smaller picture is a logo or a symbol."""


def digitize(data: bytes, page: int = 1) -> Result[PlotReading]:
    """The plots of a picture, or of one page of a PDF: its vectors, or its picture where it has none."""
    if not data.startswith(b"%PDF"):
        return digitize_picture(data)
    try:
        with pymupdf.open(stream=data, filetype="pdf") as pdf:
            if page > pdf.page_count:
                raise MatloomError("E011", page=page, pages=pdf.page_count)
            reading = digitize_page(pdf[page - 1])
            if reading.value.axes:
                return reading
            return _pictures(pdf[page - 1])
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, RuntimeError) as error:
        return Result(PlotReading(method="vector"), (Problem.of("plots", "P001", why=str(error)),))


def _pictures(page: pymupdf.Page) -> Result[PlotReading]:
    """The plots in a page's larger pictures, drawn at ``DPI``; boxes in points of the page."""
    reading, problems = PlotReading(method="raster"), list[Problem]()
    boxes = [pymupdf.Rect(image["bbox"]) & page.rect for image in page.get_image_info()]
    boxes = [b for b in boxes if b.get_area() > SMALLEST_PICTURE * page.rect.get_area()]
    for box in boxes:
        one = digitize_picture(page.get_pixmap(dpi=DPI, clip=box).tobytes("png"))
        reading = reading.joined(one.value.moved(box.x0, box.y0, 72 / DPI))
        problems += one.problems
    if not boxes:
        problems.append(Problem.of("plots", "P001", why="the page has neither vector plots nor pictures"))
    return Result(reading, tuple(problems))


def overlay(data: bytes, page: int, reading: PlotReading, title: str) -> str:
    """An HTML page with the picture, each curve drawn over it, and a switch for each."""
    picture, width, height, scale = _backdrop(data, page)
    curves: list[str] = []
    switches: list[str] = []
    for number, series in enumerate(reading.series):
        points = " ".join(f"{x * scale:.1f},{y * scale:.1f}" for x, y in series.path)
        name = html.escape(series.label or f"curve {number + 1}")
        hue = (number * 137) % 360
        curves.append(
            f'<polyline id="c{number}" points="{points}" fill="none" stroke="hsl({hue} 90% 45%)" stroke-width="2.5"/>'
        )
        switches.append(
            f'<label style="color:hsl({hue} 90% 35%)"><input type="checkbox" checked data-curve="c{number}"> {name}'
            f" <small>{series.style}, {len(series.x)} points, residual {series.residual},"
            f" score {series.score}</small></label>"
        )
    boxes = "".join(
        f'<rect x="{a.bbox[0] * scale:.1f}" y="{a.bbox[1] * scale:.1f}" width="{(a.bbox[2] - a.bbox[0]) * scale:.1f}" '
        f'height="{(a.bbox[3] - a.bbox[1]) * scale:.1f}" fill="none" stroke="#0a0" stroke-dasharray="6 4"/>'
        for a in reading.axes
    )
    axes = "".join(f"<li>{html.escape(_told(a.x))} × {html.escape(_told(a.y))}</li>" for a in reading.axes)
    return PAGE.format(
        title=html.escape(title), picture=picture, width=width, height=height, boxes=boxes,
        curves="".join(curves), switches="".join(switches), axes=axes, method=reading.method,
    )  # fmt: skip


def _told(axis: PlotAxis) -> str:
    if axis.range is None:
        return f"{axis.label or '?'}: no numbers"
    return f"{axis.label or '?'} [{axis.unit or '-'}] from {axis.range[0]:.4g} to {axis.range[1]:.4g}"


def _backdrop(data: bytes, page: int) -> tuple[str, int, int, float]:
    """The picture as a data URL, its size, and how many of its pixels one unit of the reading has."""
    if data.startswith(b"%PDF"):
        with pymupdf.open(stream=data, filetype="pdf") as pdf:
            pixmap = pdf[page - 1].get_pixmap(dpi=DPI)
            content, width, height = pixmap.tobytes("png"), pixmap.width, pixmap.height
        scale = DPI / 72
    else:
        pixels = load_picture(data).value
        stream = io.BytesIO()
        image = Image.fromarray(pixels) if pixels is not None else Image.new("RGB", (64, 64), "white")
        image.save(stream, "PNG")
        content, (width, height), scale = stream.getvalue(), image.size, 1.0
    return "data:image/png;base64," + base64.b64encode(content).decode(), width, height, scale


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem; color: #222; }}
label {{ display: block; }} svg {{ max-width: 100%; height: auto; border: 1px solid #ccc; }}
</style></head><body><h1>{title}</h1><p>Read as {method}. Switch a curve off to see the print under it.</p>
<div>{switches}</div><ul>{axes}</ul>
<svg viewBox="0 0 {width} {height}" width="{width}"><image href="{picture}" width="{width}" height="{height}"/>
{boxes}{curves}</svg>
<script>for (const box of document.querySelectorAll("input")) box.addEventListener("change", () => {{
document.getElementById(box.dataset.curve).style.display = box.checked ? "" : "none"; }});</script>
</body></html>
"""
