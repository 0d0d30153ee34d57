"""A sentence in, the ranges of reagents in it that have no formula out: elements, organic and bulk substances."""

import re
from functools import cache
from typing import Final

from pymatgen.core import Element

from .triggers import vocabulary

SHAPE = (
    r"(?=\s(?:metal|powders?|pieces|shots?|ingots?|granules|chips|turnings|lumps|flakes|ribbons?|foils?|wires?|rods?|"
    r"pellets|shavings|grains|sponge|beads|slugs?|foams?)\b|\s\(|,|\sand\b|\s(?:was|were)\b)"
)
"""What shows that an element's name is a substance that somebody took."""
PURE = r"(?=\s(?:powders?|shots?|ingots?|granules|pieces)\b|\s\((?:purity\s)?[>≥]?\s?9\d)"
NOT_TAKEN: Final = frozenset(("carbon", "oxygen", "nitrogen", "hydrogen", "argon", "helium", "lead", "tin", "iron"))
"""Elements whose names are gases, or mostly part of other names."""
LOCANT = r"(?:(?:[α-ω]|\d[\d,′'’]{0,20}|[NnOo](?:,\s?[NO])?|p|m|tert|iso|sec|cis|trans|bis|tris)[-‐‑–])?"
STEM = r"(?![Tt]ogether\b|[Ww]hether\b)(?:[A-Za-z\d])?[A-Za-z()\[\],\d‐‑–-]{0,40}"
ALKYL = (
    r"(?:[Nn]-|tert-|sec-|[Dd]i|[Tt]ri|[Tt]etra|[Ii]so)?(?:[Mm]eth|[Ee]th|[Pp]rop|[Bb]ut|[Pp]ent|[Hh]ex|[Oo]ct|[Aa]m|"
    r"[Aa]ll|[Vv]in|[Bb]enz|[Pp]hen|[Gg]lycid|[Cc]et)(?:yl|ylene)"
)
CLASSES = (
    r"(?:ketone|ether|acetate|alcohol|glycol|carbonate|formate|lactate|acrylate|methacrylate|sulfoxide|chloride|bromide|"
    r"phosphate|borate|silicate|benzoate|titanate|zirconate|phthalate)"
)
GLYCOL_ETHER = rf"(?:\s(?:mono|di)?{ALKYL}\sether(?:\sacetate)?)?"
ESTER = rf"{ALKYL}(?:\s{ALKYL}){{0,2}}\s{CLASSES}(?:\sof\sbisphenol[\s‐‑–-]?[AFS]\b)?{GLYCOL_ETHER}"
"""Organic substances named by their groups and their class: ``methyl isobutyl ketone``."""
SUPPORTED = r"(?:{metals})(?:\s[Nn]anoparticles)?\s(?:supported\s)?on\s(?:activated\s|porous\s)?carbon(?:\sblack)?"
"""A catalyst by the name of its metal and what bears it."""
PART = (
    r"(?!(?:The|These|Those|Both|All|Such|Their|Each|Some|Two|Three|Dry|Wet|Our|For|In|As|Of)\s)"
    r"[A-Z][\w®‐‑-]{0,40}\s(?:membranes?|GDLs?|gas diffusion layers?)(?:\s(?:[A-Z]+[\s-]?)?\d[\w.-]*)?|"
    r"Nafion®?\s(?:NR?E?-?)?\d{3}\b"
)
"""A membrane or a gas diffusion layer by its maker and its number."""
ACID = r"[A-Za-z][a-z]+(?:ic|ous)\sacids?(?:\sanhydride)?"
POLYMER = (
    r"[Pp]oly\s?\([\w\s,.‐‑–-]{3,60}(?:\([\w‐‑–-]+\))?[\w\s-]*\)|"
    r"[Pp]oly(?!mer|crystal|morph|hedr|gon|typ|syn|dispers|atom|cation|anion|phase|phos)[a-z]{4,30}"
    r"(?:\s(?:alcohol|glycol|fluoride|oxide|chloride|acid|sulfonate))?"
)
WEIGHED = re.compile(
    r"(?<![\w-])(?P<name>(?=[\w,′'’‐‑–()\[\]-]{0,80}[a-zA-Z]{2})[A-Za-z\d][\w,′'’‐‑–()\[\]-]{0,80}[\w\])])\s"
    r"\((?:\d[\d.]*\s?(?:wt\.?\s?)?%,\s)?\d[\d.]*\s?(?:k?g|mg|m?mol|m[lL]|[µμ]L|equiv)\b"
)
"""A name with the amount that was weighed or measured out behind it: "DPA (2.5 g, 10 mmol)"."""
CODE_WEIGHED = re.compile(
    r"\d\s?(?:k?g|mg|m?mol|m[lL])\sof\s(?:the\s)?(?P<name>(?=[\w,‐‑–-]{0,20}[A-Z][\w,‐‑–-]{0,20}[A-Z\d])[A-Z\d][\w,‐‑–-]{0,40}\w)"
    r"(?=[\s,.])"
)
"""A code with the amount before it: "2 g of PMX-3"."""
UNNAMED: Final = frozenset(
    ("solution", "solvent", "mixture", "powder", "sample", "catalyst", "product", "material", "precursor", "residue",
     "compound", "dispersion", "suspension", "ink", "slurry", "paste", "salt", "polymer", "resin", "filtrate",
     "portion", "monomer", "substance", "solid", "liquid", "oil", "gel", "flask", "beaker", "vial", "autoclave",
     "bottle", "tube", "yield", "amount", "volume", "weight", "mass", "agent", "binder", "reagent", "initiator",
     "hydrate", "total", "acid", "oxide", "chloride", "nitrate", "acetate", "sulfate", "reactor", "crucible",
     "electrolyte", "balls", "ligand", "complex", "base", "to", "of", "and", "or", "with", "in", "for", "from", "was",
     "were", "then", "each", "both", "added", "dissolved", "mixed", "using", "fresh", "dry", "pure")
)  # fmt: skip
"""Nouns that do not name a substance by themselves, and other words that stand before an amount."""


@cache
def element_names() -> tuple[str, ...]:
    """The elements in words, from lithium to bismuth."""
    return tuple(Element.from_Z(number).long_name.lower() for number in range(3, 84))


def element_symbol(name: str) -> str | None:
    """The symbol of an element's name, or of HF, which reads as an abbreviation elsewhere."""
    lowered = name.lower()
    if lowered in element_names():
        return Element.from_Z(element_names().index(lowered) + 3).symbol
    return name if name == "HF" else None


def either_case(name: str) -> str:
    """A pattern of a word with its first letter in either case."""
    return f"[{name[0].upper()}{name[0]}]{name[1:]}"


@cache
def pattern() -> re.Pattern[str]:
    """All names in one expression, longest first."""
    substances = vocabulary()["substances"]
    names = "|".join(map(re.escape, sorted(substances["names"], key=len, reverse=True)))
    endings = "|".join(map(either_case, sorted(substances["endings"], key=len, reverse=True)))
    metals = "|".join(map(either_case, element_names()))
    taken = "|".join(either_case(name) for name in element_names() if name not in NOT_TAKEN)
    metal = rf"(?:(?:{metals})(?:\s?\((?:I{{1,3}}|IV|VI{{0,2}})\))?\s)?"
    supported = SUPPORTED.format(metals=metals)
    organic = rf"{metal}{LOCANT}{STEM}(?:{endings})s?{GLYCOL_ETHER}"
    return re.compile(
        rf"(?<![\w-])(?:{PART}|{supported}|{POLYMER}|{ESTER}|{organic}|{ACID}|(?:{names})|(?:{taken}){SHAPE}|(?:[Ll]ead|[Tt]in|[Ii]ron|"
        rf"[Cc]arbon){PURE})(?!\w)(?![-–](?:based|free|like|rich))"
    )


def find_reagents(sentence: str) -> list[tuple[int, int]]:
    """Start and end of each name, from the left."""
    spans = (match.span() for match in pattern().finditer(sentence))
    return [(start, end) for start, end in spans if balanced(sentence[start:end])]


def find_weighed(sentence: str) -> list[tuple[int, int]]:
    """What has its amount beside it, and so is a substance, though nothing tells which: the paper's own codes."""
    found = [match for pattern in (WEIGHED, CODE_WEIGHED) for match in pattern.finditer(sentence)]
    return [match.span("name") for match in found if match["name"].lower() not in UNNAMED and balanced(match["name"])]


def balanced(name: str) -> bool:
    """Whether every parenthesis that a name opens is closed in it."""
    return name.count("(") == name.count(")") and name.count("[") == name.count("]")
