"""A value and its words in a sentence in, the substance out that they are told of, where no mention names it.

A reagent stands right before the brackets that say what it is like (``Nafion (EW 1100)``), and what everybody knows
behind the property (``the density of water``). They are no samples of the paper, and yet the subjects of such values.
"""

import re
from typing import Final

from ..mentions.formula_tokens import COMMON_ELEMENTS, everyday, family_of
from ..mentions.material_words import find_names
from ..mentions.spotted import Spotted
from .property_phrases import lexicon, singular
from .sentence_view import Sentence

TOLD: Final = frozenset({
    "molar_mass", "acid_dissociation_constant", "viscosity", "intrinsic_viscosity", "equivalent_weight", "density",
    "ion_exchange_capacity", "melting_temperature", "refractive_index", "molar_volume", "surface_tension",
    "polydispersity", "ionic_radius", "enthalpy_of_fusion", "boiling_point", "hydrodynamic_radius",
    "critical_temperature",
})  # fmt: skip
"""Properties that tell what a substance is, and that a paper looks up."""
REACH: Final = 160
_SECOND: Final = (
    r"(?:acid|hydrochloride|sul(?:f|ph)ate|nitrate|chloride|bromide|iodide|acetate|phosphate|carbonate|hydroxide|oxide|"
    r"glycol|alcohol|anhydride|oil|rubber|resin)"
)
_AHEAD: Final = re.compile(rf"(?<![\w-])(?:[a-zα-ω][-‐–])?[A-Za-z][\w-]{{2,30}}(?:\s{_SECOND})?(?=\s?$)")
_OF: Final = re.compile(r"s?\s(?:of|for)\s(?:(?:the|an?|pure|bulk|liquid)\s)?")
_ELEMENT: Final = re.compile(r"[A-Z][a-z]?(?:\d?[+⁺])?(?![\w-])")
_ENDS: Final = re.compile(r"\s?[,.;:()=~≈]|\s(?:is|was|are|were|at|of|in|and|with|from|to|as|has)\b|\s?$")


def substance_of(sentence: Sentence, words: tuple[int, int] | None, start: int, name: str) -> Spotted | None:
    """The substance of a value at ``start`` of the property ``name``; None where a mention stands there, or nothing."""
    if words is None or name not in TOLD or words[1] > start:
        return None
    place = _before_brackets(sentence, words, start) or _behind(sentence, words)
    if place is None or any(one.whole[0] < place[1] and place[0] < one.whole[1] for one in sentence.mentions):
        return None
    text = sentence.text[slice(*place)]
    family = family_of(text)
    only = family.compositions[0] if family is not None and len(family.compositions) == 1 else None
    return Spotted(*place, "name", family, only, distance=0.0, cues=("substance",))


def _before_brackets(sentence: Sentence, words: tuple[int, int], start: int) -> tuple[int, int] | None:
    """Where the noun stands before the brackets that hold both the words and the value."""
    opened = _opened(sentence.text, max(sentence.start, start - REACH), start)
    if opened is None or words[0] <= opened or any(opened < one.start < words[0] for one in sentence.mentions):
        return None
    found = _AHEAD.search(sentence.text, max(sentence.start, opened - 60), opened)
    if found is None:
        return None
    last = singular(found[0].lower().rpartition(" ")[2])
    measured = any(one.start < found.end() and found.start() < one.end for one in sentence.words)
    return None if measured or last in lexicon().heads or last in lexicon().plain else found.span()


def _opened(text: str, low: int, end: int) -> int | None:
    """The bracket that is open at ``end``."""
    closed = 0
    for place in range(end - 1, low - 1, -1):
        if text[place] == ")":
            closed += 1
        elif text[place] == "(":
            if not closed:
                return place
            closed -= 1
    return None


def _behind(sentence: Sentence, words: tuple[int, int]) -> tuple[int, int] | None:
    """Where an element or a thing of everyday life stands behind the words: ``melting point of Si``."""
    link = _OF.match(sentence.text, words[1], sentence.end)
    if link is None:
        return None
    element = _ELEMENT.match(sentence.text, link.end())
    if element is not None and element[0].rstrip("0123456789+⁺") in COMMON_ELEMENTS:
        end = element.end()
    else:
        named = next(find_names(sentence.text[link.end() : link.end() + 40]), None)
        if named is None or named[0] or not everyday(sentence.text[link.end() : link.end() + named[1]]):
            return None
        end = link.end() + named[1]
    return (link.end(), end) if _ENDS.match(sentence.text, end) else None
