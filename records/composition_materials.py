"""One material without blanks (formula, hydrate, mixture, composite, alloy) in, the tree of its parts out."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from .composition_grammar import ANIONS, ELEMENTS, Atom, Formula, Node, flatten, parse_formula
from .formula_expressions import GREEK, ONE, Polynomial, parse_expression, read_expression
from .formula_text import balanced, top_level
from .material_names import ALL_CAPITALS, lookup

Kind: TypeAlias = Literal["formula", "hydrate", "mixture", "composite", "coating", "alloy", "system"]
DEEPEST: Final = 5
PHASE_PREFIX = re.compile(
    r"^(?:[αβγδεζηθκλσωϵ]['′]?|[1-9]{1,2}[HTRCML]'?|[PO][1-4]|[acdghklmnoprtw]|nc|np|sc|[HLR]T|L|Micro|Nano|micro|nano|bulk)"
    r"-(?=[A-Z(])"
)
NICKNAME = re.compile(r"^[A-Z][a-z]?[A-Z]?[a-z]?-?\d{3,4}[A-Z]?$")
ABBREVIATION = re.compile(r"^[A-Z]+[A-NP-Z]\d*$")
PERCENT = re.compile(r"^([0-9.]+|[a-z]|\([^()]{1,20}\))(wt|mol|at|vol|mass|weight|m|w|v)?\.?%(?:of)?")
TRAILING_PERCENT = re.compile(r"\((\d+(?:\.\d+)?)(wt|mol|at|vol|mass|weight)?\.?%\)$")
MISPRINTED_REST = re.compile(r"^(1(?:-[a-z])+)(?=[(A-Z])")
BARE_SYMBOL = re.compile(r"[A-Z][a-z]?$")
USUAL_VARIABLES: Final = frozenset("nuvwxyz" + GREEK)
BASES: Final = {"mass": "wt", "weight": "wt", "w": "wt", "m": "wt", "v": "vol"}
SOLVENTS: Final = frozenset(("H2O", "D2O", "NH3", "CH3OH", "C2H5OH", "H2O2", "HF", "CH3CN", "DMSO", "DMF"))


@dataclass(frozen=True, slots=True)
class Material:
    """A material: a formula, or parts. ``additives`` are dopants as printed, outside of the formula."""

    formula: Formula = ()
    parts: "tuple[MaterialPart, ...]" = ()
    kind: Kind = "formula"
    additives: tuple[str, ...] = ()
    phase: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class MaterialPart:
    """A part and its share; ``basis`` is mol, wt or vol, and at for the atoms of an alloy."""

    material: Material
    fraction: Polynomial | None = None
    basis: str = "mol"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """What stands before a part: its share, whether in percent, and of what."""

    share: Polynomial
    basis: str
    percent: bool
    rest: str


def read_material(text: str, depth: int = 0) -> Material | None:
    """The material that the whole of ``text`` stands for, None where it is none."""
    text = unwrap(text)
    if not text or depth > DEEPEST or not balanced(text):
        return None
    named = read_name(text, depth)
    if named is not None:
        return named
    prefix = PHASE_PREFIX.match(text)
    if prefix is not None:
        inner = read_material(text[prefix.end() :], depth + 1)
        if inner is not None:
            return replace(inner, phase=prefix.group()[:-1])
    readers: tuple[Callable[[str, int], Material | None], ...] = (
        read_composite, read_doped, read_dotted, read_mixture, read_plain,
    )  # fmt: skip
    for reader in readers:
        found = reader(text, depth)
        if found is not None:
            return found
    return None


def unwrap(text: str) -> str:
    """``text`` without a pair of parentheses around all of it."""
    while text.startswith("(") and text.endswith(")") and balanced(text[1:-1]) and parse_expression(text) is None:
        text = text[1:-1]
    return text


def read_name(text: str, depth: int) -> Material | None:
    """A name or acronym of the table."""
    formula = lookup(text)
    if formula is None:
        return None
    if not formula:
        return Material(name=text)
    found = read_material(formula, depth + 1) if formula != text else read_plain(text, depth)
    return None if found is None else replace(found, name=text)


def read_plain(text: str, _: int) -> Material | None:
    """A single formula that is not a nickname (``Tl2212``) or an abbreviation (``WSN``)."""
    if NICKNAME.match(text) or (text.isalpha() and text.isupper() and len(text) > 1 and text not in ALL_CAPITALS):
        return None
    formula = parse_formula(text)
    if formula is not None and ABBREVIATION.match(text) and any(s not in ELEMENTS for s in flatten(formula)):
        return None
    if formula is None or (not any(character.isdigit() for character in text) and odd_variables(formula)):
        return None
    return Material(formula)


def odd_variables(formula: Formula) -> bool:
    """Whether letters that are seldom an amount stand for one: ``GmbH``."""
    names = {name for amount in flatten(formula).values() for name in amount.variables}
    return not names <= USUAL_VARIABLES


def read_composite(text: str, depth: int) -> Material | None:
    """``Fe2O3@C`` (core first), ``LiFePO4/graphene(3wt%)``; a slash between digits is a fraction."""
    marks = top_level(text, "@") or [
        at for at in top_level(text, "/") if not (text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit())
    ]
    if not marks or ":" in text[: marks[-1]]:
        return None
    parts: list[MaterialPart] = []
    for chunk in cut(text, marks):
        trailing = TRAILING_PERCENT.search(chunk)
        if trailing is not None:
            share = Polynomial.constant(Fraction(trailing.group(1)) / 100)
            material, basis = read_material(chunk[: trailing.start()], depth + 1), trailing.group(2) or "wt"
        else:
            share, basis, material = None, "mol", read_material(chunk, depth + 1)
            coefficient = read_coefficient(chunk) if material is None else None
            if coefficient is not None and coefficient.percent:
                share, basis = coefficient.share, coefficient.basis
                material = read_material(coefficient.rest, depth + 1)
        if material is None:
            return None
        parts.append(MaterialPart(material, share, BASES.get(basis, basis)))
    return Material(parts=with_rest(parts), kind="coating" if text[marks[0]] == "@" else "composite")


def with_rest(parts: list[MaterialPart]) -> tuple[MaterialPart, ...]:
    """``parts`` where the one without a share has what the others leave, if it is the only one without."""
    given = [part for part in parts if part.fraction is not None]
    if len(given) != len(parts) - 1:
        return tuple(parts)
    rest = ONE
    for part in given:
        rest = rest - (part.fraction or ONE)
    if rest.value is not None and rest.value <= 0:
        return tuple(parts)
    return tuple(
        replace(part, fraction=rest, basis=given[0].basis) if part.fraction is None else part for part in parts
    )


def read_doped(text: str, depth: int) -> Material | None:
    """``CaMoO4:xEu3+``: dopants that fill a place left for them join the formula, others are additives."""
    marks = top_level(text, ":")
    if len(marks) != 1:
        return None
    first = text[: marks[0]].split(",")
    guests = [single_atom(piece) for piece in first]
    if all(guest is not None and guest.amount == ONE for guest in guests):
        host = read_material(text[marks[0] + 1 :], depth + 1)
        compound = host is not None and len(flatten(host.formula)) > 1
        return replace(host, additives=tuple(first)) if host is not None and compound else None
    host = read_material(text[: marks[0]], depth + 1)
    if host is None:
        return None
    printed = [piece for piece in re.split(r"[,/;]|and", text[marks[0] + 1 :]) if piece]
    dopants = [read_dopant(TRAILING_PERCENT.sub("", piece)) for piece in printed]
    if not printed or None in dopants:
        return None
    taken = [dopant for dopant in dopants if dopant is not None]
    if host.parts:
        return replace(host, additives=tuple(printed))
    return dope(host, printed, taken)


def read_dopant(text: str) -> tuple[str, Polynomial | None, str | None] | None:
    """Symbol, amount (None where not printed) and charge of ``0.1Eu3+``, ``Eux2+``, ``x%Tb``, ``Mn``."""
    coefficient = read_coefficient(text)
    node = single_atom(coefficient.rest if coefficient else text)
    if node is None:
        return None
    if coefficient is None:
        return node.symbol, None if node.amount == ONE else node.amount, node.charge
    return node.symbol, None if coefficient.percent else coefficient.share * node.amount, node.charge


def single_atom(text: str) -> Atom | None:
    """The atom that ``text`` is."""
    formula = parse_formula(text) or (parse_formula(f"O{text}") or ())[1:]
    node: Node | None = formula[0] if len(formula) == 1 else None
    return node if isinstance(node, Atom) else None


def dope(host: Material, printed: list[str], guests: list[tuple[str, Polynomial | None, str | None]]) -> Material:
    """The host with the guests that its own amounts leave room for put first, the others as additives."""
    amounts = flatten(host.formula)
    free = {name for amount in amounts.values() for name in amount.variables}
    total = Fraction(0)
    for _, amount, _ in guests:
        value = None if amount is None else amount.value
        total += value or 0
    parts = [sum((term[1] for term in amount.terms if term[0] == ()), Fraction(0)) for amount in amounts.values()]
    fills = total > 0 and any(part.denominator != 1 and (part + total).denominator == 1 for part in parts)
    joined: list[Node] = []
    additives: list[str] = []
    for text, (symbol, amount, charge) in zip(printed, guests, strict=True):
        shared = amount is not None and bool(free & set(amount.variables))
        if amount is not None and (shared or (fills and amount.value is not None)):
            joined.append(Atom(symbol, amount, charge))
        else:
            additives.append(text)
    return replace(host, formula=(*joined, *host.formula), additives=tuple(additives))


def read_dotted(text: str, depth: int) -> Material | None:
    """``CuSO4·5H2O``, ``K2O·3Al2O3·6SiO2·2H2O``, ``16Na2O·10CaO·74SiO2``."""
    marks = top_level(text, "·")
    if not marks:
        return None
    parts: list[MaterialPart] = []
    for chunk in cut(text, marks):
        part = read_part(chunk, depth)
        if part is None:
            return None
        parts.append(part)
    solvated = any(lookup(chunk) is None and chunk.endswith(tuple(SOLVENTS)) for chunk in cut(text, marks)[1:])
    return Material(parts=tuple(parts), kind="hydrate" if solvated else "mixture")


def read_part(text: str, depth: int) -> MaterialPart | None:
    """A part with or without a share in front."""
    whole = read_material(text, depth + 1) if not text[:1].isdigit() or lookup(text) else None
    coefficient = read_coefficient(text)
    if coefficient is None or (whole is not None and coefficient.rest == text):
        return None if whole is None else MaterialPart(whole)
    if whole is not None and whole.name is not None:
        return MaterialPart(whole)
    material = read_material(coefficient.rest, depth + 1)
    return None if material is None else MaterialPart(material, coefficient.share, coefficient.basis)


def read_coefficient(text: str) -> Coefficient | None:
    """``0.7PMN``, ``(1-x)BNT``, ``xBT``, ``1.5mol%CuF2``, ``xwt.%CeO2``; None where nothing stands before the part."""
    misprint = MISPRINTED_REST.match(text)
    if misprint is not None:
        text = f"({misprint.group(1)}){text[misprint.end() :]}"
    percent = PERCENT.match(text)
    share = parse_expression(percent.group(1)) if percent is not None else None
    if percent is not None and share is not None:
        basis = percent.group(2) or "mol"
        return Coefficient(share.scaled(Fraction(1, 100)), BASES.get(basis, basis), True, text[percent.end() :])
    found = read_expression(text, 0)
    return None if found is None else Coefficient(found[0], "mol", False, text[found[1] :].lstrip("·"))


def cut(text: str, marks: list[int]) -> list[str]:
    """``text`` without the characters at ``marks``, cut there."""
    edges = [-1, *marks, len(text)]
    return [text[low + 1 : high] for low, high in pairwise(edges)]


def read_mixture(text: str, depth: int) -> Material | None:
    """``(1-x)BNT-xBT``, ``Ti-6Al-4V``, ``BaO-B2O3``, ``KNN+1.5mol%CuF2``: parts joined by dashes or pluses."""
    misprint = MISPRINTED_REST.match(text)
    if misprint is not None:
        text = f"({misprint.group(1)}){text[misprint.end() :]}"
    marks: list[int] = []
    for mark in top_level(text, "-+"):
        if separates(text, marks[-1] + 1 if marks else 0, mark, depth):
            marks.append(mark)
    if not marks:
        return None
    parts: list[MaterialPart] = []
    for chunk in cut(text, marks):
        part = read_part(chunk, depth)
        if part is None:
            return None
        parts.append(part)
    return Material(parts=join(parts), kind=kind_of(parts))


def separates(text: str, start: int, mark: int, depth: int) -> bool:
    """Whether the dash or plus at ``mark`` parts two materials, rather than standing in an amount."""
    left, right = text[start:mark], text[mark + 1 :]
    if not left or not right or parse_expression(left) is not None:
        return False
    if right[0].isupper() or left[-1].isupper():
        return right[0].isupper() or right[0].isdigit() or right[0] == "(" or read_coefficient(right) is not None
    symbol = BARE_SYMBOL.search(left)
    if symbol is not None and symbol.group() in ELEMENTS and read_coefficient(right) is not None:
        return True
    coefficient = read_coefficient(right)
    if coefficient is None or not coefficient.rest or coefficient.rest[0] in ")+-:/·":
        return right[0] == "(" and read_part(left, depth) is not None
    if coefficient.percent:
        return True
    return second_material(left, coefficient, depth)


def second_material(left: str, coefficient: Coefficient, depth: int) -> bool:
    """Whether a coefficient inside ``O3-xBaTiO3`` opens a second material."""
    ends = top_level(coefficient.rest, "-+")
    chunk = coefficient.rest[: ends[0]] if ends else coefficient.rest
    if lookup(chunk) is not None:
        return True
    formula = parse_formula(chunk)
    if formula is None:
        return "(" in chunk[:1] and read_material(chunk, depth + 1) is not None
    first = next(iter(flatten(formula[:1]).values()))
    if set(first.variables) & set(coefficient.share.variables) or len(flatten(formula)) < 2:
        return False
    own = read_coefficient(left)
    if own is not None:
        return True
    host = parse_formula(left)
    compound = host is not None and len(flatten(host)) > 1 and bool(ANIONS & set(flatten(host)))
    return compound and bool(ANIONS & set(flatten(formula))) and not re.search(r"(?<![\d.])1$", left)


def join(parts: list[MaterialPart]) -> tuple[MaterialPart, ...]:
    """``parts`` with a mixture inside of a mixture spelled out, and the rest of 1 given to the base."""
    flat: list[MaterialPart] = []
    for part in parts:
        if part.material.kind != "mixture" or part.material.name is not None:
            flat.append(part)
            continue
        for inner in part.material.parts:
            share = (inner.fraction or ONE) * (part.fraction or ONE)
            flat.append(replace(inner, fraction=share))
    percent = [part for part in flat if part.basis != "mol"]
    if kind_of(flat) == "alloy" or cermet(flat):
        basis = percent[0].basis if percent else "wt"
        hundredths = [
            part if part.basis != "mol" or part.fraction is None
            else replace(part, fraction=part.fraction.scaled(Fraction(1, 100)), basis=basis)
            for part in flat
        ]  # fmt: skip
        return with_rest(hundredths)
    flat = [in_percent(part) if flat[0].fraction is None else part for part in flat]
    return with_rest(flat) if len(flat) > 1 and any(part.fraction is not None for part in flat) else tuple(flat)


def kind_of(parts: list[MaterialPart]) -> Kind:
    """Elements only: an alloy where the shares are printed, else a chemical system; other parts: a mixture."""
    bare = all(is_element(part.material) for part in parts)
    if not bare:
        return "mixture"
    shares = [part.fraction for part in parts]
    if all(share is None for share in shares):
        return "system"
    values = [None if share is None else share.value for share in shares]
    if None not in values and abs(sum(value or 0 for value in values) - 100) < 1:
        return "alloy"
    return "alloy" if shares[0] is None and None not in shares[1:] else "mixture"


def in_percent(part: MaterialPart) -> MaterialPart:
    """A part behind a base without a share: a number of 5 or more counts in mol% (``BZT-50BCT``)."""
    value = None if part.fraction is None or part.basis != "mol" else part.fraction.value
    return part if value is None or not 5 <= value < 100 else replace(part, fraction=Polynomial.constant(value / 100))


def cermet(parts: list[MaterialPart]) -> bool:
    """Whether metals in wt.% follow a compound: ``WC-10Co``."""
    shares = [0 if part.fraction is None else part.fraction.value or 0 for part in parts]
    metals = all(is_element(part.material) and part.basis == "mol" for part in parts[1:])
    return metals and parts[0].fraction is None and min(shares[1:], default=0) >= 1 and sum(shares) < 100


def is_element(material: Material) -> bool:
    """Whether it is one element without an amount."""
    if len(material.formula) != 1:
        return False
    node = material.formula[0]
    return isinstance(node, Atom) and node.symbol in ELEMENTS and node.amount == ONE
