"""The descriptive columns of a table in, what each row stands for out: its sample, its conditions, its source."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ...records.compositions import CompositionFamily
from ...records.model import Condition
from .conditions import condition_of, to_quantity
from .facets import Facets, Label, join
from .headers.meaning import Meaning
from .headers.units import read_unit, split_unit
from .headers.words import DIRECTION, METHOD, ORGANISM, PART, is_amount
from .levels import Level, label_of, stub_names
from .making import LETTERS, made_by, setting_words
from .names import family_of, family_of_label
from .sheet import Block, Grid, Place
from .sources import work_numbers

_OWN: Final = re.compile(
    r"(?:this|present|our|current)\s+(?:work|study|paper)|herein|this article|^\W*(?:present|this|ours?|here)\W*$", re.I
)
_NO_WORK: Final = re.compile(
    r"\W{0,4}(?:(?:directly |experimentally )?measured|measurements?|experiment(?:al|s)?|assum(?:ed|ption)"
    r"|estimat(?:ed|ion)|calculat(?:ed|ion)|comput(?:ed|ation)|fitt?(?:ed|ing)?|chosen|specified"
    r"|manufacturer|supplier|datasheet|design|given|own(?: (?:data|work|measurements?))?)\W{0,4}",
    re.I,
)
"""Where a value is from, and no other work: ``Measured`` in a column of sources."""
_CITED: Final = re.compile(r"(?P<name>\S.*?)\s?\[(?P<works>\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)\]")
"""A sample's name with the work that its values are from: ``Wrought [12]``."""
_REFERENCE: Final = re.compile(r"\d{1,4}")
_MEASURING: Final = re.compile(
    r"λ|(?:(?:applied|normal|test(?:ing)?|sliding) )?(?:loads?|stress(?:es)?|forces?)|sliding (?:speeds?|distances?)"
    r"|strain rates?|(?:relative )?humidity|rh|(?:test(?:ing)?|measur\w+)?\s?(?:temperatures?|temp\.?|T|ph"
    r"|frequenc(?:y|ies)|f|fields?|cycles?|cycle numbers?"
    r"|c[- ]?rates?"
    r"|current densit(?:y|ies)|current rates?|scan rates?|wavelengths?|pressures?|potentials?|medium|media"
    r"|swelling medium|(?:xps |photoelectron )?peaks?|core[ -]levels?|orbitals?|elements?"
    r"|\(?hkl\)?|(?:crystal(?:lographic)? |lattice )?planes?|reflections?|miller ind(?:ex|ices))",
    re.I,
)
_METHOD_BEHIND: Final = re.compile(r"(?P<name>.*\w\S*)\s?\((?P<method>[^()]{2,20})\)")
_SPELLED: Final = re.compile(r".{5,80} \((?P<symbol>[^\s()]{1,12})\)")
"""A symbol with what the paper calls it: samples are called by the symbol, ``x = 0.1``."""
_TIME: Final = re.compile(r"(?:holding |soaking |dwell(?:ing)? )?times?", re.I)
"""A time beside a temperature: both say how a sample was made."""
_CONDUCTION: Final = re.compile(r"[npi](?:[ -]type)?")
"""Of which type a semiconductor is, which names no sample."""
_AVERAGE: Final = re.compile(r"(?:the )?(?:average|mean|avg|ave)s?\.?(?: values?)?", re.I)
"""A row of what the rows above have in common, which is no sample."""
_NAMELESS: Final = frozenset(
    {"reference", "unit", "uncertainty", "statistic", "method", "phase", "symmetry", "symbol", "parameter"}
)
"""Roles of columns that cannot name a sample."""
_UNTOLD: Final = frozenset({"missing", "limit", "balance"})
"""Kinds of cells that say nothing of the other cells of their row."""
_NUMBERED: Final = re.compile(r"[#(]?\d{1,3}[.)]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column under its header; ``numeric`` says that its cells are numbers."""

    index: int
    meaning: Meaning
    numeric: bool
    header: tuple[str, ...] = ()


def row_facets(
    grid: Grid, block: Block, described: Sequence[Column], values_from: int = 0, *, named: bool = True
) -> dict[int, Facets]:
    """What each row of a block is about, by the columns that describe it (not those that hold its values).

    ``values_from`` is the first column of values: what stands behind it seldom names the sample. ``named`` says
    whether one of the columns can name the samples at all.
    """
    primary = _primary(grid, block, described, values_from) if named else None
    twins = _twins(grid, block, described, primary)
    described = [column for column in described if column not in twins]
    names = Counter(_filled(grid, row, primary.index, block) for row in block.rows) if primary else Counter[str]()
    facets: dict[int, Facets] = {}
    for row in block.rows:
        facets[row] = _one_row(grid, block, row, described, primary, names, values_from)
        if twins and facets[row].label is not None:
            facets[row] = _with_twins(grid, row, facets[row], twins)
    return facets


def _twins(grid: Grid, block: Block, described: Sequence[Column], primary: Column | None) -> list[Column]:
    """Columns of words that share one merged header with the column that names the samples: number and formula."""
    if primary is None or not block.header:
        return []
    last = block.header[-1]
    own = grid.place(last, primary.index)
    return [c for c in described if c is not primary and not c.numeric and grid.place(last, c.index) == own]


def _with_twins(grid: Grid, row: int, facets: Facets, twins: Sequence[Column]) -> Facets:
    label = facets.label
    texts = [text for column in twins if (text := grid.text(row, column.index)) and label and text != label.text]
    if label is None or not texts:
        return facets
    before = twins[0].index < label.place[1] if label.place else False
    joined = " ".join([*texts, label.text] if before else [label.text, *texts])
    family = label.family or next(filter(None, map(family_of_label, texts)), None)
    return replace(facets, label=replace(label, text=joined, family=family))


def _filled(grid: Grid, row: int, column: int, block: Block) -> str:
    """The text here, or of the last row above that has one, as far as the row group goes."""
    return grid.text(*_filled_place(grid, row, column, block) or (-1, -1))


def _filled_place(grid: Grid, row: int, column: int, block: Block) -> Place | None:
    """Where that text stands."""
    start = block.rows[0]
    if grid.place(row, column)[1] < column:
        return None
    while row >= start:
        if grid.text(row, column) and not grid.is_ditto(row, column):
            return row, column
        if row in block.sections and block.sections.get(row) != block.sections.get(row - 1):
            return None
        row -= 1
    return None


def _primary(grid: Grid, block: Block, described: Sequence[Column], values_from: int) -> Column | None:
    """The column that names the samples."""
    ranked: list[tuple[int, int, Column]] = []
    for order, column in enumerate(described):
        if _counts_rows(grid, block, column) and any(not other.numeric for other in described if other != column):
            continue
        rank = _rank(grid, block, column)
        if rank is not None:
            behind = 4 if values_from and column.index > values_from else 0
            ranked.append((rank + behind, order, column))
    return min(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _counts_rows(grid: Grid, block: Block, column: Column) -> bool:
    """Whether a column without a header only counts the rows: 1, 2, 3."""
    if column.meaning.words or column.meaning.role == "index":
        return False
    texts = [text.rstrip(".)") for row in block.rows if (text := grid.text(row, column.index))]
    return len(texts) > 2 and texts == [str(place + 1) for place in range(len(texts))]


def _rank(grid: Grid, block: Block, column: Column) -> int | None:
    role = column.meaning.role
    texts = [
        grid.text(row, column.index)
        for row in block.rows
        if grid.text(row, column.index) and grid.cell(row, column.index).kind not in ("missing", "limit", "balance")
    ]
    if not texts or role in _NAMELESS or all(_CONDUCTION.fullmatch(text) for text in texts):
        return None
    if any(kind.fullmatch(column.meaning.words) for kind in (ORGANISM, DIRECTION)) or _is_part(column):
        return None
    unique = len(set(texts)) == len(texts)
    if column.index == 0 and unique and not column.numeric and role in ("text", "sample"):
        return 0
    if role == "sample":
        return 1 if unique else 2
    if role in ("text", "property", "composition") and not column.numeric:
        return (1 if role == "composition" else 3) if unique else 4
    if role == "index" or (column.index == 0 and role == "text" and column.numeric and not column.meaning.words):
        return 5
    if not column.numeric:
        return 6
    return None


def _one_row(
    grid: Grid,
    block: Block,
    row: int,
    described: Sequence[Column],
    primary: Column | None,
    names: Counter[str],
    values_from: int,
) -> Facets:
    conditions: list[Condition] = []
    levels: list[Level] = []
    references: tuple[str, ...] = ()
    family: CompositionFamily | None = None
    own, method = False, None
    made = any(_TIME.fullmatch(column.meaning.words) and column.meaning.has_unit for column in described)
    for column in described:
        text = _filled(grid, row, column.index, block)
        role = column.meaning.role
        if column is primary or not text or grid.cell(row, column.index).kind in _UNTOLD:
            continue
        if role == "reference":
            own = bool(_OWN.search(text) or _NO_WORK.fullmatch(text))
            references = () if own else tuple(_REFERENCE.findall(text)) or (text,)
        elif role == "method":
            method = text
            references, own = references or work_numbers(text), own or bool(_OWN.search(text))
        elif role == "symmetry":
            continue
        elif role == "composition":
            family = family_of(text) or family
        else:
            condition = _condition(grid, (_filled_place(grid, row, column.index, block) or (row, 0))[0], column, text)
            conditions.append(condition)
            behind = 0 < values_from < column.index and (column.numeric or condition.quantity is not None)
            if (
                (made or not _is_measuring(grid, column.meaning.words))
                and not _is_part(column)
                and role != "phase"
                and not behind
            ):
                levels.append(_level(column, text, condition, grid.table.caption))
    label = _label(grid, block, row, primary, family) if primary else label_of(levels, family)
    if primary and label is None and _AVERAGE.fullmatch(named := _filled(grid, row, primary.index, block)):
        conditions.append(Condition(name="case", text=named))
    if label and primary and names[label.text] > 1:
        label = _told_apart(label, primary, levels)
    marks = tuple(mark for column in described for mark in grid.marks(row, column.index))
    if label:
        label, references, method = _alone(label, references, method)
        own = own or bool(_OWN.search(label.text))
    return Facets(label=label, conditions=tuple(conditions), references=references, own=own, method=method, marks=marks)


def _alone(label: Label, references: tuple[str, ...], method: str | None) -> tuple[Label, tuple[str, ...], str | None]:
    """A row's name without the work and the method behind it, and these two where no column tells them."""
    if cited := _CITED.fullmatch(label.text):
        label, references = replace(label, text=cited["name"]), references or tuple(_REFERENCE.findall(cited["works"]))
    behind = _METHOD_BEHIND.fullmatch(label.text) if method is None else None
    if behind is None or not METHOD.fullmatch(behind["method"]):
        return label, references, method
    family = label.family or family_of_label(behind["name"])
    return replace(label, text=behind["name"], family=family), references, behind["method"]


def _told_apart(label: Label, primary: Column, levels: Sequence[Level]) -> Label:
    """The name of a row that other rows bear too, with the row's settings as how its sample was made, words first."""
    words = [one for one in levels if not one.counted and one.condition.quantity is None]
    told = [one.told for one in (*words, *(one for one in levels if one not in words))]
    stub = [text for _, text in sorted([*((one.column, one.text) for one in levels), (primary.index, label.text)])]
    processing = join(label.processing, "; ".join(told))
    return replace(label, processing=processing, aliases=(*label.aliases, *stub_names(stub)))


def _is_part(column: Column) -> bool:
    """Whether a column holds parts of a spectrum or a structure (bands, bonds, sites), by one of its headers."""
    return any(PART.fullmatch(text) for text in (*column.header, column.meaning.words))


def _is_measuring(grid: Grid, words: str) -> bool:
    """Whether a column is what a measurement was done at or along, and not what its samples were made at."""
    if DIRECTION.fullmatch(words):
        return True
    if not _MEASURING.fullmatch(words):
        return False
    noun = made_by(grid.table.caption)
    return noun is None or (noun not in words.lower() and words != LETTERS[noun])


def _condition(grid: Grid, row: int, column: Column, text: str) -> Condition:
    meaning = column.meaning
    cell = grid.cell(row, column.index)
    name = meaning.words or (column.header[0] if column.header else "case")
    if cell.kind == "numbers" and len(cell.numbers) == 1 and not cell.numbers[0].rest:
        quantity = to_quantity(cell.numbers[0], text, meaning.unit, meaning.spelled, meaning.factor)
        return Condition(name=name.lower() if len(name) > 3 else name, quantity=quantity)
    found = condition_of(text)
    if found is not None:
        return found
    return Condition(name=name.lower() if len(name) > 3 else name, text=text)


def _level(column: Column, text: str, condition: Condition, caption: str) -> Level:
    """A setting with what it would be in a sample's name: ``S-CSR content = 2 wt%``."""
    words = column.meaning.words or " ".join(column.header)
    words = setting_words(caption, symbol["symbol"] if (symbol := _SPELLED.fullmatch(words)) else words)
    unit = column.meaning.spelled or ""
    if condition.quantity is None or (condition.quantity.unit and condition.quantity.unit in text):
        unit = ""
    if _bare(words) == _bare(unit or column.meaning.spelled or ""):
        words = ""
    value = f"{text} {unit}".strip()
    return Level(
        column=column.index, text=text, words=column.meaning.words, unit=column.meaning.spelled or "",
        told=f"{words} = {value}" if words and "=" not in text else value, condition=condition, counted=column.numeric,
    )  # fmt: skip


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower()) + "%" * ("%" in text)


def _label(grid: Grid, block: Block, row: int, primary: Column, family: CompositionFamily | None) -> Label | None:
    place = _filled_place(grid, row, primary.index, block)
    if place is None:
        return None
    text = grid.text(*place)
    if _AVERAGE.fullmatch(text):
        return None
    if _NUMBERED.fullmatch(text) and primary.meaning.words:
        header = re.sub(r"\W*(?:no|nos|number|#)?\W*$", "", primary.meaning.words, flags=re.I)
        number = text.strip("#().")
        named = header if header and primary.meaning.role == "sample" else "No."
        return Label(text=f"{named} {number}", place=place, family=family, aliases=(number,))
    split = split_unit(text)
    if (is_amount(split.words) if split.words else split.spelled) or (read_unit(text) is not None and "%" in text):
        return None
    return Label(text=text, place=place, family=family or family_of_label(text))
