"""The labels that a paper gives its treated samples in, the one out that words of a treatment tell of.

``Stress-relieved steel`` is the sample of which the paper says ``stress relieved at 600 °C for 2 h (SR)``, and what was
``annealed at 700 °C`` is A700 where the labels of a series differ by a temperature; ``4 wt% CuO`` is the sample that so
much was added to (4K).
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from ..findings import Definition
from ..text.mentions.treatments import stem_of, treatments
from .names import measures_of

_AS_DONE: Final = re.compile(r"\bas[ -](?=[a-z]{3,})")
_WORD: Final = re.compile(r"(?:as-)?[a-z]{2,}")
_SERIES: Final = re.compile(r"(?P<stem>[A-Za-z][A-Za-z/@-]*?)[-‐–]?(?P<level>[1-9]\d{2,3})")
_TEMPERATURE: Final = re.compile(r"(\d+)(?:C|K)")


class TreatedLabels:
    """The labels of one paper by what was done to their samples; ``names`` are all labels that it has."""

    def __init__(self, definitions: Iterable[Definition], names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._told: dict[str, tuple[str, frozenset[str]]] = {}
        for one in definitions:
            done = done_to(one.long) if one.kind == "label" else frozenset[str]()
            if done:
                self._told[one.short] = (one.long, done)
        series: dict[str, dict[str, str]] = defaultdict(dict)
        for name in self._names:
            if (match := _SERIES.fullmatch(name)) is not None:
                series[match["stem"]][match["level"]] = name
        self._series = [levels for levels in series.values() if len(levels) > 1]

    def of(self, words: str | None, name: str | None = None) -> str | None:
        """The label of what was treated so; with ``name``, of the material that is called so.

        None where the words tell of no treatment, or of that of several labels.
        """
        done = done_to(words or "")
        if not done:
            return None
        own = "" if name is None else name.lower()
        found = [
            label for label, (long, told) in self._told.items() if done <= told and own in f"{label} {long}".lower()
        ]
        if not found and name is None:
            levels = {match[1] for one in done if (match := _TEMPERATURE.fullmatch(one)) is not None}
            found = [label for one in self._series for level in levels if (label := one.get(level)) is not None]
        return found[0] if len(found) == 1 else None

    def __contains__(self, label: str) -> bool:
        """Whether the paper calls a sample so by a label."""
        return label in self._names


def done_to(words: str) -> frozenset[str]:
    """The treatments that words tell of, with their temperatures and times, or contents; else nothing."""
    plain = _AS_DONE.sub("as-", words.lower())
    treated = treatments().word
    stems = {
        stem_of(one)
        for word in _WORD.findall(plain)
        for one in ([word] if word.startswith("as-") else re.split("-", word))
        if treated.match(one)
    }
    measures = measures_of(words)
    return frozenset(stems | measures) if stems or any(one.endswith("%") for one in measures) else frozenset()
