"""The lines of a table's header and its columns in, the header's cells out, titles spread over what they head."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ...readers.layout.content import Floats
from .cells import Cell
from .columns import Borders
from .rows import Part, RowLine

COVERED: Final = 0.35
"""A rule covers a column if it runs along more than this share of its width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Divider:
    """What parts an upper from a lower row of the header, at height ``y``, in columns ``first`` to ``last``."""

    y: float
    first: int
    last: int


def header_cells(lines: Sequence[RowLine], level: Floats, borders: Borders) -> list[Cell]:
    """The cells of the header.

    A rule, or the end of a title over several columns, parts rows of the header in the columns that it covers.
    Lines of a column that nothing parts are one cell, which reaches over all rows between its dividers.
    """
    if not lines:
        return []
    ruled = _ruled_dividers(lines, level, borders)
    parts = _spread_titles(lines, ruled, borders)
    dividers = [*ruled, *_spanning_dividers(parts, ruled)]
    heights = _heights(dividers, lines[0].line.size)
    boxes: dict[tuple[int, int, int, int], list[tuple[float, Part]]] = {}
    for baseline, part in parts:
        top = max((d.y for d in dividers if d.y < baseline - 1 and _touches(d, part)), default=float("-inf"))
        bottom = min((d.y for d in dividers if d.y > baseline - 1 and _touches(d, part)), default=float("inf"))
        first_row = sum(y <= top + 1 for y in heights)
        last_row = sum(y < bottom - 1 for y in heights)
        _put(boxes, (first_row, last_row, part.first, part.last), baseline, part)
    return [
        Cell(
            row=r0,
            column=c0,
            rows=r1 - r0 + 1,
            columns=c1 - c0 + 1,
            words=tuple(word for _, part in held for word in part.words),
        )
        for (r0, r1, c0, c1), held in sorted(boxes.items())
    ]


def _put(
    boxes: dict[tuple[int, int, int, int], list[tuple[float, Part]]],
    place: tuple[int, int, int, int],
    baseline: float,
    part: Part,
) -> None:
    """Add a part to the cells, making one of cells that would share a field."""
    held = [(baseline, part)]
    while True:
        other = next((key for key in boxes if _share_field(key, place)), None)
        if other is None:
            break
        held = [*boxes.pop(other), *held]
        place = (
            min(place[0], other[0]),
            max(place[1], other[1]),
            min(place[2], other[2]),
            max(place[3], other[3]),
        )
    boxes[place] = held


def _share_field(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1] and a[2] <= b[3] and b[2] <= a[3]


def _touches(divider: Divider, part: Part) -> bool:
    return divider.first <= part.last and part.first <= divider.last


def _heights(dividers: Sequence[Divider], size: float) -> list[float]:
    """The distinct heights of dividers, from top to bottom."""
    found: list[float] = []
    for y in sorted(divider.y for divider in dividers):
        if not found or y - found[-1] > 0.4 * size:
            found.append(y)
    return found


def _ruled_dividers(lines: Sequence[RowLine], level: Floats, borders: Borders) -> list[Divider]:
    """The rules between the header's lines, with the columns that they cover."""
    top = lines[0].line.baseline - 0.3 * lines[0].line.size
    bottom = lines[-1].line.baseline - 0.3 * lines[-1].line.size
    found: list[Divider] = []
    for x0, y, x1, _ in sorted(level.tolist(), key=lambda rule: (rule[1], rule[0])):
        if not top < y < bottom:
            continue
        covered = [
            c
            for c, (a, b) in enumerate(zip(borders.x, borders.x[1:], strict=False))
            if min(b, x1) - max(a, x0) > COVERED * (b - a)
        ]
        if covered:
            found.append(Divider(y=y, first=covered[0], last=covered[-1]))
    return found


def _spread_titles(lines: Sequence[RowLine], ruled: Sequence[Divider], borders: Borders) -> list[tuple[float, Part]]:
    """Every part of the header with its baseline; titles above a rule stand over the columns that it covers."""
    parts = [(row.line.baseline, part) for row in lines for part in row.parts]
    for divider in ruled:
        above = [
            (i, part)
            for i, (baseline, part) in enumerate(parts)
            if baseline < divider.y + 1
            and divider.first <= part.first
            and part.last <= divider.last
            and not any(baseline - 1 < d.y < divider.y - 1 and _touches(d, part) for d in ruled)
        ]
        below = {c for b, part in parts if b > divider.y for c in range(part.first, part.last + 1)}
        width = divider.last - divider.first + 1
        columns = {c for _, part in above for c in range(part.first, part.last + 1)}
        if not above or len(columns) >= width or not below.intersection(range(divider.first, divider.last + 1)):
            continue
        titles = _titles([part for _, part in above])
        groups = _partition(titles, divider, borders)
        for i, part in above:
            k = next(k for k, title in enumerate(titles) if any(part is one for one in title))
            parts[i] = (parts[i][0], Part(first=groups[k][0], last=groups[k][1], words=part.words))
    return parts


def _titles(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts grouped into titles, from left to right: parts over the same columns are lines of one title."""
    found: list[list[Part]] = []
    for part in sorted(parts, key=lambda p: p.x0):
        if found and part.x0 < max(p.x1 for p in found[-1]):
            found[-1].append(part)
        else:
            found.append([part])
    return found


def _partition(titles: Sequence[Sequence[Part]], divider: Divider, borders: Borders) -> list[tuple[int, int]]:
    """The columns under ``divider`` shared out so that each title stands over the middle of its columns."""
    columns = list(range(divider.first, divider.last + 1))
    count = len(columns)
    infinite = float("inf")
    best = [[infinite] * (count + 1) for _ in range(len(titles) + 1)]
    start = [[0] * (count + 1) for _ in range(len(titles) + 1)]
    best[0][0] = 0.0
    for t, title in enumerate(titles, start=1):
        x0, x1 = min(p.x0 for p in title), max(p.x1 for p in title)
        for end in range(t, count + 1):
            for begin in range(t - 1, end):
                left, right = borders.text[columns[begin]][0], borders.text[columns[end - 1]][1]
                cost = best[t - 1][begin] + min(abs((x0 + x1) - (left + right)) / 2, abs(x0 - left) + 1)
                if cost < best[t][end] - 1e-6:
                    best[t][end], start[t][end] = cost, begin
    groups: list[tuple[int, int]] = []
    end = count
    for t in range(len(titles), 0, -1):
        begin = start[t][end]
        groups.append((columns[begin], columns[end - 1]))
        end = begin
    return groups[::-1]


def _spanning_dividers(parts: Sequence[tuple[float, Part]], ruled: Sequence[Divider]) -> list[Divider]:
    """What parts a title over several columns from the titles below it, where no rule does."""
    found: list[Divider] = []
    for baseline, part in parts:
        if part.first == part.last:
            continue
        size = part.words[0].size
        below = [
            (b, p) for b, p in parts if b > baseline + 0.5 * size and p.first <= part.last and part.first <= p.last
        ]
        if not below:
            continue
        nearest = min(b for b, _ in below)
        same = [p for b, p in below if b < nearest + 0.3 * size]
        if len(same) == 1 and (same[0].first, same[0].last) == (part.first, part.last):
            continue
        if any(baseline - 1 < d.y < nearest and _touches(d, part) for d in ruled):
            continue
        found.append(Divider(y=baseline + 0.3 * size, first=part.first, last=part.last))
    return found
