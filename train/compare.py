"""A pretrained model, a dataset and a property in, the errors of fine-tuning it beside scratch and baselines out."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from ..multimodal.dataset import Held
from ..multimodal.joint import JointModel
from ..multimodal.modality import Encoder, Modality
from ..records.errors import MatloomError
from .evaluate import open_rows
from .finetune import FinetuneOptions, Labelled, Regressor, finetune
from .properties import ErrorScore, baseline_scores, property_values


@dataclass(frozen=True, slots=True)
class Comparison:
    """Errors on the test part by method, the fine-tuned model of the last seed, and its predictions ``(rows, 2)``."""

    scores: list[ErrorScore]
    model: Regressor
    parity: np.ndarray
    """Truth and prediction of each test row."""


def _labelled(held: Held, parts: np.ndarray, values: np.ndarray, part: str) -> tuple[np.ndarray, Labelled]:
    rows = np.flatnonzero((parts == part) & (held.count > 0) & np.isfinite(values))
    return rows, Labelled(held.first[rows], values[rows])


def _fresh(modality: Modality, held: Held, rows: np.ndarray, seed: int) -> Encoder:
    """The modality's encoder before any training of ours."""
    torch.manual_seed(seed)
    fresh = modality.encoder()
    fresh.prepare(held.store.take(held.first[rows[:10_000]]))
    return fresh


def compare(
    model: JointModel,
    dataset: Path,
    name: str,
    *,
    split: str,
    tower: str = "crystal",
    seeds: tuple[int, ...] = (0, 1, 2),
    options: FinetuneOptions | None = None,
    baselines: bool = True,
    cache: Path | None = None,
) -> Comparison:
    """Fine-tune ``tower`` to a property, from its pretrained weights and from scratch, on one split and seed by seed.

    Raises MatloomError E006 for an unknown tower, M004 for a part without a labelled row, M009 for the property.
    """
    if tower not in model.modalities:
        raise MatloomError("E006", kind="tower", name=tower, known=", ".join(model.modalities))
    options = options or FinetuneOptions()
    directory, data = open_rows(model, dataset, cache)
    values, parts = property_values(directory, name), directory.split(split)
    held, modality = data.held[tower], model.modalities[tower]
    sides = {part: _labelled(held, parts, values, part) for part in ("train", "validation", "test")}
    for part, (rows, _) in sides.items():
        if not len(rows):
            raise MatloomError("M004", split=split, part=part, why=f"No row of it has {tower} and {name}.")
    train, validation, test = (sides[part][1] for part in ("train", "validation", "test"))
    predictions: dict[str, list[np.ndarray]] = {"pretrained": [], "from scratch": []}
    tuned: list[Regressor] = []
    for seed in seeds:
        seeded = replace(options, seed=seed)
        own = model.tower(tower).encoder
        fresh = _fresh(modality, held, sides["train"][0], seed)
        scratch = finetune((modality, fresh, held.store), train, validation, seeded)
        predictions["from scratch"].append(scratch.predict(held.store, test.rows))
        tuned.append(finetune((modality, own, held.store), train, validation, seeded))
        predictions["pretrained"].append(tuned[-1].predict(held.store, test.rows))
    scores = [ErrorScore.over(method, own, test.values) for method, own in predictions.items()]
    if baselines:
        formulas = np.array(directory.index["chemical_formula_reduced"].to_pylist()).astype(str)
        given, wanted = ((formulas[sides[part][0]].tolist(), sides[part][1].values) for part in ("train", "test"))
        scores += baseline_scores(given, wanted, seeds)
    return Comparison(scores, tuned[-1], np.stack([test.values, predictions["pretrained"][-1]], axis=1))
