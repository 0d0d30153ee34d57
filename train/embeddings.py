"""A model and rows of a dataset in, their embeddings out: as arrays, or as a table in DuckDB."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import torch
from torch.utils._pytree import tree_map

from ..multimodal.dataset import Batch, MaterialRows
from ..multimodal.joint import JointModel
from ..records.errors import MatloomError


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


_TABLE = "CREATE OR REPLACE TABLE embeddings (material_id VARCHAR, modality VARCHAR, embedding FLOAT[{width}])"


def store_embeddings(path: Path, found: Embeddings, keys: list[str]) -> int:
    """Write all embeddings to the table ``embeddings`` of a DuckDB file, in the place of what it held; their number."""
    width = next(iter(found.vectors.values())).shape[1]
    with duckdb.connect(str(path)) as database:
        database.execute(_TABLE.format(width=width))
        total = 0
        for name, vectors in found.vectors.items():
            own = found.masks[name]
            flat = pa.array(vectors[own].ravel(), pa.float32())
            rows = pa.table(
                {
                    "material_id": [keys[row] for row in found.rows[own]],
                    "modality": [name] * int(own.sum()),
                    "embedding": pa.FixedSizeListArray.from_arrays(flat, width),
                }
            )
            database.register("new_rows", rows)
            database.execute("INSERT INTO embeddings SELECT * FROM new_rows")
            database.unregister("new_rows")
            total += len(rows)
    return total


@dataclass(frozen=True, slots=True)
class Hit:
    """One material that was found, and the cosine of its embedding with the query's."""

    material_id: str
    similarity: float


def nearest(path: Path, query: np.ndarray, modality: str, count: int = 10) -> list[Hit]:
    """The materials whose ``modality`` is nearest to ``query (width,)``, exactly. Raises MatloomError M011."""
    if not path.exists():
        raise MatloomError("E001", path=path)
    with duckdb.connect(str(path), read_only=True) as database:
        try:
            known = [
                row[0] for row in database.execute("SELECT DISTINCT modality FROM embeddings ORDER BY 1").fetchall()
            ]
        except duckdb.CatalogException:
            known = []
        if modality not in known:
            raise MatloomError("M011", path=path, modality=modality, known=", ".join(known) or "none")
        found = database.execute(
            f"SELECT material_id, array_inner_product(embedding, ?::FLOAT[{len(query)}]) AS similarity FROM embeddings"  # noqa: S608 -- an int
            " WHERE modality = ? ORDER BY similarity DESC, material_id LIMIT ?",
            [query.astype(np.float32).tolist(), modality, count],
        ).fetchall()
    return [Hit(*row) for row in found]
