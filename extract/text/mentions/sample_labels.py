"""A sentence in, the labels out that it gives samples: ``denoted as S1 and S2``, ``we call the materials A1 and A2``.

Each comes with what it stands for, where the sentence tells that; one that only points back (``this pellet is called
P9``) names nothing, and its label stands for itself.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from .sample_phrases import find_phrases, words

LONGEST_SHORT: Final = 24
NO_SHORT = re.compile(
    r"^(?:fig|figs|figure|table|eq|eqn|ref|refs|sec|section|see|i\.e|e\.g|ca|cf|vs|wt|mol|at|vol|and|or|the|from|with|"
    r"inset|left|right|top|bottom|red|black|blue|green|air|pure|bulk|dry|wet|supplementary|scheme|step|sigma|aldrich|"
    r"alfa|aesar|merck|usa|china|japan|germany|uk|korea|france|india|jeol|fei|bruker|zeiss|hitachi|rigaku|shimadzu|"
    r"philips|panalytical|perkin|tokyo|shanghai|beijing|tianjin)\b",
    re.IGNORECASE,
)
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
_PRONOUN: Final = re.compile("(?:these|those|them|they|both|others)", re.IGNORECASE)
_WERE: Final = re.compile(r"^[^,]*\b(?:is|are|was|were)\s(?=\S*[A-Z])")
"""The verb ahead of a list: ``Nominal compositions were``."""
ITEM = re.compile(r"\d+(?:\.\d+)?")
ANAPHORIC = re.compile(
    r"^(?:(?:and|then|thus|so|finally)\s+)*(?:it|they|them|this|these|those|such|here|both|all|each|"
    r"the (?:\w+[- ]){0,3}?(?:products?|"
    r"samples?|specimens?|composites?|materials?|powders?|electrodes?|cells?|films?|solids?|compounds?|latter|"
    r"former|one|ones|result))\b"
    r"(?!.*(?:\d|[A-Z][a-z]?[A-Z]))",
    re.IGNORECASE | re.DOTALL,
)
"""A clause that only points back names nothing: "it", "the resulting powder"."""
RELATIVE = re.compile(r",?\s*\b(?:which|that)\s*$")
SAMPLES = re.compile(
    rf"(?:^(?:these|those|them|they|both|others)|\b(?:{'|'.join(words().carriers)})s?)$", re.IGNORECASE
)
"""The last word of what points back to samples."""
CLAUSE = re.compile(r"[;:]|,\s(?:which|where|and then|while)\b|\b(?:which|that|where|while|whereas)\b")


_CALLS: Final = re.compile(
    r"\b[Ww]e\s(?:(?:will|shall|hereafter|henceforth|also|further|simply)\s)*"
    r"(?:call|called|denote|denoted|designate|designated|label|labell?ed|name|named|term|termed|mark|abbreviate|"
    r"refer\sto|referred\sto)\s"
)
_AS: Final = re.compile(
    r"(?:,\s?(?:and\s)?|\sand\s)?(?P<long>(?!\s)(?:[^.;:]|\.(?=\d)){2,140}?)\s(?:as|by)\s(?:samples?\s)?(?=[\w“\"‘'])"
)
_THESE: Final = re.compile(
    r"(?P<long>(?:the|these|those|this|our|them|all|it)(?:\s[a-z-]+){0,3}?)\s(?=[“\"‘']?(?:[A-Z]|\d[\w.]*[A-Z-]))"
)
_DESIGNATIONS: Final = re.compile(
    r"\b(?:designations?|(?:code|sample|short)?\s?names|codes|labels|notations?|abbreviations|acronyms)\s"
    r"(?=[“\"‘']?[A-Z0-9][^.;:()]{1,60}\s(?:is|are|was|were)\s(?:used|given|assigned|adopted|employed|introduced|chosen))"
)
_STANDS_FOR: Final = re.compile(
    r"(?<![\w-])(?P<label>(?=[\w@/+-]{0,15}[A-Z])[A-Za-z0-9][\w@/+-]{1,15})\s"
    r"(?:stands?\sfor|denotes|designates|represents|refers\sto)\s(?:the\s|an?\s)?(?P<long>[^.;:,()]{3,90})"
)


@dataclass(frozen=True, slots=True)
class Introduced:
    """A short name (``start`` to ``end``) and what it stands for, which begins at ``long_start``."""

    short: str
    long: str
    kind: Literal["abbreviation", "label"]
    start: int
    end: int
    long_start: int


def labels(text: str, start: int, end: int) -> Iterator[Introduced]:
    """The labels that a sentence gives, each with the item of the list before that it belongs to.

    ``long`` is empty where the sentence does not say what a label stands for.
    """
    yield from _denoted(text, start, end)
    for match in _CALLS.finditer(text, start, end):
        yield from _called(text, match.end(), end)
    for match in _DESIGNATIONS.finditer(text, start, end):
        for name, at in label_list(text, match.end(), end):
            yield Introduced(name, "", "label", at, at + len(name), at)
    for match in _STANDS_FOR.finditer(text, start, end):
        long = match["long"].strip()
        if any(phrase.end == len(long) for phrase in find_phrases(long)):
            yield Introduced(match["label"], long, "label", *match.span("label"), match.start("long"))


def _denoted(text: str, start: int, end: int) -> Iterator[Introduced]:
    """Labels behind "denoted as" and the like."""
    for match in INTRODUCED.finditer(text, start, end):
        if match.group().lower().strip() in ("called", "named", "marked", "labeled"):
            continue
        long_start = clause_start(text, start, match.start())
        long = RELATIVE.sub("", text[long_start : match.start()]).strip(" ,(")
        yield from _assigned(long, long_start, list(label_list(text, match.end(), end)))


def _called(text: str, start: int, end: int) -> Iterator[Introduced]:
    """What "we call" is followed by: ``the cast alloy A0 and the aged as A1 and A2``, ``these films F1 and F2``."""
    position = start
    while (match := _AS.match(text, position, end)) is not None:
        names = list(label_list(text, match.end(), end))
        yield from _assigned(match["long"], match.start("long"), names)
        if not names:
            return
        position = names[-1][1] + len(names[-1][0])
    anaphor = _THESE.match(text, start, end) if position == start else None
    if anaphor is not None and SAMPLES.search(anaphor["long"]):
        yield from _assigned(anaphor["long"], start, list(label_list(text, anaphor.end(), end)))


def _assigned(long: str, long_start: int, names: list[tuple[str, int]]) -> Iterator[Introduced]:
    """Each of the names with its item of ``long``."""
    items = listed_items(long, len(names)) if names else ()
    for (name, at), item in zip(names, items, strict=True):
        told = "" if ANAPHORIC.match(item) else item
        if name != long and (told or (SAMPLES.search(item) and (len(names) > 1 or not _PRONOUN.fullmatch(item)))):
            yield Introduced(name, told, "label", at, at + len(name), long_start)


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
    listed = _WERE.sub("", long)
    pieces = [piece.strip() for piece in re.split(r",\s*(?:and\s+)?|\s+and\s+", listed) if piece.strip()]
    if len(pieces) == count:
        return tuple(pieces)
    return (long,) * count
