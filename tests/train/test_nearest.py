"""Search over stored embeddings: with an index as without one, but for a few that it misses."""

from pathlib import Path

import numpy as np
import pytest
from matloom.train.embeddings import Embeddings, store_embeddings
from matloom.train.nearest import index_file, nearest

ROWS, WIDTH = 4000, 16


def embeddings(rows: int = ROWS) -> Embeddings:
    """Directions around a hundred centres, as embeddings of materials lie; one row in ten has no text."""
    random = np.random.default_rng(0)
    centres = random.normal(size=(100, WIDTH))
    vectors = {name: centres[np.arange(rows) % 100] + 0.3 * random.normal(size=(rows, WIDTH)) for name in ("a", "b")}
    unit = {name: (v / np.linalg.norm(v, axis=1, keepdims=True)).astype(np.float32) for name, v in vectors.items()}
    masks = {"a": np.ones(rows, bool), "b": np.arange(rows) % 10 > 0}
    return Embeddings(np.arange(rows), unit, masks, np.arange(rows))


def stored(folder: Path, **options: int) -> Path:
    store_embeddings(folder / "e.duckdb", embeddings(), [f"m-{i}" for i in range(ROWS)], **options)
    return folder / "e.duckdb"


def test_an_index_finds_what_comparing_all_finds(tmp_path):
    pytest.importorskip("faiss")
    (tmp_path / "exact").mkdir()
    exact, quick = stored(tmp_path / "exact"), stored(tmp_path, index_from=1000)
    assert index_file(quick, "b").exists() and not index_file(exact, "b").exists()
    same = []
    for query in embeddings().vectors["a"][:20]:
        hits, wanted = nearest(quick, query, "b", 10), nearest(exact, query, "b", 10)
        assert len(hits) == 10
        found = {hit.material_id: hit.similarity for hit in hits}
        same += [hit.material_id in found for hit in wanted]
        assert all(found.get(hit.material_id, hit.similarity) == hit.similarity for hit in wanted)
    assert np.mean(same) > 0.95


def test_new_embeddings_leave_no_old_index(tmp_path):
    pytest.importorskip("faiss")
    path = stored(tmp_path, index_from=1000)
    few = embeddings(20)
    store_embeddings(path, few, [f"n-{i}" for i in range(20)], index_from=1000)
    assert not index_file(path, "a").exists()
    hits = nearest(path, few.vectors["a"][7], "a", 1)
    assert hits[0].material_id == "n-7"


def test_without_the_library_all_are_compared(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "faiss", None)
    path = stored(tmp_path, index_from=1000)
    assert not list(tmp_path.glob("*.faiss"))
    assert nearest(path, embeddings().vectors["a"][3], "a", 1)[0].material_id == "m-3"
