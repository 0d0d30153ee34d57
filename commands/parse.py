"""A paper in, one JSON object out: its blocks, tables and figures with page and box."""

import hashlib
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from ..extract.document import Document
from ..extract.document_json import document_to_json
from ..extract.pipeline import Pipeline, PipelineConfig
from ..extract.worker import without_network
from ..records.errors import MatloomError
from .common import output
from .ingest import Reader

app = typer.Typer(add_completion=False)


READING = ("read", "tables", "figures", "parse")


class Show(StrEnum):
    """What can be looked at."""

    tables = "tables"
    figures = "figures"


@app.command(
    epilog="Examples: [bold]matloom parse a.pdf > a.json[/] · [bold]matloom parse a.xml --out a.json[/] · "
    "[bold]matloom parse a.pdf --show tables --out a.html[/] · [bold]matloom parse a.pdf --show figures --out f.html[/]"
)
def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A paper: PDF, JATS, Elsevier XML, HTML or text.")],
    reader: Annotated[Reader, typer.Option(help="Who reads PDF: PyMuPDF (AGPL), or pdfium.")] = Reader.pymupdf,
    ocr: Annotated[bool, typer.Option(help="Read pages without a text layer by OCR.")] = True,
    show: Annotated[
        Show | None,
        typer.Option(help="Write a page of HTML instead: the tables or figures as found, over pictures of the pages."),
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write.")] = None,
) -> None:
    """Read one paper and print what stands on its pages, without any extraction."""
    if not file.is_file():
        raise MatloomError("E001", path=file)
    stages = tuple(name for name in PipelineConfig().stages if name.split("@")[0] in READING)
    choices = {"read": {"reader": reader.value, "pdf": {"ocr": ocr}}, "figures": {"ocr": ocr}, "tables": {"ocr": ocr}}
    config = PipelineConfig(stages=stages, options=choices)
    content = file.read_bytes()
    doc_id, source = f"sha256:{hashlib.sha256(content).hexdigest()}", file.name.encode("utf-8", "replace").decode()
    with without_network():
        document, problems = Pipeline.build(config).value("parse", content, doc_id, source)
    document = document or Document(doc_id=doc_id, source=source, reader="none")
    written = msgspec.json.encode(document_to_json(document, problems)).decode() + "\n"
    if show is Show.tables:
        from ..extract.tables.show import tables_page

        written = tables_page(content, document.tables, source)
    elif show is Show.figures:
        from ..extract.figures.show import figures_page

        written = figures_page(content, document.figures, source)
    with output(out, file) as target:
        target.write(written)
