"""A configuration and a run folder in, trained towers out: checkpoints, logs, the whole config and the weights."""

import json
import logging
import warnings
from pathlib import Path
from typing import Any

import lightning.pytorch as pl
import numpy as np
import torch
from lightning.pytorch.callbacks import ModelCheckpoint, RichProgressBar
from lightning.pytorch.loggers import CSVLogger, Logger, TensorBoardLogger
from lightning.pytorch.strategies import DDPStrategy, Strategy

from ..multimodal.cache import Cache, default_cache
from ..multimodal.dataset import MaterialRows, StepBatches, trainable_rows
from ..multimodal.directory import PARTS, DatasetDirectory
from ..multimodal.joint import JointModel
from ..multimodal.losses import FUSED, modality_pairs
from ..multimodal.pretrained import from_pretrained, is_pretrained, save_pretrained
from ..records.errors import MatloomError
from .checkpoints import SafetensorsCheckpoints, about_checkpoint, newest_checkpoint
from .config import PretrainConfig
from .job import Pretraining
from .sharding import ShardedStrategy

CONFIG = "config.json"
MODEL = "model"
_MAY_CHANGE = {"train": {"checkpoint_every", "log_every", "threads"}, "data": {"workers", "cache", "path"}}


def _compared(config: dict[str, Any]) -> dict[str, Any]:
    """What two runs must have in common to be one, by dotted name."""
    flat = {}
    for section, values in config.items():
        for name, value in values.items():
            if name not in _MAY_CHANGE.get(section, ()):
                flat[f"{section}.{name}"] = value
    return flat


def check_same_run(run: Path, config: PretrainConfig, fingerprint: str) -> None:
    """Raises MatloomError M006 when the run folder, or its newest checkpoint, is of another config or other data."""
    path, newest = run / CONFIG, newest_checkpoint(run / "checkpoints")
    kept = {run: json.loads(path.read_text(encoding="utf-8"))} if path.exists() else {}
    about = about_checkpoint(newest) if newest else None
    if newest and about:
        kept[newest] = about
    now = _compared(config.model_dump(mode="json")) | {"data fingerprint": fingerprint}
    for where, own in kept.items():
        before = _compared(own["config"]) | {"data fingerprint": own["data_fingerprint"]}
        for field in sorted(before | now):
            if before.get(field) != now.get(field):
                found, expected = (repr(values.get(field)) for values in (before, now))
                raise MatloomError("M006", path=where, field=field, found=found, expected=expected)


def load_data(
    config: PretrainConfig, directory: DatasetDirectory, cache: Path
) -> tuple[MaterialRows, dict[str, np.ndarray]]:
    """The rows that the config asks for, and those of each part. Raises MatloomError M001 to M005 and M010."""
    parts = directory.split(config.data.split)
    if not (parts == "train").any():
        raise MatloomError("M004", split=config.data.split, part="train", why="The whole part is empty.")
    data = MaterialRows.read(directory, config.make_modalities(), Cache(cache, max(1, config.data.workers)))
    if config.data.shuffle:
        data = data.shuffled(parts, config.train.seed)
    if config.data.drop:
        thinned = data.thinned(config.data.drop, config.train.seed)
        held = {n: h.thinned((parts != "train") | (thinned.held[n].count > 0)) for n, h in data.held.items()}
        data = MaterialRows(held, data.material, data.keys)
    rows = {"train": trainable_rows(data, parts, "train", config.data.split)}
    for part in PARTS[1:]:
        rows[part] = np.flatnonzero(parts == part)
    _check_pairs(config, data, rows["train"])
    StepBatches(data, rows["train"], batch_size=config.train.batch_size)
    return data, rows


def _check_pairs(config: PretrainConfig, data: MaterialRows, rows: np.ndarray) -> None:
    """Raises MatloomError M010 when no pair of the loss could ever be formed."""
    pairs = modality_pairs(list(data.held), config.loss.pairing, config.loss.anchor)
    for first, second in pairs:
        both = data.has(first)[rows]
        if second != FUSED:
            both &= data.has(second)[rows]
        if len(np.unique(data.material[rows[both]])) > 1:
            return
    raise MatloomError("M010", first=pairs[0][0], second=pairs[0][1])


def _strategy(config: PretrainConfig) -> Strategy | str:
    train = config.train
    if train.strategy == "fsdp":
        return ShardedStrategy(train.devices * train.nodes)
    if train.strategy == "ddp" or train.devices * train.nodes > 1:
        # A batch without a single row of a modality leaves that tower without a gradient.
        return DDPStrategy(find_unused_parameters=True)
    return "auto"


def _loggers(run: Path, step: int) -> list[Logger]:
    """CSV and TensorBoard; a resumed run writes beside what the earlier one wrote."""
    version = f"from-{step:07d}"
    loggers: list[Logger] = [
        CSVLogger(run, "logs", version, flush_logs_every_n_steps=1),
        TensorBoardLogger(run, "tensorboard", version),
    ]
    try:
        from lightning.pytorch.loggers import WandbLogger

        loggers.append(WandbLogger(save_dir=run, offline=True))
    except ModuleNotFoundError:
        pass
    return loggers


def make_trainer(config: PretrainConfig, run: Path, kept: dict[str, Any], progress: bool) -> pl.Trainer:
    """The trainer of a run that starts at its newest checkpoint, or at its beginning; ``kept`` goes into each."""
    train = config.train
    newest = newest_checkpoint(run / "checkpoints")
    step = int(newest.stem.removeprefix("step-")) if newest else 0
    checkpoints = ModelCheckpoint(
        run / "checkpoints",
        filename="step-{step}",
        auto_insert_metric_name=False,
        every_n_train_steps=train.checkpoint_every,
    )
    return pl.Trainer(
        accelerator=train.accelerator,
        devices=train.devices,
        num_nodes=train.nodes,
        strategy=_strategy(config),
        precision=train.precision,
        max_steps=train.steps,
        max_epochs=1,
        log_every_n_steps=1,
        logger=_loggers(run, step),
        callbacks=[checkpoints, *([RichProgressBar()] if progress else [])],
        plugins=[SafetensorsCheckpoints(kept)],
        enable_progress_bar=progress,
        enable_model_summary=False,
        use_distributed_sampler=False,
    )


def build_model(config: PretrainConfig, data: MaterialRows, rows: np.ndarray) -> JointModel:
    """A new model from the config's seed, its fixed scales taken from training rows."""
    torch.manual_seed(config.train.seed)
    model = JointModel(config.make_modalities(), config.model.options(config.loss.pairing == "fused"))
    for name, held in data.held.items():
        own = rows[data.has(name)[rows]]
        if len(own):
            model.tower(name).encoder.prepare(held.store.take(held.first[own[:10_000]]))
    if config.train.compile:
        for name in data.held:
            if name != "crystal":
                model.tower(name).encoder.compile()
    return model


def pretrain(config: PretrainConfig, run: Path, *, progress: bool = False) -> JointModel:
    """Train, or go on where the run folder's newest checkpoint stands; the model is in ``run/model`` at the end.

    All that can be wrong with config and data is found before the first step (MatloomError M001 to M013). ``run``
    holds ``config.json`` (the whole config and the data's fingerprint), ``checkpoints``, ``logs``, ``tensorboard``.
    """
    if config.train.threads:
        torch.set_num_threads(config.train.threads)
    config.train.check_devices()
    directory = DatasetDirectory(config.data.path)
    check_same_run(run, config, directory.fingerprint)
    if is_pretrained(run / MODEL):
        return from_pretrained(run / MODEL)
    data, rows = load_data(config, directory, config.data.cache or default_cache())
    kept = {"config": config.model_dump(mode="json"), "data_fingerprint": directory.fingerprint}
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)
    model = build_model(config, data, rows["train"])
    job = Pretraining(config, model, data, rows)
    newest = newest_checkpoint(run / "checkpoints")
    trainer = make_trainer(config, run, kept, progress)
    run.mkdir(parents=True, exist_ok=True)
    (run / CONFIG).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    with warnings.catch_warnings():
        # The optimiser has stepped when a checkpoint is written, and batches go by their step: resuming is exact.
        warnings.filterwarnings("ignore", message=".*(many workers|no pre-optimization state|is not resumable).*")
        trainer.fit(job, ckpt_path=str(newest) if newest else None)
    whole = trainer.strategy.lightning_module_state_dict()
    if trainer.is_global_zero:
        own = {name.removeprefix("model."): tensor for name, tensor in whole.items() if name.startswith("model.")}
        save_pretrained(model, run / MODEL, about=kept, state=own)
    trainer.strategy.barrier()
    return from_pretrained(run / MODEL) if config.train.strategy == "fsdp" else model.cpu().eval()
