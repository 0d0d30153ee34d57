"""The recipes of samples in, the same with the precursors that went into each sample itself out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from ...records.compositions import Composition
from ...records.model import Precursor, Sample, Synthesis
from ..text.mentions.formula_tokens import family_of
from ..text.synthesis.constituents import is_constituents
from .recipe_takers import metals_of

Precursors = tuple[Precursor, ...]
Places = tuple[tuple[str, str | None, int | None], ...]
Metals = frozenset[str]
LEAST: Final = 2
"""Metals that the members of a series share."""
ENOUGH: Final = 2
"""Elements that a recipe names, from which on its "pure elements" are those."""


def with_own_precursors(told: Iterable[Synthesis], samples: Mapping[str, Sample]) -> dict[str, Synthesis]:
    """The syntheses by their ids: a recipe of several samples keeps for each what brings its elements."""
    called = {label: one.composition for one in samples.values() for label in one.labels if one.composition is not None}
    syntheses = tuple(
        replace(one, precursors=tuple(as_called(each, called) for each in one.precursors)) for one in told
    )
    made: dict[Places, list[Metals]] = {}
    for one in syntheses:
        made.setdefault(places_of(one), []).append(metals_of((samples[one.sample].composition,)))
    return {
        one.id: replace(
            one, precursors=own_precursors(one.precursors, samples[one.sample].composition, made[places_of(one)])
        )
        for one in syntheses
    }


def as_called(precursor: Precursor, called: Mapping[str, Composition]) -> Precursor:
    """A precursor that goes by the paper's own name of a sample, with the composition of that."""
    own = called.get(precursor.name)
    return precursor if precursor.composition is not None or own is None else replace(precursor, composition=own)


def places_of(synthesis: Synthesis) -> Places:
    """Where the precursors of a recipe are printed: the same for all samples that it makes."""
    return tuple((one.name, one.evidence.block, one.evidence.start) for one in synthesis.precursors)


def own_precursors(precursors: Precursors, made: Composition | None, series: Iterable[Metals]) -> Precursors:
    """What went into one of the samples that a recipe makes; ``series`` are the metals of each of them."""
    own = metals_of((made,))
    kindred = [one for one in series if len(one & own) >= max(LEAST, len(own) / 2)]
    others = frozenset[str]().union(*kindred) - own
    kept = tuple(one for one in precursors if not brings_only(one, others))
    alike = (one for one in series if len(one) >= LEAST)
    return with_elements(kept, sorted(own or frozenset[str]().union(*alike)))


def brings_only(precursor: Precursor, others: Metals) -> bool:
    """Whether a precursor's metals are all those of other samples alone."""
    metals = metals_of((precursor.composition,))
    return precursor.role == "precursor" and bool(metals) and metals <= others


def with_elements(precursors: Precursors, elements: Iterable[str]) -> Precursors:
    """The precursors with "the pure elements" as the elements that they are; without where those are named."""
    told = [one for one in precursors if is_constituents(one.name)]
    rest = [one for one in precursors if one not in told]
    single = {symbol for one in rest if (symbol := element_of(one)) is not None}
    if not told or len(single) >= ENOUGH:
        return tuple(rest)
    found = [
        replace(told[0], name=symbol, composition=family.compositions[0])
        for symbol in elements
        if symbol not in single and (family := family_of(symbol)) is not None
    ]
    return (*found, *rest) if found else precursors


def element_of(precursor: Precursor) -> str | None:
    """The element that a precursor is, where it is one."""
    composition = precursor.composition
    return composition.elements[0] if composition is not None and len(composition.elements) == 1 else None
