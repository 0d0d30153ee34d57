"""The composition tower on Matbench tasks, as ``python -m benchmarks.compositions``.

The tower is pretrained against a table of computed formation energies and gaps of other formulas (every reduced formula
of the tasks below is left out), then fine-tuned on each task beside the same tower from scratch and beside Magpie
features with gradient boosting, on the same folds.
"""

import argparse
import copy
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import torch
from matloom.multimodal.modalities.composition import Composition, element_shares
from matloom.multimodal.stores import DenseStore
from matloom.train.config import parse_config
from matloom.train.finetune import FinetuneOptions, Labelled, finetune
from matloom.train.pretrain import pretrain
from matloom.train.properties import baseline_scores
from pymatgen.core import Composition as Formula
from sklearn.model_selection import KFold

from benchmarks import SHARED

TASKS = {"expt_gap": ("expt_gap", "eV"), "phonons": ("phonons", "1/cm"), "log_kvrh": ("elasticity_log10(K_VRH)", "")}
TOWER = {"width": 96, "layers": 2}
MATBENCH_SEED = 18012019
"""With which Matbench shuffles its five folds."""


@lru_cache(maxsize=400_000)
def reduced(formula: str) -> str:
    """The reduced formula."""
    return Formula(formula).reduced_formula


def read(name: str) -> pd.DataFrame:
    """Columns ``formula`` and ``target`` of a task."""
    path = SHARED / "data" / "materials" / "matbench_composition" / "matbench" / f"{name}.csv.gz"
    return pd.read_csv(path, keep_default_na=False)


def pretraining_data(folder: Path, rows: int) -> Path:
    """A dataset folder of formulas with computed formation energy and gap, none of them in a task."""
    if folder.exists():
        return folder
    held_out = {reduced(formula) for name, _ in TASKS.values() for formula in read(name).formula}
    values: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for name in ("mp_e_form", "mp_gap"):
        frame = read(name).sample(frac=1.0, random_state=0)
        for formula, target in zip(frame.formula, frame.target.astype(float), strict=True):
            if len(values) >= rows and formula not in values:
                continue
            values[formula][name].append(target)
    kept = [formula for formula in values if reduced(formula) not in held_out]
    keys = [f"f-{i}" for i in range(len(kept))]
    split = ["validation" if i % 20 == 0 else "train" for i in range(len(kept))]
    index = {"material_id": keys, "chemical_formula_reduced": kept, "split_hash": split}
    properties = {"material_id": keys}
    for name in ("mp_e_form", "mp_gap"):
        found = [values[formula].get(name) for formula in kept]
        properties[name] = pa.array([min(own) if own else None for own in found], pa.float64())
    for table, columns in (("index", index), ("properties", properties)):
        (folder / "data" / table).mkdir(parents=True)
        pq.write_table(pa.table(columns), folder / "data" / table / "train-00000-of-00001.parquet")
    return folder


def pretrained(work: Path, steps: int):
    """The composition tower after contrastive pretraining against the table."""
    data = pretraining_data(work / "formulas", 40_000)
    table = {"kind": "table/1", "table": "properties", "numbers": ["mp_e_form", "mp_gap"], "width": 64, "layers": 2}
    config = parse_config(
        {
            "data": {"path": data, "split": "hash", "cache": work / "cache"},
            "modalities": {"composition": TOWER, "table": table},
            "loss": {"pairing": "all_pairs", "temperature": 0.1},
            "train": {"steps": steps, "batch_size": 512, "threads": 1, "validate_every": 100},
        }
    )
    return pretrain(config, work / "runs" / "compositions").towers["composition"].encoder


@dataclass(frozen=True)
class Task:
    """One task's rows."""

    formulas: list[str]
    values: np.ndarray
    store: DenseStore


def load(name: str) -> Task:
    """A task as tensors."""
    frame = read(TASKS[name][0])
    formulas = frame.formula.tolist()
    return Task(formulas, frame.target.to_numpy(float), DenseStore(element_shares(formulas, formulas)))


def folds(task: Task, count: int) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Training, validation (a tenth of the training rows) and test rows of each fold, as Matbench draws them."""
    drawn = []
    for train, test in KFold(5, shuffle=True, random_state=MATBENCH_SEED).split(task.values):
        order = np.random.default_rng(0).permutation(train)
        drawn.append((order[len(order) // 10 :], order[: len(order) // 10], test))
    return drawn[:count]


def measure(name: str, encoder, count: int, seeds: int, epochs: int) -> None:
    """MAE of each method, mean over folds; the spread is over seeds, or over folds with one seed."""
    task, modality = load(name), Composition(**TOWER)
    errors: dict[str, list[list[float]]] = defaultdict(lambda: [[] for _ in range(max(1, seeds))])
    for train, validation, test in folds(task, count):
        sides = [Labelled(rows, task.values[rows]) for rows in (train, validation)]
        for seed in range(seeds):
            options = FinetuneOptions(epochs=epochs, batch_size=64, averaging=0.99, seed=seed)
            torch.manual_seed(seed)
            for method, start in (("pretrained", copy.deepcopy(encoder)), ("from scratch", modality.encoder())):
                model = finetune((modality, start, task.store), *sides, options)
                errors[method][seed].append(np.abs(model.predict(task.store, test) - task.values[test]).mean())
        whole = np.concatenate([train, validation])
        sides = [([task.formulas[i] for i in rows], task.values[rows]) for rows in (whole, test)]
        for score in baseline_scores(sides[0], sides[1], (0,)):
            errors[score.method][0].append(score.mae)
    print(f"\n{name} ({TASKS[name][1]}): {len(task.values)} rows, {count} of 5 folds, {seeds} seed(s)")
    for method, found in errors.items():
        means = [np.mean(own) for own in found if own]
        each = means if len(means) > 1 else found[0]
        spread = np.std(each, ddof=1) if len(each) > 1 else 0.0
        print(f"  {method:28} MAE {np.mean(means):.4f} +- {spread:.4f}", flush=True)


def main() -> None:
    """Pretrain once, then measure each task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("runs/compositions"))
    parser.add_argument("--tasks", nargs="*", default=["phonons", "expt_gap", "log_kvrh"])
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=3, help="0: only what needs no tower")
    parser.add_argument("--epochs", type=int, default=40)
    given = parser.parse_args()
    torch.set_num_threads(1)
    encoder = pretrained(given.work, given.steps) if given.seeds else None
    for name in given.tasks:
        measure(name, encoder, given.folds, given.seeds, given.epochs)


if __name__ == "__main__":
    main()
