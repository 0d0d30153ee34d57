"""Pretraining jobs: learning, exact resume, gradient caching, several processes, and input that is wrong."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from matloom.multimodal.dataset import Held, StepBatches
from matloom.multimodal.directory import DatasetDirectory
from matloom.multimodal.losses import ContrastiveLoss
from matloom.multimodal.pretrained import from_pretrained
from matloom.records.errors import MatloomError
from matloom.train.checkpoints import newest_checkpoint
from matloom.train.config import load_config, parse_config
from matloom.train.gradient_cache import backward_batch
from matloom.train.pretrain import build_model, load_data, pretrain
from small_dataset import tiny_config, write_dataset, write_table

TESTS = str(Path(__file__).parents[1])


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return write_dataset(tmp_path_factory.mktemp("data") / "salts")


def weights(model):
    return {name: tensor.clone() for name, tensor in model.state_dict().items()}


def assert_same(first, second):
    assert first.keys() == second.keys()
    for name, tensor in first.items():
        assert torch.equal(tensor, second[name]), name


_KILLED = """
import sys, time
from pathlib import Path
import torch
sys.path.insert(0, {tests!r})
from small_dataset import tiny_config
from matloom.train.config import parse_config
from matloom.train.job import Pretraining
from matloom.train.pretrain import pretrain
before = Pretraining.on_train_batch_end
def slowly(self, outputs, batch, batch_idx):
    before(self, outputs, batch, batch_idx)
    time.sleep(0.2)
Pretraining.on_train_batch_end = slowly
pretrain(parse_config(tiny_config({data!r}, train={{"steps": 40, "accumulate": 2}})), Path({run!r}))
"""


@pytest.mark.slow
def test_a_run_killed_and_taken_up_again_ends_at_the_same_parameters(data, tmp_path):
    config = parse_config(tiny_config(data, train={"steps": 40, "accumulate": 2}))
    whole = weights(pretrain(config, tmp_path / "whole"))
    run = tmp_path / "killed"
    script = _KILLED.format(tests=TESTS, data=str(data), run=str(run))
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while newest_checkpoint(run / "checkpoints") is None and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert 2 <= int(newest_checkpoint(run / "checkpoints").stem.removeprefix("step-")) < 40
    assert not (run / "model").exists()
    assert_same(weights(pretrain(config, run)), whole)


def test_loss_falls_and_the_model_comes_back_as_it_was(data, tmp_path):
    run = tmp_path / "run"
    model = pretrain(parse_config(tiny_config(data, train={"steps": 40, "learning_rate": 0.01, "log_every": 1})), run)
    lines = next((run / "logs").glob("*/metrics.csv")).read_text().splitlines()
    place = lines[0].split(",").index("loss")
    losses = [float(line.split(",")[place]) for line in lines[1:]]
    assert np.mean(losses[-5:]) < 0.6 * np.mean(losses[:5])
    assert_same(weights(from_pretrained(run / "model")), weights(model))
    names = {path.suffix for path in run.rglob("*") if path.is_file()}
    assert not names & {".pt", ".pth", ".pkl", ".bin"}


def test_pieces_have_the_gradients_of_the_whole_batch(data):
    grads = []
    for pieces in (1, 3):
        config = parse_config(tiny_config(data, train={"pieces": pieces}))
        rows, parts = load_data(config, DatasetDirectory(data), None)
        model = build_model(config, rows, parts["train"])
        loss = ContrastiveLoss(pairing="all_pairs")
        batch = StepBatches(rows, parts["train"], batch_size=16, pieces=pieces)[0]
        assert len(batch) == pieces
        backward_batch(model, loss, batch, seed=5, backward=lambda value: value.backward())
        own = {name: p.grad for name, p in model.named_parameters() if p.grad is not None}
        grads.append({**own, "scale": loss.log_scale.grad})
    for name, grad in grads[0].items():
        torch.testing.assert_close(grads[1][name], grad, rtol=1e-4, atol=1e-6)


@pytest.mark.slow
def test_two_processes_train_as_one(data, tmp_path):
    models = []
    for devices, strategy in ((1, "auto"), (2, "ddp")):
        section = {"steps": 3, "devices": devices, "strategy": strategy, "accelerator": "cpu"}
        run = tmp_path / str(devices)
        script = (
            "import sys; from pathlib import Path\n"
            f"sys.path.insert(0, {TESTS!r})\n"
            "from small_dataset import tiny_config\nfrom matloom.train.config import parse_config\n"
            "from matloom.train.pretrain import pretrain\n"
            f"pretrain(parse_config(tiny_config({str(data)!r}, train={section!r})), Path({str(run)!r}))\n"
        )
        path = tmp_path / f"job{devices}.py"
        path.write_text(script)
        subprocess.run([sys.executable, str(path)], check=True, capture_output=True, timeout=200)
        models.append(weights(from_pretrained(run / "model")))
    for name, tensor in models[0].items():
        torch.testing.assert_close(models[1][name], tensor, rtol=1e-3, atol=1e-4, msg=lambda m, n=name: f"{n}: {m}")


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


def test_a_missing_modality_is_not_encoded(data):
    config = parse_config(tiny_config(data))
    rows, parts = load_data(config, DatasetDirectory(data), None)
    model = build_model(config, rows, parts["train"]).eval()
    chosen = parts["train"][:6]
    has = np.array([True, False, True, False, False, True])
    kept = np.ones(len(rows.keys), dtype=bool)
    kept[chosen] = has
    held = {**rows.held, "xrd": rows.held["xrd"].thinned(kept)}
    batch = type(rows)(held, rows.material, rows.keys).batch(chosen)
    assert isinstance(held["xrd"], Held)
    assert batch["inputs"]["xrd"]["spectrum"].shape[0] == 3
    assert batch["mask"]["xrd"].tolist() == has.tolist()
    seen = []
    model.towers["xrd"].encoder.register_forward_hook(lambda m, i, o: seen.append(len(o)))
    found = model(batch)
    assert seen == [3]
    alone = model(rows.batch(chosen)).embeddings["xrd"]
    torch.testing.assert_close(found.embeddings["xrd"][has], alone[has])
    assert (found.embeddings["xrd"][~has] == 0).all()
