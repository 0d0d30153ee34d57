"""Text in, the single numbers that are quantities out, each with the unit behind it and its uncertainty."""

import math
import re
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from .number_notation import Number, read_numbers
from .quantity_context import (
    addresses,
    begins_range,
    date_ranges,
    in_citation,
    is_bare_number,
    is_cited_year,
    is_element_list,
    is_glued,
    is_year,
    label_strength,
)
from .unit_notation import Notation, inverted, read_unit
from .units import Unit, parse_unit, unit_of

Range: TypeAlias = tuple[int, int]

_BARE_NEVER: Final = frozenset({"H", "e", "P", "St", "m0.5", "1/h", "sun"})
_ORBITAL: Final = re.compile(r" ?(?:orbital|electron|state|level|band|shell|core|peak|metal)", re.IGNORECASE)
_FOLD: Final = re.compile(r"[ -]?fold\b")
_PREFIX: Final = re.compile(
    r"(?:(?P<ph>(?<![A-Za-z])pH ?=? ?)|(?:€|US\$|(?<!\w)\$) ?|\b(?P<time>[Dd]ay|[Ww]eek|[Mm]onth) )$"
)
POWER_BEHIND: Final = re.compile(r"\) ?[×x·] ?10 ?\^?([+-]?\d{1,2})(?!\d)")
"""The power of ten behind a bracket: ``(5 ± 0.2) × 10−3``, ``(2–5) × 10−3``."""
_PER_AREA: Final = re.compile(r"/ ?(?:[cmnµ]?m)[23](?![\w/])")
"""A number of things on an area or in a volume: ``0.82/mm2``."""
_PLUS_MINUS: Final = re.compile(r" ?(\()?(?:±|\+/-|\+-) ?|(?P<plus>\+)(?=\d?\.\d)")
"""The sign of an uncertainty, which some papers' XML has lost the lower half of: ``3.4+0.1``."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One number with the unit behind it and the uncertainty after a ±; ``label`` as in quantity_context."""

    start: int
    end: int
    number: Number
    number_end: int
    uncertainty: float | None = None
    unit: Unit | None = None
    unit_range: Range | None = None
    label: str = ""
    year: bool = False


def read_atoms(text: str, plain: str) -> list[Atom]:
    """Every number that is part of a quantity, with its unit, and every date."""
    outside, dates = _Ranges(addresses(plain)), _Ranges(date_ranges(plain))
    found: list[Atom] = []
    before: tuple[int, str] | None = None
    numbers = list(read_numbers(text, plain))
    place = read = 0
    while place < len(numbers):
        number = numbers[place]
        place += 1
        if number.start < read or outside.around(number.start) or not math.isfinite(number.value):
            continue
        if date := dates.around(number.start):
            if not (found and found[-1].start == date[0]):
                found.append(_date(plain, date))
            continue
        atom = _prefixed(plain, atom_at(plain, number))
        label = label_strength(plain, number.start, before)
        before = (number.end, label)
        goes_on = bool(found) and found[-1].end == number.start - 1 and _is_whole(found[-1])
        if not goes_on and is_glued(plain, number, has_unit=atom.unit is not None and len(atom.unit.plain) > 1):
            continue
        if place < len(numbers) and (joined := _plus_minus(plain, atom, numbers[place])):
            atom, place = joined, place + 1
        read = atom.end
        if _counts(plain, atom, label):
            found.append(replace(atom, year=atom.unit is None and is_year(plain, number)))
    return found


def _is_whole(atom: Atom) -> bool:
    """Whether a dash behind the atom leads to the other end of a range: ``80 nm–450 nm``, ``2.084(1)-2.179(1)``."""
    return atom.unit is not None or atom.number.uncertainty is not None


class _Ranges:
    """Ranges in order, asked for ever later places."""

    def __init__(self, ranges: list[Range]) -> None:
        self._ranges, self._place = ranges, 0

    def around(self, position: int) -> Range | None:
        """The range that holds ``position``."""
        while self._place < len(self._ranges) and self._ranges[self._place][1] <= position:
            self._place += 1
        if self._place < len(self._ranges) and self._ranges[self._place][0] <= position:
            return self._ranges[self._place]
        return None


def _date(plain: str, date: Range) -> Atom:
    digits = re.findall(r"\d+", plain[date[0] : date[1]])
    return Atom(date[0], date[1], Number(date[0], date[1], float(digits[-1])), date[1], year=True)


def _prefixed(plain: str, atom: Atom) -> Atom:
    """The atom with what stands in front of its number: ``pH 7``, ``€ 5``, ``day 42``."""
    window = plain[max(0, atom.start - 7) : atom.start]
    match = _PREFIX.search(window) if window.rstrip()[-1:] in ("H", "=", "€", "$", "y", "k", "h") else None
    if match is None or atom.unit is not None:
        return atom
    start = atom.start - len(match.group())
    if match.group("ph"):
        return replace(atom, start=start, unit_range=(start, start + 2))
    symbol = match.group().strip()
    unit = parse_unit(symbol.lower() if match.group("time") else "€" if symbol == "€" else "US$")
    return replace(atom, start=start, unit=unit, unit_range=(start, start + len(symbol)))


def atom_at(plain: str, number: Number) -> Atom:
    """The number with the unit behind it."""
    notation = unit_after(plain, number)
    if notation is None:
        fold = _FOLD.match(plain, number.end)
        end = fold.end() if fold else number.end
        return Atom(number.start, end, number, end)
    if is_element_list(plain, number, notation.factors[0].plain, notation.end):
        return Atom(number.start, number.end, number, number.end)
    start = number.end + (1 if plain[number.end : number.end + 1] in (" ", "-") else 0)
    context = plain[max(0, number.start - 120) : notation.end + 60]
    unit = unit_of(notation, context, number.value)
    return Atom(number.start, notation.end, number, number.end, number.uncertainty, unit, (start, notation.end))


def unit_after(plain: str, number: Number) -> Notation | None:
    """The unit behind a number: after a space, a hyphen or nothing."""
    start = number.end
    gap = plain[start : start + 1]
    if gap == "/" and _PER_AREA.match(plain, start):
        below = read_unit(plain, start + 1)
        return replace(below, factors=tuple(inverted(one) for one in below.factors)) if below else None
    if gap in (" ", "-"):
        start += 1
    notation = read_unit(plain, start)
    if notation is None:
        return None
    if len(notation.factors) == 1 and notation.factors[0].power < 0:
        notation = _before_range(plain, start, notation)
    first = notation.factors[0]
    if len(notation.factors) == 1 and first.power == 1:
        single = len(first.plain) == 1 and first.plain.isalpha()
        if first.plain in _BARE_NEVER or first.counted:
            return None
        if _is_no_unit(plain, number, first.plain, gap):
            return None
        if single and ((gap not in (" ", "-") and first.plain in "sdp") or _ORBITAL.match(plain, notation.end)):
            return None if _is_orbital(plain, number, notation) else notation
        if gap == "-" and (single or number.kind == "word") and plain[notation.end : notation.end + 1] == "-":
            return notation
    if gap == "-" and notation.factors[0].plain in ("A", "C", "V", "K", "F", "S"):
        return None
    return notation


def _before_range(plain: str, start: int, notation: Notation) -> Notation:
    """``30 min-2 h`` is a range and no power of minutes: a unit of the same dimension stands behind the digit."""
    dash = plain.rfind("-", start, notation.end)
    other = (
        read_unit(plain, notation.end + 1) if dash > start and plain[notation.end : notation.end + 1] == " " else None
    )
    bare = read_unit(plain[:dash], start) if other is not None else None
    units = [parse_unit(one.factors[0].plain) for one in (bare, other) if one is not None and len(one.factors) == 1]
    alike = len(units) == 2 and units[0] and units[1] and units[0].dimension == units[1].dimension
    return bare if alike and bare is not None else notation


def _is_no_unit(plain: str, number: Number, unit: str, gap: str) -> bool:
    """``1960s`` is a decade, and ``T 1 T`` a symbol with its index."""
    if unit == "s":
        return gap not in (" ", "-") and is_year(plain, number)
    indexed = re.search(r"(?<![A-Za-z])[B-Z] $", plain[max(0, number.start - 3) : number.start])
    return bool(indexed) and len(unit) == 1 and unit.isupper() and number.end - number.start == 1


def _is_orbital(plain: str, number: Number, notation: Notation) -> bool:
    if number.value not in (1, 2, 3, 4, 5, 6):
        return False
    after = plain[notation.end : notation.end + 1]
    named = re.search(r"(?<![A-Za-z])[A-Z][a-z]?[ -]$", plain[max(0, number.start - 4) : number.start])
    return bool(named or _ORBITAL.match(plain, notation.end) or after == "-")


def _plus_minus(plain: str, atom: Atom, number: Number) -> Atom | None:
    """``5 ± 0.2 h``, ``0.2% ± 0.4%`` and ``(5 ± 0.2) × 10−3``: the second number is an uncertainty."""
    sign = _PLUS_MINUS.match(plain, atom.end)
    if sign is None or number.start not in (sign.end(), sign.end() - 1):
        return None
    if sign.group("plus") and not (atom.unit is None and number.value < 0.5 * atom.number.value):
        return None
    second = atom_at(plain, number)
    power = POWER_BEHIND.match(plain, number.end)
    scale, end = (10.0 ** int(power.group(1)), power.end()) if power else (1.0, second.number_end)
    if power:
        notation = unit_after(plain, replace(number, end=end))
        second = atom_at(plain, replace(number, end=end)) if notation else replace(second, unit=None)
    if sign.group(1) and plain[max(end, second.end) :].startswith(")"):
        end = max(end, second.end) + 1
        if second.unit is None and atom.unit is None and unit_after(plain, replace(number, end=end)):
            second = atom_at(plain, replace(number, end=end))
    value = replace(atom.number, value=atom.number.value * scale, end=end)
    return Atom(
        atom.start, max(end, second.end), value, end, abs(number.value) * scale,
        second.unit or atom.unit, second.unit_range or atom.unit_range,
    )  # fmt: skip


def _counts(plain: str, atom: Atom, label: str) -> bool:
    """Whether the atom is a quantity: labels, citations, formula subscripts and cited years are none."""
    number = atom.number
    if label == "strong" or in_citation(plain, number):
        return False
    if atom.unit is not None:
        return not (label and (number.kind == "word" or atom.unit.plain == "A"))
    if atom.unit_range is not None:
        return True
    if label == "weak":
        return begins_range(plain, number)
    if number.kind == "digits" and is_year(plain, number):
        return not is_cited_year(plain, number)
    return is_bare_number(plain, number) if atom.number_end == number.end else True
