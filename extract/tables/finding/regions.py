"""A page's rules and words in, the areas out where a table may stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ....records.evidence import Box
from ...readers.layout.content import Floats
from ..grid.lines import Line, phrases, text_lines, words_text
from ..grid.rows import numeric
from ..grid.view import View, Word
from .captions import CAPTION, FIGURE

MAX_RULES: Final = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """An area that may hold a table, in its view's points; ``rules`` counts the levels of rules in it."""

    box: Box
    rules: int = 0
    grid: bool = False


def ruled_regions(view: View) -> list[Region]:
    """Areas between rules of one width, or within connected rules, that hold text set in columns."""
    blocks = _connected(view)
    lines = text_lines(view.words)
    found: list[Region] = []
    used: set[int] = set()
    order = sorted(range(len(blocks)), key=lambda i: (blocks[i].box[1], blocks[i].box[0]))
    for i in order:
        if i in used:
            continue
        stack = _stack(i, [j for j in order if j not in used and blocks[j].box[1] >= blocks[i].box[1]], blocks, lines)
        used |= {j for j, block in enumerate(blocks) if any(block is one for one in stack)}
        box = _hull([block.box for block in stack])
        rules = sum(block.rules for block in stack)
        grid = any(block.grid for block in stack)
        if rules >= 2 and box[3] - box[1] > 1.2 * view.body and box[2] - box[0] > 40:
            found.append(Region(box=box, rules=rules, grid=grid))
    return _outermost(found)


def _stack(first: int, order: Sequence[int], blocks: Sequence[Region], lines: Sequence[Line]) -> list[Region]:
    """The blocks that go on with block ``first`` below it, down to the last of about the same width."""
    stack, last = [blocks[first]], 0
    for j in order:
        block = blocks[j]
        if j == first:
            continue
        if _alike(stack, block) and not _parted(stack[-1], block, lines):
            stack.append(block)
            last = len(stack) - 1 if _same_width(stack[0], block) else last
        elif block.grid and _meets(stack[-1], block):
            break
    return stack[: last + 1]


def _same_width(a: Region, b: Region) -> bool:
    return abs(a.box[0] - b.box[0]) < 8 and abs(a.box[2] - b.box[2]) < 8


def _meets(a: Region, b: Region) -> bool:
    return a.box[0] < b.box[2] and b.box[0] < a.box[2]


def _connected(view: View) -> list[Region]:
    """Rules and shades that touch, as one block each."""
    level, upright, shades = view.rules.level, view.rules.upright, view.rules.shades
    level = level[level[:, 2] - level[:, 0] > 12]
    upright = upright[upright[:, 3] - upright[:, 1] > 5]
    level, shades = _off_margins(level, view), _off_margins(shades, view)
    boxes = np.concatenate([level, upright, shades]).astype(np.float32)
    kinds = np.repeat([0, 1, 2], [len(level), len(upright), len(shades)])
    if not len(boxes):
        return []
    if len(boxes) > MAX_RULES:
        long = np.argsort(-(boxes[:, 2] - boxes[:, 0] + boxes[:, 3] - boxes[:, 1]), kind="stable")[:MAX_RULES]
        boxes, kinds = boxes[long], kinds[long]
    labels, count = _touching(boxes, 3.0)
    blocks: list[Region] = []
    for label in range(count):
        here = boxes[labels == label]
        kind = kinds[labels == label]
        box = (float(here[:, 0].min()), float(here[:, 1].min()), float(here[:, 2].max()), float(here[:, 3].max()))
        if box[2] - box[0] < 15:
            continue
        levels = np.unique(np.rint(np.concatenate([here[kind == 0][:, 1], here[kind == 2][:, [1, 3]].ravel()]) / 2))
        blocks.append(Region(box=box, rules=len(levels), grid=bool((kind == 1).sum() >= 2 and (kind == 0).sum() >= 2)))
    return blocks


def _off_margins(boxes: Floats, view: View) -> Floats:
    """``boxes`` without those that reach a side of the page, or cover half of it: decoration."""
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    bleeds = (boxes[:, 0] < 3) | (boxes[:, 2] > view.width - 3) | (boxes[:, 1] < 1) | (boxes[:, 3] > view.height - 1)
    return boxes[~bleeds & (area < 0.5 * view.width * view.height)]


def _touching(boxes: Floats, reach: float) -> tuple[npt.NDArray[np.intp], int]:
    low, high = boxes[:, :2] - reach, boxes[:, 2:] + reach
    meets = (low[:, None] <= high[None]).all(axis=2) & (low[None] <= high[:, None]).all(axis=2)
    i, j = np.nonzero(meets)
    graph = coo_array((np.ones(len(i), np.int8), (i, j)), shape=(len(boxes), len(boxes)))
    count, labels = connected_components(graph, directed=False)
    return labels.astype(np.intp), int(count)


def _alike(stack: Sequence[Region], block: Region) -> bool:
    """Whether ``block`` goes on with the stack: as wide, or a part of its width."""
    box, other = _hull([b.box for b in stack]), block.box
    same = _same_width(stack[0], block)
    within = not block.grid and other[0] > box[0] - 8 and other[2] < box[2] + 8 and other[1] < box[3] + 60
    return same or within


def _parted(upper: Region, lower: Region, lines: Sequence[Line]) -> bool:
    """Whether prose, a caption or a wide empty space lies between two blocks."""
    x0, x1 = min(upper.box[0], lower.box[0]) - 3, max(upper.box[2], lower.box[2]) + 3
    top, bottom = upper.box[3], lower.box[1]
    between = [
        [w for w in line.words if x0 <= w.middle <= x1]
        for line in lines
        if top < line.baseline - 0.3 * line.size < bottom
    ]
    between = [words for words in between if words]
    if not between:
        return bottom - top > 60
    if upper.grid and lower.grid:
        return True
    prose = sum(prose_line(words) for words in between)
    if any(CAPTION.match(words_of(words)) or FIGURE.match(words_of(words)) for words in between):
        return True
    return prose >= 2 and prose > 0.35 * len(between)


def words_of(words: Sequence[Word]) -> str:
    """The words as one string."""
    return " ".join(word.text for word in words)


def prose_line(words: Sequence[Word]) -> bool:
    """Whether most words of a line stand in long phrases, as in a paragraph."""
    parts = phrases(words)
    long = sum(len(part) for part in parts if len(part) >= 6)
    numbers = sum(numeric(words_text(part)) for part in parts)
    return long > 0.6 * len(words) and not (len(parts) > 1 and numbers > 0)


def _hull(boxes: Sequence[Box]) -> Box:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _outermost(regions: Sequence[Region]) -> list[Region]:
    """``regions`` without those that lie in another."""
    kept: list[Region] = []
    for region in sorted(regions, key=lambda r: -(r.box[2] - r.box[0]) * (r.box[3] - r.box[1])):
        if not any(inside(region.box, other.box) > 0.6 for other in kept):
            kept.append(region)
    return kept


def inside(inner: Box, outer: Box) -> float:
    """The share of ``inner`` that lies in ``outer``."""
    wide = min(inner[2], outer[2]) - max(inner[0], outer[0])
    high = min(inner[3], outer[3]) - max(inner[1], outer[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return max(0.0, wide) * max(0.0, high) / area if area > 0 else 0.0
