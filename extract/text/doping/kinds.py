"""One word in, out what it is by itself: an element, a formula, a form of matter, a word at which phrases end."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Final, Literal, TypeAlias

from ....records.chemical_names import ions
from ....records.composition_grammar import ELEMENTS
from ....records.material_names import lookup
from ..mentions.formula_tokens import read_token

Kind: TypeAlias = Literal[
    "doped", "likened", "put", "doping", "dopant", "typed", "mark", "end", "number", "unit", "degree", "element",
    "class", "formula", "name", "form", "word",
]  # fmt: skip
HYPHENS: Final = r"\-–‐‑−—"
"""As they stand in a pattern's brackets."""
ION: Final = re.compile(
    r"(?:\d+(?:\.\d+)?|x|y)?\s?%?(?P<symbol>[A-Z][a-z]?)(?:\(?(?:I{1,3}|IV|V)\)|\^?\{?\d?[+⁺]+\}?|\+\d|[²³⁴]⁺)?"
)
NUMBER: Final = re.compile(
    r"[~≈<>≤≥±∼]?\d[\d.,·×x^–−-]*(?:cm-?[23]|(?:[-–]?(?:%|mol%|at%|wt%|at\.%|mol\.%|wt\.%))?)|[xyz]\s?[=<>≤≥]\S*"
)
ACRONYM: Final = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z0-9][\w@-]{1,11}")
DIMENSIONS: Final = re.compile(r"[0-3]D")
LIST: Final = re.compile(r"[,/–&]|(?<!\d)[+-]")
MOST_LISTED: Final = 8
LONGEST_NOTATION: Final = 60
LISTS: Final[dict[str, Kind]] = {
    "typed": "typed", "forms": "form", "own_forms": "word", "dopant_classes": "class", "degrees": "degree",
    "ends": "end",
}  # fmt: skip
"""Which kind the words of a list of ``words.toml`` are, in the order in which they are asked."""


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of ``words.toml``."""
    return frozenset(_lists()[name])


@cache
def _lists() -> dict[str, list[str]]:
    where = resources.files("matloom.extract.text.doping").joinpath("words.toml")
    return tomllib.loads(where.read_text("utf-8"))


@lru_cache(maxsize=20_000)
def kind_of(text: str) -> Kind:
    """What a word is by itself."""
    small = text.lower()
    if not any(character.isalnum() for character in text):
        return "unit" if text == "%" else "mark"
    if DIMENSIONS.fullmatch(text):
        return "word"
    if NUMBER.fullmatch(text):
        return "number"
    if small in word_list("units"):
        return "unit"
    if names_elements(text):
        return "element"
    if text in word_list("variables"):
        return "class"
    for name, kind in LISTS.items():
        if small in word_list(name):
            return kind
    if not text[:1].isalnum() and text[:1] not in "([":
        return "word"
    if ":" in text and len(text) < LONGEST_NOTATION:
        materials = sum(kind_of(part) in ("formula", "element") for part in text.split(":"))
        return "formula" if materials > 1 else "word"
    if read_token(text) is not None:
        return "formula"
    return "name" if lookup(text) is not None and not text.isupper() else "word"


@lru_cache(maxsize=20_000)
def names_elements(text: str) -> bool:
    """Whether a word is an element, an ion, or several of them: ``Yb3+/Er3+``."""
    if text.lower() in _element_names() or text.lower().removesuffix("s") in _element_names():
        return True
    parts = [text] if ION.fullmatch(text) else LIST.split(text)
    return 0 < len(parts) < MOST_LISTED and all(
        (found := ION.fullmatch(part)) is not None and found["symbol"] in ELEMENTS for part in parts
    )


@cache
def _element_names() -> frozenset[str]:
    return frozenset(name.lower() for name in ions().elements)
