"""A text in, what it says of doping out: hosts and dopants with their places, each with the rule that read them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from .dopants import Part, dopants_before, dopants_behind, past_heads
from .extents import host_spans
from .hosts import INTO, first_material, host_before, host_behind, host_further, host_with, is_material
from .kinds import Kind, word_list
from .notation import Span, notations
from .words import Words

WITH: Final = ("with", "by", "using")
THROUGH: Final = ("with", "containing", "by", "via", "through", "upon")
"""Between a host and what it is doped with: ``GaN by Mg`` doping."""
LANTHANIDE: Final = re.compile(r"(?:Ce|Pr|Nd|Sm|Eu|Tb|Dy|Ho|Er|Tm|Yb)[2-4]?[+⁺]")
CONCENTRATION: Final = ("concentration", "concentrations", "content", "contents")
PURE: Final = ("pure", "pristine", "bare", "neat", "undoped")
AUXILIARIES: Final = ("is", "are", "was", "were", "be", "been", "being")
DASHED: Final = re.compile(r"[A-Z][a-z]?(?:[–-][A-Z][a-z]?)+")
"""``N–B–F``: dopants that dashes join."""
NO_NOUN: Final = re.compile(r"(?:ly|ed|ing|ic|al|ive|ous|ary|ular|ent|like|free|lline|grown)$")
"""How words end that are no nouns."""
NEAR_DOPED: Final = ("element", "class", "degree", "number", "unit")
"""Kinds of words between several ``doped``, beside compounds right before one."""
SITE: Final = 6
"""Words up to the site at which a host is doped."""
LISTED: Final = 10
"""Words up to the last of several ``doped`` that have one host."""


@dataclass(frozen=True, slots=True)
class Doping:
    """Hosts and dopants that belong together, by their places in the text, and the rule by which they were found."""

    hosts: tuple[Span, ...]
    dopants: tuple[Span, ...]
    rule: str


Read: TypeAlias = tuple[Sequence[Part], Sequence[Part], str]
"""Hosts, dopants, and the rule that read them."""


def find_doping(text: str) -> list[Doping]:
    """What a text says of doping, in the order of its words."""
    words = Words(text)
    written = list(notations(words))
    found = [Doping((host,), dopants, "notation") for host, dopants in written]
    for cue, word in enumerate(words):
        rule = _RULES.get(word.kind)
        for hosts, dopants, name in rule(words, cue) if rule else ():
            spans = host_spans(words, hosts, written), _dopant_spans(words, dopants)
            if any(spans):
                found.append(Doping(*spans, name))
    return sorted(_apart(text, found), key=lambda one: min((*one.hosts, *one.dopants)))


def _apart(text: str, found: Sequence[Doping]) -> Iterator[Doping]:
    """What was found, but for hosts that are dopants of another rule: implantation in ``Ti``-doped LiNbO3."""
    dopes = bytearray(len(text))
    for start, end in (span for one in found for span in one.dopants):
        dopes[start:end] = b"\1" * (end - start)
    for one in found:
        hosts = tuple(span for span in one.hosts if not any(dopes[slice(*span)]))
        if hosts or one.dopants:
            yield replace(one, hosts=hosts)


def _dopant_spans(words: Words, parts: Sequence[Part]) -> tuple[Span, ...]:
    """The places of dopants, one by one where dashes join them."""
    spans: list[Span] = []
    for part in parts:
        start, end = words[part.first].start, words[part.last].end
        if part.first == part.last and DASHED.fullmatch(text := words[part.first].text):
            spans += [(start + one.start(), start + one.end()) for one in re.finditer(r"[A-Z][a-z]?", text)]
        else:
            spans.append((start, end))
    return tuple(spans)


def _doped(words: Words, cue: int) -> Iterator[Read]:
    """``doped`` before its host, or behind it with the dopants behind ``with``."""
    before = dopants_before(words, cue)
    if (joint := _with_at(words, cue)) is not None:
        yield _doped_with(words, cue, joint, before)
    elif words.of(cue + 1, INTO - {"of"}):
        yield host_behind(words, cue + 2), before or _nearest_dopant(words, cue), "doped into"
    elif _passive(words, cue):
        yield host_before(words, cue - 1), [], "was doped"
    elif (last := _last_doped(words, cue)) is not None:
        yield _host_after(words, last), before, "doped" if before else "undoped"
    elif before:
        yield _host_after(words, cue), before, "doped"
    elif named := _particles(words, cue) or _unknown(words, cue):
        yield host_behind(words, cue + 1), named, "doped"
    elif words.of(cue + 1, word_list("dopant_heads")):
        yield host_with(words, cue), _such_as(words, cue + 1), "doped elements"
    else:
        hosts = _host_after(words, cue)
        named = [one for one in _with_behind(words, hosts) if words.kind(one.last) == "element"]
        yield hosts, named, "undoped" if words[cue].how == "un" else "doped alone"


def _host_after(words: Words, cue: int) -> list[Part]:
    """The host behind a cue, or behind another word beside it: ``doped and pristine`` graphene."""
    beside = words.of(cue + 1, ("and", "or")) and (words.kind(cue + 2) == "word" or words.of(cue + 2, PURE))
    return host_behind(words, cue + (3 if beside else 1))


def _particles(words: Words, cue: int) -> list[Part]:
    """The dopant with its form: ``Ag nanoparticles`` doped TiO2."""
    formed = words.kind(cue - 1) == "form" and words.kind(cue - 2) in ("element", "formula", "name")
    before = dopants_before(words, cue - 1) if formed and is_material(words, host_behind(words, cue + 1)) else []
    return [Part(before[-1].first, cue - 1)] if before else []


def _unknown(words: Words, cue: int) -> list[Part]:
    """A noun that nobody has listed, between the beginning of a phrase and *doped* before a material: ``Eosin``."""
    word = words[cue - 1] if cue else None
    noun = word is not None and word.kind == "word" and not NO_NOUN.search(word.text)
    alone = noun and not words[cue].how and words.kind(cue - 2) in ("mark", "end")
    return [Part(cue - 1, cue - 1)] if alone and is_material(words, host_behind(words, cue + 1), "element") else []


def _with_at(words: Words, cue: int) -> int | None:
    """Where ``with`` stands behind *doped*, also behind a bracket, or the sites at which it is doped."""
    behind = words.bracket_behind(cue + 1) if words.small(cue + 1) == "(" else cue
    if behind is not None and words.of(behind + 1, WITH):
        return behind + 1
    places = range(cue + 2, cue + SITE) if words.of(cue + 1, ("at", "on", "in")) else ()
    sites = next((at for at in places if words.of(at, ("site", "sites"))), None)
    return sites + 1 if sites is not None and words.of(sites + 1, WITH) else None


def _doped_with(words: Words, cue: int, joint: int, before: Sequence[Part]) -> Read:
    """``TiO2 doped with N``; ``Ti4+ codoped with Yb3+ in NaYF4``."""
    dopants = dopants_behind(words, joint + 1)
    if before and words[cue].how.startswith("co") and words.kind(before[-1].last) == "element":
        return host_further(words, joint + 1), [*before, *dopants], "codoped with"
    hosts = host_before(words, cue - 1)
    if not dopants and hosts and words.kind(hosts[0].last) == "element":
        return [], hosts, "doped with"
    return hosts, dopants, "doped with"


def _last_doped(words: Words, cue: int) -> int | None:
    """The last ``doped`` of a list of such: ``undoped, Ca-doped and Sr-doped``, of one host."""
    joints = (",", "and", "or", "/")
    last = None
    for at in range(cue + 1, min(len(words), cue + LISTED)) if words.of(cue + 1, joints) else ():
        if words.kind(at) == "doped":
            last = at
        elif not (words.of(at, joints) or words.kind(at) in NEAR_DOPED or words.kind(at + 1) == "doped"):
            break
    return last


def _passive(words: Words, cue: int) -> bool:
    """Whether an auxiliary stands before *doped*."""
    at = words.past(cue - 1, lambda place: words.kind(place) in ("degree", "typed"), -1)
    return words.of(at, AUXILIARIES) and not words[cue].glued


def _nearest_dopant(words: Words, cue: int) -> list[Part]:
    """The element that is told before ``was doped into``."""
    places = range(cue - 1, max(-1, cue - LISTED), -1)
    at = next((at for at in places if words.kind(at) in ("element", "class")), None)
    return [] if at is None else dopants_before(words, at + 1)


def _doping(words: Words, cue: int) -> Iterator[Read]:
    """``doping`` with its dopant before it or behind it, and its host behind ``of``, ``in`` or ``into``."""
    named = dopants_before(words, cue)
    heads = word_list("doping_heads") if not named else ()
    said = word_list("amounts") | word_list("aspects")
    at = words.past(cue + 1, lambda place: words.of(place, said) and not words.of(place, heads))
    if words.of(at, WITH) and not _elements(words, named):
        dopants = dopants_behind(words, at + 1)
        if named and dopants:
            yield named, dopants, "doping with"
            return
        behind = dopants[-1].last + 1 if dopants else len(words)
        direct = words.small(behind) == "the"
        hosts = host_behind(words, behind) if direct else host_further(words, at + 1)
        yield hosts or host_with(words, cue, THROUGH), dopants, "doping with"
    elif words.small(at) == "it" and words.of(at + 1, WITH):
        yield first_material(words, cue), dopants_behind(words, at + 2), "doping it"
    elif words.of(at, INTO):
        yield _doping_of(words, at, named)
    elif named:
        yield host_with(words, named[0].first, THROUGH) or host_further(words, cue + 1), named, "doping"
    elif words.of(cue + 1, word_list("doping_heads")):
        hosts = host_behind(words, cue + 3) if words.of(cue + 2, INTO) else host_with(words, cue)
        yield hosts, _such_as(words, cue + 1) or [Part(cue + 1, cue + 1)], "doping elements"
    elif at == cue + 1:
        yield _doping_object(words, at)


def _doping_of(words: Words, at: int, named: Sequence[Part]) -> Read:
    """What stands behind ``doping of``: the host, or the dopant with the host behind ``in``."""
    aspect = words.of(at - 1, word_list("aspects"))
    if not (named or aspect) and words.small(at) == "of" and (dopants := dopants_behind(words, at + 1)):
        behind = past_heads(words, dopants[-1].last + 1)
        into = words.of(behind, INTO - {"of"})
        if into or all(words.kind(one.last) in ("element", "class") for one in dopants):
            return host_behind(words, behind + 1) if into or words.of(behind, INTO) else [], dopants, "doping of into"
    hosts = host_behind(words, at + 1)
    if not hosts or not (words.of(at, ("of", "in", "into")) or is_material(words, hosts, "element")):
        hosts = host_further(words, at + 1)
    dopants = named or _with_behind(words, hosts)
    material = is_material(words, hosts) or (not aspect and is_material(words, hosts, "element"))
    return hosts if dopants or material else [], dopants, "doping of"


def _with_behind(words: Words, hosts: Sequence[Part]) -> list[Part]:
    """The dopants behind ``with``, which stands behind a host and words of its form."""
    at = hosts[-1].last + 1 if hosts else len(words)
    at = words.past(at, lambda place: words.kind(place) in ("form", "word"))
    return dopants_behind(words, at + 1) if words.of(at, WITH) else []


def _doping_object(words: Words, at: int) -> Read:
    """``doping Sm3+ ions into perovskite halide``, ``doping TiO2 with nitrogen``."""
    if elements := _elements(words, dopants_behind(words, at)):
        behind = past_heads(words, elements[-1].last + 1)
        into = words.of(behind, INTO - {"of"})
        return host_behind(words, behind + 1) if into else host_further(words, behind), elements, "doping element"
    hosts = host_behind(words, at)
    dopants = _with_behind(words, hosts)
    return hosts if dopants else [], dopants, "doping object"


def _dopant(words: Words, cue: int) -> Iterator[Read]:
    """``Ga dopants in Ge``, ``tin as an n-type dopant``, ``dopants such as Bi``."""
    said = word_list("amounts") | word_list("aspects")
    listed = words.bracket_behind(cue + 1) if words.small(cue + 1) == "(" else None
    at = words.past((listed or cue) + 1, lambda place: words.of(place, said) or words.kind(place) == "number")
    hosts = host_behind(words, at + 1) if words.of(at, ("in", "into", "of", "for")) else []
    told = at > cue + 1 and not words.of(at - 1, word_list("dopant_heads"))
    if told and is_material(words, beside := host_behind(words, at), "element"):
        hosts = beside
    if hosts and not is_material(words, hosts, "element"):
        hosts = host_further(words, at + 1)
    named = dopants_before(words, cue) or _as_dopant(words, cue) or _such_as(words, cue) or _apposed(words, cue)
    if named and not hosts:
        hosts = host_with(words, named[0].first) or host_further(words, cue + 1)
    yield hosts, named, "dopant"


def _apposed(words: Words, cue: int) -> list[Part]:
    """The elements right behind ``dopant`` or ``dopant ions``."""
    at = past_heads(words, cue + 1)
    return dopants_behind(words, at) if words.kind(at) == "element" else []


def _as_dopant(words: Words, cue: int) -> list[Part]:
    """The element before ``as a dopant``, and before ``is the best dopant``."""
    told = ("degree", "typed")
    at = words.past(cue - 1, lambda place: words.kind(place) in told or words.of(place, ("a", "an", "the")), -1)
    if words.small(at) == "as" and (named := dopants_before(words, at)):
        return named
    places = range(cue - 1, max(0, cue - LISTED), -1)
    copula = next((at for at in places if words.of(at, word_list("copulas"))), 0)
    return dopants_before(words, copula) if copula and words.kind(copula - 1) in ("element", "formula", "name") else []


def _such_as(words: Words, cue: int) -> list[Part]:
    """The elements behind ``dopants such as`` or in brackets behind ``dopants``."""
    if words.small(cue + 1) == "such" and words.small(cue + 2) == "as":
        return dopants_behind(words, cue + 3)
    if words.small(cue + 1) == "(" and words.bracket_behind(cue + 1) is not None:
        return [one for one in dopants_behind(words, cue + 2) if words.kind(one.last) == "element"]
    return []


def _likened(words: Words, cue: int) -> Iterator[Read]:
    """``Ba-incorporated CsPbI3``, ``Sr2SiO4 activated with Eu2+``, N was ``incorporated into`` ZnO."""
    named = _elements(words, dopants_before(words, cue))
    hosts = host_behind(words, cue + 1)
    if named and (words[cue].glued or is_material(words, hosts, "element")):
        yield hosts, named, "likened"
    elif words.of(cue + 1, WITH) and (named := _elements(words, dopants_behind(words, cue + 2))):
        hosts = host_before(words, cue - 1)
        yield hosts if is_material(words, hosts) else [], named, "likened with"
    elif words.of(cue + 1, ("in", "into")) and _passive(words, cue) and (named := _nearest_dopant(words, cue)):
        hosts = host_behind(words, cue + 2)
        yield hosts if is_material(words, hosts, "element") else [], named, "likened into"


def _elements(words: Words, parts: Sequence[Part]) -> list[Part]:
    """Those of the parts that are elements or classes of such."""
    return [one for one in parts if words.kind(one.last) in ("element", "class")]


def _put(words: Words, cue: int) -> Iterator[Read]:
    """``Incorporation of Al into ZnO``, ``introducing Mn into BiFeO3``: an element and a material."""
    named = dopants_before(words, cue)
    at = cue + 1
    direct = words.small(cue).endswith("ing")
    if not named and (direct or words.small(at) == "of") and (named := dopants_behind(words, at + (not direct))):
        at = past_heads(words, named[-1].last + 1)
    if named and words.of(at, ("for", "by", "with")) and (other := dopants_behind(words, at + 1)):
        named = named if words.small(at) == "for" else other
        at = past_heads(words, other[-1].last + 1)
    elements = _elements(words, named)
    hosts = host_behind(words, at + 1) if elements and words.of(at, ("into", "in")) else []
    if is_material(words, hosts, "element"):
        yield hosts, elements, "put into"


def _ion(words: Words, cue: int) -> Iterator[Read]:
    """``Er3+ concentration``, ``concentration of Er3+ in NaYF4``: ions of lanthanides are put in to shine."""
    if LANTHANIDE.fullmatch(words[cue].text) is None:
        return
    if words.of(cue + 1, CONCENTRATION) or (words.small(cue - 1) == "of" and words.of(cue - 2, CONCENTRATION)):
        hosts = host_behind(words, cue + 2) if words.small(cue + 1) == "in" else []
        yield hosts if is_material(words, hosts) else [], [Part(cue, cue)], "concentration"


def _typed(words: Words, cue: int) -> Iterator[Read]:
    """``n-type zinc oxide``: a material that is doped, whatever with."""
    hosts = host_behind(words, cue + 1)
    if is_material(words, hosts, "element"):
        yield hosts, [], "typed"


_RULES: Final[dict[Kind, Callable[[Words, int], Iterator[Read]]]] = {
    "put": _put, "doped": _doped, "likened": _likened, "doping": _doping, "dopant": _dopant, "typed": _typed,
    "element": _ion,
}  # fmt: skip
