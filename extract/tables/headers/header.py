"""The texts over a column (or before a row) in, what they say of its cells out: property, unit, condition, role."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ....records.composition_grammar import flatten, parse_formula
from ....records.model import Condition
from ....records.vocabulary import Vocabulary
from .meaning import Meaning
from .symbols import Symbols
from .text import read_text
from .usual_symbols import usual_among, usual_number
from .words import (
    FRACTIONS,
    HEADING,
    SHARES,
    case_name,
    is_amount,
)


def read_header(texts: Sequence[str], symbols: Symbols, marks: tuple[str, ...] = ()) -> Meaning:
    """Reads the texts over a column, from the top down: the lowest speaks first, the others say what it leaves open."""
    pieces = [read_text(text, symbols) for text in texts if text]
    if not pieces:
        return Meaning(marks=marks)
    if pieces[-1].role in ("uncertainty", "statistic"):
        return replace(pieces[-1], marks=marks)
    main, pieces = _main(pieces, symbols)
    with_unit = next((p for p in reversed(pieces) if p.has_unit), main)
    conditions = tuple(c for piece in pieces for c in piece.conditions)
    if main.names_property or main.role in ("text", "factor"):
        conditions += tuple(
            condition for p in pieces if p is not main and _tells_apart(p, pieces) and (condition := _case(p, main))
        )
    if not any(p is main for p in pieces) and main.names_property and main.conditions:
        conditions = main.conditions
    if with_unit is not main and not main.has_unit and with_unit.role in ("text", "condition", "property", "factor"):
        main = _with_unit(main, with_unit, symbols)
    return replace(main, conditions=conditions, marks=marks)


def _tells_apart(piece: Meaning, pieces: Sequence[Meaning]) -> bool:
    """Whether a header beside the main one names no property, or as the lowest none that is known: ``r Si-O``."""
    return not piece.names_property or (piece is pieces[-1] and not piece.entries and not piece.element)


_AXIS: Final = re.compile(
    r"(?:wave ?numbers?|frequenc(?:y|ies)|positions?|energ(?:y|ies)|temperatures?|lengths?)", re.I
)
"""What is read off an axis: below a header that says of what, that one speaks."""


def _main(pieces: list[Meaning], symbols: Symbols) -> tuple[Meaning, list[Meaning]]:
    """The piece that says what is measured, and the pieces that are left to say something of it."""
    main = next((p for p in reversed(pieces) if p.names_property and (p.entries or p.element)), None)
    last = pieces[-1]
    if main is not None and main is not last and last.names_property and last.unit and not main.has_unit:
        main = main if main.element or any(entry.fits(last.unit) for entry in main.entries) else last
    if main is not None and _AXIS.fullmatch(main.words):
        over = (p for p in pieces if p is not main and p.entries and p.entries[0].fits(main.unit))
        main = next(over, main)
    named = [p for p in reversed(pieces) if p.names_property]
    found = _proximate_among(pieces) or _element_among(pieces) or _content_among(pieces, symbols)
    found = found or _share_among(pieces)
    main = found or main or max(named, key=lambda p: len(p.words), default=None) or _unnamed(pieces)
    if main is not last and not main.entries and found is None and _is_spelled(last):
        unit = main if main.has_unit else last
        told = replace(last, role="property", unit=unit.unit, spelled=unit.spelled, factor=unit.factor)
        rest = [p for p in pieces[:-1] if p is not main or not main.has_unit]
        return told, [*rest, told]
    return main, pieces


def _is_spelled(piece: Meaning) -> bool:
    """Whether a header is a symbol with what the paper calls it, below one that speaks of several."""
    return piece.role == "text" and not piece.has_unit and bool(re.fullmatch(r".{5,} \(\S{1,12}\)", piece.words))


def _unnamed(pieces: Sequence[Meaning]) -> Meaning:
    """The piece that speaks where none names a property: an element, a role, a number, the first that is no heading."""
    number = next((p for p in reversed(pieces) if usual_number(p.words)), None)
    element = next((p for p in reversed(pieces) if p.element), None)
    role = next((p for p in reversed(pieces) if p.role != "text"), None)
    return element or role or number or next((p for p in pieces if not HEADING.search(p.words)), pieces[-1])


_PROXIMATE: Final = re.compile(r"\bproximate\b", re.I)


def _proximate_among(pieces: Sequence[Meaning]) -> Meaning | None:
    """A letter below a proximate analysis, of moisture, ash, volatile matter or fixed carbon, and no element."""
    over = next((p for p in pieces[:-1] if p.spelled in FRACTIONS and _PROXIMATE.search(p.words)), None)
    term = usual_among(pieces[-1].words, {"proximate": 1}) if over else None
    if over is None or term is None:
        return None
    entry = Vocabulary.load()["constituent_content"]
    return Meaning(
        words=f"{term} content ({pieces[-1].words})", role="property", entries=(entry,), unit=over.unit,
        spelled=over.spelled, factor=over.factor, conditions=(Condition(name="constituent", text=term),),
    )  # fmt: skip


def _element_among(pieces: Sequence[Meaning]) -> Meaning | None:
    """An element's symbol under a header whose unit is a fraction: ``Mass fraction in %`` over ``Si``."""
    fraction = next((p for p in reversed(pieces) if p.spelled in FRACTIONS), None)
    element = next((p for p in reversed(pieces) if p.element), None)
    if element is None or fraction is None:
        return None
    return replace(element, role="element", unit=fraction.unit, spelled=fraction.spelled, factor=fraction.factor)


_PARTED: Final = re.compile(
    r"\b(?:phases?|layers?|residues?|products?|extracts?|raffinates?|slags?|leachates?|precipitates?)\b", re.I
)


def _content_among(pieces: Sequence[Meaning], symbols: Symbols) -> Meaning | None:
    """A substance under a header with the unit of a fraction: ``Top phase (wt%)`` over ``Acid``.

    Under a mere heading (``Composition (mol%)``) it must be a compound's formula.
    """
    last = pieces[-1]
    heads = [p for p in pieces[:-1] if p.spelled in FRACTIONS and not p.entries]
    over = next((p for p in heads if _PARTED.search(p.words)), None)
    if over is None and is_compound(last.words):
        over = next((p for p in heads if p.role == "composition" or is_amount(p.words)), None)
    if over is None or last.has_unit or last.conditions or not last.words or last.role not in ("text", "composition"):
        return None
    entry = Vocabulary.load()["constituent_content"]
    told = (Condition(name="constituent", text=last.words),)
    if _PARTED.search(over.words):
        told += (Condition(name="phase", text=over.words),)
    return Meaning(
        words=f"{symbols.spelled_out(last.words)} content", role="property", entries=(entry,), unit=over.unit,
        spelled=over.spelled, factor=over.factor, conditions=told,
    )  # fmt: skip


def is_compound(words: str) -> bool:
    """Whether a header is a formula of two elements or more: ``SiO2``."""
    formula = parse_formula(words)
    return formula is not None and len(flatten(formula)) > 1


def _share_among(pieces: Sequence[Meaning]) -> Meaning | None:
    """The unit of a fraction alone under the name of a phase: ``t-ZrO2`` over ``wt%``."""
    last = pieces[-1]
    over = next((p for p in pieces[:-1] if p.words and p.role in ("text", "composition") and not p.has_unit), None)
    if over is None or last.spelled not in SHARES or last.words not in ("", last.spelled):
        return None
    entry = Vocabulary.load()["phase_fraction"]
    told = (Condition(name="phase", text=over.words),)
    return replace(
        last, words=f"{over.words} phase fraction", role="property", entries=(entry,), conditions=told
    )  # fmt: skip


def _with_unit(main: Meaning, piece: Meaning, symbols: Symbols) -> Meaning:
    entries = tuple(entry for entry in main.entries if entry.fits(piece.unit)) if piece.unit else main.entries
    entries = entries or Vocabulary.load().match(main.words, piece.unit) or symbols.match(main.words, piece.unit)
    return replace(main, unit=piece.unit, spelled=piece.spelled, factor=main.factor * piece.factor, entries=entries)


def _case(piece: Meaning, main: Meaning) -> Condition | None:
    """A header beside the property, as a condition: ``Annealed``, ``Experimental``, ``H2O``."""
    if piece.conditions or not 0 < len(piece.words) <= 60 or piece.words.lower() in main.words.lower():
        return None
    if (
        re.search(r"propert|parameter|respons|variable|results?\b|data|values?\b|compositions?\b", piece.words, re.I)
        and len(piece.words) > 5
    ) or is_amount(piece.words):
        return None
    return Condition(name=case_name(piece.words), text=piece.words)
