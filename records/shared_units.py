"""The numbers of a text in, those without a unit given the one that is printed with a neighbour that they belong with.

``0.74 (A) to 0.30 (B) and 0.19 wt% (C)``, ``25.1 kJ/mol for A and 23.7 for B`` and ``4.2 vs. 2.7 Ω cm2`` print one unit
for all their numbers. Numbers belong together that are of one size and have a subject each, or a word between them
that compares two values.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from .quantity_atoms import Atom
from .units import Unit

_SUBJECT: Final = (
    r"(?: \((?=[^()]{0,24}[A-Za-z])[^()]{1,24}\)| (?:for|in|of|with|without|on|at)(?= )[^;:()]{1,40}?"
    r"(?: \([^()]{1,24}\))?)"
)
_COMPARES: Final = (
    r"(?: ?(?:→|->) ?|,? (?:vs\.?|versus|against|as against|as opposed to|(?:as )?compared (?:to|with)|"
    r"instead of|rather than) )"
)
_LINK: Final = r"(?:,? (?:and|to|but|or|while|whereas) |[,;] )"
_AGAIN: Final = (
    r"(?:(?:about|even|still|further|then|to|as|much|from|just|down|up|it|is|was|decreases|increases|drops|rises|those|"
    r"that|[a-z]{2,9}ly|of [^,;:()]{1,24}?|for [^,;:()]{1,24}?|in [^,;:()]{1,24}?) |[~≈∼] ?){0,6}"
)
_WITH_SUBJECT: Final = re.compile(rf"{_SUBJECT}{{1,2}}(?:{_LINK}|{_COMPARES}){_AGAIN}")
_COMPARED: Final = re.compile(rf"{_SUBJECT}?{_COMPARES}{_AGAIN}")
_THAT_OF: Final = re.compile(
    r",? (?:and|but|while|whereas) (?:that|those) (?:of|for|in) [^,;:()]{1,30}? "
    r"(?:(?:to|is|was|only|about|by|at) ){0,3}"
)
"""``has decayed to 14.1, and that of B to 15.4 µW``."""
_BEHIND_UNIT: Final = re.compile(rf"(?: [A-Z]\w{{0,3}})?{_SUBJECT}{{1,2}}(?:{_LINK}|{_COMPARES}){_AGAIN}")
_OWN_SUBJECT: Final = re.compile(r" \((?=[^()]{0,24}[A-Za-z])[^()]{1,24}\)| (?:for|in|of) (?:the )?[A-Z(x]")
_SYMBOL: Final = re.compile(r"(?<![^\W\d])[^\W\d]{1,3} ?= ?$")
_NEXT_SYMBOL: Final = re.compile(r"(?:,| and|, and) [^\W\d]{1,3} ?= ?")
"""``a = 4.27 and c = 6.18 Å``."""
_ELEMENT: Final = re.compile(r"(?<![\w-])[A-Z][a-z]? $")
_NEXT_ELEMENT: Final = re.compile(r"(?:,| and|, and) [A-Z][a-z]? ")
"""``Ni 45.8, Mn 36.9 and In 13.2 at.%``."""
_VARIED: Final = re.compile(r"(?<![A-Za-z])[xyzδn] ?[=<>≤≥] ?$")
_ALIKE: Final = 30.0
"""Numbers of one size: the larger is at most so many times the smaller."""
_AWAY: Final = 2
"""How many groups further the unit may stand: what a subject is told by lies between."""


def with_units_told_once(plain: str, groups: Sequence[Sequence[Atom]]) -> list[list[Atom]]:
    """The groups of numbers, each in order; a group without a unit may take that of one ahead or behind."""
    found = [list(group) for group in groups]
    for place in range(len(found) - 1, -1, -1):
        if _is_measured(plain, found[place]):
            _take(found, place, _unit_behind(plain, found, place))
    for place in range(len(found)):
        if _is_measured(plain, found[place]):
            _take(found, place, _unit_ahead(plain, found, place))
    return found


def _take(groups: list[list[Atom]], place: int, unit: Unit | None) -> None:
    if unit is not None:
        groups[place][-1] = replace(groups[place][-1], unit=unit)


def _is_measured(plain: str, group: Sequence[Atom]) -> bool:
    """Whether a group is of numbers without a unit that look measured: no count, no label and no variable's value."""
    first = group[0]
    digits = sum(one.isdigit() for one in plain[first.start : first.end])
    return (
        not any(atom.unit or atom.year or atom.number.kind == "word" for atom in group)
        and digits > 1 and not _VARIED.search(plain, max(0, first.start - 5), first.start)
    )  # fmt: skip


def _unit_behind(plain: str, groups: Sequence[Sequence[Atom]], place: int) -> Unit | None:
    """The unit of the next value that is of the same, ``0.74 (A) to 0.30 wt%``."""
    group = groups[place]
    for other in range(place + 1, min(len(groups), place + 1 + _AWAY)):
        unit = groups[other][-1].unit
        between = (group[-1].end, groups[other][0].start)
        if unit is None or not _is_alone(groups, place, other, unit) or not _is_alike(group[-1], groups[other][0]):
            continue
        if any(pattern.fullmatch(plain, *between) for pattern in _joins(plain, group[0])):
            return unit
    return None


def _joins(plain: str, first: Atom) -> tuple[re.Pattern[str], ...]:
    """What may lead from a number to the next one that has its unit, by what stands ahead of it."""
    ahead = (max(0, first.start - 6), first.start)
    if _SYMBOL.search(plain, *ahead):
        return (_NEXT_SYMBOL,)
    return (_NEXT_ELEMENT,) if _ELEMENT.search(plain, *ahead) else (_WITH_SUBJECT, _COMPARED, _THAT_OF)


def _unit_ahead(plain: str, groups: Sequence[Sequence[Atom]], place: int) -> Unit | None:
    """The unit of the value before that is of the same, ``25.1 kJ/mol for A and 23.7 for B``."""
    group = groups[place]
    if not (_is_exact(plain, group[0]) and _OWN_SUBJECT.match(plain, group[-1].end)):
        return None
    for other in range(place - 1, max(-1, place - 1 - _AWAY), -1):
        unit = groups[other][-1].unit
        between = (groups[other][-1].end, group[0].start)
        if unit is not None and _is_alone(groups, other, place, unit) and _is_alike(groups[other][-1], group[0]):
            return unit if _BEHIND_UNIT.fullmatch(plain, *between) else None
    return None


def _is_exact(plain: str, atom: Atom) -> bool:
    return "." in plain[atom.number.start : atom.number.end] or atom.uncertainty is not None


def _is_alone(groups: Sequence[Sequence[Atom]], first: int, last: int, unit: Unit) -> bool:
    """Whether nothing between two groups has a unit of the same dimension."""
    return not any(
        atom.unit is not None and atom.unit.dimension == unit.dimension
        for group in groups[first + 1 : last] for atom in group
    )  # fmt: skip


def _is_alike(one: Atom, other: Atom) -> bool:
    sizes = sorted((abs(one.number.value), abs(other.number.value)))
    return sizes[0] > 0 and sizes[1] <= _ALIKE * sizes[0]
