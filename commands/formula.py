"""Formulas in, one JSON object a formula out: the compositions that it stands for."""

import sys
from typing import Annotated

import msgspec
import typer

from ..records.compositions import CompositionFamily, compositions_to_json

app = typer.Typer(add_completion=False)


@app.command(
    epilog='Examples: [bold]matloom formula "Ba1-xSrxTiO3 (x = 0, 0.1, 0.2)" LiFePO4/C[/] · '
    "[bold]matloom formula < formulas.txt[/]"
)
def command(
    texts: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT...]", help="Formulas; without any, lines of standard input.")
    ] = None,
) -> None:
    """Read chemical formulas as papers print them: one line of JSON each, with all compositions."""
    lines = texts if texts else (line.rstrip("\n") for line in sys.stdin)
    for line in lines:
        family = CompositionFamily.from_text(line.encode("utf-8", "replace").decode())
        sys.stdout.write(msgspec.json.encode(compositions_to_json(family.value, family.problems)).decode() + "\n")
