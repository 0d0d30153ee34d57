"""Compositions, phases and space groups as papers print them in, one key for all spellings of a material out."""

import re
import tomllib
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from ..records.compositions import Amount, Composition, Part
from ..records.identity import content_id

_SPACE: Final = re.compile(r"[\s\-_]+")
_BRITISH: Final = (("fibre", "fiber"), ("sulph", "sulf"), ("aluminium", "aluminum"), ("isation", "ization"))
_PREFIXES: Final = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "theta": "θ"}
_MOLECULAR: Final = frozenset({"C", "H"})
_AMOUNTS_DIGITS: Final = 4
"""Shares of elements are told apart to this many decimals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What makes a material the same in every paper.

    ``id`` is a hash of composition and polymorph, ``composition`` one of the composition alone: a paper that does not
    tell the polymorph speaks of the second.
    """

    id: str
    composition: str
    formula: str
    chemical_system: str
    phase: str | None = None
    space_group: int | None = None


def identity_of(
    composition: Composition, *, phase: str | None = None, space_group: str | None = None
) -> Identity | None:
    """The identity of a sample's material; None where nothing tells it from others.

    ``phase`` and ``space_group`` are those that the paper reports for the sample. A name that tells a polymorph
    (rutile) and the polymorph's space group (P42/mnm) lead to the same identity.
    """
    key = composition_key(composition)
    if key is None:
        return None
    told = polymorph_names(composition, phase)
    number = space_group_number(space_group) if space_group else None
    named = polymorphs().get(composition.reduced_formula, {})
    known = next((named[name] for name in told if name in named), None)
    number = number or known
    spoken = None if number is not None else next(iter(told), None)
    return Identity(
        id=content_id("material", "identity", repr(key), number, spoken),
        composition=content_id("composition", repr(key)),
        formula=composition.reduced_formula if composition.amounts else composition.formula,
        chemical_system=composition.chemical_system,
        phase=next(iter(told), None),
        space_group=number,
    )


def composition_key(composition: Composition) -> Hashable | None:
    """Equal for two spellings of one composition, whatever their order, brackets, scale or name.

    Shares of elements where all are numbers; the printed expressions where some are open (3-δ). Composites and
    coatings are known by their parts. Molecules of carbon and hydrogen, elements (graphite, graphene) and materials
    without a formula are also known by their name, as isomers and allotropes share their amounts.
    """
    additives = tuple(sorted(composition.additives))
    if not composition.amounts:
        parts = tuple(sorted(repr(_part_key(part)) for part in composition.parts))
        if parts:
            return (composition.kind, parts, additives)
        name = composition.name or composition.formula
        return ("name", plain_name(name)) if name else None
    amounts = _shares(composition.amounts)
    sites = tuple(sorted((site, tuple(sorted(symbols))) for site, symbols in composition.sites.items()))
    name = plain_name(composition.name) if composition.name and _needs_name(composition) else None
    return ("amounts", amounts, sites, additives, name)


def _part_key(part: Part) -> Hashable:
    fraction = round(part.fraction, _AMOUNTS_DIGITS) if isinstance(part.fraction, float) else part.fraction
    return (composition_key(part.composition), fraction, part.basis if fraction is not None else "")


def _shares(amounts: dict[str, Amount]) -> tuple[tuple[str, str], ...]:
    numbers = {symbol: amount for symbol, amount in amounts.items() if not isinstance(amount, str)}
    total = sum(numbers.values())
    if len(numbers) < len(amounts) or total <= 0:
        return tuple(sorted((symbol, _expression(amount)) for symbol, amount in amounts.items()))
    return tuple(sorted((symbol, f"{amount / total:.{_AMOUNTS_DIGITS}f}") for symbol, amount in numbers.items()))


def _expression(amount: Amount) -> str:
    if isinstance(amount, str):
        return re.sub(r"\bdelta\b", "δ", amount).replace(" ", "")
    return f"{amount:g}"


def _needs_name(composition: Composition) -> bool:
    elements = set(composition.amounts)
    return len(elements) == 1 or elements >= _MOLECULAR


def plain_name(name: str) -> str:
    """A name without case, blanks, hyphens, British spelling and plural s."""
    plain = _SPACE.sub(" ", name.strip().lower())
    for british, american in _BRITISH:
        plain = plain.replace(british, american)
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith(("ss", "us", "is")) else plain


def polymorph_names(composition: Composition, phase: str | None) -> tuple[str, ...]:
    """What composition, name and reported phase say of the polymorph, the surest first."""
    named = polymorphs().get(composition.reduced_formula, {})
    prefix = [_plain_phase(composition.phase)] if composition.phase else []
    names = [plain_name(name) for name in (composition.name, phase) if name]
    return tuple(dict.fromkeys([*prefix, *(name for name in names if name in named)]))


def _plain_phase(phase: str) -> str:
    bare = phase.strip("-' ")
    return _PREFIXES.get(bare.lower(), bare)


@cache
def polymorphs() -> dict[str, dict[str, int]]:
    """By reduced formula, names of polymorphs with their space group's number."""
    path = resources.files("matloom.corpus").joinpath("polymorphs.toml")
    raw: dict[str, dict[str, int]] = tomllib.loads(path.read_text("utf-8"))
    return {Composition(formula=formula, amounts=_amounts(formula)).reduced_formula: raw[formula] for formula in raw}


def _amounts(formula: str) -> dict[str, Amount]:
    found = re.findall(r"([A-Z][a-z]?)(\d*)", formula)
    return {symbol: float(count or 1) for symbol, count in found}


@cache
def space_group_number(symbol: str) -> int | None:
    """The International Tables number of a Hermann-Mauguin symbol; None for what is none."""
    from pymatgen.symmetry.groups import SpaceGroup

    try:
        return int(SpaceGroup(symbol.replace(" ", "").replace("−", "-")).int_number)
    except (ValueError, KeyError):
        return None
