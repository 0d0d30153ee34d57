"""One block of a table in, its values out: which side names the properties, which the samples, what each cell says."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ...records.model import Condition
from .assigned import assigned_values
from .bonds import bond_meaning, bond_rows
from .captions import caption_meaning, caption_phrase, table_unit
from .columns.bands import of_level
from .columns.columns import column_facets, row_text_facets
from .columns.values import is_coded, is_mostly_broken, is_set, is_uneven
from .constituents import content_columns, part_column, part_readings
from .facets import Facets, Label, join, of_site
from .formulas import formula_contents
from .headers.header import read_header
from .headers.meaning import Meaning
from .headers.phrases import is_formula
from .headers.symbols import Symbols
from .headers.words import AMOUNTS, SHARES, VARIABLE, case_name, role_of
from .marks import Notes
from .names import family_of_label, owner_name
from .pairs import joined_meanings
from .reading import CellReader, Reading
from .rows import Column, row_facets
from .sections import section_facets
from .sheet import Block, Grid
from .sites import site_columns
from .stubs import row_share, row_unit, stub_of

_STATE: Final = re.compile(r"(?:before|after|initial|final|fresh|spent|(?:un)?cycled|pre|post)\b", re.I)
"""A header that tells a sample's states apart, and names none."""
_NAME: Final = re.compile(r"[A-Z][a-z]{2,12} (?:[A-Z]|\d{1,3})|[A-Z]{1,6}-?\d{1,4}")
"""A header that is a name with a number or a capital letter: ``Film A``, ``GC1``."""
_REMARKS: Final = re.compile(r"\b(?:assignments?|remarks?|comments?|notes?|observations?|descriptions?)\b", re.I)
_NO_GROUPS: Final = ("condition", "uncertainty", "statistic")
_SAMPLED_ROWS: Final = 60
"""So many rows tell what a column of words is about."""


class BlockReader(CellReader):
    """Reads one block: which side names the properties, which the samples, and what each cell then says."""

    def __init__(self, grid: Grid, block: Block, columns: tuple[Column, ...], symbols: Symbols, notes: Notes) -> None:
        super().__init__(grid, block, columns, notes)
        self.symbols = symbols
        self.joined = {c.index: joined_meanings(c.header[-1], c.meaning, symbols) for c in columns if c.header}
        self.caption, self.phrase = caption_meaning(grid.table), caption_phrase(grid.table)
        self.told_unit = table_unit(grid.table)
        self.parts: Column | None = None
        self.spent: frozenset[int] = frozenset()
        repeated = len({grid.text(row, 0) for row in block.rows}) < len(block.rows)
        self.sections = {
            row: section_facets(grid, row, columns[0].meaning.words, symbols, repeated=repeated)
            for row in set(block.sections.values())
        }

    def readings(self) -> Iterator[Reading]:
        """The values of the block."""
        yield from assigned_values(self, self.symbols)
        if site_columns(self.grid, self.block) is not None:
            return
        self.parts = part_column(self.grid, self.block, self.columns)
        if self.parts is not None:
            contents = content_columns(self.grid, self.block, self.columns, self.parts)
            yield from part_readings(self, self.parts, contents, self.symbols)
            self.spent = frozenset(c.index for c in contents)
        stub = None if self.parts else self._property_stub()
        if stub is None and self.parts is None and (self._is_list() or bond_rows(self.grid, self.block, self.columns)):
            stub = 0
        if stub is None:
            yield from self._samples_down()
        else:
            yield from self._samples_across(stub)

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
            if column.numeric or column.meaning.role == "unit" or len(rows) < 1:
                continue
            meanings = [read_header((self.grid.text(r, column.index),), self.symbols) for r in rows]
            found = sum(m.names_property or (m.has_unit and bool(m.words)) for m in meanings) / len(rows)
            if column is declared:
                found += 0.5
            if found > share:
                best, share = column.index, found
        best = self._finer(best)
        enough = share >= 0.3 if not named else share > 0.6 and 2 * named < len(values)
        return best if enough else None

    def _finer(self, stub: int | None) -> int | None:
        """The next column instead of one of groups, where it has no header and its texts name what has a unit."""
        after = next((c for c in self.columns if stub is not None and c.index == stub + 1), None)
        if after is None or after.numeric or any(after.header):
            return stub
        texts = [text for row in self.block.rows if (text := self.grid.text(row, after.index))]
        measured = sum(read_header((text,), self.symbols).has_unit for text in texts)
        return after.index if texts and 2 * measured > len(texts) else stub

    def _is_list(self) -> bool:
        """Whether a block without header is a list of quantities: names on the left, values with units on the right."""
        if self.block.header or len(self.columns) != 2 or self.columns[0].numeric:
            return False
        cells = [self.grid.cell(row, 1) for row in self.block.rows]
        numbers = [cell for cell in cells if cell.kind == "numbers"]
        return 2 * len(numbers) >= len(cells) and any(cell.numbers[0].unit for cell in numbers)

    def _samples_down(self) -> Iterator[Reading]:
        values = self._value_columns()
        indexes = {column.index for column in values}
        spread = {c.index for c in self.columns if c.meaning.role in ("uncertainty", "statistic")}
        first = min(indexes, default=0)
        described = [
            c for c in self.columns
            if c.index not in indexes | spread | self.spent and c.meaning.role not in ("unit", "value")
            and (c.index < first or not c.meaning.names_property)
        ]  # fmt: skip
        if self.parts is not None:
            described = [
                c for c in described if c is self.parts or c.meaning.role in ("reference", "method", "condition")
            ]
        values = [self._as_found(c) for c in values]
        rows = row_facets(self.grid, self.block, described, first)
        for row in self.block.rows:
            if role_of(self.grid.text(row, 0)) == "uncertainty":
                continue
            facets = rows[row]
            if row in self.block.sections:
                facets = facets.with_section(self.sections[self.block.sections[row]])
            yield from formula_contents(self, row, described, facets)
            rows_facets = facets
            unit = row_unit(self.grid, self.columns, row)
            share = row_share(self.grid, row)
            for column in values:
                facets = rows_facets
                meaning, from_caption = self._meaning(column.meaning, facets.meaning)
                unit = unit or self.told_unit
                if meaning is not None and unit is not None and not meaning.has_unit and meaning.role != "element":
                    meaning = replace(
                        meaning, unit=unit.unit, spelled=unit.spelled, factor=meaning.factor * unit.factor
                    )
                if meaning is not None:
                    if share is not None and meaning.role == "element":
                        meaning = replace(meaning, unit=share.unit, spelled=share.spelled)
                    meaning = of_level(meaning, facets.conditions)
                    place = (row, column.index)
                    headed = self._headed(column, meaning)
                    if headed is not None and (facets.label is None or facets.label.place is None):
                        made = facets.label.text if facets.label and headed.text == column.meaning.words else None
                        facets = replace(facets, label=replace(headed, processing=join(headed.processing, made)))
                    side = Facets(conditions=column.meaning.conditions, marks=column.meaning.marks)
                    yield from self.cell(place, meaning, facets, side, from_caption)

    def _headed(self, column: Column, meaning: Meaning) -> Label | None:
        """The sample that a column's lowest header names under a property, where its row names none."""
        last = self.block.header[-1] if self.block.header else None
        named = column.header[-1] if last is not None and column.header else ""
        of_other = meaning.words != column.meaning.words and column.meaning.role == "text"
        if of_other and _NAME.fullmatch(named) and not is_formula(named):
            return Label(text=named, place=self.grid.place(last or 0, column.index), family=family_of_label(named))
        of = next((c.text for c in column.meaning.conditions if c.name == "of" and c.text), None)
        if last is not None and of and re.search(r"[A-Z\d]", of):
            return Label(text=of, place=self.grid.place(last, column.index), family=family_of_label(of))
        if last is None or len(column.header) < 2 or not meaning.names_property:
            return None
        for row in self.block.header:
            if VARIABLE.fullmatch(text := self.grid.text(row, column.index)):
                return Label(text=text, place=self.grid.place(row, column.index))
        cases = [c.text for c in column.meaning.conditions if c.name == "case" and c.text]
        for row in reversed(self.block.header):
            text = self.grid.text(row, column.index)
            if (
                text
                and not _STATE.match(text)
                and any(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", case) for case in cases)
            ):
                return Label(text=text, place=self.grid.place(row, column.index))
        return None

    def _meaning(self, column: Meaning, other: Meaning | None) -> tuple[Meaning | None, bool]:
        """What a value column measures: its own header, else the section's property, else the caption's."""
        if self._is_level(column) and self.caption is not None:
            level = None if column.conditions else Condition(name=case_name(column.words), text=column.words)
            return replace(
                self.caption, unit=column.unit, spelled=column.spelled, factor=column.factor,
                conditions=(level,) if level else (), marks=column.marks,
            ), True  # fmt: skip
        if column.names_property:
            return column, False
        if column.words == "pH" and column.role == "condition":
            return replace(column, role="property", words="pH value"), False
        if other is not None and other.names_property:
            unit = column if column.has_unit and not other.has_unit else other
            case = self._case(column)
            conditions = (*other.conditions, *((case,) if case else ()))
            return replace(
                other, unit=unit.unit, spelled=unit.spelled, factor=unit.factor, conditions=conditions
            ), False
        unnamed = not any(c.meaning.names_property for c in self.columns)
        vague = self.caption is not None and bool(self.caption.entries) and self.caption.entries[0].name in AMOUNTS
        plain = column.role == "text" and len(column.words) > 3
        if self.caption is not None and (unnamed or self._is_case(column)) and not (vague and plain):
            case = self._case(column)
            caption = replace(self.caption, conditions=(case,) if case else ())
            if column.has_unit:
                caption = replace(caption, unit=column.unit, spelled=column.spelled, factor=column.factor)
            return caption, True
        told = self.phrase is not None and self.phrase.has_unit and not column.has_unit
        if self.phrase is not None and unnamed and (told or column.role in ("condition", "value")):
            case = self._case(column)
            phrase = replace(self.phrase, conditions=(case,) if case else ())
            if column.has_unit:
                phrase = replace(phrase, unit=column.unit, spelled=column.spelled, factor=column.factor)
            return phrase, False
        texts = any(c.meaning.role == "text" and c.numeric for c in self.columns)
        alone = column.role == "factor" and column.has_unit and not texts
        if (column.role == "text" or alone) and column.words and not column.element:
            return replace(column, role="property"), False
        return None, False

    def _is_level(self, column: Meaning) -> bool:
        """Whether a header is a level or a case with the unit of the caption's property: ``14 days (MPa)``.

        So are all of them, none of which names a property that is known.
        """
        entries = self.caption.entries if self.caption is not None else ()
        if not entries or column.unit is None or column.entries or column.element:
            return False
        alike = [c for c in self.columns if c.numeric and c.meaning.unit == column.unit]
        return (
            len(alike) > 1
            and column.role in ("property", "condition", "text")
            and any(entry.fits(column.unit) for entry in entries)
            and not any(c.meaning.entries or c.meaning.element for c in self.columns)
        )

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
        numeric = [c for c in self.columns if c.numeric and c.index not in self.spent and self._can_measure(c)]
        named = [c for c in numeric if c.meaning.names_property or self._is_level(c.meaning)]
        known = min((c.index for c in named if c.meaning.entries or c.meaning.element), default=0)
        named = [c for c in named if c.index >= known or c.meaning.entries or not is_set(self.grid, self.block, c)]
        if not named:
            roles = ("text", "condition", "value", "factor", "sample")
            other = [c for c in numeric if c.meaning.role in roles and (c.index or c.meaning.role != "sample")]
            first = min((c.index for c in numeric), default=0)
            found = [
                c for c in other
                if c.index > first or c.meaning.conditions or c.meaning.role not in ("condition", "factor")
            ]  # fmt: skip
            return found or [c for c in numeric if c.meaning.role == "factor" and c.meaning.has_unit and c.index > 0]
        first = named[0].index
        return [
            c for c in numeric
            if c in named
            or self._is_case(c.meaning)
            or (c.index > first and c.meaning.words == "pH")
            or (c.index > first and c.meaning.role == "factor" and c.meaning.entries)
            or (c.index > 0 and c.meaning.role == "factor" and c.meaning.has_unit and self._is_found(c))
            or (c.meaning.role == "text" and bool(c.meaning.words) and (c.index > first or self._measures(c)))
        ]  # fmt: skip

    def _can_measure(self, column: Column) -> bool:
        """Whether a column of numbers is more than a number of the row, a level of a design, a remark."""
        if column.meaning.role in ("uncertainty", "statistic", "reference", "index") or _REMARKS.search(
            " ".join(column.header[-1:])
        ):
            return False
        return not is_coded(self.grid, self.block, column) and not self._leads(column)

    def _as_found(self, column: Column) -> Column:
        """An amount behind a column of words that was found, as what is measured."""
        if column.meaning.role != "factor" or column.meaning.entries or not self._is_found(column):
            return column
        share = column.meaning.spelled in SHARES
        return replace(column, meaning=replace(column.meaning, role="property")) if share else column

    def _is_found(self, column: Column) -> bool:
        """Whether amounts behind a column of words were found, not weighed in."""
        return self._behind_labels(column) and is_uneven(self.grid, self.block, column)

    def _measures(self, column: Column) -> bool:
        """Whether a column of numbers without unit, behind one of labels, holds fractions and no settings."""
        return self._behind_labels(column, no_settings=True) and is_mostly_broken(self.grid, self.block, column)

    def _behind_labels(self, column: Column, no_settings: bool = False) -> bool:
        """Whether a column of words stands before a column; with ``no_settings`` not one of conditions."""
        before = [c for c in self.columns if c.index < column.index and not c.numeric]
        return any(not no_settings or c.meaning.role != "condition" for c in before)

    def _leads(self, column: Column) -> bool:
        """A first column of numbers under which rows stand: a factor, whatever it is called."""
        others = [c for c in self.columns if c is not column and c.meaning.names_property]
        content = column.meaning.role == "element" and (not others or any(c.meaning.role == "element" for c in others))
        if column.index > 0 or content or len(self.block.rows) < 2:
            return False
        places = {self.grid.place(row, 0) for row in self.block.rows if self.grid.text(row, 0)}
        grouped = len(places) < len(self.block.rows)
        return grouped or not any(not c.numeric for c in self.columns)

    def _samples_across(self, stub: int) -> Iterator[Reading]:
        after = [c for c in self.columns if c.index > stub]
        named = stub_of(self.grid, self.block, self.columns, stub)
        naming = (named.unit, named.symbol, named.name, named.over)
        values = [c for c in after if c not in naming and self._holds_values(c)]
        values = [c for c in values if not self._repeats(c)]
        if any(c.meaning.role != "condition" for c in values):
            values = [c for c in values if c.meaning.role != "condition" or c.meaning.conditions]
        groups = [c for c in self.columns if c.index != stub and c not in values and c not in naming]
        groups = [c for c in groups if c.meaning.role not in _NO_GROUPS and not self._repeats(c)]
        cases = [c for c in self.columns if c.meaning.role == "condition" and c not in values and c.index != stub]
        described = frozenset(c.index for c in self.columns if c not in values)
        facets = column_facets(self.grid, self.block, self.columns, described)
        words = [r for r in self.block.rows if not any(self.grid.is_number(r, c.index) for c in values)]
        alike = Counter(c.header for c in values)
        facets = {
            c.index: row_text_facets(self.grid, words, c.index, facets[c.index], stub, alike[c.header] > 1)
            for c in values
        }
        rows = row_facets(self.grid, self.block, groups)
        told = row_facets(self.grid, self.block, cases, named=False)
        for row in self.block.rows:
            goes_on = any(self.grid.text(row, c.index) for c in groups)
            texts = named.texts(self.grid, row, self.block, goes_on=goes_on)
            meaning = read_header(texts, self.symbols, self.grid.marks(row, stub))
            if not meaning.has_unit:
                meaning = bond_meaning(texts[-1], self.grid.table.caption) or meaning
            side = of_site(rows[row])
            if row in self.block.sections:
                side = side.with_section(self.sections[self.block.sections[row]])
            for column in values:
                found = self._row_meaning(meaning, side, listed=named.symbol is not None)
                if found is not None:
                    conditions = (*found.conditions, *side.conditions, *told[row].conditions)
                    nameless = side.label is None and facets[column.index].label is None
                    yield from self.cell(
                        (row, column.index), found, facets[column.index],
                        replace(
                            side, conditions=conditions, marks=(*side.marks, *found.marks),
                            label=told[row].label or owner_name(texts[0]) if nameless else side.label,
                        ),
                    )  # fmt: skip

    def _row_meaning(self, meaning: Meaning, side: Facets, *, listed: bool) -> Meaning | None:
        """What a row measures; where quantities are ``listed`` with their symbols, none of them is a mere setting."""
        if meaning.names_property:
            return meaning
        if (listed or self._lists_parameters()) and meaning.role == "factor" and meaning.words:
            return replace(meaning, role="property")
        if side.names_property and side.meaning is not None:
            return replace(side.meaning, conditions=meaning.conditions)
        if meaning.role in ("condition", "factor") and meaning.has_unit:
            return None
        if meaning.role == "text" and meaning.words:
            return replace(meaning, role="property")
        return None

    def _lists_parameters(self) -> bool:
        """Whether a table lists parameters with a value each, and no samples."""
        roles = [c.meaning.role for c in self.columns]
        return "parameter" in roles and "value" in roles

    def _repeats(self, column: Column) -> bool:
        """Whether a column shows nothing but cells that begin in the column before."""
        return all(self.grid.place(row, column.index)[1] < column.index for row in self.block.rows)

    def _holds_values(self, column: Column) -> bool:
        if column.meaning.role in ("reference", "uncertainty", "statistic", "symbol", "unit", "method"):
            return False
        return any(self.grid.is_number(row, column.index) for row in self.block.rows)
