"""Texts in, one JSON object a text out: entities, quantities, formulas and relations with their offsets."""

import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from itertools import tee
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
import typer

from ..extract.annotate import CORPORA, SCHEMES, annotator
from ..records.errors import MatloomError
from .common import output

app = typer.Typer(add_completion=False)


MOST_SENTENCES: Final = 100
"""Lines that are read together at most: their states are all kept."""


class Entity(msgspec.Struct):
    """A span that is given with a text."""

    start: int
    end: int
    label: str


class Line(msgspec.Struct):
    """One line of input."""

    id: Any
    text: str
    doc: Any = None
    entities: list[Entity] = msgspec.field(default_factory=list[Entity])


@app.command(
    epilog="Examples: [bold]matloom annotate texts.jsonl > annotated.jsonl[/] · "
    '[bold]echo \'{"id": 1, "text": "LiFePO4 delivers 160 mAh/g."}\' | matloom annotate[/]'
)
def command(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help='JSON Lines {"id", "text"}; standard input without one.')
    ] = None,
    scheme: Annotated[str, typer.Option(help=f"The annotation scheme: {', '.join(SCHEMES)}.")] = "matloom",
    given_entities: Annotated[
        bool, typer.Option("--given-entities", help="Only relate the entities that the input lines give.")
    ] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write the lines.")] = None,
) -> None:
    """Annotate texts: one line of JSON each, with offsets into the text.

    Lines with the same "doc" that follow each other are the sentences of a paragraph, which pcmsp reads as a whole.
    """
    if file is not None and not file.is_file():
        raise MatloomError("E001", path=file)
    annotate = between_given(scheme) if given_entities else of_text(scheme)
    source = nullcontext(sys.stdin.buffer) if file is None else file.open("rb")
    with source as read, output(out, file) as write:
        lines, texts = tee(_lines(read))
        for line, found in zip(lines, annotate(texts), strict=True):
            write.write(msgspec.json.encode({"id": line.id, **found}).decode() + "\n")


def of_text(scheme: str) -> Callable[[Iterable[Line]], Iterable[dict[str, Any]]]:
    """What annotates the text of each line, and for a scheme that reads paragraphs the lines of a document together."""
    annotate = annotator(scheme)
    if scheme not in CORPORA:
        return lambda lines: annotate(one.text for one in lines)
    from ..extract.text.neural.annotate import by_paragraph
    from ..extract.text.neural.reader import text_reader

    if text_reader().schemes[scheme].chain is None:
        return lambda lines: annotate(one.text for one in lines)
    return lambda lines: by_paragraph(scheme)(paragraphs(lines))


def paragraphs(lines: Iterable[Line]) -> Iterator[list[str]]:
    """The texts of lines that follow each other with the same document; a line without one by itself."""
    together: list[str] = []
    document = None
    for line in lines:
        if together and (line.doc is None or line.doc != document or len(together) == MOST_SENTENCES):
            yield together
            together = []
        together, document = [*together, line.text], line.doc
    if together:
        yield together


def between_given(scheme: str) -> Callable[[Iterable[Line]], Iterable[dict[str, Any]]]:
    """What finds the relations between the entities of each line, in a scheme that has relations."""
    from ..extract.text.neural.annotate import relate
    from ..extract.text.neural.reader import text_reader

    able = [name for name, heads in text_reader().schemes.items() if heads.relations]
    if scheme not in able:
        raise MatloomError("E006", kind="scheme with relations", name=scheme, known=", ".join(able))
    return lambda lines: relate(
        ((one.text, [(e.start, e.end, e.label) for e in one.entities]) for one in lines), scheme
    )


def _lines(read: Iterable[bytes]) -> Iterator[Line]:
    for number, raw in enumerate(read, 1):
        line = raw.removeprefix(BOM_UTF8)
        if line.strip():
            try:
                yield _checked(msgspec.json.decode(line, type=Line))
            except ValueError as error:
                raise MatloomError("E010", number=number, why=error) from error


def _checked(line: Line) -> Line:
    for entity in line.entities:
        if not 0 <= entity.start < entity.end <= len(line.text):
            raise ValueError(f"there is no text from {entity.start} to {entity.end}")
    return line
