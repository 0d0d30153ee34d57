"""What several commands share: their options' types and the consoles they print on."""

import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console

from ..records.errors import MESSAGES, MatloomError

Database = Annotated[
    Path, typer.Option("--db", metavar="FILE", help="The database, a DuckDB file.", show_default=False)
]

MinConfidence = Annotated[
    float,
    typer.Option(min=0.0, max=1.0, metavar="P", help="Only values that are right with at least this probability."),
]


@contextmanager
def output(out: Path | None, source: Path | None) -> Generator[TextIO]:
    """Where data goes that is made of ``source``: the file ``out``, or standard output. Raises MatloomError E016."""
    if out is None:
        yield sys.stdout
        return
    with written(out, source), out.open("w", encoding="utf-8", newline="\n") as file:
        yield file


@contextmanager
def written(out: Path, source: Path | None) -> Generator[None]:
    """Inside, ``out`` is written, in a folder that is made for it.

    Raises:
        MatloomError: E016, where that fails, or would write over ``source``.
    """
    try:
        if source is not None and out.exists() and out.samefile(source):
            raise MatloomError("E016", path=out, why="it is what is read")
        out.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise MatloomError("E016", path=out, why=error.strerror or error) from error


def data_console(file: TextIO | None = None) -> Console:
    """Where data goes that is laid out for a person: coloured on a terminal, plain and wide in a pipe or ``file``."""
    if file is None and sys.stdout.isatty():
        return Console()
    return Console(file=file, width=160, no_color=True, highlight=False)


def printable(text: str) -> str:
    """Text of a paper without the characters that would steer a terminal."""
    return "".join(character if character.isprintable() or character in "\n\t" else "\ufffd" for character in text)


def explanation(code: str) -> str:
    """What a problem's code means, without the details of a case."""
    return re.sub(r"\{\w+\}", "…", MESSAGES.get(code, ""))


def eye_console() -> Console:
    """Where everything goes that is not data: standard error."""
    return Console(stderr=True)
