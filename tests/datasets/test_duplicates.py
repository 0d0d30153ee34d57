"""Duplicates on structures made to be equal or not, and on carbon polymorphs against StructureMatcher itself."""

import csv
import gzip
import itertools

import numpy as np
import pytest
from matloom.datasets.duplicates import clusters_of, group_structures, leaders_of, near_pairs
from matloom.datasets.fingerprints import structure_fingerprint
from matloom.datasets.neighbours import bonds
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Lattice, Structure
from shared import SHARED, needs_shared


def fingerprint(structure: Structure) -> str:
    return structure_fingerprint(structure, bonds(structure), structure.composition.reduced_formula)


def rutile(a: float, c: float, u: float) -> Structure:
    lattice = Lattice.tetragonal(a, c)
    return Structure.from_spacegroup("P4_2/mnm", lattice, ["Ti", "O"], [[0, 0, 0], [u, u, 0]])


@pytest.mark.parametrize("scaling", [(2, 1, 1), ((1, 1, 0), (0, 1, 0), (0, 0, 1)), 2])
def test_fingerprint_knows_no_cell_no_strain_and_no_order_of_sites(scaling):
    structure = rutile(4.59, 2.96, 0.305)
    other = rutile(4.65, 3.0, 0.305).make_supercell(scaling, in_place=False)
    sites = list(range(len(other)))
    np.random.default_rng(0).shuffle(sites)
    shuffled = Structure.from_sites([other[i] for i in sites])
    assert fingerprint(shuffled) == fingerprint(structure)


def test_fingerprint_tells_polymorphs_and_compositions_apart():
    diamond = Structure.from_spacegroup("Fd-3m", Lattice.cubic(3.57), ["C"], [[0, 0, 0]])
    silicon = Structure.from_spacegroup("Fd-3m", Lattice.cubic(5.43), ["Si"], [[0, 0, 0]])
    simple = Structure.from_spacegroup("Pm-3m", Lattice.cubic(1.8), ["C"], [[0, 0, 0]])
    assert len({fingerprint(s) for s in (diamond, silicon, simple)}) == 3


def test_near_pairs_are_the_same_by_tree_and_by_table():
    vectors = np.random.default_rng(1).uniform(0, 0.6, size=(260, 3))
    slow = {(i, j) for i, j in itertools.combinations(range(260), 2) if np.abs(vectors[i] - vectors[j]).max() <= 0.1}
    assert {tuple(pair) for pair in near_pairs(vectors).tolist()} == slow
    assert {tuple(pair) for pair in near_pairs(vectors[:150]).tolist()} == {p for p in slow if max(p) < 150}


def test_groups_hold_what_matches_the_first_and_clusters_hold_chains():
    pairs = np.array([[0, 1], [1, 2], [0, 2], [3, 4]])
    matching = {(0, 1), (1, 2)}
    asked = []

    def match(i: int, j: int) -> bool:
        asked.append((i, j))
        return (i, j) in matching

    assert clusters_of(pairs, 5, match) == [0, 0, 0, 3, 4]
    assert asked == [(0, 1), (1, 2), (3, 4)]
    assert leaders_of(pairs, 5, match) == [0, 0, 2, 3, 4]


@needs_shared
def test_carbon_pairs_agree_with_structure_matcher():
    path = SHARED / "data/materials/cdvae_perov5_carbon24/carbon_24_val.csv.gz"
    with gzip.open(path, "rt") as lines:
        structures = [Structure.from_str(row["cif"], fmt="cif") for row in itertools.islice(csv.DictReader(lines), 120)]
    found = group_structures(((i, fingerprint(s), s) for i, s in enumerate(structures)), 0.3)
    matcher = StructureMatcher()
    pairs = list(itertools.combinations(range(120), 2))[::6]
    agree = [
        matcher.fit(structures[i], structures[j]) == (found.group.get(i, -1 - i) == found.group.get(j, -1 - j))
        for i, j in pairs
    ]
    assert np.mean(agree) >= 0.97
    assert found.group
