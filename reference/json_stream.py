"""The bytes of a JSON dump in, its entries one by one out, with memory for one entry at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final, TypeAlias

import ijson

Event: TypeAlias = tuple[str, Any]
"""The kind of what begins, ends or stands in a file of JSON, and its value."""
LISTS: Final = frozenset({"data", "structures", "results", "response", "entries", "items"})
"""Keys of an object under which a dump may keep the list of its entries."""
OWN_KEYS: Final = frozenset({"@module", "@class", "lattice", "lattice_mat", "sites", "structure", "atoms", "charge"})
"""Keys that a single structure or entry begins with."""
ABOUT: Final = frozenset({"meta", "links", "info", "jsonapi", "included"})
"""Keys of an object beside the list of its entries, which hold none."""
MAXIMUM_EVENTS: Final = 2_000_000
"""Values, keys and brackets of one entry; a structure of 2 000 sites has about 60 000."""
DEEPEST: Final = 100
"""Brackets within brackets."""
LONGEST: Final = 64_000_000
"""Bytes without an end of any value: a longer text is not taken into memory."""


@dataclass(slots=True)
class Watched:
    """A file of bytes that gives no more than :data:`LONGEST` between two values."""

    content: IO[bytes]
    given: int = 0

    def read(self, size: int = -1) -> bytes:
        """Bytes, as the file has them. Raises ValueError."""
        chunk = self.content.read(size if size >= 0 else LONGEST)
        self.given += len(chunk)
        if self.given > LONGEST:
            raise ValueError(f"a value of more than {LONGEST // 1_000_000} MB")
        return chunk

    def events(self) -> Iterator[Event]:
        """Kind and value of everything in the file."""
        for event in ijson.basic_parse(self, use_float=True):
            self.given = 0
            yield event


def json_entries(content: IO[bytes]) -> Iterator[tuple[Any, Any]]:
    """Key and value of each entry; the key is None in a list. An entry that is too large gives an exception as value.

    Raises ValueError where the content is no JSON, or breaks off.
    """
    try:
        yield from _entries(Watched(content).events())
    except ijson.JSONError as error:
        raise ValueError(f"no JSON: {error}") from error


def _entries(events: Iterator[Event]) -> Iterator[tuple[Any, Any]]:
    first = next(events, None)
    if first is None:
        raise ValueError("the file is empty")
    if first[0] == "start_array":
        yield from _listed(events)
    elif first[0] == "start_map":
        yield from _mapped(events)
    else:
        raise ValueError("no list and no object")


def _listed(events: Iterator[Event]) -> Iterator[tuple[Any, Any]]:
    """The elements of the array that has just begun, to its end."""
    for event, value in events:
        if event == "end_array":
            return
        yield None, _value(events, event, value)


def _mapped(events: Iterator[Event]) -> Iterator[tuple[Any, Any]]:
    """The values of the object that has just begun; the object itself where it is one entry."""
    single: dict[str, Any] | None = None
    for event, key in events:
        if event == "end_map":
            break
        if single is None and key in OWN_KEYS:
            single = {}
        begun, value = next(events)
        if begun == "start_array" and key in LISTS and single is None:
            yield from _listed(events)
            continue
        built = _value(events, begun, value)
        if single is not None:
            single[key] = built
        elif isinstance(built, dict | Exception) and key not in ABOUT:
            yield key, built
    if single is not None:
        yield None, single


def _value(events: Iterator[Event], event: str, value: Any) -> Any:
    """The value that begins with ``event``, its events taken from ``events``; ValueError where they are too many."""
    if event not in ("start_map", "start_array"):
        return value
    builder: Any = ijson.ObjectBuilder()
    builder.event(event, value)
    depth, count = 1, 1
    while depth:
        event, value = next(events)
        depth += event.startswith("start_") - event.startswith("end_")
        count += 1
        if depth > DEEPEST:
            raise ValueError(f"nested deeper than {DEEPEST} levels")
        if count <= MAXIMUM_EVENTS:
            builder.event(event, value)
    return builder.value if count <= MAXIMUM_EVENTS else ValueError(f"more than {MAXIMUM_EVENTS} values in one entry")
