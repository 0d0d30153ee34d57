"""A checked configuration and its data in, a Lightning module that trains the towers out."""

import math
import time
from typing import Any

import lightning.pytorch as pl
import numpy as np
import torch
from torch.utils.data import DataLoader

from ..multimodal.dataset import Batch, MaterialRows, StepBatches, Steps
from ..multimodal.encoders.graph import GraphEncoder
from ..multimodal.joint import JointModel
from ..multimodal.losses import ContrastiveLoss
from ..multimodal.reconstruction import GraphReconstruction
from .checkpoints import step_seed
from .config import PretrainConfig
from .embeddings import embed_rows
from .gradient_cache import backward_batch
from .retrieval import retrieval
from .sharding import clip_shared_gradients, is_sharded, shard

_GALLERY = 500


class Pretraining(pl.LightningModule):
    """Trains a :class:`JointModel`; what happens at a step depends on the seed and the step alone."""

    def __init__(
        self, config: PretrainConfig, model: JointModel, data: MaterialRows, parts: dict[str, np.ndarray]
    ) -> None:
        super().__init__()
        self.automatic_optimization = False
        self.config, self.model, self.data, self.parts = config, model, data, parts
        section = config.loss
        self.loss = ContrastiveLoss(
            contrast=section.contrast,
            pairing=section.pairing,
            anchor=section.anchor,
            temperature=section.temperature,
            chunk=section.chunk,
        )
        options = section.reconstruction
        encoder = model.tower("crystal").encoder if options else None
        self.graph_encoder = encoder if isinstance(encoder, GraphEncoder) else None
        self.reconstruction = GraphReconstruction(self.graph_encoder, options) if self.graph_encoder else None
        self._ended: float | None = None
        self._waited = self._worked = 0.0

    def configure_model(self) -> None:
        """Where the run wants it, the towers' parameters are spread over the processes."""
        if self.config.train.strategy == "fsdp":
            mesh = self.device_mesh
            assert mesh is not None
            shard(self.model, mesh["data_parallel"])

    def train_dataloader(self) -> DataLoader[list[Batch]]:
        """Batches from the step on at which the run is."""
        train = self.config.train
        batches = StepBatches(
            self.data,
            self.parts["train"],
            batch_size=train.batch_size,
            pieces=train.pieces,
            seed=train.seed,
            strain=self.config.strain(self.model.modalities),
        )
        batches.rank, batches.world = self.global_rank, self.trainer.world_size
        steps = Steps(self.global_step * train.accumulate, train.steps * train.accumulate)
        workers = self.config.data.workers
        return DataLoader(
            batches,
            batch_size=None,
            sampler=steps,
            num_workers=workers,
            persistent_workers=workers > 0,
            pin_memory=self.device.type == "cuda",
            multiprocessing_context="forkserver" if workers else None,
        )

    def configure_optimizers(self) -> torch.optim.Optimizer:
        """AdamW; one-dimensional parameters and the temperature are not decayed."""
        train = self.config.train
        groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
        for parameter in self.parameters():
            if parameter.requires_grad:
                # Parameters in shards and whole ones do not go into one call of the optimiser.
                groups.setdefault((parameter.ndim > 1, is_sharded(parameter)), []).append(parameter)
        decays = {True: train.weight_decay, False: 0.0}
        ordered = sorted(groups.items(), key=lambda group: group[0], reverse=True)
        sections = [{"params": own, "weight_decay": decays[matrix]} for (matrix, _), own in ordered]
        return torch.optim.AdamW(sections, lr=train.learning_rate)

    def learning_rate(self, step: int) -> float:
        """Linear warm-up, then half a cosine to a hundredth."""
        train = self.config.train
        if step < train.warmup:
            return train.learning_rate * (step + 1) / train.warmup
        through = (step - train.warmup) / max(1, train.steps - train.warmup)
        return train.learning_rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * through)))

    def on_train_batch_start(self, batch: Any, batch_idx: int) -> None:
        """How long the towers waited for this batch."""
        if self._ended is not None:
            self._waited += time.perf_counter() - self._ended
        self._began = time.perf_counter()

    def training_step(self, pieces: list[Batch], batch_idx: int) -> None:
        """One batch: its gradients, and every ``accumulate`` batches a step of the optimiser."""
        train = self.config.train
        optimizer = self.optimizers()
        assert not isinstance(optimizer, list)
        seed = step_seed(train.seed, batch_idx, self.global_rank)
        logged: dict[str, float] = {}

        def backward(value: torch.Tensor) -> None:
            self.manual_backward(value / train.accumulate)

        parts = backward_batch(self.model, self.loss, pieces, seed, backward)
        logged |= {f"relative/{pair}": value for pair, value in parts.relative().items()}
        logged |= {"loss": float(parts.loss.detach()), "scale": float(parts.scale)}
        logged |= self._reconstruct(pieces, backward)
        stepped = (batch_idx + 1) % train.accumulate == 0
        if stepped:
            self._clip(optimizer)
            for group in optimizer.param_groups:
                group["lr"] = self.learning_rate(self.global_step)
            optimizer.step()
            optimizer.zero_grad()
        self._log(logged, stepped)

    def _clip(self, optimizer: Any) -> None:
        limit = self.config.train.clip
        if self.config.train.strategy == "fsdp":
            clip_shared_gradients(self.parameters(), limit)
        else:
            self.clip_gradients(optimizer, gradient_clip_val=limit, gradient_clip_algorithm="norm")

    def _reconstruct(self, pieces: list[Batch], backward: Any) -> dict[str, float]:
        if self.reconstruction is None or self.graph_encoder is None:
            return {}
        logged: dict[str, float] = {}
        present = [piece["inputs"]["crystal"] for piece in pieces if "crystal" in piece["inputs"]]
        for inputs in present:
            parts = self.reconstruction(self.graph_encoder, inputs)
            share = self.config.loss.reconstruction_weight / len(present)
            backward(share * torch.stack(list(parts.values())).sum())
            for name, part in parts.items():
                before = logged.get(f"reconstruction/{name}", 0.0)
                logged[f"reconstruction/{name}"] = before + float(part.detach()) / len(present)
        return logged

    def _log(self, logged: dict[str, float], stepped: bool) -> None:
        now = time.perf_counter()
        self._worked += now - self._began
        self._ended = now
        step = self.global_step
        if stepped and (step % self.config.train.log_every == 0 or step == 1):
            busy = self._waited + self._worked
            rows = self.config.train.batch_size * (self.config.train.log_every if step > 1 else 1)
            logged |= {
                "learning_rate": self.learning_rate(max(step - 1, 0)),
                "samples_per_second": rows * self.config.train.accumulate / max(busy, 1e-9),
                "waiting": self._waited / max(busy, 1e-9),
            }
            self._waited = self._worked = 0.0
            self._write(logged)
            relative = [value for name, value in logged.items() if name.startswith("relative/")]
            shown = {"loss/ln(N)": float(np.mean(relative or [0.0])), "rows/s": logged["samples_per_second"]}
            self.log_dict(shown, prog_bar=True, logger=False, rank_zero_only=True)

    def _write(self, values: dict[str, float]) -> None:
        for logger in self.loggers:
            logger.log_metrics(values, self.global_step)

    def on_train_batch_end(self, outputs: Any, batch: Any, batch_idx: int) -> None:
        """Every ``validate_every`` steps, retrieval on the validation part."""
        every = self.config.train.validate_every
        if not every or self.global_step % every or (batch_idx + 1) % self.config.train.accumulate:
            return
        # Parameters in shards come together only where all processes go the same way.
        together = self.config.train.strategy == "fsdp"
        if len(self.parts.get("validation", ())) and (together or self.trainer.is_global_zero):
            self._write(self.validation_scores())
        self._ended = None

    def validation_scores(self) -> dict[str, float]:
        """R@10 of each pair, both ways averaged, over galleries of up to 500 validation rows."""
        found = embed_rows(self.model, self.data, self.parts["validation"])
        scores = {}
        names = list(self.model.modalities)
        for i, first in enumerate(names):
            for second in names[i + 1 :]:
                a, b, material = found.pair(first, second)
                if len(a) > 1:
                    both = [retrieval(q, k, material, gallery=_GALLERY, draws=3) for q, k in ((a, b), (b, a))]
                    scores[f"validation/{first}~{second}/R@10"] = float(np.mean([r.recall[10] for r in both]))
        return scores
