"""Towers on perov_5: retrieval, controls, missing modalities and fine-tuning, as ``python -m benchmarks.towers``.

The dataset is built by the recipe ``perovskites`` into ``--work`` if it is not there; texts and patterns are computed
from the crystals. Runs stay in ``--work`` and are taken up again where they stopped.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from matloom.multimodal.joint import JointModel
from matloom.train.compare import compare
from matloom.train.config import parse_config
from matloom.train.evaluate import Evaluation, evaluate
from matloom.train.finetune import FinetuneOptions
from matloom.train.pretrain import pretrain

from benchmarks import SHARED

MODALITIES: dict[str, dict[str, Any]] = {"crystal": {"width": 64}, "xrd": {"width": 64}, "text": {}}


UNSEEN_ELEMENTS = {**MODALITIES, "crystal": {"width": 64, "element_dropout": 0.5}}
"""For properties of materials with elements that were held out."""


PAIR = {name: MODALITIES[name] for name in ("crystal", "xrd")}
TARGETS = {
    "finetuning": ("heat_of_formation", UNSEEN_ELEMENTS),
    "gap": ("direct_band_gap", {name: UNSEEN_ELEMENTS[name] for name in PAIR}),
}
"""What is fine-tuned to, and with which towers the graph tower was pretrained."""
REMOVED = {"drop": 0.6, "strain": 0.03, "strained": 0.8}
"""With few pairs left, materials are stretched: a pattern of a stretched crystal follows from Bragg's law."""


def dataset(work: Path) -> Path:
    """The perovskites, built once."""
    path = work / "perovskites"
    if not path.exists():
        import matloom
        from matloom.datasets.build import build
        from matloom.datasets.recipe import load_recipe

        recipe = Path(matloom.__file__).parent / "datasets" / "recipes" / "perovskites.toml"
        build(load_recipe(recipe), path, data=SHARED / "data" / "materials" / "cdvae_perov5_carbon24", workers=2)
    return path


def pretrained(
    run: Path, split: str, steps: int, seed: int, *, data: dict[str, Any], towers: dict[str, Any]
) -> JointModel:
    """The model of a run, trained if it is not there."""
    work = run.parents[1]
    config = parse_config(
        {
            "data": {"path": dataset(work), "split": split, "cache": work / "cache", **data},
            "modalities": towers,
            "train": {"steps": steps, "seed": seed, "threads": 1, "validate_every": 0},
        }
    )
    return pretrain(config, run)


def scored(
    work: Path, split: str, seed: int, steps: int, towers: dict[str, dict[str, Any]] = MODALITIES, **data: Any
) -> Evaluation:
    """Pretrain with one seed and evaluate on the test part."""
    name = "-".join([split, *towers, *(f"{key}{value}" for key, value in data.items()), str(seed)])
    run = work / "runs" / name
    model = pretrained(run, split, steps, seed, data=data, towers=towers)
    kept = run / "evaluation.json"
    result, _ = evaluate(model, dataset(work), split=split, cache=work / "cache")
    kept.write_text(result.to_json())
    return result


def show(title: str, runs: list[Evaluation]) -> None:
    """R@10 by direction, mean and spread over the runs."""
    print(f"\n{title}: {runs[0].rows} test rows, {len(runs)} seed(s)")
    for own in zip(*(run.retrieval for run in runs), strict=True):
        scores = own[0].scores
        recall = [np.mean([row.scores.recall[cut] for row in own]) for cut in (1, 5, 10)]
        spread = np.std([row.scores.recall[10] for row in own], ddof=1) if len(own) > 1 else 0.0
        shuffled = np.mean([row.shuffled.recall[10] for row in own])
        ranks = np.mean([row.scores.median_rank for row in own])
        recalls = "  ".join(f"R@{cut} {value:.3f}" for cut, value in zip((1, 5, 10), recall, strict=True))
        print(
            f"  {own[0].source:>8} -> {own[0].target:<8} gallery {scores.gallery}  {recalls} +- {spread:.3f}"
            f"  chance {scores.chance[10]:.3f}  partners shuffled {shuffled:.3f}  median rank {ranks:.1f}",
            flush=True,
        )


def retrieval_table(work: Path, steps: int, seeds: int) -> None:
    """Both splits, the control trained on shuffled pairs, and training with 60 % of modalities taken away."""
    whole = [scored(work, "chemical_system", seed, steps) for seed in range(seeds)]
    show("split by chemical system", whole)
    show("elements held out", [scored(work, "elements", seed, steps) for seed in range(seeds)])
    for title, data in (
        ("trained on shuffled pairs (control)", {"shuffle": True}),
        ("60 % of modalities removed", REMOVED),
    ):
        show(title, [scored(work, "chemical_system", seed, steps, **data) for seed in range(seeds)])


def missing_table(work: Path, steps: int, seeds: int) -> None:
    """Crystal and pattern alone: whole, with 60 % of the modalities removed without and with strain, the control."""
    ways: dict[str, dict[str, Any]] = {
        "60 % of modalities removed, strained": REMOVED,
        "60 % of modalities removed": {"drop": 0.6},
        "whole": {},
        "trained on shuffled pairs (control)": {"shuffle": True},
    }
    found: dict[str, list[Evaluation]] = {way: [] for way in ways}
    for seed in range(seeds):
        for way, data in ways.items():
            found[way].append(scored(work, "chemical_system", seed, steps, towers=PAIR, **data))
            show(way, found[way])


def finetuning_table(work: Path, what: str, given: argparse.Namespace) -> None:
    """The graph tower on a property, elements held out; pretrained on the training part of the same split."""
    name, towers = TARGETS[what]
    run = work / "runs" / "-".join(["unseen-elements", *towers])
    model = pretrained(run, "elements", given.steps, 0, data={}, towers=towers)
    result = compare(
        model, dataset(work), name, split="elements", seeds=tuple(range(given.seeds)), cache=work / "cache",
        options=FinetuneOptions(epochs=given.epochs, weight_decay=0.01),
    )  # fmt: skip
    print(f"\n{name} (eV), elements held out, {given.seeds} seeds")
    for score in result.scores:
        nonzero = "" if score.nonzero_mae is None else f", where not zero {score.nonzero_mae:.3f}"
        print(
            f"  {score.method:28} MAE {score.mae:.4f} +- {score.spread:.4f}{nonzero}  ({score.rows} rows)", flush=True
        )
    (work / f"{what}.json").write_text(json.dumps([asdict(score) for score in result.scores], indent=1))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parts = ["retrieval", "missing", *TARGETS]
    parser.add_argument("what", choices=parts, nargs="*", default=parts)
    parser.add_argument("--work", type=Path, default=Path("runs/towers"))
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=6)
    given = parser.parse_args()
    torch.set_num_threads(1)
    if "retrieval" in given.what:
        retrieval_table(given.work, given.steps, given.seeds)
    if "missing" in given.what:
        missing_table(given.work, given.steps, given.seeds)
    for what in TARGETS:
        if what in given.what:
            finetuning_table(given.work, what, given)


if __name__ == "__main__":
    main()
