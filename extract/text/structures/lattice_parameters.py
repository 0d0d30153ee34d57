"""A sentence in, the lattice parameters printed in it out, gathered into cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from ....records.model import Lattice
from ....records.quantities import Quantity
from ....records.quantity_grammar import parse_quantity

Name = Literal["a", "b", "c", "alpha", "beta", "gamma", "volume"]

NUMBER = r"\d{1,3}(?:[.,]\d{1,6})?(?:\s?\(\d{1,4}\))?(?:\s?±\s?\d+(?:\.\d+)?)?"
LENGTH = r"(?:Å|Ǻ|Å|Å|angstroms?|Angstroms?|nm|pm)(?![\w³3])"
ASSIGNED = re.compile(
    rf"(?<![\w.])(?P<names>[abc](?:\s?[=,]\s?[abc]\b|\s?and\s[abc]\b)*)\s?(?P<relation>=|≈|~|"
    rf"∼)\s?(?P<number>{NUMBER})\s?(?P<unit>{LENGTH})?"
)
ANGLE = re.compile(
    rf"(?<!\w)(?P<names>[αβγ](?:\s?[=,]\s?[αβγ])*)\s?(?:=|≈|~)\s?(?P<number>{NUMBER})\s?(?:°|º|deg\b|degrees?\b|◦)"
)
VOLUME = re.compile(
    r"(?:\bV(?:cell|c|uc)?\s?=\s?|\b(?:unit[- ])?cell volume(?:\s[^\s\d]\S{0,30}){0,6}?\s?(?:=|:)?\s?(?:V\s?=\s?)?|"
    r"volume of the unit cell(?:\s[A-Za-z]+){0,2}\s)"
    r"(?P<number>\d{1,5}(?:\.\d{1,6})?(?:\s?\(\d{1,4}\))?)\s?(?P<unit>(?:Å|Ǻ|Å|nm|pm)\s?[3³])"
)
CONSTANT = re.compile(
    r"\b(?:lattice|cell|unit[- ]cell)\s(?:parameters?|constants?),?(?:\s[^\s\d][^\s]{0,30}){0,9}?\s[~≈]?"
    rf"(?P<number>{NUMBER})\s?(?P<unit>{LENGTH})"
)
EDGES = re.compile(
    rf"\b[Cc]ell\s(?:dimensions?|edges?|parameters?)(?:\s[a-z]+){{0,3}}?\s"
    rf"(?P<a>{NUMBER})\s?[×x]\s?(?P<b>{NUMBER})\s?[×x]\s?(?P<c>{NUMBER})\s?(?P<unit>{LENGTH})"
)
"""``cell dimensions of 5.43 × 5.43 × 10.2 Å``."""
LISTED = re.compile(
    rf"(?<![\w.])(?:(?P<name>[abc])\s?(?:=|≈|~|is|are|was|were)|"
    rf"(?:lattice|cell|unit[- ]cell)\s(?:parameters?|constants?)(?:\s(?P<called>[abc]))?"
    rf"(?:\s[^\s\d;][^\s;]{{0,20}}){{0,8}}?)\s?(?P<numbers>{NUMBER}(?:\s?(?:,\s?and|,|and)\s?{NUMBER})+)\s?(?P<unit>{LENGTH})"
)
"""``a = 12.986(2), 12.972(1) and 12.969(1) Å``: one parameter of several samples."""
PAIRED = re.compile(
    rf"\b(?:lattice|cell|unit[- ]cell)\s(?:parameters?|constants?)\s(?P<names>[abc](?:\s?(?:,|and|"
    rf", and)\s?[abc])+)\s[^.;=]{{0,40}}?"
    rf"(?P<numbers>{NUMBER}(?:\s?(?:{LENGTH})?\s?(?:,|and|, and)\s?{NUMBER})+)\s?(?P<unit>{LENGTH})"
)
GREEK: Final[dict[str, Name]] = {"α": "alpha", "β": "beta", "γ": "gamma"}
SHORTEST, LONGEST = 1.0, 200.0
"""Cell lengths in Å outside of these are no cell lengths (Crystallography Open Database: 2.4 to 189 Å)."""
GAP: Final = 60
SMALLER: Final = {"nm": 10.0, "pm": 0.01}
"""Units of length in angstrom."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One lattice parameter at ``start`` to ``end``; lengths and volume in the printed unit."""

    start: int
    end: int
    name: Name
    quantity: Quantity


def find_parameters(sentence: str) -> list[Parameter]:
    """All lattice parameters of a sentence, in order."""
    found = [*lengths(sentence), *angles(sentence), *volumes(sentence)]
    if not any(parameter.name in ("a", "b", "c") for parameter in found):
        found.extend(constants(sentence))
    if not any(parameter.name in ("a", "b", "c", "volume") for parameter in found):
        return []
    return sorted(found, key=lambda parameter: parameter.start)


def lengths(sentence: str) -> Iterator[Parameter]:
    """``a = 3.912(2) Å``, ``a = b = 5.43, c = 13.2 Å``: a unit printed once holds for those before it."""
    matches = list(ASSIGNED.finditer(sentence))
    for index, match in enumerate(matches):
        unit = match.group("unit")
        for following in matches[index + 1 :]:
            if unit or following.start() - match.end() > GAP * 2:
                break
            unit = following.group("unit")
        quantity = length(match.group("number"), unit, match.group("relation"))
        if quantity is None:
            continue
        for name in re.findall(r"[abc]", re.sub(r"and", "", match.group("names"))):
            yield Parameter(match.start(), match.end(), name, quantity)  # pyright: ignore[reportArgumentType]


def listed_cells(sentence: str) -> Iterator[tuple[tuple[Lattice, ...], int, int]]:
    """The cells of which a sentence lists one parameter, and where: ``a = 12.986, 12.972 and 12.969 Å``."""
    paired = [match.span() for match in PAIRED.finditer(sentence)]
    for match in LISTED.finditer(sentence):
        numbers = [one.group() for one in re.finditer(NUMBER, match["numbers"])]
        lengths = [length(number, match["unit"]) for number in numbers]
        if None in lengths or any(start < match.end() and match.start() < end for start, end in paired):
            continue
        name = match["name"] or match["called"] or "a"
        yield tuple(Lattice(**{name: one}) for one in lengths), match.start(), match.end()


def length(number: str, unit: str | None, relation: str = "=") -> Quantity | None:
    """A plausible cell length in angstrom, None for any other number."""
    if unit is None:
        return None
    about = "~" if relation in "≈~∼" else ""
    quantity = parse_quantity(f"{about}{number.replace(',', '.')} {'Å' if unit.lower().startswith('ang') else unit}")
    size = quantity.canonical_value if quantity is not None else None
    if quantity is None or size is None or not SHORTEST <= size * 1e10 <= LONGEST:
        return None
    return quantity if unit not in SMALLER else in_angstrom(quantity, SMALLER[unit])


def in_angstrom(quantity: Quantity, factor: float) -> Quantity:
    """A length printed in nm or pm with its number in angstrom, as a lattice holds it; the printed text stays."""
    return replace(
        quantity,
        value=None if quantity.value is None else round(quantity.value * factor, 8),
        uncertainty=None if quantity.uncertainty is None else round(quantity.uncertainty * factor, 8),
        unit="angstrom",
    )


def angles(sentence: str) -> Iterator[Parameter]:
    """``α = β = 90°, γ = 120°``."""
    for match in ANGLE.finditer(sentence):
        quantity = parse_quantity(f"{match.group('number')}°")
        if quantity is not None and quantity.value is not None and 30 <= quantity.value <= 150:
            for name in re.findall(r"[αβγ]", match.group("names")):
                yield Parameter(match.start(), match.end(), GREEK[name], quantity)


def volumes(sentence: str) -> Iterator[Parameter]:
    """``V = 291.4 Å3``, ``a unit cell volume of 290.3(2) Å3``."""
    for match in VOLUME.finditer(sentence):
        quantity = parse_quantity(f"{match.group('number')} {match.group('unit').replace(' ', '')}")
        if quantity is not None and quantity.unit is not None:
            unit = match.group("unit")[:2]
            yield Parameter(match.start(), match.end(), "volume", in_cubic_angstrom(quantity, SMALLER.get(unit, 1.0)))


def in_cubic_angstrom(quantity: Quantity, factor: float) -> Quantity:
    """A volume with its number in cubic angstrom."""
    if factor == 1.0:
        return quantity
    value = None if quantity.value is None else round(quantity.value * factor**3, 6)
    return replace(quantity, value=value, uncertainty=None, unit="angstrom3")


def constants(sentence: str) -> Iterator[Parameter]:
    """``a lattice constant of 3.905 Å`` is a; ``lattice parameters a and c of 3.91 and 4.03 Å``."""
    for match in PAIRED.finditer(sentence):
        names = re.findall(r"[abc]", match.group("names").replace("and", ""))
        numbers = re.findall(NUMBER, match.group("numbers"))
        if len(names) == len(numbers):
            for name, number in zip(names, numbers, strict=True):
                quantity = length(number, match.group("unit"))
                if quantity is not None:
                    yield Parameter(match.start(), match.end(), name, quantity)
            return
    for match in EDGES.finditer(sentence):
        for name in ("a", "b", "c"):
            quantity = length(match[name], match["unit"])
            if quantity is not None:
                yield Parameter(match.start(), match.end(), name, quantity)
    for match in CONSTANT.finditer(sentence):
        quantity = length(match.group("number"), match.group("unit"))
        if quantity is not None:
            yield Parameter(match.start(), match.end(), "a", quantity)


def lattice_of(parameters: list[Parameter]) -> Iterator[tuple[Lattice, int, int]]:
    """Cells out of parameters in a row: a parameter that comes again, or after a gap, begins another cell."""
    values: dict[Name, Quantity] = {}
    start = end = 0
    for parameter in parameters:
        same_spot = bool(values) and parameter.start == start
        if values and (parameter.name in values or parameter.start - end > GAP) and not same_spot:
            yield Lattice(**values), start, end
            values = {}
        if not values:
            start = parameter.start
        values[parameter.name] = parameter.quantity
        end = max(end, parameter.end)
    if values:
        yield Lattice(**values), start, end
