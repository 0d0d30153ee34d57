"""Plots read back into numbers, as ``python -m benchmarks.plots --n 200 --seed 1``.

The shared script ``make_plots.py`` draws plots with known numbers, ``score_plots.py`` scores what is read from the PDFs
(vector) and from the PNGs (raster). Printed besides: the error by kind of plot, the worst plots, seconds a plot; and
``--histogram FILE.png`` draws how the error falls.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from matloom.extract.plots.digitize import digitize
from matloom.extract.plots.reading import reading_to_json

from benchmarks import SHARED

BINS = np.logspace(-3, 1.5, 28)
"""Percent of the axis."""


def draw(folder: Path, n: int, seed: int) -> None:
    """Plots with their numbers, drawn by the shared script."""
    script = SHARED / "bench" / "make_plots.py"
    subprocess.run([sys.executable, script, folder, "--n", str(n), "--seed", str(seed)], check=True)


def read_all(source: Path, out: Path, kind: str) -> list[float]:
    """Reads every plot of a folder; the seconds that each took."""
    out.mkdir()
    seconds: list[float] = []
    for path in sorted(source.glob(f"*.{kind}")):
        data = path.read_bytes()
        start = time.perf_counter()
        result = digitize(data)
        seconds.append(time.perf_counter() - start)
        read = reading_to_json(result.value, path.name, [])
        (out / f"{path.stem}.json").write_text(json.dumps(read), encoding="utf-8")
    return seconds


def curve_error(read: dict[str, Any], gold: dict[str, Any], axes: dict[str, Any]) -> tuple[float, float]:
    """Median error in percent of the axis' height, and the share of the gold's width that is covered."""
    low, high = _inner(axes["y"]["range"], axes["y"])
    x, y = _inner(gold["x"], axes["x"]), (_inner(gold["y"], axes["y"]) - low) / (high - low)
    px, py = _inner(read["x"], axes["x"]), (_inner(read["y"], axes["y"]) - low) / (high - low)
    kept = np.isfinite(px) & np.isfinite(py)
    if not kept.any():
        return 100.0, 0.0
    order = np.argsort(px[kept], kind="stable")
    px, py = px[kept][order], py[kept][order]
    inside = (x >= px[0]) & (x <= px[-1])
    wrong = np.where(inside, np.abs(np.interp(x, px, py) - y), 1.0)
    return float(100 * np.median(wrong)), float(inside.mean())


def _inner(values: list[float], axis: dict[str, Any]) -> np.ndarray:
    numbers = np.asarray(values, dtype=float)
    with np.errstate(all="ignore"):
        return np.log10(numbers) if axis["scale"] == "log" else numbers


def errors(source: Path, out: Path) -> list[tuple[str, str, float]]:
    """For each gold curve: the plot, its kind, and the error in percent of the nearest curve that was read."""
    rows: list[tuple[str, str, float]] = []
    for path in sorted(source.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        name = path.name.removesuffix(".gold.json")
        read = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
        for series in gold["series"]:
            axes = gold["axes"][series["axes"]]
            found = [curve_error(one, series, axes) for one in read["series"] if one["x"]]
            best = min((error if cover >= 0.8 else 100.0 for error, cover in found), default=100.0)
            rows.append((name, gold["kind"], best))
    return rows


def histogram(rows: list[tuple[str, str, float]], path: Path) -> None:
    """How the error falls, a panel a kind of plot."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    kinds = sorted({kind for _, kind, _ in rows})
    figure, panels = plt.subplots(3, 3, figsize=(8, 6), sharex=True)
    for panel, kind in zip(panels.flat, kinds, strict=False):
        panel.hist(np.clip([e for _, k, e in rows if k == kind], BINS[0], BINS[-1]), bins=BINS, color="#1f5f8b")
        panel.set_xscale("log")
        panel.set_title(kind, fontsize=9)
    figure.supxlabel("median error of a curve, percent of the axis (missed curves at the right end)", fontsize=9)
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    """Draws, reads, scores, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", default=["pdf", "png"], choices=["pdf", "png"])
    parser.add_argument("--histogram", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "plots"
        draw(source, asked.n, asked.seed)
        for kind in asked.kinds:
            out = Path(scratch) / kind
            seconds = read_all(source, out, kind)
            scored = subprocess.run(
                [sys.executable, SHARED / "bench" / "score_plots.py", out, source],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            rows = errors(source, out)
            print(f"{kind}: {scored.stdout.splitlines()[-1]}")
            print(f"{kind}: seconds a plot: median {np.median(seconds):.2f}, worst {max(seconds):.2f}")
            for name in sorted({k for _, k, _ in rows}):
                mine = [e for _, k, e in rows if k == name]
                missed = sum(e > 2 for e in mine)
                print(f"  {name:10} {len(mine):4} curves, median {np.median(mine):.3f} %, missed {missed}")
            print(
                "  worst:",
                *(f"{n} ({k}) {e:.2g} %" for n, k, e in sorted(rows, key=lambda r: -r[2])[:12]),
                sep="\n    ",
            )
            if kind == "png" and asked.histogram:
                histogram(rows, asked.histogram)


if __name__ == "__main__":
    main()
