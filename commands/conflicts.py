"""A database in; the pairs of statements that contradict each other out, with both quotes side by side."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich import box
from rich.table import Table

from ..corpus.conflicts import find_conflicts
from ..corpus.telling import conflicts_page, conflicts_to_json, place_text, value_text
from ..corpus.weaving import open_woven
from .common import Database, MinConfidence, data_console, eye_console, printable

app = typer.Typer(add_completion=False)
QUOTED = 220
"""Characters of a quote that are printed."""


class Format(StrEnum):
    """How conflicts are written."""

    table = "table"
    jsonl = "jsonl"
    html = "html"


@app.command(
    epilog="Examples: [bold]matloom conflicts --db f.duckdb[/] · "
    "[bold]matloom conflicts --db f.duckdb --property band_gap --explained --format html --out conflicts.html[/]"
)
def command(
    db: Database,
    *,
    paper: Annotated[str | None, typer.Option(metavar="NAME", help="Of this paper only (its file's name).")] = None,
    property: Annotated[str | None, typer.Option(metavar="NAME", help="Of this property only.")] = None,
    min_confidence: MinConfidence = 0.5,
    explained: Annotated[
        bool, typer.Option(help="Also those whose difference a condition, form or method explains.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="Conflicts written at most, the weightiest first.")] = 200,
    format: Annotated[
        Format, typer.Option(help="A table for the eye, a JSON object a line, or a page.")
    ] = Format.table,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write them.")] = None,
) -> None:
    """List values that contradict each other, within a paper and between papers.

    Units and conditions are aligned first. A difference that another condition, form, method or treatment explains is
    left out, unless --explained asks for it.
    """
    conditions = ["m.confidence >= ?"]
    values: list[object] = [min_confidence]
    for column, wanted in (("d.name", paper), ("m.property", property)):
        if wanted is not None:
            conditions.append(f"{column} = ?")
            values.append(wanted)
    with open_woven(db) as store:
        found = find_conflicts(store.connection, chosen=" AND ".join(conditions), values=values)
        kept = [one for one in found if explained or not one.explanations]
        told = list(conflicts_to_json(store.connection, kept[:limit]))
    if format is Format.table and out is None:
        _print(told)
    else:
        _write(told, format, out, db.name)
    hidden = f"; {len(found) - len(kept)} more are explained (--explained)" if len(found) > len(kept) else ""
    cut = f", the first {limit} written" if len(kept) > limit else ""
    eye_console().print(f"[dim]{len(kept)} conflicts{cut}{hidden}[/]")


def _write(told: Sequence[dict[str, Any]], format: Format, out: Path | None, name: str) -> None:
    if format is Format.html:
        written = conflicts_page(told, f"Conflicts in {name}")
    else:
        written = "".join(msgspec.json.encode(one).decode() + "\n" for one in told)
    if out is None:
        sys.stdout.write(written)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(written, encoding="utf-8")


def _print(told: Sequence[dict[str, Any]]) -> None:
    console = data_console()
    for one in told:
        table = Table(
            box=box.SIMPLE_HEAD, title=f"{one['property'].replace('_', ' ')}: {one['difference']:.0%} apart",
            title_justify="left", title_style="bold", expand=True,
        )  # fmt: skip
        for name in ("first", "second"):
            table.add_column(printable(f"{value_text(one[name])}  ({place_text(one[name])})"), ratio=1, overflow="fold")
        table.add_row(*(_facts(one[name]) for name in ("first", "second")))
        table.add_row(*(f"“{_shortened(one[name]['quote'])}”" for name in ("first", "second")), style="italic")
        console.print(table)
        for why in one["explanations"]:
            console.print(f"  [yellow]explained by[/] {printable(why)}", highlight=False)


def _facts(side: dict[str, Any]) -> str:
    facts = (side["sample"] or side["composition"], side["form"], side["conditions"], side["method"], side["origin"])
    return printable(" · ".join(str(fact) for fact in facts if fact))


def _shortened(quote: str) -> str:
    words = printable(" ".join(quote.split()))
    return words if len(words) <= QUOTED else words[: QUOTED - 1] + "…"
