"""Rows, masks and batches: what a step sees, controls, duplicates, several rows of one material."""

import json

import numpy as np
import pyarrow as pa
import pytest
from matloom.multimodal.dataset import MaterialRows, StepBatches, Steps
from matloom.multimodal.directory import DatasetDirectory
from matloom.multimodal.modality import make_modality
from matloom.records.errors import MatloomError
from small_dataset import write_dataset, write_table

XRD = {"xrd": make_modality({"kind": "xrd/1", "points": 128})}
BOTH = {"composition": make_modality({"kind": "composition/1", "width": 8}), **XRD}


@pytest.fixture
def data(tmp_path):
    return write_dataset(tmp_path / "salts", without_xrd=12)


def test_units_are_those_of_the_recipe(data):
    assert DatasetDirectory(data).units() == {}
    properties = {"e": {"name": "energy", "unit": "eV"}, "n": {"name": "sites", "unit": None}}
    (data / "dataset.json").write_text(json.dumps({"recipe": {"sources": [{"properties": properties}, {}]}}))
    assert DatasetDirectory(data).units() == {"energy": "eV"}


def test_split_names_come_from_the_features_of_the_index(data):
    directory = DatasetDirectory(data)
    parts = directory.split("hash")
    assert parts[:7].tolist() == ["train"] * 4 + ["validation", "test", "train"]
    assert directory.splits() == ["hash"]


def test_masks_say_who_has_what_and_inputs_hold_no_one_else(data):
    rows = MaterialRows.read(DatasetDirectory(data), BOTH)
    batch = rows.batch(np.array([0, 47, 3, 40]))
    assert batch["mask"]["xrd"].tolist() == [True, False, True, False]
    assert batch["mask"]["composition"].all()
    assert batch["inputs"]["xrd"]["spectrum"].shape == (2, 1, 128)
    assert "xrd" not in rows.batch(np.array([45, 46]))["inputs"]


def test_every_row_comes_once_an_epoch_and_a_step_does_not_depend_on_the_steps_before(data):
    rows = MaterialRows.read(DatasetDirectory(data), XRD)
    batches = StepBatches(rows, np.arange(48), batch_size=12, seed=3)
    epoch = np.concatenate([batches.step_rows(step) for step in range(4)])
    assert sorted(epoch) == list(range(48))
    assert sorted(np.concatenate([batches.step_rows(step) for step in range(4, 8)])) == list(range(48))
    assert (
        StepBatches(rows, np.arange(48), batch_size=12, seed=3).step_rows(5).tolist() == batches.step_rows(5).tolist()
    )
    assert batches.step_rows(0).tolist() != batches.step_rows(4).tolist()
    assert list(Steps(3, 6)) == [3, 4, 5]


def test_processes_and_pieces_share_the_rows_of_a_step(data):
    rows = MaterialRows.read(DatasetDirectory(data), XRD)
    seen = []
    for rank in range(2):
        batches = StepBatches(rows, np.arange(48), batch_size=12, pieces=3)
        batches.rank, batches.world = rank, 2
        pieces = batches[1]
        assert [len(piece["row"]) for piece in pieces] == [2, 2, 2]
        seen += [row for piece in pieces for row in piece["row"].tolist()]
    assert seen == batches.step_rows(1).tolist()


def test_thinning_takes_its_share_and_shuffling_stays_within_its_part(data):
    directory = DatasetDirectory(data)
    rows = MaterialRows.read(directory, BOTH)
    thin = rows.thinned(0.6, seed=0)
    assert 0.2 < thin.has("composition").mean() < 0.6
    assert not (thin.has("xrd") & ~rows.has("xrd")).any()
    parts = directory.split("hash")
    control = rows.shuffled(parts, seed=0)
    assert (control.held["composition"].first == rows.held["composition"].first).all()
    moved = control.held["xrd"].first != rows.held["xrd"].first
    assert moved.mean() > 0.7
    for part in ("train", "test"):
        own = parts == part
        assert sorted(control.held["xrd"].first[own]) == sorted(rows.held["xrd"].first[own])


def test_of_several_rows_of_a_material_the_first_is_evaluated_and_any_is_trained_on(tmp_path):
    data = write_dataset(tmp_path / "salts")
    patterns = [[float(i == j) for i in range(128)] for j in range(5)]
    keys = ["m-2", "m-0", "m-2", "m-2", "unknown"]
    write_table(data, "xrd", {"material_id": keys, "intensity": patterns})
    rows = MaterialRows.read(DatasetDirectory(data), XRD)
    assert rows.held["xrd"].count[:3].tolist() == [1, 0, 3]
    first = rows.batch(np.array([2, 0]))["inputs"]["xrd"]["spectrum"]
    assert first[:, 0].argmax(1).tolist() == [0, 1]
    generator = np.random.default_rng(0)
    drawn = [int(rows.batch(np.array([2]), generator)["inputs"]["xrd"]["spectrum"].argmax()) for _ in range(40)]
    assert set(drawn) == {0, 2, 3}


def test_duplicates_are_one_material(tmp_path):
    data = write_dataset(tmp_path / "salts", 6)
    index = DatasetDirectory(data).index.to_pydict()
    write_table(
        data, "index", {**index, "split_hash": ["train"] * 6, "duplicate_group": ["a", "b", "a", None, "c", "b"]}
    )
    material = DatasetDirectory(data).materials()
    assert material[0] == material[2] != material[1] == material[5]
    assert len(set(material.tolist())) == 4


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: (path / "data" / "index" / "train-00000-of-00001.parquet").write_bytes(b"PAR1"), "data/index"),
        (lambda path: write_table(path, "index", {"material_id": ["a", "a"]}), "material_id twice"),
        (
            lambda path: write_table(path, "xrd", {"material_id": ["m-1"], "height": [1.0]}),
            "no column intensity|data/xrd",
        ),
    ],
)
def test_a_folder_that_is_no_dataset_says_what_is_wrong(tmp_path, spoil, words):
    data = write_dataset(tmp_path / "salts", 6)
    spoil(data)
    with pytest.raises(MatloomError, match=words) as caught:
        MaterialRows.read(DatasetDirectory(data), XRD)
    assert caught.value.code == "M001"
    with pytest.raises(MatloomError, match="no data/index"):
        DatasetDirectory(tmp_path)


def test_numbers_of_a_split_without_names_are_refused(tmp_path):
    data = write_dataset(tmp_path / "salts", 6)
    index = DatasetDirectory(data).index.replace_schema_metadata(None)
    write_table(data, "index", {name: index[name] for name in index.column_names})
    with pytest.raises(MatloomError, match="numbers without their names"):
        DatasetDirectory(data).split("hash")
    assert isinstance(index, pa.Table)
