"""A value's phrase in its sentence in, its words in full out, where the phrase alone leaves out what is measured.

``a peak at 44°`` has a peak position, ``the associations have a diameter of 7 µm`` a diameter of associations, and
``a catalyst layer that was 3 µm thick`` a thickness of a catalyst layer. Parts of a sample are no samples: no subject
of the value names them.
"""

import re
from collections.abc import Iterator
from typing import Final

from ....records.quantity_grammar import QuantitySpan
from ....records.units import Unit
from .property_phrases import PropertyPhrase, lexicon, singular
from .sentence_view import Sentence

_SIZES: Final = frozenset({
    "diameter", "size", "thickness", "width", "length", "height", "depth", "radius", "dimension",
})  # fmt: skip
_THICK: Final = {"thick": "thickness", "wide": "width", "long": "length", "deep": "depth", "high": "height"}
_PARTS: Final = frozenset({
    "region", "association", "cavity", "bubble", "zone", "crack", "pit", "needle", "rod", "plate", "platelet", "tube",
    "wire", "nanowire", "nanorod", "nanotube", "nanosheet", "sheet", "fiber", "fibre", "nanofiber", "channel", "column",
    "island", "twin", "terrace", "step", "ring", "band", "spot", "line", "stripe", "defect", "feature",
})  # fmt: skip
"""Parts of a material besides those nouns that imply a size themselves (grains, pores, layers)."""
_WORD: Final = re.compile(r"[A-Za-z][\w/-]*")
_HAVING: Final = re.compile(
    r",?\s(?:(?:that|which)\s)?(?:have|has|had|having|with|exhibit(?:s|ed|ing)?|show(?:s|ed|ing)?|of|possess(?:es|ed|ing)?)\s"
    r"(?:(?:an?|the|very|uniform|typical|mean|average|about)\s)*[~∼≈]?\s?$"
)
_MEASURING: Final = re.compile(
    r",?\s(?:(?:that|which)\s)?(?:(?:is|was|are|were|of|as thin as)\s|\()"
    r"(?:(?:about|around|only|approximately|nearly)\s|[~∼≈<>]\s?)*$"
)
_MOVED_THERE: Final = re.compile(
    r"\b(?:shift|mov)(?:s|ed|es|ing)?\s(?:[a-z]+ly\s)?(?:to|towards?)\s(?:the\s|an?\s)?"
    r"(?:higher|lower|longer|shorter|larger|smaller)\s$"
)
"""``the position of the band shifts to higher wavenumbers``: what is there is what shifts."""
_IN_BRACKET: Final = re.compile(r"(?:\swith\s(?:[a-z]+\s){0,2}?(?:dimension|size|diameter)s?)?\s\([~∼≈<>]?\s?$")
_REACH: Final = 80


def told_in_full(sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan, unit: Unit | None) -> str | None:
    """The words of a value's property where they are more than the printed phrase; None where they are the phrase."""
    words = sentence.text[slice(*phrase.whole)]
    last = singular(words.lower().rpartition(" ")[2])
    if unit is None or phrase.symbol or phrase.named is not None:
        return None
    if (noun := _THICK.get(words.lower())) is not None:
        part = _ahead(sentence, span.start, _MEASURING)
        return f"{noun} of {part}" if part else None
    if unit.dimension == "length" and last in _SIZES and phrase.whole == (phrase.start, phrase.end):
        patterns = (_HAVING,) if phrase.end <= span.start else (_IN_BRACKET, _HAVING)
        named = any(_is_part(word.group()) for word in _WORD.finditer(words))
        place = min(phrase.start, span.start)
        parts = (_ahead(sentence, place, pattern) for pattern in patterns if not named)
        part = next((one for one in parts if one), None)
        return f"{words} of {part}" if part else None
    if last == "doping" and unit.dimension == "number density":
        return f"{words} concentration"
    if _MOVED_THERE.search(sentence.text, sentence.start, phrase.start):
        ahead = [one.whole for one in sentence.words if one.whole[1] <= phrase.start and not one.symbol]
        moved = max(ahead, key=lambda place: (place[1], -place[0]), default=None)
        return sentence.text[slice(*moved)] if moved else None
    implied = phrase.implies(unit)
    if implied is None or implied[0] != "peaked" or phrase.whole != (phrase.start, phrase.end):
        return None
    return f"{words[: -len(words.rpartition(' ')[2])]}{last} {implied[1]}"


def _ahead(sentence: Sentence, place: int, link: re.Pattern[str]) -> str | None:
    """The part of a material that a link (``have a``, ``that was``) leads from to ``place``."""
    low = max(sentence.start, place - _REACH)
    found = link.search(sentence.text, low, place)
    if found is None:
        return None
    nouns = list(_noun_phrase(sentence.text[low : found.start()]))
    return " ".join(reversed(nouns)) if nouns and _is_part(nouns[0]) else None


def _noun_phrase(text: str) -> Iterator[str]:
    """The words of the noun phrase at the end of a text, the last first."""
    end = len(text)
    for word in reversed(list(_WORD.finditer(text))):
        known = lexicon()
        joined = text[word.end() : end] in ("", " ") if end == len(text) else text[word.end() : end] == " "
        if not joined or word.group().lower() in known.edges | known.plain or word.group().endswith(("ly", "ed to")):
            return
        yield word.group()
        end = word.start()


def _is_part(word: str) -> bool:
    noun = singular(word.lower().rpartition("-")[2])
    return noun in _PARTS or bool(lexicon().heads.get(noun, frozenset[str]()) & {"sized", "layered"})
