"""A sample's name as a table or caption prints it in, what it is out: its composition, or the words that name it."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ...records.chemical_names import ions
from ...records.compositions import CompositionFamily
from ..text.mentions.finding import Glossary, find_mentions
from ..text.mentions.spotted import Spotted
from .conditions import condition_of
from .facets import Label

_OF: Final = re.compile(
    r"\b(?:of|for|in)\s+(?P<name>(?:the\s+|an?\s+)?(?:[^.,;:()]|\.(?=\d)|(?<=\b[A-Z])\.(?=\s?[a-z])){2,80}?)"
    r"(?=\s*(?:(?<!\b[A-Z])\.(?!\d)|[,;:()]|\b(?:of|as|under|with|at|by|in|from|for|and|refined|determined|obtained|measured|calculated|prepared|during"
    r"|after|before|using|sintered|annealed|versus|vs|compared|on|to|recorded|derived|produced|reported)\b|$))"
)
_ORIGIN: Final = re.compile(
    r" from (?:the )?(?:\w+ of )?[A-Z](?:\.|[a-z]+) ?[a-z]{3,}(?: (?:seeds?|roots?|rhizomes|leaves|fruits?))?"
)
_OF_ELEMENT: Final = re.compile(
    r"\b(?:propert\w+|constants|parameters|data) (?:of|for) (?:(?:the|pure|bulk|metallic|solid) ){0,2}"
    r"(?P<name>[A-Za-z]+)\b(?! (?:and|ion|atom)|,)"
)
_LEADING: Final = re.compile(
    r"^(?:the|an?|of|in|for|investigated|analy[sz]ed|studied|examined|tested|obtained|prepared|various|different|all|our|present|used"
    r"|as[- ]\w+|synthesi[sz]ed|fabricated|selected|considered)\s+",
    re.I,
)
_GENERAL: Final = re.compile(
    r"(?:samples?|specimens?|materials?|values?|results?|parameters?|propert\w+|films?|alloys?|compounds?|.*\b(?:properties|"
    r"parameters|values|results|process|study|experiments?|simulations?|models?|studies|analysis|method|test|tests)"
    r"|.*\b(?:19|20)\d{2}\b(?! (?:[a-z-]+ )?(?:steel|alloy)).*)",
    re.I,
)

_PLAIN: Final = re.compile(
    r"(?:[a-z-]+ ){0,2}(?:steel|cast iron|alloy|glass|cement|slag|limestone|clay|coal|ash|sediment|resin|oil"
    r"|polymer|elastomer|rubber|epoxy|concrete|mortar)",
    re.I,
)
"""A material that is called by its plain name: ``base steel``."""


@lru_cache(maxsize=2048)
def family_of(text: str) -> CompositionFamily | None:
    """The compositions that a whole name stands for; None where it is no formula and no name that is known."""
    text = text.strip()
    if not text or len(text) > 120 or not re.search(r"[A-Z]", text) or re.fullmatch(r"[A-Z]|[\d.,\s]+", text):
        return None
    family = CompositionFamily.from_text(text).value
    return family if family.compositions else None


@lru_cache(maxsize=2048)
def family_of_label(text: str) -> CompositionFamily | None:
    """The compositions of a sample's name where it is one as running text has it: ``S1`` is no sulfur."""
    text = text.strip()
    spotted = find_mentions(text, chemicals=True) if text and len(text) <= 120 else []
    whole = next((s for s in spotted if s.start == 0 and s.end == len(text) and s.kind != "anaphor"), None)
    return whole.family if whole and not re.fullmatch(r"[A-Z]{1,2}\d{1,2}", text) else None


def caption_name(caption: str, glossary: Glossary) -> Label | None:
    """What a caption says that its table is about: a material it names, or the words behind "of"."""
    if (blend := _BLEND.search(caption)) is not None:
        return Label(text=blend["name"], aliases=(blend["names"],))
    spotted = [s for s in find_mentions(caption, glossary) if s.kind != "anaphor"]
    named = [_spotted_label(caption, s) for s in spotted if s.end - s.start > 1]
    distinct = list(dict.fromkeys(label.text for label in named))
    formulas = list(dict.fromkeys(caption[s.start : s.end] for s in spotted if s.kind == "formula"))
    if len(distinct) == 1 or len(formulas) == 1:
        wanted = formulas[0] if formulas else distinct[0]
        return next(label for label in named if label.text == wanted)
    if (match := _OF_ELEMENT.search(caption)) is not None and match["name"].lower() in ions().elements:
        return Label(text=match["name"], family=family_of(ions().elements[match["name"].lower()]))
    for match in _OF.finditer(caption):
        name = match["name"].strip()
        if origin := _ORIGIN.match(caption, match.end("name")):
            name += origin[0]
        while (shorter := _LEADING.sub("", name)) != name:
            name = shorter
        if (
            1 <= len(name.split()) <= 5
            and condition_of(name) is None
            and not _GENERAL.fullmatch(name)
            and (re.search(r"[A-Z0-9].*[A-Za-z]|[A-Z]{2}|[A-Z]\d", name) or _PLAIN.fullmatch(name))
        ):
            return Label(text=name, family=family_of(name))
    return named[0] if named else None


_BLEND: Final = re.compile(
    r"(?<![\w:-])(?P<name>(?P<names>[\w-]{1,40}(?::[\w-]{1,40}){1,4}) "
    r"(?:blend|mixture|composite|copolymer|complex))(?:e?s)?\b"
)
"""What is made of several materials, where their names are joined: ``PLA:PCL blends``."""


def owner_name(text: str) -> Label | None:
    """The material whose quantity a row is called by: ``Poisson's ratio of the unmodified epoxy polymer``."""
    names = (_LEADING.sub("", match["name"].strip()) for match in _OF.finditer(text))
    return next((Label(text=name) for name in names if _PLAIN.fullmatch(name)), None)


def _spotted_label(caption: str, spotted: Spotted) -> Label:
    """A name with the phrase that it stands in: ``X70`` is also ``steel X70``."""
    text, whole = caption[spotted.start : spotted.end], caption[slice(*spotted.whole)]
    return Label(text=text, family=spotted.family, aliases=(whole,) if whole != text else ())


_COUNTED: Final = re.compile(
    r"(?:(?P<noun>(?i:samples?|specimens?|alloys?|steels?|glass(?:es)?|runs?|tests?|films?|cells?|catalysts?|compounds?))\s"
    r"(?:(?i:nos?\.?)\s?)?|(?<![\w&]))(?P<mark>#?)(?P<number>\d{1,3}[a-z]?)(?![\w%°]|\.\d)"
)


def counted_names(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What the text calls the samples that it numbers, by number: ``sample #1`` and ``#1``."""
    found: dict[str, dict[str, None]] = {}
    for text in texts:
        for match in _COUNTED.finditer(text):
            noun, mark, number = match["noun"], match["mark"], match["number"]
            forms = found.setdefault(number, {})
            if noun:
                forms[f"{re.sub('(?<=ss)es$|(?<!s)s$', '', noun.lower())} {mark}{number}"] = None
            if mark:
                forms[f"{mark}{number}"] = None
    return {number: tuple(forms) for number, forms in found.items() if forms}


_CORNER: Final = re.compile(
    r"(?:samples?|specimens?|alloys?|glass|film|cell|ceramic|electrode)\s(?:no\.?\s?)?#?[A-Z]?\d{1,3}[a-z]?", re.I
)


def corner_name(corner: str) -> Label | None:
    """The one sample that a table is about, where its corner names it: ``Sample #8``."""
    return Label(text=corner, family=family_of_label(corner)) if _CORNER.fullmatch(corner.strip()) else None


_NUMBERED: Final = re.compile(
    r"\b(?:for|of|in)\s+(?:(?:compounds?|complex(?:es)?|ligands?|salts?|polymers?)\s)?"
    r"(?P<open>\()?(?P<number>\d{1,2}[a-z]?|[IVX]{1,4})(?(open)\))(?=[.,;:]|\s(?:from|at|with|by|in|and|as|under)\b|$)"
)


def numbered_name(caption: str, texts: Iterable[str]) -> Label | None:
    """The compound whose number a caption gives: ``distances for 2.`` where the text has ``Mg2NF (2)``."""
    match = _NUMBERED.search(caption)
    if match is None:
        return None
    before = re.compile(rf"(?P<name>[A-Z(\[][^\s,;]{{1,60}})\s\({re.escape(match['number'])}\)(?![\w–-])")
    for text in texts:
        for found in before.finditer(text):
            family = family_of(found["name"])
            if family is not None:
                return Label(text=found["name"], family=family)
    return None
