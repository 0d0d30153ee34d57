"""The numbers of a column in, whether they look measured, weighed in, set, or are coded levels out."""

from typing import Final

from ..rows import Column
from ..sheet import Block, Grid

_LARGE: Final = 1000
"""From here on only whole fifties are round numbers."""


def _values(grid: Grid, block: Block, column: Column) -> list[float]:
    """The first number of each cell; ranges left out."""
    cells = [grid.cell(row, column.index) for row in block.rows]
    return [number.value for cell in cells for number in cell.numbers[:1] if number.value is not None]


def is_mostly_broken(grid: Grid, block: Block, column: Column) -> bool:
    """Whether at least half of the numbers are no whole ones, as settings mostly are."""
    values = _values(grid, block, column)
    return 2 * sum(not value.is_integer() for value in values) >= max(1, len(values))


def is_set(grid: Grid, block: Block, column: Column) -> bool:
    """Whether a column of which no property is known holds what somebody set: round or repeated values."""
    cells = [grid.cell(row, column.index) for row in block.rows]
    numbers = [cell.numbers[0] for cell in cells if cell.kind == "numbers"]
    values = _values(grid, block, column)
    round_ones = [v for v in values if v.is_integer() and (abs(v) < 10 or v % (5 if abs(v) < _LARGE else 50) == 0)]
    exact = not any(number.uncertainty or number.relation != "=" for number in numbers)
    return exact and len(values) > 1 and (len(round_ones) == len(values) or 2 * len(set(values)) <= len(values))


def is_uneven(grid: Grid, block: Block, column: Column) -> bool:
    """Whether amounts are what was found: none of the round numbers that one weighs in."""
    values = [value for value in _values(grid, block, column) if value]
    uneven = [v for v in values if not v.is_integer() and not f"{v:g}".endswith("5") and len(f"{v:g}".strip("0.")) > 1]
    return 2 * len(uneven) > len(values)


def is_coded(grid: Grid, block: Block, column: Column) -> bool:
    """Whether a column has the levels -1, 0 and +1 of an experimental design."""
    levels = [
        cell.numbers[0].value for row in block.rows if (cell := grid.cell(row, column.index)).kind == "numbers"
    ]  # fmt: skip
    return (
        len(levels) > 3 and {-1.0, 1.0} <= set(levels) and 10 * sum(x in (-1, 0, 1) for x in levels) >= 8 * len(levels)
    )


def is_numeric(grid: Grid, block: Block, column: int) -> bool:
    """Whether most cells of a column are numbers, or say that there is none."""
    kinds = [grid.cell(row, column).kind for row in block.rows if grid.text(row, column)]
    numbers = sum(kind == "numbers" for kind in kinds)
    return numbers > 0 and 2 * sum(k in ("numbers", "missing", "limit", "balance") for k in kinds) >= len(kinds)
