"""A block's columns in, those out too that say how much of a whole each part is though no header has a unit.

``Quartz | Mullite | Amorphous`` under "Phase composition (wt.%)": the rows sum to a hundred.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ....records.model import Condition
from ....records.vocabulary import Vocabulary
from ..headers.header import is_compound
from ..headers.meaning import Meaning
from ..headers.units import split_unit
from ..rows import Column
from ..sheet import Block, Grid

_SLACK: Final = 2.5
"""By how much of a hundred the printed shares of a row may miss it."""
_WEIGHED_IN: Final = re.compile(
    r"\b(?:nominal|batch\w*|targets?|designed|(?:starting|raw)(?! (?:materials?|powders?|ores?|clays?))"
    r"|mix(?:ture)?|recipes?|formulations?)\b",
    re.I,
)
_UNIT: Final = re.compile(r"[(\[,]\s?(?P<unit>(?:in )?(?:wt|mass|weight|mol|vol|at)\.?\s?-?%)")


def with_shares(grid: Grid, block: Block, columns: Sequence[Column]) -> list[Column]:
    """The columns, with property and unit for shares of a whole where the caption has the unit."""
    columns = _with_siblings(columns)
    stated = _UNIT.search(grid.table.caption)
    bare = [
        c for c in columns
        if c.numeric and c.meaning.role in ("text", "composition") and c.meaning.words and not c.meaning.has_unit
        and not c.meaning.element and not _has_units(grid, block, c)
    ]  # fmt: skip
    if stated is None or _WEIGHED_IN.search(grid.table.caption) or len(bare) < 2 or not _sum_up(grid, block, bare):
        return list(columns)
    unit = split_unit(f"x ({stated['unit']})")
    told = Meaning(unit=unit.unit, spelled=unit.spelled)
    return [replace(c, meaning=content_meaning(c.meaning, told)) if c in bare else c for c in columns]


def _with_siblings(columns: Sequence[Column]) -> list[Column]:
    """Columns below one header with contents of compounds, as contents of what they are called: ``IL | Acid | H2O``."""
    entry = Vocabulary.load()["constituent_content"]
    told = {c.header[:-1]: c.meaning for c in columns if len(c.header) > 1 and entry in c.meaning.entries}
    bare = [c for c in columns if c.numeric and c.header[:-1] in told and not c.meaning.entries]
    bare = [c for c in bare if not split_unit(c.header[-1]).spelled]
    return [
        replace(c, meaning=replace(
            told[c.header[:-1]], words=f"{c.header[-1]} content", marks=c.meaning.marks,
            conditions=(Condition(name="constituent", text=c.header[-1]),),
        )) if c in bare else c
        for c in columns
    ]  # fmt: skip


def _has_units(grid: Grid, block: Block, column: Column) -> bool:
    """Whether the cells of a column have units of their own, and so are no shares of the caption's."""
    cells = [grid.cell(row, column.index) for row in block.rows]
    return any(number.unit for cell in cells for number in cell.numbers)


def content_meaning(of: Meaning, told: Meaning) -> Meaning:
    """How much there is of what a header names, in a fraction: of a substance by its formula, else of a phase."""
    substance = is_compound(of.words)
    entry = Vocabulary.load()["constituent_content" if substance else "phase_fraction"]
    condition = Condition(name="constituent" if substance else "phase", text=of.words)
    return replace(
        of, role="property", entries=(entry,), unit=told.unit, spelled=told.spelled, factor=told.factor,
        words=f"{of.words} content", conditions=(*of.conditions, condition),
    )  # fmt: skip


def _sum_up(grid: Grid, block: Block, columns: Sequence[Column]) -> bool:
    """Whether most rows sum to a hundred."""
    sums: list[float] = []
    for row in block.rows:
        cells = [grid.cell(row, column.index) for column in columns]
        values = [cell.numbers[0].value for cell in cells if cell.kind == "numbers"]
        if len(values) > 1:
            sums.append(sum(value for value in values if value is not None))
    return len(sums) > 0 and 3 * sum(abs(total - 100) <= _SLACK for total in sums) >= 2 * len(sums)
