"""The words around a formula (``x = 0, 0.1``, ``0 ≤ x ≤ 0.3``, ``RE = La, Nd``) in, the values they give out."""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from .composition_grammar import ELEMENTS, SITES
from .formula_expressions import GREEK

LANTHANIDES: Final = "La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu".split()  # noqa: SIM905
MOST_VALUES: Final = 60

NUMBER = r"(?:\d+(?:\.\d+)?(?:/\d+)?|\.\d+)\s?%?"
LETTER = rf"[a-z{GREEK}](?![a-z])"
LESS = r"(?:<=|≤|⩽|≦|<|р)"
JOIN = r"\s*(?:,\s*(?:and|or|to)\b|,|;|\band\b|\bor\b|&|\bto\b|-|\.\.\.|…|/)\s*"
LIST = rf"{NUMBER}(?:{JOIN}(?:(?:\.\.\.|…)\s*,?\s*)?{NUMBER})*"
BEFORE = r"(?<![A-Za-z0-9.)+-])"
BOUNDS = re.compile(rf"{BEFORE}({NUMBER})\s*({LESS})\s*({LETTER}(?:\s*,\s*{LETTER})*)\s*({LESS})\s*({NUMBER})")
UPPER = re.compile(rf"{BEFORE}({LETTER})\s*({LESS})\s*({NUMBER})")
LOWER = re.compile(rf"{BEFORE}({LETTER})\s*(?:>=|≥|⩾|>)\s*({NUMBER})")
EQUAL = re.compile(
    rf"{BEFORE}({LETTER}(?:\s*(?:=|,|and)\s*{LETTER})*)\s*(?:=|~|≈|from|in the range of?|varies from)\s*[~≈]?({LIST})"
)
STEP = re.compile(rf"[,;]?\s*(?:in\s+|with\s+)?(?:a\s+)?(?:step(?:s|\s+size)?|Δ\s?[a-z])\s*(?:of|=)?\s*({NUMBER})")
SYMBOL = r"[A-Z][a-z]?(?![a-z]|\s*[=≡])"
RARE_EARTH = r"rare[ -]earths?(?: elements?)?"
SITE = re.compile(rf"{BEFORE}({'|'.join(SITES)}|[BDCVWYN]|Re)['′]?\s*[=≡]\s*({SYMBOL}(?:{JOIN}{SYMBOL})*|{RARE_EARTH})")
LEFTOVER = re.compile(r"\(\s*(?:(?:with|where|for|when|in which|and|or)\b|[,;:.]|\s)*\s*\)")
TAIL = re.compile(r"[\s,;:(]*(?:(?:with|where|for|when|in which|and|at)\b[\s,;:]*)+$|[\s,;:]+$")


@dataclass(slots=True)
class Assignments:
    """What is told of the variables: ``values`` and ``sites`` list them, ``ranges`` only bound them."""

    values: dict[str, tuple[Fraction, ...]] = field(default_factory=dict)
    ranges: dict[str, tuple[float | None, float | None]] = field(default_factory=dict)
    sites: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values or self.ranges or self.sites)


def take_assignments(text: str) -> tuple[str, Assignments]:
    """``text`` (see :func:`formula_text.plain`) without what it says of its variables, and that."""
    found = Assignments()
    text = BOUNDS.sub(lambda match: take_bounds(match, found), text)
    step = STEP.search(text)
    if step is not None:
        text = text[: step.start()] + text[step.end() :]
    text = EQUAL.sub(lambda match: take_values(match, found, number(step.group(1)) if step else None), text)
    text = UPPER.sub(lambda match: take_limit(match, found, match.group(3), upper=True), text)
    text = LOWER.sub(lambda match: take_limit(match, found, match.group(2), upper=False), text)
    text = SITE.sub(lambda match: take_sites(match, found), text)
    if not found:
        return text, found
    text = LEFTOVER.sub(" ", text)
    return TAIL.sub("", text).strip(), found


def number(text: str) -> Fraction:
    """The exact number; a percentage is a hundredth of it."""
    text = text.strip()
    percent = text.endswith("%")
    top, _, bottom = text.rstrip("% ").partition("/")
    value = Fraction(top) / (Fraction(bottom) or 1) if bottom else Fraction(top)
    return value / 100 if percent else value


def take_bounds(match: re.Match[str], found: Assignments) -> str:
    """``0 ≤ x, y ≤ 0.3``."""
    for name in re.findall(LETTER, match.group(3)):
        found.ranges[name] = (float(number(match.group(1))), float(number(match.group(5))))
    return " "


def take_limit(match: re.Match[str], found: Assignments, limit: str, upper: bool) -> str:
    """``x ≤ 0.3``, ``x > 0.1``."""
    low, high = found.ranges.get(match.group(1), (None, None))
    value = float(number(limit))
    found.ranges[match.group(1)] = (low, value) if upper else (value, high)
    return " "


def take_values(match: re.Match[str], found: Assignments, step: Fraction | None) -> str:
    """``x = 0, 0.1 and 0.2``, ``x = y = 0.1``, ``x = 0-0.5`` (a range), ``x = 0, 0.1, ..., 0.5``."""
    names = re.findall(LETTER, match.group(1))
    printed = match.group(2)
    values = [number(raw) for raw in re.findall(NUMBER, printed)]
    if printed.rstrip().endswith("%"):
        bare = [not raw.strip().endswith("%") for raw in re.findall(NUMBER, printed)]
        values = [value / 100 if left else value for value, left in zip(values, bare, strict=True)]
    if len(values) == 2 and re.search(r"\d\s*(?:-|to)\s*[\d.]", printed):
        low, high = sorted(values)
        if not step or (high - low) / step > MOST_VALUES:
            for name in names:
                found.ranges[name] = (float(low), float(high))
            return " "
        values = [low + step * count for count in range(int((high - low) / step) + 1)]
    values = spell_out(values, printed)
    for name in names:
        found.values[name] = tuple(dict.fromkeys(values[:MOST_VALUES]))
    return " "


def spell_out(values: list[Fraction], printed: str) -> list[Fraction]:
    """``0, 0.1, ..., 0.5`` with the values that the dots stand for."""
    if len(values) < 3 or not re.search(r"\.\.\.|…", printed):
        return values
    step = values[-2] - values[-3]
    count = (values[-1] - values[-2]) / step if step else Fraction(0)
    if count.denominator != 1 or not 1 < count < MOST_VALUES:
        return values
    return [*values[:-1], *(values[-2] + step * index for index in range(1, int(count))), values[-1]]


def take_sites(match: re.Match[str], found: Assignments) -> str:
    """``RE = La, Nd and Sm``, ``Ln = Sm-Gd``, ``R = rare earth``; other text is left as it is."""
    if match.group(2).startswith("rare"):
        found.sites[match.group(1)] = ()
        return " "
    symbols = re.findall(SYMBOL, match.group(2))
    if any(symbol not in ELEMENTS for symbol in symbols):
        return match.group()
    ends = re.findall(rf"({SYMBOL})\s*(?:-|to)\s*({SYMBOL})", match.group(2))
    for first, last in ends:
        if first in LANTHANIDES and last in LANTHANIDES:
            low, high = LANTHANIDES.index(first), LANTHANIDES.index(last)
            symbols += [symbol for symbol in LANTHANIDES[low : high + 1] if symbol != "Pm"]
    if ends:
        symbols.sort(key=lambda symbol: LANTHANIDES.index(symbol) if symbol in LANTHANIDES else 99)
    found.sites[match.group(1)] = tuple(dict.fromkeys(symbols))
    return " "
