"""A printed formula: the compositions that it stands for, with its variables."""

from dataclasses import dataclass, field
from typing import TypeAlias

Amount: TypeAlias = float | str
"""A number, or an expression in the formula's variables such as ``1-x`` or ``3-delta``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """One composition: element symbols to amounts, in the order printed.

    ``formula`` is the formula with variables that have a value filled in. ``parts`` are what a hydrate,
    mixture, composite or coating is made of, each with its fraction or None.
    """

    formula: str
    amounts: dict[str, Amount] = field(default_factory=dict)
    variables: dict[str, Amount] = field(default_factory=dict)
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A constituent of a composite; ``basis`` says what the fraction counts (mol, wt, vol, or parts)."""

    composition: Composition
    fraction: Amount | None = None
    basis: str = "mol"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositionFamily:
    """What one printed string stands for: one composition, or one for each value of its variables."""

    text: str
    compositions: tuple[Composition, ...]
