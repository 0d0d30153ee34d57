"""A symbol of a letter with an index and its unit in, what both usually mean out: ``σgb (S/cm)`` is a conductivity.

This is the last resort for symbols that neither their paper nor a list of usual symbols explains: the letter and the
dimension of the unit tell the noun, the index which one of its kind.
"""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from ....records.composition_grammar import ELEMENTS, flatten, parse_formula
from ....records.units import Unit
from .phrases import is_bond
from .words import FRACTIONS

_ANY: Final = "any"
_UNKNOWN_INDEX: Final = re.compile(r"(?![−–-])[^/·×]{0,4}")
"""A longer one that is not known makes the symbol an abbreviation of its own."""
_ABBREVIATION: Final = re.compile(r"[A-Z]{2,}[a-z]?")
_LONGEST_MOLECULE: Final = 2
"""Capitals without numbers that are a formula: ``CO``; more of them are an acronym."""
_SHARE: Final = re.compile(r"[fVXφ](?:_|v,)?(?P<phase>\S+)")
_REACTION: Final = {"X": "conversion", "S": "selectivity", "Y": "yield", "FE": "Faradaic efficiency"}
"""Letters of a catalyst's percents, alone or in front of what is converted or made."""


@lru_cache(maxsize=1)
def _file() -> dict[str, dict[str, Any]]:
    path = files("matloom.extract.tables.headers").joinpath("composed_symbols.toml")
    return tomllib.loads(path.read_text("utf-8"))


def composed_term(symbol: str, unit: Unit | None, *, known: bool = False) -> str | None:
    """The noun of a symbol's letter, with what its index says: ``grain boundary conductivity``; None for others.

    ``known`` asks for an index that is known, as of a symbol that could be a word: ``ipass``.
    """
    letters: dict[str, str] = _file()["letters"].get(_dimension(unit), {}) if unit else {}
    letter = max((one for one in letters if symbol.startswith(one)), key=len, default=None)
    if unit is None or letter is None:
        return None
    noun, index = letters[letter], symbol.removeprefix(letter).strip("_,()")
    if unit.dimension == "length" and is_bond(index):
        return f"{index} bond length"
    which = _index(index, _dimension(unit)) or _substance(index)
    if which is not None:
        return f"{which} {noun}"
    return noun if not known and _UNKNOWN_INDEX.fullmatch(index) and not _ABBREVIATION.fullmatch(symbol) else None


def _dimension(unit: Unit) -> str:
    """The dimension of a unit; joules in a volume are no pressure."""
    return "volumetric energy" if unit.dimension == "pressure" and "J/" in unit.plain else unit.dimension


def _index(index: str, dimension: str) -> str | None:
    """What an index says, as it is printed or without a number behind it: ``c,28``."""
    indexes = _file()["indexes"]
    own, shared = indexes.get(_file()["alike"].get(dimension, dimension), {}), indexes[_ANY]
    bare = re.sub(r"(?<=[A-Za-z])[,_]?\d{1,3}$", "", index)
    return next((told for key in (index, bare) for told in (own.get(key), shared.get(key)) if told), None)


def _substance(index: str) -> str | None:
    """An index that is a formula, which is what the quantity is of: ``jCO``."""
    acronym = index.isupper() and index.isalpha() and len(index) > _LONGEST_MOLECULE
    formula = parse_formula(index) if len(index) > 1 and not acronym else None
    return index if formula is not None and len(flatten(formula)) > 1 else None


def which_of(index: str) -> str:
    """What an index says of any quantity: ``max`` that it is the maximum."""
    return _file()["indexes"][_ANY][index]


def phase_of_share(symbol: str, unit: Unit | None) -> str | None:
    """The phase of which a symbol is the share: ``fγ (%)`` of austenite."""
    match = _SHARE.fullmatch(symbol) if unit is not None and unit.plain in FRACTIONS else None
    return _file()["phases"].get(match["phase"]) if match else None


def reaction_term(symbol: str, unit: Unit | None, *, alone: bool = False) -> str | None:
    """What a percent with a substance in its index is of a reaction: ``XCO (%)`` is the CO conversion.

    ``alone`` says that a letter without an index counts, too.
    """
    letter = "FE" if symbol.startswith("FE") else symbol[:1]
    noun = _REACTION.get(letter) if unit is not None and unit.plain in FRACTIONS else None
    index = symbol.removeprefix(letter).strip("_()")
    if noun is None or not index:
        return noun if alone else None
    formula = None if symbol in ELEMENTS else parse_formula(index)
    return f"{index} {noun}" if formula is not None and flatten(formula) else None
