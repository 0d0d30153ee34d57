"""A structure in, an English description of it out: a short deterministic one, or Robocrystallographer's."""

from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
from pymatgen.core import Structure

from ..neighbours import Bonds

METHOD, VERSION = "matloom description", "1"


def description_row(structure: Structure, symmetry: dict[str, Any], found: Bonds, method: str) -> dict[str, Any]:
    """The row of the text table."""
    if method == "robocrys":
        made = {"text": _robocrys(structure), "method": "robocrys", "method_version": version("robocrys")}
    else:
        made = {"text": describe(structure, symmetry, found), "method": METHOD, "method_version": VERSION}
    return made | {"origin": "computed"}


@lru_cache(maxsize=1)
def _robocrystallographer() -> tuple[Any, Any]:
    from robocrys import StructureCondenser, StructureDescriber

    return StructureCondenser(), StructureDescriber(describe_symmetry_labels=False)


def _robocrys(structure: Structure) -> str:
    condenser, describer = _robocrystallographer()
    return str(describer.describe(condenser.condense_structure(structure)))


def describe(structure: Structure, symmetry: dict[str, Any], found: Bonds) -> str:
    """Formula, symmetry, cell, density, and what stands around each kind of site with bond lengths in angstrom."""
    formula = structure.composition.reduced_formula
    system, symbol = symmetry["crystal_system"], symmetry["space_group_symbol_hermann_mauguin"]
    crystal = f"crystallizes in the {system} {symbol} space group" if system else "has no space group that was found"
    lattice = structure.lattice
    lengths = ", ".join(f"{name} = {value:.2f} Å" for name, value in zip("abc", lattice.abc, strict=True))
    angles = ", ".join(f"{name} = {value:.1f}°" for name, value in zip("αβγ", lattice.angles, strict=True))
    head = (
        f"{formula} {crystal}. The cell holds {len(structure)} sites, {lengths}, {angles}, "
        f"volume {structure.volume:.1f} Å³, density {float(structure.density):.2f} g/cm³."
    )
    return " ".join([head, *_environments(structure, found)])


def _environments(structure: Structure, found: Bonds) -> list[str]:
    """One sentence for each distinct environment, in order of element and coordination."""
    names = np.array([site.species_string for site in structure])
    sentences: dict[tuple[str, int, str], list[float]] = {}
    for centre in range(len(names)):
        mine = found.centres == centre
        near, distances = names[found.neighbours[mine]], found.distances[mine]
        kinds, counts = np.unique(near, return_counts=True)
        around = " and ".join(f"{count} {kind}" for kind, count in zip(kinds, counts, strict=True))
        sentences.setdefault((str(names[centre]), len(near), around), []).extend(distances.tolist())
    lines = []
    for (element, coordination, around), distances in sorted(sentences.items()):
        if not distances:
            lines.append(f"{element} stands alone.")
            continue
        low, high = min(distances), max(distances)
        span = f"{low:.2f} Å" if high - low < 0.01 else f"{low:.2f} to {high:.2f} Å"
        lines.append(f"{element} is {coordination}-coordinate, bonded to {around} at {span}.")
    return lines
