"""A text in, its words out with what each is to a phrase of doping: cue, dopant, material, form, end of a phrase."""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, overload

from ..mentions.formula_tokens import trimmed
from ..mentions.material_words import find_names
from .kinds import HYPHENS, Kind, kind_of, names_elements
from .parted_formulas import parted

HOW: Final = "un|non|co|tri|hyper|single|double|triple|dual|multi|over|under|self|δ|delta|mono"
CUE: Final = re.compile(
    rf"(?:(?<=[\s(\[/,;:)\]“\"'‘+⁺{HYPHENS}])|^)(?P<how>(?:(?:{HOW})[{HYPHENS}]?){{0,3}})(?:dop(?P<what>ed|ing|ants?|ents?|es?)|"
    r"(?P<put>incorporation|intercalation|substitution|introduction|introducing)|"
    r"(?P<likened>substituted|incorporated|activated|implanted|intercalated))(?![a-zA-Z])",
    re.IGNORECASE,
)
"""``doped`` and its kin, alone or behind a hyphen; *how* is what stands before it in one word."""
KINDS: Final[dict[str, Kind]] = {"ed": "doped", "ing": "doping", "e": "doping", "es": "doping"}
PARTING: Final = re.compile(r"(?<=[a-z]{3})/(?=[A-Za-z][a-z]{3})|(?<=[A-Za-z])-(?=(?:and|or)$)")
"""What parts two words of one chunk: ``bismuth ferrite/zinc oxide``, ``Nd-and Eu-doped``."""
AMBIGUOUS: Final = frozenset(("In", "As", "At", "I", "No", "He", "Be", "Am", "A", "Is"))
"""Symbols of elements that are English words, too."""
LISTED: Final = re.compile(r"(?:with|[A-Z][a-z]?,|[A-Z][a-z]? (?:and|or)|of)$")
OPEN: Final = "([{"
CLOSE: Final = ")]}"
LONGEST: Final = 120
REACH: Final = 16
"""Words that a list of dopants, or the phrase of a host, may have."""


@dataclass(frozen=True, slots=True)
class Word:
    """``text[start:end]`` and what it is; ``how`` is what stands before *doped* in one word with it.

    ``glued`` is whether no blank but a hyphen parts it from the word before, ``hanging`` whether a hyphen ends it.
    """

    start: int
    end: int
    text: str
    kind: Kind
    how: str = ""
    glued: bool = False
    hanging: bool = False


class Words(Sequence[Word]):
    """The words and marks of a text, formulas with blanks in them (``TiO 2``) as one word."""

    def __init__(self, text: str) -> None:
        names = _Names(text)
        whole = _whole(text, _split(text))
        self._words = list(_with_cobalt(_classified(text, word, names) for word in whole))
        self._small = [word.text.lower() for word in self._words]
        self._kinds: list[Kind] = [word.kind for word in self._words]

    def __len__(self) -> int:
        return len(self._words)

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Word]: ...
    def __getitem__(self, index: int | slice) -> Word | Sequence[Word]:
        return self._words[index]

    def small(self, at: int) -> str:
        """The word at a place in small letters; empty before the first and behind the last."""
        return self._small[at] if 0 <= at < len(self._words) else ""

    def kind(self, at: int) -> Kind:
        """What the word at a place is; before the first and behind the last the end of a phrase."""
        return self._kinds[at] if 0 <= at < len(self._kinds) else "end"

    def of(self, at: int, words: Collection[str]) -> bool:
        """Whether the word at a place, in small letters, is one of ``words``."""
        return 0 <= at < len(self._small) and self._small[at] in words

    def past(self, at: int, passed: Callable[[int], bool], step: int = 1) -> int:
        """The first place from ``at`` on whose word is not ``passed``, at most REACH words on."""
        for _ in range(REACH):
            if not (0 <= at < len(self._words) and passed(at)):
                break
            at += step
        return at

    def adjoins(self, at: int) -> bool:
        """Whether at most a blank parts a word from the next."""
        return 0 <= at < len(self._words) - 1 and self._words[at + 1].start - self._words[at].end <= 1

    def bracket_before(self, at: int) -> int | None:
        """Where the bracket opens that closes at ``at``, at most REACH words before."""
        depth = 0
        for place in range(at, max(-1, at - REACH), -1):
            depth += (self._words[place].text in CLOSE) - (self._words[place].text in OPEN)
            if depth == 0:
                return place if place < at else None
        return None

    def bracket_behind(self, at: int) -> int | None:
        """Where the bracket closes that opens at ``at``, at most REACH words behind."""
        depth = 0
        for place in range(at, min(len(self._words), at + REACH)):
            depth += (self._words[place].text in OPEN) - (self._words[place].text in CLOSE)
            if depth == 0:
                return place if place > at else None
        return None


class _Names:
    """Where materials are named in a text."""

    def __init__(self, text: str) -> None:
        spans = [span for span in find_names(text) if CUE.search(text, *span) is None]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def hold(self, word: Word, kind: Kind) -> bool:
        """Whether a word of a kind lies in a name; an element only if the name has other words."""
        at = bisect_right(self._starts, word.start) - 1
        if at < 0 or word.end > self._ends[at]:
            return False
        others = self._ends[at] - self._starts[at] > word.end - word.start + 1
        return kind in ("word", "form") or (kind == "element" and others)


def _with_cobalt(words: Iterable[Word]) -> Iterator[Word]:
    """The words, the element apart in ``Co-doped``: not where a sentence begins, nor behind other dopants."""
    before: Kind = "mark"
    for word in words:
        if word.text.startswith("Co-") and word.kind == "doped" and before not in ("mark", "element"):
            yield Word(word.start, word.start + 2, "Co", "element", hanging=True)
            yield replace(word, start=word.start + 3, text=word.text[3:], how="", glued=True)
        else:
            yield word
        before = "end" if word.text in (",", "(", "/") else word.kind


def _whole(text: str, words: Iterable[Word]) -> Iterator[Word]:
    """The words, those of a formula that blanks part as one: also where it ends a notation, ``MgO:LiNbO 3``."""
    spans = parted(text)
    start, end = next(spans, (len(text), len(text)))
    begun: Word | None = None
    for word in words:
        if begun is not None and word.start < begun.end:
            begun = replace(begun, end=max(begun.end, word.end))
            continue
        if begun is not None:
            yield _joined(text, begun)
            begun = None
        while word.start >= end and end < len(text):
            start, end = next(spans, (len(text), len(text)))
        if start < word.end and word.start < end:
            begun = replace(word, end=max(word.end, end))
        else:
            yield word
    if begun is not None:
        yield _joined(text, begun)


def _joined(text: str, word: Word) -> Word:
    """A word of several that blanks part: a formula, or an ion."""
    whole = text[word.start : word.end]
    return replace(word, text=whole, kind="element" if names_elements(whole.replace(" ", "")) else "formula")


def _split(text: str) -> Iterator[Word]:
    """Words without what brackets and punctuation stand around them; these are marks; cues are words of their own."""
    for chunk in re.finditer(r"\S+", text):
        start, end = chunk.span()
        glued = False
        for cue in CUE.finditer(text, start, end):
            if text[start : cue.start()].strip(HYPHENS):
                yield from _peeled(text, start, cue.start(), glued)
            kind: Kind = "put" if cue["put"] else "likened"
            if cue["what"]:
                kind = KINDS.get(cue["what"].lower(), "dopant")
            how = cue["how"].rstrip(HYPHENS).lower()
            yield Word(*cue.span(), cue.group(), kind, how, glued=cue.start() > chunk.start())
            start, glued = cue.end(), True
        yield from _peeled(text, start, end, glued)


def _peeled(text: str, start: int, end: int, glued: bool) -> Iterator[Word]:
    """The word from ``start`` to ``end`` and the marks around it, without hyphens at its ends."""
    while glued and start < end and text[start] in HYPHENS:
        start += 1
    stop = end
    while stop > start + 1 and text[stop - 1] in HYPHENS:
        stop -= 1
    if text[start:stop][:1] in (":", ",") and text[start + 1 : start + 2].isupper():
        yield from _marks(text, start, start + 1)
        start, glued = start + 1, True
    first, last = trimmed(text, start, stop) if stop - start <= LONGEST else (start, stop)
    yield from _marks(text, start, first)
    bare = last - 1 if last - first > 1 and text[last - 1] in HYPHENS else last
    at = first
    for parting in PARTING.finditer(text, first, bare):
        hanging = parting.group() == "-"
        yield Word(at, parting.start(), text[at : parting.start()], "word", glued=glued, hanging=hanging)
        if not hanging:
            yield from _marks(text, *parting.span())
        at, glued = parting.end(), True
    if bare > at:
        yield Word(at, bare, text[at:bare], "word", glued=glued, hanging=bare < last or stop < end)
    yield from _marks(text, max(first, last), stop)


def _marks(text: str, start: int, end: int) -> Iterator[Word]:
    for at in range(start, end):
        yield Word(at, at + 1, text[at], "mark")


def _classified(text: str, word: Word, names: _Names) -> Word:
    if word.kind != "word":
        return word
    if len(word.text) > LONGEST:
        return replace(word, kind="mark")
    kind = kind_of(word.text)
    if word.text in AMBIGUOUS and not (word.hanging or _among_elements(text, word)):
        kind = "end"
    elif names.hold(word, kind):
        kind = "name"
    return word if kind == "word" else replace(word, kind=kind)


def _among_elements(text: str, word: Word) -> bool:
    """Whether an English word stands where an element does: inside a sentence before *doped*, or listed with others."""
    before = text[max(0, word.start - 12) : word.start].rstrip()
    behind = text[word.end : word.end + 14].lstrip()
    if not before:
        return False
    if text[word.start - 1] in '“"':
        return True
    return behind.startswith(("doped", "doping", "dopant", "and ", "or ")) or (
        LISTED.search(before) is not None and behind[:1] in ",.)a"
    )
