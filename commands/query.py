"""SQL in; its rows out, as a table for the eye, as CSV or as JSON."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import Annotated, Any

import duckdb
import msgspec
import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from ..records.errors import MatloomError
from ..records.store.export import write_rows
from ..records.store.store import Store
from .common import Database, data_console, eye_console, printable

app = typer.Typer(add_completion=False)
SHOWN = 200
"""Rows of a table for the eye at most."""
FETCHED = 10_000
"""Rows that are fetched at a time."""


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command(
    epilog='Examples: [bold]matloom query "SELECT sample, property, value FROM v_measurements" --db f.duckdb[/] · '
    '[bold]matloom query "FROM v_documents" --db f.duckdb --format csv[/]'
)
def command(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One statement that reads.")],
    db: Database,
    format: Annotated[
        Format, typer.Option(help="A table for the eye, CSV, or a JSON array of objects.")
    ] = Format.table,
) -> None:
    """Ask the database in SQL. Nothing can be changed, and no file or network be reached."""
    with Store.open(db) as store:
        try:
            if len(store.connection.extract_statements(sql)) != 1:
                raise MatloomError("E007", why="one statement is needed")
            if format is Format.csv:
                write_rows(store, sql, sys.stdout)
            else:
                answer = store.connection.execute(sql)
                names = column_names(answer)
                _write_json(answer, names) if format is Format.json else _print_table(answer, names)
        except duckdb.Error as error:
            raise MatloomError("E007", why=" ".join(str(error).split("\n\n")[0].split())) from error


def column_names(answer: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of an answer's columns; of columns with one name all but the first are numbered, as DuckDB does."""
    names: list[str] = []
    for column in answer.description or ():
        name, number = str(column[0]), 0
        while name in names:
            number += 1
            name = f"{column[0]}_{number}"
        names.append(name)
    return names


def _rows(answer: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := answer.fetchmany(FETCHED):
        yield from rows


def _write_json(answer: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    before = "["
    for row in _rows(answer):
        sys.stdout.write(before + msgspec.json.encode(dict(zip(names, row, strict=True)), enc_hook=str).decode())
        before = ",\n "
    sys.stdout.write("[]\n" if before == "[" else "]\n")


def _print_table(answer: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    rows = list(islice(_rows(answer), SHOWN + 1))
    if not rows:
        eye_console().print("[dim]no rows[/]")
        return
    table = Table(box=box.SIMPLE_HEAD)
    for place, name in enumerate(names):
        numbers = all(isinstance(row[place], int | float | None) for row in rows)
        table.add_column(escape(printable(name)), justify="right" if numbers else "left", overflow="fold")
    for row in rows[:SHOWN]:
        table.add_row(*map(_cell, row))
    data_console().print(table)
    if len(rows) > SHOWN:
        eye_console().print(f"[dim]the first {SHOWN} rows; --format csv writes all of them[/]")


def _cell(value: object) -> str:
    if value is None:
        return "[dim]–[/]"
    return escape(f"{value:.6g}" if isinstance(value, float) else printable(str(value)))
