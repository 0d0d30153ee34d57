"""A paper's words in, the wavelength of its diffraction out: as printed, or that of the anode that is named."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ...records.quantities import Quantity
from ...records.quantity_grammar import parse_quantity

_PRINTED: Final = re.compile(
    r"(?:λ|\bwavelengths?)\s*(?:\([^)]{0,12}\)\s*)?(?:=|≈|~|of|:|is|was)?\s*(\d{1,2}\.\d{1,6}\s*(?:Å|Å|angstroms?|nm|pm))"
)
_ANODE: Final = re.compile(r"\b(Cu|Co|Mo|Cr|Fe|Ag)[\s\-–]?K\s?[\-–_]?\s?(?:α|alpha|a)\s?_?([12])?(?![a-z0-9])")
_DIFFRACTION: Final = re.compile(r"diffract|\bXRD\b|\bPXRD\b|\bXRPD\b|\bX-ray|\b2\s?θ", re.IGNORECASE)
CLOSE: Final = 0.005
"""Of a wavelength: statements that differ by less are one."""


def diffraction_wavelength(caption: str, texts: Iterable[str]) -> Quantity | None:
    """The wavelength that the caption, or else the paper's sentences on diffraction, state; None if they disagree."""
    found = _stated(caption)
    for text in texts if found is None else ():
        if not _DIFFRACTION.search(text) or (one := _stated(text)) is None:
            continue
        if found is not None and abs(_value(one) - _value(found)) > CLOSE * _value(found):
            return None
        found = found or one
    return found


def _value(quantity: Quantity) -> float:
    return quantity.canonical_value or 0.0


def _stated(text: str) -> Quantity | None:
    if printed := _PRINTED.search(text):
        return parse_quantity(printed[1])
    if anode := _ANODE.search(text):
        from pymatgen.analysis.diffraction.xrd import WAVELENGTHS

        value = WAVELENGTHS.get(f"{anode[1]}Ka{anode[2] or ''}")
        named = parse_quantity(f"{value} Å") if value else None
        return named and replace(named, text=anode[0])
    return None
