"""What is printed of a structure and a reference in, a score in [0, 1] with its reasons out.

The score is a product: of the composition, the space group, and the lattice. The lattice counts by the strain that
turns the reference into it (:mod:`.cells`); calculated and measured cells differ by one or two percent in length,
more alike in all directions than not, so that the mean strain weighs less than the change of shape.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from ..records.cells import LENGTHS
from .book import Reference
from .cells import MULTIPLICITY, Cell, Strain, near, primitive, strain
from .query import NEEDED, Query, full_cells

MEAN_STRAIN: Final = 0.015
SHAPE_STRAIN: Final = 0.01
"""Strains at which the lattice's part of the score has fallen to a half."""
NO_LATTICE: Final = 0.5
OTHER_GROUP: Final = {"unknown": 0.9, "system": 0.85, "same system": 0.7, "other system": 0.5}
DOPING: Final = 0.12
"""Largest share of the atoms by which a parent's composition differs."""
ONE_FACE: Final = frozenset("ABC")
LOOSEST: Final = 0.06
"""Relative difference of single lengths at which they count as nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A reference for a structure, and why."""

    reference: Reference
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A factor of the score, with its reason."""

    score: float
    reason: str


def distance(one: dict[str, float], other: dict[str, float]) -> float:
    """The share of the atoms by which two compositions differ: half the sum of absolute differences."""
    return sum(abs(one.get(symbol, 0.0) - other.get(symbol, 0.0)) for symbol in one.keys() | other.keys()) / 2


def match(query: Query, composition: dict[str, float], reference: Reference) -> Match | None:
    """How well the reference fits a composition of the query; None where it does not."""
    elements = _composition(composition, reference)
    lattice = _lattice(query, reference) if query.printed.keys() & set(LENGTHS) else _none(query)
    if elements is None or lattice is None:
        return None
    group = _group(query, reference)
    parts = (elements, group, lattice)
    return Match(
        reference=reference, score=round(elements.score * group.score * lattice.score, 4),
        reasons=tuple(part.reason for part in parts),
    )  # fmt: skip


def _composition(composition: dict[str, float], reference: Reference) -> Part | None:
    apart = distance(composition, reference.amounts)
    if apart < 1e-3:
        return Part(1.0, "same composition")
    if apart > DOPING:
        return None
    extra = sorted(composition.keys() - reference.amounts.keys())
    kind = f"parent without {', '.join(extra)}" if extra else "other amounts"
    return Part(0.95 - 3 * apart, f"{kind} ({apart:.1%} of the atoms differ)")


def _group(query: Query, reference: Reference) -> Part:
    if query.number is None and query.system is None:
        return Part(OTHER_GROUP["unknown"], "no space group printed")
    if query.number is not None and query.number == reference.number:
        return Part(1.0, f"space group {reference.space_group}")
    if query.number is None and query.system == reference.system:
        return Part(OTHER_GROUP["system"], f"{query.system}, as the reference")
    kind = "same system" if query.system == reference.system else "other system"
    printed = query.symbol or query.system
    return Part(OTHER_GROUP[kind], f"printed {printed}, reference {reference.space_group or 'without a space group'}")


def _none(query: Query) -> Part | None:
    if query.number is None and query.system is None:
        return None
    return Part(NO_LATTICE, "no lattice printed")


def _lattice(query: Query, reference: Reference) -> Part | None:
    found: Strain | None = None
    for cell, letter in full_cells(query, (reference.system, query.system, None)):
        change = _least(cell, letter, reference)
        if change is not None and (found is None or _lattice_score(change) > _lattice_score(found)):
            found = change
    if found is not None:
        told = f"lattice within {found.mean:+.2%} in length and {found.shape:.2%} in shape"
        return Part(_lattice_score(found), told)
    return _single_lengths(query, reference)


def _lattice_score(change: Strain) -> float:
    return 1 / (1 + (change.mean / MEAN_STRAIN) ** 2 + (change.shape / SHAPE_STRAIN) ** 2)


def _least(cell: Cell, letter: str | None, reference: Reference) -> Strain | None:
    """The least strain over the centrings that the volume allows: the printed one, else any that it allows.

    Axes are often printed in another order than that of the symbol, so that A, B and C stand for each other.
    """
    times = cell.volume / abs(float(np.linalg.det(reference.primitive)))
    letters = [one for one, count in MULTIPLICITY.items() if abs(times / count - 1) < 0.2]
    if letter in letters:
        letters = [one for one in letters if one == letter or {one, letter} <= ONE_FACE]
    found: Strain | None = None
    for one in letters:
        vectors = _primitive(cell, one)
        if not near(vectors, reference.primitive[None])[0]:
            continue
        change = strain(vectors, reference.primitive)
        if change is not None and (found is None or _lattice_score(change) > _lattice_score(found)):
            found = change
    return found


_primitive = lru_cache(maxsize=256)(primitive)


def _single_lengths(query: Query, reference: Reference) -> Part | None:
    """Where too few parameters are printed for a cell: those that are, against the same of the conventional cell."""
    needed = NEEDED.get(reference.system or "triclinic", ())
    if set(needed) <= query.printed.keys():
        return None  # the whole cell was compared, and differs
    apart = [abs(value / getattr(reference.cell, name) - 1) for name, value in query.lengths.items()]
    if max(apart) > LOOSEST:
        return None
    known = len(query.lengths) / len(needed)
    closeness = 1 / (1 + (max(apart) / MEAN_STRAIN) ** 2)
    names = ", ".join(query.lengths)
    return Part((0.5 + 0.3 * min(known, 1.0)) * closeness, f"only {names} printed, within {max(apart):.2%}")
