"""An area between rules in, the same area with the rows out that stand above or below its rules."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ..grid.columns import Borders, column_borders
from ..grid.geometry import rules_in
from ..grid.lines import Line, text_lines, words_text
from ..grid.rows import cut
from ..grid.view import View, Word
from .captions import CAPTION, FIGURE
from .regions import Region, prose_line

MAX_STEP: Final = 2.6
"""Rows of one table stand at most this many font sizes apart."""


def grown(view: View, region: Region, others: Sequence[Region]) -> Region:
    """``region`` with the lines directly above and below it that are set in its columns."""
    x0, y0, x1, y1 = region.box
    words = [word for word in view.words if word.x1 > x0 - 40 and word.x0 < x1 + 40]
    lines = text_lines(words)
    own = [line for line in lines if y0 - 1 < line.baseline - 0.3 * line.size < y1 + 1]
    own = [line for line in (_within(line, x0, x1) for line in own) if line is not None]
    if not own:
        return region
    limit_up = max((r.box[3] for r in others if r.box[3] <= y0 and _meet(r, region)), default=0.0)
    limit_down = min((r.box[1] for r in others if r.box[1] >= y1 and _meet(r, region)), default=view.height)
    above = [line for line in reversed(lines) if limit_up < line.baseline - 0.3 * line.size <= y0 - 1]
    below = [line for line in lines if y1 + 1 <= line.baseline - 0.3 * line.size < limit_down]
    down = None if _closed(view, region, own) else _reach(view, below, own, region, +1)
    up = _reach(view, above, own, region, -1)
    top = min(y0, up - 1) if up is not None else y0
    bottom = max(y1, down + 1) if down is not None else y1
    return replace(region, box=(x0, top, x1, bottom))


def _closed(view: View, region: Region, own: Sequence[Line]) -> bool:
    """Whether the area's last rule ends the table: rows stand between it and the rule before."""
    x0, _, x1, y1 = region.box
    level = rules_in(view.rules.level, region.box)
    full = sorted(float(y) for a, y, b, _ in level.tolist() if b - a > 0.85 * (x1 - x0))
    if len(full) < 2 or full[-1] < y1 - 2:
        return False
    rows = sum(full[-2] < line.baseline < full[-1] + 1 for line in own)
    return rows >= 2 and (len(full) >= 3 or rows > 3)


def _meet(a: Region, b: Region) -> bool:
    return a.box[0] < b.box[2] and b.box[0] < a.box[2]


def _within(line: Line, x0: float, x1: float) -> Line | None:
    """``line`` without words beyond the area; None where nothing is left."""
    words = tuple(word for word in line.words if x0 - 6 <= word.middle <= x1 + 6)
    return replace(line, words=words) if words else None


def _reach(view: View, lines: Sequence[Line], own: Sequence[Line], region: Region, way: int) -> float | None:
    """How far down (``way`` 1) or up (-1) lines go on in the area's columns; None if the first one does not."""
    x0, y0, x1, y1 = region.box
    inside = [*own]
    reached: float | None = None
    pending = 0
    last = own[-1].baseline if way > 0 else own[0].baseline
    usual = sorted(line.size for line in own)[len(own) // 2]
    for line in lines:
        here = _within(line, x0, x1)
        if here is None:
            continue
        if abs(line.baseline - last) > MAX_STEP * line.size or _ends_table(here, line, x0, x1):
            break
        if abs(here.size - usual) > 0.06 * usual:
            break
        borders = _borders(view, [*inside, here] if len(inside) < 3 else inside, region)
        parts = cut(here, borders).parts
        columns = {part.first for part in parts if part.first == part.last}
        tabular = len(columns) >= 2 and len(parts) == len(columns)
        last = line.baseline
        if tabular:
            reached = here.box[3] if way > 0 else here.box[1]
            pending = 0
            inside.append(here)
        else:
            pending += 1
            if pending > 2:
                break
    del y0, y1
    return reached


def _borders(view: View, lines: Sequence[Line], region: Region) -> Borders:
    x0, _, x1, _ = region.box
    return column_borders((), lines, rules_in(view.rules.upright, region.box), x0, x1)


def _ends_table(here: Line, line: Line, x0: float, x1: float) -> bool:
    """Whether a line belongs to no table: prose, a caption, or text that runs on beyond the area's sides."""
    text = words_text(here.words)
    if prose_line(here.words) or CAPTION.match(text) or FIGURE.match(text):
        return True
    return any(_crosses(word, x0, x1) for word in line.words)


def _crosses(word: Word, x0: float, x1: float) -> bool:
    return word.x0 < x0 - 6 < word.x1 - 3 or word.x0 + 3 < x1 + 6 < word.x1
