"""The steps of a sentence in, which of its samples went through which of them out.

"annealed at 600 °C for 2 h (A) or cold rolled (B)" are alternatives; "cast (C), annealed (A) and rolled (R)" are states
one after the other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..mentions.spotted import Spotted
from .found_steps import FoundStep
from .targets import is_own

LABELLED = re.compile(
    r"\s\((?:samples?\s|denoted\s(?:as\s)?|named\s|labell?ed\s(?:as\s)?|designated\s(?:as\s)?|hereafter\s)?"
    r"(?P<label>[A-Z]{1,4}(?:[-–]?[A-Z\d]{1,4})?)\)"
)
AS_IT_IS = re.compile(
    r"\bas[\s-](?:built|cast|received|quenched|rolled|prepared|deposited|grown|sintered|spun|forged)$"
)
"""What stands before the label of a sample that went through none of the steps."""
ALTERNATIVES = re.compile(
    r"\bor\b|;|\b(?:others?|either|some|part|half|routes?|different|another|respectively|while|whereas)\b",
    re.IGNORECASE,
)
NEAR: Final = 40
"""How far behind a step its label stands, at most."""


@dataclass(frozen=True, slots=True)
class BranchOfSteps:
    """The label of a sample and the steps of the sentence that made it."""

    label: Spotted
    steps: tuple[FoundStep, ...]


def branches_in(text: str, start: int, end: int, steps: Sequence[FoundStep]) -> tuple[BranchOfSteps, ...]:
    """The samples that a sentence labels behind their treatments; none where it does not label two."""
    inside = [step for step in steps if start <= step.start < end]
    alternative = ALTERNATIVES.search(text, start, end) is not None
    found: list[BranchOfSteps] = []
    boundary, before = start, ()
    for match in LABELLED.finditer(text, start, end):
        own = tuple(step for step in inside if boundary <= step.start < match.start())
        tied = own and match.start() - max(step.end for step in own) <= NEAR
        if not is_own(match["label"]) or not (tied or AS_IT_IS.search(text, boundary, match.start())):
            continue
        place = (match.start("label") - start, match.end("label") - start)
        found.append(BranchOfSteps(Spotted(*place, "label"), own if alternative else (*before, *own)))
        boundary, before = match.end(), found[-1].steps
    told = {tuple(step.start for step in one.steps) for one in found}
    return tuple(found) if len(found) > 1 and len(told) == len(found) else ()
