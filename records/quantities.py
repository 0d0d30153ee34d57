"""A printed quantity: what the paper says, and beside it the same in the canonical unit."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Relation: TypeAlias = Literal["=", "~", "<", ">", "<=", ">="]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number or a range with its unit.

    ``text`` is what is printed. Either ``value`` is set, or ``low`` and/or ``high``: a range is never turned
    into its mean. ``unit`` is written plainly (``mAh/g``, ``S/cm``, ``degC``), None for a bare number.
    ``reference`` is the electrode that a potential is given against (``Li/Li+``).
    ``canonical_*`` hold the same numbers in ``canonical_unit``; they are None where the unit is not known.
    """

    text: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    relation: Relation = "="
    uncertainty: float | None = None
    unit: str | None = None
    reference: str | None = None
    canonical_value: float | None = None
    canonical_low: float | None = None
    canonical_high: float | None = None
    canonical_unit: str | None = None
