"""A row of a block whose properties stand in the rows in, the texts that together name its property out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...records.vocabulary import Vocabulary
from .headers.header import read_header
from .headers.meaning import Meaning
from .headers.symbols import Symbols
from .headers.units import HeaderUnit, split_unit
from .headers.words import SHARES, is_amount
from .rows import Column
from .sheet import Block, Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Stub:
    """The columns that name the property of a row: ``over`` is of groups of rows, the others are of each row."""

    column: int
    name: Column | None = None
    over: Column | None = None
    symbol: Column | None = None
    unit: Column | None = None

    def texts(self, grid: Grid, row: int, block: Block, *, goes_on: bool = False) -> list[str]:
        """What names a row's property, from the most general to the symbol and the unit.

        ``goes_on`` says that a row without a name is one more of the property above: of its next phase, or site.
        """
        named = row
        while goes_on and named > block.rows[0] and not grid.text(named, self.column):
            named -= 1
        texts = [grid.text(named, self.column)]
        if self.name:
            texts = [f"{grid.text(row, self.name.index)} {texts[0]}"]
        if self.symbol:
            texts = _with_symbol(texts[0], grid.text(row, self.symbol.index))
        if self.unit and (unit := grid.text(row, self.unit.index).strip("()[]")):
            texts = _with_unit(texts, unit)
        section = block.sections.get(row)
        if section is not None and len(texts) == 1 and _is_bare_unit(texts[0]):
            texts = [f"{grid.text(section, grid.filled(section)[0])} {texts[0]}"]
        return [self._group(grid, row, block), *texts] if self.over else texts

    def _group(self, grid: Grid, row: int, block: Block) -> str:
        """The text over a group of rows."""
        while self.over and row >= block.rows[0]:
            if text := grid.text(row, self.over.index):
                return text
            row -= 1
        return ""


def stub_of(grid: Grid, block: Block, columns: Sequence[Column], stub: int) -> Stub:
    """The columns beside the one that names properties which say more of them."""
    after = [c for c in columns if c.index > stub]
    before = [c for c in columns if c.index < stub and not c.numeric]
    over = next((c for c in before if _names_properties(grid, block, c)), None)
    return Stub(
        column=stub,
        name=next((c for c in before if c.meaning.role == "parameter" and c is not over), None),
        over=over,
        symbol=next((c for c in after if c.meaning.role in ("symbol", "parameter") and not c.numeric), None),
        unit=next((c for c in after if c.meaning.role == "unit"), None),
    )


def _names_properties(grid: Grid, block: Block, column: Column) -> bool:
    """Whether most of a column's texts are names of properties that the vocabulary knows."""
    texts = {text for row in block.rows if (text := grid.text(row, column.index))}
    known = [text for text in texts if any(not m.symbol for m in Vocabulary.load().find(text))]
    return bool(texts) and 2 * len(known) > len(texts)


def row_unit(grid: Grid, columns: Sequence[Column], row: int) -> Meaning | None:
    """The unit of a row, where a column says it."""
    column = next((c for c in columns if c.meaning.role == "unit"), None)
    text = grid.text(row, column.index).strip("()[]") if column else ""
    return read_header((f"x ({text})",), Symbols()) if text else None


def row_share(grid: Grid, row: int) -> HeaderUnit | None:
    """The share that a row of contents counts, where it is called by nothing else: ``at.%``."""
    split = split_unit(grid.text(row, 0))
    return split if split.spelled in SHARES and is_amount(re.sub(r"\S*%", "", split.words)) else None


def _is_bare_unit(text: str) -> bool:
    """Whether a row is called by nothing but a unit: ``(× 10−4 mol/g)``."""
    return (
        text.startswith(("(", "[")) and split_unit(f"x {text}").words == "x" and bool(split_unit(f"x {text}").spelled)
    )


def _with_unit(texts: list[str], unit: str) -> list[str]:
    """The texts with the unit of their row at the last, where that has none of its own."""
    last = f"{texts[-1]} ({unit})"
    known = not split_unit(texts[-1]).spelled and split_unit(last).spelled
    return [*texts[:-1], last] if known else [*texts, f"({unit})"]


def _with_symbol(name: str, symbol: str) -> list[str]:
    """A name with the unit that stands with its symbol: ``Radius of the particles`` and ``rp (nm)``.

    The symbol itself says no more than a name in words, and may stand for something else in other papers.
    """
    if not re.search(r"[A-Za-z][a-z]{4,}", name):
        return [name, symbol]
    parted = re.fullmatch(r".{1,12}?\s?(?P<unit>\([^()]{1,20}\))", symbol)
    return [f"{name} {parted['unit']}"] if parted else [name]
