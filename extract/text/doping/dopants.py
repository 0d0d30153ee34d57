"""Words of a text and a place among them in, the dopants that end or begin there out."""

import re
from dataclasses import dataclass
from typing import Final

from .kinds import word_list
from .words import REACH, Words

AND: Final = frozenset(("and", "or", "and/or", "&", "+"))
JOINTS: Final = AND | {",", "/", "-", "–", "‐"}
LIGAND: Final = re.compile(r"[a-z]{4}(?:ine|[aiy]te|ide|one|ene|ole|yl)s?$")
"""``cobalt phthalocyanine``: what an element's name goes on with."""
PASSED: Final = AND | {"a", "an", "the", "of", "both", "either", "/", ",", "to", "from", "up", "about"}
NAMED: Final = ("element", "class", "formula", "name")
LONGEST: Final = 3
"""Words of one dopant behind its first."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words ``first`` to ``last`` (the latter included) that name one host or one dopant."""

    first: int
    last: int


def past_heads(words: Words, at: int) -> int:
    """Behind the nouns that make one phrase with a dopant, and a bracket behind these: ``RE ions (RE = Sm, Eu)``."""
    at = words.past(at, lambda place: words.of(place, word_list("dopant_heads")))
    if words.small(at) == ")":
        return at + 1
    closing = words.bracket_behind(at) if words.small(at) == "(" else None
    return at if closing is None else closing + 1


def dopants_before(words: Words, cue: int) -> list[Part]:
    """The dopants that end right before a cue: ``Ca-, Sr-, and Ba-`` doped.

    A word that is no element, compound or class of such is one if a hyphen joins it to the cue.
    """
    glued = cue < len(words) and words[cue].glued
    if glued and (listed := _bracketed(words, cue)):
        return listed
    at = _over(words, cue - 1)
    part = _ending(words, at, glued and at == cue - 1)
    if part is None:
        return []
    if at + 2 < cue and words.small(at + 1) == "(" and words[at].text in word_list("variables"):
        return [Part(part.first, cue - 1)]
    found = [*_short(words, at, cue), part]
    while len(found) < REACH:
        before = _before_joint(words, found[-1].first - 1)
        if before is None:
            break
        at = _over(words, before) if words.small(before) == ")" else before
        part = _ending(words, at, words[before].hanging)
        if part is None or not _alike(words, part, found[-1]) or words.kind(part.first - 1) in ("doped", "likened"):
            break
        found += [*_short(words, part.last, before + 1), part]
    return found[::-1]


def _short(words: Words, at: int, end: int) -> list[Part]:
    """The symbols in a bracket behind a dopant, that closes before ``end``, the last first: ``nickel (Ni)`` doped."""
    short = dopants_behind(words, at + 2) if at + 2 < end and words.small(at + 1) == "(" else []
    return short[::-1] if short and short[-1].last == end - 2 and words.kind(short[-1].last) in NAMED else []


def _bracketed(words: Words, cue: int) -> list[Part]:
    """The list in brackets before a cue: ``(Mn, Cr)``-doped."""
    opening = words.bracket_before(cue - 1) if words.small(cue - 1) == ")" else None
    listed = dopants_behind(words, opening + 1) if opening is not None else []
    return listed if len(listed) > 1 and listed[-1].last == cue - 2 else []


def _over(words: Words, at: int) -> int:
    """The word before ``at`` that says what dopes, over words of how and how much, and over brackets."""
    for _ in range(LONGEST + 1):
        if words.kind(at) in ("degree", "typed"):
            at -= 1
        elif words.small(at) in (")", "]") and (opening := words.bracket_before(at)):
            at = opening - 1
        else:
            break
    return at


def _before_joint(words: Words, at: int) -> int | None:
    """The word before a comma or ``and`` that joins a list; None where no list goes on."""
    joint = words.past(at, lambda place: words.kind(place) in ("number", "unit"), -1)
    before = words.past(joint, lambda place: words.of(place, JOINTS), -1)
    return before if 0 <= before < joint else None


def _ending(words: Words, at: int, anything: bool) -> Part | None:
    """The dopant whose last word is ``at``."""
    if at < 0:
        return None
    heads = word_list("dopant_heads")
    if words.of(at, heads) and not words.of(at - 1, heads) and (before := _ending(words, at - 1, False)) is not None:
        return Part(before.first, at if words.of(at, word_list("kept_dopant_heads")) else before.last)
    if not (words.kind(at) in NAMED or (anything and words.kind(at) in ("word", "form"))):
        return None
    first = at
    while first > 0 and at - first < LONGEST and _belongs(words, first - 1):
        first -= 1
    return Part(first, at)


def _belongs(words: Words, at: int) -> bool:
    """Whether a word is of one dopant with the word behind it: ``phosphoric`` acid, ``zinc`` oxide."""
    if words[at + 1].start - words[at].end != 1:
        return False
    if words.of(at + 1, word_list("dopant_heads") - word_list("kept_dopant_heads")):
        return False
    if words.kind(at) == words.kind(at + 1) == "name" or words.of(at, word_list("dopant_modifiers")):
        return True
    if words.small(at + 1) == "acid":
        return words.small(at).endswith("ic")
    nouns = words.kind(at) == words.kind(at + 1) == "word" and words[at].text.islower()
    return nouns and words[at + 1].hanging and words.kind(at - 1) in ("mark", "end")


def _alike(words: Words, one: Part, other: Part) -> bool:
    """Whether two dopants may stand in one list: elements with elements, other words with other words."""
    kinds = {words.kind(one.last), words.kind(other.last)}
    return words[one.last].hanging or kinds <= {"element", "class"} or kinds == {"formula"}


def dopants_behind(words: Words, at: int) -> list[Part]:
    """The dopants of the list that begins at ``at``: doped with ``0.5 mol% of Eu and Tb``."""
    found: list[Part] = []
    at = _to_dopant(words, at)
    while len(found) < REACH:
        part = _beginning(words, at, bool(found))
        if part is None:
            break
        found.append(part)
        at = part.last + 1
        at += words.of(at, word_list("dopant_heads"))
        if words.small(at) == "(" and (end := words.bracket_behind(at)) is not None:
            inner = [one for one in dopants_behind(words, at + 1) if words.kind(one.last) in NAMED]
            found += inner if inner and inner[-1].last + 1 == end else []
            at = end + 1
        if words.small(at) == "such" and words.small(at + 1) == "as":
            at += 1
        elif not words.of(at, AND | {",", "/", "like", "including"}) or words.of(at + 1, ("the", "a", "an")):
            break
        at = _to_dopant(words, at + 1)
    return found


def _to_dopant(words: Words, at: int) -> int:
    """Past articles, amounts and words of how much."""
    amounts = word_list("amounts") - word_list("dopant_heads")
    return words.past(
        at,
        lambda place: (
            words.kind(place) in ("number", "unit", "degree", "typed")
            or words.of(place, PASSED)
            or words.of(place, amounts)
        ),
    )


def _beginning(words: Words, at: int, listed: bool) -> Part | None:
    """The dopant whose first word is ``at``; behind others of a list only an element, compound or class."""
    last = at
    while last + 1 < len(words) and last - at < LONGEST and _belongs(words, last):
        last += 1
    if words.kind(last) in NAMED:
        last += words[last].text.islower() and words.adjoins(last) and LIGAND.search(words.small(last + 1)) is not None
        return Part(at, last + words.of(last + 1, word_list("kept_dopant_heads")))
    if listed or words.kind(last) not in ("word", "form"):
        return None
    while last - at < LONGEST - 1 and words.adjoins(last) and words.kind(last + 1) in ("word", "form", "name"):
        last += 1
    return Part(at, last)
