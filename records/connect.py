"""A DuckDB file in, a connection that draws no progress bar into people's terminals out."""

from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import Final

import duckdb

from .errors import MatloomError

IN_USE: Final = ("Could not set lock on file", "being used by another process")
"""What DuckDB says of a file that another process holds, on Linux and macOS, and on Windows."""
MAGIC: Final = b"DUCK"
"""What a DuckDB file has behind the checksum that it begins with."""


def connect(path: Path | None = None, *, read_only: bool = False, sealed: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a file, or a database in memory.

    ``sealed``: no statement can reach other files or change a setting.

    Raises:
        MatloomError: E004 (no database), E005 (in use), E017 (cannot be opened).
    """
    if path is not None and not _may_be_database(path):
        raise MatloomError("E004", path=path)
    try:
        connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only)
    except duckdb.Error as error:
        raise _refused(path, error) from error
    # A notebook without ipywidgets refuses the setting: it has no bar to draw.
    with suppress(duckdb.InvalidInputException):
        connection.execute("SET enable_progress_bar = false")
    if sealed:
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    return connection


def _may_be_database(path: Path) -> bool:
    """Whether there is no file yet, or a database: of others, such as CSV, DuckDB would make one in memory."""
    if not path.is_file():
        return not path.exists()
    try:
        with path.open("rb") as file:
            head = file.read(8 + len(MAGIC))
    except OSError:
        return True
    return head[8:] == MAGIC


def _refused(path: Path | None, error: duckdb.Error) -> MatloomError:
    why = str(error).partition("\n")[0]
    if isinstance(error, duckdb.ConnectionException) or any(words in why for words in IN_USE):
        return MatloomError("E005", path=path)
    return MatloomError("E017", path=path, why=why)


def quoted(path: Path) -> str:
    """A path as a string of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def parquet_of(place: Path) -> str:
    """What SQL reads of a Parquet file, or of all those in a folder, whatever signs of a pattern stand in its path."""
    escaped = Path(escape(str(place)))
    return f"read_parquet({quoted(escaped if place.suffix == '.parquet' else escaped / '*.parquet')})"
