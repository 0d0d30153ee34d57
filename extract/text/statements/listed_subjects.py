"""The mentions of a sentence in, those of which a list of values is said, or one value together, out."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ..mentions.spotted import Spotted
from .sentence_view import Sentence
from .subjects import AND, LAST, LIES_ON, PREPARED, is_element, is_part

_NEXT: Final = re.compile(
    r"\)?(?:\s?\[[\d, –-]+\])?\s*(?:,|and|or|&|/|,\s*and|;|<|>)\s*(?:the |x ?= ?)?"
    r"(?:[A-Z]-[a-z]+ )?(?:[a-z-]+ed |pure |bare ){0,2}"
)
"""``A [3] and as-milled B``, ``A < B``."""
_NEXT_IN_BRACKETS: Final = re.compile(r"\s*\(")
_TOGETHER: Final = re.compile(
    r"\b(?:between|among|mixtures?|blends?|composites?|combinations?|interfaces?|ratios?|amounts?|contents?|composed|consist\w*|"
    r"mix\w*|sum|made|reaction|differences?|contain\w*|with|from|by|using|into|to|than|versus|vs\.?|via|against)\b"
    r"(?:\s(?:of|both|the|pure)){0,3}\s$",
    re.IGNORECASE,
)
"""Words before a list by which its members are one thing, or none is the subject."""
_OF_SO_MANY: Final = re.compile(
    r"(?:all(?:\s(?:the|these))?|the|these)(?:\s(?P<number>two|three|four|five|six))?\s", re.IGNORECASE
)
"""``the three films``, ``all films``."""
_EQUALLY: Final = re.compile(r"\b(?:both|each|similar|same|alike|equal)\b", re.IGNORECASE)
"""Words by which each value of a list is that of each sample."""
_COUNTS: Final = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_CLAUSES: Final = re.compile(r"[;:,]|\b(?:while|whereas|but|so that)\b")
"""What ends the part of a sentence that names what a list behind it is said of."""
_IN_ORDER: Final = re.compile(
    r"(?<![^\W\d])[^\W\d][\w-]*(?:\s[^\W\d][\w-]*){0,2},?\sand\s(?:[^\W\d][\w-]*\s){0,3}?[^\W\d][\w-]*,?\srespectively"
)
"""Two things, no numbers, of which a list is said in their order."""
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


def counted(sentence: Sentence, count: int, before: int) -> tuple[Spotted, ...]:
    """The words ahead of a list that speak of ``count`` samples, once for each with its place among them.

    ``the two films have 3 and 4 eV, respectively``, ``all films (3 and 4 eV)``; what is said of both is said of each.
    """
    spoken = [
        one for one in sentence.mentions
        if one.kind == "anaphor" and one.end <= before
        and _speaks_of(sentence.text[one.start : one.end], count)
    ]  # fmt: skip
    one_by_one = "respectively" in sentence.own or sentence.text.startswith("(", before - 1)
    if len(spoken) != 1 or not one_by_one or _EQUALLY.search(sentence.own):
        return ()
    return tuple(
        replace(spoken[0], distance=0.0, cues=("listed", f"{place} of {count}")) for place in range(1, count + 1)
    )


def _speaks_of(words: str, count: int) -> bool:
    """Whether words stand for ``count`` samples, or for all, however many they are."""
    found = _OF_SO_MANY.match(words)
    if found is None or (found["number"] is None and not words.lower().startswith("all")):
        return False
    return found["number"] is None or _COUNTS.get(found["number"].lower()) == count


def told_before(sentence: Sentence, count: int, before: int) -> tuple[Spotted, ...]:
    """The ``count`` mentions that the text names last ahead of a list that none of them stands in, in their order.

    ``A has 5 eV and B 6 eV. Their gaps fall to 3 and 4 eV``: the list goes on in the order that was told. Where the
    list's own sentence names something, all of them must stand there, in a part of their own.
    """
    if _IN_ORDER.search(sentence.own) or _EACH.search(sentence.own):
        return ()
    here = [one for one in sentence.mentions if _may_be_listed(sentence, one)]
    if any(one.end > before for one in here):
        return ()
    if here:
        apart_from = _CLAUSES.search(sentence.text, here[-1].whole[1], before)
        return _as_listed(here) if apart_from and len(here) == count == len(_names(sentence, here)) else ()
    found: list[Spotted] = []
    for one in sentence.earlier_mentions:
        if not _may_be_listed(sentence, one):
            continue
        own = bisect_right(sentence.spans, one.start, key=lambda span: span[0])
        full = len(_names(sentence, found)) == count
        if full and own != bisect_right(sentence.spans, found[-1].start, key=lambda span: span[0]):
            break
        found.append(one)
    first = {sentence.text[one.start : one.end]: one for one in found}
    return _as_listed(sorted(first.values(), key=lambda one: one.start)) if len(first) == count else ()


def _may_be_listed(sentence: Sentence, mention: Spotted) -> bool:
    """Whether a mention names a sample and no part or helper of one."""
    helps = PREPARED.match(sentence.text[mention.whole[1] : mention.whole[1] + 24])
    return mention.kind != "anaphor" and not helps and not is_part(sentence, mention)


def _names(sentence: Sentence, mentions: Sequence[Spotted]) -> set[str]:
    return {sentence.text[one.start : one.end] for one in mentions}


def _as_listed(mentions: Sequence[Spotted]) -> tuple[Spotted, ...]:
    return tuple(replace(one, distance=0.0, cues=("listed",)) for one in mentions)


def shared(sentence: Sentence, subject: Spotted, *, alone: bool) -> tuple[Spotted, ...]:
    """The others of whom a value is said that is said of ``subject``, which one ``and`` lists with them.

    ``alone`` is whether the sentence gives no other value of the property, which might be that of another member.
    """
    group = next((group for group in _lists(sentence, AND) if any(one.start == subject.start for one in group)), [])
    if len(group) < 2 or not LAST.search(sentence.text[group[-2].whole[1] : group[-1].whole[0]]):
        return ()
    ahead = sentence.text[max(sentence.start, group[0].whole[0] - 40) : group[0].whole[0]]
    if _TOGETHER.search(ahead) or "respectively" in sentence.own or any(is_element(one) for one in group):
        return ()
    if not (alone or _EACH.search(sentence.own)) or PREPARED.match(sentence.text[group[-1].end : group[-1].end + 24]):
        return ()
    return tuple(
        replace(one, distance=subject.distance, cues=subject.cues) for one in group if one.start != subject.start
    )


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
