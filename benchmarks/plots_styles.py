"""Draws plots as other programs than matplotlib do: NAME.png, NAME.pdf and the plotted numbers in NAME.gold.json.

Usage: ``python -m benchmarks.plots_styles OUT_DIR [--n 60] [--seed 0]``. The looks of Origin, Igor, MATLAB, Excel and
ggplot2 are drawn with matplotlib (frames and ticks on some sides only, grey grounds with white grids, a power of ten
over an axis, thick lines, large markers on lines); gnuplot and R with ggplot2 draw for themselves where they are
installed. Arial and Times are taken where a font of their shape is installed.
"""

import argparse
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager
from matplotlib.ticker import AutoMinorLocator

from benchmarks.plots_programs import draw_ggplot, draw_gnuplot

SANS: Final = ("Arial", "Liberation Sans", "Helvetica", "DejaVu Sans")
SERIF: Final = ("Times New Roman", "Liberation Serif", "DejaVu Serif")
COLOURS: Final[dict[str, list[str]]] = {
    "origin": ["#000000", "#ff0000", "#0000ff", "#009900", "#ff00ff"],
    "igor": ["#ff0000", "#000000", "#0000ff", "#008000", "#808080"],
    "matlab": ["#0072bd", "#d95319", "#edb120", "#7e2f8e", "#77ac30"],
    "matlab-old": ["#0000ff", "#007f00", "#ff0000", "#00bfbf", "#bf00bf"],
    "excel": ["#4472c4", "#ed7d31", "#a5a5a5", "#ffc000", "#5b9bd5"],
    "ggplot": ["#f8766d", "#00ba38", "#619cff", "#c77cff", "#00bfc4"],
}
MARKERS: Final = "so^vD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be drawn: series of (label, x, y), how, and the labels and scales of the axes."""

    kind: str
    series: list[tuple[str, np.ndarray, np.ndarray]]
    style: str
    x: tuple[str, str]
    y: tuple[str, str]


def peaks(rng: np.random.Generator, x: np.ndarray, count: int, width: float) -> np.ndarray:
    """A sum of Lorentzian lines."""
    y = np.zeros_like(x)
    for centre in rng.uniform(x[0], x[-1], count):
        y += rng.uniform(0.1, 1) / (1 + ((x - centre) / (width * rng.uniform(0.5, 2))) ** 2)
    return y


def task(rng: np.random.Generator) -> Task:
    """One of seven measurements."""
    kind = str(rng.choice(["xrd", "stack", "cycling", "charge", "impedance", "sweep", "counts"]))
    count = int(rng.integers(1, 5))
    names = [f"x = {0.05 * i:.2f}" if rng.random() < 0.5 else f"Sample {'ABCDE'[i]}" for i in range(count)]
    if kind == "xrd":
        x = np.linspace(10, 80, 1200)
        y = 5 + 100 * peaks(rng, x, 10, 0.2) + rng.normal(0, 0.5, x.size)
        return Task(
            kind=kind, series=[("pattern", x, y)], style="line", x=("2θ (deg.)", "linear"), y=("Intensity", "linear")
        )
    if kind == "stack":
        x = np.linspace(100, 2000, 800)
        rows = [(n, x, peaks(rng, x, 6, 20) + 1.5 * i) for i, n in enumerate(names)]
        return Task(kind=kind, series=rows, style="line", x=("Wavenumber", "linear"), y=("Absorbance", "linear"))
    if kind == "cycling":
        x = np.arange(1, 51, dtype=float)
        rows = [(n, x, rng.uniform(60, 170) * (1 - x * rng.uniform(0.001, 0.006))) for n in names]
        return Task(kind=kind, series=rows, style="both", x=("Cycle number", "linear"), y=("Capacity", "linear"))
    if kind == "charge":
        x = np.linspace(1, 160, 160)
        rows = [(n, x * (1 - 0.08 * i), 3.4 - 0.04 * i - 0.8 * (x / 160) ** 12) for i, n in enumerate(names)]
        return Task(kind=kind, series=rows, style="line", x=("Capacity", "linear"), y=("Voltage (V)", "linear"))
    if kind == "impedance":
        x = np.logspace(-1, 5, 60)
        rows = [(n, x, rng.uniform(50, 900) / np.sqrt(1 + (x / rng.uniform(1, 1000)) ** 2)) for n in names]
        return Task(kind=kind, series=rows, style="line", x=("Frequency (Hz)", "log"), y=("Modulus (Ohm)", "log"))
    if kind == "sweep":
        x = np.linspace(300, 900, int(rng.integers(10, 25)))
        rows = [(n, x, rng.uniform(20, 200) * (x / 900) ** rng.uniform(0.5, 2) + 20 * i) for i, n in enumerate(names)]
        return Task(kind=kind, series=rows, style="both", x=("Temperature (K)", "linear"), y=("Seebeck", "linear"))
    x = np.linspace(0, 10, 300)
    rows = [(n, x, rng.uniform(2e3, 4e4) * np.exp(-x / rng.uniform(1, 6))) for n in names]
    return Task(kind=kind, series=rows, style="line", x=("Time (ns)", "linear"), y=("Counts", "linear"))


def chosen(fonts: tuple[str, ...]) -> str:
    """The first of the fonts that is installed."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return next((font for font in fonts if font in installed), "DejaVu Sans")


def look(program: str, rng: np.random.Generator) -> dict[str, Any]:
    """matplotlib's settings for a program's look."""
    inside = {"xtick.direction": "in", "ytick.direction": "in", "xtick.top": True, "ytick.right": True}
    serif = rng.random() < 0.3
    base = {"font.family": chosen(SERIF if serif else SANS), "font.size": float(rng.uniform(8, 13))}
    if program == "origin":
        heavy = float(rng.uniform(1, 2.2))
        base |= {"axes.linewidth": heavy, "xtick.major.width": heavy, "ytick.major.width": heavy}
        base |= {"lines.linewidth": float(rng.uniform(1, 2.5)), "lines.markersize": float(rng.uniform(5, 9))}
        base |= {"xtick.major.size": 5, "ytick.major.size": 5, "legend.frameon": bool(rng.random() < 0.3)}
        return base | (inside if rng.random() < 0.5 else {})
    if program == "igor":
        way = str(rng.choice(["out", "inout", "in"]))
        return base | {"xtick.direction": way, "ytick.direction": way, "legend.frameon": bool(rng.random() < 0.5)}
    if program == "matlab":
        return base | inside | {"axes.linewidth": 0.5, "lines.linewidth": float(rng.choice([0.5, 1, 2]))}
    if program == "excel":
        return base | {
            "lines.linewidth": 2.25,
            "lines.markersize": 5,
            "axes.edgecolor": "#bfbfbf",
            "legend.frameon": False,
        }
    return base | {
        "axes.facecolor": "#ebebeb",
        "xtick.color": "#4d4d4d",
        "ytick.color": "#4d4d4d",
        "legend.frameon": False,
    }


def dress(axes: Any, program: str, rng: np.random.Generator, log: bool) -> None:
    """What settings do not do: sides of the frame, grids, minor ticks."""
    if program in ("origin", "igor") and not log:
        axes.xaxis.set_minor_locator(AutoMinorLocator(2))
        axes.yaxis.set_minor_locator(AutoMinorLocator(2))
    if program == "igor" and rng.random() < 0.6:
        axes.spines[["top", "right"]].set_visible(False)
    if program == "excel":
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(which="both", length=0)
        axes.grid(visible=True, axis="y", color="#d9d9d9", linewidth=0.75)
        low, high = axes.get_ylim()
        ticks = [t for t in axes.get_yticks() if t <= low or t >= high]
        axes.set_ylim(
            max((t for t in ticks if t <= low), default=low), min((t for t in ticks if t >= high), default=high)
        )
        axes.set_axisbelow(True)
    if program == "ggplot":
        for side in axes.spines.values():
            side.set_visible(False)
        axes.grid(visible=True, color="white", linewidth=1)
        axes.set_axisbelow(True)


def legend(axes: Any, program: str, rng: np.random.Generator) -> None:
    """Where each program puts its legend."""
    if program == "excel" and rng.random() < 0.5:
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), ncol=len(axes.lines), handlelength=2)
    elif program in ("excel", "ggplot"):
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    else:
        axes.legend(fancybox=False, edgecolor="black", framealpha=1)


def draw_imitation(program: str, what: Task, out: Path, rng: np.random.Generator) -> list[dict[str, Any]]:
    """A plot that looks like a program's; the axes as drawn."""
    palette = COLOURS["matlab-old" if program == "matlab" and rng.random() < 0.4 else program]
    with plt.rc_context(look(program, rng)):
        figure, axes = plt.subplots(figsize=(rng.uniform(3.4, 5.5), rng.uniform(2.8, 4)), layout="constrained")
        hollow = rng.random() < 0.3
        for i, (name, x, y) in enumerate(what.series):
            marker = MARKERS[i % 5] if what.style == "both" else None
            fill = "white" if hollow and marker else None
            axes.plot(x, y, color=palette[i % 5], marker=marker, mfc=fill, label=name or None)
        axes.set(xscale=what.x[1], yscale=what.y[1])
        log = "log" in (what.x[1], what.y[1])
        if not log and np.ptp(axes.get_ylim()) > 2000 and rng.random() < 0.7:
            axes.ticklabel_format(axis="y", style="sci", scilimits=(3, 3), useMathText=bool(rng.random() < 0.8))
        weight = "bold" if program == "origin" and rng.random() < 0.5 else "normal"
        axes.set_xlabel(what.x[0], weight=weight)
        axes.set_ylabel(what.y[0], weight=weight)
        if program == "matlab" and rng.random() < 0.5:
            axes.set_title("Measured at room temperature")
        dress(axes, program, rng, log)
        if len(what.series) > 1:
            legend(axes, program, rng)
        figure.savefig(out.with_suffix(".png"), dpi=int(rng.integers(90, 301)))
        figure.savefig(out.with_suffix(".pdf"))
        x_range, y_range = [float(v) for v in axes.get_xlim()], [float(v) for v in axes.get_ylim()]
        plt.close(figure)
    return [_axes(what, x_range, y_range)]


def _axes(what: Task, x_range: list[float], y_range: list[float]) -> dict[str, Any]:
    return {
        "x": {"range": x_range, "scale": what.x[1], "label": what.x[0]},
        "y": {"range": y_range, "scale": what.y[1], "label": what.y[0]},
    }


def ranges(what: Task) -> tuple[list[float], list[float]]:
    """Round limits for programs that are told them."""
    out: list[list[float]] = []
    for axis, scale in ((1, what.x[1]), (2, what.y[1])):
        values = np.concatenate([series[axis] for series in what.series])
        if scale == "log":
            out.append([float(10 ** np.floor(np.log10(values.min()))), float(10 ** np.ceil(np.log10(values.max())))])
            continue
        step = 10 ** np.floor(np.log10(np.ptp(values))) / 2
        out.append([float(np.floor(values.min() / step) * step), float(np.ceil(values.max() / step) * step)])
    return out[0], out[1]


Drawer = Callable[[Task, Path, np.random.Generator, list[float], list[float]], None]


def draw(name: str, folder: Path, rng: np.random.Generator, programs: list[str]) -> None:
    """One plot with its numbers."""
    program, what = str(rng.choice(programs)), task(rng)
    real: dict[str, Drawer] = {"gnuplot": draw_gnuplot, "R": draw_ggplot}
    if program in real:
        x_range, y_range = ranges(what)
        real[program](what, folder / name, rng, x_range, y_range)
        axes = [_axes(what, x_range, y_range)]
    else:
        axes = draw_imitation(program, what, folder / name, rng)
    style = "line"
    series = [
        {"axes": 0, "label": label or None, "style": style, "x": x.tolist(), "y": y.tolist()}
        for label, x, y in what.series
    ]
    if len(series) == 1:
        series[0]["label"] = None
    gold = {"kind": program, "measured": what.kind, "axes": axes, "series": series}
    (folder / f"{name}.gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    """As many plots as asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--n", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    programs = ["origin", "igor", "matlab", "excel", "ggplot"]
    programs += [name for name, tool in (("gnuplot", "gnuplot"), ("R", "Rscript")) if shutil.which(tool)]
    for i in range(asked.n):
        draw(f"plot{i:03d}", asked.out, np.random.default_rng([asked.seed, i]), programs)


if __name__ == "__main__":
    main()
