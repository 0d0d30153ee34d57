"""A quantity in its sentence in, what it may be a value of out: properties with the phrases that name them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ....records.composition_grammar import ELEMENTS
from ....records.quantity_grammar import QuantitySpan
from ....records.units import Unit, parse_unit
from ....records.vocabulary import Property, Vocabulary
from .changes import change_of, is_change
from .conditions import is_condition, is_radiation
from .implied_properties import implied_by
from .property_phrases import PropertyPhrase, lexicon, open_property, singular
from .said_of import FARTHEST, LINK, cost_known, cost_of_noun, cost_open
from .sentence_view import Sentence
from .settings import is_always_set, is_drawn, is_scale, is_swept_over
from .spectra import of_spectrum

COMMON: Final = frozenset({
    "length", "dimensionless", "temperature", "time", "angle", "mass fraction", "mole fraction", "atomic fraction",
    "volume fraction", "pressure", "voltage", "frequency", "current", "mass", "volume", "area", "force", "power",
    "concentration",
})  # fmt: skip
"""Dimensions that many things have: a value in one of these needs its property named in the same sentence."""
_SET_AS_OFTEN: Final = frozenset({"power density", "current density"})
"""Dimensions that light and a test's current have too: without words, a verb must give a value in these."""
_SCALES_OF_HARDNESS: Final = ("HV", "HK", "HB", "HRA", "HRB", "HRC")
"""Units that nothing but a hardness has."""
_HARDNESS_COST: Final = 9.0
_STORED: Final = frozenset({"specific charge", "areal charge", "volumetric charge", "specific energy"})
"""What a battery stores in ampere or watt hours: in coulombs or joules it is as often something else."""
_GIVES: Final = re.compile(
    r"\b(?:g[ai]ves?|gave|giving|deliver(?:s|ed|ing)?|reach(?:es|ed|ing)?|yield(?:s|ed|ing)?|achiev(?:es?|ed|ing)|"
    r"exhibit(?:s|ed|ing)?|show(?:s|ed|ing)?|produc(?:es?|ed|ing)|generat(?:es?|ed|ing)|attain(?:s|ed|ing)?)\s"
    r"(?:(?:a|an|the|about|around|only|over|approximately|nearly|up to|more than|at least)\s|[~∼≈>]\s?)*$"
)
_HINTS: Final = {
    "curie_temperature": ("ferromagn", "ferroelec", "curie", "magneti"),
    "superconducting_transition_temperature": ("supercond",),
    "coercive_electric_field": ("ferroelec", "kv/cm", "polari"),
    "recoverable_energy_density": ("recover", "dielectric", "capacitor"),
}
"""Parts of words of the field in which a symbol or a name with several meanings has this one."""
_REACH: Final = 800
_REACH_BEHIND: Final = 60
"""Characters from the beginning of a phrase to a value behind it, and from a value to a phrase behind that."""
_SYMBOLIC: Final = re.compile(r"[a-z][A-Z]|[A-Z]{2}|[A-Za-z]\d|(?<!\. )[A-Z](?=[a-z]* )")
"""In words of a symbol: a ``GIc value`` is one of GIc."""
_EARLIER_MEANT: Final = 5
_BACK: Final = ("value", "values")
"""A noun that alone points back to a property named before."""
_APPOSED: Final = re.compile(r",? (?:of |\()?")
_GIVEN_ITSELF: Final = re.compile(r"\s?\)?\s?[=≈]\s?[−-]?\s?[\d(]")
"""What follows a phrase that has its value behind it: ``9.6 % (ratio Ca/P = 1.33)``."""
_ITSELF: Final = re.compile(r"\s?[=≈]\s?[~∼≈]?\s?|\s(?:of|is|was)\s(?:about |around |~ ?)?")
"""Between a symbol and its own value."""
_TIMES: Final = re.compile(
    r"^\s?(?:times|fold|-fold|orders?|points?|samples?|specimens?|cycles?|days?|types?|kinds?|different|steps?|"
    r"regions?)"
)
_SET_BEFORE: Final = re.compile(r"s?(?: of (?:[\w-]+ ){0,4}[\w-]+)?,? \(?")
"""Between words and the symbol that is set behind them: ``the coherence length of the film, ξ``."""
_VARIABLE: Final = re.compile(r"(?<![A-Za-z])[xyzδ]\s?=\s?$")
"""``the sample with x = 0.3``: the number names a sample, if no property stands right before the variable."""
_AHEAD_OF_SYMBOL: Final = 0.5
_THICKEST: Final = 2e-3
"""Metres above which a length of an electrode, a foil or a wafer is none across it."""
_EARLIER_COST: Final = 120.0
_IMPLIED_COST: Final = 140.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantity with a property that it may be a value of; of a lower ``cost`` the words say so more plainly.

    ``likely`` is the probability that the value is one of this property and not a setting or of something else.

    ``also`` are the properties of a list's members, where each member has its own.
    """

    span: QuantitySpan
    property: Property
    phrase: PropertyPhrase | None
    cost: float
    likely: float = 0.0
    also: tuple[tuple[Property, PropertyPhrase], ...] = ()


def candidates(sentence: Sentence, span: QuantitySpan, unit: Unit | None, vocabulary: Vocabulary) -> list[Candidate]:
    """What a quantity may be a value of, the plainest first; ``unit`` is its unit as read."""
    if is_change(sentence, span):
        return [_of_change(sentence, span, unit, *told) for told in change_of(sentence, span, unit)]
    found = _without_far_things(list(_found(sentence, span, unit, vocabulary)), unit)
    return sorted(_with_words(sentence, found), key=lambda one: one.cost)


def _of_change(
    sentence: Sentence, span: QuantitySpan, unit: Unit | None, phrase: PropertyPhrase, noun: str, cost: float
) -> Candidate:
    """What a change is one of, in words that say so: ``hardness increase``."""
    words = f"{_words(sentence, phrase)} {noun}"
    return Candidate(span, open_property(words, unit), replace(phrase, named=words), cost)


def _without_far_things(found: list[Candidate], unit: Unit | None) -> list[Candidate]:
    """A noun that measures nothing itself gives way, from afar, to words of a property that are said of the value."""
    if unit is None or not any(one.cost <= FARTHEST for one in found):
        return found
    return [one for one in found if one.cost <= FARTHEST or one.phrase is None or not one.phrase.implies(unit)]


def _with_words(sentence: Sentence, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates; the words of which a symbol is set just behind say it as plainly (``the enthalpy ΔH = 5``)."""
    symbols = [one for one in found if one.phrase and one.phrase.symbol and one.phrase.end <= one.span.start]
    found = [one for one in found if one not in symbols or not _said_otherwise(sentence, one, found)]
    placed: list[Candidate] = []
    for one in found:
        ends = (one.phrase.end, one.phrase.whole[1]) if one.phrase and not one.phrase.symbol else ()
        costs = (
            other.cost - _AHEAD_OF_SYMBOL
            for other in symbols
            if other.phrase and any(_APPOSED.fullmatch(sentence.text, end, other.phrase.start) for end in ends)
        )
        placed.append(replace(one, cost=min(one.cost, *costs, one.cost)))
    return placed


def _said_otherwise(sentence: Sentence, symbol: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether the words right ahead of a symbol are of the vocabulary, and none of the symbol's meanings."""
    phrase = symbol.phrase
    if phrase is None or phrase.named is not None or phrase.assigned:
        return False
    words = [one for one in found if one.phrase and not one.phrase.symbol and one.phrase.end <= phrase.start]
    ahead = [one for one in words if one.phrase and _SET_BEFORE.fullmatch(sentence.text, one.phrase.end, phrase.start)]
    own = {entry.name for entry in phrase.properties}
    return bool(ahead) and not any(one.property.name in own for one in ahead)


def _found(sentence: Sentence, span: QuantitySpan, unit: Unit | None, vocabulary: Vocabulary) -> Iterator[Candidate]:
    counted = is_count(sentence, span, unit) or is_radiation(sentence, span, unit) or is_scale(sentence, span)
    variable = _VARIABLE.search(sentence.text, max(0, span.start - 6), span.start) if unit is None else None
    for phrase in () if counted else _near(sentence.words, span):
        if variable and not variable.start() - 4 <= phrase.end <= span.start:
            continue
        if (phrase.start < span.end and span.start < phrase.end) or is_always_set(sentence, phrase):
            continue
        if is_swept_over(sentence, phrase) or _negated(sentence, phrase) or _is_element(sentence, phrase, span, unit):
            continue
        yield from _of_phrase(sentence, phrase, span, unit, vocabulary)
    for phrase, cost in () if is_scale(sentence, span) else implied_by(sentence, span, unit):
        entry = phrase.properties[0] if phrase.properties else open_property(_words(sentence, phrase), unit)
        yield Candidate(span, entry, phrase, cost)
    if unit is not None and unit.plain.startswith(_SCALES_OF_HARDNESS) and not is_condition(sentence, span):
        yield Candidate(span, vocabulary["hardness"], None, _HARDNESS_COST)
    if unit is not None and unit.dimension not in COMMON and not is_condition(sentence, span):
        for phrase in [one for one in sentence.earlier if "thin" not in one.dimensions][:2]:
            for entry in meanings(sentence, phrase):
                if entry.fits(unit) and not phrase.symbol:
                    yield Candidate(span, entry, None, _EARLIER_COST)
        yield from _implied(sentence, span, unit, vocabulary)


def is_count(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> bool:
    """Whether a bare number counts something (``700 cycles``): a value of nothing but what it is implied to be."""
    return unit is None and bool(_TIMES.match(sentence.text, span.end) or is_change(sentence, span))


def _near(words: Sequence[PropertyPhrase], span: QuantitySpan) -> Sequence[PropertyPhrase]:
    """The phrases that the quantity can be of at all: further away no cost is low enough."""
    first = bisect_left(words, span.start - _REACH, key=lambda phrase: phrase.start)
    return words[first : bisect_left(words, span.end + _REACH_BEHIND, key=lambda phrase: phrase.start)]


def _negated(sentence: Sentence, phrase: PropertyPhrase) -> bool:
    return sentence.text[max(sentence.start, phrase.start - 4) : phrase.start].endswith(" no ")


def _is_element(sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan, unit: Unit | None) -> bool:
    """Whether a symbol ahead of a number without unit is a chemical element's: Mn in a row of a composition."""
    return (
        unit is None and phrase.symbol and phrase.named is None
        and sentence.text[phrase.start : phrase.end] in ELEMENTS
        and not _ITSELF.fullmatch(sentence.text[phrase.end : span.start])
    )  # fmt: skip


def _of_phrase(
    sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan, unit: Unit | None, vocabulary: Vocabulary
) -> Iterator[Candidate]:
    if span.end <= phrase.start and (
        is_condition(sentence, span) or _GIVEN_ITSELF.match(sentence.text, phrase.whole[1])
    ):
        return
    if not phrase.properties and sentence.text[phrase.start : phrase.end].lower().endswith(_BACK):
        phrase = _meant(sentence, phrase, unit) or phrase
    known = [entry for entry in meanings(sentence, phrase) if _fits(entry, phrase, unit)]
    if unit is not None and unit.dimension == "inverse length":
        known = [of_spectrum(sentence, span, entry, vocabulary) for entry in known]
    if known and not is_drawn(sentence, phrase, span):
        cost = cost_known(sentence, phrase, span, unit)
        yield from (Candidate(span, entry, phrase, cost + 2.0 * rank) for rank, entry in enumerate(known))
    elif (named := _named_by(sentence, phrase, unit, vocabulary)) is not None:
        cost = cost_open(sentence, phrase, span, unit)
        if cost <= FARTHEST or phrase.names(unit):
            yield Candidate(span, named, replace(phrase, named=named.words[0]), cost)
    elif phrase.measures(unit, span.quantity.value):
        cost = cost_open(sentence, phrase, span, unit)
        if cost <= FARTHEST or phrase.names(unit):
            yield Candidate(span, open_property(_words(sentence, phrase), unit), phrase, cost)
    if unit is not None and (implied := phrase.implies(unit)) and not ("thin" in phrase.dimensions and _is_thick(span)):
        yield _of_noun(sentence, phrase, span, implied, vocabulary)


def _is_thick(span: QuantitySpan) -> bool:
    """Whether a length is more than the thickness of an electrode or a foil: a diameter, or a side."""
    lengths = (span.quantity.canonical_value, span.quantity.canonical_high)
    return any(length is not None and length > _THICKEST for length in lengths)


def _meant(sentence: Sentence, phrase: PropertyPhrase, unit: Unit | None) -> PropertyPhrase | None:
    """``A lower value of``: the phrase ahead of it, or of the sentence before, that can have a value in the unit.

    None where the noun before ``value`` measures something itself.
    """
    if phrase.dimensions != lexicon().heads["value"] or _SYMBOLIC.search(sentence.text, phrase.start, phrase.end):
        return None
    ahead = [one for one in reversed(sentence.words) if one.whole[1] <= phrase.start]
    for one in (*ahead, *sentence.earlier[:_EARLIER_MEANT]):
        if not one.setting and (one.measures(unit) or any(entry.fits(unit) for entry in one.properties)):
            return replace(one, start=phrase.start, end=phrase.end, whole=phrase.whole, named=_words(sentence, one))
    return None


def _named_by(sentence: Sentence, phrase: PropertyPhrase, unit: Unit | None, vocabulary: Vocabulary) -> Property | None:
    """What the unit says that a value is of words that do not tell it: ``a performance of 0.5 W/cm2``."""
    last = singular(sentence.text[phrase.start : phrase.end].lower().rpartition(" ")[2])
    told = phrase.symbol or phrase.named is not None or _SYMBOLIC.search(sentence.text, phrase.start, phrase.end)
    if unit is None or told or last not in lexicon().unspecific:
        return None
    name = lexicon().by_unit.get(unit.dimension)
    return vocabulary[name] if name else None


def _words(sentence: Sentence, phrase: PropertyPhrase) -> str:
    return phrase.named or sentence.text[slice(*phrase.whole)]


def _fits(entry: Property, phrase: PropertyPhrase, unit: Unit | None) -> bool:
    """Whether the unit can be the property's; a bare number is an angle only after ``2θ =``."""
    return entry.fits(unit) and (unit is not None or entry.dimension != "angle" or phrase.symbol)


def _of_noun(
    sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan, implied: tuple[str, str], vocabulary: Vocabulary
) -> Candidate:
    """What a value is of a noun: a decomposition that starts at 800 °C has a temperature, grains of 5 µm a size."""
    unit = parse_unit(span.quantity.unit or "")
    words = f"{singular(sentence.text[phrase.start : phrase.end])} {implied[1]}"
    entry = vocabulary.find_property(words, unit) or open_property(words, unit)
    if unit is not None and unit.dimension == "inverse length":
        entry = of_spectrum(sentence, span, entry, vocabulary)
    return Candidate(span, entry, phrase, cost_of_noun(sentence, phrase, span, implied[0]))


def _implied(sentence: Sentence, span: QuantitySpan, unit: Unit, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """A unit that only one property has, behind a verb that says that something has it."""
    name = lexicon().by_unit.get(unit.dimension) if _tells(unit) else None
    link = _GIVES if unit.dimension in _SET_AS_OFTEN else LINK
    ahead = sentence.text[max(sentence.start, span.start - 60) : span.start]
    told = link.search(ahead) or _is_beside_material(sentence, span)
    if name and told and not ahead.rstrip(" (").endswith(("=", "≈")):
        yield Candidate(span, vocabulary[name], None, _IMPLIED_COST)


def _tells(unit: Unit) -> bool:
    """Whether a unit is one of those of its dimension that tell the property: no ``mg/mL`` is of a solid."""
    if unit.dimension == "density":
        return unit.plain in ("g/cm3", "kg/m3", "Mg/m3")
    return unit.dimension not in _STORED or any(one in unit.plain for one in ("Ah", "Wh"))


def _is_beside_material(sentence: Sentence, span: QuantitySpan) -> bool:
    """Whether a value stands in a bracket right behind a material: ``Sn (990 mAh/g)``."""
    opened = span.start - 2
    named = (one for one in sentence.mentions if one.kind in ("formula", "name", "label"))
    return sentence.text[opened : span.start] == " (" and any(one.end == opened for one in named)


def meanings(sentence: Sentence, phrase: PropertyPhrase) -> Sequence[Property]:
    """The meanings of words, those first that the sentence says in words, or whose field it speaks of.

    ``D`` beside a diffusion coefficient, ``Tc`` of a magnet or a superconductor.
    """
    if len(phrase.properties) < 2:
        return phrase.properties
    own = sentence.own.lower()
    said = {entry for one in sentence.words if phrase.symbol and not one.symbol for entry in one.properties}
    return sorted(
        phrase.properties,
        key=lambda entry: (entry not in said, not any(hint in own for hint in _HINTS.get(entry.name, ()))),
    )
