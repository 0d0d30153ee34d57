"""A database in; what it holds and the runs that filled it, printed."""

from typing import Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from ..records.store.reading import fetch
from ..records.store.rows import SCHEMAS
from ..records.store.store import Store
from .common import Database, data_console, explanation

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: [bold]matloom status --db corpus.duckdb[/]")
def command(db: Database) -> None:
    """Say what is in a database: rows, problems, the runs that filled it and where their time went."""
    console = data_console()
    with Store.open(db) as store:
        _print_rows(console, store)
        _print_problems(console, store)
        _print_runs(console, store)
    console.print(f"{db}: {db.stat().st_size / 1e6:.1f} MB", markup=False)


def _print_rows(console: Console, store: Store) -> None:
    table = Table(box=box.SIMPLE, title="records", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right", style="bold")
    for name in SCHEMAS:
        rows = fetch(store.connection, f"SELECT count(*) AS number FROM {name}")  # noqa: S608
        table.add_row(name.replace("_", " "), str(rows[0]["number"]))
    console.print(table)


def _print_problems(console: Console, store: Store) -> None:
    rows = fetch(
        store.connection, "SELECT code, count(*) AS number FROM problems GROUP BY code ORDER BY number DESC, code"
    )
    if not rows:
        return
    table = Table(box=box.SIMPLE, title="problems", title_justify="left", show_header=False)
    for row in rows:
        table.add_row(f"[yellow]{row['code']}[/]", str(row["number"]), explanation(row["code"]))
    console.print(table)


def _print_runs(console: Console, store: Store) -> None:
    table = Table(box=box.SIMPLE_HEAD, title="runs", title_justify="left")
    for name in (
        "began (UTC)",
        "took",
        "outcome",
        "papers",
        "unchanged",
        "pages",
        "pages/s",
        "time by stage",
        "matloom",
    ):
        table.add_column(name)
    for row in fetch(store.connection, "SELECT * FROM runs ORDER BY id DESC LIMIT 10"):
        table.add_row(*_run(row))
    console.print(table)


def _run(row: dict[str, Any]) -> list[str]:
    seconds = (row["ended"] - row["started"]).total_seconds() if row["ended"] else 0.0
    total = sum(row["stage_seconds"].values())
    stages = [f"{name} {value / total:.0%}" for name, value in row["stage_seconds"].items() if total]
    return [
        f"{row['started']:%Y-%m-%d %H:%M}", f"{seconds:.1f} s" if seconds else "–", row["outcome"] or "cut short",
        str(row["papers"]), str(row["unchanged"]), str(row["pages"]),
        f"{row['pages'] / seconds:.1f}" if seconds else "–", ", ".join(stages), row["matloom"],
    ]  # fmt: skip
