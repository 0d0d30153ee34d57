"""A step and its sentence in, which sample has which of the temperatures or times that the sentence lists out.

"A and B at 1200 °C, C at 1100 °C", "1100 °C for A and 1200 °C for B", "A was fired at 900 °C, the others at 800 °C".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ....records.material_names import is_chemical
from ....records.quantities import Quantity
from ....records.quantity_grammar import QuantitySpan
from ..mentions.finding import Glossary, find_mentions
from ..mentions.spotted import Spotted
from .found_steps import TEMPERATURES, TIMES
from .steps import quantities_between
from .targets import CODE, is_own

OTHERS = re.compile(
    r"\b(?:the\s(?:others|rest|other\s(?:\w+\s)?(?:samples|specimens|ceramics|films|alloys|powders))|others)\b"
)
"""What stands for every sample that the sentence does not name."""
NUMBERED = r"(?<![\w.-])\d{1,2}[A-Z]{1,3}(?![\w-])"
"""A code that begins with a number: 4L."""
AHEAD = re.compile(
    r"\s*(?:\([^()]{0,30}\)\s*)?(?:samples?\s|pellets?\s|ceramics?\s)?(?:was|were|is)?\s?(?:only\s)?(?:[a-z-]{4,14}ed\s)?(?:at|for|to)?\s"
    r"(?:about\s|~\s?)?"
)
"""What may stand between a sample and its setting behind it."""
BEHIND = re.compile(r"\s*(?:[,:]\s)?(?:\(|for\s|of\s|in the case of\s|\(for\s)(?:the\s)?(?:samples?\s)?")
"""What may stand between a setting and its sample behind it."""
JOINED = re.compile(r"\s*(?:,|and|,\s?and|or|&)\s*(?:the\s)?")
MEANS = re.compile(r"\b(?:in|into|with|on|by|from|under|using)\s(?:an?\s|the\s)?$")
"""What stands before a vessel, a gas or what is added, which is no sample."""
MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """Temperature or time of some samples of a step; with ``others`` it is that of every sample not named."""

    samples: tuple[Spotted, ...]
    value: Quantity
    others: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Samples that a sentence names in a row, from ``start`` to ``end``."""

    start: int
    end: int
    samples: tuple[Spotted, ...]
    others: bool = False


def settings_by_sample(sentence: str, glossary: Glossary) -> tuple[Setting, ...]:
    """The settings of a sentence with their samples, of temperatures first; none where not each of two has its own."""
    rows = list(rows_in(sentence, glossary))
    spans = quantities_between(sentence, 0, len(sentence))
    for units in (TEMPERATURES, TIMES):
        own = [span for span in spans if span.quantity.unit in units and span.kind in ("value", "list")]
        for tied in (behind(sentence, own, rows), ahead(sentence, own, rows)):
            named = [sample.start for setting in tied for sample in setting.samples]
            values = {setting.value.value for setting in tied}
            if 1 < len(values) <= MOST and len(set(named)) == len(named) and None not in values:
                return tuple(tied)
    return ()


def behind(sentence: str, spans: Sequence[QuantitySpan], rows: Sequence[Row]) -> list[Setting]:
    """Settings that stand ahead of their samples: "1100 °C for A"."""
    found: list[Setting] = []
    for span in spans:
        match = BEHIND.match(sentence, span.end)
        row = next((row for row in rows if match is not None and row.start == match.end()), None)
        found.extend(settings_of(span, row) if row is not None else ())
    return found


def ahead(sentence: str, spans: Sequence[QuantitySpan], rows: Sequence[Row]) -> list[Setting]:
    """Settings that stand behind their samples: "A at 1100 °C"."""
    found: list[Setting] = []
    for span in spans:
        row = next((row for row in rows if AHEAD.fullmatch(sentence, row.end, span.start) is not None), None)
        found.extend(settings_of(span, row) if row is not None else ())
    return found


def settings_of(span: QuantitySpan, row: Row) -> Iterator[Setting]:
    """One setting for all samples of a row, or of a list one for each."""
    if not span.items:
        yield Setting(row.samples, span.quantity, row.others)
    elif len(span.items) == len(row.samples):
        for item, sample in zip(span.items, row.samples, strict=True):
            yield Setting((sample,), item.quantity)


def rows_in(sentence: str, glossary: Glossary) -> Iterator[Row]:
    """The samples of a sentence, those that only commas and "and" part together."""
    samples: list[Spotted] = []
    for one in named_in(sentence, glossary):
        if samples and JOINED.fullmatch(sentence, samples[-1].end, one.start) is None:
            yield Row(samples[0].start, samples[-1].end, tuple(samples))
            samples = []
        samples.append(one)
    if samples:
        yield Row(samples[0].start, samples[-1].end, tuple(samples))
    for match in OTHERS.finditer(sentence):
        yield Row(match.start(), match.end(), (), others=True)


def named_in(sentence: str, glossary: Glossary) -> list[Spotted]:
    """What a sentence names that may be a sample: formulas and labels that are no chemicals, and the paper's codes."""
    found = [
        one
        for one in find_mentions(sentence, glossary)
        if one.kind in ("formula", "label") and not is_chemical(sentence[one.start : one.end])
    ]
    for match in re.finditer(rf"(?<![\w-]){CODE}|{NUMBERED}", sentence):
        code = match.group() if "(" in match.group() else match.group().rstrip(")")
        end = match.start() + len(code)
        free = all(end <= one.start or one.end <= match.start() for one in found)
        if free and is_own(code):
            found.append(Spotted(match.start(), end, "label"))
    found = [one for one in found if MEANS.search(sentence, 0, one.start) is None]
    return sorted(found, key=lambda one: one.start)
