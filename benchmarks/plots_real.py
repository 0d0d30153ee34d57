"""Plots of real papers, as ``python -m benchmarks.plots_real pages|pictures|points``.

``pages``: which plots that papers draw as vectors are found with right axes (``tests/data/plots_pages.csv`` lists them,
counted by eye); with ``--also pdf-mcp`` that package reads the same pages, if it is installed. ``pictures``: pages read
as pictures, against the curves of the PDF they were drawn from. ``points``: plots against values that their authors
state in the text.
"""

import argparse
import csv
import io
import json
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
from matloom.extract.plots.digitize import digitize
from matloom.extract.plots.reading import PlotAxes, PlotReading
from matloom.extract.plots.vector import digitize_page
from PIL import Image
from scipy.signal import find_peaks

from benchmarks import SHARED

COUNTED = Path(__file__).parents[1] / "tests" / "data" / "plots_pages.csv"
SAME_RANGE = 0.02
"""Of an axis' range: how far the values at the ends of the counted box may be off (both were measured by eye)."""
SAME_BOX = 0.5
NEAR = 0.03
"""Of an axis' range: how near a curve comes to a value that is stated in the text."""
COVERED = 0.8
FOUND = 2.0
"""Percent of the axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A plot counted by eye: its page, its box in PDF points and the values at the ends of its axes."""

    file: str
    page: int
    box: tuple[float, float, float, float]
    kind: str
    x: tuple[float, float] | None
    y: tuple[float, float] | None


def counted() -> list[Counted]:
    """The table of plots."""
    with COUNTED.open(encoding="utf-8", newline="") as lines:
        return [
            Counted(
                file=row["file"],
                page=int(row["page"]),
                box=(float(row["x0"]), float(row["y0"]), float(row["x1"]), float(row["y1"])),
                kind=row["kind"],
                x=_pair(row["left"], row["right"]),
                y=_pair(row["bottom"], row["top"]),
            )
            for row in csv.DictReader(lines)
        ]


def _pair(low: str, high: str) -> tuple[float, float] | None:
    return (float(low), float(high)) if low and high else None


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Intersection over union of two boxes."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(0.0, width) * max(0.0, height)
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def axes_right(found: PlotAxes, plot: Counted) -> bool:
    """Whether the axes give the counted values at the ends of the counted box."""
    ends = (
        (found.x, plot.x, (found.bbox[0], found.bbox[2]), (plot.box[0], plot.box[2])),
        (found.y, plot.y, (found.bbox[3], found.bbox[1]), (plot.box[3], plot.box[1])),
    )
    for axis, wanted, (start, stop), places in ends:
        if wanted is None:
            continue
        if axis.range is None or axis.scale != "linear":
            return False
        low, high = axis.range
        values = [low + (place - start) / (stop - start) * (high - low) for place in places]
        if max(abs(v - w) for v, w in zip(values, wanted, strict=True)) > SAME_RANGE * abs(wanted[1] - wanted[0]):
            return False
    return True


def pages(*, also: bool) -> None:
    """Prints each counted plot and whether it is found with right axes and curves."""
    found = right = 0
    plots = counted()
    by_page: dict[tuple[str, int], list[Counted]] = defaultdict(list)
    for plot in plots:
        by_page[plot.file, plot.page].append(plot)
    extra = 0
    for (file, page), mine in by_page.items():
        with pymupdf.open(SHARED / "data" / file) as pdf:
            start = time.perf_counter()
            reading = digitize_page(pdf[page - 1]).value
            seconds = time.perf_counter() - start
        print(f"{file} page {page}: {seconds:.1f} s")
        hits = 0
        for plot in mine:
            near = [a for a in reading.axes if overlap(a.bbox, plot.box) > SAME_BOX]
            good = [a for a in near if axes_right(a, plot)]
            found, right, hits = found + bool(near), right + bool(good), hits + bool(near)
            curves = sum(s.axes == reading.axes.index(good[0]) for s in reading.series) if good else 0
            print(f"  {plot.kind:12} {'right' if good else 'axes wrong' if near else 'missed'}, {curves} curves")
        extra += max(0, len(reading.axes) - hits)
    print(
        f"{len(plots)} plots: found {found / len(plots):.2f}, with right axes {right / len(plots):.2f}; {extra} others"
    )
    if also:
        other_package(by_page)


def other_package(by_page: dict[tuple[str, int], list[Counted]]) -> None:
    """What pdf-mcp's chart reader finds on the same pages, and why it declines."""
    from pdf_mcp.chart_extractor import extract_charts  # pyright: ignore[reportMissingImports]

    total = 0
    for (file, page), mine in by_page.items():
        with pymupdf.open(SHARED / "data" / file) as pdf:
            answer: dict[str, Any] = extract_charts(pdf, page - 1)
        total += len(answer["charts"])
        print(f"pdf-mcp: {file} page {page}: {len(answer['charts'])} of {len(mine)} plots, {answer['status']}")
    print(f"pdf-mcp: {total} charts of {sum(len(mine) for mine in by_page.values())} plots")


def pictures() -> None:
    """Prints recall and error of the curves of pages that were read as pictures."""
    errors: list[float] = []
    pooled: list[np.ndarray] = []
    for folder in sorted((SHARED / "data" / "plots" / "vector_gold").glob("*_p*")):
        gold = json.loads((folder / "vector_gold.json").read_text(encoding="utf-8"))
        with Image.open(folder / "page_300dpi.png") as page:
            regions = _regions(page)
            for region in regions:
                stream = io.BytesIO()
                page.convert("RGB").crop(region).save(stream, "PNG")
                reading = digitize(stream.getvalue()).value.moved(region[0], region[1])
                for line in gold["polylines"]:
                    path = np.array(line["points_px300"])
                    if _holds(region, path):
                        error, cover = _against(path, reading, pooled)
                        errors.append(error if cover >= COVERED else 100.0)
                        print(f"  {folder.name} {line['color']}: {error:.2f} %, covered {cover:.2f}")
    found = [e for e in errors if e < FOUND]
    points = np.concatenate(pooled) if pooled else np.array([100.0])
    print(f"{len(errors)} curves: recall {len(found) / max(1, len(errors)):.2f}, "
          f"median error {np.median(points):.2f} % of the axis over the points of the found")  # fmt: skip


def _regions(page: Image.Image) -> list[tuple[int, int, int, int]]:
    """The figures of a page at 300 dpi: the upper halves of its two columns, where these pages have them."""
    width, height = page.size
    return [(0, 0, width // 2, height * 2 // 5), (width // 2, 0, width, height * 2 // 5)]


def _holds(region: tuple[int, int, int, int], path: np.ndarray) -> bool:
    x, y = path.mean(axis=0)
    return bool(region[0] <= x <= region[2] and region[1] <= y <= region[3])


def _against(path: np.ndarray, reading: PlotReading, pooled: list[np.ndarray]) -> tuple[float, float]:
    """Median distance along y to the nearest curve read, in percent of its axes' height, and the share covered."""
    best: tuple[float, float, np.ndarray] = (100.0, 0.0, np.array([100.0]))
    for series in reading.series:
        read = np.array(sorted(series.path))
        x0, y0, x1, y1 = reading.axes[series.axes].bbox
        inside = (path[:, 0] >= read[0, 0] - 2) & (path[:, 0] <= read[-1, 0] + 2)
        if not inside.any():
            continue
        apart = np.abs(path[:, None] - read[None]) / np.array([x1 - x0, y1 - y0])
        along = np.abs(np.interp(path[:, 0], read[:, 0], read[:, 1]) - path[:, 1]) / (y1 - y0)
        wrong = 100 * np.minimum(along, np.hypot(apart[..., 0], apart[..., 1]).min(axis=1))
        one = float(np.median(wrong[inside])), float(inside.mean()), wrong[inside]
        if one[0] + 100 * (1 - one[1]) < best[0] + 100 * (1 - best[1]):
            best = one
    if best[0] < FOUND and best[1] >= COVERED:
        pooled.append(best[2])
    return best[0], best[1]


def points() -> None:
    """Prints for each stated value how near the curves of its plots come to it."""
    folder = SHARED / "data" / "plots" / "text_gold"
    with (folder / "text_gold.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    read: dict[str, PlotReading] = {}
    near = 0
    for row in rows:
        errors: list[float] = []
        for name in row["image"].split(";"):
            if name not in read:
                read[name] = digitize((folder / name).read_bytes()).value
            errors += [e for axes in range(len(read[name].axes)) for e in _stated(read[name], axes, row)]
        best = min(errors, default=1.0)
        near += best <= NEAR
        print(f"  {row['pmcid']} {row['series']} {row['x']}: {row['y_quantity']} {row['y']}: off by {100 * best:.1f} %")
    print(f"{len(rows)} stated values, {near / len(rows):.2f} within {100 * NEAR:.0f} % of the axis")


def _stated(reading: PlotReading, axes: int, row: dict[str, str]) -> list[float]:
    """Distances, in parts of the axis, of a stated value from what the curves of one pair of axes show.

    A position of a peak is compared with the peaks, a capacity over cycles with the levels that a curve stays at, a
    capacity along x with the ends of the curves.
    """
    pair = reading.axes[axes]
    value, peak = float(row["y"]), "shift" in row["y_quantity"]
    along = "x" if peak or "capacity" in (pair.x.label or "").lower() else "y"
    axis = pair.x if along == "x" else pair.y
    if axis.range is None:
        return []
    span = abs(axis.range[1] - axis.range[0])
    mine = [series for series in reading.series if series.axes == axes]
    return [abs(one - value) / span for series in mine for one in _shown(series.x, series.y, along, peak=peak)]


def _shown(x: tuple[float, ...], y: tuple[float, ...], along: str, *, peak: bool) -> list[float]:
    xs, ys = np.array(x), np.array(y)
    if peak:
        return [float(xs[i]) for i in find_peaks(ys, prominence=0.05 * float(np.ptp(ys)))[0]]
    if along == "x":
        return [float(xs.max())]
    steps = np.flatnonzero(np.abs(np.diff(ys)) > 0.02 * float(np.ptp(ys)))
    levels = [part for part in np.split(ys, steps + 1) if len(part) >= 2]
    return [float(np.median(part)) for part in levels] + [float(part[0]) for part in levels]


def main() -> None:
    """One of the three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pages", "pictures", "points"])
    parser.add_argument("--also", choices=["pdf-mcp"])
    asked = parser.parse_args()
    if asked.what == "pages":
        pages(also=asked.also is not None)
    elif asked.what == "pictures":
        pictures()
    else:
        points()


if __name__ == "__main__":
    main()
