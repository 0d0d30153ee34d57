"""What a header says: words, role, the properties that it may be, unit and conditions."""

from dataclasses import dataclass

from ....records.model import Condition
from ....records.units import Unit
from ....records.vocabulary import Property
from .words import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a header says. Cells times ``factor`` are in ``unit`` (``spelled`` as it is written).

    ``entries`` are the properties that it may be, likeliest first; ``words`` it as printed, without the unit.
    ``guessed`` says that only the letters of a symbol tell them.
    """

    words: str = ""
    role: Role = "text"
    entries: tuple[Property, ...] = ()
    element: str | None = None
    unit: Unit | None = None
    spelled: str | None = None
    factor: float = 1.0
    inverse: bool = False
    conditions: tuple[Condition, ...] = ()
    marks: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def has_unit(self) -> bool:
        """Whether a unit was printed."""
        return self.spelled is not None

    @property
    def names_property(self) -> bool:
        """Whether the header names what its cells measure."""
        return self.role in ("property", "element")
