"""The statements of one work in, its facts out: a value that abstract, text and table repeat is one fact."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..records.identity import content_id
from .alignment import Bounds, Statement, differing_conditions, plain_unit, same_number

QUOTED_DIGITS: Final = 3
"""Significant digits by which a value quoted in another paper is known again."""
BUCKET: Final = 400
"""Statements of one property in one work that are compared with each other at most."""


@dataclass(slots=True)
class Fact:
    """One measured value and its statements; the first is the one that tells most."""

    statements: list[Statement] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """A hash of the measurement that stands for the fact."""
        return content_id("fact", self.statements[0].measurement)


def facts_of(statements: Sequence[Statement]) -> list[Fact]:
    """The facts of one work, in the order of their first statement.

    Two statements are one fact when property and sample are the same, the numbers agree to the precision printed, no
    condition that both tell differs, and they stand in different places: a table does not repeat itself.
    """
    buckets: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        buckets[statement.property, plain_unit(statement.unit)].append(statement)
    facts: list[Fact] = []
    for bucket in buckets.values():
        facts.extend(_merged(bucket))
    return sorted(facts, key=lambda fact: (fact.statements[0].document, fact.statements[0].rank))


def _merged(bucket: Sequence[Statement]) -> Iterable[Fact]:
    """Joins each statement, the most telling first, to the nearest earlier fact that it repeats."""
    order = sorted(bucket, key=lambda one: (-len(one.conditions), -one.digits, one.document, one.rank))
    facts: list[Fact] = []
    for place, statement in enumerate(order):
        fact = next((fact for fact in facts if _repeats(fact, statement)), None) if place < BUCKET else None
        if fact is None:
            facts.append(Fact([statement], ["stated here"]))
        else:
            fact.statements.append(statement)
            fact.reasons.append(_reason(fact.statements[0], statement))
    return facts


def _repeats(fact: Fact, statement: Statement) -> bool:
    if not same_number(fact.statements[0], statement):
        return False
    return all(
        (one.document, one.place) != (statement.document, statement.place)
        and not differing_conditions(one, statement)
        and same_sample(one, statement)
        for one in fact.statements
    )


def same_sample(one: Statement, other: Statement) -> bool:
    """Whether two statements of one work may speak of one sample: the same one, or one of its material by another name.

    A sample with a label or a treatment of its own is another than one with a different label or treatment.
    """
    if one.sample == other.sample:
        return True
    if one.note and other.note and one.note != other.note:
        return False
    if one.form and other.form and one.form != other.form:
        return False
    if one.labels & other.labels:
        return True
    return one.composition is not None and one.composition == other.composition and not (one.private and other.private)


def _reason(first: Statement, statement: Statement) -> str:
    where = "in another version of the paper" if first.document != statement.document else f"in its {statement.kind}"
    missing = sorted(set(first.conditions) - set(statement.conditions))
    left = f", {', '.join(missing)} not repeated" if missing else ""
    return f"the same value of the same sample {where}{left}"


def quotation_key(fact: Fact) -> str | None:
    """Equal for a value and its quotation in another paper; None for values that many papers share by chance.

    Composition, property, value to three digits, and all conditions.
    """
    statement = fact.statements[0]
    if statement.composition is None or statement.digits < 2 or abs(statement.value) == float("inf"):
        return None
    conditions = sorted((name, _rounded(value)) for name, value in statement.conditions.items())
    number = f"{statement.value:.{QUOTED_DIGITS}g}"
    return content_id(
        "value", statement.composition, statement.property, plain_unit(statement.unit), number, conditions
    )


def _rounded(value: Bounds | str) -> str:
    return value if isinstance(value, str) else " ".join(f"{bound:.3g}" for bound in value)
