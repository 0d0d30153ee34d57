"""Mentions of a text in, the same out, those that a plus joins as one: ``LSM + YSZ`` is neither LSM nor YSZ."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from .spotted import Spotted

_PLUS: Final = re.compile(r"\s\+\s")
_REACTION: Final = re.compile("[→⟶⇌↔=]|->")
"""What stands in the equation of a reaction, whose sides are no mixtures."""
_NEAR: Final = 20
"""Characters around a mixture in which an equation shows."""


def mixtures(text: str, mentions: Iterable[Spotted]) -> list[Spotted]:
    """The mentions in order, where ``A + B`` is one name without a composition of its own."""
    found: list[Spotted] = []
    for one in mentions:
        before = found[-1] if found else None
        if before is not None and _are_mixed(text, before, one):
            found[-1] = replace(one, start=before.start, kind="name", family=None, composition=None)
        else:
            found.append(one)
    return found


def _are_mixed(text: str, one: Spotted, other: Spotted) -> bool:
    if "anaphor" in (one.kind, other.kind) or not _PLUS.fullmatch(text, one.end, other.start):
        return False
    return _REACTION.search(text, max(0, one.start - _NEAR), other.end + _NEAR) is None
