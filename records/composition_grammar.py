"""One formula without blanks (``Ba1-xSrx(Ti0.9Zr0.1)O3-δ``) in, its tree of elements and groups out."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from .formula_expressions import MOST_TERMS, ONE, Polynomial, parse_expression, read_expression
from .formula_text import CHARGE_MARK

ELEMENTS: Final = frozenset(
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr "  # noqa: SIM905
    "Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt "
    "Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt D".split()
)
VACANCY: Final = "□"
SITES: Final = ("REE", "Ln", "RE", "TM", "Me", "AE", "Ae", "Ch", "A", "E", "G", "J", "L", "M", "Q", "R", "T", "X", "Z")
"""Letters that stand for an element of a site; where an element has the name, the element goes first."""
ANIONS: Final = frozenset("O S Se Te F Cl Br I N P As Sb C H Si Ge B".split())  # noqa: SIM905
GROUPS: Final[dict[str, str]] = {
    "OAc": "C2H3O2", "Ac": "C2H3O2", "acac": "C5H7O2", "OiPr": "OC3H7", "OPri": "OC3H7", "OPr": "OC3H7",
    "OEt": "OC2H5", "OMe": "OCH3", "OBu": "OC4H9", "OtBu": "OC4H9", "OnBu": "OC4H9", "Cp": "C5H5", "Ph": "C6H5",
    "bpy": "C10H8N2", "en": "C2H8N2", "ox": "C2O4",
}  # fmt: skip
"""Ligands as chemists shorten them; read so only where they fill a parenthesis: ``Zn(OAc)2``."""
CATIONS: Final[dict[str, str]] = {
    "MA": "CH3NH3", "FA": "CH(NH2)2", "GA": "C(NH2)3", "PEA": "C8H9NH3", "BA": "C4H9NH3", "EA": "C2H5NH3",
}  # fmt: skip
"""Organic cations of halide perovskites; read so only beside a metal and a halogen: ``MAPbI3``."""
ION_ENDS: Final = frozenset("O H N F Cl S C".split())  # noqa: SIM905
DEEPEST: Final = 6
LONGEST: Final = 160


@dataclass(frozen=True, slots=True)
class Atom:
    """An element, a site letter or a vacancy, with its amount and the charge printed on it."""

    symbol: str
    amount: Polynomial = ONE
    charge: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Elements that share one site in a way that is not told: ``(Y,In)``, ``(Sm/Ce)x``."""

    symbols: tuple[str, ...]
    amount: Polynomial = ONE


@dataclass(frozen=True, slots=True)
class Group:
    """Units in parentheses, with the amount behind them; ``shown`` is what was printed for them, if not units."""

    nodes: "tuple[Node, ...]"
    amount: Polynomial = ONE
    shown: str | None = None


Node: TypeAlias = Atom | Choice | Group
Formula: TypeAlias = tuple[Node, ...]


def parse_formula(text: str) -> Formula | None:
    """The tree of a whole formula, None where ``text`` is not one."""
    if not text or len(text) > LONGEST or looks_like_word(text):
        return None
    found = read_nodes(text, 0, 0, perovskite(text))
    if found is None or found[1] != len(text) or not any(known(node) for node in found[0]):
        return None
    return found[0]


def looks_like_word(text: str) -> bool:
    """A capital and small letters only, longer than a symbol and its variable: ``Cast``, ``Bay``."""
    return text.isalpha() and text[0].isupper() and text[1:].islower() and text not in ELEMENTS and text.isascii()


def perovskite(text: str) -> bool:
    """Whether organic cations are to be looked for."""
    return any(metal in text for metal in ("Pb", "Sn", "Ge", "Bi", "Sb")) and any(
        x in text for x in ("I", "Br", "Cl", "X")
    )


def known(node: Node) -> bool:
    """Whether at least one real element stands in it."""
    if isinstance(node, Atom):
        return node.symbol in ELEMENTS
    return isinstance(node, Choice) or any(known(inner) for inner in node.nodes)


def read_nodes(text: str, start: int, depth: int, organic: bool) -> tuple[Formula, int] | None:
    """Units from ``start`` to the end or to a closing parenthesis."""
    nodes: list[Node] = []
    position = start
    while position < len(text) and text[position] != ")":
        found = read_node(text, position, depth, organic)
        if found is None:
            return None
        nodes.append(found[0])
        position = found[1]
    return (tuple(nodes), position) if nodes else None


def read_node(text: str, start: int, depth: int, organic: bool) -> tuple[Node, int] | None:
    """One unit with its amount and charge."""
    if text[start] == "(":
        return read_group(text, start, depth, organic)
    if organic:
        for name, formula in CATIONS.items():
            if text.startswith(name, start):
                nodes = read_nodes(formula, 0, depth + 1, organic=False)
                amount, end = read_amount(text, start + len(name))
                return (Group(nodes[0], amount, name), end) if nodes else None
    symbol = read_symbol(text, start)
    if symbol is None:
        return None
    closing = start > 0 and depth == 0 and symbol in ION_ENDS
    amount, charge, end = read_amount_and_charge(text, start + len(symbol), closing)
    return Atom(symbol, amount, charge), end


def read_symbol(text: str, start: int) -> str | None:
    """An element, a vacancy or a site letter."""
    for size in (2, 1):
        if text[start : start + size] in ELEMENTS:
            if size == 1 and text.startswith(("REE", "RE", "TM", "Me", "Ln", "AE"), start):
                break
            return text[start : start + size]
    if text[start] == VACANCY:
        return VACANCY
    for site in SITES:
        if text.startswith(site, start):
            return site + "'" * (len(text) > start + len(site) and text[start + len(site)] in "'′")
    return None


def read_group(text: str, start: int, depth: int, organic: bool) -> tuple[Node, int] | None:
    """A parenthesis: ligand, choice of elements or units."""
    if depth >= DEEPEST:
        return None
    end = text.find(")", start)
    inside = text[start + 1 : end] if end > 0 else ""
    if inside in GROUPS:
        nodes = read_nodes(GROUPS[inside], 0, depth + 1, organic=False)
        amount, after = read_amount(text, end + 1)
        return (Group(nodes[0], amount, inside), after) if nodes else None
    choice = read_choice(inside)
    if choice is not None:
        amount, after = read_amount(text, end + 1)
        return Choice(choice, amount), after
    found = read_nodes(text, start + 1, depth + 1, organic)
    if found is None or found[1] >= len(text):
        return None
    amount, _, after = read_amount_and_charge(text, found[1] + 1)
    return Group(found[0], amount), after


def read_choice(inside: str) -> tuple[str, ...] | None:
    """The elements of ``Y,In`` or ``Sm/Ce``, None where it is something else."""
    symbols = tuple(inside.replace("/", ",").split(","))
    elements = sum(symbol in ELEMENTS for symbol in symbols)
    return symbols if len(symbols) > 1 and elements and all(s in ELEMENTS or s in SITES for s in symbols) else None


def read_amount(text: str, start: int) -> tuple[Polynomial, int]:
    """The amount at ``start``, 1 where none is printed."""
    found = read_expression(text, start)
    return found if found is not None else (ONE, start)


def read_amount_and_charge(text: str, start: int, closing: bool = False) -> tuple[Polynomial, str | None, int]:
    """The amount and the charge behind it: ``0.012+`` is 0.01 of a 2+ ion, ``y2+`` is y of one, ``3+`` is one 3+.

    With ``closing``, behind the last element of an ion, one digit is the amount: ``NH4+``, ``NO3-``.
    """
    amount, end = read_amount(text, start)
    if end < len(text) and text[end] == CHARGE_MARK:
        after = end + 1
        while after < len(text) and text[after] in "0123456789+-":
            after += 1
        return amount, text[end + 1 : after], after
    digit = end
    if digit < len(text) and text[digit] in "1234567" and end > start:
        digit += 1
    if digit >= len(text) or text[digit] not in "+-" or not charge_may_end(text, digit + 1):
        return amount, None, end
    if digit > end:
        return amount, text[end : digit + 1], digit + 1
    if end > start and text[end - 1] in "1234567":
        before = text[start : end - 1]
        if closing and not before and end + 1 == len(text):
            return amount, text[end], end + 1
        shorter = ONE if not before else parse_expression(before)
        if shorter is not None:
            return shorter, text[end - 1 : end + 1], end + 1
    bare = end == start and (end + 1 >= len(text) or text[end + 1] in "),/")
    return (amount, text[end], end + 1) if bare else (amount, None, end)


def charge_may_end(text: str, position: int) -> bool:
    """Whether a charge's sign may stand before ``position``."""
    return position >= len(text) or text[position] in "),/" or text[position].isupper()


def flatten(formula: Formula, factor: Polynomial = ONE) -> dict[str, Polynomial]:
    """Symbols to amounts in the order printed. A choice of elements counts as the site ``M`` (``M'``, ...)."""
    amounts: dict[str, Polynomial] = {}
    add_amounts(formula, factor, amounts, [])
    return amounts


def add_amounts(nodes: Formula, factor: Polynomial, amounts: dict[str, Polynomial], choices: list[Choice]) -> None:
    """Adds the amounts of ``nodes`` times ``factor``; choices are numbered in the order met."""
    for node in nodes:
        if len(node.amount.terms) * len(factor.terms) > MOST_TERMS:
            raise OverflowError
        amount = node.amount * factor
        if isinstance(node, Group):
            add_amounts(node.nodes, amount, amounts, choices)
            continue
        if isinstance(node, Choice):
            name = "M" + "'" * len(choices)
            choices.append(node)
        else:
            name = "H" if node.symbol == "D" else node.symbol
        amounts[name] = amounts[name] + amount if name in amounts else amount


def choices_of(formula: Formula) -> dict[str, tuple[str, ...]]:
    """The sites of a formula: their letters, and the elements that may stand there (none known: empty)."""
    choices: list[Choice] = []
    amounts: dict[str, Polynomial] = {}
    add_amounts(formula, ONE, amounts, choices)
    sites = {"M" + "'" * number: choice.symbols for number, choice in enumerate(choices)}
    for symbol in amounts:
        if symbol not in ELEMENTS and symbol != VACANCY:
            sites.setdefault(symbol, ())
    return sites


def substitute(formula: Formula, values: Mapping[str, Fraction], sites: Mapping[str, str]) -> Formula:
    """The tree with variables and site letters filled in; what comes to nothing is left out."""
    filled: list[Node] = []
    for node in formula:
        amount = node.amount.substitute(values)
        if not amount.terms:
            continue
        if isinstance(node, Group):
            inner = substitute(node.nodes, values, sites)
            if inner:
                filled.append(Group(inner, amount, node.shown))
        elif isinstance(node, Choice):
            filled.append(Choice(node.symbols, amount))
        else:
            filled.append(Atom(sites.get(node.symbol, node.symbol), amount, node.charge))
    return tuple(filled)


def render(formula: Formula) -> str:
    """The formula as plain text: ``Ba0.9Sr0.1TiO3``, ``(Bi0.5Na0.5)0.94Ba0.06TiO3``."""
    pieces: list[str] = []
    for node in formula:
        amount = "" if node.amount == ONE else node.amount.text()
        if isinstance(node, Group):
            inner = node.shown or render(node.nodes)
            bare = node.shown in CATIONS or (not amount and len(formula) == 1)
            pieces.append(f"{inner}{amount}" if bare else f"({inner}){amount}")
        elif isinstance(node, Choice):
            pieces.append(f"({','.join(node.symbols)}){amount}")
        else:
            charge = CHARGE_MARK + node.charge if node.charge else ""
            pieces.append(f"{node.symbol}{amount}{charge}")
    return "".join(pieces)
