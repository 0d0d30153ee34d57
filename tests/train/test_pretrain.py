"""Pretraining jobs: learning, exact resume, gradient caching, several processes."""

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
from matloom.train.checkpoints import newest_checkpoint
from matloom.train.config import parse_config
from matloom.train.gradient_cache import backward_batch
from matloom.train.pretrain import build_model, load_data, pretrain
from small_dataset import tiny_config, write_dataset

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


_JOB = """
import os, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from small_dataset import tiny_config
from matloom.train.config import parse_config
from matloom.train.job import Pretraining
from matloom.train.pretrain import pretrain
before = Pretraining.on_train_batch_end
def ends(self, outputs, batch, batch_idx):
    before(self, outputs, batch, batch_idx)
    if self.global_step == {last}:
        os._exit(9)
Pretraining.on_train_batch_end = ends
pretrain(parse_config(tiny_config({data!r}, train={section!r})), Path({run!r}))
"""


def run_job(folder, data, run, last=-1, **section):
    """Train in processes of their own, which end at the step ``last``; a second time it goes on from there."""
    path = folder / "job.py"
    path.write_text(_JOB.format(tests=TESTS, data=str(data), section=section, run=str(run), last=last))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run([sys.executable, str(path)], timeout=280, check=False, **quiet).returncode


@pytest.mark.slow
@pytest.mark.parametrize("strategy", ["ddp", "fsdp"])
def test_two_processes_train_as_one(data, tmp_path, strategy):
    section = {"steps": 4, "pieces": 2, "accumulate": 2, "clip": 0.1, "validate_every": 2, "accelerator": "cpu"}
    alone = weights(pretrain(parse_config(tiny_config(data, train=section)), tmp_path / "alone"))
    both = tmp_path / "both"
    if strategy == "fsdp":  # which loads its checkpoints in its own way
        assert run_job(tmp_path, data, both, last=3, devices=2, strategy=strategy, **section) != 0
        assert newest_checkpoint(both / "checkpoints").name == "step-2.ckpt"
    assert run_job(tmp_path, data, both, devices=2, strategy=strategy, **section) == 0
    found = weights(from_pretrained(both / "model"))
    for name, tensor in alone.items():
        torch.testing.assert_close(found[name], tensor, rtol=1e-3, atol=1e-4, msg=lambda m, n=name: f"{n}: {m}")


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
