"""A column's meaning by its header in, the same told more exactly by its cells and the table's notes out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ....records.vocabulary import Vocabulary
from ..headers.header import read_header
from ..headers.meaning import Meaning
from ..headers.symbols import Symbols
from ..headers.units import split_unit
from ..headers.words import METHOD, Role
from ..marks import Notes
from ..sheet import Block, Grid
from .values import is_numeric


def with_unit_of_cells(
    grid: Grid, block: Block, column: int, meaning: Meaning, texts: Sequence[str], symbols: Symbols
) -> Meaning:
    """A header without a unit that is the symbol of what the cells have the unit of: ``icorr`` over ``1 A/cm2``."""
    if meaning.has_unit or meaning.entries or meaning.role not in ("text", "property") or not texts:
        return meaning
    cells = [grid.cell(row, column) for row in block.rows]
    units = [number.unit for cell in cells for number in cell.numbers[:1] if number.unit is not None]
    if not units or len({unit.canonical for unit in units}) > 1 or 2 * len(units) < sum(bool(c.numbers) for c in cells):
        return meaning
    told = read_header((*texts[:-1], f"{texts[-1]} ({units[0].plain})"), symbols)
    if not told.entries or told.role != "property":
        return meaning
    return replace(meaning, role=told.role, entries=told.entries, words=told.words)


def as_measured(grid: Grid, block: Block, column: int, meaning: Meaning, symbols: Symbols) -> Meaning:
    """A column that is called like a count but has no whole numbers: ``n`` is a refractive index then.

    A composition that is a number is the value of a formula's variable.
    """
    if meaning.role == "composition" and not meaning.has_unit and is_numeric(grid, block, column):
        return replace(meaning, role="factor")
    if meaning.role != "index":
        return meaning
    cells = [grid.cell(row, column) for row in block.rows]
    values = [number.value for cell in cells for number in cell.numbers[:1] if number.value is not None]
    if 2 * sum(not value.is_integer() for value in values) <= len(values):
        return meaning
    if len(meaning.words) > 1:
        return replace(meaning, role="text") if METHOD.fullmatch(meaning.words) else meaning
    entries = Vocabulary.load().pure_numbers(meaning.words)
    if named := symbols.likeliest(meaning.words, None, entries):
        return replace(meaning, role="property", entries=(named.entry,), words=f"{named.words} ({meaning.words})")
    return replace(meaning, role="property", entries=entries) if entries else meaning


_NOTED: Final = re.compile(
    r"(?:the )?(?!(?:calculated|obtained|determined|measured|values?|data|see|from|refs?|errors?|not|taken|all"
    r"|estimated|based|standard|in|at|for|by|with|results?|units?|given|expressed|parameters?|according)\b)"
    r"(?P<phrase>[a-z][\w-]*(?: [a-z][\w-]*){1,5}?)"
    r"(?= in | by | at | from | for | with | calculated| determined| measured| obtained| tested| estimated"
    r"|\s?[.,;:(]|$)",
    re.I,
)


_GENERAL: Final = re.compile(r"(?:parameters?|values?|data|results?|methods?|equations?|ratios?)$", re.I)
_LONGEST_SYMBOL: Final = 8
_LONGEST_BARE: Final = 4
"""Characters of a header that is a symbol, and of one that nothing else says to be one."""


def as_noted(grid: Grid, block: Block, column: int, meaning: Meaning, notes: Notes) -> Meaning:
    """A bare symbol with what its footnote calls it: ``N`` with "a The number of hydrogen bonds".

    A property that a footnote names is surer than one that the symbol may usually be: ``dp`` with "Pore diameter".
    """
    places = dict.fromkeys(grid.place(row, column) for row in block.header)
    marks = [mark for place in places for mark in grid.marks(*place)]
    last = grid.text(*list(places)[-1]) if places else ""
    symbol = split_unit(last).words or last.strip("()")
    if not marks or not 0 < len(symbol) <= _LONGEST_SYMBOL or meaning.role not in ("text", "property"):
        return meaning
    match = next(filter(None, map(_NOTED.match, notes.of(marks))), None)
    if match is None or _GENERAL.search(match["phrase"]):
        return meaning
    entries = Vocabulary.load().match(match["phrase"], meaning.unit)
    if (meaning.entries and not entries) or (not meaning.entries and len(symbol) > _LONGEST_BARE):
        return meaning
    role: Role = "property" if entries else meaning.role
    return replace(meaning, role=role, entries=entries, words=f"{match['phrase']} ({symbol})")
