"""Crystal graphs against pymatgen's neighbours, packing against one by one, and the line graph against pairs."""

import numpy as np
import pyarrow as pa
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.multimodal.encoders.graph import CrystalGraphConvolution, LineGraphAttention, line_graph
from matloom.multimodal.graphs import Neighbours, crystal_graph, pack_graphs
from matloom.multimodal.reconstruction import GraphReconstruction, ReconstructionOptions
from matloom.multimodal.stores import GraphStore, runs
from pymatgen.core import Lattice, Structure


def structure(seed, atoms=3):
    generator = np.random.default_rng(seed)
    lattice = Lattice(4.0 * np.eye(3) + generator.uniform(-0.8, 0.8, (3, 3)))
    return Structure(lattice, ["Na", "Cl", "O"][:atoms], generator.random((atoms, 3)))


def rows(structures):
    return pa.table(
        {
            "material_id": [f"m-{i}" for i in range(len(structures))],
            "lattice_vectors": [s.lattice.matrix.tolist() for s in structures],
            "cartesian_site_positions": [s.cart_coords.tolist() for s in structures],
            "species_at_sites": [[site.species_string for site in s] for s in structures],
        }
    )


@given(st.integers(0, 10_000), st.integers(1, 3))
@settings(max_examples=25)
def test_edges_are_the_nearest_neighbours_that_pymatgen_finds(seed, atoms):
    crystal = structure(seed, atoms)
    graph = crystal_graph(crystal.lattice.matrix, crystal.cart_coords, Neighbours(radius=6.0, most=12))
    for centre in range(atoms):
        own = graph["receivers"] == centre
        found = np.sort(np.linalg.norm(graph["vectors"][own], axis=1))
        wanted = sorted(n.nn_distance for n in crystal.get_neighbors(crystal[centre], 6.0) if n.nn_distance > 1e-6)[:12]
        np.testing.assert_allclose(found, wanted, atol=1e-4)
    ends = crystal.cart_coords[graph["receivers"]] + graph["vectors"] - crystal.cart_coords[graph["senders"]]
    steps = ends @ np.linalg.inv(crystal.lattice.matrix)
    np.testing.assert_allclose(steps, np.round(steps), atol=1e-4)


def test_packed_crystals_are_each_crystals_own_graph_in_any_order_and_from_two_processes():
    structures = [structure(seed, 1 + seed % 3) for seed in range(600)]
    near = Neighbours(radius=4.0, most=4)
    packed = pack_graphs(rows(structures), near, workers=1)
    in_parallel = pack_graphs(rows(structures), near, workers=2)
    assert packed.keys() == in_parallel.keys()
    for name, array in packed.items():
        assert np.array_equal(array, in_parallel[name]), name
    taken = GraphStore(packed).take(np.array([7, 2, 7]))
    assert taken["atoms"].tolist() == [2, 3, 2]
    assert taken["crystal"].tolist() == [0, 0, 1, 1, 1, 2, 2]
    alone = crystal_graph(structures[2].lattice.matrix, structures[2].cart_coords, near)
    own = (taken["edges"][1] >= 2) & (taken["edges"][1] < 5)
    assert (taken["edges"][0][own] - 2).tolist() == alone["senders"].tolist()
    np.testing.assert_array_equal(taken["vectors"][own], alone["vectors"])


def test_runs():
    assert runs(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_line_graph_joins_all_edges_that_meet(counts):
    receivers = torch.arange(len(counts)).repeat_interleave(torch.tensor(counts))
    wanted = {(a, b) for a in range(len(receivers)) for b in range(len(receivers))
              if a != b and receivers[a] == receivers[b]}  # fmt: skip
    assert set(map(tuple, line_graph(receivers).T.tolist())) == wanted


def features(encoder, crystal):
    store = GraphStore(pack_graphs(rows([crystal]), Neighbours(radius=5.0, most=60)))
    return encoder(store.take(np.array([0])))


def test_features_do_not_change_when_the_crystal_is_turned_moved_or_written_in_another_cell():
    crystal = structure(3)
    turned = crystal.copy()
    angle = np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))[0]
    turned.lattice = Lattice(crystal.lattice.matrix @ (angle * np.linalg.det(angle)))
    moved = crystal.copy()
    moved.translate_sites(range(3), [0.21, 0.4, 0.77])
    double = crystal * (2, 1, 1)
    for make in (CrystalGraphConvolution, LineGraphAttention):
        torch.manual_seed(0)
        encoder = make(width=16, layers=2).eval()
        wanted = features(encoder, crystal)
        for other in (turned, moved, double):
            torch.testing.assert_close(features(encoder, other), wanted, rtol=1e-3, atol=1e-4)


def test_only_the_line_graph_sees_angles():
    # Two neighbours at equal distances, in a line or at a right angle; cells too large for anything else.
    straight = Structure(
        Lattice.cubic(20), ["O", "H", "H"], [[0, 0, 0], [1, 0, 0], [-1, 0, 0]], coords_are_cartesian=True
    )
    bent = Structure(Lattice.cubic(20), ["O", "H", "H"], [[0, 0, 0], [1, 0, 0], [0, 1, 0]], coords_are_cartesian=True)
    near = Neighbours(radius=1.2, most=4)
    store = GraphStore(pack_graphs(rows([straight, bent]), near))
    for make, differs in ((CrystalGraphConvolution, False), (LineGraphAttention, True)):
        torch.manual_seed(0)
        found = make(width=16, layers=1).eval()(store.take(np.arange(2)))
        assert bool((found[0] - found[1]).abs().max() > 1e-5) is differs


def test_reconstruction_learns_each_task_and_names_it():
    torch.manual_seed(0)
    store = GraphStore(pack_graphs(rows([structure(3)] * 16), Neighbours(radius=5.0, most=8)))
    encoder = CrystalGraphConvolution(width=32, layers=2)
    task = GraphReconstruction(encoder, ReconstructionOptions(noise=0.3, masked=0.3))
    inputs = store.take(np.arange(16))
    assert set(task(encoder, inputs)) == {"atoms", "edges", "distances", "elements"}
    only = GraphReconstruction(encoder, ReconstructionOptions(atoms=0.0, edges=0.0, elements=0.0))
    assert set(only(encoder, inputs)) == {"distances"}
    optimizer = torch.optim.Adam([*encoder.parameters(), *task.parameters()], lr=3e-3)
    history = []
    for _ in range(100):
        optimizer.zero_grad()
        parts = task(encoder, inputs)
        torch.stack(list(parts.values())).sum().backward()
        optimizer.step()
        history.append({name: float(part.detach()) for name, part in parts.items()})
    for name in history[0]:
        first, last = (np.mean([part[name] for part in span]) for span in (history[:15], history[-15:]))
        assert last < 0.9 * first, name
