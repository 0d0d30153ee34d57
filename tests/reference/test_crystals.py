import json

import numpy as np
import pytest
from matloom.reference.crystals import MAXIMUM_SITES, from_cif, from_json, from_text, to_structure
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.io.cif import CifWriter
from pymatgen.io.vasp import Poscar
from reference_crystals import ALL, rock_salt


def jarvis(structure, cartesian):
    coords = structure.cart_coords if cartesian else structure.frac_coords
    elements = [site.specie.symbol + " " for site in structure]
    return {"lattice_mat": structure.lattice.matrix.tolist(), "coords": coords.tolist(), "elements": elements,
            "cartesian": cartesian}  # fmt: skip


def optimade(structure):
    names = [site.specie.symbol for site in structure]
    species = [{"name": name, "chemical_symbols": [name], "concentration": [1.0]} for name in sorted(set(names))]
    return {"lattice_vectors": structure.lattice.matrix.tolist(), "species": species, "species_at_sites": names,
            "cartesian_site_positions": structure.cart_coords.tolist()}  # fmt: skip


FORMATS = {
    "pymatgen": lambda s: from_json(s.as_dict()),
    "mp document": lambda s: from_json({"material_id": "mp-1", "structure": s.as_dict()}),
    "jarvis": lambda s: from_json({"jid": "JVASP-1", "atoms": jarvis(s, False)}),
    "jarvis cartesian": lambda s: from_json({"atoms": jarvis(s, True)}),
    "optimade": lambda s: from_json({"id": "1", "attributes": optimade(s)}),
    "cif": lambda s: from_text(str(CifWriter(s, symprec=0.01))),
    "poscar": lambda s: from_text(str(Poscar(s))),
    "printed": lambda s: from_text(str(s)),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["olivine", "corundum", "anatase"])
def test_every_format_gives_the_same_crystal(form, name):
    crystal = FORMATS[form](ALL[name])
    assert StructureMatcher().fit(to_structure(crystal), ALL[name])
    assert crystal.volume == pytest.approx(ALL[name].volume, rel=1e-4)


def test_partial_occupancy_and_vacancies_are_kept():
    raw = {
        "lattice_vectors": [[4, 0, 0], [0, 4, 0], [0, 0, 4]], "species_at_sites": ["A", "B"],
        "cartesian_site_positions": [[0, 0, 0], [2, 2, 2]],
        "species": [
            {"name": "A", "chemical_symbols": ["Ba", "Sr", "vacancy"], "concentration": [0.7, 0.2, 0.1]},
            {"name": "B", "chemical_symbols": ["Ti"], "concentration": [1.0]},
        ],
    }  # fmt: skip
    assert from_json({"attributes": raw}).amounts == {"Ba": 0.7, "Sr": 0.2, "Ti": 1.0}


def edited(**changes):
    raw = jarvis(rock_salt(), False)
    return {"atoms": raw | changes}


@pytest.mark.parametrize(
    "raw",
    [
        edited(lattice_mat=[[0, 0, 0]] * 3), edited(lattice_mat=[[float("nan")] * 3] * 3), edited(elements=["Qq"] * 8),
        edited(coords=[[0, 0, 0]]), edited(coords=[[float("inf")] * 3] * 8), edited(elements=["Na"] * 3),
        edited(elements=["Na"] * (MAXIMUM_SITES + 1)), {"nothing": 1}, [], None, "", {"atoms": {"lattice_mat": "x"}},
        {"sites": [], "lattice": {"matrix": [[4, 0, 0], [0, 4, 0], [0, 0, 4]]}},
    ],
)  # fmt: skip
def test_what_is_no_crystal_is_refused(raw):
    with pytest.raises((ValueError, KeyError, TypeError, IndexError, StopIteration)):
        from_json(raw)


def test_a_file_cannot_name_classes_that_are_built(tmp_path):
    raw = rock_salt().as_dict()
    for site in raw["sites"]:
        site["properties"] = {"x": {"@module": "pathlib", "@class": "Path", "path": str(tmp_path / "made")}}
    assert len(from_json(json.loads(json.dumps(raw))).species) == 8


def test_a_cif_with_more_symmetry_than_sites_is_read_as_one_cell():
    crystal = from_cif(str(CifWriter(rock_salt(), symprec=0.01)))
    assert crystal.amounts == {"Na": 4.0, "Cl": 4.0}
    assert np.all((crystal.positions > -1e-6) & (crystal.positions < 1 + 1e-6))
