"""A paper's text and what its tables call their samples in, names of samples that are no formulas out.

A paper speaks of its samples by names of its own: an abbreviation of a polymer, an alloy's designation, a framework's
number, the label of a table's row. Which words are such names is told by what the paper says of them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from ...records.material_names import is_chemical
from ..document import Document
from ..findings import Definition, Findings

LONGEST: Final = 28
FEW, MANY = 3, 6
"""How often a framework's number occurs that stands in title or abstract, or does not: an instrument's occurs once."""
CODED: Final = re.compile(r"(?=.*[A-Z0-9])(?=.*[A-Za-zα-ω])(?:[^\s,;]|(?<=\d),(?=\d)){2,28}(?: [A-Z0-9][^\s,;]{0,12})?")
"""A label: one word, or two of which the second is coded too, with a capital or digit."""
PLAIN_WORD: Final = re.compile(
    r"[A-Z]?[a-z]+(?:[ -][a-z]+)*|[A-Z][a-z]?|\d+[a-z]{1,2}|(?:No\.?|[Tt]est|[Rr]un|Case) ?\d*"
)
FRAMEWORK: Final = re.compile(r"(?<![\w-])(?:[A-Z]{1,2}-)?[A-Z][A-Za-z]{1,6}-\d{1,4}[A-Z]?(?![\w-])")
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
MATERIAL_HEAD: Final = re.compile(
    r"(?:^|[\s(-])poly\w*|\b(?:acid|alcohol|glycol|rubber|resin|epoxy|glass|steel|alloy|carbon|starch|cellulose|chitosan|"
    r"gelatin|lignin|protein|carrageenan|graphene|framework|hydrogel|membrane|composite|ceramic|perovskite|garnet|clay|"
    r"(?:nano)?(?:tube|fib(?:er|re)|particle|dot|rod|wire|sheet|ribbon|platelet)s?|silica|alumina|zirconia|titania)\)?$"
    r"|(?<!\bs)(?<!\bw)(?:oxide|chloride|fluoride|bromide|iodide|hydride|nitride|sulph?ide|carbide|selenide|telluride|"
    r"anhydride|amide|imide|siloxane|silane|silsesquioxane|urethane|styrene|ethylene|propylene|thiophene|"
    r"phosphate|sul(?:f|ph)ate|nitrate|titanate|niobate|zirconate|acrylate|silicate|"
    r"tungstate|molybdate|vanadate|manganite|cobaltite|chromite|zeolite|apatite|graphite|perovskite|saccharide)s?\)?$",
    re.IGNORECASE,
)
"""Last words of a long form that is a material's."""
PHASE: Final = re.compile(
    r"\b(?:hydro\w+ic acid|etching|scanning|laser|liquid|vapou?r|chemical|degrees?)\b", re.IGNORECASE
)
"""Words of a long form that is a reagent or a method after all."""


def sample_names(document: Document, definitions: Iterable[Definition], tables: Findings | None) -> frozenset[str]:
    """The names by which the paper speaks of samples, as printed."""
    text = "\n".join(block.text for block in document.body())
    found = {name for name in table_labels(tables) if occurs(name, text)} if tables is not None else set[str]()
    found.update(one.short for one in definitions if one.kind == "abbreviation" and is_material(one.short, one.long))
    found.update(match.group("label").strip() for match in STEEL.finditer(text))
    numbers = Counter(match.group() for match in FRAMEWORK.finditer(text) if not NO_FRAMEWORK.match(match.group()))
    head = " ".join(block.text for block in document.blocks if block.type in ("title", "abstract"))
    found.update(name for name, count in numbers.items() if count >= MANY or (count >= FEW and occurs(name, head)))
    return frozenset(found)


def table_labels(tables: Findings) -> Iterator[str]:
    """What rows and columns call their samples: coded names, no plain words and no formulas."""
    firsts = (value.subjects[0] for value in tables.values if value.subjects)
    for name in dict.fromkeys(mention.text for mention in firsts if mention.family is None):
        bare = name.strip("*†‡§⁎ ")
        if len(bare) <= LONGEST and CODED.fullmatch(bare) and not PLAIN_WORD.fullmatch(bare) and "=" not in bare:
            yield bare


def is_material(short: str, long: str) -> bool:
    """Whether an abbreviation stands for a material that somebody makes or measures; solvents and reagents do not."""
    if PHASE.search(long) or is_chemical(long) or is_chemical(short):
        return False
    return MATERIAL_HEAD.search(long) is not None


def occurs(name: str, text: str) -> bool:
    """Whether the name stands in the text as a word of its own."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None
