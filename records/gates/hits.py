"""What a rule is, and what it finds: a rule has a name, a code and a reason, and flags records by their id."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from ..cells import value_in
from ..errors import Problem
from ..evidence import Evidence
from ..model import Measurement, PaperRecords, Sample, Structure, Synthesis

STAGE: Final = "gates"
Kind: TypeAlias = Literal["sample", "measurement", "structure", "synthesis"]
SAME_TEMPERATURE: Final = 5.0
"""Kelvin within which two conditions are the same."""
ROOM: Final = 298.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One record that a rule flags. ``details`` fill the message of the rule's code; ``others`` took part."""

    record: str
    kind: Kind
    evidence: Evidence
    details: Mapping[str, Any]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule. ``code`` is a key of :data:`..errors.MESSAGES`; ``reason`` says why nature does not allow the hit."""

    name: str
    code: str
    reason: str
    check: "Callable[[Facts], Iterable[Hit]]"

    def problem(self, hit: Hit) -> Problem:
        """The hit as it is stored: ``where`` has the rule, the record's kind and id, and where it stands."""
        where = {"rule": self.name, "kind": hit.kind, "record": hit.record, "page": hit.evidence.page}
        if hit.others:
            where["others"] = " ".join(hit.others)
        return Problem.of(STAGE, self.code, where, **hit.details)


@dataclass(slots=True)
class Facts:
    """The records of a paper by what rules ask for."""

    paper: PaperRecords
    samples: dict[str, Sample] = field(init=False)
    values: dict[tuple[str, str], list[Measurement]] = field(init=False)
    structures: dict[str, list[Structure]] = field(init=False)

    def __post_init__(self) -> None:
        self.samples = {sample.id: sample for sample in self.paper.samples}
        self.values = defaultdict(list)
        for value in self.paper.measurements:
            self.values[value.sample, value.property].append(value)
        self.structures = defaultdict(list)
        for structure in self.paper.structures:
            self.structures[structure.sample].append(structure)

    def single(self, property: str, unit: str) -> Iterator[tuple[Measurement, float]]:
        """Measurements of a property with one exact value, and the value in ``unit``."""
        for value in self.paper.measurements:
            if value.property == property:
                number = exact(value, unit)
                if number is not None:
                    yield value, number

    def beside(self, value: Measurement, property: str, unit: str) -> tuple[Measurement, float] | None:
        """The value of another property of the same sample under the same conditions, where there is exactly one.

        Conditions are the same where the temperatures are, and all else that is printed for either.
        """
        found = [
            (other, number)
            for other in self.values.get((value.sample, property), ())
            if same_conditions(value, other) and (number := exact(other, unit)) is not None
        ]
        numbers = {number for _, number in found}
        return found[0] if len(numbers) == 1 else None

    def recipes(self) -> Iterator[Synthesis]:
        """Each recipe once: the same steps are stored for every sample that was made so."""
        seen: set[tuple[Any, ...]] = set()
        for synthesis in self.paper.synthesis:
            if synthesis.steps not in seen:
                seen.add(synthesis.steps)
                yield synthesis


def exact(value: Measurement, unit: str) -> float | None:
    """The value in ``unit`` where it is a single number without ``<`` or ``>``, as measured in this paper."""
    if value.quantity.relation not in ("=", "~") or (value.quantity.unit is None) != (unit == "1"):
        return None
    return value.quantity.value if unit == "1" else value_in(value.quantity, unit)


def temperature(value: Measurement) -> float | None:
    """The condition's temperature in kelvin, 298 for room temperature, None where none is printed."""
    for condition in value.conditions:
        if condition.name == "temperature":
            if condition.quantity is not None and condition.quantity.unit is not None:
                return value_in(condition.quantity, "K")
            return ROOM if "room" in (condition.text or "").lower() else None
    return None


def same_conditions(one: Measurement, other: Measurement) -> bool:
    """Whether two values were taken at one temperature and under the same other conditions."""
    warm, other_warm = temperature(one), temperature(other)
    if (warm is None) != (other_warm is None):
        return False
    if warm is not None and other_warm is not None and abs(warm - other_warm) > SAME_TEMPERATURE:
        return False
    return _others(one) == _others(other)


def _others(value: Measurement) -> set[tuple[str, str]]:
    return {
        (one.name, one.text or (one.quantity.text if one.quantity else ""))
        for one in value.conditions
        if one.name != "temperature"
    }


def off(value: float, expected: float) -> float:
    """The ratio of two positive numbers, 1 or more."""
    return max(value / expected, expected / value) if value > 0 and expected > 0 else float("inf")
