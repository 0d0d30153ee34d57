"""A sample that no recipe names and the paper's recipe in, whether it can have been made so out."""

import re
from collections.abc import Iterable
from typing import Final

from ...records.compositions import Composition
from ...records.model import Precursor, Sample
from ..findings import Recipe
from .names import composition_key
from .recipe_states import goes_into

FROM_AIR: Final = frozenset(("H", "C", "N", "O"))
"""Elements that come and go with gases, solvents and salts."""
DOPANTS: Final = 1
"""How many elements the undoped member of a series may lack."""
_ENDINGS: Final = "(?:at(?:ed|ing|ion)|i(?:ed|cation)|ed|ing|ion)"
"""What a treatment ends with as a noun or a participle: ``decoration`` and ``decorated``."""
_ENDING: Final = re.compile(f"{_ENDINGS}$")


def made_alike(sample: Sample, made: Iterable[Composition | None], recipe: Recipe) -> bool:
    """Whether a sample is of no known composition, or of one that the recipe can make.

    ``made`` are the compositions of the samples that the recipe is known to make: another one has the elements of one
    of them but for a dopant, or takes most of the metals that go in and no other.
    """
    if sample.composition is None:
        return True
    known = [one for one in made if one is not None]
    keys = {composition_key(one) for one in known} - {None}
    if composition_key(sample.composition) in keys:
        return True
    own = frozenset(sample.composition.elements)
    if goes_into(sample, recipe) or len(own - FROM_AIR) < 2:
        return False
    if any(own <= (other := frozenset(one.elements)) and len(other - own) <= DOPANTS for one in known):
        return True
    taken = metals_of(one.composition for one in recipe.precursors if one.role == "precursor")
    return own - FROM_AIR <= taken and 2 * len(own - FROM_AIR) > len(taken)


def treated_so(sample: Sample, recipe: Recipe) -> bool:
    """Whether a sample's names tell the treatment of a recipe: ``alumina-coated``, ``ZnO@C``; not ``uncoated``.

    A shell tells what is put on, by its noun (``coating``), and not what is done (``annealed``).
    """
    treatment = recipe.treatment or ""
    stem = re.escape(_ENDING.sub("", treatment))
    shell = "" if treatment.endswith("ed") else r"|\w@\w"
    told = re.compile(rf"(?<!un)(?<!non-)(?<!without\s){stem}{_ENDINGS}\b{shell}", re.IGNORECASE)
    return any(told.search(name) is not None for name in (*sample.labels, sample.note or ""))


def metals_of(compositions: Iterable[Composition | None]) -> frozenset[str]:
    """The elements of compositions but for those that come and go with gases."""
    found = {symbol for one in compositions if one is not None for symbol in one.elements}
    return frozenset(found) - FROM_AIR


def itself(sample: Sample, recipe: Recipe) -> tuple[Precursor, ...]:
    """A sample as what a further recipe starts from."""
    name = next(iter(sample.labels), None)
    return () if name is None else (Precursor(name=name, composition=sample.composition, evidence=recipe.evidence),)
