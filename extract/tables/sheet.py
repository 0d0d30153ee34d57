"""A Table in, its grid as it is meant out: merged cells filled in, rows told apart, blocks with their own headers."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, TypeAlias

from ..document import Table
from .cells import Cell, read_cell
from .headers.units import split_unit
from .headers.vocabulary import words_of
from .headers.words import CONDITION
from .marks import Notes, split_marks

RowKind: TypeAlias = Literal["blank", "section", "header", "data"]
Place: TypeAlias = tuple[int, int]
MOST_HEADER_ROWS: Final = 6
_LETTERS_TOLD: Final = re.compile(
    r"\b(?:different|same|superscript)\b.{0,40}\bletters?\b|letters?\b.{0,60}\bsignifican", re.I
)
_BAND_WORDS: Final = frozenset({"strong", "weak", "medium", "broad", "sharp", "shoulder", "very"})
_BANDS: Final = re.compile(r"\b(?:infrared|FT-?IR|IR|raman|vibration\w*|wave ?numbers?|absorption bands?)\b", re.I)
_VALUES: Final = re.compile(r"values?", re.I)
_ASSIGNED: Final = re.compile(r"^[A-Za-zα-ωΑ-Ω][\w,]{0,5}\s?=\s?(?=[+-]?[\d.])")
"""Before the number of a column of values: ``H = 50 m``."""
_ANGSTROM: Final = re.compile(r"^((?!.*\b(?:I|[Cc]urrent)\b).*[(\[])A(?=\s?\^?[-−]?[1-3]?[)\]]$)")
"""OCR reads no ring on the unit: ``a (A)``."""
_LOST_ANGSTROM: Final = re.compile(
    r"(\b(?:distances?|bond lengths?|d-?spacings?|lattice (?:parameters?|constants?)) )\([\s\x00-\x1f]?\)$"
)
"""Of a unit that a text could not hold nothing or a control character is left: ``distance ()``."""
_GROUP_LETTERS: Final = re.compile(r"(?<=\d)\s?[a-zᵃ-ᶻ]{1,3}$")


def _with_angstrom(text: str, source: str) -> str:
    """A header with the unit that reading lost."""
    text = _LOST_ANGSTROM.sub(r"\1(Å)", text)
    return _ANGSTROM.sub(r"\1Å", text) if source == "ocr" else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows under one header: ``sections`` says for each data row which section row it stands under."""

    header: tuple[int, ...]
    rows: tuple[int, ...]
    sections: dict[int, int]


class Grid:
    """A table's texts with every merged cell's text in all the places that it covers.

    ``origin`` gives for a place the cell that its text stands in, so that evidence points there.
    """

    def __init__(self, table: Table, notes: Notes) -> None:
        self.table = table
        self.height = len(table.cells)
        self.width = len(table.cells[0]) if table.cells else 0
        self.origin: dict[Place, Place] = {}
        for span in table.spans:
            for r in range(span.row, min(span.row + span.rows, self.height)):
                for c in range(span.column, min(span.column + span.columns, self.width)):
                    self.origin[r, c] = (span.row, span.column)
        self._fill_header()
        lettered = any(_LETTERS_TOLD.search(note) for note in (*table.footnotes, table.caption))
        short = [s for s, long in notes.abbreviations.items() if long.split()[0].lower() in _BAND_WORDS]
        if _BANDS.search(" ".join((table.caption, *(text for row in table.cells[:2] for text in row)))):
            short = sorted({*short, *words_of("band_letters")}, key=len, reverse=True)
        bands = re.compile(rf"(?<=\d)(?:[\s,]{{0,2}}(?:{'|'.join(map(re.escape, short))})){{1,3}}$" if short else "$^")
        self._split = {
            (r, c): split_marks(bands.sub("", _GROUP_LETTERS.sub("", text) if lettered else text), notes)
            for r, row in enumerate(table.cells) for c, read in enumerate(row)
            if (text := _with_angstrom(read, table.source))
        }  # fmt: skip
        self._cells: dict[Place, Cell] = {}

    def _fill_header(self) -> None:
        """A header text with nothing beside it stands over the texts below, where no merged cell says how far."""
        for row in range(min(self.table.header_rows, self.height) - 1):
            if any(span.row <= row < span.row + span.rows for span in self.table.spans):
                continue
            texts, below = self.table.cells[row], self.table.cells[row + 1]
            for column in range(1, self.width):
                if not texts[column] and below[column] and not below[0] and (row, column - 1) != (row, 0):
                    self.origin[row, column] = self.origin.get((row, column - 1), (row, column - 1))

    def place(self, row: int, column: int) -> Place:
        """The cell whose text stands here."""
        return self.origin.get((row, column), (row, column))

    def text(self, row: int, column: int) -> str:
        """The text here, without footnote marks."""
        return self._split.get(self.place(row, column), ("", ()))[0]

    def marks(self, row: int, column: int) -> tuple[str, ...]:
        """The footnote marks on the cell here."""
        return self._split.get(self.place(row, column), ("", ()))[1]

    def printed(self, row: int, column: int) -> str:
        """The text here as printed."""
        r, c = self.place(row, column)
        return self.table.cells[r][c]

    def cell(self, row: int, column: int) -> Cell:
        """What the cell here says."""
        place = self.place(row, column)
        if place not in self._cells:
            text = self.text(row, column)
            if row > 0 and _VALUES.fullmatch(self.text(0, column)):
                text = _ASSIGNED.sub("", text)
            cell = read_cell(text, self.table.caption, self.marks(row, column))
            above = self.cell(row - 1, column) if cell.kind == "ditto" and row > 0 else cell
            self._cells[place] = cell if above.kind == "text" else above
        return self._cells[place]

    def is_ditto(self, row: int, column: int) -> bool:
        """Whether the cell here only points at the one above it."""
        return read_cell(self.text(row, column)).kind == "ditto"

    def is_number(self, row: int, column: int) -> bool:
        """Whether the cell here holds numbers."""
        return self.cell(row, column).kind == "numbers"

    def filled(self, row: int) -> list[int]:
        """The columns of a row that show something, merged cells once."""
        seen: set[Place] = set()
        columns: list[int] = []
        for column in range(self.width):
            place = self.place(row, column)
            if place not in seen and place[0] == row and self.text(row, column):
                seen.add(place)
                columns.append(column)
        return columns

    def filled_texts(self, row: int) -> tuple[str, ...]:
        """The texts of a row, merged cells once."""
        return tuple(self.text(row, column) for column in self.filled(row))

    @cached_property
    def bands(self) -> frozenset[int]:
        """Rows of one text that is merged over more than half of the columns."""
        return frozenset(
            span.row for span in self.table.spans if 2 * span.columns > self.width and len(self.filled(span.row)) == 1
        )

    @cached_property
    def numeric_columns(self) -> frozenset[int]:
        """The columns whose cells are mostly numbers, below the header."""
        first = min(self.table.header_rows, max(0, self.height - 1))
        return frozenset(c for c in range(self.width) if self._is_numeric(c, range(first, self.height)))

    def _is_numeric(self, column: int, rows: Iterable[int]) -> bool:
        cells = [self.cell(row, column).kind for row in rows if self.text(row, column) and row not in self.bands]
        numbers = sum(kind == "numbers" for kind in cells)
        return numbers > 0 and 2 * sum(k in ("numbers", "missing", "limit", "balance") for k in cells) >= len(cells)

    def header_like(self, row: int) -> bool:
        """Words over columns of numbers."""
        columns = [c for c in self.numeric_columns if self.text(row, c)]
        words = [c for c in columns if self.cell(row, c).kind == "text"]
        return bool(words) and len(words) >= 0.7 * len(columns) and len(words) >= min(2, len(self.numeric_columns))

    def section_like(self, row: int) -> bool:
        """One text alone in its row: it stands over the rows that follow."""
        filled = self.filled(row)
        if len(filled) != 1 or self.width < 2 or any(self.place(row, c)[0] != row for c in range(self.width)):
            return False
        if 2 * filled[0] > self.width and row not in self.bands:
            return False
        return self.cell(row, filled[0]).kind in ("text", "numbers") and not self._alone_with_number(row, filled[0])

    def _alone_with_number(self, row: int, column: int) -> bool:
        return column in self.numeric_columns and column > 0 and self.is_number(row, column)


def blocks_of(grid: Grid, is_header_text: Callable[[str], bool]) -> list[Block]:
    """The blocks of a table: its header rows as declared or seen, and headers that come again further down.

    ``is_header_text`` says whether a text speaks of a property, an element or a unit.
    """
    header = _leading_header(grid)
    blocks: list[Block] = []
    rows: list[int] = []
    sections: dict[int, int] = {}
    section: int | None = None
    for row in range(len(header), grid.height):
        kind = _kind(grid, row, is_header_text)
        if kind == "section":
            section = row
        elif kind == "header":
            if rows:
                blocks.append(Block(header=tuple(header), rows=tuple(rows), sections=sections))
                section = section if section is not None and section > rows[-1] else None
                header, rows, sections = _repeated(grid, row), [], {}
            header.append(row)
        elif kind == "data":
            rows.append(row)
            if section is not None:
                sections[row] = section
    if rows:
        blocks.append(Block(header=tuple(header), rows=tuple(rows), sections=sections))
    return blocks


def _repeated(grid: Grid, row: int) -> list[int]:
    """The rows of the table's header that also stand over a row that says its last row again."""
    leading = _leading_header(grid)
    if len(leading) < 2:
        return []
    here = {grid.text(row, c) for c in grid.filled(row) if c > 0}
    there = {grid.text(leading[-1], c) for c in range(1, grid.width)}
    return leading[:-1] if here and len(here & there) >= 0.8 * len(here) else []


def _leading_header(grid: Grid) -> list[int]:
    count = min(grid.table.header_rows or _spanned_rows(grid), max(0, grid.height - 1))
    while count < min(MOST_HEADER_ROWS, grid.height - 1) and _continues(grid, count):
        count += 1
    return list(range(count))


def _spanned_rows(grid: Grid) -> int:
    """How many rows a table without declared header begins with that have texts merged over several columns.

    The row below them heads the single columns if it has words or quantities with units.
    """
    merged = {span.row for span in grid.table.spans if 1 < span.columns < grid.width and span.column > 0}
    count = 0
    while count in merged and count < 3:
        count += 1
    if not 0 < count < grid.height - 1:
        return 0
    cells = [grid.cell(count, column) for column in range(1, grid.width) if grid.text(count, column)]
    heads = all(cell.kind == "text" or all(n.unit for n in cell.numbers) for cell in cells)
    return count + (bool(cells) and heads)


def _continues(grid: Grid, row: int) -> bool:
    """Whether a row below the declared header is header still: words over numbers, and no label of its own."""
    if row > 0 and _heads_members(grid, row):
        return True
    if not grid.header_like(row) or grid.section_like(row):
        return False
    if row == 0:
        return True
    return not grid.text(row, 0) or grid.place(row, 0)[0] < row


def _heads_members(grid: Grid, row: int) -> bool:
    """Whether a row without a label has only levels with units or words, all below texts merged over columns."""
    over = {
        column
        for span in grid.table.spans if span.columns > 1 and span.row <= row - 1 < span.row + span.rows
        for column in range(span.column, span.column + span.columns)
    }  # fmt: skip
    filled = [column for column in grid.filled(row) if grid.place(row, column)[0] == row]
    if not filled or filled[0] == 0 or not set(filled) <= over or set(filled) != over - {0}:
        return False
    cells = [grid.cell(row, column) for column in filled]
    if all(cell.kind == "text" or any(number.unit for number in cell.numbers) for cell in cells):
        return True
    above = [split_unit(grid.text(row - 1, column)) for column in filled]
    levels = all(cell.kind == "numbers" and len(cell.numbers) == 1 for cell in cells) and len(set(cells)) == len(cells)
    return levels and all(one.spelled and CONDITION.fullmatch(one.words) for one in above)


def _heads_again(grid: Grid, row: int) -> bool:
    """Whether a row of a table of two columns says again what stands over the second."""
    return any(grid.text(row, 1) == grid.text(r, 1) for r in range(grid.table.header_rows))


def _kind(grid: Grid, row: int, is_header_text: Callable[[str], bool]) -> RowKind:
    filled = grid.filled(row)
    if not filled and not any(grid.text(row, c) for c in range(grid.width)):
        return "blank"
    if grid.section_like(row):
        return "section"
    leading = [grid.filled_texts(r) for r in range(min(grid.table.header_rows, grid.height))]
    if grid.filled_texts(row) in leading:
        return "header"
    if grid.header_like(row) and not any(grid.is_number(row, c) for c in filled):
        texts = [grid.text(row, c) for c in filled if c > 0 or len(filled) == 1]
        if grid.width == 2 and not _heads_again(grid, row):
            return "data"
        if texts and 2 * sum(is_header_text(text) for text in texts) >= len(texts):
            return "header"
    return "data"
