"""Curves of a frame with two upright axes in, out on which side the axis of each stands, where the print tells it.

Told by the colour that a curve shares with the numbers of one axis, by the order in which a program paints axes and
curves, by words that a curve's label shares with an axis' label, and by each axis having a curve at all.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from .frames import Frame
from .page_marks import Stroke
from .reading import PlotAxes
from .tick_labels import LONGEST_TICK

Side = Literal["left", "right"]
SAME_COLOR: Final = 0.97
"""Cosine between two colours' directions away from white above which they are one."""
BLACK: Final = "#000000"
STEM: Final = 5
"""Letters of a word that stand for its forms: ``efficiency`` and ``efficiencies``."""


@dataclass(frozen=True, slots=True)
class Owned:
    """What is known of a curve: its colour, its label, and when it was painted (None in a picture)."""

    color: str
    label: str | None
    order: int | None = None


def axes_of(
    frame: Frame, axes: Sequence[PlotAxes], curves: Sequence[Owned], strokes: Sequence[Stroke] = ()
) -> tuple[list[int], list[bool]]:
    """For each curve which of the frame's one or two ``axes`` is its own, and whether that is told by anything.

    ``strokes`` are the page's in the order of painting; a picture has none.
    """
    if len(axes) < 2:
        return [0] * len(curves), [True] * len(curves)
    by_order = _by_order(frame, curves, strokes)
    colors = _color(axes[0].y_colors), _color(axes[1].y_colors)
    words = axes[0].y.label or "", axes[1].y.label or ""
    told: list[Side | None] = [
        _by_color(curve.color, *colors) or order or _by_words(curve.label, *words)
        for curve, order in zip(curves, by_order, strict=True)
    ]
    told = _each_has_one(told)
    return [1 if side == "right" else 0 for side in told], [side is not None for side in told]


def _color(colors: Sequence[str]) -> str:
    """The commonest colour of an axis' numbers and label that is neither black nor grey; black if there is none."""
    vivid = Counter(color for color in colors if _alike(color, BLACK) < SAME_COLOR)
    return vivid.most_common(1)[0][0] if vivid else BLACK


def _alike(one: str, other: str) -> float:
    a, b = (np.array([255 - int(color[i : i + 2], 16) for i in (1, 3, 5)], dtype=float) for color in (one, other))
    return float(a @ b / max(1e-9, float(np.linalg.norm(a) * np.linalg.norm(b))))


def _by_color(color: str, left: str, right: str) -> Side | None:
    if _alike(left, right) > SAME_COLOR:
        return None
    to_left, to_right = _alike(color, left), _alike(color, right)
    if max(to_left, to_right) < SAME_COLOR:
        return None
    return "left" if to_left > to_right else "right"


def _by_order(frame: Frame, curves: Sequence[Owned], strokes: Sequence[Stroke]) -> list[Side | None]:
    """Programs paint one axis with its curves after the other, the axis first or last of its lot."""
    untold: list[Side | None] = [None] * len(curves)
    left, right = _painted(strokes, frame, frame.box[0]), _painted(strokes, frame, frame.box[2])
    orders = [curve.order for curve in curves]
    if left is None or right is None or None in orders:
        return untold
    first, second = min(left, right), max(left, right)
    lots = [0 if order < first else 1 if order < second else 2 for order in orders if order is not None]
    if len(set(lots)) != 2 or 1 not in lots:
        return untold
    earlier: Side = "left" if left < right else "right"
    later: Side = "right" if left < right else "left"
    return [earlier if lot == min(lots) else later for lot in lots]


def _painted(strokes: Sequence[Stroke], frame: Frame, edge: float) -> int | None:
    """When the first of the ticks on an upright edge of the frame was painted."""
    orders: list[int] = []
    for stroke in strokes:
        x0, y0, x1, y1 = stroke.box
        short = y1 - y0 < 0.3 and x1 - x0 <= LONGEST_TICK
        if short and x0 - 0.8 <= edge <= x1 + 0.8 and frame.box[1] - 1 < y0 < frame.box[3] + 1:
            orders.append(stroke.order)
    return min(orders, default=None)


def _by_words(label: str | None, left: str, right: str) -> Side | None:
    mine = _stems(label or "")
    to_left, to_right = mine & (_stems(left) | {"left"}), mine & (_stems(right) | {"right"})
    if bool(to_left - to_right) == bool(to_right - to_left):
        return None
    return "left" if to_left - to_right else "right"


def _stems(words: str) -> set[str]:
    """The words cut to their stems, and their initials: ``CE`` is the Coulombic efficiency."""
    whole = re.findall(r"[^\W\d_]+", words.lower())
    return {word[:STEM] for word in whole if len(word) > 1} | {"".join(word[0] for word in whole)}


def _each_has_one(told: list[Side | None]) -> list[Side | None]:
    """An axis without a curve has the only one that is not told."""
    if told.count(None) != 1 or len(told) < 2:
        return told
    lonely: list[Side] = [side for side in ("left", "right") if side not in told]
    return [lonely[0] if side is None and len(lonely) == 1 else side for side in told]
