"""The columns of a block in, those out too whose headers need their company to be understood.

A header may be only the head of a term that the caption has in full (``Length`` of "Crack length of"), or only what
tells one of its kind apart (``Charge (mAh/g)`` of "capacities"). A bare symbol may be of several fields: it is of the
one that the other columns are of, or the one property of the caption that no other column has. Beside a conversion,
``X``, stand a selectivity and a yield.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from ....records.units import parse_unit
from ....records.vocabulary import Property, Vocabulary
from ..headers.composed_symbols import reaction_term
from ..headers.meaning import Meaning
from ..headers.naming import Usage
from ..headers.symbols import Symbols
from ..headers.units import split_unit
from ..headers.usual_symbols import usual_among, usual_number
from ..headers.vocabulary import any_of
from ..headers.words import SHARES, Role
from ..rows import Column
from .siblings import with_shared_units

_WORD: Final = re.compile(r"[A-Z]?[a-z]{3,}")
_SYMBOL: Final = re.compile(r"\S{1,6}")
_SPELLED: Final = re.compile(r".{4,80} \((?P<symbol>\S{1,6})\)")
_PHASE_ELEMENT: Final = re.compile(r"\bCPE|s\^?[nα]|phase element", re.I)
"""A column of a constant phase element, by its symbol or a unit with its exponent: ``Q (S sn/cm2)``."""
_PRESSURES: Final = frozenset(parse_unit(unit) for unit in ("MPa", "bar", "atm", "kPa"))
_PLATEAUS: Final = (frozenset({"Pa", "Pd"}), frozenset({"Pabs", "Pdes"}))
"""Pressures at which a hydride takes up hydrogen and gives it off."""
_WAVELENGTHS: Final = frozenset({"nm", "um"})
"""Units of what light is measured at."""
_PURE: Final = frozenset("nk")
"""Letters that are pure numbers in every field: one column of it is enough."""
_ENOUGH: Final = 2
"""So many columns of a field tell what a letter is there; so many readings make it none."""


def completed(columns: Sequence[Column], symbols: Symbols) -> list[Column]:
    """The columns, each with the fullest meaning that caption and company give it."""
    usage = symbols.usage
    told = [replace(c, meaning=_qualifier(_head(c.meaning, usage), usage)) for c in with_shared_units(columns)]
    told = _of_reaction([_of_company(c, told, symbols) for c in told], symbols)
    return [_leftover(c, told, usage) if c.numeric else c for c in told]


def _head(meaning: Meaning, usage: Usage) -> Meaning:
    """A header of one word that is the head of just one longer phrase of the caption."""
    if not meaning.entries or not _WORD.fullmatch(meaning.words):
        return meaning
    noun = _singular(meaning.words.lower())
    fuller = {
        words: entry for words, entry in usage.caption
        if _singular(words.rpartition(" ")[2].lower()) == noun and " " in words
        and (entry.fits(meaning.unit) or not meaning.has_unit)
    }  # fmt: skip
    if len(fuller) != 1:
        return meaning
    words, entry = next(iter(fuller.items()))
    return replace(meaning, words=_singular(words), entries=tuple(dict.fromkeys((entry, *meaning.entries))))


@lru_cache(maxsize=1)
def _qualifiers() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('qualifiers')})", re.I)


def _qualifier(meaning: Meaning, usage: Usage) -> Meaning:
    """A header that only says which one, with a unit that one property of the caption has: ``Discharge (mAh/g)``."""
    if meaning.entries or meaning.unit is None or not _qualifiers().fullmatch(meaning.words):
        return meaning
    fitting = {entry: words for words, entry in usage.caption if entry.fits(meaning.unit)}
    if len(set(fitting.values())) != 1:
        return meaning
    head = _singular(next(iter(fitting.values())).rpartition(" ")[2])
    return replace(meaning, role="property", entries=tuple(fitting), words=f"{meaning.words.lower()} {head}")


def _of_company(column: Column, columns: Sequence[Column], symbols: Symbols) -> Column:
    """A bare symbol as the property that it can be in the field of the other columns, if its first is of no such.

    A letter without a unit whose fields no other column shares stays a mere number of the row.
    """
    meaning = column.meaning
    fields = Counter(c.meaning.entries[0].domain for c in columns if c is not column and c.meaning.entries)
    shared = _fields(columns)
    fields.update(shared)
    fields["optical"] += any(c.quantity and c.quantity.unit in _WAVELENGTHS for c in meaning.conditions)
    fields["composition"] += sum(c is not column and c.meaning.role == "element" for c in columns)
    if not meaning.has_unit and column.numeric:
        return replace(column, meaning=_pure_number(meaning, fields, symbols))
    if (told := _of_field(column, shared, symbols)) is not None:
        return replace(column, meaning=told)
    if len(meaning.entries) < 2 or not _SYMBOL.fullmatch(meaning.words) or fields[meaning.entries[0].domain]:
        return column
    ranked = sorted(meaning.entries, key=lambda entry: -fields[entry.domain])
    return replace(column, meaning=replace(meaning, entries=tuple(ranked)))


def _fields(columns: Sequence[Column]) -> Counter[str]:
    """Fields that columns tell by what stands side by side: densities of energy in joules, two plateau pressures."""
    pressures = {split_unit(c.header[-1]).words for c in columns if c.header and c.meaning.unit in _PRESSURES}
    return Counter(
        storage=sum((c.meaning.spelled or "").startswith("J/") for c in columns),
        tribology=sum(Vocabulary.load()["wear_rate"] in c.meaning.entries for c in columns),
        hydride=sum(pair <= pressures for pair in _PLATEAUS),
        impedance=sum(bool(_PHASE_ELEMENT.search(" ".join(c.header))) for c in columns),
    )


def _of_field(column: Column, fields: Counter[str], symbols: Symbols) -> Meaning | None:
    """A symbol with a unit as what it is in the field of the columns: ``Wrec (J/cm3) | η (%)``, ``Pa | Pd | Cmax``."""
    symbol = split_unit(column.header[-1]).words if column.header else ""
    term = None if symbols.phrase(symbol) else usual_among(symbol, fields)
    if term is None or not column.meaning.has_unit:
        return None
    entries = Vocabulary.load().match(term, column.meaning.unit)
    return replace(column.meaning, role="property", element=None, entries=entries, words=f"{term} ({symbol})")


def _pure_number(meaning: Meaning, fields: Counter[str], symbols: Symbols) -> Meaning:
    """A symbol without a unit, which the paper explains nowhere, as what it is in the field of the other columns."""
    spelled = _SPELLED.fullmatch(meaning.words)
    symbol = spelled["symbol"] if spelled else meaning.words
    if not _SYMBOL.fullmatch(symbol) or symbols.phrase(symbol) or meaning.role not in ("text", "property", "index"):
        return meaning
    if (term := usual_among(symbol, fields) or usual_number(symbol)) is not None:
        known = Vocabulary.load().match(term)
        return replace(meaning, role="property", element=None, entries=known, words=f"{term} ({symbol})")
    if meaning.role == "index" or not any(fields.values()):
        return meaning
    known = meaning.entries or Vocabulary.load().pure_numbers(symbol)
    least = 1 if symbol in _PURE else _ENOUGH
    ranked = sorted((entry for entry in known if fields[entry.domain] >= least), key=lambda e: -fields[e.domain])
    rivals = {entry.domain for entry in ranked if fields[entry.domain] == fields[ranked[0].domain]}
    if len(rivals) == 1:
        words = meaning.words if spelled else f"{ranked[0].words[0]} ({symbol})"
        return replace(meaning, role="property", entries=tuple(ranked), words=words)
    if len(meaning.entries) < _ENOUGH or len(symbol) > 1:
        return meaning
    return replace(meaning, role="index", entries=(), words=symbol)


def _of_reaction(columns: list[Column], symbols: Symbols) -> list[Column]:
    """Columns of which one is a conversion, X: there S is no sulfur, but a selectivity, and Y a yield, no yttrium."""
    terms = {c.index: term for c in columns if c.numeric and (term := _reaction_of(c, symbols)) is not None}
    if len(terms) < _ENOUGH or not any(term.endswith("conversion") for term in terms.values()):
        return columns
    known = Vocabulary.load()
    return [
        replace(c, meaning=replace(
            c.meaning, role="property", element=None, entries=known.match(terms[c.index], c.meaning.unit),
            words=f"{terms[c.index]} ({split_unit(c.header[-1]).words})",
        )) if c.index in terms else c
        for c in columns
    ]  # fmt: skip


def _reaction_of(column: Column, symbols: Symbols) -> str | None:
    """What the symbol of a column in percent is of a reaction, if the paper does not explain it otherwise."""
    symbol = split_unit(column.header[-1]).words if column.header else ""
    return None if symbols.phrase(symbol) else reaction_term(symbol, column.meaning.unit, alone=True)


def _leftover(column: Column, columns: Sequence[Column], usage: Usage) -> Column:
    """A bare symbol of no surely known property, as the only one of the caption with such a unit that no column has."""
    meaning = column.meaning
    known = meaning.element or (meaning.entries and not meaning.guessed)
    if known or meaning.unit is None or meaning.unit.plain in SHARES:
        return column
    spelled = _SPELLED.fullmatch(meaning.words) if meaning.guessed else None
    symbol = spelled["symbol"] if spelled else meaning.words
    if not _SYMBOL.fullmatch(symbol):
        return column
    percent = parse_unit("%")
    taken: set[Property] = {entry for c in columns for entry in c.meaning.entries if not c.meaning.guessed}
    told = [
        (words, entry) for words, entry in usage.caption if entry.domain != "composition" or meaning.unit != percent
    ]
    left = {words: entry for words, entry in told if entry.fits(meaning.unit) and entry not in taken}
    alike = [c for c in columns if c.meaning.unit == meaning.unit and (c.meaning.guessed or not c.meaning.entries)]
    if len(left) != 1 or len(alike) != 1:
        return column
    words, entry = next(iter(left.items()))
    role: Role = "property"
    return replace(column, meaning=replace(meaning, role=role, entries=(entry,), words=f"{words} ({symbol})"))


def _singular(words: str) -> str:
    """A term without the plural of its last word."""
    return re.sub(r"ies$", "y", words) if words.endswith("ies") else re.sub(r"(?<=[^s])s$", "", words)
