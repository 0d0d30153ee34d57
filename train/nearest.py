"""A query's embedding and a DuckDB file of embeddings in, the nearest materials out: exactly, or by an index."""

from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np

from ..records.connect import connect
from ..records.errors import MatloomError

INDEX_FROM: Final = 1_000_000
"""Embeddings of one modality above which an index stands beside the file, if the extra ``index`` is installed."""
_CENTRES: Final = 4096
_LEARNED_FROM: Final = 40
"""Vectors for each centre that the index learns its centres from."""
_VISITED: Final = 256
"""Cells of an index that a query looks into."""
_CANDIDATES: Final = 10
"""So many times as many as are wanted come out of the index and are compared exactly."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One material that was found, and the cosine of its embedding with the query's."""

    material_id: str
    similarity: float


def index_file(database: Path, modality: str) -> Path:
    """Where the index over one modality of a file of embeddings is."""
    return database.with_name(f"{database.name}.{modality}.faiss")


def remove_indexes(database: Path) -> None:
    """Delete the indexes of a file whose embeddings change."""
    for path in database.parent.glob(f"{escape(database.name)}.*.faiss"):
        path.unlink()


def write_index(database: Path, modality: str, vectors: np.ndarray) -> bool:
    """Index ``vectors (n, width)``, in the order of the modality's rows; False where faiss is not installed.

    An inverted file of half-precision vectors (Jegou et al. 2011; Douze et al. 2024, arXiv:2401.08281).
    """
    try:
        import faiss
    except ModuleNotFoundError:
        return False
    rows, width = vectors.shape
    centres = max(1, min(_CENTRES, rows // _LEARNED_FROM))
    index: Any = faiss.index_factory(width, f"IVF{centres},SQfp16", faiss.METRIC_INNER_PRODUCT)
    learned = np.random.default_rng(0).permutation(rows)[: centres * _LEARNED_FROM]
    index.train(np.ascontiguousarray(vectors[np.sort(learned)], dtype=np.float32))
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    index.nprobe = min(_VISITED, centres)
    part = index_file(database, f".{modality}.part")
    faiss.write_index(index, str(part))
    part.replace(index_file(database, modality))
    return True


def _candidates(database: Path, modality: str, query: np.ndarray, count: int) -> np.ndarray | None:
    """Places of likely rows among the modality's; None where all have to be compared."""
    path = index_file(database, modality)
    if not path.exists():
        return None
    try:
        import faiss
    except ModuleNotFoundError:
        return None
    index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
    _, places = index.search(query[None].astype(np.float32), count * _CANDIDATES)
    return places[0][places[0] >= 0]


def nearest(path: Path, query: np.ndarray, modality: str, count: int = 10) -> list[Hit]:
    """The materials whose ``modality`` is nearest to ``query (width,)``. Raises MatloomError E001, E004, M011, M015.

    All are compared, unless there is an index: then those that it finds are. Among embeddings that lie in clusters, as
    those of trained towers do, it misses next to none; without clusters, many.
    """
    if not path.exists():
        raise MatloomError("E001", path=path)
    with connect(path, read_only=True) as database:
        try:
            known = [
                row[0] for row in database.execute("SELECT DISTINCT modality FROM embeddings ORDER BY 1").fetchall()
            ]
        except duckdb.CatalogException:
            known = []
        widths = database.execute("SELECT len(embedding) FROM embeddings LIMIT 1").fetchall() if known else []
        if widths and widths[0][0] != len(query):
            raise MatloomError("M015", path=path, stored=widths[0][0], width=len(query))
        if modality not in known:
            raise MatloomError("M011", path=path, modality=modality, known=", ".join(known) or "none")
        likely = _candidates(path, modality, query, count)
        where = "modality = ?" if likely is None else "modality = ? AND place IN (SELECT unnest(?::BIGINT[]))"
        found = database.execute(
            f"SELECT material_id, array_inner_product(embedding, ?::FLOAT[{len(query)}]) AS similarity FROM embeddings"  # noqa: S608 -- an int
            f" WHERE {where} ORDER BY similarity DESC, material_id LIMIT ?",
            [query.astype(np.float32).tolist(), modality, *([] if likely is None else [likely.tolist()]), count],
        ).fetchall()
    return [Hit(*row) for row in found]
