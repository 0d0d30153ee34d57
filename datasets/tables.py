"""A recipe in, the typed columns of each of its tables out: Hugging Face features and the Arrow schema in the files."""

from collections.abc import Callable
from typing import Final

import pyarrow as pa
from datasets import Array2D, Array3D, ClassLabel, Features, Image, List, Value
from datasets.features.features import _ArrayXD as ArrayXD

from .derived.magpie import MAGPIE_FEATURES
from .recipe import Recipe

CRYSTAL_SYSTEMS: Final = ("triclinic", "monoclinic", "orthorhombic", "tetragonal", "trigonal", "hexagonal", "cubic")
ORIGINS: Final = ("reported", "cited", "read-off", "computed")
SPLITS: Final = ("train", "validation", "test", "unused")
"""``unused``: rows that a split leaves out, because they belong with rows on the other side."""

_TEXT, _REAL, _SINGLE, _INT, _BOOL = (Value(name) for name in ("string", "float64", "float32", "int64", "bool"))
_MADE = {"origin": ClassLabel(names=list(ORIGINS)), "method": _TEXT, "method_version": _TEXT}
_RIGHTS = {"licence": _TEXT, "doi": _TEXT}
_QUANTITY = {
    "value": _REAL, "low": _REAL, "high": _REAL, "relation": _TEXT, "uncertainty": _REAL, "unit": _TEXT,
    "canonical_value": _REAL, "canonical_low": _REAL, "canonical_high": _REAL, "canonical_unit": _TEXT,
}  # fmt: skip


def index_features(recipe: Recipe) -> Features:
    """Columns of the index: one row a material or sample."""
    columns: dict[str, object] = {"material_id": _TEXT}
    if recipe.dataset.key == "sample_id":
        columns["sample_id"] = _TEXT
    columns |= {
        "chemical_formula_reduced": _TEXT, "chemical_formula_anonymous": _TEXT, "chemical_system": _TEXT,
        "elements": List(_TEXT), "nelements": _INT, "nsites": _INT,
        "space_group_symbol_hermann_mauguin": _TEXT, "space_group_it_number": _INT, "point_group": _TEXT,
        "crystal_system": ClassLabel(names=list(CRYSTAL_SYSTEMS)),
        "structure_fingerprint": _TEXT, "fingerprint_version": _TEXT,
        "duplicate_group": _TEXT, "duplicate_cluster": _TEXT,
        "source": _TEXT, "licence": _TEXT, "doi": _TEXT, "document": _TEXT,
    }  # fmt: skip
    columns |= {f"has_{name}": _BOOL for name in recipe.modalities.chosen()}
    columns |= {f"split_{split.name}": ClassLabel(names=list(SPLITS)) for split in recipe.splits}
    return Features(columns)


def _crystal(_: Recipe) -> dict[str, object]:
    species = {"name": _TEXT, "chemical_symbols": List(_TEXT), "concentration": List(_REAL)}
    return {
        "chemical_formula_reduced": _TEXT, "chemical_formula_descriptive": _TEXT, "nsites": _INT,
        "lattice_vectors": Array2D(shape=(3, 3), dtype="float64"),
        "cartesian_site_positions": List(List(_REAL, length=3)),
        "fractional_site_positions": List(List(_REAL, length=3)),
        "species_at_sites": List(_TEXT), "species": List(species), "atomic_numbers": List(_INT),
        "structure_features": List(_TEXT),
    }  # fmt: skip


def _text(_: Recipe) -> dict[str, object]:
    return {"text": _TEXT} | _RIGHTS | _MADE


def _xrd(recipe: Recipe) -> dict[str, object]:
    options = recipe.modalities.xrd
    assert options is not None
    points = round((options.two_theta[1] - options.two_theta[0]) / options.step) + 1
    grid = {"two_theta_start": _REAL, "two_theta_step": _REAL, "wavelength": _REAL}
    return {
        "intensity": List(_SINGLE, length=points),
        "own_two_theta": List(_SINGLE),
        "own_intensity": List(_SINGLE),
    } | (grid | _MADE)


def _dos(recipe: Recipe) -> dict[str, object]:
    options = recipe.modalities.dos
    assert options is not None
    own = {"own_energy": List(_SINGLE), "own_dos": List(_SINGLE), "fermi_energy": _REAL}
    return {"dos": List(_SINGLE, length=options.points)} | own | {"energy_start": _REAL, "energy_step": _REAL} | _MADE


def _charge_density(recipe: Recipe) -> dict[str, object]:
    options = recipe.modalities.charge_density
    assert options is not None
    grid = Array3D(shape=(options.grid,) * 3, dtype="float32")
    return {"charge_density": grid, "own_shape": List(_INT, length=3), "volume": _REAL, "transform": _TEXT} | _MADE


def _images(_: Recipe) -> dict[str, object]:
    return {"image": Image(), "kind": _TEXT, "nm_per_pixel": _REAL, "label": _TEXT, "caption": _TEXT} | _RIGHTS | _MADE


def _graph(_: Recipe) -> dict[str, object]:
    edges = {"senders": List(_INT), "receivers": List(_INT), "images": List(List(_INT, length=3))}
    return {"atomic_numbers": List(_INT)} | edges | {"distances": List(_SINGLE)} | _MADE


def _magpie(_: Recipe) -> dict[str, object]:
    return {"magpie": List(_REAL, length=MAGPIE_FEATURES)} | _MADE


def _chgnet(_: Recipe) -> dict[str, object]:
    return {"energy_per_atom": _REAL, "magnetic_moments": List(_REAL)} | _MADE


def _processing(_: Recipe) -> dict[str, object]:
    step: dict[str, object] = {"operation": _TEXT, "words": _TEXT, "atmosphere": _TEXT}
    for name in ("temperature", "time"):
        step |= {name: _REAL, f"{name}_low": _REAL, f"{name}_high": _REAL, f"{name}_unit": _TEXT}
    precursor = {"name": _TEXT, "formula": _TEXT, "amount": _REAL, "unit": _TEXT, "role": _TEXT}
    return {"route": _TEXT, "precursors": List(precursor), "steps": List(step), "page": _INT} | _RIGHTS | _MADE


def _measurements(_: Recipe) -> dict[str, object]:
    condition = {"name": _TEXT, "value": _REAL, "unit": _TEXT, "text": _TEXT}
    evidence = {"page": _INT, "bbox": List(_REAL), "quote": _TEXT} | _RIGHTS
    return (
        {"property": _TEXT, "words": _TEXT}
        | _QUANTITY
        | {"conditions": List(condition), "confidence": _REAL, "confidence_method": _TEXT}
        | evidence
    ) | _MADE


def _properties(recipe: Recipe) -> dict[str, object]:
    return dict.fromkeys(recipe.properties(), _REAL)


def _embedding(_: Recipe) -> dict[str, object]:
    return {"embedding": List(_SINGLE)} | _MADE


_COLUMNS: Final[dict[str, Callable[[Recipe], dict[str, object]]]] = {
    "crystal": _crystal, "text": _text, "xrd": _xrd, "dos": _dos, "charge_density": _charge_density,
    "images": _images, "graph": _graph, "magpie": _magpie, "chgnet": _chgnet, "processing": _processing,
    "measurements": _measurements, "properties": _properties, "embedding": _embedding,
}  # fmt: skip


def features(recipe: Recipe, table: str) -> Features:
    """The typed columns of ``index`` or of a modality's table. The key column stands first."""
    if table == "index":
        return index_features(recipe)
    return Features({recipe.dataset.key: _TEXT} | _COLUMNS[table](recipe))


def _storage(feature: object) -> pa.DataType:
    """The Arrow type of a feature with plain nested lists in the place of extension types."""
    if isinstance(feature, ArrayXD):
        kind = pa.from_numpy_dtype(feature.dtype)
        for _ in feature.shape:
            kind = pa.list_(kind)
        return kind
    return Features({"feature": feature}).arrow_schema.field(0).type


def arrow_schema(columns: Features) -> pa.Schema:
    """The schema of the files: readable without Hugging Face's library, typed again by its metadata."""
    fields = [pa.field(name, _storage(feature)) for name, feature in columns.items()]
    return pa.schema(fields, metadata=columns.arrow_schema.metadata)
