"""A store in, its tables of what is one thing across papers filled: versions, materials, facts.

Rows go through in portions, and nothing is compared with everything else: time grows with the number of records,
and memory with the number of documents and distinct materials.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from ..records.identity import content_id
from ..records.store.reading import fetch, read_compositions
from ..records.store.store import Store
from .documents import Described, versions
from .facts import Fact, facts_of, quotation_key
from .materials import Identity, identity_of
from .reading import statements_by_work

PORTION: Final = 50_000
"""Rows that are written at a time."""
MEMORY: Final = "1500MB"
"""What DuckDB may hold of a corpus while it is woven; beyond it, it works on disk."""
VERSION: Final = "1"
"""Raised with every change that can change what is woven."""
TABLES: Final = ("document_versions", "canonical_materials", "sample_materials", "facts", "fact_statements", "weaving")
TEXT: Final = pa.string()
_FACTS: Final = pa.schema(
    {"id": TEXT, "material": TEXT, "property": TEXT, "measurement": TEXT, "origin": TEXT, "key": TEXT, "work": TEXT,
     "year": pa.int32()}
)  # fmt: skip
_STATEMENTS: Final = pa.schema({"measurement": TEXT, "fact": TEXT, "reason": TEXT, "work": TEXT})


def weave(store: Store) -> bool:
    """Fills the tables anew; False where they tell of the records as they are and nothing was done."""
    digest = _digest(store)
    if fetch(store.connection, "SELECT records FROM weaving") == [{"records": digest}]:
        return False
    store.connection.execute(f"SET memory_limit = '{MEMORY}'")
    try:
        _fill(store, digest)
    finally:
        store.connection.execute("RESET memory_limit")
    return True


def _fill(store: Store, digest: str) -> None:
    with store.transaction():
        for table in TABLES:
            store.connection.execute(f"DELETE FROM {table}")  # noqa: S608
        _weave_documents(store)
        _weave_materials(store)
    # What is read below goes through a cursor of its own, which sees only what is committed.
    with store.transaction():
        _weave_facts(store)
        store.connection.execute("INSERT INTO weaving VALUES (?)", [digest])


def open_woven(path: Path | str) -> Store:
    """Opens a database to read, after weaving it where its tables do not tell of its records as they are.

    Raises:
        MatloomError: as :meth:`Store.open`.
    """
    store = Store.open(path)
    if is_woven(store):
        return store
    store.connection.close()
    with Store.open(path, "change") as writable:
        weave(writable)
    return Store.open(path)


def is_woven(store: Store) -> bool:
    """Whether the tables tell of the records as they are."""
    return fetch(store.connection, "SELECT records FROM weaving") == [{"records": _digest(store)}]


def _digest(store: Store) -> str:
    query = "SELECT count(*) AS number, bit_xor(hash(document, digest)) AS hashed FROM extractions"
    row = fetch(store.connection, query)[0]
    return content_id("records", VERSION, row["number"], row["hashed"])


def _insert(store: Store, table: str, rows: Any) -> None:
    store.connection.register("woven", rows)
    store.connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM woven")  # noqa: S608
    store.connection.unregister("woven")


def _weave_documents(store: Store) -> None:
    query = """
        SELECT d.id, d."name", d.title, d.doi, d."year", d.authors, d.sketch,
               (SELECT count(*) FROM measurements m WHERE m.document = d.id) AS weight
        FROM documents d ORDER BY d."name", d.id
    """
    described = [
        Described(
            id=row["id"],
            name=row["name"],
            title=row["title"],
            doi=row["doi"],
            year=row["year"],
            authors=tuple(row["authors"]),
            sketch=tuple(row["sketch"] or ()),
            weight=row["weight"],
        )
        for row in fetch(store.connection, query)
    ]
    rows = [
        {"document": one.document, "work": one.work, "reason": one.reason, "score": one.score}
        for one in versions(described)
    ]
    if rows:
        _insert(store, "document_versions", pa.Table.from_pylist(rows))


def _weave_materials(store: Store) -> None:
    """Every sample with a composition, the polymorph from its structure where the paper tells one only."""
    found: dict[str, Identity] = {}
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for rows in _samples(store):
        compositions = read_compositions(store.connection, {row["material"] for row in rows})
        joined: list[dict[str, str]] = []
        for row in rows:
            composition = compositions[row["material"]]
            identity = identity_of(composition, phase=row["phase"], space_group=row["space_group"])
            if identity is None:
                continue
            found.setdefault(identity.id, identity)
            for spelling in (composition.formula, composition.name):
                if spelling:
                    spellings[identity.id][spelling] += 1
            joined.append({"sample": row["id"], "material": identity.id})
        if joined:
            _insert(store, "sample_materials", pa.Table.from_pylist(joined))
    rows = [
        {"id": one.id, "composition": one.composition, "formula": one.formula, "chemical_system": one.chemical_system,
         "phase": one.phase, "space_group": one.space_group, "spellings": sorted(spellings[one.id])}
        for _, one in sorted(found.items())
    ]  # fmt: skip
    if rows:
        _insert(store, "canonical_materials", pa.Table.from_pylist(rows))


def _samples(store: Store) -> Iterator[list[dict[str, Any]]]:
    query = """
        SELECT s.id, s.material,
               CASE WHEN count(DISTINCT t.space_group) = 1 THEN any_value(t.space_group) END AS space_group,
               CASE WHEN count(DISTINCT t.phase) = 1 THEN any_value(t.phase) END AS phase
        FROM samples s LEFT JOIN structures t ON t.sample = s.id AND t.document = s.document
        WHERE s.material IS NOT NULL GROUP BY ALL ORDER BY s.material, s.id
    """
    answer = store.connection.cursor().execute(query)
    while rows := answer.fetchmany(PORTION):
        yield [dict(zip(("id", "material", "space_group", "phase"), row, strict=True)) for row in rows]


def _weave_facts(store: Store) -> None:
    """Facts work by work first; then values that other papers quote join the fact that they quote."""
    connection = store.connection
    connection.execute("CREATE OR REPLACE TEMP TABLE made_facts (id VARCHAR, material VARCHAR, property VARCHAR, "
                       'measurement VARCHAR, origin VARCHAR, "key" VARCHAR, work VARCHAR, "year" INTEGER)')  # fmt: skip
    connection.execute("CREATE OR REPLACE TEMP TABLE made_statements (measurement VARCHAR, fact VARCHAR, "
                       "reason VARCHAR, work VARCHAR)")  # fmt: skip
    for facts in _portions(statements_by_work(connection)):
        _insert(store, "made_facts", pa.Table.from_pylist([_fact_row(fact) for fact in facts], schema=_FACTS))
        rows = [row for fact in facts for row in _statement_rows(fact)]
        _insert(store, "made_statements", pa.Table.from_pylist(rows, schema=_STATEMENTS))
    connection.execute(_QUOTATIONS)
    connection.execute(_FINAL_STATEMENTS)
    connection.execute(_FINAL_FACTS)
    for table in ("made_facts", "made_statements", "quoted"):
        connection.execute(f"DROP TABLE {table}")


def _portions(works: Iterable[list[Any]]) -> Iterator[list[Fact]]:
    waiting: list[Fact] = []
    for statements in works:
        waiting.extend(facts_of(statements))
        if len(waiting) >= PORTION:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _fact_row(fact: Fact) -> dict[str, Any]:
    first = fact.statements[0]
    origin = "cited" if all(one.origin == "cited" for one in fact.statements) else first.origin
    return {
        "id": fact.id, "material": first.material, "property": first.property, "measurement": first.measurement,
        "origin": origin, "key": quotation_key(fact), "work": first.work, "year": first.year,
    }  # fmt: skip


def _statement_rows(fact: Fact) -> Iterator[dict[str, Any]]:
    for statement, reason in zip(fact.statements, fact.reasons, strict=True):
        yield {"measurement": statement.measurement, "fact": fact.id, "reason": reason, "work": statement.work}


# A cited value joins the earliest report of it that is not younger; cited values without one join each other.
_QUOTATIONS: Final = """
    CREATE OR REPLACE TEMP TABLE quoted AS
    WITH sources AS (
        SELECT "key", arg_min(id, (coalesce("year", 0), work, id)) AS source, min("year") AS since, min(work) AS work
        FROM made_facts WHERE "key" IS NOT NULL AND origin <> 'cited' GROUP BY "key"
    ), firsts AS (
        SELECT "key", arg_min(id, (coalesce("year", 0), work, id)) AS source
        FROM made_facts WHERE "key" IS NOT NULL AND origin = 'cited' GROUP BY "key"
    )
    SELECT f.id AS fact,
           CASE WHEN s.source IS NOT NULL AND (s.since IS NULL OR f."year" IS NULL OR s.since <= f."year")
                THEN s.source ELSE c.source END AS source
    FROM made_facts f
    LEFT JOIN sources s ON s."key" = f."key"
    LEFT JOIN firsts c ON c."key" = f."key"
    WHERE f."key" IS NOT NULL AND f.origin = 'cited'
"""
_FINAL_STATEMENTS: Final = """
    INSERT INTO fact_statements
    SELECT t.measurement, coalesce(q.source, t.fact),
           CASE WHEN q.source IS NOT NULL AND q.source <> t.fact
                THEN 'quoted: the same value of the same material under the same conditions' ELSE t.reason END
    FROM made_statements t LEFT JOIN quoted q ON q.fact = t.fact
    ORDER BY t.work, t.measurement
"""
_FINAL_FACTS: Final = """
    INSERT INTO facts
    SELECT f.id, f.material, f.property, f.measurement, count(*), count(DISTINCT t.work)
    FROM made_facts f
    JOIN fact_statements n ON n.fact = f.id
    JOIN made_statements t ON t.measurement = n.measurement
    GROUP BY ALL ORDER BY any_value(f.work), f.id
"""
