"""A table's caption in, the property that it names for headers that name none out."""

import re
from typing import Final

from ...records.vocabulary import Vocabulary
from ..document import Table
from .headers import Meaning, read_header
from .symbols import Symbols

_UNIT_BEHIND: Final = re.compile(r"\s?\([^()]{1,30}(?:\([^()]{1,10}\)[^()]{0,20})?\)")


def caption_meaning(table: Table) -> Meaning | None:
    """The one property that the caption names, or names with its unit, for headers that name none."""
    caption = table.caption
    mentions = [m for m in Vocabulary.load().find(caption) if not m.symbol]
    entries = list(dict.fromkeys(m.properties for m in mentions))
    unit = read_header((caption,), Symbols())
    if len(entries) > 1:
        behind = [(m, match) for m in mentions if (match := _UNIT_BEHIND.match(caption, m.end))]
        told = [(m, header) for m, match in behind if (header := read_header((f"x {match[0]}",), Symbols())).has_unit]
        if len(told) != 1:
            return None
        mentions, unit = [told[0][0]], told[0][1]
        entries = [mentions[0].properties]
    if len(entries) != 1:
        return None
    notes = " ".join(table.footnotes)
    stated = re.search(
        r"(?:all )?(?:values|data|units?) (?:are |is )?(?:given )?(?:in(?: units of)?|of) ([^.;,]{1,30})", notes
    )
    if not unit.has_unit and stated:
        unit = read_header((f"x ({stated[1].strip()})",), Symbols())
    words = caption[mentions[0].start : mentions[0].end]
    known = tuple(entry for entry in entries[0] if unit.unit is None or entry.fits(unit.unit))
    return Meaning(words=words, role="property", entries=known, unit=unit.unit, spelled=unit.spelled)
