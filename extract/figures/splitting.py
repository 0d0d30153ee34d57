"""A figure's picture and the places of its labels in, one box a panel out: cut along gutters, edges and labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, cast

import numpy as np
import numpy.typing as npt

from ...records.evidence import Box
from .boxes import area
from .gutters import Canvas, Gutter, Region, gutters, tight, trimmed

AWAY: Final = 5.0
"""How much a gutter loses by standing away from the labels behind it, in its region's extent."""
LEAST_SCORE: Final = 0.3
UNLABELLED: Final = 0.7
"""Strength of a gutter that is cut along where no label tells of a panel behind it."""
CORNER_REACH: Final = 2.5
"""Times the height of a label: how far it may stand from its panel's corner."""
LABEL_RIM: Final = 0.2
"""Of a label's box: what may be blank around its letter."""
OVERHEAD: Final = 0.08
"""Of a panel's height: a blank band so wide right above its label has something else's words above it."""
LEAST_WIDTH: Final = 3.0
"""Times the height of its label: a panel is no narrower, and a label nearer to its right end stands at its right."""


@dataclass(slots=True)
class _Cutting:
    """A figure being cut: the boxes of labels done, those without a label, and how many labels are printed nowhere."""

    canvas: Canvas
    below: bool
    missing: int
    labels: dict[str, Box]
    done: dict[str, Box]
    spare: list[Box]

    def split(self, region: Region, labels: dict[str, Box]) -> None:
        """Cuts ``region`` until each part holds one label."""
        if len(labels) == 1:
            label, place = next(iter(labels.items()))
            self.done[label] = trimmed(self.canvas, region if self.below else _under(self.canvas, region, place))
            return
        choices = _choices(self.canvas, region, labels, below=self.below)
        if not choices and self.missing and (free := _free_cut(self.canvas, region, labels)):
            kept, spare = free
            self.missing -= 1
            self.spare.append(trimmed(self.canvas, spare))
            self.split(kept, labels)
            return
        best = max(choices, default=None) or _forced(region, labels, below=self.below)
        _, axis, end, start = best
        middle = (end + start) / 2
        before = {label: box for label, box in labels.items() if _centre(box, axis) < middle}
        after = {label: box for label, box in labels.items() if label not in before}
        if not before or not after:
            self.done.update(labels)
            return
        first, second = _halves(region, axis, end, start)
        self.split(first, before)
        self.split(second, after)

    def fill(self) -> None:
        """Cuts parts again, until there is a part for each label that is printed nowhere."""
        while self.missing:
            options = [
                (_likeness(self.labels[label], box, kept, spare), label, kept, spare)
                for label, box in self.done.items()
                if (free := _free_cut(self.canvas, _whole(box), {label: self.labels[label]}))
                for kept, spare in [free]
            ]
            if not options:
                return
            _, label, kept, spare = max(options)
            self.done[label] = trimmed(self.canvas, kept)
            self.spare.append(trimmed(self.canvas, spare))
            self.missing -= 1


def cut(canvas: Canvas, labels: dict[str, Box], absent: Sequence[str] = ()) -> dict[str, Box]:
    """A box in pixels for each label, and for those of ``absent`` labels that gutters leave room for.

    Labels stand at the top left of their panels; where none stands near the figure's top, below them.
    """
    height, width = canvas.gray.shape
    whole = tight(canvas, (0, 0, width, height))
    top = min(box[1] for box in labels.values()) - whole[1]
    bottom = whole[3] - max(box[3] for box in labels.values())
    cutting = _Cutting(canvas, bottom < top and bottom < 0.12 * height, len(absent), labels, {}, [])
    cutting.split(whole, dict(labels))
    cutting.fill()
    return cutting.done | dict(zip(absent, reading_order(cutting.spare), strict=False))


def _likeness(label: Box, box: Box, kept: Region, spare: Region) -> float:
    """How likely a part of a panel is one of its own: the label is off the corner, the parts are of one size."""
    off = max((label[0] - box[0]) / (box[2] - box[0] + 1), (label[1] - box[1]) / (box[3] - box[1] + 1))
    sizes = sorted((area(_as_box(kept)), area(_as_box(spare))))
    return 2 * off + sizes[0] / max(1.0, sizes[1])


def _whole(box: Box) -> Region:
    return (int(box[0]), int(box[1]), int(box[2]), int(box[3]))


def _under(canvas: Canvas, region: Region, label: Box) -> Region:
    """``region`` without what a wide blank band right above its label cuts off."""
    x0, y0, x1, y1 = tight(canvas, region)
    top = label[1] + LABEL_RIM * (label[3] - label[1])
    bands = [g for g in gutters(canvas, (x0, y0, x1, y1)) if g.axis == 0 and g.strength == 1.0 and g.start < top]
    last = max(bands, key=lambda band: band.end, default=None)
    if last is None or last.end - last.start < OVERHEAD * (y1 - y0) or top - last.end > label[3] - label[1]:
        return region
    return (x0, last.end, x1, y1)


def _halves(region: Region, axis: int, end: int, start: int) -> tuple[Region, Region]:
    x0, y0, x1, y1 = region
    if axis == 0:
        return (x0, y0, x1, end), (x0, start, x1, y1)
    return (x0, y0, end, y1), (start, y0, x1, y1)


def at_corner(canvas: Canvas, box: Box) -> bool:
    """Whether a word stands near an upper left corner: with blank columns close to its left and blank rows above."""
    x0, y0, x1, y1 = _whole(box)
    reach = round(CORNER_REACH * max(1, y1 - y0))
    left = canvas.ink[max(0, y0) : y1 + 1, max(0, x0 - reach) : max(0, x0)]
    above = canvas.ink[max(0, y0 - reach) : max(0, y0), max(0, x0) : x1 + 1]
    beside_edge = x0 < reach or not left.any(axis=0).all()
    under_edge = y0 < reach or not above.any(axis=1).all()
    return beside_edge and under_edge


def _free_cut(canvas: Canvas, region: Region, labels: dict[str, Box]) -> tuple[Region, Region] | None:
    """The region cut at its widest gutter with labels on one side only: what keeps the labels, and what has none."""
    best: tuple[int, Region, Region] | None = None
    for gutter in gutters(canvas, region):
        first, second = _halves(region, gutter.axis, gutter.start, gutter.end)
        middle = (gutter.start + gutter.end) / 2
        held = [_centre(box, gutter.axis) < middle for box in labels.values()]
        kept, spare = (first, second) if all(held) else (second, first)
        if any(held) and not all(held):
            continue
        whole = area(_as_box(region))
        large = min(area(_as_box(first)), area(_as_box(second))) > 0.2 * whole
        if gutter.strength >= 0.8 and large and (best is None or gutter.end - gutter.start > best[0]):
            best = (gutter.end - gutter.start, kept, spare)
    return best[1:] if best else None


def _as_box(region: Region) -> Box:
    return (float(region[0]), float(region[1]), float(region[2]), float(region[3]))


def _centre(box: Box, axis: int) -> float:
    return (box[1] + box[3]) / 2 if axis == 0 else (box[0] + box[2]) / 2


def _choices(
    canvas: Canvas, region: Region, labels: dict[str, Box], *, below: bool
) -> list[tuple[float, int, int, int]]:
    """Every cut that leaves labels on both sides: its score, axis, and the end and start of the parts."""
    choices: list[tuple[float, int, int, int]] = []
    least = LEAST_WIDTH * float(np.median([box[3] - box[1] for box in labels.values()]))
    for gutter in gutters(canvas, region):
        low, high = (region[1], region[3]) if gutter.axis == 0 else (region[0], region[2])
        middle = (gutter.start + gutter.end) / 2
        after = [box for box in labels.values() if _centre(box, gutter.axis) >= middle]
        before = [box for box in labels.values() if _centre(box, gutter.axis) < middle]
        if not after or not before or min(gutter.start - low, high - gutter.end) < least:
            continue
        away = _away(gutter, before, after, high, below=below) / (high - low)
        wide = min(1.0, (gutter.end - gutter.start) / (0.06 * (high - low)))
        score = gutter.strength + 0.5 * wide - AWAY * away - 0.5 * _torn(labels, gutter)
        choices.append((score, gutter.axis, gutter.start, gutter.end))
    return [choice for choice in choices if choice[0] > LEAST_SCORE]


def _away(gutter: Gutter, before: Sequence[Box], after: Sequence[Box], end: int, *, below: bool) -> float:
    """How far a cut is from the labels that it is to begin panels with, in pixels; 0 where those stand at far ends."""
    if gutter.axis == 0 and below:
        return abs(gutter.start - max(box[3] for box in before))
    starts = [
        box[gutter.axis == 0] for box in after if gutter.axis == 0 or end - box[0] > LEAST_WIDTH * (box[3] - box[1])
    ]
    return abs(min(starts) - gutter.end) if starts else 0.0


def _torn(labels: dict[str, Box], gutter: Gutter) -> int:
    """How many labels stand in the gutter itself: a cut there would go through a row or column of panels."""
    low, high = (1, 3) if gutter.axis == 0 else (0, 2)
    rim = {label: LABEL_RIM * (box[high] - box[low]) for label, box in labels.items()}
    return sum(
        box[low] + rim[label] < gutter.start and box[high] - rim[label] > gutter.end for label, box in labels.items()
    )


def _forced(region: Region, labels: dict[str, Box], *, below: bool) -> tuple[float, int, int, int]:
    """Where nothing else shows: cut just before the labels behind the widest gap between labels."""
    gaps: list[tuple[float, int, int]] = []
    for axis in (0, 1):
        extent = (region[3] - region[1]) if axis == 0 else (region[2] - region[0])
        spans = sorted((box[1], box[3]) if axis == 0 else (box[0], box[2]) for box in labels.values())
        for (_, end), (start, _) in pairwise(spans):
            place = end if below and axis == 0 else start
            gaps.append(((start - end) / extent, axis, round(place)))
    _, axis, place = max(gaps)
    return (0.0, axis, place, place)


def by_gutters(canvas: Canvas, count: int) -> list[Box]:
    """``count`` parts in reading order that the widest gutters leave; nothing if no choice of gutters gives as many."""
    height, width = canvas.gray.shape
    leaves: list[Region] = [tight(canvas, (0, 0, width, height))]
    while len(leaves) < count:
        options = [
            (gutter.strength + min(1.0, (gutter.end - gutter.start) / (0.05 * max(height, width))), -i, gutter)
            for i, leaf in enumerate(leaves)
            for gutter in gutters(canvas, leaf)
            if gutter.strength >= UNLABELLED and _both_large(leaf, gutter, width, height, count)
        ]
        if not options:
            return []
        _, index, gutter = max(options, key=lambda option: option[:2])
        x0, y0, x1, y1 = leaves.pop(-index)
        if gutter.axis == 0:
            parts: list[Region] = [(x0, y0, x1, gutter.start), (x0, gutter.end, x1, y1)]
        else:
            parts = [(x0, y0, gutter.start, y1), (gutter.end, y0, x1, y1)]
        leaves[-index:-index] = [tight(canvas, part) for part in parts]
    return reading_order([tuple(map(float, leaf)) for leaf in leaves])  # pyright: ignore[reportArgumentType]


def _both_large(leaf: Region, gutter: Gutter, width: int, height: int, count: int) -> bool:
    """Whether a cut leaves two parts that may each be a panel."""
    x0, y0, x1, y1 = leaf
    ends = (gutter.start - y0, y1 - gutter.end) if gutter.axis == 0 else (gutter.start - x0, x1 - gutter.end)
    side = (x1 - x0) if gutter.axis == 0 else (y1 - y0)
    return min(ends) * side > 0.25 * width * height / count and min(ends) > (0.25 if count == 2 else 0.12) * max(ends)


def reading_order(boxes: Sequence[Box]) -> list[Box]:
    """Row by row from the top, each from the left; boxes whose tops lie within a third of their height are one row."""
    left = sorted(boxes, key=lambda box: box[1])
    ordered: list[Box] = []
    while left:
        first = left[0]
        row = [box for box in left if box[1] < first[1] + 0.33 * min(first[3] - first[1], box[3] - box[1])]
        ordered += sorted(row, key=lambda box: box[0])
        left = [box for box in left if box not in row]
    return ordered


def is_clear(canvas: Canvas, boxes: Sequence[Box]) -> bool:
    """Whether parts stand in rows, each of them with a small mark of like size at its upper left, as labels do."""
    marks = [_corner_mark(canvas, box) for box in boxes]
    heights = [mark for mark in marks if mark is not None]
    if not boxes or len(heights) < len(marks) or max(heights) > 1.5 * min(heights):
        return False
    for one in boxes:
        row = [other for other in boxes if min(one[3], other[3]) - max(one[1], other[1]) > 0]
        if any(abs(one[1] - other[1]) > 0.12 * (one[3] - one[1]) for other in row):
            return False
    return True


def _corner_mark(canvas: Canvas, box: Box) -> float | None:
    """The height of the letter-sized thing that stands by itself at a part's upper left corner."""
    from scipy import ndimage

    longer = max(canvas.gray.shape)
    reach = round(0.06 * longer)
    x0, y0, _, _ = _whole(box)
    corner = canvas.ink[y0 : y0 + reach, x0 : x0 + reach]
    labels, count = cast("tuple[npt.NDArray[np.int32], int]", ndimage.label(corner, np.ones((3, 3))))
    for rows, columns in ndimage.find_objects(labels)[: count and 40]:
        high, wide = rows.stop - rows.start, columns.stop - columns.start
        letter = 0.008 * longer < high < 0.045 * longer and 0.1 * high < wide < 2 * high
        if letter and rows.start < 0.015 * longer and columns.start < 0.03 * longer and rows.stop < reach:
            return float(high)
    return None
