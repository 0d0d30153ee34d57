"""A sentence in, its statements out: which property has which value, by the order of words and by dimensions.

The rules stand behind one name in a registry, so that a trained model can take their place: anything that turns a
:class:`Sentence` into :class:`Statement` values.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from ....records.errors import Problem
from ....records.model import Condition
from ....records.quantities import Quantity
from ....records.quantity_grammar import QuantitySpan
from ....records.units import Unit, parse_unit
from ....records.vocabulary import Property, Vocabulary
from ..mentions.spotted import Spotted
from .assignments import assigned_to, is_band
from .candidates import Candidate, candidates, is_count
from .changes import is_change
from .characterisation_lists import ListedValue, first_list, listed_values
from .conditions import PlacedCondition, conditions_of, find_conditions, is_condition, is_humidity, with_unit
from .implied_properties import implied_by
from .listed_properties import with_neighbours
from .listed_subjects import apart, counted, listed, shared, told_before
from .property_phrases import PropertyPhrase
from .said_of import is_referred
from .sentence_view import Sentence
from .subjects import Anchor, subjects_of
from .substances import substance_of
from .taken_up import Told, taken_up
from .told_in_full import told_in_full
from .value_features import features
from .value_scores import value_scores
from .verbs import is_share_lost_at, told_by_verb

StatementFinder: TypeAlias = (
    "Callable[[Sentence, Vocabulary, Sequence[Statement]], tuple[list[Statement], list[Problem]]]"
)

_CHANGED: Final = re.compile(
    r"\b(?:increas|decreas|drop|r[iao]s|improv|enhanc|reduc|chang|fall|fell|grow|grew|declin|shift|rais|lower|upgrad|"
    r"degrad|fad|refin|coarsen|boost|doubl|tripl|halv|jump|evolv|went)\w*\b(?:(?!\brang)[^.;]|\.(?=\d)){0,100}"
    r"\bfrom\s+(?:about |around |approximately |[~∼≈] ?)?$|\(from\s(?:about |around |approximately |[~∼≈] ?)?$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(
    r"(?<!\brange )(?<!\branges )(?<!\branged )(?<!\branging )\bfrom\s+(?:about |around |approximately |[~∼≈] ?)?$"
)
"""Not ``ranging from``: a band that is told from its upper end is a range all the same."""
_GOES_ON: Final = re.compile(
    r"(?=.*(?:\b(?:and|or|to|while|whereas|but|than|versus|vs|against|compared|then|with)\b|[,;(]))(?:[^.]|(?<=\bal)\.){1,110}?"
    r"|[^.]{0,60}\d\.\d[^.]{0,60}",
    re.IGNORECASE | re.DOTALL,
)
"""What may stand between a value and the next one of the same property."""
_BARE_AND_BARE: Final = re.compile(
    r"^\d+\.\d+ (?:for|in) [^,;.()\d]{1,24}(?:= ?\d+(?:\.\d+)?)?(?:,| and|, and| to) (?:about |~ ?)?\d+\.\d+$"
)
"""Numbers without a unit of which one after the other is a value: ``3.2 for A and 2.7`` for B."""
_PLAIN: Final = 12.0
"""The cost of a plain statement."""
_PLAINEST: Final = 2.0
"""The cost of a symbol with hardly a word before its value (``E = 210 GPa``), to which all others give way."""
_MOST: Final = 12
"""Candidates of a value that are looked at, the plainest first."""
_FOLLOWING: Final = 0.95
"""How much less likely a value is than the one before it with which it goes on."""
_LISTED: Final = 0.95
"""What a value of a list of spectra is sure to be, which no model looks at."""
_ONE_BY_ONE: Final = re.compile(
    r"(?:\s?\([^()]{1,30}\))?(?:\s?[,;]|,?\sand|\sor)\s(?:[^\W\d][\w.−–-]{0,12}\s?[=≈∼~]\s?|[~∼≈]\s?)?"
)
"""Between two values that are told in the order of their samples."""
_OF_SAMPLE: Final = re.compile(r"\sof\s(?:the\s)?\S*[A-Z\d].*")
"""In the words of a property the sample that it is of: ``grain size of TiAl``."""
_SAID: Final = re.compile(r"s?\s*(?:of|is|was|=)\s*(?:about |~ ?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A value of a property in a sentence; ``start`` and ``end`` are the value's, ``words`` the property's place.

    ``named`` are the words for which a symbol at that place stands. ``shared`` are the mentions of which the value is
    said too, besides the likeliest of its ``subjects``.
    """

    property: Property
    start: int
    end: int
    quantity: Quantity
    words: tuple[int, int] | None
    named: str | None = None
    subjects: tuple[Spotted, ...] = ()
    shared: tuple[Spotted, ...] = ()
    conditions: tuple[Condition, ...] = ()
    confidence: float


def statements_by_rule(
    sentence: Sentence, vocabulary: Vocabulary, before: Sequence[Statement] = ()
) -> tuple[list[Statement], list[Problem]]:
    """The statements of a sentence by candidates and their scores, and the values that cannot be what the words say.

    ``before`` are the statements of the last sentences of the same block, whose properties a value may take up.
    """
    problems: list[Problem] = []
    pairs: list[Candidate] = []
    told = [_told_before(sentence, one) for one in reversed(before)]
    listing = listed_values(sentence)
    for span in sentence.quantities:
        if listing and span.start >= listing[0].head[0]:
            break
        unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
        if is_value(sentence, span, unit):
            pair = _likely(sentence, span, unit, vocabulary, problems)
            following = _following(sentence, span, unit, pairs)
            if following and (pair is None or following.cost < pair.cost):
                pair = following
            pair = pair or taken_up(sentence, span, unit, told)
            if pair:
                pairs.append(pair)
    counts = Counter(pair.property.name for pair in pairs)
    placed = find_conditions(sentence, frozenset(pair.span.start for pair in pairs))
    starts = [pair.span.start for pair in pairs]
    in_order = _in_order(sentence, pairs, placed)
    statements = [
        one
        for pair in pairs
        for one in _statements(sentence, pair, placed, starts, counts[pair.property.name], in_order)
    ]
    statements.extend(_of_lists(sentence, listing, vocabulary))
    return [one for one in statements if _checked(one, vocabulary, problems)], problems


FINDERS: Final[dict[str, StatementFinder]] = {"rules@2": statements_by_rule}
"""What can find statements, by versioned name."""


def _told_before(sentence: Sentence, statement: Statement) -> Told:
    """A statement of a sentence before as one that may be taken up."""
    printed = sentence.text[slice(*statement.words)] if statement.words else statement.property.name.replace("_", " ")
    unit = parse_unit(statement.quantity.unit) if statement.quantity.unit else None
    canonical = unit.canonical if unit else None
    words = _OF_SAMPLE.sub("", statement.named or printed)
    return Told(statement.property, words, canonical, statement.confidence)


def _of_lists(sentence: Sentence, listing: Sequence[ListedValue], vocabulary: Vocabulary) -> Iterator[Statement]:
    """The values of lists of spectra: what they are of stands ahead of the first list of the paragraph."""
    if not listing:
        return
    first = min(first_list(sentence.text), listing[0].head[0])
    ahead = [[one for one in group if one.end <= first] for group in (sentence.mentions, sentence.earlier_mentions)]
    before = replace(sentence, mentions=tuple(ahead[0]), earlier_mentions=tuple(ahead[1]))
    for one in listing:
        subjects = subjects_of(before, Anchor(*one.head, None), [one.start])
        yield Statement(
            property=vocabulary[one.property], start=one.start, end=one.end, quantity=one.quantity, words=one.head,
            named=one.named, subjects=subjects, confidence=_LISTED,
        )  # fmt: skip


def _checked(statement: Statement, vocabulary: Vocabulary, problems: list[Problem]) -> bool:
    problem = vocabulary.check(statement.property, statement.quantity)
    if problem:
        problems.append(problem)
    return problem is None


def _likely(
    sentence: Sentence, span: QuantitySpan, unit: Unit | None, vocabulary: Vocabulary, problems: list[Problem]
) -> Candidate | None:
    """The likeliest property of a quantity, if it is likely enough; of two alike, the one that is said more plainly."""
    found = candidates(sentence, span, unit, vocabulary)
    rows = features(sentence, found, unit, _MOST)
    scored = [
        replace(one, likely=value_scores().probability(row))
        for one, row in zip(found, rows, strict=False)
        if _is_near(one)
    ]
    plainly = [one for one in scored if _is_assigned(one) and one.likely >= value_scores().least]
    best = max(plainly or scored, key=lambda one: one.likely, default=None)
    if best is not None and best.likely >= value_scores().least:
        return with_neighbours(sentence, best, unit)
    nearest = _nearest_misfit(sentence, span, unit) if not found else None
    if nearest and (problem := vocabulary.check(nearest, span.quantity)):
        problems.append(problem)
    return None


def is_value(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> bool:
    """Whether a quantity can be a value at all: it is no count, and does not tell which of several things is meant."""
    referred = unit is not None and unit.dimension == "length" and is_referred(sentence, span)
    if referred or is_humidity(sentence, span, unit) or is_share_lost_at(sentence, span):
        return False
    return not is_count(sentence, span, unit) or any(implied_by(sentence, span, unit))


def _is_assigned(candidate: Candidate) -> bool:
    """Whether a symbol is set right before the value."""
    return candidate.phrase is not None and candidate.phrase.symbol and candidate.cost <= _PLAINEST


def _is_near(candidate: Candidate) -> bool:
    """Digits like a year's (``permittivity is 1700``) need plain words of a property."""
    return candidate.span.kind != "date" or (candidate.property.domain != "open" and candidate.cost < _PLAIN)


def _following(
    sentence: Sentence, span: QuantitySpan, unit: Unit | None, pairs: Sequence[Candidate]
) -> Candidate | None:
    """A value that goes on with what the one before it said: ``6.3 K/s for A and 0.67 K/s for B``, ``(73 %)``."""
    if is_change(sentence, span):
        return None
    canonical = unit.canonical if unit else None
    before = next((pair for pair in reversed(pairs) if pair.phrase and _canonical(pair.span) == canonical), None)
    if before is None or before.also or any(told_by_verb(sentence, span, unit)):
        return None
    if unit is None and not _BARE_AND_BARE.search(_printed(sentence, before.span, span)):
        return None
    gap = sentence.text[before.span.end : span.start]
    if not _GOES_ON.fullmatch(gap):
        return None
    if is_condition(sentence, span) and not is_condition(sentence, before.span):
        return None
    between = [one for one in sentence.words if before.span.end <= one.start and one.end <= span.start]
    if any(one.measures(unit) or any(entry.fits(unit) for entry in one.properties) for one in between):
        return None
    cost = max(before.cost, 5.0) + 0.3 * len(gap)
    return replace(before, span=span, cost=cost, likely=_FOLLOWING * before.likely)


def _printed(sentence: Sentence, first: QuantitySpan, last: QuantitySpan) -> str:
    return sentence.text[first.start : last.end]


def _canonical(span: QuantitySpan) -> str | None:
    unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
    return unit.canonical if unit else None


def _nearest_misfit(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> Property | None:
    """The property that is said to have a value whose unit it cannot have."""
    for words in reversed(sentence.words):
        gap = sentence.text[words.end : span.start]
        if 0 <= span.start - words.end < 24 and _SAID.fullmatch(gap) and words.properties and not words.symbol:
            return words.properties[0] if unit is not None else None
    return None


def _statements(
    sentence: Sentence,
    pair: Candidate,
    placed: list[PlacedCondition],
    starts: list[int],
    count: int,
    in_order: Mapping[int, Spotted],
) -> Iterator[Statement]:
    """One statement, or one for each member of a list or each end of a change, with its own subject and conditions.

    ``count`` is the number of the sentence's values of the same property, ``in_order`` are the subjects that they have
    by their order.
    """
    members = _members(sentence, pair)
    own = in_order.get(pair.span.start)
    subjects = (own,) if own is not None else _distributed(sentence, pair, members, placed)
    confidence = round(pair.likely, 3)
    for place, member in enumerate(members):
        entry, phrase = pair.also[place] if pair.also else (pair.property, pair.phrase)
        words = (phrase.start, phrase.end) if phrase else None
        anchor = Anchor(member.start, member.end, words, thing=_is_thing(phrase, pair.span))
        found = (subjects[place],) if subjects else subjects_of(sentence, anchor, starts)
        substance = substance_of(sentence, words, member.start, entry.name)
        found = (substance, *found) if substance is not None else found
        together = shared(sentence, found[0], alone=count == 1 and len(members) == 1) if found and not subjects else ()
        low, high = (pair.span.start, pair.span.end) if len(members) > 1 else (member.start, member.end)
        yield Statement(
            property=entry, start=member.start, end=member.end, words=phrase.whole if phrase else None,
            named=_named(sentence, entry, phrase, pair.span), subjects=found, shared=together,
            quantity=with_unit(sentence, pair.span, member),
            conditions=conditions_of((low, high), placed, starts, (place, len(members))), confidence=confidence,
        )  # fmt: skip


def _in_order(sentence: Sentence, pairs: Sequence[Candidate], placed: list[PlacedCondition]) -> dict[int, Spotted]:
    """The subjects of values that stand one by one (``3 nm and 5 nm for A and B, respectively``), by their starts."""
    found: dict[int, Spotted] = {}
    runs: list[list[Candidate]] = []
    for pair in pairs if "respectively" in sentence.own else ():
        last = runs[-1][-1] if runs else None
        goes_on = last is not None and _ONE_BY_ONE.fullmatch(sentence.text, last.span.end, pair.span.start)
        if last is not None and goes_on and last.property.name == pair.property.name:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    for run in runs:
        alone = len(run) > 1 and not any(one.also or len(_members(sentence, one)) > 1 for one in run)
        if alone and not any(len(one.items) == len(run) for one in placed):
            subjects = listed(sentence, len(run), run[0].span.start, brackets=False) or apart(sentence, len(run))
            found |= {pair.span.start: one for pair, one in zip(run, subjects, strict=False)}
    return found


def _is_thing(phrase: PropertyPhrase | None, span: QuantitySpan) -> bool:
    """Whether the words of a value name the thing that has it: ``an 8 nm GDC layer``."""
    unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
    implied = phrase.implies(unit) if phrase is not None and unit is not None else None
    return implied is not None and implied[0] == "layered"


def _named(sentence: Sentence, entry: Property, phrase: PropertyPhrase | None, span: QuantitySpan) -> str | None:
    """What a symbol stands for, or the words of a phrase that leaves out what is measured or a band comes from."""
    told = _told(sentence, entry, phrase, span)
    cause = assigned_to(sentence, span) if phrase is not None and is_band(entry) else None
    if phrase is None or cause is None:
        return told
    return f"{told or sentence.text[slice(*phrase.whole)]} of {cause}"


def _told(sentence: Sentence, entry: Property, phrase: PropertyPhrase | None, span: QuantitySpan) -> str | None:
    """What a symbol stands for, or a phrase in full."""
    if phrase is None or phrase.named is not None:
        return phrase.named if phrase else None
    printed = sentence.text[phrase.start : phrase.end]
    if (phrase.symbol or printed.isupper()) and (spelled := entry.spelled(printed)):
        return f"{spelled} {printed}"
    return told_in_full(sentence, phrase, span, parse_unit(span.quantity.unit) if span.quantity.unit else None)


def _distributed(
    sentence: Sentence, pair: Candidate, members: tuple[QuantitySpan, ...], placed: list[PlacedCondition]
) -> tuple[Spotted, ...]:
    """The subjects of a list's members, one each; none where the list runs over conditions or properties."""
    if len(members) < 2 or pair.also:
        return ()
    variants = [group for group in sentence.variants if len(group) == len(members)]
    if variants:
        return min(variants, key=lambda group: abs(group[0].start - pair.span.start))
    if any(len(one.items) == len(members) for one in placed):
        return ()
    group = listed(sentence, len(members), pair.span.start, brackets="(" in pair.span.quantity.text)
    group = group or apart(sentence, len(members)) or counted(sentence, len(members), pair.span.start)
    if group or pair.span.kind != "list" or is_band(pair.property):
        return group
    return told_before(sentence, len(members), pair.span.start)


def _members(sentence: Sentence, pair: Candidate) -> tuple[QuantitySpan, ...]:
    """The values of a list or of a change; a range is one value."""
    span = pair.span
    return span.items if span.kind == "list" or (span.kind == "range" and _is_change_of(sentence, span)) else (span,)


def _is_change_of(sentence: Sentence, span: QuantitySpan) -> bool:
    """``increased from 5 to 8 GPa``; what falls ``from 2 µm to 100 nm`` is no range either."""
    if " to " not in span.quantity.text:
        return False
    window = sentence.text[max(sentence.start, span.start - 110) : span.start]
    first, last = (item.quantity.canonical_value for item in (span.items[0], span.items[-1]))
    falls = first is not None and last is not None and first > last
    return bool(_CHANGED.search(window)) or (falls and bool(_FROM.search(window)))
