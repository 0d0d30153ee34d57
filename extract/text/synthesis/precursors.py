"""Sentences of a procedure in, what went into it out: precursors, solvents and additives with their amounts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from ....records.compositions import Composition, CompositionFamily
from ....records.material_names import is_chemical
from ....records.model import PrecursorRole
from ....records.quantities import Quantity
from ....records.quantity_grammar import QuantitySpan
from ..mentions.finding import Glossary, find_mentions
from ..mentions.formula_tokens import COMMON_ELEMENTS, family_of
from ..mentions.spotted import Spotted
from .constituents import constituents_in
from .found_steps import FoundStep
from .gases import CARRIERS, GAS_FORMULAS, SUPPLIED, formula_of, is_gas, reacting_gases, with_gases
from .reagents import element_symbol, find_reagents, find_weighed
from .steps import quantities_between
from .targets import EVAPORATED, MADE, MIXTURE, PRODUCT, around
from .triggers import find_triggers, vocabulary

AMOUNTS: Final = frozenset(
    ("mol", "mmol", "umol", "µmol", "kg", "g", "mg", "ug", "µg", "L", "mL", "uL", "µL", "l", "ml", "M", "mM", "N",
     "mol/L", "wt%", "mol%", "vol%", "at%", "cm3", "g/L", "mg/mL", "%", "percent")
)  # fmt: skip
STARTING: Final = re.compile(
    r"\b(?:starting (?:materials?|reagents?|powders?|chemicals?)|raw materials?|precursors?|reagents?|reactants?|"
    r"supplied (?:by|from)|"
    r"resin (?:was|consisted of) an?\b|"
    r"(?:layers?|decals?|electrodes?) (?:was|were) (?:\w+ ){0,2}transferred (?:on)?to|"
    r"sources?|purchased|were obtained from|was obtained from|stoichiometric|appropriate amounts?|purity|Aldrich|"
    r"Alfa|Sigma|feedstock|oxidant|used as (?:the |an? )?(?:\w+ )?(?:source|precursor|oxidant|"
    r"reactant)|"
    r"Aladdin|Merck|Sinopharm|Fisher|Acros|Fluka|Strem|High Purity)\b|\(\s*(?:purity\s)?[>≥]?\s*9\d(?:\.\d+)?\s?%"
)
MIXED: Final = re.compile(
    r"\b(?:solutions?|mixtures?|suspensions?|dispersions?) (?:of|containing|composed of|consisting of)\b", re.IGNORECASE
)
OF_CELL: Final = re.compile(r"\b(?:membranes?|GDLs?|gas diffusion layers?)\b|^Nafion®? \S*\d{3}$")
"""What a cell is built of, though layers are put on it."""
BATHED: Final = re.compile(r"\b(?:immersed|soaked|dipped|submerged)\s(?:in|into)\s")
FOAM: Final = re.compile(r"\b(?:[A-Z][a-z]?|[Nn]ickel|[Cc]opper|[Tt]itanium)\sfoams?\b[^.;]{0,60}\s(?:was|were)\s")
"""What is grown on: cleaned at the beginning, it goes in."""
VESSELS: Final = frozenset(("stainless steel", "quartz", "teflon"))
"""What vessels, balls and tubes are made of."""
SOLVED = re.compile(
    r"(?:solutions?|suspensions?|dispersions?|inks?|slurry|slurries|pastes?|mixtures?|sols?)\s(?:was|were)\b"
)
"""Where this is what was made, the substance before it went in: "A 2 M LiCl solution was prepared"."""
CLASSES: Final = frozenset(
    ("steel", "steels", "alloy", "alloys", "glass", "ceramic", "ceramics", "polymer", "metal", "amine", "amines",
     "imine", "ketone", "ketones", "ether", "ethers", "thiol", "thiols", "anhydride", "alkoxide", "alkoxides",
     "acrylate", "carboxylate", "alcohols", "diamine", "silanes")
)  # fmt: skip
"""Names of kinds of material, which name no substance."""
IS_A: Final = re.compile(r"\s(?:used\s)?(?:was|is|consisted of)\san?\s")
"""Behind a resin this tells which substance it is."""
GROUPS: Final = frozenset(("SO3H", "COOH", "CF3", "NH2", "CH3", "OH"))
"""Groups of a molecule, which nobody takes from a bottle."""
TAKING_IN: Final = frozenset(
    (
        "mix",
        "dissolve",
        "mill",
        "grind",
        "melt",
        "heat",
        "press",
        "stir",
        "hydrothermal",
        "coat",
        "cast",
        "etch",
        "deposit",
        "electrospin",
        "microwave",
        "centrifuge",
    )
)
HOLDER = re.compile(
    r"^\s*(?:\([^()]{0,30}\)\s*)?(?:steels?\b|crucibles?|boats?|balls?|media|jars?|mortars?|dies?|tubes?|ampoules?|"
    r"foils?|substrates?|wafers?|lined|"
    r"autoclaves?|plates?|vials?|"
    r"pots?|cups?|bowls?|spheres?|rods?|cylinders?|milling|pestle|spatula|grinding|capsules?|containers?|liners?|"
    r"meshes|radiation|paste|wires?|boxes|glove|electrodes?|counter|grids?|"
    r"rings?|atmospheres?|gas|coated|glass(?:es)?|single[- ]crystals?|lasers?|lamps?|plasmas?|balance|"
    r"lattices?|phases?|peaks?|reflections?|"
    r"flow|bath|vessels?|beakers?|molds?|moulds?|sheets?|current collectors?|tape|bags?)\b",
    re.IGNORECASE,
)
LAYER = re.compile(r"\s(?:top\s|back\s|front\s|gate\s|ohmic\s)?(?:electrodes?|contacts?|cathodes?|anodes?)\b")
"""What is evaporated of a substance."""
CONTACTS = re.compile(rf"\b[A-Z][a-z]?{LAYER.pattern}\s(?:was|were)\s(?:\w+\s)?deposited\b")
"""How a sentence tells that contacts of a metal were laid down."""
SYMBOL = re.compile(r"[A-Z][a-z]?")
OF_PRECURSOR = re.compile(r"\s(?:(?:and|or)\s\w+\s)?precursors?\b")
"""Behind an element this tells what a precursor brings, not which one it is."""
MADE_FROM = re.compile(
    r"\b(?:prepared|synthesi[sz]ed|made|fabricated|obtained|produced|grown)\s+(?:\w+\s+){0,3}?(?:from|using|"
    r"by mixing|with)\s"
)
OF_SAMPLE = re.compile(r"\b[Ss]amples?\s$")
AS_FEED = re.compile(r"\s(?:powder\s)?(?:as|for|with|at|in\s(?:a|the)\b)\s")
"""Behind a sample's name this makes it what another is made of: "using sample S1 as feedstock"."""
COMPOUND = re.compile(
    r"[-–](?:cooled|quenched|based|lined|coated|filled|soluble|free|like|bath|supported|modified|doped|containing)\b"
)

WASHED = re.compile(r"\b(?:wash|rins|clean|centrifug|filter)\w*\b[^.;]{0,80}$", re.IGNORECASE)
ON_TO = re.compile(
    r"\b(?:onto|on(?!\scarbon,?\s(?:and|with)\b))\s+(?:(?!by\b|using\b|from\b|with\b|was\b|were\b|in\b|to\b|at\b|for\b|containing\b)[^\s;:,]+\s){0,12}$"
)
QUENCHED = re.compile(r"\b(?:quench|cool|chill)\w*\s(?:\w+\s){0,2}(?:in|into|with|by|to)\s(?:[\w-]+\s){0,3}$")
"""Before a liquid this makes it what something hot is put into."""
REMOVED = re.compile(r"\b(?:remov(?:e|es|ed|ing|al of)|eliminat\w+|get rid of|free of)\s(?:[\w-]+\s){0,3}$")
VALUES = re.compile(r"\b[A-Z]\s?=\s?(?:[A-Z][a-z]?(?:,\s|,?\s(?:or|and)\s))*$")
"""Before an element this makes it one that stands for a letter: ``KX (X = F, Cl or Br)``."""
PRODUCT_NOUN = re.compile(r"®?\s(?:solutions?|dispersions?|ionomers?|binders?|membranes?|\d{3}\b)\b")
"""With the noun or the number behind it the name is that of a product."""
IONOMERS: Final = frozenset(("nafion", "aquivion"))
"""Polymers that are bought as products: no formula of theirs tells what was taken."""
CONTENT = re.compile(r"\s?(?:of\s)?[A-Z][a-z]?\b(?!\s?\()")
"""Behind an amount this makes it what a substance holds: "Pt/C (46.6 wt% Pt)"."""
PART_OF = re.compile(r"\([^()]*\d\s?(?:(?:wt|at|mol)\.?\s?%\s|(?:(?:wt|vol)\.?\s?)?%\s(?:solution\s)?in\s)$")
"""Before a substance this makes it a part of the one before: ``PtCo/C (47 wt% Pt)``, ``HCl (37% in water)``."""
INTO = re.compile(
    r"\b(?:in|into|with|of|using|to|containing)\s+(?:an?\s|the\s)?(?:mixed\s|mixture of\s|mixed solution of\s|"
    r"solvent of\s)?(?:[\d.]+\s?m?[lL](?:\sof)?\s)?(?:\w+\s)?$"
)
RATIO = re.compile(r"^\s*\(?\s*=?\s*\d+(?:\.\d+)?\s*:\s*\d")
ADDITIVE = re.compile(
    r"\A[^.;]{0,30}?\bas\s(?:an?\s|the\s)?(?:\w+\s)?(?:carbon source|binder|chelating agent|surfactant|fuel|"
    r"sintering aid|template|reducing agent|"
    r"precipitant|precipitating agent|flux|dispersant|capping agent|complexing agent|additive|plasticizer|"
    r"pore former|catalyst)\b"
)
ORGANIC: Final = frozenset(("C", "H", "N", "O", "F", "S", "Si", "Cl"))
IN_WORDS = re.compile(r"[a-z]{3}")
"""What the formula of a composition has that is a name."""
POLYMERIC = re.compile(r"[Pp]oly|P[A-Z]")
"""How names and acronyms of polymers begin: their repeating unit is no formula of what was taken."""
BLACK = re.compile(r"(?P<element>Pt|Pd|Ir|Ru|Rh) black")
ELEMENT = re.compile(
    r"(?<![\w(/–-])(?<!\d\s)([A-Z][a-z]?)(?=\s*\(\s*(?:[A-Z9>≥]|purity)|\s*,|\s+and\s+[A-Z]|\s+(?:pure\s)?(?:powders?|"
    r"metals?)\b|"
    r"\s+in\s(?:the|an?)\s(?:\w+\s){0,2}(?:ratio|proportion)|"
    r"\s+foams?\b|"
    rf"\s+ingots?\b|\s+pieces\b|\s+shots?\b|\s+were\b|\s+was\b|{LAYER.pattern})"
)


@dataclass(frozen=True, slots=True)
class FoundPrecursor:
    """A substance at ``start`` to ``end``, its composition, amount and role."""

    start: int
    end: int
    name: str
    composition: Composition | None
    amount: Quantity | None
    role: PrecursorRole


@cache
def listed(name: str) -> frozenset[str]:
    """The solvents or additives of the vocabulary."""
    return frozenset(vocabulary()[name]["words"])


def find_precursors(
    text: str, sentences: tuple[tuple[int, int], ...], steps: list[FoundStep], glossary: Glossary
) -> list[FoundPrecursor]:
    """What goes in: substances of sentences that name starting materials or take something in, each once."""
    found: list[FoundPrecursor] = []
    for start, end in sentences:
        sentence = text[start:end]
        operations = {step.operation for step in steps if start <= step.start < end}
        source = MADE_FROM.search(sentence)
        told = STARTING.search(sentence) or MIXED.search(sentence)
        bathed = BATHED.search(sentence) if "other" in operations else None
        supplied = SUPPLIED.search(sentence) is not None
        reacting = reacting_gases(sentence)
        foam = FOAM.search(sentence) if operations & {"wash", "etch"} else None
        sources = (told, source, bathed, foam)
        takes_in = bool(operations & TAKING_IN) or supplied or any(one is not None for one in sources)
        if not takes_in and not reacting:
            continue
        layered = "deposit" in operations and (EVAPORATED.search(sentence) or CONTACTS.search(sentence)) is not None
        spans = quantities_between(text, start, end)
        triggers = [
            trigger.start for trigger in find_triggers(text, start, end) if trigger.operation in ("wash", "filter")
        ]
        mentions = substances(sentence, glossary)
        mentions = with_gases(sentence, mentions) if supplied or reacting else mentions
        for number, spotted in enumerate(mentions):
            before, behind = around(sentence, spotted)
            name = sentence[spotted.start : spotted.end]
            gas = is_gas(name, spotted)
            if gas and not supplied and formula_of(spotted) not in reacting:
                continue
            if not gas and not (
                takes_in and goes_in(name, before, behind, start + spotted.start, triggers, layered=layered)
            ):
                continue
            low = start + (mentions[number - 1].end if number else 0)
            high = start + (mentions[number + 1].start if number + 1 < len(mentions) else len(sentence))
            found.append(precursor_of(text, spotted, start, (low, high), spans))
        found.extend(elements_told(text, start, end) if takes_in else ())
    return unique(text, found)


def elements_told(text: str, start: int, end: int) -> Iterator[FoundPrecursor]:
    """The elements of what is made, where a sentence only says that it was made of them."""
    place = constituents_in(text[start:end])
    if place is not None:
        low, high = start + place[0], start + place[1]
        yield FoundPrecursor(low, high, text[low:high], None, None, "precursor")


def substances(sentence: str, glossary: Glossary) -> list[Spotted]:
    """Mentions of substances, and elements by symbol where a list or a purity shows that they are meant."""
    mentions = [one for one in find_mentions(sentence, glossary, chemicals=True) if one.kind in ("formula", "name")]
    mentions = joined(sentence, mentions, find_reagents(sentence))
    taken = [(one.start, one.end) for one in mentions]
    for match in ELEMENT.finditer(sentence):
        free = all(match.end(1) <= low or match.start(1) >= high for low, high in taken)
        if (
            free
            and match.group(1) in COMMON_ELEMENTS
            and match.group(1) not in ("In", "As", "I", "No", "At", "C", "K", "N", "S", "V")
        ):
            mentions.append(Spotted(match.start(1), match.end(1), "formula", family_of(match.group(1))))
    for start, end in find_weighed(sentence):
        if all(end <= one.start or one.end <= start for one in mentions):
            mentions.append(Spotted(start, end, "name"))
    return sorted(mentions, key=lambda one: one.start)


def joined(sentence: str, mentions: list[Spotted], reagents: list[tuple[int, int]]) -> list[Spotted]:
    """Mentions and names of reagents; of two that overlap the longer one."""
    kept = list(mentions)
    for start, end in reagents:
        inside = [one for one in kept if one.start < end and start < one.end]
        if all(one.end - one.start < end - start for one in inside):
            kept = [one for one in kept if one not in inside]
            borne = " on " in sentence[start:end]
            same = [one.family for one in inside if one.family is not None and one.end == end and not borne]
            symbol = element_symbol(sentence[start:end])
            family = family_of(symbol) if symbol is not None else same[0] if same else None
            kept.append(Spotted(start, end, "name", family))
    return kept


def goes_in(name: str, before: str, behind: str, position: int, washings: list[int], *, layered: bool = False) -> bool:
    """Whether the words around a substance leave it an ingredient: no product, holder, gas or washing liquid.

    What is ``layered`` comes from a source of itself, and is an ingredient where it is said to be made.
    """
    onto = ON_TO.search(before) is not None and OF_CELL.search(name) is None
    if name.lower() in VESSELS or PRODUCT.search(before) or onto or PART_OF.search(before):
        return False
    if any(aside.search(before) for aside in (REMOVED, VALUES, QUENCHED)):
        return False
    if (SYMBOL.fullmatch(name) or element_symbol(name)) and OF_PRECURSOR.match(behind):
        return False
    product = MADE.match(behind)
    made = product is not None and SOLVED.search(product.group()) is None
    made = made and MIXTURE.search(before) is None and not layered
    held = HOLDER.match(behind) is not None and not (layered and SYMBOL.fullmatch(name) and LAYER.match(behind))
    if held or COMPOUND.match(behind) or made or (OF_SAMPLE.search(before) and AS_FEED.match(behind) is None):
        return False
    if any(at < position for at in washings) and WASHED.search(before):
        return False
    if name.lower() in CLASSES or name in GROUPS or (name.endswith("resin") and IS_A.match(behind)):
        return False
    return re.search(r"(?:coated|doped|supported|based|rich|free)\s*$", before) is None and not RATIO.match(behind)


def precursor_of(
    text: str, spotted: Spotted, offset: int, reach: tuple[int, int], spans: list[QuantitySpan]
) -> FoundPrecursor:
    """The substance with the amount next to it."""
    start, end = offset + spotted.start, offset + spotted.end
    family = spotted.family or known_family(text[start:end])
    composition = taken_as(text[start:end], family.compositions[0]) if family is not None else None
    product = PRODUCT_NOUN.match(text, end) if composition is None and text[start].isupper() else None
    end = product.end() if product is not None else end
    name = text[start:end]
    amount = amount_near(text, start, end, reach, spans)
    return FoundPrecursor(start, end, name, composition, amount, role_of(text, name, start))


def taken_as(name: str, composition: Composition) -> Composition | None:
    """The composition as what was taken: a polymer's repeating unit is not, nor is a name that tells no elements."""
    organic = bool(composition.amounts) and composition.amounts.keys() <= ORGANIC
    if name.lower() in IONOMERS or (organic and "C" in composition.amounts and POLYMERIC.match(name) is not None):
        return None
    return composition if composition.amounts or IN_WORDS.search(composition.formula) is None else None


def known_family(name: str) -> CompositionFamily | None:
    """The composition of a chemical that goes by a common name, or of a metal that is sold as a black."""
    black = BLACK.fullmatch(name)
    if black is not None:
        return family_of(black["element"])
    gas = GAS_FORMULAS.get(name.lower())
    if gas is not None:
        return family_of(gas)
    return family_of(name) if is_chemical(name) and POLYMERIC.match(name) is None else None


def amount_near(text: str, start: int, end: int, reach: tuple[int, int], spans: list[QuantitySpan]) -> Quantity | None:
    """``2.5 mmol (of) X`` first, then ``X (1.2 g, 99 %)``, then ``X 10.5 mg``."""
    amounts = [span for span in spans if (span.quantity.unit or "") in AMOUNTS and span.kind != "list"]
    ahead = [span for span in amounts if reach[0] <= span.start and span.end <= start]
    ahead = [span for span in ahead if not is_purity(span)]
    if ahead and re.fullmatch(r"\s*(?:of\s+)?(?:the\s+)?(?:\w[\w-]*\s+){0,2}", text[ahead[-1].end : start]):
        return ahead[-1].quantity
    behind = [span for span in amounts if end <= span.start and span.end <= reach[1] and not is_purity(span)]
    if behind and CONTENT.match(text, behind[0].end):
        return None
    if behind and re.fullmatch(r"\s+|\s*(?:powders?\s*|solution\s*)?\([^()]{0,60}", text[end : behind[0].start]):
        return behind[0].quantity
    return None


def is_purity(span: QuantitySpan) -> bool:
    """Whether a quantity is the purity of a chemical: 95 % and more."""
    return (span.quantity.unit or "") in ("%", "percent", "wt%") and (
        span.quantity.value or span.quantity.low or 0
    ) >= 90


def role_of(text: str, name: str, start: int) -> PrecursorRole:
    """Solvent where something is put into it, additive for binders, surfactants and the like."""
    lowered = name.lower()
    if name in CARRIERS or lowered in ("argon", "nitrogen", "helium"):
        return "additive"
    if lowered in listed("solvents"):
        return (
            "solvent"
            if INTO.search(text[max(0, start - 70) : start]) or lowered not in listed("additives")
            else "additive"
        )
    if lowered in listed("additives") or ADDITIVE.search(text[start + len(name) : start + len(name) + 60]):
        return "additive"
    return "precursor"


def unique(text: str, found: list[FoundPrecursor]) -> list[FoundPrecursor]:
    """Each substance once: a name and its formula in parentheses are one, the one with an amount is kept."""
    kept: dict[str, FoundPrecursor] = {}
    last: FoundPrecursor | None = None
    for one in found:
        if (
            last is not None
            and last.name in kept
            and re.fullmatch(r"\s*\((?:[A-Z][\w-]*\s){0,3}", text[last.end : one.start])
        ):
            kept[last.name] = replace(
                last, composition=one.composition or last.composition, amount=last.amount or one.amount
            )
            last = None
            continue
        last = one
        same = next((name for name, other in kept.items() if is_same(one, other)), None)
        if same is None:
            kept[one.name] = one
        elif kept[same].amount is None and one.amount is not None:
            kept[same] = replace(kept[same], amount=one.amount)
    return list(kept.values())


def is_same(one: FoundPrecursor, other: FoundPrecursor) -> bool:
    """Whether two are one substance: by composition, or by name."""
    if one.composition is not None and other.composition is not None and one.composition.amounts:
        return one.composition.formula == other.composition.formula
    return one.name.lower() == other.name.lower()
