"""A value in a sentence in, the mentions that may be its subject out, the likeliest first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .mentions import Spotted
from .sentence_view import Sentence

_FOR: Final = re.compile(
    r"^[\s,]*(?:\((?:[^()]{0,40}\)\s*)?|[^.;]{0,60}?\b(?:for|in|of|by|on|with|from)\s+)"
    r"(?:the |an? |both |pure |bare |our |this ){0,3}$"
)
_OF: Final = re.compile(
    r"^s?\s*(?:\([^()]{1,24}\)\s*)?(?:values? )?(?:of|for|in|on)\s+"
    r"(?:the |an? |both |pure |bare |our |this |these |all ){0,3}$"
)
_CLAUSE: Final = re.compile(
    r"[;:]|,\s(?:while|whereas|but|and|which)\b|\b(?:while|whereas|but|compared (?:with|to)|than)\b"
)
_PREPARED: Final = re.compile(r"\b(?:precursor|substrate|solvent|electrolyte solution|counter electrode)\b")
_OTHERS: Final = re.compile(r"\d[^.;,]{0,24}\s(?:for|in)\s(?:the |pure |bare )?$")
"""``120 °C for X``: X is the subject of the value before it."""
_NEXT: Final = re.compile(r"\)?\s*(?:,|and|or|&|/|,\s*and|;)\s*(?:the |x ?= ?)?")
_NEXT_IN_BRACKETS: Final = re.compile(r"\s*\(")
LONGEST: Final = 4


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a value and its property words stand (``words`` may be ahead of the value, behind it, or far)."""

    start: int
    end: int
    words: tuple[int, int] | None


def subjects_of(sentence: Sentence, anchor: Anchor, others: Sequence[int]) -> tuple[Spotted, ...]:
    """The mentions of the sentence by cost, then those of the sentences before; ``others`` are where values start."""
    here = sorted(sentence.mentions, key=lambda mention: (_cost(sentence, anchor, mention, others), mention.start))
    named = [mention for mention in here if mention.kind != "anaphor"]
    standing = [mention for mention in here if mention.kind == "anaphor"]
    chosen = (named or standing)[:LONGEST]
    costs = [_cost(sentence, anchor, group[0], others) for group in (standing, named) if group]
    if len(costs) == 2 and costs[0] + 10 < costs[1]:
        chosen = [standing[0], *chosen]
    earlier = [mention for mention in sentence.earlier_mentions if mention.kind != "anaphor"]
    return tuple([*chosen, *earlier][:LONGEST])


def _cost(sentence: Sentence, anchor: Anchor, mention: Spotted, others: Sequence[int]) -> float:
    """How far a mention is from being the subject: characters, less for ``of X`` and ``for X``, more over a clause."""
    low, high = (mention.end, anchor.start) if mention.end <= anchor.start else (anchor.end, mention.start)
    between = sentence.text[low:high]
    cost = float(len(between))
    if anchor.words and _follows_words(sentence, anchor.words, mention):
        cost = 2.0 + 0.2 * cost
    elif mention.start >= anchor.end:
        cost = 3.0 + 0.3 * cost if _FOR.match(between) else 40.0 + cost
    ahead = sentence.text[max(sentence.start, mention.start - 40) : mention.start]
    if mention.end <= anchor.start and _OTHERS.search(ahead):
        cost += 40.0
    cost += 60.0 * len(_CLAUSE.findall(between))
    cost += 50.0 * sum(low <= other < high for other in others if not anchor.start <= other < anchor.end)
    if _PREPARED.search(sentence.text[mention.end : mention.end + 24]):
        cost += 80.0
    return cost


def _follows_words(sentence: Sentence, words: tuple[int, int], mention: Spotted) -> bool:
    """``band gap of X``, and ``X band gap`` or ``X's band gap``."""
    if mention.start >= words[1]:
        return bool(_OF.match(sentence.text[words[1] : mention.start]))
    return mention.end <= words[0] and words[0] - mention.end <= 3


def listed(sentence: Sentence, count: int, before: int, *, brackets: bool) -> tuple[Spotted, ...]:
    """The ``count`` mentions that stand as one list (``A, B and C``), the last ahead of ``before`` or first behind.

    With ``brackets``, the list is ``A (B)``.
    """
    pattern = _NEXT_IN_BRACKETS if brackets else _NEXT
    groups: list[list[Spotted]] = []
    for mention in sentence.mentions:
        if mention.kind == "anaphor":
            continue
        if groups and pattern.fullmatch(sentence.text, groups[-1][-1].end, mention.start):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    fitting = [group for group in groups if len(group) == count]
    ahead = [group for group in fitting if group[-1].end <= before]
    return tuple((ahead or fitting or [[]])[-1 if ahead else 0])
