"""A row of one text over the rows that follow in, what it says of all of them out."""

import re
from typing import Final

from ...records.model import Condition
from .columns.columns import is_element
from .conditions import is_usual_name
from .facets import Facets, Label
from .headers.header import read_header
from .headers.symbols import Symbols
from .headers.words import ORGANISM
from .sheet import Grid
from .sites import is_site
from .sources import work_numbers

_HEADING: Final = re.compile(
    r"\b(?:propert(?:y|ies)|parameters?|compositions?|characteristics|results|data|values)\b", re.I
)
_THING: Final = re.compile(
    r"\d\S*\s\S{1,6}\s(?:particles?|fibres?|fibers?|films?|samples?|specimens?|layers?|powders?|grains?|wires?)\b", re.I
)
_MEASURED_AT: Final = re.compile(
    r".*\b(?:load|force|speed|rate|test\w*|measur\w*|frequency|wavelength|field|cycles?|angle|distance|voltage|bias)\b.*",
    re.I,
)


def section_facets(grid: Grid, row: int, first_header: str, symbols: Symbols, *, repeated: bool) -> Facets:
    """What a section row says: the property, a condition, or a name that the rows below share.

    ``repeated`` says that rows are called the same under several sections, so that how the samples were made, ``Heat
    input 0.6 kJ/mm`` or ``Annealed at 650 °C``, tells them apart; ``first_header`` is the header over the rows' names.
    """
    column = grid.filled(row)[0]
    text = grid.text(row, column)
    meaning = read_header((text,), symbols)
    marks = grid.marks(row, column)
    if meaning.names_property and not is_element(text):
        return Facets(meaning=meaning, marks=marks)
    if meaning.conditions:
        told = Label(text=text, place=(row, column)) if _THING.search(text) else None
        treated = any(c.name == "treatment" for c in meaning.conditions)
        measured = any(is_usual_name(c.name) or _MEASURED_AT.fullmatch(c.name) for c in meaning.conditions)
        made = repeated and (treated or not measured)
        return Facets(conditions=meaning.conditions, label=told, processing=text if made else None, marks=marks)
    if is_site(text):
        return Facets(conditions=(Condition(name="site", text=text),), marks=marks)
    references = work_numbers(text)
    if _HEADING.search(text):
        return Facets(marks=marks, references=references)
    if ORGANISM.fullmatch(first_header):
        return Facets(conditions=(Condition(name="case", text=text),), marks=marks, references=references)
    return Facets(label=Label(text=text, place=(row, column)), marks=marks, references=references)
