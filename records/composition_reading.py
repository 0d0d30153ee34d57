"""A printed material string in, the family of compositions that it stands for out."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Final

from .chemical_names import FORM_WORDS, read_name
from .composition_forms import composition_of, used_variables
from .composition_grammar import ELEMENTS, flatten, substitute
from .composition_materials import Material, MaterialPart, join, read_coefficient, read_material
from .composition_variables import Assignments, take_assignments
from .compositions import Composition, CompositionFamily
from .errors import Problem, Result
from .formula_expressions import GREEK, Polynomial
from .formula_text import balanced, mend_brackets, plain, plain_formula
from .material_names import lookup

STAGE: Final = "compositions"
LONGEST: Final = 400
MOST: Final = 200
MOST_WORDS: Final = 24
DEFICIENCIES: Final = frozenset(GREEK + "d")
"""Variables that are meant to stay open: oxygen deficiency and the like."""

STATE = re.compile(r"\((?:s|l|g|aq|cr)\)$|(?<=[A-Za-z])\((?:I{1,3}|IV|VI{0,2})\)(?=[A-Z(])")
"""State of matter, and an oxidation state inside of a formula."""
PURITY = re.compile(r"\(?\s*[>≥]?\s*9\d(?:\.\d+)?\s?%(?:\s*\))?|\(\s*[>≥]?\s*9\d\.\d+\s*\)?$")
ALIAS = re.compile(r"^(.{2,}?)\s+\(([^()]*(?:\([^()]*\)[^()]*)*)\)$")
NAME = re.compile(r"^[A-Z][\w.+/-]{1,14}$")
SHARE = re.compile(r"^(\d{1,2}(?:\.\d+)?)\s?mol\.?\s?%\s+(.+)$")
ALLOY_BASIS = re.compile(r"^(.+?)\s*\(?\s*(at|wt)\.?\s?%\s*\)?$")
RATIO = re.compile(r"^(.+?)\s*\(\s*(\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+)\s*(?:(wt|mol|vol)\.?\s?%?)?\s*\)$")
DIMENSION = re.compile(r"^[0-3]D[ -]")
LONG_WORD = re.compile(r"[a-z]{3}")
FRAGMENT = re.compile(
    r"^(?!\(?[A-Z]+\)?$)(?:[^A-Za-z]*\d\S*|[A-Z][a-z]?|[\[({]?[A-Z][a-z]?\d\S*|[^\sA-Za-z,;()]+[A-Z]\S*|[x-zδ])$"
)
SMALL_WORDS: Final = frozenset(("and", "or", "with", "in", "on", "of", "for", "at", "by", "to", "from", "the", "an"))
JOINERS: Final = frozenset((",", "and", "or", "&", ";"))
DOPANTS = (
    r"((?:(?:\d+(?:\.\d+)?|x)\s?(?:wt|mol|at|vol)?\.?\s?%\s?)?[A-Z][a-z]?(?:\^?\d?[+-])?"
    r"(?:\s?(?:/|,|-|and)\s?[A-Z][a-z]?(?:\^?\d?[+-])?(?![a-z]))*)"
)
DOPED = re.compile(rf"(?:^|.*\s){DOPANTS}[ -]{{1,2}}(?:co-?)?(?:doped|substituted|modified|added|incorporated)\s+(.+)$")
DOPED_WITH = re.compile(rf"^(.+?)\s+(?:co-?)?(?:doped|substituted|modified)\s+(?:with|by)\s+{DOPANTS}$")


def read_family(text: str) -> Result[CompositionFamily]:
    """See :meth:`.compositions.CompositionFamily.from_text`."""
    if len(text) > LONGEST:
        return refused(text, f"longer than {LONGEST} characters")
    body, assigned = take_assignments(plain(text))
    try:
        materials = read_body(body)
        compositions = [composition for material in materials for composition in expand(material, assigned)]
    except OverflowError:
        return refused(text, "its amounts are too large an expression")
    if not compositions:
        return refused(text, f"'{text.strip()[:60]}' is no formula, name or acronym that is known")
    family = CompositionFamily(text=text, compositions=tuple(compositions[:MOST]))
    return Result(family, tuple(open_variables(family.compositions)))


def refused(text: str, why: str) -> Result[CompositionFamily]:
    """No composition, and why."""
    return Result(CompositionFamily(text=text, compositions=()), (Problem.of(STAGE, "C001", why=why),))


def open_variables(compositions: tuple[Composition, ...]) -> Iterator[Problem]:
    """A problem for each variable that has neither a value nor a range, and is no deficiency."""
    names = {
        name
        for composition in compositions
        for name, value in composition.variables.items()
        if value == name and name not in composition.ranges and name not in DEFICIENCIES
    }
    return (Problem.of(STAGE, "C002", variable=name) for name in sorted(names))


def expand(material: Material, assigned: Assignments) -> Iterator[Composition]:
    """One composition for each combination of the values that the text gives."""
    names = [name for name in used_variables(material) if assigned.values.get(name)]
    letters = [site for site, symbols in assigned.sites.items() if symbols]
    choices = product(*(assigned.values[name] for name in names))
    combinations = product(choices, product(*(assigned.sites[site] for site in letters)))
    seen: set[str] = set()
    for count, (values, symbols) in enumerate(combinations):
        if count >= MOST:
            return
        filled = dict(zip(names, values, strict=True))
        letter = dict(zip(letters, symbols, strict=True))
        found = composition_of(material, filled, assigned.ranges, letter)
        if below_zero(found):
            hundredths = {name: value / 100 for name, value in filled.items()}
            scaled = composition_of(material, hundredths, assigned.ranges, letter)
            found = found if below_zero(scaled) else scaled
        key = f"{found.formula} {found.variables}"
        if found.formula and key not in seen:
            seen.add(key)
            yield found


def below_zero(composition: Composition) -> bool:
    """Whether an amount is negative: then x was given in percent."""
    return any(isinstance(amount, float) and amount < 0 for amount in composition.amounts.values())


def read_body(body: str) -> list[Material]:
    """The materials of a text without its assignments, the surest reading first."""
    body = DIMENSION.sub("", PURITY.sub(" ", STATE.sub("", body))).strip(" ,;:.")
    for reader in (
        read_alias,
        read_alloy,
        read_ratio,
        read_whole,
        read_slashed,
        read_doped_words,
        read_systematic,
        read_words,
    ):
        found = reader(body)
        if found:
            return found
    return []


def read_whole(body: str) -> list[Material]:
    """The text as one formula or name."""
    named = read_listed(body)
    if named is not None:
        return [named]
    if LONG_WORD.search(body) and not re.search(r"[@/:+]|-\d|%", body):
        return []
    if any(word.lower() in SMALL_WORDS for word in body.split()):
        return []
    compact = plain_formula(body)
    found = read_material(compact) or (None if balanced(compact) else read_material(mend_brackets(compact)))
    if found is None:
        found = read_multiple(compact)
    return [found] if found is not None else []


def read_listed(text: str) -> Material | None:
    """A name of the table, with or without a formula; ``8 mol% YSZ`` fills the one amount that a name leaves open."""
    share = SHARE.match(text)
    formula = lookup(text) if share is None else lookup(share.group(2))
    if formula is None:
        return None
    if not formula:
        return Material(name=text) if share is None else None
    found = read_material(plain_formula(formula))
    if found is None or share is None:
        return None if found is None else replace(found, name=text)
    if used_variables(found)[:1] != ("x",):
        return None
    return replace(found, formula=substitute(found.formula, {"x": Fraction(share.group(1)) / 100}, {}), name=text)


def read_alias(body: str) -> list[Material]:
    """``Li7La3Zr2O12 (LLZO)``, ``LLZO (Li7La3Zr2O12)``: two ways to say one thing."""
    match = ALIAS.match(body)
    if match is None:
        return []
    outer, inner = match.group(1).strip(), match.group(2).strip()
    if is_formula(inner) and not is_formula(outer):
        return read_whole(inner)
    found = [] if any(mark in outer for mark in ",;") else read_whole(outer) or read_systematic(outer)
    return [replace(found[0], name=inner)] if len(found) == 1 and NAME.match(inner) else []


def is_formula(text: str) -> bool:
    """Whether it is read as a formula, not as a name."""
    return lookup(text) is None and not LONG_WORD.search(text) and read_material(plain_formula(text)) is not None


def read_alloy(body: str) -> list[Material]:
    """``Fe-20Al (at.%)``: what the shares of an alloy count."""
    match = ALLOY_BASIS.match(body)
    found = read_whole(match.group(1)) if match is not None else []
    if match is None or not found or found[0].kind != "alloy":
        return []
    basis = match.group(2)
    return [replace(found[0], parts=tuple(replace(part, basis=basis) for part in found[0].parts))]


def read_ratio(body: str) -> list[Material]:
    """``LSM-YSZ (50:50 wt%)``: the shares of a mixture or composite behind it."""
    match = RATIO.match(body)
    found = read_whole(match.group(1)) if match is not None else []
    if match is None or not found:
        return []
    shares = [Fraction(number) for number in match.group(2).split(":")]
    if len(found[0].parts) != len(shares) or not sum(shares):
        return []
    basis = match.group(3) or "mol"
    parts = tuple(
        replace(part, fraction=Polynomial.constant(share / sum(shares)), basis=basis)
        for part, share in zip(found[0].parts, shares, strict=True)
    )
    return [replace(found[0], parts=parts)]


def read_slashed(body: str) -> list[Material]:
    """``Co3O4/N-doped graphene``: a composite with a part of several words."""
    mark = re.search(r"(?<=\w)[/@](?=[A-Za-z])", body)
    if mark is None or " " not in body or body.count("/") + body.count("@") > 1:
        return []
    doped = DOPED.match(body)
    if doped is not None and doped.start(1) < mark.start() < doped.end(1):
        return []
    parts = [read_body(piece) for piece in (body[: mark.start()], body[mark.end() :])]
    if any(len(part) != 1 for part in parts):
        return []
    kind = "coating" if mark.group() == "@" else "composite"
    return [Material(parts=tuple(MaterialPart(part[0]) for part in parts), kind=kind)]


def read_multiple(compact: str) -> Material | None:
    """A formula with a number in front of it: ``2MgO``, ``(1-x)BaTiO3``, ``5wt%Pt``."""
    coefficient = read_coefficient(compact)
    if coefficient is None or not coefficient.rest:
        return None
    found = read_material(coefficient.rest)
    if found is None:
        return None
    return Material(parts=join([MaterialPart(found, coefficient.share, coefficient.basis)]), kind="mixture")


def read_doped_words(body: str) -> list[Material]:
    """``Mn-doped ZnO``, ``SrTiO3 doped with Nb``: the host with additives."""
    before, after = DOPED.match(body), DOPED_WITH.match(body)
    if before is not None:
        host, dopants = before.group(2), before.group(1)
    elif after is not None:
        host, dopants = after.group(1), after.group(2)
    else:
        return []
    additives = tuple(piece.strip(" -") for piece in re.split(r"/|,|\band\b|(?<=[a-z+])-(?=[A-Z])", dopants))
    found = read_body(host)
    return [replace(material, additives=(*material.additives, *(a for a in additives if a))) for material in found]


def read_systematic(body: str) -> list[Material]:
    """A systematic name, or a list of metals that share an anion."""
    found = [read_material(formula) for formula in read_name(body)]
    return [material for material in found if material is not None]


def read_words(body: str) -> list[Material]:
    """The formulas that stand among other words; the names, where there is no formula."""
    words = body.replace(",", " , ").replace(";", " ; ").split()[:MOST_WORDS]
    plain_words = [word for word in words if word.lower() not in FORM_WORDS]
    if len(plain_words) == 1 and plain_words[0] in ELEMENTS:
        element = read_material(plain_words[0])
        return [element] if element is not None else []
    for reader in (formula_of_words, name_of_words):
        found: list[tuple[int, int, Material]] = []
        start = 0
        while start < len(words):
            run = next(
                ((end, material) for end in range(len(words), start, -1) if (material := reader(words[start:end]))),
                None,
            )
            if run is None:
                start += 1
                continue
            found.append((start, run[0], run[1]))
            start = run[0]
        if found:
            return [] if any(torn(words, start, end) for start, end, _ in found) else joined_runs(words, found)
    return []


def torn(words: list[str], start: int, end: int) -> bool:
    """Whether a run is a piece of a formula that could not be read as a whole: a fragment stands next to it."""
    before = words[start - 1] if start else ""
    behind = words[end] if end < len(words) - words[-1].isdigit() else ""
    return any(FRAGMENT.match(word) and word not in JOINERS and not LONG_WORD.search(word) for word in (before, behind))


def joined_runs(words: list[str], found: list[tuple[int, int, Material]]) -> list[Material]:
    """The first run, and those that a list joins to it; of runs without a list between them, the richest."""
    kept = [found[0]]
    for run in found[1:]:
        if all(word in JOINERS for word in words[kept[-1][1] : run[0]]) and run[0] > kept[-1][1]:
            kept.append(run)
    if len(kept) == 1:
        kept = [max(found, key=lambda run: size(run[2]))]
    return [run[2] for run in kept]


def size(material: Material) -> int:
    """How many elements and parts a material has."""
    return len(flatten(material.formula)) + sum(size(part.material) for part in material.parts)


def formula_of_words(words: list[str]) -> Material | None:
    """The formula that the words make up when put together."""
    if any(word.lower() in FORM_WORDS or word in JOINERS or LONG_WORD.search(word) for word in words):
        return long_formula(words)
    compact = plain_formula("".join(words)).rstrip(".,;:")
    if compact in ELEMENTS and len(compact) < 3:
        return None
    whole = compact if balanced(compact) else mend_brackets(compact)
    return read_material(whole)


def long_formula(words: list[str]) -> Material | None:
    """A single word that is a composite or mixture with a named part: ``LiFePO4/graphene``."""
    if len(words) != 1 or not re.search(r"[A-Z][a-z]?\d|[@/]", words[0]):
        return None
    word = plain_formula(words[0]).rstrip(".,;:")
    return read_material(word if balanced(word) else mend_brackets(word))


def name_of_words(words: list[str]) -> Material | None:
    """The name that the words make up."""
    if words[0] in JOINERS or words[-1] in JOINERS:
        return None
    text = " ".join(words).strip("()[]")
    named = read_listed(text)
    if named is not None:
        return named
    if len(words) == 1 and text in ELEMENTS:
        return None
    names = read_name(text)
    return read_material(names[0]) if len(names) == 1 and names[0] not in ELEMENTS else None
