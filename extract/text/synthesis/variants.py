"""A recipe and a sentence that changes it ("the same procedure, but at 900 °C") in, the changed recipe out."""

import re
from dataclasses import replace

from ....records.quantity_grammar import find_quantities
from ...document import Block
from .found_steps import TEMPERATURES, TIMES, FoundStep
from .precursors import FoundPrecursor

Steps = tuple[tuple[Block, FoundStep], ...]
Precursors = tuple[tuple[Block, FoundPrecursor], ...]

VARIANT = re.compile(
    r"\b(?:(?:same|similar|identical|analogous|above|previous|aforementioned)\s+(?:\w+\s){0,2}(?:procedures?|"
    r"methods?|process(?:es)?|"
    r"conditions?|manner|way|route|steps?|approach|synthesis|protocol)|prepared similarly|synthesi[sz]ed similarly|"
    r"(?:steps|procedure|process) (?:were|was) repeated|except (?:that|for)|(?:prepared|synthesi[sz]ed|obtained|"
    r"made) without|"
    r"(?:a second|another|a third|an additional|further) (?:set of |batch of |series of )?(?:samples?|specimens?|batch|"
    r"powders?|films?|pellets?)|^(?:The )?(?:samples?|specimens?|powders?|films?|pellets?|fib(?:er|re)s?|"
    r"products?)[^.;]* (?:is|are|"
    r"was|were) (?:denoted|named|labell?ed|designated|called)|"
    r"for the (?:coated|doped|undoped|modified|uncoated|pure|pristine|bare|other|comparison|"
    r"reference)[\w -]{0,30}(?:samples?|powders?|"
    r"materials?|composites?|films?|electrodes?|alloys?|ceramics?)|without (?:the )?(?:addition of|adding))\b",
    re.IGNORECASE,
)
WITHOUT = re.compile(
    r"\b(?:without|in the absence of|except for|no)\s+(?:the\s+)?(?:addition of\s+|adding\s+|any\s+|using\s+)?",
    re.IGNORECASE,
)
REPLACED = re.compile(
    r"\b(?:replaced (?:by|with)|substituted (?:by|with)|instead of|rather than|in place of)\b", re.IGNORECASE
)


def changed_steps(base: Steps, own: Steps, text: str, block: Block) -> Steps:
    """The base's steps; one that the variant tells too takes its conditions, a bare temperature goes to the hottest."""
    steps = list(base)
    told = [step for _, step in own if step.kind != "held" and (step.temperature or step.time) is not None]
    for step in told:
        places = [index for index, (_, old) in enumerate(steps) if old.operation == step.operation]
        if places:
            old = steps[places[-1]][1]
            steps[places[-1]] = (
                block,
                replace(step, temperature=step.temperature or old.temperature, time=step.time or old.time,
                        rate=step.rate or old.rate, atmosphere=step.atmosphere or old.atmosphere),
            )  # fmt: skip
        else:
            steps.append((block, step))
    for place, step in own:
        if step not in told and step.operation in ("mix", "coat", "press"):
            steps.insert(insertion(steps, text), (place, step))
    if told:
        return tuple(steps)
    for span in find_quantities(text):
        hot = hottest(steps)
        if hot is None or span.kind != "value":
            continue
        if span.quantity.unit in TEMPERATURES:
            steps[hot] = (steps[hot][0], replace(steps[hot][1], temperature=span.quantity))
        elif span.quantity.unit in TIMES:
            steps[hot] = (steps[hot][0], replace(steps[hot][1], time=span.quantity))
    return tuple(steps)


def insertion(steps: list[tuple[Block, FoundStep]], text: str) -> int:
    """Where a step goes that was done "before sintering": ahead of that step, else ahead of the hottest one."""
    match = re.search(r"\b(?:before|prior to)\s(?:the\s)?(\w+)", text)
    if match is not None:
        stem = match.group(1).lower()[:5]
        for index, (_, step) in enumerate(steps):
            if step.words.lower().startswith(stem) or step.operation.startswith(stem):
                return index
    hot = hottest(steps)
    return len(steps) if hot is None else hot


def hottest(steps: list[tuple[Block, FoundStep]]) -> int | None:
    """The place of the step with the highest temperature."""
    heights = [
        (step.temperature.canonical_value or 0.0, index)
        for index, (_, step) in enumerate(steps)
        if step.temperature is not None
    ]
    return max(heights)[1] if heights else None


def changed_precursors(base: Precursors, own: Precursors, text: str) -> Precursors:
    """The base's precursors without those that the variant leaves out or replaces, with those that it adds."""
    gone = {name_key(one) for _, one in (*base, *own) if is_left_out(one.name, text)}
    kept = [pair for pair in base if name_key(pair[1]) not in gone]
    known = {name_key(one) for _, one in kept} | gone
    return (*kept, *(pair for pair in own if name_key(pair[1]) not in known))


def name_key(one: FoundPrecursor) -> str:
    """By which two names of one substance are equal."""
    return one.composition.formula if one.composition is not None else one.name.lower()


def is_left_out(name: str, text: str) -> bool:
    """Whether the text says that it is done without ``name``."""
    for match in re.finditer(re.escape(name), text):
        before, behind = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 40]
        if re.search(rf"(?:{WITHOUT.pattern})(?:\w+\s)?$", before, re.IGNORECASE):
            return True
        replaced = REPLACED.search(behind)
        if (
            replaced is not None
            and replaced.start() < 25
            and replaced.group().lower().startswith(("replaced", "subst"))
        ):
            return True
        if re.search(r"(?:instead of|rather than|in place of)\s+(?:the\s+)?$", before, re.IGNORECASE):
            return True
    return False
