"""Annotated papers in, how far matloom's first run over them was right out, kept for good.

What is told of a paper after its misses were read is righter than what is told of others, so that a probability fitted
to it promises too much. ``tests/data/first_judgements.parquet`` holds each value of the first run with its features:

    python -m benchmarks.trust first FOLDER_OF_ANNOTATED_PAPERS

adds those of a folder, which is to be done before anybody looks at its misses. ``python -m benchmarks.trust fit`` takes
them in place of what is said of these papers now.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from .trust_labels import Judged, annotated

KEPT: Final = Path(__file__).parents[1] / "tests/data/first_judgements.parquet"
_FEATURE: Final = "feature_"
"""What stands ahead of a feature's name in its column."""


def first_judgements(path: Path = KEPT) -> list[Judged]:
    """The judgements of all first runs that are kept."""
    rows = pq.read_table(path).to_pylist() if path.exists() else []
    return [
        Judged(
            doc=row["doc"], kind=row["kind"], right=row["right"], linked=row["linked"], confidence=row["confidence"],
            features={name.removeprefix(_FEATURE): v for name, v in row.items() if name.startswith(_FEATURE) and v},
        )
        for row in rows
    ]  # fmt: skip


def keep(judged: Iterable[Judged], path: Path = KEPT) -> None:
    """Adds judgements to those that are kept; those of a paper that is there already are left out."""
    before = first_judgements(path)
    known = {one.doc for one in before}
    every = [*before, *(one for one in judged if one.doc not in known)]
    names = sorted({name for one in every for name in one.features})
    columns: dict[str, pa.Array] = {
        "doc": pa.array([one.doc for one in every]),
        "kind": pa.array([one.kind for one in every]),
        "right": pa.array([one.right for one in every], pa.int8()),
        "linked": pa.array([one.linked for one in every]),
        "confidence": pa.array([one.confidence for one in every], pa.float32()),
    }
    columns |= {
        _FEATURE + name: pa.array([one.features.get(name, 0.0) for one in every], pa.float32()) for name in names
    }
    pq.write_table(pa.table(columns), path, compression="zstd")


def with_first(folders: Iterable[Path]) -> list[Judged]:
    """The values of the folders' papers: of the first run where it is kept, else as they are now."""
    first = first_judgements()
    known = {one.doc for one in first}
    found: list[Judged] = []
    for folder in folders:
        papers = {path.name.removesuffix(".gold.json") for path in folder.glob("*.gold.json")}
        found += [one for one in first if one.doc in papers] if papers <= known else annotated(folder)
    return found


def keep_first(folders: Iterable[Path]) -> None:
    """Judges the papers of the folders and keeps that."""
    for folder in folders:
        keep(annotated(folder))
