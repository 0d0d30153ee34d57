"""The steps of a recipe as told in, the same as done out: each once, and in the order done."""

import re
from collections.abc import Iterable
from typing import Final

from ...document import Block
from .drafts import Draft
from .found_steps import FIRINGS, FoundStep, bare
from .targets import MADE
from .triggers import LAID

FIRED: Final = frozenset(("heat", "calcine", "sinter", "anneal", "quench", "age", "hydrothermal"))
FORMER = re.compile(r"^(?:Before|Prior to)\s(?:the\s)?(?:[\w-]+\s)?(?P<stem>[a-z]{4,6})[a-z]*,", re.IGNORECASE)
"""How a sentence begins that goes back in time, with the stem of the operation that came later."""
READIES = re.compile(r"evacuated|pumped|pre-?sputter|outgassed|degassed", re.IGNORECASE)
"""Operations that get a chamber ready for a deposition."""
AFTER_DOING = re.compile(r"\b(?:[Aa]fter|[Uu]pon|[Dd]uring|[Bb]efore|[Pp]rior to)\s(?:the\s)?(?:[\w-]+\s)?$")
"""What stands before a noun that says when something else was done or seen."""
REACH: Final = 60
"""How many characters before a noun this may begin."""
CUTTING: Final = frozenset(("cut", "machined", "sectioned", "sliced"))
"""Operations that are told again with each place or shape."""
KINDRED: Final = (
    frozenset(("heat", "calcine", "sinter", "anneal", "hydrothermal", "microwave", "melt")),
    frozenset(("mix", "mill", "grind")),
    frozenset(("deposit", "coat")),
)
"""Operations that a summary may call by another's name: "prepared by heat treatment of ..."."""


def in_order(draft: Draft, steps: list[tuple[Block, FoundStep]]) -> list[tuple[Block, FoundStep]]:
    """The steps as done: without those of a summary ("was prepared by milling and sintering"), cells assembled last."""
    if draft.kind == "cell":
        return sorted(steps, key=lambda pair: pair[1].operation == "assemble")
    steps = pumped_first(told_back(draft, steps))
    steps = [pair for place, pair in enumerate(steps) if not announces(pair[1], steps[place + 1 :])]
    steps = [pair for place, pair in enumerate(steps) if not is_retold(pair[1], steps[:place])]
    steps = [(block, step) for block, step in steps if not dates(block.running, step, steps)]
    block, sentences, _ = draft.pieces[0]
    start, end = sentences[0]
    if MADE.match(block.running[start:end]) is None:
        return steps
    rest = [other for there, other in steps if there is not block or other.start >= end]

    def needed(place: Block, step: FoundStep) -> bool:
        if place is not block or not start <= step.start < end:
            return True
        if step.kind == "held":
            return not repeated(step, rest)
        return step.kind not in ("doing", "thing") or not bare(step) or not told_again(step, rest)

    return [(place, step) for place, step in steps if needed(place, step)]


def announces(step: FoundStep, later: Iterable[tuple[Block, FoundStep]]) -> bool:
    """Whether a step only says that a heat treatment was given, which is told with its conditions afterwards."""
    return step.kind == "thing" and step.operation == "heat" and bare(step) and told_again(step, [o for _, o in later])


def dates(text: str, step: FoundStep, steps: Iterable[tuple[Block, FoundStep]]) -> bool:
    """Whether a bare noun only says when something else was done: "after firing", where that is told as done."""
    if step.kind not in ("thing", "doing") or not bare(step):
        return False
    others = [other for _, other in steps if other.kind in ("done", "held")]
    if step.operation == "deposit" and step.kind == "thing":
        return not all(bare(other) for other in others if other.operation == "deposit")
    if AFTER_DOING.search(text, max(0, step.start - REACH), step.start) is None:
        return False
    kindred = FIRINGS if step.operation in FIRINGS else {step.operation}
    return step.operation in FIRED | LAID and any(other.operation in kindred for other in others)


def is_retold(step: FoundStep, before: Iterable[tuple[Block, FoundStep]]) -> bool:
    """Whether a step only tells again where or how often something was cut or machined."""
    return step.words in CUTTING and bare(step) and step.words in {one.words for _, one in before if bare(one)}


def told_back(draft: Draft, steps: list[tuple[Block, FoundStep]]) -> list[tuple[Block, FoundStep]]:
    """The steps, those that are told later than done in their place: "Prior to sintering, the pellets were dried"."""
    ordered = list(steps)
    for block, sentences, found in draft.pieces:
        for start, end in sentences:
            match = FORMER.match(block.running[start:end])
            own = [(block, step) for step in found if start <= step.start < end and step.kind in ("done", "held")]
            if match is None or not own:
                continue
            stem = match.group("stem").lower()
            later = next((pair for pair in ordered if pair not in own and stem in pair[1].words.lower()), None)
            if later is not None and ordered.index(later) < ordered.index(own[0]):
                rest = [pair for pair in ordered if pair not in own]
                place = rest.index(later)
                ordered = [*rest[:place], *own, *rest[place:]]
    return ordered


def pumped_first(steps: list[tuple[Block, FoundStep]]) -> list[tuple[Block, FoundStep]]:
    """The steps, those that get a chamber ready ahead of the deposition that is told before them."""
    ordered: list[tuple[Block, FoundStep]] = []
    for pair in steps:
        place = len(ordered)
        if READIES.match(pair[1].words):
            while place and READIES.match(ordered[place - 1][1].words):
                place -= 1
            place -= bool(place) and ordered[place - 1][1].operation == "deposit"
            place = place if place < len(ordered) and ordered[place][1].operation == "deposit" else len(ordered)
        ordered.insert(place, pair)
    return ordered


def repeated(step: FoundStep, rest: list[FoundStep]) -> bool:
    """Whether a later step has the same temperature."""
    heights = {other.temperature.canonical_value for other in rest if other.temperature is not None}
    return step.temperature is not None and step.temperature.canonical_value in heights


def told_again(step: FoundStep, rest: list[FoundStep]) -> bool:
    """Whether later steps tell an operation, or one of its kind, with its conditions."""
    kindred = next((kind for kind in KINDRED if step.operation in kind), frozenset((step.operation,)))
    return any(other.operation in kindred and not bare(other) for other in rest)
