"""A checkpoint of Lightning in, one safetensors file out, and back: tensors as they are, the rest as JSON."""

import json
import os
from pathlib import Path
from typing import Any

import torch
from lightning.pytorch.plugins.io import CheckpointIO
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from ..records.errors import MatloomError


def _flatten(value: Any, name: str, tensors: dict[str, Tensor]) -> Any:
    """``value`` as plain JSON, its tensors moved into ``tensors``."""
    if isinstance(value, Tensor):
        tensors[name] = value.detach().cpu().contiguous().clone()
        return {"tensor": name}
    if isinstance(value, dict):
        return {"dict": [[k, _flatten(v, f"{name}/{k}", tensors)] for k, v in value.items()]}
    if isinstance(value, list | tuple):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return {kind: [_flatten(v, f"{name}/{i}", tensors) for i, v in enumerate(value)]}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, os.PathLike):
        return str(value)
    raise TypeError(f"{name} is a {type(value).__name__}, which a checkpoint cannot hold")


def _restore(plain: Any, tensors: dict[str, Tensor]) -> Any:
    if not isinstance(plain, dict):
        return plain
    (kind, value), *_ = plain.items()
    if kind == "tensor":
        return tensors[value]
    if kind == "dict":
        return {k: _restore(v, tensors) for k, v in value}
    found = [_restore(v, tensors) for v in value]
    return tuple(found) if kind == "tuple" else found


class SafetensorsCheckpoints(CheckpointIO):
    """Reads and writes Lightning's checkpoints; a file is there whole or not at all.

    ``about`` is kept in each of them, to tell later which run it is of.
    """

    def __init__(self, about: dict[str, Any] | None = None) -> None:
        self.about = about

    def save_checkpoint(self, checkpoint: dict[str, Any], path: str | Path, storage_options: Any | None = None) -> None:
        """Write to a file beside ``path`` and rename it."""
        tensors: dict[str, Tensor] = {}
        plain = json.dumps(_flatten(checkpoint, "", tensors))
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        save_file(tensors, part, metadata={"checkpoint": plain, "about": json.dumps(self.about)})
        part.replace(target)

    def load_checkpoint(
        self, path: str | Path, map_location: Any | None = None, weights_only: bool | None = None
    ) -> dict[str, Any]:
        """The checkpoint in ``path``."""
        with safe_open(str(path), framework="pt") as file:
            plain = json.loads(file.metadata()["checkpoint"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 -- not a dictionary
        return _restore(plain, tensors)

    def remove_checkpoint(self, path: str | Path) -> None:
        """Delete the file."""
        Path(path).unlink(missing_ok=True)


def about_checkpoint(path: Path) -> dict[str, Any] | None:
    """What was kept in a checkpoint to tell its run. Raises MatloomError M013 for a file that is none."""
    try:
        with safe_open(str(path), framework="pt") as file:
            return json.loads(file.metadata()["about"])
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise MatloomError("M013", path=path, why=str(error)) from error


def newest_checkpoint(folder: Path) -> Path | None:
    """The checkpoint of the latest step in a folder, if there is one."""
    found = sorted(folder.glob("step-*.ckpt"), key=lambda path: int(path.stem.removeprefix("step-")))
    return found[-1] if found else None


def step_seed(seed: int, step: int, rank: int) -> int:
    """What torch is seeded with at a step, so that chance is a function of the step and not of what came before."""
    generator = torch.Generator().manual_seed(seed)
    base = int(torch.randint(0, 2**40, (1,), generator=generator))
    return base + step * 4096 * 1024 + rank * 4096
