"""Text around a number in, its relation out: ``about``, ``up to``, ``less than``, ``or more``."""

import re
from typing import Final

from .quantities import Relation

_RELATION_WORDS: Final[dict[Relation, str]] = {
    "<=": r"≤|⩽|<=|\bup to(?: about)?|\bat (?:the )?most|\b(?:no|not) (?:more|higher|greater|larger) than|\bmaximum of",
    ">=": r"≥|⩾|>=|\bat least|\b(?:no|not) (?:less|lower|smaller) than|\bminimum of",
    "<": r"<|\b(?:less|lower|smaller|fewer|shorter|thinner) than|\bbelow|\bunder|\bwithin",
    ">": r">|\b(?:more|higher|greater|larger|longer|thicker|better) than|\babove|\bover|\bexceed(?:s|ed|ing)?|\bbeyond",
    "~": r"~|∼|≈|≃|≅|˜|\babout|\bca\.?|\bcirca|\bapprox(?:imately|\.)?|\baround|\bnearly|\broughly|\balmost"
         r"|\bclose to|\border",
}  # fmt: skip
_APPLIED: Final = frozenset({
    "pressure", "force", "magnetic flux density", "magnetic field strength", "electric field", "voltage", "current",
    "current density", "power density",
})  # fmt: skip
"""Dimensions of what one puts a sample under."""
_SIGNS: Final = frozenset("≤⩽=≥⩾<>~∼≈≃≅˜")
_LAST_WORDS: Final = frozenset({
    "to", "about", "most", "than", "of", "least", "below", "under", "within", "above", "over", "exceed", "exceeds",
    "exceeded", "exceeding", "beyond", "ca", "circa", "approx", "approximately", "around", "nearly", "roughly",
    "almost", "order", "the", "a", "an",
})  # fmt: skip
"""What a relation can end with: most numbers have none, and are spared the patterns."""
_BEFORE: Final[tuple[tuple[re.Pattern[str], Relation], ...]] = tuple(
    (re.compile(rf"(?:{words}) ?(?:the |a |an |of )?$", re.IGNORECASE), relation)
    for relation, words in _RELATION_WORDS.items()
)
_AFTER: Final[tuple[tuple[re.Pattern[str], Relation], ...]] = (
    (re.compile(r" (?:or|and) (?:more|higher|above|greater|larger|longer)\b"), ">="),
    (re.compile(r" (?:or|and) (?:less|lower|below|smaller|shorter)\b"), "<="),
)


def relation_at(plain: str, start: int, end: int, dimension: str | None = None) -> Relation:
    """The relation of the quantity at ``start`` to ``end`` to its number, by the words around it.

    ``dimension`` is that of its unit: ``under 10 MPa`` tells what was applied, ``under 300 K`` sets a bound.
    """
    window = plain[max(0, start - 32) : start]
    tail = window.rstrip()
    if dimension in _APPLIED and tail.lower().endswith("under"):
        return _after(plain, end)
    if tail[-1:] not in _SIGNS and tail[tail.rfind(" ") + 1 :].lower().strip("(.,") not in _LAST_WORDS:
        return _after(plain, end)
    for pattern, relation in _BEFORE:
        if pattern.search(window):
            return relation
    return _after(plain, end)


def _after(plain: str, end: int) -> Relation:
    for pattern, relation in _AFTER if plain.startswith((" or ", " and "), end) else ():
        if pattern.match(plain, end):
            return relation
    return "="
