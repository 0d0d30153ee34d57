"""A text in, the places of formulas and ions that blanks part out: ``TiO 2``, ``La 2-x Sr x CuO 4``, ``Er 3+``."""

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from ....records.composition_grammar import ELEMENTS
from ..mentions.formula_tokens import family_of

Span: TypeAlias = tuple[int, int]
BEGINNING: Final = re.compile(r"(?<![A-Za-z0-9])(?:g-(?=C \d))?(?=[(\[]{0,2}[A-Z])")
"""Also of ``g-C 3 N 4``."""
AMOUNT: Final = (
    r"(?:\d{1,2}(?:[.·]\d{1,4})?(?:[+−–-](?:\d?[xyzδ]|\d\.\d{1,4}))?|[+−–-]?[xyzδ](?:/\d)?|[+−–-]\d\.?\d{0,3})"
)
PIECE: Final = re.compile(
    rf"(?P<atom>[A-Z][a-z]?)|(?P<open> ?[(\[])|(?P<close> ?[)\]])|(?P<amount>{AMOUNT})(?![a-z])|"
    rf"(?P<index> {AMOUNT})(?![a-z\d%°]|[.·]\d|(?<=\d)[A-Z])|(?P<blank> )(?=[A-Z])"
)
"""What a formula that blanks part is made of; an *index* is an amount behind a blank."""
ANION: Final = re.compile(
    r" (?:(?:(?:Ti|Al|Nb|Ta|Mn|Fe|Co|Ni|Cr|Zr|Si|Ga|In|B|W|Mo|V|P|Cu)\d? )?"
    r"(?:O|S|Se|Te|N|P|As|Sb|F|Cl|Br|I)\d{0,2}|(?:Si|Ge|P|V|S|W|Mo)O4|(?:Al|B|Ga|Cr|Fe|Co|Mn)2O4|"
    r"(?:Ti|Zr|Nb|Ta|Sn|Mn)O3)(?![A-Za-z+\d-])"
)
"""The rest of a compound behind the blank that parts it: ``Zn O``, ``Sr Ti O3``, ``Mg Al2O4``."""
METAL: Final = re.compile(r"(?<![A-Za-z-])(?!(?:In|As|At|No|He|Be) )(?:[A-Z][a-z]|[KVWYU])\d{0,2}$")
PARTED_ION: Final = re.compile(r"(?<![A-Za-z0-9])(?P<symbol>[A-Z][a-z]?) \d?[+⁺](?![\w+])")
"""``Er 3+``."""
ENDING: Final = frozenset("O S Se Te N F Cl Br I C H P As".split())  # noqa: SIM905
"""Elements with which a formula can end without an amount."""
VARIABLES: Final = "xyzδ"
MEASURED: Final = re.compile(
    r"\s?(?:nm|K|h|min|mm|cm|[µμ]m|°|%|at\b|wt\b|mol\b|ppm|eV|V|inch|days?|hours?|times|and \d|to \d)(?![a-z])"
)
"""Units and the like: what stands before one is no index."""
MOST_PIECES: Final = 40
DEEPEST: Final = 3
"""Brackets in brackets of a formula."""
LONGEST: Final = 30
DASH: Final = re.compile(r"\s?[–−-]\s?(?=\d{0,2}[A-Z])\d{0,2}")
PLAIN: Final = re.compile(r"(?:[A-Z][a-z]?\d{0,2}){2,6}(?![A-Za-z\d])")
BEFORE: Final = re.compile(r"(?<![A-Za-z\d])(?P<formula>(?:[A-Z][a-z]?\d{0,2}){2,6})\s?[–−-]\s?$")
"""What stands between, behind and before the formulas of a system."""


def parted(text: str) -> Iterator[Span]:
    """The places of parted formulas and ions, in their order and apart."""
    ions = iter([one.span() for one in PARTED_ION.finditer(text) if one["symbol"] in ELEMENTS])
    ion = next(ions, None)
    reached = 0
    for formula in parted_formulas(text):
        while ion is not None and ion[0] < formula[0]:
            if ion[1] <= formula[0] and ion[0] >= reached:
                yield ion
            ion = next(ions, None)
        yield formula
        reached = formula[1]
    yield from (one for one in ([ion] if ion else []) if one[0] >= reached)
    yield from (one for one in ions if one[0] >= reached)


def parted_formulas(text: str) -> Iterator[Span]:
    """The places of parted formulas, in their order."""
    at = reached = 0
    while (beginning := BEGINNING.search(text, at)) is not None:
        start = beginning.start()
        end = _end(text, start, beginning.end())
        if end > start:
            before = BEFORE.search(text, max(reached, start - LONGEST), start)
            reached = end = _system_end(text, end)
            yield (before.start() if before and _is_compound(before["formula"]) else start), end
        at = max(end, start + 1)


def _system_end(text: str, end: int) -> int:
    """The end of a system of oxides and the like whose first formula ends at ``end``: ``Na 2 O–B 2 O 3–SiO 2``."""
    for _ in range(MOST_PIECES):
        dash = DASH.match(text, end)
        if dash is None:
            break
        beginning = BEGINNING.match(text, dash.end())
        further = _end(text, dash.end(), beginning.end()) if beginning else dash.end()
        plain = PLAIN.match(text, dash.end())
        if further == dash.end() and (plain is None or not _is_compound(plain.group())):
            break
        end = max(further, plain.end() if plain else 0)
    return end


def _end(text: str, start: int, at: int) -> int:
    """Where the parted formula from ``start``, with its first element ``at``, ends; ``start`` if there is none."""
    depth, parted, apposed, end = 0, False, False, start
    for kind, piece in _pieces(text, at):
        if kind == "open":
            apposed = piece.group().startswith(" ")
        apposed = apposed and kind != "index"
        depth += (kind == "open") - (kind == "close")
        if not 0 <= depth <= DEEPEST or (apposed and kind == "close"):
            break
        parted = parted or kind in ("index", "blank")
        if depth == 0 and parted and kind not in ("blank", "open") and not _loose(text, piece, kind):
            end = piece.end()
    if text[end : end + 1].isalpha():
        return start
    return end if _is_compound(text[start:end].replace(" ", "")) else start


def _pieces(text: str, at: int) -> Iterator[tuple[str, re.Match[str]]]:
    """The pieces of a formula from ``at`` on, each with its kind; no element stands right behind itself."""
    before = atom = ""
    for _ in range(MOST_PIECES):
        piece = PIECE.match(text, at)
        if piece is None or piece.lastgroup is None or not _fits(text, piece, piece.lastgroup, before):
            return
        if piece.lastgroup == "atom":
            if piece.group() == atom:
                return
            atom = piece.group()
        yield piece.lastgroup, piece
        at, before = piece.end(), piece.lastgroup


def _loose(text: str, piece: re.Match[str], kind: str) -> bool:
    """Whether an element stands alone behind a blank, and is none in which formulas end."""
    return kind == "atom" and piece.group() not in ENDING and text[piece.start() - 1 : piece.start()] == " "


def _fits(text: str, piece: re.Match[str], kind: str, before: str) -> bool:
    """Whether a piece can follow the one before it."""
    if kind == "atom":
        return piece.group() in ELEMENTS
    if kind == "blank":
        at = piece.start()
        return before in ("index", "close") or text[at - 1] in VARIABLES or (before == "atom" and _anion(text, at))
    if kind == "open":
        return not piece.group().startswith(" ") or before in ("index", "amount")
    if kind == "index":
        counted = piece.group()[1:].isdigit() and MEASURED.match(text, piece.end()) is not None
        return before in ("atom", "close") and not counted
    return before in ("atom", "close", "amount", "index")


def _anion(text: str, at: int) -> bool:
    """Whether the rest of a compound stands behind the blank at ``at``: ``Zn O``, ``Sr Ti O3``."""
    return ANION.match(text, at) is not None and METAL.search(text, max(0, at - 6), at) is not None


def _is_compound(formula: str) -> bool:
    family = family_of(formula) if formula else None
    return family is not None and len(family.compositions[0].elements) > 1
