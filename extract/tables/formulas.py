"""A column of formulas in, the contents in atomic percent that measured ones among them state out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ...records.units import parse_unit
from .cells import CellNumber
from .facets import Facets
from .names import family_of
from .reading import CellReader, Reading
from .rows import Column
from .sheet import Place
from .sources import cited_works, origin_of

_PHASE: Final = re.compile(r"\b(?:phases?|matrix|dendrit\w*|precipitates?|interdendrit\w*|grains?)\b", re.I)
_ANALYSED: Final = re.compile(
    r"\b(?:measured|actual|determined|analy[sz]\w*|ED[SX]|EPMA|WDS|ICP\S*|XRF|XPS|APT|experimental compositions?)\b",
    re.I,
)
_ANALYSED_CAPTION: Final = re.compile(
    r"\b(?:measured|actual|determined|analy[sz]ed)(?: \w+){0,2} (?:compositions?|contents?)\b"
    r"|\bcompositions?\b[^.;,]{0,60}\b(?:measured|determined|analy[sz]ed|ED[SX]|EPMA|WDS|ICP\S*|XRF|XPS|APT)\b",
    re.I,
)


def formula_contents(reader: CellReader, row: int, described: Sequence[Column], facets: Facets) -> Iterator[Reading]:
    """The contents that a measured formula in atomic percent states: ``Ti59.5Zr35.2Cu3.5Co1.8``."""
    for column in described:
        if column.meaning.role != "composition" or reader.grid.place(row, column.index) != (row, column.index):
            continue
        if not _is_measured(reader.grid.table.caption, column, facets):
            continue
        family = family_of(reader.grid.text(row, column.index))
        if family is None or len(family.compositions) != 1:
            continue
        amounts = family.compositions[0].amounts
        numbers = {symbol: amount for symbol, amount in amounts.items() if not isinstance(amount, str)}
        if len(numbers) < max(2, len(amounts)) or abs(sum(numbers.values()) - 100.0) > 1.0:
            continue
        for symbol, amount in numbers.items():
            yield _content(reader, (row, column.index), symbol, amount, column, facets)


def _is_measured(caption: str, column: Column, facets: Facets) -> bool:
    """Whether a column of formulas tells what was found, in a phase or by analysis; else it names the samples."""
    if any(condition.name == "phase" for condition in facets.conditions):
        return True
    own = " ".join(column.header)
    return bool(_PHASE.search(own) or _ANALYSED.search(own) or _ANALYSED_CAPTION.search(caption))


def _content(reader: CellReader, place: Place, symbol: str, amount: float, column: Column, facets: Facets) -> Reading:
    meaning = replace(
        column.meaning, words=symbol, role="element", element=symbol, unit=parse_unit("at.%"), spelled="at.%"
    )
    notes = reader.notes.of((*facets.marks, *reader.grid.marks(*place)))
    references = facets.references or cited_works(notes)
    return Reading(
        place=reader.grid.place(*place), number=CellNumber(value=amount), cell=reader.grid.cell(*place),
        meaning=meaning, label=facets.label, conditions=(*facets.conditions, *column.meaning.conditions),
        references=references, method=facets.method,
        origin=origin_of(references, facets.own, notes, facets.method),
        header=reader.header(place), stub=reader.stub(place),
    )  # fmt: skip
