"""Values in, those out of bounds or in contradiction with other values of the same sample and conditions out."""

from collections.abc import Iterator, Mapping
from typing import Final

from ..compositions import Composition
from ..model import Measurement
from ..vocabulary import Vocabulary
from .hits import Facts, Hit, off, temperature

AGREE: Final = 1.25
"""Factor by which a value may differ from what others give: values of a figure are often read by eye."""
FARADAY: Final = 26801.5
"""The Faraday constant in mAh/mol (96 485.33 C/mol over 3.6)."""
OVER: Final = 1.1
"""Factor by which a capacity may exceed its limit: rounding, surface storage."""
OVER_ANODE: Final = 1.4
"""The same for hosts without an alkali metal, whose first discharge also forms a surface layer."""
ALKALI: Final = frozenset({"Li", "Na", "K"})
CONVERSION: Final = {
    "O": 2.0, "S": 2.0, "Se": 2.0, "F": 1.0, "Cl": 1.0, "N": 3.0, "P": 3.0, "Si": 4.4, "Ge": 4.4, "Sn": 4.4,
    "Pb": 4.4, "Sb": 3.0, "Bi": 3.0, "As": 3.0, "Al": 1.0, "Zn": 1.0, "In": 3.0, "C": 0.5, "B": 1.0, "Te": 2.0,
    "Mg": 1.0, "Ag": 1.0, "Ga": 2.0, "Cd": 1.0,
}  # fmt: skip
"""Electrons an atom that conversion and alloying take up at most: Li2O, Li22Si5, LiC2 of disordered carbon."""


def bounds(facts: Facts) -> Iterator[Hit]:
    """Values outside the bounds of their property in the vocabulary."""
    vocabulary = Vocabulary.load()
    for value in facts.paper.measurements:
        entry = vocabulary.get(value.property)
        problem = vocabulary.check(entry, value.quantity) if entry else None
        if problem is not None:
            yield _hit(value, {"why": problem.why})


def figures_of_merit(facts: Facts) -> Iterator[Hit]:
    """ZT against S squared times sigma times T over kappa."""
    for value, merit in facts.single("figure_of_merit", "1"):
        kelvin = temperature(value)
        seebeck = facts.beside(value, "seebeck_coefficient", "V/K")
        conductivity = facts.beside(value, "electrical_conductivity", "S/m")
        thermal = facts.beside(value, "thermal_conductivity", "W/m/K")
        if kelvin is None or seebeck is None or conductivity is None or thermal is None or thermal[1] <= 0:
            continue
        computed = seebeck[1] ** 2 * conductivity[1] * kelvin / thermal[1]
        if off(merit, computed) > AGREE:
            parts = (seebeck[0].id, conductivity[0].id, thermal[0].id)
            yield _hit(
                value,
                {"what": "ZT", "printed": merit, "computed": f"{computed:.3g}", "source": "S, sigma, kappa"},
                parts,
            )


def power_factors(facts: Facts) -> Iterator[Hit]:
    """The power factor against S squared times sigma."""
    for value, printed in facts.single("power_factor", "W/m/K2"):
        seebeck = facts.beside(value, "seebeck_coefficient", "V/K")
        conductivity = facts.beside(value, "electrical_conductivity", "S/m")
        if seebeck is None or conductivity is None:
            continue
        computed = seebeck[1] ** 2 * conductivity[1]
        if off(printed, computed) > AGREE:
            details = {
                "what": "the power factor",
                "printed": f"{printed:.3g} W/m/K2",
                "computed": f"{computed:.3g}",
                "source": "S and sigma",
            }
            yield _hit(value, details, (seebeck[0].id, conductivity[0].id))


def resistivities(facts: Facts) -> Iterator[Hit]:
    """Resistivity against conductivity."""
    for value, printed in facts.single("electrical_resistivity", "ohm m"):
        conductivity = facts.beside(value, "electrical_conductivity", "S/m")
        if conductivity is None or conductivity[1] <= 0:
            continue
        computed = 1 / conductivity[1]
        if off(printed, computed) > AGREE:
            details = {
                "what": "the resistivity",
                "printed": f"{printed:.3g} ohm m",
                "computed": f"{computed:.3g}",
                "source": "the conductivity",
            }
            yield _hit(value, details, (conductivity[0].id,))


def elastic_constants(facts: Facts) -> Iterator[Hit]:
    """Young's modulus against shear modulus and Poisson's ratio of an isotropic solid: E = 2 G (1 + nu)."""
    for value, printed in facts.single("young_modulus", "GPa"):
        shear, ratio = facts.beside(value, "shear_modulus", "GPa"), facts.beside(value, "poisson_ratio", "1")
        if shear is None or ratio is None:
            continue
        computed = 2 * shear[1] * (1 + ratio[1])
        if off(printed, computed) > AGREE:
            details = {
                "what": "Young's modulus",
                "printed": f"{printed:g} GPa",
                "computed": f"{computed:.3g}",
                "source": "G and nu",
            }
            yield _hit(value, details, (shear[0].id, ratio[0].id))


def strengths(facts: Facts) -> Iterator[Hit]:
    """A yield strength above the tensile strength of the same sample and conditions."""
    for value, low in facts.single("yield_strength", "MPa"):
        tensile = facts.beside(value, "tensile_strength", "MPa")
        if tensile is not None and low > tensile[1] * 1.01 and _where(value) == _where(tensile[0]):
            yield _hit(value, {"low": f"{low:g}", "high": f"{tensile[1]:g}"}, (tensile[0].id,))


def _where(value: Measurement) -> tuple[object, ...]:
    """The row of a table, or the sentence, that a value stands in."""
    spot = value.evidence
    return (spot.table, spot.cell[0]) if spot.cell else (spot.block, spot.quote)


def porosities(facts: Facts) -> Iterator[Hit]:
    """Porosity and relative density that do not sum to 100 %."""
    for value, porosity in facts.single("porosity", "%"):
        density = facts.beside(value, "relative_density", "%")
        if density is not None and abs(porosity + density[1] - 100) > 3:
            details = {"what": "porosity and relative density", "total": f"{porosity + density[1]:.4g}"}
            yield _hit(value, details, (density[0].id,))


def capacities(facts: Facts) -> Iterator[Hit]:
    """Specific capacities above what the formula can store."""
    for value, capacity in facts.single("specific_capacity", "mAh/g"):
        limit = capacity_limit(facts.samples[value.sample].composition)
        if limit is not None and capacity > limit:
            yield _hit(value, {"capacity": f"{capacity:g}", "limit": f"{limit:.4g}"})


def capacity_limit(composition: Composition | None) -> float | None:
    """The largest capacity of a host in mAh/g, or None where none can be told.

    With an alkali metal and a transition metal: an electron for each alkali or transition metal atom, whichever are
    more; without: what conversion and alloying take up. Composites, organic hosts and open formulas have none.
    """
    from pymatgen.core import Element

    if composition is None or composition.kind != "formula" or not composition.resolved:
        return None
    amounts = {symbol: float(amount) for symbol, amount in composition.amounts.items()}
    if not all(symbol in Element.__members__ for symbol in amounts) or "H" in amounts or amounts.keys() <= ALKALI:
        return None
    mass = sum(n * float(Element(symbol).atomic_mass) for symbol, n in amounts.items())
    metals = sum(n for symbol, n in amounts.items() if Element(symbol).is_transition_metal)
    alkali = sum(n for symbol, n in amounts.items() if symbol in ALKALI)
    if alkali and metals:
        return max(alkali, metals) * FARADAY / mass * OVER
    electrons = sum(n * CONVERSION.get(symbol, 0.0) for symbol, n in amounts.items())
    return electrons * FARADAY / mass * OVER_ANODE if electrons and not alkali else None


def _hit(value: Measurement, details: Mapping[str, object], others: tuple[str, ...] = ()) -> Hit:
    return Hit(record=value.id, kind="measurement", evidence=value.evidence, details=details, others=others)
