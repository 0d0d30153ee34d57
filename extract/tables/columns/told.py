"""A table's caption in, the properties and symbols that it gives units for out, for headers that have none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ....records.units import Unit
from ....records.vocabulary import Property, Vocabulary
from ..headers.header import read_header
from ..headers.meaning import Meaning
from ..headers.symbols import Symbols
from ..headers.units import read_unit
from ..headers.usual_symbols import usual_name
from ..headers.words import FRACTIONS

_BEHIND: Final = re.compile(
    r"(?:,?\s(?P<bare>[^\s,;()]{1,6})|\s\((?P<round>[^\s,;()]{1,6})\)|(?=\s\((?P<listed>[^\s,;()]{1,6}),\s))?,?\s?"
    r"(?:\((?:[^\s,;()]{1,6},\s|in )?(?P<unit>[^()]{1,24})\)|in (?P<in>\S{1,12}?)(?=[,;.]|\s|$))"
)


LONGEST: Final = 40
"""Characters of a header that is one symbol or name."""


@dataclass(frozen=True, slots=True)
class Told:
    """A property of a caption: ``lattice constants a (Å)`` has its symbol and a unit that counts for its columns."""

    words: str
    entries: tuple[Property, ...]
    symbol: str | None
    unit: Unit
    factor: float


def told_units(caption: str) -> tuple[Told, ...]:
    """Every property of a caption behind which a unit stands."""
    found: list[Told] = []
    for mention in Vocabulary.load().find(caption):
        match = None if mention.symbol else _BEHIND.match(caption, mention.end)
        read = read_unit((match["unit"] or match["in"]).strip()) if match else None
        if match is None or read is None or read[1] is None:
            continue
        entries = tuple(entry for entry in mention.properties if entry.fits(read[1]))
        if entries:
            words = caption[mention.start : mention.end]
            found.append(Told(words, entries, match["bare"] or match["round"] or match["listed"], read[1], read[0]))
    return tuple(found)


_NAMED: Final = re.compile(r"(?P<name>[A-Za-z][a-z]+(?: [a-z]+){1,3}), (?P<symbol>\S{1,4})")
"""A name and its symbol as header: ``Chemical shift, δH``."""
_ALL_IN: Final = re.compile(
    r"\b(?:all|both) (?:(?:values|data|of them|temperatures|energies|lengths|distances|parameters|numbers) )?"
    r"(?:are )?(?:given |expressed )?in (?P<unit>[^\s,;()]{1,14})"
    r"|\b(?:temperatures|energies|lengths|distances|stresses|concentrations|times|volumes|angles) (?:are )?"
    r"(?:given |expressed )?in (?P<kind>[^\s,;()]{1,14})",
    re.I,
)
_BRACKETED: Final = re.compile(r"\((?:in )?(?P<unit>[^()]{1,20})\)")
_SYMBOL: Final = re.compile(r"[^\s()]{1,8}")


def with_unit_of_symbol(meaning: Meaning, header: Sequence[str], texts: Sequence[str], symbols: Symbols) -> Meaning:
    """A header that is a symbol, with the unit that caption or notes have behind it or for all: ``(D in nm)``."""
    symbol = header[-1].strip() if header else ""
    if meaning.has_unit or not _SYMBOL.fullmatch(symbol) or "/" in symbol or meaning.role in ("sample", "statistic"):
        return meaning
    behind = re.compile(
        rf"(?<!\w){re.escape(symbol)},?\s(?:in (?P<bare>[^\s,;()]{{1,14}})|\((?:in )?(?P<round>[^()]{{1,20}})\))"
    )
    for text in texts:
        for match in behind.finditer(text):
            told = _reread(header, (match["bare"] or match["round"]).rstrip("."), symbols)
            if told is not None and told.names_property and (not meaning.element or told.spelled not in FRACTIONS):
                return replace(told, marks=meaning.marks)
    if meaning.element:
        return meaning
    if texts and (told := _by_one_unit(header, texts[0], symbols)) is not None:
        return replace(told, marks=meaning.marks)
    for match in (found for text in texts for found in _ALL_IN.finditer(text)):
        told = _known(header, (match["unit"] or match["kind"]).rstrip("."), symbols)
        if told is not None:
            return replace(told, marks=meaning.marks)
    return meaning


def _by_one_unit(header: Sequence[str], caption: str, symbols: Symbols) -> Meaning | None:
    """The header with the only unit of the caption that makes it a known property: ``BE`` by "positions (eV)"."""
    units = dict.fromkeys(match["unit"] for match in _BRACKETED.finditer(caption))
    told = [one for unit in units if (one := _known(header, unit, symbols)) is not None]
    known = [one for one in told if one.unit is not None and one.unit.canonical != "1"]
    return known[0] if len(known) == 1 else None


def _known(header: Sequence[str], unit: str, symbols: Symbols) -> Meaning | None:
    """The header with a unit; None where that is none, or makes it no property that the symbol itself stands for."""
    told, symbol = _reread(header, unit, symbols), header[-1].strip()
    if told is None or told.unit is None or told.role != "property":
        return None
    own = (*Vocabulary.load().match(symbol, told.unit), *symbols.match(symbol, told.unit))
    return told if told.entries and (own or usual_name(symbol, told.unit, (), None)) else None


def _reread(header: Sequence[str], unit: str, symbols: Symbols) -> Meaning | None:
    """The header with a unit at its lowest text; None where that is no unit."""
    found = read_unit(unit.strip())
    if found is None or found[2] is None:
        return None
    return read_header((*header[:-1], f"{header[-1].strip()} ({unit})"), symbols)


def with_told_unit(meaning: Meaning, told: Sequence[Told], symbols: Symbols) -> Meaning:
    """A header without a unit that is a symbol, or the name, of a property that the caption has a unit for."""
    if (named := _NAMED.fullmatch(meaning.words)) is not None:
        alone = with_told_unit(replace(meaning, words=named["name"]), told, symbols)
        return replace(alone, words=f"{named['name']} ({named['symbol']})") if alone.has_unit else meaning
    if meaning.has_unit or not 0 < len(meaning.words) <= LONGEST or re.search(r"[,/]", meaning.words):
        return meaning
    if meaning.role not in ("text", "property", "index"):
        return meaning
    for one in told:
        known = (*symbols.match(meaning.words, one.unit), *Vocabulary.load().match(meaning.words, one.unit))
        kin = [entry for entry in known if entry in one.entries or entry.domain == one.entries[0].domain]
        named = one.symbol == meaning.words
        if named or kin:
            entries = one.entries if named else tuple(dict.fromkeys(kin))
            words = f"{one.words} ({meaning.words})" if named and meaning.words != one.words else meaning.words
            return replace(
                meaning, role="property", entries=entries, element=None, unit=one.unit, spelled=one.unit.plain,
                factor=one.factor, words=words,
            )  # fmt: skip
    return meaning
