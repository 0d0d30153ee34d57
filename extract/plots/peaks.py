"""A spectrum's points in, its peaks out: place, height, prominence and width at half of it (scipy's find_peaks)."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.signal import find_peaks, peak_widths

from ...records.model import Peak

PEAKED: Final = frozenset({"xrd", "raman", "ftir", "xps", "uv_vis", "photoluminescence"})
"""Kinds of plots that are lists of peaks."""
LEAST: Final = 0.03
NOISE: Final = 6.0
"""A peak stands out by this share of the curve's height, and by this many times its noise."""
POINTS: Final = 4000
FEWEST: Final = 20
MOST: Final = 60


def peaks_of(kind: str, y_label: str | None, x: Sequence[float], y: Sequence[float]) -> tuple[Peak, ...]:
    """The peaks of a curve of a peaked kind, along x; of a transmittance its dips. None for other kinds."""
    if kind not in PEAKED or len(x) < FEWEST:
        return ()
    order = np.argsort(np.asarray(x), kind="stable")
    places, at = np.unique(np.asarray(x)[order], return_index=True)
    grid = np.linspace(places[0], places[-1], min(POINTS, 4 * len(places)))
    values = np.interp(grid, places, np.asarray(y)[order][at])
    height = float(np.ptp(values))
    if height == 0 or not np.isfinite(height):
        return ()
    sign = -1.0 if re.search("transmi", y_label or "", re.IGNORECASE) else 1.0
    found, told = find_peaks(sign * values, prominence=max(LEAST * height, NOISE * _noise(places, y, order, at)))
    widths = peak_widths(sign * values, found)[0] * (grid[1] - grid[0])
    peaks = [
        Peak(
            position=float(f"{grid[i]:.6g}"), height=float(f"{values[i]:.6g}"), prominence=float(f"{p:.4g}"),
            width=float(f"{w:.4g}"),
        )
        for i, p, w in zip(found, told["prominences"], widths, strict=True)
    ]  # fmt: skip
    strongest = sorted(peaks, key=lambda peak: -peak.prominence)[:MOST]
    return tuple(sorted(strongest, key=lambda peak: peak.position))


def _noise(places: np.ndarray, y: Sequence[float], order: np.ndarray, at: np.ndarray) -> float:
    """The spread of a curve's points about the line through their neighbours, as a standard deviation."""
    values = np.asarray(y)[order][at]
    if len(places) < 3:
        return 0.0
    bend = values[1:-1] - (values[:-2] + values[2:]) / 2
    return float(1.4826 * np.median(np.abs(bend - np.median(bend))) / np.sqrt(1.5))
