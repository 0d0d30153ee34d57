"""A database in, its statements out, work by work: no more than one work's rows are in memory at a time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import duckdb

from ..records.store.reading import fetch
from .alignment import Statement, plain, statement_of

FETCHED: Final = 5_000
"""Rows that are fetched at a time."""
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
    WHERE m.origin <> 'read-off' AND {chosen}
    ORDER BY {order}
"""
BY_WORK: Final = "work, m.document, m.ordinal"
BY_MATERIAL: Final = "c.composition, m.property, work, m.document, m.ordinal"


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
    order: str,
    values: Sequence[object],
    key: Callable[[dict[str, Any]], object],
) -> Iterator[list[Statement]]:
    spellings = _spellings(connection)
    for _, group in groupby(_rows(connection, QUERY.format(chosen=chosen, order=order), values), key=key):
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
