"""What several commands share: their options' types and the consoles they print on."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

Database = Annotated[
    Path, typer.Option("--db", metavar="FILE", help="The database, a DuckDB file.", show_default=False)
]


def data_console() -> Console:
    """Where data goes that is laid out for a person: coloured on a terminal, plain and wide in a pipe."""
    return Console() if sys.stdout.isatty() else Console(width=160, no_color=True, highlight=False)


def eye_console() -> Console:
    """Where everything goes that is not data: standard error."""
    return Console(stderr=True)
