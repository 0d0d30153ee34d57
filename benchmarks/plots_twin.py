"""Draws plots with two upright axes: NAME.png, NAME.pdf and the plotted numbers in NAME.gold.json.

Usage: ``python -m benchmarks.plots_twin OUT_DIR [--n 20] [--seed 0]``. Capacity with efficiency over cycles,
resistivity with thermopower over temperature, weight with heat flow, flow with voltage over time: in the looks of
``plots_styles``, the numbers of each axis in the colour of its curves, or all of them black and the curves named like
their axes.
"""

import argparse
import json
from pathlib import Path
from typing import Any, Final

import matplotlib.pyplot as plt
import numpy as np

from benchmarks.plots_styles import COLOURS, MARKERS, look

PROGRAMS: Final = ("origin", "igor", "matlab")
Curves = tuple[str, str, str, np.ndarray, np.ndarray, np.ndarray]
"""The labels of the x, the left and the right axis, x, and what each side shows over it."""


def measured(random: np.random.Generator) -> Curves:
    """One of four measurements."""
    kind = int(random.integers(4))
    if kind == 0:
        x = np.arange(1, 101, 2, dtype=float)
        efficiency = 99.5 - random.uniform(5, 20) * np.exp(-x / 3)
        return "Cycle number", "Capacity (mAh/g)", "Efficiency (%)", x, random.uniform(100, 170) - 0.3 * x, efficiency
    if kind == 1:
        x = np.linspace(300, 800, 21)
        return "Temperature (K)", "Resistivity", "Thermopower", x, 5 + x / random.uniform(50, 90), 60 + (x / 60) ** 2
    if kind == 2:
        x = np.linspace(30, 900, 300)
        step = 1 / (1 + np.exp(-(x - random.uniform(300, 600)) / 25))
        return "Temperature (K)", "Weight (%)", "Heat flow (mW)", x, 100 - 30 * step, 8 * step * (1 - step) - x / 900
    x = np.linspace(0, 50, 120)
    return "Time (h)", "Flow (ml/min)", "Voltage (V)", x, 20 + 5 * np.sin(x / 4), 0.8 - 0.2 * np.exp(-x / 20)


def draw(name: str, folder: Path, random: np.random.Generator) -> None:
    """One plot with its numbers."""
    program = str(random.choice(PROGRAMS))
    words, left, right, x, low, high = measured(random)
    marked = len(x) < 60
    colours = list(random.choice([c for c in COLOURS[program] if c != "#000000"], 2, replace=False))
    in_colour = bool(random.random() < 0.6)
    settings: dict[Any, Any] = look(program, random) | {"ytick.right": False}
    with plt.rc_context(settings):
        figure, axes = plt.subplots(figsize=(random.uniform(3.6, 5.2), random.uniform(2.8, 4)), layout="constrained")
        other = axes.twinx()
        for side, label, y, colour, marker in (
            (axes, left, low, colours[0], MARKERS[0]), (other, right, high, colours[1], MARKERS[1])
        ):  # fmt: skip
            side.plot(x, y, color=colour, marker=marker if marked else None, label=label.split(" (")[0])
            side.set_ylabel(label, color=colour if in_colour else "black")
            side.margins(y=0.25)
            side.tick_params(axis="y", colors=colour if in_colour else "black")
        other.tick_params(axis="y", right=True, labelright=True)
        axes.set_xlabel(words)
        axes.legend(handles=[*axes.lines, *other.lines], fancybox=False)
        figure.savefig(folder / f"{name}.png", dpi=int(random.integers(110, 301)))
        figure.savefig(folder / f"{name}.pdf")
        gold = [_axes(side, words, label) for side, label in ((axes, left), (other, right))]
        plt.close(figure)
    series = [
        {"axes": i, "label": label.split(" (")[0], "style": "line", "x": x.tolist(), "y": y.tolist()}
        for i, (label, y) in enumerate(((left, low), (right, high)))
    ]
    told = {"kind": "twin", "axes": gold, "series": series}
    (folder / f"{name}.gold.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _axes(side: Any, words: str, label: str) -> dict[str, Any]:
    return {
        "x": {"range": [float(v) for v in side.get_xlim()], "scale": "linear", "label": words},
        "y": {"range": [float(v) for v in side.get_ylim()], "scale": "linear", "label": label},
    }


def main() -> None:
    """As many plots as asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--n", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for i in range(asked.n):
        draw(f"plot{i:03d}", asked.out, np.random.default_rng([asked.seed, i]))


if __name__ == "__main__":
    main()
