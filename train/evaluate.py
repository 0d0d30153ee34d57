"""A pretrained model and a dataset in, scores with their gallery size and chance out: retrieval, probes, ablations."""

import json
from dataclasses import asdict, dataclass, field, replace
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np

from ..multimodal.cache import Cache, default_cache
from ..multimodal.dataset import MaterialRows
from ..multimodal.directory import PARTS, DatasetDirectory
from ..multimodal.joint import JointModel
from ..multimodal.losses import FUSED
from ..records.errors import MatloomError
from .embeddings import Embeddings, embed_rows
from .probes import ProbeScore, probed
from .properties import ErrorScore, baseline_scores, property_values
from .retrieval import Retrieval, retrieval


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalRow:
    """One direction: a query of ``source`` looks for its partner among ``target``."""

    source: str
    target: str
    scores: Retrieval
    shuffled: Retrieval
    """The same embeddings with partners put together at random, which has to be at chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All that was measured, on which rows of which data."""

    dataset: str
    data_fingerprint: str
    split: str
    part: str
    rows: int
    retrieval: list[RetrievalRow]
    probes: list[ProbeScore] = field(default_factory=list)
    baselines: dict[str, list[ErrorScore]] = field(default_factory=dict)
    """By property: the mean, the median, and Magpie features with gradient boosting, on the same split."""
    units: dict[str, str] = field(default_factory=dict)
    """By property, where the dataset says it."""
    parity: dict[str, np.ndarray] = field(default_factory=dict)
    """By property: truth and linear prediction from all modalities, ``(rows, 2)``."""

    def to_json(self) -> str:
        """Plain JSON without the single predictions; chance is written beside each recall."""
        plain = asdict(replace(self, parity={}))
        del plain["parity"]
        for row, own in zip(plain["retrieval"], self.retrieval, strict=True):
            row["scores"]["chance"] = own.scores.chance
        return json.dumps(plain, indent=1) + "\n"


def open_rows(model: JointModel, dataset: Path, cache: Path | None = None) -> tuple[DatasetDirectory, MaterialRows]:
    """A dataset with those of the model's modalities that it has. Raises MatloomError M001 if it has none."""
    directory = DatasetDirectory(dataset)
    known = {name: m for name, m in model.modalities.items() if m.table in directory.tables}
    if not known:
        wanted = ", ".join(sorted({m.table for m in model.modalities.values()}))
        raise MatloomError("M001", path=dataset, why=f"it has none of the tables that the model reads: {wanted}")
    data = MaterialRows.read(directory, known, Cache(cache or default_cache()))
    return directory, data.with_empty(list(model.modalities))


def retrieval_table(found: Embeddings, gallery: int, seed: int = 0) -> list[RetrievalRow]:
    """Every direction between two modalities that share at least two materials."""
    rows = []
    for source, target in permutations((name for name in found.vectors if name != FUSED), 2):
        queries, keys, material = found.pair(source, target)
        if len(np.unique(material)) < 2:
            continue
        order = np.random.default_rng(seed).permutation(len(keys))
        rows.append(
            RetrievalRow(
                source=source,
                target=target,
                scores=retrieval(queries, keys, material, gallery=gallery, seed=seed),
                shuffled=retrieval(queries, keys[order], None, gallery=gallery, seed=seed),
            )
        )
    return rows


def evaluate(
    model: JointModel,
    dataset: Path,
    *,
    split: str,
    part: str = "test",
    gallery: int = 500,
    properties: tuple[str, ...] = (),
    cache: Path | None = None,
) -> tuple[Evaluation, Embeddings]:
    """Retrieval between all modalities on a part of a split, and probes of properties, with each modality left out.

    Raises MatloomError E006, M001 to M004, M009.
    """
    if part not in PARTS:
        raise MatloomError("E006", kind="part", name=part, known=", ".join(PARTS))
    directory, data = open_rows(model, dataset, cache)
    parts = directory.split(split)
    rows = np.flatnonzero(parts == part)
    if len(rows) < 2:
        raise MatloomError("M004", split=split, part=part, why=f"{len(rows)} rows are too few to rank.")
    values = {name: property_values(directory, name) for name in properties}
    found = embed_rows(model, data, rows)
    train = embed_rows(model, data, np.flatnonzero(parts == "train")) if properties else found
    probes = {name: probed(name, own, train, found) for name, own in values.items()}
    result = Evaluation(
        dataset=dataset.name,
        data_fingerprint=directory.fingerprint,
        split=split,
        part=part,
        rows=len(rows),
        retrieval=retrieval_table(found, gallery),
        probes=[one.score for own in probes.values() for one in own],
        baselines={name: _baselines(directory, own, parts, part) for name, own in values.items()},
        units={name: unit for name, unit in directory.units().items() if name in properties},
        parity={name: own[0].parity for name, own in probes.items() if own},
    )
    return result, found


def _baselines(directory: DatasetDirectory, values: np.ndarray, parts: np.ndarray, part: str) -> list[ErrorScore]:
    """Of a property, where the dataset has formulas and both parts have values."""
    rows = [np.flatnonzero((parts == side) & np.isfinite(values)) for side in ("train", part)]
    if "chemical_formula_reduced" not in directory.index.column_names or not all(map(len, rows)):
        return []
    formulas = np.array(directory.index["chemical_formula_reduced"].to_pylist()).astype(str)
    train, test = ((formulas[own].tolist(), values[own]) for own in rows)
    return baseline_scores(train, test, (0,))


def compared(evaluations: list[Evaluation]) -> list[dict[str, Any]]:
    """Mean and spread (sample standard deviation) over runs that differ by their seed, by direction."""
    rows = []
    for own in zip(*(evaluation.retrieval for evaluation in evaluations), strict=True):
        recall = np.array([row.scores.recall[10] for row in own])
        rows.append(
            {
                "source": own[0].source,
                "target": own[0].target,
                "gallery": own[0].scores.gallery,
                "chance": own[0].scores.chance[10],
                "R@10": float(recall.mean()),
                "spread": float(recall.std(ddof=1)) if len(recall) > 1 else 0.0,
                "runs": len(own),
            }
        )
    return rows
