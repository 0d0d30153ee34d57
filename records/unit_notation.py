"""Characters of a printed unit in, its factors out: how papers write units, with no word yet of what they mean."""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

PREFIXES: Final[dict[str, float]] = {
    "": 1.0, "a": 1e-18, "f": 1e-15, "p": 1e-12, "n": 1e-9, "u": 1e-6, "m": 1e-3, "c": 1e-2, "d": 1e-1,
    "h": 1e2, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15,
}  # fmt: skip
DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\u207b\ufe63\u02d7"
SPACES: Final = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r\x0b\x0c"
)
SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
PLAIN: Final = str.maketrans(
    dict.fromkeys(DASHES, "-")
    | dict.fromkeys(SPACES, " ")
    | dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺", "0123456789+", strict=True))
    | dict.fromkeys("⋅∙•‧・*Á", "·")
    | {"μ": "µ", "\u212b": "Å", "Ǻ": "Å", "Ω": "Ω", "\u212a": "K", "º": "°", "˚": "°", "◦": "°", "∘": "°", "％": "%"}
)

_SPECIAL: Final = tuple(
    (plain, re.compile(pattern))
    for plain, pattern in (
        ("wt%", r"(?:[Ww]t|[Ww]eight|[Mm]ass|[Gg]ew)[. -]{0,2}%|(?:weight|mass|wt\.?)[ -]per ?cent\b"
                r"|%[ -]?(?:by (?:weight|mass)\b|\(?w/w\)?|\(?wt\b\.?\)?|en poids\b)"),
        ("mol%", r"[Mm]ol(?:e|ar)?[. -]{0,2}%|mol(?:e|ar)?[ -]per ?cent\b|%[ -]?(?:by moles?\b|\(?mol\b\.?\)?)"),
        ("at.%", r"[Aa]t(?:om|omic)?[. -]{0,2}%|atom(?:ic)?[ -]per ?cent\b|% ?\(at\.?\)"),
        ("vol.%", r"[Vv]ol(?:ume)?[. -]{0,2}%|volume[ -]per ?cent\b|%[ -]?(?:by volume\b|\(?v/v\)?|\(?vol\b\.?\)?)"),
        ("%IACS", r"% ?IACS\b"),
        ("%", r"% ?age\b|per cent\b|%"),
        ("ppm", r"(?:wt|at|mass|mol|vol)\.?[ -]?ppm\b|[aw]ppm\b"),
        ("m_e", r"m_?[e0](?![\w/-]|\.\d)"),
        ("mol", r"mol[ -][A-Z][a-z]?(?=[ ·]?K)"),
        ("degC", r"(?:[°·o] ?|['’])C(?![a-z])|℃|deg(?:rees?)?\.? ?(?:C(?![a-z])|[Cc]elsius|[Cc]entigrade)|degC"),
        ("degF", r"° ?F(?![a-z])|℉|deg(?:rees?)? ?(?:F(?![a-z])|[Ff]ahrenheit)"),
        ("K", r"° ?K(?![a-z])|degrees? [Kk]elvin|degrees? K\b"),
        ("mu_B", r"(?:mu|µ)[_ ]?B(?![a-zA-Z])"),
        ("mu_B", r"B\. ?M\."),
        ("arcsec", r"′′|″"),
        ("deg", r"°(?! ?[A-Z]\b)(?: ?2 ?(?:θ|theta))?|deg\.(?! ?[CF])"),
        ("f.u.", r"f\. ?u\.|f\.u\b|[Ff]ormula[ -]units?\b"),
        ("cell", r"u\. ?c\.|[Uu]nit[ -]cells?\b"),
        ("rpm", r"r\. ?p\. ?m\.|rev(?:olutions?)?\.?/min\b|r/min\b|revolutions per minute\b"),
        ("mmHg", r"mm ?Hg(?![a-z])"),
        ("angstrom", r"A ?\u030a"),
        ("m0.5", r"√ ?\(?m\)?(?![a-zA-Z])|m ?(?:½|\^?\(?1/2\)?(?![\w/]))"),
    )
)  # fmt: skip
_SPECIAL_FIRST: Final = frozenset("wWmMgGaAvV%p°·o'’℃d℉′″µBfFuUr√")
_RUN: Final = re.compile(r"[A-Za-zµÅΩ€‰′□]+|US\$")
_EXPONENT: Final = re.compile(
    r"(?:\^|\*\*)? ?(?:\(([+-]? ?\d(?:\.\d|/\d)?)\)|(?<! )([+-]?\d(?:\.5|/2)?)(?![\d.]*\d)|(-\d)(?![\d.]*\d)"
    r"|(?<! )(- [1-3])(?![\d.]*\d)|(½))"
)
_SPACED_POWER: Final = re.compile(
    r" ([23])(?= ?(?:$|[(),;·/]|\.(?!\d)|- |[a-zµ]+ -\d|[A-Za-zµΩ]{1,3} ?-\d| [a-z]{2,}))"
)
_LOST_MINUS: Final = re.compile(r"(?P<symbol>[A-Za-zµ]{1,5}) (?P<power>[1-3])(?=[ .,;:)\]]|$)(?!\.\d| ?[±×°%-])")
_TIMES_LENGTH: Final = frozenset({"ohm", "Pa", "T", "e"})
"""What is multiplied by lengths more often than divided: ``Ω cm 2`` lost no minus, ``mA cm 2`` did."""
_SEPARATOR: Final = re.compile(r" ?· ?| ?/ ?| per |-(?=[a-zΩ])| ?\.(?=[A-Za-zΩµ])| |(?=√)|(?<=\d)(?=[A-Za-z])")
_REFERENCE: Final = re.compile(
    r" ?\(?(?:vs?\.? ?|versus |against )\(?(the )?"
    r"((?:Ag/AgCl|Hg/HgO|Hg/Hg2Cl2|Hg/Hg2SO4|[A-Z][a-z]?\d?\+?/[A-Z][a-z]?\d?\+?|RHE|SHE|NHE|SCE|Li0?|Na0?)(?![A-Za-z]))\)?"
)
_THOUSAND_HOURS: Final = re.compile(r" ?(?:/|per) ?\(?(?:1[, ]?000|1k|10\^?3) ?h(?:ours?|rs?)?\b\)?")
"""What something degrades by: ``0.5%/1000 h``."""
_PER_ATOM: Final = re.compile(r" ?(?:/|per) ?[A-Z][a-z]?(?:(?:\d|IV|I{1,3})?\+)?(?: (?:atom|ion)s?)?(?![\w/+]|\.\d)")
"""The atom that has a magnetic moment: ``µB/Fe``, ``µB per Mn ion``."""
_NEGATIVE_NEXT: Final = re.compile(r"[ ·.][A-Za-zµÅΩ]{1,4} ?-\d")
_CITED: Final = re.compile(r"[1-9]\d(?:[,-][1-9]\d)*(?![\w.,-]*\d)(?!\w)")
"""References that were raised behind a unit: ``1.1 MPa41``. No power has two digits."""
_STANDARD: Final = re.compile(r" ?\(STP\)| STP\b")
_LENGTHS: Final = frozenset({"m", "angstrom"})


@dataclass(frozen=True, slots=True)
class Factor:
    """One symbol of a unit with its power: ``mAh`` is ``base`` Ah, ``scale`` 1e-3, ``pint`` ampere_hour."""

    plain: str
    base: str
    pint: str
    scale: float
    power: float = 1.0
    explicit: bool = False
    counted: bool = False


_LOADED: Final = re.compile(
    r"H(?P<scale>[VvK])(?: ?\((?:load )?(\d{1,2}(?:\.\d{1,3})?)(?: ?kgf?)?\)|(\d{1,2}(?:\.\d{1,3})?)(?![\w.]*\d)"
    r"| (0\.\d{1,3}|10|30)(?![\w.]*\d))(?!\w)"
)
"""Vickers and Knoop hardness with the load in kilograms-force, a part of the unit: ``HV1``, ``HV (0.2)``, ``HK0.1``."""
_DECADE: Final = Factor("dec", "dec", "count", 1.0, -1.0, explicit=True, counted=True)


@dataclass(frozen=True, slots=True)
class Notation:
    """A unit as read: its factors, the reference electrode of a potential, and where it ends in the text."""

    factors: tuple[Factor, ...]
    end: int
    reference: str | None = None


@lru_cache(maxsize=1)
def unit_tables() -> dict[str, Any]:
    """The content of ``units.toml``."""
    return tomllib.loads(files("matloom.records").joinpath("units.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def symbols() -> dict[str, Factor]:
    """Every spelling with every prefix that its unit takes."""
    tables, found = unit_tables(), dict[str, Factor]()
    words: dict[str, str] = tables["prefix_words"]
    rows: list[tuple[str, str, str, str]] = tables["symbols"]
    for plain, pint, _, others in rows:
        for spelling in (plain, *others.split()):
            found.setdefault(spelling, Factor(plain, plain, pint, 1.0))
    for plain, pint, prefixes, others in rows:
        for prefix in prefixes.split():
            factor = Factor(prefix + plain, plain, pint, PREFIXES[prefix])
            letters = {"u": "µu", "k": "kK"}.get(prefix, prefix)
            for spelling in (plain, *others.split()):
                for start in letters if len(spelling) < 5 else "":
                    found.setdefault(start + spelling, factor)
                for word in (w for w, p in words.items() if p == prefix and len(spelling) > 3):
                    found.setdefault(word + spelling, factor)
                    found.setdefault(word.capitalize() + spelling, factor)
    return found


@lru_cache(maxsize=1)
def counted() -> dict[str, Factor]:
    """What quantities are counted by, by spelling."""
    rows: list[tuple[str, str, str]] = unit_tables()["counted"]
    return {
        spelling: Factor(plain if plain != "ion" else spelling.removesuffix("s"), plain, pint, 1.0, counted=True)
        for plain, pint, spellings in rows
        for spelling in (plain, *spellings.split())
    }


def plain_text(text: str) -> str:
    """``text`` with one kind of dash, space, dot and digit; every character keeps its place."""
    return text.translate(PLAIN)


def read_unit(plain: str, position: int = 0) -> Notation | None:
    """The longest unit that starts at ``position`` of ``plain`` (from :func:`plain_text`), or None."""
    found = _factors_at(plain, position, below=False)
    if found is None:
        return None
    factors, end, below = list(found[0]), found[1], False
    if thousand := _THOUSAND_HOURS.match(plain, end):
        return Notation((*factors, inverted(symbols()["kh"])), thousand.end())
    if factors[0].base == "mu_B" and (atom := _PER_ATOM.match(plain, end)):
        return Notation((*factors, inverted(counted()["atom"])), atom.end())
    while len(factors) < 8 and (separator := _SEPARATOR.match(plain, end)):
        following = _following(plain, separator, factors, below)
        if following is None:
            break
        below = below or "/" in separator.group()
        factors += following[0]
        end = following[1]
    factors = [_DECADE if factor.plain == "decade" and factor.power < 0 else factor for factor in factors]
    reference = _REFERENCE.match(plain, end) if factors[-1].base == "V" and len(factors) == 1 else None
    if reference:
        return Notation(tuple(factors), _reference_end(plain, reference), reference.group(2))
    return Notation(tuple(factors), end)


def _reference_end(plain: str, reference: re.Match[str]) -> int:
    """Where ``V (vs. Li/Li+)`` ends: with its own bracket, not with one that was open before."""
    return reference.end() if reference.group().count("(") == reference.group().count(")") else reference.end(2)


def _following(
    plain: str, separator: re.Match[str], before: list[Factor], below: bool
) -> tuple[tuple[Factor, ...], int] | None:
    """The factors after a separator, powers turned where they stand below a slash; None if it is no separator."""
    kind = separator.group().strip()
    if kind == "/" and plain.startswith("(", separator.end()):
        return _group(plain, separator.end())
    found = _factors_at(plain, separator.end(), below=below or kind in ("/", "per"))
    if found is None:
        return None
    factors, end = found
    multiplies = kind not in ("", "-", ".") or _multiplies(plain, before, factors[0], end, below=below)
    if not (kind or below or (multiplies and before[-1].base in _TIMES_LENGTH)):
        lost = _without_minus(plain, separator.end())
        if lost is not None or not multiplies:
            return lost
    elif not multiplies:
        return None
    if kind == "/" and factors[0].plain == "mK" and before[0].base == "W":
        factors = (symbols()["m"], symbols()["K"])
    if kind in ("/", "per") or below:
        factors = tuple(inverted(factor) for factor in factors)
    return factors, end


def _without_minus(plain: str, position: int) -> tuple[tuple[Factor, ...], int] | None:
    """A second symbol whose power lost its minus with the glyph, as in texts made of PDFs: ``875 m2 g 1``."""
    match = _LOST_MINUS.match(plain, position)
    factor = (symbols().get(match["symbol"]) or _mass_of(match["symbol"])) if match else None
    if match is None or factor is None:
        return None
    behind = match.end() + 1
    if read_unit(plain, behind) is not None and not _LOST_MINUS.match(plain, behind):
        return None  # ``5 h 2 V``: the number is that of another value
    return (replace(factor, power=-float(match["power"]), explicit=True),), match.end()


def inverted(factor: Factor) -> Factor:
    """The factor below a slash."""
    power = factor.power if factor.explicit and factor.power < 0 else -factor.power
    return Factor(factor.plain, factor.base, factor.pint, factor.scale, power, factor.explicit, factor.counted)


def _multiplies(plain: str, before: list[Factor], factor: Factor, end: int, *, below: bool) -> bool:
    """Whether a symbol after nothing but a space is still the unit: ``mA h``, ``W m-1``, ``S cm2 mol-1``."""
    if factor.power < 0:
        return True
    if factor.counted:
        return False
    products: dict[str, list[str]] = unit_tables()["products"]
    if spelled(factor) in products.get(spelled(before[-1]), ()):
        return True
    if factor.base in _LENGTHS and factor.power > 1 and _NEGATIVE_NEXT.match(plain, end):
        return True
    if factor.base == "Oe":
        return below and before[0].base == "emu"
    return below and factor.base == "K" and before[0].base in ("J", "cal", "W", "erg", "eV")


def spelled(factor: Factor) -> str:
    """The factor without its prefix: ``m2`` for cm2."""
    return factor.base if factor.power == 1 else f"{factor.base}{factor.power:g}"


def _group(plain: str, opening: int) -> tuple[tuple[Factor, ...], int] | None:
    """The factors in brackets below a slash: ``(m·K)``, ``(mol K2)``."""
    closing = plain.find(")", opening, opening + 40)
    within = plain[opening + 1 : max(closing, opening)]
    inner = read_unit(plain[: opening + 1] + re.sub(r"(?<=\w) (?=[A-Za-zΩµÅ])", "·", within), opening + 1)
    if inner is None or inner.end != closing:
        inner = _counted_group(plain, opening, closing)
    if inner is None:
        return None
    return tuple(inverted(factor) for factor in inner.factors), closing + 1


def _counted_group(plain: str, opening: int, closing: int) -> Notation | None:
    found = _factors_at(plain[: max(closing, 0)], opening + 1, below=True)
    return Notation(found[0], closing) if found and found[1] == closing else None


def _factors_at(plain: str, position: int, *, below: bool) -> tuple[tuple[Factor, ...], int] | None:
    """One symbol with its power, or two run together where a power tells them apart (``Wm-1``)."""
    table = symbols()
    for name, pattern in _SPECIAL if plain[position : position + 1] in _SPECIAL_FIRST else ():
        match = pattern.match(plain, position)
        if match:
            factor = counted().get(name) or _special(name)
            return _with_power(plain, factor, match.end(), below=below)
    if mass := _spaced_mass().match(plain, position):
        return (symbols()[mass["mass"]],), mass.end()
    if loaded := _LOADED.match(plain, position):
        load = next(group for group in loaded.groups()[1:] if group)
        scale = f"H{loaded['scale'].upper()}"
        return (Factor(f"{scale}{load}", scale, symbols()[scale].pint, 1.0),), loaded.end()
    match = _RUN.match(plain, position)
    if match is None:
        return None
    run, end = match.group(), match.end()
    factor = table.get(run) or counted().get(run) or _mass_of(run)
    if factor is None and run in ("y", "a") and (below or plain.startswith("-1", end)):
        factor = table["year"]
    if factor is None or (run == "ms" and plain.startswith("-1", end)):
        return _split(plain, run, end, below=below)
    found = _with_power(plain, factor, end, below=below)
    if found and factor.counted and not below and found[0][0].power > 0 and not plain.startswith("/", found[1]):
        following = _SEPARATOR.match(plain, found[1])
        if not (following and (after := _factors_at(plain, following.end(), below=True)) and after[0][0].power < 0):
            return None
    return found


def _mass_of(run: str) -> Factor | None:
    """``mgPt``, ``gcat``: a mass with what it is the mass of, which is no part of the unit."""
    for mass in ("µg", "mg", "kg", "g"):
        if run.startswith(mass) and run[len(mass) :].lower() in _weighed():
            return symbols()[mass]
    return None


@lru_cache(maxsize=1)
def _spaced_mass() -> re.Pattern[str]:
    """The same with a blank or a dash between, where the rest of a loading follows: ``mg Pt/cm2``, ``mg-Pt cm-2``."""
    names = "|".join(sorted(_weighed(), key=len, reverse=True))
    return re.compile(rf"(?P<mass>µg|mg|kg|g)[ -](?i:{names})(?=\s?(?:/\s?(?:c|m)?m|c?m\s?-?\s?2))")


@lru_cache(maxsize=1)
def _weighed() -> frozenset[str]:
    return frozenset(unit_tables()["weighed"])


def _special(name: str) -> Factor:
    if name == "m0.5":
        return Factor("m", "m", "meter", 1.0, 0.5, explicit=True)
    return symbols()[name]


def _with_power(plain: str, factor: Factor, end: int, *, below: bool) -> tuple[tuple[Factor, ...], int] | None:
    """The factor with the power printed after it; None where letters or digits run on."""
    power, explicit = factor.power, factor.explicit
    match = _EXPONENT.match(plain, end)
    if match and "%" not in factor.plain and not _is_range(plain, match):
        power, explicit = _number(next(group for group in match.groups() if group)), True
        end = match.end()
        if power == 3 and factor.base in _LENGTHS and (standard := _STANDARD.match(plain, end)):
            end = standard.end()
    elif (below or factor.base in _LENGTHS) and (spaced := _SPACED_POWER.match(plain, end)):
        power, explicit, end = float(spaced.group(1)), True, spaced.end(1)
    if not power or abs(power) > 6:
        return None
    runs_on = factor.plain not in ("%", "deg") and _runs_on(plain, end, explicit=explicit, below=below)
    if runs_on and (explicit or len(factor.plain) < 2 or not _CITED.match(plain, end)):
        return None
    return (Factor(factor.plain, factor.base, factor.pint, factor.scale, power, explicit, factor.counted),), end


def _runs_on(plain: str, end: int, *, explicit: bool, below: bool) -> bool:
    """Whether letters or digits follow that are not the next symbol (``V-1s-1`` goes on, ``K2CO3`` is no unit)."""
    if end >= len(plain) or not (plain[end].isalpha() or plain[end].isdigit()) or plain[end] == "√":
        return False
    following = _RUN.match(plain, end) if explicit else None
    if following is None or (following.group() not in symbols() and len(following.group()) > 8):
        return True
    return not (below and following.group() in symbols()) and not plain.startswith(("-", "/"), following.end())


def _is_range(plain: str, match: re.Match[str]) -> bool:
    """``5 K -7 K`` holds two numbers, not a power: a power after a space is -1 to -4."""
    return match.group().startswith(" ") and match.group().strip() not in ("-1", "-2", "-3", "-4")


def _number(text: str) -> float:
    text = text.replace(" ", "").replace("½", "1/2")
    if "/" in text:
        above, below = text.split("/")
        return float(above) / float(below)
    return float(text)


def _split(plain: str, run: str, end: int, *, below: bool) -> tuple[tuple[Factor, ...], int] | None:
    """Two symbols printed without a space; a negative power after them, a slash before or an Ω makes that sure."""
    exponent = _EXPONENT.match(plain, end)
    negative = exponent is not None and ("-" in exponent.group() or "/2" in exponent.group())
    if len(run) > 8 or not (negative or below or "Ω" in run or run == "Am"):
        return None
    table = symbols()
    for cut in range(len(run) - 1, 0, -1):
        first, last = table.get(run[:cut]), table.get(run[cut:]) or _mass_of(run[cut:])
        joined = negative or (below and last.base == "K") if last else False
        if first and last and (joined or _multiplies(plain, [first], last, end, below=False)):
            found = _with_power(plain, last, end, below=below)
            return ((first, *found[0]), found[1]) if found else None
    return None
