"""A structure as a file or a server writes it in, a crystal out: lattice vectors, species and positions of the sites.

Formats: CIF and POSCAR text, and the JSON of pymatgen (Materials Project), JARVIS and OPTIMADE. Nothing in a file
names a class, a module or a path that would be followed.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Shares: TypeAlias = tuple[tuple[str, float], ...]
"""The elements of a site and how much of it each takes; what is missing to 1 is vacant."""
MAXIMUM_SITES: Final = 2_000
MAXIMUM_TEXT: Final = 4_000_000
"""Characters of a structure file; a CIF of 2 000 sites has fewer than 400 000."""
SMALLEST_VOLUME: Final = 1.0
"""Cubic angstrom; no atom is smaller."""
LARGEST_LENGTH: Final = 1_000.0
"""Angstrom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crystal:
    """A periodic structure. ``lattice``: rows are vectors in angstrom (3, 3); ``positions``: fractional (sites, 3)."""

    lattice: NDArray[np.float64]
    species: tuple[Shares, ...]
    positions: NDArray[np.float64]

    @property
    def amounts(self) -> dict[str, float]:
        """Element to its number of atoms in the cell."""
        total: dict[str, float] = {}
        for shares in self.species:
            for symbol, share in shares:
                total[symbol] = total.get(symbol, 0.0) + share
        return total

    @property
    def volume(self) -> float:
        """Of the cell, in cubic angstrom."""
        return abs(float(np.linalg.det(self.lattice)))


def checked(lattice: Any, species: Sequence[Shares], positions: Any) -> Crystal:
    """The crystal of these arrays. Raises ValueError where they are none."""
    vectors = np.asarray(lattice, dtype=np.float64)
    places = np.asarray(positions, dtype=np.float64)
    if not 0 < len(species) <= MAXIMUM_SITES:
        raise ValueError(f"{len(species)} sites; 1 to {MAXIMUM_SITES} are read")
    if vectors.shape != (3, 3) or places.shape != (len(species), 3):
        raise ValueError("the lattice or the positions have the wrong shape")
    if not (np.isfinite(vectors).all() and np.isfinite(places).all()):
        raise ValueError("a coordinate is not finite")
    lengths = np.linalg.norm(vectors, axis=1)
    if lengths.max() > LARGEST_LENGTH or abs(np.linalg.det(vectors)) < SMALLEST_VOLUME:
        raise ValueError("the cell has no volume, or is not of a crystal")
    return Crystal(lattice=vectors, species=tuple(_known(shares) for shares in species), positions=places)


def _known(shares: Shares) -> Shares:
    """The site with plain element symbols. Raises ValueError for what is no element or no share."""
    from pymatgen.core.periodic_table import Element

    kept: dict[str, float] = {}
    for symbol, share in shares:
        name = symbol.strip().rstrip("+-0123456789.")
        name = "H" if name in ("D", "T") else name
        if name not in Element.__members__ or not 0 < share <= 1.01:
            raise ValueError(f"no site: {symbol[:20]!r}, {share}")
        kept[name] = kept.get(name, 0.0) + float(share)
    if not kept or sum(kept.values()) > 1.02:
        raise ValueError("a site holds nothing, or more than one atom")
    return tuple(sorted(kept.items()))


def from_pymatgen(raw: Mapping[str, Any]) -> Crystal:
    """The dictionary of a pymatgen ``Structure``; its own classes are not built."""
    sites = [
        tuple((str(part["element"]), float(part["occu"])) for part in site["species"]) for site in _list(raw["sites"])
    ]
    return checked(raw["lattice"]["matrix"], sites, [site["abc"] for site in raw["sites"]])


def from_jarvis(raw: Mapping[str, Any]) -> Crystal:
    """The ``atoms`` dictionary of a JARVIS dump."""
    vectors = np.asarray(raw["lattice_mat"], dtype=np.float64)
    places = np.asarray(raw["coords"], dtype=np.float64)
    if raw.get("cartesian"):
        places = _fractional(vectors, places)
    return checked(vectors, [((str(symbol), 1.0),) for symbol in _list(raw["elements"])], places)


def from_optimade(raw: Mapping[str, Any]) -> Crystal:
    """The ``attributes`` of an OPTIMADE structure; vacancies take no part of a site."""
    known: dict[str, Shares] = {}
    for species in _list(raw["species"]):
        parts = zip(species["chemical_symbols"], species["concentration"], strict=True)
        known[species["name"]] = tuple((s, float(share)) for s, share in parts if s not in ("vacancy", "X"))
    vectors = np.asarray(raw["lattice_vectors"], dtype=np.float64)
    kept = [i for i, name in enumerate(_list(raw["species_at_sites"])) if known[name]]
    places = np.asarray(raw["cartesian_site_positions"], dtype=np.float64)[kept]
    return checked(vectors, [known[raw["species_at_sites"][i]] for i in kept], _fractional(vectors, places))


def from_cif(text: str) -> Crystal:
    """The first structure of a CIF that has one."""
    from pymatgen.io.cif import CifParser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = CifParser.from_str(_short(text)).parse_structures(primitive=False, on_error="raise")
    return from_structure(found[0])


def from_poscar(text: str) -> Crystal:
    """A VASP POSCAR or CONTCAR that names its elements."""
    from pymatgen.io.vasp import Poscar

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", DeprecationWarning)
        return from_structure(Poscar.from_str(_short(text)).structure)


def from_text(text: str) -> Crystal:
    """A CIF, a structure as pymatgen prints it, or a POSCAR, told by what stands in it."""
    if "_cell_length_a" in text:
        return from_cif(text)
    return from_printed(text) if text.startswith("Full Formula") else from_poscar(text)


def from_printed(text: str) -> Crystal:
    """A structure as pymatgen prints it: ``abc``, ``angles``, and a line a site."""
    from pymatgen.core import Lattice

    lines = _short(text).splitlines()
    cell = [line.split(":", 1)[1].split() for line in lines if line.startswith(("abc", "angles"))]
    first = next(place for place, line in enumerate(lines) if line.startswith("---")) + 1
    rows = [line.split() for line in lines[first:] if line.strip()]
    vectors = Lattice.from_parameters(*(float(number) for numbers in cell[:2] for number in numbers)).matrix
    species = [((row[1], 1.0),) for row in rows]
    return checked(vectors, species, [[float(number) for number in row[2:5]] for row in rows])


def from_structure(structure: Any) -> Crystal:
    """A pymatgen ``Structure``."""
    sites = [
        tuple((str(getattr(part, "symbol", part)), float(share)) for part, share in site.species.items())
        for site in structure
    ]
    return checked(structure.lattice.matrix, sites, structure.frac_coords)


def to_structure(crystal: Crystal) -> Any:
    """The pymatgen ``Structure``."""
    from pymatgen.core import Lattice, Structure

    return Structure(Lattice(crystal.lattice), [dict(shares) for shares in crystal.species], crystal.positions)


def from_json(raw: object) -> Crystal:
    """An entry of a dump: the structure itself, or under one of the names that dumps use.

    Raises ValueError (KeyError, TypeError where a field is missing or of another kind).
    """
    if isinstance(raw, str):
        return from_text(raw)
    if not isinstance(raw, Mapping):
        raise ValueError("no object")
    for key, reader in SHAPES:
        if key in raw:
            return reader(raw)
    for name in HOLDERS:
        if isinstance(raw.get(name), Mapping | str):
            return from_json(raw[name])
    raise ValueError("no structure: none of " + ", ".join((*HOLDERS, *(key for key, _ in SHAPES))))


SHAPES: Final[tuple[tuple[str, Callable[[Mapping[str, Any]], Crystal]], ...]] = (
    ("lattice_mat", from_jarvis),
    ("cartesian_site_positions", from_optimade),
    ("sites", from_pymatgen),
)
"""A key that only one format's structures have, and who reads it."""
HOLDERS: Final = ("structure", "atoms", "attributes", "cif")
"""Where entries keep their structure."""


def _fractional(vectors: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    if vectors.shape != (3, 3) or not np.isfinite(vectors).all() or abs(np.linalg.det(vectors)) < SMALLEST_VOLUME:
        raise ValueError("the cell has no volume")
    return np.asarray(np.linalg.solve(vectors.T, places.T).T, dtype=np.float64)


def _list(raw: Any) -> list[Any]:
    if not isinstance(raw, list) or len(raw) > MAXIMUM_SITES:
        raise ValueError(f"no list of at most {MAXIMUM_SITES} entries")
    return raw


def _short(text: str) -> str:
    if len(text) > MAXIMUM_TEXT:
        raise ValueError(f"more than {MAXIMUM_TEXT} characters")
    return text
