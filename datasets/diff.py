"""Two dataset folders in, the rows added, changed and removed out, and the version step that they call for.

Versions follow Croissant: a patch leaves the data alone, a minor version adds rows (or columns) and keeps the rest,
a major one changes or removes what was there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

import duckdb

from ..records.connect import connect, parquet_of
from ..records.errors import MatloomError
from .manifest import Manifest, read_manifest

Step: TypeAlias = Literal["none", "patch", "minor", "major"]


@dataclass(frozen=True, slots=True)
class TableDiff:
    """Keys of rows that one table gained, lost or has otherwise; ``columns`` that only one of both has."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()

    def as_dict(self, rows: int) -> dict[str, Any]:
        """Counts, and the first so many keys of each kind."""
        kinds = {"added": self.added, "removed": self.removed, "changed": self.changed}
        counted = {kind: {"rows": len(keys), "first": list(keys[:rows])} for kind, keys in kinds.items()}
        return counted | {"columns_added": list(self.columns_added), "columns_removed": list(self.columns_removed)}


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs between two versions of a dataset."""

    step: Step
    old_version: str
    new_version: str
    tables: dict[str, TableDiff] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    def as_dict(self, rows: int = 10) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "step": self.step, "old_version": self.old_version, "new_version": self.new_version,
            "tables": {name: table.as_dict(rows) for name, table in self.tables.items()}, "files": list(self.files),
        }  # fmt: skip


def diff(old: Path, new: Path) -> Diff:
    """Compare two dataset folders by content. Raises MatloomError B014."""
    before, after = read_manifest(old), read_manifest(new)
    names = sorted({t.name for t in before.tables} | {t.name for t in after.tables})
    tables = {name: found for name in names if (found := _table(old, before, new, after, name)) != TableDiff()}
    files = tuple(
        sorted(path for path in _other_files(old) | _other_files(new) if _text(old, path) != _text(new, path))
    )
    step = _step(tables, bool(files))
    return Diff(step, before.version, next_version(before.version, step), tables, files)


def next_version(version: str, step: Step) -> str:
    """The version after a step: 1.2.3 becomes 1.2.4, 1.3.0 or 2.0.0."""
    major, minor, patch = (int(part) for part in version.split("."))
    if step == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if step == "minor" else f"{major}.{minor}.{patch + (step == 'patch')}"


def _step(tables: dict[str, TableDiff], files: bool) -> Step:
    if any(table.removed or table.changed or table.columns_removed for table in tables.values()):
        return "major"
    return "minor" if tables else "patch" if files else "none"


def _other_files(folder: Path) -> set[str]:
    found = {"recipe", *(f"splits/{path.name}" for path in (folder / "splits").glob("*.json"))}
    return found | {path.name for path in folder.glob("*.csv")}


def _text(folder: Path, name: str) -> object:
    if name == "recipe":
        return read_manifest(folder).recipe
    return (folder / name).read_bytes() if (folder / name).is_file() else None


def _table(old: Path, before: Manifest, new: Path, after: Manifest, name: str) -> TableDiff:
    present = [any(table.name == name for table in manifest.tables) for manifest in (before, after)]
    with connect() as database:
        if not all(present):
            keys = tuple(_keys(database, new if present[1] else old, name))
            return TableDiff(added=keys) if present[1] else TableDiff(removed=keys)
        columns = [_columns(database, folder, name) for folder in (old, new)]
        key = columns[0][0]
        if key != columns[1][0]:
            raise MatloomError("B014", path=new, why=f"its key is {columns[1][0]}, not {key}")
        shared = [column for column in columns[0] if column in columns[1]]
        for view, folder in (("old", old), ("new", new)):
            row = ", ".join(f'"{column}"' for column in shared)
            files = parquet_of(folder / "data" / name)
            hashed = f'SELECT "{key}" AS key, md5(CAST(row({row}) AS VARCHAR)) AS digest FROM {files}'
            digest = "md5(string_agg(digest, '' ORDER BY digest))"
            database.execute(f"CREATE TABLE {view} AS SELECT key, {digest} AS digest FROM ({hashed}) GROUP BY key")
        only = "SELECT key FROM {0} ANTI JOIN {1} USING (key) ORDER BY key"
        changed = "SELECT key FROM old JOIN new USING (key) WHERE old.digest <> new.digest ORDER BY key"
        return TableDiff(
            added=tuple(_first(database, only.format("new", "old"))),
            removed=tuple(_first(database, only.format("old", "new"))),
            changed=tuple(_first(database, changed)),
            columns_added=tuple(c for c in columns[1] if c not in shared),
            columns_removed=tuple(c for c in columns[0] if c not in shared),
        )


def _columns(database: duckdb.DuckDBPyConnection, folder: Path, name: str) -> list[str]:
    query = f"DESCRIBE SELECT * FROM {parquet_of(folder / 'data' / name)}"
    return [str(row[0]) for row in database.execute(query).fetchall()]


def _keys(database: duckdb.DuckDBPyConnection, folder: Path, name: str) -> Iterator[str]:
    key = _columns(database, folder, name)[0]
    query = f'SELECT DISTINCT "{key}" FROM {parquet_of(folder / "data" / name)} ORDER BY 1'
    yield from _first(database, query)


def _first(database: duckdb.DuckDBPyConnection, query: str) -> Iterator[str]:
    yield from (str(row[0]) for row in database.execute(query).fetchall())
