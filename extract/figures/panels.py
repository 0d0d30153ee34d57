"""A figure's picture, its words and its caption in, its panels out: label, box and part of the caption."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from ...records.evidence import Box
from ..readers.layout.backend import Picture
from .captions import CaptionParts
from .grids import completed
from .gutters import Canvas
from .labels import find_labels, in_line
from .splitting import at_corner, by_gutters, cut, is_clear
from .words import PrintedWords, bracketed

SIDES: Final = (("left", "right"), ("left", "middle", "right"), ("top", "bottom"), ("top", "middle", "bottom"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A panel of a picture: ``box`` in its pixels, None where a panel that the caption names was not found."""

    label: str | None
    box: Box | None


def find_panels(picture: Picture, caption: CaptionParts, words: PrintedWords) -> tuple[Found, ...]:
    """The panels of ``picture`` (height, width, 3; RGB) in the order of their labels; the whole picture if it is one.

    Labels are looked for among the words that are known; where those do not hold all that the caption names,
    among those that OCR reads.
    """
    canvas = Canvas.of(picture)
    height, width = picture.shape[:2]
    whole: Box = (0.0, 0.0, float(width), float(height))
    expected = tuple(caption.parts)
    named_sides = next((sides for sides in SIDES if set(sides) == set(expected)), None)
    if named_sides:
        return _by_sides(canvas, named_sides) or (Found(label=None, box=whole),)
    places = find_labels(words.known, expected)
    if len(expected) > 1 and not places:
        parts = by_gutters(canvas, len(expected))
        if is_clear(canvas, parts):
            return tuple(Found(label=label, box=box) for label, box in zip(expected, parts, strict=True))
    if len(expected) > 1 and len(places) < len(expected):
        places = _read_labels(canvas, words, expected, places)
    boxes: dict[str, Box] = {}
    absent = [label for label in expected if label not in places]
    if len(places) > 1:
        boxes = cut(canvas, places, absent)
    elif len(expected) > 1:
        boxes = dict(zip(expected, by_gutters(canvas, len(expected)), strict=False))
    if not boxes:
        return (Found(label=None, box=whole), *(Found(label=label, box=None) for label in expected))
    return tuple(Found(label=label, box=boxes.get(label)) for label in sorted({*expected, *boxes}))


def _read_labels(canvas: Canvas, words: PrintedWords, expected: Sequence[str], known: dict[str, Box]) -> dict[str, Box]:
    """The places of labels that OCR reads at corners, or in brackets anywhere; ``known`` if those are as many."""
    read = words.short(lambda box: at_corner(canvas, box))
    seen = find_labels([*words.known, *read], expected)
    if len(seen) < len(expected):
        read += [word for word in words.short(lambda box: not at_corner(canvas, box)) if bracketed(word)]
        seen = find_labels([*words.known, *read], expected)
    if len(seen) < len(expected):
        heights = [box[3] - box[1] for box in seen.values()]
        read += words.letters(float(np.median(heights)) if len(heights) > 1 else None)
        more = find_labels([*words.known, *read], expected, seen)
        seen |= {label: box for label, box in more.items() if at_corner(canvas, box) or in_line(label, more)}
        seen = completed(seen, expected)
    return seen if len(seen) > len(known) else known


def _by_sides(canvas: Canvas, sides: Sequence[str]) -> tuple[Found, ...]:
    """The panels of a caption that says left and right, if the figure falls into as many in that direction."""
    boxes = by_gutters(canvas, len(sides))
    axis = 0 if sides[0] == "left" else 1
    starts = [box[axis] for box in boxes]
    apart = all(a[axis + 2] <= b[axis] for a, b in pairwise(boxes))
    if not boxes or starts != sorted(starts) or not apart:
        return ()
    return tuple(Found(label=side, box=box) for side, box in zip(sides, boxes, strict=True))
