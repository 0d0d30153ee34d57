"""Running text in, the abbreviations and sample labels that it introduces out.

Abbreviations in parentheses are matched with their long forms by the algorithm of Schwartz and Hearst (Pac. Symp.
Biocomput. 2003, 451); formulas before an acronym, and phrases such as "denoted as S1, S2 and S3", go beyond it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

from ....records.compositions import CompositionFamily
from ...document import Block, Document
from ...findings import Definition
from ..sentences import whole_sentences
from .bracketed_codes import bracketed_codes
from .formula_tokens import DOPED_BEFORE, LONGEST_DOPED, read_token
from .material_words import find_names
from .patterns import RADIATION
from .sample_labels import LONGEST_SHORT, NO_SHORT, Introduced, labels
from .treatments import is_treatment

LONGEST_SENTENCE: Final = 4000
NAME_REACH: Final = 80

PARENTHESIS = re.compile(r"(?<=\s)\(([^()]{2,60})\)")
SHORT = re.compile(r"^[A-Za-z0-9][\w@/:.+\-–−]*(?: [A-Z0-9][\w\-–−]*)?$")
FORMULA_SHAPE = re.compile(r"[A-Z][a-z][–-][A-Z]|[A-Z][a-z]?\d[A-Z]|\d[+−-]?/|[A-Z][a-z]\d")
"""A short name that has the shape of a formula or a chemical system is not read as an abbreviation."""
PANELS = re.compile(r"^[A-Za-z](?:\d?[,–\-‐ ]+[A-Za-z]\d?)+$")
TAKEN_WITH = re.compile(RADIATION)
"""``pattern of LFP (Cu Kα)``: what it was taken with, and no name of it."""
FORMULA_TAIL = re.compile(r"(\S*[A-Z]\S*)\s*$")
SENTENCE_INSIDE = re.compile(r"[a-z)]\.\s+[A-Z(]")
"""A full stop by which words before an abbreviation are more than its long form."""
ITEM_INSIDE = re.compile(r"\s\([^()]*\),\s")
"""An item of a list with its own abbreviation, by which words before the next are more than its long form."""
ADDED = re.compile(
    r"\b(?:(?:dop|mix|reinforc|fill|coat|load|blend|alloy|decorat|substitut)(?:ed|ing)|modif(?:ied|ying)) (?:with|by) "
    r"(?:\d[\d.]*\s?(?:(?:wt|mol|at|vol)\.?\s?)?% (?:of )?)?$"
)
"""Words before a formula that is what was added, not what was made."""
_DONE: Final = re.compile(r"(?:ed|t|wn|spun)$")
"""How a participle ends."""


def find_definitions(text: str) -> list[Introduced]:
    """All that ``text`` introduces, in order of the short names."""
    found: dict[tuple[int, int], Introduced] = {}
    for start, end in whole_sentences(text):
        if end - start > LONGEST_SENTENCE:
            continue
        for introduced in (*labels(text, start, end), *abbreviations(text, start, end)):
            if introduced.long:
                found.setdefault((introduced.start, introduced.end), introduced)
    return sorted(found.values(), key=lambda introduced: introduced.start)


def bare_labels(text: str) -> Iterator[Introduced]:
    """The labels that ``text`` gives samples of which it does not say there what they are."""
    for start, end in whole_sentences(text):
        if end - start <= LONGEST_SENTENCE:
            yield from (one for one in labels(text, start, end) if not one.long)


@lru_cache(maxsize=4)
def paper_definitions(texts: tuple[str, ...]) -> tuple[tuple[int, Introduced], ...]:
    """What the texts of a paper introduce, each with the index of its text; codes in brackets after all others."""
    found = [(place, one) for place, text in enumerate(texts) for one in find_definitions(text)]
    return (*found, *bracketed_codes(texts, frozenset(one.short for _, one in found)))


def document_definitions(document: Document, stage: str, version: str) -> tuple[Definition, ...]:
    """What the body of a paper introduces, each short name once for each meaning."""
    found: dict[tuple[str, str], Definition] = {}
    blocks = tuple(document.body())
    for place, introduced in paper_definitions(tuple(block.running for block in blocks)):
        key = (introduced.short, introduced.long.lower())
        if key not in found:
            found[key] = cited(document, blocks[place], introduced, stage, version)
    told = {one.short for one in found.values() if one.kind == "abbreviation" and " " in one.long}
    return tuple(one for one in found.values() if one.short not in told or not _is_beside(one))


def _is_beside(definition: Definition) -> bool:
    """Whether a formula only stands in front of an abbreviation: ``Pt (HER)`` does not say what HER is short for."""
    long = definition.long
    return " " not in long and long[:1] != definition.short[:1] and names_material(long)


def cited(document: Document, block: Block, introduced: Introduced, stage: str, version: str) -> Definition:
    """The definition with its spot."""
    low, high = min(introduced.long_start, introduced.start), max(introduced.end, introduced.long_start)
    evidence = document.cite(block, introduced.start, introduced.end, context=(low, high), stage=stage, version=version)
    return Definition(short=introduced.short, long=introduced.long, kind=introduced.kind, evidence=evidence)


def abbreviations(text: str, start: int, end: int) -> Iterator[Introduced]:
    """Short forms in parentheses behind their long forms, and the other way round."""
    for match in PARENTHESIS.finditer(text, start, end):
        inside = re.split(r"[;,]\s", match.group(1))[0].strip()
        inside = re.sub(
            r"^(?:abbreviated|denoted|labell?ed|named|hereafter|referred to|designated)?\s*(?:as|:)?\s*"
            r"(?:(?:samples?|specimens?)\s(?=\S+$))?",
            "",
            inside,
        )
        offset = text.find(inside, match.start(), match.end()) if inside else -1
        if offset < 0:
            continue
        before = text[start : match.start()].rstrip()
        if plausible_short(inside):
            long_start = long_form(before, inside)
            if long_start is not None:
                long = before[long_start:]
                coded = re.search(r"\d", inside) or says_done(long)
                kind: Literal["abbreviation", "label"] = "label" if coded else "abbreviation"
                yield Introduced(inside, long, kind, offset, offset + len(inside), start + long_start)
        elif re.search(r"\s", inside):
            short = re.search(r"([A-Za-z][\w/-]{1,10})$", before)
            if short is not None and plausible_short(short.group()) and starts_long(inside, short.group()):
                at = start + short.start()
                yield Introduced(short.group(), inside, "abbreviation", at, at + len(short.group()), offset)


def says_done(long: str) -> bool:
    """Whether a long form says what was done to a sample, and not how: ``stress relieved``, ``as cast``."""
    last = re.split(r"[\s-]", long)[-1]
    return _DONE.search(last) is not None and is_treatment(last)


def plausible_short(text: str) -> bool:
    """Whether a text may be a short name at all: 2 to 24 characters, a capital or a digit with letters, no unit."""
    if not 2 <= len(text) <= LONGEST_SHORT or not SHORT.match(text):
        return False
    if PANELS.match(text) or NO_SHORT.match(text) or TAKEN_WITH.match(text):
        return False
    letters = sum(character.isalpha() for character in text)
    return (
        letters > 0
        and text[-1] not in "+-−–"
        and any(character.isupper() for character in text)
        and not re.match(r"^\d[\d.,]*\s?[a-zA-Z%°]+$", text)
    )


def long_form(before: str, short: str) -> int | None:
    """Where the long form of ``short`` begins in the text before it; a formula needs no matching letters."""
    formula = FORMULA_TAIL.search(before)
    if formula is not None and formula.start(1) >= 0:
        word = formula.group(1).lstrip("([,")
        shaped = re.search(r"[A-Z][a-z]?[\d(x]|[A-Z][a-z]?[A-Z]", word) is not None
        added = ADDED.search(before[: formula.start(1)]) is not None
        if shaped and not added and word != short and read_token(word) is not None and not FORMULA_SHAPE.search(short):
            begin = len(before) - len(formula.group(1).rstrip()) + (len(formula.group(1)) - len(word))
            doped = DOPED_BEFORE.search(before, max(0, begin - LONGEST_DOPED), begin)
            return begin if doped is None else doped.start()
    if FORMULA_SHAPE.search(short):
        return None
    named = max(find_names(before[-NAME_REACH:]), default=None)
    if named is not None and named[1] == len(before[-NAME_REACH:]) and short.isupper():
        begin = len(before) - (named[1] - named[0])
        if before[begin].lower() == short[0].lower():
            return begin
    words = [match.start() for match in re.finditer(r"[^\s]+", before)]
    letters = sum(character.isalnum() for character in short)
    window = words[-min(letters + 5, letters * 2) :]
    if not window or len(short) < 2:
        return None
    place = match_letters(before, window[0], short)
    if (
        place is None
        or len(before) - place <= len(short)
        or SENTENCE_INSIDE.search(before, place)
        or ITEM_INSIDE.search(before, place)
        or not 0 <= before.count("(", place) - before.count(")", place) <= 0
    ):
        return None
    return place


def names_material(text: str) -> bool:
    """Whether it is read as a composition."""
    return bool(CompositionFamily.from_text(text).value.compositions)


def match_letters(before: str, floor: int, short: str) -> int | None:
    """The matching of Schwartz and Hearst from the right: the first letter must begin a word."""
    place = len(before) - 1
    for index in range(len(short) - 1, -1, -1):
        wanted = short[index].lower()
        if not wanted.isalnum():
            continue
        first = index == 0
        while place >= floor and (
            before[place].lower() != wanted or (first and place > 0 and (before[place - 1].isalnum()))
        ):
            place -= 1
        if place < floor:
            return None
        place -= 1
    return place + 1


def starts_long(inside: str, short: str) -> bool:
    """Whether the words in the parenthesis spell the short form before it: ``YSZ (yttria-stabilized zirconia)``."""
    place = match_letters(inside, 0, short)
    return place == 0 and len(inside) > len(short) * 2
