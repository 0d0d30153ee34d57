"""Readings of plots and the numbers that were plotted in, the error of each curve and its reason out."""

import base64
import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

BINS = np.logspace(-3, 1.5, 28)
"""Percent of the axis."""
WORST = 12
SAME_AXIS = 0.01
"""Of the range: how far an axis' end may be off."""
ENOUGH = 0.8
"""Share of a curve's width that must be covered."""

Numbers = np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One plotted curve: the error in percent of the axis of the nearest curve that was read, and what went wrong."""

    plot: str
    kind: str
    label: str | None
    error: float
    cover: float
    reason: str

    @property
    def missed(self) -> bool:
        """Whether no curve that was read is this one."""
        return self.error >= 2 or self.cover < ENOUGH


def scaled(values: Any, axis: dict[str, Any]) -> Numbers:
    """Values as parts of an axis' range; logarithms on a logarithmic axis."""
    numbers, (low, high) = np.asarray(values, dtype=float), axis["range"]
    if axis.get("scale") == "log":
        with np.errstate(all="ignore"):
            numbers, low, high = np.log10(numbers), np.log10(low), np.log10(high)
    return (numbers - low) / (high - low)


def curve_error(read: dict[str, Any], gold: dict[str, Any], axes: dict[str, Any]) -> tuple[float, float]:
    """Median error in percent of the axis, and the share of the plotted points that are covered.

    Of a line, the distance along y at the plotted x; of markers, that to the nearest point that was read.
    """
    x, y = scaled(gold["x"], axes["x"]), scaled(gold["y"], axes["y"])
    px, py = scaled(read["x"], axes["x"]), scaled(read["y"], axes["y"])
    kept = np.isfinite(px) & np.isfinite(py)
    if not kept.any():
        return 100.0, 0.0
    order = np.argsort(px[kept], kind="stable")
    px, py = px[kept][order], py[kept][order]
    if gold.get("style") == "markers":
        apart = np.hypot(x[:, None] - px, y[:, None] - py).min(axis=1) / np.sqrt(2)
        return min(100.0, float(100 * np.median(apart))), float((apart < 0.02).mean())
    inside = (x >= px[0] - 0.005) & (x <= px[-1] + 0.005)
    wrong = np.where(inside, np.minimum(np.abs(np.interp(x, px, py) - y), 1.0), 1.0)
    return float(100 * np.median(wrong)), float(inside.mean())


def axes_right(read: dict[str, Any], axes: dict[str, Any]) -> dict[str, bool]:
    """For x and y, whether some axis that was read has the plotted range and scale."""

    def same(one: dict[str, Any], gold: dict[str, Any]) -> bool:
        if not one["range"] or one["scale"] != gold.get("scale", "linear"):
            return False
        return bool(np.all(np.abs(scaled(one["range"], gold) - [0, 1]) < SAME_AXIS))

    return {key: any(same(one[key], axes[key]) for one in read["axes"]) for key in "xy"}


def reason_of(read: dict[str, Any], right: dict[str, bool], error: float, cover: float) -> str:
    """What a curve suffers from, in words."""
    if not read["axes"]:
        return "no axes found"
    wrong = [key for key, fits in right.items() if not fits]
    if wrong:
        return f"scale of {' and '.join(wrong)} wrong"
    if error >= 2:
        return "ink of this curve not followed" if cover < ENOUGH else "another curve followed"
    return "cut short" if cover < ENOUGH else "followed"


def errors(source: Path, out: Path) -> list[Row]:
    """A row for each plotted curve of the plots in ``source`` (``*.gold.json``), read in ``out`` (``*.json``)."""
    rows: list[Row] = []
    for path in sorted(source.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        name = path.name.removesuffix(".gold.json")
        read = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
        for series in gold["series"]:
            axes = gold["axes"][series.get("axes", 0)]
            found = [curve_error(one, series, axes) for one in read["series"] if one["x"]]
            error, cover = min(found, key=lambda e: e[0] + 100 * (1 - e[1]), default=(100.0, 0.0))
            reason = reason_of(read, axes_right(read, axes), error, cover)
            rows.append(
                Row(plot=name, kind=gold["kind"], label=series.get("label"), error=error, cover=cover, reason=reason)
            )
    return rows


def histogram(rows: list[Row], path: Path) -> None:
    """How the error falls, a panel a kind of plot."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    kinds = sorted({row.kind for row in rows})
    lines = -(-len(kinds) // 3)
    figure, panels = plt.subplots(lines, 3, figsize=(8, 2 * lines), sharex=True, squeeze=False)
    for panel, kind in zip(panels.flat, kinds, strict=False):
        shown = np.clip([row.error for row in rows if row.kind == kind], BINS[0], BINS[-1])
        panel.hist(shown, bins=BINS, color="#1f5f8b")
        panel.set_xscale("log")
        panel.set_title(f"{kind} ({len(shown)})", fontsize=9)
    figure.supxlabel("median error of a curve, percent of the axis (missed curves at the right end)", fontsize=9)
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)


def worst_page(rows: list[Row], source: Path, out: Path, path: Path) -> None:
    """An HTML page of the plots with the worst curves: the picture, what was read over it, the reason."""
    worst: dict[str, Row] = {}
    for row in sorted(rows, key=lambda r: (-r.missed, -r.error)):
        worst.setdefault(row.plot, row)
    parts: list[str] = []
    for row in list(worst.values())[:WORST]:
        mine = [r for r in rows if r.plot == row.plot]
        told = "; ".join(f"{html.escape(r.label or 'curve')}: {r.error:.2g} %, {html.escape(r.reason)}" for r in mine)
        picture = base64.b64encode(laid_over(source / f"{row.plot}.png", out / f"{row.plot}.json")).decode()
        parts.append(
            f'<figure><img src="data:image/png;base64,{picture}" alt="{row.plot}"><figcaption><b>{row.plot}</b> '
            f"({html.escape(row.kind)}): {told}</figcaption></figure>"
        )
    page = '<!doctype html><html lang="en"><meta charset="utf-8"><title>The twelve worst</title><style>'
    page += "body{font:14px/1.5 system-ui,sans-serif;display:flex;flex-wrap:wrap;gap:1rem}figure{width:30rem;margin:0}"
    page += "img{width:100%}</style>" + "".join(parts) + "</html>"
    path.write_text(page, encoding="utf-8")


def laid_over(picture: Path, reading: Path) -> bytes:
    """A picture beside itself, paled, with the axes and curves that were read drawn over it, as PNG."""
    import io

    from PIL import Image, ImageDraw

    with Image.open(picture) as opened:
        image = opened.convert("RGB")
    read = json.loads(reading.read_text(encoding="utf-8"))
    sheet = Image.new("RGB", (2 * image.width, image.height), "white")
    sheet.paste(image, (0, 0))
    sheet.paste(Image.blend(image, Image.new("RGB", image.size, "white"), 0.6), (image.width, 0))
    pen = ImageDraw.Draw(sheet)
    for axes in read["axes"]:
        x0, y0, x1, y1 = axes["bbox"]
        pen.rectangle((x0 + image.width, y0, x1 + image.width, y1), outline="#00a000")
    for number, series in enumerate(read["series"]):
        color = ("#d00000", "#0000d0", "#008000", "#c000c0", "#e08000", "#00a0a0")[number % 6]
        points = [(x + image.width, y) for x, y in series_pixels(series, read["axes"][series["axes"]])]
        if series["style"] == "line" and len(points) > 1:
            pen.line(points, fill=color, width=2)
        else:
            for x, y in points:
                pen.rectangle((x - 2, y - 2, x + 2, y + 2), outline=color)
    stream = io.BytesIO()
    sheet.save(stream, "PNG")
    return stream.getvalue()


def series_pixels(series: dict[str, Any], axes: dict[str, Any]) -> list[tuple[float, float]]:
    """The points of a curve in the picture's pixels, from its data and the axes' box."""
    x0, y0, x1, y1 = axes["bbox"]
    x = scaled(series["x"], axes["x"]) if axes["x"]["range"] else np.asarray(series["x"])
    y = scaled(series["y"], axes["y"]) if axes["y"]["range"] else np.asarray(series["y"])
    kept = np.isfinite(x) & np.isfinite(y)
    return [(float(a), float(b)) for a, b in zip(x0 + x[kept] * (x1 - x0), y1 - y[kept] * (y1 - y0), strict=True)]
