"""A structure in, an English description of it out: a short deterministic one, or Robocrystallographer's."""

from importlib.metadata import version
from typing import Any

import numpy as np
from pymatgen.core import Structure

from ..neighbours import Bonds
from ..recipe import Text

METHOD, VERSION = "matloom description", "1"


def description_row(
    structure: Structure, symmetry: dict[str, Any], found: Bonds | None, options: Text
) -> dict[str, Any]:
    """The row of the text table."""
    if options.method == "robocrys" or found is None:
        from .robocrystallographer import robocrystallographer

        text = robocrystallographer(structure, aflow=options.aflow)
        name = "robocrys with AFLOW names" if options.aflow else "robocrys"
        made = {"text": text, "method": name, "method_version": version("robocrys")}
    else:
        made = {"text": describe(structure, symmetry, found), "method": METHOD, "method_version": VERSION}
    return made | {"origin": "computed"}


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
        lines.append(f"{element} has {coordination} neighbours, {around}, at {span}.")
    return lines
