"""Stretched materials: a crystal and its pattern change as the pattern of the stretched crystal does."""

import numpy as np
import pyarrow as pa
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.datasets.derived.xrd import computed_pattern
from matloom.datasets.recipe import Xrd
from matloom.multimodal.cache import Cache
from matloom.multimodal.dataset import MaterialRows, StepBatches, Strain
from matloom.multimodal.directory import DatasetDirectory
from matloom.multimodal.joint import JointModel
from matloom.multimodal.modality import make_modality
from matloom.records.errors import MatloomError
from matloom.train.config import parse_config
from pymatgen.core import Lattice, Structure
from small_dataset import tiny_config, write_dataset

PEROVSKITE = Structure.from_spacegroup(
    "Pm-3m", Lattice.cubic(3.905), ["Sr", "Ti", "O"], [[0, 0, 0], [0.5, 0.5, 0.5], [0.5, 0.5, 0]]
)
NAMES = ("composition", "crystal", "xrd")


def stretched(factor: float) -> Structure:
    structure = PEROVSKITE.copy()
    structure.scale_lattice(PEROVSKITE.volume * factor**3)
    return structure


def taken(kind: str, rows: dict, **options) -> tuple:
    modality = make_modality({"kind": kind, **options})
    return modality, modality.read(pa.table({"material_id": ["m"], **rows}), Cache()).take(np.array([0]))


@settings(max_examples=10)
@given(factor=st.floats(0.95, 1.05), scale=st.sampled_from(["largest", "root", "none"]))
def test_a_stretched_pattern_is_that_of_the_stretched_crystal(factor, scale):
    wanted, before = (
        taken("xrd/1", {"intensity": [computed_pattern(s, Xrd())["intensity"].tolist()]}, scale=scale)
        for s in (stretched(factor), PEROVSKITE)
    )
    found = before[0].strained(before[1], torch.tensor([factor]))["spectrum"].flatten()
    likeness = torch.corrcoef(torch.stack([found, wanted[1]["spectrum"].flatten()]))[0, 1]
    assert likeness > (0.97 if scale == "root" else 0.98)  # heights change a little with the angle


def test_a_pattern_that_is_not_stretched_stays():
    modality, inputs = taken("xrd/1", {"intensity": [computed_pattern(PEROVSKITE, Xrd())["intensity"].tolist()]})
    found = modality.strained(inputs, torch.ones(1))["spectrum"]
    torch.testing.assert_close(found, inputs["spectrum"], atol=1e-4, rtol=0)


def test_a_grid_from_zero_has_no_holes():
    modality = make_modality({"kind": "xrd/1", "two_theta": (0.0, 70.0)})
    found = modality.strained({"spectrum": torch.ones(3, 1, 128)}, torch.tensor([0.97, 1.0, 1.03]))
    assert found["spectrum"].isfinite().all()


def test_a_stretched_graph_is_that_of_the_stretched_crystal():
    def graph(structure):
        return taken(
            "crystal/1",
            {
                "lattice_vectors": [structure.lattice.matrix.tolist()],
                "cartesian_site_positions": [structure.cart_coords.tolist()],
                "species_at_sites": [[site.species_string for site in structure]],
            },
        )

    modality, inputs = graph(PEROVSKITE)
    found, wanted = modality.strained(inputs, torch.tensor([1.03])), graph(stretched(1.03))[1]
    assert (found["edges"] == wanted["edges"]).all()
    torch.testing.assert_close(found["vectors"], wanted["vectors"], atol=1e-4, rtol=0)


@pytest.fixture
def data(tmp_path):
    return write_dataset(tmp_path / "salts", without_xrd=12)


def test_what_does_not_follow_waits_while_its_row_is_stretched(data):
    modalities = {name: make_modality({"kind": f"{name}/1"}) for name in NAMES}
    modalities["xrd"] = make_modality({"kind": "xrd/1", "points": 128})
    rows = MaterialRows.read(DatasetDirectory(data), modalities)
    strain = Strain(follows=("crystal", "xrd"), spread=0.05, share=0.5)
    batch = StepBatches(rows, np.arange(48), batch_size=48, strain=strain)[0][0]
    changed = batch["strain"] != 1
    assert 0.2 < changed.float().mean() < 0.6
    assert not (changed & ~batch["mask"]["xrd"]).any()
    assert (batch["mask"]["composition"] == ~changed).all()
    assert len(batch["inputs"]["composition"]["shares"]) == int((~changed).sum())
    assert "strain" not in rows.batch(np.arange(4))
    model = JointModel(modalities)
    model.eval()
    still = model(batch).embeddings
    model.train()
    moved = model(batch).embeddings
    for name in ("crystal", "xrd"):
        own = batch["mask"][name]
        same = torch.isclose(still[name], moved[name], atol=1e-4).all(dim=1)
        assert (same[own] == ~changed[own]).all()


def test_strain_needs_two_modalities_that_follow_and_no_shuffling(data):
    text = {"modalities": {"crystal": {"encoder_name": "chgnet_frozen"}}}
    with pytest.raises(MatloomError, match="needs two modalities that follow"):
        parse_config(tiny_config(data, data={"strain": 0.02}, **text))
    with pytest.raises(MatloomError, match="shuffle"):
        parse_config(tiny_config(data, data={"strain": 0.02, "shuffle": True}))
