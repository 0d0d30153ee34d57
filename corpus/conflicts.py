"""A woven store in, pairs of statements that contradict each other out, with what may explain the difference.

Within a paper, two places that give one property of one sample under the same conditions must agree to the precision
printed. Across papers, samples of one material differ, and only larger differences are worth a look.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal, TypeAlias

import duckdb

from .alignment import Bounds, Statement, differing_conditions, plain_unit, same_number
from .facts import same_sample
from .reading import statements_by_material, statements_by_work

Scope: TypeAlias = Literal["paper", "papers"]
SCATTER: Final = 0.1
"""Relative difference up to which two papers' values of one material agree."""
LARGEST: Final = 200
"""Statements of one property of one sample or material that are compared, the surest first."""
KEPT: Final = 10
"""Pairs that are kept of one property of one material across papers: the farthest apart."""
_QUALIFIERS: Final = frozenset(
    "initial final first second last average mean median maximum minimum max min highest lowest total reversible "  # noqa: SIM905
    "irreversible charge discharge theoretical calculated predicted simulated measured experimental nominal apparent "
    "relative absolute upper lower longitudinal transverse parallel perpendicular direct indirect static dynamic "
    "tensile compressive yield ultimate onset peak bulk surface inner outer internal external anodic cathodic open "
    "closed remaining residual saturation effective optical electronic ionic thermal lattice partial critical steady "
    "standard deviation error uncertainty difference change increase decrease".split()
)
"""Words before a property's name that make it another quantity."""
MANY_VALUED: Final = frozenset(
    "bond_length bond_angle interplanar_spacing element_content constituent_content phase_fraction site_occupancy "  # noqa: SIM905
    "atomic_displacement_parameter oxidation_state composition_ratio elastic_constant raman_shift infrared_band "
    "vibrational_frequency mass_to_charge_ratio acid_dissociation_constant "
    "xps_binding_energy diffraction_angle nmr_chemical_shift photon_energy_feature emission_wavelength "
    "absorption_wavelength intensity_ratio ionic_radius peak_temperature phase_transition_temperature "
    "gas_uptake".split()
)
"""Properties of which one sample has many values: a spectrum's peaks, a cell's bonds, an alloy's elements."""
OF_THE_PIECE: Final = frozenset(
    "grain_size particle_size crystallite_size film_thickness length diameter fibre_diameter aspect_ratio porosity "  # noqa: SIM905
    "relative_density specific_surface_area pore_volume pore_size surface_roughness mass_loading resistance yield "
    "purity microstrain defect_density critical_thickness areal_capacity".split()
)
"""Properties of the piece that a paper made, which say nothing of the same material in another paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two statements whose values differ. ``difference`` is relative to the larger value.

    ``explanations`` say what else differs (a condition, the form, the method ...): none for a contradiction.
    """

    scope: Scope
    first: Statement
    second: Statement
    difference: float
    explanations: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        """How much it deserves a look: how sure both are, and how far apart."""
        return self.first.confidence * self.second.confidence * math.log1p(10 * self.difference)


def find_conflicts(
    connection: duckdb.DuckDBPyConnection, *, chosen: str = "true", values: Sequence[object] = ()
) -> list[Conflict]:
    """All conflicts within and across the works of a woven store: contradictions first, the weightiest first.

    ``chosen`` is an SQL condition on what is compared (see :mod:`.reading`), with its ``values``.
    """
    found: list[Conflict] = []
    for statements in statements_by_work(connection, chosen, values):
        found.extend(conflicts_within(statements))
    for statements in statements_by_material(connection, chosen, values):
        found.extend(conflicts_across(statements))
    return sorted(found, key=lambda one: (bool(one.explanations), -one.weight, one.first.measurement))


def conflicts_within(statements: Iterable[Statement]) -> Iterator[Conflict]:
    """The conflicts of one work's statements; values cited from others are not the paper's own and are left out."""
    buckets: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.origin != "cited":
            buckets[statement.property, plain_unit(statement.unit)].append(statement)
    for bucket in buckets.values():
        held = _surest(bucket)
        for one, other in combinations(held, 2):
            apart = (one.document, one.place) != (other.document, other.place)
            if apart and same_sample(one, other) and not agree(one, other):
                yield _conflict("paper", one, other, explanations_within(one, other, held))


def conflicts_across(statements: Sequence[Statement]) -> Iterator[Conflict]:
    """The conflicts between works over one property of one material: the :data:`KEPT` farthest apart."""
    buckets: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        buckets[plain_unit(statement.unit)].append(statement)
    for bucket in buckets.values():
        found = [
            _conflict("papers", one, other, explanations_across(one, other))
            for one, other in combinations(_surest(bucket), 2)
            if one.work != other.work and not agree(one, other, SCATTER) and not _both_private(one, other)
        ]
        yield from sorted(found, key=lambda one: (bool(one.explanations), -one.weight, one.first.measurement))[:KEPT]


def _surest(bucket: Iterable[Statement]) -> list[Statement]:
    ranked = sorted(bucket, key=lambda one: (-one.confidence, one.document, one.rank))[:LARGEST]
    return sorted(ranked, key=lambda one: (one.document, one.rank))


def _conflict(scope: Scope, one: Statement, other: Statement, explanations: Iterable[str]) -> Conflict:
    size = max(abs(one.value), abs(other.value))
    difference = abs(one.value - other.value) / size if size else 0.0
    return Conflict(
        scope=scope, first=one, second=other, difference=difference, explanations=tuple(explanations)
    )  # fmt: skip


def agree(one: Statement, other: Statement, scatter: float = 0.0) -> bool:
    """Whether two values can both be true: their bounds, widened by ``scatter`` of the larger value, overlap."""
    slack = scatter * max(abs(one.value), abs(other.value)) + 1e-9 * max(abs(one.value), abs(other.value))
    return one.low - slack <= other.high and other.low - slack <= one.high


def explanations_within(one: Statement, other: Statement, held: Sequence[Statement]) -> Iterator[str]:
    """What tells two statements of one work apart, beside their values."""
    yield from _common_explanations(one, other)
    if _varied(one, other, held):
        yield "one place gives several values of it side by side: it is what varies"


def _varied(one: Statement, other: Statement, held: Sequence[Statement]) -> bool:
    """Whether a sentence, caption or table gives both values, or several around both where one of the two stands."""
    places: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for third in held:
        alike = third.kind != "table" or third.words in (one.words, other.words)
        if alike and same_sample(third, one) and not differing_conditions(third, one):
            places[third.document, third.place].append(third)
    for place, told in places.items():
        values = [third.value for third in told]
        here = place in ((one.document, one.place), (other.document, other.place))
        if here and min(values) < max(values) and all(min(values) <= s.value <= max(values) for s in (one, other)):
            return True
        if any(same_number(third, one) for third in told) and any(same_number(third, other) for third in told):
            return True
    return False


def explanations_across(one: Statement, other: Statement) -> Iterator[str]:
    """What tells two statements of different works apart, beside their values."""
    yield from _common_explanations(one, other)
    if one.property in OF_THE_PIECE:
        yield "the property is one of the piece, not of the material"
    if one.polymorph and other.polymorph and one.polymorph != other.polymorph:
        yield f"the polymorph: {one.polymorph} against {other.polymorph}"


def _common_explanations(one: Statement, other: Statement) -> Iterator[str]:
    for name in differing_conditions(one, other):
        yield f"{name}: {_told(one.conditions[name])} against {_told(other.conditions[name])}"
    for statement, without in ((one, other), (other, one)):
        for name in sorted(set(statement.conditions) - set(without.conditions)):
            yield f"{name}: {_told(statement.conditions[name])}, which only one tells"
    for name in ("form", "note", "method", "origin"):
        told = (getattr(one, name), getattr(other, name))
        if told[0] != told[1]:
            word = "processing" if name == "note" else name
            yield f"{word}: " + " against ".join(value or "not told" for value in told)
    if one.property in MANY_VALUED and (one.words != other.words or "text" in (one.kind, other.kind)):
        yield "a sample has several values of this property"
    if _qualifiers(one) != _qualifiers(other) or not _stems(one) & _stems(other):
        yield f"the words: {one.words!r} against {other.words!r}"


def _qualifiers(statement: Statement) -> frozenset[str]:
    return frozenset(statement.words.split()) & _QUALIFIERS


def _stems(statement: Statement) -> set[str]:
    return {word[:5] for word in statement.words.split()}


def _both_private(one: Statement, other: Statement) -> bool:
    """Samples that both papers gave labels of their own are variants of a material, made to differ."""
    return bool(one.private and other.private)


def _told(value: Bounds | str) -> str:
    if isinstance(value, str):
        return value
    low, high = value
    if math.isinf(low) or math.isinf(high):
        return f"below {high:.4g}" if math.isinf(low) else f"above {low:.4g}"
    return f"{(low + high) / 2:.4g}" if high - low <= 0.1 * max(abs(low), abs(high)) else f"{low:.4g} to {high:.4g}"
