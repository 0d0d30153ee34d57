"""The text of one table cell in, what it says out: numbers, nothing, "as above", the balance of a composition."""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from ...records.quantities import Relation
from ...records.units import Unit, parse_unit

CellKind: TypeAlias = Literal["empty", "missing", "ditto", "balance", "limit", "numbers", "text"]
"""``empty`` has nothing printed; ``missing`` says so ("–", "n.d."); ``limit`` is below detection without a number."""

_SUPERSCRIPT: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_RAISED: Final = re.compile(rf"[{_SUPERSCRIPT}]{{1,4}}")
_PLAIN: Final = str.maketrans(
    {**dict(zip(_SUPERSCRIPT, "0123456789+-", strict=True)), **dict.fromkeys("−–—‐‑‒﹣－", "-"), "∼": "~", "～": "~",
     "≈": "~", "≃": "~", "⁎": "*", "∗": "*", "·": "·", "⋅": "·", "∙": "·", "×": "x", "✕": "x", "‖": "‖"}
)  # fmt: skip
_VICKERS: Final = frozenset({"Vickers", "Hv", "hv", "VHN"})
HARDNESS: Final = parse_unit("HV")
_MISSING: Final = re.compile(
    r"-{1,3}|_{1,4}|/|\.{2,3}|…|n\.?\s?[dramsp]\.?|n/[arm]|not (?:determined|reported|measured|available|applicable"
    r"|specified|detected|tested|given|observed|found)|none|nil|no data|unknown|\?",
    re.I,
)
_DITTO: Final = re.compile(r"[\"″”“]{1,2}|''|,,|do\.?|ditto|idem|same|as above", re.I)
_BALANCE: Final = re.compile(r"bal(?:anced?)?\.?|rem(?:ainder)?\.?|rest|base|remaining", re.I)
_LIMIT: Final = re.compile(
    r"<\s?(?:LOQ|LOD|DL|MDL|d\.l\.)|b\.?d\.?l\.?|below detection(?: limit)?|tr(?:aces?|\.)?|under detection", re.I
)
_DIGITS: Final = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d+)?|\d{1,3}(?: \d{3}){1,4}(?![\d.])|\d{1,18}(?:[.,]\d{1,20})?|\.\d{1,20})"
)
_POWER: Final = (
    r"(?:\s?[x*·]\s?10\s?\^?\s?(?P<{0}>[+-]?\s?\d{{1,2}})(?!\d)|(?:[eE]|\s[eE](?=[+-]))(?P<{0}e>[+-]?\d{{1,2}})(?!\d))?"
)
_NUMBER: Final = re.compile(
    r"(?P<relation><=|>=|[<>≤≥~]|(?:ca|approx|about|circa|[Mm]ax(?:imum)?|[Mm]in(?:imum)?)\.?\s)?\s?"
    rf"(?P<sign>[+-]?)\s?(?P<digits>{_DIGITS})"
    r"(?P<esd_first>\(\d{1,3}\))?"
    rf"{_POWER.format('power')}"
    r"(?:\s?(?:±|\+/-|\+-)\s?(?P<plus_minus>\d{1,12}(?:[.,]\d{1,12})?)(?:\s?[x*·]\s?10\s?\^?\s?(?P<pm_power>[+-]?\s?\d{1,2})(?!\d))?)?"
)
_PAREN: Final = re.compile(
    r"\s?\(\s?(?P<sign>±|\+/-|\+-)?\s?(?P<number>\d{1,6}(?:\.\d{1,6})?)"
    r"(?:\s?(?:±|\+/-|\+-)\s?(?P<spread>\d{1,6}(?:\.\d{1,6})?))?\s?(?P<unit>%)?\s?\)"
)
_COMMON_POWER: Final = re.compile(
    r"(?<![\d.])\((?P<inner>[^()]{1,40})\)\s?[x*·]\s?10\s?\^?\s?(?P<power>[+-]?\s?\d{1,2})(?!\d)"
)
_BARE_POWER: Final = re.compile(r"(?P<relation><=|>=|[<>≤≥~])?\s?10\s?\^?(?P<power>-\s?\d{1,2}|(?<=\^)\d{1,2})")
_JOIN: Final = re.compile(r"\s?(?:-|~|to|÷|…|\.\.)\s?(?=[+-]?\s?[\d.])")
_BETWEEN: Final = re.compile(r"\s?(?:[/;,&]|\bor\b|\band\b)\s?(?=[<>~+-]?\s?[\d.])")
_FACTORS: Final = re.compile(r"[A-Za-zΩμ]{1,3}\d?(?: [A-Za-zΩμ]{1,3}\d?){1,2}")
_WRAPPED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\d\.\d[^\[\]]*\]")
"""A cell in parentheses, or in square brackets where it is no number of a work."""
_GROUPED_UNIT: Final = re.compile(r"\s?(?P<unit>[A-Za-zΩμ]{1,4}\^?-?\d?\s?/\s?\([A-Za-zΩμ\d·.^ -]{2,12}\))(?=[\s,;]|$)")
"""A unit with its lower factors in parentheses: ``mm3/(N·m)``."""
_FURTHER: Final = re.compile(r"\s?[A-Za-zΩμ]{1,3}\^?-?\d")
"""A further factor of a unit, of which only the beginning is known: ``s3/2`` of ``W s3/2``."""
_LEVEL: Final = r"[<>~]?\s?\d[\d.,]*\s?[A-Za-z°μΩ][^()]{0,14}"
_AT_LEVEL: Final = re.compile(rf"\((?:(?:at|after|under|for)\s|@\s?)?{_LEVEL}\)|(?:(?:at|after|under)\s|@\s?){_LEVEL}")
"""What a number was measured at, behind it: ``(1000 cycles)``, ``at 450 nm``."""
_REFERENCE: Final = re.compile(
    r"\s?\[(?P<numbers>\d{1,4}(?:\s?[-,;]\s?\d{1,4}){0,20}|[^\[\]]{0,60}\b(?:19|20)\d\d[a-z]?)\]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellNumber:
    """One number or range of a cell, as printed: no factor of a header is in it yet.

    ``aside`` is a number in parentheses that is no uncertainty, ``aside_uncertainty`` how far it may be off; ``rest``
    what stands behind it as words; ``references`` the numbers of works that it is cited from.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    relation: Relation = "="
    uncertainty: float | None = None
    unit: Unit | None = None
    aside: float | None = None
    aside_uncertainty: float | None = None
    rest: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a cell says. ``text`` is without footnote marks; ``marks`` are those."""

    text: str
    kind: CellKind
    numbers: tuple[CellNumber, ...] = ()
    marks: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


def read_cell(text: str, context: str = "", marks: tuple[str, ...] = ()) -> Cell:
    """Reads one cell; ``context`` (header, caption) settles a unit such as ``C``."""
    plain = plain_cell(text)
    references = tuple(n for match in _REFERENCE.finditer(plain) for n in re.split(r"\s?[,;]\s?", match["numbers"]))
    kind = _kind(_REFERENCE.sub("", plain).strip())
    if kind is not None:
        return Cell(text=text, kind=kind, marks=marks, references=references)
    numbers = _numbers(plain, context)
    return Cell(
        text=text, kind="numbers" if numbers else "text", numbers=tuple(numbers), marks=marks, references=references
    )


def plain_cell(text: str) -> str:
    """The cell with one form of dashes, signs and powers: ``10⁵`` as ``10^5``."""
    text = _RAISED.sub(lambda m: "^" + m[0] if text[m.start() - 1 : m.start()].isdigit() else m[0], text)
    return " ".join(text.translate(_PLAIN).split())


def _kind(plain: str) -> CellKind | None:
    if not plain:
        return "empty"
    for pattern, kind in _SIGNS:
        if pattern.fullmatch(plain):
            return kind
    return None


_SIGNS: Final[tuple[tuple[re.Pattern[str], CellKind], ...]] = (
    (_MISSING, "missing"),
    (_DITTO, "ditto"),
    (_BALANCE, "balance"),
    (_LIMIT, "limit"),
)


def _numbers(plain: str, context: str) -> list[CellNumber]:
    """All numbers of a cell that begins with one; none where it is words, a formula or a date."""
    found: list[CellNumber] = []
    position = 0
    plain = _COMMON_POWER.sub(_distributed, plain)
    if bare := _BARE_POWER.fullmatch(plain):
        value = float(f"1e{bare['power'].replace(' ', '')}")
        return [CellNumber(value=value, relation=_relation(bare["relation"]))]
    if _WRAPPED.fullmatch(plain):
        plain = plain[1:-1].strip()
    while True:
        read = _one(plain, position, context)
        if read is None:
            return found if found and not plain[position:].strip() else []
        number, position = read
        found.append(number)
        between = _BETWEEN.match(plain, position)
        if between is None or len(found) == 12:
            rest = plain[position:].strip()
            if not rest:
                return found
            return [*found[:-1], _with_rest(found[-1], rest)] if _harmless(rest, plain[position] != " ") else []
        position = between.end()


def _distributed(match: re.Match[str]) -> str:
    """``(5.0 ± 0.2) x 10-3`` and ``(0.04-0.10) x 10-10`` with the power on both numbers."""
    return re.sub(r"(\d)(?=\s?(?:±|$))", rf"\1 x 10^{match['power']}", match["inner"])


def _harmless(rest: str, glued: bool) -> bool:
    """Words behind a number that leave it a number: ``strong``, ``(x 6)``, ``⊥``, ``(500 h)``; not ``mm bolts of``."""
    if _AT_LEVEL.fullmatch(rest):
        return True
    if rest[0] in "/.^-+:" or (rest[0].isalpha() and glued):
        return False
    return len(rest) <= 40 and not re.search(r"\d.*\d.*\d", rest) and len(rest.split()) <= 4


def _with_rest(number: CellNumber, rest: str) -> CellNumber:
    return replace(number, rest=f"{number.rest} {rest}".strip())


def _one(plain: str, position: int, context: str) -> tuple[CellNumber, int] | None:
    match = _NUMBER.match(plain, position)
    if match is None or _glued(plain, match.end()):
        return None
    value, scale = _value(match)
    high: float | None = None
    end = match.end()
    uncertainty = _uncertainty(match, scale)
    join = _JOIN.match(plain, end)
    second = _NUMBER.match(plain, join.end()) if join and uncertainty is None else None
    if second and not second["relation"] and not _glued(plain, second.end()):
        high, _ = _value(second)
        if match["power"] is None and second["power"] is not None:
            value *= _power(second)
        end = second.end()
        if high < value < 0 and second["sign"] == "-":
            value, high = high, value
        if high <= value:
            return None
    aside: float | None = None
    unit, end = _unit(plain, end, context)
    paren = _PAREN.match(plain, end)
    spread = float(paren["spread"]) if paren and paren["spread"] else None
    if paren and high is None and uncertainty is None and spread is None:
        esd = _esd(paren, match["digits"], plain[end] == " ") * scale
        uncertainty, aside = (esd, None) if esd else (None, float(paren["number"]))
        end = paren.end()
    elif paren and paren["sign"] is None:
        aside, end = float(paren["number"]), paren.end()
    if unit is None:
        unit, end = _unit(plain, end, context)
    if unit is not None and _FURTHER.match(plain, end):
        return None
    rest, end = _symbol(plain, end)
    reference = _REFERENCE.match(plain, end)
    numbers = tuple(re.split(r"\s?[,;]\s?", reference["numbers"])) if reference else ()
    return CellNumber(
        value=None if high is not None else value, low=value if high is not None else None, high=high,
        relation=_relation(match["relation"]), uncertainty=uncertainty, unit=unit, aside=aside,
        aside_uncertainty=spread, rest=rest, references=numbers,
    ), reference.end() if reference else end  # fmt: skip


def _value(match: re.Match[str]) -> tuple[float, float]:
    """The number of a match with its power of ten, and that power alone."""
    power = _power(match)
    return _round(_digits(match["sign"] + match["digits"]) * power), power


def _digits(text: str) -> float:
    text = text.replace(" ", "")
    if re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def _power(match: re.Match[str]) -> float:
    exponent = match["power"] or match["powere"]
    return 10.0 ** int(exponent.replace(" ", "")) if exponent else 1.0


def _uncertainty(match: re.Match[str], scale: float) -> float | None:
    if match["plus_minus"]:
        power = match["pm_power"]
        own = 10.0 ** int(power.replace(" ", "")) if power else scale
        return _round(_digits(match["plus_minus"]) * own)
    if match["esd_first"]:
        return _round(_last_digits(match["digits"], match["esd_first"][1:-1]) * scale)
    return None


def _last_digits(digits: str, esd: str) -> float:
    """``(2)`` behind 3.912 is 0.002: it counts in the last digit printed."""
    decimals = len(digits.partition(".")[2])
    return float(esd) * 10.0**-decimals


def _esd(paren: re.Match[str], digits: str, spaced: bool) -> float:
    """The uncertainty in parentheses, 0 if the parentheses hold something else."""
    if paren["sign"]:
        return float(paren["number"])
    decimals = len(digits.partition(".")[2])
    if "." in paren["number"] or paren["unit"] or (spaced and not decimals) or len(paren["number"]) > max(2, decimals):
        return 0.0
    return _round(_last_digits(digits, paren["number"]))


def _round(value: float) -> float:
    return float(f"{value:.12g}")


_BOUNDS: Final = {"max": "<=", "min": ">="}


def _relation(text: str | None) -> Relation:
    mark = (text or "").strip().lower()
    mark = _BOUNDS.get(mark[:3], mark)
    known: dict[str, Relation] = {"": "=", "<": "<", ">": ">", "≤": "<=", "<=": "<=", "≥": ">=", ">=": ">="}
    return known.get(mark, "~")


def _unit(plain: str, position: int, context: str) -> tuple[Unit | None, int]:
    """The longest unit behind a number."""
    rest = plain[position:]
    gap = len(rest) - len(rest.lstrip())
    if grouped := _GROUPED_UNIT.match(rest):
        unit = parse_unit(grouped["unit"], context)
        return (unit, position + grouped.end()) if unit is not None else (None, position)
    end = min([m.start() for m in re.finditer(r"[(\[;,]", rest)] + [len(rest)])
    words = rest[:end].rstrip()
    while words.strip():
        spelled = words.strip()
        known = HARDNESS if spelled in _VICKERS else None
        unit = None if spelled == "at" else parse_unit(spelled, context) or known
        if unit is None and _FACTORS.fullmatch(spelled):
            unit = parse_unit(spelled.replace(" ", "·"), context)
        if unit is not None:
            return unit, position + len(words)
        shorter = words.rstrip().rpartition(" ")[0]
        words = shorter if len(shorter) > gap else ""
    return None, position


def _glued(plain: str, end: int) -> bool:
    """A number that goes on as a word is a name: ``2a-phase``, ``316L``; a unit may follow it, though."""
    tail = re.match(r"[A-Za-z]+", plain[end:])
    return bool(tail) and parse_unit(tail[0]) is None and len(tail[0]) > 1 and plain[end : end + 2] != "vs"


def _symbol(plain: str, position: int) -> tuple[str, int]:
    match = re.match(r"\s?[⊥‖∥*†‡§#]{1,3}", plain[position:])
    return (match[0].strip(), position + match.end()) if match else ("", position)
