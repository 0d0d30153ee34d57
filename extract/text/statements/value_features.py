"""A value, one of its candidates and their sentence in, what speaks for and against their belonging together out.

Features are numbers from 0 to 1 by name, most of them 0 or 1: how plainly the words say it, what stands around the
value, what lies between the value and the words, and what tells of settings and of experiments.
"""

import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, TypeAlias

from ....records.quantity_grammar import QuantitySpan
from ....records.units import Unit, parse_unit
from .candidates import COMMON, Candidate
from .changes import is_change
from .conditions import is_condition
from .property_phrases import PropertyPhrase
from .said_of import CLAUSE, FARTHEST, LINK
from .sentence_view import Sentence
from .settings import (
    AT_WORDS,
    BOUGHT,
    CALIBRATED,
    EXPERIMENT,
    GENERALLY,
    GEOMETRY,
    INSTRUMENT,
    SET_DIMENSIONS,
    SET_IN_EXPERIMENT,
    SETTING_WORDS,
    SETTLED_IN_EXPERIMENT,
    SUPPOSED,
    is_setting,
    is_specimen,
)

Named: TypeAlias = Iterator[tuple[str, float]]

_COSTS: Final = (3.5, 8.0, 12.5, 26.0, 45.0, 90.0, FARTHEST)
_CONDITION_COST: Final = 200.0
"""What :mod:`.said_of` adds to the cost of a value that the words ahead of it make a condition."""
_AHEAD: Final = 40
_INTRODUCTION: Final = re.compile(r"introduction|background", re.IGNORECASE)
_HAVING: Final = re.compile(r"\b(?:with|having|of)\s(?:an?|the)?\s?\w*\s?$")
_USING: Final = re.compile(r"\b(?:using|by|for)\s(?:an?|the)?\s?\w*\s?$")
_THAN: Final = re.compile(r"\b(?:than|to)\s(?:that|those|an?|the)?\s?\w*\s?$")
_TOLD_BEHIND: Final = re.compile(
    r"[^.;()]{0,70}\b(?:is|was|are|were|reached|reaches|amounts? to|equals)\s(?:about |around |only |~ ?|∼ ?)*[−-]?\d"
)
"""``At 400 °C the energy is 2 eV``: what stands ahead of the value that is told is a condition of it."""
_ERRORS: Final = re.compile(
    r"\b(?:errors?|uncertaint(?:y|ies)|deviations?|accuracy|variations?|tolerance)\b", re.IGNORECASE
)
_CLASS_OF_SIZES: Final = re.compile(
    r"\b(?:with|of|in)\s(?:an? |the )?(?:average |mean )?(?:sizes?|diameters?)\s(?:less than|smaller than|larger than|"
    r"greater than|below|above|under|over|of|between|[<>]|\s)*$"
)
"""``inclusions with sizes below 8 µm`` are those counted, ``particles with sizes of 5 nm`` what was found."""
_TOLD_OF: Final = frozenset({
    "film_thickness", "element_content", "cell_voltage", "peak_temperature", "phase_transition_temperature",
    "decomposition_temperature", "xps_binding_energy", "particle_size", "pore_size", "diameter", "efficiency",
    "conversion_efficiency", "diffraction_angle", "purity", "width", "height", "length", "phase_fraction",
    "composition_ratio", "current_density", "emission_wavelength", "catalytic_conversion", "magnetic_field",
})  # fmt: skip
"""Properties that are found and set alike, or whose words mean other things as well."""
_HEADS: Final = frozenset({
    "field", "voltage", "potential", "time", "temperature", "size", "value", "rate", "density", "amount", "number",
    "loss", "increase", "decrease", "position", "range", "dimension", "amplitude", "area", "angle", "ratio",
})  # fmt: skip
_SPEAKS_OF: Final = (
    ("calibration", CALIBRATED), ("instruments", INSTRUMENT), ("many", GENERALLY), ("wishes", SUPPOSED),
)  # fmt: skip
_MODIFIED: Final = re.compile(
    r"[\s-](?:curves?|plots?|spectr\w+|patterns?|profiles?|distributions?|tests?|measurements?|experiments?|electron|"
    r"microscop\w+|diagrams?|images?|maps?|mapping|analys[ie]s|models?|criteri\w+|sweeps?|cycl\w+|dependen\w+|"
    r"gradients?|studies|setups?|techniques?|methods?|spectroscopy|machines?|simulations?|calculations?)\b"
)
"""``polarization curves``: the property's word tells of what sort something else is."""
_VARIED: Final = re.compile(
    r"\b(?:varied|varying|vary|ranging|range[sd]?|different|various|series|versus|vs|as a function of|dependen\w+|"
    r"dependent|influence|effects?)\b"
)
_STATISTICS: Final = re.compile(
    r"\b(?:p-values?|t-test|t-statistic|degrees of freedom|standard deviations?|confidence|significance|hypothes[ie]s|"
    r"likelihood|regression|R2|resolution|channels?)\b"
)
_SUPPOSING: Final = re.compile(
    r"\b(?:where|assum\w+|taken|fitt\w+|fit|equations?|parameters?|values? of)\b", re.IGNORECASE
)
_FOUND: Final = re.compile(
    r"\b(?:found|measured|obtained|calculated|estimated|determined|observed|exhibit\w*|show(?:s|ed|n)?|reach\w*|"
    r"increas\w+|decreas\w+|highest|lowest|maximum|results?|improv\w+|compared)\b",
    re.IGNORECASE,
)
_WE_DID: Final = re.compile(r"\b(?:was|were)\s(?:\w+ly\s)?(?:\w+ed|made|cut|set|kept|held|put|ground|grown)\b")
_BEHIND_NOUN: Final = re.compile(
    r"[\s-](?!(?:for|of|in|at|and|or|to|with|by|is|was|were|are|on|from|as|after|the|than|that|which|when|but|while|"
    r"under|due|per|it|could|can|has|have|had|via|respectively|thick|wide|long|higher|lower)\b)[A-Za-z][\w/-]+"
)
"""``20 wt% particles``: the value tells of what sort something is."""
_ABOUT: Final = (
    ("varies", _VARIED), ("statistics", _STATISTICS), ("supposes", _SUPPOSING), ("finds", _FOUND),
)  # fmt: skip
_SECTIONS: Final = (
    ("results", re.compile(r"result|discussion|propert|performance|analysis", re.IGNORECASE)),
    ("conclusions", re.compile(r"conclu|summary", re.IGNORECASE)),
    ("theory", re.compile(r"model|theor|simulation|calculation|equation|computation", re.IGNORECASE)),
)
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")
_KINDS: Final = ("event", "peaked", "sized", "layered", "share", "level", "lasting", "part")
_DIMENSIONS: Final = frozenset({
    "temperature", "time", "length", "pressure", "voltage", "mass fraction", "dimensionless", "current density",
    "energy", "frequency", "angle", "concentration", "mass", "velocity",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Surroundings:
    ahead: dict[str, re.Pattern[str]]
    behind: dict[str, tuple[str, ...]]


@cache
def _surroundings() -> _Surroundings:
    """What ``value_features.toml`` lists."""
    text = files("matloom.extract.text.statements").joinpath("value_features.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    about = "|".join(re.escape(word) for word in raw["about"])
    ahead = {
        name: re.compile(rf"(?:^|[\W\d]){_any(words)}\s?(?:(?:{about})\s?){{0,3}}$", re.IGNORECASE)
        for name, words in raw["ahead"].items()
    }
    return _Surroundings(ahead, {name: tuple(words) for name, words in raw["behind"].items()})


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def features(sentence: Sentence, found: Sequence[Candidate], unit: Unit | None, most: int) -> list[dict[str, float]]:
    """The features of the first ``most`` of a value's candidates, of which the plainest stands first."""
    if not found:
        return []
    around = dict(_of_value(sentence, found[0].span, unit))
    around["candidates"] = min(5, len(found)) / 5
    return [around | _of_candidate(sentence, one, unit, first=one is found[0]) for one in found[:most]]


def _of_candidate(sentence: Sentence, candidate: Candidate, unit: Unit | None, *, first: bool) -> dict[str, float]:
    found = dict(_of_property(sentence, candidate, unit))
    if candidate.phrase is not None:
        found.update(_of_phrase(sentence, candidate.phrase))
        found.update(_between(sentence, candidate.span, candidate.phrase, unit))
    found["likeliest" if first else "less likely"] = 1.0
    return found


def _of_value(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> Named:
    """What stands around the value, and how it is printed."""
    text = sentence.text
    ahead = text[max(sentence.start, span.start - _AHEAD) : span.start]
    around = _surroundings()
    yield from ((f"behind {name}", 1.0) for name, words in around.ahead.items() if words.search(ahead))
    yield from ((f"ahead of {name}", 1.0) for name, ends in around.behind.items() if text.startswith(ends, span.end))
    yield f"a {span.kind}", 1.0
    if span.quantity.relation != "=":
        yield f"is {span.quantity.relation}", 1.0
    if unit is not None:
        yield ("common dimension" if unit.dimension in COMMON else "rare dimension"), 1.0
        yield f"in {unit.dimension if unit.dimension in _DIMENSIONS else 'another dimension'}", 1.0
        yield "percent", float(unit.plain == "%")
    else:
        yield "no unit", 1.0
    yield "decimal", float("." in span.quantity.text)
    yield "uncertain", float(span.quantity.uncertainty is not None)
    yield "values in the sentence", min(6, len(sentence.quantities)) / 6
    yield "condition", float(is_condition(sentence, span))
    yield "change", float(is_change(sentence, span))
    yield "another value told behind", float(_TOLD_BEHIND.match(text[span.end : span.end + 120]) is not None)
    yield "respectively", float("respectively" in sentence.own)
    yield "errors near", float(_ERRORS.search(text[max(sentence.start, span.start - 40) : span.end + 40]) is not None)
    bounded = bool(_CLASS_OF_SIZES.search(ahead))
    yield "class of sizes", float(bounded)
    yield "bounded class of sizes", float(bounded and span.quantity.relation != "=")
    near = text[max(sentence.start, span.start - 60) : span.start]
    yield "setting words near", float(SETTING_WORDS.search(near) is not None)
    yield "setting words", float(SETTING_WORDS.search(sentence.own) is not None)
    for name, pattern in _SPEAKS_OF:
        yield f"speaks of {name}", float(pattern.search(sentence.own) is not None)
    named = [one for one in sentence.mentions if one.kind != "anaphor"]
    yield "names a material", float(bool(named))
    yield "names a material ahead", float(any(one.end <= span.start for one in named))
    yield "refers to a material", float(len(named) < len(sentence.mentions))
    yield "bought", float(BOUGHT.search(sentence.own) is not None)
    yield "introduction", float(_INTRODUCTION.search(sentence.section) is not None)
    yield f"in a {sentence.block_type}", 1.0
    yield from _of_number(span)
    yield from _of_sentence(sentence, span)


def _of_number(span: QuantitySpan) -> Named:
    """How many digits are printed: what is set is round."""
    printed = _DIGITS.search(span.quantity.text)
    digits = printed.group().replace(".", "").strip("0") if printed else ""
    yield f"{min(4, len(digits))} digits", 1.0
    yield "round", float(len(digits) <= 1 and printed is not None and "." not in printed.group())


def _of_sentence(sentence: Sentence, span: QuantitySpan) -> Named:
    """What the sentence and its section are about."""
    own = sentence.own
    for name, pattern in _ABOUT:
        yield name, float(pattern.search(own) is not None)
    yield "was done", float(_WE_DID.search(own) is not None)
    sort = _BEHIND_NOUN.match(sentence.text, span.end) is not None and not is_change(sentence, span)
    yield "before a noun", float(sort)
    yield "cited", float(bool(sentence.citations))
    yield "long", min(400, len(own)) / 400
    for name, pattern in _SECTIONS:
        yield f"section of {name}", float(pattern.search(sentence.section) is not None)


def _of_property(sentence: Sentence, candidate: Candidate, unit: Unit | None) -> Named:
    """How plainly the words say it, and whether the property is one that is set."""
    entry, span, cost = candidate.property, candidate.span, candidate.cost
    yield "said as a condition", float(cost >= _CONDITION_COST)
    cost -= _CONDITION_COST if cost >= _CONDITION_COST else 0.0
    yield next((f"cost to {most}" for most in _COSTS if cost <= most), "far"), 1.0
    known = entry.domain != "open"
    yield ("known" if known else "open"), 1.0
    setting = is_setting(sentence, span, entry, candidate.phrase, candidate.cost)
    yield "setting", float(setting)
    rare = unit is not None and unit.dimension not in COMMON
    yield "open in a rare dimension", float(rare and not known)
    assigned = candidate.phrase is not None and candidate.phrase.assigned
    yield "assigned in a rare dimension", float(rare and assigned)
    yield (
        "assigned with words",
        float(assigned and candidate.phrase is not None and candidate.phrase.whole[0] < candidate.phrase.start),
    )
    yield "near and no setting", float(not setting and candidate.cost <= FARTHEST)
    yield f"is {entry.name}" if entry.name in _TOLD_OF else f"head {_head(entry.name)}", 1.0
    calibrated = entry.name == "xps_binding_energy" and CALIBRATED.search(sentence.own)
    yield "energy of a calibration", float(calibrated is not None and calibrated is not False)
    yield "dimension of settings", float(entry.dimension in SET_DIMENSIONS)
    length = unit is not None and unit.dimension == "length"
    yield "test piece", float(entry.name in GEOMETRY and is_specimen(span))
    yield "open length of a test piece", float(length and not known and is_specimen(span))
    if EXPERIMENT.search(sentence.section):
        yield "experiment", 1.0
        yield ("known in experiment" if known else "open in experiment"), 1.0
        yield "told in experiment", float(entry.name in SETTLED_IN_EXPERIMENT)
        yield "set in experiment", float(entry.name in SET_IN_EXPERIMENT)
    if candidate.phrase is None:
        yield "no words", 1.0


def _head(name: str) -> str:
    noun = name.rpartition("_")[2]
    return noun if noun in _HEADS else "of another kind"


def _of_phrase(sentence: Sentence, phrase: PropertyPhrase) -> Named:
    """The phrase itself, and the words ahead of it."""
    yield "symbol", float(phrase.symbol)
    yield "explained symbol", float(phrase.named is not None)
    yield "assigned symbol", float(phrase.assigned)
    yield "words of a setting", float(phrase.setting)
    yield "vague", float(phrase.vague)
    yield from ((kind, 1.0) for kind in _KINDS if kind in phrase.dimensions)
    yield "modifies", float(_MODIFIED.match(sentence.text, phrase.end) is not None)
    yield "with an object", float(phrase.whole != (phrase.start, phrase.end))
    yield "words", min(4, len(sentence.text[slice(*phrase.whole)].split())) / 4
    ahead = sentence.text[max(sentence.start, phrase.start - _AHEAD) : phrase.start]
    for name, pattern in (("at words", AT_WORDS), ("having words", _HAVING), ("using words", _USING), ("than", _THAN)):
        yield name, float(pattern.search(ahead) is not None)


def _between(sentence: Sentence, span: QuantitySpan, phrase: PropertyPhrase, unit: Unit | None) -> Named:
    """What lies between the phrase and the value."""
    first = phrase.end <= span.start
    low, high = (phrase.end, span.start) if first else (span.end, phrase.start)
    gap = sentence.text[low:high]
    told = first or is_change(sentence, span)  # what a change is of stands behind it by right: ``a 9 % increase in``
    yield ("words first" if told else "value first"), 1.0
    yield "distance", math.log1p(len(gap)) / 5
    yield "clauses", min(3, len(CLAUSE.findall(gap))) / 3
    yield "commas", min(4, gap.count(",")) / 4
    yield "links", float(LINK.search(gap) is not None)
    yield "opened", float("(" in gap and ")" not in gap)
    yield "closed", float(")" in gap and "(" not in gap)
    others = [other for other in sentence.quantities if low <= other.start and other.end <= high]
    yield "values between", min(3, len(others)) / 3
    alike = sum(_canonical(other) == (unit.canonical if unit else None) for other in others)
    yield "alike between", min(2, alike) / 2
    inside = [one for one in sentence.words if low <= one.start and one.end <= high]
    rivals = sum(one.measures(unit) or any(entry.fits(unit) for entry in one.properties) for one in inside)
    yield "rivals between", min(2, rivals) / 2


def _canonical(span: QuantitySpan) -> str | None:
    unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
    return unit.canonical if unit else None
