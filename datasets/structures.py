"""Structures as sources write them in, pymatgen structures, OPTIMADE columns and symmetry out."""

import json
import os
import warnings
from typing import Any

import numpy as np
from pymatgen.core import Composition, DummySpecies, Lattice, Structure
from pymatgen.symmetry.analyzer import SpacegroupAnalyzer

from .rows import BadRow, SourceRow

# a symmetry that is not found is empty columns of its row, not a line on the terminal
os.environ.setdefault("SPGLIB_WARNING", "OFF")
SYMMETRY_TOLERANCE = 0.1
"""Angstrom; MatFold's own, so that split criteria and index columns speak of one symmetry."""
MAXIMUM_TEXT = 20_000_000


def read_structure(row: SourceRow) -> Structure | None:
    """The row's structure, or None where it has none. Raises BadRow B002."""
    if row.structure is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            structure = _parse(row.structure, row.structure_format)
    except Exception as error:  # pymatgen's parsers raise whatever their input makes them raise
        raise BadRow("B002", row.where, f"{type(error).__name__}: {error}"[:300]) from error
    strange = [str(symbol) for symbol in structure.composition if isinstance(symbol, DummySpecies)]
    if strange:
        raise BadRow("B002", row.where, f"{strange[0]} is no element")
    numbers = np.concatenate([structure.lattice.matrix.ravel(), structure.frac_coords.ravel()])
    if len(structure) == 0 or not np.isfinite(numbers).all() or structure.volume < 1e-3:
        raise BadRow("B002", row.where, "no sites, no volume, or a coordinate that is not finite")
    return structure


def _parse(raw: str | dict[str, Any], kind: str) -> Structure:
    if isinstance(raw, str):
        if len(raw) > MAXIMUM_TEXT:
            raise ValueError(f"more than {MAXIMUM_TEXT} characters")
        if kind in ("cif", "poscar"):
            return Structure.from_str(raw, fmt=kind)
    fields: dict[str, Any] = json.loads(raw) if isinstance(raw, str) else raw
    if kind == "jarvis":
        return _from_jarvis(fields)
    if kind == "optimade":
        return _from_optimade(fields)
    return _from_json(fields)


def _from_json(raw: dict[str, Any]) -> Structure:
    """A pymatgen structure as JSON, without charges and site properties.

    pymatgen's own reader is not used: it builds whatever class the properties of a site name.
    """
    species = [{part["element"]: part["occu"] for part in site["species"]} for site in raw["sites"]]
    return Structure(Lattice(raw["lattice"]["matrix"]), species, [site["abc"] for site in raw["sites"]])


def _from_jarvis(raw: dict[str, Any]) -> Structure:
    """An ``atoms`` dictionary of a JARVIS dump."""
    lattice = Lattice(raw["lattice_mat"])
    return Structure(
        lattice, [e.strip() for e in raw["elements"]], raw["coords"], coords_are_cartesian=raw["cartesian"]
    )


def _from_optimade(raw: dict[str, Any]) -> Structure:
    """``attributes`` of an OPTIMADE structure entry; vacancies take no part of a site."""
    known = {}
    for species in raw["species"]:
        parts = zip(species["chemical_symbols"], species["concentration"], strict=True)
        known[species["name"]] = {symbol: share for symbol, share in parts if symbol not in ("vacancy", "X")}
    sites = [known[name] for name in raw["species_at_sites"]]
    return Structure(Lattice(raw["lattice_vectors"]), sites, raw["cartesian_site_positions"], coords_are_cartesian=True)


def _plain(amount: float) -> str:
    return "" if abs(amount - 1) < 1e-8 else f"{amount:.6g}"


def composition_columns(composition: Composition) -> dict[str, Any]:
    """OPTIMADE's formula columns: elements in alphabetical order, amounts reduced."""
    reduced = composition.reduced_composition
    amounts = {str(element): float(amount) for element, amount in sorted(reduced.get_el_amt_dict().items())}
    return {
        "chemical_formula_reduced": "".join(f"{element}{_plain(amount)}" for element, amount in amounts.items()),
        "composition": composition.reduced_formula,
        "chemical_formula_anonymous": reduced.anonymized_formula,
        "chemical_system": "-".join(amounts),
        "elements": list(amounts),
        "nelements": len(amounts),
    }


def symmetry_columns(structure: Structure) -> dict[str, Any]:
    """Space group, point group and crystal system at SYMMETRY_TOLERANCE; None of each where spglib finds none."""
    names = ("space_group_symbol_hermann_mauguin", "space_group_it_number", "point_group", "crystal_system")
    try:
        analyzer = SpacegroupAnalyzer(structure, SYMMETRY_TOLERANCE)
        found = (
            analyzer.get_space_group_symbol(),
            analyzer.get_space_group_number(),
            analyzer.get_point_group_symbol(),
            analyzer.get_crystal_system(),
        )
    except Exception:  # spglib's errors have no common class; a structure without symmetry stays a row
        found = (None, None, None, None)
    return dict(zip(names, found, strict=True)) | {"nsites": len(structure)}


def crystal_row(structure: Structure, formulas: dict[str, Any]) -> dict[str, Any]:
    """The row of the crystal table. Lengths in angstrom; lattice vectors are rows."""
    species: dict[str, dict[str, Any]] = {}
    for site in structure:
        symbols = [str(getattr(part, "symbol", part)) for part in site.species]
        shares = [float(share) for share in site.species.values()]
        species.setdefault(site.species_string, {"name": site.species_string, "chemical_symbols": symbols,
                                                 "concentration": shares})  # fmt: skip
    ordered = structure.is_ordered
    return {
        "chemical_formula_reduced": formulas["chemical_formula_reduced"],
        "chemical_formula_descriptive": structure.composition.formula,
        "nsites": len(structure),
        "lattice_vectors": structure.lattice.matrix.tolist(),
        "cartesian_site_positions": structure.cart_coords.tolist(),
        "fractional_site_positions": structure.frac_coords.tolist(),
        "species_at_sites": [site.species_string for site in structure],
        "species": list(species.values()),
        "atomic_numbers": list(structure.atomic_numbers) if ordered else None,
        "structure_features": [] if ordered else ["disorder"],
    }


def structure_of(crystal: dict[str, Any]) -> Structure:
    """The pymatgen structure of a row of the crystal table."""
    species = {
        item["name"]: dict(zip(item["chemical_symbols"], item["concentration"], strict=True))
        for item in crystal["species"]
    }
    sites = [species[name] for name in crystal["species_at_sites"]]
    return Structure(Lattice(crystal["lattice_vectors"]), sites, crystal["fractional_site_positions"])
