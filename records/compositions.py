"""A printed formula: the compositions that it stands for, with its variables."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from .errors import Problem, Result

Amount: TypeAlias = float | str
"""A number, or an expression in the formula's variables such as ``1-x`` or ``3-δ``."""
Range: TypeAlias = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """One composition: element symbols to amounts, in the order printed.

    ``formula`` is the formula with variables that have a value filled in. ``variables`` has the value of each
    variable, or its own name where it has none; ``ranges`` the bounds that are printed for it. ``parts`` are what a
    hydrate, mixture, composite, coating or alloy is made of, each with its fraction or None; ``amounts`` is then the
    sum where the shares tell it, in atoms, and empty where they do not. ``sites`` gives the elements that a letter
    such as M or RE (a key of ``amounts``) may stand for; ``additives`` are dopants as printed that no amount is kept
    free for (``SrTiO3:Pr``); ``phase`` is the prefix (α, 2H, P2); ``name`` the name or acronym that was looked up.
    """

    formula: str
    amounts: dict[str, Amount] = field(default_factory=dict)
    variables: dict[str, Amount] = field(default_factory=dict)
    parts: tuple["Part", ...] = ()
    ranges: dict[str, Range] = field(default_factory=dict)
    sites: dict[str, tuple[str, ...]] = field(default_factory=dict)
    additives: tuple[str, ...] = ()
    kind: str = "formula"
    phase: str | None = None
    name: str | None = None

    @property
    def elements(self) -> tuple[str, ...]:
        """Every element in it or in its parts, in alphabetical order; vacancies and site letters are none."""
        found = {symbol for symbol in self.amounts if symbol not in self.sites and symbol != "□"}
        for symbols in self.sites.values():
            found.update(symbols)
        for part in self.parts:
            found.update(part.composition.elements)
        return tuple(sorted(found))

    @property
    def chemical_system(self) -> str:
        """The elements joined by dashes: ``Ba-O-Ti``."""
        return "-".join(self.elements)

    @property
    def resolved(self) -> bool:
        """Whether every amount is a number."""
        return bool(self.amounts) and all(isinstance(amount, float) for amount in self.amounts.values())

    @property
    def reduced_formula(self) -> str:
        """The formula in a normal form: same material, same text. See :mod:`.composition_forms`."""
        from .composition_forms import reduced_formula

        return reduced_formula(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A constituent; ``basis`` says what the fraction counts (mol, wt, vol, at)."""

    composition: Composition
    fraction: Amount | None = None
    basis: str = "mol"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositionFamily:
    """What one printed string stands for: one composition, or one for each value of its variables."""

    text: str
    compositions: tuple[Composition, ...]

    @classmethod
    def from_text(cls, text: str) -> "Result[CompositionFamily]":
        """Reads a formula, a name, an acronym, or any of these with its variables' values.

        Nothing is raised: text that is no composition gives no compositions and a problem ``C001``; a variable
        without value or range a problem ``C002`` (a deficiency such as δ is meant to stay open and gives none).
        """
        from .composition_reading import read_family

        return read_family(text)


def compositions_to_json(family: CompositionFamily, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    """What ``matloom formula`` writes for one text."""
    return {
        "text": family.text,
        "compositions": [composition_to_json(composition) for composition in family.compositions],
        "problems": [
            {"stage": problem.stage, "code": problem.code, "where": dict(problem.where), "why": problem.why}
            for problem in problems
        ],
    }


def composition_to_json(composition: Composition) -> dict[str, Any]:
    """One composition as JSON; an open variable is null, and fields that say nothing are left out."""
    written: dict[str, Any] = {
        "formula": composition.formula,
        "amounts": {symbol: plain_number(amount) for symbol, amount in composition.amounts.items()},
        "variables": {
            name: None if value == name else plain_number(value) for name, value in composition.variables.items()
        },
    }
    if composition.parts:
        written["parts"] = [
            {
                **composition_to_json(part.composition),
                "fraction": None if part.fraction is None else plain_number(part.fraction),
                "basis": part.basis,
            }
            for part in composition.parts
        ]
    extras: dict[str, Any] = {
        "ranges": {name: list(bounds) for name, bounds in composition.ranges.items()},
        "sites": {site: list(symbols) for site, symbols in composition.sites.items()},
        "additives": list(composition.additives),
        "phase": composition.phase,
        "name": composition.name,
        "kind": None if composition.kind == "formula" else composition.kind,
    }
    written.update({key: value for key, value in extras.items() if value})
    return written


def plain_number(amount: Amount) -> float | int | str:
    """An amount with whole numbers as such."""
    return int(amount) if isinstance(amount, float) and amount.is_integer() else amount
