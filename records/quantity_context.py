"""Where a number stands in, whether it counts anything out: labels, formulas, citations and dates are no quantities."""

import re
from typing import Final

from .composition_forms import atomic_mass
from .number_notation import Number

_STRONG: Final = (
    r"fig(?:ure)?s?|tables?|tab|eqs?|equations?|eqn|refs?|references?|(?:sub)?sections?|sect?|chapters?|schemes?|appendix|"
    r"claims?|ansprüche|anspruch|revendications?|examples?|nos?|number|supplementary|pages?|pp|panels?|movie|video|"
    r"theorem|lemma|algorithm|box|entry|entries|vol|volume|issue|grant|project|patent|article|jcpds|icsd|pdf|card|"
    r"space group|compounds?|formula|isbn|issn|version"
)
_WEAK: Final = (
    r"steps?|parts?|phases?|types?|models?|class|sets?|grades?|groups?|samples?|specimens?|experiments?|"
    r"simulations?|scores?|cases?|tests?|runs?|batch|electrodes?|cells?|levels?|stages?|modes?|methods?|rules?|"
    r"sites?|positions?|peaks?|regions?|zones?|routes?|devices?|series|alloys?|steels?|hd|comet"
)
_STRONG_WORD: Final = re.compile(rf"(?:{_STRONG})|.*[a-z](?:Table|Figure)", re.IGNORECASE)
_WEAK_WORD: Final = re.compile(_WEAK, re.IGNORECASE)
_BRACKETED_WORD: Final = re.compile(r"eqs?|equations?|eqn|refs?|references?", re.IGNORECASE)
_GOES_ON: Final = re.compile(r"[a-z]?\)? ?(?:,|-|&|and|or|to|,? ?and|und|et|bis|à) ?\(?$")
_BETWEEN_BRACKETS: Final = re.compile(r"\[[\d ,;-]{0,40}$")
_AFTER_BRACKET: Final = re.compile(r"[\d ,;-]{0,40}\]")
_YEAR: Final = re.compile(r"(?:1[6-9]|20)\d\d")
_NAME_BEFORE: Final = re.compile(r"(?:et al[.,]? ?,? ?\(? ?|[A-Z][\w'’-]+,? ?\(? ?|; ?|, ?\d{4}[a-z]?[,;] ?)$")
_DATED: Final = re.compile(
    r"(?:\b(?:in|since|until|till|from|between|before|after|during|by|of|to|and|the|year|years|early|late|mid|recent|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|"
    r"Aug|Sep|Sept|Oct|Nov|Dec)\.?|\d,) ?$",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"(?:https?://|doi[:.]? ?(?:org/)?10\.|www\.)\S{1,300}", re.IGNORECASE)
_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_DATE: Final = re.compile(
    rf"(?<![\w.])(?:\d{{1,2}}(?:st|nd|rd|th)?,? )?{_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?,?)?,? (?:1[6-9]|20)\d\d(?!\d)"
    rf"|(?<![\w.])(?:1[6-9]|20)\d\d {_MONTH}(?: \d{{1,2}}(?!\d))?(?!\w)"
    rf"|(?<![\w.])\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?!\w)|(?<![\w.]){_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?![\w.])"
)
_RANGE_AFTER: Final = re.compile(r" ?[-~] ?(\d+(?:\.\d+)?) ?[A-Za-zµ°%Ω]")
"""The other end of a range with the letters of its unit: ``region 1065-1280 cm-1``."""
_ORDINAL_AFTER: Final = re.compile(r" ?(?:st|nd|rd|th)\b")
_COUNTED_AFTER: Final = re.compile(
    r"-(?:fold|class|body|step|stage|point|level|way|part|parameter|electron|layer|component|cycle|mode|state|site|"
    r"barrel|element|atom)s?\b|- ?(?:to|and|or) \d"
)
_CHEMICAL_AFTER: Final = re.compile(r"[,'′\d]*-\(?\[?[a-zA-Z]")
_EQUATION: Final = re.compile(r"\d{1,2}(?=\s?\))|\d\.\d{1,2}(?=\s?\)\s*$)")
"""The number of an equation; one with its chapter stands at the end, for ``lactic acid (3.86) and`` has a value."""
_ACRONYM_BEFORE: Final = re.compile(r"(?<![A-Za-z])[A-Z]{3,}[A-Za-z]? $")
_OPERATOR_AFTER: Final = re.compile(r" ?[-+≤≥<>=*/→] ?(?![\s\d-])")
_OPERATOR_BEFORE: Final = re.compile(r"(?:[A-Za-z)] ?[-+*/]|→[A-Za-z]?\+?) ?$")
_PAIR: Final = re.compile(r"/(?P<other>\d{1,4}(?:\.\d+)?) ?(?:[a-zA-Zµ]{1,5}[ \d/·-]|[°%Ω])")
_PRIME_AFTER: Final = re.compile(r" ?['’′σ]|\.[A-Z]")
_NO_NOUN_AFTER: Final = re.compile(r" ?(?:[(),.;:]|$)| (?:and|or|for|in|on|at|by|to|with|from|is|are|was|were|as)\b")
_VALUE_BEFORE: Final = frozenset({
    "was", "are", "were", "than", "about", "with", "only", "equals", "equal", "reached", "reaches", "value", "values",
    "least", "most", "between", "for", "and", "from", "the", "approximately", "around", "over", "below", "above",
    "under", "after", "before", "until", "nearly", "almost", "factor", "ratio", "range", "reaching", "exceeds",
    "exceed",
    "minimum", "maximum", "mean", "median", "average", "total", "next", "last", "first", "top", "within",
    "into", "against", "versus", "but", "while", "whereas", "merely", "roughly", "exceeded", "attained", "amounts",
    "age", "aged", "plus", "minus", "times", "becomes", "become", "remains", "yields", "gives", "gave", "being",
})  # fmt: skip
"""Words that a number follows as a value; after another word it is part of a name."""
_ELEMENT: Final = (
    r"(?:A[cglrstu]|B[aeir]?|C[adelorsu]?|Dy|E[ru]|Fe?|G[ade]|H[efgo]?|I[nr]?|Kr?|L[aiu]|M[gno]|N[abdei]?|Os?|"
    r"P[bdrtu]?|R[behu]|S[bceimnr]?|T[abehilm]|U|V|W|Xe|Yb?|Z[nr])"
)
_FORMULA_BEFORE: Final = re.compile(rf"(?<![A-Za-z]){_ELEMENT}{{1,4}} $")
_LETTER_BEFORE: Final = re.compile(r"(?<![A-Za-z])[B-Zα-ωb-hj-z] $")
_ELEMENT_AFTER: Final = re.compile(rf" ({_ELEMENT})(?![A-Za-z\d])")
_MASS_NUMBERS: Final = (0.92, 1.08)
"""Of an element's isotopes, as parts of its atomic mass."""
_RESONANCE: Final = re.compile(r"[ -](?:NMR|signals?|spectr|nucle|isotope)")
_ELEMENTS_ROUND: Final = re.compile(rf"(?:^|[\s(,]){_ELEMENT} $")


def addresses(plain: str) -> list[tuple[int, int]]:
    """The ranges of web addresses and DOIs, in which no number counts."""
    return [match.span() for match in _ADDRESS.finditer(plain)]


def date_ranges(plain: str) -> list[tuple[int, int]]:
    """The ranges of dates with a named month."""
    return [match.span() for match in _DATE.finditer(plain)]


def last_word(window: str) -> str:
    """The word at the end of ``window``, before a blank and a point."""
    end = len(window.rstrip(" .:#°"))
    start = end
    while start and window[start - 1].isalnum():
        start -= 1
    return window[start:end]


def label_strength(plain: str, start: int, before: tuple[int, str] | None) -> str:
    """``strong`` for ``Fig. 3`` and ``Eq. (2)``, ``weak`` for ``sample 2``, else "".

    ``before`` is the end of the number before and its own strength: ``Figs. 2 and 3`` are both labels.
    """
    window = plain[max(0, start - 24) : start]
    head = window.rstrip(" ([")
    if head != window.rstrip(" ") and _BRACKETED_WORD.fullmatch(last_word(head)):
        return "strong"
    if window.endswith("#"):
        return "strong"
    word = last_word(window)
    if word and (_STRONG_WORD.fullmatch(word) or window.rstrip(" .").lower().endswith("space group")):
        return "strong"
    if word and _WEAK_WORD.fullmatch(word):
        return "weak"
    gap = plain[before[0] : start] if before and before[1] and start - before[0] < 12 else ""
    closed = ")" in gap and "(" not in gap  # ``(Fig. 2c) and 0.6 µm``: what stands behind the bracket is no label
    return before[1] if before and gap and _GOES_ON.fullmatch(gap) and not closed else ""


def in_citation(plain: str, number: Number) -> bool:
    """``[12]``, ``[3, 5–7]`` and the lone ``(4)`` of an equation or a list."""
    window = plain[max(0, number.start - 42) : number.start]
    if "[" in window and _BETWEEN_BRACKETS.search(window) and _AFTER_BRACKET.match(plain, number.end):
        return True
    window = window.rstrip()
    if not window.endswith("(") or window[:-1].rstrip()[-1:].isdigit():
        return False
    return (
        plain[number.end : number.end + 2].lstrip().startswith(")")
        and bool(_EQUATION.match(plain, number.start))
    )  # fmt: skip


def is_glued(plain: str, number: Number, *, has_unit: bool) -> bool:
    """Whether letters run into the number: a formula, a name, a label (``Fe2O3``, ``C-12``, ``x_1``)."""
    start = number.start
    if start == 0:
        return False
    last, second = plain[start - 1], plain[start - 2 : start - 1]
    if last == "." and plain[max(0, start - 4) : start - 1].lower().endswith(("ca", " c", "approx")):
        return False
    if last.isalpha() or last in "_^'′" or (last in ".," and second.isalnum()):
        return True
    if last in ")]}":
        return number.end - number.start <= 2
    return (last == "-" or (last == "/" and not has_unit)) and (second.isalpha() or second in (")", "]"))


def is_element_list(plain: str, number: Number, unit: str, end: int) -> bool:
    """``Mo 0.40 V 0.12``: what looks like volts is the next element of a composition."""
    return (
        len(unit) == 1 and unit in "VWKCNSFHPBIYU" and bool(re.match(r" \d", plain[end : end + 2]))
        and bool(_ELEMENTS_ROUND.search(plain[max(0, number.start - 5) : number.start]))
    )  # fmt: skip


def is_year(plain: str, number: Number) -> bool:
    """Whether the digits are a year of the last centuries."""
    return bool(_YEAR.fullmatch(plain[number.start : number.end]))


def is_cited_year(plain: str, number: Number) -> bool:
    """A year behind a name: ``Smith et al. 2014``, ``(Jones, 1999)``."""
    if plain[number.end : number.end + 1].isalpha():
        return True
    window = plain[max(0, number.start - 30) : number.start]
    return not _DATED.search(window) and bool(_NAME_BEFORE.search(window) or window.rstrip().endswith("("))


def is_first_of_pair(plain: str, number: Number) -> bool:
    """``0.05/0.45 mg``, ``1157/1165 cm-1``: the first of two values with one unit, and no fraction."""
    pair = _PAIR.match(plain, number.end)
    printed = plain[number.start : number.end]
    return pair is not None and all("." in one or len(one) > 2 for one in (printed, pair.group("other")))


def begins_range(plain: str, number: Number) -> bool:
    """Whether a number of a band or region is the end of a range in a unit (``region 1700-1200 cm-1``), no label."""
    return number.end - number.start > 2 and _RANGE_AFTER.match(plain, number.end) is not None


def is_bare_number(plain: str, number: Number) -> bool:
    """Whether a number without a unit counts something, rather than being part of a name or a formula."""
    after = plain[number.end : number.end + 24]
    if number.kind == "word":
        return _counts(plain, number, after)
    if _COUNTED_AFTER.match(after):
        return True
    if after[:1].isalpha() or after[:1] in ("_", "^") or _CHEMICAL_AFTER.match(after) or _ORDINAL_AFTER.match(after):
        return False
    if is_first_of_pair(plain, number):
        return True
    window = plain[max(0, number.start - 16) : number.start]
    short = number.end - number.start <= 2
    if short and (_FORMULA_BEFORE.search(window) or _LETTER_BEFORE.search(window)):
        return False
    if re.match(r"[:/.]\d|\)?\d|/[A-Za-z]", after) or re.search(r"\d[:/.]$", window) or _is_mass_number(number, after):
        return False
    if _PRIME_AFTER.match(after) or (short and _is_name(plain, number, after)):
        return False
    if _ACRONYM_BEFORE.search(window) or _OPERATOR_AFTER.match(after) or _OPERATOR_BEFORE.search(window):
        return False
    return not (short and re.match(r"[.)] [A-Z]", after) and (number.start == 0 or window.endswith("\n")))


def _is_mass_number(number: Number, after: str) -> bool:
    """``75 As``: a nuclide, whose number is printed in front of its element."""
    element = _ELEMENT_AFTER.match(after)
    if element is None or not number.value.is_integer():
        return False
    least, most = (part * atomic_mass(element.group(1)) for part in _MASS_NUMBERS)
    return least <= number.value <= most or bool(_RESONANCE.match(after, element.end()))


def _is_name(plain: str, number: Number, after: str) -> bool:
    """``antigen 1 (``, ``lysine 27,``: a noun before, none behind, and nothing that gives it a value."""
    if plain[number.start - 1 : number.start] != " " or not _NO_NOUN_AFTER.match(after):
        return False
    word = last_word(plain[max(0, number.start - 24) : number.start])
    return word.isalpha() and len(word) > 2 and word.lower() not in _VALUE_BEFORE


def _counts(plain: str, number: Number, after: str) -> bool:
    word = plain[number.start : number.end].lower()
    if word == "one":
        return bool(
            re.match(r"[ -](?:additional|moderate|day|hour|point|order|half|third|or (?:more|two|several))", after)
        )
    if word == "zero":
        return not re.match(
            r"[ -](?:charge|field|point|bias|gap|order|stress|strain|net|dimensional|temperature)", after
        )
    if word == "half":
        return not re.match(r"[ -]?(?:life|value|cell|barrel|width|maximum|wave|metal|reaction|of the)", after)
    return not re.match(r"-dimensional|-layer|-sided|-photon|-probe|-point|-electrode|-theta", after)
