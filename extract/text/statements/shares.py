"""A share in its sentence in, what it is a share of out: ``the binder accounts for 6 % of the total mass``.

What has the share stands ahead of the verb, what it is a share of behind the value; both name the fraction.
"""

import re
from collections.abc import Iterator
from typing import Final

from ....records.composition_grammar import ELEMENTS
from ....records.quantity_grammar import QuantitySpan
from ....records.units import Unit, parse_unit
from ....records.vocabulary import Vocabulary
from .property_phrases import PropertyPhrase, lexicon, singular
from .sentence_view import Sentence

_ABOUT: Final = (
    r"(?:(?:only|about|around|approximately|nearly|almost|up to|less than|more than|over|at least)\s|[~∼≈<>]\s?)*"
)
_SHARING: Final = re.compile(
    r"\s(?:(?:can|may|could|will|would|to|respectively)\s)*(?:account(?:s|ed|ing)?\sfor|occup(?:y|ies|ied|ying)|"
    r"represent(?:s|ed|ing)?|ma[kd]e(?:s)?\sup|constitut(?:e|es|ed|ing)|compris(?:e|es|ed|ing)|"
    r"contribut(?:e|es|ed|ing)(?:\sto)?|correspond(?:s|ed|ing)?\sto|(?P<copula>is|was|are|were))\s"
    rf"{_ABOUT}$"
)
_WHOLE: Final = re.compile(r"\s(?:of|to)\s(?:all\s|the\s|its\s|their\s|this\s)?")
_WORD: Final = re.compile(r"[^\W\d_][\w/–-]*")
_CLAUSE: Final = re.compile(r"[,;:()]\s|\b(?:and|that|while|whereas|but|where|as|because|since|which)\s")
_LEADING: Final = re.compile(
    r"^(?:(?:the|a|an|these|those|its|their|both|each|for instance|however|moreover|in fact)\s)*", re.IGNORECASE
)
_OF_THEORY: Final = re.compile(
    r"\s?(?:dense\b|(?:of\s)?(?:the\s|their\s|its\s)?(?:theoretical(?:\sdensit(?:y|ies)|(?=\s?[),.;]|\svalues?\b))|"
    r"theory\b|TD\b|(?:full|X-ray|theoretical|crystallographic)\sdensit(?:y|ies)))"
)
_DENSITIES: Final = re.compile(r"\b(?:[Dd]ensit|[Dd]ense|[Dd]ensif|[Ss]inter)")
_BEHIND_DENSITY: Final = re.compile(
    r"(?:\sonly)?\s?(?:\(|or\s|,\s(?:i\.\s?e\.|that is|equal to|equivalent to|corresponding to|or),?\s|"
    rf"(?:corresponding|equal|equivalent) to\s){_ABOUT}$"
)
"""``3.09 g/cm3 (97.8 %)``: the same as a share of what it could be."""
_KEPT_AHEAD: Final = re.compile(
    r"\b(?:keep(?:s|ing)?|kept|maintain(?:s|ed|ing)?|retain(?:s|ed|ing)?|preserv(?:e|es|ed|ing)|h[eo]lds?|sustain(?:s|ed)?)"
    rf"\s{_ABOUT}$"
)
_KEPT_BEHIND: Final = re.compile(
    r"\s(?:(?:is|was|are|were|could be|can be|has been|still)\s)*(?:maintained|retained|kept|preserved|left|remained)\b"
)
_CYCLED: Final = re.compile(r"\s(?:after|over|for|upon|in|during)\s(?:the\s)?(?:\d[\d\s,. ]*|\w+\s)(?:\w+\s)?cycles\b")
_WHAT_IS_KEPT: Final = re.compile(
    r"\sof\s(?:the|its|their)\s(?:(?:initial|original|first|maximum|starting|room[- ]temperature|theoretical|"
    r"reversible|discharge|peak|emission|photoluminescence|PL|second-cycle)\s)*"
    r"(?P<what>capacity|capacitance|activity|efficiency|PCE|performance|power(?:\sdensity)?|strength|voltage|hardness|"
    r"current(?:\sdensity)?|intensity|conductivity|polarization|response|uptake)\b"
)
_DENSITY: Final = "density"
_REACH: Final = 140
_MOST_WORDS: Final = 9
_LONGEST_WHOLE: Final = 5
COST: Final = 9.0


def share_of(sentence: Sentence, span: QuantitySpan, unit: Unit) -> Iterator[tuple[PropertyPhrase, float]]:
    """The fraction that a verb tells, or of things that are counted, with the words behind as its place."""
    if unit.dimension not in lexicon().fractions:
        return
    if (counted := things_behind(sentence, span)) is not None:
        yield _fraction(counted, f"percentage of {sentence.text[slice(*counted)]}", "share"), COST
        return
    low = max(sentence.start, span.start - _REACH)
    verb = _SHARING.search(sentence.text[low : span.start])
    of_what = _WHOLE.match(sentence.text, span.end)
    whole = _words(sentence.text, of_what.end()) if of_what else None
    if verb is None or whole is None:
        return
    subject = _subject(sentence.text[low : low + verb.start()])
    if verb["copula"] and subject is None:
        return
    fraction = f"fraction of {sentence.text[slice(*whole)]}"
    yield _fraction(whole, f"{subject} {fraction}" if subject else fraction, "part"), COST


def of_theory(sentence: Sentence, span: QuantitySpan) -> Iterator[tuple[PropertyPhrase, float]]:
    """A relative density: ``98 % of theory``, ``99 % dense``, and the share in the bracket of a density."""
    theory = _OF_THEORY.match(sentence.text, span.end)
    told = theory is not None and _DENSITIES.search(sentence.own) is not None
    before = next((one for one in reversed(sentence.quantities) if one.end <= span.start), None)
    unit = parse_unit(before.quantity.unit) if before is not None and before.quantity.unit else None
    if before is not None and unit is not None and unit.dimension == _DENSITY and not told:
        told = _BEHIND_DENSITY.fullmatch(sentence.text, before.end, span.start) is not None
    if told:
        yield _known((span.end, theory.end() if theory else span.end), "relative_density", "relative density"), COST


def kept_of(sentence: Sentence, span: QuantitySpan) -> Iterator[tuple[PropertyPhrase, float]]:
    """What is left of something: ``keeps 91 % of its capacity``, ``88 % of the strength was retained``.

    What is left after cycles without further words is left of the capacity.
    """
    what = _WHAT_IS_KEPT.match(sentence.text, span.end)
    ahead = _KEPT_AHEAD.search(sentence.text, max(sentence.start, span.start - 60), span.start)
    if ahead is not None and _CYCLED.match(sentence.text, span.end):
        yield _known((span.end, span.end), "capacity_retention", "capacity retention"), COST - 2.0
    if what is None:
        return
    if ahead is None and _KEPT_BEHIND.match(sentence.text, what.end()) is None:
        return
    if what["what"] == "capacity":
        yield _known(what.span("what"), "capacity_retention", "capacity retention"), COST - 2.0
    else:
        yield _fraction(what.span("what"), f"{what['what']} retention", "share"), COST - 2.0


def things_behind(sentence: Sentence, span: QuantitySpan) -> tuple[int, int] | None:
    """The place of things behind a share that are some of many: ``60 % of the Pt particles``."""
    of_what = _WHOLE.match(sentence.text, span.end) if span.quantity.unit == "%" else None
    place = _words(sentence.text, of_what.end()) if of_what else None
    last = sentence.text[slice(*place)].rpartition(" ")[2].lower() if place else ""
    counted = last.endswith("s") and "sized" in lexicon().heads.get(singular(last), ())
    return place if counted else None


def _fraction(place: tuple[int, int], named: str, kind: str) -> PropertyPhrase:
    return PropertyPhrase(
        start=place[0], end=place[1], whole=place, dimensions=frozenset({kind, "fraction"}), named=named
    )


def _known(place: tuple[int, int], name: str, words: str) -> PropertyPhrase:
    """The share as a property of the vocabulary."""
    entry = Vocabulary.load()[name]
    return PropertyPhrase(
        start=place[0], end=place[1], whole=place, properties=(entry,), dimensions=frozenset({"share"}), named=words
    )


def _words(text: str, start: int) -> tuple[int, int] | None:
    """The noun phrase that begins at ``start``."""
    end = start
    for count, word in enumerate(_WORD.finditer(text, start)):
        apart = word.start() != (start if count == 0 else end + 1) or (count and text[end] != " ")
        if apart or count == _LONGEST_WHOLE or word.group().lower() in lexicon().edges:
            break
        end = word.end()
    return (start, end) if end > start else None


def _subject(ahead: str) -> str | None:
    """The noun phrase of the clause that the verb ends; None where it is too long to be one."""
    begins = [match.end() for match in _CLAUSE.finditer(ahead)]
    words = _LEADING.sub("", ahead[begins[-1] if begins else 0 :].strip(" ,"))
    first = words.partition(" ")[0]
    named = bool(first) and (first in ELEMENTS or first.lower() not in lexicon().edges)
    return words if named and len(words.split()) <= _MOST_WORDS else None
