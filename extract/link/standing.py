"""A mention in, what it speaks of out: a sample, a class, a helper of samples, a thing called so elsewhere."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from ...records.material_names import is_chemical
from ...records.space_groups import space_group_number
from ..findings import Mention
from ..text.mentions.patterns import DISSOLVED, DOPANTS
from ..text.mentions.sample_phrases import words
from ..text.mentions.supports import ON
from ..text.mentions.treatments import treatments
from .names import SHARE, content_names, name_key, variable_assignment

_HELPERS: Final = frozenset(
    "H2 O2 N2 Ar He CO2 CO SO2 NO2 NO NH3 H2O HCl HNO3 H2SO4 H3PO4 HClO4 HF Cl2 CH4 NaOH KOH KBr NaCl KCl Na2SO4 K2SO4 "  # noqa: SIM905
    "LiClO4 NaClO4 LiPF6 KNO3 NaNO3 NaHCO3 KHCO3 Na2CO3 K2CO3".split()
)
"""Gases, acids, bases and salts of electrolytes."""
_SOLIDS: Final = frozenset({"crystal", "powder", "film", "layer", "coating", "pellet", "particle", "ceramic"})
"""Nouns behind the name of a salt by which it is a sample after all: ``NaCl crystals``."""
ANY: Final = frozenset({"sample", "specimen", "material", "compound", "product", "one", "variant"})
_NOUNS: Final = tuple(
    frozenset(nouns.split())
    for nouns in (
        "cell device module diode transistor battery", "film layer coating multilayer", "alloy steel superalloy metal",
        "powder particle nanoparticle nanopowder nanocrystal", "electrode cathode anode", "joint weld weldment",
        "composite nanocomposite hybrid blend", "ceramic pellet disc disk",
        "fibre fiber nanofibre nanofiber submicrofibre mat mesh scaffold",
    )
)  # fmt: skip
"""Carrier nouns by which one sample may be called in turn."""
DEVICES: Final = frozenset({"cell", "device", "module", "stack", "battery", "transistor", "diode", "detector", "led"})
"""Carrier nouns of what is built of several materials."""
BASE: Final = frozenset({"base", "parent"})
"""``base metal``, ``parent material``: what was welded or coated."""
_ION: Final = re.compile(
    r"(?:PO4|HPO4|CO3|SO4|NO3|OH|NH4|SiO4|ClO4|BO3|VO4|MoO4)[-\d+−–⁻]*|[A-Z][a-z]?\d?[+⁺]|[A-Z][a-z]?[-–‐]ions?|H\+|e-"
)
_BOND: Final = re.compile(r"\(?[A-Z][a-z]?(?:[/,][A-Z][a-z]?)*\)?[-–−‐][ONFHCS]")
"""``Mg-O``, ``(Fe/Co)-O``: two atoms whose distance is told."""
_NUMBERED: Final = re.compile(r"(?P<stem>[A-Za-z][A-Za-z/-]*)(?P<number>\d{1,2})")
_COUNTED: Final = re.compile(r"[A-Z]\d{1,2}")
_CODE: Final = re.compile(r"[A-Z]\w*-\d\w*")
"""A name with a number, which is that of one material: ``UiO-66``."""
_AMOUNT: Final = re.compile(SHARE)
_SETTING: Final = re.compile(
    r"(?P<stem>[A-Za-z-]+?)(?:ing|ation) (?P<what>temperature|time) = \d[\d.]* (?:degC|K|h|min|s)", re.IGNORECASE
)
_OF_LEVEL: Final = re.compile(r".*\b(?:temperature|time|rate|duration|power|speed)s? of (?P<level>\d.*)")
_TREATING: Final = re.compile(r"(?P<stem>[A-Za-z-]+)ing(?: (?:temperature|time) of| (?P<at>at|for)) (?P<level>\d.*)")
_MEASURE_AHEAD: Final = re.compile(r"[~≈∼]?\d[\d.,]*(?:[-–−]\d[\d.]*)?[-\s]?(?:nm|[µμ]m|mm|Å)(?:[-\s]thick)?\s")
_KINDS: Final = (
    "ionomers?|systems?|structures?|interlayers?|epilayers?|supports?|stacks?|surfaces?|mixtures?|solutions?|solvents?|"
    "substrates?|complex(?:es)?|ligands?|inclusions?|precipitates?|MOSFETs?|capacitors?|"
    "(?:layered )?double hydroxides?|pastes?|slurr(?:y|ies)|inks?"
)
_CODED: Final = re.compile(r"(?P<code>(?=\S*[A-Z0-9]\S*[A-Z])\S*[/:‐–-]\S{1,60})\s(?P<noun>\w+)")
_MERE_SAMPLE: Final = re.compile(r"\s(?:samples?|specimens?)$")
_BASES: Final = "(?:surface|substrate|wafer|crystal|foam|foil|support|electrode|glass)s?"
_LASER: Final = re.compile(r"\s?-?laser", re.IGNORECASE)


def is_laser(mention: Mention) -> bool:
    """Whether a mention names a laser by its crystal: ``Nd:YAG laser``."""
    behind = max(0, mention.evidence.quote.find(mention.text)) + len(mention.text)
    return _LASER.match(mention.evidence.quote, behind) is not None


def is_dissolved(mention: Mention) -> bool:
    """Whether a mention names what a solution is made of: ``1 M KCl``."""
    before, found, _ = mention.evidence.quote.partition(mention.text)
    return bool(found) and DISSOLVED.search(before) is not None


def space_groups(mentions: Iterable[Mention]) -> set[str]:
    """Rows and columns of tables that are called by a space group, which is one of the sample's crystal.

    A letter and a number beside others is none: ``A2`` beside ``A1`` and ``A3``.
    """
    labels = {m.text for m in mentions if m.kind == "label" and m.family is None and not m.text.isdecimal()}
    stems = Counter(text[0] for text in labels if _COUNTED.fullmatch(text))
    counted = {text for text in labels if _COUNTED.fullmatch(text) and stems[text[0]] > 1}
    return {text for text in labels - counted if space_group_number(text) is not None}


def numbered_series(texts: Iterable[str]) -> frozenset[str]:
    """Names that only count (CdS1, CdS2, CdS3): labels, though they read as formulas."""
    stems: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        match = _NUMBERED.fullmatch(text)
        if match is not None:
            stems[match["stem"]].add(match["number"])
    return frozenset(
        f"{stem}{number}" for stem, numbers in stems.items() if {"1", "2", "3"} <= numbers for number in numbers
    )


def names_dopant(text: str) -> bool:
    """Whether a name says what its host is doped with: ``fluorine-tin-oxide`` is no tin oxide."""
    parts = re.split(r"[\s-]+", text.lower())
    return len(parts) > 2 and parts[0] in DOPANTS


def is_class(mention: Mention) -> bool:
    """Whether the mention names a class of materials (steel, zeolite) and no material of it."""
    if mention.family is None:
        return mention.kind == "label" and mention.text.lower().removesuffix("s") in words().carriers
    if mention.kind != "name" or _CODE.fullmatch(mention.text):
        return False
    return all(not one.amounts and not one.parts and not one.additives for one in mention.family.compositions)


def listing_tables(mentions: Iterable[Mention]) -> frozenset[str]:
    """The tables that name several samples, whatever they call them."""
    names: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.evidence.table is not None:
            names[mention.evidence.table].add(mention.text)
    return frozenset(table for table, texts in names.items() if len(texts) > 1)


def standing(mention: Mention) -> float:
    """How likely a mention names a sample that a paper is about: reagents, gases and classes seldom are."""
    if is_class(mention):
        return 0.3
    if mention.kind == "phrase":
        return 0.5
    if _BOND.fullmatch(mention.text):
        return 0.01
    helper = _ION.fullmatch(mention.text) or mention.text in _HELPERS or is_chemical(mention.text)
    helper = helper or is_dissolved(mention)
    if helper and head_of(mention) not in _SOLIDS:
        return 0.05
    composition = mention.composition or (mention.family.compositions[0] if mention.family else None)
    alone = composition is not None and len(composition.amounts) == 1 and not composition.parts and not composition.name
    return 0.4 if alone else 1.0


def spot(mention: Mention) -> tuple[object, ...]:
    """What is the same for a mention wherever it is met: its words and where they stand."""
    e = mention.evidence
    return (mention.text, mention.processing, e.block, e.start, e.table, e.cell)


def describes(mention: Mention) -> bool:
    """Whether it describes a sample and names none: ``annealed film``, ``Annealing temperature = 300 degC``."""
    return mention.kind == "phrase" or (" = " in mention.text and variable_assignment(mention.text) is None)


def points(mention: Mention) -> bool:
    """Whether a phrase only says that a sample is the paper's: ``tested steel``, ``base metal``."""
    first = mention.text.split()[0].lower()
    if mention.kind != "phrase" or mention.processing:
        return False
    return first in words().pointing or first in BASE


def head_of(mention: Mention) -> str:
    """The last word of a mention's phrase, in the singular."""
    return (mention.phrase or mention.text).lower().split()[-1].removesuffix("s")


def alike(noun: str, other: str) -> bool:
    """Whether two carrier nouns may be said of one thing: ``cell`` and ``device``, ``sample`` and any."""
    return noun == other or noun in ANY or any(noun in group and other in group for group in _NOUNS)


def printed_labels(mention: Mention) -> Iterator[str]:
    """What a mention gives as labels: its text, its phrase, and how one would say a row's setting in words."""
    yield mention.text
    if mention.phrase and mention.phrase != mention.text and mention.phrase.removesuffix("s") not in words().carriers:
        yield mention.phrase
    yield from _shorter(mention.phrase or "")
    named = re.search(rf"(?<![\w-]){re.escape(mention.text)}\s(?:{_KINDS})\b", mention.evidence.quote)
    if named is not None and not describes(mention):
        yield named[0]
    yield from _with_treatment(mention)
    if describes(mention):
        yield from _said(mention.text, "")
    for setting in (mention.processing or "").split("; "):
        yield from _said(setting, mention.text)


def _with_treatment(mention: Mention) -> Iterator[str]:
    """``calcined zeolite``, ``WO3 films on the Ni foam`` and ``WO3 on Ni foam``, where the paper says so."""
    name, quote = mention.phrase or mention.text, mention.evidence.quote
    for told in (mention.processing or "").split("; "):
        if told and f"{told} {mention.text}" in quote:
            yield f"{told} {mention.text}"
        elif told.startswith("on "):
            printed = re.search(rf"{re.escape(name)}{ON}{re.escape(told[3:])}(?:\s{_BASES}\b)?", quote)
            yield from dict.fromkeys((f"{mention.text} {told}", f"{name} {told}", *([printed[0]] if printed else ())))


def _shorter(phrase: str) -> Iterator[str]:
    """A phrase without the measure that it begins with (``8 nm-thick oxide layer``), or without ``sample`` at its end.

    What is left tells more than one word. A sample is also called by its code alone (``Pt/YSZ/Pt`` cells).
    """
    measured = _MEASURE_AHEAD.match(phrase)
    if measured is not None and " " in phrase[measured.end() :]:
        yield phrase[measured.end() :]
    coded = _CODED.fullmatch(phrase)
    if coded is not None and coded["noun"].lower().removesuffix("s") in words().carriers:
        yield coded["code"]
    bare = _MERE_SAMPLE.sub("", phrase)
    if bare != phrase and bare.rpartition(" ")[2].lower() in words().carriers and " " in bare:
        yield bare


def counted_spellings(mentions: Iterable[Mention]) -> list[str]:
    """How the text writes samples that only have a number, with 0 for that: ``#0``, ``sample 0``."""
    counted = (label for mention in mentions for label in (mention.text, mention.phrase or ""))
    return sorted({re.sub(r"\d+", "0", one) for one in counted if name_key(one).startswith("#")} - {"0"})


def counted_labels(name: str, spellings: Iterable[str]) -> Iterator[str]:
    """A sample that only has a number, as the text writes others of its series: ``#3`` where it has ``#9``."""
    number = name_key(name).removeprefix("#")
    if number.isdigit():
        yield from (spelled.replace("0", number) for spelled in spellings)


def levels_of(mention: Mention) -> Iterator[str]:
    """The levels of a table's settings: ``PX`` of ``Condition = PX``."""
    yield from (part.partition(" = ")[2] for part in (mention.processing or "").split("; "))


def state_labels(state: str) -> Iterator[str]:
    """How one calls a sample in a state: ``after ageing at 90 °C``, ``ageing at 90 °C``, ``aged at 90 °C``."""
    told = treatments()
    for part in state.split("; "):
        yield part
        bare = part
        lead = next((one for one in told.with_it if part.lower().startswith(f"{one} ")), None)
        if lead is not None:
            bare = part[len(lead) + 1 :]
            yield bare
        match = _OF_LEVEL.fullmatch(bare)
        if match is not None:
            yield match["level"]
        treated = _TREATING.fullmatch(bare)
        if treated is not None:
            yield f"{treated['stem']}ed {treated['at'] or 'at'} {treated['level']}"
        if part.endswith(" state"):
            yield part.removesuffix(" state")


def _said(setting: str, name: str) -> Iterator[str]:
    """``Sintering temperature = 900 degC`` as ``sintered at 900 °C``, ``State = aged`` of ``B2`` as ``aged B2``.

    ``Mg content = 5 wt%`` is ``5 wt% Mg``.
    """
    what, _, value = setting.partition(" = ")
    treated = _SETTING.fullmatch(setting)
    if _AMOUNT.fullmatch(setting):
        yield f"{setting} {name}".strip()
    elif treated is not None:
        told = value.replace("degC", "°C")
        yield f"{treated['stem'].lower()}ed {'at' if treated['what'] == 'temperature' else 'for'} {told}"
    elif what and value and not any(character.isdigit() for character in value):
        yield f"{value} {name}".strip()
    else:
        yield from content_names(setting)
