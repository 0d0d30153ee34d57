"""One token of running text in, the formula or acronym that it is meant as out; most tokens are none."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pymatgen.core import Element

from ....records.composition_grammar import ELEMENTS
from ....records.compositions import Composition, CompositionFamily
from ....records.material_names import is_chemical, lookup
from ...findings import MentionKind
from .vocabulary import word_set

Names = Mapping[str, CompositionFamily | None]
"""Short names of the paper; None for one that is no material."""


@dataclass(frozen=True, slots=True)
class FormulaToken:
    """A formula from ``start`` to ``end``; up to ``told`` its variables are listed behind it."""

    start: int
    end: int
    kind: MentionKind
    family: CompositionFamily | None
    told: int = 0


LONGEST_TOKEN: Final = 120

COMMON_ELEMENTS: Final = ELEMENTS - frozenset(
    "Po At Rn Fr Ra Ac Pa Np Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Pm D He Ne Ar Kr Xe".split()  # noqa: SIM905
)

MOLECULES: Final = frozenset(("H2", "O2", "N2", "Cl2", "F2", "Br2", "I2", "O3", "C60", "C70"))

OPENING: Final = "([{“\"‘'<"

CLOSING: Final = ")]}”\"’'>.,;:!?*†‡…"

FORMULA_HINT = re.compile(r"[A-Z]")

SUFFIX = re.compile(r"[-–‐‑](?:[a-z]{3,}.*|[A-Z][a-z]{4,}.*)$")

NEVER = re.compile(
    r"^(?:Cu|Mo|Co|Al|Ag|Cr|Fe|Mg|Mn|W)[-–‐]?[KL][αβa]|\((?:I{1,3}|IV|VI{0,2})\)$|"
    r"^[A-Z]{2,}1$|^HV\d|^[A-Z]{3,}s$|^\([A-Z]{3,}\)\d|"
    r"D(?!2|3|6|Cl|F)|"
    r"^\d?[A-Z][-–‐][A-Z]$|[-−–⁻+⁺]$"
)
"""Radiation, oxidation states, hardness scales, acronyms in the plural or cited, panels of a figure, ions."""

NONMETAL_FIRST = re.compile(
    r"^D?[SONFIPCH](?:Al|Ba|Ca|Co|Cr|Cu|Fe|In|K|La|Li|Mg|Mn|Mo|Na|Nb|Ni|Pb|Sn|Sr|Ti|V|W|Y|Zn|Zr)$|^D[A-Z][a-z]?$|"
    r"^[SIPCU](?:Ag|Au|Ir|Pd|Pt|Rh|Ru)$"
)
"""Quantities with an element as index: a distribution ratio DCo, a selectivity SCo, a utilization UPt."""

GLUED_CITATION = re.compile(r"(?:[,.]?\[\d[\d,–-]*\]|,\d[\d,–-]*|(?<=[a-zA-Z)])\.\d{1,3}(?:[,–-]\d{1,3})*)$")

STATE_OF_MATTER = re.compile(r"\((?:s|l|g|aq|cr|am)\)$")

CHARGED = re.compile(r"(?:\d?[+⁺]|\d[-−–⁻]|[⁺⁻])$")

VALUES_BEHIND = re.compile(
    r"^\s*(?:\(|,?\s*(?:with|for|where)\s+)(?P<told>[^()]{0,80}?[a-zδA-Z]{1,2}\s*(?:=|≤|<|⩽)\s*[^()]{1,80})"
)

ANION_BEHIND: Final = re.compile(
    r"\s(?:layered double\s)?(?:(?:oxy)?hydroxide|oxide|phosphide|phosphate|sul(?:f|ph)ide|selenide|telluride|nitride|"
    r"carbide|boride)s?\b|\sLDHs?\b"
)
"""What follows metals to name their compound: ``NiCoFe phosphide``."""
DOPED_BEFORE = re.compile(
    r"(?<![\w-])(?:\d+(?:\.\d+)?\s?(?:mol|at|wt)?\.?\s?%\s?)?[A-Z][a-z]?(?:\d?[+⁺])?(?:(?:[,/–-]|"
    r"\s?and\s)\s?[A-Z][a-z]?(?:\d?[+⁺])?)*"
    r"[-–‐ ](?:co-?)?(?:doped|substituted)\s\Z"
)
_DOPANT: Final = r"(?:\d+(?:\.\d+)?\s?(?:mol|at|wt)?\.?\s?%\s?)?[A-Z][a-z]?(?:\d?[+⁺])?(?![\w-])"
DOPED_BEHIND: Final = re.compile(
    rf"\s(?:co-?)?(?:doped|substituted)\s(?:with|by)\s{_DOPANT}(?:(?:,|/|\s?(?:,\s)?and\s)\s?{_DOPANT})*"
)
"""``ZnO`` is ``doped with 2 at% Al``."""
LONGEST_DOPED: Final = 60
"""Characters that what is said of dopants before a formula has at most."""

_IN_BRACKETS: Final = r"\[[A-Za-z][A-Za-z0-9,()′'·-]{1,40}\]"
BRACKETED: Final = re.compile(
    rf"{_IN_BRACKETS}[+⁺]?(?:{_IN_BRACKETS}[−⁻-]?|(?:Cl|Br|I|F|OAc|AcO|NO3|NTf2|Tf2N|TFSI|FSI|PF6|BF4|SCN|HSO4|OTf|DCA)"
    rf"\d?(?![A-Za-z]))|(?=\[[A-Z][a-z]?\d{{0,2}}\(){_IN_BRACKETS}(?:[1-9]?[+−–-]|[²³⁴]?[⁺⁻])"
)
"""Salts and complexes by their ions in brackets: ``[C4mim][BF4]``, ``[P44414]Cl``, ``[Ni(H2O)6]2+``."""
BEGINNING = re.compile(r"[A-Z0-9(\[□]|[α-ω]['′″]{0,2}[-–‐][A-Z(\[]|(?:[acdghklmnoprt]|nc|np|sc|micro|nano|bulk)-[A-Z]")
RATIO = re.compile(r"\bratios?\s(?:of\s)?$")
"""Words before two elements of which one is divided by the other: no composite."""


PART_OF_BOND = re.compile(
    r"^\s*(?:bond|stretch|vibrat|peak|distance|coordinat|batter|cell|interaction|ratio|band|mode)"
)

CELL = re.compile(r"^\s*(?:batter|cell)")
"""What a compound may be part of (a ``LiFePO4 cell``), though two elements before it are none (a ``Li–S cell``)."""


@lru_cache(maxsize=20_000)
def family_of(text: str) -> CompositionFamily | None:
    """The compositions that ``text`` stands for, None where it stands for none."""
    family = CompositionFamily.from_text(text).value
    return family if family.compositions else None


def everyday(name: str) -> bool:
    """Whether a name is of a solvent, reagent or thing of everyday life."""
    return name.lower() in word_set("common_words") or is_chemical(name)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A token without quotes, punctuation and brackets that belong to the sentence."""
    while start < end and text[start] in OPENING and not encloses(text, start, end):
        start += 1
    while end > start and text[end - 1] in CLOSING:
        if text[end - 1] in ")]}" and balance(text, start, end) >= 0:
            break
        end -= 1
    return start, end


def encloses(text: str, start: int, end: int) -> bool:
    """Whether the bracket at ``start`` is closed inside of the token and more follows."""
    if text[start] not in "([{":
        return False
    depth = 0
    for position in range(start, end):
        depth += (text[position] in "([{") - (text[position] in ")]}")
        if depth == 0:
            return any(character.isalnum() for character in text[position + 1 : end])
    return False


def balance(text: str, start: int, end: int) -> int:
    """Opening less closing brackets."""
    return sum((text[at] in "([{") - (text[at] in ")]}") for at in range(start, end))


def formula_at(text: str, start: int, end: int, names: Names) -> FormulaToken | None:
    """The formula or acronym that the token at ``start`` is."""
    if end - start > LONGEST_TOKEN:
        return None
    start, end = trimmed(text, start, end)
    if (bracketed := BRACKETED.match(text, start, end)) is not None:
        return FormulaToken(start, bracketed.end(), "name", None)
    for stop in stops(text, start, end):
        token = text[start:stop]
        family = read_token(token)
        if family is None or not acceptable(token, family, names, text[stop : stop + 24]):
            continue
        if "/" in token and RATIO.search(text[max(0, start - 12) : start]):
            continue
        told = 0
        behind = VALUES_BEHIND.match(text[stop : stop + 180])
        if behind is not None and (family.compositions[0].variables or family.compositions[0].sites):
            family = family_of(f"{token} ({behind.group('told').strip()})") or family
            told = stop + behind.end()
        kind: MentionKind = "name" if lookup(token) is not None else "formula"
        first, end = with_dopants(text, start, stop)
        if (first, end) != (start, stop):
            family = family_of(text[first:end]) or family
        anion = ANION_BEHIND.match(text, end)
        if anion is not None and is_of_metals(family):
            return FormulaToken(first, anion.end(), "name", None)
        return FormulaToken(first, end, kind, family, told)
    return None


def with_dopants(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a formula and the words next to it stand that say what it is doped with: ``Nb-doped TiO2``."""
    before = DOPED_BEFORE.search(text, max(0, start - LONGEST_DOPED), start)
    behind = DOPED_BEHIND.match(text, end) if before is None else None
    return (start if before is None else before.start(), end if behind is None else behind.end())


def is_of_metals(family: CompositionFamily) -> bool:
    """Whether a formula lists two metals or more and nothing else: ``NiCoFe``."""
    composition = family.compositions[0]
    several = len(composition.amounts) > 1 and not composition.parts
    return several and all(Element.is_valid_symbol(one) and Element(one).is_metal for one in composition.amounts)


def is_metal(composition: Composition) -> bool:
    """Whether a composition is one metal of the d block: the ``Ni`` of ``Ni/CeO2``, not the ``Li`` of ``Li/Li2S``."""
    return len(composition.elements) == 1 and all(Element(one).is_transition_metal for one in composition.elements)


def stops(text: str, start: int, end: int) -> Iterator[int]:
    """Where a formula in a token may end: at its end, before ``-based`` and the like, before a bracket."""
    token = text[start:end]
    for tail in (GLUED_CITATION, STATE_OF_MATTER):
        glued = tail.search(token) if token[-1:].isdigit() or token[-1:] in ")]" else None
        if glued is not None:
            end = start + glued.start()
    yield end
    suffix = SUFFIX.search(text[start:end])
    if suffix is not None:
        yield start + suffix.start()
    if text[start:end].endswith("s"):
        yield end - 1


@lru_cache(maxsize=50_000)
def read_token(token: str) -> CompositionFamily | None:
    """The family of a token that may be a formula."""
    if (
        len(token) < 2
        or not BEGINNING.match(token)
        or not FORMULA_HINT.search(token)
        or token in word_set("not_formulas")
    ):
        return None
    if token.isalpha() and token.isascii() and token[0].isupper() and token[1:].islower() and len(token) > 2:
        return None
    return family_of(token)


def acceptable(token: str, family: CompositionFamily, names: Names, behind: str) -> bool:
    """Whether a token that can be read as a material is meant as one in running text."""
    if token in names:
        return names[token] is not None
    composition = family.compositions[0]
    if composition.name is not None and lookup(token) is not None:
        return token not in word_set("ambiguous_acronyms") and len(token) > 2
    if token in MOLECULES:
        return True
    ion = ":" not in token and (CHARGED.search(token) is not None or NEVER.search(token) is not None)
    compound = len(composition.elements) > 1 and any(character.isdigit() for character in token)
    if ion or (PART_OF_BOND.match(behind) and not (compound and CELL.match(behind))):
        return False
    return plausible(token, composition)


def plausible(token: str, composition: Composition) -> bool:
    """Whether the elements and amounts look like a compound's: two elements, none of the rarest, no huge amounts."""
    elements = composition.elements
    if composition.kind == "system":
        return len(elements) > 1 and not {"C", "O", "H", "N", "S", "P", "F", "I", "Li"} & set(elements)
    if composition.kind in ("composite", "coating"):
        names = {part.composition.name for part in composition.parts}
        if names & word_set("ambiguous_acronyms"):
            return False
        first, last = composition.parts[0].composition, composition.parts[-1].composition
        supported = len(composition.parts) == 2 and is_metal(first) and len(last.elements) > 1
        known = first.name is not None or token.endswith("/C")
        return len(first.elements) > 1 or composition.kind == "coating" or known or supported
    if (composition.sites and not re.search(r"\d", token)) or NONMETAL_FIRST.match(token):
        return False
    if len(composition.parts) == 1:
        return False
    if len(elements) < 2 or any(symbol not in COMMON_ELEMENTS for symbol in elements):
        return False
    if any(isinstance(amount, float) and amount >= 400 for amount in composition.amounts.values()):
        return False
    return not (re.search(r"[A-Z]\d{3,}$", token) and not re.search(r"[-−–]", token))
