"""A database in; what physics and chemistry do not allow of its records flagged and printed, rule by rule."""

from collections import Counter
from typing import Annotated

import typer
from rich import box
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from ..records.errors import MatloomError
from ..records.gates.hits import Hit, Rule
from ..records.gates.rules import RULES
from ..records.gates.store import check_store
from ..records.model import PaperRecords
from ..records.store.store import Store
from .common import Database, data_console, eye_console, printable

app = typer.Typer(add_completion=False)
QUOTED = 160


@app.command(
    epilog="Examples: [bold]matloom check --db f.duckdb[/] · [bold]matloom check --db f.duckdb --rule capacity "
    "--examples 20[/]"
)
def command(
    db: Database,
    rule: Annotated[str | None, typer.Option(help="Print the hits of this rule only.")] = None,
    examples: Annotated[int, typer.Option(min=0, help="Hits of each rule that are printed, with their quotes.")] = 3,
) -> None:
    """Flag what physics and chemistry do not allow: charges, sums, lattices, ZT, capacities, temperatures.

    Nothing is deleted. Hits are stored as problems (view v_flags), and counted in the column flags of v_measurements,
    v_samples and v_structures.
    """
    known = [one.name for one in RULES]
    if rule is not None and rule not in known:
        raise MatloomError("E006", kind="rule", name=rule, known=", ".join(known))
    counts: Counter[str] = Counter()
    shown: dict[str, list[tuple[str, Rule, Hit]]] = {name: [] for name in known}
    with Store.open(db, "change") as store:
        papers = len(store.documents())
        with Progress(
            TextColumn("papers"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=eye_console()
        ) as bar:
            task = bar.add_task("", total=papers)

            def tell(paper: PaperRecords, found: list[tuple[Rule, Hit]]) -> None:
                bar.advance(task)
                for one, hit in found:
                    counts[one.name] += 1
                    if len(shown[one.name]) < examples:
                        shown[one.name].append((paper.document.name, one, hit))

            check_store(store, tell)
    _print(counts, shown, rule)


def _print(counts: Counter[str], shown: dict[str, list[tuple[str, Rule, Hit]]], wanted: str | None) -> None:
    console = data_console()
    table = Table(box=box.SIMPLE_HEAD)
    for column in ("rule", "code", "hits", "because"):
        table.add_column(column, justify="right" if column == "hits" else "left")
    chosen = [rule for rule in RULES if wanted in (None, rule.name)]
    for rule in chosen:
        table.add_row(rule.name, rule.code, str(counts[rule.name]), rule.reason)
    console.print(table)
    for rule in chosen:
        for paper, _, hit in shown[rule.name]:
            place = f"p. {hit.evidence.page}" if hit.evidence.page else ""
            line = Text(f"{rule.name}  ", style="bold")
            line.append(printable(f"{paper} {place}  {rule.problem(hit).why}"), style="not bold")
            quote = " ".join(hit.evidence.quote.split())
            line.append(
                printable(f"  “{quote[:QUOTED]}{' …' if len(quote) > QUOTED else ''}”"), style="dim italic not bold"
            )
            console.print(line)
