"""The header rows of a block in, its columns out; and, where samples stand side by side, what each column is about."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ....records.composition_grammar import ELEMENTS
from ....records.model import Condition
from ..cells import read_cell
from ..conditions import condition_of, to_quantity
from ..facets import Facets, Label, join
from ..headers.header import read_header
from ..headers.meaning import Meaning
from ..headers.symbols import Symbols
from ..headers.units import read_unit, split_unit
from ..headers.words import FRACTIONS, SHARES, VARIABLE, Role, case_name, is_amount, role_of
from ..making import made_label
from ..marks import Notes
from ..names import family_of_label
from ..rows import Column
from ..sheet import Block, Grid
from .bands import as_level, as_vibration
from .indexed import as_indexed
from .refined import as_measured, as_noted, with_unit_of_cells
from .told import told_units, with_told_unit, with_unit_of_symbol
from .values import is_numeric

_OWN: Final = re.compile(r"(?:this|present|our|current)\s+(?:work|study|paper)", re.I)
_COMPOSITION: Final = re.compile(
    r"\b(?:compositions?|contents?|concentrations?|elements?|elemental|impurit(?:y|ies)|EDS|EDX|ICP|XRF|EPMA|XPS|analysis)\b",
    re.I,
)
_NOTE_UNIT: Final = re.compile(
    r"\b(?:units?(?: are| is)? (?:of|in)|in units of|given in|expressed in|in)\s+"
    r"(?:\((?P<round>[^()]{1,40}(?:\([^()]{1,10}\)[^()]{0,40})?)\)|(?P<bare>\S+(?: \S+){0,2}?)(?=[.;,)]|$))",
    re.I,
)
_NOTE_HEAD: Final = re.compile(r"(?:[A-Za-z][a-z-]+ ){1,4}\((?P<unit>[^()]{1,30})\)")
"""A note that begins with a quantity and its unit: ``Molar conductance (S cm2/mol) was measured in ...``."""
_CAPTION_UNIT: Final = re.compile(
    r"(?:wt|at|mol|mass|weight|vol)\.?\s?-?%|%\s?(?:by )?(?:weight|mass)|\bat\b\.? ?pct|weight percent"
    r"|\bppm\b|mg/kg|[μµ]g/g",
    re.I,
)


_IN_PERCENT: Final = re.compile(r"(?:\bin\s|[(,]\s?)%(?!\w)")
_STATED_UNIT: Final = re.compile(rf"(?:[(,\[]\s?|\bin\s|\bas\s)(?P<unit>{_CAPTION_UNIT.pattern})", re.I)


def columns_of(grid: Grid, block: Block, symbols: Symbols, notes: Notes) -> list[Column]:
    """Every column with the meaning of its header."""
    columns: list[Column] = []
    told = told_units(grid.table.caption)
    for index in range(grid.width):
        header = header_path(grid, block, index)
        marks = tuple(mark for row in block.header for mark in grid.marks(row, index))
        texts, levels = _levels(_with_units_of_notes(grid, block, index, notes), _stub_texts(grid, block, index))
        meaning = read_header(texts, symbols, marks)
        if levels:
            role: Role = "condition" if not texts else meaning.role
            meaning = replace(meaning, role=role, conditions=(*meaning.conditions, *levels))
        meaning = with_unit_of_cells(grid, block, index, meaning, texts, symbols)
        meaning = as_measured(grid, block, index, meaning, symbols)
        meaning = as_noted(grid, block, index, meaning, notes)
        meaning = as_level(as_vibration(meaning, header, grid.table.caption), header, grid.table.caption)
        meaning = as_indexed(with_told_unit(meaning, told, symbols), header, grid.table.caption, symbols)
        meaning = with_unit_of_symbol(meaning, header, (grid.table.caption, *grid.table.footnotes), symbols)
        columns.append(Column(index=index, meaning=meaning, numeric=is_numeric(grid, block, index), header=header))
    told = _with_elements(grid, block, _with_owners(_without_letters(_all_elements(columns))))
    return [_as_corner(c, told) for c in told]


_CORNER: Final = re.compile(
    r"(?:chemical )?(?:elements?|oxides?|compositions?|constituents?|components?)(?: name)?", re.I
)


def _as_corner(column: Column, columns: Sequence[Column]) -> Column:
    """A first column whose header only says what stands in the headers beside it: ``Element | C | Si | Mn``."""
    elements = sum(c.numeric and c.meaning.role == "element" for c in columns)
    if (
        column.index
        or column.numeric
        or elements < _FEW
        or not _CORNER.fullmatch(split_unit(column.meaning.words).words)
    ):
        return column
    return replace(column, header=(), meaning=replace(column.meaning, words="", role="sample", entries=()))


_OWNED: Final = re.compile(r"(?P<head>.*\w) (?:by|of|for|in|with) (?:the )?(?P<owner>[^()]{1,60})")


def _with_owners(columns: list[Column]) -> list[Column]:
    """Columns that say the same of several things: ``inhibition by oil A`` and ``inhibition by Trolox``."""
    owned = {c.index: m for c in columns if c.numeric and (m := _OWNED.fullmatch(c.meaning.words))}
    heads = Counter(re.sub(r"\W|\bof\b", "", m["head"].lower()) for m in owned.values())
    result: list[Column] = []
    for column in columns:
        match = owned.get(column.index)
        if match is None or heads[re.sub(r"\W|\bof\b", "", match["head"].lower())] < 2:
            result.append(column)
            continue
        told = (*column.meaning.conditions, Condition(name="of", text=match["owner"].strip()))
        result.append(replace(column, meaning=replace(column.meaning, conditions=told)))
    return result


_MANY: Final = 4
_FEW: Final = 2
"""So many elements in a header make a table of composition."""


def _all_elements(columns: list[Column]) -> list[Column]:
    """Columns of which most are headed by elements: there P is phosphorus, K potassium, and Mn no molar mass."""
    symbols = {c.index: text for c in columns if c.header and (text := split_unit(c.header[-1]).words) in ELEMENTS}
    others = [c for c in columns if c.numeric and c.index not in symbols]
    if len(set(symbols.values())) < _MANY or len(symbols) <= len(others):
        return columns
    return [
        replace(c, meaning=replace(c.meaning, role="text", words=symbol, element=symbol, entries=()))
        if (symbol := symbols.get(c.index)) and c.meaning.role != "element" else c
        for c in columns
    ]  # fmt: skip


def _without_letters(columns: list[Column]) -> list[Column]:
    """Columns called A, B, C, D are no boron and carbon: letters in a row name samples."""
    letters = {
        text: c for c in columns if (text := split_unit(c.header[-1]).words if c.header else "") and len(text) == 1
    }
    if not {"A", "B"} <= set(letters):
        return columns
    lettered = {c.index for text, c in letters.items() if text in "ABCDEFGHIJ"}
    return [
        replace(c, meaning=replace(c.meaning, role="text", element=None, entries=()))
        if c.index in lettered and (c.meaning.element or c.meaning.words == c.header[-1][:1]) else c
        for c in columns
    ]  # fmt: skip


def _stub_texts(grid: Grid, block: Block, column: int) -> dict[str, str]:
    """The text at the left of each header row but the last, by the text over the column: ``Day`` before ``30``."""
    if not column:
        return {}
    return {grid.text(row, column): grid.text(row, 0) for row in block.header[:-1] if grid.place(row, 0)[0] == row}


def _levels(texts: tuple[str, ...], stubs: dict[str, str]) -> tuple[tuple[str, ...], tuple[Condition, ...]]:
    """Header texts without bare numbers, and the conditions that these are levels of.

    ``Amount of oil (μL)`` over ``5``, ``10`` and ``15``; ``30`` in a row that begins with ``Day``.
    """
    kept: list[str] = []
    conditions: list[Condition] = []
    for text in texts:
        cell = read_cell(text)
        number = cell.numbers[0] if cell.kind == "numbers" and len(cell.numbers) == 1 else None
        above = split_unit(kept[-1]) if kept else None
        name = split_unit(stubs.get(text, ""))
        if number is None or number.unit is not None or number.rest:
            kept.append(text)
        elif above is not None and above.spelled and above.words:
            quantity = to_quantity(number, text, above.unit, above.spelled, above.factor)
            conditions.append(Condition(name=above.words.lower(), quantity=quantity))
            kept.pop()
        elif name.words:
            quantity = to_quantity(number, text, name.unit, name.spelled, name.factor)
            conditions.append(Condition(name=name.words.lower(), quantity=quantity))
        else:
            kept.append(text)
    return tuple(kept), tuple(conditions)


def _with_units_of_notes(grid: Grid, block: Block, column: int, notes: Notes) -> tuple[str, ...]:
    """The header texts over a column, each with the unit that the row below or its footnote tells."""
    texts: list[str] = []
    for place in dict.fromkeys(grid.place(row, column) for row in block.header):
        text = grid.text(*place)
        if texts and text and column and is_unit_row(grid, place[0]) and read_unit(text.strip("()[]")):
            texts[-1] = f"{texts[-1]} ({text.strip('()[]')})"
            continue
        unit = next(filter(None, map(unit_of_note, notes.of(grid.marks(*place)))), None)
        texts.append(f"{text} ({unit})" if text and unit and not split_unit(text).spelled else text)
    return tuple(text for text in texts if text)


def is_unit_row(grid: Grid, row: int) -> bool:
    """Whether a row of a header has nothing but units: ``wt% | g cm−3 | nm``."""
    texts = [grid.text(row, column).strip("()[]") for column in grid.filled(row) if column > 0 and row > 0]
    texts = [
        text for text in texts if text and grid.cell(row, 0).kind != "numbers" and not re.fullmatch(r"[-–—]+", text)
    ]
    if any(re.fullmatch(r"[A-Z][a-z]?\d+", text) for text in texts):
        return False
    return bool(texts) and 5 * sum(read_unit(text) is not None for text in texts) >= 4 * len(texts)


def unit_of_note(note: str) -> str | None:
    """The unit that a footnote tells: ``10−8 cm2/s`` of "Units of (10−8 cm2/s)"."""
    match, first = _NOTE_UNIT.search(note), _NOTE_HEAD.match(note)
    told = (match["round"] or match["bare"].rstrip(".;,")) if match else ""
    inside = (told, first["unit"] if first else "")
    return next((unit for unit in inside if unit and split_unit(f"x ({unit})").spelled), None)


def header_path(grid: Grid, block: Block, column: int) -> tuple[str, ...]:
    """The header texts over a column from the top down, a merged cell once."""
    places = dict.fromkeys(grid.place(row, column) for row in block.header)
    return tuple(text for place in places if (text := grid.text(*place)))


_ELEMENT: Final = rf"(?:{'|'.join(sorted(ELEMENTS, key=len, reverse=True))})"
_ELEMENTS: Final = re.compile(rf"{_ELEMENT}(?:\s?[+&]\s?{_ELEMENT})+|(?:Al|B|N|O|Ti)_?(?:s|sol|t|tot|total)\.?")
"""Elements together, and the soluble or total part of one: ``Cr + Cu + Mo``, ``Als``, ``Alt``."""


def _with_elements(grid: Grid, block: Block, columns: list[Column]) -> list[Column]:
    """Columns headed by bare element symbols become contents where the table is one of compositions."""
    bare = [c for c in columns if c.numeric and c.meaning.element and c.meaning.role != "element"]
    if len(bare) > 2:
        bare += [c for c in columns if c.numeric and c.meaning.role == "text" and _ELEMENTS.fullmatch(c.meaning.words)]
    unit = composition_unit(grid, block)
    if len(bare) < 2 and not (bare and unit):
        return columns
    numeric = [c for c in columns if c.numeric]
    if _counts_else(grid, block, columns):
        return columns
    if unit is None and (len(bare) < 3 or 2 * len(bare) < len(numeric) or not _COMPOSITION.search(grid.table.caption)):
        return columns
    parsed = split_unit(f"x ({unit})") if unit else None
    return [
        replace(c, meaning=replace(
            c.meaning, role="element", unit=parsed.unit if parsed else None, spelled=parsed.spelled if parsed else None,
        )) if c in bare else c
        for c in columns
    ]  # fmt: skip


def _counts_else(grid: Grid, block: Block, columns: Sequence[Column]) -> bool:
    """Whether a column gives units that are no fractions, so that elements' columns hold something else."""
    column = next((c for c in columns if c.meaning.role == "unit"), None)
    texts = [grid.text(row, column.index) for row in block.rows] if column else []
    read = [split_unit(f"x ({text})").spelled for text in texts if text]
    return any(spelled is not None and spelled not in FRACTIONS for spelled in read)


def composition_unit(grid: Grid, block: Block) -> str | None:
    """The fraction that the numbers of a composition table count: from the corner, the first column or the caption."""
    texts = [
        *(text for row in block.header for text in (grid.text(row, 0),)),
        *(grid.text(row, 0) for row in block.rows[:2]),
    ]
    texts += [grid.text(row, c) for row in block.header for c in range(grid.width) if not _is_of_one(grid, row, c)]
    texts += [grid.text(row, c) for row in range(max(0, min(block.rows) - 3), min(block.rows)) for c in (0,)]
    for text in texts:
        if re.match(r"[<>~≤≥]?\s?\d", text):
            continue
        match = None if split_unit(text).spelled else _CAPTION_UNIT.search(text)
        spelled = split_unit(f"x ({match[0]})").spelled if match else split_unit(text).spelled
        if spelled in FRACTIONS and spelled != "%":
            return spelled
    for text in (grid.table.caption, *grid.table.footnotes):
        match = _STATED_UNIT.search(text)
        spelled = split_unit(f"x ({match['unit']})").spelled if match else None
        if spelled in FRACTIONS and spelled != "%":
            return spelled
    percent = any(split_unit(text).spelled == "%" for text in texts) or _IN_PERCENT.search(grid.table.caption)
    return "%" if percent and _COMPOSITION.search(" ".join([grid.table.caption, *texts])) else None


def _is_of_one(grid: Grid, row: int, column: int) -> bool:
    """Whether a header is one quantity or element with a unit that no other column has: ``O (ppm)``, ``Cmax (wt%)``."""
    split = split_unit(grid.text(row, column))
    wide = any(grid.place(row, column) == grid.place(row, c) for c in (column - 1, column + 1) if 0 <= c < grid.width)
    told = wide or is_amount(split.words) or _COMPOSITION.search(split.words)
    return split.spelled is not None and (split.words in ELEMENTS or not told)


def column_facets(grid: Grid, block: Block, columns: Sequence[Column], described: frozenset[int]) -> dict[int, Facets]:
    """What each value column is about where properties stand in the rows: its sample and its conditions."""
    facets: dict[int, Facets] = {}
    for column in columns:
        if column.index not in described:
            facets[column.index] = _one_column(grid, block, column)
    return facets


def _one_column(grid: Grid, block: Block, column: Column) -> Facets:
    labels: list[Label] = []
    conditions: list[Condition] = list(column.meaning.conditions)
    named: str | None = None
    seen: set[tuple[int, int]] = set()
    sampled = any(role_of(split_unit(grid.text(row, 0)).words) in ("sample", "composition") for row in block.header)
    for row in block.header:
        place = grid.place(row, column.index)
        text = grid.text(*place)
        if not text or place in seen or (place[1] == 0 and column.index != 0):
            continue
        seen.add(place)
        stub = split_unit(grid.text(row, 0))
        cell = grid.cell(*place)
        bare = cell.kind == "numbers" and len(cell.numbers) == 1 and cell.numbers[0].unit is None
        if bare and not stub.spelled and role_of(stub.words) == "sample" and column.index:
            labels.append(Label(text=f"{stub.words} {text}", place=place, aliases=(text,)))
        elif bare and (stub.spelled or stub.words) and column.index:
            quantity = to_quantity(cell.numbers[0], text, stub.unit, stub.spelled, stub.factor)
            conditions.append(Condition(name=stub.words, quantity=quantity))
        elif VARIABLE.fullmatch(text):
            labels.append(Label(text=text, place=place))
        elif role_of(stub.words) in _NO_SAMPLE or condition_of(text) is not None or _is_role(column.meaning, text):
            continue
        elif sampled and role_of(stub.words) is None and _is_plain(stub.words, stub.spelled):
            conditions.append(Condition(name=stub.words.lower(), text=text))
        elif case_name(text) == "method":
            conditions.append(Condition(name="method", text=text))
        elif read_header((text,), Symbols()).role == "condition":
            named = text
        elif named is not None:
            conditions.append(Condition(name=named.lower(), text=text))
        else:
            labels.append(Label(text=text, place=place, family=family_of_label(text)))
    references = tuple(
        reference for row in block.header for reference in grid.cell(row, column.index).references
    )  # fmt: skip
    labels = labels or _content_labels(grid, block, column.index)
    untreated = [one for one in labels if case_name(one.text) != "treatment"]
    label = (untreated or labels)[-1] if labels else None
    if label and len(labels) > 1:
        processing = "; ".join(one.text for one in labels if one is not label)
        label = Label(text=label.text, place=label.place, family=label.family, processing=processing)
    label = made_label(grid.table.caption, label, conditions)
    own = bool(label and _OWN.search(label.text))
    marks = tuple(mark for row in block.header for mark in grid.marks(row, column.index))
    return Facets(label=label, conditions=tuple(conditions), references=references, own=own, marks=marks)


def _content_labels(grid: Grid, block: Block, column: int) -> list[Label]:
    """A share as header, which is what one sample has more of than the next: ``50 vol%``."""
    places = dict.fromkeys(grid.place(row, column) for row in block.header)
    found = ((place, condition_of(grid.text(*place))) for place in places if grid.text(*place))
    return [
        Label(text=grid.text(*place), place=place)
        for place, told in found if told and told.quantity and told.quantity.unit in SHARES
    ]  # fmt: skip


def _is_plain(words: str, spelled: str | None) -> bool:
    """Whether the stub of a header row is a word that says what stands beside it: ``Instrument``."""
    return spelled is None and bool(re.fullmatch(r"[A-Z][a-z]{3,}(?: [a-z]+){0,2}", words))


_NO_SAMPLE: Final[frozenset[Role | None]] = frozenset({"symmetry", "method", "phase", "reference", "unit", "index"})
_NAMELESS: Final[frozenset[Role]] = frozenset({"value", "unit", "reference", "parameter", "symbol", "uncertainty"})


def _is_role(meaning: Meaning, text: str) -> bool:
    return meaning.role in _NAMELESS and text == meaning.words


def row_text_facets(
    grid: Grid, rows: Sequence[int], column: int, facets: Facets, parameter: int, twins: bool = False
) -> Facets:
    """Adds what rows of words say of a column: its compound, its reference, how it was measured.

    ``twins`` says that other columns have the same header, so that only these rows tell them apart.
    """
    for row in rows:
        stub, text = grid.text(row, parameter), grid.text(row, column)
        if not text or not stub or grid.cell(row, column).kind == "missing":
            continue
        role = read_header((stub,), Symbols()).role
        if role in ("sample", "composition"):
            label = Label(text=text, place=grid.place(row, column), family=family_of_label(text))
            if facets.label is not None:
                label = replace(label, processing=join(facets.label.processing, facets.label.text))
            facets = replace(facets, label=label)
        elif role == "reference":
            numbers = tuple(re.findall(r"\d{1,4}", text))
            facets = replace(facets, references=() if _OWN.search(text) else numbers, own=bool(_OWN.search(text)))
        elif role == "method":
            facets = replace(facets, method=text)
        elif role == "condition" or case_name(stub) != "case" or (twins and role == "text"):
            facets = replace(facets, conditions=(*facets.conditions, Condition(name=stub.lower(), text=text)))
    return facets


def is_element(text: str) -> bool:
    """Whether a header is an element's symbol."""
    return text in ELEMENTS
