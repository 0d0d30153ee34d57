"""Running text in, the abbreviations and sample labels that it introduces out.

Abbreviations in parentheses are matched with their long forms by the algorithm of Schwartz and Hearst (Pac. Symp.
Biocomput. 2003, 451); formulas before an acronym, and phrases such as "denoted as S1, S2 and S3", go beyond it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from ....records.compositions import CompositionFamily
from ...document import Block, Document
from ...findings import Definition
from ..sentences import whole_sentences
from .formula_tokens import DOPED_BEFORE, LONGEST_DOPED
from .material_words import find_names
from .patterns import RADIATION

LONGEST_SHORT: Final = 24
LONGEST_SENTENCE: Final = 4000
NAME_REACH: Final = 80

PARENTHESIS = re.compile(r"(?<=\s)\(([^()]{2,60})\)")
SHORT = re.compile(r"^[A-Za-z0-9][\w@/:.+\-–−]*(?: [A-Z0-9][\w\-–−]*)?$")
FORMULA_SHAPE = re.compile(r"[A-Z][a-z][–-][A-Z]|[A-Z][a-z]?\d[A-Z]|\d[+−-]?/|[A-Z][a-z]\d")
"""A short name that has the shape of a formula or a chemical system is not read as an abbreviation."""
PANELS = re.compile(r"^[A-Za-z](?:\d?[,–\-‐ ]+[A-Za-z]\d?)+$")
NO_SHORT = re.compile(
    r"^(?:fig|figs|figure|table|eq|eqn|ref|refs|sec|section|see|i\.e|e\.g|ca|cf|vs|wt|mol|at|vol|and|or|the|from|with|"
    r"inset|left|right|top|bottom|red|black|blue|green|air|pure|bulk|dry|wet|supplementary|scheme|step|sigma|aldrich|"
    r"alfa|aesar|merck|usa|china|japan|germany|uk|korea|france|india|jeol|fei|bruker|zeiss|hitachi|rigaku|shimadzu|"
    r"philips|panalytical|perkin|tokyo|shanghai|beijing|tianjin)\b",
    re.IGNORECASE,
)
TAKEN_WITH = re.compile(RADIATION)
"""``pattern of LFP (Cu Kα)``: what it was taken with, and no name of it."""
INTRODUCED = re.compile(
    r"(?:(?:is|are|was|were|be|been|being|will be|hereafter|hereinafter|henceforth|further|both)\s+)*"
    r"(?:denoted|designated|labell?ed|named|termed|abbreviated|referred to|coded|marked|called|denominated|identified|"
    r"hereafter|hereinafter|henceforth|marked)"
    r"(?:\s+(?:here|hereafter|below|simply|respectively|further|in the following))?"
    r"(?:\s+(?:as|by|to as|the|samples?|sample names?))*\s*:?\s+",
    re.IGNORECASE,
)
LABEL = re.compile(r"[“\"‘']?([A-Za-z0-9](?:[\w@/.+%:\-–−*]|\((?=[\w.%]+\)))*\)?)[”\"’']?")
LABEL_JOIN = re.compile(r"\s*(?:,\s*(?:and\s+|or\s+)?|\s+and\s+|;\s*(?:and\s+)?|\s*&\s*)(?:as\s+)?")
ITEM = re.compile(r"\d+(?:\.\d+)?")
FORMULA_TAIL = re.compile(r"(\S*[A-Z]\S*)\s*$")
SENTENCE_INSIDE = re.compile(r"[a-z)]\.\s+[A-Z(]")
"""A full stop by which words before an abbreviation are more than its long form."""
ITEM_INSIDE = re.compile(r"\s\([^()]*\),\s")
"""An item of a list with its own abbreviation, by which words before the next are more than its long form."""
ADDED = re.compile(r"\b(?:doped|modified|mixed|reinforced|filled|coated|loaded|blended|alloyed) (?:with|by) $")
"""Words before a formula that is what was added, not what was made."""
ANAPHORIC = re.compile(
    r"^(?:(?:and|then|thus|so|finally)\s+)*(?:it|they|this|these|those|such|here|both|all|each|"
    r"the (?:\w+[- ]){0,3}?(?:products?|"
    r"samples?|specimens?|composites?|materials?|powders?|electrodes?|cells?|films?|solids?|compounds?|latter|"
    r"former|one|ones|result))\b"
    r"(?!.*(?:\d|[A-Z][a-z]?[A-Z]))",
    re.IGNORECASE | re.DOTALL,
)
"""A clause that only points back names nothing: "it", "the resulting powder"."""
RELATIVE = re.compile(r",?\s*\b(?:which|that)\s*$")
CLAUSE = re.compile(r"[;:]|,\s(?:which|where|and then|while)\b|\b(?:which|that|where|while|whereas)\b")


@dataclass(frozen=True, slots=True)
class Introduced:
    """A short name (``start`` to ``end``) and what it stands for, which begins at ``long_start``."""

    short: str
    long: str
    kind: Literal["abbreviation", "label"]
    start: int
    end: int
    long_start: int


def find_definitions(text: str) -> list[Introduced]:
    """All that ``text`` introduces, in order of the short names."""
    found: dict[tuple[int, int], Introduced] = {}
    for start, end in whole_sentences(text):
        if end - start > LONGEST_SENTENCE:
            continue
        for introduced in (*labels(text, start, end), *abbreviations(text, start, end)):
            found.setdefault((introduced.start, introduced.end), introduced)
    return sorted(found.values(), key=lambda introduced: introduced.start)


def document_definitions(document: Document, stage: str, version: str) -> tuple[Definition, ...]:
    """What the body of a paper introduces, each short name once for each meaning."""
    found: dict[tuple[str, str], Definition] = {}
    for block in document.body():
        for introduced in find_definitions(block.running):
            key = (introduced.short, introduced.long.lower())
            if key not in found:
                found[key] = cited(document, block, introduced, stage, version)
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
                kind: Literal["abbreviation", "label"] = "label" if re.search(r"\d", inside) else "abbreviation"
                yield Introduced(inside, long, kind, offset, offset + len(inside), start + long_start)
        elif re.search(r"\s", inside):
            short = re.search(r"([A-Za-z][\w/-]{1,10})$", before)
            if short is not None and plausible_short(short.group()) and starts_long(inside, short.group()):
                at = start + short.start()
                yield Introduced(short.group(), inside, "abbreviation", at, at + len(short.group()), offset)


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
        if shaped and not added and word != short and names_material(word) and not FORMULA_SHAPE.search(short):
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


def labels(text: str, start: int, end: int) -> Iterator[Introduced]:
    """Sample names behind "denoted as" and the like, each with the item of the list before that it belongs to."""
    for match in INTRODUCED.finditer(text, start, end):
        if match.group().lower().strip() in ("called", "named", "marked", "labeled"):
            continue
        names = list(label_list(text, match.end(), end))
        if not names:
            continue
        long_start = clause_start(text, start, match.start())
        long = RELATIVE.sub("", text[long_start : match.start()]).strip(" ,(")
        items = listed_items(long, len(names))
        for (name, at), item in zip(names, items, strict=True):
            if name != long and item and not ANAPHORIC.match(item):
                yield Introduced(name, item, "label", at, at + len(name), long_start)


def label_list(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """``S1, S2 and S3``: names that hold a capital or a digit."""
    position = start
    while position < end:
        match = LABEL.match(text, position, end)
        if match is None:
            return
        name = match.group(1).rstrip(".,:;-–")
        if name.count("(") < name.count(")"):
            name = name.rstrip(")")
        good = len(name) <= LONGEST_SHORT and re.search(r"[A-Z0-9]", name) and not NO_SHORT.match(name)
        if not good or re.fullmatch(r"[A-Z][a-z]{3,}|\d{3,}", name):
            return
        yield name, match.start(1)
        join = LABEL_JOIN.match(text, match.start(1) + len(name), end)
        if join is None:
            return
        position = join.end()


def clause_start(text: str, start: int, position: int) -> int:
    """Where the clause before ``position`` begins."""
    edge = start
    for match in CLAUSE.finditer(text, start, position):
        if match.group() in (";", ":") or position - match.end() > 4:
            edge = match.end()
    while edge < position and not text[edge].isalnum() and text[edge] not in "([":
        edge += 1
    return edge


def listed_items(long: str, count: int) -> Iterable[str]:
    """What each of ``count`` names stands for: the items of a list of values in ``long``, else ``long`` for all."""
    if count == 1:
        return (long,)
    values = re.search(r"([a-zα-ω])\s*=\s*((?:\d+(?:\.\d+)?(?:\s*(?:,|and|, and|;)\s*)?)+)", long)
    if values is not None:
        numbers = ITEM.findall(values.group(2))
        if len(numbers) == count:
            head = long[: values.start()].strip(" (,")
            return tuple(f"{head} ({values.group(1)} = {number})" for number in numbers)
    numbers = re.search(r"((?:\d+(?:\.\d+)?\s*(?:,|and|, and)\s*)+\d+(?:\.\d+)?)\s*([^\d\s,]{1,6}(?:\s?%)?)", long)
    if numbers is not None and len(ITEM.findall(numbers.group(1))) == count:
        head, tail, unit = long[: numbers.start()], long[numbers.end() :], numbers.group(2)
        return tuple(f"{head}{number} {unit}{tail}" for number in ITEM.findall(numbers.group(1)))
    pieces = [piece.strip() for piece in re.split(r",\s*(?:and\s+)?|\s+and\s+", long) if piece.strip()]
    if len(pieces) == count:
        return tuple(pieces)
    return (long,) * count
