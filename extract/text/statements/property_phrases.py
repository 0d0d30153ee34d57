"""A text and the vocabulary's words in it in, the phrases that name a measurable property out, as fully as printed.

A phrase is a run of nouns and adjectives that ends in a noun which measures something (``critical cooling rate``), with
what is said to be measured (``volume fraction of retained austenite``). The vocabulary's own words are such ends too.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, TypeAlias, TypeVar

from ....records.units import Unit
from ....records.vocabulary import Property, PropertyMention

Range: TypeAlias = tuple[int, int]

_WORD: Final = re.compile(r"[^\W\d_](?:[^\W_]|(?<=\w)[-‐‑–/'’](?=[^\W\d_]))*")
_JOINED: Final = frozenset({" ", "-", "‐", "‑", "–", "\u00a0"})
_OF: Final = re.compile(r"\s+(?:of|between)\s+(?:(?:the|a|an|each|all|its|these|those|their|both|such)\s+)?(?=\w)")
_PER: Final = re.compile(
    r"\sper\s(?:[a-z]+\s)?(?:cycle|year|atom|area|mass|volume|unit|layer|pulse|site|particle|cell)\b"
)
"""``degradation per cycle``: what of what."""
_RATIO: Final = re.compile(r"(?<=ratio) (?:of )?[A-Z][A-Za-z]{0,2}\s?[/:]\s?[A-Z][A-Za-z]{0,2}(?![\w/])")
"""``ratio Ca/P``: what of what."""
_RATIO_AHEAD: Final = re.compile(r"(?<![\w/(])[A-Z][\w()+]*[/:]\(?[A-Z][\w()+]*\s$")
"""``the Ag/(Ag+Cu) ratio``: the same in front."""
_SIZED_BY_PREFIX: Final = re.compile(r"(?:nano|micro|meso|macro|sub|mono|bi|multi|inter)(?=[a-z]{4})")
"""Of a noun that is the same at another size: ``macropores``, ``subpeaks``."""
_ADVERB: Final = re.compile(r"\w{4,}(?<!fami)(?<!assemb)(?<!supp)(?<!anoma)ly")
"""No object of a phrase: ``a conductivity of initially``."""
_LETTERED: Final = re.compile(r"[a-oq-zα-ω]-values?")
"""What a letter alone names (the ``b-value``), but not the p-value of statistics."""
_SCALED: Final = frozenset({"normalized", "normalised"})
_BRACKETED: Final = re.compile(r"[\s\w]\($")
_GIVEN: Final = re.compile(r"\s?[:=≈~<>]")
_VERB: Final = re.compile(
    r"amount(?:s|ed)? to\b|yields?\s(?:an?|the|values?|in)\b|"
    r"shifts?\s(?:to|towards?)\s(?:the\s)?(?:high|low|long|short)er\b",
    re.IGNORECASE,
)
"""A verb, where ``amounts of`` something, ``yields of`` it and ``shifts`` are nouns."""
_OF_VALUES: Final = frozenset({
    "mean", "average", "averaged", "absolute", "numerical", "calculated", "measured", "experimental", "reported",
    "estimated", "obtained", "literature", "exact", "initial", "final", "maximal",
})  # fmt: skip
"""What tells of a value how it was found, and not of what it is: a ``mean value`` is a lone ``value``."""
_LONGEST: Final = 7
_LONGEST_OBJECT: Final = 4
_AMOUNTS: Final = frozenset({
    "fraction", "content", "amount", "proportion", "percentage", "concentration", "share", "loading", "ratio", "loss",
    "enrichment", "number", "diameter", "radius", "size", "thickness", "width", "height", "length", "depth",
    "dimension", "distance", "spacing", "area", "volume", "weight",
})  # fmt: skip
"""Nouns whose object says what there is so much of or what is so large, a part of the property whatever it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyPhrase:
    """Words of a property: ``text[start:end]`` up to the noun that measures, ``whole`` with what it is measured of.

    ``properties`` are what the vocabulary knows of it; ``dimensions`` what values of the last noun can have.
    ``setting`` tells words of what is set in an experiment, ``vague`` a lone noun that needs another one beside it.
    ``named`` are the words for which a symbol stands; ``assigned`` tells a symbol that only an equals sign makes one.
    """

    start: int
    end: int
    whole: Range
    properties: tuple[Property, ...] = ()
    dimensions: frozenset[str] = frozenset()
    symbol: bool = False
    setting: bool = False
    vague: bool = False
    named: str | None = None
    assigned: bool = False

    def measures(self, unit: Unit | None, value: float | None = None) -> bool:
        """Whether the last noun of the phrase can have values in ``unit``, None for a bare number like ``value``."""
        if self.vague and self.whole == (self.start, self.end):
            return False
        if unit is None:
            share = value is not None and 0 < value < 1
            return "number" in self.dimensions or (share and "fraction" in self.dimensions)
        if unit.dimension in lexicon().fractions and "fraction" in self.dimensions:
            return True
        return unit.dimension in self.dimensions or "any" in self.dimensions

    def names(self, unit: Unit | None) -> bool:
        """Whether the words themselves tell of the unit's dimension, and do not just admit any."""
        if self.properties or unit is None:
            return not self.properties
        return unit.dimension in self.dimensions or unit.dimension in lexicon().fractions or self.assigned

    def implies(self, unit: Unit) -> tuple[str, str] | None:
        """Of a noun that measures nothing itself: its kind, and what a value in ``unit`` is of it."""
        for kind, nouns in lexicon().implied.items():
            if kind in self.dimensions and (noun := nouns.get(unit.dimension)):
                return kind, noun
        return None


@dataclass(frozen=True, slots=True)
class _Token:
    """A word at ``text[start:end]``, and whether it belongs to words of the vocabulary."""

    start: int
    end: int
    word: str
    mention: PropertyMention | None = None


@dataclass(frozen=True, slots=True)
class _Lexicon:
    heads: dict[str, frozenset[str]]
    fractions: frozenset[str]
    carriers: frozenset[str]
    vague: frozenset[str]
    edges: frozenset[str]
    plain: frozenset[str]
    settings: frozenset[str]
    set_heads: frozenset[str]
    rate_settings: frozenset[str]
    found: frozenset[str]
    samples: frozenset[str]
    variables: frozenset[str]
    unspecific: frozenset[str]
    by_unit: dict[str, str]
    implied: dict[str, dict[str, str]]


T = TypeVar("T", _Token, PropertyMention)


@lru_cache(maxsize=1)
def lexicon() -> _Lexicon:
    """What ``property_heads.toml`` says."""
    raw: dict[str, Any] = tomllib.loads(
        files("matloom.extract.text.statements").joinpath("property_heads.toml").read_text(encoding="utf-8")
    )
    words: dict[str, list[str]] = raw["words"]
    heads = {noun: frozenset(dimensions) for noun, dimensions in raw["heads"].items()}
    forms = {form for stem in words["verbs"] for form in _forms(stem)}
    return _Lexicon(
        heads=heads, fractions=frozenset(raw["fractions"]), carriers=frozenset(words["carriers"]),
        vague=frozenset(words["vague"]),
        edges=frozenset(words["edges"]) | forms, plain=frozenset(words["plain"]),
        settings=frozenset(words["settings"]), set_heads=frozenset(words["set_heads"]),
        rate_settings=frozenset(words["rate_settings"]), found=frozenset(words["found"]),
        samples=frozenset(words["samples"]), variables=frozenset(words["variables"]),
        unspecific=frozenset(words["unspecific"]), by_unit=raw["by_unit"], implied=raw["implied"],
    )  # fmt: skip


def _forms(stem: str) -> Iterator[str]:
    """A verb in each of its regular forms."""
    yield from (stem, stem + "s", stem + "es", stem + "d", stem + "ed", stem + "ing")
    if stem.endswith("e"):
        yield stem[:-1] + "ing"
    if stem.endswith("y"):
        yield from (stem[:-1] + "ies", stem[:-1] + "ied")


def singular(word: str) -> str:
    """A noun without its plural: ``capacities``, ``strengths``, ``radii``."""
    if word in ("radii", "indices", "axes"):
        return {"radii": "radius", "indices": "index", "axes": "axis"}[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("yses", "heses", "reses")):
        return word[:-2] + "is"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def property_phrases(
    text: str, mentions: Sequence[PropertyMention], names: Sequence[Range], values: Sequence[Range]
) -> list[PropertyPhrase]:
    """The phrases of ``text`` in order, none with a word of one of the ``values``.

    ``names`` are the places of the materials' names, which are no object of a phrase.
    """
    mentions = _apart(mentions, values)
    named = [mention for mention in mentions if not mention.symbol]
    tokens = _apart(_tokens(_without(text, values), named), values)
    phrases = [
        PropertyPhrase(start=m.start, end=m.end, whole=(m.start, m.end), properties=m.properties, symbol=True)
        for m in mentions
        if m.symbol
    ]
    for run in _runs(text, tokens):
        phrases.extend(_phrases(run))
    phrases = [_in_brackets(text, _of_what(text, phrase), tokens) if phrase.vague else phrase for phrase in phrases]
    widened = [phrase if phrase.symbol else _with_object(text, phrase, tokens, names) for phrase in phrases]
    return sorted(widened, key=lambda phrase: (phrase.start, phrase.end))


def _tokens(text: str, mentions: Sequence[PropertyMention]) -> list[_Token]:
    """The words of a text, each phrase of the vocabulary being one."""
    found: list[_Token] = []
    waiting = list(reversed(mentions))
    for match in _WORD.finditer(text):
        while waiting and waiting[-1].end <= match.start():
            waiting.pop()
        inside = waiting[-1] if waiting and waiting[-1].start < match.end() else None
        if inside is None:
            found.append(_Token(match.start(), match.end(), match.group().lower()))
        elif not found or found[-1].mention is not inside:
            end = max(inside.end, match.end())
            found.append(_Token(min(inside.start, match.start()), end, text[inside.start : end].lower(), inside))
    return found


def _without(text: str, values: Sequence[Range]) -> str:
    """The text with blanks for the values, so that ``thick`` is a word of ``20-nm-thick``."""
    kept, last = list[str](), 0
    for start, end in values:
        kept.extend((text[last:start], " " * (end - start)))
        last = end
    return "".join((*kept, text[last:]))


def _apart(tokens: Sequence[T], values: Sequence[Range]) -> list[T]:
    """What is no unit of a value."""
    found: list[T] = []
    waiting = list(reversed(values))
    for token in tokens:
        while waiting and waiting[-1][1] <= token.start:
            waiting.pop()
        if not waiting or token.end <= waiting[-1][0]:
            found.append(token)
    return found


def _runs(text: str, tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Stretches of nouns and adjectives, ended by other words, by numbers and by punctuation."""
    edges, run = lexicon().edges, list[_Token]()
    for token in tokens:
        joined = bool(run) and text[run[-1].end : token.start] in _JOINED
        if (token.mention is None and token.word in edges) or _VERB.match(text, token.start):
            yield run
            run = [token] if "event" in (_head(token) or ()) else []
        elif joined:
            run.append(token)
        else:
            yield run
            run = [token]
    yield run


def _phrases(run: list[_Token]) -> Iterator[PropertyPhrase]:
    """The phrase that ends at the last measuring noun of a run, and those of the vocabulary's words in front of it."""
    ends = [place for place, token in enumerate(run) if token.mention or _head(token) is not None]
    if not ends:
        return
    last = ends[-1]
    if last + 1 < len(run) and singular(run[last + 1].word) in lexicon().carriers:
        last += 1
    for place in ends[:-1]:
        if run[place].mention is not None and last - place > 2:
            yield _phrase(run[: place + 1])
    yield _phrase(run[: last + 1])


def _head(token: _Token) -> frozenset[str] | None:
    return _measured_by(singular(token.word.rpartition("-")[2]))


def _measured_by(noun: str) -> frozenset[str] | None:
    """What the values of a noun can have; None of one that measures nothing."""
    heads = lexicon().heads
    return heads.get(noun) or heads.get(_SIZED_BY_PREFIX.sub("", noun, count=1))


def _phrase(run: list[_Token]) -> PropertyPhrase:
    words = lexicon()
    first = max(0, len(run) - _LONGEST)
    last = run[-1]
    plain = words.plain | _OF_VALUES if _last_word(last) == "value" else words.plain
    while first < len(run) - 1 and run[first].mention is None and run[first].word in plain:
        first += 1
    known = [entry for token in reversed(run[first:]) if token.mention for entry in token.mention.properties]
    measured = len(run) - first > 1 and (run[-2].mention or _head(run[-2])) is not None
    carried = measured and singular(last.word) in words.carriers
    measuring = run[-2] if carried else last
    noun = _last_word(measuring)
    dimensions = _measured_by(noun) or frozenset[str]()
    if any(token.word in _SCALED for token in run[first:]):
        dimensions |= {"number", "fraction"}
    alone = len(run) - first - carried == 1 and not (carried and singular(last.word) == "value")
    vague = measuring.mention is None and alone and noun in words.vague and not _LETTERED.fullmatch(measuring.word)
    return PropertyPhrase(
        start=run[first].start, end=last.end, whole=(run[first].start, last.end), properties=tuple(known),
        dimensions=dimensions, setting=_is_setting(run, noun), vague=vague,
    )  # fmt: skip


def _is_setting(run: Sequence[_Token], noun: str) -> bool:
    """``annealing temperature``, ``scan rate``: what somebody set; but ``critical cooling rate``."""
    words = lexicon()
    leading = {part for token in run[:-1] for part in (token.word, *token.word.split())}
    if noun not in words.set_heads or leading & words.found or " ".join(t.word for t in run[-2:]) in words.found:
        return False
    return bool(leading & (words.rate_settings if noun in ("rate", "speed") else words.settings))


def _last_word(token: _Token) -> str:
    return singular(re.split(r"[\s-]", token.word)[-1])


def _of_what(text: str, phrase: PropertyPhrase) -> PropertyPhrase:
    """A lone ``ratio`` with the two things whose ratio it is in front."""
    ahead = _RATIO_AHEAD.search(text, max(0, phrase.start - 24), phrase.start)
    if ahead is None or not text.startswith("ratio", phrase.start):
        return phrase
    return replace(phrase, whole=(ahead.start(), phrase.end), vague=False)


def _in_brackets(text: str, phrase: PropertyPhrase, tokens: Sequence[_Token]) -> PropertyPhrase:
    """``blocks (size: 5 µm)``: the noun ahead of the bracket tells what a lone noun is of."""
    if not _BRACKETED.search(text[max(0, phrase.start - 2) : phrase.start]) or not _GIVEN.match(text, phrase.end):
        return phrase
    place = bisect_left(tokens, phrase.start, key=lambda token: token.start)
    first = place
    while first and place - first < _LONGEST_OBJECT and tokens[first - 1].word not in lexicon().edges:
        if first < place and text[tokens[first - 1].end : tokens[first].start] not in _JOINED:
            break
        first -= 1
    return replace(phrase, whole=(tokens[first].start, phrase.end), vague=False) if first < place else phrase


def _with_object(text: str, phrase: PropertyPhrase, tokens: Sequence[_Token], names: Sequence[Range]) -> PropertyPhrase:
    """The phrase with ``of retained austenite`` behind it; a sample is no part of a property, save of an amount."""
    if named := _RATIO.match(text, phrase.end):
        return replace(phrase, whole=(phrase.whole[0], named.end()))
    if each := _PER.match(text, phrase.end):
        return replace(phrase, whole=(phrase.whole[0], each.end()))
    match = _OF.match(text, phrase.end)
    if match is None:
        return phrase
    words = lexicon()
    amount = singular(text[phrase.start : phrase.end].lower().rpartition(" ")[2]) in _AMOUNTS
    end, count = match.end(), 0
    place = bisect_left(tokens, match.end(), key=lambda token: token.start)
    for token in tokens[place : place + _LONGEST_OBJECT]:
        apart = text[end : token.start] not in _JOINED if count else token.start != end
        ends = token.word in words.edges or _ADVERB.fullmatch(token.word)
        if apart or (token.mention is None and ends) or _VERB.match(text, token.start):
            break
        if token.word in words.samples or (not amount and _named(token, names)):
            return phrase
        end, count = token.end, count + 1
    return replace(phrase, whole=(phrase.whole[0], end)) if count else phrase


def _named(token: _Token, names: Sequence[Range]) -> bool:
    """Whether a word is a part of one of the names, which stand in order."""
    place = bisect_left(names, token.end, key=lambda name: name[0]) - 1
    return place >= 0 and token.start < names[place][1]


def open_property(words: str, unit: Unit | None) -> Property:
    """A property that the vocabulary does not know, named by the words that are printed."""
    spelled = unit.plain if unit else "1"
    return Property(
        name=_name(words), domain="open", words=(words,), dimension=unit.dimension if unit else "dimensionless",
        canonical_unit=unit.canonical if unit else "1", unit=spelled, low=float("-inf"), high=float("inf"),
        source="the paper's own words",
    )  # fmt: skip


def _name(words: str) -> str:
    parts = [part for part in re.split(r"[^\w]+", words.lower()) if part and part not in ("the", "a", "an", "of")]
    if parts:
        parts[-1] = singular(parts[-1])
    return "_".join(parts)[:60].strip("_")
