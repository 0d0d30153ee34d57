"""Spans and relations as a corpus has them in, rows of JSON Lines out: the form that training reads."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ....records.errors import MatloomError

LARGEST: Final = 200_000_000
MOST_FILES: Final = 100_000

Span = tuple[int, int, str]
"""Start, end and label: ``text[start:end]`` is what the label names."""
Link = tuple[int, int, str]
"""Head and tail, as places in the row's entities, and label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The smallest unit of a corpus that is annotated completely; ``extra`` are keys of one corpus' own."""

    id: str
    doc: str | None
    text: str
    entities: tuple[Span, ...] | None = None
    relations: tuple[Link, ...] | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """The row as it is written."""
        written: dict[str, Any] = {"id": self.id}
        if self.doc is not None:
            written["doc"] = self.doc
        written["text"] = self.text
        if self.entities is not None:
            written["entities"] = spans_json(self.entities)
        if self.relations is not None:
            written["relations"] = [
                {"head": head, "tail": tail, "label": label} for head, tail, label in self.relations
            ]
        return written | self.extra


def spans_json(spans: Iterable[Span]) -> list[dict[str, Any]]:
    """Spans as they are written."""
    return [{"start": start, "end": end, "label": label} for start, end, label in spans]


def ordered(
    spans: Iterable[tuple[object, Span]], links: Iterable[tuple[object, object, str]], size: int
) -> tuple[tuple[Span, ...], tuple[Link, ...]]:
    """Spans by start, the longer first, each once; links between them by place. Both are given by keys.

    A span outside a text of ``size`` characters, and a link to a span that is not there or to itself, is left out.
    """
    inside = {key: span for key, span in spans if 0 <= span[0] < span[1] <= size}
    kept = sorted(set(inside.values()), key=lambda span: (span[0], -span[1], span[2]))
    place = {span: number for number, span in enumerate(kept)}
    joined = {
        (place[inside[head]], place[inside[tail]], label)
        for head, tail, label in links
        if head in inside and tail in inside and inside[head] != inside[tail]
    }
    return tuple(kept), tuple(sorted(joined))


def distinct(rows: Iterable[Row]) -> Iterator[Row]:
    """Each text once, with the annotation that it has most often, at the place where it first stands."""
    texts: dict[str, list[Row]] = {}
    for row in rows:
        texts.setdefault(row.text, []).append(row)
    for same in texts.values():
        counts = Counter(_annotation(row) for row in same)
        commonest = max(counts.values())
        yield next(row for row in same if counts[_annotation(row)] == commonest)


def _annotation(row: Row) -> str:
    written = row.json()
    return json.dumps({key: value for key, value in written.items() if key not in ("id", "doc")}, sort_keys=True)


def files(path: Path, *endings: str) -> list[Path]:
    """The files at or below ``path`` with one of ``endings``, by name; links to elsewhere are not followed.

    Raises:
        MatloomError: E001, where there is none.
    """
    if path.is_file():
        return [path]
    found = sorted(
        file for file in path.rglob("*") if file.name.endswith(endings) and file.is_file() and not file.is_symlink()
    )
    if not found:
        raise MatloomError("E001", path=f"{path} (with {' or '.join(endings)} files)")
    return [file for file in found[:MOST_FILES] if not file.name.startswith("._")]


def content(file: Path, form: str) -> bytes:
    """The bytes of a file of bounded size.

    Raises:
        MatloomError: M012 for a larger one, E001 for one that is not there.
    """
    try:
        if file.stat().st_size > LARGEST:
            raise MatloomError("M012", path=file, format=form, why=f"more than {LARGEST} bytes")
        return file.read_bytes()
    except OSError as error:
        raise MatloomError("E001", path=file) from error


def text_of(file: Path, form: str) -> str:
    """The text of a file in UTF-8, with its line ends as they are. Raises MatloomError M012."""
    try:
        return content(file, form).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MatloomError("M012", path=file, format=form, why=error) from error


class Utf16:
    """Places counted in UTF-16 code units, as Java programs count them, as places in a Python string."""

    def __init__(self, text: str) -> None:
        self.wide = [place for place, character in enumerate(text) if ord(character) > 0xFFFF]
        self.units = [place + number for number, place in enumerate(self.wide)]

    def place(self, unit: int) -> int:
        """The place of a code unit."""
        return unit - bisect_left(self.units, unit)


def names(file: Path) -> frozenset[str]:
    """The names of papers in a file, one a line."""
    return frozenset(line.strip() for line in text_of(file, "names").splitlines() if line.strip())


def bio(tags: Sequence[tuple[int, int, str]]) -> list[Span]:
    """The spans that tokens with B-, I- and O tags make up; an I- of another label begins a span."""
    spans: list[Span] = []
    going = ""
    for start, end, tag in tags:
        mark, _, label = tag.partition("-")
        if mark == "I" and label == going and spans:
            spans[-1] = (spans[-1][0], end, label)
        elif mark in ("B", "I"):
            spans.append((start, end, label))
        going = label if mark in ("B", "I") else ""
    return spans
