"""A quantity in its sentence in, the change that it is the size of out: ``X increased by 3 %``, ``2 MPa higher``.

A change is a value of its own property (``yield strength increase``), never one of the property that changes.
"""

import re
from collections.abc import Iterator
from typing import Final

from ....records.composition_grammar import ELEMENTS
from ....records.quantity_grammar import QuantitySpan
from ....records.units import Unit
from ....records.vocabulary import Vocabulary
from .conditions import is_difference
from .property_phrases import PropertyPhrase, lexicon
from .sentence_view import Sentence

_ABOUT: Final = (
    r"(?:only |even |as much as |more than |less than |up to |about |around |approximately |nearly |~ ?|∼ ?)*"
)
_UP: Final = r"increas|improv|enhanc|r[io]se|rais|grow|grew|gain|higher|larger|greater|more|extend|widen|expand"
_DOWN: Final = r"decreas|reduc|drop|lower|fall|fell|declin|degrad|shrink|shrunk|diminish|smaller|less|narrow|lost|loss"
_MOVED: Final = re.compile(
    rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\w*\s(?P<what>[^.;]{{0,60}}?)\bby\s(?:a (?:factor|value) of\s)?{_ABOUT}$",
    re.IGNORECASE,
)
_COMPARED: Final = re.compile(rf"\s?(?:times\s)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\w*\b", re.IGNORECASE)
_NOUN: Final = (
    r"(?:(?P<up>increase|improvement|enhancement|rise|gain|growth)"
    r"|(?P<down>decrease|reduction|drop|loss|decline|degradation))"
)
_CHANGE_IN: Final = re.compile(
    rf"\b{_NOUN}\s(?:in|of)\s(?P<what>[^,.;:()]{{3,60}}?)\s"
    rf"(?:is|was|are|were|of|by|reached|reaches|amounts? to|to be)\s{_ABOUT}$"
)
"""``the increase in roughness was 30 %``."""
_CHANGE_BRACKETED: Final = re.compile(
    r"\b(?:(?P<up>increase|improvement|enhancement|rise)|(?P<down>decrease|reduction|drop|decline))\s(?:in|of)\s"
    rf"[^,.;:()]{{3,60}}?\s\([−-]?{_ABOUT}$"
)
"""``a decrease in voltage (2 %)``."""
_DIRECTLY: Final = re.compile(
    r"\b(?:(?P<up>increased|improved|rose|grew|raised|enhanced)|(?P<down>decreased|reduced|dropped|fell|declined|shrank))"
    rf"\s{_ABOUT}$"
)
"""``the pore volume decreased 80 %``."""
_OF_ITS_OWN: Final = re.compile(
    rf"\s(?:(?P<up>increase|improvement|enhancement)|(?P<down>decrease|decline))s?\s(?:of|by)\s{_ABOUT}$"
)
"""``a hardness increase of 5 %``, ``an increase of 5 % in hardness``."""
_IN_WHAT: Final = re.compile(r"\s(?:in|of)\s(?:the\s|its\s)?")
_BY_SO_MUCH_OF: Final = re.compile(rf"\s?\)?\s{_NOUN}\s(?:in|of)\s(?:the\s|its\s)?|\s?\)\s(?:in|of)\s(?:the\s|its\s)?")
"""``a 70 % increase in``, ``a decrease (8 %) of``: what changed stands behind."""
_IN_ITS_BRACKET: Final = re.compile(rf"\b{_NOUN}\s\([~∼≈±]?\s?$")
_MORE_THAN: Final = re.compile(
    r"\s?\(?(?:higher|lower|larger|smaller|greater|more|less|better|increase|decrease|reduction)\b"
    r"|\s?\(?(?:improvement|enhancement|rise|gain|growth|drop|loss|decline|degradation)\s(?:in|of)\b"
)
_TOLD_AHEAD: Final = (_CHANGE_IN, _CHANGE_BRACKETED, _MOVED, _OF_ITS_OWN, _DIRECTLY)
_CLAUSE: Final = re.compile(r"[;:]|\.\s|,\s(?:while|whereas|but)\b")
_REACH: Final = 200


def is_change(sentence: Sentence, span: QuantitySpan) -> bool:
    """Whether a quantity tells how far something moved, or how much more it is than something else."""
    if is_difference(sentence, span) or _MORE_THAN.match(sentence.text, span.end):
        return True
    low = max(sentence.start, span.start - 120)
    nouns = (_CHANGE_IN, _CHANGE_BRACKETED, _IN_ITS_BRACKET, _OF_ITS_OWN)
    found = (noun.search(sentence.text, low, span.start) for noun in nouns)
    if any(one is not None and not _names_property(sentence, one) for one in found):
        return True
    return span.quantity.unit == "%" and _DIRECTLY.search(sentence.text, low, span.start) is not None


def _names_property(sentence: Sentence, change: re.Match[str]) -> bool:
    """Whether the noun of a change is a part of the name of a property: ``dielectric loss``, ``reduction of area``."""
    noun = change.start("up") if change["up"] else change.start("down")
    phrases = (one for one in sentence.words if one.properties and one.start <= noun < one.end)
    return any(
        one.start + told.start <= noun < one.start + told.end
        for one in phrases for told in Vocabulary.load().find(sentence.text[one.start : one.end])
        if not told.symbol
    )  # fmt: skip


def change_of(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> Iterator[tuple[PropertyPhrase, str, float]]:
    """What changed by the quantity, with ``increase`` or ``decrease``, and how far its words are."""
    low = max(sentence.start, span.start - _REACH)
    if unit is not None and (behind := _named_behind(sentence, span, unit)):
        yield behind
        return
    ahead = sentence.text[low : span.start]
    moved = next((one for told in _TOLD_AHEAD if (one := told.search(ahead))), None)
    found = moved or _COMPARED.match(sentence.text, span.end)
    if unit is None or not found:
        return
    noun = "increase" if found["up"] else "decrease"
    verb = low + moved.start() if moved else span.start
    for phrase in reversed(sentence.words):
        if (
            phrase.setting
            or _is_letter(sentence, phrase)
            or phrase.whole[1] > span.start
            or not _can_change(phrase, unit)
        ):
            continue
        between = sentence.text[phrase.whole[1] : verb] if phrase.whole[1] <= verb else ""
        if phrase.start >= low and not _CLAUSE.search(between):
            yield phrase, noun, 6.0 + 0.1 * len(between)
            return


def _named_behind(sentence: Sentence, span: QuantitySpan, unit: Unit) -> tuple[PropertyPhrase, str, float] | None:
    """The property right behind a change that a noun tells: ``a 70 % increase in efficiency``."""
    ahead = sentence.text[max(sentence.start, span.start - 40) : span.start]
    own = _OF_ITS_OWN.search(ahead)
    noun = own or _IN_ITS_BRACKET.search(ahead)
    gap = (_IN_WHAT if own else _BY_SO_MUCH_OF).match(sentence.text, span.end)
    told = noun or gap
    if gap is None or told is None or not (told["up"] or told["down"]):
        return None
    near = (one for one in sentence.words if gap.end() <= one.end and one.start <= gap.end() + 20 and not one.setting)
    phrase = next((one for one in near if _can_change(one, unit)), None)
    return (phrase, "increase" if told["up"] else "decrease", 4.0) if phrase else None


def _is_letter(sentence: Sentence, phrase: PropertyPhrase) -> bool:
    """Whether a symbol is one letter or an element's: of those that change, only short forms (``OCV``) are sure."""
    return phrase.symbol and (phrase.end - phrase.start < 2 or sentence.text[phrase.start : phrase.end] in ELEMENTS)


def _can_change(phrase: PropertyPhrase, unit: Unit) -> bool:
    """Whether something in the unit, or a share of it, can be a difference of two values of the phrase."""
    things = lexicon().implied.keys()
    named = bool(phrase.properties) or not (phrase.vague or phrase.dimensions <= things)
    share = unit.dimension == "dimensionless" and named
    return share or phrase.measures(unit) or any(entry.fits(unit) for entry in phrase.properties)
