"""A paper's text and what its tables call their samples in, names of samples that are no formulas out.

A paper speaks of its samples by names of its own: an abbreviation of a polymer, an alloy's designation, a framework's
number, the label of a table's row. Which words are such names is told by what the paper says of them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from pymatgen.core import Element

from ....records.composition_grammar import ELEMENTS
from ....records.material_names import is_chemical, lookup
from ...document import Document
from ...findings import Definition, Findings
from .coordinated_codes import coordinated_codes
from .definitions import bare_labels
from .formula_tokens import family_of, formula_at
from .material_words import find_names
from .sample_phrases import find_phrases, words
from .valued_codes import valued_codes

LONGEST: Final = 28
FEW, MANY = 3, 6
"""How often a framework's number occurs that stands in title or abstract, or does not: an instrument's occurs once."""
CODED: Final = re.compile(r"(?=.*[A-Z0-9])(?=.*[A-Za-zα-ω])(?:[^\s,;]|(?<=\d),(?=\d)){2,28}(?: [A-Z0-9][^\s,;]{0,12})?")
"""A label: one word, or two of which the second is coded too, with a capital or digit."""
NUMBERED: Final = re.compile(r"#\d{1,3}")
PLAIN_WORD: Final = re.compile(
    r"[A-Z]?[a-z]+(?:[ -][a-z]+)*|[A-Z][a-z]?|\d+[a-z]{1,2}|(?:No\.?|[Tt]est|[Rr]un|Case) ?\d*"
)
SERIES: Final = re.compile(r"(?<=[A-Za-z])\d{1,2}\Z")
"""What tells members of a series apart: ``EPI1`` and ``EPI2``."""
OFTEN: Final = 3
"""How often a short name stands before a carrier noun ("PLGA-HA fibres") to be one of the paper's samples."""
_MEMBER: Final = r"(?:\d+(?:\.\d+)?[A-Z]{2,6}|[A-Z]{2,6}-?\d+(?:\.\d+)?)(?![\w-])(?:\s\([^()]{1,24}\))?"
_BETWEEN: Final = re.compile(r",? and |, ?(?:and )?")
_LISTED: Final = re.compile(rf"(?<![\w-]){_MEMBER}(?:, ?{_MEMBER}){{1,20}}(?:,? and {_MEMBER})")
"""Three codes or more in a list."""
_LEVEL: Final = re.compile(r"\d[\d.]*")
_NO_SERIES: Final = re.compile(
    r"\b(?:[Ff]igs?|[Ff]igures?|[Tt]ables?|[Ss]chemes?|[Ee]qs?|[Ee]quations?|[Mm]ovies?|[Vv]ideos?|[Rr]efs?|standards?|cards?|"
    r"genes?|proteins?|residues?|cytokines?|markers?|bands?|peaks?|sites?|points?|regions?|stages?|steps?|modes?)\.?\s"
    r"(?:[^\s,]+,?\s)?$"
)
_RECURRING: Final = re.compile(
    r"(?<![\w/.-])(?<!\d )(?P<stem>[A-Z][A-Za-z]{1,5}|[A-Z](?=\d\d))[-–]?\d{1,4}(?![\w/]|[-–]\w|\.\d)"
    r"(?P<assigned>\s?[=≈~])?"
)
"""A stem and a number; what is assigned a value is a symbol."""
_SUFFIX: Final = r"(?:\d[\d.]{0,3})?[A-Z][A-Z0-9]{0,4}"
FRAMEWORK: Final = re.compile(r"(?<![\w-])(?:[A-Z][A-Za-z]?-)?[A-Z][A-Za-z]{1,6}-\d{1,4}[A-Z]?(?![\w-])")
NO_FRAMEWORK: Final = re.compile(
    r"(?:Fig|Table|Type|Ref|Refs|Eq|Step|Stage|Phase|Grade|Class|Case|Mode|Defect|Sample|Run|Test|Cycle|Model|Series|"
    r"No|Ti|Al|Mg|COVID|UV|IR|XRD|ISO|ASTM|CAS|JCPDS|ICDD|PDF|TG|Co|Ni|Fe|Zn|Cu|Na|Li|Si)-\d",
)
STEEL: Final = re.compile(
    r"(?<![\w.-])(?P<label>(?!\S*-(?:19|20)\d\d)"
    r"(?:\d{1,2}(?:\.\d)? ?(?:wt ?)?%? ?[A-Z][a-z]?[A-Za-z0-9]{0,6}|\d{3}\d?[A-Z]{1,2}|"
    r"[A-Z]{1,4}[A-Z0-9]*\d[\w.-]{0,12}(?: ?(?:Gr|Grade|Cl|Class|Type)\.? ?\d\w{0,4})?))"
    r" (?:(?:stainless|medium|low|high|austenitic|ferritic|martensitic|duplex|tool|bearing|TMCP|TRIP|TWIP|pipeline|"
    r"structural|alloy|carbon|manganese|Mn) ){0,3}[Ss]teels?\b"
)
ELEMENT_NAME: Final = re.compile(r"(?<![\w-])(?:[A-Z]?[a-z]{3,}|[A-Z][a-z])(?![\w+])")
DERIVED: Final = re.compile(r"(?<![\w/-])[A-Z][\w/]*(?:[-‐–][\w/]+){0,3}(?![\w/-])")
COINED: Final = re.compile(
    r"(?<![\w/-])(?=[A-Z])(?:[\w/]+[-‐–])*(?!(?:[A-Z]?[a-z]+|[A-Z]+s?|\d\w*)\b)\w+(?:[-‐–](?![a-z]{2})[\w/]+){1,2}(?![\w/-])"
)
"""A code of two parts, one of them neither a word nor an acronym: ``HLa-Maf``."""
WORDS: Final = frozenset({"In", "As", "At", "No", "Be"})
"""Symbols that are English words."""
COMPARED: Final = re.compile(
    r"\b(?:for|of|on|in|and|than) (?P<symbol>[A-Z][a-z])(?=[,.;)]|\s(?:\(|\[|and|of|is|are|was|were|in|from|by|at)|$)"
)
NO_ELEMENT: Final = re.compile(
    r"[\s-](?:based|containing|free|rich|doped|(?:\w+\s)?(?:alloys?|steels?|ions?|load\w+|content|oxides?|complex\w*|batter\w+|salts?|catalysts?))\b"
    r"|\s?[(/]|[-–]\w",
    re.IGNORECASE,
)
"""What follows the name of an element that is a part of a material's name: ``aluminium alloy``, ``lithium-ion``."""
MATERIAL_HEAD: Final = re.compile(
    r"(?:^|[\s(-])poly\w*|\b(?:acid|alcohol|glycol|rubber|resin|epoxy|glass|steel|alloy|carbon|starch|cellulose|chitosan|"
    r"gelatin|lignin|protein|carrageenan|graphene|framework|hydrogel|membrane|composite|ceramic|perovskite|garnet|clay|"
    r"(?:nano)?(?:tube|fib(?:er|re)|particle|dot|rod|wire|sheet|ribbon|platelet)s?|silica|alumina|zirconia|titania|"
    r"(?:zone|joint|weld|film|coating|specimen|sample|blend|foam|scaffold|mortar|concrete|alloy|steel)s?|metal)\)?$"
    r"|(?<!\bs)(?<!\bw)(?:oxide|chloride|fluoride|bromide|iodide|hydride|nitride|sulph?ide|carbide|selenide|telluride|"
    r"anhydride|amide|imide|siloxane|silane|silsesquioxane|urethane|styrene|ethylene|propylene|thiophene|"
    r"phosphate|sul(?:f|ph)ate|nitrate|titanate|niobate|zirconate|acrylate|silicate|"
    r"tungstate|molybdate|vanadate|manganite|cobaltite|chromite|zeolite|apatite|graphite|perovskite|saccharide)s?\)?$",
    re.IGNORECASE,
)
"""Last words of a long form that is a material's."""
METHOD: Final = re.compile(
    r"(?:metr(?:y|ic)|scop(?:y|e|ic)|graphy|diffraction|analy[sz]\w*|techniques?|methods?|deposition|imaging|scattering|"
    r"resonance|simulations?|theory|beam|treatment|welding|sintering|milling|casting|temperatures?|ratio|rate)\)?$",
    re.IGNORECASE,
)
"""Last words of an abbreviation's long form that is a method or a quantity: no sample is called so."""
PHASE: Final = re.compile(
    r"\b(?:hydro\w+ic acid|etching|scanning|laser|liquid|vapou?r|chemical|degrees?)\b", re.IGNORECASE
)
"""Words of a long form that is a reagent or a method after all."""


def sample_names(document: Document, definitions: Iterable[Definition], tables: Findings | None) -> frozenset[str]:
    """The names by which the paper speaks of samples, as printed."""
    text = "\n".join(block.text for block in document.body())
    found = {name for name in table_labels(tables, text) if occurs(name, text)} if tables is not None else set[str]()
    found.update(one.short for block in document.body() for one in bare_labels(block.running))
    named = {one.short for one in definitions if one.kind == "label"}
    told = [one for one in definitions if one.kind == "abbreviation"]
    materials = {one.short for one in told if is_material(one.short, one.long)}
    found.update(listed_series(text))
    found.update(recurring_series(text))
    valued = set(valued_codes(text, {one.short for one in told} - materials))
    found.update(valued)
    found.update(suffixed_names(text, {*named, *found, *materials}))
    found.update(materials)
    found.update(match.group("label").strip() for match in STEEL.finditer(text))
    found.update(set(coded_names(document)) - ({one.short for one in told} - materials))
    numbers = Counter(match.group() for match in FRAMEWORK.finditer(text) if not NO_FRAMEWORK.match(match.group()))
    coined = (one.short for one in told if one.short.isupper() and not METHOD.search(one.long))
    found.update(derived_names(text, {*materials, *valued, *coined}))
    head = " ".join(block.text for block in document.blocks if block.type in ("title", "abstract"))
    found.update(name for name, count in numbers.items() if count >= MANY or (count >= FEW and occurs(name, head)))
    codes = Counter(match.group() for match in COINED.finditer(text))
    own = (name for name, count in codes.items() if count >= MANY and occurs(name, head))
    found.update(name for name in own if family_of(name) is None)
    strange = frozenset({one.short for one in told} - materials)
    return frozenset(found) | coordinated_codes(text, {*named, *found}, strange)


def derived_names(text: str, known: set[str]) -> Iterator[str]:
    """Names that the paper forms of its abbreviations: ``Cu-N-rGO`` of rGO, ``WP1200`` of WP, time and again."""
    counts = Counter(match.group() for match in DERIVED.finditer(text))
    for name, count in counts.items():
        if count < OFTEN:
            continue
        numbered, joined = name.rstrip("0123456789"), re.split(r"[-‐–]", name, maxsplit=1)[-1]
        if (numbered != name and numbered in known) or (joined != name and _is_known(joined, known)):
            yield name


def listed_series(text: str) -> Iterator[str]:
    """Codes that differ by a number alone, three or more in a list: ``0QX, 2QX and 4QX``, ``QXP1, QXP2 and QXP3``."""
    for match in _LISTED.finditer(text):
        codes = [code.partition(" ")[0] for code in _BETWEEN.split(match.group())]
        alike = len({_LEVEL.sub("#", code) for code in codes}) == 1 < len(set(codes))
        if (
            alike
            and not any(map(_is_formula, codes))
            and not _NO_SERIES.search(text, max(0, match.start() - 40), match.start())
        ):
            yield from codes


def recurring_series(text: str) -> Iterator[str]:
    """Codes that differ by a number alone and come time and again: ``MK100`` here and ``MK70`` there.

    Elements with numbers are parts of formulas, and what is assigned a value is the symbol of a quantity.
    """
    series: dict[str, Counter[str]] = defaultdict(Counter)
    assigned: set[str] = set()
    for match in _RECURRING.finditer(text):
        series[match["stem"]][match.group().rstrip("=≈~ ")] += 1
        if match["assigned"] or _NO_SERIES.search(text, max(0, match.start() - 40), match.start()):
            assigned.add(match["stem"])
    for stem, counts in series.items():
        often = [code for code, count in counts.items() if count > 1]
        least = 2 if len(stem) > 1 else 3
        plain = stem not in assigned and (least > 2 or stem not in ELEMENTS) and not any(map(_is_formula, often))
        if len(often) >= least and counts.total() >= MANY and plain:
            yield from counts


def suffixed_names(text: str, labels: Iterable[str]) -> Iterator[str]:
    """Names that the paper forms by a suffix to its labels, twice or more: ``NX/1S`` and ``NX/2S``, ``P7-HT``.

    A range of labels (``S1–S3``) is none.
    """
    for label in labels:
        found = Counter(
            match.group()
            for match in re.finditer(rf"(?<![\w/-]){re.escape(label)}[/@‐–-](?P<suffix>{_SUFFIX})(?![\w/-]|\.\w)", text)
            if SERIES.sub("", match["suffix"]) != SERIES.sub("", label) and not _is_formula(match.group())
        )
        if len(label) > 1 and found.total() > 1:
            yield from found


def _is_formula(name: str) -> bool:
    """Whether a name is read as a formula in running text."""
    return formula_at(name, 0, len(name), {}) is not None


def _is_known(text: str, known: set[str]) -> bool:
    """Whether a text is one of the names, one formed of them, or the formula of a composite."""
    rest = re.split(r"[-‐–]", text, maxsplit=1)
    composite = "/" in text and family_of(text) is not None
    return composite or text in known or (len(rest) > 1 and _is_known(rest[1], known))


def title_elements(document: Document) -> frozenset[str]:
    """Names and symbols of the solid elements that the title speaks of as materials, such as ``copper`` and ``Cu``."""
    title = " ".join(block.text for block in document.blocks if block.type == "title")
    found: set[str] = set()
    named = list(find_names(title))
    for match in ELEMENT_NAME.finditer(title):
        compound = any(start <= match.start() and match.end() < end for start, end in named)
        symbol = symbols().get(match[0].lower()) or (match[0] if match[0] in {*symbols().values()} - WORDS else None)
        if symbol is not None and not compound and not NO_ELEMENT.match(title, match.end()):
            found.update({symbol, *(name for name, own in symbols().items() if own == symbol)})
    compared = set(beside_elements(document, found) if found else ())
    return frozenset(found | compared | {name.capitalize() for name in found})


def beside_elements(document: Document, subject: set[str]) -> Iterator[str]:
    """Symbols of the other metals that a paper on a metal speaks of as it does of its own: ``values for Au``."""
    counts: Counter[str] = Counter()
    for block in document.body():
        counts.update(match["symbol"] for match in COMPARED.finditer(block.running))
    own = {*symbols().values()} - WORDS - subject
    yield from (symbol for symbol in counts if symbol in own)


@cache
def symbols() -> dict[str, str]:
    """The solid elements that are worked on as materials by themselves: symbol by name."""
    inert = (one for one in Element.__members__.values() if one.group > 2 or one.symbol in ("Be", "Mg"))
    solid = [one for one in inert if one.is_metal or one.is_metalloid]
    return {**{one.long_name.lower(): one.symbol for one in solid}, "aluminium": "Al"}


_LISTED_WITH: Final = re.compile(
    r"(?<![\w-])(?P<code>(?=\S*[A-Z])(?:[A-Z0-9][\w@+-]{1,9}))(?:,| and| or| &)\s(?:the\s)?$"
)
"""``the TY and CY cells``: the first is called by a short name of the cells too."""


def coded_names(document: Document) -> Iterator[str]:
    """Short names that stand before carrier nouns time and again, those of one series together, and are no formulas."""
    counts: Counter[str] = Counter()
    for block in document.body():
        for phrase in find_phrases(block.running):
            if phrase.code:
                other = _LISTED_WITH.search(block.running, max(0, phrase.start - 24), phrase.start)
                counts.update([phrase.code, *([other["code"]] if other else ())])
    series: Counter[str] = Counter()
    for name, count in counts.items():
        series[SERIES.sub("", name)] += count
    for name in counts:
        if series[SERIES.sub("", name)] >= OFTEN and family_of(name) is None and lookup(name) is None:
            yield name


def table_labels(tables: Findings, text: str) -> Iterator[str]:
    """What rows and columns call their samples: coded and proper names, no plain words and no formulas."""
    firsts = (value.subjects[0] for value in tables.values if value.subjects)
    for name in dict.fromkeys(mention.text for mention in firsts if mention.family is None):
        bare = name.strip("*†‡§⁎ ")
        coded = CODED.fullmatch(bare) and not PLAIN_WORD.fullmatch(bare) and "=" not in bare
        if bare in words().no_modifiers:
            continue
        if NUMBERED.fullmatch(bare) or (len(bare) <= LONGEST and coded) or is_proper(bare, text):
            yield bare


def is_proper(name: str, text: str) -> bool:
    """Whether a word is a trade name: never in small letters, and with its capital inside of sentences (``Kapton``)."""
    if re.fullmatch(r"[A-Z][a-z]{3,}", name) is None or occurs(name.lower(), text):
        return False
    return len(re.findall(rf"[a-z,] {name}(?! et al)(?![\w-])", text)) > 1


def is_material(short: str, long: str) -> bool:
    """Whether an abbreviation stands for a material that somebody makes or measures; solvents and reagents do not."""
    if PHASE.search(long) or is_chemical(long) or is_chemical(short):
        return False
    return MATERIAL_HEAD.search(long) is not None


def occurs(name: str, text: str) -> bool:
    """Whether the name stands in the text as a word of its own."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None
