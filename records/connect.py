"""A DuckDB file in, a connection that draws no progress bar into people's terminals out."""

from contextlib import suppress
from pathlib import Path

import duckdb


def connect(path: Path | None = None, *, read_only: bool = False, sealed: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a file, or a database in memory.

    ``sealed``: no statement can reach other files or change a setting. Raises duckdb.IOException.
    """
    connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only)
    # A notebook without ipywidgets refuses the setting: it has no bar to draw.
    with suppress(duckdb.InvalidInputException):
        connection.execute("SET enable_progress_bar = false")
    if sealed:
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    return connection
