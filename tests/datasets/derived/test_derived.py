"""Derived modalities against what crystallography says of crystals that everybody knows."""

import numpy as np
import pytest
from matloom.datasets.derived.descriptions import describe, description_row
from matloom.datasets.derived.graphs import graph_row
from matloom.datasets.derived.magpie import MAGPIE_FEATURES, magpie_labels, magpie_row
from matloom.datasets.derived.spectra import charge_density_row, dos_row
from matloom.datasets.derived.xrd import computed_pattern, measured_pattern, two_theta_grid
from matloom.datasets.neighbours import bonds
from matloom.datasets.recipe import ChargeDensity, Dos, Graph, Text, Xrd
from matloom.datasets.structures import symmetry_columns
from pymatgen.core import Composition, Lattice, Structure

NACL = Structure.from_spacegroup("Fm-3m", Lattice.cubic(5.64), ["Na", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]])
TITANATE = Structure.from_spacegroup(
    "Pm-3m", Lattice.cubic(3.905), ["Sr", "Ti", "O"], [[0.5] * 3, [0] * 3, [0.5, 0, 0]]
)


def test_rock_salt_has_its_lines_where_bragg_puts_them():
    options = Xrd(two_theta=(20, 60), step=0.02, fwhm=0.1)
    row = computed_pattern(NACL, options)
    spacings = [5.64 / np.sqrt(n) for n in (3, 4, 8, 11, 12)]
    bragg = [2 * np.degrees(np.arcsin(row["wavelength"] / 2 / d)) for d in spacings]
    assert row["own_two_theta"] == pytest.approx(bragg, abs=1e-3)
    grid = two_theta_grid(options)
    assert len(grid) == len(row["intensity"]) == 2001
    assert grid[np.argmax(row["intensity"])] == pytest.approx(bragg[1], abs=0.02)
    assert row["intensity"].max() == pytest.approx(100)
    inside = (grid > bragg[0] - 1) & (grid < bragg[0] + 1)
    assert grid[inside][np.argmax(row["intensity"][inside])] == pytest.approx(bragg[0], abs=0.02)


def test_a_measured_pattern_is_resampled_and_kept():
    payload = {"two_theta": [15.0, 20.0, 30.0], "intensity": [0.0, 50.0, 10.0]}
    row = measured_pattern(payload, Xrd(two_theta=(10, 40), step=5))
    assert row["intensity"].tolist() == [0, 0, 100, 60, 20, 0, 0]
    assert row["own_intensity"].tolist() == [0, 50, 10] and row["origin"] == "reported"


def test_neighbours_of_a_perovskite_are_those_of_the_textbook():
    found = bonds(TITANATE)
    names = np.array([site.species_string for site in TITANATE])
    around = {name: sorted(names[found.neighbours[found.centres == i]]) for i, name in enumerate(names)}
    assert around["Ti"] == ["O"] * 6
    assert around["Sr"] == ["O"] * 12
    text = describe(TITANATE, symmetry_columns(TITANATE), found)
    assert text.startswith("SrTiO3 crystallizes in the cubic Pm-3m space group.")
    assert "Ti has 6 neighbours, 6 O, at 1.95 Å." in text
    assert "Sr has 12 neighbours, 12 O, at 2.76 Å." in text


def test_robocrystallographer_describes_without_a_network(monkeypatch):
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("a description asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    row = description_row(NACL, symmetry_columns(NACL), None, Text(method="robocrys"))
    assert "cubic Fm-3m" in row["text"] and "NaCl6 octahedra" in row["text"]
    assert row["origin"] == "computed" and row["method"] == "robocrys" and row["method_version"]


def test_graph_keeps_whole_shells():
    row = graph_row(NACL, Graph(cutoff=5.0, neighbours=6))
    assert np.bincount(row["senders"]).tolist() == [6] * 8
    assert row["distances"] == pytest.approx(2.82)
    cut_inside_a_shell = graph_row(NACL, Graph(cutoff=5.0, neighbours=8))
    assert np.bincount(cut_inside_a_shell["senders"]).tolist() == [18] * 8


def test_graph_edges_lead_where_they_say():
    row = graph_row(TITANATE, Graph())
    start = TITANATE.cart_coords[row["senders"]]
    end = TITANATE.cart_coords[row["receivers"]] + np.array(row["images"]) @ TITANATE.lattice.matrix
    assert np.linalg.norm(end - start, axis=1) == pytest.approx(row["distances"], abs=1e-4)


def test_magpie_has_its_features_and_nothing_made_up():
    row = magpie_row(Composition("Fe2O3"))
    values = dict(zip(magpie_labels(), row["magpie"], strict=True))
    assert len(values) == MAGPIE_FEATURES
    assert values["MagpieData mean Number"] == pytest.approx(0.4 * 26 + 0.6 * 8)
    assert values["MagpieData maximum Electronegativity"] == pytest.approx(3.44)


def test_dos_is_shifted_to_its_fermi_energy():
    energy = np.linspace(-3, 9, 241)
    row = dos_row(
        {"energy": energy, "dos": np.exp(-((energy - 4) ** 2)), "fermi_energy": 3.0}, Dos(energy=(-2, 2), points=81)
    )
    grid = row["energy_start"] + row["energy_step"] * np.arange(81)
    assert row["dos"] == pytest.approx(np.exp(-((grid - 1) ** 2)), abs=2e-3)
    broad = dos_row({"energy": energy, "dos": np.ones(241)}, Dos(energy=(-1, 1), points=21, smearing=0.1))
    assert broad["dos"][10] == pytest.approx(1.0, abs=1e-6)


def test_density_keeps_its_electrons_when_resampled():
    density = np.random.default_rng(0).uniform(0, 3, size=(24, 24, 24))
    row = charge_density_row({"density": density * 70.0, "volume": 70.0}, ChargeDensity(grid=12, log=False))
    assert np.mean(row["charge_density"]) == pytest.approx(density.mean(), rel=0.02)
    negative = charge_density_row({"density": -np.ones((4, 4, 4))}, ChargeDensity(grid=4))
    assert np.array(negative["charge_density"]) == pytest.approx(-np.log(2))
    assert negative["own_shape"] == [4, 4, 4] and negative["volume"] is None


def test_chgnet_says_what_the_model_says():
    model = pytest.importorskip("chgnet.model")
    from matloom.datasets.derived.chgnet import chgnet_row

    primitive = NACL.get_primitive_structure()
    expected = model.CHGNet.load(verbose=False, use_device="cpu").predict_structure(primitive, task="e")["e"]
    row = chgnet_row(primitive)
    assert row["energy_per_atom"] == pytest.approx(float(expected), abs=1e-4)
    assert len(row["magnetic_moments"]) == 2
