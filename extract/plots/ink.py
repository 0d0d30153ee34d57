"""A plot's picture in, its ink by colour out: background, axes, ticks, grid lines and text taken away."""

import itertools
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ...records.evidence import Box
from .page_marks import hex_color
from .picture import Pixels

Mask = npt.NDArray[np.bool_]
INK: Final = 48
"""Levels (of 255) by which ink differs from the background in at least one channel."""
GREY: Final = 0.12
"""Below this share of colourfulness an ink is black or grey."""
ALIKE: Final = 0.982
"""Cosine between two inks' directions away from the background above which they are one."""
FAINT: Final = 26
"""The same under a legend's box."""
MAX_INKS: Final = 9
SOLID: Final = 0.2
"""Of a colour's pixels: those that are surrounded by it, if it is more than a mix."""
MIXED: Final = 0.12
"""Of all ink: a colour between two others that covers less is their overlap, not a curve."""


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """One colour's pixels (height, width) inside the frame, and its unit vector away from the background."""

    color: str
    mask: Mask
    grey: bool
    direction: npt.NDArray[np.float64]


def _is_mix(index: int, centres: list[npt.NDArray[np.float64]]) -> bool:
    """Whether a colour is what two commoner ones give where they cross."""
    for first, second in itertools.combinations(range(index), 2):
        middle = centres[first] + centres[second]
        if float(middle @ centres[index]) / float(np.linalg.norm(middle)) > ALIKE - 0.012:
            return True
    return False


def _solid(own: Mask) -> bool:
    """Whether a colour fills places of its own, and not only the rims and crossings of two others."""
    inside = cv2.erode(own.astype(np.uint8), np.ones((3, 3), np.uint8))
    return float(inside.sum()) > SOLID * float(own.sum())


def background_of(inner: Pixels) -> npt.NDArray[np.float64]:
    """The commonest colour, to 16 levels a channel, refined by the mean of its pixels."""
    coarse = inner.reshape(-1, 3).astype(np.int64) // 16
    keys: npt.NDArray[np.int64] = coarse @ np.array([256, 16, 1])
    commonest = int(np.bincount(keys).argmax())
    colours = inner.reshape(-1, 3).astype(np.float64)
    return colours[np.flatnonzero(keys == commonest)].mean(axis=0)


def printed_color(patch: Pixels) -> str:
    """The colour of what is printed on a patch: the median of what differs most from its ground."""
    away = np.abs(patch.astype(np.float64) - background_of(patch)).max(axis=2)
    return hex_color(np.median(patch[away >= 0.7 * away.max()], axis=0) / 255) or "#000000"


def inked_box(picture: Pixels, box: Box) -> Box | None:
    """The box of what is printed in a box of the picture, ticks and neighbours that reach in left out."""
    x0, y0, x1, y1 = box
    aside, over = 0.4 * min(x1 - x0, y1 - y0), 0.15 * min(x1 - x0, y1 - y0)
    left, top = max(0, round(x0 - aside)), max(0, round(y0 - over))
    patch = picture[top : round(y1 + over) + 1, left : round(x1 + aside) + 1]
    away = np.abs(patch.astype(np.float64) - background_of(patch)).max(axis=2)
    _, _, stats, _ = cv2.connectedComponentsWithStats((away > max(FAINT, 0.5 * away.max())).astype(np.uint8))
    height, width = away.shape
    low, high = stats[1:, :2], stats[1:, :2] + stats[1:, 2:4]
    inside = (low > 0).all(axis=1) & (high < (width, height)).all(axis=1)
    if not inside.any():
        return None
    (a, b), (c, d) = low[inside].min(axis=0), high[inside].max(axis=0)
    return (float(left + a), float(top + b), float(left + c), float(top + d))


def ink_mask(inner: Pixels, background: npt.NDArray[np.float64]) -> Mask:
    """Where something is printed."""
    difference: npt.NDArray[np.float64] = np.abs(inner.astype(np.float64) - background)
    furthest: npt.NDArray[np.float64] = difference.max(axis=2)
    return furthest > INK


def without_grid(mask: Mask, strength: npt.NDArray[np.float64]) -> Mask:
    """The mask without level and upright lines that cross nearly the whole frame and are thin and pale."""
    kept = mask.copy()
    height, width = mask.shape
    for axis, across in ((1, width), (0, height)):
        share = mask.sum(axis=axis) / across
        for index in np.flatnonzero(share > 0.85):
            line = strength[index, :] if axis == 1 else strength[:, index]
            pale = line < 0.75 * 255
            if axis == 1:
                kept[index, pale] = False
            else:
                kept[pale, index] = False
    return kept


def without_ticks(mask: Mask, reach: int, thickest: int) -> Mask:
    """The mask without short thin strokes that stand on the frame's edges: its inner ticks."""
    kept = mask.copy()
    for turned in range(4):
        view = np.rot90(kept, turned)
        foot = view[-max(2, thickest) :, :].all(axis=0)
        count, labels = cv2.connectedComponents(np.atleast_2d(foot).astype(np.uint8))
        for number in range(1, count):
            columns = np.flatnonzero(labels[0] == number)
            if len(columns) > thickest:
                continue
            strip = np.flip(view[:, columns].any(axis=1))
            height = int(np.argmin(strip)) if not strip.all() else len(strip)
            if height <= reach:
                view[len(strip) - height :, columns[0] : columns[-1] + 1] = False
    return kept


def inks(inner: Pixels, mask: Mask, background: npt.NDArray[np.float64]) -> list[Ink]:
    """The mask's pixels by colour. An edge's pixel mixes ink and background: it lies in the ink's direction."""
    away = background - inner.astype(np.float64)
    length = np.linalg.norm(away, axis=2)
    direction = away / np.maximum(length, 1e-9)[..., None]
    core = mask & (length >= 0.8 * cv2.dilate(length, np.ones((3, 3), np.uint8)))
    centres: list[npt.NDArray[np.float64]] = []
    left = core.copy()
    least = max(12, int(0.012 * mask.sum()))
    while len(centres) < MAX_INKS and left.sum() >= least:
        keys = np.floor((direction[left] + 1) * 12).astype(np.int64)
        flat = keys[:, 0] * 10000 + keys[:, 1] * 100 + keys[:, 2]
        values, counts = np.unique(flat, return_counts=True)
        centre = direction[left][flat == values[counts.argmax()]].mean(axis=0)
        centre /= np.linalg.norm(centre)
        near = left & (direction @ centre > ALIKE)
        if near.sum() >= least:
            centres.append(centre)
        left &= ~(direction @ centre > ALIKE - 0.012)
    grey = np.full(3, 3**-0.5)
    if not any(float(c @ grey) > ALIKE for c in centres) and (core & (direction @ grey > ALIKE)).any():
        centres.append(grey)
    if not centres:
        return []
    nearest = np.argmax(direction @ np.array(centres).T, axis=2)
    found: list[Ink] = []
    for index in range(len(centres)):
        own = mask & (nearest == index)
        if own.sum() < MIXED * mask.sum() and _is_mix(index, centres) and not _solid(own):
            continue
        strongest = own & core & (length >= np.quantile(length[own & core], 0.7)) if (own & core).any() else own
        if not strongest.any():
            continue
        red, green, blue = (round(float(v)) for v in np.median(inner[strongest], axis=0))
        grey = (max(red, green, blue) - min(red, green, blue)) < GREY * 255
        found.append(Ink(f"#{red:02x}{green:02x}{blue:02x}", own, grey, centres[index]))
    return found


def nearest_ink(patch: Pixels, background: npt.NDArray[np.float64], palette: list[Ink]) -> npt.NDArray[np.int64]:
    """For each pixel (height, width) of a patch, which ink of the palette it is printed in."""
    if not palette:
        return np.full(patch.shape[:2], -1, dtype=np.int64)
    away = background - patch.astype(np.float64)
    return np.argmax(away @ np.array([ink.direction for ink in palette]).T, axis=2)


def seen_through(
    inner: Pixels, background: npt.NDArray[np.float64], ink: Ink, palette: list[Ink], area: tuple[slice, slice]
) -> Mask:
    """The ink's pixels in an area that a half-transparent box covers: pale, but of the ink's colour."""
    found = np.zeros(inner.shape[:2], dtype=bool)
    patch = inner[area]
    if patch.size:
        away = background - patch.astype(np.float64)
        pale = np.abs(away).max(axis=2) > FAINT
        along = away @ ink.direction > ALIKE * np.maximum(np.linalg.norm(away, axis=2), 1e-9)
        found[area] = pale & along & (nearest_ink(patch, background, palette) == palette.index(ink))
    return found


def runs(filled: Mask | np.bool_, gap: int) -> list[tuple[int, int]]:
    """Where a profile is filled, as (start, end); runs parted by at most ``gap`` are one."""
    at = np.flatnonzero(filled)
    if not len(at):
        return []
    breaks = np.flatnonzero(np.diff(at) > gap + 1)
    starts = [int(at[0]), *(int(at[i + 1]) for i in breaks)]
    return list(zip(starts, [*(int(at[i]) + 1 for i in breaks), int(at[-1]) + 1], strict=True))
