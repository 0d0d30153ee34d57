"""A material's name or acronym in, the formula of the table ``material_names.toml`` out."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, Final

ALL_CAPITALS: Final = frozenset(
    "BN BP CO NO HF HI HCN KF KI KH KOH KCN VN VC VO VB VP WC WN WS WP WB UC UN UO US UB YN YB YP YS HNO CN OH CH NH "  # noqa: SIM905
    "BC CF SF PF BF BH".split()
)
"""Formulas in capitals only that occur as materials; any other such word is an abbreviation."""
SPACING = re.compile(r"[\s\-]+")


@cache
def tables() -> tuple[dict[str, str], dict[str, str]]:
    """Acronyms (written without blanks and hyphens) and names (in small letters) with their formulas."""
    raw: dict[str, Any] = tomllib.loads(
        resources.files("matloom.records").joinpath("material_names.toml").read_text("utf-8")
    )
    acronyms: dict[str, str] = {}
    names: dict[str, str] = {}
    for group in raw["group"]:
        for name, formula in group["names"].items():
            if name.islower():
                names[spaced(name)] = formula
            else:
                acronyms[SPACING.sub("", name)] = formula
    return acronyms, names


@cache
def chemicals() -> frozenset[str]:
    """The names and acronyms, as in :func:`tables`, of solvents and reagents."""
    raw: dict[str, Any] = tomllib.loads(
        resources.files("matloom.records").joinpath("material_names.toml").read_text("utf-8")
    )
    names = [name for group in raw["group"] if group.get("role") == "chemical" for name in group["names"]]
    return frozenset(spaced(name) if name.islower() else SPACING.sub("", name) for name in names)


def is_chemical(text: str) -> bool:
    """Whether a name or acronym is of a solvent or reagent."""
    return SPACING.sub("", text) in chemicals() or spaced(text) in chemicals()


def spaced(name: str) -> str:
    """Small letters, one blank for blanks and hyphens."""
    return SPACING.sub(" ", name.lower()).strip()


def lookup(text: str) -> str | None:
    """The formula of a name (case, hyphens and a plural s do not matter) or acronym (case matters).

    None where the table does not have it; empty for a material that has no one formula.
    """
    if len(text) > 60:
        return None
    acronyms, names = tables()
    found = acronyms.get(SPACING.sub("", text))
    if found is not None:
        return found
    if not any(character.islower() for character in text) and len(text) < 6:
        return None
    name = spaced(text)
    found = names.get(name)
    return names.get(name[:-1]) if found is None and name.endswith("s") else found
