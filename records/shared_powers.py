"""The numbers of a range or list in, the same with the power of ten that is printed behind the last alone.

``4–6 × 10¹⁰ cm⁻²``, ``1.2, 1.4 and 2 × 10−4 S/cm`` and ``(0.04–0.10) × 10⁻¹⁰ m`` have one power for all their numbers;
``0.1 to 1 × 10⁵ Hz`` and ``10–10⁶ Hz`` have one for the last.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from .number_notation import Number
from .quantity_atoms import POWER_BEHIND, Atom, atom_at

_POWERED: Final = re.compile(r"([+-]?\d+(?:\.\d+)?) ?[×x·] ?10 ?\^? ?[{(]?([+-] ?\d{1,2}|\d{1,2})[})]?")
_FLATTENED: Final = re.compile(r"10(1[2-9]|2[0-3])")
_FLATTENED_NEXT: Final = re.compile(r"(?:10)?(1[2-9]|2[0-3])")
_ALIKE: Final = 20.0
"""Numbers that share a power are of one size: the largest is at most so many times the smallest."""


def with_shared_power(plain: str, group: Sequence[Atom], *, is_range: bool) -> list[Atom]:
    """The group, its numbers scaled where the last one's power of ten is that of all."""
    *firsts, last = group
    printed = _POWERED.fullmatch(plain, last.number.start, last.number.end)
    plainly = all(atom.number.kind == "digits" and atom.unit is None and not atom.year for atom in firsts)
    if printed is None or not firsts or not plainly or _is_size(plain, group):
        return list(group)
    mantissa, power = float(printed.group(1)), int(printed.group(2).replace(" ", ""))
    values = [atom.number.value for atom in firsts]
    if is_range and values[0] >= mantissa:
        return list(group)
    sizes = [abs(value) for value in (*values, mantissa) if value]
    alike = bool(sizes) and max(sizes) <= _ALIKE * min(sizes)
    falls = values[0] > last.number.value
    if not (alike and (mantissa != 1 or falls)):
        return list(group)
    return [*(_scaled(atom, power) for atom in firsts), last]


def with_power_behind_bracket(plain: str, group: Sequence[Atom]) -> list[Atom] | None:
    """The group scaled by the power of ten behind its bracket, with the unit behind that; None where there is none."""
    first, last = group[0], group[-1]
    opened = plain[max(0, first.start - 1) : first.start] == "("
    power = POWER_BEHIND.match(plain, last.end) if opened and last.unit is None and len(group) > 1 else None
    if power is None:
        return None
    *scaled, end = [_scaled(atom, int(power.group(1))) for atom in group]
    closed = atom_at(plain, replace(end.number, end=power.end()))
    return [*scaled, replace(closed, number_end=power.end())]


def with_lost_powers(plain: str, group: Sequence[Atom]) -> list[Atom]:
    """``1017–1019 cm-3`` and ``1017–19 cm-3`` are flattened powers of ten: nobody counts a thousand in a cm3."""
    patterns = (_FLATTENED, *(_FLATTENED_NEXT for _ in group[1:]))
    places = [(atom.number.start, atom.number.end) for atom in group]
    printed = [pattern.fullmatch(plain, *place) for pattern, place in zip(patterns, places, strict=True)]
    unit = group[-1].unit
    if unit is None or unit.plain != "cm-3" or not all(printed):
        return list(group)
    powers = [10.0 ** int(power.group(1)) for power in printed if power]
    return [
        replace(atom, number=replace(atom.number, value=value, kind="power"), year=False)
        for atom, value in zip(group, powers, strict=True)
    ]


def _is_size(plain: str, group: Sequence[Atom]) -> bool:
    """``3 × 4 × 10−4``: lengths of sides, not a list."""
    return any(re.search("[×x]", plain[one.end : other.start]) for one, other in pairwise(group))


def _scaled(atom: Atom, power: int) -> Atom:
    number: Number = atom.number
    own = None if number.uncertainty is None else _times_ten(number.uncertainty, power)
    scaled = replace(number, value=_times_ten(number.value, power), uncertainty=own, kind="power")
    beside = None if atom.uncertainty is None else _times_ten(atom.uncertainty, power)
    return replace(atom, number=scaled, uncertainty=beside)


def _times_ten(value: float, power: int) -> float:
    """As a decimal, so that 3 × 10⁻⁴ is 0.0003 and no neighbour of it."""
    return float(Decimal(repr(value)).scaleb(power))
