"""What several commands share: their options' types and the consoles they print on."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ..records.errors import MESSAGES

Database = Annotated[
    Path, typer.Option("--db", metavar="FILE", help="The database, a DuckDB file.", show_default=False)
]

MinConfidence = Annotated[
    float,
    typer.Option(min=0.0, max=1.0, metavar="P", help="Only values that are right with at least this probability."),
]


def data_console() -> Console:
    """Where data goes that is laid out for a person: coloured on a terminal, plain and wide in a pipe."""
    return Console() if sys.stdout.isatty() else Console(width=160, no_color=True, highlight=False)


def printable(text: str) -> str:
    """Text of a paper without the characters that would steer a terminal."""
    return "".join(character if character.isprintable() or character in "\n\t" else "\ufffd" for character in text)


def explanation(code: str) -> str:
    """What a problem's code means, without the details of a case."""
    return re.sub(r"\{\w+\}", "…", MESSAGES.get(code, ""))


def eye_console() -> Console:
    """Where everything goes that is not data: standard error."""
    return Console(stderr=True)
