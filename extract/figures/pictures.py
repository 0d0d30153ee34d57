"""A panel's picture in, numbers that tell plots, micrographs, drawings and photos apart out."""

from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from ..readers.layout.backend import Picture

SIDE: Final = 256
FEATURES: Final = (
    "white", "black", "grey", "coloured", "vivid", "hues", "entropy", "edges", "flat", "texture", "level", "upright",
    "frame", "axes", "specks", "wide", "spread", "middle_white",
)  # fmt: skip
"""What :func:`picture_features` measures, in its order."""


def picture_features(picture: Picture) -> npt.NDArray[np.float64]:
    """(18,) numbers of about unit size for a picture (height, width, 3; RGB): shades, edges, straight lines."""
    height, width = picture.shape[:2]
    scale = SIDE / max(height, width)
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    saturated = (hsv[:, :, 1] > 60) & (hsv[:, :, 2] > 50)
    vivid = (hsv[:, :, 1] > 150) & (hsv[:, :, 2] > 90)
    white = grey > 240
    histogram = np.bincount(grey.ravel() // 8, minlength=32) / grey.size
    entropy = -float((histogram[histogram > 0] * np.log2(histogram[histogram > 0])).sum()) / 5
    gradient = (
        np.abs(np.diff(grey.astype(np.int16), axis=1))[:-1] + np.abs(np.diff(grey.astype(np.int16), axis=0))[:, :-1]
    )
    hues = np.bincount(hsv[:, :, 0][saturated] // 10, minlength=18) if saturated.any() else np.zeros(18)
    level, upright, frame, axes = _lines(picture)
    middle = white[
        white.shape[0] // 4 : -white.shape[0] // 4 or None, white.shape[1] // 4 : -white.shape[1] // 4 or None
    ]
    return np.array([
        white.mean(), (grey < 40).mean(), ((grey >= 40) & (grey <= 240) & ~saturated).mean(), saturated.mean(),
        vivid.mean(), (hues > 0.02 * max(1, saturated.sum())).sum() / 9, entropy, (gradient > 40).mean(),
        (gradient < 3).mean(), float(gradient[~white[:-1, :-1]].mean()) / 60 if (~white).any() else 0.0,
        level, upright, frame, axes, _specks(grey), min(2.0, width / height) / 2,
        float(grey.std()) / 80, middle.mean() if middle.size else 0.0,
    ], np.float64)  # fmt: skip


def _lines(picture: Picture) -> tuple[float, float, float, float]:
    """How many long dark lines run level and upright (tenths); whether they make a frame, or axes at left and foot."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, 700 / max(grey.shape))
    if scale < 1:
        size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    dark = np.asarray(grey < 150, np.uint8)
    height, width = dark.shape
    found: list[npt.NDArray[Any]] = []
    for kernel, across in (((max(8, width // 3), 1), 3), ((1, max(8, height // 3)), 2)):
        opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        _, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
        found.append(stats[1:][stats[1:, across] <= max(3, 0.02 * max(height, width))])
    level, upright = found
    ends = [level[:, 1] / height, upright[:, 0] / width]
    foot = bool((ends[0] > 0.6).any())
    left = bool((ends[1] < 0.4).any())
    framed = foot and left and bool((ends[0] < 0.35).any()) and bool((ends[1] > 0.6).any())
    return min(10, len(level)) / 10, min(10, len(upright)) / 10, float(framed), float(foot and left)


def _specks(grey: npt.NDArray[np.uint8]) -> float:
    """How many small separate dark things there are, as letters and marks are (per hundred)."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(grey < 140, np.uint8), connectivity=8)
    sides = np.maximum(stats[1:, 2], stats[1:, 3])
    return min(2.0, float(((sides >= 2) & (sides <= 14)).sum()) / 100) if count > 1 else 0.0
