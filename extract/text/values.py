"""A sentence in, its statements out: which property has which value, by the order of words and by dimensions.

The rules stand behind one name in a registry, so that a trained model can take their place: anything that turns a
:class:`Sentence` into :class:`Statement` values.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from ...records.errors import Problem
from ...records.model import Condition
from ...records.quantities import Quantity
from ...records.quantity_grammar import QuantitySpan
from ...records.units import Unit, parse_unit
from ...records.vocabulary import Property, PropertyMention, Vocabulary
from .conditions import PlacedCondition, conditions_of, find_conditions, is_condition, with_unit
from .mentions import Spotted
from .sentence_view import Sentence
from .subjects import Anchor, listed, subjects_of

StatementFinder: TypeAlias = "Callable[[Sentence, Vocabulary], tuple[list[Statement], list[Problem]]]"

_IS: Final = re.compile(
    r"^s?(?:\s*\([^()]{1,40}\))?[\s,]*(?:values?|levels?|as high as|as low as)?\s*(?:(?:of|is|was|are|were|be|being|=|:"
    r"|≈|~|∼|<|>|≤|≥|equals?|equal to|reach(?:es|ed|ing)?|attain(?:s|ed)?|approach(?:es|ed)?|exceed(?:s|ed|ing)?|"
    r"remain(?:s|ed)?|to be|about|around|approximately|up to|only|as|found|measured|calculated|estimated|determined|"
    r"obtained|evaluated|observed|to|at|by|from|than|less|more|higher|lower|greater|over|above|below|nearly|almost|"
    r"approx\.?|ca\.?|located|centered|centred|close|the|a|an|with|in the range|range[sd]?|ranging|between|within|"
    r"value|maximum|minimum|average|high|low|very|quite|also|still|respectively|increase[sd]?|decrease[sd]?|"
    r"drop(?:s|ped)?|"
    r"r[io]ses?|improve[sd]?|enhanced|reduced|changed?|fell|falls)[\s,]*){0,16}$",
    re.IGNORECASE,
)
_WINDOW: Final = re.compile(r"\s(?:range|window|interval|region|limits?|cut-?offs?|step|profile)\b")
_CLAUSE: Final = re.compile(
    r";|,\s(?:while|whereas|but|which|where|and then)\b|\b(?:while|whereas|although|because|since)\b"
)
_LINK: Final = re.compile(
    r"\b(?:is|was|are|were|of|reache[sd]|exhibit\w*|show\w*|deliver\w*|display\w*|possess\w*|has|have|had|be|with|"
    r"to)\b|="
)
_BEHIND: Final = re.compile(
    r"^[\s-]*(?:(?:of|in|for)\s+)?(?:(?:the|a|an|its|average|initial|high|maximum|total|specific|reversible)\s+){0,4}$"
)
_CHANGED: Final = re.compile(
    r"\b(?:increas|decreas|drop|r[iao]s|improv|enhanc|reduc|chang|fall|fell|grow|grew|declin|shift|rais|lower|upgrad|"
    r"degrad|fad)\w*\b[^.;]{0,60}\bfrom\s+(?:about |around |approximately |~ ?)?$",
    re.IGNORECASE,
)
_DIFFERENCE: Final = re.compile(
    r"\bby\s+(?:about |around |approximately |~ ?|up to )?$"
    r"|\b(?:steps?|interval|increments?|resolution|accuracy|precision|error)\s(?:of |size of |width of )?$",
    re.IGNORECASE,
)
_MORE_THAN: Final = re.compile(
    r"\s?\(?(?:higher|lower|larger|smaller|greater|more|less|better|increase|decrease|reduction)\b"
)
_AT_WORDS: Final = re.compile(
    r"\b(?:at|under|using|by applying)\s(?:(?:the|a|an|different|various|same|constant|fixed|low|high|large|small|"
    r"lower|higher|applied|test|an applied)\s){0,3}$",
    re.IGNORECASE,
)
_SET: Final = frozenset({
    "temperature", "current density", "specific current", "current", "frequency", "voltage", "pressure", "length",
    "magnetic field strength", "magnetic flux density", "electric field", "temperature rate", "concentration",
    "power density",
})  # fmt: skip
"""Dimensions of what one sets in an experiment: ``at a current density of`` names a condition."""
_TIMES: Final = re.compile(
    r"^\s?(?:times|fold|-fold|orders?|points?|samples?|specimens?|cycles?|days?|types?|kinds?|different|steps?|"
    r"regions?)"
)
_SETTING: Final = re.compile(
    r"\b(?:heated|stirred|sintered|annealed|calcined|dried|milled|ball-milled|dissolved|washed|centrifug\w+|sonicated|"
    r"pressed|cooled|quenched|evaporated|purchased|supplied|equipped|operat\w+|scann\w+|recorded|collected|"
    r"accelerat\w+|"
    r"weighed|mixed|added|immersed|kept|held|maintained|sealed|transferred|polished|sputter\w+|deposited|spin-coated|"
    r"irradiated|aged|autoclave|furnace|performed|conducted|carried[ -]out|using|tested|cycled|swept|ramped|soaked|"
    r"cut|machined)\b",
    re.IGNORECASE,
)
_EXPERIMENT: Final = re.compile(
    r"experiment|method|synthes[ie]s|preparation|characteri[sz]ation|fabrication|procedure|materials and|"
    r"measurements?$|instrument|assembly",
    re.IGNORECASE,
)
_SETTLED_IN_EXPERIMENT: Final = frozenset({
    "mass_loading", "density", "relative_density", "grain_size", "specific_surface_area", "purity", "band_gap",
    "element_content", "specific_capacity", "particle_size", "porosity", "molar_mass",
})  # fmt: skip
_IMPLICIT: Final = frozenset({
    "specific_capacity", "specific_energy", "specific_capacitance", "specific_surface_area", "fracture_toughness",
    "seebeck_coefficient", "saturation_magnetization", "areal_capacity", "piezoelectric_coefficient",
    "volumetric_capacity",
})  # fmt: skip
_PLACES: Final = frozenset({"spectroscopic"})
_PLACED_PROPERTIES: Final = frozenset({
    "emission_wavelength", "onset_potential", "cell_voltage", "melting_temperature", "glass_transition_temperature",
    "crystallization_temperature", "decomposition_temperature", "phase_transition_temperature", "peak_temperature",
    "curie_temperature", "neel_temperature", "superconducting_transition_temperature", "blocking_temperature",
})  # fmt: skip
_COMMON: Final = frozenset({
    "length", "dimensionless", "temperature", "time", "angle", "mass fraction", "mole fraction", "atomic fraction",
    "volume fraction", "pressure", "voltage", "frequency", "current", "mass", "volume", "area", "force", "power",
    "concentration",
})  # fmt: skip
"""Dimensions that many things have: a value in one of these needs its property named in the same sentence."""
_GEOMETRY: Final = frozenset({"diameter", "length", "film_thickness", "aspect_ratio"})
_SPECIMEN: Final = 5e-4
_OF_WHICH_IS: Final = re.compile(
    r"s?\s(?:of|for|in)\s[^,;]{1,40}\s(?:is|was|are|were|reaches|reached|=)\s(?:about |only |approximately |~ ?)?$"
)
_SAID: Final = re.compile(r"s?\s*(?:of|is|was|=)\s*(?:about |~ ?)?")
_FARTHEST: Final = 160.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A value of a property in a sentence; ``start`` and ``end`` are the value's, ``words`` the property's place."""

    property: Property
    start: int
    end: int
    quantity: Quantity
    words: tuple[int, int] | None
    subjects: tuple[Spotted, ...] = ()
    conditions: tuple[Condition, ...] = ()
    confidence: float


@dataclass(frozen=True, slots=True)
class _Pair:
    """A quantity with the property that it is a value of; a lower ``cost`` is surer."""

    span: QuantitySpan
    property: Property
    words: tuple[int, int] | None
    cost: float
    also: tuple[tuple[Property, tuple[int, int]], ...] = ()


def statements_by_rule(sentence: Sentence, vocabulary: Vocabulary) -> tuple[list[Statement], list[Problem]]:
    """The statements of a sentence by the rules of this module, and the values that cannot be what the words say."""
    problems: list[Problem] = []
    pairs: list[_Pair] = []
    for span in sentence.quantities:
        if span.kind != "date" and (pair := _pair(sentence, span, vocabulary, problems)):
            pairs.append(pair)
    placed = find_conditions(sentence, frozenset(pair.span.start for pair in pairs))
    starts = [pair.span.start for pair in pairs]
    statements = [one for pair in pairs for one in _statements(sentence, pair, placed, starts)]
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
    window = sentence.text[max(sentence.start, span.start - 90) : span.start]
    if _DIFFERENCE.search(window) or _MORE_THAN.match(sentence.text, span.end):
        return None
    unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
    if unit is None and (span.kind == "date" or _TIMES.match(sentence.text, span.end)):
        return None
    candidates = sorted(_candidates(sentence, span, unit), key=lambda pair: pair.cost)
    for pair in candidates:
        if _allowed(sentence, pair):
            return _with_neighbours(sentence, pair, unit)
    nearest = _nearest_misfit(sentence, span, unit) if not candidates else None
    if nearest and (problem := vocabulary.check(nearest, span.quantity)):
        problems.append(problem)
    return None


def _candidates(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> Iterator[_Pair]:
    for words in sentence.words:
        if words.start < span.end and span.start < words.end:
            continue
        cost = _cost(sentence, words, span, unit)
        if cost > _FARTHEST:
            continue
        for rank, entry in enumerate(_ordered(sentence, words)):
            if entry.fits(unit):
                yield _Pair(span, entry, (words.start, words.end), cost + 2.0 * rank)
    if unit is not None and unit.dimension not in _COMMON and not is_condition(sentence, span):
        for words in sentence.earlier[:2]:
            for entry in _ordered(sentence, words):
                if entry.fits(unit) and not words.symbol:
                    yield _Pair(span, entry, None, 120.0)
        yield from _implied(sentence, span, unit)


def _implied(sentence: Sentence, span: QuantitySpan, unit: Unit) -> Iterator[_Pair]:
    """A unit that only one property has, behind a verb that says that something has it."""
    window = sentence.text[sentence.start : span.start]
    if _LINK.search(window[-60:]):
        for entry in Vocabulary.load().properties:
            if entry.name in _IMPLICIT and entry.fits(unit) and parse_unit(entry.unit) is not None:
                own = parse_unit(entry.unit)
                if own and own.canonical == unit.canonical:
                    yield _Pair(span, entry, None, 140.0)


def _ordered(sentence: Sentence, words: PropertyMention) -> Sequence[Property]:
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


def _cost(sentence: Sentence, words: PropertyMention, span: QuantitySpan, unit: Unit | None) -> float:
    """How far property words are from being said of a quantity; beyond any bound where they cannot be."""
    if words.end <= span.start:
        return _cost_ahead(sentence, words, span, unit)
    gap = sentence.text[span.end : words.start]
    if unit is None or not _BEHIND.match(gap) or len(gap) > 40:
        return _FARTHEST + 1
    if words.properties[0].name in ("number_density", "composition_ratio"):
        return _FARTHEST + 1
    return 4.0 + len(gap)


def _cost_ahead(sentence: Sentence, words: PropertyMention, span: QuantitySpan, unit: Unit | None) -> float:
    gap = sentence.text[words.end : span.start]
    if _WINDOW.match(gap) and words.properties[0].name != "electrochemical_window":
        return _FARTHEST + 1
    if words.symbol and words.end - words.start == 1 and (unit is None or unit.plain == "%"):
        return _FARTHEST + 1
    if _IS.match(gap):
        cost = 1.0 + 0.1 * len(gap)
    elif unit is None and not words.symbol and _OF_WHICH_IS.match(gap):
        cost = 10.0
    elif unit is None or words.symbol:
        return _FARTHEST + 1
    else:
        cost = 12.0 + 0.4 * len(gap) if _LINK.search(gap) else 40.0 + len(gap)
    cost += 70.0 * len(_CLAUSE.findall(gap))
    if is_condition(sentence, span) and not _takes_place(words, gap):
        cost += 200.0
    return cost


def _takes_place(words: PropertyMention, gap: str) -> bool:
    """Whether ``at 350 K`` is the value itself: a peak, a transition, a voltage plateau at somewhere."""
    entry = words.properties[0]
    if entry.domain not in _PLACES and entry.name not in _PLACED_PROPERTIES:
        return False
    return len(gap) < 60 and not re.search(r"\b(?:after|for|during|under)\s*(?:\S+\s){0,2}$", gap)


def _allowed(sentence: Sentence, pair: _Pair) -> bool:
    """Instrument settings and the steps of a synthesis are no measurements."""
    if pair.cost > 100.0 and is_condition(sentence, pair.span):
        return False
    if pair.property.name in _GEOMETRY and _is_specimen(pair.span):
        return False
    if pair.words and pair.property.dimension in _SET and _is_set(sentence, pair.words, pair.span):
        return False
    if pair.property.name == "electrochemical_window" and _SETTING.search(sentence.own):
        return False
    if _EXPERIMENT.search(sentence.section):
        return pair.property.name in _SETTLED_IN_EXPERIMENT and pair.cost < 12.0
    window = sentence.text[max(sentence.start, pair.span.start - 60) : pair.span.start]
    return not (pair.cost >= 40.0 and _SETTING.search(window))


def _is_set(sentence: Sentence, words: tuple[int, int], span: QuantitySpan) -> bool:
    """``at a current density of 1 A/g``: what was set, not what came out."""
    return words[0] < span.start and bool(
        _AT_WORDS.search(sentence.text[max(sentence.start, words[0] - 40) : words[0]])
    )


def _is_specimen(span: QuantitySpan) -> bool:
    """Whether a length is one of a test piece (a rod of 10 mm), which is how it was cut and not a property."""
    sizes = [item.quantity.canonical_value for item in span.items] or [span.quantity.canonical_value]
    return any(size is not None and size >= _SPECIMEN for size in sizes)


def _nearest_misfit(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> Property | None:
    """The property that is said to have a value whose unit it cannot have."""
    for words in reversed(sentence.words):
        gap = sentence.text[words.end : span.start]
        if 0 <= span.start - words.end < 24 and _SAID.fullmatch(gap) and not words.symbol:
            return words.properties[0] if unit is not None else None
    return None


def _with_neighbours(sentence: Sentence, pair: _Pair, unit: Unit | None) -> _Pair:
    """For a list, the property words listed as its members are (``yield and tensile strength are 3 and 4 GPa``)."""
    count = len(pair.span.items)
    if pair.span.kind != "list" or pair.words is None:
        return pair
    ahead = [words for words in sentence.words if words.end <= pair.span.start and words.end - words.start > 1]
    chosen: list[tuple[Property, tuple[int, int]]] = []
    for words in reversed(ahead):
        entry = next((entry for entry in _ordered(sentence, words) if entry.fits(unit)), None)
        if entry is None or (chosen and chosen[-1][1][0] - words.end > 12):
            break
        chosen.append((entry, (words.start, words.end)))
    if len(chosen) == count and len({entry.name for entry, _ in chosen}) == count:
        return replace(pair, also=tuple(reversed(chosen)))
    return pair


def _statements(
    sentence: Sentence, pair: _Pair, placed: list[PlacedCondition], starts: list[int]
) -> Iterator[Statement]:
    """One statement, or one for each member of a list or each end of a change, with its own subject and conditions."""
    members = _members(sentence, pair)
    subjects = _distributed(sentence, pair, members, placed)
    confidence = round(max(0.3, 0.95 - pair.cost / 200.0), 3)
    for place, member in enumerate(members):
        entry, words = pair.also[place] if pair.also else (pair.property, pair.words)
        anchor = Anchor(member.start, member.end, words)
        found = (subjects[place],) if subjects else subjects_of(sentence, anchor, starts)
        low, high = (pair.span.start, pair.span.end) if len(members) > 1 else (member.start, member.end)
        yield Statement(
            property=entry, start=member.start, end=member.end, words=words, subjects=found,
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
