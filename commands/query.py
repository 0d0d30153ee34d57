"""SQL in; its rows out, as a table for the eye, as CSV or as JSON."""

import sys
from enum import StrEnum
from typing import Annotated, Any

import duckdb
import typer
from rich import box
from rich.table import Table

from ..records.errors import MatloomError
from ..records.store.export import write_rows
from ..records.store.reading import fetch
from ..records.store.store import Store
from .common import Database, data_console, eye_console, printable

app = typer.Typer(add_completion=False)
SHOWN = 200
"""Rows of a table for the eye at most."""


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
            if format is Format.csv:
                write_rows(store, sql, sys.stdout)
            elif format is Format.json:
                _write_json(fetch(store.connection, sql))
            else:
                _print_table(fetch(store.connection, sql))
        except duckdb.Error as error:
            raise MatloomError("E007", why=" ".join(str(error).split("\n\n")[0].split())) from error


def _write_json(rows: list[dict[str, Any]]) -> None:
    import msgspec

    lines = (msgspec.json.encode(row, enc_hook=str).decode() for row in rows)
    sys.stdout.write("[" + ",\n ".join(lines) + "]\n")


def _print_table(rows: list[dict[str, Any]]) -> None:
    if not rows:
        eye_console().print("[dim]no rows[/]")
        return
    table = Table(box=box.SIMPLE_HEAD)
    for name in rows[0]:
        numbers = all(isinstance(row[name], int | float | None) for row in rows)
        table.add_column(name, justify="right" if numbers else "left", overflow="fold")
    for row in rows[:SHOWN]:
        table.add_row(*(_cell(value) for value in row.values()))
    data_console().print(table)
    if len(rows) > SHOWN:
        eye_console().print(f"[dim]{SHOWN} of {len(rows)} rows shown; --format csv writes all of them[/]")


def _cell(value: object) -> str:
    from rich.markup import escape

    if value is None:
        return "[dim]–[/]"
    return escape(f"{value:.6g}" if isinstance(value, float) else printable(str(value)))
