"""Two small checks of the towers, as ``python -m benchmarks.towers_smoke``: masks on 408 materials, and overfitting.

``multimat``: density of states, charge density and MatBERT embeddings of ``multimat_example`` with most materials
missing one; a smoke test, 408 rows are no benchmark. ``overfit``: 128 perovskites until the loss is near zero.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import torch
from matloom.multimodal.cache import Cache
from matloom.multimodal.dataset import MaterialRows
from matloom.multimodal.directory import DatasetDirectory
from matloom.multimodal.joint import JointModel
from matloom.multimodal.losses import ContrastiveLoss
from matloom.multimodal.modality import make_modality
from matloom.train.config import parse_config
from matloom.train.evaluate import evaluate
from matloom.train.pretrain import pretrain

from benchmarks import SHARED


def multimat(folder: Path, points: int = 256, grid: int = 16) -> Path:
    """The example as a dataset folder: one grid of absolute energies (no Fermi energy is given), averaged densities."""
    if folder.exists():
        return folder
    source = SHARED / "data" / "materials" / "multimat_example"
    index = pd.read_csv(source / "index.csv")
    keys = index.material_id.tolist()
    part = np.random.default_rng(0).permutation(np.arange(len(keys)) % 5 == 0)
    tables: dict[str, dict[str, list]] = {
        "index": {"material_id": keys, "split_hash": ["test" if held else "train" for held in part]}
    }
    dos = np.load(source / "dos.npz")
    common = np.linspace(-20, 15, points)
    has = np.flatnonzero(dos["exists"])
    spectra = np.stack([np.interp(common, dos["energy"][i], dos["density"][i], left=0, right=0) for i in has])
    seen = spectra.any(axis=1)
    print(f"{(~seen).sum()} of {len(has)} densities of states lie outside of the common grid and are left out")
    tables["dos"] = {
        "material_id": dos["material_id"][has][seen].tolist(),
        "dos": spectra[seen].astype(np.float32).tolist(),
    }
    volumes = np.load(source / "charge_density_32.npz")
    split = (-1, grid, 32 // grid, grid, 32 // grid, grid, 32 // grid)
    blocks = volumes["density"].reshape(split).mean(axis=(2, 4, 6))
    tables["charge_density"] = {
        "material_id": volumes["material_id"].tolist(),
        "charge_density": blocks.astype(np.float32).tolist(),
    }
    texts = np.load(source / "text_embeddings_matbert.npz")
    tables["embedding"] = {"material_id": texts["material_id"].tolist(), "embedding": texts["embedding"].tolist()}
    for table, columns in tables.items():
        (folder / "data" / table).mkdir(parents=True)
        pq.write_table(pa.table(columns), folder / "data" / table / "train-00000-of-00001.parquet")
    return folder


def smoke(work: Path, steps: int) -> None:
    """Train on four fifths of the 408, look for the partners of the rest."""
    config = parse_config(
        {
            "data": {"path": multimat(work / "multimat"), "split": "hash", "cache": work / "cache"},
            "modalities": {
                "dos": {"width": 64}, "charge_density": {"grid": 16, "width": 64, "layers": 2}, "embedding": {},
            },
            "model": {"width": 128, "hidden": 128},
            "train": {"steps": steps, "batch_size": 64, "threads": 1, "validate_every": 0, "weight_decay": 0.05},
        }
    )  # fmt: skip
    model = pretrain(config, work / "runs" / "multimat")
    result, _ = evaluate(model, work / "multimat", split="hash", cache=work / "cache")
    print("multimat_example, 408 rows: a smoke test")
    for row in result.retrieval:
        own = row.scores
        print(
            f"  {row.source:>14} -> {row.target:<14} gallery {own.gallery}  R@1 {own.recall[1]:.3f}"
            f"  R@10 {own.recall[10]:.3f}  chance {own.chance[10]:.3f}  median rank {own.median_rank:g}"
        )


def overfit(work: Path, dataset: Path) -> None:
    """Loss over ln(N) on 128 rows, and how long it took to come under 0.05."""
    modalities = {name: make_modality({"kind": f"{name}/1", "width": 64}) for name in ("crystal", "xrd")}
    data = MaterialRows.read(DatasetDirectory(dataset), modalities, Cache(work / "cache"))
    batch = data.batch(np.random.default_rng(0).choice(len(data.keys), 128, replace=False))
    torch.manual_seed(0)
    model, loss = JointModel(modalities), ContrastiveLoss(pairing="all_pairs")
    optimizer = torch.optim.AdamW([*model.parameters(), *loss.parameters()], lr=1e-3)
    began = time.perf_counter()
    steps = 0
    while True:
        steps += 1
        optimizer.zero_grad()
        found = model(batch)
        parts = loss(found.embeddings, found.masks, found.material)
        parts.loss.backward()
        optimizer.step()
        if parts.relative()["crystal~xrd"] < 0.05 or steps == 2000:
            break
    relative, seconds = parts.relative()["crystal~xrd"], time.perf_counter() - began
    print(f"overfit 128 rows: loss/ln(N) {relative:.3f} after {steps} steps, {seconds:.0f} s")


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["multimat", "overfit"])
    parser.add_argument("--work", type=Path, default=Path("runs/smoke"))
    parser.add_argument("--dataset", type=Path, help="a dataset of crystals and patterns, for overfit")
    parser.add_argument("--steps", type=int, default=200)
    given = parser.parse_args()
    torch.set_num_threads(1)
    if given.what == "multimat":
        smoke(given.work, given.steps)
    else:
        overfit(given.work, given.dataset)


if __name__ == "__main__":
    main()
