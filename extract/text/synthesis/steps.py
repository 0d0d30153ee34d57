"""Sentences of a procedure in, its operations with their conditions out, in the order told."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ....records.model import Operation
from ....records.quantities import Quantity
from ....records.quantity_grammar import QuantitySpan, find_quantities
from .found_steps import FIRINGS, PRESSURES, TEMPERATURES, TIMES, TURNS, Choice, FoundStep, bare
from .surroundings import apparatus_in, atmosphere_in
from .triggers import ARROW, LASTED, Trigger, find_triggers, operation_in

BRANCH_GAS = re.compile(r"(?<![\w-])(?:N2O|NO|N2|NH3|O2|H2S|H2|Ar|He|CO2|CO|air|vacuum)(?![\w-])")
"""What tells the branches of a treatment apart."""
AUTOCLAVE: Final = "autoclave"
MICROWAVE: Final = "microwave"
GAS_FLOW = re.compile(
    r"\b(?:gas(?:es)?|vapou?rs?|argon|nitrogen|oxygen|hydrogen)\b[^;]*?\d\s?"
    r"(?:m[lL]\s?(?:/\s?min|min[-−–]\s?1)|[lL]\s?(?:/\s?min|min[-−–]\s?1)|sccm|slm|ccm)\b"
)
"""Gases that are led somewhere: mixing them, or leading them into a vessel, is no step."""
LATER = re.compile(
    r"(?:\b(?P<what>[\w-]{1,40})\s)?(?P<kind>temperatures?|times?|durations?|periods?)\s"
    r"(?:(?:(?:for|of)\s(?:the\s)?(?P<of>[\w -]{3,30}?)\s)?(?P<verb>was|were)\s(?:(?:\w+\s){1,2}(?:at|to|as)\s)?|of\s)?"
    r"(?:about\s|approximately\s|~\s?)?(?=[–−-]?\d)",
    re.IGNORECASE,
)
"""A condition told after its step: "Milling time was 30 min"."""
LONG = re.compile(r"times?|durations?|periods?", re.IGNORECASE)
"""Behind these "was kept constant at" is no step: how long the step told before took."""
KIND = re.compile(r"temperature|pressure|time|duration", re.IGNORECASE)
TOGETHER = re.compile(
    r"(?P<kinds>(?:\b(?:[\w-]{1,40}\s){0,3}(?:temperature|pressure|time|duration)(?:,\s(?:and\s)?|\sand\s)){1,3}"
    r"(?:[\w-]{1,40}\s){0,3}(?:temperature|pressure|time|duration))\s(?:was|were)\s(?:\w+\s){0,4}?(?=[–−-]?\d)",
    re.IGNORECASE,
)
"""Conditions named one after the other: "The bonding temperature, pressure and time were 130 °C, 5 MPa and 2 min"."""
OR = re.compile(r"^\s*(?:\([^()]{1,15}\)\s*)?(?:,|or|and|/|,\s*or|,\s*and|and/or)\s*(?:at\s)?$")
FROM = re.compile(r"\bfrom\s(?:about\s|~\s?)?$")
SUBSTRATE = re.compile(r"\bsubstrates?\b[^,;]*\b(?:held|kept|heated|maintained)\b|\b(?:platen|susceptor)\b")
SERIES = re.compile(r"\b(?:steps?|stages?|consecutive\w*|sequential\w*|consisting|first)\b|\(", re.IGNORECASE)
"""What makes a list of temperatures the stages of one treatment, not as many samples."""
POINT = re.compile(r"\b(?:points?|m\.p\.|b\.p\.|Tg|Tm|transition temperature)\W*(?:of|is|=|:)?\s*$")
"""A temperature at which a substance melts or boils, not one that is applied."""
HOLDING = re.compile(r"holding|keeping|maintaining|soaking|dwelling", re.IGNORECASE)
"""Gerunds that tell how long the operation before them lasts: "sintered at 1200 °C with holding for 10 min"."""
FORMING = re.compile(r"roll|forg|extru|swag|drawn|drawing|weld|evacuat|sputter", re.IGNORECASE)
"""Words for operations of which each of a chain is told by its own."""
AFTERWARDS = re.compile(r"\b(?:after|every|each|within)\s(?:about\s|~\s?)?$")
"""What stands before a time that is not how long an operation lasts."""
INSTANT: Final = frozenset(("mix", "coat", "dissolve", "wash", "filter", "press", "cast", "other", "quench"))
FIRED: Final = frozenset(("calcine", "sinter", "anneal", "melt", "hydrothermal"))
FAR: Final = 300
"""How many characters before an operation may tell what it is."""
LONGEST_TIME: Final = 80
"""How many characters before an operation its time may begin."""
COLD: Final = 303.0
"""In kelvin."""
BARE_C = re.compile(r"\d\s?C$")
WARM: Final = 15.0
"""From here on a number before a bare C is a temperature, not a charge."""
ZERO_CELSIUS: Final = 273.15
LAYING: Final = frozenset(("deposit", "coat"))
"""Operations that a sentence of its own tells of the next layer."""
ARTICLE = re.compile(r"^(?:The|An?|Its|Their)\s")
Finder = Callable[[str, int, int], list[Trigger]]
"""What finds the operations of a sentence: a text, and where the sentence begins and ends in it."""


def find_steps(text: str, sentences: tuple[tuple[int, int], ...], find: Finder = find_triggers) -> list[FoundStep]:
    """The steps that the sentences tell, in the order told (what follows "after" comes first anyhow)."""
    steps: list[FoundStep] = []
    sealed = irradiated = -2
    for number, (start, end) in enumerate(sentences):
        lasting = [match.span() for match in LATER.finditer(text, start, end) if LONG.match(match["kind"])]
        triggers = [one for one in find(text, start, end) if all(not low <= one.start < high for low, high in lasting)]
        sealed = number if AUTOCLAVE in text[start:end].lower() else sealed
        irradiated = number if MICROWAVE in text[start:end].lower() else irradiated
        flows = GAS_FLOW.search(text, start, end) is not None
        spans = quantities_between(text, start, end)
        if not triggers:
            told_later(text, start, end, spans, steps)
            told_together(text, start, end, spans, steps)
        begins = start
        if triggers and steps and LATER.match(ARTICLE.sub("", text[start : triggers[0].start])):
            told_later(text, start, triggers[0].start, spans, steps)
            begins = triggers[0].start
        begun = [lasting_from(text, start, trigger) for trigger in triggers]
        chain = len(ARROW.findall(text, start, end)) > 1
        for index, trigger in enumerate(triggers):
            whole = trigger.kind in ("done", "held") or begun[index] < trigger.start
            low = begins if index == 0 and whole else min(begun[index], alternative_before(text, begins, trigger))
            high = begun[index + 1] if index + 1 < len(triggers) else end
            found = conditioned(text, trigger, low, high, spans, start)
            if trigger.operation == "heat" and number - sealed == 1:
                found = [replace(step, operation="hydrothermal") for step in found]
            if number - irradiated == 1 and (trigger.operation == "heat" or trigger.words.lower() == "irradiated"):
                found = [replace(step, operation="microwave") for step in found]
            on_substrate = SUBSTRATE.search(text[max(start, low - FAR) : high]) is not None
            for step in found:
                led = flows and step.operation == "mix" and step.temperature is None and step.time is None
                if led or (on_substrate and warms_deposit(steps, step)):
                    continue
                if chain:
                    steps.append(step)
                else:
                    add_step(steps, step, same_sentence=index > 0)
    return steps


def lasting_from(text: str, start: int, trigger: Trigger) -> int:
    """Where what belongs to a trigger begins, at ``start`` or later: at its time in "followed by 2 h of stirring"."""
    low = max(start, trigger.start - LONGEST_TIME)
    match = LASTED.search(text, low, trigger.start) if trigger.kind in ("doing", "thing") else None
    return trigger.start if match is None else match.start()


def warms_deposit(steps: list[FoundStep], step: FoundStep) -> bool:
    """Whether a step only tells how hot the substrate was in the deposition before it, which it then gets."""
    place = next((index for index, one in enumerate(steps) if one.operation == "deposit" and bare(one)), None)
    if place is None or step.operation not in ("heat", "dry") or step.time is not None or step.temperature is None:
        return False
    steps[place] = replace(steps[place], temperature=step.temperature)
    return True


def add_step(steps: list[FoundStep], step: FoundStep, *, same_sentence: bool) -> None:
    """Adds a step, or joins it to the last one where both tell the same treatment."""
    last = steps[-1] if steps else None
    holding = step.kind == "held" or (HOLDING.fullmatch(step.words) is not None and same_sentence)
    if holding and step.temperature is None and step.operation in ("heat", "hydrothermal", "microwave"):
        if last is not None and last.time is None and step.time is not None and last.operation not in INSTANT:
            steps[-1] = replace(last, time=step.time, choices=last.choices or step.choices, end=step.end)
        return
    if step.kind == "held" and step.temperature is None and step.time is None:
        return
    if last is None or last.operation != step.operation or are_formings(last, step):
        steps.append(step)
        return
    lacking = last.temperature is None and last.time is not None and last.operation in FIRINGS
    if lacking and not same_sentence and step.kind == "done" and step.temperature is not None and step.time is None:
        steps[-1] = replace(last, temperature=step.temperature, start=step.start, end=step.end, choices=step.choices)
        return
    near = step.start - last.end < (120 if step.operation in FIRINGS else 60 if step.operation == "other" else 25)
    halves = same_sentence and last.time is None and step.temperature is None and step.time is not None
    again = step.operation not in FIRINGS or step.kind in ("doing", "thing") or step.words[:4] == last.words[:4]
    again = again and (same_sentence or step.kind in ("doing", "thing") or step.operation not in LAYING)
    if bare(step) and near and again:
        return
    if (halves and last.temperature is not None) or (bare(last) and step.kind in ("doing", "thing")):
        steps[-1] = replace(
            step, start=last.start, words=last.words, temperature=step.temperature or last.temperature,
            rate=last.rate or step.rate, atmosphere=last.atmosphere or step.atmosphere,
            choices=step.choices or last.choices,
        )  # fmt: skip
        return
    steps.append(step)


def are_formings(one: FoundStep, other: FoundStep) -> bool:
    """Whether two steps of the same kind are two of a chain, each by its own word: "hot rolled and cold rolled"."""
    return one.words.lower() != other.words.lower() and all(FORMING.search(step.words) for step in (one, other))


def told_later(text: str, start: int, end: int, spans: list[QuantitySpan], steps: list[FoundStep]) -> None:
    """Gives a step the temperature or time that a sentence of its own tells."""
    for match in LATER.finditer(text, start, end) if steps else ():
        span = next((span for span in spans if 0 <= span.start - match.end() < 3), None)
        if span is None:
            continue
        stem = (match.group("what") or "").lower()[:4]
        stems = {stem, *(word[:4] for word in (match.group("of") or "").lower().split())} - {""}
        alike = [index for index, step in enumerate(steps) if step.words.lower().startswith(tuple(stems))]
        if match["verb"] is None and not alike:
            continue
        lacking = [index for index in alike if steps[index].time is None and not bare(steps[index])]
        place = (lacking or alike or [len(steps) - 1])[-1]
        if span.quantity.unit in TEMPERATURES and steps[place].temperature is None:
            steps[place] = replace(steps[place], temperature=span.quantity)
        elif span.quantity.unit in TIMES and steps[place].time is None:
            steps[place] = replace(steps[place], time=span.quantity)


def told_together(text: str, start: int, end: int, spans: list[QuantitySpan], steps: list[FoundStep]) -> None:
    """Gives a step the conditions that a sentence lists by kind and then by value, which "respectively" joins."""
    match = TOGETHER.search(text, start, end)
    if match is None or not steps or "respectively" not in text[match.end() : end]:
        return
    kinds = [one.lower() for one in KIND.findall(match["kinds"])]
    values = [span.quantity for span in spans if span.start >= match.end()][: len(kinds)]
    stems = {word[:4].lower() for word in re.findall(r"\w{4,}", match["kinds"]) if KIND.fullmatch(word) is None}
    alike = [index for index, step in enumerate(steps) if step.words.lower().startswith(tuple(stems))] if stems else []
    place = (alike or [len(steps) - 1])[-1]
    for kind, value in zip(kinds, values, strict=False):
        step = steps[place]
        if kind == "temperature" and value.unit in TEMPERATURES:
            steps[place] = replace(step, temperature=step.temperature or value)
        elif kind in ("time", "duration") and value.unit in TIMES:
            steps[place] = replace(step, time=step.time or value)
        elif kind == "pressure" and value.unit in PRESSURES:
            steps[place] = replace(step, pressure=step.pressure or value)


def quantities_between(text: str, start: int, end: int) -> list[QuantitySpan]:
    """The quantities of one sentence, with places in the whole text."""
    return [
        replace(span, start=span.start + start, end=span.end + start, quantity=in_celsius(span.quantity))
        for span in find_quantities(text[start:end])
        if span.quantity.unit is not None
    ]


def in_celsius(quantity: Quantity) -> Quantity:
    """A quantity in C as a temperature: no procedure tells a charge or a C-rate of tens, many lose the degree sign."""
    if BARE_C.search(quantity.text) is None or quantity.value is None or quantity.value < WARM:
        return quantity
    kelvin = quantity.value + ZERO_CELSIUS
    return replace(quantity, unit="degC", canonical_value=kelvin, canonical_unit="K")


def conditioned(
    text: str, trigger: Trigger, low: int, high: int, spans: list[QuantitySpan], sentence: int
) -> list[FoundStep]:
    """The trigger with the conditions from ``low`` to ``high``; each pair of temperature and time is a step."""
    own = [span for span in spans if low <= span.start < high and not set_aside(text, span, low, trigger)]
    clause = text[max(sentence, trigger.start - FAR) : high]
    operation = operation_in(trigger, clause)
    temperatures = [
        span
        for span in own
        if span.quantity.unit in TEMPERATURES
        and not POINT.search(text[low : span.start])
        and warm_enough(span, operation)
    ]
    times = [span for span in own if span.quantity.unit in TIMES and lasts(text, span, trigger)]
    behind = text[low:high]
    step = FoundStep(
        start=trigger.start,
        end=max([trigger.end, *(span.end for span in own if span.start > trigger.start)]),
        operation=operation,
        words=trigger.words,
        rate=next((span.quantity for span in own if is_rate(span)), None),
        pressure=next((span.quantity for span in own if span.quantity.unit in PRESSURES), None),
        atmosphere=atmosphere_in(behind),
        apparatus=apparatus_in(behind),
        kind=trigger.kind,
    )
    turns = [span for span in own if span.quantity.unit in TURNS]
    if len(temperatures) == len(times) > 1 and in_turn(temperatures, times):
        if alternatives(text, temperatures, times):
            return [branched(text, step, low, temperatures, times)]
        return [
            replace(step, temperature=t.quantity, time=d.quantity, end=max(t.end, d.end))
            for t, d in zip(temperatures, times, strict=True)
        ]
    if not temperatures and len(turns) == len(times) > 1 and in_turn(turns, times):
        return [replace(step, rate=t.quantity, time=d.quantity) for t, d in zip(turns, times, strict=True)]
    hot, long = listed(text, temperatures), listed(text, times)
    if len(hot) > 1 and len(hot) == len(long) and (trigger.kind != "done" or SERIES.search(clause)):
        return [replace(step, temperature=t, time=d) for t, d in zip(hot, long, strict=True)]
    return [
        replace(
            step,
            temperature=final_temperature(text, temperatures, trigger),
            time=times[0].quantity if times else None,
            choices=choices_of(hot, long),
        )
    ]


def set_aside(text: str, span: QuantitySpan, low: int, trigger: Trigger) -> bool:
    """Whether a quantity stands in parentheses that close before a verb: it tells of the noun before them."""
    if trigger.kind not in ("done", "held") or span.end > trigger.start:
        return False
    opened = text.rfind("(", low, span.start) > text.rfind(")", low, span.start)
    return opened and -1 < text.find(")", span.end) < trigger.start


def alternative_before(text: str, begin: int, trigger: Trigger) -> int:
    """Where what belongs to a noun begins: at the same noun before it that "or" joins to it."""
    if trigger.kind == "done":
        return trigger.start
    same = re.compile(rf"\b(?:[A-Z][A-Z\d]*\s)?{re.escape(trigger.words)}\b[^.;]*?\bor\s(?:[A-Z][A-Z\d]*\s)?$")
    match = same.search(text[begin : trigger.start])
    return trigger.start if match is None else begin + match.start()


def alternatives(text: str, temperatures: list[QuantitySpan], times: list[QuantitySpan]) -> bool:
    """Whether pairs of temperature and time are those of several samples: "or" stands between them."""
    pairs = list(zip(temperatures, times, strict=True))
    return all(
        re.search(r"\bor\b", text[max(a.end, b.end) : min(c.start, d.start)]) is not None
        for (a, b), (c, d) in pairwise(pairs)
    )


def branched(
    text: str, step: FoundStep, low: int, temperatures: list[QuantitySpan], times: list[QuantitySpan]
) -> FoundStep:
    """The step with a choice for each pair of temperature and time, and the gas that is told with each."""
    gases: list[str | None] = []
    for t, d in zip(temperatures, times, strict=True):
        end = max(t.end, d.end)
        told = BRANCH_GAS.findall(text[low:end])
        gases.append(told[-1] if told else None)
        low = end
    return replace(
        step,
        temperature=temperatures[0].quantity,
        time=times[0].quantity,
        end=max(step.end, low),
        atmosphere=gases[0] or step.atmosphere,
        choices=tuple((t.quantity, d.quantity) for t, d in zip(temperatures, times, strict=True)),
        gases=tuple(gases) if len(set(gases)) == len(gases) else (),
    )


def choices_of(temperatures: list[Quantity], times: list[Quantity]) -> tuple[Choice, ...]:
    """What is listed for several samples: temperatures, times, or pairs of both."""
    if len(temperatures) > 1 and len(times) == len(temperatures):
        return tuple(zip(temperatures, times, strict=True))
    if len(temperatures) > 1:
        return tuple((one, None) for one in temperatures)
    return tuple((None, one) for one in times) if len(times) > 1 else ()


def listed(text: str, spans: list[QuantitySpan]) -> list[Quantity]:
    """The first quantities that are printed as a list: ``600, 700 and 800 °C``, ``450 °C or 550 °C``."""
    found: list[Quantity] = []
    end = None
    for span in spans:
        if end is not None and not OR.match(text[end : span.start]):
            break
        found.extend(item.quantity for item in span.items) if span.kind == "list" else found.append(span.quantity)
        end = span.end
    return found


def in_turn(first_spans: list[QuantitySpan], second_spans: list[QuantitySpan]) -> bool:
    """Whether single quantities of two kinds take turns: ``400 °C for 2 h and 600 °C for 4 h``."""
    pairs = list(zip(first_spans, second_spans, strict=True))
    single = all(span.kind != "list" for pair in pairs for span in pair)
    ordered = all(a.start < b.start for a, b in pairs) or all(b.start < a.start for a, b in pairs)
    turns = all(max(a.end, b.end) <= min(c.start, d.start) for (a, b), (c, d) in pairwise(pairs))
    return single and ordered and turns


def lasts(text: str, span: QuantitySpan, trigger: Trigger) -> bool:
    """Whether a time is how long the operation lasts, not when it is done or how often."""
    return not (
        span.start > trigger.start
        and trigger.operation in INSTANT
        and AFTERWARDS.search(text[trigger.end : span.start]) is not None
    )


def warm_enough(span: QuantitySpan, operation: Operation) -> bool:
    """Whether a temperature can be that of the operation: nothing is fired below 30 °C."""
    ends = [item.quantity.canonical_value for item in span.items] or [span.quantity.canonical_value]
    return operation not in FIRED or all(value is None or value > COLD for value in ends)


def is_rate(span: QuantitySpan) -> bool:
    """Whether a quantity is a heating or cooling rate, or a speed of rotation."""
    unit = span.quantity.unit or ""
    return bool(re.match(r"^(?:degC|K)/(?:min|h|s)$", unit)) or unit in TURNS


def final_temperature(text: str, spans: list[QuantitySpan], trigger: Trigger) -> Quantity | None:
    """The temperature of a step: where it goes ``from 25 to 700 °C`` the one that it goes to."""
    if not spans:
        return None
    after = [span for span in spans if span.start > trigger.start] or spans
    goes = after[0].kind == "range" and FROM.search(text[max(0, after[0].start - 20) : after[0].start]) is not None
    return after[0].items[-1].quantity if goes and after[0].items else after[0].quantity
