"""A sentence in, the conditions out under which its values hold: temperature, rate, field, cycle, atmosphere."""

import re
from dataclasses import dataclass, replace
from typing import Final

from ....records.model import Condition
from ....records.quantities import Quantity
from ....records.quantity_grammar import QuantitySpan
from ....records.units import Unit, parse_unit
from ..mentions.patterns import RADIATION
from .sentence_view import Sentence

_BY_DIMENSION: Final[dict[str, str]] = {
    "temperature": "temperature", "specific current": "current_density", "current density": "current_density",
    "magnetic flux density": "magnetic_field", "magnetic field strength": "magnetic_field",
    "electric field": "electric_field", "voltage rate": "scan_rate", "pressure": "pressure", "time": "time",
    "voltage": "voltage", "length": "wavelength", "force": "load", "temperature rate": "heating_rate",
    "concentration": "concentration", "current": "current", "power density": "irradiance", "flow rate": "flow_rate",
}  # fmt: skip
_BEFORE: Final = re.compile(
    r"(?:\b(?:at|under|after|for|during|below|above|until|till|up to|in|from|between|near|around|with|over|by|upon|of|"
    r"to|and|or|@|T|λ|H|f)\b|[(=@,])\s*(?:a |an |the )?"
    r"(?:(?:fixed |constant |applied |high |low |higher |lower |current |external |magnetic |electric |electrical |"
    r"charge |discharge |scan |strain |heating |cooling |sweep |excitation |rates?|densit(?:y|ies)|fields?|"
    r"temperatures?|frequenc(?:y|ies)|wavelengths?|pressures?|loads?|voltages?|potentials?|range|of|about|around|only|"
    r"as high as|~|≈|=|approximately) ?){0,8}$",
    re.IGNORECASE,
)
_AT: Final = re.compile(
    r"\b(?:at(?!\s(?:least|most)\b)|under|@|after|for|during|within|over|until|below|above|near)\s"
    r"(?:(?!(?:and|or|is|was|are|were|to|from|by|than)\b)[^\W\d][\w-]*\s){0,4}?"
    r"(?:about |around |~ ?|≈ ?|ca\. |approximately )?$",
    re.IGNORECASE,
)
_DIFFERENCE: Final = re.compile(
    r"\bby\s+(?:about |around |approximately |~ ?|up to )?$"
    r"|\b(?:steps?|interval|increments?|resolution|accuracy|precision|error)\s(?:of |size of |width of )?$",
    re.IGNORECASE,
)
_SETTLED: Final = re.compile(
    r"\b(?:steady|stable|constant|stabili[sz]e[sd]?|saturate[sd]?|settle[sd]?|level(?:s|led)? off|converge[sd]?|"
    r"start(?:s|ed)|beg[ai]ns?|end(?:s|ed)|peak(?:s|ed)|remain(?:s|ed)|stay(?:s|ed)|stands|stood|amount(?:s|ed)) at "
    r"(?:about |around |~ ?)?$"
    r"|\b(?:is|was|are|were|been|being|remain(?:s|ed)|stay(?:s|ed)|lies|fell|rose)\s"
    r"(?:(?:well|far|always|still|just|slightly|all|also|even|typically|usually|much)\s)*"
    r"(?:above|below|over|under|within|near|beyond)\s(?:about |around |~ ?)?$",
    re.IGNORECASE,
)
"""What something is ``steady at``, ``starts at`` or ``was below`` is its value."""
_PANEL: Final = re.compile(r"(?:^|[\s,;])\([a-h]\)\s$")
_OF_PANELS: Final = frozenset({"temperature", "time"})
"""What tells the panels of a figure apart: ``etched at (a) 300 °C, (b) 400 °C``."""
_CYCLES: Final = re.compile(
    r"(?:st|nd|rd|th)?[ -](?:(?:charge|discharge|charging|full|galvanostatic|thermal|CV|redox)[\w/-]* )?cycles?\b"
)
_ORDINAL: Final = re.compile(
    r"\b(?:the )?(?P<word>first|initial|second|third|fifth|tenth|(?P<number>\d{1,5})(?:st|nd|rd|th))"
    r"(?: [\w/-]+)? cycles?\b",
    re.IGNORECASE,
)
_ORDINALS: Final = {"first": 1, "initial": 1, "second": 2, "third": 3, "fifth": 5, "tenth": 10}
_HUMIDITY: Final = re.compile(r"\b(?:RH|relative humidity|humidity)\b")
_HUMID: Final = re.compile(r"\s(?:RH|R\.\s?H\.|relative humidity|humidity)(?!\w)")
_ROOM: Final = re.compile(r"\b(?:room[- ]temperature|ambient temperature|RT)\b")
_LIGHT: Final = (
    r"(?:(?:excit\w+|lasers?|incident|irradiation|monochromatic|probe|pump|X-ray)\s(?:light|lines?|sources?|radiation|"
    r"beams?)|lasers?|excitation|radiation)"
)
_RADIATION_AHEAD: Final = re.compile(
    rf"\b(?:{_LIGHT}|{RADIATION})\s?(?:(?:with|at|of|having)\s(?:a\s|the\s)?)?"
    r"(?:wavelengths?\s?(?:of|at|:)?\s?|(?:[,(]|with)?\s?λ\s?=\s?|\(\s?)$"
)
_RADIATION_BEHIND: Final = re.compile(
    rf"\s?\)?\s(?:(?:[A-Z][\w–+-]*|pulsed|diode|green|red|blue|solid-state)\s){{0,3}}?{_LIGHT}\b"
)
"""``a 532 nm laser``, ``Cu Kα radiation (λ = 1.54 Å)``."""
_SHARE_AT: Final = re.compile(r"\d\s?%\sat\s(?:about |around |~\s?)?$")
"""``transparent (80 % at 550 nm)``"""
_ATMOSPHERE: Final = re.compile(
    r"\b(?:in|under)\s(?:an?\s|the\s|flowing\s|dry\s|pure\s|wet\s|humidified\s|static\s|ambient\s|synthetic\s|"
    r"inert\s|reducing\s|"
    r"high\s)*(?P<gas>air|argon|Ar|nitrogen|N2|oxygen|O2|hydrogen|H2|helium|He|vacuum|CO2|NH3|H2/Ar|Ar/H2|H2/N2|N2/H2)"
    r"(?:\s(?:atmosphere|gas|flow|flux|environment|ambient)|(?=[\s,.;)]))"
)


@dataclass(frozen=True, slots=True)
class PlacedCondition:
    """A condition and where it stands; ``items`` are the members of a list, for sentences that distribute."""

    start: int
    end: int
    condition: Condition
    items: tuple[Condition, ...] = ()


def find_conditions(sentence: Sentence, taken: frozenset[int]) -> list[PlacedCondition]:
    """The conditions of a sentence in order; quantities that start at ``taken`` are values, not conditions."""
    free = (span for span in sentence.quantities if span.start not in taken and not is_difference(sentence, span))
    found = [placed for span in free if (placed := _placed(sentence, span))]
    own = sentence.own
    for match in _ORDINAL.finditer(own):
        number = float(match.group("number") or _ORDINALS[match.group("word").lower()])
        found.append(_worded(sentence, match, "cycle_number", Quantity(text=match.group("word"), value=number)))
    for match in _ROOM.finditer(own):
        found.append(_worded(sentence, match, "temperature", None))
    for match in _ATMOSPHERE.finditer(own):
        start = sentence.start + match.start("gas")
        condition = Condition(name="atmosphere", text=match.group("gas"))
        found.append(PlacedCondition(start, sentence.start + match.end("gas"), condition))
    return sorted(found, key=lambda placed: placed.start)


def is_humidity(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> bool:
    """Whether a share is one of the water that air can hold: ``at 80% RH``."""
    return unit is not None and unit.plain == "%" and _HUMID.match(sentence.text, span.end) is not None


def is_radiation(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> bool:
    """Whether a length is the wavelength of what a sample is exposed to, and measures nothing of it."""
    if unit is None or unit.dimension != "length":
        return False
    ahead = sentence.text[max(sentence.start, span.start - 60) : span.start]
    if unit.plain == "nm" and _SHARE_AT.search(ahead):
        return True
    return bool(_RADIATION_BEHIND.match(sentence.text, span.end) or _RADIATION_AHEAD.search(ahead))


def is_difference(sentence: Sentence, span: QuantitySpan) -> bool:
    """Whether a quantity tells how far something moves or how fine it is, not where it is: ``falls by 3 K``."""
    return bool(_DIFFERENCE.search(sentence.text[max(sentence.start, span.start - 90) : span.start]))


def is_condition(sentence: Sentence, span: QuantitySpan) -> bool:
    """Whether the words before a quantity make it a condition: ``at 300 K``, ``under 2 T``, ``after 100 cycles``."""
    if _CYCLES.match(sentence.text, span.end) or _is_of_panel(sentence, span):
        return True
    window = sentence.text[max(sentence.start, span.start - 48) : span.start]
    return bool(_AT.search(window)) and not _SETTLED.search(window)


def _is_of_panel(sentence: Sentence, span: QuantitySpan) -> bool:
    """Whether a caption tells a panel by the quantity."""
    unit = parse_unit(span.quantity.unit) if span.quantity.unit and sentence.block_type == "caption" else None
    ahead = sentence.text[max(sentence.start, span.start - 6) : span.start]
    return unit is not None and unit.dimension in _OF_PANELS and _PANEL.search(ahead) is not None


def _placed(sentence: Sentence, span: QuantitySpan) -> PlacedCondition | None:
    name = condition_name(sentence, span)
    if name is None:
        return None
    items = tuple(Condition(name=name, quantity=with_unit(sentence, span, item)) for item in span.items)
    return PlacedCondition(span.start, span.end, Condition(name=name, quantity=span.quantity), items)


def with_unit(sentence: Sentence, span: QuantitySpan, item: QuantitySpan) -> Quantity:
    """A member of a list or range; its text gets the unit that is printed once for all."""
    if item.unit is not None or span.unit is None or item is span:
        return item.quantity
    printed = sentence.text[slice(*span.unit)]
    blank = sentence.text[span.number[1] : span.unit[0]]
    return replace(item.quantity, text=f"{item.quantity.text}{blank}{printed}")


def condition_name(sentence: Sentence, span: QuantitySpan) -> str | None:
    """What a quantity in a sentence can be a condition of, by its unit and the words around; None if of nothing."""
    if span.kind == "date":
        return None
    if _CYCLES.match(sentence.text, span.end):
        return "cycle_number"
    unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
    if unit is None:
        return None
    window = sentence.text[max(sentence.start, span.start - 60) : span.start]
    if not _BEFORE.search(window):
        return None
    if unit.dimension == "frequency":
        return _rate_name(unit.plain, window)
    if unit.plain == "%" and _HUMIDITY.search(sentence.text[span.end : span.end + 24]):
        return "relative_humidity"
    if unit.dimension == "length" and not re.search(r"wavelength|\bλ|\bat\s*$|excit", window):
        return None
    if unit.dimension == "voltage" and span.kind == "range":
        return "voltage_window"
    return _BY_DIMENSION.get(unit.dimension)


def _rate_name(plain: str, window: str) -> str:
    if plain == "1/h":
        return "c_rate"
    if plain == "1/s" or "strain" in window:
        return "strain_rate"
    return "rotation_speed" if plain == "rpm" else "frequency"


def _worded(sentence: Sentence, match: re.Match[str], name: str, quantity: Quantity | None) -> PlacedCondition:
    condition = Condition(name=name, quantity=quantity, text=None if quantity else match.group())
    return PlacedCondition(sentence.start + match.start(), sentence.start + match.end(), condition)


def conditions_of(
    value: tuple[int, int], placed: list[PlacedCondition], others: list[int], member: tuple[int, int] = (0, 1)
) -> tuple[Condition, ...]:
    """The conditions of the value at the range ``value``: one of each name.

    Behind the value and before the next one (``others`` are where values start) stand its own; a condition ahead
    of all values holds for all. ``member`` is the value's place in a list and the list's length: it takes the
    condition at the same place of a list as long.
    """
    (start, end), (place, count) = value, member
    following = min((other for other in others if other >= end), default=1 << 62)
    before = max((other for other in others if other < start), default=-1)
    chosen: dict[str, Condition] = {}
    behind = [one for one in placed if end <= one.start < following]
    ahead = [one for one in reversed(placed) if one.start < start]
    own = [one for one in ahead if one.start > before]
    shared = [one for one in ahead if one.start < min(others, default=start)]
    for one in (*behind, *own, *shared):
        condition = one.items[place] if count > 1 and len(one.items) == count else one.condition
        chosen.setdefault(condition.name, condition)
    return tuple(chosen.values())
