"""A sentence in, the gases out that go in or react with what it treats, rather than fill a furnace."""

import re
from typing import Final

from ..mentions.formula_tokens import family_of
from ..mentions.spotted import Spotted

SUPPLIED = re.compile(
    r"\b(?:sputter\w*|CVD|PE-?CVD|LPCVD|MOCVD|A?ALD|MBE|MOVPE|PLD|chemical vapou?r|atomic layer|vapou?r[- ]phase|"
    r"reactive (?:gas|evaporation)|chlorinat\w+|carrier gas|plasma[- ](?:enhanced|assisted))\b"
)
"""Where gases are what goes in, or what carries it, rather than what a furnace is filled with."""
REACTING: Final = (
    (re.compile(r"\betch\w*", re.IGNORECASE), frozenset(("H2",))),
    (re.compile(r"\b(?:thermal|dry|wet) oxidation|\bthermally oxidi[sz]ed", re.IGNORECASE), frozenset(("O2",))),
    (re.compile(r"\bnitrid(?:ation|ed|ing)\b", re.IGNORECASE), frozenset(("N2", "NH3", "NO"))),
)
"""Treatments of a surface, each with the gases that react with it."""
CARRIERS: Final = frozenset(("Ar", "N2", "He"))
GAS_FORMULAS: Final = {
    "ar": "Ar", "argon": "Ar", "he": "He", "helium": "He", "n2": "N2", "nitrogen": "N2",
    "o2": "O2", "oxygen": "O2", "h2": "H2", "hydrogen": "H2", "ammonia": "NH3",
    "silane": "SiH4", "methane": "CH4", "ethylene": "C2H4", "acetylene": "C2H2",
    "trimethylgallium": "Ga(CH3)3", "trimethylaluminum": "Al(CH3)3", "diethylzinc": "Zn(C2H5)2",
}  # fmt: skip
GAS_NAMES = re.compile(
    r"(?<![\w-])(?:Ar|[Aa]rgon|He|[Hh]elium|[Nn]itrogen|[Oo]xygen|[Hh]ydrogen|[Aa]mmonia|[Ss]ilane|[Mm]ethane|"
    r"[Ee]thylene|[Aa]cetylene|[Tt]rimethylgallium|[Tt]rimethylaluminum|[Dd]iethylzinc)\b"
    r"(?![- ](?:contents?|vacanc\w+|atoms?|ions?|plasma etch\w*|glycol|peroxide|partial|evolution|concentration))"
)
GASES: Final = frozenset(("N2", "O2", "H2", "Ar", "CO2", "He", "NH3", "CO", "CH4", "H2S", "argon", "nitrogen", "air"))


def with_gases(sentence: str, mentions: list[Spotted]) -> list[Spotted]:
    """The mentions with the gases that are none: argon is named by no formula of a compound."""
    free = [
        match
        for match in GAS_NAMES.finditer(sentence)
        if all(match.end() <= one.start or match.start() >= one.end for one in mentions)
    ]
    found = [
        Spotted(match.start(), match.end(), "name", family_of(GAS_FORMULAS[match.group().lower()])) for match in free
    ]
    return sorted([*mentions, *found], key=lambda one: one.start)


def reacting_gases(sentence: str) -> frozenset[str]:
    """The gases that react with what a sentence treats, of all that it may be treated in."""
    return frozenset[str]().union(*(gases for treatment, gases in REACTING if treatment.search(sentence)))


def formula_of(spotted: Spotted) -> str | None:
    """The formula of a substance, where it has one."""
    return spotted.family.compositions[0].formula if spotted.family is not None else None


def is_gas(name: str, spotted: Spotted) -> bool:
    """Whether a substance is a gas, which is mostly what a furnace is filled with."""
    return name.lower() in GASES or name in GASES or formula_of(spotted) in GASES
