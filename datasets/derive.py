"""One source row in, its facts and its row in each modality's table out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from pymatgen.core import Composition, Element, Structure

from .derived.chgnet import chgnet_row
from .derived.descriptions import description_row
from .derived.graphs import graph_row
from .derived.magpie import magpie_row
from .derived.spectra import charge_density_row, dos_row
from .derived.xrd import computed_pattern, measured_pattern
from .fingerprints import VERSION, structure_fingerprint
from .neighbours import Bonds, bonds
from .recipe import Modalities, Recipe
from .rows import BadRow, Payload, SourceRow
from .structures import composition_columns, crystal_row, read_structure, symmetry_columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """Facts for the index, and the rows of the modalities' tables (their key column still missing)."""

    facts: dict[str, Any]
    tables: dict[str, list[Payload]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Material:
    """What the derived modalities are made from; None where the row has no structure or no formula."""

    composition: Composition | None
    formulas: dict[str, Any]
    structure: Structure | None
    symmetry: dict[str, Any]
    bonds: Bonds | None


@lru_cache(maxsize=65536)
def _formula(text: str) -> tuple[Composition, dict[str, Any]]:
    composition = Composition(text)
    if not composition or not all(isinstance(element, Element) for element in composition):
        raise ValueError(f"no elements in {text[:80]!r}")
    return composition, composition_columns(composition)


def _material(row: SourceRow, needs_bonds: bool) -> _Material:
    structure = read_structure(row)
    if structure is not None:
        composition = structure.composition.element_composition
        found = bonds(structure) if needs_bonds else None
        return _Material(composition=composition, formulas=composition_columns(composition), structure=structure,
                         symmetry=symmetry_columns(structure), bonds=found)  # fmt: skip
    if row.formula is None:
        return _Material(composition=None, formulas={}, structure=None, symmetry={}, bonds=None)
    try:
        composition, formulas = _formula(str(row.formula))
    except Exception as error:  # pymatgen raises several kinds for a formula it cannot read
        raise BadRow("B003", row.where, f"{str(row.formula)[:80]!r}: {error}") from error
    return _Material(composition=composition, formulas=formulas, structure=None, symmetry={}, bonds=None)


def _given(
    make: Callable[[Payload, Any], Payload], name: str
) -> Callable[[SourceRow, _Material, Modalities], list[Payload]]:
    def rows(row: SourceRow, _: _Material, modalities: Modalities) -> list[Payload]:
        return [make(payload, getattr(modalities, name)) for payload in row.payloads.get(name, ())]

    return rows


def _crystal(_: SourceRow, material: _Material, __: Modalities) -> list[Payload]:
    return [crystal_row(material.structure, material.formulas)] if material.structure else []


def _text(row: SourceRow, material: _Material, modalities: Modalities) -> list[Payload]:
    assert modalities.text is not None
    rows = list(row.payloads.get("text", ()))
    if not rows and modalities.text.method != "source" and material.structure:
        rows = [description_row(material.structure, material.symmetry, material.bonds, modalities.text)]
    return rows


def _xrd(row: SourceRow, material: _Material, modalities: Modalities) -> list[Payload]:
    assert modalities.xrd is not None
    rows = [measured_pattern(payload, modalities.xrd) for payload in row.payloads.get("xrd", ())]
    if not rows and modalities.xrd.method == "pymatgen" and material.structure:
        rows = [computed_pattern(material.structure, modalities.xrd)]
    return rows


def _graph(_: SourceRow, material: _Material, modalities: Modalities) -> list[Payload]:
    assert modalities.graph is not None
    return [graph_row(material.structure, modalities.graph)] if material.structure else []


def _magpie(_: SourceRow, material: _Material, __: Modalities) -> list[Payload]:
    return [magpie_row(material.composition)] if material.composition else []


def _chgnet(_: SourceRow, material: _Material, __: Modalities) -> list[Payload]:
    return [chgnet_row(material.structure)] if material.structure and material.structure.is_ordered else []


def _properties(row: SourceRow, _: _Material, __: Modalities) -> list[Payload]:
    return [dict(row.properties)] if any(value is not None for value in row.properties.values()) else []


def _as_read(payload: Payload, _: Any) -> Payload:
    return payload


_MAKERS: Final[dict[str, Callable[[SourceRow, _Material, Modalities], list[Payload]]]] = {
    "crystal": _crystal, "text": _text, "xrd": _xrd, "dos": _given(dos_row, "dos"),
    "charge_density": _given(charge_density_row, "charge_density"), "images": _given(_as_read, "images"),
    "graph": _graph, "magpie": _magpie, "chgnet": _chgnet, "processing": _given(_as_read, "processing"),
    "measurements": _given(_as_read, "measurements"), "properties": _properties,
    "embedding": _given(_as_read, "embedding"),
}  # fmt: skip


def derive(row: SourceRow, recipe: Recipe) -> Derived:
    """Facts and table rows of one source row. Raises BadRow, whatever is wrong with the row."""
    modalities = recipe.modalities
    described = modalities.text is not None and modalities.text.method == "matloom"
    fingerprinted = recipe.duplicates.by == "structure"
    material = _material(row, described or fingerprinted)
    fingerprint = None
    if fingerprinted and material.structure and material.bonds:
        fingerprint = structure_fingerprint(
            material.structure, material.bonds, material.formulas["chemical_formula_reduced"]
        )
    facts = {
        "key": row.key, "where": row.where, "material_id": row.material_id or row.key, "source": row.source,
        "licence": row.licence, "doi": row.doi, "document": row.document, "published_split": row.split,
        "structure_fingerprint": fingerprint, "fingerprint_version": VERSION if fingerprint else None,
    } | material.formulas | material.symmetry  # fmt: skip
    try:
        tables = {name: _MAKERS[name](row, material, modalities) for name in modalities.chosen()}
    except (ValueError, KeyError, TypeError, ArithmeticError, IndexError) as error:
        raise BadRow("B009", row.where, f"{type(error).__name__}: {error}"[:300]) from error
    return Derived(facts=facts, tables={name: rows for name, rows in tables.items() if rows})
