"""Papers and a database in; the database filled, with a bar on the way and a summary at the end."""

import os
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from .. import __version__
from ..corpus.weaving import weave
from ..extract.discovery import Found, find_papers
from ..extract.executor import Executor, LocalExecutor
from ..extract.ingest import IngestReport, counts, ingest, problem_counts
from ..extract.ingest import Progress as Step
from ..extract.pipeline import PipelineConfig
from ..extract.worker import Limits
from ..records.errors import MatloomError
from ..records.store.store import Store
from .common import Database, explanation, eye_console, printable

if TYPE_CHECKING:
    from ..extract.text.llm.ledger import Ledger

app = typer.Typer(add_completion=False)
WORKERS = min(4, os.cpu_count() or 1)
"""All cores of a small machine; each worker may need a gigabyte."""


class Reader(StrEnum):
    """Who reads PDF files."""

    pymupdf = "pymupdf"
    pdfium = "pdfium"


class Preference(StrEnum):
    """Which file of a paper is read."""

    pdf = "pdf"
    markup = "markup"
    all = "all"


class Place(StrEnum):
    """Where workers run."""

    local = "local"
    ray = "ray"


@app.command(
    epilog="Examples: [bold]matloom ingest papers/ --db corpus.duckdb --workers 4[/] · "
    "[bold]matloom ingest a.pdf b.xml --db corpus.duckdb --no-ocr[/]"
)
def command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Papers, or folders that hold papers.")],
    *,
    db: Database,
    workers: Annotated[int, typer.Option(min=1, max=1024, help="Papers read at the same time.")] = WORKERS,
    reader: Annotated[Reader, typer.Option(help="Who reads PDF: PyMuPDF (AGPL), or pdfium.")] = Reader.pymupdf,
    ocr: Annotated[bool, typer.Option(help="Read pages without a text layer by OCR.")] = True,
    raster_panels: Annotated[
        int,
        typer.Option(
            min=0, metavar="N", help="Read the plots of up to N panels a paper from their pictures, 1 s of a core each."
        ),
    ] = 0,
    prefer: Annotated[
        Preference, typer.Option(help="What to read where a folder has a paper both as PDF and as XML or HTML.")
    ] = Preference.pdf,
    time_limit: Annotated[int, typer.Option(min=1, metavar="SECONDS", help="Longest time for one paper.")] = 600,
    memory_limit: Annotated[int, typer.Option(min=512, metavar="MB", help="Most memory for one paper.")] = 3072,
    executor: Annotated[Place, typer.Option(help="Where workers run; ray needs the extra 'cluster'.")] = Place.local,
    llm: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Ask a language model too, as this TOML file says.")
    ] = None,
) -> None:
    """Read papers (PDF, JATS, Elsevier XML, HTML, text) and fill a database with their records.

    Papers that are in the database already and have not changed are left as they are; after an upgrade only the
    stages that changed are run again. Interrupt it at any time: the next run goes on where this one stopped.
    """
    console = eye_console()
    found = find_papers(paths, prefer.value)
    if not found.papers:
        where = ", ".join(printable(str(path)) for path in paths)
        others = f" Other files there: {_kinds(found.others)}." if found.others else ""
        raise MatloomError("E014", paths=where, others=others)
    limits = Limits(seconds=time_limit, megabytes=memory_limit)
    read = {"reader": reader.value, "pdf": {"ocr": ocr}}
    options = {"read": read, "tables": {"ocr": ocr}, "plots": {"raster_panels": raster_panels}}
    config = PipelineConfig(options=options)
    with (
        _language_model(config, llm) as (config, ledger),
        Store.open(db, "write") as store,
        _bar(console) as bar,
    ):
        task = bar.add_task("", total=len(found.papers), pages=0, left=len(found.papers), current="")
        report = ingest(
            found.papers, store, config, _executor(executor, config, workers, limits),
            limits=limits, version=__version__, tell=lambda step: _advance(bar, task, step),
        )  # fmt: skip
        bar.update(task, current="weaving")
        weave(store)
        bar.update(task, current="")
        bar.stop()
        _summary(console, store, report, found)
        if ledger is not None:
            console.print(ledger.summary())
    if not report.finished:
        console.print("[yellow]Interrupted.[/] What was read is kept; the same command goes on from here.")
        raise typer.Exit(130)


@contextmanager
def _language_model(config: PipelineConfig, file: Path | None) -> Generator[tuple[PipelineConfig, "Ledger | None"]]:
    """The pipeline as it is, or one that asks a model as ``file`` says and counts its tokens."""
    if file is None:
        yield config, None
        return
    from ..extract.text.llm.options import read_options
    from ..extract.text.llm.run import one_ledger, with_language_model

    options = read_options(file)
    with one_ledger(options) as ledger:
        yield with_language_model(config, options), ledger


def _executor(place: Place, config: PipelineConfig, workers: int, limits: Limits) -> Executor:
    if place is Place.local:
        return LocalExecutor(config, workers, limits)
    try:
        from ..extract.ray_executor import RayExecutor
    except ModuleNotFoundError as error:
        raise MatloomError("E002", command="matloom ingest --executor ray", extra="cluster") from error
    return RayExecutor(config, workers, limits)


def _bar(console: Console) -> Progress:
    return Progress(
        MofNCompleteColumn(), TextColumn("papers"), BarColumn(), TextColumn("{task.fields[left]} left"),
        TimeElapsedColumn(), _PagesColumn(), TextColumn("[dim]{task.fields[current]}", markup=True),
        console=console,
    )  # fmt: skip


class _PagesColumn(TextColumn):
    """Pages read a second since the start."""

    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: Any) -> Any:
        seconds = task.elapsed or 0.0
        rate = task.fields["pages"] / seconds if seconds else 0.0
        return f"{rate:.1f} pages/s"


def _advance(bar: Progress, task: TaskID, step: Step) -> None:
    state = bar.tasks[task]
    done = int(state.completed) + 1
    left = int(state.total or 0) - done
    bar.update(
        task,
        completed=done,
        left=left,
        pages=state.fields["pages"] + step.pages,
        current=escape(printable(step.source[:40])),
    )


def _summary(console: Console, store: Store, report: IngestReport, found: Found) -> None:
    log, have = report.log, counts(store, report.documents)
    table = Table(box=box.SIMPLE, show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    table.add_column(style="dim")
    aside = max(0, len(report.documents) - log.papers - log.unchanged)
    papers = f"{log.papers} read, {log.unchanged} unchanged" + (f", {aside} set aside" if aside else "")
    table.add_row("papers", str(len(report.documents)), papers)
    table.add_row("pages", str(log.pages), "read in this run")
    table.add_row("samples", str(have["samples"]))
    table.add_row("values", str(have["measurements"]))
    for name, what in (("synthesis", "recipes"), ("structures", "structures"), ("spectra", "spectra")):
        table.add_row(what, str(have[name]))
    for code, number in problem_counts(store, report.documents).items():
        table.add_row(f"[yellow]{code}[/]", str(number), explanation(code))
    if found.others:
        table.add_row("other files", str(found.others.total()), f"not read: {escape(_kinds(found.others))}")
    console.print(table)


def _kinds(others: Counter[str]) -> str:
    return ", ".join(f"{number} {printable(ending)}" for ending, number in others.most_common(8))
