"""A band in its sentence in, what it is said to come from out: ``at 1650 cm−1 is assigned to the C=N stretch``."""

import re
from typing import Final

from ....records.quantity_grammar import QuantitySpan
from ....records.vocabulary import Property
from .property_phrases import lexicon
from .sentence_view import Sentence

_ASSIGNED: Final = re.compile(
    r"(?:\s\([^()]{1,30}\))?,?\s(?:(?:which|that|and|can|could|may|might|should|is|are|was|were|be|been|has|have|mainly|"
    r"likely|probably|most|usually|tentatively|also|both|previously|clearly|therefore|thus)\s){0,4}"
    r"(?:(?:assigned|attributed|ascribed|related|due|belong(?:s|ing)?|correspond(?:s|ed|ing)?)\sto|"
    r"(?:characteristic|typical|indicative)\sof|arises?\sfrom|originat(?:es|ing)\sfrom|is|are)\s"
    r"(?:(?:the|an?|both)\s)?"
)
_PLAIN: Final = re.compile(r".*\b(?:is|are)\s(?:(?:the|an?)\s)?$")
"""``is the`` alone tells a mode only if its name follows."""
_MODE: Final = re.compile(r"mode|vibration|stretch\w*|bend\w*|phonon|band|bond\w*|transition|group|ν|δ", re.IGNORECASE)
_WORD: Final = re.compile(r"\S+")
_LONGEST: Final = 5
_OTHER_VALUE: Final = re.compile(r"[^.;]{0,12}\s(?:of|=)\s?[~∼≈]?\s?\d")
"""``corresponds to a spacing of 0.3 nm``: another way to tell the place."""
_IN_ORDER: Final = re.compile(r"[^.;]{0,120}\brespectively\b")
_ELSEWHERE: Final = frozenset({"presence", "formation", "existence", "fact", "appearance", "previous", "literature"})


def is_band(entry: Property) -> bool:
    """Whether values of a property are places in a spectrum."""
    return entry.domain == "spectroscopic" or entry.name.endswith(("_position", "_wavelength"))


def assigned_to(sentence: Sentence, span: QuantitySpan) -> str | None:
    """What a band is assigned to right behind its value; None where nothing is told, or of several bands at once."""
    if span.kind == "list":
        return None
    told = _ASSIGNED.match(sentence.text, span.end, sentence.end)
    if told is None:
        return None
    text = sentence.text[told.end() : sentence.end]
    words = " ".join(_noun_phrase(text))
    unnamed = not words or words.partition(" ")[0].lower() in _ELSEWHERE
    if unnamed or (_PLAIN.match(told.group()) and not _MODE.search(words)) or _OTHER_VALUE.match(text, len(words)):
        return None
    return None if _IN_ORDER.match(text, len(words)) else words


def _noun_phrase(text: str) -> list[str]:
    """The first words of a text up to one that belongs to no name, or to punctuation."""
    found: list[str] = []
    for word in _WORD.finditer(text):
        bare = word.group().rstrip(".,;:")
        if (
            bare.lower() in lexicon().edges
            or len(found) == _LONGEST
            or bare.startswith("[")
            or (bare.startswith("(") and found)
        ):
            break
        if bare:
            found.append(bare)
        if bare != word.group():
            break
    return found
