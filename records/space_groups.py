"""A space group's symbol in any setting in, its number, crystal system and lattice centring out.

The symbols are those of the 530 settings of spglib's table (Hall, Acta Cryst. A 37, 517 (1981); International Tables
for Crystallography A), in the short and in the full form, the cubic symbols in the style before 1992 (``Fm3m``), and
those without the letter e (``Cmca``).
"""

import re
from functools import cache
from typing import Any, Final

CUBIC_WITHOUT_BAR: Final = re.compile(r"^([PFI][mnadc])(3[mnc]?d?)$")
WITHOUT_E: Final[dict[int, str]] = {
    39: "Abm2 Bma2 B2cm C2mb Cm2a Ac2m", 41: "Aba2 Bba2 B2cb C2cb Cc2a Ac2a", 64: "Cmca Ccmb Abma Acam Bbcm Bmab",
    67: "Cmma Cmmb Abmm Acmm Bmcm Bmam", 68: "Ccca Cccb Abaa Acaa Bbcb Bbab",
}  # fmt: skip
"""Symbols as they were before the glide plane e had a letter (International Tables, editions before 2002)."""
LAST_NUMBERS: Final = (
    (2, "triclinic"), (15, "monoclinic"), (74, "orthorhombic"), (142, "tetragonal"), (167, "trigonal"),
    (194, "hexagonal"), (230, "cubic"),
)  # fmt: skip
"""The last space group of each crystal system."""


def plain(symbol: str) -> str:
    """The symbol without blanks, underscores and braces: ``P 6_3/m m c`` is ``P63/mmc``."""
    return re.sub(r"[\s_{}$]", "", symbol)


def space_group_number(symbol: str | None) -> int | None:
    """The number (1 to 230) of a symbol in any setting, of a number in words (``225``), or None."""
    if not symbol:
        return None
    name = plain(symbol)
    if name.isdecimal() and len(name) <= 3:
        return int(name) if 1 <= int(name) <= 230 else None
    name = name.split(":")[0]
    found = _numbers().get(name)
    if found is None and (cubic := CUBIC_WITHOUT_BAR.match(name)):
        found = _numbers().get(f"{cubic[1]}-{cubic[2]}")
    return found


def crystal_system(number: int) -> str:
    """The crystal system of a space group's number; ``trigonal`` for 143 to 167."""
    return next(system for last, system in LAST_NUMBERS if number <= last)


def standard_symbol(number: int) -> str:
    """The short Hermann-Mauguin symbol of the standard setting: ``Pnma`` for 62."""
    return _standard()[number]


def centring(symbol: str | None) -> str | None:
    """The letter of the lattice's centring (P, A, B, C, I, F, R) that the symbol as printed begins with."""
    letter = plain(symbol or "")[:1]
    return letter if letter and letter in "PABCIFR" else None


@cache
def _settings() -> tuple[tuple[int, str, str, str], ...]:
    """Number, short symbol, full symbol and symbols as listed, of each setting."""
    import spglib

    rows: list[tuple[int, str, str, str]] = []
    for hall in range(1, 531):
        found: Any = spglib.get_spacegroup_type(hall)
        rows.append((found.number, found.international_short, found.international_full, found.international))
    return tuple(rows)


@cache
def _standard() -> dict[int, str]:
    names: dict[int, str] = {}
    for number, short, _, _ in _settings():
        names.setdefault(number, plain(short))
    return names


@cache
def _numbers() -> dict[str, int]:
    known = {name: number for number, names in WITHOUT_E.items() for name in names.split()}
    for number, short, full, listed in _settings():
        without_ones = " ".join(part for part in full.split() if part != "1")
        for name in (short, full, without_ones, *listed.split("=")):
            known.setdefault(plain(name), number)
    return known
