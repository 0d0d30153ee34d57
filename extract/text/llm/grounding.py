"""A model's claim and its passage in, the places in the passage that bear it out; a claim without them is invented.

A claim's strings are looked for in the passage's own characters; only spacing and the look of a character (a dash, a
micro sign, a subscript) may differ. What is kept is what the passage prints there, never what the model wrote.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ....records.model import Condition
from ....records.quantity_grammar import QuantitySpan, find_quantities
from ....records.unit_notation import DASHES
from ....records.units import parse_unit
from ....records.vocabulary import Property, Vocabulary
from .schema import Claim, ClaimedCondition

Range: TypeAlias = tuple[int, int]
Fault: TypeAlias = Literal["quote", "value", "unit", "property words", "property", "sample"]
"""What of a claim has no ground: the first that is looked for and not found."""

CONDITIONS: Final = frozenset({
    "temperature", "pressure", "current_density", "c_rate", "cycle_number", "frequency", "time", "wavelength",
    "magnetic_field", "electric_field", "voltage", "voltage_window", "scan_rate", "heating_rate", "relative_humidity",
    "load", "concentration", "current", "irradiance", "flow_rate", "strain_rate", "rotation_speed", "atmosphere",
})  # fmt: skip
"""Names of conditions, as the rules give them."""
_SIGN: Final = re.compile(r"^(?:[~≈∼<>≤≥=]|ca\.|about|up to)\s*", re.IGNORECASE)
_NAMED: Final = re.compile(r"[A-Z0-9α-ωΑ-Ω]|[a-z]{5}")
_LOOKS: Final = dict.fromkeys(map(ord, DASHES), "-") | {ord("∼"): "~", ord("⋅"): "·", ord("∙"): "·"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """A claim found in its passage; all ranges are in the passage's text. ``sample`` is None where none is named."""

    property: Property
    span: QuantitySpan
    unit: Range | None
    quote: Range
    words: Range
    sample: Range | None
    conditions: tuple[Condition, ...]


class Text:
    """A passage, searched without regard to spacing and the look of characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded, self.places = _fold(text)
        self.quantities = [item for span in find_quantities(text) for item in _members(span)]

    def find(self, wanted: str, *, case: bool = True) -> Iterator[Range]:
        """Where ``wanted`` stands as words of its own: ranges in the text as printed."""
        needle = _fold(wanted)[0].strip()
        if not needle:
            return
        folded = self.folded if case else self.folded.lower()
        needle = needle if case else needle.lower()
        at = folded.find(needle)
        while at >= 0:
            end = at + len(needle)
            if not (_joined(folded, at) or _joined(folded, end)):
                yield self.places[at], self.places[end - 1] + 1
            at = folded.find(needle, at + 1)

    def same(self, spot: Range, wanted: str) -> bool:
        """Whether ``wanted`` is what is printed at ``spot``."""
        return _tight(self.text[slice(*spot)]) == _tight(wanted)


def ground(claim: Claim, text: Text) -> Grounded | Fault:
    """The places of a claim in its passage, or what of it is not there."""
    quote = _first(text.find(claim.quote))
    if quote is None:
        return "quote"
    numbers = [span for span in text.quantities if _inside(span, quote) and _prints(text, span, claim.value)]
    if not numbers:
        return "value"
    spans = [(span, unit) for span, unit in _with_units(text, numbers) if _has_unit(text, span, unit, claim)]
    if not spans:
        return "unit"
    span, unit = spans[0]
    words = _nearest(text.find(claim.property_words, case=False), span.start) if len(claim.property_words) else None
    if words is None:
        return "property words"
    entry = _property(claim, span)
    if entry is None:
        return "property"
    sample = _nearest(text.find(claim.sample), span.start) if claim.sample else None
    if claim.sample and sample is None:
        return "sample"
    if sample is not None and not _NAMED.search(text.text[slice(*sample)]):
        sample = None
    conditions = tuple(_conditions(claim.conditions, text, quote, span))
    return Grounded(
        property=entry, span=span, unit=unit, quote=quote, words=words, sample=sample, conditions=conditions
    )


def _property(claim: Claim, span: QuantitySpan) -> Property | None:
    """What the printed words mean with this unit; the model's name decides between meanings, or where there is none."""
    unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
    vocabulary = Vocabulary.load()
    named = vocabulary.get(claim.property)
    meanings = [entry for entry in vocabulary.match(claim.property_words, unit) if entry.fits(unit)]
    if named is not None and named.fits(unit) and (not meanings or named in meanings):
        return named
    return meanings[0] if meanings else None


def _conditions(
    claimed: Sequence[ClaimedCondition], text: Text, quote: Range, value: QuantitySpan
) -> Iterator[Condition]:
    """The conditions that are printed in the quote, once each name; a made-up one is left out."""
    seen: set[str] = set()
    for one in claimed:
        if one.name not in CONDITIONS or one.name in seen:
            continue
        found = _condition(one, text, quote, value)
        if found is not None:
            seen.add(one.name)
            yield found


def _condition(one: ClaimedCondition, text: Text, quote: Range, value: QuantitySpan) -> Condition | None:
    numbers = [
        span
        for span in text.quantities
        if _inside(span, quote)
        and (span.end <= value.start or value.end <= span.start)
        and _prints(text, span, one.value)
    ]
    for span, unit in _with_units(text, numbers):
        if (one.unit and _has_unit(text, span, unit, one)) or (not one.unit and one.name == "cycle_number"):
            return Condition(name=one.name, quantity=span.quantity)
    if one.unit or not re.search(r"[A-Za-z]", one.value):
        return None
    words = next((spot for spot in text.find(one.value) if quote[0] <= spot[0] < quote[1]), None)
    return Condition(name=one.name, text=text.text[slice(*words)]) if words else None


def _prints(text: Text, span: QuantitySpan, value: str) -> bool:
    bare = _SIGN.sub("", value.strip())
    return bool(bare) and (text.same(span.number, bare) or text.same((span.start, span.end), value.strip()))


def _with_units(text: Text, spans: Iterable[QuantitySpan]) -> Iterator[tuple[QuantitySpan, Range | None]]:
    """Quantities with the place of their unit, which for a member of a list is printed behind the last one."""
    ends = [other.unit for other in text.quantities if other.unit]
    for span in spans:
        unit = span.unit
        if unit is None and span.quantity.unit:
            unit = next((spot for spot in ends if spot[0] >= span.end), None)
        yield span, unit


def _has_unit(text: Text, span: QuantitySpan, unit: Range | None, claim: Claim | ClaimedCondition) -> bool:
    """Whether the claimed unit is the printed one, in this spelling or another that stands in the value."""
    if not claim.unit:
        whole = unit is not None and text.same((span.start, span.end), claim.value.strip())
        return whole or span.quantity.unit is None
    if unit is None:
        return False
    if text.same(unit, claim.unit):
        return True
    parsed = parse_unit(claim.unit)
    return parsed is not None and parsed.plain == span.quantity.unit and any(text.find(claim.unit))


def _members(span: QuantitySpan) -> Iterator[QuantitySpan]:
    if span.kind == "date":
        return
    if span.kind != "list":
        yield span
    for item in span.items:
        yield from _members(item)


def _inside(span: QuantitySpan, quote: Range) -> bool:
    return quote[0] <= span.start and span.end <= quote[1]


def _first(found: Iterator[Range]) -> Range | None:
    return next(found, None)


def _nearest(found: Iterable[Range], place: int) -> Range | None:
    """The one nearest to ``place``, of two as near the one before it."""
    return min(found, key=lambda spot: (abs(spot[0] - place), spot[0]), default=None)


def _fold(text: str) -> tuple[str, list[int]]:
    """Plain characters with one blank for all between words, and where each stood."""
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character).translate(_LOOKS):
            if one.isspace():
                if plain and plain[-1] != " ":
                    plain.append(" ")
                    places.append(place)
            else:
                plain.append(one)
                places.append(place)
    return "".join(plain), places


def _tight(text: str) -> str:
    return _fold(text)[0].replace(" ", "")


def _joined(text: str, edge: int) -> bool:
    """Whether the characters on both sides of ``edge`` belong to one word or number."""
    if not 0 < edge < len(text):
        return False
    before, after = text[edge - 1], text[edge]
    if before.isalnum() and after.isalnum():
        return True
    if before in ".," and after.isdigit():
        return edge > 1 and text[edge - 2].isdigit()
    return before.isdigit() and after in ".," and text[edge + 1 : edge + 2].isdigit()
