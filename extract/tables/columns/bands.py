"""A column's meaning and header in, its meaning out where the header is a vibration or an electron's level."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ....records.composition_grammar import ELEMENTS
from ....records.model import Condition
from ....records.units import parse_unit
from ....records.vocabulary import Vocabulary
from ..headers.meaning import Meaning
from ..headers.units import split_unit
from ..headers.words import FRACTIONS, is_amount

VIBRATIONS: Final = re.compile(r"\b(?:infrared|FT-?IR|IR|raman|vibration\w*|wave ?numbers?)\b", re.I)
_VIBRATION: Final = re.compile(r"[νυδρω](?:as|s|sym|asym)?\s?[(\[]?[A-Z].*")
_LEVEL: Final = re.compile(
    r"(?P<element>[A-Z][a-z]?)[\s(-]{0,2}[1-6][spdf](?:\s?\(?[1357](?:\s?/\s?2)?\)?)?\)?(?:\s?\(.*\))?"
)
_BINDING: Final = re.compile(r"\bbinding energ|\bcore[ -]levels?\b|\bpeak positions?\b", re.I)

_SITE: Final = re.compile(r"(?:sub)?lattices?|(?:sub|lattice |atomic )?sites?", re.I)
"""Conditions whose letters ``A`` and ``B`` are no elements."""


def level_element(text: str) -> str | None:
    """The element whose level a text is: ``O 1s``, ``Ca (2p3/2)``, or that a text is by its symbol."""
    match = _LEVEL.fullmatch(text.strip())
    element = match["element"] if match else text.strip()
    return element if element in ELEMENTS else None


def of_level(meaning: Meaning, conditions: Sequence[Condition]) -> Meaning:
    """A mere fraction (``At.%``, ``Proportion (%)``) in a row of an element's level: how much there is of it."""
    bare = meaning.words.lower().replace(" ", "") in ("", (meaning.spelled or "").lower()) or is_amount(meaning.words)
    if meaning.spelled not in FRACTIONS or meaning.entries or meaning.element or not bare:
        return meaning
    elements = [c.text and level_element(c.text) for c in conditions if not _SITE.fullmatch(c.name)]
    element = next(filter(None, elements), None)
    return replace(meaning, role="element", element=element) if element else meaning


def as_vibration(meaning: Meaning, header: tuple[str, ...], caption: str) -> Meaning:
    """A vibration as header in a table of infrared bands, which are counted in reciprocal centimetres."""
    if not header or not _VIBRATION.fullmatch(header[-1]) or not VIBRATIONS.search(caption) or meaning.has_unit:
        return meaning
    told = (*meaning.conditions, Condition(name="vibration", text=header[-1]))
    entry = Vocabulary.load()["infrared_band"]
    return replace(
        meaning, words=header[-1], role="property", entries=(entry,), unit=parse_unit("cm-1"), spelled="cm-1",
        conditions=told,
    )  # fmt: skip


def as_level(meaning: Meaning, header: tuple[str, ...], caption: str) -> Meaning:
    """A level such as ``O 1s`` as header: its binding energy, or how much there is of its element."""
    level = header[-1] if header else ""
    bare = split_unit(level).words
    level = bare if _LEVEL.fullmatch(bare) else level
    match = _LEVEL.fullmatch(level)
    if match is None or match["element"] not in ELEMENTS:
        return meaning
    if meaning.spelled in FRACTIONS:
        return replace(meaning, role="element", element=match["element"], entries=(), conditions=())
    energy = parse_unit("eV")
    if meaning.spelled not in (None, "eV") or not (meaning.spelled or _BINDING.search(" ".join((caption, *header)))):
        return meaning
    return Meaning(
        words=f"binding energy ({level})", role="property", entries=(Vocabulary.load()["xps_binding_energy"],),
        unit=energy, spelled="eV", conditions=(Condition(name="core level", text=level),), marks=meaning.marks,
    )  # fmt: skip
