"""A picture that was scanned askew in, by how much its axes lean out, and the picture and its plots turned back."""

import math
from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from ...records.evidence import Box
from .picture import Pixels
from .reading import PlotReading

STEEPEST: Final = 8.0
LEAST: Final = 0.15
"""Degrees: a scan leans by no more; by less, lines are still found as they are."""
LONG: Final = 0.25
"""Of the picture's shorter side: how long a straight line is at least that tells the lean."""
AGREED: Final = 0.4
"""Degrees: how near lines are to the usual lean that they are counted for."""
FEWEST: Final = 2
FINE: Final = 0.6
STEP: Final = 0.05
"""Degrees about the lean of the lines that are looked through, and by what steps."""
PLATEAU: Final = 0.8
"""Of the greatest sharpness: what counts for the middle of the peak, which is flat for strokes of some width."""
MOST_INK: Final = 50_000
"""Dark pixels that are looked at."""
DARK: Final = 130


def lean_of(picture: Pixels) -> float | None:
    """Degrees by which the long dark lines of ``picture`` (height, width, 3; RGB) are turned clockwise.

    None where fewer than two such lines agree, or where they are level and upright already. Lines are those of the
    progressive probabilistic Hough transform (Matas et al. 2000); the longer ones count for more.
    """
    dark = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) < DARK, np.uint8)
    shortest = LONG * min(dark.shape)
    found: Any = cv2.HoughLinesP(
        dark, 1, math.radians(0.1), round(0.6 * shortest), minLineLength=shortest, maxLineGap=3
    )
    if found is None:
        return None
    x0, y0, x1, y1 = np.asarray(found, np.float64).reshape(-1, 4).T
    angle = np.degrees(np.arctan2(y1 - y0, x1 - x0))
    lean = (angle + 45) % 90 - 45
    length = np.hypot(x1 - x0, y1 - y0)
    kept = np.abs(lean) <= STEEPEST
    if kept.sum() < FEWEST:
        return None
    lean, length = lean[kept], length[kept]
    order = np.argsort(lean)
    usual = float(lean[order][np.searchsorted(np.cumsum(length[order]), length.sum() / 2)])
    near = np.abs(lean - usual) <= AGREED
    if near.sum() < FEWEST:
        return None
    exact = _sharpest(dark, float(np.average(lean[near], weights=length[near])))
    return exact if abs(exact) >= LEAST else None


def _sharpest(dark: npt.NDArray[np.uint8], lean: float) -> float:
    """The angle near ``lean`` along which the dark pixels fall into the sharpest rows and columns (Postl 1986).

    A line found in a stroke of some width may run from one of its edges to the other; the profile of all ink does not.
    """
    y, x = (each[:: 1 + each.size // MOST_INK].astype(np.float64) for each in np.nonzero(dark))
    angles = lean + np.arange(-FINE, FINE + STEP / 2, STEP)
    sharpness = [
        sum(
            float(np.square(np.bincount(np.rint(along - along.min()).astype(np.intp))).sum())
            for along in (y * math.cos(turn) - x * math.sin(turn), y * math.sin(turn) + x * math.cos(turn))
        )
        for turn in np.radians(angles)
    ]
    weights = np.maximum(np.array(sharpness) / max(sharpness) - PLATEAU, 0.0)
    return float(np.average(angles, weights=weights))


def turned_back(picture: Pixels, lean: float) -> Pixels:
    """The picture turned about its middle by ``lean`` degrees against the clock, white where nothing was."""
    height, width = picture.shape[:2]
    white = (255, 255, 255)
    made = cv2.warpAffine(
        picture, _about_middle(picture, lean), (width, height), flags=cv2.INTER_CUBIC, borderValue=white
    )
    return np.asarray(made, np.uint8)


def as_scanned(reading: PlotReading, picture: Pixels, lean: float) -> PlotReading:
    """What was read from the picture turned back, at its places in the picture as it is; boxes are hulls."""
    matrix = _about_middle(picture, -lean)

    def place(x: float, y: float) -> tuple[float, float]:
        a, b = (matrix @ np.array([x, y, 1.0])).tolist()
        return (round(a, 1), round(b, 1))

    def hull(box: Box) -> Box:
        corners = [place(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        (xs, ys) = zip(*corners, strict=True)
        return (min(xs), min(ys), max(xs), max(ys))

    axes = tuple(replace(one, bbox=hull(one.bbox), printed=hull(one.printed)) for one in reading.axes)
    series = tuple(replace(one, path=tuple(place(x, y) for x, y in one.path)) for one in reading.series)
    return replace(reading, axes=axes, series=series)


def _about_middle(picture: Pixels, degrees: float) -> np.ndarray:
    height, width = picture.shape[:2]
    return np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), np.float64)
