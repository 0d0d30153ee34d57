"""The mentions of a sentence in, those of which a list of values is said, or one value together, out."""

import re
from dataclasses import replace
from typing import Final

from ..mentions.spotted import Spotted
from .sentence_view import Sentence
from .subjects import AND, LAST, LIES_ON, PREPARED, is_part

_NEXT: Final = re.compile(r"\)?\s*(?:,|and|or|&|/|,\s*and|;)\s*(?:the |x ?= ?)?")
_NEXT_IN_BRACKETS: Final = re.compile(r"\s*\(")
_TOGETHER: Final = re.compile(
    r"\b(?:between|among|mixtures?|blends?|composites?|combinations?|interfaces?|ratios?|amounts?|contents?|composed|consist\w*|"
    r"mix\w*|sum|made|reaction|differences?|contain\w*|with|from|by|using|into|to|than|versus|vs\.?|via|against)\b"
    r"(?:\s(?:of|both|the|pure)){0,3}\s$",
    re.IGNORECASE,
)
"""Words before a list by which its members are one thing, or none is the subject."""
_EACH: Final = re.compile(r"\b(?:both|each|all|the same)\b", re.IGNORECASE)


def listed(sentence: Sentence, count: int, before: int, *, brackets: bool) -> tuple[Spotted, ...]:
    """The ``count`` mentions that stand as one list (``A, B and C``), the last ahead of ``before`` or first behind.

    With ``brackets``, the list is ``A (B)``.
    """
    groups = _lists(sentence, _NEXT_IN_BRACKETS if brackets else _NEXT)
    fitting = [
        group for group in groups
        if len(group) == count and not LIES_ON.search(sentence.text, sentence.start, group[0].whole[0])
    ]  # fmt: skip
    ahead = [group for group in fitting if group[-1].end <= before]
    return tuple(replace(one, distance=0.0, cues=("listed",)) for one in (ahead or fitting or [[]])[-1 if ahead else 0])


def apart(sentence: Sentence, count: int) -> tuple[Spotted, ...]:
    """The mentions of a sentence that says "respectively", where they are ``count``, each another: one a value.

    ``for A it was higher than for B (5 and 3 eV, respectively)``.
    """
    if "respectively" not in sentence.own:
        return ()
    named = [one for one in sentence.mentions if one.kind != "anaphor" and not is_part(sentence, one)]
    if any(LIES_ON.search(sentence.text, sentence.start, one.whole[0]) for one in named):
        return ()
    texts = {sentence.text[one.start : one.end].lower().removesuffix("s") for one in named}
    return (
        tuple(replace(one, distance=0.0, cues=("listed",)) for one in named)
        if len(named) == len(texts) == count
        else ()
    )


def shared(sentence: Sentence, subject: Spotted, *, alone: bool) -> tuple[Spotted, ...]:
    """The others of whom a value is said that is said of ``subject``, which one ``and`` lists with them.

    ``alone`` is whether the sentence gives no other value of the property, which might be that of another member.
    """
    group = next((group for group in _lists(sentence, AND) if any(one.start == subject.start for one in group)), [])
    if len(group) < 2 or not LAST.search(sentence.text[group[-2].whole[1] : group[-1].whole[0]]):
        return ()
    ahead = sentence.text[max(sentence.start, group[0].whole[0] - 40) : group[0].whole[0]]
    if _TOGETHER.search(ahead) or "respectively" in sentence.own or any(_is_element(one) for one in group):
        return ()
    if not (alone or _EACH.search(sentence.own)) or PREPARED.match(sentence.text[group[-1].end : group[-1].end + 24]):
        return ()
    return tuple(
        replace(one, distance=subject.distance, cues=subject.cues) for one in group if one.start != subject.start
    )


def _is_element(mention: Spotted) -> bool:
    """Whether a mention is a bare element, which more often is a part of a sample than one."""
    return mention.composition is not None and len(mention.composition.amounts) == 1 and mention.phrase is None


def _lists(sentence: Sentence, pattern: re.Pattern[str]) -> list[list[Spotted]]:
    """The named mentions of a sentence in groups, those in one that ``pattern`` joins."""
    groups: list[list[Spotted]] = []
    for mention in sentence.mentions:
        if mention.kind == "anaphor":
            continue
        if groups and pattern.fullmatch(sentence.text, groups[-1][-1].whole[1], mention.whole[0]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups
