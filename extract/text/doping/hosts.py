"""Words of a text and a place among them in, the hosts out whose phrase begins or ends there."""

import re
from collections.abc import Collection
from typing import Final

from ..mentions.formula_tokens import family_of
from .dopants import AND, Part
from .kinds import ACRONYM, word_list
from .words import REACH, Words

MATERIAL: Final = ("formula", "name")
OWN: Final = re.compile(r"[a-z]+-(?:like|walled|[a-z]+i[sz]ed)")
"""``flower-like``, ``surface-alkalinized``: what is of a host's name before its formula."""
ADJECTIVE: Final = re.compile(r"[a-z]{2}(?:ed|ing|ic|al|ive|ous|ary|ular|ent|lline)$|^[0-3]d$")
AMOUNT: Final = re.compile(r"\d+")
ARTICLES: Final = frozenset(("the", "a", "an", "its", "their", "this", "these", "our", "both", "n-type", "p-type"))
MODIFIERS: Final = frozenset(("bulk", "surface", "molecular", "n-type", "p-type", "n+", "p+", "double"))
QUOTES: Final = frozenset('“”"')
"""Around the letter of a site."""
SITES: Final = frozenset(("site", "sites", "sublattice"))
INTO: Final = frozenset(("in", "into", "of", "on", "onto", "to", "within"))
FORMS: Final = 3
"""Words of form between a host and what stands in brackets."""


def is_material(words: Words, hosts: list[Part], *more: str) -> bool:
    """Whether there are hosts, and the first has a formula, a material's name or a word of another kind.

    Sites of a lattice are material.
    """
    if not hosts:
        return False
    places = range(hosts[0].first, hosts[0].last + 1)
    return any(words.kind(at) in (*MATERIAL, *more) for at in places) or words.of(hosts[0].last, SITES)


def host_behind(words: Words, at: int) -> list[Part]:
    """The host whose phrase begins at ``at``, and its formula in brackets behind it: ``zinc oxide (ZnO)`` films.

    In a phrase with *doped* it stands behind that, and behind a form with *of*: films of ``ZnO``.
    """
    at, end = _phrase(words, at)
    if words.kind(end) == "doped" and end > at and not words.of(end + 1, ("with", "by", *INTO)):
        at, end = _phrase(words, end + 1)
    part = _trimmed(words, at, end - 1)
    if part and words.kind(part.last) == "form" and words.small(end) == "of" and words.kind(end + 1) in MATERIAL:
        at, end = _phrase(words, end + 1)
        part = _trimmed(words, at, end - 1)
    if part is None or words.kind(part.last) == "mark":
        return []
    return [part, *_beside(words, part), *_in_brackets(words, part)]


def _phrase(words: Words, at: int) -> tuple[int, int]:
    """Where the phrase of a host begins behind articles, numbers and a bracket, and where it ends."""
    at = words.past(at, lambda place: words.of(place, ARTICLES) or words.kind(place) in ("number", "unit"))
    if words.small(at) == "(" and (closing := words.bracket_behind(at)):
        at = closing + 1
    return at, words.past(at, lambda place: _in_phrase(words, place) and (place == at or words.adjoins(place - 1)))


def _beside(words: Words, part: Part) -> list[Part]:
    """Formulas of the same elements, but for one, that go on a host: ``CaFe2As2``, SrFe2As2 and BaFe2As2."""
    found: list[Part] = []
    at = part.last
    while words.of(at + 1, AND | {","}) and len(found) < REACH:
        at += 3 if words.small(at + 1) == "," and words.of(at + 2, AND) else 2
        if not (words.kind(at) == words.kind(part.last) == "formula" and _kin(words[at].text, words[part.last].text)):
            break
        found.append(Part(at, at))
    return found


def _kin(one: str, other: str) -> bool:
    """Whether two formulas differ in one element and share two or more, or one and the amounts: Y2O3 and Gd2O3."""
    first, second = (set(family.compositions[0].elements) if family else set[str]()
                     for family in (family_of(one), family_of(other)))  # fmt: skip
    amounts = AMOUNT.findall(one)
    alike = len(amounts) > 1 and amounts == AMOUNT.findall(other)
    return len(first & second) > 1 - alike and len(first - second) == len(second - first) == 1


def host_before(words: Words, at: int) -> list[Part]:
    """The hosts whose phrase ends at ``at``: ``CdSe layers``, which were doped."""
    last = words.past(at, lambda place: _between(words, place), -1)
    bracket = words.past(last, lambda place: words.kind(place) == "form" and last - place < FORMS, -1)
    if words.small(bracket) in (")", "]") and (opening := words.bracket_before(bracket)):
        last = opening - 1
    first = words.past(last, lambda place: _in_phrase(words, place), -1) + 1
    part = _trimmed(words, first, last)
    if part is None:
        return []
    beside = part.first - 2
    several = words.of(beside + 1, AND) and words.kind(beside) == words.kind(part.first) == "formula"
    return [*([Part(beside, beside)] if several else []), part, *_in_brackets(words, part)]


def host_further(words: Words, at: int) -> list[Part]:
    """The material behind the next ``in`` or ``of`` of the clause, up to the next cue."""
    if words.small(at) == ",":
        return []
    for place in range(at, min(len(words), at + 2 * REACH)):
        if words.small(place) in (".", ";") or words.kind(place) in ("doped", "doping"):
            break
        if words.of(place, INTO) and is_material(words, found := host_behind(words, place + 1)):
            return found
    return []


def host_with(words: Words, at: int, joints: Collection[str] = ("with", "containing")) -> list[Part]:
    """The material before ``with`` and words of how much: ``TiO2 powders with different N`` doping."""
    amounts = word_list("amounts") | {"of", "at", "least", "a", "an"}
    at = words.past(
        at - 1, lambda place: words.kind(place) in ("degree", "number", "unit") or words.of(place, amounts), -1
    )
    hosts = host_before(words, at - 1) if words.of(at, joints) else []
    return hosts if hosts and words.kind(hosts[0].first) in (*MATERIAL, "element") else []


def first_material(words: Words, at: int) -> list[Part]:
    """The first material that a sentence names before the word at ``at``."""
    earliest = max(-1, at - 3 * REACH)
    begin = next((place for place in range(at, earliest, -1) if words.small(place) == "."), earliest)
    place = next((place for place in range(begin + 1, at) if words.kind(place) in MATERIAL), None)
    return [] if place is None else host_behind(words, place)


def _between(words: Words, at: int) -> bool:
    """Whether a word may stand between a host and ``doped with``: auxiliaries, adverbs, ``alloyed and``."""
    small = words.small(at)
    if words.kind(at) == "word" and small.endswith("ed") and words.small(at + 1) == "and":
        return True
    return (
        small == ","
        or words.kind(at) in ("degree", "typed", "doped")
        or small.endswith("ly")
        or small in word_list("between")
    )


def _in_phrase(words: Words, at: int) -> bool:
    """Whether a word may be of a host's phrase."""
    if words.kind(at) in ("degree", "typed"):
        return words.of(at, word_list("loose") | MODIFIERS)
    if words.small(at) in QUOTES or (words.kind(at) == "likened" and not words[at].glued):
        return True
    adverb = words.kind(at) == "word" and words.small(at).endswith("ly")
    return words.kind(at) in (*MATERIAL, "form", "word", "element", "class") and not adverb


def _trimmed(words: Words, first: int, last: int) -> Part | None:
    """A host without the words of its form behind it and without those before that tell no material apart."""
    if first > last:
        return None
    core = _core(words, first, last)
    if core:
        start = end = core[0]
        while start > first and (_own(words, start - 1) or _metal(words, start - 1)):
            start -= 1
        while end < last and (end + 1 in core or words.of(end + 1, word_list("own_forms")) or _pair(words, end + 1)):
            end += 1
        if words.kind(end + 1) == "word" and end + 2 <= last and words.of(end + 2, word_list("own_forms")):
            end += 2
        sites = words.kind(end) == "element" and end < last and words.of(end + 1, SITES)
        return Part(start, end + sites)
    while first < last and words.of(first, word_list("loose")):
        first += 1
    if words.of(first, word_list("amounts") | word_list("aspects") | word_list("no_hosts")):
        return None
    if words.small(first).endswith("-based"):
        return Part(first, _form_end(words, first, last))
    end = next((at for at in range(first, last) if _ends(words, first, at + 1)), last)
    if _tells_how(words, end) or words.of(end + 1, word_list("general_heads")):
        end = words.past(end + 1, lambda place: place <= last and words.kind(place) == "form") - 1
    return Part(first, end)


def _form_end(words: Words, first: int, last: int) -> int:
    """The last word of the form that a phrase names: ZnS-based light-emitting ``devices`` emitted; else the last."""
    own = word_list("own_forms")
    form = next((at for at in range(first + 1, last + 1) if words.kind(at) == "form" or words.of(at, own)), last)
    return min(last, words.past(form + 1, lambda place: words.kind(place) == "form") - 1)


def _tells_how(words: Words, at: int) -> bool:
    """Whether a word names nothing by itself: ``compensated`` semiconductors, ``organic`` crystals."""
    return words.of(at, word_list("loose")) or ADJECTIVE.search(words.small(at)) is not None


def _core(words: Words, first: int, last: int) -> list[int]:
    """The words that name the material; where there is a formula, from that on."""
    places = range(first, last + 1)
    core = [at for at in places if words.kind(at) in MATERIAL]
    if formulas := [at for at in core if words.kind(at) == "formula"]:
        return [at for at in core if at >= formulas[0]]
    symbols = [at for at in places if words.kind(at) == "element" and not words[at].text[2:].isalpha()]
    if symbols and words.small(symbols[0] - 1) in QUOTES:
        return []
    return core or symbols or [at for at in places if _acronym(words, at)]


def _ends(words: Words, first: int, at: int) -> bool:
    """Whether a word behind the first of a host is of its form; behind a form, whether it is of none."""
    apart = (words.kind(at) == "form") != (words.kind(first) == "form")
    return apart and not (_pair(words, at) or words.of(at, SITES))


def _pair(words: Words, at: int) -> bool:
    """Whether a word makes one name with the word before it: liquid ``crystal``."""
    return f"{words.small(at - 1)} {words.small(at)}" in word_list("own_pairs")


def _own(words: Words, at: int) -> bool:
    """Whether a word before a material is of its name: ``anatase``, ``flower-like``."""
    return words.of(at, word_list("own_words")) or OWN.fullmatch(words.small(at)) is not None


def _metal(words: Words, at: int) -> bool:
    """Whether an element begins the name behind it: ``lithium`` magnesium phosphate."""
    named = words.kind(at) == "element" and words.kind(at + 1) in ("name", "element")
    return named and words[at].text[1:2].islower()


def _acronym(words: Words, at: int) -> bool:
    text = words[at].text
    return words.kind(at) == "word" and ACRONYM.fullmatch(text) is not None and text.removesuffix("s").isupper()


def _in_brackets(words: Words, part: Part) -> list[Part]:
    """Another name of a host in brackets behind it, over a word or two of its form; a short form is none."""
    at = part.last + 1
    at += next((count for count in range(FORMS) if words.kind(at + count) != "form"), FORMS)
    other = words.kind(at + 1) in MATERIAL and not words[at + 1].text.isupper()
    other = other and not words.kind(at + 1) == words.kind(part.last) == "formula"
    return [Part(at + 1, at + 1)] if other and words.small(at) == "(" and words.small(at + 2) == ")" else []
