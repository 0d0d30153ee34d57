"""A page and a rectangle in, a table or a plot with its caption drawn into it: the floats of the demo papers."""

from collections.abc import Callable, Sequence

import numpy as np
import pymupdf
from pymatgen.analysis.diffraction.xrd import XRDCalculator
from pymatgen.core import Lattice, Structure

Float = Callable[[pymupdf.Page, pymupdf.Rect], None]
HEIGHT = 190.0
CAPTION = 30.0
FONT = "* { font-family: serif; font-size: 8px; margin: 0; padding: 0; } "


def caption(page: pymupdf.Page, rect: pymupdf.Rect, html: str) -> None:
    """A caption in small serif type."""
    page.insert_htmlbox(rect, f"<p>{html}</p>", css=FONT)


def three_line_table(page: pymupdf.Page, rect: pymupdf.Rect, words: str, rows: Sequence[Sequence[str]]) -> None:
    """A caption over a table with rules above and below its header and at its end; first row is the header."""
    caption(page, pymupdf.Rect(rect.x0, rect.y0, rect.x1, rect.y0 + CAPTION), words)
    top, height = rect.y0 + CAPTION + 4, 14.0
    width = rect.width / len(rows[0])
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            box = pymupdf.Rect(
                rect.x0 + j * width + 2, top + i * height - 2, rect.x0 + (j + 1) * width, top + (i + 1) * height - 1
            )
            page.insert_htmlbox(box, f"<p>{cell}</p>", css=FONT)
    for y, weight in ((top, 0.9), (top + height, 0.5), (top + len(rows) * height, 0.9)):
        page.draw_line((rect.x0, y), (rect.x1, y), width=weight)


def plot(
    page: pymupdf.Page,
    frame: pymupdf.Rect,
    x: tuple[str, Sequence[float]],
    y: tuple[str, Sequence[float]],
    draw: Callable[[pymupdf.Shape, Callable[[float, float], pymupdf.Point]], None],
) -> None:
    """A framed plot. ``x`` and ``y`` are a label in HTML and the ticks; ``draw`` gets data-to-page coordinates."""
    (x_label, x_ticks), (y_label, y_ticks) = x, y

    def place(u: float, v: float) -> pymupdf.Point:
        across = (u - x_ticks[0]) / (x_ticks[-1] - x_ticks[0])
        up = (v - y_ticks[0]) / (y_ticks[-1] - y_ticks[0])
        return pymupdf.Point(frame.x0 + across * frame.width, frame.y1 - up * frame.height)

    shape = page.new_shape()
    shape.draw_rect(frame)
    for tick in x_ticks:
        foot = place(tick, y_ticks[0])
        shape.draw_line(foot, foot + pymupdf.Point(0, -3))
        shape.insert_text(foot + pymupdf.Point(-2.2 * len(f"{tick:g}"), 10), f"{tick:g}", fontsize=7, fontname="helv")
    for tick in y_ticks:
        foot = place(x_ticks[0], tick)
        shape.draw_line(foot, foot + pymupdf.Point(3, 0))
        shape.insert_text(
            foot + pymupdf.Point(-4.2 * len(f"{tick:g}") - 3, 2.5), f"{tick:g}", fontsize=7, fontname="helv"
        )
    shape.finish(width=0.6, color=(0, 0, 0))
    draw(shape, place)
    shape.commit()
    label = "* { font-family: sans-serif; font-size: 8px; text-align: center; margin: 0; } "
    page.insert_htmlbox(pymupdf.Rect(frame.x0, frame.y1 + 11, frame.x1, frame.y1 + 24), x_label, css=label)
    page.insert_htmlbox(pymupdf.Rect(frame.x0 - 34, frame.y0, frame.x0 - 20, frame.y1), y_label, css=label, rotate=90)


def lithium_iron_phosphate() -> Structure:
    """LiFePO4: cell of Andersson et al. (2000), positions of Streltsov et al. (1993)."""
    return Structure.from_spacegroup(
        "Pnma",
        Lattice.orthorhombic(10.3290, 6.0065, 4.6908),
        ["Li", "Fe", "P", "O", "O", "O"],
        [
            (0, 0, 0),
            (0.28222, 0.25, 0.97472),
            (0.09486, 0.25, 0.41820),
            (0.09678, 0.25, 0.74279),
            (0.45710, 0.25, 0.20602),
            (0.16558, 0.04646, 0.28478),
        ],
    )


def diffraction_pattern(page: pymupdf.Page, rect: pymupdf.Rect) -> None:
    """The powder pattern of LiFePO4, computed, as a vector plot."""
    pattern = XRDCalculator(wavelength="CuKa").get_pattern(lithium_iron_phosphate(), two_theta_range=(15, 45))
    grid = np.linspace(15, 45, 601)
    width = 0.12
    lines = [height / (1 + ((grid - angle) / width) ** 2) for angle, height in zip(pattern.x, pattern.y, strict=True)]
    intensity = np.sum(lines, axis=0)
    intensity *= 100 / intensity.max()

    def draw(shape: pymupdf.Shape, place: Callable[[float, float], pymupdf.Point]) -> None:
        shape.draw_polyline([place(u, v) for u, v in zip(grid, intensity, strict=True)])
        shape.finish(width=0.8, color=(0.12, 0.35, 0.65), closePath=False)

    frame = pymupdf.Rect(rect.x0 + 38, rect.y0, rect.x1 - 4, rect.y1 - CAPTION - 26)
    plot(page, frame, ("2θ (degrees)", (15, 20, 25, 30, 35, 40, 45)), ("Intensity (a.u.)", (0, 50, 100)), draw)
    below = pymupdf.Rect(rect.x0, rect.y1 - CAPTION, rect.x1, rect.y1)
    caption(page, below, "<b>Figure 1.</b> X-ray diffraction pattern of LFP (Cu K<sub>α</sub>, λ = 1.5406 Å).")


def curie_temperatures(page: pymupdf.Page, rect: pymupdf.Rect) -> None:
    """Curie temperature against strontium content, drawn apart and put on the page as a picture."""
    content, temperature = (0, 0.1, 0.2, 0.3), (120, 86, 52, 18)

    def draw(shape: pymupdf.Shape, place: Callable[[float, float], pymupdf.Point]) -> None:
        points = [place(u, v) for u, v in zip(content, temperature, strict=True)]
        shape.draw_polyline(points)
        shape.finish(width=0.8, color=(0.75, 0.15, 0.15), closePath=False)
        for point in points:
            shape.draw_circle(point, 2.2)
        shape.finish(width=0.6, color=(0.75, 0.15, 0.15), fill=(0.75, 0.15, 0.15))

    picture = pymupdf.Rect(rect.x0, rect.y0, rect.x1, rect.y1 - CAPTION - 2)
    with pymupdf.open() as canvas:
        sheet = canvas.new_page(width=picture.width, height=picture.height)
        frame = pymupdf.Rect(40, 4, picture.width - 6, picture.height - 28)
        axis = ("Curie temperature (°C)", (0, 40, 80, 120, 160))
        plot(sheet, frame, ("Strontium content x", (0, 0.1, 0.2, 0.3, 0.4)), axis, draw)
        page.insert_image(picture, pixmap=sheet.get_pixmap(dpi=300))
    below = pymupdf.Rect(rect.x0, rect.y1 - CAPTION, rect.x1, rect.y1)
    caption(
        page,
        below,
        "<b>Figure 1.</b> Curie temperature of Ba<sub>1−<i>x</i></sub>Sr<sub><i>x</i></sub>TiO<sub>3</sub> "
        "against the strontium content <i>x</i>.",
    )


def capacities(page: pymupdf.Page, rect: pymupdf.Rect) -> None:
    """Discharge capacities at three rates."""
    words = "<b>Table 1.</b> Discharge capacity (mAh g<sup>−1</sup>) and electronic conductivity of the two samples."
    rows = (
        ("Sample", "0.1 C", "0.5 C", "5 C", "σ (S cm<sup>−1</sup>)"),
        ("LFP", "110", "95", "60", "1.0 × 10<sup>−9</sup>"),
        ("LFP/C", "160", "150", "120", "1.0 × 10<sup>−4</sup>"),
    )
    three_line_table(page, rect, words, rows)


def lattice_parameters(page: pymupdf.Page, rect: pymupdf.Rect) -> None:
    """Lattice parameters, tetragonality and Curie temperature of four compositions."""
    words = (
        "<b>Table 1.</b> Lattice parameters and Curie temperature <i>T</i><sub>C</sub> of "
        "Ba<sub>1−<i>x</i></sub>Sr<sub><i>x</i></sub>TiO<sub>3</sub> ceramics."
    )
    rows = (
        ("<i>x</i>", "<i>a</i> (Å)", "<i>c</i> (Å)", "<i>c</i>/<i>a</i>", "<i>T</i><sub>C</sub> (°C)"),
        ("0", "3.992", "4.036", "1.011", "120"),
        ("0.1", "3.983", "4.019", "1.009", "86"),
        ("0.2", "3.974", "4.002", "1.007", "52"),
        ("0.3", "3.969", "3.969", "1.000", "18"),
    )
    three_line_table(page, rect, words, rows)
