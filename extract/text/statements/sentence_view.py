"""A block's text in, its sentences out with all that was found in each: quantities, property words, mentions."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeVar

from ....records.quantity_grammar import QuantitySpan, find_quantities
from ....records.vocabulary import PropertyMention, Vocabulary
from ..mentions.finding import Glossary, filled, find_mentions
from ..mentions.spotted import Spotted
from ..sentences import sentence_spans
from .property_phrases import PropertyPhrase, property_phrases
from .symbols import is_letter, symbol_phrases

T = TypeVar("T", QuantitySpan, PropertyPhrase, Spotted)
_VARIABLE: Final = re.compile(r"(?<![A-Za-z])([xyzδ])\s?(?:=|from|between)\s?$")
_MULTIPLE: Final = re.compile(r"\d\.\d\s?$")
_ASSIGNED: Final = re.compile(
    r" ?(?:\([^()]{1,30}\) ?)?(?:=|:|≈|~|∼|<|>|≤|≥|values? |of |is |was |are |were |to |at |\()"
)

_OF_CRYSTAL: Final = re.compile(
    r"\w+\s(?:\w+\s)?cells?\s(?:parameters?|volumes?|edges?|constants?|dimensions?|axes|lengths?|metrics?)\b",
    re.IGNORECASE,
)
"""``the cell parameters``."""
_ALL: Final = re.compile(
    r"\b[Aa]ll(?:\s(?:the\s)?(?:two|three|four|five|six)(?=\s?[(.,;)]|$)"
    r"|\s(?:the\s)?(?:bodies|conditions|states|tempers|compositions|formulations|batches|grades)\b)"
)
"""Words that stand for all samples of a paper and name none: ``for all three``, ``in all conditions``."""
_TRANSFORMS_AHEAD: Final = re.compile(r"(?<!\w)[MAR][sf](?:,|,? and| and|/)\s?$")
_TRANSFORMS_BEHIND: Final = re.compile(r"(?:,|,? and| and|/)\s?(?:and )?[MAR][sf](?!\w)")
_WORDS: Final = frozenset({"As", "At", "In", "No"})
"""Symbols that are words too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The sentence ``text[start:end]`` of a block; every position is one in the block's text.

    ``citations`` are where raised reference marks stand, blank in ``text``. ``words`` are phrases that name a property,
    symbols only where a value or a verb follows them. ``earlier`` are the phrases and ``earlier_mentions`` the mentions
    of the sentences before in the same block, the nearest first; ``spans`` is where all sentences of the block stand.
    ``variants`` are the members of lists of a family's variable (``x = 0, 0.1 and 0.2``), named in full (``x = 0.1``).
    ``spectroscopy`` is the one that the blocks before spoke of last.
    """

    text: str
    start: int
    end: int
    section: str
    block_type: str
    quantities: tuple[QuantitySpan, ...]
    words: tuple[PropertyPhrase, ...]
    mentions: tuple[Spotted, ...]
    variants: tuple[tuple[Spotted, ...], ...] = ()
    citations: tuple[int, ...] = ()
    earlier: tuple[PropertyPhrase, ...] = ()
    earlier_mentions: tuple[Spotted, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    spectroscopy: str = ""

    @property
    def own(self) -> str:
        """The sentence itself."""
        return self.text[self.start : self.end]


def sentences(
    text: str,
    section: str,
    block_type: str,
    glossary: Glossary,
    vocabulary: Vocabulary,
    citations: Sequence[int] = (),
    symbols: Mapping[str, PropertyPhrase] | None = None,
    spectroscopy: str = "",
    *,
    every: bool = False,
) -> Iterator[Sentence]:
    """The sentences of a block that hold a quantity; ``citations`` are the places of raised reference marks.

    ``symbols`` are those that the paper explains (see :mod:`.symbols`), ``spectroscopy`` is the one spoken of before
    (see :mod:`.spectra`). With ``every``, those without a quantity too.
    """
    quantities = find_quantities(text)
    if not every and all(span.kind == "date" for span in quantities):
        return
    mentions = _with_all(text, _apart(text, find_mentions(text, glossary, phrases=True), quantities))
    names = [(mention.start, mention.end) for mention in mentions if mention.kind in ("formula", "name", "label")]
    values = [(span.start, span.end) for span in quantities]
    words = property_phrases(text, [one for one in vocabulary.find(text) if _is_meant(text, one)], names, values)
    words = symbol_phrases(text, words, values, symbols or {})
    spans = sentence_spans(text)
    for (start, end), (following, _) in pairwise([*spans, (len(text) + 1, 0)]):
        inside = _between(quantities, start, end)
        if inside or every:
            yield Sentence(
                text=text, start=start, end=end, section=section, block_type=block_type, quantities=inside,
                words=_between(words, start, end), mentions=_between(mentions, start, end),
                variants=tuple(_variants(text, inside, glossary)),
                citations=tuple(mark for mark in citations if start <= mark < following),
                earlier=_before(words, start), earlier_mentions=_before(mentions, start), spans=spans,
                spectroscopy=spectroscopy,
            )  # fmt: skip


def _apart(text: str, mentions: list[Spotted], quantities: Sequence[QuantitySpan]) -> list[Spotted]:
    """The mentions without those that are a part of a quantity with a unit, and without the cell of a crystal.

    The number of a value is no label, and ``the cell parameters`` are those of no device. The amount
    is one by which samples that share their head are told apart (``2 and 5 mol% Nb-doped TiO2``).
    """
    taken = [span for span in quantities if span.quantity.unit is not None]
    kept: list[Spotted] = []
    for one in mentions:
        if one.kind == "anaphor" and _OF_CRYSTAL.match(text, one.start):
            continue
        place = bisect_right(taken, one.start, key=lambda span: span.start) - 1
        if place < 0 or one.end > taken[place].end or one.name is not None:
            kept.append(one)
    return kept


def _with_all(text: str, mentions: list[Spotted]) -> list[Spotted]:
    """The mentions with the words that stand for all samples, where none of them is one already."""
    found = [Spotted(match.start(), match.end(), "anaphor") for match in _ALL.finditer(text)]
    new = [one for one in found if not any(other.start < one.end and one.start < other.end for other in mentions)]
    return sorted([*mentions, *new], key=lambda one: one.start) if new else mentions


def _variants(text: str, quantities: tuple[QuantitySpan, ...], glossary: Glossary) -> Iterator[tuple[Spotted, ...]]:
    """The lists and ranges of values that a variable is said to have."""
    for span in quantities:
        name = _VARIABLE.search(text[max(0, span.start - 6) : span.start]) if span.items else None
        if name is None or span.quantity.unit is not None:
            continue
        families = glossary.variable_families.get(name.group(1), ())
        family = families[0] if len(families) == 1 else None
        yield tuple(
            Spotted(
                start=item.start, end=item.end, kind="label", family=family, name=label,
                composition=filled(family, label) if family else None,
            )
            for item in span.items
            if (label := f"{name.group(1)} = {item.quantity.text}")
        )  # fmt: skip


def _is_meant(text: str, mention: PropertyMention) -> bool:
    """A lone letter or a word is a symbol only where a value or a verb follows it.

    ``1.3 Tg`` is no Tg, and ``(l/l0)A`` no A.
    """
    if mention.symbol and text[mention.start - 1 : mention.start] in (")", "]", "/"):
        return False
    if mention.symbol and mention.end - mention.start == 1 and is_letter(text, mention.start):
        return False
    if mention.symbol and _MULTIPLE.search(text[max(0, mention.start - 4) : mention.start]):
        return False
    word = text[mention.start : mention.end] in _WORDS and not _among_symbols(text, mention)
    sure = not mention.symbol or (mention.end - mention.start > 1 and not word)
    return sure or bool(_ASSIGNED.match(text, mention.end))


def _among_symbols(text: str, mention: PropertyMention) -> bool:
    """Whether ``As`` stands in a list of temperatures of transformation: ``Ms, Mf, As and Af``."""
    ahead, behind = text[max(0, mention.start - 8) : mention.start], text[mention.end : mention.end + 8]
    return bool(_TRANSFORMS_AHEAD.search(ahead) or _TRANSFORMS_BEHIND.match(behind))


def _between(spans: list[T], start: int, end: int) -> tuple[T, ...]:
    first = bisect_left(spans, start, key=lambda span: span.start)
    last = bisect_left(spans, end, key=lambda span: span.start)
    return tuple(spans[first:last])


def _before(spans: list[T], start: int) -> tuple[T, ...]:
    last = bisect_left(spans, start, key=lambda span: span.start)
    return tuple(reversed(spans[max(0, last - 8) : last]))
