"""Samples in, compositions that no chemistry allows out: charges that cannot balance, percentages that do not sum."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from ..compositions import Composition
from ..model import Measurement
from ..units import parse_unit
from .hits import Facts, Hit

ANIONS: Final = frozenset({"O", "F", "Cl", "Br", "I"})
"""A composition with none of these is left alone: alloys, intermetallics, pnictides and chalcogenides."""
EITHER: Final[dict[str, tuple[float, float]]] = {
    "N": (-3, 5), "S": (-2, 6), "Se": (-2, 6), "Te": (-2, 6), "P": (-3, 5), "As": (-3, 5), "Sb": (-3, 5),
    "C": (-4, 4), "H": (-1, 1), "Cl": (-1, 7), "Br": (-1, 7), "I": (-1, 7), "Si": (-4, 4), "B": (-3, 3),
}  # fmt: skip
"""Elements that are anion or cation beside oxygen or a halogen."""
TOLERANCE: Final = 0.12
"""Share of the anions' charge that a formula with broken amounts may be off: (Ce,Gd)O2 and (La,Sr)MnO3 are written
without their vacancies and excess."""
EXACT: Final = 0.01
"""The same where all amounts are whole numbers, in charges."""
METAL_RICH: Final = 0.3
"""Share of anions under which metals, most of them not alkali or alkaline earth metals, may be bound to each other."""
SUM_TOLERANCE: Final = 1.5
"""Percent by which printed percentages may miss 100: rounding of many elements."""


def charges(facts: Facts) -> Iterator[Hit]:
    """Oxides and halides whose charges cannot balance, whatever oxidation states known from crystals are taken."""
    for sample in facts.paper.samples:
        amounts = _amounts(sample.composition)
        if amounts is None or not applies(amounts):
            continue
        low, high = charge_range(amounts)
        anions = sum(amounts[symbol] * _states(symbol)[0] for symbol in amounts if symbol in ANIONS)
        whole = all(n.is_integer() for n in amounts.values())
        slack = EXACT if whole else TOLERANCE * abs(anions)
        few = low > slack and not metallic(amounts)
        if few or high < -slack:
            nearest = low if few else high
            formula = sample.composition.formula if sample.composition else ""
            yield Hit(record=sample.id, kind="sample", evidence=sample.evidence,
                      details={"formula": formula, "charge": f"{nearest:+.3g}"})  # fmt: skip


def applies(amounts: Mapping[str, float]) -> bool:
    """Oxides and halides of metals; not molecules, organic matter, solutions and gases."""
    from pymatgen.core import Element

    if not ANIONS & amounts.keys() or len(amounts) < 2 or {"C", "H"} <= amounts.keys():
        return False
    return any(Element(symbol).is_metal for symbol in amounts)


def metallic(amounts: Mapping[str, float]) -> bool:
    """Whether so few anions stand between the metals that these may be bound to each other: Zr3O, Bi4I, Ti3Fe3O."""
    from pymatgen.core import Element

    bound = sum(amount for symbol, amount in amounts.items() if symbol in ANIONS)
    total = sum(amounts.values())
    ionic = sum(amount for symbol, amount in amounts.items() if Element(symbol).group in (1, 2))
    return bound < METAL_RICH * total and ionic < (total - bound) / 2


def charge_range(amounts: Mapping[str, float]) -> tuple[float, float]:
    """The lowest and the highest total charge that the elements' oxidation states allow; mixed valence is allowed."""
    states = {symbol: _states(symbol) for symbol in amounts}
    return (
        sum(amounts[symbol] * low for symbol, (low, _) in states.items()),
        sum(amounts[symbol] * high for symbol, (_, high) in states.items()),
    )


@cache
def _states(symbol: str) -> tuple[float, float]:
    """The lowest and the highest oxidation state of an element beside oxygen or a halogen.

    Those of pymatgen, found in the ICSD or common; d metals may be one higher, as in oxidised electrodes,
    and lanthanoids have 2 in metallic oxides. Oxygen is -2:
    peroxides are not told from misread formulas.
    """
    from pymatgen.core import Element

    if symbol == "O":
        return -2.0, -2.0
    if symbol == "F":
        return -1.0, -1.0
    if symbol in EITHER:
        return EITHER[symbol]
    element = Element(symbol)
    known = [state for state in {*element.icsd_oxidation_states, *element.common_oxidation_states} if state > 0]
    if not known:
        return 0.0, 8.0
    lowest = 2.0 if element.is_lanthanoid else float(min(known))
    extra = 1.0 if element.is_transition_metal else 0.0
    return lowest, max(known) + extra


def _amounts(composition: Composition | None) -> dict[str, float] | None:
    from ..composition_grammar import ELEMENTS

    if composition is None or composition.kind != "formula" or composition.additives or composition.phase:
        return None
    amounts = {symbol: n for symbol, n in composition.amounts.items() if isinstance(n, float) and n > 0}
    whole = len(amounts) == len(composition.amounts) and set(amounts) <= ELEMENTS
    return amounts if whole and amounts else None


def alloy_sums(facts: Facts) -> Iterator[Hit]:
    """Formulas written in percent, such as Zr41.2Ti13.8Cu12.5Ni10Be22.5, whose amounts do not sum to 100."""
    for sample in facts.paper.samples:
        amounts = _amounts(sample.composition)
        if amounts is None or len(amounts) < 3 or ANIONS & amounts.keys() or {"C", "H"} & amounts.keys():
            continue
        total = sum(amounts.values())
        if 85 < total < 115 and abs(total - 100) > SUM_TOLERANCE and not all(n.is_integer() for n in amounts.values()):
            yield Hit(record=sample.id, kind="sample", evidence=sample.evidence,
                      details={"what": "the amounts of the formula", "total": f"{total:.4g}"})  # fmt: skip


def content_sums(facts: Facts) -> Iterator[Hit]:
    """Contents of elements, or fractions of phases, in one row of a table that sum to more than 100 %."""
    for property, what in (
        ("element_content", "the contents of the elements"),
        ("phase_fraction", "the phase fractions"),
    ):
        rows: dict[tuple[object, ...], dict[str, tuple[Measurement, float]]] = defaultdict(dict)
        for value in facts.paper.measurements:
            percent = _percent(value) if value.property == property else None
            if percent is None or value.evidence.cell is None:
                continue
            spot = value.evidence
            others = frozenset(
                (one.name, one.text, one.quantity.text if one.quantity else None) for one in value.conditions
            )
            row = (value.sample, spot.table, spot.block, spot.cell[0] if spot.cell else None, others, value.method)
            rows[row].setdefault(value.words, (value, percent))
        for members in rows.values():
            total = sum(percent for _, percent in members.values())
            if len(members) > 1 and total > 100 + SUM_TOLERANCE:
                first, *rest = [value for value, _ in members.values()]
                details = {"what": what, "total": f"{total:.4g}"}
                others = tuple(one.id for one in rest)
                yield Hit(record=first.id, kind="measurement", evidence=first.evidence, details=details, others=others)


def _percent(value: Measurement) -> float | None:
    """The value in percent of whatever it counts; None for a range, a bare number or a limit."""
    number, unit = value.quantity.value, value.quantity.unit
    if number is None or unit is None or value.quantity.relation not in ("=", "~"):
        return None
    known = parse_unit(unit)
    return number if known is not None and known.plain.endswith("%") else None
