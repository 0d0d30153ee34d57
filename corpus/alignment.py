"""Measurements as stored in, statements that can be compared out: one unit, aligned conditions, printed precision."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ..records.units import parse_unit

Bounds = tuple[float, float]
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
_WORDS: Final = re.compile(r"[\W_]+")
ROOM: Final = (288.0, 303.0)
"""Kelvin that "room temperature" stands for."""
ABOUT: Final = 0.05
"""Relative uncertainty of a value said to be "about" so much."""
COMMENTS: Final = frozenset({"reference"})
"""Conditions that tell where a value comes from, not how it was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One measurement, ready to be compared.

    ``low`` and ``high`` bound the value in the canonical ``unit``: printed precision, uncertainty and relation are in
    them (a ``<`` has no lower bound). ``value`` is their middle or the printed bound. ``digits`` counts significant
    digits. ``place`` is where it stands: two statements of one place are two facts. ``private`` are labels that only
    this paper uses; ``labels`` are all of them, in plain spelling.
    """

    measurement: str
    document: str
    work: str
    year: int | None
    sample: str
    material: str | None
    composition: str | None
    polymorph: str | None
    property: str
    words: str
    unit: str | None
    value: float
    low: float
    high: float
    digits: int
    conditions: Mapping[str, Bounds | str]
    method: str | None
    form: str | None
    note: str | None
    labels: frozenset[str]
    private: frozenset[str]
    origin: str
    confidence: float
    kind: str
    place: str
    rank: int = 0


def statement_of(row: Mapping[str, Any], private: frozenset[str]) -> Statement | None:
    """The statement of a row of :data:`matloom.corpus.reading.QUERY`; None where no number was printed."""
    bounds = bounds_of(row["quantity"])
    if bounds is None:
        return None
    value, low, high, digits = bounds
    quantity = row["quantity"]
    conditions = {
        name: aligned
        for one in row["conditions"] or ()
        if (name := plain(one["name"])) not in COMMENTS and (aligned := aligned_condition(name, one)) is not None
    }
    return Statement(
        measurement=row["id"], document=row["document"], work=row["work"], year=row["year"],
        sample=row["sample"], material=row["material"], composition=row["composition"],
        polymorph=str(row["space_group"] or row["phase"] or "") or None,
        property=row["property"], words=plain(row["words"]), unit=quantity["canonical_unit"] or quantity["unit"],
        value=value, low=low, high=high, digits=digits, conditions=conditions, method=plain(row["method"]) or None,
        form=row["form"], note=plain(row["note"]) or None, labels=frozenset(plain(label) for label in row["labels"]),
        private=private, origin=row["origin"], confidence=row["confidence"], kind=row["kind"], place=row["place"],
        rank=row["ordinal"],
    )  # fmt: skip


def plain(text: str | None) -> str:
    """Words and numbers in small letters, one blank between; a name by which two spellings are equal."""
    return _WORDS.sub(" ", (text or "").lower()).strip()


def bounds_of(quantity: Mapping[str, Any]) -> tuple[float, float, float, int] | None:
    """Value, lower and upper bound in the canonical unit, and the number of significant digits."""
    known = quantity["canonical_unit"] is not None
    value, low, high = (quantity[f"canonical_{name}" if known else name] for name in ("value", "low", "high"))
    digits, step = printed_precision(quantity["text"])
    if value is None:
        ends = [end for end in (low, high) if end is not None]
        if not ends:
            return None
        lower, upper = (low if low is not None else float("-inf")), (high if high is not None else float("inf"))
        return sum(ends) / len(ends), lower, upper, digits
    slack = _slack(quantity, value, step, known)
    relation = quantity["relation"]
    lower = float("-inf") if relation in ("<", "<=") else value - slack
    upper = float("inf") if relation in (">", ">=") else value + slack
    return value, lower, upper, digits


def _slack(quantity: Mapping[str, Any], value: float, step: float, known: bool) -> float:
    printed = quantity["value"] if quantity["value"] is not None else value
    factor = scale(quantity["unit"]) if known else 1.0
    slack = max(abs(printed) * step, quantity["uncertainty"] or 0.0) * abs(factor)
    return max(slack, ABOUT * abs(value)) if quantity["relation"] == "~" else slack


def printed_precision(text: str) -> tuple[int, float]:
    """Significant digits of the first number in a text, and half a unit of its last digit relative to the number."""
    match = _NUMBER.search(text)
    if match is None:
        return 0, 0.0
    number = match.group().replace(",", ".")
    whole, _, decimals = number.partition(".")
    digits = len((whole + decimals).lstrip("0")) or 1
    size = abs(float(number))
    return digits, (0.5 * 10 ** -len(decimals) / size if size else 0.0)


@lru_cache(maxsize=4096)
def scale(unit: str | None) -> float:
    """What a difference of one ``unit`` is in its canonical unit."""
    parsed = parse_unit(unit) if unit else None
    return parsed.scale if parsed else 1.0


def aligned_condition(name: str, condition: Mapping[str, Any]) -> Bounds | str | None:
    """A condition as bounds in the canonical unit, or as plain words; None where it says nothing."""
    quantity = condition["quantity"]
    text = condition["text"] or (quantity["text"] if quantity else "")
    if "temperature" in name and plain(text) in ("room temperature", "rt", "ambient temperature", "ambient"):
        return ROOM
    bounds = bounds_of(quantity) if quantity else None
    if bounds is None:
        return plain(text) or None
    return bounds[1], bounds[2]


def differing_conditions(one: Statement, other: Statement) -> list[str]:
    """The names of conditions that both tell, and differently."""
    return [
        name
        for name, value in one.conditions.items()
        if name in other.conditions and not same_condition(value, other.conditions[name])
    ]


def same_condition(one: Bounds | str, other: Bounds | str) -> bool:
    """Whether two aligned conditions can be the same: bounds overlap, words are equal."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return one[0] <= other[1] * (1 + 1e-9) and other[0] <= one[1] * (1 + 1e-9)


def same_number(one: Statement, other: Statement) -> bool:
    """Whether one value is the other as printed: the coarser one is the finer one, rounded."""
    if plain_unit(one.unit) != plain_unit(other.unit):
        return False
    if any(abs(bound) == float("inf") for bound in (one.low, one.high, other.low, other.high)):
        return (one.low, one.high) == (other.low, other.high) and one.value == other.value
    slack = max(one.high - one.low, other.high - other.low) / 2
    return abs(one.value - other.value) <= slack * (1 + 1e-6) + 1e-12 * abs(one.value)


def plain_unit(unit: str | None) -> str:
    """A unit's spelling; a bare number and a fraction of one are the same."""
    return unit if unit not in (None, "1", "") else ""
