"""Input that a run cannot be made of: a coded error before the first step, and no run folder left behind."""

import pytest
from matloom.multimodal.directory import DatasetDirectory
from matloom.records.errors import MatloomError
from matloom.train.checkpoints import newest_checkpoint
from matloom.train.config import load_config, parse_config
from matloom.train.pretrain import pretrain
from small_dataset import tiny_config, write_dataset, write_table


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return write_dataset(tmp_path_factory.mktemp("data") / "salts")


def wrong(dataset, code, tmp_path, **sections):
    with pytest.raises(MatloomError) as caught:
        pretrain(parse_config(tiny_config(dataset, **sections)), tmp_path / "wrong")
    assert caught.value.code == code
    assert not (tmp_path / "wrong").exists()
    return str(caught.value)


def test_a_modality_that_the_dataset_lacks(data, tmp_path):
    assert "dos" in wrong(data, "M002", tmp_path, modalities={"dos": {}})


def test_a_nan_in_a_spectrum_names_the_row(tmp_path):
    spoiled = write_dataset(tmp_path / "spoiled", nan_in_xrd=3)
    assert "m-3" in wrong(spoiled, "M003", tmp_path)


def test_a_batch_larger_than_the_data(data, tmp_path):
    assert "32 rows" in wrong(data, "M005", tmp_path, train={"batch_size": 1000})


def test_an_empty_split_and_an_unknown_one(data, tmp_path):
    empty = write_dataset(tmp_path / "empty")
    rows = DatasetDirectory(empty).index.to_pydict()
    write_table(empty, "index", {**rows, "split_hash": ["test"] * len(rows["material_id"])})
    wrong(empty, "M004", tmp_path)
    assert "hash" in wrong(data, "E006", tmp_path, data={"split": "elements"})


def test_modalities_that_no_two_materials_share(tmp_path):
    apart = write_dataset(tmp_path / "apart", without_xrd=47)
    wrong(apart, "M010", tmp_path)


def test_a_run_folder_of_another_config(data, tmp_path):
    pretrain(parse_config(tiny_config(data, train={"steps": 2})), tmp_path / "run")
    with pytest.raises(MatloomError, match=r"model\.width is 16 there, 32 here") as caught:
        pretrain(parse_config(tiny_config(data, train={"steps": 2}, model={"width": 32})), tmp_path / "run")
    assert caught.value.code == "M006"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[data]\npath = 3", "data.path"),
        ("[data]\npath = 'x'\nsplit = 'a'\n[modalities.crystal]\n[modalities.xrd]\nwidht = 3", "widht"),
        ("[data]\npath = 'x'\nsplit = 'a'\n[modalities.crystal]\n[modalities.magnetism]", "magnetism"),
        (
            "[data]\npath = 'x'\nsplit = 'a'\n[modalities.crystal]\n[modalities.xrd]\n[loss]\npairing='anchored'",
            "anchor",
        ),
        ("[data", "towers.toml"),
    ],
)
def test_a_wrong_config_says_where(text, words, tmp_path):
    (tmp_path / "towers.toml").write_text(text)
    with pytest.raises(MatloomError, match=words):
        load_config(tmp_path / "towers.toml")


GRAPH = {"reconstruction": {}}


@pytest.mark.parametrize(
    ("sections", "words"),
    [
        ({"loss": {"reconstruction": {"bonds": 1.0}}}, "loss.reconstruction.bonds"),
        ({"loss": {"reconstruction": {"masked": 1.5}}}, "masked is a share between 0 and 1"),
        ({"loss": {"reconstruction": {"noise": -0.1}}}, "noise is negative"),
        ({"loss": {"reconstruction": {"atoms": 0, "edges": 0, "distances": 0, "elements": 0}}}, "all tasks are 0"),
        ({"loss": GRAPH, "modalities": {"crystal": {"encoder_name": "chgnet_frozen"}}}, "convolution or line_graph"),
        ({"loss": GRAPH, "modalities": {"crystal": {"kind": "composition/1"}}}, "convolution or line_graph"),
        ({"loss": GRAPH, "train": {"strategy": "fsdp"}}, "with ddp, not with fsdp"),
        ({"loss": {"pairing": "fused"}, "model": {"width": 18}}, "multiple of 4"),
        ({"modalities": {"fused": {"kind": "text/1"}}}, "modalities.fused"),
        ({"modalities": {"values": {"kind": "text/1"}}}, "modalities.values"),
        ({"modalities": {"x.y": {"kind": "text/1"}}}, "modalities.x.y"),
        ({"modalities": {"xrd": {"width": 20}}}, "xrd/1: width: .*multiple of 8"),
        ({"modalities": {"xrd": {"points": 0}}}, "xrd/1: points"),
        ({"modalities": {"xrd": {"two_theta": [90, 10]}}}, "begins at 90 and ends at 10"),
        ({"modalities": {"crystal": {"element_dropout": 1.0}}}, "element_dropout"),
        ({"modalities": {"table": {"table": "index", "numbers": ["chemical_formula_reduced"]}}}, "string, not numbers"),
        ({"modalities": {"xrd": {"table": "properties"}}}, "has no column intensity. It has: material_id, a"),
        ({"modalities": {"image": {"network": "resnet18", "channels": 2}}}, "channels"),
        ({"train": {"batch_size": 15, "devices": 2}}, "no multiple of the 2 devices"),
        ({"train": {"pieces": 17}}, "16 rows of a batch only"),
        ({"train": {"accelerator": "cuda", "devices": 64, "batch_size": 64}}, "torch sees"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_say_so(data, tmp_path, sections, words):
    with pytest.raises(MatloomError, match=words):
        pretrain(parse_config(tiny_config(data, **sections)), tmp_path / "wrong")
    assert not (tmp_path / "wrong").exists()


def test_a_text_encoder_that_is_nowhere(data, tmp_path):
    (tmp_path / "empty").mkdir()
    words = wrong(data, "M007", tmp_path, modalities={"text": {"model": str(tmp_path / "empty")}})
    assert "could not be fetched" in words


def test_a_network_that_timm_does_not_have():
    config = parse_config(tiny_config("x", modalities={"image": {"network": "resnet181"}}))
    with pytest.raises(MatloomError, match=r"timm network 'resnet181'. Known: .*resn"):
        config.make_modalities()["image"].encoder()


def test_a_table_of_other_materials(tmp_path):
    strange = write_dataset(tmp_path / "strange")
    write_table(strange, "xrd", {"material_id": ["z-1"], "intensity": [[1.0, 2.0]]})
    assert "data/xrd has no row" in wrong(strange, "M001", tmp_path)


def test_a_checkpoint_of_another_config_and_one_that_is_broken(data, tmp_path):
    run = tmp_path / "run"
    pretrain(parse_config(tiny_config(data, train={"steps": 2})), run)
    for path in (run / "config.json", *(run / "model").iterdir()):
        path.unlink()
    (run / "model").rmdir()
    other = parse_config(tiny_config(data, train={"steps": 2}, model={"hidden": 24}))
    with pytest.raises(MatloomError, match=r"step-2.ckpt was written by another config: model.hidden is 16") as caught:
        pretrain(other, run)
    assert caught.value.code == "M006"
    newest_checkpoint(run / "checkpoints").write_bytes(b"no tensors")
    with pytest.raises(MatloomError, match=r"step-2.ckpt is not a checkpoint") as caught:
        pretrain(other, run)
    assert caught.value.code == "M013"
