"""The bytes of a JSON dump in, its entries one by one out, with memory for one entry at a time."""

from collections.abc import Iterator
from typing import IO, Any, Final

import ijson

LISTS: Final = frozenset({"data", "structures", "results", "response", "entries", "items"})
"""Keys of an object under which a dump may keep the list of its entries."""
OWN_KEYS: Final = frozenset({"@module", "@class", "lattice", "lattice_mat", "sites", "structure", "atoms", "charge"})
"""Keys that a single structure or entry begins with."""
ABOUT: Final = frozenset({"meta", "links", "info", "jsonapi", "included"})
"""Keys of an object beside the list of its entries, which hold none."""
MAXIMUM_EVENTS: Final = 2_000_000
"""Values, keys and brackets of one entry; a structure of 2 000 sites has about 60 000."""


def json_entries(content: IO[bytes]) -> Iterator[tuple[Any, Any]]:
    """Key and value of each entry; the key is None in a list. An entry that is too large gives an exception as value.

    Raises ValueError where the content is no JSON, or breaks off.
    """
    try:
        yield from _entries(ijson.parse(content, use_float=True))
    except ijson.JSONError as error:
        raise ValueError(f"no JSON: {error}") from error


def _entries(events: Iterator[tuple[str, str, Any]]) -> Iterator[tuple[Any, Any]]:
    first = next(events, None)
    if first is None:
        raise ValueError("the file is empty")
    if first[1] == "start_array":
        yield from _listed(events, "item")
    elif first[1] == "start_map":
        yield from _mapped(events)
    else:
        raise ValueError("no list and no object")


def _listed(events: Iterator[tuple[str, str, Any]], prefix: str) -> Iterator[tuple[Any, Any]]:
    """The elements of the array that has just begun, to its end."""
    for place, event, value in events:
        if event == "end_array" and place == prefix.removesuffix("item").removesuffix("."):
            return
        yield None, _value(events, event, value)


def _mapped(events: Iterator[tuple[str, str, Any]]) -> Iterator[tuple[Any, Any]]:
    """The values of the object that has just begun; the object itself where it is one entry."""
    single: dict[str, Any] | None = None
    for place, event, key in events:
        if event != "map_key" or place:
            continue
        if single is None and key in OWN_KEYS:
            single = {}
        _, begun, value = next(events)
        if begun == "start_array" and key in LISTS and single is None:
            yield from _listed(events, f"{key}.item")
            continue
        built = _value(events, begun, value)
        if single is not None:
            single[key] = built
        elif isinstance(built, dict | Exception) and key not in ABOUT:
            yield key, built
    if single is not None:
        yield None, single


def _value(events: Iterator[tuple[str, str, Any]], event: str, value: Any) -> Any:
    """The value that begins with ``event``, its events taken from ``events``; ValueError where they are too many."""
    if event not in ("start_map", "start_array"):
        return value
    builder: Any = ijson.ObjectBuilder()
    builder.event(event, value)
    depth, count = 1, 1
    while depth:
        _, event, value = next(events)
        depth += event.startswith("start_") - event.startswith("end_")
        count += 1
        if count <= MAXIMUM_EVENTS:
            builder.event(event, value)
    return builder.value if count <= MAXIMUM_EVENTS else ValueError(f"more than {MAXIMUM_EVENTS} values in one entry")
