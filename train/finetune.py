"""A tower, its rows and a property in, the tower with a head that predicts it out; the best by validation is kept."""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..multimodal.modality import Encoder, Modality, Store
from .embeddings import to_device
from .properties import mostly_zero


@dataclass(frozen=True, slots=True, kw_only=True)
class FinetuneOptions:
    """How long and how fast."""

    epochs: int = 30
    batch_size: int = 128
    learning_rate: float = 1e-3
    encoder_rate: float = 1.0
    """The encoder's learning rate as a share of the head's."""
    weight_decay: float = 1e-4
    averaging: float = 0.0
    """Decay of an average of the weights that is taken along and used to predict; 0 for none."""
    seed: int = 0


class Regressor(nn.Module):
    """An encoder and a head to one number, standardised by the training rows.

    In ``two_parts``, for a property that is zero in most rows, a second output tells whether it is zero.
    """

    mean: Tensor
    spread: Tensor

    def __init__(self, encoder: Encoder, two_parts: bool = False) -> None:
        super().__init__()
        self.encoder = encoder
        self.two_parts = two_parts
        outputs = 2 if two_parts else 1
        self.head = nn.Sequential(nn.Linear(encoder.width, encoder.width), nn.SiLU(), nn.Linear(encoder.width, outputs))
        self.register_buffer("mean", torch.zeros(()))
        self.register_buffer("spread", torch.ones(()))

    def prepare(self, values: np.ndarray) -> None:
        """Take mean and standard deviation of the training values; of those that are not zero, in two parts."""
        own = values[values != 0] if self.two_parts else values
        self.mean.fill_(float(own.mean()))
        self.spread.fill_(float(own.std()) or 1.0)

    def loss(self, inputs: dict[str, Tensor], values: Tensor) -> Tensor:
        """Mean absolute error of the standardised values ``(n,)``; in two parts of those that are not zero."""
        found = self.head(self.encoder(inputs))
        errors = (found[:, 0] - (values - self.mean) / self.spread).abs()
        if not self.two_parts:
            return errors.mean()
        there = (values != 0).float()
        return (errors * there).mean() + F.binary_cross_entropy_with_logits(found[:, 1], there)

    def forward(self, inputs: dict[str, Tensor]) -> Tensor:
        """The prediction ``(n,)`` in the property's unit."""
        found = self.head(self.encoder(inputs))
        values = self.mean + self.spread * found[:, 0]
        return torch.where(found[:, 1] > 0, values.clamp(min=0), 0.0) if self.two_parts else values

    @torch.inference_mode()
    def predict(self, store: Store, rows: np.ndarray, batch_size: int = 512) -> np.ndarray:
        """Predictions in the property's unit, ``(len(rows),)``, for rows of the store."""
        self.eval()
        device = self.mean.device
        parts = [
            self(to_device(store.take(rows[start : start + batch_size]), device))
            for start in range(0, len(rows), batch_size)
        ]
        return torch.cat(parts).float().cpu().numpy()


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows of a store and their values, ``(n,)`` each."""

    rows: np.ndarray
    values: np.ndarray


def _batches(count: int, size: int, generator: np.random.Generator) -> Iterator[np.ndarray]:
    order = generator.permutation(count)
    return (order[start : start + size] for start in range(0, count, size))


def finetune(
    tower: tuple[Modality, Encoder, Store], train: Labelled, validation: Labelled, options: FinetuneOptions
) -> Regressor:
    """Train the encoder with a head by absolute error; the state with the least error on ``validation`` is returned.

    A property that is zero in most rows is learned in two parts (:func:`~.properties.mostly_zero`). ``tower`` is a
    modality, its encoder (a copy of it is trained), and the store that ``rows`` point into. The result depends on
    ``options.seed`` and the data alone.
    """
    modality, encoder, store = tower
    torch.manual_seed(options.seed)
    model = Regressor(copy.deepcopy(encoder), mostly_zero(train.values))
    model.prepare(train.values)
    rate = options.learning_rate
    rates = [rate * options.encoder_rate, rate]
    groups = [
        {"params": list(part.parameters()), "lr": own}
        for part, own in zip((model.encoder, model.head), rates, strict=True)
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=options.weight_decay)
    steps = options.epochs * math.ceil(len(train.rows) / options.batch_size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=steps, pct_start=0.1)
    averaged = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(options.averaging), use_buffers=False
    )
    values = torch.from_numpy(train.values).float()
    generator = np.random.default_rng(options.seed)
    best, least = copy.deepcopy(model.state_dict()), math.inf
    for _ in range(options.epochs):
        model.train()
        for chosen in _batches(len(train.rows), options.batch_size, generator):
            optimizer.zero_grad()
            inputs = modality.augment(store.take(train.rows[chosen]))
            model.loss(inputs, values[torch.from_numpy(chosen)]).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            averaged.update_parameters(model)
        current = averaged.module if options.averaging else model
        error = np.abs(current.predict(store, validation.rows) - validation.values).mean()
        if error < least:
            best, least = copy.deepcopy(current.state_dict()), error
    model.load_state_dict(best)
    return model.eval()
