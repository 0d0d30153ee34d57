"""Generated embeddings in, how often a search by index finds what an exact one finds, and how fast each is, out.

python -m benchmarks.search [--rows 1200000] [--width 128] [--spread 0.5]: directions around many centres, spread as
embeddings of materials are; the queries are others around the same centres.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
from matloom.train.embeddings import Embeddings, store_embeddings
from matloom.train.nearest import index_file, nearest

QUERIES, COUNT = 100, 10


def directions(rows: int, width: int, spread: float, seed: int) -> np.ndarray:
    """Unit vectors ``(rows, width)`` around 2 000 centres, which a ``spread`` much above 1 blurs."""
    centres = np.random.default_rng(0).standard_normal((2000, width), dtype=np.float32)
    random = np.random.default_rng(seed)
    found = centres[random.integers(len(centres), size=rows)]
    found += spread * random.standard_normal((rows, width), dtype=np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def main() -> None:
    """Store, search, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_200_000)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--spread", type=float, default=0.5, help="of a vector around its centre")
    given = parser.parse_args()
    vectors, queries = (
        directions(rows, given.width, given.spread, seed) for seed, rows in enumerate((given.rows, QUERIES), start=1)
    )
    every = np.ones(given.rows, bool)
    found = Embeddings(np.arange(given.rows), {"crystal": vectors}, {"crystal": every}, np.arange(given.rows))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "e.duckdb"
        start = time.process_time()
        store_embeddings(path, found, [str(row) for row in range(given.rows)])
        seconds = time.process_time() - start
        sizes = [file.stat().st_size / 2**20 for file in (path, index_file(path, "crystal"))]
        print(f"{given.rows} rows of {given.width}: stored and indexed in {seconds:.0f} s of one core, "
              f"{sizes[0]:.0f} MiB and an index of {sizes[1]:.0f} MiB", flush=True)  # fmt: skip
        start = time.process_time()
        hits = [{int(hit.material_id) for hit in nearest(path, query, "crystal", COUNT)} for query in queries]
        each = (time.process_time() - start) / QUERIES
        index_file(path, "crystal").unlink()
        start = time.process_time()
        exact = [{int(hit.material_id) for hit in nearest(path, query, "crystal", COUNT)} for query in queries[:5]]
        slow = (time.process_time() - start) / len(exact)
    similarity = queries @ vectors.T
    wanted = [set(np.argpartition(-row, COUNT)[:COUNT].tolist()) for row in similarity]
    assert exact == wanted[: len(exact)]
    recall = np.mean([len(a & b) / COUNT for a, b in zip(hits, wanted, strict=True)])
    print(
        f"of the {COUNT} nearest, {recall:.4f} found; {each * 1000:.0f} ms a query, {slow * 1000:.0f} ms without index"
    )


if __name__ == "__main__":
    main()
