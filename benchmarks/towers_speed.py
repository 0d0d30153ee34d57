"""Speed of the towers: rows/s, waiting, memory and FLOP use, as ``python -m benchmarks.towers_speed DATASET``.

Beside the towers stands a loop as MultiMat's is written: the same encoders and losses, every modality of every row
encoded, the whole matrix of similarities in float32, batches put together between the steps, no compilation. On a GPU
each batch size is measured in float32 and in bfloat16, with data loading on and off (one batch again and again).
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from matloom.multimodal.cache import Cache
from matloom.multimodal.dataset import Batch, MaterialRows, StepBatches, Steps
from matloom.multimodal.directory import DatasetDirectory
from matloom.multimodal.joint import JointModel
from matloom.multimodal.losses import ContrastiveLoss
from matloom.multimodal.modality import make_modality
from matloom.train.embeddings import to_device
from matloom.train.gradient_cache import backward_batch
from torch.utils.data import DataLoader
from torch.utils.flop_counter import FlopCounterMode

PEAK = {("cuda", torch.bfloat16): 790e12, ("cuda", torch.float32): 60e12}
"""Dense matrix products per second of the card that this was written for (H200), as measured with large ones."""


class Plan(NamedTuple):
    """What one line measures."""

    size: int
    way: str
    precision: torch.dtype
    loading: bool


def batches(data: MaterialRows, size: int, pieces: int, steps: int, workers: int) -> Iterator[list[Batch]]:
    """Batches of a run; rows come again when the dataset has fewer than ``size``."""
    rows = np.tile(np.arange(len(data.keys)), -(-size // len(data.keys)))
    items = StepBatches(data, rows, batch_size=size, pieces=pieces)
    context = "forkserver" if workers else None
    steps_in_order = Steps(0, steps)
    return iter(
        DataLoader(items, batch_size=None, sampler=steps_in_order, num_workers=workers, multiprocessing_context=context)
    )


def plain_step(model: JointModel, scale: torch.Tensor, batch: Batch) -> None:
    """One step of the yardstick: all pairs, the whole matrix, float32."""
    inputs = batch["inputs"]
    found = [F.normalize(tower.projection(tower.encoder(inputs[n])), dim=1) for n, tower in model.towers.items()]
    target = torch.arange(len(found[0]), device=found[0].device)
    losses = []
    for i, first in enumerate(found):
        for second in found[i + 1 :]:
            logits = scale.exp() * first @ second.T
            losses.append((F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2)
    torch.stack(losses).mean().backward()


def measured(
    step: Callable[[list[Batch]], None], source: Iterator[list[Batch]], device: torch.device, steps: int
) -> dict[str, float]:
    """Seconds a step and the share of them that was spent waiting for the batch; the first two steps do not count."""
    waited = worked = 0.0
    for number in range(steps):
        began = time.perf_counter()
        pieces = [to_device(piece, device) for piece in next(source)]
        ready = time.perf_counter()
        step(pieces)
        if device.type == "cuda":
            torch.cuda.synchronize()
        if number >= 2:
            waited += ready - began
            worked += time.perf_counter() - ready
    return {"seconds": (waited + worked) / (steps - 2), "waiting": waited / (waited + worked)}


def row(given: argparse.Namespace, data: MaterialRows, plan: Plan) -> dict[str, Any]:
    """One line of the table."""
    size, way, precision, loading = plan
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(0)
    modalities = {name: make_modality({"kind": f"{name}/1", **o}) for name, o in given.modalities.items()}
    model = JointModel(modalities).to(device).train()
    loss = ContrastiveLoss(pairing="all_pairs", chunk=4096 if size > 4096 else 0).to(device)
    optimizer = torch.optim.AdamW([*model.parameters(), *loss.parameters()], lr=1e-4, fused=device.type == "cuda")
    pieces = 1 if way == "plain" else max(1, size // given.piece)

    def step(parts: list[Batch]) -> None:
        optimizer.zero_grad()
        with torch.autocast(device.type, torch.bfloat16, enabled=precision == torch.bfloat16):
            if way == "plain":
                plain_step(model, loss.log_scale, parts[0])
            else:
                backward_batch(model, loss, parts, 0, lambda value: value.backward())
        optimizer.step()

    one = [to_device(piece, device) for piece in next(batches(data, size, pieces, 1, 0))]
    source = iter([one] * given.steps)
    if loading:
        source = batches(data, size, pieces, given.steps, 0 if way == "plain" else given.workers)
    with FlopCounterMode(display=False) as counter:
        step(one)
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats()
    found = measured(step, source, device, given.steps)
    flops = counter.get_total_flops() / found["seconds"]
    return {
        "way": way, "batch": size, "precision": str(precision).removeprefix("torch."), "loading": loading,
        "rows/s": size / found["seconds"], "waiting": found["waiting"], "GFLOP/s": flops / 1e9,
        "FLOP use": flops / PEAK[device.type, precision] if device.type == "cuda" else None,
        "GiB": torch.cuda.max_memory_allocated() / 2**30 if device.type == "cuda" else None,
    }  # fmt: skip


def main() -> None:
    """Print the table, a line as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--modalities", type=json.loads, default={"crystal": {}, "xrd": {}})
    parser.add_argument("--batches", type=int, nargs="*")
    parser.add_argument("--piece", type=int, default=4096, help="rows that are encoded at a time")
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    cuda = torch.cuda.is_available()
    if not cuda:
        torch.set_num_threads(1)
    sizes = given.batches or ([1024, 4096, 16384, 32768] if cuda else [256])
    modalities = {name: make_modality({"kind": f"{name}/1", **options}) for name, options in given.modalities.items()}
    data = MaterialRows.read(DatasetDirectory(given.dataset), modalities, Cache())
    lines = []
    for size in sizes:
        plans = [("plain", torch.float32, True), ("matloom", torch.float32, True), ("matloom", torch.float32, False)]
        plans += [("matloom", torch.bfloat16, True), ("matloom", torch.bfloat16, False)] if cuda else []
        for way, precision, loading in plans:
            try:
                lines.append(row(given, data, Plan(size, way, precision, loading)))
            except torch.OutOfMemoryError:
                lines.append({"way": way, "batch": size, "precision": str(precision), "out of memory": True})
                torch.cuda.empty_cache()
            cells = (f"{k} {v:.4g}" if isinstance(v, float) else f"{k} {v}" for k, v in lines[-1].items())
            print("  ".join(cells), flush=True)
    if given.out:
        given.out.write_text(json.dumps(lines, indent=1))


if __name__ == "__main__":
    main()
