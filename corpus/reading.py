"""A database in, its statements out, work by work or material by material, a slice of the records at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import duckdb

from ..records.store.reading import fetch
from .alignment import Statement, plain, statement_of

FETCHED: Final = 5_000
"""Rows that are fetched at a time."""
SLICE: Final = 200_000
"""Statements that one query answers: DuckDB holds an answer in memory, and never on disk."""
QUERY: Final = """
    SELECT m.id, m.document, m.ordinal, m.sample, m.property, m.words, m.quantity, m."method", m.origin, m.confidence,
           d."year", coalesce(v.work, m.document) AS work, s.labels, s.form, s.note,
           l.material, c.composition, c.space_group, c.phase, e.kind,
           CASE WHEN e.kind = 'table' THEN 'table ' || coalesce(e."table", e."column", '')
                ELSE coalesce(e.block, '') || ' ' || e.quote END AS place,
           (SELECT list({{'name': k."name", 'quantity': k.quantity, 'text': k."text"}} ORDER BY k.ordinal)
            FROM conditions k WHERE k.measurement = m.id AND k.document = m.document) AS conditions
    FROM measurements m
    JOIN documents d ON d.id = m.document
    JOIN samples s ON s.id = m.sample
    JOIN evidence e ON e.id = m.evidence
    LEFT JOIN document_versions v ON v.document = m.document
    LEFT JOIN sample_materials l ON l.sample = m.sample
    LEFT JOIN canonical_materials c ON c.id = l.material
    WHERE m.origin <> 'read-off' AND {chosen} AND {sliced}
    ORDER BY {order}
"""


@dataclass(frozen=True, slots=True)
class Order:
    """Statements in groups: what is sorted by, how many statements each key has, and those of a range of keys."""

    columns: str
    keys: str
    sliced: str


BY_WORK: Final = Order(
    columns="work, m.document, m.ordinal",
    keys="SELECT coalesce(v.work, m.document) AS key, count(*) AS number FROM measurements m "
    "LEFT JOIN document_versions v ON v.document = m.document GROUP BY key",
    sliced="m.document IN (SELECT d.id FROM documents d LEFT JOIN document_versions v ON v.document = d.id "
    "WHERE coalesce(v.work, d.id) BETWEEN ? AND ?)",
)
BY_MATERIAL: Final = Order(
    columns="c.composition, m.property, work, m.document, m.ordinal",
    keys="SELECT c.composition AS key, count(*) AS number FROM measurements m "
    "JOIN sample_materials l ON l.sample = m.sample JOIN canonical_materials c ON c.id = l.material GROUP BY key",
    sliced="m.sample IN (SELECT l.sample FROM sample_materials l JOIN canonical_materials c ON c.id = l.material "
    "WHERE c.composition BETWEEN ? AND ?)",
)
_SLICES: Final = """
    SELECT min(key) AS first, max(key) AS last FROM (
        SELECT key, (sum(number) OVER (ORDER BY key) - 1) // {size} AS slice FROM ({keys}) WHERE key IS NOT NULL
    ) GROUP BY slice ORDER BY first
"""


def statements_by_work(
    connection: duckdb.DuckDBPyConnection, chosen: str = "true", values: Sequence[object] = ()
) -> Iterator[list[Statement]]:
    """The comparable statements of each work; ``chosen`` is an SQL condition over m, d, s, e, l and c."""
    yield from _grouped(connection, chosen, BY_WORK, values, lambda row: row["work"])


def statements_by_material(
    connection: duckdb.DuckDBPyConnection, chosen: str = "true", values: Sequence[object] = ()
) -> Iterator[list[Statement]]:
    """The comparable statements of each property of each composition, those of unknown composition left out."""
    chosen = f"({chosen}) AND c.composition IS NOT NULL"
    yield from _grouped(connection, chosen, BY_MATERIAL, values, lambda row: (row["composition"], row["property"]))


def _grouped(
    connection: duckdb.DuckDBPyConnection,
    chosen: str,
    order: Order,
    values: Sequence[object],
    key: Callable[[dict[str, Any]], object],
) -> Iterator[list[Statement]]:
    spellings = _spellings(connection)
    query = QUERY.format(chosen=chosen, sliced=order.sliced, order=order.columns)
    slices = fetch(connection, _SLICES.format(size=SLICE, keys=order.keys))
    rows = (row for part in slices for row in _rows(connection, query, [*values, part["first"], part["last"]]))
    for _, group in groupby(rows, key=key):
        found: list[Statement] = []
        for row in group:
            known = spellings.get(row["material"], frozenset())
            private = frozenset(name for label in row["labels"] if (name := plain(label)) not in known)
            statement = statement_of(row, private)
            if statement is not None:
                found.append(statement)
        yield found


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[object]) -> Iterator[dict[str, Any]]:
    answer = connection.cursor().execute(query, list(values))
    names = [str(column[0]) for column in answer.description or ()]
    while rows := answer.fetchmany(FETCHED):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def _spellings(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    """By material, how papers spell its composition."""
    rows = fetch(connection, "SELECT id, formula, spellings FROM canonical_materials")
    return {row["id"]: frozenset(plain(one) for one in (row["formula"], *row["spellings"])) for row in rows}
