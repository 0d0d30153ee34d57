"""Text in, the quantities printed in it out: values, ranges and lists with their units, each with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from .quantities import Quantity, Relation
from .quantity_atoms import Atom, Range, atom_at, read_atoms, unit_after
from .quantity_relations import relation_at
from .shared_powers import with_lost_powers, with_power_behind_bracket, with_shared_power
from .shared_units import with_units_told_once
from .unit_notation import plain_text
from .units import Unit, parse_unit

Kind: TypeAlias = Literal["value", "range", "list", "count", "date"]

_JOIN: Final = re.compile(
    r"(?P<range> ?(?:-|~|∼|÷|…|\.\.\.) ?"
    r"|(?: |- ?)(?:(?:up |down )?to|through|bis|à) (?:about |around |approximately |ca\. ?|[~∼≈] ?)?)"
    r"|(?P<list>, ?(?:and (?:only )?|or )?|(?: |- ?)(?:and|or) | out of (?:the )?| et | und | & |; ?| ?/ ?| ?× ?"
    r"| ?x (?=\d))"
)
_BETWEEN: Final = re.compile(
    r"\b(?:between|entre|zwischen) (?:about |~ ?|the )?$|\brange(?:s|d)? (?:of |between )$", re.IGNORECASE
)
_LAST: Final = re.compile(r",? ?(?:and|or) ")
_IN_YEAR: Final = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|years?|et al\.,?) \(?$")
"""Words before the number of a year."""
_FOR_ANOTHER: Final = re.compile(r" (?:for|at|with|when) [xyzδn] ?=")
"""``from 1.01 for x = 0 to 1.00 for x = 0.3``: the middle is no range."""
_C_FRACTION: Final = re.compile(r"(?<![A-Za-z0-9°)])C/(\d{1,3}(?:\.\d)?)(?![\w/])")


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


def find_quantities(text: str) -> list[QuantitySpan]:
    """The quantities in ``text``, in order and without overlap. Runs in time linear in its length."""
    plain = plain_text(text)
    atoms = read_atoms(text, plain)
    groups: list[tuple[list[Atom], Kind]] = []
    place = 0
    while place < len(atoms):
        group, kind = _group(plain, atoms, place)
        place += len(group)
        if (powered := with_power_behind_bracket(plain, group)) is not None:
            group = powered
            while place < len(atoms) and atoms[place].start < group[-1].end:
                place += 1
        elif len(group) > 1:
            group = with_shared_power(plain, group, is_range=kind == "range")
        groups.append((group, kind))
    listed = list(_with_next_unit(plain, groups))
    united = with_units_told_once(plain, [group for group, _ in listed])
    spans = [
        _span(text, plain, with_lost_powers(plain, group), kind)
        for group, (_, kind) in zip(united, listed, strict=True)
    ]
    return _with_rates(text, plain, spans)


def _with_next_unit(plain: str, groups: Sequence[tuple[list[Atom], Kind]]) -> Iterator[tuple[list[Atom], Kind]]:
    """The groups; a range without a unit has that of the range that it is listed with: ``3-4 and 5-6 nm``.

    A range of decimals has that of a value too: ``0.02 to 0.08 and 0.39 Ω cm2``.
    """
    for place, (group, kind) in enumerate(groups):
        following, other = groups[place + 1] if place + 1 < len(groups) else ([], "value")
        alike = kind == "range" and (other == "range" or all("." in plain[atom.start : atom.end] for atom in group))
        unit = next((atom.unit for atom in following if atom.unit), None) if alike else None
        join = _JOIN.fullmatch(plain, group[-1].end, following[0].start) if unit else None
        shares = join is not None and join["list"] and not any(atom.unit for atom in group)
        yield ([*group[:-1], replace(group[-1], unit=unit)] if shares else group), kind


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


def _group(plain: str, atoms: Sequence[Atom], place: int) -> tuple[list[Atom], Kind]:
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
    group = group[: _of_one_kind(plain, group)]
    while len(group) > 1 and group[-1].unit is None and any(atom.unit for atom in group):
        group.pop()
    if len(group) == 2 and group[0].unit and not re.search(r"and|und|et|&|×|x", plain[group[0].end : group[1].start]):
        group.pop()
    if len(group) > 1 and _next_is_range(plain, atoms, place + len(group) - 1):
        group.pop()
    return group, "list" if len(group) > 1 else "value"


def _in_brackets(plain: str, first: Atom, second: Atom) -> bool:
    """``1.2 (3.4) S/cm``: two values for two subjects, with one unit behind the bracket."""
    return (
        first.unit is None and second.unit is None and not first.year
        and plain[first.end : second.start] == " (" and plain[second.end : second.end + 1] == ")"
        and unit_after(plain, replace(second.number, end=second.end + 1)) is not None
    )  # fmt: skip


def _after_bracket(plain: str, atom: Atom) -> Atom:
    moved = atom_at(plain, replace(atom.number, end=atom.end + 1))
    return replace(moved, number=atom.number, number_end=atom.number_end)


def _next_is_range(plain: str, atoms: Sequence[Atom], place: int) -> bool:
    if place + 1 >= len(atoms):
        return False
    join = _JOIN.fullmatch(plain, atoms[place].end, atoms[place + 1].start)
    return bool(join and join.group("range") and _is_range(plain, atoms[place], atoms[place + 1], join))


def _is_range(plain: str, first: Atom, second: Atom, join: re.Match[str]) -> bool:
    if first.unit is not None and (second.unit is None or second.unit.canonical != first.unit.canonical):
        return False
    if first.number.uncertainty is None and first.uncertainty and second.unit is None:
        return False
    if join.group("range"):
        if _is_assigned(plain, first) and _FOR_ANOTHER.match(plain, second.end):
            return False
        if second.unit is None and join.group().strip() in ("to", "bis") and first.number.value > second.number.value:
            return False
        if join.group() == " to " and _is_trace(plain, first, second):
            return False
        rising = first.number.value <= second.number.value or first.number.kind == second.number.kind == "power"
        return "-" not in join.group() or rising or second.unit is not None
    before = plain[max(0, first.start - 24) : first.start]
    between = _BETWEEN.search(before)
    return join.group() in (" and ", " et ", " und ") and between is not None


def _is_trace(plain: str, first: Atom, second: Atom) -> bool:
    """``a response of 48 to 10 ppm``: a bare number before a smaller share of a gas."""
    return (
        first.unit is None and second.unit is not None and second.unit.plain in ("ppm", "ppb")
        and first.number.value > second.number.value and not plain.endswith("from ", 0, first.start)
    )  # fmt: skip


def _in_one_list(plain: str, group: Sequence[Atom], atom: Atom) -> bool:
    """Whether a number goes on with the list: the same unit, or none until the last."""
    last = group[-1]
    if atom.start < atom.number.start and atom.unit is None and not atom.year:
        return False
    if (last.number.kind == "word") != (atom.number.kind == "word"):
        return False
    if last.unit is None:
        return not (len(group) == 1 and atom.unit is not None and _is_assigned(plain, last))
    if atom.unit is None or atom.unit.canonical != last.unit.canonical:
        return False
    return atom.unit.plain == last.unit.plain or atom.unit.dimension not in ("time", "temperature")


def _of_one_kind(plain: str, group: Sequence[Atom]) -> int:
    """How many members of a list go together: numbers like a year's are none where ``and`` leads to a unit behind."""
    start, last = group[0].start, group[-1]
    closed = last.unit is not None and len(group) > 1 and _LAST.match(plain, group[-2].end) is not None
    if closed and not _IN_YEAR.search(plain, max(0, start - 24), start):
        return len(group)
    return next((place for place, atom in enumerate(group) if atom.year != group[0].year), len(group))


def _is_assigned(plain: str, atom: Atom) -> bool:
    return bool(re.search(r"(?<![A-Za-z])[xyzδn] ?[=<>≤≥] ?$", plain[max(0, atom.start - 5) : atom.start]))


def _span(text: str, plain: str, group: Sequence[Atom], kind: Kind) -> QuantitySpan:
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
    relation = relation_at(plain, start, start)
    return replace(
        quantity, low=low, high=high, relation="~" if relation == "~" else "=",
        canonical_low=unit.to_canonical(low) if unit else None,
        canonical_high=unit.to_canonical(high) if unit else None,
    )  # fmt: skip


def _related(quantity: Quantity, relation: Relation) -> Quantity:
    """What stands before a list holds for all of it: ``above 78 J and 70 J``."""
    return replace(quantity, relation=relation) if quantity.relation == "=" else quantity


def _single(text: str, plain: str, atom: Atom, unit: Unit | None) -> QuantitySpan:
    value = atom.number.value
    uncertainty = atom.uncertainty if atom.uncertainty is not None else atom.number.uncertainty
    start, end = atom.start, atom.end
    quantity = Quantity(
        text=text[start:end], value=value, uncertainty=uncertainty,
        relation=relation_at(plain, atom.start, atom.end, unit.dimension if unit else None),
        unit=unit.plain if unit else None, reference=unit.reference if unit else None,
        canonical_value=unit.to_canonical(value) if unit else None, canonical_unit=unit.canonical if unit else None,
    )  # fmt: skip
    kind: Kind = "value" if unit else "date" if atom.year else "count"
    return QuantitySpan(
        start=start,
        end=end,
        quantity=quantity,
        number=(atom.number.start, atom.number_end),
        unit=atom.unit_range,
        kind=kind,
    )


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
