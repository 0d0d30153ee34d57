"""A list of values in, the properties that its members have one by one out.

``Yield and tensile strength are 3 and 4 MPa``.
"""

from dataclasses import replace
from typing import Final

from ....records.units import Unit
from ....records.vocabulary import Property
from .candidates import Candidate, meanings
from .implied_properties import contents_listed
from .property_phrases import PropertyPhrase, open_property
from .sentence_view import Sentence

_APART: Final = 24
"""Characters between two properties of a list: ``bulk (B) and grain boundary conductivities``."""


def with_neighbours(sentence: Sentence, pair: Candidate, unit: Unit | None) -> Candidate:
    """For a list, the property words listed as its members are (``yield and tensile strength are 3 and 4 GPa``)."""
    count = len(pair.span.items)
    if pair.span.kind != "list" or pair.phrase is None:
        return pair
    contents = contents_listed(sentence, pair.span, unit)
    if contents and (pair.property.domain == "open" or pair.property.name == "element_content"):
        return replace(pair, also=tuple((one.properties[0], one) for one in contents))
    ahead = [words for words in sentence.words if words.end <= pair.span.start and words.end - words.start > 1]
    ahead = [one for one in ahead if not any(_inside(one, other) for other in ahead)]
    chosen: list[tuple[Property, PropertyPhrase]] = []
    for words in reversed(ahead):
        entry = next((entry for entry in meanings(sentence, words) if entry.fits(unit)), None)
        if entry is None and words.measures(unit):
            entry = open_property(words.named or sentence.text[slice(*words.whole)], unit)
        if entry is None or (chosen and _is_apart(sentence, words, chosen[-1][1])):
            break
        if chosen and sentence.text[words.end : chosen[-1][1].start] == " (":
            chosen.pop()
        chosen.append((entry, words))
        if len(chosen) == count:
            break
    if len(chosen) == count and len({words.whole for _, words in chosen}) == count:
        return replace(pair, also=tuple(reversed(chosen)))
    return pair


def _is_apart(sentence: Sentence, first: PropertyPhrase, last: PropertyPhrase) -> bool:
    """Whether two properties are no neighbours of a list: they are far apart, or a value stands between them."""
    between = any(first.end <= one.start < last.start for one in sentence.quantities)
    return between or last.start - first.end > _APART


def _inside(phrase: PropertyPhrase, other: PropertyPhrase) -> bool:
    """Whether one says a part or more of what another says: ``YS`` beside ``YS values``, the known one of both."""
    if phrase is other or phrase.start >= other.end or other.start >= phrase.end:
        return False
    return bool(other.properties) and not phrase.properties
