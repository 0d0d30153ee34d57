"""A model and rows of a dataset in, their embeddings out: as arrays, or as a table in DuckDB."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import torch
from torch.utils._pytree import tree_map

from ..multimodal.dataset import Batch, MaterialRows
from ..multimodal.joint import JointModel
from ..records.connect import connect
from .nearest import INDEX_FROM, remove_indexes, write_index


@dataclass(frozen=True, slots=True)
class Embeddings:
    """By modality: embeddings ``(rows, width)``, zero where ``masks`` ``(rows,)`` is false. ``rows`` are index rows."""

    rows: np.ndarray
    vectors: dict[str, np.ndarray]
    masks: dict[str, np.ndarray]
    material: np.ndarray

    def pair(self, first: str, second: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Both sides of the rows that have both, and their materials."""
        both = self.masks[first] & self.masks[second]
        return self.vectors[first][both], self.vectors[second][both], self.material[both]

    def mean(self, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """The mean direction of what each row has of ``names``, ``(rows, width)``, and which rows have any."""
        weights = np.stack([self.masks[name] for name in names]).astype(np.float32)
        total = sum(self.vectors[name] * weight[:, None] for name, weight in zip(names, weights, strict=True))
        length = np.linalg.norm(total, axis=1, keepdims=True)
        return total / np.where(length > 0, length, 1), weights.sum(0) > 0


def to_device(batch: Batch, device: torch.device) -> Batch:
    """The batch with everything that can move on ``device``."""

    def move(value: Any) -> Any:
        return value.to(device, non_blocking=True) if hasattr(value, "to") else value

    return tree_map(move, batch)


@torch.inference_mode()
def embed_rows(model: JointModel, data: MaterialRows, rows: np.ndarray, batch_size: int = 512) -> Embeddings:
    """Embeddings of index rows by every tower, on the device that the model is on."""
    training = model.training
    model.eval()
    device = next(model.parameters()).device
    parts: list[tuple[dict[str, np.ndarray], dict[str, np.ndarray]]] = []
    for start in range(0, len(rows), batch_size):
        found = model(to_device(data.batch(rows[start : start + batch_size]), device))
        parts.append(
            (
                {name: vectors.float().cpu().numpy() for name, vectors in found.embeddings.items()},
                {name: mask.cpu().numpy() for name, mask in found.masks.items()},
            )
        )
    model.train(training)
    names = parts[0][0]
    return Embeddings(
        rows,
        {name: np.concatenate([vectors[name] for vectors, _ in parts]) for name in names},
        {name: np.concatenate([masks[name] for _, masks in parts]) for name in names},
        data.material[rows],
    )


_TABLE = (
    "CREATE OR REPLACE TABLE embeddings (material_id VARCHAR, modality VARCHAR, place BIGINT, embedding FLOAT[{width}])"
)


def store_embeddings(path: Path, found: Embeddings, keys: list[str], index_from: int = INDEX_FROM) -> int:
    """Write all embeddings to the table ``embeddings`` of a DuckDB file, in the place of what it held; their number.

    A modality with more than ``index_from`` rows gets an index beside the file, if the extra ``index`` is there.
    """
    width = next(iter(found.vectors.values())).shape[1]
    remove_indexes(path)
    total = 0
    with connect(path) as database:
        database.execute(_TABLE.format(width=width))
        for name, vectors in found.vectors.items():
            own = vectors[found.masks[name]]
            rows = pa.table(
                {
                    "material_id": [keys[row] for row in found.rows[found.masks[name]]],
                    "modality": [name] * len(own),
                    "place": np.arange(len(own)),
                    "embedding": pa.FixedSizeListArray.from_arrays(pa.array(own.ravel(), pa.float32()), width),
                }
            )
            database.register("new_rows", rows)
            database.execute("INSERT INTO embeddings SELECT * FROM new_rows")
            database.unregister("new_rows")
            total += len(rows)
            if len(own) > index_from:
                write_index(path, name, own)
    return total
