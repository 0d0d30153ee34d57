"""A header's text in, its words apart from its unit, its power of ten and what else stands in parentheses out."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ....records.composition_grammar import ELEMENTS
from ....records.units import Unit, parse_scaled_unit, parse_unit
from ..cells import plain_cell
from .vocabulary import any_of

_GROUP: Final = re.compile(r"\((?P<round>[^()]*(?:\([^()]*\)[^()]*)*)\)|\[(?P<square>[^\[\]]*)\]")
_TEN: Final = r"(?:10\s?\^?\s?[+-]?\s?\d{1,2}|10{1,6})"
_POWER_FIRST: Final = re.compile(rf"(?P<power>{_TEN})\s?[x*·×]\s?(?P<words>\S.*)")
_POWER_LAST: Final = re.compile(rf"(?P<words>.*\S)\s?[x*·×]\s?(?P<power>{_TEN})")
_BARE_POWER: Final = re.compile(rf"[x*·×]?\s?(?P<power>{_TEN})")
_UNIT_LIKE: Final = re.compile(r"[\wΩµμÅ°%√./·*^()\s,+-]{1,40}")
_SPREAD: Final = re.compile(
    r"\s?(?:±|\+/-)\s?(?:S\.?(?:D|E|EM)\.?|std\.?(?: ?dev\w*\.?)?|standard (?:deviation|error))(?!\w)", re.I
)
_TOLERANCE: Final = re.compile(r"(?<=\S),?\s?(?:±|\+/-)\s?\d[^()\[\],;|]*")
"""How far all values of a column may be off, which is no part of its name or unit: ``Density (g/cm3, ±1%)``."""
_OF_SUBSTANCE: Final = re.compile(
    r"(?P<unit>[kmµμn]?(?:g|mol|eq|L|l))\.?\s(?:of\s)?(?P<what>[A-Za-z][A-Za-z0-9]*(?: [A-Za-z][\w-]*){0,3}?)"
    r"(?P<equivalent>\s?\b(?:equivalents?|equiv|eq)\b\.?)?"
    r"(?:\s?/\s?(?P<per>(?:\d+\s?)?[kmµμ]?(?:g|L|l|mol)\b)(?P<rest>(?: (?:of )?[A-Za-z][\w-]*){0,4}))?"
)
"""An amount of one thing in another: ``mg KOH/g``, ``kg CO2 equivalent``, ``g of iodine/100 g of oil``."""
_PER_SUBSTANCE: Final = re.compile(
    r"(?P<unit>[kmµμn]?(?:g|mol|eq|L|l)\s?/\s?(?:\d+\s?)?[kmµμ]?(?:g|L|l))\s(?:of\s)?"
    r"(?!.*\b(?:a|per|day|d|week|month|year|hour|h|min|s)\b)[a-z][a-z -]{1,30}"
)
_COUNTED_ON: Final = rf"_?(?:{any_of('counted_on')}|{'|'.join(sorted(ELEMENTS, key=len, reverse=True))})"
"""What a catalyst's activity is counted on, in the index of a unit: ``A mgPt−1``, ``mA cmgeo−2``."""
_MENDED: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile("[ǺǻÅ]"), "Å"),
    (re.compile(r"\blines?(?=\s?/\s?[cmn]?m2|\s[cmn]?m-2)"), "1"),
    (re.compile(r"^[0oº◦]\s?C$"), "°C"),
    (re.compile(r"^(?:Ω|ohms?)\s?/$", re.I), "ohm/sq"),
    (re.compile(r"(?<=[A-Za-zΩ]) (?=-?[1-4](?:[ /·]|$))"), ""),
    (re.compile(r"/\s?\(?([kcm]?m[23]?|k?g|k?mol)[·\s*.-]{0,2}(?:°\s?C|degC)(?:\^?([24]))?\)?$"), r"/\1/°C\2"),
    (re.compile(r"/\s?\(?([kcm]?m[23]?|k?g|k?mol)[·\s*.-]{0,2}K(?:\^?([24]))?\)?$"), r"/\1/K\2"),
    (re.compile(r"^([mkµμ]?(?:g|mol))_?(?:[A-Z][a-z]?\d?){2,5}(?=[ ·/])"), r"\1"),
    (re.compile(rf"(?<=[ /·]g|[mkµμ]g){_COUNTED_ON}(?=\s?\^?-1|$)"), ""),
    (re.compile(rf"(?<=cm|[ /·]m){_COUNTED_ON}(?=\s?\^?-2)|(?<=m2){_COUNTED_ON}$|(?<=[a-z]-[12]){_COUNTED_ON}$"), ""),
    (re.compile(r"(?<=[A-Za-zΩ°\d)])(?<!/f)\.(?=[A-Za-zΩµμ])"), "·"),
    (re.compile(r"\b(?:Vickers|Hv|hv|VHN|HVN)\b"), "HV"),
    (re.compile(r"\b(?:[Ww]eight|[Mm]ass)[ -][Pp]er\s?[Cc]ent(?:age)?\b"), "wt%"),
    (re.compile(r"\b[Aa]tom(?:ic)?[ -][Pp]er\s?[Cc]ent(?:age)?\b"), "at.%"),
    (
        re.compile(r"\b[Ww]t\b\.?\s?-?%|\bweight\s?-?%|\bmass\s?-?%|%\s?(?:by )?(?:[Ww]eight|[Mm]ass)\b|\b% ?wt\b"),
        "wt%",
    ),
    (re.compile(r"\b[Aa]t(?:om(?:ic)?)?\b\.?\s?-?%|%\s?at\b\.?"), "at.%"),
    (re.compile(r"\b(?:cation|cat\.?)\s?%"), "at.%"),
    (re.compile(r"\b(?:wt|mass|weight)[ .]?\s?ppm\b|\bppm\s?(?:by )?(?:wt|mass|weight)\b\.?"), "ppm"),
    (re.compile(r"\b[Mm]ol(?:e|ar)?\b\.?\s?-?%"), "mol%"),
    (re.compile(r"\b[Vv]ol(?:ume)?\b\.?\s?-?%"), "vol.%"),
    (re.compile(r"(?<=Pa)[·\s]?(?:m\s?\^?\s?1/2|m\s?\^?\s?0\.5|√m|m½)|(?<=Pa)\s?\(m\)\^?1/2"), "·m0.5"),
    (re.compile(r"(?:\bohms?|Ω)\s?(?:/|per )\s?(?:□|sq(?:uare)?\b\.?)|Ω\s?□\^?-1|Ω[.·]\s?\^?-1|Ω\s?sq\^?-1"), "ohm/sq"),
    (re.compile(r"\bV\s?(?:vs|versus)\b\.?.*"), "V"),
    (re.compile(r"(?<![\w.])g\s?/\s?100\s?g(?!\w)"), "wt%"),
    (re.compile(r"\bB[.·]\s?M\b\.?|\bBM\b|\bμ_?B\b|\bµ_?B\b"), "μB"),
    (re.compile(r"%\s?of\s.*|%\s?(?:TD|T\.D\.|theor(?:etical)?\.?(?: density)?)$"), "%"),
    (re.compile(r"\bdegrees?\b|\bdeg\.?(?!\s?C)"), "deg"),
    (re.compile(r"\bK(?=J\b|J )"), "k"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderUnit:
    """``words`` without unit and parentheses; a cell times ``factor`` is in ``unit``.

    ``spelled`` is the unit as matloom writes it, or as printed where it is no unit that is known. ``inverse``
    says that the power of ten stood with the quantity (10³ × κ), so that the printed numbers are multiplied.
    ``asides`` are texts in parentheses that are no units.
    """

    words: str
    unit: Unit | None = None
    spelled: str | None = None
    factor: float = 1.0
    inverse: bool = False
    asides: tuple[str, ...] = ()


def split_unit(text: str, context: str = "") -> HeaderUnit:
    """Takes a header apart: ``σ (10−4 S cm−1)``, ``Dv/nm``, ``Rm, MPa``, ``κ × 10³ (min−1)``, ``Mean mg/kg``."""
    plain = _TOLERANCE.sub("", _SPREAD.sub("", plain_cell(text)))
    words, found, asides = _groups(plain, context)
    if not words and len(asides) == 1 and found is not None:
        words, asides = asides[0], []
    power = 1.0
    match = _POWER_FIRST.fullmatch(words) or _POWER_LAST.fullmatch(words)
    if match:
        words, power = match["words"].strip(), _power(match["power"])
    if found is None:
        words, found = _trailing(words, context)
    found = _of_what(words, found)
    factor, unit, spelled = found or (1.0, None, None)
    return HeaderUnit(
        words=words.strip(" ,;:=/"), unit=unit, spelled=spelled, factor=factor / power, inverse=power != 1.0,
        asides=tuple(asides),
    )  # fmt: skip


def _of_what(words: str, found: "Found | None") -> "Found | None":
    """Percent of what: ``Mass fraction in %`` counts wt%."""
    if found is None or found[2] != "%":
        return found
    for pattern, spelled in (
        (r"\b(?:mass|weight)\b", "wt%"),
        (r"\batom(?:ic)?\b", "at.%"),
        (r"\bmol(?:e|ar)\b", "mol%"),
    ):
        if re.search(pattern, words, re.I):
            return found[0], parse_unit(spelled), spelled
    return found


Found = tuple[float, Unit | None, str | None]


def _groups(plain: str, context: str) -> tuple[str, Found | None, list[str]]:
    """The text without its parentheses, the last of them that is a unit, and the others."""
    found: Found | None = None
    asides: list[str] = []
    pieces: list[str] = []
    position = 0
    for match in _GROUP.finditer(plain):
        inside = (match["round"] if match["round"] is not None else match["square"] or "").strip()
        unit = read_unit(inside, context) if match.start() > 0 or match.end() == len(plain) else None
        unit = None if _GAS.fullmatch(inside) or _CYCLES.fullmatch(inside) else unit
        if unit is None and _part_of_word(plain, match):
            continue
        pieces.append(plain[position : match.start()])
        position = match.end()
        if unit is not None:
            found = unit
        elif inside:
            head, _, tail = inside.partition(",")
            split = read_unit(tail.strip(), context) if tail else None
            first = read_unit(head.strip(), context) if tail and split is None and not found else None
            found = found or split or first
            asides.append(tail.strip() if first else head.strip() if split else inside)
    pieces.append(plain[position:])
    return " ".join("".join(pieces).split()), found, asides


def _part_of_word(plain: str, match: re.Match[str]) -> bool:
    """Parentheses inside a formula or a name: ``Ba(Zr,Ti)O3``, ``ν(C=N)``, ``poly(vinyl alcohol)``."""
    before = plain[match.start() - 1 : match.start()]
    after = plain[match.end() : match.end() + 1]
    if match.start() == 0:
        return after.isalnum()
    return bool(before.strip()) and before not in ",;:" and (after.isalnum() or (not before.isdigit() and after == ""))


def _trailing(words: str, context: str) -> tuple[str, Found | None]:
    """A unit at the end: behind a comma, a slash or a space."""
    if (percent := _percent(words, context)) is not None:
        return percent
    if _OMEGA.search(words):
        return words, None
    if (slashed := _slashed(words, context)) is not None:
        return slashed
    head, comma, tail = words.rpartition(",")
    if comma and head.strip() and (found := read_unit(tail.strip(), context)):
        return head, found
    tokens = words.split(" ")
    for count in range(min(4, len(tokens) - 1), 0, -1):
        tail = " ".join(tokens[-count:])
        if re.search(r"(?:=|,|\bat)\s?[\d.]+$", " ".join(tokens[:-count])):
            return words, None
        if (len(tail) > 1 or tail in "%°") and tail.lower() not in ("in", "at", "a", "no", "as") and _symbolic(tail):
            found = read_unit(tail, context)
            if found:
                return re.sub(r"(?<=\w) in$", "", " ".join(tokens[:-count])), found
    return _behind_slash(words, context)


def _slashed(words: str, context: str) -> tuple[str, Found] | None:
    """A unit of several factors behind the slash that divides the quantity by it: ``Jsc/mA cm−2``.

    Behind a unit the slash is that unit's own (``Wear rate mm3/N m``), but for a letter before factors to negative
    powers, which leave no slash to a unit: ``J/mA cm−2``.
    """
    for match in _SLASHED.finditer(words):
        head, tail = words[: match.start()].strip(), match["tail"].strip()
        own = parse_unit(head.rpartition(" ")[2], context) is not None and not _INDEXED.search(head)
        if own and (" " in head or "-" not in tail):
            continue
        if head and (found := read_unit(tail, context)) is not None and found[1] is not None:
            return head, found
    return None


def _percent(words: str, context: str) -> tuple[str, Found | None] | None:
    """A share as a whole (``Wt. %``), or before or behind what it is of: ``% CO2``, ``C%``."""
    whole = read_unit(words, context) if words.endswith("%") else None
    if whole is not None and whole[2] in _SHARES:
        return words, whole
    if (content := _PERCENT_OF.fullmatch(words)) and content["element"] in ELEMENTS:
        return content["element"], read_unit("%", context)
    before = re.match(r"%\s?(?!of\b)\w", words)
    if before and not words.lower().startswith(("% by", "% wt", "%wt", "% at", "%at")):
        return words[1:], read_unit("%", context)
    return None


def _behind_slash(words: str, context: str) -> tuple[str, Found | None]:
    """A unit behind the first slash that has one; else the whole text as a unit."""
    for match in re.finditer(r"/", words):
        head, tail = words[: match.start()], words[match.end() :]
        if (head.strip() in ELEMENTS and tail.strip() in ELEMENTS) or head.count("(") > head.count(")"):
            continue
        if head.strip() and _can_be_unit(tail.strip()) and (found := read_unit(tail.strip(), context)):
            return head, found
    if _NUMBERED.fullmatch(words) or ("/" in words and all(part.strip() in ELEMENTS for part in words.split("/"))):
        return words, None
    return words, read_unit(words, context) if re.search(r"[/%°Ω]|-\d", words) else None


_SLASHED: Final = re.compile(r"(?<=\S)\s?/\s?(?=(?P<tail>[^\s/]+[ ·].*$))")
"""A slash before more than one factor."""
_INDEXED: Final = re.compile(r"\d\s?(?:°\s?C|K)$")
"""A temperature that a symbol bears, before the slash of its unit: ``σ25 °C/mS cm−1``."""
_SHARES: Final = frozenset({"wt%", "at.%", "mol%", "vol.%"})
_PERCENT_OF: Final = re.compile(r"(?P<element>[A-Z][a-z]?)%")
_GAS: Final = re.compile(r"[HNOF]2")
"""A gas that a quantity is of, and no unit to a power: ``P(N2)``."""
_CYCLES: Final = re.compile(r"\d[\d,]*\s?cycles?", re.I)
"""After how many cycles: no unit of what is left then."""
_NUMBERED: Final = re.compile(r"[A-Z][A-Z]?-\d{1,2}")
"""A sample by letter and number, or a space group, and no unit to a power: ``A-1``, ``P-1``."""
_OMEGA: Final = re.compile(r"(?<!\w)Ω_?[1-9]\b")
"""A symbol with its number, and no power of an ohm: ``Ω2`` and ``χ = Ω4/Ω6``."""


def _can_be_unit(tail: str) -> bool:
    return not re.fullmatch(r"[A-Z][a-z]?", tail) or tail in ("K", "V", "A", "Pa", "Hz", "T", "J", "N", "W", "Oe")


def _symbolic(tail: str) -> bool:
    """A unit behind a mere space has a sign in it that words do not have, or is one of a few sure ones.

    A letter with its number is a symbol: ``GOF on F2``.
    """
    signed = re.search(r"[/%°Ω√·^\d]|-\d", tail) and not re.fullmatch(r"[A-Z]\d", tail)
    return bool(signed) or tail in _SURE


_SURE: Final = frozenset(
    "HRC HRB HV MPa GPa kPa nm μm µm mm eV meV keV kV mV mW kJ kg kHz MHz GHz".split()  # noqa: SIM905
)


@lru_cache(maxsize=4096)
def read_unit(text: str, context: str = "") -> Found | None:
    """A factor, a unit and its spelling for a text that is a unit; a power of ten alone has no unit."""
    if not text or len(text) > 60:
        return None
    text = re.sub(r"^(?:in|units? (?:of|in)|/)\s?", "", text.strip())
    bare = _BARE_POWER.fullmatch(text)
    if bare and text not in ("10", "100", "1000"):
        return _power(bare["power"]), None, None
    mended = mend_unit(text)
    scaled = parse_scaled_unit(mended, context) or _solid(mended, context)
    if scaled is not None:
        return scaled[0], scaled[1], scaled[1].plain
    if mended != text and (unit := parse_unit(mended, context)):
        return 1.0, unit, unit.plain
    if per := _PER_SUBSTANCE.fullmatch(mended):
        return read_unit(per["unit"], context)
    if _PER_FLOW.fullmatch(text):
        return 1.0, None, "s/100 mL"
    if text.replace(" ", "") == "%IACS":
        return 1.0, None, "%IACS"
    substance = _OF_SUBSTANCE.fullmatch(text)
    if substance and (substance["equivalent"] or substance["per"]):
        return 1.0, None, text
    return _with_exponent_of_fit(text) or _unknown(text)


_PER_FLOW: Final = re.compile(r"s\s?/\s?\(?100\s?(?:mL|ml|cc|cm3)\)?")
"""The time in which so much air passes, which is counted as it is printed."""
_EXPONENT_OF_FIT: Final = re.compile(
    r"(?P<before>[A-Za-zµμ]{1,4}[·\s])?(?P<base>[A-Za-z]{1,4}?)(?:\^?(?P<negative>-)|\^|(?<=[·\s]s))(?P<power>\d?[nmα](?:-1)?)"
)


def _with_exponent_of_fit(text: str) -> Found | None:
    """A unit to a power that is itself a result of the fit: ``min−n`` of a rate, ``Pa sn`` of a consistency."""
    match = _EXPONENT_OF_FIT.fullmatch(text)
    if match is None or any(unit and parse_unit(unit.strip(" ·")) is None for unit in match.group("before", "base")):
        return None
    before = f"{match['before'].strip(' ·')} " if match["before"] else ""
    return 1.0, None, f"{before}{match['base']}^{match['negative'] or ''}{match['power']}"


def _solid(text: str, context: str) -> tuple[float, Unit] | None:
    """A unit before words that only say more about it: ``mAh/g at 0.1 C``."""
    head, _, tail = text.partition(" at ")
    return parse_scaled_unit(head, context) if tail else None


def _unknown(text: str) -> Found | None:
    """A unit by its looks, which is kept as printed: ``cm3(STP)·cm−3·cmHg−1``."""
    scaled = re.match(rf"(?P<power>{_TEN})\s?[x*·×]?\s(?=\S)", text)
    if scaled:
        rest = _unknown(text[scaled.end() :])
        return (_power(scaled["power"]), None, rest[2]) if rest else None
    if (
        not _UNIT_LIKE.fullmatch(text)
        or not re.search(r"[A-Za-zΩ%]\^?-(?:\d|n$)|\w[/·]\w", text)
        or re.search(r"[a-z]{6}", text)
    ):
        return None
    factors = [f for f in re.split(r"[\s/·*()^]+|(?<=[A-Za-z])-?\d", text) if f and not f.lstrip("+-").isdigit()]
    if not factors or parse_unit(factors[0]) is None or max(map(len, factors)) > 5:
        return None
    known = sum(parse_unit(factor) is not None for factor in factors)
    if len(factors) < 2 or 2 * known < len(factors) + (len(factors) == 2) or re.search(r"\d{3}|=", text):
        return None
    return 1.0, None, _spelled(text)


def _spelled(text: str) -> str:
    """A unit of unknown factors as matloom writes units: ``cm3(STP)/cm3/cmHg``."""
    above: list[str] = []
    below: list[str] = []
    for factor in re.split(r"[·*\s]+", text):
        match = re.fullmatch(r"(?P<base>.*?[A-Za-zΩ%)])\^?-(?P<power>\d)", factor)
        if match:
            below.append(match["base"] + (match["power"] if match["power"] != "1" else ""))
        elif factor:
            above.append(factor)
    return "/".join([" ".join(above) or "1", *below])


def mend_unit(text: str) -> str:
    """A unit in a form that units are read in: ``Ω.cm``, ``MPam1/2``, ``W/mK``, ``Wt.%``, ``Vickers``."""
    for pattern, spelled in _MENDED:
        text = pattern.sub(spelled, text)
    return " ".join(text.split())


def _power(text: str) -> float:
    text = text.replace(" ", "").replace("^", "")
    if re.fullmatch(r"10{2,6}", text):
        return float(text)
    return float(f"1e{int(text.removeprefix('10') or '1')}")
