"""A quantity whose sentence names no property in, what a sentence before said of another sample that it takes up out.

``The hardness of A was 310 HV. B reached 352 HV, and that of C was lower (298 HV).``
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ....records.quantity_grammar import QuantitySpan
from ....records.units import Unit
from ....records.vocabulary import Property
from .candidates import Candidate
from .changes import is_change
from .conditions import is_condition
from .property_phrases import PropertyPhrase
from .sentence_view import Sentence

_ABOUT: Final = (
    r"(?:(?:about|around|approximately|only|nearly|almost|just|merely|still|even|roughly|some|at least|at most|up to|"
    r"as (?:much|high|low|large|small) as|more than|less than|no more than|not more than|a value of|values of)\s|"
    r"[~∼≈<>≤≥]\s?)*"
)
_HAS: Final = re.compile(
    r"\b(?:ha[sd]|have|having|shows?|showed|showing|gives?|gave|giving|reach(?:es|ed|ing)?|attain(?:s|ed)?|"
    r"exhibit(?:s|ed|ing)?|yield(?:s|ed|ing)?|deliver(?:s|ed|ing)?|measure[sd]?|possess(?:es|ed)?|achieve[sd]?|needs?|needed|"
    r"requires?|required|withstands?|withstood|display(?:s|ed)?|provide[sd]?|"
    r"(?:amount(?:s|ed)?|c[ao]mes?|corresponds?|corresponded) to|"
    r"(?:stands?|stood|stay(?:s|ed)?|remain(?:s|ed)?|failed|fails|broke|breaks) at|"
    r"(?:rose|rises|risen|increase[sd]?|increasing|fell|falls|fallen|drop(?:s|ped)?|decrease[sd]?|decreasing|climb(?:s|ed)?|"
    r"decline[sd]?|cut|lowered|raised|reduce[sd]?|narrowed|grew|grown|came down|come down|went up|brings? \w+|"
    r"reduces? \w+|raises? \w+|brought \w+|improve[sd]?|shrank|shrunk|diminish(?:es|ed)|enhanced) to)\s"
    rf"{_ABOUT}$",
    re.IGNORECASE,
)
_IS: Final = re.compile(
    r"\b(?:it|this|these|they|that(?:\sof\s[^,;:()]{1,40})?|those(?:\sof\s[^,;:()]{1,40})?|(?:the\s)?values?"
    r"(?:\s(?:of|for|in)\s[^,;:()]{1,40})?|(?:the\s)?(?:former|latter|other|others|rest|maximum|minimum|average|mean))\s"
    rf"(?:(?:is|was|are|were|being|be)\s(?:(?:found|measured|determined|still|also|only|even|then|much|slightly)\s)*"
    rf"(?:(?:lower|higher|larger|smaller|the (?:highest|lowest|largest|smallest)),\s)?(?:to be\s)?)?{_ABOUT}$",
    re.IGNORECASE,
)
_WAS_FOUND: Final = re.compile(
    r"\s(?:is|was|are|were)\s(?:\w+ly\s)?(?:found|obtained|measured|reached|recorded|observed|achieved|attained|reported)\b"
)
_OPENED: Final = re.compile(rf"\s\({_ABOUT}$")
_CLOSED: Final = re.compile(r"\s?[);,]")
_CLAUSE: Final = re.compile(
    r"[;:]|,\s(?:while|whereas|but|and|which|where|that)\b|\b(?:while|whereas|although|because)\b"
)
_PRONOUN: Final = re.compile(
    r"\b(?:it|its|they|their|this|these|those|that|ones?|the (?:former|latter|others?|control|reference|parent))\b",
    re.IGNORECASE,
)
_NEVER: Final = frozenset({
    "time", "mass", "volume", "concentration", "temperature rate", "flow rate", "power", "temperature", "frequency",
    "current", "velocity",
})  # fmt: skip
"""Dimensions of what is set as often as found: a value in one of these needs its property named."""
_OF_PARTS: Final = frozenset({"element_content", "constituent_content", "composition_ratio", "xps_binding_energy"})
"""What there is one of for each part of a sample: another value need not be of the same part."""
_AS_SURE: Final = 0.85
"""How much less likely a value is than the one whose property it takes up."""
_COST: Final = 20.0


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence before said: the ``words`` of a property and the canonical unit of its value."""

    property: Property
    words: str
    canonical: str | None
    confidence: float


def taken_up(sentence: Sentence, span: QuantitySpan, unit: Unit | None, told: Sequence[Told]) -> Candidate | None:
    """The property of the last value told in the same unit, if the sentence says of something that it has a value."""
    canonical = unit.canonical if unit else None
    before = next((one for one in told if one.canonical == canonical), None)
    if before is None or before.property.name in _OF_PARTS or not _can_be(sentence, span, unit):
        return None
    if not (_is_had(sentence, span) or _is_beside(sentence, span)):
        return None
    place = (span.start, span.start)
    phrase = PropertyPhrase(
        start=span.start, end=span.start, whole=place, properties=(before.property,), named=before.words
    )
    return Candidate(span, before.property, phrase, _COST, likely=_AS_SURE * before.confidence)


def _can_be(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> bool:
    """Whether a quantity may be a value at all without words of a property; bare numbers are decimals."""
    if span.kind == "date" or is_change(sentence, span) or is_condition(sentence, span):
        return False
    return "." in span.quantity.text if unit is None else unit.dimension not in _NEVER


def _is_had(sentence: Sentence, span: QuantitySpan) -> bool:
    """Whether a verb leads from something that is named or referred to in its clause to the value."""
    ahead = sentence.text[sentence.start : span.start]
    if _IS.search(ahead[-120:]):
        return True
    verb = _HAS.search(ahead[-80:])
    found = _WAS_FOUND.match(sentence.text, span.end)
    if verb is None and found is None:
        return False
    low = sentence.start + max((one.end() for one in _CLAUSE.finditer(ahead)), default=0)
    named = any(low <= one.start and one.end <= span.start for one in sentence.mentions)
    behind = found is not None and any(one.start >= span.end for one in sentence.mentions)
    return named or behind or _PRONOUN.search(sentence.text, low, span.start) is not None


def _is_beside(sentence: Sentence, span: QuantitySpan) -> bool:
    """Whether a value stands in a bracket behind what it is of: ``the second film (3.1 GPa)``."""
    opened = _OPENED.search(sentence.text, max(sentence.start, span.start - 30), span.start)
    if opened is None or not _CLOSED.match(sentence.text, span.end):
        return False
    return any(one.end == opened.start() for one in sentence.mentions)
