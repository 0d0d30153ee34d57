"""Words in, the hosts and dopants out that a colon joins: ``ZnS:Ag,Cu``, ``Nd:YAG``, ``MgO:LiNbO3``."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from ....records.composition_grammar import ELEMENTS
from ..mentions.formula_tokens import family_of
from .kinds import ACRONYM, names_elements, word_list
from .words import Word, Words

Span: TypeAlias = tuple[int, int]
Notation: TypeAlias = tuple[Span, tuple[Span, ...]]
"""A host's place in the text and its dopants'."""
MATERIAL: Final = re.compile(r"[^()\[\]]*(?:\([^()]*\)[^()\[\]]*|\[[^\[\]]*\][^()\[\]]*)*")
"""A part of a notation up to a bracket that it does not close."""
TAIL: Final = re.compile(r"[-–][a-z]{3}|@|/(?=[A-Z][A-Za-z]*\d*[A-Z])")
"""``Ge:B-blocked``, ``ZnS:Mn@SiO2``: where the notation ends."""
ELEMENTAL: Final = frozenset(("Si", "Ge"))
"""Elements that are hosts of others: ``Si:P``."""
HOSTS: Final = frozenset(("sapphire", "glass", "forsterite", "garnet"))
"""Names of hosts behind a colon: ``Ti:sapphire``."""
HYDROGENATED: Final = re.compile(r"(?:a|nc|[µμ]c|pm)-")
"""``a-Si:H`` is a material, hydrogen and all."""
MOST_PARTS: Final = 5
MANY: Final = 3


def notations(words: Words) -> Iterator[Notation]:
    """Each host with its dopants."""
    for at, word in enumerate(words):
        if len(word.text) > 1 and 0 < word.text.count(":") < MOST_PARTS:
            ratio = words.of(at + 1, ("ratio", "ratios", "flux", "molar", "mole"))
            for host, dopants in () if ratio else _in_one_word(word):
                yield host, (*_before(words, at), *_told(words, at, dopants), *_further(words, at))
        elif word.text == ":" and (spaced := _spaced(words, at)) is not None:
            yield spaced


def _spaced(words: Words, at: int) -> Notation | None:
    """A host and dopants that stand around a colon with blanks: ``Y 2 O 3 : Eu 3+``, ``Nd 3+ :YAG``.

    Before ions their amounts may stand: ``NaYF4: 20% Yb3+``.
    """
    if not 0 < at < len(words) - 1:
        return None
    told = words.past(at + 1, lambda place: words.kind(place) in ("number", "unit"))
    if told >= len(words) or words[at + 1].start - words[at - 1].end > MANY:
        return None
    left, right = words[at - 1], words[told]
    places = (left.start, left.end), (right.start, right.end)
    amount = told > at + 1
    if left.kind == "formula" and right.kind == "element" and (not amount or right.text[-1] in "+⁺"):
        return places[0], (places[1], *_further(words, told))
    ion = not amount and left.kind == "element" and left.text[-1] in "+⁺"
    return (places[1], (places[0],)) if ion and right.kind == "formula" else None


def _before(words: Words, at: int) -> tuple[Span, ...]:
    """Elements before a notation that begins with one: ``Cr, Nd:GSGG``."""
    found: list[Span] = []
    first = names_elements(words[at].text.partition(":")[0])
    while first and words.small(at - 1) == "," and words.kind(at - 2) == "element":
        at -= 2
        found.insert(0, (words[at].start, words[at].end))
    return tuple(found)


def _told(words: Words, at: int, dopants: tuple[Span, ...]) -> tuple[Span, ...]:
    """The dopants, a variable with what it stands for: ``Ln3+ (Ln3+ = La3+, Tb3+)``."""
    *others, (start, end) = dopants
    variable = words[at].text.rpartition(":")[2].rstrip("0123456789+") in word_list("variables")
    closing = words.bracket_behind(at + 1) if variable and words.small(at + 1) == "(" else None
    equals = closing is not None and any("=" in words[place].text for place in range(at + 2, min(at + 5, closing)))
    return (*others, (start, words[closing].end if closing is not None and equals else end))


def _further(words: Words, at: int) -> Iterator[Span]:
    """Ions that go on the list of dopants behind a notation: ``BiOI:Eu3+ or Tb3+``."""
    while words.of(at + 1, ("and", "or", ",", "/")):
        at = words.past(at + 2, lambda place: words.kind(place) in ("number", "unit"))
        if words.kind(at) != "element" or words[at].text[-1] not in "+⁺":
            break
        yield words[at].start, words[at].end


def _in_one_word(word: Word) -> Iterator[Notation]:
    """``ZnS:Ag:Cu`` as one word; in a stack ``Ni/ZnO:B`` the layer at the colon."""
    places: list[Span] = []
    start = word.start
    for part in word.text.split(":"):
        material = MATERIAL.match(part)
        length = material.end() if material else len(part)
        tail = TAIL.search(part[:length]) if places else None
        above = part.rfind("/", 0, length) + 1 if not (places or names_elements(part)) else 0
        places.append((start + above, start + (tail.start() if tail else length)))
        start += len(part) + 1
    host = _host_of([word.text[first - word.start : end - word.start] for first, end in places])
    if host is not None:
        yield places[host], tuple(place for at, place in enumerate(places) if at != host)


def _host_of(parts: Sequence[str]) -> int | None:
    """Which of the parts is the host: the first of those with most elements; None where no doping is told."""
    counts = [element_count(part) for part in parts]
    if parts[-1] == "H" and HYDROGENATED.match(parts[0]):
        return None
    if 0 in counts or all(part.isupper() and len(part) > 2 for part in parts):
        return None
    if max(counts) == 1 and parts[0] not in ELEMENTAL:
        return None
    return counts.index(max(counts))


def element_count(part: str) -> int:
    """How many elements a part has; many for an acronym that is no formula, 0 for what is no material."""
    if not any(character.isalpha() for character in part):
        return 0
    if names_elements(part) or part.rstrip("0123456789+") in word_list("variables"):
        return 1
    family = family_of(part.replace(" ", ""))
    if family is not None:
        return max(2, len(family.compositions[0].elements))
    if (ACRONYM.fullmatch(part) and part[:1].isupper()) or part in HOSTS:
        return MANY
    bare = re.fullmatch(r"[\d.]*([A-Z][a-z]?)(?:\d?[+]|[xy])?", part)
    return 1 if bare is not None and bare.group(1) in ELEMENTS else 0
