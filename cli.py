"""Words of a shell in, a command's run out: the list of verbs, each loaded only when it is called."""

import re
import sys
from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from io import TextIOWrapper
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from . import __version__
from .records.errors import MatloomError

READ, WORDS, TELL, DATA = "Papers to records", "Words and formulas", "What there is", "Records to datasets"
TOWERS = "Towers over a dataset"


@dataclass(frozen=True, slots=True)
class Verb:
    """A command: its help in a line, the panel that it stands in, and the extra that it needs beside the base.

    ``module`` is where its Typer app lives: ``commands.NAME``, or a module whose app holds several verbs.
    """

    help: str
    panel: str
    extra: str | None = None
    module: str | None = None


VERBS: Final[dict[str, Verb]] = {
    "ingest": Verb("Read papers and fill a database with their records.", READ),
    "show": Verb("Print records as a person wants to see them.", READ),
    "query": Verb("Ask the database in SQL.", READ),
    "export": Verb("Write records as JSON Lines, CSV or Parquet.", READ),
    "conflicts": Verb("List values that contradict each other, within a paper and between papers.", READ),
    "graph": Verb("Write papers, samples, materials, properties and their links as a graph.", READ),
    "check": Verb("Flag what physics and chemistry do not allow of the records.", READ),
    "status": Verb("Say what is in a database and how it got there.", READ),
    "reference": Verb("Add reference structures and join papers' structures to them.", READ),
    "parse": Verb("Read one paper and print what stands on its pages.", READ),
    "digitize": Verb("Read the plots of a picture or a page as curves in data units.", READ),
    "annotate": Verb("Find entities, quantities, formulas and relations in texts.", WORDS),
    "formula": Verb("Read chemical formulas.", WORDS),
    "recipe": Verb("Write a recipe, or list those that come along.", DATA, "datasets", "datasets.commands"),
    "build": Verb("Build the dataset of a recipe.", DATA, "datasets", "datasets.commands"),
    "publish": Verb("Send a dataset to the Hugging Face hub or a file store.", DATA, "datasets", "datasets.commands"),
    "novelty": Verb("Measure how unique and novel structures are.", DATA, "datasets", "datasets.commands"),
    "diff": Verb("List rows added, changed and removed.", DATA, "datasets", "datasets.commands"),
    "pretrain": Verb("Train towers whose embeddings of one material agree.", TOWERS, "train", "train.commands"),
    "finetune": Verb("Fine-tune a tower to a property, beside its baselines.", TOWERS, "train", "train.commands"),
    "evaluate": Verb("Score towers: retrieval, probes, modalities left out.", TOWERS, "train", "train.commands"),
    "embed": Verb("Embed a dataset into DuckDB.", TOWERS, "train", "train.commands"),
    "search": Verb("Find materials by text, crystal, spectrum or image.", TOWERS, "train", "train.commands"),
    "publish-model": Verb("Write a model card and publish the weights.", TOWERS, "train", "train.commands"),
    "train": Verb("Train the model that reads text, on annotated corpora.", WORDS, "train", "train.text.commands"),
    "doctor": Verb("Say what is installed and what is missing.", TELL),
}
"""To add a verb: a file ``commands/NAME.py`` with a Typer app named ``app``, and a line here."""


class LazyCommand(TyperCommand):
    """A verb that is known by its line of help until somebody calls it."""

    def __init__(self, name: str, verb: Verb) -> None:
        super().__init__(name, help=verb.help, rich_help_panel=verb.panel)
        self.verb = verb

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of the command itself, imported now. Raises MatloomError E002 where its extra is missing."""
        try:
            module = import_module(f".{self.verb.module or f'commands.{self.name}'}", __package__)
        except ModuleNotFoundError as error:
            raise without_extra(str(self.name), error) from error
        command: Any = get_command(module.app)
        command = getattr(command, "commands", {}).get(self.name, command)
        command.name = self.name
        command.help = whole_paragraphs(command.help or self.verb.help)
        return command.make_context(info_name, args, parent=parent, **extra)


class LazyGroup(TyperGroup):
    """All verbs; turns the failures that a user can meet into one red line and exit code 2."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {name: LazyCommand(name, verb) for name, verb in VERBS.items()}

    def list_commands(self, ctx: Any) -> list[str]:
        """The verbs, in the order of the list."""
        return list(self.commands)

    def main(self, *words: Any, **extra: Any) -> Any:
        """Runs the program."""
        speak_utf8()
        return super().main(*words, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Runs the verb."""
        try:
            return self._invoked(ctx)
        except MatloomError as error:
            from rich.console import Console
            from rich.text import Text

            Console(stderr=True, soft_wrap=True).print(Text(str(error), style="bold red"))
            raise typer.Exit(2) from error

    def _invoked(self, ctx: Any) -> Any:
        """Runs the verb, which imports most of what it needs only now."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            raise without_extra(ctx.invoked_subcommand or "", error) from error


def without_extra(name: str, error: ModuleNotFoundError) -> Exception:
    """E002 where a library is missing that a verb's extra brings; the error itself where nothing else explains it."""
    extra = VERBS[name].extra if name in VERBS else None
    if extra is None or (error.name or "").partition(".")[0] == "matloom":
        return error
    return MatloomError("E002", command=f"matloom {name}", extra=extra)


def whole_paragraphs(text: str) -> str:
    """A docstring whose paragraphs are a line each: Typer keeps the line ends of all but the first one."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", cleandoc(text))


def speak_utf8() -> None:
    """Has pipes and files carry UTF-8 and bare line feeds, whatever the system's own encoding and line ends are.

    A terminal keeps its encoding, and shows a question mark for what it does not have.
    """
    for stream in (sys.stdin, sys.stdout):
        if not isinstance(stream, TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        elif stream is sys.stdin:
            stream.reconfigure(encoding="utf-8-sig", errors="replace", newline=None)
        else:
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")


app = typer.Typer(
    cls=LazyGroup, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"matloom {__version__}\n")
        raise typer.Exit


@app.callback()
def matloom(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Weave papers into linked materials records, and records into multimodal training sets.

    A first run: [bold]matloom ingest papers/ --db corpus.duckdb[/] and then [bold]matloom show --db corpus.duckdb[/]
    """
