"""A systematic name (``yttrium (III) nitrate hexahydrate``) in, its formulas out."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import gcd
from typing import Any, Final

from .composition_grammar import ELEMENTS

COUNTS: Final[dict[str, str]] = {
    "hemi": "0.5", "mono": "1", "sesqui": "1.5", "di": "2", "tri": "3", "tetra": "4", "penta": "5", "hexa": "6",
    "hepta": "7", "octa": "8", "nona": "9", "ennea": "9", "deca": "10", "undeca": "11", "dodeca": "12",
    "octadeca": "18", "hemipenta": "2.5",
}  # fmt: skip
ROMAN: Final[dict[str, int]] = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7}
COUNT = "|".join(sorted(COUNTS, key=len, reverse=True))
HYDRATE = re.compile(rf"^({COUNT}|\d+(?:\.\d+)?)?[ -]?hydrate$")
NUMBERED = re.compile(rf"^({COUNT})[ -]?([a-z]{{4,}})$")
STATE = re.compile(r"\(\s*(i{1,3}|iv|vi{0,2}|[1-7])\s*\+?\s*\)")
FORM_WORDS: Final = frozenset(
    "powder powders nanopowder nanopowders nanoparticle nanoparticles metal metals granules granule chip chips shot "  # noqa: SIM905
    "ingot ingots piece pieces foil wire rod lump lumps pellet pellets turnings flakes crystal crystals crystalline "
    "anhydrous hydrated pure high purity salt salts solution solutions solid fine ultrafine commercial analytical "
    "grade aqueous elemental element elements gas vapor vapour ion ions precursor precursors bulk film films thin "
    "nano micro ceramic ceramics nanowire nanowires nanosheet nanosheets nanorod nanorods microsphere microspheres "
    "amorphous concentrated dilute dried raw the of and a".split()
)
LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Ions:
    """The table ``chemical_ions.toml``."""

    anions: dict[str, tuple[str, int]]
    cations: dict[str, int]
    oxides: dict[str, str]
    latin: dict[str, tuple[str, int]]
    acids: dict[str, str]
    elements: dict[str, str]


@dataclass(frozen=True, slots=True)
class Cation:
    """A cation as named: its formula, and the charge and count where the name tells them."""

    formula: str
    charge: int | None = None
    count: int | None = None


@cache
def ions() -> Ions:
    """The table, read once."""
    raw: dict[str, Any] = tomllib.loads(
        resources.files("matloom.records").joinpath("chemical_ions.toml").read_text("utf-8")
    )
    return Ions(
        anions={name: (formula, charge) for name, (formula, charge) in raw["anions"].items()},
        cations=raw["cations"],
        oxides=raw["oxides"],
        latin={name: (symbol, charge) for name, (symbol, charge) in raw["latin"].items()},
        acids=raw["acids"],
        elements=raw["elements"],
    )


def read_name(text: str) -> tuple[str, ...]:
    """The formulas that a systematic name stands for: several for a list of cations, none where it is no such name."""
    if len(text) > LONGEST:
        return ()
    acid = ions().acids.get(text.lower().strip())
    if acid is not None:
        return (acid,)
    hydrated = re.match(r"(?i)hydrated\b", text.strip()) is not None
    words = words_of(text)
    hydrate, words = take_hydrate(words, hydrated)
    metals = element_list(words)
    if metals:
        return tuple(f"{metal}{hydrate}" for metal in metals)
    anion, count, words = take_anion(words)
    cations = cation_list(words)
    if anion is None or not cations:
        return ()
    formulas = [compound(cation, anion, count) for cation in cations]
    return tuple(formula + hydrate for formula in formulas if formula)


def words_of(text: str) -> list[str]:
    """The words of a name, states of oxidation as ``(3)``; symbols of elements keep their case."""
    text = STATE.sub(lambda found: f" ({ROMAN.get(found.group(1).lower(), found.group(1))}) ", lowered(text))
    text = re.sub(r"(?<=[a-z])-(?=[a-z])|(?<=[A-Z])-(?=[a-z])", " ", text)
    words = [word.strip(",;.") for word in text.replace(",", " ").split()]
    return [word for word in words if word and word not in FORM_WORDS]


def lowered(text: str) -> str:
    """``text`` in small letters, symbols of elements left as they are."""
    text = re.sub(r"\(\s*([IViv]+)\s*\)", lambda found: f"({found.group(1).lower()})", text)
    return re.sub(
        r"[A-Z][A-Za-z]*", lambda found: found.group() if found.group() in ELEMENTS else found.group().lower(), text
    )


def take_hydrate(words: list[str], hydrated: bool) -> tuple[str, list[str]]:
    """The water at the end of a name, as the end of a formula."""
    if words:
        whole = HYDRATE.match(words[-1])
        if whole is not None:
            return water(whole.group(1)), words[:-1]
        if len(words) > 1:
            pair = HYDRATE.match(f"{words[-2]} {words[-1]}")
            if pair is not None and pair.group(1):
                return water(pair.group(1)), words[:-2]
    return ("·H2O" if hydrated else ""), words


def water(count: str | None) -> str:
    """``·6H2O`` for ``hexa``; an unnumbered hydrate has one."""
    number = COUNTS.get(count or "mono", count or "1")
    return "·H2O" if number == "1" else f"·{number}H2O"


def element_list(words: list[str]) -> list[str]:
    """The elements, if the words are names of elements only."""
    symbols = [ions().elements.get(word) for word in words]
    found = [symbol for symbol in symbols if symbol is not None and symbol in ELEMENTS]
    return found if words and len(found) == len(words) else []


def take_anion(words: list[str]) -> tuple[tuple[str, int] | None, int | None, list[str]]:
    """The anion at the end (its formula and charge), its printed count, and the words before it."""
    for size in (2, 1):
        if len(words) < size + 1:
            continue
        name = " ".join(words[-size:])
        for candidate in (name, name.removesuffix("s")):
            anion = ions().anions.get(candidate)
            if anion is not None:
                rest = words[:-size]
                if len(rest) > 1 and rest[-1] in COUNTS:
                    return anion, int(float(COUNTS[rest[-1]])), rest[:-1]
                return anion, None, rest
            numbered = NUMBERED.match(shortened(candidate))
            if numbered is not None and numbered.group(2) in ions().anions and candidate not in ions().anions:
                count = float(COUNTS[numbered.group(1)])
                return ions().anions[numbered.group(2)], int(count) if count != 1.5 else -3, words[:-size]
    return None, None, words


def shortened(name: str) -> str:
    """``pentoxide`` -> ``pentaoxide``: the vowel that a prefix loses put back."""
    return re.sub(r"^(tetr|pent|hex|hept|oct|dec)oxide$", r"\1aoxide", re.sub(r"^monoxide$", "monooxide", name))


def cation_list(words: list[str]) -> list[Cation]:
    """The cations named before the anion, each with its state of oxidation where one is printed."""
    cations: list[Cation] = []
    for word in words:
        if word.startswith("("):
            if not cations or re.fullmatch(r"\([1-9]\)", word) is None:
                return []
            cations[-1] = Cation(cations[-1].formula, int(word.strip("()")), cations[-1].count)
            continue
        cation = read_cation(word)
        if cation is None:
            return []
        cations.append(cation)
    return cations


def read_cation(word: str) -> Cation | None:
    """``yttrium``, ``Er``, ``ferric``, ``triammonium``."""
    table = ions()
    if word in table.latin:
        formula, charge = table.latin[word]
        return Cation(formula, charge)
    if word in table.elements or word in ELEMENTS:
        return Cation(table.elements.get(word, word))
    numbered = NUMBERED.match(word)
    if numbered is not None and numbered.group(2) in table.elements:
        return Cation(table.elements[numbered.group(2)], count=int(float(COUNTS[numbered.group(1)])))
    return None


def compound(cation: Cation, anion: tuple[str, int], count: int | None) -> str | None:
    """The neutral formula of one cation and one anion; a printed count of either decides, then the charges."""
    formula, charge = anion
    if count is not None:
        metals, anions = (2, 3) if count == -3 else (cation.count or pairing(cation, count, charge), count)
    elif cation.count is not None:
        metals, anions = cation.count, max(1, round(cation.count * (cation.charge or 1) / charge))
    elif formula == "O" and cation.charge is None and cation.formula in ions().oxides:
        return ions().oxides[cation.formula]
    else:
        own = cation.charge or ions().cations.get(cation.formula)
        if own is None:
            return None
        shared = gcd(own, charge)
        metals, anions = charge // shared, own // shared
    return part(cation.formula, metals) + part(formula, anions)


def pairing(cation: Cation, count: int, charge: int) -> int:
    """How many cations ``count`` anions take: two where one alone would have an odd state (``Sb2O5``)."""
    return 2 if count * charge > 8 or (count in (3, 5) and charge == 2 and cation.formula in ODD_STATES) else 1


ODD_STATES: Final = frozenset("Sb P As V Nb Ta N Bi B Al Y La Fe I".split())  # noqa: SIM905
"""Elements whose oxides with three or five oxygens hold two of them."""


def part(formula: str, count: int) -> str:
    """A constituent ``count`` times, in parentheses where it is more than one element."""
    if count == 1:
        return formula
    single = formula in ELEMENTS
    return f"{formula}{count}" if single else f"({formula}){count}"
