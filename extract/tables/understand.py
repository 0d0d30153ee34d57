"""A table in, every value it states out: the number, what it measures, of which sample, under which conditions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ...records.model import Condition, Origin
from ...records.units import parse_unit
from ..document import Table
from .captions import caption_meaning
from .cells import Cell, CellNumber
from .columns import column_facets, columns_of, is_element, row_text_facets
from .facets import Facets, Label
from .headers import Meaning, case_name, read_header
from .marks import Notes, read_notes
from .names import family_of
from .rows import Column, row_facets
from .sheet import Block, Grid, Place, blocks_of
from .sites import site_columns
from .sources import cited_works, origin_of, work_numbers
from .symbols import Symbols, read_phrases, read_symbols

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
_SAMPLED_ROWS: Final = 60
"""So many rows tell what a column of words is about."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A table read: its grid, the blocks with their columns, and its values."""

    grid: Grid
    blocks: tuple[tuple[Block, tuple[Column, ...]], ...]
    readings: tuple[Reading, ...]
    symbols: Symbols
    notes: Notes


def understand(table: Table, symbols: Symbols) -> Understood:
    """Reads a table. ``symbols`` are those of the whole paper; the table's caption and notes come before them."""
    notes = read_notes(table.footnotes)
    own = read_symbols([table.caption, *table.footnotes], ())
    phrases = read_phrases([table.caption, *table.footnotes])
    known = Symbols({**symbols.properties, **own.properties}, {**symbols.long_forms, **phrases})
    grid = Grid(table, notes)
    blocks: list[tuple[Block, tuple[Column, ...]]] = []
    readings: list[Reading] = []
    for block in blocks_of(grid, lambda text: _is_header_text(text, known)):
        columns = tuple(columns_of(grid, block, known, notes))
        blocks.append((block, columns))
        readings.extend(_BlockReader(grid, block, columns, known, notes).readings())
    return Understood(grid=grid, blocks=tuple(blocks), readings=tuple(readings), symbols=known, notes=notes)


def _is_header_text(text: str, symbols: Symbols) -> bool:
    meaning = read_header((text,), symbols)
    return meaning.names_property or meaning.has_unit or meaning.role in ("sample", "factor") or is_element(text)


class _BlockReader:
    """Reads one block: which side names the properties, which the samples, and what each cell then says."""

    def __init__(self, grid: Grid, block: Block, columns: tuple[Column, ...], symbols: Symbols, notes: Notes) -> None:
        self.grid, self.block, self.columns = grid, block, columns
        self.symbols, self.notes = symbols, notes
        self.caption = caption_meaning(grid.table)
        self.sections = {row: self._section(row) for row in set(block.sections.values())}

    def readings(self) -> Iterator[Reading]:
        if site_columns(self.grid, self.block) is not None:
            return
        stub = self._property_stub()
        if stub is None:
            yield from self._samples_down()
        else:
            yield from self._samples_across(stub)

    def _section(self, row: int) -> Facets:
        column = self.grid.filled(row)[0]
        text = self.grid.text(row, column)
        meaning = read_header((text,), self.symbols)
        marks = self.grid.marks(row, column)
        if meaning.names_property and not is_element(text):
            return Facets(meaning=meaning, marks=marks)
        if meaning.conditions:
            return Facets(conditions=meaning.conditions, marks=marks)
        references = work_numbers(text)
        return Facets(label=Label(text=text, place=(row, column)), marks=marks, references=references)

    def _property_stub(self) -> int | None:
        """The column whose texts name the properties of their rows; None where columns do."""
        values = [c for c in self.columns if c.numeric and c.index > 0]
        named = sum(c.meaning.names_property for c in values)
        if not values:
            values = [c for c in self.columns if c.index > 0]
        declared = next((c for c in self.columns if c.meaning.role == "parameter" and not c.numeric), None)
        best, share = None, 0.0
        for column in [declared] if declared else self.columns[:3]:
            rows = [r for r in self.block.rows if self.grid.text(r, column.index)][:_SAMPLED_ROWS]
            if column.numeric or len(rows) < 1:
                continue
            meanings = [read_header((self.grid.text(r, column.index),), self.symbols) for r in rows]
            found = sum(m.names_property or m.has_unit for m in meanings) / len(rows)
            if column is declared:
                found += 0.5
            if found > share:
                best, share = column.index, found
        enough = share >= 0.3 if not named else share > 0.6 and 2 * named < len(values)
        return best if enough else None

    def _samples_down(self) -> Iterator[Reading]:
        values = self._value_columns()
        indexes = {column.index for column in values}
        spread = {c.index for c in self.columns if c.meaning.role == "uncertainty"}
        first = min(indexes, default=0)
        described = [
            c for c in self.columns
            if c.index not in indexes | spread and c.meaning.role not in ("unit", "value")
            and (c.index < first or not c.meaning.names_property)
        ]  # fmt: skip
        rows = row_facets(self.grid, self.block, described, first)
        for row in self.block.rows:
            facets = rows[row]
            if row in self.block.sections:
                facets = facets.with_section(self.sections[self.block.sections[row]])
            yield from self._contents(row, described, facets)
            unit = self._row_unit(row)
            for column in values:
                meaning, from_caption = self._meaning(column.meaning, facets.meaning)
                if meaning is not None and unit is not None and not meaning.has_unit:
                    meaning = replace(
                        meaning, unit=unit.unit, spelled=unit.spelled, factor=meaning.factor * unit.factor
                    )
                if meaning is not None:
                    place = (row, column.index)
                    side = Facets(conditions=column.meaning.conditions, marks=column.meaning.marks)
                    yield from self._cell(place, meaning, facets, side, column, from_caption)

    def _row_unit(self, row: int) -> Meaning | None:
        """The unit of a row, where a column says it."""
        column = next((c for c in self.columns if c.meaning.role == "unit"), None)
        text = self.grid.text(row, column.index).strip("()[]") if column else ""
        return read_header((f"x ({text})",), Symbols()) if text else None

    def _contents(self, row: int, described: Sequence[Column], facets: Facets) -> Iterator[Reading]:
        """The contents that a measured formula in atomic percent states: ``Ti59.5Zr35.2Cu3.5Co1.8``."""
        for column in described:
            if column.meaning.role != "composition" or self.grid.place(row, column.index) != (row, column.index):
                continue
            if not self._is_measured(column, facets):
                continue
            family = family_of(self.grid.text(row, column.index))
            if family is None or len(family.compositions) != 1:
                continue
            amounts = family.compositions[0].amounts
            numbers = {symbol: amount for symbol, amount in amounts.items() if not isinstance(amount, str)}
            if len(numbers) < max(2, len(amounts)) or abs(sum(numbers.values()) - 100.0) > 1.0:
                continue
            for symbol, amount in numbers.items():
                yield self._content((row, column.index), symbol, amount, column, facets)

    def _is_measured(self, column: Column, facets: Facets) -> bool:
        """Whether a column of formulas tells what was found, in a phase or by analysis; else it names the samples."""
        if any(condition.name == "phase" for condition in facets.conditions):
            return True
        own = " ".join(column.header)
        return bool(_PHASE.search(own) or _ANALYSED.search(own) or _ANALYSED_CAPTION.search(self.grid.table.caption))

    def _content(self, place: Place, symbol: str, amount: float, column: Column, facets: Facets) -> Reading:
        meaning = replace(
            column.meaning, words=symbol, role="element", element=symbol, unit=parse_unit("at.%"), spelled="at.%"
        )
        notes = self.notes.of((*facets.marks, *self.grid.marks(*place)))
        references = facets.references or cited_works(notes)
        return Reading(
            place=self.grid.place(*place), number=CellNumber(value=amount), cell=self.grid.cell(*place),
            meaning=meaning, label=facets.label, conditions=(*facets.conditions, *column.meaning.conditions),
            references=references, method=facets.method,
            origin=origin_of(references, facets.own, notes, facets.method),
            header=self._header(place), stub=self._stub(place),
        )  # fmt: skip

    def _meaning(self, column: Meaning, other: Meaning | None) -> tuple[Meaning | None, bool]:
        """What a value column measures: its own header, else the section's property, else the caption's."""
        if column.names_property:
            return column, False
        if other is not None and other.names_property:
            unit = column if column.has_unit and not other.has_unit else other
            case = self._case(column)
            conditions = (*other.conditions, *((case,) if case else ()))
            return replace(
                other, unit=unit.unit, spelled=unit.spelled, factor=unit.factor, conditions=conditions
            ), False
        unnamed = not any(c.meaning.names_property for c in self.columns)
        if self.caption is not None and (unnamed or self._is_case(column)):
            case = self._case(column)
            caption = replace(self.caption, conditions=(case,) if case else ())
            if column.has_unit:
                caption = replace(caption, unit=column.unit, spelled=column.spelled, factor=column.factor)
            return caption, True
        if column.role == "text" and column.words:
            return replace(column, role="property"), False
        return None, False

    def _is_case(self, column: Meaning) -> bool:
        """Whether a header is only a condition, and the caption has property and unit of what stands under it."""
        told = self.caption is not None and self.caption.has_unit
        return told and column.role == "condition" and bool(column.conditions)

    @staticmethod
    def _case(column: Meaning) -> Condition | None:
        """A header that names no property, as what tells its values from those of the other columns."""
        if not column.words or column.conditions:
            return None
        return Condition(name=case_name(column.words), text=column.words)

    def _value_columns(self) -> list[Column]:
        """The columns that hold measured values: what they are headed with, and where they stand."""
        numeric = [
            c for c in self.columns
            if c.numeric and c.meaning.role not in ("uncertainty", "reference", "index") and not self._leads(c)
        ]  # fmt: skip
        named = [c for c in numeric if c.meaning.names_property]
        if not named:
            other = [c for c in numeric if c.meaning.role in ("text", "condition", "value", "factor", "sample")]
            first = min((c.index for c in numeric), default=0)
            return [
                c for c in other
                if c.index > first or c.meaning.conditions or c.meaning.role not in ("condition", "factor")
            ]  # fmt: skip
        first = named[0].index
        return [
            c for c in numeric
            if c.meaning.names_property
            or self._is_case(c.meaning)
            or (c.index > first and c.meaning.role == "factor" and c.meaning.entries)
            or (c.index > first and c.meaning.role == "text" and bool(c.meaning.words))
        ]  # fmt: skip

    def _leads(self, column: Column) -> bool:
        """A first column of numbers under which rows stand: a factor, whatever it is called."""
        if column.index > 0 or column.meaning.role == "element" or len(self.block.rows) < 2:
            return False
        places = {self.grid.place(row, 0) for row in self.block.rows if self.grid.text(row, 0)}
        grouped = len(places) < len(self.block.rows)
        return grouped or not any(not c.numeric for c in self.columns)

    def _samples_across(self, stub: int) -> Iterator[Reading]:
        parameter = next(c for c in self.columns if c.index == stub)
        after = [c for c in self.columns if c.index > stub]
        unit = next((c for c in after if c.meaning.role == "unit"), None)
        symbol = next((c for c in after if c.meaning.role in ("symbol", "parameter") and not c.numeric), None)
        values = [c for c in after if c is not unit and c is not symbol and self._holds_values(c)]
        values = [c for c in values if not self._repeats(c)]
        groups = [c for c in self.columns if c.index != stub and c not in values and c not in (unit, symbol)]
        groups = [c for c in groups if c.meaning.role != "condition" and not self._repeats(c)]
        cases = [c for c in self.columns if c.meaning.role == "condition" and c not in values and c.index != stub]
        described = frozenset(c.index for c in self.columns if c not in values)
        facets = column_facets(self.grid, self.block, self.columns, described)
        words = [r for r in self.block.rows if not any(self.grid.is_number(r, c.index) for c in values)]
        facets = {
            c.index: row_text_facets(self.grid, words, c.index, facets[c.index], stub) for c in values
        }  # fmt: skip
        rows = row_facets(self.grid, self.block, groups)
        told = row_facets(self.grid, self.block, cases)
        for row in self.block.rows:
            texts = [self.grid.text(row, stub)]
            if symbol:
                texts.append(self.grid.text(row, symbol.index))
            if unit and self.grid.text(row, unit.index):
                texts.append(f"({self.grid.text(row, unit.index).strip('()[]')})")
            meaning = read_header(texts, self.symbols, self.grid.marks(row, stub))
            side = rows[row]
            if row in self.block.sections:
                side = side.with_section(self.sections[self.block.sections[row]])
            for column in values:
                found = self._row_meaning(meaning, side)
                if found is not None:
                    conditions = (*found.conditions, *side.conditions, *told[row].conditions)
                    yield from self._cell(
                        (row, column.index), found, facets[column.index],
                        replace(side, conditions=conditions, marks=(*side.marks, *found.marks)), parameter, False,
                    )  # fmt: skip

    def _row_meaning(self, meaning: Meaning, side: Facets) -> Meaning | None:
        if meaning.names_property:
            return meaning
        if side.names_property and side.meaning is not None:
            return replace(side.meaning, conditions=meaning.conditions)
        if meaning.role in ("condition", "factor") and meaning.has_unit:
            return None
        if meaning.role == "text" and meaning.words:
            return replace(meaning, role="property")
        return None

    def _repeats(self, column: Column) -> bool:
        """Whether a column shows nothing but cells that begin in the column before."""
        return all(self.grid.place(row, column.index)[1] < column.index for row in self.block.rows)

    def _holds_values(self, column: Column) -> bool:
        if column.meaning.role in ("reference", "uncertainty", "symbol", "unit", "method"):
            return False
        return any(self.grid.is_number(row, column.index) for row in self.block.rows)

    def _cell(
        self, place: Place, meaning: Meaning, facets: Facets, side: Facets, column: Column, from_caption: bool
    ) -> Iterator[Reading]:
        cell = self.grid.cell(*place)
        if cell.kind != "numbers":
            return
        marks = (*cell.marks, *facets.marks, *side.marks)
        notes = self.notes.of(marks)
        label, case = self._merged(facets.label, side.label)
        references = facets.references or side.references or cited_works(notes)
        spread = self._spread(place)
        for number in cell.numbers:
            sources = number.references or references
            told = tuple(dict.fromkeys((*facets.conditions, *case, *side.conditions, *meaning.conditions)))
            method = facets.method or side.method or self._method(told)
            yield Reading(
                place=self.grid.place(*place), number=replace(number, uncertainty=number.uncertainty or spread),
                cell=cell, meaning=meaning, label=label, conditions=told, references=sources,
                origin=origin_of(sources, facets.own or side.own, notes, method), method=method,
                header=self._header(place), stub=self._stub(place), from_caption=from_caption,
            )  # fmt: skip

    @staticmethod
    def _merged(first: Label | None, second: Label | None) -> tuple[Label | None, tuple[Condition, ...]]:
        """A label of the column and one of the row: the row group names the sample, the column is a case of it."""
        if first is None or second is None:
            return first or second, ()
        return second, (Condition(name=case_name(first.text), text=first.text),)

    def _spread(self, place: Place) -> float | None:
        """The standard deviation in the next column, where that column is one."""
        row, column = place
        after = next((c for c in self.columns if c.index == column + 1), None)
        if after is None or after.meaning.role != "uncertainty":
            return None
        cell = self.grid.cell(row, column + 1)
        return cell.numbers[0].value if cell.kind == "numbers" else None

    @staticmethod
    def _method(conditions: Sequence[Condition]) -> str | None:
        return next((c.text for c in conditions if c.name == "method" and c.text), None)

    def _header(self, place: Place) -> tuple[str, ...]:
        places = dict.fromkeys(self.grid.place(row, place[1]) for row in self.block.header)
        return tuple(text for spot in places if (text := self.grid.printed(*spot)))

    def _stub(self, place: Place) -> str:
        row, column = place
        texts = [self.grid.printed(row, c) for c in range(min(column, max(1, self.grid.table.header_columns)))]
        return " ".join(text for text in texts if text) or next(
            (self.grid.printed(row, c) for c in range(column) if self.grid.printed(row, c)), ""
        )
