"""Source rows in, Arrow tables of what was derived out: in order, at any number of workers, in bounded memory."""

import warnings
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from typing import Any, Final

import pyarrow as pa

from ..records.identity import bare_doi
from .derive import Derived, derive
from .filters import keeps, narrowed
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


@dataclass(slots=True)
class Tally:
    """What became of rows that did not go in, or not whole."""

    bad: list[tuple[str, str, str]] = field(default_factory=list)
    filtered: int = 0
    withheld: Counter[str] = field(default_factory=Counter)
    retracted: set[str] = field(default_factory=set)

    def add(self, other: "Tally") -> None:
        """Count another chunk's rows in."""
        self.bad += other.bad
        self.filtered += other.filtered
        self.withheld += other.withheld
        self.retracted |= other.retracted


@dataclass(frozen=True, slots=True)
class Chunk:
    """Facts (schema FACTS), one table a modality (an ``ordinal`` column first), and the tally."""

    facts: pa.Table
    tables: dict[str, pa.Table]
    tally: Tally


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
        tally = Tally()
        with warnings.catch_warnings():  # libraries warn of every row that lacks oxidation states
            warnings.simplefilter("ignore")
            for ordinal, raw in enumerate(rows, start=start):
                try:
                    found = self._derived(raw, tally)
                except BadRow as problem:
                    tally.bad.append((problem.code, problem.where, problem.why))
                    continue
                if found is None:
                    tally.filtered += 1
                    continue
                row, derived = found
                facts.append(derived.facts | {"ordinal": ordinal})
                for name, payloads in derived.tables.items():
                    tables[name] += [self._finished(name, ordinal, row, payload) for payload in payloads]
        arrow = {name: pa.Table.from_pylist(rows, self.schemas[name]) for name, rows in tables.items() if rows}
        return Chunk(pa.Table.from_pylist(facts, schema=FACTS), arrow, tally)

    def _derived(self, raw: SourceRow | BadRow, tally: Tally) -> tuple[SourceRow, Derived] | None:
        """The row as it may be published and what is derived from it; None where it stays out."""
        if isinstance(raw, BadRow):
            raise raw
        if self.rights.is_retracted(raw):
            tally.retracted.add(bare_doi(raw.doi))
            return None
        row = narrowed(raw, self.recipe.filters)
        if row is None:
            return None
        row, withheld = self.rights(row)
        derived = derive(row, self.recipe)
        if not keeps(derived.facts, self.recipe.filters):
            return None
        tally.withheld.update(withheld)
        return row, derived

    def _finished(self, name: str, ordinal: int, row: SourceRow, payload: dict[str, Any]) -> dict[str, Any]:
        done = payload | {"ordinal": ordinal, self.recipe.dataset.key: row.key}
        if "licence" in self.schemas[name].names:
            # a description that was written here from facts goes out under the release's own licence
            written_here = name == "text" and not row.payloads.get("text")
            done |= {"licence": self.recipe.dataset.licence if written_here else row.licence, "doi": row.doi}
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
