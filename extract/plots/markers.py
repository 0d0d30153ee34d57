"""One ink's mask in, the centres of its markers out: separate marks of one size, or a legend's marker found again."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from .ink import Mask

Points = npt.NDArray[np.float64]
MATCH: Final = 0.55
"""Correlation of a mark with its template above which it is one of its kind."""
UNEXPLAINED: Final = 0.15
"""Of the ink: more than this is no remains of markers."""
LARGEST_HOLE: Final = 1.5
HOLLOW: Final = 0.3
"""Squared heights of a line of text: the largest hole of a marker. Of the ink: the area of hollow markers' holes."""
MAX_MARKERS: Final = 2000
MIN_MARKERS: Final = 4


def marker_centres(mask: Mask, unit: float, line: float) -> Points | None:
    """The centres (n, 2) of a cloud of markers of one kind, or None if the ink is no such cloud.

    ``unit`` is the height of a line of text and ``line`` the thickness of the strokes, in pixels. Error bars are taken
    away by opening; marks that touch are found again by the shape of those that do not.
    """
    filled = fill_holes(mask)
    found = _separate(filled, unit)
    if found is None:
        opened = _opened(filled, max(3, round(1.6 * line)))
        if opened.sum() < 0.35 * filled.sum():
            return None
        found = _separate(opened, unit)
        filled = opened
    if found is None:
        return None
    centres, boxes, share = found
    if share > 0.95:
        return centres
    typical = boxes[len(boxes) // 2]
    x, y, w, h = typical
    template = np.pad(mask[y : y + h, x : x + w], 1)
    again = match_templates(mask, [template])[0]
    return again if len(again) > len(centres) else centres


def _separate(filled: Mask, unit: float) -> tuple[Points, list[list[int]], float] | None:
    """Compact components of like size, sorted by x; their boxes sorted by area; their share of the ink."""
    count, _, stats, centres = cv2.connectedComponentsWithStats(filled.astype(np.uint8), connectivity=8)
    if count <= MIN_MARKERS:
        return None
    boxes, places = stats[1:], centres[1:]
    width, height, area = boxes[:, 2].astype(float), boxes[:, 3].astype(float), boxes[:, 4].astype(float)
    longer, shorter = np.maximum(width, height), np.minimum(width, height)
    small = (longer <= 1.6 * unit) & (shorter >= 0.12 * unit)
    if small.sum() < MIN_MARKERS:
        return None
    size = float(np.median(longer[small]))
    chosen = small & (longer > 0.6 * size) & (longer < 1.5 * size) & (area / (width * height) > 0.4)
    chosen &= shorter > 0.5 * size
    touching = ~chosen & (shorter > 0.7 * size) & (longer < 6 * size) & (area / (width * height) > 0.25)
    if chosen.sum() < MIN_MARKERS or area[chosen | touching].sum() < 0.5 * area.sum():
        return None
    kept = np.asarray(places[chosen], dtype=np.float64)
    by_area = [boxes[i, :4].tolist() for i in np.flatnonzero(chosen)[np.argsort(area[chosen])]]
    share = float(area[chosen].sum() / area.sum())
    return kept[np.argsort(kept[:, 0], kind="stable")], by_area, share


def marker_places(mask: Mask, sample: Mask) -> Points | None:
    """The places of a legend's marker, or None if they leave much of the ink unexplained."""
    template = marker_template(sample)
    if template is None:
        return None
    places = match_templates(mask, [template])[0]
    if len(places) < MIN_MARKERS:
        return None
    left = mask.copy()
    wipe_marks(left, places, template.shape)
    columns = np.flatnonzero(mask.any(axis=0))
    gaps = np.diff([columns[0], *places[:, 0], columns[-1]])
    sparse = float(gaps.max()) > template.shape[1] and float(np.median(gaps)) < template.shape[1]
    return None if sparse or left.sum() >= UNEXPLAINED * mask.sum() else places


def solid_marks(mask: Mask, unit: float) -> Mask | None:
    """The mask with its hollow markers filled, or None if it has none: many small holes that take much of its ink."""
    filled = fill_holes(mask)
    count, _, stats, _ = cv2.connectedComponentsWithStats((filled & ~mask).astype(np.uint8), connectivity=4)
    small = stats[1:count, 4][stats[1:count, 4] < LARGEST_HOLE * unit**2]
    return filled if len(small) >= MIN_MARKERS and small.sum() > HOLLOW * mask.sum() else None


def match_templates(mask: Mask, templates: list[Mask]) -> list[Points]:
    """The places of each template in the mask, sorted by x; where several fit, the place is the best one's.

    Normalised cross-correlation, strongest first; a place within half a marker of a stronger one is dropped.
    """
    blurred = cv2.GaussianBlur(mask.astype(np.float32), (3, 3), 0)
    spots: list[tuple[float, float, float, int, float]] = []
    for index, template in enumerate(templates):
        kernel = cv2.GaussianBlur(template.astype(np.float32), (3, 3), 0)
        h, w = kernel.shape
        if h > mask.shape[0] or w > mask.shape[1] or min(h, w) < 4:
            continue
        score = cv2.matchTemplate(blurred, kernel, cv2.TM_CCOEFF_NORMED)
        peak = (score >= cv2.dilate(score, np.ones((3, 3), np.uint8))) & (score > MATCH)
        rows, columns = np.nonzero(peak)
        spots += [
            (float(score[r, c]), c + (w - 1) / 2, r + (h - 1) / 2, index, 0.45 * min(h, w))
            for r, c in zip(rows.tolist(), columns.tolist(), strict=True)
        ]
    spots.sort(reverse=True)
    kept = np.zeros((0, 3))
    for _, x, y, index, radius in spots[: 6 * MAX_MARKERS]:
        if len(kept) < MAX_MARKERS and not (np.hypot(kept[:, 0] - x, kept[:, 1] - y) < radius).any():
            kept = np.vstack((kept, (x, y, index)))
    out: list[Points] = []
    for index in range(len(templates)):
        mine = kept[kept[:, 2] == index, :2]
        out.append(mine[np.argsort(mine[:, 0], kind="stable")])
    return out


def explained(mask: Mask, places: Points, unit: float) -> float:
    """How well one marker, drawn at all its places, covers the ink around them: intersection over union, in [0, 1].

    ``unit`` is the height of a line of text. The marker is what most places have in common; letters and pieces of a
    line have little.
    """
    half = max(2, round(unit / 2))
    filled = np.pad(fill_holes(mask), half + 1)
    around, drawn = np.zeros_like(filled), np.zeros_like(filled)
    corners = [(round(y) + 1, round(x) + 1) for x, y in places.tolist()]
    boxes = [(slice(row, row + 2 * half + 1), slice(column, column + 2 * half + 1)) for row, column in corners]
    marker = np.mean([filled[box] for box in boxes], axis=0) > 0.5
    for box in boxes:
        around[box] = True
        drawn[box] |= marker
    inked = filled & around
    return float((inked & drawn).sum() / max(1, (inked | drawn).sum()))


def wipe_marks(mask: Mask, places: Points, shape: tuple[int, ...]) -> None:
    """Takes boxes of a template's shape around its places off a mask."""
    h, w = shape[0], shape[1]
    for x, y in places.tolist():
        row, column = round(y - (h - 1) / 2), round(x - (w - 1) / 2)
        mask[max(0, row) : max(0, row + h), max(0, column) : max(0, column + w)] = False


def fill_holes(mask: Mask) -> Mask:
    """The mask with all that it encloses."""
    padded = np.pad(mask, 1).astype(np.uint8)
    flood = padded.copy()
    cv2.floodFill(flood, None, (0, 0), 2)
    return (flood != 2)[1:-1, 1:-1]


def _opened(mask: Mask, size: int) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel).astype(bool)


def marker_template(sample: Mask) -> Mask | None:
    """The marker of a legend's sample (height, width): its ink, without the line to both sides and error bars."""
    heights = sample.sum(axis=0)
    thin = float(np.quantile(heights[heights > 0], 0.2))
    tall = np.flatnonzero(heights >= max(1.6 * thin, thin + 2)) if sample.shape[1] > 1.5 * heights.max() else None
    columns = np.flatnonzero(heights > 0) if tall is None else tall
    if len(columns) < 3:
        return None
    body = sample[:, columns[0] : columns[-1] + 1]
    widths = fill_holes(body).sum(axis=1)
    rows = np.flatnonzero(widths > max(2, 0.3 * body.shape[1]))
    if len(rows) < 3:
        return None
    body = body[rows[0] : rows[-1] + 1]
    return np.pad(body, 1) if min(body.shape) >= 3 else None
