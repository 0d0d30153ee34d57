"""The tree of a material and values for its variables in, the composition out; and its normal form."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from .composition_grammar import ELEMENTS, VACANCY, choices_of, flatten, render, substitute
from .composition_materials import Material
from .compositions import Amount, Composition, Part, Range
from .formula_expressions import ONE, Polynomial

Amounts = dict[str, Polynomial]


def composition_of(
    material: Material,
    values: Mapping[str, Fraction],
    ranges: Mapping[str, Range],
    sites: Mapping[str, str],
) -> Composition:
    """The composition with ``values`` (of variables) and ``sites`` (elements for site letters) filled in."""
    exact = exact_amounts(material, values, sites)
    used = used_variables(material)
    variables: dict[str, Amount] = {name: float(values[name]) if name in values else name for name in used}
    return Composition(
        formula=formula_text(material, values, sites),
        amounts={symbol: amount.amount() for symbol, amount in (exact or {}).items() if amount.terms},
        variables=variables,
        parts=tuple(
            Part(
                composition=composition_of(part.material, values, ranges, sites),
                fraction=None if part.fraction is None else part.fraction.substitute(values).amount(),
                basis=part.basis,
            )
            for part in material.parts
        ),
        ranges={name: ranges[name] for name in used if name in ranges and name not in values},
        sites=sites_of(material, sites),
        additives=material.additives,
        kind=material.kind,
        phase=material.phase,
        name=material.name,
    )


def used_variables(material: Material) -> tuple[str, ...]:
    """The variables of a material and its parts, sorted."""
    names = {name for amount in flatten(material.formula).values() for name in amount.variables}
    for part in material.parts:
        names.update(used_variables(part.material))
        names.update(part.fraction.variables if part.fraction is not None else ())
    return tuple(sorted(names))


def sites_of(material: Material, sites: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The site letters left open in a material and its parts."""
    found = choices_of(substitute(material.formula, {}, sites))
    for part in material.parts:
        found.update(sites_of(part.material, sites))
    return found


def exact_amounts(material: Material, values: Mapping[str, Fraction], sites: Mapping[str, str]) -> Amounts | None:
    """Symbols to exact amounts, None where the shares of the parts do not tell them."""
    if not material.parts:
        return flatten(substitute(material.formula, values, sites))
    if material.kind in ("system", "composite", "coating") or any(
        part.basis in ("wt", "vol") for part in material.parts
    ):
        return alloy_amounts(material) if material.kind == "alloy" else None
    total: Amounts = {}
    for part in material.parts:
        inner = exact_amounts(part.material, values, sites)
        if inner is None:
            return None
        share = (part.fraction or ONE).substitute(values)
        for symbol, amount in inner.items():
            total[symbol] = total.get(symbol, Polynomial()) + amount * share
    return total


def alloy_amounts(material: Material) -> Amounts | None:
    """Atomic fractions of an alloy given in wt.%, by the atomic masses of pymatgen."""
    shares: dict[str, Fraction] = {}
    for part in material.parts:
        fraction = None if part.fraction is None else part.fraction.value
        if fraction is None or part.basis != "wt":
            return None
        symbol = next(iter(flatten(part.material.formula)))
        shares[symbol] = fraction / Fraction(str(atomic_mass(symbol)))
    total = sum(shares.values())
    if not total:
        return None
    return {symbol: Polynomial.constant(round(share / total, 6)) for symbol, share in shares.items()}


@cache
def atomic_mass(symbol: str) -> float:
    """In g/mol."""
    from pymatgen.core import Element

    return float(Element(symbol).atomic_mass)


def formula_text(material: Material, values: Mapping[str, Fraction], sites: Mapping[str, str]) -> str:
    """The material as one line: ``0.7Pb(Mg1/3Nb2/3)O3-0.3PbTiO3``, ``CuSO4·5H2O``, ``Fe2O3@C``."""
    if not material.parts and not material.formula:
        return material.name or ""
    if not material.parts:
        return render(substitute(material.formula, values, sites))
    pieces: list[str] = []
    for position, part in enumerate(material.parts):
        share = None if part.fraction is None else part.fraction.substitute(values)
        inner = formula_text(part.material, values, sites)
        if inner == "C" and part.material.name is not None:
            inner = part.material.name
        wrapped = f"({inner})" if part.material.parts and part.material.kind != "hydrate" else inner
        pieces.append(share_text(share, part.basis, material.kind, position) + wrapped)
    mark = {"hydrate": "·", "composite": "/", "coating": "@"}.get(material.kind, "-")
    return mark.join(pieces)


def share_text(share: Polynomial | None, basis: str, kind: str, position: int) -> str:
    """The share in front of a part: ``0.7``, ``(1-x)``, ``5wt%``; nothing for the base of an alloy."""
    if share is None or (share == ONE and basis == "mol") or (kind == "alloy" and position == 0):
        return ""
    if basis != "mol":
        hundredths = share.scaled(Fraction(100)).text()
        return hundredths if kind == "alloy" else f"{hundredths}{basis}%"
    return share.text() if len(share.terms) == 1 else f"({share.text()})"


def reduced_formula(composition: Composition) -> str:
    """Elements in pymatgen's order with the smallest whole amounts; the printed formula where amounts are open."""
    amounts = {symbol: amount for symbol, amount in composition.amounts.items() if isinstance(amount, float)}
    numbers = len(amounts) == len(composition.amounts) > 0
    if not numbers or any(
        symbol not in ELEMENTS or symbol == VACANCY or amount < 0 for symbol, amount in amounts.items()
    ):
        return composition.formula
    return normal_form(tuple(sorted(amounts.items())))


@cache
def normal_form(amounts: tuple[tuple[str, float], ...]) -> str:
    """The reduced formula of pymatgen."""
    from pymatgen.core import Composition as PymatgenComposition

    return str(PymatgenComposition(dict(amounts)).reduced_formula)
