"""The subject chosen for a value in, the samples out that it speaks of: ``both films``, ``MEA samples``."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ...records.model import Sample
from ...records.quantities import Quantity
from ..document import Document
from ..findings import Finding, Mention
from ..text.mentions.sample_phrases import words
from .choice import OUTSIDE, Choice
from .names import CARRIERS
from .samples import NAMED, SampleBook
from .standing import describes, is_class, standing

MOST: Final = 12
"""More samples than these are not told one by one."""
_NUMBERS: Final = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_JOINED: Final = re.compile(
    rf"\)?(?:{CARRIERS})?(?:\s\([^()]{{1,30}}\))?(?:\s?,\s?|\s?,?\s(?:and|as well as)\s)"
    r"(?:(?:the|for|of|in|an?)\s){0,2}"
)
"""What stands between two names that are listed together."""
_LAST: Final = re.compile(r"\b(?:and|as well as)\s")
_APART: Final = re.compile(
    r"\b(?:mixtures?|blends?|composites?|reaction|ratio|interfaces?|composed|mixed|made)\b[^,;]*$"
)
"""Words before a list by which its members are parts of one thing."""
_NUMBERED: Final = re.compile(r"(?P<stem>[A-Za-z][A-Za-z/-]*)\d{1,2}")
_MEMBER: Final = re.compile(r"(?P<place>\d{1,2}) of (?P<count>\d{1,2})")
"""The cue of a subject that speaks of several samples, for the value of one of them."""
_STEM: Final = re.compile(r"[A-Z][A-Za-z]{1,5}")


Tables = Sequence[Sequence[Sample]]
"""The samples of each table, in its order."""


def tabled(book: SampleBook, values: Iterable[Finding]) -> list[list[Sample]]:
    """The samples of which each table gives values of the paper's own, table by table."""
    tables: dict[str, list[Mention]] = defaultdict(list)
    for value in values:
        if value.evidence.table is not None and value.origin != "cited" and value.subjects:
            tables[value.evidence.table].append(value.subjects[0])
    return [_distinct(book, mentions) for mentions in tables.values()]


def several(book: SampleBook, document: Document, choice: Choice, tables: Tables = ()) -> tuple[Choice, ...]:
    """A choice for each sample that the chosen subject speaks of; none where it speaks of one.

    ``tables`` are the samples that the paper's tables tell apart: *all three films* are those of one that has three.
    """
    mention = choice.mention
    if mention is None:
        return ()
    member = next((found for cue in mention.cues if (found := _MEMBER.fullmatch(cue))), None)
    if mention.kind == "anaphor":
        samples, why = _pointed(book, document, mention), "which are the last that are named together"
        if not samples and (samples := _counted_in(tables, mention, member)):
            why = "which are those of a table"
    else:
        samples, why = _series(book, mention), "which are called so"
    if not 1 < len(samples) <= MOST:
        return ()
    if member is not None and int(member["count"]) == len(samples):
        samples = [samples[int(member["place"]) - 1]]
    names = " and ".join(sample.labels[0] for sample in samples)
    reason = f"{mention.text!r} stands for the sample named before: {names}, {why}"
    return tuple(replace(choice, sample=sample, reason=reason, score=min(choice.score, 0.6)) for sample in samples)


def _counted_in(tables: Tables, anaphor: Mention, member: re.Match[str] | None) -> list[Sample]:
    """The samples of a table that has as many as are spoken of beside the value: ``all three films``, a list of three.

    Of *all films*, a paper tells a bound or a common trait more often than a value of each.
    """
    said = anaphor.text.lower().split()
    number = next((_NUMBERS[word] for word in said if word in _NUMBERS), int(member["count"]) if member else None)
    if number is None or OUTSIDE.intersection(anaphor.cues):
        return []
    return list(next((samples for samples in tables if len(samples) == number), []))


def same_value(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are the same numbers in the same unit."""

    def numbers(quantity: Quantity) -> tuple[float | None, ...]:
        if quantity.canonical_unit is None:
            return (quantity.value, quantity.low, quantity.high)
        return (quantity.canonical_value, quantity.canonical_low, quantity.canonical_high)

    alike = one.canonical_unit == other.canonical_unit and (one.canonical_unit is not None or one.unit == other.unit)
    return alike and all(
        (a is None) == (b is None) and (a is None or b is None or math.isclose(a, b, rel_tol=0.005))
        for a, b in zip(numbers(one), numbers(other), strict=True)
    )


def _pointed(book: SampleBook, document: Document, anaphor: Mention) -> list[Sample]:
    """The samples that ``both films`` or ``the three alloys`` points back to, if so many are named there."""
    said = anaphor.text.lower().split()
    number = next((_NUMBERS[word] for word in said if word in _NUMBERS), None)
    if number is None:
        return []
    near = [one for one in book.named_before(anaphor.evidence) if not is_class(one) and standing(one) >= NAMED]
    for group in _lists(document, near):
        samples = _distinct(book, group)
        if len(samples) == number:
            return samples
    here = [one for one in near if one.evidence.block == anaphor.evidence.block and not describes(one)]
    samples = _distinct(book, here)
    return samples if len(samples) == number else _counted(book, number)


def _counted(book: SampleBook, number: int) -> list[Sample]:
    """The samples of the paper's series that counts so far: S1, S2 and S3 for three."""
    series: dict[str, list[Mention]] = defaultdict(list)
    for one in book.names():
        if (label := _NUMBERED.fullmatch(one.text)) is not None:
            series[label["stem"]].append(one)
    fitting = [group for group in series.values() if len({one.text for one in group}) == number]
    return _distinct(book, max(fitting, key=len, default=[]))


def _lists(document: Document, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The mentions that an ``and`` lists together, the last list first."""
    texts = {block.id: block.running for block in document.blocks}
    groups: list[list[Mention]] = []
    for mention in mentions:
        last = groups[-1][-1] if groups else None
        if last is not None and last.evidence.block == mention.evidence.block:
            between = _between(texts.get(mention.evidence.block or "", ""), last, mention)
            if _JOINED.fullmatch(between):
                groups[-1].append(mention)
                continue
        groups.append([mention])
    for group in reversed(groups):
        text = texts.get(group[0].evidence.block or "", "")
        closed = len(group) > 1 and _LAST.search(_between(text, *group[-2:]))
        start = group[0].evidence.start or 0
        if closed and not _APART.search(text[max(0, start - 40) : start]):
            yield group


def _between(text: str, one: Mention, other: Mention) -> str:
    return text[one.evidence.end or 0 : other.evidence.start or 0]


def _distinct(book: SampleBook, mentions: Sequence[Mention]) -> list[Sample]:
    found = (book.find(mention) for mention in mentions)
    return list({sample.id: sample for sample in found if sample is not None}.values())


def _series(book: SampleBook, mention: Mention) -> list[Sample]:
    """The samples of which ``MEA samples`` speaks, whose labels begin so: MEA-1 and MEA-2."""
    parts = (mention.phrase or mention.text).split()
    plural = len(parts) > 1 and parts[-1].endswith("s") and parts[-1].removesuffix("s") in words().carriers
    if not plural or mention.kind != "phrase" or not _STEM.fullmatch(parts[-2]):
        return []
    label = re.compile(rf"{parts[-2]}(?:[-–‐]?\d|[-–‐])\S*")
    return _distinct(book, [one for one in book.names() if label.fullmatch(one.text)])
