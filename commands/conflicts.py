"""A database in; the pairs of statements that contradict each other out, with both quotes side by side."""

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ..corpus.conflicts import find_conflicts
from ..corpus.telling import conflicts_page, conflicts_to_json, place_text, value_text
from ..corpus.weaving import open_woven
from ..records.errors import MatloomError
from ..records.store.export import find_papers
from ..records.store.reading import fetch
from ..records.store.store import Store
from .common import Database, MinConfidence, data_console, eye_console, output, printable

app = typer.Typer(add_completion=False)
QUOTED = 220
"""Characters of a quote that are printed."""
PROPERTIES = "SELECT DISTINCT property FROM measurements ORDER BY property"


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
    paper: Annotated[str | None, typer.Option(metavar="NAME", help="Of this paper only: its name or DOI.")] = None,
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
    with open_woven(db) as store:
        chosen, values = _chosen(store, paper, property)
        found = find_conflicts(store.connection, chosen=f"m.confidence >= ? {chosen}", values=[min_confidence, *values])
        kept = [one for one in found if explained or not one.explanations]
        told = list(conflicts_to_json(store.connection, kept[:limit]))
    with output(out, db) as target:
        _write(told, format, target, db.name)
    hidden = f"; {len(found) - len(kept)} more are explained (--explained)" if len(found) > len(kept) else ""
    cut = f", the first {limit} written" if len(kept) > limit else ""
    eye_console().print(f"[dim]{len(kept)} conflicts{cut}{hidden}[/]")


def _chosen(store: Store, paper: str | None, property: str | None) -> tuple[str, list[object]]:
    """Conditions in SQL on a measurement ``m``, and their values. Raises MatloomError E006 or E009 for a wrong name."""
    conditions, values = "", []
    if paper is not None:
        documents = find_papers(store, paper)
        if not documents:
            raise MatloomError("E009", wanted=paper)
        conditions += " AND list_contains(?, m.document)"
        values.append(documents)
    if property is not None:
        known = [row["property"] for row in fetch(store.connection, PROPERTIES)]
        if property not in known:
            likely = get_close_matches(property, known, cutoff=0.5)
            raise MatloomError("E006", kind="property", name=property, known=", ".join(likely or known))
        conditions += " AND m.property = ?"
        values.append(property)
    return conditions, values


def _write(told: Sequence[dict[str, Any]], format: Format, target: TextIO, name: str) -> None:
    if format is Format.table:
        _print(told, data_console(None if target is sys.stdout else target))
    elif format is Format.html:
        target.write(conflicts_page(told, f"Conflicts in {name}"))
    else:
        target.writelines(msgspec.json.encode(one).decode() + "\n" for one in told)


def _print(told: Sequence[dict[str, Any]], console: Console) -> None:
    for one in told:
        table = Table(
            box=box.SIMPLE_HEAD, title=f"{one['property'].replace('_', ' ')}: {one['difference']:.0%} apart",
            title_justify="left", title_style="bold", expand=True,
        )  # fmt: skip
        for name in ("first", "second"):
            table.add_column(_plain(f"{value_text(one[name])}  ({place_text(one[name])})"), ratio=1, overflow="fold")
        table.add_row(*(_facts(one[name]) for name in ("first", "second")))
        table.add_row(*(f"“{_shortened(one[name]['quote'])}”" for name in ("first", "second")), style="italic")
        console.print(table)
        for why in one["explanations"]:
            console.print(f"  [yellow]explained by[/] {_plain(why)}", highlight=False)


def _plain(text: str) -> str:
    """Words of a paper as a console prints them: without what would steer it."""
    return escape(printable(text))


def _facts(side: dict[str, Any]) -> str:
    facts = (side["sample"] or side["composition"], side["form"], side["conditions"], side["method"], side["origin"])
    return _plain(" · ".join(str(fact) for fact in facts if fact))


def _shortened(quote: str) -> str:
    words = " ".join(quote.split())
    return _plain(words if len(words) <= QUOTED else words[: QUOTED - 1] + "…")
