"""A page's glyphs, drawings and pictures and its captions in, the box of each caption's figure out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, cast

import numpy as np

from ...records.evidence import Box
from ..document import Block, Document
from ..readers.layout.content import Floats, PageContent
from ..readers.layout.pieces import PageText, Piece
from ..readers.layout.regions import FIGURE, clusters, prose_like
from .boxes import area, gap, hull, hull_of, inside, overlap_x, overlap_y

SMALLEST: Final = 18.0
"""Points: graphics that are narrower and lower than this hold no figure of their own."""
REACH: Final = 16.0
"""Points: words this near to a figure's graphics are its labels."""
BLEED: Final = 5.0
"""Points: what comes this near to the edge of the page is a bar or ground of the page, no figure's frame."""
SHORT: Final = 60
"""Characters: a block with fewer may be words of a figure."""
LEAST_DENSITY: Final = 0.55
"""Share of a paragraph's box that its letters fill, each taken for half as wide as it is high."""
AGAINST_HABIT: Final = 25.0
"""Points that graphics on the side where the paper does not put its figures must be nearer to the caption."""
BESIDE: Final = 40.0
BLANK_RIM: Final = 0.15
"""Of a figure's height: how far text of the page may reach over its box."""
Side: TypeAlias = Literal["above", "below", "beside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParts:
    """A page: ``text`` blocks and tables that no figure reaches over, and ``blobs`` of graphics with their words."""

    text: tuple[Box, ...]
    blobs: tuple[Box, ...]


def page_parts(content: PageContent, words: PageText, document: Document, body: float) -> PageParts:
    """The running text and the graphics of a page; words that are in no paragraph are part of the graphics."""
    number = content.number
    blocks = [(block, box) for block in document.blocks for box in _boxes_on(block, number)]
    firm = [(block, box) for block, box in blocks if _runs(block, box)]
    edges = [box[0] for _, box in firm]
    text = [box for _, box in firm]
    page: Box = (0.0, 0.0, content.width, content.height)
    frames = [
        cast("Box", tuple(box))
        for box in (*content.drawings.tolist(), *content.images.tolist())
        if box[3] - box[1] > 2 * SMALLEST and inside(box, page, -BLEED)
    ]
    for block, box in blocks:
        aligned = sum(abs(box[0] - edge) < 1.5 for edge in edges) >= 2
        furniture = _is_furniture(block, box, content.height, frames)
        if furniture or block.type == "caption" or (aligned and len(block.text) < SHORT):
            text.append(box)
    tables = [table.bbox for table in document.tables if table.page == number and table.bbox is not None]
    loose = [
        (piece, box) for piece, box in piece_boxes(words) if not any(inside(box, other) for other in (*text, *tables))
    ]
    prose = prose_like(tuple(piece for piece, _ in loose), body)
    text += [box for (_, box), running in zip(loose, prose.tolist(), strict=True) if running]
    labels = [box for (_, box), running in zip(loose, prose.tolist(), strict=True) if not running]
    solid = [*text, *tables]
    heads = [
        box
        for block, box in blocks
        if block.type == "header"
        and box[3] < 0.12 * content.height
        and _is_furniture(block, box, content.height, frames)
    ]
    drawn = _outside(_under(content.drawings, heads, content.height), solid)
    pictures = _outside(_under(content.images, heads, content.height), tables)
    marks = np.array(labels, np.float32).reshape(-1, 4)
    blobs = clusters(replace(content, drawings=drawn, images=np.concatenate([pictures, marks])))
    graphics = [
        box for box in (*drawn.tolist(), *pictures.tolist()) if max(box[2] - box[0], box[3] - box[1]) > SMALLEST
    ]
    elements = np.concatenate([drawn, pictures, marks]).tolist()
    blobs = [part for blob in blobs for part in _between(blob, text, elements)]
    firm_blobs = [blob for blob in blobs if _holds_graphics(blob, graphics)]
    loose_words = [blob for blob in blobs if blob not in firm_blobs]
    return PageParts(text=tuple(solid), blobs=tuple(_with_labels(firm_blobs, loose_words, solid)))


def _is_furniture(block: Block, box: Box, height: float, frames: Sequence[Box]) -> bool:
    """Whether a block is a running head or foot, and not the words at the top of a figure that begins the page."""
    if block.type not in ("header", "footer") or 0.12 < box[1] / height < 0.88:
        return False
    return not any(inside(box, frame) for frame in frames)


def _under(boxes: Floats, heads: Sequence[Box], height: float) -> Floats:
    """``boxes`` without the logos and bars that stand with the running head."""
    bottom = max((box[3] for box in heads), default=0.0)
    return boxes[(boxes[:, 1] > bottom - 1) | (boxes[:, 3] > 0.14 * height)]


def _runs(block: Block, box: Box) -> bool:
    """Whether a block is running text: long, and set as densely as lines are, unlike the words of a legend."""
    if len(block.text) < SHORT or block.type == "equation":
        return False
    heights = block.glyphs[:, 3] - block.glyphs[:, 1] if block.glyphs is not None else np.zeros(0, np.float32)
    size = float(np.nanmedian(heights)) if np.isfinite(heights).any() else 10.0
    part = len(block.text) * area(box) / max(1.0, sum(area(f.bbox) for f in block.fragments))
    return part >= 2 * SHORT or part * 0.5 * size * size > LEAST_DENSITY * area(box)


def _boxes_on(block: Block, page: int) -> list[Box]:
    if block.fragments:
        return [part.bbox for part in block.fragments if part.page == page]
    return [block.bbox] if block.page == page and block.bbox is not None else []


def piece_boxes(words: PageText) -> list[tuple[Piece, Box]]:
    """The pieces of a page's text, turned ones too, with their boxes on the page."""
    found: list[tuple[Piece, Box]] = [(piece, (piece.x0, piece.y0, piece.x1, piece.y1)) for piece in words.pieces]
    for piece in words.turned:
        boxes = words.glyphs.boxes[piece.glyphs[piece.glyphs >= 0]]
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        found.append((piece, (float(low[0]), float(low[1]), float(high[0]), float(high[1]))))
    return found


def _outside(boxes: Floats, solid: Sequence[Box]) -> Floats:
    """``boxes`` without those that lie in running text or a table: underlines, rules, shades of cells."""
    kept = [box for box in boxes.tolist() if not any(inside(box, other, 2.0) for other in solid)]
    return np.array(kept, np.float32).reshape(-1, 4)


def _between(blob: Box, text: Sequence[Box], elements: Sequence[Sequence[float]]) -> list[Box]:
    """``blob`` cut above and below each line of text that runs across it: frames around several figures are undone."""
    across = [t for t in text if inside(t, blob)]
    if not across:
        return [blob]
    edges = [blob[1], *(edge for t in sorted(across, key=lambda one: one[1]) for edge in (t[1], t[3])), blob[3]]
    parts: list[Box] = []
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        held = [cast("Box", tuple(e)) for e in elements if inside(e, (blob[0], top, blob[2], bottom), 2.0)]
        if held:
            parts.append(hull_of(held))
    return parts


def _holds_graphics(blob: Box, graphics: Sequence[Box]) -> bool:
    held = [box for box in graphics if inside(box, blob, 1.0)]
    return bool(held) and max(blob[2] - blob[0], blob[3] - blob[1]) > SMALLEST


def _with_labels(firm: list[Box], words: list[Box], solid: Sequence[Box]) -> list[Box]:
    """The graphics, each grown by the words that stand near it with no running text between."""
    left = list(words)
    grown = list(firm)
    while True:
        pair = next(
            (
                (i, word)
                for word in left
                for i, box in sorted(enumerate(grown), key=lambda one: gap(one[1], word))
                if gap(box, word) < REACH and not _crosses(hull(box, word), box, solid)
            ),
            None,
        )
        if pair is None:
            return grown
        grown[pair[0]] = hull(grown[pair[0]], pair[1])
        left.remove(pair[1])


def _crosses(new: Box, old: Box, solid: Sequence[Box]) -> bool:
    """Whether a box that has grown reaches over running text that it did not reach over before."""
    return any(_meets(new, other) and not _meets(old, other) for other in solid)


def _meets(a: Box, b: Box) -> bool:
    return overlap_x(a, b) > 1.5 and overlap_y(a, b) > 1.5


def assigned(parts: PageParts, captions: Sequence[Box], habit: Side = "above") -> list[tuple[Box, Side] | None]:
    """For each caption the hull of the graphics that stand nearest to it, and on which side; ``habit`` breaks ties.

    No running text, table or other caption may lie between a caption and its graphics.
    """
    owned: list[dict[Side, list[Box]]] = [{} for _ in captions]
    for blob in parts.blobs:
        ranked: list[tuple[float, int, Side]] = sorted(
            (cost, number, side)
            for number, caption in enumerate(captions)
            for cost, side in _costs(blob, caption, habit)
            if not _blocked(blob, caption, side, parts.text, captions)
        )
        if ranked:
            _, number, side = ranked[0]
            owned[number].setdefault(side, []).append(blob)
    return [_largest(sides, caption, parts.text) for sides, caption in zip(owned, captions, strict=True)]


def usual_side(pages: Sequence[tuple[PageParts, Sequence[Box]]]) -> Side:
    """On which side of its captions a paper sets its figures: where more of their area is when both count alike."""
    sizes: dict[Side, float] = {"above": 0.0, "below": 0.0, "beside": 0.0}
    for parts, captions in pages:
        for found in assigned(parts, captions, "beside"):
            if found is not None:
                sizes[found[1]] += 1
    return "below" if sizes["below"] > sizes["above"] else "above"


def _costs(blob: Box, caption: Box, habit: Side) -> list[tuple[float, Side]]:
    """How far a blob is from a caption, on which side it stands."""
    narrower = min(blob[2] - blob[0], caption[2] - caption[0])
    lower = min(blob[3] - blob[1], caption[3] - caption[1])
    found: list[tuple[float, Side]] = []
    if overlap_x(blob, caption) > 0.3 * narrower:
        side: Side = "above" if blob[1] + blob[3] < caption[1] + caption[3] else "below"
        away = max(0.0, caption[1] - blob[3] if side == "above" else blob[1] - caption[3])
        found.append((away + (0 if side == habit else AGAINST_HABIT), side))
    elif overlap_y(blob, caption) > 0.3 * lower:
        found.append((gap(blob, caption) + BESIDE, "beside"))
    else:
        sideways, side = gap(blob, caption), "above" if blob[3] < caption[1] + 3 else "below"
        found.append((2 * sideways + BESIDE + (0 if side == habit else AGAINST_HABIT), side))
    return found


def _blocked(blob: Box, caption: Box, side: Side, text: Sequence[Box], captions: Sequence[Box]) -> bool:
    """Whether running text or another caption stands between the two."""
    x0, x1 = max(blob[0], caption[0]), min(blob[2], caption[2])
    if x1 - x0 < 10:
        x0, x1 = min(blob[0], caption[0]), max(blob[2], caption[2])
    if side == "above":
        between: Box = (x0, blob[3] - 2, x1, caption[1] + 2)
    elif side == "below":
        between = (x0, caption[3] - 2, x1, blob[1] + 2)
    else:
        y0, y1 = max(blob[1], caption[1]), min(blob[3], caption[3])
        left, right = (blob, caption) if blob[0] < caption[0] else (caption, blob)
        between = (left[2] - 2, y0, right[0] + 2, y1)
    others = [box for box in (*text, *captions) if not inside(box, caption, 2.0) and not inside(caption, box, 2.0)]
    return any(_meets(between, box) for box in others)


def _largest(sides: dict[Side, list[Box]], caption: Box, text: Sequence[Box]) -> tuple[Box, Side] | None:
    """The hull of the blobs on the side where most of them are."""
    if not sides:
        return None
    side = max(sides, key=lambda one: sum(area(box) for box in sides[one]))
    x0, y0, x1, y1 = sides[side][0]
    for box in sides[side][1:]:
        x0, y0, x1, y1 = hull((x0, y0, x1, y1), box)
    if side == "above":
        y1 = min(y1, caption[1])
    elif side == "below":
        y0 = max(y0, caption[3])
    y0, y1 = _clear_of((x0, y0, x1, y1), text)
    return ((x0, y0, x1, y1), side) if y1 > y0 else None


def _clear_of(box: Box, text: Sequence[Box]) -> tuple[float, float]:
    """The top and foot of a figure whose ground, or a picture's blank margin, reaches under the text around."""
    top, foot = box[1], box[3]
    rim = BLANK_RIM * (box[3] - box[1])
    for other in text:
        if overlap_x(other, box) > 0.3 * (box[2] - box[0]):
            top = max(top, other[3] if other[1] < box[1] < other[3] < box[1] + rim else top)
            foot = min(foot, other[1] if box[3] - rim < other[1] < box[3] < other[3] else foot)
    return top, foot


def lost_captions(words: PageText, blocks: Sequence[Box]) -> list[tuple[str, Box]]:
    """Captions that no block of the page holds, taken for words of a figure: their text and box, line by line."""
    lost: list[tuple[str, Box]] = []
    pieces = sorted(words.pieces, key=lambda piece: (piece.y0, piece.x0))
    loose = [p for p in pieces if not any(inside((p.x0, p.y0, p.x1, p.y1), box) for box in blocks)]
    for first in (piece for piece in loose if FIGURE.match(piece.text)):
        text, box, baseline = first.text, (first.x0, first.y0, first.x1, first.y1), first.baseline
        for piece in loose:
            step = piece.baseline - baseline
            beside = abs(step) < 2 and 0 <= piece.x0 - box[2] < 2 * first.size
            below = 0.5 * first.size < step < 1.6 * first.size and abs(piece.x0 - first.x0) < 2 * first.size
            if piece is not first and (beside or below) and abs(piece.size - first.size) < 0.15 * first.size:
                text, box = f"{text} {piece.text}", hull(box, (piece.x0, piece.y0, piece.x1, piece.y1))
                baseline = piece.baseline
        lost.append((text, box))
    return lost
