"""A PDF page whose plots have their numbers drawn as outlines in, those numbers as phrases out, read by OCR.

Only the places around boxes that may be plots are drawn and read, and only where there are shapes like letters but no
text.
"""

from dataclasses import replace
from typing import Final

import numpy as np
import pymupdf

from ...records.evidence import Box
from .boxes import MEETS, candidate_boxes, straight_lines
from .page_marks import Phrase, Stroke
from .picture_marks import read_phrases

DPI: Final = 220
LETTER: Final = (1.5, 13.0)
"""Points: heights of outlines that may be letters or digits."""
LEAST_LETTERS: Final = 8
MARGIN: Final = (48.0, 14.0, 48.0, 34.0)
"""Points left, over, right and under a box in which its numbers and labels stand."""
SMALLEST_SIDE: Final = 50.0
MOST_REGIONS: Final = 4


def outlined_phrases(page: pymupdf.Page, all_strokes: list[Stroke], all_phrases: list[Phrase]) -> list[Phrase]:
    """The words of the page's plots that are drawn, not printed; none where the page has no such plots."""
    letters = _letters(all_strokes)
    if len(letters) < LEAST_LETTERS:
        return []
    level, upright = straight_lines(all_strokes)
    regions: list[Box] = []
    for box, _ in candidate_boxes(all_strokes, level, upright, MEETS):
        if min(box[2] - box[0], box[3] - box[1]) < SMALLEST_SIDE:
            continue
        around = (box[0] - MARGIN[0], box[1] - MARGIN[1], box[2] + MARGIN[2], box[3] + MARGIN[3])
        inside = (letters[:, 0] > around[0]) & (letters[:, 0] < around[2])
        inside &= (letters[:, 1] > around[1]) & (letters[:, 1] < around[3])
        outside_box = (letters[:, 0] < box[0]) | (letters[:, 1] > box[3]) | (letters[:, 0] > box[2])
        if (inside & outside_box).sum() >= LEAST_LETTERS and not _numbered(box, all_phrases):
            regions.append(around)
    found: list[Phrase] = []
    for region in _merged(regions)[:MOST_REGIONS]:
        found += _read(page, region)
    return found


def _letters(all_strokes: list[Stroke]) -> np.ndarray:
    """The middles (n, 2) of filled shapes of the size of letters."""
    low, high = LETTER
    boxes = [s.box for s in all_strokes if s.fill is not None and s.color is None and len(s.points) > 5]
    middles = [
        ((x0 + x1) / 2, (y0 + y1) / 2)
        for x0, y0, x1, y1 in boxes
        if low <= max(x1 - x0, y1 - y0) <= high and min(x1 - x0, y1 - y0) > 0.2
    ]
    return np.array(middles).reshape(-1, 2)


def _numbered(box: Box, all_phrases: list[Phrase]) -> bool:
    """Whether numbers are printed as text under the box or left of it."""
    x0, y0, x1, y1 = box
    near = 0
    for phrase in all_phrases:
        x, y = phrase.centre
        under = x0 - 5 < x < x1 + 5 and 0 < y - y1 < MARGIN[3]
        beside = y0 - 5 < y < y1 + 5 and 0 < x0 - x < MARGIN[0]
        near += (under or beside) and len(phrase.plain) <= 6 and any(c.isdigit() for c in phrase.plain)
    return near >= 3


def _merged(regions: list[Box]) -> list[Box]:
    """Regions that overlap as one; the largest first."""
    merged: list[Box] = []
    for region in regions:
        now = region
        rest: list[Box] = []
        for other in merged:
            if now[0] < other[2] and other[0] < now[2] and now[1] < other[3] and other[1] < now[3]:
                now = (min(now[0], other[0]), min(now[1], other[1]), max(now[2], other[2]), max(now[3], other[3]))
            else:
                rest.append(other)
        merged = [*rest, now]
    return sorted(merged, key=lambda b: -(b[2] - b[0]) * (b[3] - b[1]))


def _read(page: pymupdf.Page, region: Box) -> list[Phrase]:
    area = pymupdf.Rect(region) & page.rect
    pixmap = page.get_pixmap(dpi=DPI, clip=area, alpha=False)
    picture = np.frombuffer(pixmap.samples, dtype=np.uint8).reshape(pixmap.height, pixmap.width, pixmap.n)[:, :, :3]
    scale = DPI / 72
    right, down = pixmap.x / scale, pixmap.y / scale
    return [
        replace(p, bbox=_moved(p.bbox, right, down), ink=_moved(p.ink or p.bbox, right, down))
        for p in read_phrases(np.ascontiguousarray(picture), scale)
    ]


def _moved(box: Box, right: float, down: float) -> Box:
    return (box[0] + right, box[1] + down, box[2] + right, box[3] + down)
