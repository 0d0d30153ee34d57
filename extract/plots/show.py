"""A file and the plots read from it in, one HTML page out: its curves over the picture, to be switched and copied."""

import base64
import io
import math
from collections.abc import Iterator
from html import escape
from string import Template
from typing import Final

import msgspec
import pymupdf
from PIL import Image

from ...records.evidence import Box
from ..figures.boxes import hull_of
from ..readers.layout.backend import is_pdf
from .picture import load_picture
from .reading import PlotAxes, PlotAxis, PlotReading, PlotSeries

DPI: Final = 220
"""At which a page is drawn under its curves."""
STEPS: Final = 5
"""About how many round values are marked along an axis."""
MARK: Final = 24
"""How many marks' lengths go into a plot's shorter side."""
MARGIN: Final = 12.0
WHITE: Final = Image.new("RGB", (64, 64), "white")
"""What is under the curves of a file that cannot be read: there are none."""


def overlay(data: bytes, page: int, reading: PlotReading, title: str) -> str:
    """A page of HTML, complete in itself. Round values stand where the axes' scales put them, to check these by eye."""
    picture, width, height, scale = _backdrop(data, page)
    drawn = reading.moved(0.0, 0.0, scale)
    names = [one.label or f"curve {number}" for number, one in enumerate(drawn.series, 1)]
    curves = [_curve(number, one) for number, one in enumerate(drawn.series)]
    numbers = [
        {"name": name, "x": _name(drawn.axes[one.axes].x, "x"), "y": _name(drawn.axes[one.axes].y, "y"),
         "rows": list(zip(one.x, one.y, strict=True))}
        for name, one in zip(names, drawn.series, strict=True)
    ]  # fmt: skip
    return PAGE.substitute(
        title=escape(title), method=reading.method, picture=picture, width=width, height=height,
        view=_view(drawn, width, height), curves="".join(curves),
        axes="".join(part for pair in drawn.axes for part in _calibration(pair)),
        switches="".join(map(_switch, range(len(names)), names, drawn.series)),
        scales="".join(f"<li>{escape(_told(pair.x))} × {escape(_told(pair.y))}</li>" for pair in drawn.axes),
        data=msgspec.json.encode(numbers).decode().replace("<", "\\u003c"),
    )  # fmt: skip


def _view(drawn: PlotReading, width: int, height: int) -> list[float]:
    """What is seen first, as left, top, width and height: the plots with their numbers and labels."""
    whole = (0.0, 0.0, float(width), float(height))
    x0, y0, x1, y1 = hull_of(pair.printed for pair in drawn.axes) if drawn.axes else whole
    left, top = max(0.0, x0 - MARGIN), max(0.0, y0 - MARGIN)
    return [round(v, 1) for v in (left, top, min(width, x1 + MARGIN) - left, min(height, y1 + MARGIN) - top)]


def _colour(number: int, light: int) -> str:
    return f"hsl({number * 137 % 360} 90% {light}%)"


def _curve(number: int, series: PlotSeries) -> str:
    """A line, or a ring around each marker."""
    if series.style == "line":
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in series.path)
        shape = f'<polyline points="{points}"/>'
    else:
        shape = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"/>' for x, y in series.path)
    return f'<g id="c{number}" class="curve" stroke="{_colour(number, 45)}">{shape}</g>'


def _switch(number: int, name: str, series: PlotSeries) -> str:
    fit = f"{series.style}, {len(series.x)} points, residual {series.residual:.2f}, score {series.score:.2f}"
    return (
        f'<div><label style="color:{_colour(number, 33)}"><input type="checkbox" checked data-curve="{number}"> '
        f'{escape(name)}</label> <button data-copy="{number}">Copy CSV</button><small>{fit}</small></div>'
    )


def _calibration(pair: PlotAxes) -> Iterator[str]:
    """The box of the axes, and round values at their places along its foot and its left side."""
    x0, y0, x1, y1 = pair.bbox
    size = min(x1 - x0, y1 - y0) / MARK
    yield f'<rect x="{x0:.1f}" y="{y0:.1f}" width="{x1 - x0:.1f}" height="{y1 - y0:.1f}"/>'
    for value, part in round_values(pair.x):
        yield _mark((x0 + part * (x1 - x0), y1, 0.0, size), value, "middle")
    for value, part in round_values(pair.y):
        yield _mark((x0, y1 - part * (y1 - y0), size, 0.0), value, "start")


def _mark(place: Box, value: float, anchor: str) -> str:
    """A tick from ``place``'s point by its two lengths into the plot, with the value at its end."""
    x, y, right, up = place
    end = f'x="{x + 1.3 * right:.1f}" y="{y - 1.3 * up + 0.35 * right:.1f}"'
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x + right:.1f}" y2="{y - up:.1f}"/>'
        f'<text {end} font-size="{max(right, up):.1f}" text-anchor="{anchor}">{value:g}</text>'
    )


def round_values(axis: PlotAxis) -> list[tuple[float, float]]:
    """Round values along an axis, each with its place from 0 to 1; none where the axis' numbers were not read."""
    if axis.range is None:
        return []
    low, high = axis.range
    if axis.scale == "log":
        if min(low, high) <= 0:
            return []
        low, high = math.log10(low), math.log10(high)
    span = abs(high - low)
    if not 0 < span < math.inf:
        return []
    step = 1.0 if axis.scale == "log" else _round_step(span / STEPS)
    first, last = math.ceil(min(low, high) / step), math.floor(max(low, high) / step)
    values = [round(count * step, 12) for count in range(first, min(last, first + 20 * STEPS) + 1)]
    return [(10.0**v if axis.scale == "log" else v, (v - low) / (high - low)) for v in values]


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, ... that is no less."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least * 0.999)


def _name(axis: PlotAxis, fallback: str) -> str:
    return f"{axis.label or fallback} ({axis.unit})" if axis.unit else axis.label or fallback


def _told(axis: PlotAxis) -> str:
    if axis.range is None:
        return f"{axis.label or '?'}: no numbers"
    scale = ", logarithmic" if axis.scale == "log" else ""
    return f"{_name(axis, '?')} from {axis.range[0]:.4g} to {axis.range[1]:.4g}{scale}"


def _backdrop(data: bytes, page: int) -> tuple[str, int, int, float]:
    """The picture as a data URL, its size, and how many of its pixels one unit of the reading has."""
    image, scale = _page(data, page) if is_pdf(data) else _picture(data)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode(), *image.size, scale


def _page(data: bytes, page: int) -> tuple[Image.Image, float]:
    """A page of a PDF, and its pixels a point; white for one that cannot be read."""
    try:
        with pymupdf.open(stream=data, filetype="pdf") as pdf:
            pixmap = pdf[page - 1].get_pixmap(dpi=DPI, colorspace=pymupdf.csRGB, alpha=False)
            return Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples), DPI / 72
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, RuntimeError, ValueError):
        return WHITE, 1.0


def _picture(data: bytes) -> tuple[Image.Image, float]:
    pixels = load_picture(data).value
    return (WHITE if pixels is None else Image.fromarray(pixels)), 1.0


PAGE: Final = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>$title</title><style>
body{font:15px/1.5 system-ui,sans-serif;margin:0;color:#1b1f24;background:#f6f7f9}
header{padding:14px 24px;background:#fff;border-bottom:1px solid #d8dde3}h1{font-size:18px;margin:0}p{margin:2px 0}
main{display:grid;grid-template-columns:minmax(280px,24rem) 1fr;gap:24px;padding:24px}
@media(max-width:900px){main{grid-template-columns:1fr}}
small{color:#57606a;display:block}button{font:inherit;font-size:13px}aside>div{margin-bottom:10px}ul{padding-left:1.2em}
svg{width:100%;height:88vh;background:#fff;box-shadow:0 1px 4px #0003;touch-action:none;cursor:grab}
svg *{vector-effect:non-scaling-stroke}
.curve{fill:none;stroke-width:2}.axes{fill:none;stroke:#087f23;stroke-width:1.5}.axes rect{stroke-dasharray:6 4}
.axes text{fill:#087f23;stroke:#fff;stroke-width:3;paint-order:stroke}
</style></head><body><header><h1>$title</h1><p>Read as $method. Green values stand where the scales put them: they must
meet the printed ticks. Wheel zooms, dragging moves, a double click shows the
whole picture.</p></header>
<main><aside><div><button data-all="1">All</button> <button data-all="">None</button>
<button data-copy="all">Copy all as CSV</button></div>
<div><label><input type="checkbox" checked data-axes> axes</label>
<label><input type="checkbox" checked data-picture> picture</label></div>$switches<ul>$scales</ul></aside>
<svg viewBox="0 0 $width $height"><image href="$picture" width="$width" height="$height"/>
<g class="axes">$axes</g>$curves</svg></main>
<script>
const curves = $data, svg = document.querySelector("svg"), whole = [0, 0, $width, $height];
const show = (what, on) => { what.style.display = on ? "" : "none"; };
const boxes = [...document.querySelectorAll("[data-curve]")];
const apply = box => show(document.getElementById("c" + box.dataset.curve), box.checked);
boxes.forEach(box => box.addEventListener("change", () => apply(box)));
document.querySelectorAll("[data-all]").forEach(button => button.addEventListener("click", () =>
  boxes.forEach(box => { box.checked = !!button.dataset.all; apply(box); })));
document.querySelector("[data-axes]").addEventListener("change", event =>
  show(document.querySelector(".axes"), event.target.checked));
document.querySelector("[data-picture]").addEventListener("change", event =>
  show(document.querySelector("image"), event.target.checked));
const cell = text => '"' + String(text).replaceAll('"', '""') + '"';
const one = curve => [[curve.x, curve.y].map(cell).join(","), ...curve.rows.map(row => row.join(","))].join("\\n");
const all = () => ["curve,x,y", ...curves.flatMap(curve =>
  curve.rows.map(row => [cell(curve.name), ...row].join(",")))].join("\\n");
document.querySelectorAll("[data-copy]").forEach(button => button.addEventListener("click", async () => {
  const words = button.textContent, which = button.dataset.copy;
  await navigator.clipboard.writeText((which === "all" ? all() : one(curves[which])) + "\\n");
  button.textContent = "Copied"; setTimeout(() => { button.textContent = words; }, 1200);
}));
let view = $view, held = null;
const look = () => svg.setAttribute("viewBox", view.join(" "));
const spot = event => { const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(
  svg.getScreenCTM().inverse()); return [at.x, at.y]; };
svg.addEventListener("wheel", event => {
  event.preventDefault();
  const factor = event.deltaY < 0 ? 0.8 : 1.25, [x, y] = spot(event);
  view = [x - (x - view[0]) * factor, y - (y - view[1]) * factor, view[2] * factor, view[3] * factor]; look();
}, {passive: false});
svg.addEventListener("pointerdown", event => { held = spot(event); svg.setPointerCapture(event.pointerId); });
svg.addEventListener("pointermove", event => { if (!held) return;
  const [x, y] = spot(event); view[0] += held[0] - x; view[1] += held[1] - y; look(); });
svg.addEventListener("pointerup", () => { held = null; });
svg.addEventListener("dblclick", () => { view = [...whole]; look(); });
look();
</script></body></html>
""")
