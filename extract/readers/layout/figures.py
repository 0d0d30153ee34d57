"""Captions and graphics of a page in, figures with label, caption and box out."""

from ...document import Box
from .drafts import Draft
from .regions import FIGURE, Regions


def graphic_of(caption: Draft, regions: Regions, others: list[Draft], page: tuple[float, float]) -> Box | None:
    """The box of the graphics that ``caption`` stands at: those above it up to the next text, else below, else beside.

    ``others`` are the page's other drafts with text; ``page`` is its width and height.
    """
    box = caption.box()
    for area in (_above(box, others), _below(box, others, page[1])):
        inside = [figure for figure in regions.figures if _mostly_inside(figure, area) and _same_columns(figure, box)]
        if inside:
            return _hull(inside)
    beside = [f for f in regions.figures if min(f[3], box[3]) - max(f[1], box[1]) > 0.5 * (box[3] - box[1])]
    return min(beside, key=lambda f: min(abs(f[0] - box[2]), abs(box[0] - f[2])), default=None)


def figure_label(text: str) -> str | None:
    """The printed number of a figure's caption, with the word where it is not "Figure" (Scheme 1)."""
    found = FIGURE.match(text)
    if not found:
        return None
    word = found[1].lower()
    return found[2] if word.startswith("fig") else f"{found[1].title()} {found[2]}"


def _above(box: Box, others: list[Draft]) -> Box:
    tops = [other.box()[3] for other in others if _blocks(other, box) and other.box()[3] <= box[1] + 2]
    return (0.0, max(tops, default=0.0) - 4, 1e5, box[1] + 4)


def _below(box: Box, others: list[Draft], height: float) -> Box:
    bottoms = [other.box()[1] for other in others if _blocks(other, box) and other.box()[1] >= box[3] - 2]
    return (0.0, box[3] - 4, 1e5, min(bottoms, default=height) + 4)


def _blocks(other: Draft, box: Box) -> bool:
    """Whether ``other`` is text that ends the graphics of the caption at ``box``."""
    x0, _, x1, _ = other.box()
    return (len(other.text) > 60 or other.kind in ("caption", "heading")) and min(x1, box[2]) - max(x0, box[0]) > 5


def _mostly_inside(figure: Box, area: Box) -> bool:
    height = min(figure[3], area[3]) - max(figure[1], area[1])
    return height > 0.7 * (figure[3] - figure[1])


def _same_columns(figure: Box, box: Box) -> bool:
    shared = min(figure[2], box[2]) - max(figure[0], box[0])
    return shared > 0.3 * min(figure[2] - figure[0], box[2] - box[0])


def _hull(boxes: list[Box]) -> Box:
    return (
        min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    )  # fmt: skip
