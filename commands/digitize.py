"""A picture or a PDF in, one JSON object out: the plots in it, as curves in data units."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from ..extract.plots.reading import reading_to_json
from ..records.errors import MatloomError
from .common import output

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Examples: [bold]matloom digitize fig3.png > fig3.json[/] · "
    "[bold]matloom digitize paper.pdf --page 4 --show fig.html[/]"
)
def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A picture (PNG, JPEG, TIFF, ...) or a PDF.")],
    page: Annotated[int, typer.Option(min=1, help="The page of a PDF, from 1.")] = 1,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write the JSON.")] = None,
    show: Annotated[Path | None, typer.Option(metavar="HTML", help="Also write a page that shows the curves.")] = None,
) -> None:
    """Read the plots of a picture or a page: axes, scales, curves and labels, with the error of each curve."""
    if not file.is_file():
        raise MatloomError("E001", path=file)
    from ..extract.plots.digitize import digitize
    from ..extract.plots.show import overlay

    data = file.read_bytes()
    result = digitize(data, page)
    name = file.name.encode("utf-8", "replace").decode()
    problems = [msgspec.to_builtins(problem) for problem in result.problems]
    written = msgspec.json.encode(reading_to_json(result.value, name, problems)).decode() + "\n"
    if show is not None:
        with output(show, file) as shown:
            shown.write(overlay(data, page, result.value, name))
    with output(out, file) as target:
        target.write(written)
