"""Structures in, lattices that contradict their space group, their volume, the density or the measured peaks out."""

import math
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

import numpy as np

from ..cells import cell_volume, printed_cell, value_in
from ..compositions import Composition
from ..model import Condition, Structure
from ..space_groups import centring, crystal_system, space_group_number
from .hits import Facts, Hit

SAME: Final = 3e-3
"""Relative difference at which two lengths are no longer equal."""
RIGHT: Final = 0.5
"""Degrees by which an angle may miss 90 or 120."""
VOLUME: Final = 0.01
AVOGADRO: Final = 0.602214076
"""Formula units times g/mol over cubic angstrom, in g/cm3: the constant times 1e-24."""
DENSEST: Final = 4.5
"""Cubic angstrom an atom; diamond, the densest, has 5.7."""
COPPER: Final = 1.5406
"""Angstrom; Cu K-alpha1, the wavelength where none is printed."""
WORDS: Final = {"rhombohedral": "trigonal", "isometric": "cubic", "anorthic": "triclinic"}


def systems(facts: Facts) -> Iterator[Hit]:
    """A crystal system printed beside a space group of another one."""
    for structure in facts.paper.structures:
        number = space_group_number(structure.space_group)
        named = (structure.crystal_system or "").lower()
        named = WORDS.get(named, named)
        if number is None or not named:
            continue
        system = crystal_system(number)
        if named != system and not {named, system} <= {"trigonal", "hexagonal"}:
            details = {"named": structure.crystal_system, "symbol": structure.space_group, "system": system}
            yield _hit(structure, details)


def metrics(facts: Facts) -> Iterator[Hit]:
    """Cell parameters that the crystal system of the space group does not allow."""
    for structure in facts.paper.structures:
        number = space_group_number(structure.space_group)
        system = crystal_system(number) if number else (structure.crystal_system or "").lower()
        cell = printed_cell(structure.lattice)
        why = contradiction(cell, WORDS.get(system, system), centring(structure.space_group))
        if why:
            yield _hit(structure, {"system": structure.space_group or system, "why": why})


def contradiction(cell: Mapping[str, float], system: str, letter: str | None = None) -> str | None:
    """What of a printed cell the crystal system does not allow, or None. Unprinted parameters contradict nothing."""
    a, b, c = (cell.get(name) for name in "abc")
    if system == "cubic" and (_differ(a, b) or _differ(a, c)):
        return f"a = {a}, b = {b}, c = {c}"
    rhombohedral = system == "trigonal" and not _differ(a, c) and "alpha" in cell
    if system in ("tetragonal", "hexagonal", "trigonal") and _differ(a, b):
        return f"a = {a}, b = {b}"
    expected = {"alpha": 90.0, "beta": 90.0, "gamma": 90.0}
    if system in ("hexagonal", "trigonal"):
        expected["gamma"] = 120.0
    if rhombohedral or system in ("monoclinic", "triclinic", "") or system not in _SYSTEMS:
        expected = {}
    wrong = [
        f"{name} = {cell[name]}" for name, angle in expected.items() if name in cell and abs(cell[name] - angle) > RIGHT
    ]
    if system == "monoclinic":
        oblique = [name for name in ("alpha", "beta", "gamma") if name in cell and abs(cell[name] - 90) > RIGHT]
        wrong = [f"{name} = {cell[name]}" for name in oblique] if len(oblique) > 1 else []
    return ", ".join(wrong) or None


_SYSTEMS: Final = frozenset({"cubic", "tetragonal", "hexagonal", "trigonal", "orthorhombic", "monoclinic", "triclinic"})


def _differ(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one / other - 1) > SAME


def whole_cell(structure: Structure) -> tuple[float, float, float, float, float, float] | None:
    """The cell with what its crystal system fixes filled in, or None where it is not told in full."""
    cell = printed_cell(structure.lattice)
    number = space_group_number(structure.space_group)
    system = crystal_system(number) if number else (structure.crystal_system or "").lower()
    system = WORDS.get(system, system)
    if "a" not in cell or contradiction(cell, system):
        return None
    a = cell["a"]
    if system == "cubic":
        return a, a, a, 90.0, 90.0, 90.0
    if system in ("tetragonal", "hexagonal", "trigonal") and "c" in cell and "alpha" not in cell:
        return a, a, cell["c"], 90.0, 90.0, 90.0 if system == "tetragonal" else 120.0
    if {"b", "c"} <= cell.keys():
        angles = [cell.get(name) for name in ("alpha", "beta", "gamma")]
        if (
            system == "orthorhombic"
            or (system == "monoclinic" and any(angles))
            or (system == "triclinic" and all(angles))
        ):
            alpha, beta, gamma = (90.0 if angle is None else angle for angle in angles)
            return a, cell["b"], cell["c"], alpha, beta, gamma
    return None


def volumes(facts: Facts) -> Iterator[Hit]:
    """A printed volume that is not that of the printed cell, nor of a primitive one of it."""
    for structure in facts.paper.structures:
        cell, volume = whole_cell(structure), printed_cell(structure.lattice).get("volume")
        if cell is None or volume is None:
            continue
        computed = cell_volume(*cell)
        if computed and all(abs(volume * times / computed - 1) > VOLUME for times in (1, 2, 3, 4)):
            yield _hit(structure, {"printed": f"{volume:.6g}", "computed": f"{computed:.6g}"})


def densities(facts: Facts) -> Iterator[Hit]:
    """Densities that leave the atoms no room, or that put no formula unit into the printed cell."""
    for value, density in facts.single("density", "g/cm3"):
        composition = facts.samples[value.sample].composition
        mass, atoms = _molar(composition)
        if not mass or not atoms or density <= 0:
            continue
        room = mass / (AVOGADRO * density * atoms)
        if room < DENSEST:
            why = f"leaves {room:.2g} cubic angstrom an atom"
            yield Hit(record=value.id, kind="measurement", evidence=value.evidence,
                      details={"density": f"{density:.4g}", "why": why})  # fmt: skip
            continue
        for structure in facts.structures.get(value.sample, ()):
            cell = whole_cell(structure)
            units = density * cell_volume(*cell) * AVOGADRO / mass if cell else None
            if units is not None and units < 0.85:
                why = f"puts {units:.2g} formula units into the printed cell"
                yield Hit(record=value.id, kind="measurement", evidence=value.evidence, others=(structure.id,),
                          details={"density": f"{density:.4g}", "why": why})  # fmt: skip


def _molar(composition: Composition | None) -> tuple[float, float]:
    """Mass in g/mol and number of atoms of the formula as printed; 0 where it is open."""
    from pymatgen.core import Element

    amounts = composition.amounts if composition and composition.resolved else {}
    if not all(symbol in Element.__members__ for symbol in amounts):
        return 0.0, 0.0
    numbers = {symbol: float(amount) for symbol, amount in amounts.items()}
    return sum(n * float(Element(symbol).atomic_mass) for symbol, n in numbers.items()), sum(numbers.values())


def peaks(facts: Facts) -> Iterator[Hit]:
    """Diffraction peaks at lower angles than the largest spacing of the printed lattice gives (Bragg's law)."""
    for value, angle in facts.single("diffraction_angle", "deg"):
        spacings = [
            widest_spacing(cell)
            for structure in facts.structures.get(value.sample, ())
            if (cell := whole_cell(structure)) is not None and cell_volume(*cell) > 0
        ]
        if not spacings or not 0 < angle < 180:
            continue
        wavelength = _wavelength(value.conditions) or COPPER
        spacing = wavelength / (2 * math.sin(math.radians(angle / 2)))
        if spacing > max(spacings) * 1.03:
            details = {"angle": f"{angle:g}", "spacing": f"{spacing:.4g}", "largest": f"{max(spacings):.4g}"}
            yield Hit(record=value.id, kind="measurement", evidence=value.evidence, details=details)


def widest_spacing(cell: tuple[float, float, float, float, float, float]) -> float:
    """The largest spacing of lattice planes, in angstrom: of the planes with indices -1, 0 and 1."""
    a, b, c, alpha, beta, gamma = cell
    cosines = [math.cos(math.radians(angle)) for angle in (alpha, beta, gamma)]
    metric = np.array(
        [[a * a, a * b * cosines[2], a * c * cosines[1]], [a * b * cosines[2], b * b, b * c * cosines[0]],
         [a * c * cosines[1], b * c * cosines[0], c * c]]
    )  # fmt: skip
    reciprocal = np.linalg.inv(metric)
    planes = np.array([hkl for hkl in product((-1, 0, 1), repeat=3) if any(hkl)])
    return float(np.einsum("ni,ij,nj->n", planes, reciprocal, planes).min() ** -0.5)


def _wavelength(conditions: tuple[Condition, ...]) -> float | None:
    found = (value_in(one.quantity, "angstrom") for one in conditions if one.name == "wavelength")
    return next(found, None)


def _hit(structure: Structure, details: Mapping[str, object]) -> Hit:
    return Hit(record=structure.id, kind="structure", evidence=structure.evidence, details=details)
