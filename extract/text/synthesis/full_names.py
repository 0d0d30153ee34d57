"""A paper's recipes in, the same with every nameless formula's substance under its full printed name out.

A substance that has a formula is known by that. One that has none, a polymer, a resin, a commercial grade, is known by
its name and by what the paper calls it or bought: "poly(vinylidene fluoride) (PVDF)", whichever of both is printed in
the recipe itself.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pymatgen.core import Element

from ....records.model import Precursor
from ...document import Document
from ...findings import Definition, Recipe
from ..mentions.definitions import document_definitions
from ..mentions.formula_tokens import family_of

BEHIND = re.compile(r"\s?\(([^()]{2,60})\)")
PARTS = re.compile(r"[,;]\s")
CODE = re.compile(r"(?<![\w-])[A-Z](?:[A-Z\d]|-(?=[A-Z\d]))*[A-Z\d](?![\w-])")
NO_CODE: Final = frozenset(
    ("TCI", "BDH", "BASF", "VWR", "ABCR", "SGL", "ACS", "AR", "GR", "HPLC", "CAS", "MW", "DI", "RT", "USA", "UK", "PRC")
)
"""Suppliers, countries, grades of purity and quantities in capitals."""
STATE = re.compile(r"\((?:I{1,3}|IV|VI{0,2})\)")
SALT = r"[a-z]{2,20}(?:ide|ate)s?(?:\s(?:mono|di|tri|tetra|penta|hexa|hepta|octa|nona)?hydrates?)?\b"
QUANTITY = re.compile(r"^[~≈>≥<]?\s?\d|\d\s?(?:%|[gkmµμ]?[gmL]\b|m?mol\b|M\b)|=")


@dataclass(frozen=True, slots=True)
class FullNames:
    """What a paper's abbreviations of substances stand for, and the other way round by small letters."""

    long_of: Mapping[str, str]
    short_of: Mapping[str, str]

    @classmethod
    def of(cls, document: Document, recipes: Iterable[Recipe], stage: str, version: str) -> "FullNames":
        """The abbreviations that a paper introduces, without its names of what it makes itself."""
        own = {target.text for recipe in recipes for target in recipe.targets}
        told = document_definitions(document, stage, version)
        told = [one for one in told if one.kind == "abbreviation" and one.short not in own and abbreviates(one)]
        return cls({one.short: one.long for one in told}, {one.long.lower(): one.short for one in told})

    def within(self, document: Document, recipe: Recipe) -> Recipe:
        """A recipe with full names, what went in under two names once."""
        texts = {block.id: block.running for block in document.blocks}
        found: dict[str, Precursor] = {}
        for one in recipe.precursors:
            place = one.evidence
            behind = texts.get(place.block or "", "")[place.end or 0 :]
            full = one if one.composition is not None else replace(one, name=self.full(one.name, behind))
            state = STATE.match(behind) if Element.is_valid_symbol(one.name) else None
            full = full if state is None else as_salt(one, state[0], texts.values())
            known = found.setdefault(full.name.lower(), full)
            if known.amount is None and full.amount is not None:
                found[full.name.lower()] = replace(known, amount=full.amount)
        return replace(recipe, precursors=tuple(found.values()))

    def full(self, name: str, behind: str) -> str:
        """A name with the codes that are printed behind it, else with its abbreviation, or an abbreviation so."""
        match = BEHIND.match(behind)
        codes = codes_of(match[1]) if match is not None else ()
        short = self.short_of.get(name.lower())
        if codes or short is not None:
            return f"{name} ({', '.join(codes or (short or '',))})"
        long = self.long_of.get(name)
        return name if long is None else f"{long} ({name})"


def as_salt(ion: Precursor, state: str, texts: Iterable[str]) -> Precursor:
    """An element in an oxidation state, "Ru(III)", as the salt of it that the paper names, where that is one."""
    element = Element(ion.name).long_name
    printed = re.compile(rf"\b{element}\s?{re.escape(state)}\s{SALT}", re.IGNORECASE)
    salts = {match.group().removesuffix("s").lower() for text in texts for match in printed.finditer(text)}
    if len(salts) != 1:
        return replace(ion, name=f"{ion.name}{state}", composition=None)
    name = salts.pop().replace(state.lower(), state)
    family = family_of(name)
    return replace(ion, name=name, composition=None if family is None else family.compositions[0])


def abbreviates(definition: Definition) -> bool:
    """Whether a short name begins as what it stands for does: "the index of PVA (CrI)" names no PVA."""
    return definition.short[:1].lower() == definition.long[:1].lower() and len(definition.long) > len(definition.short)


def codes_of(words: str) -> tuple[str, ...]:
    """The abbreviations and trade codes at the beginning of a parenthesis, without maker, purity and amount."""
    found: list[str] = []
    for part in PARTS.split(words):
        codes = [code for code in CODE.findall(part) if code not in NO_CODE]
        if not codes or QUANTITY.search(part):
            break
        found.append(part.strip())
    return tuple(found)


def plain(name: str) -> str:
    """A full name without what is printed in parentheses behind it."""
    return re.sub(r"\s\([^()]*\)$", "", name)
