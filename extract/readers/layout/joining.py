"""Drafts in reading order in, the same with paragraphs that run on in the next column or page made one out."""

from .drafts import Draft
from .lines import Line
from .paragraphs import ends_sentence, starts_caption
from .text import HYPHENS

_PASSED = frozenset({"caption", "header", "footer"})


def joined(drafts: list[Draft]) -> list[Draft]:
    """``drafts`` with every paragraph followed by its continuation, floats and running heads between left alone."""
    result: list[Draft] = []
    open_paragraph: Draft | None = None
    for draft in drafts:
        if result and _is_rest_of_caption(result[-1], draft):
            result[-1].parts[-1].extend(draft.lines)
            continue
        if draft.kind in _PASSED or draft.place == "furniture":
            result.append(draft)
            continue
        if open_paragraph is not None and _goes_on(open_paragraph, draft):
            open_paragraph.parts.extend(draft.parts)
            continue
        result.append(draft)
        open_paragraph = draft if draft.kind in ("paragraph", "abstract", "reference", "list") else None
    return result


def _is_rest_of_caption(above: Draft, below: Draft) -> bool:
    """Whether ``below`` is the last line of a wide caption, which may not reach over the gutter."""
    if above.kind != "caption" or below.kind not in ("caption", "paragraph") or starts_caption(below.first):
        return False
    last, first = above.last, below.first
    step = first.baseline - last.baseline
    aligned = abs(first.x0 - above.parts[-1][0].x0) < 3 and abs(first.size - last.size) < 0.03 * last.size
    return first.page == last.page and aligned and 0 < step < 1.6 * last.size


def _goes_on(above: Draft, below: Draft) -> bool:
    """Whether ``below``, at the head of a column, continues ``above``."""
    if below.kind not in ("paragraph", above.kind) or abs(above.size - below.size) > 0.08 * above.size:
        return False
    last, first = above.last, below.first
    if not below.new_column and not _interrupted(last, first):
        return False
    if last.text[-1:] in HYPHENS:
        return True
    if above.kind in ("reference", "list"):
        return below.kind == above.kind and first.text[:1].islower()
    open_end = not ends_sentence(last.text)
    if open_end:
        return first.text[:1].islower() or _full(last) or not first.text[:1].isupper()
    return first.text[:1].islower() or (_full(last) and not _indented(below) and below.new_column)


def _interrupted(last: Line, first: Line) -> bool:
    """Whether a float stands between two lines of one column."""
    return first.page == last.page and first.text[:1].islower() and not ends_sentence(last.text)


def _full(line: Line) -> bool:
    return line.x1 > line.right - 1.0 * line.size


def _indented(draft: Draft) -> bool:
    return draft.first.x0 > draft.first.left + 0.6 * draft.first.size
