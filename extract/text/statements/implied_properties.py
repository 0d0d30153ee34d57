"""A quantity that no noun of a property names in, what its neighbours make it a value of out.

A share beside an element or a compound is its content (``C (77.5 at.%)``, ``2.4 % of Ca``, ``46.6 wt% Pt``), an energy
behind a core level a binding energy (``O 1s was found at 530.7 eV``), a length of a material its thickness (``80 nm of
Ag``), a number of cycles that something lasts its life (``withstands 10,000 cycles``).
"""

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from ....records.chemical_names import ions
from ....records.composition_grammar import ELEMENTS
from ....records.quantity_grammar import QuantitySpan
from ....records.units import Unit
from ....records.vocabulary import Vocabulary
from .property_phrases import PropertyPhrase
from .sentence_view import Sentence
from .shares import kept_of, of_theory, share_of, things_behind
from .verbs import temperature_of_loss, told_by_verb

Implied: TypeAlias = tuple[PropertyPhrase, float]
"""Words that are no property of themselves, ``named`` by it, and how far they are from the quantity."""

_SHARES: Final = frozenset({"wt%", "at.%", "mol%", "vol.%"})
_OF: Final = re.compile(r"\)?\s(?:of\s(?:the\s)?)?")
_OPENED: Final = re.compile(r"\s?(?:\((?:[~∼≈<>≤≥]\s?)?|[:–—-]\s?|=\s?)")
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]")
_ENUMERATED: Final = re.compile(r"(?<![\w-])[A-Z]?[a-z]*(?:,\s[A-Z]?[a-z]*)*,?\sand\s[A-Z]?[a-z]*(?![\w-])")
_JOINING: Final = ("-", "–", "/", ")")
_ATOMS_OF: Final = re.compile(
    r"\sof\s(?:the\s)?(?P<which>(?:interstitial|substitutional|dissolved|residual|active)\s)?"
)
_DOPED: Final = re.compile(r"\bdop(?:ed|ing)\s(?:with|to|by)\s[~∼≈]?\s?$")
_SUPPORTED: Final = re.compile(r"(?<![\w/–-])(?P<element>[A-Z][a-z]?)/(?:C(?!\w)|[A-Z][\w-]+)")
"""``Pt/C``, ``Ni/Al2O3``: a metal on its support, whose share is the metal's."""
_SHORT_FORM: Final = re.compile(r"-[A-Z]{2}")
"""``S-CSR particles``: the letter is a part of a short form."""
_PHASE: Final = re.compile(
    r"(?:(?:retained|reversed|residual|fresh|tempered|delta|δ)[\s-])?(?:austenite|ferrite|martensite|bainite|pearlite|cementite)\b"
    r"|(?:the\s)?(?:monoclinic|tetragonal|cubic|orthorhombic|rhombohedral|hexagonal|trigonal|amorphous|crystalline|glassy|"
    r"anatase|rutile|brookite|pyrochlore|perovskite|spinel|wurtzite)(?=[\s,.;)])"
    r"(?:\s(?:phase|polymorph|zirconia|titania|alumina|ZrO2|TiO2|[A-Z][\w]+))?"
    r"|(?:[αβγδεθησκ]|bcc|BCC|fcc|FCC|hcp|HCP|B2|L12)[\s-](?:phase\b|(?!ray)[A-Z][\w]+)"
)
"""Phases by name, by their system and by their letter: ``12 % of the cubic phase``, ``4 wt% of β-TCP``."""
_AMOUNTS_TO: Final = re.compile(
    r"(?:\s(?:and\s)?(?:[A-Z][a-z]?|[a-z]+)){0,2}\s(?:is|was|are|were|reach(?:es|ed)?|amount(?:s|ed) to|accounts? for|"
    r"accounted for)\s[^.,;:()\d]{0,60}(?:\(|[a-z]\s)[~∼≈<>]?\s?(?:[\d.]+\s?%\sand\s)?$"
)
"""``Oxygen was the dominant element with 50 %``."""
_CLAUSE: Final = re.compile(r"(?:[,;]|\b(?:and|that|while|where|but|as))\s$")
_DEGREE: Final = re.compile(r"[°◦]\s?$")
"""``at 700 °C (34 %)`` tells no carbon."""
_NO_SHARE: Final = re.compile(
    r"[\s-](?:[\w-]+\s){0,2}?(?:[Ss]teels?|alloys?|solutions?|electrolytes?|gas|atmosphere|RH)\b|"
    r"[\s–‐-](?:co-?)?(?:doped|substituted|added|reinforced|modified|filled|loaded)\s(?!(?:in|into|to|with|by)\b)"
)
"""``5 % Mn cryogenic steel`` and ``2 % Nb-doped TiO2`` are names, ``5 % HCl solution`` something used."""
_ADDED: Final = re.compile(
    r"(?:\b(?:[Aa]dding|[Aa]dditions? of|[Cc]ontaining|the|an?|for|for the)\s|^(?:At|With|For)\s)"
    r"(?:(?:about|only|up to|approximately)\s|[~∼≈]\s?)?$"
)
_REPLACED: Final = re.compile(
    r"\s(?:of\s)?[A-Z]\w*\s(?:ions?\s|atoms?\s)?(?:is|was|are|were)\s(?:replaced|substituted|added)\b"
)
"""``Adding 2 wt% Pd``, ``steel containing 5 % Mn``, ``the 2 wt% Pd sample``: what was made, and no content found."""
_PURE: Final = re.compile(r",?\s(?:pure|purity)\b")
_PURITY: Final = 95.0
"""Percent from which on a share tells how pure something is: ``iron (99.9 %)``."""
_CORE_LEVEL: Final = re.compile(r"(?<![A-Za-z])(?P<element>[A-Z][a-z]?)\s?[1-5]\s?[spdf](?:\s?[1357]/2)?(?![\w])")
_BAND_EDGE: Final = re.compile(r"(?<![A-Za-z])E\s?[CVcv](?=\s?[+−-]?\s?$)")
_CORE: Final = (10.0, 1500.0)
"""Electronvolts between which core levels are measured with an X-ray tube."""
_SURELY_CORE: Final = 50.0
_KINETIC: Final = re.compile(r"\b(?:[Kk]inetic|Auger|photon|excitation|radiation|X-rays?|source)\b")
_BACK: Final = 600
_RETAINED: Final = re.compile(
    r"\sof\s(?:the|its|their)\s(?:initial|original|first|maximum|starting)\s(?:[a-z-]+\s){0,2}?"
    r"(?P<what>capacity|capacitance|activity|efficiency|PCE|performance|power(?: density)?|strength|voltage|"
    r"current(?: density)?)\b"
)
"""``77 % of the initial capacity``: what is left of it."""
_EXTENTS: Final = {"wide": "width", "long": "length", "tall": "height", "high": "height"}
_EXTENDED: Final = re.compile(r"[\s-](?P<how>wide|long|tall|high)\b")
"""``the needles are 38 nm long``."""
_CYCLES: Final = re.compile(
    r"\s(?:(?:[a-z-]+\s){0,2}?cycles|times(?!\s(?:(?!under|after|over)[a-z]+er|more|less|as|that|the|those)\b))\b"
)
_LASTS: Final = re.compile(
    r"\b(?:withstand|withstood|sustain|undergo|endur|surviv|last|achiev|run|ran)\w*\s|\b(?:life|lifetime|endurance|durability)\b",
    re.IGNORECASE,
)
_FAILED: Final = re.compile(
    r"\b(?:fail(?:s|ed)?|broke|breaks|broken|fractured|ruptured|cracked)\s(?:\w+ly\s)?(?:after|at|within)\s"
    r"(?:(?:about|around|only|approximately|nearly)\s|[~∼≈]\s?)*$"
)
"""``failed after 8600 cycles``."""
_UNDER: Final = re.compile(r"\b(?:after|under|for|from|every)\s(?:[\w-]+\s){0,4}(?:[\d, ]*(?:and )?)$")
_REACH: Final = 240


def implied_by(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> Iterator[Implied]:
    """What stands beside a quantity that makes it a value of something, the nearest first."""
    yield from told_by_verb(sentence, span, unit)
    yield from temperature_of_loss(sentence, span, unit)
    if unit is None:
        yield from _cycles(sentence, span)
    elif unit.plain == "%" and (left := _RETAINED.match(sentence.text, span.end)):
        yield _retained(left), 7.0
    elif unit.plain in _SHARES or unit.plain == "%":
        special = [*of_theory(sentence, span), *kept_of(sentence, span)] if unit.plain == "%" else []
        yield from special or (*_content(sentence, span, unit), *share_of(sentence, span, unit))
    elif unit.plain == "cm-3":
        yield from _dopant(sentence, span)
    elif unit.plain in ("nm", "um"):
        yield from _thickness(sentence, span)
    elif unit.plain == "eV":
        yield from _level_in_gap(sentence, span) or _binding_energy(sentence, span)


def _content(sentence: Sentence, span: QuantitySpan, unit: Unit) -> Iterator[Implied]:
    """The element or the named compound right behind a share, or in front of its bracket."""
    text = sentence.text
    gap = _OF.match(text, span.end)
    if gap and (phase := _PHASE.match(text, gap.end())):
        yield _named(phase.span(), "phase_fraction", f"{phase.group()} fraction", "share"), 9.0
        return
    if listed := contents_listed(sentence, span, unit):
        yield listed[0], 9.0
        return
    if span.quantity.value is not None and span.quantity.value >= _PURITY:
        return
    if things_behind(sentence, span) is not None:
        return
    if _ADDED.search(sentence.own[: span.start - sentence.start][-40:]) or _REPLACED.match(sentence.text, span.end):
        return
    place = _behind(sentence, span) or _ahead(sentence, span) or _subject(sentence, span)
    if place is not None and not _PURE.match(text, span.end) and not _NO_SHARE.match(text, place[1]):
        yield _named(place, "element_content", f"{text[slice(*place)]} content", "share"), 9.0


def _dopant(sentence: Sentence, span: QuantitySpan) -> Iterator[Implied]:
    """Atoms of an element in a volume: ``2 × 10¹⁷ cm⁻³ of interstitial oxygen``, ``doped with 10¹⁶ cm⁻³ of boron``."""
    named = _ATOMS_OF.match(sentence.text, span.end)
    word = _WORD.match(sentence.text, named.end()) if named else None
    if named is None or word is None or not _is_element(sentence.text, word):
        return
    doped = _DOPED.search(sentence.text, max(sentence.start, span.start - 30), span.start) is not None
    words = f"{named['which'] or ''}{word.group()} {'doping ' if doped else ''}concentration"
    yield (
        _named(
            (named.start("which") if named["which"] else word.start(), word.end()), "element_content", words, "share"
        ),
        9.0,
    )


def contents_listed(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> tuple[PropertyPhrase, ...]:
    """The contents of elements listed ahead of as many shares: ``of Ni, Co and Fe were 26, 56 and 18 at.%``."""
    if unit is None or not (unit.plain in _SHARES or unit.plain == "%"):
        return ()
    for run in reversed(list(_ENUMERATED.finditer(sentence.text, max(sentence.start, span.start - 150), span.start))):
        members = [word for word in _WORD.finditer(sentence.text, *run.span()) if word.group() != "and"]
        if len(members) == len(span.items) and all(_is_element(sentence.text, word) for word in members):
            return tuple(_named(word.span(), "element_content", f"{word.group()} content", "share") for word in members)
    return ()


def _thickness(sentence: Sentence, span: QuantitySpan) -> Iterator[Implied]:
    """A length of a material is how thick it lies (``80 nm of Ag``), one before an adjective what that tells."""
    if told := _EXTENDED.match(sentence.text, span.end):
        entry = Vocabulary.load()[_EXTENTS[told["how"]]]
        place = told.span("how")
        yield PropertyPhrase(start=place[0], end=place[1], whole=place, properties=(entry,)), 9.0
        return
    place = _behind(sentence, span) if sentence.text.startswith(" of ", span.end) else None
    if place is not None:
        yield _named(place, "film_thickness", f"{sentence.text[slice(*place)]} thickness", "layered"), 9.0


def _behind(sentence: Sentence, span: QuantitySpan) -> tuple[int, int] | None:
    gap = _OF.match(sentence.text, span.end)
    if gap is None:
        return None
    supported = _SUPPORTED.match(sentence.text, gap.end())
    if supported and supported["element"] in ELEMENTS:
        return supported.span("element")
    word = _WORD.match(sentence.text, gap.end())
    if word and _is_element(sentence.text, word):
        return word.span()
    if span.quantity.unit == "%":
        return None
    named = (one for one in sentence.mentions if one.start == gap.end() and one.kind == "formula")
    return next(((one.start, one.end) for one in named), None)


def _ahead(sentence: Sentence, span: QuantitySpan) -> tuple[int, int] | None:
    low = max(sentence.start, span.start - 20)
    supported = next(reversed(list(_SUPPORTED.finditer(sentence.text, low, span.start))), None)
    if supported and supported["element"] in ELEMENTS and sentence.text[supported.end() : span.start].strip() == "(":
        return supported.span("element")
    for word in reversed(list(_WORD.finditer(sentence.text, low, span.start))):
        if any(one.start < word.end() <= one.end for one in sentence.quantities):
            return None  # the unit of another value: ``from 1.05 to 1.04 V (1 %)``
        if _OPENED.fullmatch(sentence.text, word.end(), span.start) and _is_element(sentence.text, word):
            return word.span()
    return None


def _subject(sentence: Sentence, span: QuantitySpan) -> tuple[int, int] | None:
    """The element that a clause says makes up a share: ``Oxygen was the dominant element with 50 %``."""
    if span.kind == "list":
        return None
    low = max(sentence.start, span.start - 100)
    for word in reversed(list(_WORD.finditer(sentence.text, low, span.start))):
        begins = word.start() == sentence.start or _CLAUSE.search(sentence.text, low, word.start())
        if begins and _is_element(sentence.text, word) and _AMOUNTS_TO.match(sentence.text[: span.start], word.end()):
            named = (
                one for one in sentence.words if one.start < span.start and word.start() < one.end and not one.vague
            )
            return None if any(named) else word.span()
    return None


def _is_element(text: str, word: re.Match[str]) -> bool:
    """Whether a word is an element's symbol or its name, and no part of a formula."""
    known = word.group() in ELEMENTS or word.group().lower() in ions().elements
    before, after = text[max(0, word.start() - 1) : word.start()], text[word.end() : word.end() + 1]
    joined = before.isalnum() or before in _JOINING or after.isalnum() or after in ("/", "–")
    joined = joined or _SHORT_FORM.match(text, word.end()) is not None
    return known and not joined and not _DEGREE.search(text[max(0, word.start() - 2) : word.start()])


def _level_in_gap(sentence: Sentence, span: QuantitySpan) -> tuple[Implied, ...]:
    """An energy from a band's edge is that of a level: ``a trap at EC − 0.4 eV``."""
    edge = _BAND_EDGE.search(sentence.text, max(sentence.start, span.start - 12), span.start)
    if edge is None:
        return ()
    return (PropertyPhrase(
        start=edge.start(), end=edge.end(), whole=edge.span(), dimensions=frozenset({"level", "energy"}),
        named="energy level",
    ), 4.0),  # fmt: skip


def _binding_energy(sentence: Sentence, span: QuantitySpan) -> Iterator[Implied]:
    """An energy is one at the last core level ahead of it, in the sentence or in those before."""
    first = span.items[0].quantity.value if span.items else span.quantity.value
    if first is None or not _CORE[0] <= first <= _CORE[1] or _KINETIC.search(sentence.own):
        return
    levels = list(_CORE_LEVEL.finditer(sentence.text, max(0, span.start - _BACK), span.start))
    level = next((one for one in reversed(levels) if one["element"] in ELEMENTS), None)
    if level is not None and (level.start() >= sentence.start or first >= _SURELY_CORE):
        place = level.span() if level.start() >= sentence.start else (span.start, span.start)
        cost = 2.5 if first >= _SURELY_CORE else 12.0
        yield _named(place, "xps_binding_energy", f"{level.group()} binding energy", "level"), cost


def _cycles(sentence: Sentence, span: QuantitySpan) -> Iterator[Implied]:
    """Cycles that something withstands: its life."""
    cycles = _CYCLES.match(sentence.text, span.end)
    ahead = sentence.text[max(sentence.start, span.start - _REACH) : span.start]
    if cycles and (_FAILED.search(ahead) or (_LASTS.search(ahead) and not _UNDER.search(ahead))):
        place = (cycles.start() + 1, cycles.end())
        yield PropertyPhrase(
            start=place[0], end=place[1], whole=place, dimensions=frozenset({"lasting", "number"}), named="cycle life",
        ), 9.0  # fmt: skip


def _retained(left: re.Match[str]) -> PropertyPhrase:
    """A share of what something was at first: its retention."""
    what = left["what"]
    if what == "capacity":
        return _named(left.span("what"), "capacity_retention", "capacity retention", "share")
    return PropertyPhrase(
        start=left.start("what"), end=left.end("what"), whole=left.span("what"),
        dimensions=frozenset({"share", "fraction"}), named=f"{what} retention",
    )  # fmt: skip


def _named(place: tuple[int, int], name: str, words: str, kind: str) -> PropertyPhrase:
    entry = Vocabulary.load()[name]
    return PropertyPhrase(
        start=place[0], end=place[1], whole=place, properties=(entry,), dimensions=frozenset({kind}), named=words,
    )  # fmt: skip
