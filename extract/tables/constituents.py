"""A block whose rows are the parts of a mixture in, which columns hold their contents and what a row's part is out.

Such tables list what an oil, a food, a slag or a residue is made of: ``Component | %``, ``Fatty acid | A | B | C``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ...records.composition_grammar import ELEMENTS
from ...records.model import Condition
from ...records.vocabulary import Vocabulary
from .columns.columns import column_facets, composition_unit
from .facets import Facets, Label, join
from .headers.header import is_compound
from .headers.meaning import Meaning
from .headers.symbols import Symbols
from .headers.units import HeaderUnit, split_unit
from .headers.words import FRACTIONS, is_amount
from .reading import CellReader, Reading
from .rows import Column, row_facets
from .sheet import Block, Grid
from .sources import work_numbers

_PARTS: Final = re.compile(
    r"(?:the )?(?:(?:chemical|main|major|minor|volatile|individual|phenolic|bioactive|identified|oil)\s){0,2}"
    r"(?:components?|constituents?|compounds?(?: names?)?|molecules?|(?:fatty|amino|organic|phenolic) acids?"
    r"|minerals?|(?:crystalline |mineral )?phases?"
    r"|sterols?|carotenoids?|tocopherols?|oxides?|elements?|metals?|ingredients?|nutrients?|substances?"
    r"|amino acid|fatty acid|species|impurit(?:y|ies))\W*",
    re.I,
)
_PARTS_CONTENT: Final = re.compile(r"\b(?:amino|fatty|organic|phenolic) acid (?:contents?|compositions?)", re.I)
_NO_AMOUNT: Final = re.compile(
    r"\b(?:RI\w?|L?RI\w*|KI|AI|RT|Rt|tR|retention|kovats|index|time|mass|weight|formula|MW|m/z|no|nr|number|peak|rank|p|CAS"
    r"|identification|method|purity|slope|R2|LOD|LOQ|DV|limit|recovery|std|uncertainty)\b",
    re.I,
)
_TABLE_OF_PARTS: Final = re.compile(
    r"\b(?:compositions?|contents?|constituents?|components?|compounds|concentrations?|percentages?|profiles?|levels"
    r"|amounts?|analysis)\b",
    re.I,
)
_CAPTION_UNIT: Final = re.compile(r"\((?P<unit>[^()]{1,30})\)|\bin (?P<bare>%|mg/\S+|g/\S+|ppm|wt\.?\s?%)")


def part_column(grid: Grid, block: Block, columns: Sequence[Column]) -> Column | None:
    """The column that names the parts, in a table that says how much there is of each; none where columns are."""
    if sum(c.numeric and c.meaning.role == "element" for c in columns) > 1 or _heads_compounds(columns):
        return None
    for column in columns[:4]:
        words = split_unit(" ".join(column.header[:1])).words
        over = " ".join(text for c in columns if c.numeric for text in c.header)
        named = bool(_PARTS.fullmatch(words) if words else column.index == 0 and _PARTS_CONTENT.search(over))
        compounds = any(c.numeric and c.header and is_compound(c.header[-1]) for c in columns)
        if column.numeric or not (named or _lists_elements(grid, block, column)):
            continue
        if column.meaning.role == "phase" and compounds:
            continue
        behind = content_columns(grid, block, columns, column)
        texts = [grid.text(row, column.index) for row in block.rows]
        if behind and 2 * len(set(texts)) >= len(texts):
            return column
    return None


def _heads_compounds(columns: Sequence[Column]) -> bool:
    """Whether most columns of numbers are headed by formulas of compounds: the rows are what consists of them."""
    numeric = [c for c in columns if c.numeric]
    compounds = [c for c in numeric if is_compound(c.meaning.words) and re.search(r"[a-z\d]", c.meaning.words)]
    return len(compounds) > 2 and 2 * len(compounds) > len(numeric)


def _lists_elements(grid: Grid, block: Block, column: Column) -> bool:
    """Whether a column has nothing but different elements, in a table whose numbers are fractions."""
    texts = [text for row in block.rows if (text := grid.text(row, column.index))]
    alone = len(texts) > 1 and len(set(texts)) == len(texts) and all(text in ELEMENTS for text in texts)
    return alone and composition_unit(grid, block) is not None


def content_columns(grid: Grid, block: Block, columns: Sequence[Column], parts: Column) -> list[Column]:
    """The columns of numbers that say how much there is of each part."""
    listed = _lists_elements(grid, block, parts)
    told = listed or bool(_TABLE_OF_PARTS.search(grid.table.caption))
    own_unit = split_unit(" ".join(parts.header)).spelled
    caption_unit = _caption_unit(grid.table.caption) or (composition_unit(grid, block) if listed else None)
    found: list[Column] = []
    for column in columns:
        if not column.numeric or column is parts or column.meaning.role in ("uncertainty", "statistic", "reference"):
            continue
        header = [split_unit(text) for text in column.header]
        words = " ".join(part.words for part in header)
        if _NO_AMOUNT.search(words) or (column.meaning.entries and not is_amount(words)):
            continue
        unit = next((part.spelled for part in reversed(header) if part.spelled), None)
        amount = bool(words) and any(is_amount(part.words) for part in header if part.words)
        label = amount or bool(own_unit or caption_unit) or column.meaning.role in ("text", "index")
        share = _is_share(unit) and (amount or told or not words) if unit is not None else told and label
        if share:
            found.append(column)
    sure = [c for c in found if any(is_amount(h.words) and h.words and h.spelled for h in _headers(c))]
    return [c for c in found if c in sure or any(h.spelled for h in _headers(c))] if sure else found


def _is_share(spelled: str | None) -> bool:
    return spelled is not None and (
        spelled in FRACTIONS or bool(re.fullmatch(r"[kmµμun]?(?:g|mol|eq)\b.*/.*|ppm|ppb", spelled))
    )


def _caption_unit(caption: str) -> str | None:
    for match in _CAPTION_UNIT.finditer(caption):
        spelled = split_unit(f"x ({match['unit'] or match['bare']})").spelled
        if spelled and _is_share(spelled):
            return spelled
    return "%" if re.search(r"\bpercentages?\b", caption, re.I) else None


def content_of(text: str, column: Column, parts: Column, grid: Grid, block: Block, symbols: Symbols) -> Meaning | None:
    """What a cell says how much of: ``α-pinene content`` in the unit of its row, column, corner or caption."""
    part = split_unit(text)
    if not part.words:
        return None
    heads = (part, *_headers(column), *(h for h in _headers(parts) if _is_share(h.spelled)))
    told = next((h for h in heads if h.spelled), None)
    caption = _caption_unit(grid.table.caption)
    if caption is None and part.words in ELEMENTS:
        caption = composition_unit(grid, block)
    if told is None and caption:
        told = split_unit(f"x ({caption})")
    unit = told.unit if told else None
    spelled = told.spelled if told else None
    factor = told.factor if told else 1.0
    if part.words in ELEMENTS and spelled in FRACTIONS:
        return Meaning(words=part.words, role="element", element=part.words, unit=unit, spelled=spelled, factor=factor)
    name = symbols.spelled_out(part.words) if symbols.is_own(part.words) else part.words
    of_phases = parts.meaning.role == "phase"
    told_part = Condition(name="phase" if of_phases else "constituent", text=part.words)
    entry = Vocabulary.load().get("phase_fraction" if of_phases else "constituent_content")
    fits = entry is not None and (unit is not None or spelled is None) and entry.fits(unit)
    return Meaning(
        words=f"{name} content", role="property", entries=(entry,) if entry and fits else (), unit=unit,
        spelled=spelled, factor=factor, conditions=(told_part,),
    )  # fmt: skip


def part_readings(reader: CellReader, parts: Column, contents: Sequence[Column], symbols: Symbols) -> Iterator[Reading]:
    """The contents of a mixture's parts, which stand in the rows."""
    grid, block = reader.grid, reader.block
    described = frozenset(c.index for c in contents)
    others = frozenset(c.index for c in reader.columns) - described
    facets = column_facets(grid, block, reader.columns, others)
    facets = {c.index: mixture_of(grid, block, c, facets[c.index]) for c in contents}
    rows = _mixtures(reader, parts, described)
    for row in block.rows:
        text = grid.text(row, parts.index)
        for column in contents:
            meaning = content_of(text, column, parts, grid, block, symbols)
            if meaning is not None:
                label = facets[column.index].label or rows.get(row)
                side = Facets(marks=grid.marks(row, parts.index))
                yield from reader.cell((row, column.index), meaning, replace(facets[column.index], label=label), side)


def _mixtures(reader: CellReader, parts: Column, contents: frozenset[int]) -> dict[int, Label]:
    """Which mixture each row is of, where a column before that of the parts names several: ``Spectrum | Element``."""
    grid, block = reader.grid, reader.block
    texts = [text for row in block.rows if (text := grid.text(row, parts.index))]
    naming = [
        c for c in reader.columns
        if c.index < parts.index and c.index not in contents and c.meaning.role in ("sample", "index", "text")
    ]  # fmt: skip
    if len(set(texts)) == len(texts) or not naming:
        return {}
    facets = row_facets(grid, block, naming)
    return {row: label for row in block.rows if (label := facets[row].label) is not None}


def _headers(column: Column) -> list[HeaderUnit]:
    return [split_unit(text) for text in reversed(column.header)]


def mixture_of(grid: Grid, block: Block, column: Column, facets: Facets) -> Facets:
    """Whose parts a column lists: the texts over it that are no mere heading name the sample, or a cited work."""
    labels: list[Label] = []
    references: tuple[str, ...] = facets.references
    seen: set[tuple[int, int]] = set()
    for row in block.header:
        place = grid.place(row, column.index)
        words = split_unit(grid.text(*place)).words
        if place in seen or not words or is_amount(words) or split_unit(words).spelled in FRACTIONS:
            continue
        seen.add(place)
        if re.search(r"\bref", words, re.I) and work_numbers(words):
            references = work_numbers(words)
        labels.append(Label(text=words, place=place))
    told = [c for c in facets.conditions if not (c.text and is_amount(split_unit(c.text).words))]
    labels = [label for label in labels if not _says(told, label.text)]
    label = labels[-1] if labels else None
    for other in labels[:-1]:
        label = replace(label, processing=join(label.processing, other.text)) if label else other
    return replace(facets, label=label, conditions=tuple(told), references=references)


def _says(conditions: Sequence[Condition], text: str) -> bool:
    """Whether one of the conditions is this header."""
    return any(c.quantity is not None and c.quantity.text.strip() in text for c in conditions)
