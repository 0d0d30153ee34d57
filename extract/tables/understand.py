"""A table in, every value it states out: the number, what it measures, of which sample, under which conditions."""

from dataclasses import dataclass

from ..document import Table
from .block import BlockReader
from .columns.columns import columns_of, is_element
from .columns.completed import completed
from .columns.shares import with_shares
from .headers.header import read_header
from .headers.naming import Usage, usage_in_caption
from .headers.phrases import read_phrases
from .headers.short_words import cut_in_caption
from .headers.symbols import Symbols, read_symbols
from .headers.vocabulary import lists_settings
from .marks import Notes, read_notes
from .reading import Reading
from .rows import Column
from .sheet import Block, Grid, blocks_of


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
    headers = (text for row in table.cells for text in row)
    phrases = cut_in_caption(headers, table.caption) | read_phrases([table.caption, *table.footnotes])
    known = Symbols(
        {**symbols.properties, **own.properties},
        {**symbols.long_forms, **phrases},
        symbols.said,
        Usage(text=symbols.usage.text, caption=usage_in_caption(table.caption)),
    )
    grid = Grid(table, notes)
    settings = lists_settings(table.caption)
    blocks: list[tuple[Block, tuple[Column, ...]]] = []
    readings: list[Reading] = []
    for block in blocks_of(grid, lambda text: _is_header_text(text, known)):
        columns = tuple(completed(with_shares(grid, block, columns_of(grid, block, known, notes)), known))
        blocks.append((block, columns))
        found = BlockReader(grid, block, columns, known, notes).readings()
        readings.extend(r for r in found if r.meaning.entries or r.meaning.element or not settings)
    return Understood(grid=grid, blocks=tuple(blocks), readings=tuple(readings), symbols=known, notes=notes)


def _is_header_text(text: str, symbols: Symbols) -> bool:
    meaning = read_header((text,), symbols)
    return meaning.names_property or meaning.has_unit or meaning.role in ("sample", "factor") or is_element(text)
