"""Texts in, one JSON object a text out: entities, quantities, formulas and relations with their offsets."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import tee
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from ..extract.annotate import SCHEMES, annotator
from ..records.errors import MatloomError

app = typer.Typer()


class Line(msgspec.Struct):
    """One line of input."""

    id: Any
    text: str


@app.command(
    epilog="Examples: [bold]matloom annotate texts.jsonl > annotated.jsonl[/] · "
    '[bold]echo \'{"id": 1, "text": "LiFePO4 delivers 160 mAh/g."}\' | matloom annotate[/]'
)
def command(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help='JSON Lines {"id", "text"}; standard input without one.')
    ] = None,
    scheme: Annotated[str, typer.Option(help=f"The annotation scheme: {', '.join(SCHEMES)}.")] = "matloom",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write the lines.")] = None,
) -> None:
    """Annotate texts: one line of JSON each, with offsets into the text."""
    if file is not None and not file.is_file():
        raise MatloomError("E001", path=file)
    annotate = annotator(scheme)
    source = nullcontext(sys.stdin) if file is None else file.open(encoding="utf-8")
    target = nullcontext(sys.stdout) if out is None else out.open("w", encoding="utf-8")
    with source as read, target as write:
        lines, texts = tee(_lines(read))
        for line, found in zip(lines, annotate(one.text for one in texts), strict=True):
            write.write(msgspec.json.encode({"id": line.id, **found}).decode() + "\n")


def _lines(read: Iterable[str]) -> Iterator[Line]:
    for number, line in enumerate(read, 1):
        if line.strip():
            try:
                yield msgspec.json.decode(line, type=Line)
            except msgspec.MsgspecError as error:
                raise MatloomError("E010", number=number, why=error) from error
