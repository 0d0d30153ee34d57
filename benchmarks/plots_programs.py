"""Numbers to plot in, a PNG and a PDF drawn by gnuplot or by R with ggplot2 out."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Protocol

import numpy as np


class Plotted(Protocol):
    """What is to be drawn: series of (label, x, y), how, and the labels and scales of the axes."""

    series: list[tuple[str, np.ndarray, np.ndarray]]
    style: str
    x: tuple[str, str]
    y: tuple[str, str]


def draw_gnuplot(
    what: Plotted, out: Path, rng: np.random.Generator, x_range: list[float], y_range: list[float]
) -> None:
    """With gnuplot's own frame, inner ticks on all sides, and the labels left of the legend's samples."""
    width, height = (round(float(v), 2) for v in (rng.uniform(3.5, 5), rng.uniform(2.6, 3.8)))
    dpi = int(rng.integers(90, 251))
    lines = [f'set xlabel "{what.x[0]}"', f'set ylabel "{what.y[0]}"']
    lines += [f"set xrange [{x_range[0]}:{x_range[1]}]", f"set yrange [{y_range[0]}:{y_range[1]}]"]
    for name, scale in (("x", what.x[1]), ("y", what.y[1])):
        if scale == "log":
            lines += [f"set logscale {name}", f'set format {name} "10^{{%L}}"']
    lines += [str(rng.choice(["", "set grid", "set mxtics 2; set mytics 2", "set border 3; set tics nomirror out"]))]
    if len(what.series) == 1:
        lines.append("set key off")
    way = "with linespoints pt 7" if what.style == "both" else "with lines"
    plots = ", ".join(f'$d{i} {way} lw 1.5 title "{label}"' for i, (label, _, _) in enumerate(what.series))
    blocks = [
        f"$d{i} << EOD\n" + "\n".join(f"{a:.10g} {b:.10g}" for a, b in zip(x, y, strict=True)) + "\nEOD"
        for i, (_, x, y) in enumerate(what.series)
    ]
    font = str(rng.choice(["Arial,10", "Times New Roman,11", "Sans,9"]))
    pixels = f"{round(width * dpi)},{round(height * dpi)}"
    script = "\n".join(
        [
            *blocks, "set encoding utf8", *lines,
            f'set term pngcairo size {pixels} fontscale {dpi / 96:.3f} linewidth {dpi / 96:.3f} font "{font}"',
            f'set output "{out}.png"', f"plot {plots}",
            f'set term pdfcairo size {width}in,{height}in font "{font}"', f'set output "{out}.pdf"', f"plot {plots}",
        ]
    )  # fmt: skip
    subprocess.run(["gnuplot", "-"], input=script, text=True, check=True, capture_output=True)


GGPLOT = """
suppressMessages(library(ggplot2))
d <- read.csv("{data}")
d$name <- factor(d$name, levels = unique(d$name))
p <- ggplot(d, aes(x, y, colour = name)) + geom_line(size = {size})
{points}
p <- p + labs(x = {x_label}, y = {y_label}, colour = NULL) + coord_cartesian(expand = FALSE)
p <- p + {x_scale}(limits = c({x0}, {x1})) + {y_scale}(limits = c({y0}, {y1})) + {theme}(base_size = {base})
if (length(levels(d$name)) == 1) p <- p + theme(legend.position = "none")
ggsave("{out}.png", p, width = {width}, height = {height}, dpi = {dpi}, type = "cairo")
ggsave("{out}.pdf", p, width = {width}, height = {height})
"""


def draw_ggplot(what: Plotted, out: Path, rng: np.random.Generator, x_range: list[float], y_range: list[float]) -> None:
    """With one of ggplot2's themes: grey ground and white grid, white ground and grey grid, or axes only."""
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data.csv"
        rows = [f"{label},{a:.10g},{b:.10g}" for label, x, y in what.series for a, b in zip(x, y, strict=True)]
        data.write_text("\n".join(["name,x,y", *rows]), encoding="utf-8")
        way = {"linear": "continuous", "log": "log10"}
        script = Path(scratch) / "plot.R"
        script.write_text(
            GGPLOT.format(
                data=data, out=out, points="p <- p + geom_point(size = 1.6)" if what.style == "both" else "",
                size=round(float(rng.uniform(0.4, 1.0)), 2),
                x_label=json.dumps(what.x[0]), y_label=json.dumps(what.y[0]),
                x_scale=f"scale_x_{way[what.x[1]]}", y_scale=f"scale_y_{way[what.y[1]]}",
                x0=x_range[0], x1=x_range[1], y0=y_range[0], y1=y_range[1],
                theme=str(rng.choice(["theme_grey", "theme_bw", "theme_classic", "theme_minimal"])),
                base=int(rng.integers(9, 14)), width=round(float(rng.uniform(3.8, 5.5)), 2),
                height=round(float(rng.uniform(2.6, 3.6)), 2), dpi=int(rng.integers(100, 301)),
            ),
            encoding="utf-8",
        )  # fmt: skip
        subprocess.run(["Rscript", str(script)], check=True, capture_output=True)
