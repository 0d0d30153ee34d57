"""Source rows in, Arrow tables of what was derived out: in order, at any number of workers, in bounded memory."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from typing import Any, Final

import pyarrow as pa

from .derive import derive
from .filters import keeps
from .recipe import Recipe
from .rights import RightsFilter
from .rows import BadRow, SourceRow
from .tables import arrow_schema, features

ROWS_PER_CHUNK: Final = 128
"""Fixed, so that the cut of the work never depends on the number of workers."""

FACTS: Final = pa.schema(
    [pa.field("ordinal", pa.int64())]
    + [
        pa.field(name, pa.string())
        for name in (
            "key", "where", "material_id", "source", "licence", "doi", "document", "published_split",
            "structure_fingerprint", "fingerprint_version", "chemical_formula_reduced", "chemical_formula_anonymous",
            "composition", "chemical_system", "space_group_symbol_hermann_mauguin", "point_group", "crystal_system",
        )
    ]
    + [pa.field(name, pa.int64()) for name in ("nelements", "nsites", "space_group_it_number")]
    + [pa.field("elements", pa.list_(pa.string()))]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chunk:
    """Facts (schema FACTS) and one table a modality (an ``ordinal`` column first), and what went wrong."""

    facts: pa.Table
    tables: dict[str, pa.Table]
    bad: list[tuple[str, str, str]]
    filtered: int
    withheld: dict[str, int] = field(default_factory=dict)


def spool_schemas(recipe: Recipe) -> dict[str, pa.Schema]:
    """Schemas of the tables in a chunk. The crystals always come along where duplicates are judged by structure."""
    names = list(recipe.modalities.chosen())
    if recipe.duplicates.by == "structure" and "crystal" not in names:
        names.append("crystal")
    return {name: arrow_schema(features(recipe, name)).insert(0, pa.field("ordinal", pa.int64())) for name in names}


class Deriver:
    """Derives chunks by one recipe; made once in each process."""

    def __init__(self, recipe: Recipe, rights: RightsFilter) -> None:
        self.recipe = recipe
        self.rights = rights
        self.schemas = spool_schemas(recipe)
        self.labels = {
            name: {column: kind.names for column, kind in features(recipe, name).items() if hasattr(kind, "names")}
            for name in self.schemas
        }

    def __call__(self, start: int, rows: list[SourceRow | BadRow]) -> Chunk:
        """One chunk; ``start`` is the ordinal of its first row."""
        facts: list[dict[str, Any]] = []
        tables: dict[str, list[dict[str, Any]]] = {name: [] for name in self.schemas}
        bad: list[tuple[str, str, str]] = []
        filtered, withheld = 0, dict[str, int]()
        for ordinal, raw in enumerate(rows, start=start):
            try:
                if isinstance(raw, BadRow):
                    raise raw
                row, held = self.rights(raw)
                derived = derive(row, self.recipe)
            except BadRow as problem:
                bad.append((problem.code, problem.where, problem.why))
                continue
            for name, count in held.items():
                withheld[name] = withheld.get(name, 0) + count
            if self.rights.is_retracted(row) or not keeps(derived.facts, self.recipe.filters):
                filtered += 1
                continue
            facts.append(derived.facts | {"ordinal": ordinal})
            for name, found in derived.tables.items():
                tables[name] += [self._finished(name, ordinal, row, payload) for payload in found]
        return Chunk(
            facts=pa.Table.from_pylist(facts, schema=FACTS),
            tables={name: pa.Table.from_pylist(rows, self.schemas[name]) for name, rows in tables.items() if rows},
            bad=bad, filtered=filtered, withheld=withheld,
        )  # fmt: skip

    def _finished(self, name: str, ordinal: int, row: SourceRow, payload: dict[str, Any]) -> dict[str, Any]:
        key = row.key
        done = payload | {"ordinal": ordinal, self.recipe.dataset.key: key}
        if "licence" in self.schemas[name].names:
            done |= {"licence": row.licence, "doi": row.doi}
        for column, names in self.labels[name].items():
            value = payload.get(column)
            done[column] = names.index(value) if value is not None else None
        return done


def derived_chunks(
    rows: Iterator[SourceRow | BadRow], recipe: Recipe, rights: RightsFilter, workers: int
) -> Iterator[Chunk]:
    """Chunks in the order of their rows. At most two chunks a worker are under way or waiting."""
    starts = _numbered_chunks(rows)
    if workers <= 1:
        deriver = Deriver(recipe, rights)
        for start, chunk in starts:
            yield deriver(start, chunk)
        return
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start, (recipe, rights))
    waiting: deque[Future[Chunk]] = deque()
    try:
        for start, chunk in starts:
            waiting.append(pool.submit(_work, start, chunk))
            if len(waiting) >= 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _numbered_chunks(rows: Iterator[SourceRow | BadRow]) -> Iterator[tuple[int, list[SourceRow | BadRow]]]:
    start = 0
    while chunk := list(islice(rows, ROWS_PER_CHUNK)):
        yield start, chunk
        start += len(chunk)


_DERIVER: Deriver | None = None


def _start(recipe: Recipe, rights: RightsFilter) -> None:
    global _DERIVER  # noqa: PLW0603 -- one deriver a process, made when the process starts
    _DERIVER = Deriver(recipe, rights)


def _work(start: int, rows: list[SourceRow | BadRow]) -> Chunk:
    assert _DERIVER is not None
    return _DERIVER(start, rows)
