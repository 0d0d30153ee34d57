"""Text in, the quantities printed in it out: values, ranges and lists with their units, each with its place."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from .number_notation import Number, read_numbers
from .quantities import Quantity, Relation
from .quantity_context import (
    addresses,
    in_citation,
    is_bare_number,
    is_cited_year,
    is_glued,
    is_year,
    label_strength,
)
from .unit_notation import Notation, plain_text, read_unit
from .units import Unit, parse_unit, unit_of

Kind: TypeAlias = Literal["value", "range", "list", "count", "date"]
Range: TypeAlias = tuple[int, int]

_BARE_NEVER: Final = frozenset({"H", "e", "P", "St", "m0.5", "1/h", "sun"})
_ORBITAL: Final = re.compile(r" ?(?:orbital|electron|state|level|band|shell|core|peak|metal)", re.IGNORECASE)
_PLUS_MINUS: Final = re.compile(r" ?(?:±|\+/-|\+-) ?")
_JOIN: Final = re.compile(
    r"(?P<range> ?(?:-|~|∼|÷|…|\.\.\.) ?| (?:to|through|bis) (?:about |around |approximately |~ ?)?| up to | down to )"
    r"|(?P<list>, ?(?:and |or )?| and | or | & |; ?| ?/ ?| ?× ?| ?x (?=\d))"
)
_BETWEEN: Final = re.compile(r"(?:between|from|range of|ranging|ranges?|within) (?:about |~ ?|the )?$", re.IGNORECASE)
_RELATION_WORDS: Final[dict[Relation, str]] = {
    "<=": r"≤|⩽|<=|\bup to(?: about)?|\bat (?:the )?most|\b(?:no|not) (?:more|higher|greater|larger) than|\bmaximum of",
    ">=": r"≥|⩾|>=|\bat least|\b(?:no|not) (?:less|lower|smaller) than|\bminimum of",
    "<": r"<|\b(?:less|lower|smaller|fewer|shorter|thinner) than|\bbelow|\bunder|\bwithin",
    ">": r">|\b(?:more|higher|greater|larger|longer|thicker|better) than|\babove|\bover|\bexceed(?:s|ed|ing)?|\bbeyond",
    "~": r"~|∼|≈|≃|≅|˜|\babout|\bca\.?|\bcirca|\bapprox(?:imately|\.)?|\baround|\bnearly|\broughly|\balmost"
         r"|\bclose to|\border",
}  # fmt: skip
_BEFORE: Final[tuple[tuple[re.Pattern[str], Relation], ...]] = tuple(
    (re.compile(rf"(?:{words}) ?(?:the |a |an |of )?$", re.IGNORECASE), relation)
    for relation, words in _RELATION_WORDS.items()
)
_AFTER: Final[tuple[tuple[re.Pattern[str], Relation], ...]] = (
    (re.compile(r" (?:or|and) (?:more|higher|above|greater|larger|longer)\b"), ">="),
    (re.compile(r" (?:or|and) (?:less|lower|below|smaller|shorter)\b"), "<="),
)
_C_FRACTION: Final = re.compile(r"(?<![A-Za-z0-9°)])C/(\d{1,3}(?:\.\d)?)(?![\w/])")
_DATE: Final = re.compile(
    r"(?P<month>(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|"
    r"Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.? (?:\d{1,2}(?:st|nd|rd|th)?,? )?)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantitySpan:
    """A quantity at ``text[start:end]``, from its first to its last number or unit.

    ``number`` and ``unit`` are the ranges of the numbers and of the last unit. A range or a list has its
    members in ``items``, in the order printed; the quantity of a list has a unit and no value of its own.
    ``kind`` is ``count`` for a number without a unit, ``date`` for a year or a day.
    """

    start: int
    end: int
    quantity: Quantity
    number: Range
    unit: Range | None = None
    kind: Kind = "value"
    items: tuple["QuantitySpan", ...] = ()


@dataclass(frozen=True, slots=True)
class _Atom:
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


def find_quantities(text: str) -> list[QuantitySpan]:
    """The quantities in ``text``, in order and without overlap. Runs in time linear in its length."""
    plain = plain_text(text)
    atoms = _atoms(text, plain)
    spans, place = [], 0
    while place < len(atoms):
        group, kind = _group(plain, atoms, place)
        span = _span(text, plain, group, kind)
        if span is not None:
            spans.append(span)
        place += len(group)
    return _with_rates(text, plain, spans)


def parse_quantity(text: str) -> Quantity | None:
    """The quantity that ``text`` is, as in a table's cell; None if it is anything more or less than that."""
    stripped = text.strip()
    plain = plain_text(stripped)
    relation = re.match(r"[~<>≤≥≈∼] ?|(?:ca\.?|about|up to|at least|less than|more than) ", plain)
    spans = find_quantities(stripped)
    if len(spans) != 1 or spans[0].kind == "list":
        return None
    span = spans[0]
    if span.start not in (0, relation.end() if relation else 0) or span.end != len(stripped):
        return None
    return replace(span.quantity, text=stripped)


def _atoms(text: str, plain: str) -> list[_Atom]:
    """Every number that is part of a quantity, with its unit."""
    skipped, found = addresses(plain), list[_Atom]()
    before: tuple[int, str] | None = None
    numbers = list(read_numbers(text, plain))
    place = 0
    while place < len(numbers):
        number = numbers[place]
        place += 1
        while skipped and skipped[0][1] <= number.start:
            skipped.pop(0)
        if (skipped and skipped[0][0] <= number.start) or not math.isfinite(number.value):
            continue
        if is_glued(plain, number) and number.kind != "power":
            continue
        atom = _atom(plain, number)
        label = label_strength(plain, number.start, before)
        before = (number.end, label)
        if place < len(numbers) and (joined := _plus_minus(plain, atom, numbers[place])):
            atom, place = joined, place + 1
        if _counts(plain, atom, label):
            found.append(replace(atom, year=atom.unit is None and is_year(plain, number)))
    return found


def _atom(plain: str, number: Number) -> _Atom:
    notation = _unit_after(plain, number)
    if notation is None:
        return _Atom(number.start, number.end, number, number.end)
    start = number.end + (1 if plain[number.end : number.end + 1] in (" ", "-") else 0)
    context = plain[max(0, number.start - 120) : notation.end + 60]
    unit = unit_of(notation, context, number.value)
    return _Atom(number.start, notation.end, number, number.end, number.uncertainty, unit, (start, notation.end))


def _unit_after(plain: str, number: Number) -> Notation | None:
    """The unit behind a number: after a space, a hyphen or nothing."""
    start = number.end
    gap = plain[start : start + 1]
    if gap in (" ", "-"):
        start += 1
    notation = read_unit(plain, start)
    if notation is None:
        return None
    first = notation.factors[0]
    if len(notation.factors) == 1 and first.power == 1:
        single = len(first.plain) == 1 and first.plain.isalpha()
        if first.plain in _BARE_NEVER or first.counted:
            return None
        if single and ((gap not in (" ", "-") and first.plain in "sdp") or _ORBITAL.match(plain, notation.end)):
            return None if _is_orbital(plain, number, notation) else notation
        if gap == "-" and (single or number.kind == "word") and plain[notation.end : notation.end + 1] == "-":
            return notation
    if gap == "-" and notation.factors[0].plain in ("A", "C", "V", "K", "F", "S"):
        return None
    return notation


def _is_orbital(plain: str, number: Number, notation: Notation) -> bool:
    if number.value not in (1, 2, 3, 4, 5, 6):
        return False
    after = plain[notation.end : notation.end + 1]
    named = re.search(r"(?<![A-Za-z])[A-Z][a-z]?[ -]$", plain[max(0, number.start - 4) : number.start])
    return bool(named or _ORBITAL.match(plain, notation.end) or after == "-")


def _plus_minus(plain: str, atom: _Atom, number: Number) -> _Atom | None:
    """``5 ± 0.2 h``, ``0.2% ± 0.4%`` and ``(5 ± 0.2) × 10−3``: the second number is an uncertainty."""
    sign = _PLUS_MINUS.match(plain, atom.end)
    if sign is None or number.start not in (sign.end(), sign.end() - 1):
        return None
    second = _atom(plain, number)
    power = re.compile(r"\) ?[×x·] ?10 ?\^?([+-]?\d{1,2})(?!\d)").match(plain, number.end)
    scale, end = (10.0 ** int(power.group(1)), power.end()) if power else (1.0, second.number_end)
    if power:
        notation = _unit_after(plain, replace(number, end=end))
        second = _atom(plain, replace(number, end=end)) if notation else replace(second, unit=None)
    value = replace(atom.number, value=atom.number.value * scale, end=end)
    return _Atom(
        atom.start, max(end, second.end), value, end, abs(number.value) * scale,
        second.unit or atom.unit, second.unit_range or atom.unit_range,
    )  # fmt: skip


def _counts(plain: str, atom: _Atom, label: str) -> bool:
    """Whether the atom is a quantity: labels, citations, formula subscripts and cited years are none."""
    number = atom.number
    if label == "strong" or in_citation(plain, number):
        return False
    if atom.unit is not None:
        return not (number.kind == "word" and label)
    if label == "weak":
        return False
    if number.kind == "digits" and is_year(plain, number):
        return not is_cited_year(plain, number)
    return is_bare_number(plain, number) if atom.number_end == number.end else True


def _group(plain: str, atoms: Sequence[_Atom], place: int) -> tuple[list[_Atom], Kind]:
    """The atoms from ``place`` on that are one range or one list, or the one atom."""
    first = atoms[place]
    if place + 1 < len(atoms):
        second = atoms[place + 1]
        join = _JOIN.fullmatch(plain, first.end, second.start)
        if join and _is_range(plain, first, second, join):
            return [first, second], "range"
    group = [first]
    if place + 1 < len(atoms) and _in_brackets(plain, first, atoms[place + 1]):
        return [first, _after_bracket(plain, atoms[place + 1])], "list"
    for atom in atoms[place + 1 :]:
        join = _JOIN.fullmatch(plain, group[-1].end, atom.start)
        if not (join and join.group("list") and _in_one_list(plain, group, atom)):
            break
        group.append(atom)
        if len(group) == 64:
            break
    while len(group) > 1 and group[-1].unit is None and any(atom.unit for atom in group):
        group.pop()
    if len(group) > 1 and _next_is_range(plain, atoms, place + len(group) - 1):
        group.pop()
    return group, "list" if len(group) > 1 else "value"


def _in_brackets(plain: str, first: _Atom, second: _Atom) -> bool:
    """``1.2 (3.4) S/cm``: two values for two subjects, with one unit behind the bracket."""
    return (
        first.unit is None and second.unit is None and not first.year
        and plain[first.end : second.start] == " (" and plain[second.end : second.end + 1] == ")"
        and _unit_after(plain, replace(second.number, end=second.end + 1)) is not None
    )  # fmt: skip


def _after_bracket(plain: str, atom: _Atom) -> _Atom:
    moved = _atom(plain, replace(atom.number, end=atom.end + 1))
    return replace(moved, number=atom.number, number_end=atom.number_end)


def _next_is_range(plain: str, atoms: Sequence[_Atom], place: int) -> bool:
    if place + 1 >= len(atoms):
        return False
    join = _JOIN.fullmatch(plain, atoms[place].end, atoms[place + 1].start)
    return bool(join and join.group("range") and _is_range(plain, atoms[place], atoms[place + 1], join))


def _is_range(plain: str, first: _Atom, second: _Atom, join: re.Match[str]) -> bool:
    if first.unit is not None and (second.unit is None or second.unit.canonical != first.unit.canonical):
        return False
    if first.number.uncertainty is None and first.uncertainty and second.unit is None:
        return False
    if join.group("range"):
        return "-" not in join.group() or first.number.value <= second.number.value or first.unit is not None
    before = plain[max(0, first.start - 24) : first.start]
    between = re.search(r"\b[Bb]etween (?:about |~ ?|the )?$|\brange(?:s|d)? (?:of |between )$", before)
    return join.group() == " and " and between is not None


def _in_one_list(plain: str, group: Sequence[_Atom], atom: _Atom) -> bool:
    """Whether a number goes on with the list: the same unit, or none until the last."""
    last = group[-1]
    if last.year != atom.year or (last.number.kind == "word") != (atom.number.kind == "word"):
        return False
    if last.unit is None:
        return not (len(group) == 1 and atom.unit is not None and _is_assigned(plain, last))
    if atom.unit is None or atom.unit.canonical != last.unit.canonical:
        return False
    return atom.unit.plain == last.unit.plain or atom.unit.dimension not in ("time", "temperature")


def _is_assigned(plain: str, atom: _Atom) -> bool:
    return bool(re.search(r"[=<>] ?$", plain[max(0, atom.start - 3) : atom.start]))


def _span(text: str, plain: str, group: Sequence[_Atom], kind: Kind) -> QuantitySpan | None:
    """The span of one atom, or of a range or list with its members."""
    unit = next((atom.unit for atom in reversed(group) if atom.unit), None)
    unit_range = next((atom.unit_range for atom in reversed(group) if atom.unit_range), None)
    items = tuple(_single(text, plain, atom, atom.unit or unit) for atom in group)
    if len(group) == 1:
        return items[0]
    if kind == "list" and items[0].quantity.relation != "=":
        items = tuple(replace(item, quantity=_related(item.quantity, items[0].quantity.relation)) for item in items)
    start, end = group[0].start, group[-1].end
    quantity = Quantity(text=text[start:end], unit=unit.plain if unit else None)
    if unit:
        quantity = replace(quantity, reference=unit.reference, canonical_unit=unit.canonical)
    if kind == "range":
        quantity = _range(quantity, items, unit, plain, start)
    if all(atom.year for atom in group):
        kind = "date"
    return QuantitySpan(
        start=start, end=end, quantity=quantity, number=(start, group[-1].number_end),
        unit=unit_range, kind=kind, items=items,
    )  # fmt: skip


def _range(quantity: Quantity, items: Sequence[QuantitySpan], unit: Unit | None, plain: str, start: int) -> Quantity:
    values = [item.quantity.value for item in items if item.quantity.value is not None]
    if unit and items[0].quantity.unit != unit.plain and (own := parse_unit(items[0].quantity.unit or "")):
        values[0] = (own.to_canonical(values[0]) - unit.offset) / unit.scale
    low, high = min(values), max(values)
    relation = _relation(plain, start, start)
    return replace(
        quantity, low=low, high=high, relation="~" if relation == "~" else "=",
        canonical_low=unit.to_canonical(low) if unit else None,
        canonical_high=unit.to_canonical(high) if unit else None,
    )  # fmt: skip


def _related(quantity: Quantity, relation: Relation) -> Quantity:
    """What stands before a list holds for all of it: ``above 78 J and 70 J``."""
    return replace(quantity, relation=relation) if quantity.relation == "=" else quantity


def _single(text: str, plain: str, atom: _Atom, unit: Unit | None) -> QuantitySpan:
    value = atom.number.value
    uncertainty = atom.uncertainty if atom.uncertainty is not None else atom.number.uncertainty
    start, end = _date_range(plain, atom) if atom.year else (atom.start, atom.end)
    quantity = Quantity(
        text=text[start:end], value=value, relation=_relation(plain, atom.start, atom.end), uncertainty=uncertainty,
        unit=unit.plain if unit else None, reference=unit.reference if unit else None,
        canonical_value=unit.to_canonical(value) if unit else None, canonical_unit=unit.canonical if unit else None,
    )  # fmt: skip
    kind: Kind = "date" if atom.year else "value" if unit else "count"
    return QuantitySpan(
        start=start, end=end, quantity=quantity, number=(atom.start, atom.number_end), unit=atom.unit_range, kind=kind
    )


def _date_range(plain: str, atom: _Atom) -> Range:
    month = _DATE.search(plain[max(0, atom.start - 20) : atom.start])
    return (atom.start - len(month.group("month")) if month else atom.start, atom.end)


def _relation(plain: str, start: int, end: int) -> Relation:
    window = plain[max(0, start - 32) : start]
    for pattern, relation in _BEFORE:
        if pattern.search(window):
            return relation
    for pattern, relation in _AFTER:
        if pattern.match(plain, end):
            return relation
    return "="


def _with_rates(text: str, plain: str, spans: list[QuantitySpan]) -> list[QuantitySpan]:
    """The spans with the C-rates printed as ``C/10``, which have their unit in front."""
    unit = parse_unit("C", "C-rate")
    found = [_rate(text, match, unit) for match in _C_FRACTION.finditer(plain) if unit and float(match.group(1))]
    if not found:
        return spans
    taken = [(span.start, span.end) for span in found]
    kept = [span for span in spans if not any(span.start < end and start < span.end for start, end in taken)]
    return sorted([*kept, *found], key=lambda span: span.start)


def _rate(text: str, match: re.Match[str], unit: Unit) -> QuantitySpan:
    value = 1 / float(match.group(1))
    quantity = Quantity(
        text=text[match.start() : match.end()], value=value, unit=unit.plain,
        canonical_value=unit.to_canonical(value), canonical_unit=unit.canonical,
    )  # fmt: skip
    return QuantitySpan(
        start=match.start(), end=match.end(), quantity=quantity, number=match.span(1),
        unit=(match.start(), match.start() + 1),
    )  # fmt: skip
