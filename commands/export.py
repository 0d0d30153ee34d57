"""A database in; its records out as JSON Lines, CSV or Parquet, the same bytes for the same records."""

import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ..records.store.export import write_csv, write_parquet, write_records
from ..records.store.store import Store
from .common import Database, MinConfidence, eye_console

app = typer.Typer(add_completion=False)


class Format(StrEnum):
    """What is written."""

    records = "records"
    csv = "csv"
    parquet = "parquet"


@app.command(
    epilog="Examples: [bold]matloom export --db f.duckdb --format records > records.jsonl[/] · "
    "[bold]matloom export --db f.duckdb --format parquet --out tables/[/]"
)
def command(
    db: Database,
    format: Annotated[
        Format,
        typer.Option(help="records: a JSON object a sample; csv: a line a value; parquet: a file a table."),
    ] = Format.records,
    out: Annotated[Path | None, typer.Option(metavar="PATH", help="A file; a folder for Parquet.")] = None,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """Write records for other programs: to standard output, or to --out."""
    if format is Format.parquet and out is None:
        raise typer.BadParameter("Parquet is a file a table: give a folder.", param_hint="--out")
    write = partial(write_records if format is Format.records else write_csv, least=min_confidence)
    with Store.open(db) as store:
        if out is None:
            write(store, sys.stdout)
        elif format is Format.parquet:
            files = write_parquet(store, out, min_confidence)
            eye_console().print(f"{len(files)} tables written to {out}")
        else:
            out.parent.mkdir(parents=True, exist_ok=True)
            with out.open("w", encoding="utf-8", newline="") as file:
                write(store, file)
