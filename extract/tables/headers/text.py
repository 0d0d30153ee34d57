"""One text of a header, or a row's name, in, what it says by itself out: property, unit, condition, role."""

import re
from dataclasses import replace
from typing import Final

from ....records.chemical_names import ions
from ....records.composition_grammar import ELEMENTS
from ....records.model import Condition
from ....records.units import Unit, parse_unit
from ....records.vocabulary import Property, Vocabulary
from ..conditions import condition_of, conditions_in
from .amounts import as_result, as_uptake, share_of_phase
from .composed_symbols import composed_term, reaction_term, which_of
from .meaning import Meaning
from .phrases import is_symbol, symbol_key
from .short_words import in_full
from .symbols import Symbols
from .units import split_unit
from .usual_symbols import usual_name, usual_term
from .words import (
    AMOUNTS,
    CONDITION,
    ELEMENT,
    FACTOR,
    FOUND,
    FRACTIONS,
    GLUED_CONDITION,
    HEADING,
    LOGARITHM,
    METHOD,
    NOT_PROPERTY,
    SHARES,
    STEM,
    Role,
    case_name,
    role_of,
)


def read_text(text: str, symbols: Symbols) -> Meaning:
    """What one text says."""
    role = role_of(text)
    if role is not None:
        return Meaning(words=text, role=role)
    text = _FACTOR_LETTER.sub("", text)
    if at_loss := _AT_LOSS.match(text):
        split, entry = split_unit(text[at_loss.end() :]), Vocabulary.load()["decomposition_temperature"]
        words = f"temperature {at_loss['at']}"
        return Meaning(words=words, role="property", entries=(entry,), unit=split.unit, spelled=split.spelled)
    whole = None if _is_property_at(text) else condition_of(text)
    if whole is not None and not _UNIT_LAST.search(text):
        treated = (Condition(name="treatment", text=text),) if case_name(text) == "treatment" else ()
        return Meaning(words=text, role="condition", conditions=(*treated, whole))
    if LOGARITHM.match(text):
        return Meaning(words=text)
    if separated := _SEPARATION.fullmatch(text):
        return Meaning(words=f"{separated['pair']} selectivity ({separated['symbol']})", role="property")
    split = split_unit(text)
    if split.spelled and _BARE_LEVEL.fullmatch(split.words) and (level := condition_of(split.words)) is not None:
        return Meaning(
            words=split.words, role="condition", conditions=(level,), unit=split.unit, spelled=split.spelled,
            factor=split.factor,
        )  # fmt: skip
    scale = _hardness_scale(split.words)
    if scale is not None and split.spelled in (None, scale.plain):
        known = (Vocabulary.load()["hardness"],)
        words = f"{_SCALES.get(split.words[:2], '')}hardness ({split.words})"
        return Meaning(words=words, role="property", entries=known, unit=scale, spelled=scale.plain)
    words, conditions = conditions_in(split.words)
    if defined := _DEFINED.fullmatch(words):
        words = defined["symbol"]
    glued = GLUED_CONDITION.fullmatch(words)
    if glued:
        words, at = glued["symbol"], condition_of(glued["condition"])
        conditions += (at,) if at else ()
    conditions += tuple(c for aside in split.asides if (c := condition_of(aside)) is not None)
    if not words and not split.spelled and conditions:
        return Meaning(words=text, role="condition", conditions=conditions)
    base = Meaning(
        words=words if METHOD.fullmatch(words) or symbols.is_own(words) else in_full(words, split.unit),
        unit=split.unit,
        spelled=split.spelled,
        factor=split.factor,
        inverse=split.inverse,
        conditions=conditions,
    )
    named = role_of(words)
    counts = not _WITH_UNIT.fullmatch(words) or split.unit is None or split.spelled in FRACTIONS
    if named is not None and named != "sample" and counts:
        return replace(base, role=named)
    return _as_property(base, split.asides, symbols, indexed=bool(glued))


def _is_property_at(text: str) -> bool:
    """Whether a text is a known property at a condition, and no condition: ``Index at 633 nm``, ``ZT, 773 K``."""
    head, told = conditions_in(text)
    if not told or CONDITION.fullmatch(head):
        return False
    if Vocabulary.load().match(head) or Vocabulary.load().pure_numbers(head):
        return True
    return " at " in text and any(not m.symbol for m in Vocabulary.load().find(head))


_GAS: Final = r"(?:[CNHO]O?2|CH4|He|C[23]H[2468])"
_SEPARATION: Final = re.compile(rf"(?P<symbol>α|S|SF)\s?[(_]?(?P<pair>{_GAS}\s?/\s?{_GAS})\)?")
"""By how much more of one gas goes through than of the other: ``α (CO2/CH4)``."""
_AT_LOSS: Final = re.compile(
    r"temp(?:eratures?|\.)\s(?P<at>(?:at|of|for)\s(?:a\s)?(?:\d+\s?(?:wt\.?\s?)?%\s?)(?:wt\.?|weight|mass)?\s?loss)(?!\w)",
    re.I,
)
"""A temperature at which so much is lost, where the loss is no condition of it."""
_FACTOR_LETTER: Final = re.compile(r"^[A-H]\s?:\s(?=\S{3})")
"""The letter of a factor of an experimental design before its name: ``A: Voltage (V)``."""


_WITH_UNIT: Final = re.compile(r"[Rr]\d|[Cc]\.?[Vv]\.?")
"""What is a statistic only where it has no unit: ``R2 (Ω)`` and ``Cv (F/cm3)`` are values."""


_SCALES: Final = {"HV": "Vickers ", "HR": "Rockwell ", "HB": "Brinell ", "HK": "Knoop "}
"""The test of a scale of hardness, by its first letters."""


def _hardness_scale(words: str) -> Unit | None:
    """The scale of a hardness that a header names instead of the property: ``HV0.5``, ``HRC``."""
    unit = parse_unit(words) if words.startswith("H") else None
    return unit if unit and Vocabulary.load()["hardness"].fits(unit) and unit.plain != "H" else None


def _as_property(base: Meaning, asides: tuple[str, ...], symbols: Symbols, *, indexed: bool) -> Meaning:
    """A header as the content of an element, what was set, or a property; a temperature as index makes no element."""
    words = base.words
    element = None if indexed else _element_of(words, base.spelled in FRACTIONS, symbols)
    if element and base.spelled in FRACTIONS:
        return replace(base, role="element", element=element)
    base = base if base.has_unit or not element else replace(base, element=element)
    return _as_set(base, symbols) or _as_found(base, asides, symbols)


def _element_of(words: str, in_fraction: bool, symbols: Symbols) -> str | None:
    """The element that a header is by its symbol, or in a fraction also by its name: ``Cesium (wt%)``."""
    match = ELEMENT.fullmatch(words)
    if match and match["symbol"] in ELEMENTS:
        return None if _means_else(match["symbol"], symbols) else match["symbol"]
    name = re.sub(r" (?:content|concentration)$", "", words.lower())
    return ions().elements.get(name) if in_fraction else None


def _as_set(base: Meaning, symbols: Symbols) -> Meaning | None:
    """A header of what was set, counted or compared, which names no property."""
    words = base.words
    if _FIELD.fullmatch(words) and base.unit is not None and base.unit.dimension.startswith("magnetic"):
        return replace(base, role="condition", words="magnetic field")
    if CONDITION.fullmatch(words) and _fits_condition(base):
        entries = Vocabulary.load().match(words, base.unit) if base.conditions and base.has_unit else ()
        return replace(base, role="property" if entries else "condition", entries=entries)
    if _CHANGE.match(words):
        known = Vocabulary.load().match(words, base.unit)
        exact = tuple(e for e in known if words.lower() in {phrase.lower() for phrase in e.words})
        return replace(base, role="property" if base.has_unit or exact else "text", entries=exact)
    bare = not (base.has_unit or base.conditions)
    counts = words == "n" and bare and _COUNT.match(symbols.phrase(words) or "number")
    if NOT_PROPERTY.fullmatch(words) or counts:
        return replace(base, role="factor" if base.has_unit else "index")
    phrase = symbols.phrase(words) if symbols.is_own(words) else None
    if phrase and CONDITION.fullmatch(phrase) and base.has_unit:
        return replace(base, role="condition", words=phrase)
    return None


def _as_found(base: Meaning, asides: tuple[str, ...], symbols: Symbols) -> Meaning:
    """A header as a property that is known, as a factor or a sample, or as what nobody knows."""
    if asides and (stated := _at_conditions(base, asides[0], symbols)) is not None:
        return stated
    words = base.words
    entries = _entries(words, asides, base.unit, symbols)
    if entries:
        made_with = entries[0].name in AMOUNTS and bool(FACTOR.fullmatch(words)) and not FOUND.search(words)
        role: Role = "factor" if made_with else "property"
        told = symbols.is_own(words) or bool(symbols.match(words, base.unit))
        spelled = symbols.spelled_out(words, base.unit) if told else words
        if spelled == words:
            likeliest = None if told else symbols.likeliest(words, base.unit, entries)
            named = usual_name(words, base.unit, entries, likeliest)
            if named and (not told or named.entry == entries[0]):
                entries, spelled = (named.entry, *entries), f"{named.words} ({words})"
        words = spelled
        return replace(base, role=role, entries=tuple(dict.fromkeys(entries)), words=words)
    if qualified := _qualified(base, symbols):
        return qualified
    if FACTOR.fullmatch(words) and (len(words) > 1 or base.unit is None or base.spelled in FRACTIONS):
        return as_result(base) or replace(base, role="factor")
    if role_of(words) == "sample":
        return replace(base, role="sample")
    return _as_unknown(base, asides, symbols)


_COUNT: Final = re.compile(r"(?:.*\b(?:number|sample size|replicates)\b|sample)", re.I)
"""What ``n`` is where the paper does not say that it is an exponent."""
_CONDITIONS: Final = re.compile(r"\bconditions?$", re.I)
_SUBSTANCE: Final = rf"(?:(?:{'|'.join(sorted(ELEMENTS, key=len, reverse=True))})\d?){{1,3}}"


def _at_conditions(base: Meaning, symbol: str, symbols: Symbols) -> Meaning | None:
    """A symbol in parentheses behind the abbreviation of conditions that it was measured at: ``STC (Voc)``."""
    phrase = symbols.phrase(base.words)
    if phrase is None or not _CONDITIONS.search(phrase) or not base.has_unit:
        return None
    told = _as_found(replace(base, words=symbol), (), symbols)
    return replace(told, conditions=(*told.conditions, Condition(name="case", text=phrase)))


_RATIO: Final = re.compile(rf"{_SUBSTANCE}/{_SUBSTANCE}")
"""How much there is of one element or compound for one of another: ``O/C``, ``H2/CO``."""


def _as_unknown(base: Meaning, asides: tuple[str, ...], symbols: Symbols) -> Meaning:
    """A header whose words no vocabulary has: by its unit, its method, what the paper calls it."""
    words = base.words
    if not base.has_unit and _RATIO.fullmatch(words) and symbols.phrase(words) is None:
        return replace(base, words=f"{words} ratio")
    if not base.has_unit or not words:
        return replace(base, words=symbols.spelled_out(words)) if len(words) <= 12 else base
    if (amount := share_of_phase(base) or as_uptake(base)) is not None:
        return amount
    if base.spelled in SHARES:
        term = usual_term(words, base.unit)
        return replace(base, role="property", words=f"{term} ({words})") if term else replace(base, role="factor")
    bare = METHOD.sub("", words).strip(" ,-/")
    if bare != words and (entries := _entries(bare, asides, base.unit, symbols) if bare else ()):
        method = Condition(name="method", text=words)
        return replace(base, role="property", entries=entries, conditions=(*base.conditions, method))
    if not bare or (HEADING.search(bare) and len(HEADING.sub("", bare).strip(" ,-/s")) < 2):
        return replace(base, role="value")
    told = symbols.spelled_out(words, base.unit)
    if told == words and (named := usual_name(words, base.unit, (), symbols.likeliest(words, base.unit))):
        return replace(base, role="property", entries=(named.entry,), words=f"{named.words} ({words})")
    if told == words and (term := usual_term(words, base.unit)) is not None:
        told = f"{term} ({words})"
    if told == words and (which := _WHICH.fullmatch(words)) and (of := usual_name(which["of"], base.unit, (), None)):
        term = f"{which_of(which['which'])} {of.words}"
        return replace(base, role="property", entries=(of.entry,), words=f"{term} ({words})")
    if told == words and (read := _without_mark(base, symbols) or _as_composed(base)) is not None:
        return read
    if asides and len(words) <= 12 and not re.search(r"\d", asides[0]):
        told = f"{told} ({asides[0]})"
    return replace(base, role="property", words=told)


def _without_mark(base: Meaning, symbols: Symbols) -> Meaning | None:
    """A known symbol or word with the raised letter of a note that stands away from the table: ``Tga (°C)``."""
    match = _MARKED.fullmatch(base.words)
    if match is None or composed_term(symbol_key(base.words), base.unit, known=True) is not None:
        return None
    known = Vocabulary.load().match(match["words"], base.unit) or usual_name(match["words"], base.unit, (), None)
    return _as_found(replace(base, words=match["words"]), (), symbols) if known else None


_MARKED: Final = re.compile(r"(?P<words>\S{2,})[a-f*†‡]")


def _as_composed(base: Meaning) -> Meaning | None:
    """A symbol that nothing explains, by its letter, its index and its unit: ``σgb (S/cm)``."""
    symbol = base.words
    if not 0 < len(symbol) <= _LONGEST_COMPOSED or " " in symbol:
        return None
    key, worded = symbol_key(symbol), not is_symbol(symbol)
    term = None if worded else reaction_term(symbol, base.unit)
    term = term or composed_term(key, base.unit, known=worded)
    if term is None:
        return None
    entries = Vocabulary.load().match(term, base.unit)
    return replace(base, role="property", words=f"{term} ({symbol})", entries=entries, guessed=True)


_LONGEST_COMPOSED: Final = 10
_WHICH: Final = re.compile(
    r"(?P<of>\w*[A-Z]\w*?|[abc])[_,]?(?P<which>max|min|avg|ave|av|mean|exp|calc|PBE|HSE|HSE06|GGA|LDA|mBJ|GW)"
)
"""An abbreviation with the index of an extreme, a mean or a source: ``PCEmax``."""


def _qualified(base: Meaning, symbols: Symbols) -> Meaning | None:
    """A symbol of the table with a word behind it: ``RI lit``."""
    symbol, _, qualifier = base.words.partition(" ")
    if not symbols.is_own(symbol) or not 0 < len(qualifier) <= 12:
        return None
    entries = symbols.match(symbol, base.unit)
    words = f"{symbols.phrase(symbol)} ({base.words})"
    return replace(base, role="property", entries=entries, words=words) if entries else None


def _means_else(symbol: str, symbols: Symbols) -> bool:
    """Whether the table says that an element's symbol stands for something else: ``Pore volume ratio (Pr)``."""
    phrase = symbols.phrase(symbol) if symbols.is_own(symbol) else None
    return phrase is not None and ions().elements.get(phrase.lower()) != symbol


def _entries(words: str, asides: tuple[str, ...], unit: Unit | None, symbols: Symbols) -> tuple[Property, ...]:
    """The properties that a header may be: by the paper's own symbols, by its words, by its last word's symbol."""
    entries = symbols.match(words, unit) if len(words) <= 12 else ()
    if len(words) > 6 or not symbols.is_own(words):
        known = Vocabulary.load().match(words, unit)
        entries += known if " " in words or len(words) > _LONGEST_SYMBOL else _no_pure_numbers(known, unit)
    for aside in asides:
        entries += symbols.match(aside, unit) or (_by_symbol(aside, unit) if len(aside) <= 6 else ())
    if not entries and unit is not None and (stem := STEM.sub("", words)) != words:
        entries = symbols.match(stem, unit) or _by_symbol(stem, unit)
    if not _names_element(words):
        entries = tuple(entry for entry in entries if entry.name != "element_content")
    last = words.rpartition(" ")[2]
    if not entries and last != words and len(last) <= 6 and not _TERM.search(words):
        entries = symbols.match(last, unit) or _by_symbol(last, unit)
    if not entries and unit is None and (len(words) > 1 or words == "Đ"):
        numbers = Vocabulary.load().pure_numbers(words)
        entries = numbers if len(numbers) == 1 else ()
    return tuple(dict.fromkeys(entries))


_FIELD: Final = re.compile(r"(?:[μµ]_?0?)?(?:Δ\s?)?[HB]")
"""A magnetic field, or by how much it is changed: ``μ0ΔH (T)``."""
_CHANGE: Final = re.compile(
    r"(?:(?:absolute|relative|total)\s)?(?:changes?|increases?|decreases?|reductions?|variations?|differences?)"
    r"\s(?:in|of|between)\b",
    re.I,
)
"""How a quantity changes is not the quantity."""
_TERM: Final = re.compile(r"\s[x·*/+×]\s")
"""Between symbols of which a header is a product or a ratio: ``UTS × TE``."""


def _names_element(words: str) -> bool:
    """Whether a content is that of an element: ``Ti content``, ``oxygen concentration``."""
    tokens = re.findall(r"[A-Za-z]+", words)
    return any(token in ELEMENTS or token.lower() in ions().elements for token in tokens)


_DEFINED: Final = re.compile(r"(?!.*[A-Z]=[A-Z])(?P<symbol>[^\s=()]{1,6})\s?=\s?[^=\d\s].*")
"""A symbol with what it is calculated by: ``Q = αn/αp``."""
_BARE_LEVEL: Final = re.compile(r"[<>~≤≥]?\s?[+-]?\d[\d.,]*\s?[^\s\d]{1,8}")
_UNIT_LAST: Final = re.compile(r"\d.*\s\([^()\d=]{1,20}(?:[-−–]\d)?\)$")
"""A level with the unit of what stands under it: ``14 days (MPa)``."""
_RATE: Final = re.compile(r"\brates?$", re.I)
_RATES_OF_RESULTS: Final = frozenset(
    {"specific rate", "areal rate", "mass flux", "specific wear rate", "areal density"}
)
_LETTERS: Final = {"T": "temperature", "t": "time", "P": "pressure", "p": "pressure", "f": "frequency"}


def _fits_condition(base: Meaning) -> bool:
    """Whether a single letter, or a rate, can be the condition that it is usually: by its unit."""
    if base.unit is not None and _RATE.search(base.words) and base.unit.dimension in _RATES_OF_RESULTS:
        return False
    dimension = _LETTERS.get(base.words)
    return dimension is None or not base.has_unit or (base.unit is not None and base.unit.dimension == dimension)


def _by_symbol(text: str, unit: Unit | None) -> tuple[Property, ...]:
    return _no_pure_numbers(Vocabulary.load().match(text, unit), unit) if unit is not None else ()


_LONGEST_SYMBOL: Final = 4


def _no_pure_numbers(entries: tuple[Property, ...], unit: Unit | None) -> tuple[Property, ...]:
    """The properties that a symbol with a unit may mean: what is printed in percent is no pure number."""
    shares = unit is not None and unit.plain in FRACTIONS
    return tuple(entry for entry in entries if not shares or entry.unit != "1")
