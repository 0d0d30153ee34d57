"""Running text and the material names in it in, the noun phrases out that speak of a sample: ``annealed 125 nm film``.

A phrase ends in a carrier noun (film, steel, joint) and runs back over the words that can stand before one. What in it
tells the sample from the others of its paper are the words of treatment, measure, structure and role.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from .context import PROCESSES
from .vocabulary import vocabulary

REACH: Final = 140
LONGEST: Final = 9
"""Characters and words before the noun that are looked at."""
_WORD: Final = re.compile(r"[^\s]+")
_UNITS: Final = (
    r"(?:nm|[µμ]m|mm|cm|Å|°\s?C|℃|K|h|min|s|kV|MPa|GPa|keV|ppm|(?:wt|mol|at|vol)\.?\s?%|%|[mk]?C/?cm2|°\s?C/min|K/min)"
)
_MEASURE: Final = re.compile(
    rf"[~≈]?\d[\d.,]*(?:[-–−]\d[\d.]*)?[-\s]?{_UNITS}(?:[-‐–]thick)?|\d{{1,3}}[-‐–](?:layer(?:ed)?|ply|pass|cycle)"
)
_NUMBER: Final = re.compile(r"[~≈]?\d[\d.]*")
_UNIT: Final = re.compile(rf"(?:{_UNITS})(?:[-‐–]thick)?")
_CODE: Final = re.compile(r"(?=\S*[A-Z])[A-Za-zα-ω0-9][\w@/:+.\-‐–−()]*")
_HYPHENED: Final = re.compile(
    r"[A-Za-z][\w.]*(?:[-‐–−][a-z]+)*[-‐–−](?:[a-z]+ed|free|rich|poor|like|type|grown|spun|drawn|wound|built|rolled|made|"
    r"bound|thick|thin|scale|phase|layer|pressed)"
)
_PARTICIPLE: Final = re.compile(r"(?:un|non|re|pre|over|under|micro|nano|co)?[a-z]{3,}(?:ed|spun|grown|drawn)")
_ADJECTIVE: Final = re.compile(
    r"(?:[a-z]+[-‐–])?[a-z]{3,}(?:ic|itic|ous|ine|ent|ive|ular|inal|ial|onal|ical|ary|ible|able|less)"
)
_SALT: Final = re.compile(r"[a-z]{3,}(?:[aiy]te|ide|onia|ina|ania)")
"""``tellurite`` glass, ``nitride`` layer."""
_TREATED: Final = re.compile(
    r"(?:as|un|non|post|pre|cold|hot|heat|melt|solution|over|under|peak|double|air|water|oil|furnace|acid|alkali|plasma|"
    r"laser|ion|vacuum|spark|hydrogen|HPT|ECAP|SPS|[A-Z]{2,5}|\d+\s?°\s?C)?[-‐–]?"
    r"(?:sintered|anneal(?:ed)?|calcined|fired|treated|quenched|aged|milled|pressed|deposited|grown|forged|extruded|"
    r"hydrogenated|pyroly[sz]ed|carboni[sz]ed|tempered|rolled|cryomilled|irradiated|nitrided|oxidi[sz]ed|cast|spun|"
    r"homogeni[sz]ed|reduced|implanted|hardened|welded|peened|deformed|processed|printed|built|cured|leached|activated|"
    r"exfoliated|poled|polished|etched|crystalli[sz]ed|austeniti[sz]ed|austempered|normali[sz]ed|drawn|received|"
    r"charged|lithiated|delithiated|sodiated|soaked|hydrolysed|cycled)",
    re.IGNORECASE,
)
_TREATED_BEHIND: Final = re.compile(
    rf"\s(?:(?:that|which)\s(?:was|were)\s)?({PROCESSES}\s(?:at|for|in|under|to)\s[~≈]?\d[\d.,]*\s?{_UNITS}"
    rf"(?:\sfor\s\d[\d.]*\s?{_UNITS})?)(?!\w)"
)
_PART: Final = (
    r"(?:(?:bi|multi|double|single)?-?(?:inter|buffer |barrier |blocking |transport |catalyst |functional )?layers?|"
    r"electrolytes?|electrodes?|anodes?|cathodes?|supports?|substrates?|coatings?|films?|membranes?|separators?|"
    r"absorbers?|additives?|catalysts?)"
)
_COMPLEMENT: Final = re.compile(
    r"\s(?P<all>(?P<how>with|without|containing|(?:using|employing|based on)(?=[^.;]{0,80}"
    + _PART
    + r"))\s(?:an?\s|the\s)?"
    r"(?P<amount>\d[\d.]*\s?(?:(?:wt|mol|at|vol)\.?\s?)?%\s)?"
    r"(?P<what>(?!(?:the|an?|high|low|good|large)\b)[\w/-]{2,})(?P<part>(?:[\s-](?:bi-?|multi-?|thin\s)?"
    + _PART
    + r")?(?!\w)))"
)
"""What a sample has, lacks or is built with, and as what: ``cell without GDC interlayer``."""
_ADVERB: Final = re.compile(r"\b(?:most|more|widely|commonly|often|usually|generally|frequently|typically|mostly)\s$")
"""Words before ``used anode`` by which it is a kind of things, and not the one spoken of just before."""
_NOUN: Final = re.compile(
    r"(?!(?:with|from|than|into|that|this|such|were|have|been|which|when|only|also|both|each|upon)\b)"
    r"[a-z]{4,}(?<!s)(?<!ly)(?<!ed)(?<!ing)"
)
"""A noun that nobody has listed, between a word that tells something and the carrier noun."""
_AGENT: Final = re.compile(r"[a-z]{3,}(?<!s)(?<!ly)(?<!ed)(?<!ing)")
_ARTICLE: Final = re.compile(r"(?:the|an?|each|every)", re.IGNORECASE)
"""Before ``oil quenched sample``: what stands between it and the participle says how that was done."""
_GRADE: Final = re.compile(r"\d{3,4}[A-Z]?|[1-9]x{3}")
_GRADED: Final = ("alloy", "steel")
"""A grade is a bare number: ``6005 aluminium alloy``."""
_RUNNING: Final = re.compile(r"[,;:.!?)]$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase from ``start`` to ``end``, without article; ``head`` is its last word in the singular.

    ``code`` is a short name in it that nobody has explained (``PLGA-HA`` fibres), ``telling`` are the words that tell
    the sample from others. ``pointing`` is whether a word such as "tested" says that it is the paper's material,
    ``returning`` whether one such as "resulting" says that it is the sample spoken of just before; ``treated`` is what
    the words behind say of its treatment ("sintered at 900 °C").
    """

    start: int
    end: int
    head: str
    code: str | None = None
    telling: tuple[str, ...] = ()
    pointing: bool = False
    returning: bool = False
    treated: str | None = None

    @property
    def treatments(self) -> tuple[str, ...]:
        """Those of the telling words that say how the sample was treated, and its measures."""
        told = ((word, word.rsplit(" ", 1)[-1]) for word in self.telling)
        return tuple(word for word, last in told if _TREATED.fullmatch(last) or _MEASURE.fullmatch(word))


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary of phrases: carrier nouns, the words before them by what they do, numbered nouns."""

    carriers: frozenset[str]
    telling: frozenset[str]
    plain: frozenset[str]
    pointing: frozenset[str]
    returning: frozenset[str]
    no_modifiers: frozenset[str]
    numbered: frozenset[str]
    no_phrases: re.Pattern[str]


@cache
def words() -> Words:
    """The lists of ``mention_vocabulary.toml``."""
    phrases: dict[str, list[str]] = vocabulary()["phrases"]
    lists = {name: frozenset(given) for name, given in phrases.items() if name != "no_phrases"}
    return Words(**lists, no_phrases=re.compile("|".join(phrases["no_phrases"]), re.IGNORECASE))


@lru_cache(maxsize=8)
def _head_pattern(short: frozenset[str]) -> re.Pattern[str]:
    nouns = f"(?i:{'|'.join(sorted(words().carriers, key=len, reverse=True))})"
    own = "|".join([nouns, *(re.escape(one) for one in sorted(short))])
    return re.compile(
        rf"(?<![\w/-])(?:(?:nano|micro|submicro|thin)-)?(?P<noun>{own})(?P<plural>e?s)?(?![\w-])"
        rf"(?! (?:(?:{own})s?|supported)\b)"
    )


def find_phrases(
    text: str, names: Sequence[tuple[int, int]] = (), short: frozenset[str] = frozenset()
) -> Iterator[Phrase]:
    """The phrases in ``text``, in order as ``names`` are, which is where materials and labels stand.

    Some have a name and nothing telling. ``short`` are a paper's abbreviations of carrier nouns (CL: catalyst layer).
    """
    last = 0
    for match in _head_pattern(short).finditer(text):
        floor = max(last, match.start() - REACH)
        first = bisect_right(names, floor, key=lambda name: name[1])
        behind = bisect_left(names, match.end() + REACH, first, key=lambda name: name[0])
        phrase = _Walk(text, match.start(), names[first:behind], floor).phrase(match)
        if phrase is not None:
            yield phrase
            last = phrase.end


class _Walk:
    """The way back from a carrier noun over the words before it, to the first that cannot stand in its phrase."""

    def __init__(self, text: str, head: int, names: Sequence[tuple[int, int]], floor: int) -> None:
        self.text, self.names, self.head, self.start = text, names, head, head
        self.telling: list[str] = []
        self.kinds: set[str] = set()
        self.code: str | None = None
        self._measured(floor)
        words_before = [match.span() for match in _WORD.finditer(text, floor, self.start)][-LONGEST:]
        self._before = [span for span in words_before if span[0] > floor or floor == 0]
        while self._before and self._take(*self._before.pop()):
            pass

    def phrase(self, head: re.Match[str]) -> Phrase | None:
        """What was walked over as a phrase; None where it tells nothing."""
        base = head["noun"].lower() in ("metal", "material") and self.telling in (["base"], ["parent"])
        treated = _TREATED_BEHIND.match(self.text, head.end()) or self._complement(head.end())
        beside = self.kinds <= {"plain", "returning"} and _ADVERB.search(self.text[: self.start])
        if (
            beside
            or not (self.kinds - {"plain"} or treated)
            or words().no_phrases.search(self.text[self.start : head.end()])
        ):
            return None
        return Phrase(
            self.start, head.end(), _singular(head["noun"]), code=self.code, telling=tuple(self.telling),
            pointing=base or "pointing" in self.kinds, returning="returning" in self.kinds,
            treated=treated[1] if treated else None,
        )  # fmt: skip

    def _complement(self, end: int) -> re.Match[str] | None:
        """What the sample has or lacks, where that is a material: ``device with 2 mol% KI``, ``magnet without Dy``."""
        found = _COMPLEMENT.match(self.text, end)
        if found is None:
            return None
        named = any(start <= found.start("what") < stop for start, stop in self.names)
        return found if named or found["amount"] or found["how"] == "without" else None

    def _measured(self, floor: int) -> None:
        """``cooled (60 °C/min) sample``: a measure in brackets right before the noun."""
        if self.text[self.start - 2 : self.start] != ") ":
            return
        opened = self.text.rfind("(", max(floor, self.start - 24), self.start)
        if opened > floor and _MEASURE.fullmatch(self.text, opened + 1, self.start - 2):
            self.telling.append(self.text[opened + 1 : self.start - 2])
            self.kinds.add("telling")
            self.start = opened

    def _take(self, begin: int, end: int) -> bool:
        """Takes a word into the phrase where it can stand in it."""
        word = self.text[begin:end]
        if begin >= self.start:
            return True
        if word in ("more", "less") and self.telling and end == self.start - 1:
            self.start = begin
            return False
        name = next((one for one in self.names if one[0] < end and begin < one[1]), None)
        if (name is None or name[1] < end or name[0] > begin) and (_RUNNING.search(word) or word[0] in "(["):
            return False
        kind = "name" if name is not None else _kind(word)
        if self._before and self._goes_with(word, kind, self.text[slice(*self._before[-1])]):
            begin, kind = self._before.pop()[0], "telling"
        elif kind is None and end == self.head - 1 and self._before and _NOUN.fullmatch(word):
            kind = "plain" if _kind(self.text[slice(*self._before[-1])]) in ("telling", "code") else None
        elif kind is None and _GRADE.fullmatch(word) and self.text.startswith(_GRADED, self.head):
            kind = "code"
        elif kind is None and self._does(begin, word):
            self.telling[0], self.start = self.text[begin : begin + len(word)] + " " + self.telling[0], begin
            return True
        if kind in (None, "unit"):
            return False
        if kind in ("telling", "code"):
            self.telling.insert(0, self.text[begin:end])
        if kind == "code":
            self.code = self.code or word
        self.kinds.add(kind)
        self.start = min(begin, name[0]) if name is not None else begin
        return True

    def _goes_with(self, word: str, kind: str | None, before: str) -> bool:
        """Whether a unit goes with the number before it, or ``supported`` with what supports: ``anode supported``."""
        if word == "supported":
            return before.lower() in words().carriers
        return kind == "unit" and _NUMBER.fullmatch(before) is not None

    def _does(self, begin: int, word: str) -> bool:
        """Whether a noun says by what the participle behind it was done: ``the sandpaper polished sample``."""
        if not self.telling or not self._before or not _AGENT.fullmatch(word) or word in words().no_modifiers:
            return False
        done = self.telling[0]
        beside = self.text[begin + len(word) : self.start] == " " and self.text.startswith(done, self.start)
        return beside and bool(_TREATED.fullmatch(done) and _ARTICLE.fullmatch(self.text[slice(*self._before[-1])]))


def _singular(noun: str) -> str:
    """A carrier noun in small letters, an abbreviation of one as it is."""
    return noun if noun.lower() not in words().carriers else noun.lower()


def _kind(word: str) -> str | None:
    """What a word before a carrier noun does, as the name of a list of :class:`Words`; None where it cannot be one."""
    lists, lower = words(), word.lower()
    if lower in lists.no_modifiers:
        return None
    for name in ("pointing", "returning"):
        if lower in getattr(lists, name):
            return name
    if lower in lists.telling or _MEASURE.fullmatch(word):
        return "telling"
    if lower in lists.plain or lower in lists.carriers:
        return "plain"
    if _UNIT.fullmatch(word) or word == "thick":
        return "unit" if word != "thick" else "plain"
    if _HYPHENED.fullmatch(word) or _PARTICIPLE.fullmatch(lower) or re.match(r"as[-‐–]\w", lower):
        return "telling"
    if _ADJECTIVE.fullmatch(lower) or _SALT.fullmatch(lower):
        return "telling"
    coded = _CODE.fullmatch(word) and (sum(map(str.isupper, word)) > 1 or re.search(r"\d", word))
    return "code" if coded else None
