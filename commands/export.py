"""A database in; its records out as JSON Lines, CSV or Parquet, the same bytes for the same records."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..records.store.export import write_csv, write_parquet, write_records
from ..records.store.store import Store
from .common import Database, MinConfidence, eye_console, output, written

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
    with Store.open(db) as store:
        if format is not Format.parquet:
            write = write_records if format is Format.records else write_csv
            with output(out, db) as target:
                write(store, target, min_confidence)
        elif out is None:
            raise typer.BadParameter("Parquet is a file a table: give a folder.", param_hint="--out")
        else:
            with written(out, db):
                files = write_parquet(store, out, min_confidence)
            eye_console().print(f"{len(files)} tables written to {out}", markup=False)
