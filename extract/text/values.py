"""A sentence in, its statements out: which property has which value, by the order of words and by dimensions.

The rules stand behind one name in a registry, so that a trained model can take their place: anything that turns a
:class:`Sentence` into :class:`Statement` values.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from ...records.errors import Problem
from ...records.model import Condition
from ...records.quantities import Quantity
from ...records.quantity_grammar import QuantitySpan
from ...records.units import Unit, parse_unit
from ...records.vocabulary import Property, Vocabulary
from .conditions import PlacedCondition, conditions_of, find_conditions, is_condition, is_difference, with_unit
from .property_phrases import PropertyPhrase, open_property, singular
from .said_of import FARTHEST, LINK, cost_known, cost_of_noun, cost_open
from .sentence_view import Sentence
from .settings import is_setting
from .spotted import Spotted
from .subjects import Anchor, listed, shared, subjects_of

StatementFinder: TypeAlias = "Callable[[Sentence, Vocabulary], tuple[list[Statement], list[Problem]]]"

_CHANGED: Final = re.compile(
    r"\b(?:increas|decreas|drop|r[iao]s|improv|enhanc|reduc|chang|fall|fell|grow|grew|declin|shift|rais|lower|upgrad|"
    r"degrad|fad)\w*\b(?:[^.;]|\.(?=\d)){0,60}\bfrom\s+(?:about |around |approximately |~ ?)?$",
    re.IGNORECASE,
)
_MORE_THAN: Final = re.compile(
    r"\s?\(?(?:higher|lower|larger|smaller|greater|more|less|better|increase|decrease|reduction)\b"
)
_TIMES: Final = re.compile(
    r"^\s?(?:times|fold|-fold|orders?|points?|samples?|specimens?|cycles?|days?|types?|kinds?|different|steps?|"
    r"regions?)"
)
_IMPLICIT: Final = frozenset({
    "specific_capacity", "specific_energy", "specific_capacitance", "specific_surface_area", "fracture_toughness",
    "seebeck_coefficient", "saturation_magnetization", "areal_capacity", "piezoelectric_coefficient",
    "volumetric_capacity",
})  # fmt: skip
_COMMON: Final = frozenset({
    "length", "dimensionless", "temperature", "time", "angle", "mass fraction", "mole fraction", "atomic fraction",
    "volume fraction", "pressure", "voltage", "frequency", "current", "mass", "volume", "area", "force", "power",
    "concentration",
})  # fmt: skip
"""Dimensions that many things have: a value in one of these needs its property named in the same sentence."""
_NEGATED: Final = re.compile(r"\bno\s$")
_GOES_ON: Final = re.compile(
    r"(?=.*(?:\b(?:and|or|to|while|whereas|but|than|versus|vs|against|compared|then|with)\b|[,;(]))[^.]{1,110}?"
    r"|[^.]{0,60}\d\.\d[^.]{0,60}",
    re.IGNORECASE | re.DOTALL,
)
"""What may stand between a value and the next one of the same property."""
_BARE_AND_BARE: Final = re.compile(
    r"^\d+\.\d+ (?:for|in) [^,;.()\d]{1,24}(?:,| and|, and| to) (?:about |~ ?)?\d+\.\d+$"
)
"""Numbers without a unit of which one after the other is a value: ``3.2 for A and 2.7`` for B."""
_REACH: Final = 800
_REACH_BEHIND: Final = 60
"""Characters from the beginning of a phrase to a value behind it, and from a value to a phrase behind that."""
_APART: Final = 24
"""Characters between two properties of a list: ``bulk (B) and grain boundary conductivities``."""
_PLAIN: Final = 12.0
"""A cost under which a value is plainly said of its words: if these name a setting, no other words are its."""
_SAID: Final = re.compile(r"s?\s*(?:of|is|was|=)\s*(?:about |~ ?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A value of a property in a sentence; ``start`` and ``end`` are the value's, ``words`` the property's place.

    ``shared`` are the mentions of which the value is said too, besides the likeliest of its ``subjects``.
    """

    property: Property
    start: int
    end: int
    quantity: Quantity
    words: tuple[int, int] | None
    subjects: tuple[Spotted, ...] = ()
    shared: tuple[Spotted, ...] = ()
    conditions: tuple[Condition, ...] = ()
    confidence: float


@dataclass(frozen=True, slots=True)
class _Pair:
    """A quantity with the property that it is a value of; a lower ``cost`` is surer."""

    span: QuantitySpan
    property: Property
    phrase: PropertyPhrase | None
    cost: float
    also: tuple[tuple[Property, PropertyPhrase], ...] = ()


def statements_by_rule(sentence: Sentence, vocabulary: Vocabulary) -> tuple[list[Statement], list[Problem]]:
    """The statements of a sentence by the rules of this module, and the values that cannot be what the words say."""
    problems: list[Problem] = []
    pairs: list[_Pair] = []
    for span in sentence.quantities:
        pair = _pair(sentence, span, vocabulary, problems)
        following = _following(sentence, span, pairs)
        if following and (pair is None or following.cost < pair.cost):
            pair = following
        if pair:
            pairs.append(pair)
    counts = Counter(pair.property.name for pair in pairs)
    placed = find_conditions(sentence, frozenset(pair.span.start for pair in pairs))
    starts = [pair.span.start for pair in pairs]
    statements = [
        one for pair in pairs for one in _statements(sentence, pair, placed, starts, counts[pair.property.name])
    ]
    return [one for one in statements if _checked(one, vocabulary, problems)], problems


FINDERS: Final[dict[str, StatementFinder]] = {"rules@1": statements_by_rule}
"""What can find statements, by versioned name."""


def _checked(statement: Statement, vocabulary: Vocabulary, problems: list[Problem]) -> bool:
    problem = vocabulary.check(statement.property, statement.quantity)
    if problem:
        problems.append(problem)
    return problem is None


def _pair(sentence: Sentence, span: QuantitySpan, vocabulary: Vocabulary, problems: list[Problem]) -> _Pair | None:
    """The property of a quantity: of the words that fit its dimension, those that cost least."""
    if is_difference(sentence, span) or _MORE_THAN.match(sentence.text, span.end):
        return None
    unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
    if unit is None and _TIMES.match(sentence.text, span.end):
        return None
    found = (pair for pair in _candidates(sentence, span, unit, vocabulary) if _is_near(pair))
    candidates = sorted(found, key=lambda pair: pair.cost)
    for pair in candidates:
        if not is_setting(sentence, span, pair.property, pair.phrase, pair.cost):
            return _with_neighbours(sentence, pair, unit)
        if pair.cost < _PLAIN:
            return None
    nearest = _nearest_misfit(sentence, span, unit) if not candidates else None
    if nearest and (problem := vocabulary.check(nearest, span.quantity)):
        problems.append(problem)
    return None


def _is_near(pair: _Pair) -> bool:
    """Whether the words are near enough; digits like a year's (``permittivity is 1700``) need words of a property."""
    if pair.span.kind == "date":
        return pair.property.domain != "open" and pair.cost < _PLAIN
    return pair.cost <= FARTHEST


def _candidates(sentence: Sentence, span: QuantitySpan, unit: Unit | None, vocabulary: Vocabulary) -> Iterator[_Pair]:
    for phrase in _near(sentence.words, span):
        if phrase.start < span.end and span.start < phrase.end:
            continue
        if _NEGATED.search(sentence.text[max(sentence.start, phrase.start - 4) : phrase.start]):
            continue
        known = [entry for entry in _ordered(sentence, phrase) if _fits(entry, phrase, unit)]
        if known:
            cost = cost_known(sentence, phrase, span, unit)
            yield from (_Pair(span, entry, phrase, cost + 2.0 * rank) for rank, entry in enumerate(known))
        elif phrase.measures(unit, span.quantity.value):
            yield _open(sentence, phrase, span, unit)
        if unit is not None and (implied := phrase.implies(unit)):
            yield _of_noun(sentence, phrase, span, implied, vocabulary)
    if unit is not None and unit.dimension not in _COMMON and not is_condition(sentence, span):
        for phrase in sentence.earlier[:2]:
            for entry in _ordered(sentence, phrase):
                if entry.fits(unit) and not phrase.symbol:
                    yield _Pair(span, entry, None, 120.0)
        yield from _implied(sentence, span, unit)


def _near(words: Sequence[PropertyPhrase], span: QuantitySpan) -> Sequence[PropertyPhrase]:
    """The phrases that the quantity can be of at all: further away no cost is low enough."""
    first = bisect_left(words, span.start - _REACH, key=lambda phrase: phrase.start)
    return words[first : bisect_left(words, span.end + _REACH_BEHIND, key=lambda phrase: phrase.start)]


def _fits(entry: Property, phrase: PropertyPhrase, unit: Unit | None) -> bool:
    """Whether the unit can be the property's; a bare number is an angle only after ``2θ =``."""
    return entry.fits(unit) and (unit is not None or entry.dimension != "angle" or phrase.symbol)


def _open(sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan, unit: Unit | None) -> _Pair:
    """A property that only its own words name."""
    words = sentence.text[slice(*phrase.whole)]
    return _Pair(span, open_property(words, unit), phrase, cost_open(sentence, phrase, span, unit))


def _of_noun(
    sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan, implied: tuple[str, str], vocabulary: Vocabulary
) -> _Pair:
    """What a value is of a noun: a decomposition that starts at 800 °C has a temperature, grains of 5 µm a size."""
    unit = parse_unit(span.quantity.unit or "")
    words = f"{singular(sentence.text[phrase.start : phrase.end])} {implied[1]}"
    entry = vocabulary.find_property(words, unit) or open_property(words, unit)
    return _Pair(span, entry, phrase, cost_of_noun(sentence, phrase, span, implied[0]))


def _following(sentence: Sentence, span: QuantitySpan, pairs: Sequence[_Pair]) -> _Pair | None:
    """A value that goes on with what the one before it said: ``6.3 K/s for A and 0.67 K/s for B``, ``(73 %)``."""
    unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
    canonical = unit.canonical if unit else None
    before = next((pair for pair in reversed(pairs) if pair.phrase and _canonical(pair.span) == canonical), None)
    if before is None or before.also:
        return None
    if unit is None and not _BARE_AND_BARE.search(_printed(sentence, before.span, span)):
        return None
    gap = sentence.text[before.span.end : span.start]
    if not _GOES_ON.fullmatch(gap):
        return None
    if is_difference(sentence, span) or _MORE_THAN.match(sentence.text, span.end):
        return None
    if is_condition(sentence, span) and not is_condition(sentence, before.span):
        return None
    between = [one for one in sentence.words if before.span.end <= one.start and one.end <= span.start]
    if any(one.measures(unit) or any(entry.fits(unit) for entry in one.properties) for one in between):
        return None
    return replace(before, span=span, cost=max(before.cost, 5.0) + 0.3 * len(gap))


def _printed(sentence: Sentence, first: QuantitySpan, last: QuantitySpan) -> str:
    return sentence.text[first.start : last.end]


def _canonical(span: QuantitySpan) -> str | None:
    unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
    return unit.canonical if unit else None


def _implied(sentence: Sentence, span: QuantitySpan, unit: Unit) -> Iterator[_Pair]:
    """A unit that only one property has, behind a verb that says that something has it."""
    window = sentence.text[sentence.start : span.start]
    if LINK.search(window[-60:]):
        for entry in Vocabulary.load().properties:
            if entry.name in _IMPLICIT and entry.fits(unit) and parse_unit(entry.unit) is not None:
                own = parse_unit(entry.unit)
                if own and own.canonical == unit.canonical:
                    yield _Pair(span, entry, None, 140.0)


def _ordered(sentence: Sentence, words: PropertyPhrase) -> Sequence[Property]:
    """The meanings of words, those first whose field the sentence speaks of: ``Tc`` of a magnet, a superconductor."""
    if len(words.properties) < 2:
        return words.properties
    own = sentence.own.lower()
    hints = {
        "curie_temperature": ("ferromagn", "ferroelec", "curie", "magneti"),
        "superconducting_transition_temperature": ("supercond",),
        "coercive_electric_field": ("ferroelec", "kv/cm", "polari"),
        "recoverable_energy_density": ("recover", "dielectric", "capacitor"),
    }
    return sorted(words.properties, key=lambda entry: not any(hint in own for hint in hints.get(entry.name, ())))


def _nearest_misfit(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> Property | None:
    """The property that is said to have a value whose unit it cannot have."""
    for words in reversed(sentence.words):
        gap = sentence.text[words.end : span.start]
        if 0 <= span.start - words.end < 24 and _SAID.fullmatch(gap) and words.properties and not words.symbol:
            return words.properties[0] if unit is not None else None
    return None


def _with_neighbours(sentence: Sentence, pair: _Pair, unit: Unit | None) -> _Pair:
    """For a list, the property words listed as its members are (``yield and tensile strength are 3 and 4 GPa``)."""
    count = len(pair.span.items)
    if pair.span.kind != "list" or pair.phrase is None:
        return pair
    ahead = [words for words in sentence.words if words.end <= pair.span.start and words.end - words.start > 1]
    chosen: list[tuple[Property, PropertyPhrase]] = []
    for words in reversed(ahead):
        entry = next((entry for entry in _ordered(sentence, words) if entry.fits(unit)), None)
        if entry is None and words.measures(unit):
            entry = open_property(sentence.text[slice(*words.whole)], unit)
        if entry is None or (chosen and chosen[-1][1].start - words.end > _APART):
            break
        chosen.append((entry, words))
    if len(chosen) == count and len({words.whole for _, words in chosen}) == count:
        return replace(pair, also=tuple(reversed(chosen)))
    return pair


def _statements(
    sentence: Sentence, pair: _Pair, placed: list[PlacedCondition], starts: list[int], count: int
) -> Iterator[Statement]:
    """One statement, or one for each member of a list or each end of a change, with its own subject and conditions.

    ``count`` is the number of the sentence's values of the same property.
    """
    members = _members(sentence, pair)
    subjects = _distributed(sentence, pair, members, placed)
    confidence = round(max(0.3, 0.95 - pair.cost / 200.0), 3)
    for place, member in enumerate(members):
        entry, phrase = pair.also[place] if pair.also else (pair.property, pair.phrase)
        anchor = Anchor(member.start, member.end, (phrase.start, phrase.end) if phrase else None)
        found = (subjects[place],) if subjects else subjects_of(sentence, anchor, starts)
        together = shared(sentence, found[0], alone=count == 1 and len(members) == 1) if found and not subjects else ()
        low, high = (pair.span.start, pair.span.end) if len(members) > 1 else (member.start, member.end)
        yield Statement(
            property=entry, start=member.start, end=member.end, words=phrase.whole if phrase else None, subjects=found,
            shared=together,
            quantity=with_unit(sentence, pair.span, member),
            conditions=conditions_of((low, high), placed, starts, (place, len(members))), confidence=confidence,
        )  # fmt: skip


def _distributed(
    sentence: Sentence, pair: _Pair, members: tuple[QuantitySpan, ...], placed: list[PlacedCondition]
) -> tuple[Spotted, ...]:
    """The subjects of a list's members, one each; none where the list runs over conditions or properties."""
    if len(members) < 2 or pair.also:
        return ()
    variants = [group for group in sentence.variants if len(group) == len(members)]
    if variants:
        return min(variants, key=lambda group: abs(group[0].start - pair.span.start))
    if any(len(one.items) == len(members) for one in placed):
        return ()
    return listed(sentence, len(members), pair.span.start, brackets="(" in pair.span.quantity.text)


def _members(sentence: Sentence, pair: _Pair) -> tuple[QuantitySpan, ...]:
    span = pair.span
    window = sentence.text[max(sentence.start, span.start - 110) : span.start]
    if span.kind == "list" or (span.kind == "range" and " to " in span.quantity.text and _CHANGED.search(window)):
        return span.items
    return (span,)
