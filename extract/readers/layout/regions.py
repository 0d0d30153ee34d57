"""A page's pieces, drawings and images in, the areas of its figures and tables out: text in them is no prose."""

import re
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ...document import Box
from .content import Flags, Floats, PageContent
from .pieces import Piece

CELL: Final = 3.0
"""Drawings are joined into clusters on a grid of this many points."""
REACH: Final = 9.0
"""Short texts within this distance of a drawing are its labels."""
BESIDE: Final = 8.0
"""Text that stands out of a figure by more than this on both sides is not the figure's."""
PAD: Final = 4.0
"""Drawings nearer to each other than twice this are one cluster."""
_NO_SENTENCE: Final = (
    r"\b(?! ?(?:shows?|presents?|illustrates?|depicts?|displays?|lists?|summari[sz]es?|gives?|compares?|and|to|in)\b)"
)
FIGURE: Final = re.compile(
    r"^(?:supplementary |extended data )?(fig(?:ure|\.)?|scheme|chart|plate|graph)s?\.? ?(S?\d{1,3}[a-z]?)"
    + _NO_SENTENCE,
    re.IGNORECASE,
)
TABLE: Final = re.compile(
    r"^(?:supplementary |extended data )?(table|tab\.) ?(S?\d{1,3}[a-z]?|[IVXL]{1,6}|[A-Z]\d{0,2})" + _NO_SENTENCE,
    re.IGNORECASE,
)
"""A caption's label, and not the head of a sentence such as "Figure 3 shows"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """What on a page is not running text: the boxes of its graphics and of its tables' bodies."""

    figures: tuple[Box, ...] = ()
    tables: tuple[Box, ...] = ()

    def inside(self, boxes: Floats) -> Flags:
        """Which of ``boxes`` have their middle in a region. Lines wider than a figure, and their last, are text."""
        result = np.zeros(len(boxes), bool)
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        for x0, y0, x1, y1 in (*self.figures, *self.tables):
            here = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
            if (x0, y0, x1, y1) in self.figures:
                here &= ~_lines_of_text(boxes, here & (boxes[:, 0] < x0 - BESIDE) & (boxes[:, 2] > x1 + BESIDE))
            result |= here
        return result


def _lines_of_text(boxes: Floats, wide: Flags) -> Flags:
    """The ``wide`` boxes, and those that begin at the same edge right below one of them."""
    text = wide.copy()
    for left, top, _, bottom in boxes[wide].tolist():
        below = (boxes[:, 1] > top) & (boxes[:, 3] < bottom + 1.8 * (bottom - top))
        text |= below & (np.abs(boxes[:, 0] - left) < 2)
    return text


def piece_boxes(pieces: list[Piece] | tuple[Piece, ...]) -> Floats:
    """The boxes of ``pieces``, (n, 4)."""
    return np.array([(p.x0, p.y0, p.x1, p.y1) for p in pieces], np.float32).reshape(-1, 4)


def clusters(page: PageContent) -> list[Box]:
    """Boxes around images and drawings that lie close together, long rules left out."""
    rules = page.drawings[:, 3] - page.drawings[:, 1] <= 2.5
    rules &= page.drawings[:, 2] - page.drawings[:, 0] >= 60
    boxes = np.concatenate([page.images, page.drawings[~rules]])
    boxes = boxes[(boxes[:, 2] - boxes[:, 0] < 0.85 * page.width) | (boxes[:, 3] - boxes[:, 1] > 0.15 * page.height)]
    if not len(boxes):
        return []
    rows, columns = int(page.height / CELL) + 4, int(page.width / CELL) + 4
    limit = np.array([columns - 2, rows - 2, columns - 1, rows - 1])
    pad = np.array([-PAD, -PAD, PAD, PAD], np.float32)
    cells = np.clip(((boxes + pad) / CELL).astype(np.intp) + np.array([0, 0, 1, 1]), 0, limit)
    x0, y0, x1, y1 = cells.T
    steps = np.zeros((rows, columns), np.int32)
    np.add.at(steps, (y0, x0), 1)
    np.add.at(steps, (y0, x1), -1)
    np.add.at(steps, (y1, x0), -1)
    np.add.at(steps, (y1, x1), 1)
    painted = steps.cumsum(axis=0).cumsum(axis=1) > 0
    labels, count = cast("tuple[npt.NDArray[np.int32], int]", ndimage.label(painted))
    of_box = labels[(y0 + y1) // 2, (x0 + x1) // 2]
    found: list[Box] = []
    for label in range(1, count + 1):
        member = boxes[of_box == label]
        if len(member):
            found.append(_around(member))
    return _merged(found)


def _around(boxes: Floats) -> Box:
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _merged(boxes: list[Box]) -> list[Box]:
    """``boxes`` with those that overlap made one."""
    boxes = sorted(boxes)
    changed = True
    while changed:
        changed = False
        merged: list[Box] = []
        for box in boxes:
            for i, other in enumerate(merged):
                if _overlap(box, other):
                    merged[i] = _hull(box, other)
                    changed = True
                    break
            else:
                merged.append(box)
        boxes = merged
    return boxes


def _overlap(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


def _hull(a: Box, b: Box) -> Box:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def find_regions(page: PageContent, pieces: tuple[Piece, ...], body: float) -> Regions:
    """The figures and tables of ``page``; ``body`` is the font size of the paper's running text."""
    boxes = piece_boxes(pieces)
    prose = prose_like(pieces, body)
    captions = np.array([bool(FIGURE.match(p.text) or TABLE.match(p.text)) for p in pieces], bool)
    graphics = [box for box in clusters(page) if box[2] - box[0] > 20 and box[3] - box[1] > 20]
    graphics = [box for box in graphics if box[3] > 0.08 * page.height and box[1] < 0.94 * page.height]
    graphics = [
        part for box in graphics if not _text_box(box, boxes, prose) for part in _without_captions(box, boxes, captions)
    ]
    labelled = [_with_labels(box, boxes, prose | captions) for box in graphics]
    figures = [box for box in _merged(labelled) if not _runs_on(boxes[_inside(boxes, box) & prose])]
    figures += [box for box in graphics if not any(_overlap(box, figure) for figure in figures)]
    tables = [
        region
        for i, piece in enumerate(pieces)
        if TABLE.match(piece.text)
        for region in [_table_body(page, i, pieces, boxes, prose)]
        if region is not None
    ]
    return Regions(figures=tuple(figures), tables=tuple(tables))


def prose_like(pieces: tuple[Piece, ...], body: float) -> Flags:
    """Which pieces look like lines of a paragraph: many words, wide, in about the size of the running text."""
    return np.array(
        [p.text.count(" ") >= 4 and p.width > 12 * p.size and 0.8 * body < p.size < 1.25 * body for p in pieces], bool
    )


def _inside(boxes: Floats, box: Box, margin: float = 0.0) -> Flags:
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return (
        (x >= box[0] - margin) & (x <= box[2] + margin) & (y >= box[1] - margin) & (y <= box[3] + margin)
    )  # fmt: skip


def _text_box(box: Box, boxes: Floats, prose: Flags) -> bool:
    """Whether a cluster frames running text (a shaded abstract, a ruled page)."""
    here = boxes[_inside(boxes, box) & prose]
    if len(here) < 2:
        return False
    area = float(((here[:, 2] - here[:, 0]) * (here[:, 3] - here[:, 1])).sum())
    return area > 0.25 * (box[2] - box[0]) * (box[3] - box[1])


def _without_captions(box: Box, boxes: Floats, captions: Flags) -> list[Box]:
    """What is left of ``box`` between the captions that a frame around a figure, or several, takes in."""
    parts: list[Box] = []
    top = box[1]
    inside = np.flatnonzero(captions & _inside(boxes, box))
    for i in inside[np.argsort(boxes[inside, 1])].tolist():
        x0, y0, _, y1 = boxes[i].tolist()
        parts.append((box[0], top, box[2], y0 - 1))
        below = boxes[(np.abs(boxes[:, 0] - x0) < 3) & (boxes[:, 1] > y0)]
        for line in below[np.argsort(below[:, 1])].tolist():
            if line[1] - y1 < 0.5 * (line[3] - line[1]):
                y1 = line[3]
        top = max(top, y1 + 1)
    parts.append((box[0], top, box[2], box[3]))
    return [part for part in parts if part[3] - part[1] > 20] if len(parts) > 1 else parts


def _with_labels(box: Box, boxes: Floats, kept: Flags) -> Box:
    """``box`` grown by the short texts at its edges: tick labels, axis titles, legends."""
    attached = _beside_prose(boxes, kept)
    for _ in range(3):
        near = _near(boxes, box) & ~kept & ~attached
        grown = _hull(box, _around(boxes[near])) if near.any() else box
        if grown == box:
            break
        box = grown
    return box


def _near(boxes: Floats, box: Box) -> Flags:
    """Which boxes lie within about a line of ``box``, along one of its edges."""
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    along_x = np.minimum(boxes[:, 2], box[2] + REACH) - np.maximum(boxes[:, 0], box[0] - REACH)
    along_y = np.minimum(boxes[:, 3], box[3] + REACH) - np.maximum(boxes[:, 1], box[1] - REACH)
    beside_x = np.maximum(boxes[:, 0] - box[2], box[0] - boxes[:, 2]) < REACH
    beside_y = np.maximum(boxes[:, 1] - box[3], box[1] - boxes[:, 3]) < REACH
    return (beside_y & (along_x > 0.6 * wide)) & (beside_x & (along_y > 0.2 * high))


def _beside_prose(boxes: Floats, prose: Flags) -> Flags:
    """Which boxes follow a line of prose within a line's distance, at its left edge: a paragraph's last line."""
    result = np.zeros(len(boxes), bool)
    lines = boxes[prose]
    if not len(lines):
        return result
    for i in np.flatnonzero(~prose).tolist():
        x0, y0, x1, y1 = boxes[i].tolist()
        height = y1 - y0
        close = (np.abs(lines[:, 1] - y0) < 1.8 * height) & (x0 > lines[:, 0] - 15) & (x1 < lines[:, 2] + 15)
        result[i] = bool(close.any())
    return result


def _table_body(page: PageContent, caption: int, pieces: tuple[Piece, ...], boxes: Floats, prose: Flags) -> Box | None:
    """The area under a table's caption: down to the last of its rules, or to where prose begins again."""
    piece = pieces[caption]
    rules = _joined_rules(page.rules)
    under = (rules[:, 1] > piece.y0) & (rules[:, 0] < max(piece.x1, piece.x0 + 60)) & (rules[:, 2] > piece.x0 - 40)
    below = rules[under]
    below = below[np.argsort(below[:, 1])]
    if not len(below):
        return None
    first = below[0]
    if first[1] - piece.y1 > 12 * piece.size:
        return None
    left, right = float(first[0]), float(first[2])
    top, bottom = float(first[1]), float(first[1])
    for rule in below[1:]:
        if rule[0] < left - 30 or rule[2] > right + 30:
            continue
        between = (boxes[:, 1] > bottom - 2) & (boxes[:, 3] < rule[3] + 4)
        shared = np.minimum(boxes[:, 2], right) - np.maximum(boxes[:, 0], left)
        between &= shared > 0.5 * (boxes[:, 2] - boxes[:, 0])
        if _runs_on(boxes[between & prose]):
            break
        left, right, bottom = min(left, float(rule[0])), max(right, float(rule[2])), float(rule[1])
    return (left - 3, top - 1, right + 3, bottom + 1) if bottom > top + 8 else None


def _joined_rules(rules: Floats) -> Floats:
    """``rules`` with those at one height that nearly touch made one: a rule is often drawn cell by cell."""
    joined: list[list[float]] = []
    for x0, y0, x1, y1 in sorted(rules.tolist(), key=lambda rule: (round(rule[1] / 1.5), rule[0])):
        last = joined[-1] if joined else None
        if last is not None and abs(last[1] - y0) < 1.6 and x0 - last[2] < 12:
            last[2], last[3] = max(last[2], x1), max(last[3], y1)
        else:
            joined.append([x0, y0, x1, y1])
    return np.array(joined, np.float32).reshape(-1, 4)


def _runs_on(lines: Floats) -> bool:
    """Whether lines stand as in a paragraph: three or more at one left edge, directly below each other."""
    left = np.rint(lines[:, 0] / 4)
    for edge in np.unique(left).tolist():
        column = lines[np.abs(left - edge) <= 1]
        if len(column) < 4:
            continue
        column = column[np.argsort(column[:, 1])]
        step, height = np.diff(column[:, 1]), float(np.median(column[:, 3] - column[:, 1]))
        wide = (column[:, 2] - column[:, 0])[1:] > 0.8 * float((column[:, 2] - column[:, 0]).max())
        if int(((step > 0.5 * height) & (step < 1.7 * height) & wide).sum()) >= 3:
            return True
    return False
