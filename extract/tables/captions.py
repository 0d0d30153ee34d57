"""A table's caption in, the property that it names for headers that name none out."""

import re
from typing import Final

from ...records.vocabulary import Vocabulary
from ..document import Table
from .headers.header import read_header
from .headers.meaning import Meaning
from .headers.symbols import Symbols

_UNIT_BEHIND: Final = re.compile(r"\s?\([^()]{1,30}(?:\([^()]{1,10}\)[^()]{0,20})?\)")

_PRESENTED: Final = re.compile(
    r"\b(?:presented|given|expressed|reported|shown|listed)(?: here)? in (?:units of )?"
    r"([^\s.;,()]{1,12}(?: [^\s.;,()]{1,6})?)"
    r"(?=[.;,)]|$)"
)
_ALL_VALUES: Final = re.compile(
    r"(?:all )?(?:values|data|units?) (?:are |is )?(?:given |expressed |reported )?"
    r"(?:in(?: units of)?|of) ([^.;,]{1,30})"
)


def caption_meaning(table: Table) -> Meaning | None:
    """The one property that the caption names, or names with its unit, for headers that name none."""
    caption = table.caption
    mentions = [m for m in Vocabulary.load().find(caption) if not m.symbol]
    entries = list(dict.fromkeys(m.properties for m in mentions))
    unit = read_header((caption.rstrip(" ."),), Symbols())
    if len({(entry.domain, entry.dimension) for kinds in entries for entry in kinds}) == 1:
        entries = entries[:1]
    if len(entries) > 1:
        behind = [(m, match) for m in mentions if (match := _UNIT_BEHIND.match(caption, m.end))]
        told = [(m, header) for m, match in behind if (header := read_header((f"x {match[0]}",), Symbols())).has_unit]
        if len(told) != 1:
            return None
        mentions, unit = [told[0][0]], told[0][1]
        entries = [mentions[0].properties]
    if len(entries) != 1:
        return None
    unit = unit if unit.has_unit else table_unit(table) or unit
    words = caption[mentions[0].start : mentions[0].end]
    known = tuple(entry for entry in entries[0] if unit.unit is None or entry.fits(unit.unit))
    return Meaning(
        words=words, role="property", entries=known, unit=unit.unit, spelled=unit.spelled, factor=unit.factor
    )


def table_unit(table: Table) -> Meaning | None:
    """The unit that a note gives for all values: ``All values are in units of meV/molecule.``"""
    stated = _ALL_VALUES.search(" ".join(table.footnotes)) or _PRESENTED.search(table.caption)
    unit = read_header((f"x ({stated[1].strip()})",), Symbols()) if stated else None
    return unit if unit and unit.has_unit else None


_EXPRESSED: Final = re.compile(r"\bexpressed (?:as|by|in terms of) (?:the )?(?P<phrase>[a-z][\w -]{4,60})", re.I)
_INTRODUCED: Final = re.compile(
    r"^(?:(?:the|comparison (?:of|between)|summary of|values? of|results? (?:of|for)|list of"
    r"|variations? (?:of|in)|changes? (?:of|in)|estimated|calculated|measured|experimental|observed|predicted"
    r"|theoretical|obtained|selected|typical|average|mean|and|overview of|data (?:of|for|on))\s)+",
    re.I,
)
_HEAD: Final = re.compile(
    r"(?P<phrase>[A-Za-z][\w’'/-]*(?: [A-Za-z][\w’'/-]*){0,6}?)(?P<unit>\s\([^()]{1,40}\))?"
    r"(?= of | for | in | at |[.,;:(]|$)"
)
_GENERAL: Final = re.compile(
    r"values?|(?:.*\b)?(?:propert(?:y|ies)|parameters?|results?|data|characteristics|compositions?|conditions?|variables?"
    r"|details|statistics|effects?|analysis|summary|comparison|samples?|tables?|performances?|cases run"
    r"|specifications?|quantities|symbols|abbreviations|materials?|methods?|studies|experiments?|design|matrix)",
    re.I,
)
LONGEST: Final = 160
"""Characters of a phrase that may name a property."""


def caption_phrase(table: Table) -> Meaning | None:
    """What the caption says that a table lists, in its own words: ``Vibrational frequencies of ...``, with its unit."""
    expressed = _EXPRESSED.search(table.caption)
    text = expressed["phrase"] if expressed else _INTRODUCED.sub("", table.caption)
    match = _HEAD.match(text)
    if (
        match is None
        or not 5 <= len(match["phrase"]) <= LONGEST
        or _GENERAL.fullmatch(match["phrase"])
        or " and " in match["phrase"]
    ):
        return None
    unit = read_header((f"x {match['unit']}",), Symbols()) if match["unit"] else Meaning()
    entries = Vocabulary.load().match(match["phrase"], unit.unit)
    return Meaning(
        words=match["phrase"], role="property", entries=entries, unit=unit.unit, spelled=unit.spelled,
        factor=unit.factor,
    )  # fmt: skip
