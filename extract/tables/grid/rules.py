"""A PDF page's drawings in, its horizontal and vertical rules out: joined, straightened, and bounded in number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ...readers.layout.content import Floats

MAX_PATHS: Final = 4000
"""A page with more drawn paths holds vector figures; only the boxes of its paths are looked at."""
THIN: Final = 3.0
WHITE: Final = 0.97
SHORTEST: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """``level`` (n, 4) and ``upright`` (m, 4) are lines as boxes; ``shades`` (s, 4) are coloured areas.

    ``others`` (o, 4) are the boxes of all drawings that are none of these: curves, symbols, slanted lines.
    """

    level: Floats
    upright: Floats
    shades: Floats
    others: Floats


def turned_rules(rules: Rules, turn: int, width: float, height: float) -> Rules:
    """``rules`` in the frame of text written in direction ``turn``."""
    from .view import turned

    level, upright, shades, others = (
        turned(boxes, turn, width, height) for boxes in (rules.level, rules.upright, rules.shades, rules.others)
    )
    if turn % 2:
        level, upright = upright, level
    return Rules(level=level, upright=upright, shades=shades, others=others)


def page_rules(page: Any) -> Rules:
    """The rules of a PyMuPDF ``page``, in points from the top left of the page as displayed."""
    log = page.get_bboxlog()
    paths = sum(kind.endswith("path") for kind, *_ in log)
    level: list[tuple[float, ...]] = []
    upright: list[tuple[float, ...]] = []
    shades: list[tuple[float, ...]] = []
    others: list[tuple[float, ...]] = []
    source = _segments(page) if paths <= MAX_PATHS else _boxes(log)
    for kind, drawn in source:
        box = _displayed(drawn, page)
        if kind == "curve":
            others.append(box)
            continue
        wide, high = box[2] - box[0], box[3] - box[1]
        if high <= THIN and wide >= SHORTEST and wide > high:
            level.append(box)
        elif wide <= THIN and high >= SHORTEST and high > wide:
            upright.append(box)
        elif kind == "fill" and wide > 8 and high > 4:
            shades.append(box)
        elif kind == "line":
            others.append(box)
    arrays = [_array(boxes, page) for boxes in (level, upright, shades, others)]
    return Rules(level=joined(arrays[0], 0), upright=joined(arrays[1], 1), shades=arrays[2], others=arrays[3])


def _displayed(box: tuple[float, ...], page: Any) -> tuple[float, float, float, float]:
    """``box`` as the page is displayed, corners in order."""
    x0, y0, x1, y1 = box
    if page.rotation:
        a, b, c, d, e, f = page.rotation_matrix
        x0, y0, x1, y1 = a * x0 + c * y0 + e, b * x0 + d * y0 + f, a * x1 + c * y1 + e, b * x1 + d * y1 + f
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _array(boxes: list[tuple[float, ...]], page: Any) -> Floats:
    array = np.array(boxes, np.float32).reshape(-1, 4)
    limit = np.array([page.rect.width, page.rect.height] * 2, np.float32)
    inside = (array[:, 2:] > 0).all(axis=1) & (array[:, :2] < limit[:2]).all(axis=1)
    return np.clip(array[inside], 0, limit)


def _boxes(log: list[Any]) -> Iterator[tuple[str, tuple[float, ...]]]:
    """The boxes of a log of drawing operations, without what is inside each path."""
    for kind, box, *_ in log:
        if kind.endswith("path"):
            yield ("fill" if kind.startswith("fill") else "line"), tuple(box)


def _segments(page: Any) -> Iterator[tuple[str, tuple[float, ...]]]:
    """The straight pieces of all paths, as boxes; white ones, which nobody sees, left out."""
    for path in page.get_cdrawings():
        fill, color = path.get("fill"), path.get("color")
        stroke = color if path["type"] != "f" else None
        seen_fill = fill is not None and min(fill) <= WHITE and (path.get("fill_opacity") or 1.0) > 0.05
        seen_line = stroke is not None and min(stroke) <= WHITE
        if seen_fill or seen_line:
            yield from _path(path, seen_fill, seen_line)


def _path(path: dict[str, Any], filled: bool, stroked: bool) -> Iterator[tuple[str, tuple[float, ...]]]:
    half = min(float(path.get("width") or 0.0), 2.0) / 2
    for item in path["items"]:
        if item[0] == "re":
            yield from _rectangle(item[1], filled, stroked)
        elif item[0] == "l" and stroked:
            yield _line(item[1], item[2], half)
        elif item[0] == "l":
            if len(path["items"]) <= 6:
                yield "fill", path["rect"]
            break
        elif item[0] == "qu":
            yield "fill", _around(item[1])
        else:
            yield "curve", _around(item[1:])


def _rectangle(box: tuple[float, ...], filled: bool, stroked: bool) -> Iterator[tuple[str, tuple[float, ...]]]:
    x0, y0, x1, y1 = box
    if filled:
        yield "fill", (x0, y0, x1, y1)
    if stroked and min(abs(x1 - x0), abs(y1 - y0)) > THIN:
        for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            yield "line", side
    elif stroked:
        yield "line", (x0, y0, x1, y1)


def _line(start: tuple[float, float], end: tuple[float, float], half: float) -> tuple[str, tuple[float, ...]]:
    x0, y0, x1, y1 = _around((start, end))
    if y1 - y0 <= 0.5:
        return "line", (x0, y0 - half, x1, y1 + half)
    if x1 - x0 <= 0.5:
        return "line", (x0 - half, y0, x1 + half, y1)
    return "curve", (x0, y0, x1, y1)


def _around(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def joined(lines: Floats, axis: int, reach: float = 1.5) -> Floats:
    """Thin boxes that lie on one line along ``axis`` (0: level, 1: upright), touching ones made one."""
    if not len(lines):
        return lines
    across = 1 - axis
    low, high = lines[:, axis], lines[:, axis + 2]
    place = (lines[:, across] + lines[:, across + 2]) / 2
    order: npt.NDArray[np.intp] = np.lexsort((low, np.rint(place / reach)))
    kept: list[list[float]] = []
    for i in order.tolist():
        p, a, b = float(place[i]), float(low[i]), float(high[i])
        last = next((k for k in reversed(kept[-12:]) if abs(k[0] - p) <= reach and a <= k[2] + reach), None)
        if last is None or b < last[1] - reach:
            kept.append([p, a, b])
        else:
            last[1], last[2] = min(last[1], a), max(last[2], b)
    if axis == 0:
        return np.array([(a, p, b, p) for p, a, b in kept], np.float32)
    return np.array([(p, a, p, b) for p, a, b in kept], np.float32)
