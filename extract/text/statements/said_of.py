"""A phrase and a quantity of one sentence in, how far the phrase is from being said of the quantity out.

A cost under ten is as good as a statement (``the band gap is 3.2 eV``); one over :data:`FARTHEST` is none.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, TypeVar

from ....records.quantity_grammar import QuantitySpan
from ....records.units import Unit, parse_unit
from .conditions import is_condition
from .property_phrases import PropertyPhrase
from .sentence_view import Sentence

T = TypeVar("T", PropertyPhrase, QuantitySpan)

FARTHEST: Final = 160.0
_LONGEST_GAP: Final = 140
_SAYING: Final = (
    r"(?:(?:of|is|was|are|were|be|being|been|=|:|≈|~|∼|<|>|≤|≥|equals?|equal to|equivalent to|"
    r"amount(?:s|ed|ing)? to|reach(?:es|ed|ing)?|attain(?:s|ed)?|approach(?:es|ed)?|exceed(?:s|ed|ing)?|did not|"
    r"does not|not|remain(?:s|ed|ing)?|to be|about|around|approximately|up to|only|as|found|measured|calculated|"
    r"estimated|determined|obtained|evaluated|observed|detected|recorded|reported|derived|refined|taken|lies?|lay|"
    r"stays?|stayed|steady|stable|constant|corresponds? to|to|at|by|from|than|less|more|higher|lower|greater|over|"
    r"above|below|near|nearly|almost|roughly|just|some|approx\.?|ca\.?|located|centered|centred|close|the|a|an|with|"
    r"in the range|in the|range[sd]?|ranging|between|within|values?|levels?|order|maximum|minimum|average|averaged|"
    r"mean|peak|"
    r"high|low|very|quite|also|still|respectively|increase[sd]?|decrease[sd]?|increasing|decreasing|linearly|"
    r"slightly|significantly|further|however|therefore|finally|eventually|even|always|typically|usually|generally|mostly|temperatures?|wavelengths?|potentials?|wavenumbers?|occurs?|occurred|2θ|"
    r"gradually|drastically|sharply|markedly|drop(?:s|ped)?|has|have|had|can|could|may|would|will|it|which|that|"
    r"r[io]ses?|improve[sd]?|enhanced|reduced|changed?|fell|falls|grew|grows|grown|shifts?|shifted|varie[sd]|vary|"
    r"varying|narrow(?:s|ed)|widen(?:s|ed)|lowered|raised|dropping|as high as|as low as|much|well|far|and|least|"
    r"most|come|came|comes|down|gone|went|climb(?:s|ed)|decline[sd]?|diminish(?:es|ed)|brought|back)[\s,]*)"
)
_BRACKETS: Final = r"(?:\s*\([^()]{1,40}\)|,\s[A-Za-zΔ][\w/]{0,9},|\s+[A-Za-zΔ][\w/]{0,9}(?=\s?[=≈~]))?"
_IS: Final = re.compile(
    rf"^s?{_BRACKETS}[\s,]*(?:values?|levels?|as high as|as low as)?\s*{_SAYING}{{0,16}}"
    rf"(?:\([~∼≈<>≤≥]?\s?)?(?:[A-ZΔ][\w/]{{0,6}}\s?[=≈]\s?)?$",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    rf"^s?{_BRACKETS}(?:(?:,|,?\sand)\s[A-ZΔ][\w/]{{0,6}}){{0,3}}(?:,?\s(?:of|for|in|on|at|after|during|under|from|within|between|by|using|with|obtained|measured|"
    rf"estimated|calculated|determined|along|near|through)\s"
    r"(?:(?!\b(?:is|was|are|were|has|have|had|which|while|whereas|but|reache[sd]|increase[sd]|decrease[sd])\b)"
    r"[^;:()]){1,110}?|\s\([^()]{1,60}\)){1,2}"
    rf",?\s(?:is|was|are|were|has|have|had|reache[sd]|increase[sd]|decrease[sd]|amounts?|amounted|drop(?:s|ped)|f[ae]ll|falls|rose|rises|"
    rf"remain(?:s|ed)|exceed(?:s|ed)|grew|grows|varie[sd]|ranges|ranged|lies|changed|changes|approache[sd]|equals)\s"
    rf"{_SAYING}{{0,14}}$",
    re.IGNORECASE,
)
"""``hardness of X after ageing at 200 °C was``: what lies between is about the subject and the conditions."""
_OF_WHICH_IS: Final = re.compile(
    r"s?\s(?:of|for|in)\s[^,;]{1,40}\s(?:is|was|are|were|reaches|reached|=)\s(?:about |only |approximately |~ ?)?$"
)
_TOLD_IN_BRACKET: Final = re.compile(
    r"^s?(?:(?:\s[^;:(),.\d]{1,60})?\s(?:is|was|are|were|remain(?:s|ed)|stay(?:s|ed))\s[^;:(),.\d]{1,60}"
    r"|\s(?:of|for|in|between|at)\s(?:[^;:(),.\d]|(?<=[A-Za-z–-])\d+){1,50})\s\([~∼≈<>≤≥]?\s?$"
)
"""``the density at the interface was alike in all samples (2 g/cm3)``, ``the barrier of this film (0.4 eV)``."""
_CITED_AS: Final = re.compile(
    r"^s?(?:\s(?:of|for|in)\s[^;:()]{1,60}?)?(?:\s(?:was|were|is|are|has been|have been))?\s"
    r"(?:reported|found|measured|obtained|published|given|determined|observed|proposed|calculated)\s(?:by|in)\s"
    r"[A-Z][^;:()]{1,50}\s\([~∼≈<>]?\s?$"
)
"""``activation energies were reported by Fisher et al. [7] (0.5 eV)``."""
_DEPENDS: Final = re.compile(
    r"\b(?:increas|decreas|drop|r[io]s|improv|chang|f[ae]ll|gr[oe]w|declin|shift|var[yi]|depend|scal)\w*\s(?:\w+ly\s)?"
    r"(?P<on>(?:with|as a function of)\s(?:(?:the|an?|its|increasing|decreasing|rising|higher|lower|growing)\s)*)$",
    re.IGNORECASE,
)
"""What something changes with is no word of its values: ``c/a falls with the strontium content, from 1.011``."""
_AND_AT: Final = re.compile(r",?\s(?:and|,)\s(?:an?\s|the\s)?[^\d,;:()]{0,40}")
"""``at a wavelength of 500 nm and a potential of 0.4 V``: a condition goes on with another one."""
_SHARE_OF: Final = re.compile(r"\s+of\s+(?:the|a|an|its|their)\s")
"""``94 % of the theoretical capacity`` is no theoretical capacity."""
_WINDOW: Final = re.compile(r"\s(?:range|window|interval|region|limits?|cut-?offs?|step|profile)s?$")
_SWEPT: Final = frozenset({"voltage", "current density", "specific current", "frequency"})
"""What one runs through: a ``voltage range`` is one of these, a ``particle size range`` a result."""
CLAUSE: Final = re.compile(
    r";|,\s(?:while|whereas|but|which|where|and then)\b|\b(?:while|whereas|although|because|since)\b"
)
LINK: Final = re.compile(
    r"\b(?:is|was|are|were|of|reache[sd]|exhibit\w*|show\w*|deliver\w*|display\w*|possess\w*|has|have|had|be|with|"
    r"g[ai]v(?:e|es|en|ing)|yield\w*|achiev\w*|generat\w*|produc\w*|provid\w*|attain\w*|to)\b|="
)
_BEHIND: Final = re.compile(
    r"^[\s-]*(?:(?:of|in|for|as)\s+)?(?:(?:the|a|an|its|their|initial|high|reversible)\s+){0,4}$"
)
_PLACES: Final = frozenset({"spectroscopic"})
_PLACED: Final = frozenset({
    "emission_wavelength", "absorption_wavelength", "onset_potential", "cell_voltage", "melting_temperature",
    "glass_transition_temperature", "crystallization_temperature", "decomposition_temperature",
    "phase_transition_temperature", "peak_temperature", "curie_temperature", "neel_temperature",
    "superconducting_transition_temperature", "blocking_temperature", "diffraction_angle", "photon_energy_feature",
    "work_function", "electron_affinity",
})  # fmt: skip
_PLACE_NOUNS: Final = re.compile(
    r"(?:peaks?|bands?|shoulders?|edges?|onsets?|maxim(?:um|a)|minim(?:um|a)|noses?|plateaus?|plateaux|point|points|"
    r"temperatures?|threshold|reflections?|liquidus|solidus|frequenc(?:y|ies)|signals?)$",
    re.IGNORECASE,
)
"""Last words of what lies somewhere: ``at 440 °C`` is then the value itself."""
_BOUND: Final = re.compile(
    r"^\s(?:(?:well|far|just|slightly|always|still|even|is|was|are|were|be|remain(?:s|ed)|stay(?:s|ed)|lies|kept|fell|falls|drops|"
    r"dropped)\s)*(?:above|below|over|under|within|near|beyond|around)\s(?:about |~ ?)?$"
)
"""``an overpotential below 25 mV``: a bound of the value, not a condition."""
_MEANWHILE: Final = re.compile(r"\b(?:after|for|during|under)\s*(?:\S+\s){0,2}$")
_HAPPENS: Final = (
    r"^s?(?:\s(?:of|to|from|for|in|into|at|between)\s[^;:()]{1,80}?)?\s(?:(?:is|was|are|were|has|have|had|been|already|also|"
    r"can|could|may|might|will|would|shall|should|must|be|to|not|likely|only|usually|typically|known|reported|found|expected|fully|nearly|almost|"
    r"finally|then|first)\s)*(?:begins?|began|begun|start(?:s|ed)?|occurs?|occurred|occurring|takes? place|took place|"
    r"taking place|happens?|happened|finish(?:es|ed)?|completed?|reached|observed|detected|found|sets? in|appears?|"
    r"appeared|located|ends?|ended|proceeds?|achieved|initiated|triggered|seen)\s(?:[a-z]+ly\s)?"
)
_ROUGHLY: Final = r"(?:about|around|approximately|only|nearly|just|some|ca\.|~|≈|∼|the|a|an|its|\s)*"
_HAPPENS_AT: Final = re.compile(
    rf"{_HAPPENS}(?:at|around|above|below|near|over|in|between|within|from|before|until|up to|beyond|by)\s"
    rf"(?:(?:the|a|temperatures?|range|interval|of|from|between|as low as|as high as|lower than|higher than|below|"
    rf"above)\s)*{_ROUGHLY}$",
    re.IGNORECASE,
)
_HAPPENS_THERE: Final = re.compile(
    rf"^s?(?:\sof\s[^,;:()]{{1,40}})?\s(?:at|above|below|from|before)\stemperatures?\s"
    rf"(?:as low as|as high as|of|above|below|lower than|higher than|around|about|between|from)\s{_ROUGHLY}$",
    re.IGNORECASE,
)
_HAPPENS_AFTER: Final = re.compile(
    rf"{_HAPPENS}(?:at\s[^,;()]{{1,24}}\s)?(?:after|within|in|before)\s"
    rf"(?:(?:a|the)\s(?:period|time|duration)\sof\s)?{_ROUGHLY}$",
    re.IGNORECASE,
)
_THING_OF: Final = re.compile(
    r"^s?(?:\s\((?:ca\.? ?|about |around |approximately |[~<>≤≥≈] ?)?"
    r"|\s(?:of|with (?:a |an )?(?:size|diameter)s? of|in the range(?: of)?|ranging from|range from|is|are|was|were)\s"
    r"(?:ca\.? ?|about |around |approximately |[~<>≤≥≈∼] ?)?)$",
    re.IGNORECASE,
)
_THICK_OF: Final = re.compile(r"^s?\s(?:of|with)\s(?:ca\.? ?|about |around |approximately |[~<>≤≥≈∼] ?)?$")
"""``an anode of 25 µm``."""
_REFERRED: Final = re.compile(r"\b(?:[Tt]he|[Tt]hese|[Tt]hose|both)\s(?:annealed\s|thin\s|thick\s)?[~∼≈]?$")
_OF_SORT: Final = re.compile(r"[\s-](?:(?:thick|thin|diameter|sized|wide)\s)?(?=[A-Za-z])")
_FOR_SO_LONG: Final = re.compile(r"\s(?:for|during|in)\s\d")


def cost_known(sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan, unit: Unit | None) -> float:
    """The cost for words of the vocabulary, whose dimension already speaks for them."""
    if phrase.end <= span.start:
        costs = (_ahead(sentence, phrase, end, span, unit) for end in _ends(phrase, span))
        return min(costs, default=FARTHEST + 1) + _only_varied(sentence, phrase)
    if unit is None or phrase.properties[0].name in ("number_density", "composition_ratio"):
        return FARTHEST + 1
    return _behind(sentence, phrase, span)


def cost_open(sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan, unit: Unit | None) -> float:
    """The cost for words that only their last noun vouches for: nothing but a plain statement counts."""
    if phrase.end > span.start:
        share = unit is not None and unit.plain == "%" and _SHARE_OF.match(sentence.text, span.end)
        return FARTHEST + 1 if unit is None or phrase.setting or share else 3.0 + _behind(sentence, phrase, span)
    cost = min((_plainly(sentence, phrase, end, span, unit) for end in _ends(phrase, span)), default=FARTHEST + 1)
    cost += _only_varied(sentence, phrase)
    return cost + (200.0 if is_condition(sentence, span) and not _lies_there(sentence, phrase, span) else 0.0)


def _depends(sentence: Sentence, phrase: PropertyPhrase) -> int | None:
    """Where ``with increasing`` starts ahead of a phrase that something is said to change with."""
    low = max(sentence.start, phrase.start - 60)
    place = _varied(sentence.text[low : phrase.start])
    return None if place is None else low + place


@lru_cache(maxsize=4096)
def _varied(ahead: str) -> int | None:
    """Where ``with increasing`` starts at the end of a text; kept, as each value behind a phrase asks."""
    match = _DEPENDS.search(ahead)
    return match.start("on") if match else None


def _only_varied(sentence: Sentence, phrase: PropertyPhrase) -> float:
    """What it adds to the cost that something else changes with the phrase: a comma ends what is said of it."""
    if _depends(sentence, phrase) is None:
        return 0.0
    return 200.0 if sentence.text.startswith(",", phrase.whole[1]) else 30.0


def _gap(sentence: Sentence, start: int, end: int) -> str:
    """The text between, without the words of what something changes with."""
    kept, last = "", start
    for phrase in _within(sentence.words, start, end):
        varied = _depends(sentence, phrase) if last <= phrase.start and phrase.whole[1] <= end else None
        if varied is not None and varied >= last:
            kept += sentence.text[last:varied]
            last = phrase.whole[1]
    return kept + sentence.text[last:end]


def _within(ones: Sequence[T], start: int, end: int) -> Sequence[T]:
    """Those that start between two places, of ones in order."""
    first = bisect_left(ones, start, key=lambda one: one.start)
    return ones[first : bisect_left(ones, end, lo=first, key=lambda one: one.start)]


def _ends(phrase: PropertyPhrase, span: QuantitySpan) -> list[int]:
    """Where the phrase may end: with what is measured, or before that."""
    return [end for end in dict.fromkeys((phrase.whole[1], phrase.end)) if end <= span.start]


def _behind(sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan) -> float:
    gap = sentence.text[span.end : phrase.start]
    near = _BEHIND.match(gap) and len(gap) <= 40 and not is_condition(sentence, span)
    return 4.0 + len(gap) if near else FARTHEST + 1


def _plainly(sentence: Sentence, phrase: PropertyPhrase, end: int, span: QuantitySpan, unit: Unit | None) -> float:
    gap = _gap(sentence, end, span.start)
    bare = end == phrase.end and phrase.whole[1] > phrase.end
    if _is_said(gap):
        return 3.0 + 0.1 * len(gap) + bare
    if _is_said_of_it(sentence, end, span) or _is_cited_as(gap):
        return 8.0 + 0.05 * len(gap) + bare
    if _TOLD_IN_BRACKET.match(gap) and not _rivals(sentence, end, span.start, unit):
        return 14.0 + 0.05 * len(gap) + bare
    return FARTHEST + 1


def _rivals(sentence: Sentence, start: int, end: int, unit: Unit | None) -> bool:
    """Whether words between can have a value in the unit too."""
    between = (one for one in _within(sentence.words, start, end) if one.end <= end)
    return any(one.measures(unit) or any(entry.fits(unit) for entry in one.properties) for one in between)


def _is_said(gap: str) -> bool:
    """Whether nothing but words that give a value stand between a phrase and the value."""
    return len(gap) < _LONGEST_GAP and _IS.match(gap) is not None


def _is_said_of_it(sentence: Sentence, end: int, span: QuantitySpan) -> bool:
    """The same with the subject and conditions between, but no other value."""
    gap = _gap(sentence, end, span.start)
    return len(gap) < _LONGEST_GAP and bool(_ABOUT.match(gap)) and not _measured_between(sentence, end, span.start)


def _is_cited_as(gap: str) -> bool:
    """Whether somebody's name and the value's bracket stand between."""
    return len(gap) < _LONGEST_GAP and _CITED_AS.match(gap) is not None


def _measured_between(sentence: Sentence, start: int, end: int) -> bool:
    """Whether another value, which is no condition, stands between."""
    condition: QuantitySpan | None = None
    for other in _within(sentence.quantities, start, end):
        if other.end <= end and other.quantity.unit:
            joined = condition is not None and _AND_AT.fullmatch(sentence.text, condition.end, other.start)
            if not joined and not is_condition(sentence, other):
                return True
            condition = other
    return False


def _ahead(sentence: Sentence, phrase: PropertyPhrase, end: int, span: QuantitySpan, unit: Unit | None) -> float:
    gap = _gap(sentence, end, span.start)
    entry = phrase.properties[0]
    if _WINDOW.search(sentence.text[phrase.start : end]) and entry.dimension in _SWEPT:
        return FARTHEST + 1
    if phrase.symbol and phrase.end - phrase.start == 1 and (unit is None or unit.plain == "%"):
        return FARTHEST + 1
    if _is_said(gap):
        cost = 1.0 + 0.1 * len(gap)
    elif unit is None and not phrase.symbol and _OF_WHICH_IS.match(gap):
        cost = 10.0
    elif _is_cited_as(gap) or (not _is_letter(phrase) and _is_said_of_it(sentence, end, span)):
        cost = 8.0 + 0.05 * len(gap)
    elif unit is None or phrase.symbol:
        return FARTHEST + 1
    else:
        cost = 12.0 + 0.4 * len(gap) if LINK.search(gap) else 40.0 + len(gap)
    cost += 70.0 * len(CLAUSE.findall(gap))
    if is_condition(sentence, span) and not _takes_place(sentence, phrase, span, gap):
        cost += 200.0
    return cost


def _is_letter(phrase: PropertyPhrase) -> bool:
    """Whether a phrase is a symbol of one letter, which is said of nothing from afar."""
    return phrase.symbol and phrase.end - phrase.start < 2


def _takes_place(sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan, gap: str) -> bool:
    """Whether ``at 350 K`` is the value itself: a peak, a transition, a voltage plateau at somewhere."""
    entry = phrase.properties[0]
    if entry.domain not in _PLACES and entry.name not in _PLACED:
        return _lies_there(sentence, phrase, span)
    return len(gap) < 60 and not _MEANWHILE.search(gap)


def _lies_there(sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan) -> bool:
    """The same told by the phrase's last word, for a value that follows closely."""
    gap = sentence.text[phrase.end : span.start]
    words = sentence.text[phrase.start : phrase.end]
    if _BOUND.match(gap):
        return True
    return len(gap) < 40 and bool(_PLACE_NOUNS.search(words)) and not _MEANWHILE.search(gap)


def cost_of_noun(sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan, kind: str) -> float:
    """The cost for peaks, for what happens at a temperature or after a time, and for things of a size."""
    if kind == "peaked":
        return cost_open(sentence, phrase, span, parse_unit(span.quantity.unit or ""))
    if kind != "event":
        return _cost_of_thing(sentence, phrase, span)
    if phrase.end > span.start or _FOR_SO_LONG.match(sentence.text, span.end):
        return FARTHEST + 1
    gap = sentence.text[phrase.end : span.start]
    if len(gap) > 130 or _measured_between(sentence, phrase.end, span.start):
        return FARTHEST + 1
    matched = _HAPPENS_AT.match(gap) or _HAPPENS_THERE.match(gap) or _HAPPENS_AFTER.match(gap)
    return 12.0 + 0.1 * len(gap) if matched else FARTHEST + 1


def is_referred(sentence: Sentence, span: QuantitySpan) -> bool:
    """Whether a length tells which of several things is meant: ``the 15 nm film``, ``the 74 nm diameter particles``."""
    behind = _OF_SORT.match(sentence.text, span.end)
    if behind is None or not _REFERRED.search(sentence.text, max(sentence.start, span.start - 20), span.start):
        return False
    near = (one for one in sentence.words if one.end > behind.end() >= one.start)
    return any(one.dimensions & {"sized", "layered"} for one in near)


def _cost_of_thing(sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan) -> float:
    """Of a thing with its size; an electrode or a foil is only so thick where that is said plainly."""
    thin = "thin" in phrase.dimensions
    if phrase.end <= span.start:
        gap = sentence.text[phrase.end : span.start]
        said = (_THICK_OF if thin else _THING_OF).match(gap)
        across = said is not None and "layered" in phrase.dimensions and "diameter" in gap
        return 9.0 if said and not across else FARTHEST + 1
    gap = sentence.text[span.end : phrase.start]
    plainly = (
        (" thick ", "-thick ", " thin ", "-thin ") if thin else (" ", "-", " thick ", "-thick ", "-sized ", " sized ")
    )
    printed = sentence.text[phrase.start : phrase.end]
    return (
        9.0
        if gap in plainly or (thin and gap in (" ", "-") and printed.startswith(("thin ", "thick ")))
        else FARTHEST + 1
    )
