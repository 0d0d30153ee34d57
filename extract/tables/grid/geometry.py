"""The words and rules of an area in, a grid out, from geometry alone: white space, rules, spacing of lines."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from ....records.evidence import Box
from ...readers.layout.content import Floats
from .cells import Cell, Grid, without_empty
from .columns import Borders, column_borders
from .lines import Line, text_lines
from .rows import Part, RowLine, cut, group_rows, numeric
from .view import View, Word

MAX_HEADER_LINES: Final = 10


def words_in(view: View, box: Box) -> list[Word]:
    """The words of ``view`` that have their middle in ``box``."""
    x0, y0, x1, y1 = box
    return [
        word for word in view.words if x0 <= word.middle <= x1 and y0 <= (word.y0 + word.y1) / 2 <= y1
    ]  # fmt: skip


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
    borders = column_borders(lines, lines[split:], upright, left, right)
    if len(borders.x) < 3:
        borders = column_borders(lines, lines, upright, left, right)
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
        header_rows=top, header_columns=_stub_columns(body, columns),
    )  # fmt: skip
    return without_empty(grid)


def header_lines(lines: Sequence[Line], level: Floats, shades: Floats, left: float, right: float) -> int:
    """How many lines stand above the rule (or in the shade) that ends the header; 0 if nothing marks it."""
    wide = [float(y) for x0, y, x1, _ in level.tolist() if x1 - x0 > 0.85 * (right - left)]
    wide += _joined_wide(level, left, right)
    first = lines[0].baseline - 0.4 * lines[0].size
    ends = sorted(y for y in wide if first < y < lines[-1].baseline - 0.5 * lines[-1].size)
    ends += sorted(
        float(y1) for x0, y0, x1, y1 in shades.tolist() if x1 - x0 > 0.85 * (right - left) and y0 < first < y1
    )[:1]
    for end in ends[:1]:
        count = sum(line.baseline - 0.3 * line.size < end for line in lines)
        if 0 < count <= min(MAX_HEADER_LINES, len(lines) - 1):
            return count
    return 0


def _joined_wide(level: Floats, left: float, right: float) -> list[float]:
    """Places where rules side by side cover the table's width together (one rule a column)."""
    found: list[float] = []
    for y in sorted({round(float(v)) for v in level[:, 1]}) if len(level) else []:
        here = level[np.abs(level[:, 1] - y) <= 1.0]
        if len(here) > 1 and float((here[:, 2] - here[:, 0]).sum()) > 0.85 * (right - left):
            found.append(float(here[:, 1].mean()))
    return found


def _header_by_content(lines: Sequence[RowLine]) -> int:
    """How many leading lines hold words over columns of numbers; 1 if nothing tells."""
    for i, row in enumerate(lines[:MAX_HEADER_LINES]):
        data = [part for part in row.parts if part.first > 0]
        if data and sum(numeric(part.text) for part in data) >= 0.5 * len(data):
            return min(i, len(lines) - 1)
    return 1


def header_cells(lines: Sequence[RowLine], level: Floats, borders: Borders) -> list[Cell]:
    """The cells of the header: lines of one title put together, titles over several columns spread over them."""
    if not lines:
        return []
    bands = _header_bands(lines, level, borders)
    cells: list[Cell] = []
    for b, band in enumerate(bands):
        parts: dict[tuple[int, int], list[Word]] = {}
        for row in band:
            for part in row.parts:
                first, last = _spread(part, band, level, borders)
                key = next((k for k in parts if k[0] <= last and first <= k[1]), (first, last))
                words = parts.pop(key, [])
                parts[min(key[0], first), max(key[1], last)] = [*words, *part.words]
        cells += [
            Cell(row=b, column=first, columns=last - first + 1, words=tuple(words))
            for (first, last), words in sorted(parts.items())
        ]
    return cells


def _header_bands(lines: Sequence[RowLine], level: Floats, borders: Borders) -> list[list[RowLine]]:
    """Header lines in bands: a rule under a line, or a title over several columns, ends a band."""
    bands: list[list[RowLine]] = [[lines[0]]]
    for upper, lower in pairwise(lines):
        low, high = upper.line.baseline - 0.1 * upper.line.size, lower.line.baseline - 0.4 * lower.line.size
        ruled = len(level) and bool(((level[:, 1] > low) & (level[:, 1] < high)).any())
        spanning = any(part.first != part.last for part in upper.parts) and not any(
            part.first != part.last for part in lower.parts
        )
        if ruled or spanning:
            bands.append([lower])
        else:
            bands[-1].append(lower)
    return bands


def _spread(part: Part, band: Sequence[RowLine], level: Floats, borders: Borders) -> tuple[int, int]:
    """The columns that a header's title stands over: those that the rule under it covers, if there is one."""
    bottom = max(row.line.baseline for row in band)
    size = part.words[0].size
    width = borders.x[-1] - borders.x[0]
    for x0, y, x1, _ in level.tolist():
        if not bottom - 0.2 * size < y < bottom + 1.2 * size or x1 - x0 > 0.85 * width:
            continue
        if x0 - size <= part.x0 and part.x1 <= x1 + size:
            covered = [
                c
                for c, (a, b) in enumerate(zip(borders.x, borders.x[1:], strict=False))
                if min(b, x1) - max(a, x0) > 0.35 * (b - a)
            ]
            if covered:
                return min(part.first, covered[0]), max(part.last, covered[-1])
    return part.first, part.last


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


def _stub_columns(body: Sequence[Cell], columns: int) -> int:
    """How many leading columns hold words rather than numbers, at least one."""
    count = 0
    for column in range(max(1, columns - 1)):
        texts = [cell.text for cell in body if cell.column == column and cell.columns == 1]
        if not texts or sum(numeric(text) for text in texts) > 0.5 * len(texts):
            break
        count += 1
    return max(1, count)
