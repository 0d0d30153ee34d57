"""Data sets at hand in, the vocabulary's bounds beside the ranges of measured and computed values out.

``python -m benchmarks.bounds``: elements of pymatgen, compounds of Matbench (``data/materials/matbench_composition``),
cells of the structures of CDVAE (``data/materials/cdvae_perov5_carbon24``).
"""

import csv
import gzip
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matloom.records.vocabulary import Vocabulary
from pymatgen.core import Element, Structure

from benchmarks import SHARED

MATERIALS = SHARED / "data" / "materials"
STRUCTURES = 400
ELEMENTS = [Element(symbol) for symbol in Element.__members__ if symbol not in ("D", "T")]


@dataclass(frozen=True, slots=True)
class Sample:
    """Values of a property in the unit of its bounds, and what they are of."""

    property: str
    of: str
    values: list[float]


def main() -> None:
    """Prints a row a property: how many values, their range, the bounds, and how many values lie outside."""
    properties = {one.name: one for one in Vocabulary.load().properties}
    for sample in (*elements(), *compounds(), *cells()):
        one = properties[sample.property]
        outside = sum(not one.low <= value <= one.high for value in sample.values)
        span = f"{min(sample.values):10.4g} to {max(sample.values):10.4g}"
        bounds = f"bounds {one.low:g} to {one.high:g} {one.unit}"
        print(f"{one.name:38} {len(sample.values):6} {sample.of:28} {span}   {bounds}   outside: {outside}")


def elements() -> Iterator[Sample]:
    """What pymatgen's table of the elements says."""
    of_element: dict[str, tuple[Callable[[Element], object], float]] = {
        "density": (lambda e: e.density_of_solid, 1e-3),
        "melting_temperature": (lambda e: float(e.melting_point) - 273.15, 1.0),
        "young_modulus": (lambda e: e.youngs_modulus, 1.0),
        "bulk_modulus": (lambda e: e.bulk_modulus, 1.0),
        "shear_modulus": (lambda e: e.rigidity_modulus, 1.0),
        "poisson_ratio": (lambda e: e.poissons_ratio, 1.0),
        "hardness": (lambda e: e.vickers_hardness, 1e-3),
        "thermal_conductivity": (lambda e: e.thermal_conductivity, 1.0),
        "thermal_expansion_coefficient": (lambda e: e.coefficient_of_linear_thermal_expansion, 1e6),
        "electrical_resistivity": (lambda e: e.electrical_resistivity, 100.0),
        "refractive_index": (lambda e: e.refractive_index, 1.0),
        "sound_velocity": (lambda e: e.velocity_of_sound, 1.0),
        "superconducting_transition_temperature": (lambda e: e.superconduction_temperature, 1.0),
        "electron_affinity": (lambda e: e.electron_affinity, 1.0),
        "molar_mass": (lambda e: e.atomic_mass, 1.0),
    }
    for name, (value_of, factor) in of_element.items():
        values = [number * factor for element in ELEMENTS if (number := _number(value_of, element)) is not None]
        yield Sample(name, "elements, pymatgen", values)
    states = [float(state) for element in ELEMENTS for state in element.oxidation_states]
    yield Sample("oxidation_state", "states of elements, pymatgen", states)
    radii = [float(r) for element in ELEMENTS for r in element.ionic_radii.values()]
    yield Sample("ionic_radius", "ions, pymatgen (Shannon)", radii)


def _number(value_of: Callable[[Element], object], element: Element) -> float | None:
    """A property of an element where it is a number."""
    try:
        value = value_of(element)
        return float(value) if value is not None else None  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError, AttributeError, KeyError):
        return None


def compounds() -> Iterator[Sample]:
    """What the tasks of Matbench predict."""
    of_task: dict[str, tuple[str, Callable[[float], float]]] = {
        "expt_gap": ("band_gap", float), "mp_gap": ("band_gap", float), "mp_e_form": ("formation_energy", float),
        "elasticity_log10(K_VRH)": ("bulk_modulus", lambda v: 10**v),
        "elasticity_log10(G_VRH)": ("shear_modulus", lambda v: 10**v),
        "dielectric": ("refractive_index", float), "phonons": ("raman_shift", float),
        "steels_yield": ("yield_strength", float),
    }  # fmt: skip
    for task, (name, convert) in of_task.items():
        with gzip.open(MATERIALS / "matbench_composition" / "matbench" / f"{task}.csv.gz", "rt") as file:
            values = [convert(float(row["target"])) for row in csv.DictReader(file)]
        yield Sample(name, f"compounds, Matbench {task[:15]}", values)


def cells() -> Iterator[Sample]:
    """Cells and bond lengths of computed structures."""
    found: dict[str, list[float]] = {}
    for path in sorted((MATERIALS / "cdvae_perov5_carbon24").rglob("*.csv.gz")):
        rows = csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode()))
        for row, _ in zip(rows, range(STRUCTURES), strict=False):
            lattice = Structure.from_str(row["cif"], fmt="cif").lattice
            for name, value in zip("abc", lattice.abc, strict=True):
                found.setdefault(f"lattice_parameter_{name}", []).append(value)
            for name, value in zip(("alpha", "beta", "gamma"), lattice.angles, strict=True):
                found.setdefault(f"lattice_angle_{name}", []).append(value)
            found.setdefault("unit_cell_volume", []).append(lattice.volume)
    yield from (Sample(name, "cells, CDVAE", values) for name, values in found.items())


if __name__ == "__main__":
    main()
