"""A block's columns in, those out too that leave their unit to a column of the same quantity at another level.

``σy, 23 °C | σy, 800 °C | σy, 1000 °C (MPa)``: the unit stands once for all three.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ..rows import Column

_SPELLED: Final = re.compile(r".{4,80} \((?P<symbol>[^\s()]{1,12})\)")


def with_shared_units(columns: Sequence[Column]) -> list[Column]:
    """The columns, each without a unit that is one of a row of levels as the quantity that another of them is."""
    return [
        _like(column, columns) if _is_level(column) and not column.meaning.has_unit else column for column in columns
    ]


def _is_level(column: Column) -> bool:
    """Whether a column is of a quantity at a level: ``σy, 800 °C``."""
    return column.numeric and bool(column.meaning.conditions and column.meaning.words)


def _like(column: Column, columns: Sequence[Column]) -> Column:
    """The column with the meaning of the nearest one alike that has a unit, where all columns between are alike."""
    alike = [c for c in columns if _is_level(c) and _symbol(c) == _symbol(column)]
    told = [c for c in alike if c.meaning.has_unit and {o.index for o in alike} >= _between(c, column)]
    if not told:
        return column
    nearest = min(told, key=lambda c: abs(c.index - column.index))
    meaning = replace(nearest.meaning, conditions=column.meaning.conditions, marks=column.meaning.marks)
    return replace(column, meaning=meaning)


def _between(first: Column, second: Column) -> set[int]:
    low, high = sorted((first.index, second.index))
    return set(range(low, high + 1))


def _symbol(column: Column) -> str:
    """What a column is called: its symbol, also where it is spelled out."""
    spelled = _SPELLED.fullmatch(column.meaning.words)
    return spelled["symbol"] if spelled else column.meaning.words.lower()
