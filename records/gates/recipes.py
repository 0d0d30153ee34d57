"""Recipes and conditions in, temperatures, times and pressures that cannot be, or not in that order, out."""

from collections.abc import Iterator, Mapping
from typing import Final

from ..cells import value_in
from ..model import SynthesisStep
from ..quantities import Quantity
from .hits import Facts, Hit, Kind

HOTTEST: Final = 4_000.0
"""Kelvin; above the melting points of tungsten and graphite's sublimation no furnace goes (arcs and lasers do)."""
ARCS: Final = frozenset({"melt", "deposit", "other", "heat", "cast"})
"""Operations that may be hotter: arc melting, plasma, laser."""
LIQUID: Final = frozenset({"dissolve", "stir", "wash", "centrifuge", "filter"})
BOILED: Final = 673.15
"""Kelvin above which nothing is washed, stirred or dissolved in a solvent, melts excepted; nor dried."""
LONGEST: Final = 365 * 24.0
"""Hours of one step."""


def absolute_zero(facts: Facts) -> Iterator[Hit]:
    """Temperatures below absolute zero: in values, conditions and recipes."""
    for value in facts.paper.measurements:
        found = [value.quantity] if "temperature" in value.property and "change" not in value.property else []
        found += [one.quantity for one in value.conditions if one.quantity and one.name.endswith("temperature")]
        for quantity in found:
            if _coldest(quantity):
                yield Hit(
                    record=value.id, kind="measurement", evidence=value.evidence, details={"printed": quantity.text}
                )
    for synthesis in facts.recipes():
        for step in synthesis.steps:
            if step.temperature is not None and _coldest(step.temperature):
                yield _hit(synthesis.id, step, {"printed": step.temperature.text})


def _coldest(quantity: Quantity) -> bool:
    """Whether any number of a temperature with a unit lies below 0 K."""
    if quantity.unit not in ("K", "degC", "degF"):
        return False
    numbers = (quantity.canonical_value, quantity.canonical_low, quantity.canonical_high)
    return any(number is not None and number < -1e-6 for number in numbers)


def order(facts: Facts) -> Iterator[Hit]:
    """Sintering below the temperature at which the same powder was calcined before."""
    for synthesis in facts.recipes():
        calcined: tuple[float, SynthesisStep] | None = None
        for step in synthesis.steps:
            warm = value_in(step.temperature, "K") if step.temperature and step.temperature.unit else None
            if warm is None:
                continue
            if step.operation == "calcine" and (calcined is None or warm > calcined[0]):
                calcined = warm, step
            elif step.operation == "sinter" and calcined is not None and warm < calcined[0] - 1:
                first = calcined[1].temperature
                details = {
                    "later": step.temperature.text if step.temperature else "",
                    "earlier": first.text if first else "",
                }
                yield _hit(synthesis.id, step, details)
                calcined = None


def steps(facts: Facts) -> Iterator[Hit]:
    """Settings of a step that no furnace, solvent or patience allows."""
    for synthesis in facts.recipes():
        for step in synthesis.steps:
            if why := _impossible(step):
                yield _hit(synthesis.id, step, {"operation": step.words or step.operation, "why": why})


def _impossible(step: SynthesisStep) -> str | None:
    warm = value_in(step.temperature, "K") if step.temperature and step.temperature.unit else None
    hours = value_in(step.time, "h") if step.time and step.time.unit else None
    pressure = value_in(step.pressure, "Pa") if step.pressure and step.pressure.unit else None
    if warm is not None and warm > HOTTEST and step.operation not in ARCS:
        return f"at {step.temperature.text}" if step.temperature else None
    if warm is not None and warm > BOILED and (step.operation in LIQUID or step.operation == "dry"):
        return f"at {step.temperature.text}" if step.temperature else None
    if hours is not None and step.time is not None and (hours <= 0 or hours > LONGEST):
        return f"for {step.time.text}"
    if pressure is not None and step.pressure is not None and pressure < 0:
        return f"at {step.pressure.text}"
    return None


def _hit(record: str, step: SynthesisStep, details: Mapping[str, object], kind: Kind = "synthesis") -> Hit:
    return Hit(record=record, kind=kind, evidence=step.evidence, details=details)
