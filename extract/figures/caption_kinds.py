"""The words on a panel in, what they say that it shows out."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from ..document import PanelKind

LONGEST: Final = 1500
"""Characters of a caption that are looked at."""


@cache
def details() -> tuple[tuple[str, PanelKind, re.Pattern[str]], ...]:
    """What a panel may show, its kind, and the words by which captions name it, the more telling ones first."""
    table = tomllib.loads((files(__name__.rpartition(".")[0]) / "caption_kinds.toml").read_text(encoding="utf-8"))
    return tuple(
        (entry["name"], entry["kind"], re.compile(rf"\b(?:{'|'.join(entry['words'])})(?!\w)"))
        for entry in table["detail"]
    )


def details_named(caption: str) -> dict[str, tuple[PanelKind, int]]:
    """The details that ``caption`` names, each with its kind and where it is first named."""
    named: dict[str, tuple[PanelKind, int]] = {}
    for name, kind, pattern in details():
        match = pattern.search(caption[:LONGEST])
        if match:
            named[name] = (kind, match.start())
    return named


def kinds_named(caption: str) -> dict[PanelKind, float]:
    """How strongly a caption speaks for each kind, in [0, 1]: the kind named first has 1, the next 1/2, and so on."""
    kinds: dict[PanelKind, int] = {}
    for kind, place in details_named(caption).values():
        kinds[kind] = min(place, kinds.get(kind, LONGEST))
    ranked = sorted(kinds, key=lambda kind: kinds[kind])
    return {kind: 1.0 / (1 + rank) for rank, kind in enumerate(ranked)}


def detail_of(kind: PanelKind, caption: str) -> str | None:
    """The first detail of ``kind`` that the caption names."""
    named = [(place, name) for name, (own, place) in details_named(caption).items() if own == kind]
    return min(named, key=lambda one: one[0])[1] if named else None
