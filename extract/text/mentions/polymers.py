"""Running text in, the places of polymers' names in it out: by source (``poly(vinyl alcohol)``), by class, copolymers.

Source-based and structure-based names follow IUPAC (*Compendium of Polymer Terminology and Nomenclature*, 2009), whose
connectives (*block*, *co*, *graft*, *alt*, *ran*, *stat*) join the parts of copolymers; papers shorten them. A name in
the plural (*polyimides*) is one of a class.
"""

import re
from collections.abc import Iterator
from typing import Final

_LINK: Final = r"[-‐–](?:b|block|g|graft|co|alt|ran|r|stat|s|net)[-‐–]"
_IN_BRACKETS: Final = r"\((?:[^()\n]|\([^()\n]{1,30}\)){2,70}\)"
_BRACKETED: Final = rf"[Pp]oly\s?{_IN_BRACKETS}"
_UNITS: Final = (
    r"(?:styrene|ethylene|propylene|butylene|butadiene|isoprene|imide|amide|urethane|urea|ester|ether|carbonate|"
    r"sulf(?:on|id)e|aniline|pyrrole|thiophene|acrylate|acrylonitrile|acrylamide|methacrylate|siloxane|silane|lactide|"
    r"caprolactone|glycolide|lysine|phenylene|acetylene|fluorene|carbazole|olefin|ketone|benzimidazole|dopamine|"
    r"ethylenimine|ethyleneimine|norbornene|oxazoline|phosphazene|anhydride|oxymethylene|vinylpyrrolidone)"
)
_IN_ONE_WORD: Final = (
    rf"(?<![A-Za-z])[Pp]oly(?:[a-z]{{2,14}})?{_UNITS}"
    r"(?:\s(?:oxide|glycol|terephthalate|naphthalate|succinate|adipate|chloride|fluoride|acetate|alcohol|acid|sulfone|"
    r"ketone|imide))?(?![a-z])"
)
_SHORT: Final = r"P?[A-Z][A-Za-z0-9]{1,7}"
_COPOLYMER: Final = rf"{_SHORT}(?:{_LINK}(?:{_SHORT}|P?\({_SHORT}(?:{_LINK}{_SHORT}){{0,2}}\))){{1,3}}"
_OF_UNITS: Final = rf"P\([A-Z][A-Za-z0-9]{{1,7}}(?:(?:[-‐–/]|{_LINK})[A-Z][A-Za-z0-9]{{1,7}}){{0,3}}\)"
_NYLON: Final = r"[Nn]ylon[-\s]?\d{1,2}(?:[,.]\d{1,2})?"
_POLYMER: Final = re.compile(
    rf"(?<![\w-])(?:{_BRACKETED}(?:{_LINK}{_BRACKETED}){{0,3}}|{_IN_ONE_WORD}(?:{_LINK}{_IN_ONE_WORD}){{0,3}}|"
    rf"{_COPOLYMER}|{_OF_UNITS}|{_NYLON})(?![\w])"
)


def polymers(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each name of a polymer, from the left."""
    return (match.span() for match in _POLYMER.finditer(text))
