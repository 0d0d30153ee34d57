"""The steps of a recipe and a sample in, the steps as the sample's state tells them out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ...records.model import Operation, Sample, SynthesisStep
from ...records.quantities import Quantity
from ...records.quantity_grammar import find_quantities
from ..findings import Recipe
from ..text.synthesis.found_steps import TEMPERATURES, TIMES
from ..text.synthesis.full_names import plain
from ..text.synthesis.steps import find_steps
from ..text.synthesis.triggers import key_of, trigger_words
from .names import composition_key

Steps = tuple[SynthesisStep, ...]

NOT_DONE = re.compile(r"\b(?:un|non-)(?P<word>[a-z]{4,}ed)\b")
AS_DONE = re.compile(r"\bas[- ](?P<word>[a-z]+)\b")
BEFORE = re.compile(r"\b(?:before|prior to)\s(?P<word>[a-z]+)\b")
SETTING = re.compile(r"(?:(?P<word>[A-Za-z-]+)\s)?(?:temperature|time|duration)\s(?:=|of)\s")
AHEAD = re.compile(r"^\s?(?P<word>[a-z-]+ed)\b")
"""A participle behind its condition: "1400 °C austenitized"."""
ENDS: Final[dict[str, tuple[Operation, ...]]] = {
    "cast": ("cast", "melt"), "built": ("melt",), "printed": ("melt",), "fabricated": ("melt",),
}  # fmt: skip
"""Operations with which the making of an alloy "as cast" or "as built" ends."""
HOT: Final = frozenset(("heat", "anneal", "calcine", "sinter", "hydrothermal"))


def made_so(steps: Steps, sample: Sample) -> Steps:
    """The steps as the sample's note and labels change them; the same where these tell nothing of a step."""
    for words in (*(sample.note or "").split("; "), *(label for label in sample.labels if " = " in label)):
        steps = changed(cut_off(steps, words), words, sample)
    return steps


def operation_of(word: str) -> Operation | None:
    """The operation that a participle or gerund tells, None for other words."""
    told = trigger_words()[1].get(key_of(word))
    return told[0] if told is not None else "deposit" if word.lower() == "grown" else None


def cut_off(steps: Steps, words: str) -> Steps:
    """The steps without those that were not carried out yet, or not at all."""
    places = [(operation_of(match["word"]), match) for match in NOT_DONE.finditer(words)]
    missing = {operation for operation, _ in places if operation is not None}
    kept = tuple(step for step in steps if step.operation not in missing)
    done = AS_DONE.search(words)
    ends = () if done is None else ENDS.get(done["word"].lower(), (operation_of(done["word"]),))
    last = [place for place, step in enumerate(kept) if step.operation in ends]
    kept = kept[: last[-1] + 1] if last else kept
    later = BEFORE.search(words)
    first = [place for place, step in enumerate(kept) if later and step.operation == operation_of(later["word"])]
    kept = kept[: first[0]] if first else kept
    return kept or steps


def changed(steps: Steps, words: str, sample: Sample) -> Steps:
    """The steps with the temperature or time that the words give one of them."""
    for operation, temperature, time in settings(words):
        place = place_of(steps, operation)
        if place is not None:
            step = steps[place]
            own = replace(step, temperature=temperature or step.temperature, time=time or step.time)
            steps = (*steps[:place], own, *steps[place + 1 :])
        elif operation is not None:
            own = SynthesisStep(
                operation=operation, words=words, temperature=temperature, time=time, evidence=sample.evidence
            )
            steps = (*steps, own)
    return steps


def settings(words: str) -> Iterator[tuple[Operation | None, Quantity | None, Quantity | None]]:
    """Operation, temperature and time of what the words tell; no operation where a setting alone is told."""
    match = SETTING.search(words)
    for span in find_quantities(words) if match is not None else ():
        if match is not None and span.start - match.end() < 3 and span.kind == "value":
            yield operation_of(match["word"] or ""), *sorted_out(span.quantity)
            return
    first = next((span for span in find_quantities(words) if span.quantity.unit in TEMPERATURES), None)
    behind = AHEAD.match(words[first.end :]) if first is not None and first.start == 0 else None
    if first is not None and behind is not None and (operation := operation_of(behind["word"])) is not None:
        yield operation, first.quantity, None
        return
    said = f"It was {words}"
    for step in find_steps(said, ((0, len(said)),)):
        one = (step.temperature, step.time)
        if any(one) and not step.choices and all(q is None or q.value is not None for q in one):
            yield step.operation, *one


def sorted_out(quantity: Quantity) -> tuple[Quantity | None, Quantity | None]:
    """A quantity as a temperature, or as a time."""
    unit = quantity.unit
    return (quantity if unit in TEMPERATURES else None, quantity if unit in TIMES else None)


def place_of(steps: Sequence[SynthesisStep], operation: Operation | None) -> int | None:
    """The place of the last step of an operation, or of its kind; of the hottest step where none is told."""
    same = [place for place, step in enumerate(steps) if step.operation == operation]
    if same:
        return same[-1]
    if operation is not None and operation not in HOT:
        return None
    hot = [
        (step.temperature.canonical_value or 0.0, place)
        for place, step in enumerate(steps)
        if step.temperature is not None and step.operation in HOT
    ]
    return max(hot)[1] if hot else None


def branches_of(sample: Sample, branches: Sequence[Recipe]) -> list[Recipe]:
    """Of recipes that differ in one treatment those whose gas, temperature or time the names bear; else all."""
    told = [words_of(" ".join(target.processing or "" for target in recipe.targets)) for recipe in branches]
    common = frozenset.intersection(*told)
    names = words_of(" ".join((*sample.labels, sample.note or "")))
    borne = [len((words - common) & names) for words in told]
    most = max(borne)
    return [recipe for recipe, one in zip(branches, borne, strict=True) if one == most]


def words_of(text: str) -> frozenset[str]:
    """The words, formulas and numbers of a text."""
    return frozenset(re.findall(r"[A-Za-z\d.]*[A-Za-z\d]", text))


def goes_into(sample: Sample, recipe: Recipe) -> bool:
    """Whether a sample is what a recipe starts from, by composition or name."""
    names = {label.lower() for label in sample.labels}
    formula = composition_key(sample.composition)
    return any(
        one.name.lower() in names
        or plain(one.name).lower() in names
        or (formula is not None and composition_key(one.composition) == formula)
        for one in recipe.precursors
    )
