"""Where a number stands in, whether it counts anything out: labels, formulas, citations and dates are no quantities."""

import re
from typing import Final

from .number_notation import Number

_STRONG: Final = (
    r"fig(?:ure)?s?|tables?|tab|eqs?|equations?|eqn|refs?|references?|sections?|sect|chapters?|schemes?|appendix|"
    r"claims?|ansprüche|anspruch|revendications?|examples?|nos?|number|no|supplementary|page|pp|panels?|movie|video|"
    r"theorem|lemma|algorithm|box|entry|entries|vol|volume|issue|grant|project|patent|article|jcpds|icsd|pdf|card|"
    r"space group|compounds?|formula|isbn|issn|version|v"
)
_WEAK: Final = (
    r"steps?|parts?|phases?|types?|models?|class|sets?|grades?|groups?|samples?|specimens?|experiments?|"
    r"simulations?|scores?|cases?|tests?|runs?|batch|electrodes?|cells?|levels?|stages?|modes?|methods?|rules?|"
    r"schemes?|sites?|positions?|peaks?|regions?|zones?|routes?|devices?|series|alloys?|steels?|tour|hd|comet"
)
_LABEL: Final = re.compile(
    rf"(?:(?<![^\W_])(?P<strong>{_STRONG})|(?<![^\W_])(?P<weak>{_WEAK}))\.?[ °:#]?\(?\[?$", re.IGNORECASE
)
_GOES_ON: Final = re.compile(r"[a-z]?\)? ?(?:,|-|&|and|or|to|,? ?and|und|et|bis) ?\(?$")
_BETWEEN_BRACKETS: Final = re.compile(r"\[[\d ,;-]{0,40}$")
_AFTER_BRACKET: Final = re.compile(r"[\d ,;-]{0,40}\]")
_FORMULA_BEFORE: Final = re.compile(r"(?<![A-Za-z])(?:[A-Z][a-z]?\d?){1,4} $")
_YEAR: Final = re.compile(r"(?:1[6-9]|20)\d\d")
_NAME_BEFORE: Final = re.compile(r"(?:et al[.,]? ?,? ?\(?|[A-Z][\w'’-]+,? ?\(?|; ?|, ?\d{4}[a-z]?[,;] ?)$")
_DATED: Final = re.compile(
    r"(?:\b(?:in|since|until|till|from|between|before|after|during|by|of|to|and|the|year|years|early|late|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|"
    r"Aug|Sep|Sept|Oct|Nov|Dec)\.?|\d,) ?$"
)
_ADDRESS: Final = re.compile(r"(?:https?://|doi[:.]? ?(?:org/)?10\.|www\.)\S{1,300}", re.IGNORECASE)
_NO_WORD_AFTER: Final = re.compile(r"(?:st|nd|rd|th|D|d|p|s|f|H|θ|θ\b)(?![A-Za-z])")
_CHEMICAL_AFTER: Final = re.compile(r"[,'′\d]*-\(?\[?[a-zA-Z]")
_ELEMENT: Final = (
    r"A[cglrstu]|B[aeir]?|C[adelorsu]?|D[y]|E[ru]|F[e]?|G[ade]|H[efgo]?|I[nr]?|K[r]?|L[aiu]|M[gno]|N[abdei]?|Os?|"
    r"P[bdrtu]?|R[behu]|S[bceimnr]?|T[abehilm]|U|V|W|Xe|Yb?|Z[nr]"
)
_SYMBOL_BEFORE: Final = re.compile(rf"(?<![A-Za-z])(?:{_ELEMENT}) $")


def addresses(plain: str) -> list[tuple[int, int]]:
    """The ranges of web addresses and DOIs, in which no number counts."""
    return [match.span() for match in _ADDRESS.finditer(plain)]


def label_strength(plain: str, start: int, before: tuple[int, str] | None) -> str:
    """``strong`` for ``Fig. 3`` and ``[12]``, ``weak`` for ``sample 2``, else "".

    ``before`` is the end of the number before and its own strength: ``Figs. 2 and 3`` are both labels.
    """
    window = plain[max(0, start - 24) : start]
    match = _LABEL.search(window)
    if match:
        return "strong" if match.group("strong") else "weak"
    if before and before[1] and start - before[0] < 12 and _GOES_ON.fullmatch(plain[before[0] : start]):
        return before[1]
    return ""


def in_citation(plain: str, number: Number) -> bool:
    """``[12]``, ``[3, 5–7]`` and the lone ``(4)`` of an equation or a list."""
    window = plain[max(0, number.start - 42) : number.start]
    if _BETWEEN_BRACKETS.search(window) and _AFTER_BRACKET.match(plain, number.end):
        return True
    return (
        window.endswith("(") and plain[number.end : number.end + 1] == ")" and number.end - number.start <= 2
        and plain[number.start : number.end].isdigit()
    )  # fmt: skip


def is_glued(plain: str, number: Number) -> bool:
    """Whether letters run into the number: a formula, a name, a label (``Fe2O3``, ``C-12``, ``x_1``)."""
    start = number.start
    if start == 0:
        return False
    last = plain[start - 1]
    if last.isalpha() or last in "_^'′)]}" or (last in ".," and start > 1 and plain[start - 2].isalnum()):
        return True
    return last in "-/" and start > 1 and (plain[start - 2].isalpha() or plain[start - 2] in ")]")


def is_year(plain: str, number: Number) -> bool:
    """Whether the digits are a year of the last centuries."""
    return bool(_YEAR.fullmatch(plain[number.start : number.end]))


def is_cited_year(plain: str, number: Number) -> bool:
    """A year behind a name: ``Smith et al. 2014``, ``(Jones, 1999)``."""
    if plain[number.end : number.end + 1].isalpha():
        return True
    window = plain[max(0, number.start - 30) : number.start]
    return not _DATED.search(window) and bool(_NAME_BEFORE.search(window) or window.endswith("("))


def is_bare_number(plain: str, number: Number) -> bool:
    """Whether a number without a unit counts something, rather than being part of a name or a formula."""
    after = plain[number.end : number.end + 24]
    if after[:1].isalpha() or after[:1] in ("_", "^") or _CHEMICAL_AFTER.match(after):
        return False
    if number.kind == "word":
        return _counts(plain, number, after)
    window = plain[max(0, number.start - 16) : number.start]
    short = number.end - number.start <= 2
    if short and (_SYMBOL_BEFORE.search(window) or re.search(r"(?<![A-Za-z])[A-Zα-ωa-hj-z] $", window)):
        return False
    if re.match(r"[:/]\d|\)?\d", after) or re.search(r"\d[:/]$", window):
        return False
    return not (short and re.match(r"[.)] [A-Z]", after) and (number.start == 0 or window.endswith("\n")))


def _counts(plain: str, number: Number, after: str) -> bool:
    word = plain[number.start : number.end].lower()
    if word == "one":
        return bool(re.match(r"[ -](?:additional|moderate|day|hour|point|dimensional|order|half|third)", after))
    if word == "half":
        return not re.match(r"[ -]?(?:life|cell|barrel|width|maximum|wave|metal|reaction)", after)
    return not re.match(r"-dimensional|-layer|-sided|-photon|-phase|-probe|-point|-electrode|-theta", after)
