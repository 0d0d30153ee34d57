"""A table's caption in, the properties that it names with their units out, for headers that are only their symbols."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ...records.units import Unit
from ...records.vocabulary import Property, Vocabulary
from .header_units import read_unit
from .headers import Meaning
from .symbols import Symbols

_BEHIND: Final = re.compile(
    r"(?:,?\s(?P<bare>[^\s,;()]{1,6})|\s\((?P<round>[^\s,;()]{1,6})\))?,?\s?"
    r"(?:\((?:in )?(?P<unit>[^()]{1,24})\)|in (?P<in>\S{1,12}?)(?=[,;.]|\s|$))"
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
            found.append(Told(words, entries, match["bare"] or match["round"], read[1], read[0]))
    return tuple(found)


def with_told_unit(meaning: Meaning, told: Sequence[Told], symbols: Symbols) -> Meaning:
    """A header without a unit that is a symbol, or the name, of a property that the caption has a unit for."""
    if meaning.has_unit or not 0 < len(meaning.words) <= LONGEST or "," in meaning.words:
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
