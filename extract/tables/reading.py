"""One cell of a table and what its row and column are about in, the values that it states out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ...records.model import Condition, Origin
from .cells import Cell, CellNumber
from .conditions import condition_behind
from .facets import Facets, Label, join
from .headers.meaning import Meaning
from .headers.words import case_name
from .marks import Notes
from .pairs import AVERAGE, read_aside
from .rows import Column
from .sheet import Block, Grid, Place
from .sources import cited_works, origin_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value of a table as understood, before it is checked against the property that it may be.

    ``label`` is the sample's name in the table, None where the table names none. ``header`` and ``stub`` are
    the texts over the column and before the row.
    """

    place: Place
    number: CellNumber
    cell: Cell
    meaning: Meaning
    label: Label | None
    conditions: tuple[Condition, ...]
    references: tuple[str, ...]
    origin: Origin
    method: str | None
    header: tuple[str, ...]
    stub: str
    from_caption: bool = False


_COMPARED: Final = re.compile(r"\bdeviations?$|\bdifferences?$|\brel", re.I)
"""How far two columns are apart, which is no uncertainty of either."""
_PLAIN: Final = re.compile(r"[A-Z]?[a-z]+(?:[ -][a-z]+)*")
"""Words without a name in them, which over a group of rows say a state: ``After annealing``."""


class CellReader:
    """Reads the cells of one block."""

    def __init__(self, grid: Grid, block: Block, columns: tuple[Column, ...], notes: Notes) -> None:
        self.grid, self.block, self.columns, self.notes = grid, block, columns, notes
        general = (grid.table.caption, *grid.table.footnotes)
        self.asides = {c.index: found for c in columns if (found := read_aside((*c.header, *general)))}
        self.joined: dict[int, tuple[Meaning, ...]] = {}

    def cell(
        self, place: Place, meaning: Meaning, facets: Facets, side: Facets, from_caption: bool = False
    ) -> Iterator[Reading]:
        """What the numbers of one cell say; ``facets`` are of its row or column of samples, ``side`` of the other."""
        cell = self.grid.cell(*place)
        if cell.kind == "numbers" and not self._is_repeated(place):
            yield from self.values(place, cell, meaning, facets, side, from_caption)

    def values(
        self, place: Place, cell: Cell, meaning: Meaning, facets: Facets, side: Facets, from_caption: bool = False
    ) -> Iterator[Reading]:
        """What the numbers say that stand at a place, of which there may be others."""
        marks = (*cell.marks, *facets.marks, *side.marks)
        notes = self.notes.of(marks)
        label, case = self._merged(facets.label, side.label)
        references = facets.references or side.references or cited_works(notes)
        spread = self._spread(place)
        for number, one, how in self._with_asides(place, cell, meaning):
            sources = number.references or references
            own = (*one.conditions, *how, *condition_behind(number.rest))
            told = tuple(dict.fromkeys((*facets.conditions, *case, *side.conditions, *own)))
            method = facets.method or side.method or self._method(told)
            yield Reading(
                place=self.grid.place(*place), number=replace(number, uncertainty=number.uncertainty or spread),
                cell=cell, meaning=one, label=label, conditions=told, references=sources,
                origin=origin_of(sources, facets.own or side.own, notes, method), method=method,
                header=self.header(place), stub=self.stub(place), from_caption=from_caption,
            )  # fmt: skip

    def _with_asides(
        self, place: Place, cell: Cell, meaning: Meaning
    ) -> Iterator[tuple[CellNumber, Meaning, tuple[Condition, ...]]]:
        """The numbers of a cell, each with what it measures, and those in parentheses where it is told what they are.

        Two numbers under a header that joins two meanings have one each.
        """
        joined = self.joined.get(place[1], ())
        if len(joined) == len(cell.numbers):
            yield from ((number, one, ()) for number, one in zip(cell.numbers, joined, strict=True))
            return
        aside = self.asides.get(place[1])
        for number in cell.numbers:
            yield number, meaning, aside.first if aside and number.aside is not None else ()
            spread = number.aside_uncertainty
            if number.aside is not None and (aside is not None or spread is not None):
                second = replace(number, value=number.aside, low=None, high=None, uncertainty=spread, aside=None)
                yield second, meaning, aside.second if aside else AVERAGE

    def _is_repeated(self, place: Place) -> bool:
        """Whether a merged cell shows here again under the same header, so that it says nothing new."""
        first = self.grid.place(*place)
        return first != place and first[0] == place[0] and self.header(first) == self.header(place)

    @staticmethod
    def _merged(first: Label | None, second: Label | None) -> tuple[Label | None, tuple[Condition, ...]]:
        """A label of the column and one of the row: the row group names the sample, the column is a case of it."""
        if first is None or second is None:
            return first or second, ()
        if _PLAIN.fullmatch(second.text) and not second.family and not _PLAIN.fullmatch(first.text):
            told = replace(first, processing=join(first.processing, second.text))
            return told, (Condition(name=case_name(second.text), text=second.text),)
        return second, (Condition(name=case_name(first.text), text=first.text),)

    def _spread(self, place: Place) -> float | None:
        """The standard deviation in the next column, where that column is one."""
        row, column = place
        after = next((c for c in self.columns if c.index == column + 1), None)
        if after is None or after.meaning.role != "uncertainty" or _COMPARED.search(after.meaning.words):
            return None
        cell = self.grid.cell(row, column + 1)
        return cell.numbers[0].value if cell.kind == "numbers" else None

    @staticmethod
    def _method(conditions: Sequence[Condition]) -> str | None:
        return next((c.text for c in conditions if c.name == "method" and c.text), None)

    def header(self, place: Place) -> tuple[str, ...]:
        """The texts over a cell, as printed."""
        places = dict.fromkeys(self.grid.place(row, place[1]) for row in self.block.header)
        return tuple(text for spot in places if (text := self.grid.printed(*spot)))

    def stub(self, place: Place) -> str:
        """The text before a cell's row, as printed."""
        row, column = place
        texts = [self.grid.printed(row, c) for c in range(min(column, max(1, self.grid.table.header_columns)))]
        return " ".join(text for text in texts if text) or next(
            (self.grid.printed(row, c) for c in range(column) if self.grid.printed(row, c)), ""
        )
