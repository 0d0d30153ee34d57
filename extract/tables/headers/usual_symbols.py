"""A header's symbol that its paper explains nowhere in, what it usually stands for out."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from ....records.units import Unit
from ....records.vocabulary import Property, Vocabulary
from .naming import Hypothesis, spelled_by
from .phrases import symbol_key
from .words import FRACTIONS

_SURE: Final = 3.0
"""The score of a usual reading: it is no guess from one paper's words."""


_TERMS: Final = "terms"
_AMONG: Final = "among"
_ANY_UNIT: Final = "abbreviations"
_NUMBERS: Final = "numbers"


@lru_cache(maxsize=1)
def _file() -> dict[str, dict[str, Any]]:
    path = files("matloom.extract.tables.headers").joinpath("usual_symbols.toml")
    return tomllib.loads(path.read_text("utf-8"))


@lru_cache(maxsize=1)
def _usual() -> dict[str, list[tuple[Property, str]]]:
    """Properties and full terms by symbol."""
    found: dict[str, list[tuple[Property, str]]] = {}
    for name, terms in _file().items():
        if name in (_TERMS, _AMONG, _ANY_UNIT, _NUMBERS):
            continue
        for symbol, term in terms.items():
            found.setdefault(symbol_key(symbol), []).append((Vocabulary.load()[name], term))
    return found


def usual_name(
    symbol: str, unit: Unit | None, entries: tuple[Property, ...], likeliest: Hypothesis | None
) -> Hypothesis | None:
    """What a symbol usually stands for, of the properties that it may be here: ``Rct``, ``UTS``, ``Cdl``.

    The ``likeliest`` reading by the paper's own phrases comes first if its words begin with the symbol's letters, or
    if the symbol is a single letter, which means something else in each field.
    """
    plain = unit.plain if unit is not None else ""
    shares = plain in FRACTIONS
    found = sorted(_usual().get(symbol_key(symbol), ()), key=lambda one: plain not in (one[0].unit, *one[0].units))
    found = [one for one in found if one[0].fits(unit) and (unit or one[0] in entries)]
    usual = next((Hypothesis(e, term, _SURE) for e, term in found if not shares or _can_be_share(e)), None)
    if usual is None or likeliest is None:
        return usual or likeliest
    own = spelled_by(symbol, likeliest.words) or usual.words in likeliest.words.lower()
    return likeliest if len(symbol) == 1 or own else usual


_HIGHEST_SHARE: Final = 1000.0


def _can_be_share(entry: Property) -> bool:
    """Whether a property may be printed in percent: a pure number of the order of one, but no permittivity."""
    return entry.unit != "1" or entry.high <= _HIGHEST_SHARE


@lru_cache(maxsize=64)
def _terms(dimension: str | None) -> dict[str, str]:
    """The terms that the vocabulary has no property for, of units of a dimension and of any, by their symbols' keys."""
    own: dict[str, str] = _file()[_TERMS].get(dimension, {}) if dimension else {}
    return {symbol_key(symbol): term for symbol, term in (*_file()[_ANY_UNIT].items(), *own.items())}


def usual_term(symbol: str, unit: Unit | None) -> str | None:
    """The full term of a symbol of what the vocabulary has no property for: ``Pmpp`` in watts.

    Without a ``unit`` that is known only abbreviations that mean the same in any unit have one: ``MFI``.
    """
    return _terms(unit.dimension if unit else None).get(symbol_key(symbol))


@lru_cache(maxsize=1)
def _numbers() -> dict[str, str]:
    return {symbol_key(symbol): term for symbol, term in _file()[_NUMBERS].items()}


def usual_number(symbol: str) -> str | None:
    """The full term of a symbol that is a pure number of the same kind in every field: ``TON``."""
    return _numbers().get(symbol_key(symbol))


def usual_among(symbol: str, fields: Mapping[str, int]) -> str | None:
    """The full term of a pure number's symbol among columns of a field: ``CE`` among contents of elements."""
    terms = (found[symbol] for field, found in _file()[_AMONG].items() if fields.get(field) and symbol in found)
    return next(terms, None)
