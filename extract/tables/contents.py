"""A table of contents by element in, the composition that each sample's row sums up to out."""

from collections import defaultdict
from typing import Final

from ...records.composition_forms import atomic_mass
from ...records.compositions import Amount, Composition
from .understand import Understood

_WEIGHT: Final = frozenset({"wt%"})
_ATOMIC: Final = frozenset({"at.%", "mol%"})
_SLACK: Final = 1.5
"""By so many percent a row may miss 100: rounding, and elements that were not looked for."""


def row_compositions(understood: Understood) -> dict[str, Composition]:
    """Compositions by the sample's label, for rows whose contents sum to 100 or have a balance.

    Weight percents become amounts by the elements' atomic masses. The amounts are in atomic percent. A sample
    whose row is broken over several blocks is put together again.
    """
    contents: dict[str, dict[str, float]] = defaultdict(dict)
    balances: dict[str, str] = {}
    units: dict[str, set[str | None]] = defaultdict(set)
    for reading in understood.readings:
        meaning, label = reading.meaning, reading.label
        if meaning.role == "element" and meaning.element and label and not label.processing:
            if reading.number.value is not None and reading.number.relation in ("=", "~"):
                contents[label.text].setdefault(meaning.element, reading.number.value)
            units[label.text].add(meaning.spelled)
    for block, columns in understood.blocks:
        rest = [c for c in columns if c.meaning.element and c.meaning.role in ("element", "text", "condition")]
        for row in block.rows:
            name = understood.grid.text(row, 0)
            for column in rest:
                if name in contents and understood.grid.cell(row, column.index).kind == "balance":
                    balances[name] = column.meaning.element or ""
    found = {name: _composition(amounts, balances.get(name), units[name]) for name, amounts in contents.items()}
    return {name: composition for name, composition in found.items() if composition is not None}


def _composition(percents: dict[str, float], balance: str | None, units: set[str | None]) -> Composition | None:
    total = sum(percents.values())
    if any(value < 0 for value in percents.values()) or total > 100.0 + _SLACK:
        return None
    if balance is not None:
        percents = {balance: 100.0 - total, **percents}
    elif abs(total - 100.0) > _SLACK:
        return None
    if len(percents) < 2 or not (units <= _WEIGHT or units <= _ATOMIC):
        return None
    if units <= _WEIGHT:
        moles = {symbol: value / atomic_mass(symbol) for symbol, value in percents.items()}
        percents = {symbol: 100.0 * value / sum(moles.values()) for symbol, value in moles.items()}
    amounts: dict[str, Amount] = {symbol: round(value, 3) for symbol, value in percents.items() if value > 0}
    formula = "".join(f"{symbol}{value:g}" for symbol, value in amounts.items())
    return Composition(formula=formula, amounts=amounts)
