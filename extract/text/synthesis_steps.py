"""Sentences of a procedure in, its operations with their conditions out, in the order told."""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final

from ...records.model import Operation
from ...records.quantities import Quantity
from ...records.quantity_grammar import QuantitySpan, find_quantities

NOUNS_BEHIND = re.compile(
    r"\s+(?:powders?|samples?|mixtures?|solutions?|products?|precursors?|pellets?|gels?|films?|suspensions?|slurry|"
    r"materials?|electrodes?|precipitates?|water|state|metals?|oxides?|composites?|particles?|compounds?|substances?|"
    r"rates?|temperatures?|times?|process(?:es)?|method|procedure|media|balls?|jars?|machine|speed|medium|crystals?|"
    r"atmosphere|schedule|profile|step|steps|regime|elements?|heat|amounts?|glass(?:es)?|ceramics?|bodies|disks?|bars?|"
    r"specimens?|alloys?|layers?|graphite|graphene|carbon|agent|aid|curve|experiments?|conditions?|treatments?|"
    r"technique)\b"
)
AUXILIARY = re.compile(
    r"\b(?:was|were|is|are|be|been|being|then|and|subsequently|finally|further|followed by|after|by|via|through|"
    r"upon|before|"
    r"using|to be|afterwards?|again|firstly|first|next|or|immediately|directly|successively|thoroughly|slowly|"
    r"naturally|"
    r"carefully|repeatedly|uniaxially|isostatically|vigorously|quickly|gradually|twice|completely|ultrasonically|"
    r"uniformly|"
    r"intimately|homogeneously|dropwise|mechanically|manually|initially|simultaneously|rapidly|usually|later|just|"
    r"well|dry|"
    r"separately|additionally|respectively|eventually|evenly|lightly|finely|also|post|air|furnace|water|oil|thus|"
    r"gently|magnetically)"
    r"[\s,]*(?:\([^()]{0,40}\)\s*)?$"
)
DETERMINED = re.compile(
    r"\b(?:the|a|an|this|these|each|of|resulting|obtained|as|all|both|no|high|such|in|on|with|from|for)[\s-]+$"
)
RATE_WORDS = re.compile(r"^\s*(?:rates?|ramp|speed)\b")
MEANWHILE = re.compile(
    r"\b(?:under|with|during|while|constant|vigorous|continuous|magnetic|mechanical|strong|without|gentle|for|"
    r"before|prior to)\s+(?:\w+\s+){0,2}$"
)
NOT_DONE = re.compile(
    r"\b(?:not|without|cannot|never|no longer|prior to|before|to avoid|to prevent|in order to|used for|"
    r"for)\s+(?:being\s+)?(?:\w+\s+)?$"
)
CLAUSE_END = re.compile(
    r"[;:]|,\s(?:and|then|which|where|followed|after|before)\b|\b(?:and then|then|followed by|after which|before)\b"
)
ATMOSPHERE = re.compile(
    r"\b(?:in|under|with|of|by|using|at|into)\s+(?:an?\s+|the\s+)?(?:(?:flowing|pure|dry|static|dynamic|high|"
    r"high-purity|protective|"
    r"reducing|inert|constant|controlled|ambient|flow(?: of)?|stream of|atmosphere of|mixed|purified|continuous|"
    r"wet|slow|low|"
    r"Ti-gettered|gettered|oxygen-free|ultra-?high|purity|forced|still|open|normal|rough)[\s,-]+){0,4}"
    r"(?P<gas>(?:\d+(?:\.\d+)?\s?(?:vol)?\.?\s?%\s?)?(?:[Aa]rgon|Ar|[Nn]itrogen|N2|[Oo]xygen|O2|[Hh]ydrogen|H2S|H2|"
    r"[Aa]ir|[Vv]acuum|NH3|CO2|CH4|"
    r"[Hh]elium|He|forming gas|inert gas|ambient|inert|reducing|CS2|"
    r"CO)(?:\s?[/–+-]\s?(?:\d+(?:\.\d+)?\s?%\s?)?(?:H2S|H2|Ar|N2|O2|CO2|CO|air|He|CH4))?)"
    r"(?=\s*(?:\(|[,.;)]|at\b|for\b|and\b|to\b|with\b|atmospheres?|flow|gas|protection|environment|filled|-filled|"
    r"stream|using|in\b|oven|"
    r"furnace|conditions?|until|overnight|or\b|followed|by\b|mixture|pressure|during|then\b|over\b|from\b|$|\[|"
    r"inside|ambient|containing))"
)
FILLED = re.compile(r"\b(?P<gas>[Aa]rgon|Ar|[Nn]itrogen|N2|vacuum)[- ](?:filled|protected|sealed)\b")
ROOM = re.compile(r"\b(?:room|ambient)[- ]temperature\b|\bRT\b")
DURATION_WORDS = re.compile(r"\bovernight\b")
FREQUENCY = re.compile(r"\b(?:rpm|r/min|r min)\b")
PAIR = re.compile(r"^\s*(?:for|/|,)\s*$")

TIMED = re.compile(r"\s+(?:\w+\s+){0,2}?for\s+(?:another\s+|about\s+|~\s?|at least\s+)?\d")
"""A gerund with its own time is a step even where it goes on meanwhile: ``under stirring for 1 h``."""
HOLDING = re.compile(
    r"^(?:kept|held|maintained|keeping|holding|maintaining|brought|soaked|dwelled|equilibrated|incubated)",
    re.IGNORECASE,
)
"""Words that tell a heating only with a temperature."""
IN_LIST = re.compile(r"^[^;:.]{0,80},\s(?:and\s)?$")
"""A participle behind a comma goes on with the verb of the step before it: ``dried, ground, and sintered``."""
TEMPERATURES: Final = frozenset(("degC", "K", "degF"))
TIMES: Final = frozenset(("h", "min", "s", "d", "day", "week", "month", "ms"))
PRESSURES: Final = frozenset(
    ("MPa", "GPa", "Pa", "kPa", "bar", "mbar", "atm", "torr", "Torr", "psi", "kbar", "mtorr", "mTorr", "hPa")
)
FORCES: Final = frozenset(("t", "kN", "N", "ton"))
FIRINGS: Final = frozenset(("calcine", "sinter", "anneal"))
WARM: Final = frozenset(
    ("heat", "microwave", "hydrothermal", "calcine", "sinter", "anneal", "dry", "melt", "age", "stir", "quench", "cool",
     "deposit", "cast", "press", "mix", "dissolve", "etch", "mill", "coat", "wash", "other", "electrospin")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words at ``start`` to ``end`` that tell an operation."""

    start: int
    end: int
    operation: Operation
    words: str


@dataclass(frozen=True, slots=True)
class FoundStep:
    """An operation with its conditions; ``start`` to ``end`` covers the words and what belongs to them."""

    start: int
    end: int
    operation: Operation
    words: str
    temperature: Quantity | None = None
    time: Quantity | None = None
    rate: Quantity | None = None
    pressure: Quantity | None = None
    atmosphere: str | None = None
    apparatus: str | None = None
    choices: tuple[Quantity, ...] = ()


@cache
def vocabulary() -> dict[str, Any]:
    """The lists of ``synthesis_vocabulary.toml``."""
    where = resources.files("matloom.extract.text").joinpath("synthesis_vocabulary.toml")
    return tomllib.loads(where.read_text("utf-8"))


@cache
def trigger_words() -> tuple[re.Pattern[str], dict[str, tuple[Operation, str]]]:
    """A pattern of every word of the vocabulary, and what each tells: the operation and the kind of word."""
    found: dict[str, tuple[Operation, str]] = {}
    for operation, kinds in vocabulary()["operations"].items():
        for kind, words in kinds.items():
            for word in words:
                found.setdefault(word.lower(), (operation, kind))
    longest_first = sorted(found, key=len, reverse=True)
    pattern = "|".join(re.escape(word).replace("\\ ", r"\s") for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), found


@cache
def apparatus_words() -> re.Pattern[str]:
    """A pattern of every apparatus of the vocabulary."""
    names = sorted(vocabulary()["apparatus"]["names"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def find_triggers(text: str, start: int, end: int) -> list[Trigger]:
    """The words in a sentence that tell an operation which was carried out."""
    pattern, told = trigger_words()
    found: list[Trigger] = []
    for match in pattern.finditer(text, start, end):
        key = re.sub(r"\s", " ", match.group().lower())
        operation, kind = told[key]
        listed = bool(found) and kind == "done" and IN_LIST.search(text[found[-1].end : match.start()]) is not None
        if listed or carried_out(text, start, match.start(), match.end(), kind, end):
            found.append(Trigger(match.start(), match.end(), operation, match.group()))
    return found


def carried_out(text: str, sentence: int, start: int, end: int, kind: str, limit: int) -> bool:
    """Whether a word tells of an operation rather than describing a thing or a rate."""
    before, behind = text[max(sentence, start - 60) : start], text[end : min(limit, end + 60)]
    if RATE_WORDS.match(behind) or NOT_DONE.search(before):
        return False
    conditioned = re.match(
        r"\s*(?:again\s|further\s|them\s|it\s)?(?:at|in|for|under|with|to|into|on|by|from|using|onto|until|up|down)\b",
        behind,
    )
    if kind == "done":
        if AUXILIARY.search(before):
            return not (NOUNS_BEHIND.match(behind) and re.search(r"\b(?:and|or|by|via|using)[\s,]*$", before))
        return (
            conditioned is not None and DETERMINED.search(before) is None and not before.rstrip().endswith(("-", "–"))
        )
    if TIMED.match(behind) and kind == "doing":
        return True
    if MEANWHILE.search(before) or NOUNS_BEHIND.match(behind):
        return False
    linked = re.search(
        r"(?:\b(?:after|by|followed by|then|and|via|through|upon|or|finally|including|involving|subjected to|"
        r"undergoing|underwent|an?|the|further|final|subsequent|high-energy|intermediate|conventional|thorough|"
        r"several)\s+(?:\w+\s+){0,2}|,\s*|^\W*)$",
        before,
        re.IGNORECASE,
    )
    return linked is not None and (
        conditioned is not None
        or re.search(r"\b(?:after|by|followed by|then|via|subjected to)\s+(?:\w+\s+){0,2}$", before, re.IGNORECASE)
        is not None
    )


def find_steps(text: str, sentences: tuple[tuple[int, int], ...]) -> list[FoundStep]:
    """The steps that the sentences tell, in the order told (what follows "after" comes first anyhow)."""
    steps: list[FoundStep] = []
    sealed = -2
    for number, (start, end) in enumerate(sentences):
        triggers = find_triggers(text, start, end)
        sealed = number if "autoclave" in text[start:end].lower() else sealed
        if not triggers:
            continue
        spans = quantities_between(text, start, end)
        for index, trigger in enumerate(triggers):
            low = start if index == 0 else trigger.start
            high = triggers[index + 1].start if index + 1 < len(triggers) else end
            found = conditioned(text, trigger, low, high, spans, start)
            if trigger.operation == "heat" and number - sealed == 1:
                found = [replace(step, operation="hydrothermal") for step in found]
            steps.extend(step for step in found if step.temperature is not None or not HOLDING.match(step.words))
    return merged(steps)


def quantities_between(text: str, start: int, end: int) -> list[QuantitySpan]:
    """The quantities of one sentence, with places in the whole text."""
    return [
        replace(span, start=span.start + start, end=span.end + start)
        for span in find_quantities(text[start:end])
        if span.quantity.unit is not None
    ]


def conditioned(
    text: str, trigger: Trigger, low: int, high: int, spans: list[QuantitySpan], sentence: int
) -> list[FoundStep]:
    """The trigger with the conditions from ``low`` to ``high``; each pair of temperature and time is a step."""
    own = [span for span in spans if low <= span.start < high]
    temperatures = [span for span in own if is_temperature(text, span)]
    times = [span for span in own if span.quantity.unit in TIMES]
    behind = text[low:high]
    step = FoundStep(
        start=trigger.start,
        end=max([trigger.end, *(span.end for span in own if span.start > trigger.start)]),
        operation=operation_in(trigger, text[sentence:high]),
        words=trigger.words,
        rate=next((span.quantity for span in own if is_rate(span)), None),
        pressure=next((span.quantity for span in own if span.quantity.unit in PRESSURES), None),
        atmosphere=atmosphere_in(behind),
        apparatus=apparatus_in(behind),
    )
    pairs = list(zip(temperatures, times, strict=False))
    if len(temperatures) > 1 and len(temperatures) == len(times) and all(t.start < d.start for t, d in pairs):
        return [replace(step, temperature=t.quantity, time=d.quantity, end=d.end) for t, d in pairs]
    listed = next((span for span in temperatures if span.kind == "list"), None)
    if listed is not None:
        choices = tuple(item.quantity for item in listed.items)
        return [replace(step, temperature=listed.quantity, time=first(times), choices=choices)]
    temperature = final_temperature(text, temperatures, trigger)
    if temperature is None and trigger.operation in WARM and ROOM.search(behind) and trigger.operation != "cool":
        temperature = None
    return [replace(step, temperature=temperature, time=first(times))]


def is_temperature(text: str, span: QuantitySpan) -> bool:
    """Whether a quantity is a temperature of a treatment (not a boiling point, not a difference)."""
    return span.quantity.unit in TEMPERATURES


def is_rate(span: QuantitySpan) -> bool:
    """Whether a quantity is a heating or cooling rate, or a speed of rotation."""
    unit = span.quantity.unit or ""
    return bool(re.match(r"^(?:degC|K)/(?:min|h|s)$", unit)) or unit in ("rpm", "1/min", "r/min")


def first(spans: list[QuantitySpan]) -> Quantity | None:
    """The first single quantity."""
    return next((span.quantity for span in spans if span.kind != "list"), None)


def final_temperature(text: str, spans: list[QuantitySpan], trigger: Trigger) -> Quantity | None:
    """The temperature of a step: where it goes ``from 25 to 700 °C`` the one that it goes to."""
    if not spans:
        return None
    after = [span for span in spans if span.start > trigger.start] or spans
    return after[0].quantity


def operation_in(trigger: Trigger, clause: str) -> Operation:
    """The operation: heating in an autoclave is hydrothermal, heating by microwave is microwave."""
    if trigger.operation == "heat":
        lowered = clause.lower()
        if "autoclave" in lowered or "hydrothermal" in lowered or "solvothermal" in lowered:
            return "hydrothermal"
        if "microwave" in lowered:
            return "microwave"
    return trigger.operation


def atmosphere_in(text: str) -> str | None:
    """The gas that the words name, ``vacuum``, or None."""
    match = ATMOSPHERE.search(text) or FILLED.search(text)
    if match is None:
        return None
    gas = re.sub(r"\s*([/–+-])\s*", "/", match.group("gas")).strip()
    known: dict[str, str] = vocabulary()["atmospheres"]
    bare = known.get(gas.lower())
    if bare is not None:
        return bare
    parts = [known.get(re.sub(r"^[\d.]+\s?(?:vol)?\.?\s?%\s?", "", part).lower(), part) for part in gas.split("/")]
    percent = re.search(r"[\d.]+\s?(?:vol)?\.?\s?%", gas)
    return f"{percent.group()} {'/'.join(parts)}" if percent is not None else "/".join(parts)


def apparatus_in(text: str) -> str | None:
    """The apparatus that the words name."""
    match = apparatus_words().search(text)
    return match.group() if match is not None else None


def merged(steps: list[FoundStep]) -> list[FoundStep]:
    """Steps without two words for one thing: ``heat treatment by annealing``, ``cooled`` twice without conditions."""
    kept: list[FoundStep] = []
    for step in steps:
        again = bool(kept) and kept[-1].operation == step.operation and bare(step)
        if again and step.start - kept[-1].end < (120 if step.operation in FIRINGS else 25):
            continue
        kept.append(step)
    return kept


def bare(step: FoundStep) -> bool:
    """Whether a step has no condition of its own."""
    return step.temperature is None and step.time is None and step.atmosphere is None
