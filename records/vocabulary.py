"""Words or a symbol as printed in, the properties that they may mean out, and whether a value can be one of them."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from .errors import Problem
from .quantities import Quantity
from .unit_notation import plain_text
from .units import Unit, base_units, parse_unit

_BREAK: Final = re.compile(r"(?:[);,] |, ?)(?=[^\W\d_])")
"""What ends a phrase between two words: ``root mean square (RMS) roughness``."""
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
_FRACTIONS: Final = frozenset({"%", "wt%", "at.%", "mol%", "vol.%"})
_SMALL_WORDS: Final = frozenset({"of", "at", "the", "to", "and", "in", "for"})
_PLURALS: Final = {"moduli": "modulus", "radii": "radius", "indices": "index"}
_SPELLINGS: Final = (
    ("isation", "ization"),
    ("ised", "ized"),
    ("colour", "color"),
    ("fibre", "fiber"),
    ("neighbour", "neighbor"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property: its name in records, how papers write it, and which values it can have.

    ``low`` and ``high`` are in ``unit``; every value is also stored in ``canonical_unit``. ``units`` are units of
    other dimensions that papers use for it, on which the bounds do not bear. ``source`` says what these rest on.
    """

    name: str
    domain: str
    words: tuple[str, ...]
    symbols: tuple[str, ...] = ()
    dimension: str
    canonical_unit: str
    unit: str
    low: float
    high: float
    units: tuple[str, ...] = ()
    source: str

    def fits(self, unit: Unit | None) -> bool:
        """Whether a value in ``unit`` (None for a bare number) can be one of this property.

        A percent is no angle, and no molar mass that is printed without its unit; an energy in a volume is no stress.
        """
        if unit is not None and unit.plain in _FRACTIONS and self.dimension == "angle":
            return False
        if unit is not None and _canonical(unit) == "1" and "1" in self.units:
            return self.dimension == "dimensionless"
        if unit is not None and unit.dimension == "pressure":
            return _is_energy(unit.plain) in {_is_energy(own) for own in _of_pressure(self)}
        return _canonical(unit) in _accepted(self)

    def spelled(self, symbol: str) -> str | None:
        """The words whose first letters a symbol has; None where it has others.

        ``Mw`` is *molecular weight*, ``Mf`` *martensite finish temperature*.
        """
        letters = {letter.lower() for letter in symbol if letter.isalpha()}
        for words in self.words if len(letters) > 1 else ():
            parts = [part for part in re.findall(r"[a-z]+", words) if part not in _SMALL_WORDS]
            if parts[-1:] == ["temperature"] and "t" not in letters:
                parts = parts[:-1]
            if len(parts) > 1 and {part[0] for part in parts} == letters:
                return words
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyMention:
    """Words of a property at ``text[start:end]``, and the properties that they may mean."""

    start: int
    end: int
    properties: tuple[Property, ...]
    symbol: bool = False


@dataclass(slots=True)
class _Node:
    """A place in the trie of phrases: the next words, and what ends here."""

    following: dict[str, "_Node"] = field(default_factory=dict)
    properties: list[Property] = field(default_factory=list)


class Vocabulary:
    """The properties of ``properties.toml``, found by their words and symbols."""

    def __init__(self, properties: tuple[Property, ...]) -> None:
        self.properties = properties
        self._by_name = {entry.name: entry for entry in properties}
        self._root, self._symbols = _Node(), dict[str, list[Property]]()
        for entry in properties:
            for words in (entry.name.replace("_", " "), *entry.words):
                self._add(words, entry)
            for symbol in entry.symbols:
                self._symbols.setdefault(_symbol(symbol), []).append(entry)
        self._symbol_pattern = _any_of(self._symbols)

    @classmethod
    def load(cls) -> "Vocabulary":
        """The vocabulary that comes with matloom."""
        return _load()

    def __getitem__(self, name: str) -> Property:
        """The property of this name. KeyError if there is none."""
        return self._by_name[name]

    def get(self, name: str) -> Property | None:
        """The property of this name, or None."""
        return self._by_name.get(name)

    def match(self, words: str, unit: Unit | None = None) -> tuple[Property, ...]:
        """The properties that ``words`` (a header, a phrase, a symbol) may mean, likeliest first.

        With a ``unit``, only those that it fits. A symbol counts only alone, with its case, and with a unit; of
        phrases the longest wins, and of two as long the later, which is the head of an English noun phrase.
        """
        found = [mention for mention in self.find(words) if not mention.symbol]
        found.sort(key=lambda mention: (mention.end - mention.start, mention.start), reverse=True)
        entries = [entry for mention in found for entry in mention.properties]
        bare = re.sub(r"\s*\(.*\)$", "", words).strip()
        if unit is not None:
            entries += self._symbols.get(_symbol(bare), [])
            entries = [entry for entry in entries if entry.fits(unit)]
        return tuple(dict.fromkeys(entries))

    def pure_numbers(self, symbol: str) -> tuple[Property, ...]:
        """The properties without unit that a symbol such as ZT or tan δ may stand for."""
        entries = dict.fromkeys(self._symbols.get(_symbol(symbol), []))
        return tuple(entry for entry in entries if entry.fits(None) and entry.dimension != "angle")

    def find_property(self, words: str, unit: Unit | None = None) -> Property | None:
        """The likeliest of :meth:`match`, or None."""
        return next(iter(self.match(words, unit)), None)

    def find(self, text: str) -> list[PropertyMention]:
        """Every phrase of a property in ``text``, longest first, without overlap, and the symbols between them."""
        tokens = [(match.start(), match.end(), _normal(match.group())) for match in _TOKEN.finditer(text)]
        breaks = {match.start() for match in _BREAK.finditer(text)}
        found: list[PropertyMention] = []
        place = 0
        while place < len(tokens):
            end, entries = self._longest(tokens, place, breaks)
            if entries:
                mention = PropertyMention(start=tokens[place][0], end=tokens[end - 1][1], properties=tuple(entries))
                found.append(mention)
            place = max(end, place + 1)
        return sorted([*found, *self._find_symbols(text, found)], key=lambda mention: mention.start)

    def check(self, entry: Property, quantity: Quantity, stage: str = "vocabulary") -> Problem | None:
        """Why ``quantity`` cannot be a value of ``entry`` (Q002 bounds, Q003 dimension); None if it can."""
        unit = parse_unit(quantity.unit) if quantity.unit else None
        if not entry.fits(unit):
            printed = quantity.unit or "none"
            return Problem.of(stage, "Q003", unit=printed, property=entry.name, dimension=entry.dimension)
        bounds = parse_unit(entry.unit) if entry.unit != "1" else None
        percents = unit is not None and unit.plain in _FRACTIONS
        if percents and entry.unit in _FRACTIONS:
            bounds = unit
        elif percents or _canonical(unit) != _canonical(bounds):
            return None
        for value in (quantity.value, quantity.low, quantity.high):
            if value is not None and not _within(value, unit, entry, bounds):
                return Problem.of(
                    stage, "Q002", value=value, unit=quantity.unit or "", property=entry.name,
                    low=entry.low, high=entry.high, canonical=entry.unit,
                )  # fmt: skip
        return None

    def canonical(self, entry: Property, quantity: Quantity) -> Quantity:
        """``quantity`` with its canonical fields as a value of ``entry``; a bare number is in ``1``."""
        if quantity.unit is not None:
            same = parse_unit(quantity.unit)
            bounds = parse_unit(entry.unit) if entry.unit != "1" else None
            if same and bounds and same.canonical == bounds.canonical:
                return replace(quantity, canonical_unit=entry.canonical_unit)
            return quantity
        return replace(
            quantity, canonical_value=quantity.value, canonical_low=quantity.low, canonical_high=quantity.high,
            canonical_unit="1",
        )  # fmt: skip

    def _add(self, words: str, entry: Property) -> None:
        node = self._root
        for token in _TOKEN.findall(words):
            node = node.following.setdefault(_normal(token), _Node())
        if entry not in node.properties:
            node.properties.append(entry)

    def _longest(self, tokens: list[tuple[int, int, str]], place: int, breaks: set[int]) -> tuple[int, list[Property]]:
        """The end and the properties of the longest phrase from ``place`` on, with none of the ``breaks`` in it."""
        node, end, entries = self._root, place, list[Property]()
        for step in range(place, len(tokens)):
            following = node.following.get(tokens[step][2])
            last = tokens[step - 1][1] if step > place else tokens[step][0]
            if following is None or tokens[step][0] - last > 2 or last in breaks:
                break
            node = following
            if node.properties:
                end, entries = step + 1, node.properties
        return end, entries

    def _find_symbols(self, text: str, phrases: list[PropertyMention]) -> Iterator[PropertyMention]:
        taken = iter([*phrases, None])
        phrase = next(taken)
        for match in self._symbol_pattern.finditer(text):
            while phrase and phrase.end <= match.start():
                phrase = next(taken)
            if phrase is None or match.end() <= phrase.start:
                symbol = _symbol(match.group())
                entries = tuple(self._symbols.get(symbol) or self._symbols[symbol.removesuffix("s")])
                yield PropertyMention(start=match.start(), end=match.end(), properties=entries, symbol=True)


def _any_of(symbols: dict[str, list[Property]]) -> re.Pattern[str]:
    """A pattern for every symbol as a word of its own; ``T c`` and ``T_c`` are ``Tc``, ``PCEs`` are several PCE."""
    parts = [_spaced(symbol) for symbol in sorted(symbols, key=len, reverse=True)]
    return re.compile(r"(?<![\w\-/])(?:" + "|".join(parts) + r")(?![\w\-/]|\.\w)")


def _spaced(symbol: str) -> str:
    """A pattern for a symbol with the blanks that may be printed in it."""
    if not symbol.isalnum():
        return re.escape(symbol).replace("×", " ?× ?")
    plural = "s?" if len(symbol) > 2 and symbol.isupper() and symbol.isascii() and symbol.isalpha() else ""
    return r"[ _]?".join(re.escape(char) for char in symbol) + plural


def _symbol(text: str) -> str:
    return plain_text(text).replace(" ", "").replace("_", "").replace("µ", "μ")


@lru_cache(maxsize=8192)
def _normal(token: str) -> str:
    """A word without case, plural and British spelling."""
    word = token.lower()
    for british, american in _SPELLINGS:
        word = word.replace(british, american)
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _is_energy(plain: str) -> bool:
    """Whether a unit with the dimension of a pressure is printed as an energy in a volume."""
    return any(part in plain for part in ("J", "Wh", "erg", "Oe", "eV"))


@lru_cache(maxsize=512)
def _of_pressure(entry: Property) -> tuple[str, ...]:
    """The units of a property that have the dimension of a pressure."""
    known = ((own, parse_unit(own)) for own in (entry.unit, *entry.units) if own != "1")
    return tuple(own for own, unit in known if unit is not None and unit.dimension == "pressure")


def _canonical(unit: Unit | None) -> str:
    """What two units must share to measure the same: bare numbers and percents are both fractions of one."""
    return base_units(unit.canonical) if unit else "1"


@lru_cache(maxsize=512)
def _accepted(entry: Property) -> frozenset[str]:
    spelled = [entry.unit, *entry.units]
    accepted = {"1" if unit == "1" else _canonical(parse_unit(unit)) for unit in spelled}
    if accepted & {_canonical(parse_unit(unit)) for unit in _FRACTIONS}:
        accepted.add("1")
    return frozenset(accepted)


def _within(value: float, unit: Unit | None, entry: Property, bounds: Unit | None) -> bool:
    """Whether a value lies in the bounds, both in the canonical unit; a bare number may be a fraction or percents."""
    low = bounds.to_canonical(entry.low) if bounds else entry.low
    high = bounds.to_canonical(entry.high) if bounds else entry.high
    found = unit.to_canonical(value) if unit else value
    slack = 1e-9 * max(abs(low), abs(high))
    if low - slack <= found <= high + slack:
        return True
    return unit is None and entry.unit == "%" and entry.low <= value <= entry.high


@lru_cache(maxsize=1)
def _load() -> Vocabulary:
    text = files("matloom.records").joinpath("properties.toml").read_text(encoding="utf-8")
    rows: dict[str, dict[str, Any]] = tomllib.loads(text)
    return Vocabulary(
        tuple(
            Property(
                name=name, domain=row["domain"], words=tuple(row["words"]), symbols=tuple(row.get("symbols", ())),
                dimension=row["dimension"], canonical_unit=row["canonical_unit"], unit=row["unit"],
                low=float(row["low"]), high=float(row["high"]), units=tuple(row.get("units", ())), source=row["source"],
            )
            for name, row in rows.items()
        )
    )  # fmt: skip
