"""A reader of a block in, the values out that stand as equations in a row of running words: ``Rwp = 7.3%``."""

import re
from collections.abc import Iterator
from typing import Final

from .cells import plain_cell, read_cell
from .facets import Facets
from .headers.header import read_header
from .headers.symbols import Symbols
from .reading import CellReader, Reading

_EQUATION: Final = re.compile(
    r"(?<![\w.])(?P<symbol>[A-Za-zα-ωΑ-Ω][\w′']{0,6}|χ\^?2)\s?=\s?(?P<value>[<>~]?\s?-?\d+(?:\.\d+)?(?:\(\d{1,3}\))?)\s?"
    r"(?P<unit>%|[A-Za-zΩÅµμ°][\w/·^°-]{0,10})?(?=[\s,;.)]|$)"
)
_OF_CELL: Final = frozenset({"a", "b", "c", "V", "α", "β", "γ", "alpha", "beta", "gamma", "x", "y", "z"})
"""Cell parameters, which are read as part of a structure, and variables."""


def assigned_values(reader: CellReader, symbols: Symbols) -> Iterator[Reading]:
    """The values of properties that rows of one merged text assign."""
    rows = {*reader.block.header, *reader.block.sections.values()}
    for row in sorted(rows & reader.grid.bands):
        place = (row, reader.grid.filled(row)[0])
        for match in _EQUATION.finditer(plain_cell(reader.grid.text(*place))):
            if match["symbol"] in _OF_CELL:
                continue
            unit = match["unit"]
            meaning = read_header((f"{match['symbol']} ({unit})" if unit else match["symbol"],), symbols)
            cell = read_cell(match["value"])
            if meaning.entries and cell.kind == "numbers":
                side = Facets(marks=reader.grid.marks(*place))
                yield from reader.values(place, cell, meaning, Facets(), side)
