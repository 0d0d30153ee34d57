"""Probabilities and what was right in, how confidence holds out: calibration error, thresholds, and the diagram."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matloom.records.calibration import ReliabilityRow
from matplotlib.figure import Figure

from .trust_calibration import precision_at, reliability

DIAGRAM = Path(__file__).parents[1] / "docs/trust-reliability.png"
THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def tell(title: str, chances: np.ndarray, truths: np.ndarray) -> list[ReliabilityRow]:
    """Print the calibration error, the share right of the surest, a line a bin, and what a threshold keeps."""
    rows, error = reliability(chances, truths)
    surest = precision_at(chances, truths, 0.6)
    print(f"{title}: {len(truths)} values, right {truths.mean():.3f}, at 60 % coverage {surest:.3f}, ECE {error:.3f}")
    for row in rows:
        told = f"{row.values:4d} values  said {row.mean_confidence:.2f}  right {row.share_right:.2f}"
        print(f"  {row.low:.1f}-{row.high:.1f}  {told}")
    for least in THRESHOLDS:
        kept = chances >= least
        if kept.any():
            found = truths[kept].sum() / truths.sum()
            print(
                f"  >= {least:.1f}: kept {kept.mean():.2f}, right {truths[kept].mean():.3f}, of the right {found:.2f}"
            )
    return rows


def draw(rows: Sequence[ReliabilityRow], path: Path = DIAGRAM) -> None:
    """The reliability diagram: the share right against the probability said, points by number of values."""
    figure = Figure(figsize=(4.6, 4.2), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    said, right = [row.mean_confidence for row in rows], [row.share_right for row in rows]
    axes.plot(said, right, color="tab:blue", linewidth=1)
    axes.scatter(said, right, s=[4 + row.values for row in rows], color="tab:blue")
    for row in rows:
        place = (row.mean_confidence, row.share_right)
        axes.annotate(str(row.values), place, xytext=(6, -10), textcoords="offset points", fontsize=8)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence said", ylabel="share right")
    figure.savefig(path, dpi=120)
