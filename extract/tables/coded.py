"""Values of a table's samples in cases with a code in, those values of samples that the paper names by both out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..document import Document
from ..findings import Finding

_CODE: Final = re.compile(r"[A-Z][A-Za-z\d]{0,2}")
_NAME: Final = re.compile(r"[A-Z][A-Za-z\d]{1,11}")
_JOINED: Final = re.compile(r"(?<![\w-])(?P<name>[A-Z][A-Za-z\d]{1,11})[-–‐](?P<code>[A-Z][A-Za-z\d]{0,2})(?![\w-])")
_ENOUGH: Final = 2
"""So many names of both are no chance."""


def with_coded_names(values: Sequence[Finding], document: Document) -> tuple[Finding, ...]:
    """The values, those of ``G2`` in the case ``Drug: A`` as ones of ``G2-A`` in a paper that has such names."""
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for value in values:
        for case, name, code in _pairs(value):
            pairs[case].add((name, code))
    printed = _printed(document) if pairs else set[tuple[str, str]]()
    named = {case for case, found in pairs.items() if len(found & printed) >= _ENOUGH}
    return tuple(_renamed(value, named) for value in values)


def _pairs(value: Finding) -> Iterator[tuple[str, str, str]]:
    """The case, the sample and the code of each condition that may be part of a sample's name."""
    subject = value.subjects[0] if value.subjects else None
    if subject is None or not _NAME.fullmatch(subject.text):
        return
    for condition in value.conditions:
        if condition.text is not None and _CODE.fullmatch(condition.text):
            yield condition.name, subject.text, condition.text


def _printed(document: Document) -> set[tuple[str, str]]:
    """All names of two parts that text and tables print."""
    cells = (cell for table in document.tables for row in table.cells for cell in row)
    texts: Iterable[str] = (*(block.text for block in document.body()), *cells)
    return {(match["name"], match["code"]) for text in texts for match in _JOINED.finditer(text)}


def _renamed(value: Finding, named: set[str]) -> Finding:
    found = next((one for one in _pairs(value) if one[0] in named), None)
    if found is None:
        return value
    first = replace(value.subjects[0], text=f"{found[1]}-{found[2]}", kind="label", family=None, composition=None)
    return replace(value, subjects=(first, *value.subjects[1:]))
