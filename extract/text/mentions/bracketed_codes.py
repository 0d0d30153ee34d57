"""The texts of a paper in, the codes out that it gives its samples in brackets: ``stress relieved for 2 h (SR)``.

Such a code need not be spelled by the words before it. It is told by what they describe, a material or its treatment,
and by how the paper goes on to speak of it: values are those ``of SR`` and ``for SR``, whereas one looks ``by SEM`` at
``SEM images``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from ....records.composition_grammar import ELEMENTS
from .formula_tokens import family_of
from .material_words import find_names
from .sample_labels import NO_SHORT, Introduced, listed_items
from .sample_phrases import words
from .treatments import is_treatment
from .vocabulary import word_set

_CODE: Final = r"(?=[\w@/:.+‐–−-]*[A-Z])[A-Za-z0-9](?:[\w@/+‐–−-]|[.:](?=\w)){1,19}"
_LEAD: Final = (
    r"(?:(?:samples?|specimens?|denoted|labell?ed|named|called|coded|designated|hereafter|hereinafter)\s(?:as\s)?)"
)
_BRACKET: Final = re.compile(
    rf"(?<=[\w%°)])\s\((?P<lead>{_LEAD}*)(?P<codes>{_CODE}(?:(?:,\s(?:and\s)?|\sand\s|\sor\s){_CODE}){{0,9}})"
    r"(?:,\srespectively)?\)"
)
_SPLIT: Final = re.compile(r",\s(?:and\s)?|\sand\s|\sor\s")
_CLAUSE: Final = re.compile(r"[;:)\n]|\.\s(?=[A-Z])|,\swhile\b|,\swhereas\b")
_JOINT: Final = re.compile(r"^(?:[\s,]|(?:and|or|with|the)\s)+")
_SYMBOL: Final = re.compile(r"[A-Z]{1,2}[a-z]{2,}|\dD|.*[A-Z]s")
"""A quantity with its index (Rct), a number of dimensions, a kind of things in the plural."""
REACH: Final = 160
"""Characters before a bracket that may describe what it names."""
_TOLD: Final = re.compile(
    r"\d\s?(?:(?:(?:wt|mol|at|vol)\.?\s?)?%|°\s?C|K|h|min|d|s|days?|weeks?|hours?)(?!\w)|\b[a-zδM]\s=\s"
)
"""A content, temperature, time or variable."""
_PROCESS: Final = re.compile(r"\bprocess(?:es)?\b")
_CARRIER: Final = re.compile(rf"\b(?:{'|'.join(sorted(words().carriers))})s?\b")
_FORMULA: Final = re.compile(rf"(?:(?:{'|'.join(sorted(ELEMENTS, key=len, reverse=True))})[\d.]*|[()/·–-])+")
OFTEN: Final = 2
"""How often a code of letters alone is spoken of; one with a digit or a mark in it is no word by its shape."""
_MARKED: Final = re.compile(r"[\d@/+‐–−-]")
_NEXT: Final = (
    r"(?=[.,;:)]|$|\s(?:is|was|are|were|has|had|have|and|or|but|with|at|in|on|of|to|from|than|by|after|before|as|for|"
    r"which|the|[a-z]{3,}(?:s|ed))\b|\s\(|\s\d)"
)


def bracketed_codes(texts: Sequence[str], known: frozenset[str]) -> Iterator[tuple[int, Introduced]]:
    """Each code with the index of its text; ``known`` are the short names whose meaning is found otherwise."""
    whole = "\n".join(texts)
    known |= {one.removesuffix("s") for one in known}
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    for match in _BRACKET.finditer(whole):
        codes = _SPLIT.split(match["codes"])
        if not all(_may_name(code, known) and _begins(code, match, whole) for code in codes):
            continue
        start = _clause_start(whole, match.start())
        long = whole[start : match.start()].strip(" ,")
        marked = all(_MARKED.search(code) for code in codes)
        if not (match["lead"] or _describes(long, marked=marked)) or not all(
            _is_spoken_of(code, whole) for code in codes
        ):
            continue
        place = bisect_right(starts, match.start()) - 1
        at = match.start("codes")
        for code, item in zip(codes, listed_items(long, len(codes)), strict=True):
            at = whole.index(code, at)
            begin = at - starts[place]
            yield place, Introduced(code, item, "label", begin, begin + len(code), start - starts[place])
            at += len(code)


def _begins(code: str, bracket: re.Match[str], whole: str) -> bool:
    """Whether the paper has not spoken of a code before the bracket that explains it."""
    return re.search(rf"(?<![\w-]){re.escape(code)}(?![\w-])", whole[: bracket.start()]) is None


def _may_name(code: str, known: frozenset[str]) -> bool:
    """Whether a text in brackets may be a sample's code: no formula, technique, symbol or kind of things (IT-SOFCs)."""
    if NO_SHORT.match(code) or code in words().no_modifiers or code.lower() in words().carriers:
        return False
    kind = re.split(r"[‐–-]", code)[-1].removesuffix("s")
    formula = code in word_set("not_formulas") or (_FORMULA.fullmatch(code) and family_of(code) is not None)
    return not formula and code not in known and kind not in known and not _SYMBOL.fullmatch(code)


def _clause_start(text: str, end: int) -> int:
    """Where the words begin that a bracket at ``end`` may stand for."""
    low = max(0, end - REACH)
    begin = max((match.end() for match in _CLAUSE.finditer(text, low, end)), default=low)
    joint = _JOINT.match(text[begin:end])
    return begin + (joint.end() if joint else 0)


def _describes(words_before: str, *, marked: bool) -> bool:
    """Whether words are of a treatment or content; of a material, for codes that are no words by their shape."""
    if is_treatment(_PROCESS.sub("", words_before)) or _TOLD.search(words_before) is not None:
        return True
    return marked and (_CARRIER.search(words_before) is not None or any(find_names(words_before)))


def _is_spoken_of(code: str, whole: str) -> bool:
    """Whether a paper speaks of a code as of a thing, often enough."""
    use = re.compile(
        rf"(?:\b(?i:of|for|in|than|and|both|between|to|from|with|samples?)\s(?:the\s)?|(?:^|[.;]\s)|,\s)"
        rf"{re.escape(code)}{_NEXT}",
        re.MULTILINE,
    )
    method = re.compile(rf"\b(?:by|using|via)\s(?:the\s|an?\s)?{re.escape(code)}(?![\w-])")
    uses = len(use.findall(whole)) - 3 * len(method.findall(whole))
    return uses >= (1 if _MARKED.search(code) else OFTEN)
