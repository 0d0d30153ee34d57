"""A header of how much there is of something in, what it measures out: None where it is what somebody weighed in."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from ....records.model import Condition
from ....records.vocabulary import Vocabulary
from .composed_symbols import phase_of_share
from .meaning import Meaning
from .vocabulary import any_of
from .words import FRACTIONS

_ADSORBED: Final = re.compile(r"(?:CO|N|H|O)2|CH4|C2H[246]|C3H[68]|H2O|Ar|Kr|Xe")


@lru_cache(maxsize=1)
def _results() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\w+ )?(?:{any_of('results_in_amounts')}) (?:ratio|fraction|content|concentration|amount|degree)s?", re.I
    )


def as_result(base: Meaning) -> Meaning | None:
    """An amount that nobody sets: ``Swelling ratio (%)``, or how much of something lies on an area."""
    return replace(base, role="property") if _results().fullmatch(base.words) else _as_loading(base)


def _as_loading(base: Meaning) -> Meaning | None:
    """How much of something lies on an area, which is weighed of each sample: ``Pt loading (mg/cm2)``."""
    loading = Vocabulary.load()["mass_loading"]
    if base.unit is None or base.unit.plain in FRACTIONS or not re.search(r"\bloading\b", base.words, re.I):
        return None
    return replace(base, role="property", entries=(loading,)) if loading.fits(base.unit) else None


def as_uptake(base: Meaning) -> Meaning | None:
    """A gas with the unit of how much of it a solid takes up: ``CO2 (mmol/g)``."""
    entry = Vocabulary.load()["gas_uptake"]
    if not _ADSORBED.fullmatch(base.words) or base.spelled in FRACTIONS or not entry.fits(base.unit):
        return None
    return replace(base, role="property", entries=(entry,), words=f"{base.words} uptake")


def share_of_phase(base: Meaning) -> Meaning | None:
    """How much there is of a phase that is called by its name or symbol alone: ``Martensite (vol%)``, ``fγ (%)``."""
    if base.spelled not in FRACTIONS:
        return None
    of_symbol = phase_of_share(base.words, base.unit)
    phase = base.words if _phases().fullmatch(base.words) else of_symbol
    if phase is None:
        return None
    told = Condition(name="phase", text=phase)
    words = f"{phase} fraction ({base.words})" if of_symbol else f"{phase} fraction"
    return replace(
        base, role="property", entries=(Vocabulary.load()["phase_fraction"],), words=words,
        conditions=(*base.conditions, told),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _phases() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('phases')})(?: phase)?", re.I)
