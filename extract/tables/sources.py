"""References and footnotes of a table's value in, whether it is this paper's own and whose it is otherwise out."""

import re
from collections.abc import Sequence
from typing import Final

from ...records.model import Origin

_CITED: Final = re.compile(
    r"\[\d|\bref(?:s|erences?)?\b\.?|\b(?:taken|obtained|adapted|data|values?) from\b|\bliterature\b|\bet al\b"
    r"|\breported (?:in|by)\b",
    re.I,
)
_COMPUTED: Final = re.compile(r"\b(?:calc\w*|comput\w*|simulat\w*|theor\w*|dft|gga|lda|predict\w*|numerical)\b", re.I)
_NUMBERS: Final = re.compile(r"\[(\d{1,4}(?:\s?[-–,;]\s?\d{1,4})*)\]|\bref(?:s|erence)?\.?\s?(\d{1,4})", re.I)


def work_numbers(text: str) -> tuple[str, ...]:
    """The numbers of works that a text names: ``[35]``, ``Ref. 12``."""
    return tuple(dict.fromkeys(n for match in _NUMBERS.finditer(text) for n in re.findall(r"\d+", match[0])))


def cited_works(notes: Sequence[str]) -> tuple[str, ...]:
    """The works that footnotes say a value is taken from."""
    return tuple(dict.fromkeys(n for note in notes if _CITED.search(note) for n in work_numbers(note)))


def origin_of(references: tuple[str, ...], own: bool, notes: Sequence[str], method: str | None) -> Origin:
    """Whether a value is the paper's own, another paper's, or computed."""
    computed = bool(method and _COMPUTED.search(method))
    if own:
        return "computed" if computed else "reported"
    if references or any(re.search(r"\b(?:taken|obtained|adapted) from|literature", note, re.I) for note in notes):
        return "cited"
    return "computed" if computed else "reported"
