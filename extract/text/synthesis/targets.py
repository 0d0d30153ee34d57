"""Sentences of a procedure in, the mentions of what was made in it out."""

import re
from itertools import pairwise
from typing import Final

from ....records.material_names import is_chemical
from ...document import Document
from ...findings import Mention
from ..mentions.finding import Glossary, cite_mention, find_mentions
from ..mentions.spotted import Spotted
from ..statements.heading_products import PRODUCT_HEADING
from .found_steps import FoundStep

PRODUCT = re.compile(
    r"\b(?:(?:to (?:obtain|form|yield|give|produce|prepare|get|synthesi[sz]e|fabricate|make|achieve|convert it to)|"
    r"resulting in|"
    r"forming|yielding|giving|producing|obtaining|formation of|synthesis of|preparation of|fabrication of|"
    r"conversion to|"
    r"converted (?:in)?to|denoted|labell?ed|named|designated)\s+(?:(?!from\s)[^\s,;]+\s+){0,5}|"
    r"(?:composition of|composition|stoichiometry of|formula|ratio of|sources? of)\s+)$",
    re.IGNORECASE,
)
MADE = re.compile(
    r"^\s*(?:(?!until|when|while|which|followed|to\s|was\s|were\s)\S+\s+){0,12}?(?:was|were|is|are|have been|"
    r"has been)\s+(?:\w+\s+)?(?!obtained (?:from|commercially|through))"
    r"(?:prepared|synthesi[sz]ed|fabricated|"
    r"grown|produced|obtained|made|manufactured|built|electrospun|deposited (?!on(?:to)? the surface)|"
    r"(?:(?:co-?)?precipitated|crystalli[sz]ed|melted|cast)(?=\sfrom\b))\b"
)
INTERMEDIATE = re.compile(r"\b(?:precursors?|intermediates?|templates?)\s(?:of\s)?$", re.IGNORECASE)
MIXTURE = re.compile(
    r"\b(?:solutions?|mixtures?|suspensions?|dispersions?|slurry|slurries|paste|ink|batch(?:es)?|amounts?|blends?|"
    r"layers?)\s"
    r"(?:of|containing|with|composed of|consisting of)\s(?:[^.;]|\.(?!\s)){0,80}$",
    re.IGNORECASE,
)
"""What is prepared is a mixture of substances, none of them."""
IN_LIQUID = re.compile(r"^\s(?:\w+\s)?(?:solutions?|suspensions?|dispersions?|sols?|slurry|paste|ink|gels?)\b")
OF_LIQUID = re.compile(r"\b(?:solutions?|suspensions?|dispersions?|slurr(?:y|ies)|inks?|sols?)\s(?:was|were|is|are)\b")
"""What is said to be made here is a liquid: "2 wt% chitosan, respectively pectin solutions were prepared"."""
EVAPORATED = re.compile(r"\b(?:\w*sputter\w*|\w*evaporat\w+|[Ee]-beam|[Ee]lectron[- ]beam)\b")
"""Where a layer comes from a source of itself."""
CODE = r"[A-Z][\w@/()·+‐‑–-]{0,20}(?:[A-Z\d]|[@/]\w)[\w@/()·+‐‑–-]{0,20}"
LEAD = r"(?!(?:of|with|from|in|by|for|on|to|containing|using|between)\s)[a-z][\w-]{1,30}\s"
"""A word that may stand between an article and a name."""
CODED = re.compile(
    rf"(?:^|[,;]\s|\b(?:[Tt]he|[Aa]n?|[Bb]oth|[Tt]hen|and)\s)(?:{LEAD}){{0,3}}(?P<code>{CODE}(?:(?:,?\sand\s|,\s){CODE}){{0,5}})"
    r"(?:\s\([^()]{1,30}\))?(?:\s(?!(?:solutions?|suspensions?|mixtures?|dispersions?|inks?|slurr\w+|spectr\w+|images?|patterns?|curves?|data|results?|micrographs?|"
    r"measurements?|isotherms?|values?|analys[ie]s)\b)[\w-]+){0,2}?\s(?:was|were)\s(?:\w+ly\s|first\s|then\s)?"
    r"(?:prepared|synthesi[sz]ed|fabricated|obtained|grown|produced)\b(?!\s(?:from|commercially)\b)|"
    rf"\b(?:[Ss]ynthesis|[Pp]reparation|[Ff]abrication)\sof\s(?:the\s)?(?P<of>{CODE})(?=[\s,:.])|"
    r"\b(?:to (?:obtain|yield|form|prepare|produce|get|synthesi[sz]e)|resulting in|yielding)\s(?:the\s|an?\s)?"
    rf"(?:{LEAD}){{0,2}}(?P<product>{CODE})(?=[\s,:.;])(?!\s(?:solutions?|suspensions?|spectr\w+|images?)\b)"
)
"""A paper's own name of what is made: "ZIF-67 was synthesized", "Preparation of Co@NC:", "to obtain the GCNT"."""
NUMBERS = re.compile(
    r"\b(?:complex(?:es)?|compounds?|ligands?|monomers?|polymers?|products?|derivatives?|dyes?|salts?)\s"
    r"(?P<numbers>\d{1,2}[a-z]?(?:(?:,\s?(?:and\s)?|\sand\s|\s?[&–-]\s?)\d{1,2}[a-z]?){0,9})(?![\w.%])"
)
"""What a heading calls by number: "Synthesis of the complexes 1 and 4"."""
NUMBER = re.compile(r"\d{1,2}[a-z]?")
TITLE = re.compile(
    r"[\d.\s]{0,8}(?:Synthesis|Preparation|Fabrication|Production)\sof\s(?:[^\s.]{1,40}\s){1,9}[A-Z][^\s.]{1,40}\.?\s*$"
)
"""A heading in capital letters that stands as a sentence."""
TITLE_WORD = re.compile(r"(?<=\s)[A-Z][a-z]{3,}\b")
DESCRIBING = re.compile(r"[‐‑–-][a-z]{3,}$")
"""The end of a word that only bears a code: "BT-based"."""
OF_SAMPLE = re.compile(rf"\b[Ss]amples?\s(?P<code>{CODE})")
HEADED = re.compile(r"(?:[Ss]ynthes[ie]s|[Pp]reparation|[Ff]abrication|[Pp]roduction)\sof\s")
BRACKETED = re.compile(
    r"\d\s?(?:[°◦º]\s?C|K|h|min|wt\.?%|mol%)\s?\((?P<label>[A-Z][A-Za-z]{0,4}[-‐‑–_]?\d{1,4}[A-Za-z]?)\)"
)
"""A sample named behind the condition that makes it: "annealed at 600 °C (A600)"."""
NAMED = re.compile(
    r"\b(?:denoted|designated|named|labell?ed|called|marked|referred to|abbreviated|coded|hereafter|hereinafter)"
    r"(?:\s(?:as|to as|by))?\s(?:samples?\s|the\s)?"
    r"(?P<labels>[“\"'‘]?[A-Z#][\w.@/%+·–-]*[”\"'’]?(?:(?:,\s|,?\sand\s|"
    r"\sor\s)[“\"'‘]?[A-Z#][\w.@/%+·–-]*[”\"'’]?){0,9})"
)
LABEL = re.compile(r"[A-Z#](?:[\w.@/%+·–-]*[\w%])?")
EVERY = re.compile(r"^(?:all|these|both)\b.*s$", re.IGNORECASE)
"""A target that stands for every sample."""
EVERY_TREATED = re.compile(r"^(?:all|these|both|the)\b.*(?:samples|specimens|alloys|steels)$", re.IGNORECASE)
METHODS: Final = frozenset(
    ("TEM", "SEM", "XRD", "XPS", "DSC", "EBSD", "TGA", "AFM", "SI", "FIB", "FTIR", "FT-IR", "NMR", "BET", "HRTEM",
     "FESEM", "STEM", "EDX", "EDS", "ICP", "UV", "UV-vis", "UV-Vis", "CV", "EIS", "CVD", "ALD", "PLD", "MBE", "SPS")
)  # fmt: skip
MATERIAL = re.compile(r"(?P<words>(?:The|This|These)\s(?:\w+\s)?(?:materials?|alloys?|steels?|specimens?|samples?))\b")
COATED = re.compile(r"[\s-](?:coated|covered|based|containing|free)\b")
SAMPLES = re.compile(r"(?:Samples|Specimens)(?=\s(?:of|with|having|were)\b)")
DEVICES = re.compile(
    r"(?:All\s|The\s)?(?:[\w:/-]+\s){0,3}(?P<words>devices|cells|capacitors|transistors|diodes)\s(?:\([^()]{1,20}\)\s)?were\s"
    r"(?:prepared|fabricated|made|built|manufactured)\b"
)
"""How a procedure begins that tells how every device of the paper was built."""
FAR: Final = 100
"""How many characters around a mention are looked at."""
NO_TARGETS: Final = frozenset(
    ("H2O", "N2", "O2", "H2", "CO2", "H2SO4", "HCl", "HNO3", "HF", "HClO4", "H2O2", "NaOH", "KOH", "NH3")
)
"""Gases, and reagents of which solutions are prepared."""
TREATED: Final = frozenset(
    ("melt", "cast", "heat", "anneal", "quench", "cool", "age", "other", "press", "sinter", "calcine")
)
"""Operations done to a thing that is there already: what they are done to is what the recipe is of."""
IS_TREATED = re.compile(r"^\s*(?:[^\s.;,]+\s){0,4}(?:was|were)\s(?:[\w-]+\s){0,3}$")
IS_STARTED_FROM = re.compile(
    r"^\s*(?:\([^()]{0,40}\)\s)?(?:[^\s.;,]+\s){0,4}(?:was|were|is)\s(?:\w+ly\s)?(?:received|supplied|provided|"
    r"used (?:in|for|here|throughout)|delivered|chosen|selected|investigated|studied|purchased)\b"
)
IN_ROW = re.compile(r"(?:,|\band|/|\bof)\s*$")


def made_in(sentence: str, glossary: Glossary) -> list[Spotted]:
    """The mentions that a sentence says were made."""
    found: list[Spotted] = []
    sentence = in_small_letters(sentence) if TITLE.match(sentence) else sentence
    for spotted in find_mentions(sentence, glossary):
        words = sentence[spotted.start : spotted.end]
        if words in NO_TARGETS or "=" in words or (spotted.kind == "anaphor" and not EVERY.match(words)):
            continue
        if is_element(spotted) and words not in glossary.elements and EVAPORATED.search(sentence):
            continue
        before, behind = around(sentence, spotted)
        if INTERMEDIATE.search(before) or MIXTURE.search(before) or IN_LIQUID.match(behind):
            continue
        if spotted.family is None and spotted.kind == "name" and words.lower().startswith("poly"):
            continue
        made = MADE.match(behind)
        if PRODUCT.search(before) or (made is not None and OF_LIQUID.search(made.group()) is None):
            found.append(spotted)
    return with_labels(sentence, found)


def in_small_letters(title: str) -> str:
    """A title with its words in small letters, as a sentence has them: "Preparation of NiCo phosphide nanosheets"."""
    return TITLE_WORD.sub(lambda word: word.group().lower(), title)


def is_element(spotted: Spotted) -> bool:
    """Whether a mention is of a pure element: a film of it comes from a source of it."""
    return spotted.family is not None and len(spotted.family.compositions[0].amounts) == 1


def around(sentence: str, spotted: Spotted) -> tuple[str, str]:
    """The words before and behind a mention, as far as they can tell of it."""
    return sentence[max(0, spotted.start - FAR) : spotted.start], sentence[spotted.end : spotted.end + FAR]


def with_labels(sentence: str, found: list[Spotted]) -> list[Spotted]:
    """The mentions with the labels that the sentence gives: "denoted as S1 and S2"."""
    labels = [
        Spotted(label.start(), label.end(), "label")
        for match in NAMED.finditer(sentence)
        for label in LABEL.finditer(sentence, match.start("labels"), match.end("labels"))
        if not any(one.start < label.end() and label.start() < one.end for one in found)
    ]
    for match in BRACKETED.finditer(sentence):
        if match.group("label") not in METHODS and not any(
            one.start <= match.start("label") < one.end for one in found
        ):
            labels.append(Spotted(*match.span("label"), "label"))
    for match in CODED.finditer(sentence):
        for code in re.finditer(rf"(?<![\w-]){CODE}", match.group(match.lastgroup or 0)):
            start = match.start(match.lastgroup or 0) + code.start()
            end = start + len(code.group())
            known = any(one.start < end and start < one.end for one in (*found, *labels))
            if not known and is_own(code.group()):
                labels.append(Spotted(start, end, "label"))
    return sorted([*found, *labels], key=lambda one: one.start)


def is_own(code: str) -> bool:
    """Whether a code can be a paper's own name of a material: it is no method, no reagent, and no word about one."""
    return code not in METHODS | NO_TARGETS and DESCRIBING.search(code) is None and not is_chemical(code)


def samples_in(sentence: str) -> list[Spotted]:
    """What a sentence calls a sample by its code: "in sample BT-2 urea was left out"."""
    found = [match.span("code") for match in OF_SAMPLE.finditer(sentence) if match["code"] not in METHODS]
    return [Spotted(*span, "label") for span in found]


def treated_in(text: str, start: int, end: int, steps: tuple[FoundStep, ...], glossary: Glossary) -> list[Spotted]:
    """The mentions in a sentence of what is treated in it, or was got for that: "The steel was annealed"."""
    sentence = text[start:end]
    triggers = [step.start - start for step in steps if start <= step.start < end and step.operation in TREATED]
    etched = any(start <= step.start < end and step.operation == "etch" for step in steps)
    plain = SAMPLES.match(sentence) if triggers or etched else None
    found = [Spotted(plain.start(), plain.end(), "anaphor")] if plain is not None else []
    devices = DEVICES.match(sentence)
    found += [Spotted(*devices.span("words"), "anaphor")] if devices is not None else []
    mentions = find_mentions(sentence, glossary, chemicals=True)
    parts = {part.start for pair in pairwise(mentions) for part in lesser(sentence, *pair)}
    for spotted in mentions:
        words = sentence[spotted.start : spotted.end]
        if spotted.kind == "anaphor" and EVERY_TREATED.match(words):
            found.append(spotted)
        if spotted.kind == "anaphor" or is_chemical(words) or IN_ROW.search(around(sentence, spotted)[0]):
            continue
        if spotted.start in parts or COATED.match(sentence, spotted.end):
            continue
        behind = around(sentence, spotted)[1]
        first = next((at for at in triggers if at >= spotted.end), None)
        treated = first is not None and IS_TREATED.match(sentence[spotted.end : first]) is not None
        if treated or IS_STARTED_FROM.match(behind):
            found.append(spotted)
    return found


def pointed_at(text: str, start: int, end: int, steps: tuple[FoundStep, ...], glossary: Glossary) -> list[Spotted]:
    """The words for a sample that is treated in a sentence without being named in it: "The material was annealed"."""
    sentence = text[start:end]
    triggers = [step.start - start for step in steps if start <= step.start < end and step.operation in TREATED]
    first = min(triggers, default=0)
    plain = MATERIAL.match(sentence)
    found = [Spotted(*plain.span("words"), "anaphor")] if plain is not None else []
    found += [one for one in find_mentions(sentence, glossary) if one.kind == "anaphor"]
    return [one for one in found if one.end <= first and IS_TREATED.match(sentence[one.end : first])][:1]


def lesser(sentence: str, one: Spotted, other: Spotted) -> tuple[Spotted, ...]:
    """Of two mentions side by side the one that only tells of the other: "carbon" of steel, "steel" of AISI 4130."""
    if other.start - one.end != 1 or sentence[one.end] not in " -":
        return ()
    return (other,) if any(character.isdigit() for character in sentence[one.start : one.end]) else (one,)


def heading_targets(document: Document, section: str, glossary: Glossary, stage: str, version: str) -> list[Mention]:
    """The mentions in the heading over a recipe: the paper's own name of what is made alone, where it gives one."""
    last = section.rpartition(">")[2].strip()
    for block in document.blocks:
        if last and block.type == "heading" and block.running.strip().endswith(last):
            own = PRODUCT_HEADING.match(block.running)
            if own is not None:
                return [cite_mention(document, block, Spotted(*own.span("label"), "label"), stage, version)]
            found = [
                spotted
                for spotted in find_mentions(in_small_letters(block.running), glossary)
                if spotted.kind in ("formula", "name", "label")
            ]
            found = found or labels_in(block.running)
            return [cite_mention(document, block, spotted, stage, version) for spotted in found]
    return []


def heads_products(heading: str) -> bool:
    """Whether a heading names what is made under it alone: by the paper's own name, or by numbers of compounds."""
    if PRODUCT_HEADING.match(heading) is not None:
        return True
    headed = HEADED.search(heading)
    return headed is not None and NUMBERS.search(heading, headed.end()) is not None


def labels_in(heading: str) -> list[Spotted]:
    """The numbers of compounds, else the paper's own codes, in a heading that says that they are made."""
    headed = HEADED.search(heading)
    if headed is None:
        return []
    spans = [
        number.span()
        for match in NUMBERS.finditer(heading, headed.end())
        for number in NUMBER.finditer(heading, *match.span("numbers"))
    ]
    own = [match.span() for match in re.finditer(rf"(?<![\w-]){CODE}", heading) if is_own(match.group())]
    return [Spotted(start, end, "label") for start, end in spans or own]
