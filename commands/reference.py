"""A verb and a database in; reference structures added, listed, or joined to the structures that papers report."""

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from ..records.errors import MatloomError, Problem
from ..records.store.reading import fetch
from ..records.store.store import Store
from .common import Database, data_console, eye_console, printable

if TYPE_CHECKING:
    from ..reference.book import ReferenceBook
    from ..reference.entries import Entry

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Add reference structures, list them, join structures of papers to them.",
)
SHOWN = 10
"""Entries that could not be read, and rows of a list, that are printed."""
SCHEMES = ("http://", "https://", "optimade+http://", "optimade+https://")


@app.command(
    epilog="Examples: [bold]matloom reference add cifs/ --db f.duckdb[/] · "
    "[bold]matloom reference add dft_3d.json.zip --db f.duckdb --name jarvis[/] · "
    "[bold]matloom reference add optimade+https://optimade.materialsproject.org --db f.duckdb --filter "
    '\'elements HAS ALL "Li","Fe"\'[/]'
)
def add(
    source: Annotated[str, typer.Argument(metavar="PATH|URL", help="Structure files, or an OPTIMADE server.")],
    *,
    db: Database,
    name: Annotated[
        str | None, typer.Option(help="What to call the source; its file's or host's name if not given.")
    ] = None,
    licence: Annotated[str | None, typer.Option(help="The licence of the structures, kept with them.")] = None,
    filter: Annotated[str | None, typer.Option(metavar="OPTIMADE", help="Which structures of a server.")] = None,
    of_records: Annotated[
        bool, typer.Option("--of-records", help="Of a server, only the elements that the database's samples have.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Structures of a server at most.")] = None,
    page: Annotated[int, typer.Option(min=1, max=1000, help="Structures of a server asked for at a time.")] = 100,
) -> None:
    """Add reference structures: a folder of CIF or POSCAR, a JSON or CSV dump, or an OPTIMADE server.

    JSON dumps (Materials Project, JARVIS, OPTIMADE; also .jsonl, .gz, .zip) are read as a stream. An entry that cannot
    be read is told and left out. Adding a source again replaces the structures of equal id.
    """
    if source.startswith(SCHEMES):
        with Store.open(db, "write") as store:
            _add_server(store, source, name, licence, filter, of_records, limit, page)
        return
    from ..reference.files import structure_files

    files = structure_files(Path(source))
    with Store.open(db, "write") as store:
        _add_files(store, Path(source), files, name, licence)


def _add_files(store: Store, path: Path, files: list[Path], name: str | None, licence: str | None) -> None:
    from ..reference.files import read_files

    with _bar(sum(file.stat().st_size for file in files), DownloadColumn()) as tell:
        _add(
            store, name or path.name.split(".")[0] or "files", path.name or str(path), licence, read_files(files, tell)
        )


def _add_server(
    store: Store, url: str, name: str | None, licence: str | None, wanted: str | None, of_records: bool,
    limit: int | None, page: int,
) -> None:  # fmt: skip
    from urllib.parse import urlsplit

    from ..reference.optimade import Server, elements_filter

    server = Server(url, filter=wanted, page=page)
    if of_records:
        server.filter = " AND ".join(f"({part})" for part in (wanted, elements_filter(_elements(store))) if part)
    licence = licence or server.licence()
    with _bar(limit, MofNCompleteColumn()) as tell:
        called = name or urlsplit(server.url).hostname or "server"
        _add(store, called, server.url, licence, _counted(server.entries(limit), tell))


def _counted(entries: "Iterator[Entry | Problem]", tell: Callable[[int], None]) -> "Iterator[Entry | Problem]":
    for number, entry in enumerate(entries, 1):
        tell(number)
        yield entry


def _elements(store: Store) -> list[str]:
    rows = fetch(store.connection, "SELECT DISTINCT unnest(string_split(chemical_system, '-')) AS e FROM materials")
    return sorted(row["e"] for row in rows if row["e"])


def _add(store: Store, name: str, location: str, licence: str | None, entries: "Iterator[Entry | Problem]") -> None:
    from ..reference.book import ReferenceBook

    book, console = ReferenceBook(store), eye_console()
    problems: Counter[str] = Counter()
    for problem in book.add(name, location, licence, entries):
        problems[problem.code] += 1
        if problems.total() <= SHOWN:
            console.print(f"{problem.code} {problem.why}", style="yellow", markup=False)
    if problems.total() > SHOWN:
        console.print(f"… and {problems.total() - SHOWN} more that could not be read", style="yellow")
    _print_sources(book, [name])


@app.command("list", epilog="Example: [bold]matloom reference list --db f.duckdb --formula LiFePO4[/]")
def list_sources(
    db: Database,
    formula: Annotated[str | None, typer.Option(help="Print the structures of this composition.")] = None,
) -> None:
    """List the sources of reference structures, or all structures of one composition."""
    from ..reference.book import ReferenceBook

    with Store.open(db) as store:
        if formula is None:
            _print_sources(ReferenceBook(store), None)
        else:
            _print_structures(store, formula)


def _print_sources(book: "ReferenceBook", wanted: list[str] | None) -> None:
    table = Table(box=box.SIMPLE_HEAD, title="reference structures", title_justify="left")
    for column in ("source", "structures", "formulas", "not read", "licence", "from"):
        table.add_column(column, justify="right" if column in ("structures", "formulas", "not read") else "left")
    for row in book.sources():
        if wanted is None or row["name"] in wanted:
            cells = (
                row["name"],
                row["structures"],
                row["formulas"],
                row["unreadable"],
                row["licence"],
                row["location"],
            )
            table.add_row(*(escape(printable(str("–" if cell is None else cell))) for cell in cells))
    data_console().print(table)


def _print_structures(store: Store, formula: str) -> None:
    from ..records.compositions import CompositionFamily

    compositions = CompositionFamily.from_text(formula).value.compositions
    reduced = compositions[0].reduced_formula if compositions else formula
    rows = fetch(
        store.connection,
        "SELECT source, source_id, reduced_formula, space_group, a, b, c, alpha, beta, gamma, sites, licence "
        "FROM v_reference WHERE reduced_formula = ?",
        [reduced],
    )
    table = Table(box=box.SIMPLE_HEAD)
    for column in rows[0] if rows else ():
        table.add_column(column)
    for row in rows:
        table.add_row(
            *(
                f"{value:.4f}" if isinstance(value, float) else escape(printable(str(value or "–")))
                for value in row.values()
            )
        )
    data_console().print(table if rows else f"no reference structure of {escape(printable(reduced))}")


@app.command(epilog="Example: [bold]matloom reference join --db f.duckdb[/]")
def join(db: Database) -> None:
    """Find the reference of every structure that a paper reports; the links stand in v_reference_matches."""
    from ..reference.join import join as join_all
    from ..reference.join import papers_to_join

    with Store.open(db, "change") as store:
        if not fetch(store.connection, "SELECT 1 FROM reference_structures LIMIT 1"):
            raise MatloomError("R004", path=db)
        with _bar(papers_to_join(store), MofNCompleteColumn()) as tell:
            report = join_all(store, tell)
    eye_console().print(
        f"{report.joined} of {report.structures} structures have a reference ({report.links} links). "
        'See them: matloom query "FROM v_reference_matches"'
    )


@contextmanager
def _bar(total: int | None, column: ProgressColumn) -> Generator[Callable[[int], None]]:
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        column,
        TimeElapsedColumn(),
        console=eye_console(),
    ) as bar:
        task = bar.add_task("reading", total=total)
        yield lambda done: bar.update(task, completed=done)
