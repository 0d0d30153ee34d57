"""A line's text and which of its characters are raised in, the marks that refer to the list of references out.

A superscript is such a mark when it is a list of plain numbers that can be nothing else where it stands: no exponent of
a number or a unit, no charge, no isotope.
"""

import re
from collections.abc import Iterator
from typing import Final

import numpy as np

from .content import Flags

_ITEM: Final = r"[1-9]\d{0,2}[a-z]?"
_LIST: Final = re.compile(rf"{_ITEM}(?:\s?[,;–−-]\s?{_ITEM})*")
_BRACKETED: Final = re.compile(rf"\[{_ITEM}(?:\s?[,;–−-]\s?{_ITEM})*\]")
_EXPONENT: Final = re.compile(r"[-−–][1-4](?=[1-9])")
_ENDS: Final = ".,;:]”\"’'%"
_UNITS: Final = frozenset({
    "cm", "mm", "nm", "µm", "μm", "m", "dm", "kg", "g", "mg", "mol", "s", "h", "min", "K", "V", "L", "Å", "Hz", "eV",
    "J", "W", "A", "C", "Pa", "mL", "l",
})  # fmt: skip
"""Units that are printed with exponents."""
_UNIT_WORDS: Final = frozenset({
    "meter", "meters", "metre", "metres", "angstrom", "angstroms", "micron", "microns", "pixel", "pixels", "inch",
    "inches", "feet", "foot",
})  # fmt: skip
_LARGEST_EXPONENT: Final = 9
"""Of a unit, a symbol or an ion: a larger number behind letters is none."""


def marks_of(text: str, raised: Flags) -> Iterator[tuple[int, int]]:
    """Start and end of each citation mark among the ``raised`` characters of ``text``."""
    for start, end in _runs(text, raised):
        mark = reference_mark(text, start, end)
        if mark is not None:
            yield mark


def _runs(text: str, raised: Flags) -> list[tuple[int, int]]:
    """The raised stretches of a line; a list that goes on behind a space is one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], raised.astype(np.int8), [0]]))).tolist()
    runs: list[tuple[int, int]] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if runs and text[runs[-1][1] : start] == " " and text[runs[-1][1] - 1] in ",;–-":
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def reference_mark(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The part of the superscript ``text[start:end]`` that is a citation mark; None where there is none.

    Behind the exponent of a unit, as in ``cm⁻¹¹²``, the mark is what follows the exponent's one digit.
    """
    if not start or text[end : end + 1].isalnum():
        return None
    if _BRACKETED.fullmatch(text, start, end):
        return start, end
    exponent = _EXPONENT.match(text, start, end)
    if exponent and _word(text, start) in _UNITS and _LIST.fullmatch(text, exponent.end(), end):
        return exponent.end(), end
    if not _LIST.fullmatch(text, start, end) or text[start - 1] == " ":
        return None
    number = int(text[start:end]) if text[start:end].isdigit() else None
    return (start, end) if _follows(text[:start], number) else None


def _follows(before: str, number: int | None) -> bool:
    """Whether a list of numbers (None), or one ``number``, behind ``before`` refers to the references."""
    if before[-1] in _ENDS:
        return True
    if before[-1] == ")":
        said = before[before.rfind("(") + 1 : -1]
        return number is None or number > _LARGEST_EXPONENT or re.search(r"[a-z]{4}", said) is not None
    if before[-1].isdigit():
        in_formula = re.search(r"[^\W\d_]\d{1,3}$", before) is not None
        return in_formula and (number is None or number > _LARGEST_EXPONENT)
    word = _word(before, len(before))
    if len(word) < 2:
        return False
    if number is None or number > _LARGEST_EXPONENT:
        return True
    return len(word) >= 4 and word[1:].islower() and word not in _UNIT_WORDS


def _word(text: str, end: int) -> str:
    """The letters that end at ``end``."""
    found = re.search(r"[^\W\d_]*$", text[:end])
    return found[0] if found else ""
