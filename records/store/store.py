"""A database file in, papers' records written to it and read from it: DuckDB with migrations and one writer."""

import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import duckdb
import pyarrow as pa

from ..connect import connect, quoted
from ..errors import MatloomError
from ..model import PaperRecords
from .reading import read_papers
from .results import StoredResult
from .rows import SCHEMAS, SHARED

Mode: TypeAlias = Literal["read", "change", "write"]
# DuckDB checks foreign keys against what was there when the transaction began, so that rows and the rows that
# they point to cannot go in one transaction: each of these goes in one of its own.
REMOVAL: Final[tuple[tuple[str, ...], ...]] = (
    ("extractions",),
    (
        "problems",
        "links",
        "conditions",
        "synthesis_steps",
        "precursors",
        "structures",
        "spectra",
        "figures",
        "micrographs",
        "tables",
    ),
    ("measurements", "synthesis"),
    ("samples",),
    ("evidence",),
    ("documents",),
)
CHUNK: Final = 64
"""How many papers are read at a time."""
BLOCK_SIZE: Final = 32_768
"""Bytes of the file's blocks. The 443 columns take blocks of their own: with DuckDB's usual 262 144 bytes a database of
two papers has 33 MB, most of it empty."""


class Store:
    """The database of one corpus. Use as a context manager; one process may write, or any number read."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    @classmethod
    def open(cls, path: Path | str, mode: Mode = "read") -> "Store":
        """Opens the database, brought to the newest schema; mode "write" makes it where it is missing.

        In mode "read" queries can change nothing and reach no file or network beyond the database; mode "change" writes
        to a database that is there.

        Raises:
            MatloomError: E001 (no such folder), E015 (no such file), E003 (newer schema), E004 (no matloom database),
                E005 (in use), E016 (cannot be made), E017 (cannot be opened).
        """
        path = Path(path)
        if not path.is_file():
            if path.exists():
                raise MatloomError("E004", path=path)
            if not path.parent.is_dir():
                raise MatloomError("E001", path=path.parent)
            if mode != "write":
                raise MatloomError("E015", path=path)
            _create(path)
        connection = _connect(path, mode)
        try:
            if _pending(connection, path):
                connection.close()
                _upgrade(path)
                connection = _connect(path, mode)
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All that is written inside is there together, or not at all."""
        self.connection.begin()
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.commit()

    def extractions(self) -> dict[str, str]:
        """The documents whose rows are all there, with the digest of what made them."""
        return dict(self.connection.execute("SELECT document, digest FROM extractions").fetchall())

    def write(self, document: str, digest: str, batches: Mapping[str, bytes]) -> None:
        """Puts a paper's rows (see :func:`.rows.batches`) in the place of those that it had.

        Raises:
            duckdb.ConstraintException: the rows contradict each other; nothing of them is written.
        """
        self.remove(document)
        known = self._known_materials(batches.get("materials"))
        with self.transaction():
            for table in SCHEMAS:
                if table in batches:
                    self._insert(table, batches[table], known)
            self.connection.execute("INSERT INTO extractions VALUES (?, ?)", [document, digest])

    def _insert(self, table: str, batch: bytes, known: set[str]) -> None:
        rows = _rows(batch)
        if table in SHARED:
            # ON CONFLICT DO NOTHING would not keep the order of the rows
            rows = rows.filter([material not in known for material in rows[SHARED[table]].to_pylist()])
        self.connection.register("arriving", rows)
        self.connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM arriving")  # noqa: S608
        self.connection.unregister("arriving")

    def _known_materials(self, batch: bytes | None) -> set[str]:
        """The ids of those materials of the batch that the store has."""
        if batch is None:
            return set()
        ids = _rows(batch)["id"].to_pylist()
        query = "SELECT id FROM materials WHERE id IN (SELECT unnest($1))"
        return {row[0] for row in self.connection.execute(query, [ids]).fetchall()}

    def remove(self, document: str) -> None:
        """Takes a paper's rows out, its cached stage results excepted."""
        known = self.connection.execute("SELECT 1 FROM documents WHERE id = ?", [document]).fetchone()
        if known is None:
            return
        for tables in REMOVAL:
            with self.transaction():
                for table in tables:
                    key = "id" if table == "documents" else "document"
                    self.connection.execute(f"DELETE FROM {table} WHERE {key} = ?", [document])  # noqa: S608

    def remove_unused_materials(self) -> None:
        """Takes out the materials that no sample, precursor or kept material speaks of any more."""
        used = """
            WITH RECURSIVE used(id) AS (
                SELECT material FROM samples UNION SELECT material FROM precursors
                UNION SELECT part FROM material_parts JOIN used ON material = id
            ) DELETE FROM {table} WHERE {key} NOT IN (SELECT id FROM used WHERE id IS NOT NULL)
        """
        for table, key in (("material_parts", "material"), ("materials", "id")):
            self.connection.execute(used.format(table=table, key=key))

    def results(self, document: str) -> dict[str, StoredResult]:
        """The cached stage results of a document, by stage."""
        query = 'SELECT stage, "version", digest, "value", problems FROM stage_results WHERE document = ?'
        rows = self.connection.execute(query, [document]).fetchall()
        return {row[0]: StoredResult(*row) for row in rows}

    def keep_results(self, document: str, results: Sequence[StoredResult]) -> None:
        """Caches stage results, each in the place of an older one of its stage."""
        with self.transaction():
            for result in results:
                self.connection.execute(
                    "INSERT OR REPLACE INTO stage_results VALUES (?, ?, ?, ?, ?, ?)",
                    [document, result.stage, result.version, result.digest, result.value, result.problems],
                )

    def documents(self) -> list[str]:
        """The ids of all documents, by name."""
        rows = self.connection.execute('SELECT id FROM documents ORDER BY "name", id').fetchall()
        return [row[0] for row in rows]

    def papers(self, documents: Sequence[str] | None = None) -> Iterator[PaperRecords]:
        """The records of the documents with these ids, in their order; of all by name where None is given."""
        ids = self.documents() if documents is None else documents
        for start in range(0, len(ids), CHUNK):
            yield from read_papers(self.connection, ids[start : start + CHUNK])


def _rows(batch: bytes) -> Any:
    with pa.ipc.open_stream(batch) as reader:
        return reader.read_all()


def _connect(path: Path, mode: Mode) -> duckdb.DuckDBPyConnection:
    return connect(path, read_only=mode == "read", sealed=mode == "read")


def _create(path: Path) -> None:
    """Makes an empty database beside ``path`` and moves it there, so that no half-made one is ever seen."""
    try:
        _make(path)
    except OSError as error:
        raise MatloomError("E016", path=path, why=error.strerror or error) from error


def _make(path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix=".matloom-", dir=path.parent) as folder:
        made = Path(folder) / path.name
        with connect() as connection:
            connection.execute(f"ATTACH {quoted(made)} AS made (BLOCK_SIZE {BLOCK_SIZE})")
            connection.execute("DETACH made")
        with connect(made) as connection:
            connection.execute("CREATE TABLE matloom_schema (version INTEGER PRIMARY KEY, name VARCHAR NOT NULL)")
        _upgrade(made)
        made.replace(path)


def _upgrade(path: Path) -> None:
    """Applies the migrations that the database has not seen, each in one transaction."""
    with _connect(path, "write") as connection:
        for version, (name, statements) in _pending(connection, path).items():
            connection.begin()
            connection.execute(statements)
            connection.execute("INSERT INTO matloom_schema VALUES (?, ?)", [version, name])
            connection.commit()


def _pending(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[int, tuple[str, str]]:
    """The migrations still to apply, by version: name and statements."""
    try:
        row = connection.execute("SELECT coalesce(max(version), 0) FROM matloom_schema").fetchone()
    except duckdb.CatalogException as error:
        raise MatloomError("E004", path=path) from error
    found = row[0] if row else 0
    migrations = {int(file.name[:4]): (file.name, file.read_text("utf-8")) for file in _migration_files()}
    if found > max(migrations):
        raise MatloomError("E003", path=path, found=found, known=max(migrations))
    return {version: migrations[version] for version in sorted(migrations) if version > found}


def _migration_files() -> list[Traversable]:
    folder = resources.files("matloom.records.store") / "schema"
    return [file for file in folder.iterdir() if file.name.endswith(".sql")]
