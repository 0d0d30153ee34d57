"""Plots read back into numbers, as ``python -m benchmarks.plots --n 200 --seed 1``.

A script draws plots with known numbers: the shared ``make_plots.py``, with ``--styles`` ``plots_styles``, which draws
as other programs do, or with ``--twin`` ``plots_twin``, which gives them a second upright axis. ``score_plots.py``
scores what is read from the PDFs (vector) and from the PNGs (raster). Printed besides: the error by kind of plot, what
each missed curve suffers from, seconds a plot. ``--histogram FILE.png`` draws how the error falls, and
``--worst FILE.html`` shows the twelve worst with their reasons.

``--work DIR`` keeps plots and readings, so that a long run can be made in pieces (``--part 2/8``) that any later run
puts together; ``--fresh`` reads again what was read before.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import msgspec
import numpy as np
from matloom.extract.plots.digitize import digitize
from matloom.extract.plots.reading import reading_to_json

from benchmarks import SHARED
from benchmarks.plots_errors import Row, errors, histogram, worst_page


def draw(folder: Path, n: int, seed: int, drawer: str | None) -> None:
    """Plots with their numbers, drawn by a script in a process of its own."""
    if folder.exists():
        return
    script = ["-m", f"benchmarks.{drawer}"] if drawer else [str(SHARED / "bench" / "make_plots.py")]
    command = [sys.executable, *script, str(folder), "--n", str(n), "--seed", str(seed)]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[1])


def part_of(paths: list[Path], part: str) -> list[Path]:
    """The plots of one piece: ``2/8`` is the second eighth."""
    number, count = (int(word) for word in part.split("/"))
    return paths[len(paths) * (number - 1) // count : len(paths) * number // count]


def read_all(paths: list[Path], out: Path, *, fresh: bool) -> None:
    """Reads every plot that has no reading yet; each reading tells the seconds that it took."""
    out.mkdir(exist_ok=True)
    for path in paths:
        answer = out / f"{path.stem}.json"
        if answer.exists() and not fresh:
            continue
        data = path.read_bytes()
        start = time.perf_counter()
        result = digitize(data)
        seconds = time.perf_counter() - start
        read = reading_to_json(result.value, path.name, msgspec.to_builtins(list(result.problems)))
        answer.write_text(json.dumps({**read, "seconds": seconds}), encoding="utf-8")


def scored(source: Path, out: Path) -> str:
    """The shared scorer's last line."""
    command = [sys.executable, SHARED / "bench" / "score_plots.py", out, source]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]


def report(kind: str, source: Path, out: Path) -> list[Row]:
    """Prints what one way of reading came to, and gives the error of each curve."""
    seconds = [json.loads(path.read_text(encoding="utf-8"))["seconds"] for path in out.glob("*.json")]
    rows = errors(source, out)
    print(f"{kind}: {scored(source, out)}")
    print(f"{kind}: {len(seconds)} plots, seconds a plot: median {np.median(seconds):.2f}, worst {max(seconds):.2f}")
    for name in sorted({row.kind for row in rows}):
        mine = [row.error for row in rows if row.kind == name]
        print(f"  {name:12} {len(mine):4} curves, median {np.median(mine):.3f} %, missed {sum(e > 2 for e in mine)}")
    reasons = Counter(row.reason for row in rows if row.missed)
    print("  missed:", ", ".join(f"{count} {reason}" for reason, count in reasons.most_common()) or "none")
    for row in sorted(rows, key=lambda r: -r.error)[:12]:
        print(f"    {row.plot} ({row.kind}) {row.label or '-'}: {row.error:.2g} % {row.reason}")
    return rows


def gold_of(source: Path, folder: Path, names: set[str]) -> Path:
    """A folder with the numbers of only those plots that were read: what the scorer compares with."""
    folder.mkdir(exist_ok=True)
    for path in source.glob("*.gold.json"):
        if path.name.removesuffix(".gold.json") in names:
            (folder / path.name).write_bytes(path.read_bytes())
    return folder


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", default=["pdf", "png"], choices=["pdf", "png"])
    parser.add_argument("--styles", dest="drawer", action="store_const", const="plots_styles")
    parser.add_argument("--twin", dest="drawer", action="store_const", const="plots_twin")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--histogram", type=Path)
    parser.add_argument("--worst", type=Path)
    return parser.parse_args()


def run(asked: argparse.Namespace, work: Path) -> None:
    """Draws, reads, scores, prints."""
    source = work / "plots"
    draw(source, asked.n, asked.seed, asked.drawer)
    for kind in asked.kinds:
        out = work / kind
        read_all(part_of(sorted(source.glob(f"*.{kind}")), asked.part), out, fresh=asked.fresh)
        gold = gold_of(source, work / f"gold-{kind}", {path.stem for path in out.glob("*.json")})
        rows = report(kind, gold, out)
        if kind == "png" and asked.histogram:
            histogram(rows, asked.histogram)
        if kind == "png" and asked.worst:
            worst_page(rows, source, out, asked.worst)


def main() -> None:
    """In a folder that is kept, or in one that is gone afterwards."""
    asked = arguments()
    if asked.work:
        asked.work.mkdir(parents=True, exist_ok=True)
        run(asked, asked.work)
        return
    with tempfile.TemporaryDirectory() as scratch:
        run(asked, Path(scratch))


if __name__ == "__main__":
    main()
