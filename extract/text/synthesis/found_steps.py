"""A step as it is found in a text: its place, its words, its conditions."""

from dataclasses import dataclass
from typing import Final

from ....records.model import Operation
from ....records.quantities import Quantity
from .triggers import Kind

TEMPERATURES: Final = frozenset(("degC", "K", "degF"))
TIMES: Final = frozenset(("h", "min", "s", "d", "day", "week", "month", "ms"))
PRESSURES: Final = frozenset(
    ("MPa", "GPa", "Pa", "kPa", "bar", "mbar", "atm", "torr", "Torr", "psi", "kbar", "mtorr", "mTorr", "hPa")
)
TURNS: Final = frozenset(("rpm", "1/min", "r/min"))
FIRINGS: Final = frozenset(("calcine", "sinter", "anneal"))
Choice = tuple[Quantity | None, Quantity | None]
"""Temperature and time of one of several samples."""


@dataclass(frozen=True, slots=True)
class FoundStep:
    """An operation with its conditions; ``start`` to ``end`` covers the words and what belongs to them."""

    start: int
    end: int
    operation: Operation
    words: str
    temperature: Quantity | None = None
    time: Quantity | None = None
    rate: Quantity | None = None
    pressure: Quantity | None = None
    atmosphere: str | None = None
    apparatus: str | None = None
    choices: tuple[Choice, ...] = ()
    gases: tuple[str | None, ...] = ()
    """The gas of each choice, where the choices are of gases too."""
    kind: Kind = "done"


def bare(step: FoundStep) -> bool:
    """Whether a step has no condition of its own."""
    return step.temperature is None and step.time is None and step.atmosphere is None
