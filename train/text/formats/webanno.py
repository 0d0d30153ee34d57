"""WebAnno TSV 3 files (PcMSP) in, a row for each sentence out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ....records.errors import MatloomError
from .rows import Row, Utf16, files, ordered, text_of

_VALUE: Final = re.compile(r"(?P<value>.*?)(?:\[(?P<id>\d+)\])?", re.DOTALL)
_REFERENCE: Final = re.compile(r"(?P<token>\d+-\d+)(?:\[(?P<source>\d+)_(?P<target>\d+)\])?")
_SPLIT: Final = re.compile(r"(?<!\\)\|")
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_CONTROLS: Final = {"t": "\t", "n": "\n", "r": "\r"}


@dataclass(slots=True)
class _Sentence:
    """A sentence as it is read: its text, its tokens (name, start, end) and their columns."""

    text: str
    tokens: list[tuple[str, int, int]] = field(default_factory=list)
    cells: list[Sequence[str]] = field(default_factory=list)


def read_pcmsp(path: Path) -> Iterator[Row]:
    """The sentences of PcMSP: entities, and the relations between two of the same sentence."""
    for file in files(path, ".tsv"):
        for number, sentence in enumerate(_sentences(file), 1):
            try:
                spans, relations = _annotations(sentence)
            except (ValueError, IndexError) as error:
                raise MatloomError("M012", path=file, format="pcmsp", why=f"sentence {number}: {error}") from error
            yield Row(
                id=f"pcmsp:{file.stem}#{number}", doc=file.stem, text=sentence.text, entities=spans,
                relations=relations,
            )  # fmt: skip


def _sentences(file: Path) -> Iterator[_Sentence]:
    """The blocks of a file; a text of several lines goes on in further ``#Text=`` lines."""
    lines = text_of(file, "pcmsp").split("\n")
    if not lines[0].startswith("#FORMAT=WebAnno TSV 3"):
        raise MatloomError("M012", path=file, format="pcmsp", why="it does not begin with #FORMAT=WebAnno TSV 3")
    going: _Sentence | None = None
    for number, line in enumerate(lines, 1):
        if line.startswith("#Text="):
            text = _unescaped(line.removeprefix("#Text=").rstrip("\r"))
            if going is None or going.tokens:
                if going is not None:
                    yield going
                going = _Sentence(text)
            else:
                going.text += "\n" + text
        elif going is not None and re.match(r"\d+-\d+\t", line):
            name, offsets, _, *cells = line.rstrip("\r").split("\t")
            start, _, end = offsets.partition("-")
            if not (start.isdigit() and end.isdigit()):
                raise MatloomError("M012", path=file, format="pcmsp", why=f"line {number}: no offsets")
            going.tokens.append((name, int(start), int(end)))
            going.cells.append(cells)
    if going is not None:
        yield going


def _annotations(sentence: _Sentence) -> tuple[tuple[tuple[int, int, str], ...], tuple[tuple[int, int, str], ...]]:
    """Spans and relations of the first layer of each. A number in brackets joins tokens to one span."""
    utf16 = Utf16(sentence.text)
    base = sentence.tokens[0][1] if sentence.tokens else 0
    spans: dict[object, tuple[int, int, str]] = {}
    for (name, start, end), cells in zip(sentence.tokens, sentence.cells, strict=True):
        low, high = utf16.place(start - base), utf16.place(end - base)
        for key, label in _values(name, cells[0] if cells else "_"):
            first = spans.get(key, (low, high, label))
            spans[key] = (first[0], high, label)
    named = zip(sentence.tokens, sentence.cells, strict=True)
    links = [link for (name, _, _), cells in named for link in _links(name, cells)]
    return ordered(list(spans.items()), links, len(sentence.text))


def _values(token: str, cell: str) -> Iterator[tuple[object, str]]:
    """The labels in a cell, each with the key of its span: its number, or the token where it has none."""
    if cell == "_":
        return
    for part in _SPLIT.split(cell):
        match = _VALUE.fullmatch(part)
        if match and match["value"] not in ("", "*", "_"):
            yield (int(match["id"]) if match["id"] else token), _unescaped(match["value"])


def _links(token: str, cells: Sequence[str]) -> Iterator[tuple[object, object, str]]:
    """Relations that end at a token: their labels in the second column, where they begin in the third."""
    if len(cells) < 3 or cells[1] == "_":
        return
    labels, references = _SPLIT.split(cells[1]), _SPLIT.split(cells[2])
    for label, reference in zip(labels, references, strict=True):
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise ValueError(f"no reference: {reference[:40]}")
        source, target = int(match["source"] or 0), int(match["target"] or 0)
        yield source or match["token"], target or token, _unescaped(label)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: _CONTROLS.get(match[1], match[1]), text)
