"""Material strings with known compositions in, the share read with all amounts right out; pymatgen beside it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from matloom.records.compositions import Composition, CompositionFamily
from matloom.records.formula_expressions import parse_expression
from pymatgen.core import Composition as PymatgenComposition

from . import SHARED

DATA = SHARED / "data" / "text" / "formulas.jsonl"
TRIAL_VALUES = {"x": 0.1371, "y": 0.0813, "z": 0.0577, "δ": 0.0231, "η": 0.0231, "n": 3.0}
"""Symbolic amounts are compared as numbers at this point."""
TOLERANCE = 2e-3
"""The benchmark data round thirds to 0.333."""
FLOOR, TEXT2CHEM = 0.93, 0.765

Amounts = Mapping[str, Any]


def number(amount: Any, closed: frozenset[str]) -> float:
    """The amount at the trial point; variables in ``closed`` count as 0."""
    if not isinstance(amount, str):
        return float(amount)
    expression = parse_expression(amount.replace("*(", "(").replace("(-z+1)", "(1-z)"))
    if expression is None:
        return float("nan")
    total = 0.0
    for names, factor in expression.terms:
        term = float(factor)
        for name in names:
            term *= 0.0 if name in closed else TRIAL_VALUES.get(name, 0.0411)
        total += term
    return total


def same_amounts(ours: Amounts, gold: Amounts, closed: frozenset[str]) -> bool:
    """Whether both name the same elements with the same amounts."""
    return set(ours) == set(gold) and all(
        abs(number(ours[symbol], closed) - number(gold[symbol], frozenset())) < TOLERANCE for symbol in gold
    )


def same_composition(ours: Composition, gold: Mapping[str, Any], closed: frozenset[str]) -> bool:
    """All amounts right: of the whole, or part by part where the benchmark data give no total."""
    if gold["amounts"] is not None:
        return same_amounts(ours.amounts, gold["amounts"], closed)
    parts = gold["parts"]
    if len(ours.parts) != len(parts):
        return False
    return all(
        same_amounts(own.composition.amounts, other["amounts"], closed) and same_share(own, other["amount"], closed)
        for own, other in zip(ours.parts, parts, strict=True)
    )


def same_share(own: Any, gold: Any, closed: frozenset[str]) -> bool:
    """The share of a part; one printed in percent is written as x by the benchmark data, whatever its value."""
    if own.basis != "mol" or (isinstance(gold, str) and not isinstance(own.fraction, str)):
        return True
    ours = 1.0 if own.fraction is None else own.fraction
    return abs(number(ours, closed) - number(gold, frozenset())) < TOLERANCE


def deficiencies(gold: Mapping[str, Any]) -> frozenset[str]:
    """Variables that the benchmark data leave out of the amounts: they write O3-δ as O3."""
    printed = json.dumps(gold["amounts"]) + json.dumps(gold.get("parts", []))
    return frozenset(name for name in "δdyz" if name not in printed)


def right(row: Mapping[str, Any]) -> bool:
    """Whether every material of the string is read with all amounts right, and no other one."""
    found = CompositionFamily.from_text(row["text"]).value.compositions
    gold = row["compositions"]
    return len(found) == len(gold) and all(
        same_composition(own, other, deficiencies(other)) for own, other in zip(found, gold, strict=True)
    )


def right_by_pymatgen(row: Mapping[str, Any]) -> bool:
    """The same of pymatgen's own parser on the bare string."""
    try:
        found = PymatgenComposition(row["text"]).get_el_amt_dict()
    except (ValueError, TypeError, KeyError):
        return False
    gold = row["compositions"]
    return len(gold) == 1 and gold[0]["amounts"] is not None and same_amounts(found, gold[0]["amounts"], frozenset())


def main() -> None:
    """Prints the shares and what is read wrong."""
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines() if line.strip()]
    judges: dict[str, Callable[[Mapping[str, Any]], bool]] = {"matloom": right, "pymatgen": right_by_pymatgen}
    for name, judge in judges.items():
        score = sum(judge(row) for row in rows)
        print(f"{name:10} {score}/{len(rows)} = {score / len(rows):.3f}")
    print(f"floor {FLOOR}; text2chem {TEXT2CHEM} (its published reading, not run here)")
    for row in rows:
        if not right(row):
            found = CompositionFamily.from_text(row["text"]).value.compositions
            print("  not as given:", row["text"], "->", [composition.formula for composition in found])


if __name__ == "__main__":
    main()
