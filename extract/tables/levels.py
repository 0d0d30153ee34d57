"""The settings that tell a table's rows apart in, what a row without a name is called by them out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ...records.compositions import CompositionFamily
from ...records.model import Condition
from .facets import Label
from .headers.words import SHARES

_WORD: Final = re.compile(r"[A-Za-z][a-z]+(?:[ -][a-z]+){0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One setting of a row: ``2`` under ``S-CSR content (wt%)``.

    ``told`` is the setting in full (``S-CSR content = 2 wt%``); ``counted`` says that its column holds numbers.
    """

    column: int
    text: str
    words: str
    unit: str
    told: str
    condition: Condition
    counted: bool

    @property
    def shown(self) -> str:
        """The level with the unit of its header, as running text has it: ``2.5 vol%``."""
        unit = self.unit.replace(".%", "%")
        return f"{self.text} {unit}" if unit and self.text[-1:].isdigit() else self.text

    @property
    def is_share(self) -> bool:
        """Whether it says how much of something there is."""
        return self.unit in SHARES


def label_of(levels: Sequence[Level], family: CompositionFamily | None) -> Label | None:
    """The name of a row by its settings alone; of one amount in two units, the first is enough.

    A row that has a word where others have a number, ``Unmodified``, is called by that word.
    """
    named = [one for one in levels if one.counted or one.condition.quantity is not None]
    named = [one for place, one in enumerate(named) if not _is_told(one, named[:place])]
    if not named:
        return None
    word = next((one.text for one in named if one.counted and _WORD.fullmatch(one.text)), None)
    if word is not None:
        return Label(text=word, family=family, aliases=_aliases(levels))
    aliases = tuple(dict.fromkeys(_aliases(named) + _aliases(levels)))
    return Label(text=", ".join(one.told for one in named), family=family, aliases=aliases)


def _is_told(level: Level, before: Sequence[Level]) -> bool:
    """Whether a level says in another unit how much there is of what one before it said."""
    return level.is_share and any(
        one.is_share and one.words == level.words and one.unit != level.unit for one in before
    )


def _aliases(levels: Sequence[Level]) -> tuple[str, ...]:
    """A row by its levels alone: ``150 °C``, ``150``, ``23 nm, 10 vol%``."""
    shown = [one.shown for one in levels]
    return tuple(dict.fromkeys([" ".join(shown), ", ".join(shown), " ".join(one.text for one in levels)]))


def stub_names(stub: Sequence[str]) -> tuple[str, ...]:
    """A row by its stub, as printed: ``Mg-6Zn T6``, and ``as-cast Mg-6Zn``."""
    orders = [stub, stub[::-1]] if len(stub) == 2 else [stub]
    return tuple(dict.fromkeys(" ".join(order) for order in orders)) if len(stub) > 1 else ()
