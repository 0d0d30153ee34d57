import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from matloom.reference.cells import PRIMITIVE, Cell, near, primitive, reduced, strain, vectors_of
from pymatgen.core import Lattice
from pymatgen.symmetry.analyzer import SpacegroupAnalyzer
from reference_crystals import ALL

LENGTH, ANGLE = st.floats(3, 12), st.floats(65, 115)
CELLS = st.builds(Cell, LENGTH, LENGTH, LENGTH, ANGLE, ANGLE, ANGLE)
BASES = st.sampled_from([
    [[1, 1, 0], [0, 1, 0], [0, 0, 1]], [[1, 0, 0], [1, 1, 0], [1, 1, 1]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]],
    [[2, 1, 0], [1, 1, 0], [0, 0, 1]], [[1, 0, 2], [0, 1, 0], [0, 1, 1]],
])  # fmt: skip


@settings(max_examples=40)
@given(CELLS, BASES)
def test_the_choice_of_a_basis_is_no_strain(cell, basis):
    assume(cell.volume > 0.3 * cell.a * cell.b * cell.c)
    vectors = vectors_of(cell)
    one, other = reduced(vectors), reduced(np.array(basis) @ vectors)
    assert near(one, other[None])[0]
    found = strain(one, other)
    assert found is not None and abs(found.mean) < 2e-3 and found.shape < 2e-3


@settings(max_examples=40)
@given(CELLS, st.floats(-0.012, 0.012))
def test_a_change_of_scale_is_mean_strain_alone(cell, change):
    assume(cell.volume > 0.3 * cell.a * cell.b * cell.c)
    vectors = reduced(vectors_of(cell))
    found = strain(vectors * (1 + change), vectors)
    assert found is not None and found.mean == pytest.approx(change, abs=2e-4) and found.shape < 1e-6


@pytest.mark.parametrize(("name", "letter"), [("salt", "F"), ("anatase", "I"), ("corundum", "R"), ("rutile", "P")])
def test_a_conventional_cell_and_its_centring_give_the_primitive_lattice(name, letter):
    analyzer = SpacegroupAnalyzer(ALL[name], 0.01)
    conventional = Cell(*analyzer.get_conventional_standard_structure().lattice.parameters)
    found = strain(primitive(conventional, letter), reduced(analyzer.find_primitive().lattice.matrix))
    assert found is not None and abs(found.mean) < 1e-3 and found.shape < 1e-3


def test_volumes_of_the_centrings_are_those_of_the_tables():
    counts = {letter: 1 / abs(np.linalg.det(matrix)) for letter, matrix in PRIMITIVE.items()}
    assert counts == pytest.approx({"P": 1, "A": 2, "B": 2, "C": 2, "I": 2, "F": 4, "R": 3})


def test_different_lattices_are_not_aligned():
    assert strain(Lattice.cubic(4).matrix, Lattice.tetragonal(4, 4.5).matrix) is None
