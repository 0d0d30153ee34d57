"""brat stand-off files (MSPT: a ``.txt`` and an ``.ann`` a paper) in, a row for each paper out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ....records.errors import MatloomError
from .rows import Row, files, ordered, text_of

LEFT_OUT: Final = frozenset({"Next_Operation"})
_DOI: Final = re.compile(r"\s*(?P<doi>10\.\d{4,9}/\S+)[ \t]*\r?\n\s*")
_SPAN: Final = re.compile(r"(?P<id>T\d+)\t(?P<label>\S+) (?P<places>\d+ \d+(?:;\d+ \d+)*)(?:\t.*)?")
_RELATION: Final = re.compile(r"R\d+\t(?P<label>\S+) \w+:(?P<head>\w+) \w+:(?P<tail>\w+)\s*")
_EVENT: Final = re.compile(r"(?P<id>E\d+)\t\S+?:(?P<trigger>T\d+)(?P<roles>(?: \S+?:\w+)*)\s*")
_ROLE: Final = re.compile(r" (?P<role>\S+?)\d*:(?P<argument>\w+)")


def read_mspt(path: Path) -> Iterator[Row]:
    """The papers of MSPT: entities, and relations from an operation to its arguments and from first to second.

    A file's first line is the paper's DOI, which is no part of the text.
    """
    for file in files(path, ".ann"):
        whole = text_of(file.with_suffix(".txt"), "mspt")
        doi = _DOI.match(whole)
        doc, begin = (doi["doi"], doi.end()) if doi else (file.stem, 0)
        try:
            spans, links = _annotations(text_of(file, "mspt"))
        except ValueError as error:
            raise MatloomError("M012", path=file, format="mspt", why=error) from error
        moved = ((key, (start - begin, end - begin, label)) for key, (start, end, label) in spans.items())
        entities, relations = ordered(moved, links, len(whole) - begin)
        yield Row(id=f"mspt:{file.stem}", doc=doc, text=whole[begin:], entities=entities, relations=relations)


def _annotations(lines: str) -> tuple[dict[object, tuple[int, int, str]], list[tuple[object, object, str]]]:
    """Spans by id, and links; an event stands for its trigger. Notes and attributes are passed over."""
    spans: dict[object, tuple[int, int, str]] = {}
    links: list[tuple[object, object, str]] = []
    triggers: dict[object, object] = {}
    for number, line in enumerate(lines.splitlines(), 1):
        kind = line[:1]
        pattern = {"T": _SPAN, "R": _RELATION, "E": _EVENT}.get(kind)
        match = pattern.fullmatch(line) if pattern else None
        if pattern is not None and match is None:
            raise ValueError(f"line {number}: {line[:60]!r}")
        if match is None:
            continue
        if kind == "T":
            places = [int(place) for place in re.findall(r"\d+", match["places"])]
            spans[match["id"]] = (min(places), max(places), match["label"])
        elif kind == "R":
            links.append((match["head"], match["tail"], match["label"]))
        else:
            triggers[match["id"]] = match["trigger"]
            roles = _ROLE.finditer(match["roles"])
            links.extend((match["trigger"], role["argument"], role["role"]) for role in roles)
    joined = [(triggers.get(head, head), triggers.get(tail, tail), label) for head, tail, label in links]
    return spans, [link for link in joined if link[2] not in LEFT_OUT]
