"""A recipe and a table's name in, each column with its type, unit and meaning out: what card and Croissant tell."""

from dataclasses import dataclass
from typing import Any, Final

from datasets import ClassLabel, Features, Image, List
from datasets.features.features import _ArrayXD as ArrayXD

from .fingerprints import VERSION
from .recipe import Recipe
from .structures import SYMMETRY_TOLERANCE
from .tables import features

_ANGSTROM: Final = "Å"
_COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "material_id": ("", "id of the material"),
    "sample_id": ("", "id of the sample: one composition, made in one way"),
    "chemical_formula_reduced": ("", "formula, elements in alphabetical order, amounts reduced (OPTIMADE)"),
    "chemical_formula_anonymous": ("", "formula with letters for elements (OPTIMADE)"),
    "chemical_formula_descriptive": ("", "formula of the cell"),
    "chemical_system": ("", "elements joined by dashes"),
    "elements": ("", "elements in alphabetical order (OPTIMADE)"),
    "nelements": ("", "number of elements (OPTIMADE)"),
    "nsites": ("", "sites in the cell (OPTIMADE)"),
    "space_group_symbol_hermann_mauguin": ("", f"space group by spglib at {SYMMETRY_TOLERANCE} Å (OPTIMADE)"),
    "space_group_it_number": ("", "its number in the International Tables (OPTIMADE)"),
    "point_group": ("", "its point group"),
    "crystal_system": ("", "its crystal system"),
    "structure_fingerprint": ("", "equal for the same composition and bonding in any cell"),
    "fingerprint_version": ("", f"method of the fingerprint, now {VERSION}"),
    "duplicate_group": ("", "key of the first row that is the same as this one; null where no other row is"),
    "duplicate_cluster": ("", "the same over chains of duplicates: what splits keep together"),
    "source": ("", "source of the row, as under Rights"),
    "licence": ("", "licence of what the row was made from (SPDX); AND joins those of several sources"),
    "doi": ("", "paper or dataset that the row comes from"),
    "document": ("", "document that the row comes from: splits keep its rows together"),
    "lattice_vectors": (_ANGSTROM, "lattice vectors, one a row (OPTIMADE)"),
    "cartesian_site_positions": (_ANGSTROM, "positions of the sites (OPTIMADE)"),
    "fractional_site_positions": ("", "the same in units of the lattice vectors"),
    "species_at_sites": ("", "name of the species at each site (OPTIMADE)"),
    "species": ("", "what a name of a species stands for (OPTIMADE)"),
    "atomic_numbers": ("", "atomic number of each site; null where sites are disordered"),
    "structure_features": ("", "disorder, where there is any (OPTIMADE)"),
    "text": ("", "description in English"),
    "intensity": ("", "diffracted intensity on the common grid, the strongest 100"),
    "own_two_theta": ("degree", "2θ of computed lines, or of the points as measured"),
    "own_intensity": ("", "intensity of each of them"),
    "two_theta_start": ("degree", "2θ of the first point of the grid"),
    "two_theta_step": ("degree", "step of the grid"),
    "wavelength": (_ANGSTROM, "wavelength; null where unknown"),
    "dos": ("states/eV, as the source counts them", "density of states on the common grid, energies from E_F"),
    "own_energy": ("eV", "energies as the source has them"),
    "own_dos": ("states/eV, as the source counts them", "density of states at those energies"),
    "fermi_energy": ("eV", "Fermi energy on the source's scale"),
    "energy_start": ("eV", "first energy of the grid"),
    "energy_step": ("eV", "step of the grid"),
    "charge_density": ("e/Å³ where the volume is known", "charge density on the common grid, see transform"),
    "own_shape": ("", "grid of the source"),
    "volume": ("Å³", "volume of the cell; null where unknown"),
    "transform": ("", "sign log1p: sign(x) log(1 + |x|) of the density; none: the density itself"),
    "image": ("", "picture, as the source has it"),
    "kind": ("", "kind of picture"),
    "nm_per_pixel": ("nm", "width of a pixel; null where unknown"),
    "label": ("", "label that the source gives"),
    "caption": ("", "caption that the source gives"),
    "senders": ("", "site where each edge starts"),
    "receivers": ("", "site where each edge ends"),
    "images": ("", "periodic image of the end, in lattice vectors"),
    "distances": (_ANGSTROM, "length of each edge"),
    "magpie": ("", "Magpie features (Ward et al., 2016), in matminer's order"),
    "energy_per_atom": ("eV", "energy by CHGNet"),
    "magnetic_moments": ("Bohr magneton", "moment of each site by CHGNet"),
    "route": ("", "route of the synthesis"),
    "precursors": ("", "what went in; amounts with their units"),
    "steps": ("", "operations in the order done; quantities with their units, words as printed"),
    "page": ("", "page of the document, from 1"),
    "property": ("", "property, a name of matloom's vocabulary"),
    "words": ("", "its name as printed"),
    "value": ("as in unit", "value as printed"),
    "low": ("as in unit", "lower end of a printed range"),
    "high": ("as in unit", "upper end of a printed range"),
    "relation": ("", "=, ~, <, >, <= or >="),
    "uncertainty": ("as in unit", "printed uncertainty"),
    "unit": ("", "unit as printed"),
    "canonical_value": ("as in canonical_unit", "value in the property's canonical unit"),
    "canonical_low": ("as in canonical_unit", "lower end in the canonical unit"),
    "canonical_high": ("as in canonical_unit", "upper end in the canonical unit"),
    "canonical_unit": ("", "canonical unit"),
    "conditions": ("", "under which the value holds, with units"),
    "confidence": ("", "0 to 1, see Confidence"),
    "confidence_method": ("", "how the confidence was made"),
    "bbox": ("pt", "where the value stands on the page: left, top, right, bottom"),
    "quote": ("", "raw words that the value was read from"),
    "embedding": ("", "vector that the source gives"),
    "origin": ("", "who says so: reported or cited by a paper, read off a plot, or computed"),
    "method": ("", "how the row was made or measured"),
    "method_version": ("", "version of the method"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its type in words, its unit ("" where it has none), what it is, and the feature itself."""

    name: str
    kind: str
    unit: str
    what: str
    feature: Any


def fields(recipe: Recipe, table: str) -> list[Field]:
    """The columns of a table in their order."""
    return [_field(recipe, name, feature) for name, feature in features(recipe, table).items()]


def _field(recipe: Recipe, name: str, feature: Any) -> Field:
    published = recipe.properties()
    if name in published:
        unit, what = published[name].unit, published[name].description
    elif name.startswith("has_"):
        unit, what = "", f"whether the table {name.removeprefix('has_')} has this row"
    elif name.startswith("split_"):
        unit, what = "", f"side of the row in the split {name.removeprefix('split_')}"
    else:
        unit, what = _COLUMNS[name]
    return Field(name, _kind(feature), unit, what, feature)


def _kind(feature: Any) -> str:
    if isinstance(feature, ClassLabel):
        return "class: " + ", ".join(feature.names)
    if isinstance(feature, ArrayXD):
        return f"{' × '.join(map(str, feature.shape))} {feature.dtype}"
    if isinstance(feature, List):
        return f"list of {feature.length} × {_kind(feature.feature)}" if feature.length > 0 else (
            f"list of {_kind(feature.feature)}")  # fmt: skip
    if isinstance(feature, Image):
        return "image"
    if isinstance(feature, dict):
        return "record of " + ", ".join(Features(feature))
    return str(feature.dtype)
