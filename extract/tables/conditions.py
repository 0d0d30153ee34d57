"""Words of a header or a stub in, the conditions that they name out: ``25 °C``, ``pH = 3``, ``at 0.1 C``."""

import re
from typing import Final

from ...records.model import Condition
from ...records.quantities import Quantity
from ...records.quantity_grammar import find_quantities
from ...records.units import Unit, parse_unit
from .cells import CellNumber, plain_cell, read_cell

_NAMED: Final = re.compile(
    r"(?P<name>(?!.* (?:at|for|of|after|under) )[A-Za-zα-ωΑ-ΩΔ][\w α-ωΑ-Ω/-]{0,30}?(?:\s?\([^()]{1,12}\))?)"
    r"\s?[=:≈]\s?(?P<value>[<>~≤≥]?\s?[+-]?[\d.].*)"
)
"""``T (K) = 300``; what stands "at" a condition is a property: ``Relaxation time (s) at T = 300 K``."""
_BARE: Final = re.compile(r"[<>~≤≥@]?\s?[+-]?\d[^a-z]*.{0,12}")
_RATE: Final = re.compile(r"[\d.]+\s?C(?:/\d+)?")
"""Of a header that is only ``0.1 C``: nobody heads a column with a charge in coulombs."""
_LINKED: Final = re.compile(r"(?:after|at|under|for) (?=[<>~≤≥]?\s?\d)", re.I)
_ORDINAL: Final = re.compile(r"(?:the )?(?P<number>\d{1,5})(?:st|nd|rd|th) cycles?|(?P<first>first) cycle", re.I)
_COUNTED: Final = re.compile(r"(?P<period>day|week|cycle)\s?(?P<number>\d{1,4})", re.I)
_PERIODS: Final = {"day": "d", "week": "week", "cycle": "cycle"}
_BEHIND: Final = re.compile(
    r"\s(?:at|@|under|after|for|below|above|in)\s(?=[<>~≤≥]?\s?[+-]?\d|[A-Za-zτα-ω]{1,3}\s?=)", re.I
)
_COMMA: Final = re.compile(r",\s(?P<level>(?:[A-Za-z]{1,3}\s?=\s?)?[<>~≤≥]?\s?[−-]?\d[^,;()]{0,14})$")
_PLAIN_ORDINAL: Final = re.compile(r"(?P<number>\d{1,4})(?:st|nd|rd|th)")
"""Which cycle a value is of, where the header leaves the word out: ``Capacity, 1st``."""
_AT: Final = re.compile(r"(?:(?:at|after|under|for)\s|@\s?)", re.I)
_NO_LEVELS: Final = frozenset({"dimensionless", "mass fraction"})
_DIMENSIONS: Final = {
    "temperature": "temperature", "time": "time", "current density": "current_density",
    "specific current": "current_density",
    "pressure": "pressure", "frequency": "frequency", "voltage": "potential", "length": "length",
    "magnetic flux density": "magnetic_field", "magnetic field": "magnetic_field", "angle": "angle",
    "mass fraction": "content", "dimensionless": "content",
    "heating rate": "rate", "power": "power", "velocity": "speed", "electric field": "electric_field",
}  # fmt: skip


_LINKS: Final = (" at", " for", " under", " after", " in", " with", " to", " by")


def name_of_dimension(unit: Unit | None, words: str = "") -> str:
    """What a quantity of this unit is called as a condition."""
    if unit is None:
        return words or "value"
    if unit.plain == "1/h":
        return "c_rate"
    if unit.plain == "cycle" or "cycle" in words:
        return "cycles"
    if unit.plain in ("mA/g", "A/g", "mA/cm2", "A/cm2"):
        return "current_density"
    return _DIMENSIONS.get(unit.dimension, unit.dimension)


def is_usual_name(name: str) -> bool:
    """Whether a condition is called by nothing but its dimension: ``temperature`` of ``25 °C``."""
    return name in _USUAL_NAMES


_USUAL_NAMES: Final = frozenset({*_DIMENSIONS.values(), "c_rate", "cycles", "value", "pH", "ph"})


def condition_of(text: str) -> Condition | None:
    """The condition that a short text is as a whole: ``25 °C``, ``pH = 3``, ``Test temperature −30 °C``."""
    plain = plain_cell(text)
    if linked := _LINKED.match(plain):
        return condition_of(plain[linked.end() :])
    if ordinal := _ORDINAL.fullmatch(plain):
        number = float(ordinal["number"] or 1)
        return Condition(name="cycles", quantity=Quantity(text=text, value=number, unit="cycle"))
    counted = _COUNTED.fullmatch(plain)
    if counted:
        unit = parse_unit(_PERIODS[counted["period"].lower()])
        quantity = to_quantity(CellNumber(value=float(counted["number"])), text, unit, unit.plain if unit else None)
        return Condition(name="time" if counted["period"].lower() != "cycle" else "cycles", quantity=quantity)
    named = _NAMED.fullmatch(plain)
    if named:
        cell = read_cell(named["value"], named["name"])
        if cell.kind == "numbers" and len(cell.numbers) == 1:
            return Condition(name=named["name"].strip(), quantity=to_quantity(cell.numbers[0], text))
        return None
    context = f"rate of {text}" if _RATE.fullmatch(plain) else text
    cell = read_cell(plain, context) if _BARE.fullmatch(plain) else None
    if cell and cell.kind == "numbers" and len(cell.numbers) == 1 and cell.numbers[0].unit is not None:
        number = cell.numbers[0]
        return Condition(name=name_of_dimension(number.unit), quantity=to_quantity(number, text))
    spans = [span for span in find_quantities(text) if span.quantity.unit and span.kind in ("value", "range")]
    if len(spans) == 1 and spans[0].end == len(text.rstrip()):
        words = text[: spans[0].start].strip(" ,:=(")
        if len(words.split()) <= 4 and re.fullmatch(r"[A-Za-z][\w -]*", words):
            unit = parse_unit(spans[0].quantity.unit or "")
            name = re.sub(r"^(?:at|under|for|after|in|test|tested|measured)\s+", "", words.lower()).strip()
            known = " " in name and (unit is None or unit.dimension in _DIMENSIONS or name.endswith(_LINKS))
            return Condition(name=name if name and not known else name_of_dimension(unit), quantity=spans[0].quantity)
    return None


def conditions_in(words: str) -> tuple[str, tuple[Condition, ...]]:
    """A header's words without the conditions behind an "at", an "after" or a comma, and those conditions."""
    match = _BEHIND.search(words)
    if match is None:
        return _behind_commas(words)
    found: list[Condition] = []
    tail = words[match.end() :]
    if _RATE.fullmatch(tail) and (rate := condition_of(tail)) is not None:
        return words[: match.start()].strip(), (rate,)
    for span in find_quantities(tail):
        unit = parse_unit(span.quantity.unit, tail) if span.quantity.unit else None
        if unit is not None:
            found.append(Condition(name=name_of_dimension(unit, tail), quantity=span.quantity))
    counted = re.fullmatch(r"(?P<count>\d+)(?:th|st|nd|rd)? cycles?", tail.strip())
    if counted and not found:
        quantity = Quantity(text=tail, value=float(counted["count"]), unit="cycle")
        found.append(Condition(name="cycles", quantity=quantity))
    return (words[: match.start()].strip(), tuple(found)) if found else (words, ())


def _behind_commas(words: str) -> tuple[str, tuple[Condition, ...]]:
    """A quantity and the levels that it was measured at: ``Yield strength, 800 °C``, ``H2 uptake, 77 K, 1 bar``."""
    found: list[Condition] = []
    while (match := _COMMA.search(words)) and (level := _level_of(match["level"])) is not None:
        found.insert(0, level)
        words = words[: match.start()].strip()
    return words, tuple(found)


def condition_behind(rest: str) -> tuple[Condition, ...]:
    """What stands behind a number in its cell as a condition of it: ``(1000 cycles)``, ``@ 10 mA/cm2``."""
    level = _level_of(_AT.sub("", rest.strip().removeprefix("(").removesuffix(")")))
    return (level,) if level is not None else ()


def _level_of(text: str) -> Condition | None:
    """A number with a unit that things are measured at, or which cycle it was; None for all else."""
    ordinal = _PLAIN_ORDINAL.fullmatch(text)
    level = condition_of(f"{text} cycle" if ordinal else text)
    unit = parse_unit(level.quantity.unit, text) if level and level.quantity and level.quantity.unit else None
    counted = unit is not None and name_of_dimension(unit) in ("c_rate", "cycles", "current_density")
    known = counted or (unit is not None and unit.dimension in _DIMENSIONS.keys() - _NO_LEVELS)
    return level if known else None


def to_quantity(
    number: CellNumber, text: str, unit: Unit | None = None, spelled: str | None = None, factor: float = 1.0
) -> Quantity:
    """A cell's number as a quantity: times the header's factor, in its own unit or the header's."""
    if number.unit is not None:
        unit, spelled, factor = number.unit, number.unit.plain, 1.0

    def scaled(value: float | None) -> float | None:
        return None if value is None else float(f"{value * factor:.12g}")

    def canonical(value: float | None) -> float | None:
        return None if value is None or unit is None else float(f"{unit.to_canonical(value):.12g}")

    value, low, high = scaled(number.value), scaled(number.low), scaled(number.high)
    return Quantity(
        text=text, value=value, low=low, high=high, relation=number.relation, uncertainty=scaled(number.uncertainty),
        unit=unit.plain if unit else spelled, canonical_value=canonical(value), canonical_low=canonical(low),
        canonical_high=canonical(high), canonical_unit=unit.canonical if unit else None,
    )  # fmt: skip
