"""The words and rules of an area in, a grid out, from geometry alone: white space, rules, spacing of lines."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from ....records.evidence import Box
from ...readers.layout.content import Floats
from .cells import Cell, Grid, without_empty
from .columns import column_borders
from .header import header_cells
from .lines import Line, phrases, text_lines, words_text
from .rows import RowLine, cut, group_rows, numeric
from .view import View, Word

MAX_HEADER_LINES: Final = 10


def words_in(view: View, box: Box) -> list[Word]:
    """The words of ``view`` that have their middle in ``box``."""
    x0, y0, x1, y1 = box
    return [word for word in view.words if x0 <= word.middle <= x1 and y0 <= (word.y0 + word.y1) / 2 <= y1]


def rules_in(rules: Floats, box: Box, margin: float = 2.0) -> Floats:
    """The rules within ``box``, cut to it."""
    if not len(rules):
        return rules
    x0, y0, x1, y1 = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
    inside = (rules[:, 0] < x1) & (rules[:, 2] > x0) & (rules[:, 1] < y1) & (rules[:, 3] > y0)
    return np.clip(rules[inside], [x0, y0, x0, y0], [x1, y1, x1, y1])


def geometric_grid(view: View, box: Box) -> Grid | None:
    """The grid of the words in ``box``; None if they form no rows and columns."""
    lines = text_lines(words_in(view, box))
    if len(lines) < 2:
        return None
    level, upright = rules_in(view.rules.level, box), rules_in(view.rules.upright, box)
    shades = rules_in(view.rules.shades, box)
    left = min(box[0], *(line.box[0] for line in lines))
    right = max(box[2], *(line.box[2] for line in lines))
    split = header_lines(lines, level, shades, left, right)
    borders = column_borders(lines[:split], lines[split:], upright, left, right)
    if len(borders.x) < 3:
        borders = column_borders((), lines, upright, left, right)
    if len(borders.x) < 3:
        return None
    cut_lines = [cut(line, borders) for line in lines]
    split = split or _header_by_content(cut_lines)
    header = header_cells(cut_lines[:split], level, borders)
    top = 1 + max((cell.row + cell.rows - 1 for cell in header), default=-1)
    rows = group_rows(cut_lines[split:], borders, level, left, right)
    body = [cell for r, row in enumerate(rows) for cell in row_cells(row, top + r)]
    columns = len(borders.x) - 1
    grid = Grid(
        rows=top + len(rows), columns=columns, cells=(*header, *body), box=(left, box[1], right, box[3]),
        header_rows=top, header_columns=stub_columns(body, columns),
    )  # fmt: skip
    return without_empty(grid)


def header_lines(lines: Sequence[Line], level: Floats, shades: Floats, left: float, right: float) -> int:
    """How many lines stand above the rule (or in the shade) that ends the header; 0 if nothing marks it."""
    ends = _wide_places(level, 0.55, left, right)
    ends += [float(y1) for _, y1, _ in _wide_shades(shades, left, right)]
    counts: list[int] = []
    for end in sorted(ends):
        count = sum(line.baseline - 0.3 * line.size < end for line in lines)
        if 0 < count <= min(MAX_HEADER_LINES, len(lines) - 1) and count not in counts:
            counts.append(count)
    for count in counts:
        if _is_data(lines[count]) and not any(_is_data(line) for line in lines[1:count]):
            return count
    full = _wide_places(level, 0.85, left, right)
    first = lines[0].baseline - 0.4 * lines[0].size
    below = [y for y in full if y > first]
    if below and counts:
        return next((c for c in counts if lines[c].baseline - 0.3 * lines[c].size >= min(below)), 0)
    return counts[0] if counts else 0


def _is_data(line: Line) -> bool:
    """Whether most of a line, but for its first words, is numbers."""
    rest = [words_text(part) for part in phrases(line.words)[1:]]
    return bool(rest) and sum(numeric(text) for text in rest) >= 0.5 * len(rest)


def _wide_shades(shades: Floats, left: float, right: float) -> list[tuple[float, float, float]]:
    """Top, bottom and width of the shades that cover most of the table's width, side by side or alone."""
    found: list[tuple[float, float, float]] = []
    for y1 in sorted({round(float(v)) for v in shades[:, 3]}) if len(shades) else []:
        here = shades[np.abs(shades[:, 3] - y1) <= 1.0]
        width = float((here[:, 2] - here[:, 0]).sum())
        if width > 0.85 * (right - left):
            found.append((float(here[:, 1].min()), float(here[:, 3].mean()), width))
    return found[:1]


def _wide_places(level: Floats, share: float, left: float, right: float) -> list[float]:
    """Heights at which rules, alone or side by side, cover at least ``share`` of the table's width."""
    found: list[float] = []
    for y in sorted({round(float(v)) for v in level[:, 1]}) if len(level) else []:
        here = level[np.abs(level[:, 1] - y) <= 1.0]
        if float((here[:, 2] - here[:, 0]).sum()) > share * (right - left):
            found.append(float(here[:, 1].mean()))
    return found


def _header_by_content(lines: Sequence[RowLine]) -> int:
    """How many leading lines hold words over columns of numbers; 1 if nothing tells."""
    for i, row in enumerate(lines[:MAX_HEADER_LINES]):
        data = [part for part in row.parts if part.first > 0]
        if data and sum(numeric(part.text) for part in data) >= 0.5 * len(data):
            return min(i, len(lines) - 1)
    return 1


def row_cells(row: Sequence[RowLine], index: int) -> list[Cell]:
    """The cells of one row of lines."""
    parts: dict[tuple[int, int], list[Word]] = {}
    for line in row:
        for part in line.parts:
            key = next((k for k in parts if k[0] <= part.last and part.first <= k[1]), (part.first, part.last))
            words = parts.pop(key, [])
            parts[min(key[0], part.first), max(key[1], part.last)] = [*words, *part.words]
    return [
        Cell(row=index, column=first, columns=last - first + 1, words=tuple(words))
        for (first, last), words in sorted(parts.items())
    ]


def stub_columns(body: Sequence[Cell], columns: int) -> int:
    """How many leading columns hold words rather than numbers, at least one."""
    count = 0
    for column in range(max(1, columns - 1)):
        texts = [cell.text for cell in body if cell.column == column and cell.columns == 1]
        if not texts or sum(numeric(text) for text in texts) > 0.5 * len(texts):
            break
        count += 1
    return max(1, count)
