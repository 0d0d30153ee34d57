"""Printed names of samples in, keys out by which two spellings of one name are equal."""

import re
import unicodedata
from typing import Final

from pymatgen.core import Element

from ...records.compositions import Amount, Composition
from ..text.mentions.treatments import stem_of

DETERMINERS: Final = r"(?:the|a|an|this|these|that|those|our|pure|pristine|bare|as[- ]prepared|as[- ]synthesi[sz]ed)\s+"
CARRIERS: Final = (
    r"\s+(?:samples?|specimens?|materials?|composites?|compounds?|phases?|powders?|particles?|nanoparticles?|ceramics?|"
    r"pellets?|films?|thin films?|electrodes?|cathodes?|anodes?|electrolytes?|alloys?|glass(?:es)?|crystals?|"
    r"single crystals?|nanocomposites?|system|solid solutions?|microspheres?|nanofib(?:er|re)s?|hybrids?|"
    r"plates?|sheets?|ribbons?|variants?)"
)
_LEADING: Final = re.compile(rf"^(?:{DETERMINERS})+", re.IGNORECASE)
_TRAILING: Final = re.compile(rf"(?:{CARRIERS})+$", re.IGNORECASE)
_DOPED: Final = re.compile(r"[A-Z][a-z]?-[A-Z]{2,5}")
"""An element before an acronym (I-TO) makes it another one (ITO)."""
_BLANK: Final = re.compile(r"(?<=\d)\s?(?:wt\.?\s?)?%\s?(?=[A-Z][a-z]?$)|[\s_-]+")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\u00ad]")
_MANY: Final = re.compile(
    r"^(?:all|both|these|those|each|every|the)\b.*s$|^(?:samples|specimens|devices|cells|capacitors|transistors|diodes)$",
    re.IGNORECASE,
)
_ASSIGNMENT: Final = re.compile(r"^\s*([a-zα-ω])\s*=\s*(-?\d+(?:\.\d+)?)\s*$")

_COUNTED: Final = re.compile(
    r"(?:(?:samples?|specimens?|alloys?|variants?|joints?|devices?|cells?|no\.?|nr\.?|number)\s*)?[#№]?\s*(\d{1,3})",
    re.IGNORECASE,
)
"""A sample that only has a number: ``#9``, ``No. 9``, ``sample 9``."""
_MEASURED: Final = re.compile(
    r"(?<!\d)(\d+(?:\.\d+)?)[\s-]?(nm|[µμ]m|mm|°\s?C|degC|℃|K|h|min|s|%|wt\.?\s?%|mol\.?\s?%|at\.?\s?%|vol\.?\s?%|phr|MPa|GPa|layer|pass|cycle)(?:ed|s|es)?(?![A-Za-z])"
)
_EMPTY: Final = frozenset(
    "at for in under to from and the of with thick temperature time thickness rate a an by was were then after upon "  # noqa: SIM905
    "following state condition".split()
)
SHARE: Final = r"(?P<amount>\d[\d.]*) ?(?P<unit>(?:(?:wt|mol|at|vol)\.? ?)?%|phr)"
"""How much of something there is in something else: ``2.5 wt. %``."""
_CONTENT: Final = re.compile(
    r"(?P<of>[A-Za-z]\S*(?: [^\s=]+)??)"
    r"(?P<content> (?:contents?|concentrations?|loadings?|amounts?|additions?|fractions?))?"
    rf"(?: \([^()]*\))? = {SHARE}"
)
_DOTTED: Final = re.compile(r"\b(wt|mol|at|vol)\.\s?%")
_OF_NOTHING: Final = re.compile(r".*\b(?:volume|mass|weight|molar|atomic|mole|total|nominal|solid)", re.IGNORECASE)
_NOT_DONE: Final = re.compile(r"\b(?:before|without|prior to|no)\s", re.IGNORECASE)


def name_key(text: str) -> str:
    """The name without determiners, carrier nouns ("the ... composite"), spaces and dashes, in lower case.

    A steel or alloy by its element's content is the same with and without percent sign: ``5% Mn`` and ``5Mn``.

    Case is kept where it tells elements apart: a name that holds a digit or is one word of mixed case.
    """
    plain = " ".join(_DASHES.sub("-", unicodedata.normalize("NFKC", text)).split())
    plain = _DOTTED.sub(r"\1%", next(iter(content_names(plain)), plain))
    if (counted := _COUNTED.fullmatch(plain)) is not None:
        return f"#{int(counted[1])}"
    plain = _TRAILING.sub("", _LEADING.sub("", plain)) or plain
    key = plain if _DOPED.fullmatch(plain) else _BLANK.sub("", plain)
    return key if any(c.isdigit() for c in key) or key.isupper() else key.lower()


def content_names(setting: str) -> tuple[str, ...]:
    """How one says a setting that is a content: ``MgO addition = 2 wt%`` is ``2 wt% MgO``; of any other, nothing.

    Where the setting does not say that it is one, its unit must: no ``20 % porosity``.
    """
    match = _CONTENT.fullmatch(setting)
    if match is None or _OF_NOTHING.fullmatch(match["of"]) or not (match["content"] or match["unit"] != "%"):
        return ()
    amount, unit = match["amount"], re.sub(r"[. ]+%", "%", match["unit"])
    return (f"{amount} {unit} {match['of']}", f"{amount}{unit} {match['of']}")


def levels_key(text: str) -> frozenset[str]:
    """The levels by which a table tells its samples apart, two or more, whatever it calls their factors."""
    measures = measures_of(text)
    return measures if " = " in text and len(measures) > 1 else frozenset()


def measures_of(text: str) -> frozenset[str]:
    """The temperatures, times, lengths and contents of a text, each spelled in one way."""
    return frozenset(f"{float(number):g}{_unit(unit)}" for number, unit in _MEASURED.findall(text))


def variant_key(processing: str | None) -> frozenset[str]:
    """What tells a variant of a material, in any spelling: ``annealed at 300 °C`` and ``Post-annealing = 300 degC``."""
    if not processing:
        return frozenset()
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", processing))
    measures = measures_of(plain)
    words = re.findall(r"[A-Za-z][\w-]*", _MEASURED.sub(" ", plain))
    stems = {stem_of(word.lower()) for word in words if word.lower() not in _EMPTY}
    if _NOT_DONE.search(plain):
        told = stems - {"before", "without", "prior", "no"}
        stems = {stem if stem.startswith("un") else f"un{stem}" for stem in told}
    return frozenset(measures | stems)


def setting_key(setting: str) -> frozenset[str]:
    """What tells the variant that a table's setting makes; nothing where its level is a bare number."""
    _, told, level = setting.partition(" = ")
    key = variant_key(setting) if told else frozenset[str]()
    bare = any(character.isdigit() for character in level) and not any(one[0].isdigit() for one in key)
    return frozenset() if bare else key


def _unit(text: str) -> str:
    return re.sub(r"[\s.°℃]|deg", "", text.replace("μ", "µ").replace("℃", "C"))


def speaks_of_many(text: str) -> bool:
    """Whether words such as "all alloys" or "these samples" stand for every sample of a paper."""
    return _MANY.match(text) is not None


def variable_assignment(text: str) -> tuple[str, float] | None:
    """``x = 0.1`` as a name and a number; None for anything else."""
    match = _ASSIGNMENT.match(_DASHES.sub("-", unicodedata.normalize("NFKC", text)))
    return (match[1], float(match[2])) if match else None


def composition_key(composition: Composition | None) -> tuple[tuple[str, Amount], ...] | None:
    """The amounts, scaled to a sum of one and sorted, and what it is doped with; None where an amount is left open.

    Composites and coatings have no key: LiFePO4/C is another sample than LiFePO4. Nor have elements: graphite
    and graphene are both carbon.
    """
    if composition is None or len(composition.amounts) < 2 or composition.parts:
        return None
    numbers: dict[str, float] = {}
    for element, amount in composition.amounts.items():
        if isinstance(amount, str):
            return None
        numbers[element] = amount
    total = sum(numbers.values())
    if total <= 0:
        return None
    dopants = sorted((dopant, "doped") for dopant in set(composition.additives))
    return (*sorted((element, round(amount / total, 5)) for element, amount in numbers.items()), *dopants)


def element_key(text: str, composition: Composition | None) -> str | None:
    """The symbol of an element that a text names by symbol or name: ``Cu`` and ``copper``, but not ``graphene``."""
    if composition is None or len(composition.amounts) != 1 or composition.parts:
        return None
    symbol = next(iter(composition.amounts))
    if not Element.is_valid_symbol(symbol):
        return None
    return symbol if text == symbol or text.lower() == Element(symbol).long_name.lower() else None
