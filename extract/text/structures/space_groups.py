"""Running text in, the space groups printed in it out, in one spelling: ``P63/mmc``, ``Fm-3m``.

The 230 symbols are those of pymatgen's table; other settings are from the International Tables for
Crystallography A, table 4.3.2.1. Cubic symbols in the style before 1992 (``Fm3m``) are given their bar.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

OTHER_SETTINGS: Final = frozenset(
    "P2/m P2/n P2/a P2/b P2/c P21/m P21/c P21/n P21/a P21/b C2/m A2/m I2/m B2/m C2/c A2/n I2/a A2/a C2/n I2/c B2/b "  # noqa: SIM905
    "C2 A2 I2 B2 P2 P21 Pm Pc Pn Pa Pb Cm Am Im Bm Cc An Ia Aa Cn Ic Bb Pnma Pmnb Pbnm Pcmn Pmcn Pnam Cmcm Ccmm "
    "Amma Amam Bbmm Bmmb Cmca Ccmb Abma Acam Bbcm Bmab Pbca Pcab Pbcn Pcan Pnca Pnab Pbna Pcnb Pbcm Pcam Pmca Pmab "
    "Pbma Pcmb Cmc21 Ccm21 A21ma A21am Bb21m Bm21b Pna21 Pbn21 P21nb P21cn Pc21n Pn21a Pca21 Pbc21 P21ab P21ca "
    "Pc21b Pb21a Pmmn Pnmm Pmnm Imma Immb Ibmm Icmm Imcm Imam Ibam Imcb Icma Pnnm Pmnn Pnmn Pbam Pcma Pmcb Pmc21 "
    "Pcm21 Cmma Abmm Bmam F2/d F-1 I-1 C-1 A-1 B-1 Fd2d P3m1 R3m R3c R-3m R-3c Ccca Fddd Fdd2 Ima2 Ibm2".split()
)
BARRED: Final[dict[str, str]] = {
    "Fm3m": "Fm-3m", "Fm3c": "Fm-3c", "Fd3m": "Fd-3m", "Fd3c": "Fd-3c", "Pm3m": "Pm-3m", "Pn3m": "Pn-3m",
    "Pm3n": "Pm-3n", "Pn3n": "Pn-3n", "Im3m": "Im-3m", "Ia3d": "Ia-3d", "Pm3": "Pm-3", "Pn3": "Pn-3", "Pa3": "Pa-3",
    "Im3": "Im-3", "Ia3": "Ia-3", "Fm3": "Fm-3", "Fd3": "Fd-3",
}  # fmt: skip
LONGEST: Final = 18
START = re.compile(r"(?<![A-Za-z0-9_\-−–+/])[PIFCABR](?=[\s_{]?[-−–‐¯‾]?\s?[1-6abcdemn])")
ALLOWED: Final = frozenset("0123456789abcdemn/-−–‐_̄̅¯‾ {}₁₂₃₄₅₆\u0304\u0305\u00a0\u2009\u202f")
CUE = re.compile(r"space[- ]?group|symmetry|\bS\.?G\.?\b|\b[Nn]o\.\s?\d{1,3}\b")
NUMBER_BEHIND = re.compile(r"\A[\s,]*\(?\s*(?:[Nn]o\.?|#|[Nn]umber)\s?(\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class SpaceGroup:
    """A space group printed at ``start`` to ``end``, as a plain symbol."""

    start: int
    end: int
    symbol: str


@cache
def symbols() -> frozenset[str]:
    """Every plain symbol."""
    raw = json.loads(resources.files("pymatgen.symmetry").joinpath("symm_data.json").read_text("utf-8"))
    return frozenset(name.replace("_", "") for name in raw["space_group_encoding"]) | OTHER_SETTINGS


def find_space_groups(text: str) -> Iterator[SpaceGroup]:
    """The space groups in ``text``; symbols of two or three characters only where the words speak of one."""
    last = 0
    for match in START.finditer(text):
        if match.start() < last:
            continue
        found = space_group_at(text, match.start())
        if found is not None and (len(found.symbol) > 3 or told(text, found)):
            last = found.end
            yield found


def space_group_at(text: str, start: int) -> SpaceGroup | None:
    """The longest symbol that begins at ``start``."""
    end = start + 1
    while end < min(len(text), start + LONGEST) and text[end] in ALLOWED:
        end += 1
    for stop in range(end, start + 1, -1):
        if text[stop - 1].isspace() or (stop < len(text) and (text[stop].isalnum() or text[stop] in "̄̅¯")):
            continue
        symbol = plain_symbol(text[start:stop])
        if symbol in symbols() and not (spaced_out(text[start:stop]) and len(symbol) < 4):
            return SpaceGroup(start, stop, symbol)
    return None


def plain_symbol(printed: str) -> str:
    """The symbol without blanks and marks; a bar over a digit stands as a minus before it."""
    text = re.sub(r"[\s_{}]", "", printed)
    text = re.sub(r"[−–‐]", "-", text)
    text = re.sub(r"(\d)[\u0304\u0305¯‾]", r"-\1", text)
    text = re.sub(r"[\u0304\u0305¯‾](\d)", r"-\1", text)
    text = text.translate(str.maketrans("₁₂₃₄₅₆", "123456")).replace("--", "-")
    return BARRED.get(text, text)


def spaced_out(printed: str) -> bool:
    """Whether there is a blank in it."""
    return any(character.isspace() for character in printed)


def told(text: str, found: SpaceGroup) -> bool:
    """Whether the words around speak of a space group."""
    around = text[max(0, found.start - 50) : found.start], text[found.end : found.end + 30]
    return (
        CUE.search(around[0]) is not None
        or CUE.search(around[1]) is not None
        or NUMBER_BEHIND.match(around[1]) is not None
    )
