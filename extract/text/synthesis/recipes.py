"""The sentences of a recipe in, the recipe as told out: its steps, precursors and route."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ...document import Block
from ..mentions.finding import Glossary
from .drafts import SHAPING, Draft
from .found_steps import FoundStep
from .order import FIRED, in_order
from .passages import HARDENED, fired_in_full
from .precursors import FoundPrecursor, find_precursors, is_same
from .section_standing import SYNTHESIS, standing
from .targets import treated_in
from .triggers import vocabulary
from .variants import changed_precursors, changed_steps

CELL_ROUTE: Final = "electrode and cell preparation"
FITTED_ROUTE: Final = "electrodes and poling"
BOUGHT = re.compile(r"\b(?:purchased|obtained|bought|supplied|received|acquired|provided)\s(?:from|by)\b")
"""How a sentence tells where the chemicals of the paper come from."""
ENOUGH: Final = 2
"""Precursors that steps name themselves, from which on a list of chemicals tells no more of what went in."""


@dataclass(frozen=True, slots=True)
class Told:
    """A recipe as told, each part with its block."""

    draft: Draft
    steps: tuple[tuple[Block, FoundStep], ...]
    precursors: tuple[tuple[Block, FoundPrecursor], ...]
    route: str | None


def worth_telling(told: Told) -> bool:
    """Whether the steps make up a recipe: rinsing a substrate or holding a plate in a test does not."""
    conditions = sum(
        any((step.temperature, step.time, step.atmosphere, step.pressure, step.rate)) for _, step in told.steps
    )
    if told.draft.fitted:
        return conditions > 0
    if told.draft.remark:
        return bool(told.steps)
    if told.draft.kind == "cell" or any(HARDENED.search(sentence) for sentence in told.draft.sentences):
        return len(told.steps) > 1
    if standing(told.draft.section) == "no":
        return any(fired_in_full(step) for _, step in told.steps)
    here = standing(told.draft.section) == "yes"
    if here and SYNTHESIS.search(told.draft.section) is not None:
        return len(told.steps) > 1 or conditions > 0
    operations = {step.operation for _, step in told.steps}
    inputs = any(one.role == "precursor" and one.composition is not None for _, one in told.precursors)
    hot = any(step.temperature is not None and step.operation in FIRED for _, step in told.steps)
    if here and ((len(told.steps) > 1 and "melt" in operations) or hot):
        return True
    if len(told.steps) > 2 and ((here and (operations & SHAPING or inputs)) or "→" in told.draft.text):
        return True
    return (
        bool(operations & SHAPING)
        and len(told.steps) > 1
        and (conditions > 1 or (conditions == 1 and inputs) or (inputs and len(told.steps) > 2))
    )


def tell(draft: Draft, glossary: Glossary, base: Told | None) -> Told:
    """Steps and precursors of a draft; those of a variant are its base's with its own changes.

    What was done to some of what was made comes behind the steps that were told before it.
    """
    steps = in_order(draft, [(block, step) for block, _, found in draft.pieces for step in found])
    made = set(draft.made) if draft.kind == "material" else set[str]()
    if any(step.operation == "melt" for _, step in steps):
        made |= {
            block.running[start:end][spotted.start : spotted.end]
            for block, sentences, found in draft.pieces
            for start, end in sentences
            for spotted in treated_in(block.running, start, end, found, glossary)
        }
    precursors = tuple(taken(draft, made, glossary))
    if base is None:
        return Told(draft, tuple(steps), precursors, route_of(draft, steps))
    if draft.partial:
        block, ((start, _), *_), _ = draft.pieces[0]
        before = [pair for pair in base.steps if pair[0] is not block or pair[1].start < start]
        return Told(draft, (*before, *steps), (*base.precursors, *precursors), base.route)
    return Told(
        draft,
        changed_steps(base.steps, tuple(steps), draft.text, draft.pieces[0][0]),
        changed_precursors(base.precursors, precursors, draft.text),
        route_of(draft, steps) or base.route,
    )


def taken(draft: Draft, made: set[str], glossary: Glossary) -> list[tuple[Block, FoundPrecursor]]:
    """What goes in, each once; from what is only listed as bought nothing, where steps name what they take of it."""
    named = taken_in(draft, made, glossary, bought=False)
    told = sum(one.role == "precursor" and one.composition is not None for _, one in named)
    return named if told >= ENOUGH else taken_in(draft, made, glossary, bought=True)


def taken_in(draft: Draft, made: set[str], glossary: Glossary, *, bought: bool) -> list[tuple[Block, FoundPrecursor]]:
    """The precursors of a draft's sentences, with or without those that only tell what was bought."""
    found: list[tuple[Block, FoundPrecursor]] = []
    for block, sentences, steps in draft.pieces:
        spans = tuple(span for span in sentences if bought or not only_bought(block, span, steps))
        for one in find_precursors(block.running, spans, list(steps), glossary):
            if one.name not in made and not any(is_same(one, other) for _, other in found):
                found.append((block, one))
    return found


def only_bought(block: Block, span: tuple[int, int], steps: tuple[FoundStep, ...]) -> bool:
    """Whether a sentence tells where chemicals come from, and no step."""
    return BOUGHT.search(block.running, *span) is not None and not any(span[0] <= one.start < span[1] for one in steps)


def route_of(draft: Draft, steps: Iterable[tuple[Block, FoundStep]]) -> str | None:
    """The route that the sentences or the heading name, else what the operations tell."""
    if draft.kind == "cell":
        return CELL_ROUTE
    if draft.fitted:
        return FITTED_ROUTE
    for where in (draft.text, draft.section):
        for pattern, route in vocabulary()["routes"].items():
            if re.search(pattern, where, re.IGNORECASE):
                return str(route)
    operations = {step.operation for _, step in steps}
    if "hydrothermal" in operations:
        return "hydrothermal"
    if operations & {"calcine", "sinter"} and operations & {"mix", "mill", "grind"} and "dissolve" not in operations:
        return "solid-state"
    return None
