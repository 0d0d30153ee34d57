"""Synthesis procedures with marked words in, how many operations, conditions and precursors are found out.

Run: python -m benchmarks.synthesis_words [train|dev] [-v]
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.sentences import sentence_spans
from matloom.extract.text.synthesis.found_steps import FoundStep
from matloom.extract.text.synthesis.precursors import find_precursors
from matloom.extract.text.synthesis.steps import find_steps

from . import SHARED

Span = tuple[int, int]
CORPORA: Final = ("mspt", "pcmsp")
PRECURSORS: Final = frozenset({"Recipe_Precursor", "Solvent_Material"})
TEMPERATURE = re.compile(r"deg|°|º|◦|oC|K\b|\bC\b")
TIME = re.compile(r"\b(?:h|hrs?|hours?|min|mins|minutes?|s|days?|d|weeks?)\b|\d(?:h|hrs?|min|d)\b")


@dataclass(slots=True)
class Tally:
    """How many are marked and said, how many of the marked are found and of the said are correct, and which are not."""

    marked: int = 0
    said: int = 0
    right: int = 0
    correct: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def line(self, name: str) -> str:
        """Precision, recall, and counts."""
        precision, recall = self.correct / max(1, self.said), self.right / max(1, self.marked)
        return f"  {name:12s} precision {precision:.3f}  recall {recall:.3f}  of {self.marked} marked"


def overlapping(span: Span, spans: list[Span]) -> Span | None:
    """The first of ``spans`` that shares a character with ``span``."""
    return next((one for one in spans if one[0] < span[1] and span[0] < one[1]), None)


def count(tally: Tally, text: str, marked: list[Span], said: list[Span]) -> None:
    """Adds what is marked and said in one text; each marked span counts once."""
    left = sorted(set(marked))
    tally.marked += len(left)
    tally.said += len(said)
    for span in said:
        hit = overlapping(span, left)
        if hit is not None:
            left.remove(hit)
            tally.right += 1
            tally.correct += 1
        else:
            tally.wrong[text[slice(*span)].lower()] += 1
    tally.missed.update(text[start:end].lower() for start, end in left)


def conditions(row: dict[str, Any]) -> Iterator[tuple[Span, str, str]]:
    """Each operation's marked temperatures and times: its place, the kind, the digits."""
    text: str = row["text"]
    entities: list[dict[str, Any]] = row["entities"]
    numbers: dict[int, str] = {}
    for one in row["relations"]:
        if one["label"] == "Number_Of":
            number = entities[one["head"]]
            numbers[one["tail"]] = text[number["start"] : number["end"]]
    for one in row["relations"]:
        if one["label"].lower() not in ("condition_of", "condition-of"):
            continue
        condition, operation = entities[one["head"]], entities[one["tail"]]
        words = text[condition["start"] : condition["end"]]
        digits = numbers.get(one["head"]) or words
        kind = "temperature" if TEMPERATURE.search(words) else "time" if TIME.search(words) else ""
        if kind and re.search(r"\d", digits) and "Operation" in operation["label"] and "/" not in words:
            yield (operation["start"], operation["end"]), kind, digits


def has_condition(step: FoundStep, kind: str, digits: str) -> bool:
    """Whether a step's temperature or time is the printed number."""
    quantity = step.temperature if kind == "temperature" else step.time
    wanted = re.findall(r"\d+(?:\.\d+)?", digits)
    return quantity is not None and bool(set(wanted) & set(re.findall(r"\d+(?:\.\d+)?", quantity.text)))


def measure(rows: list[dict[str, Any]], corpus: str) -> dict[str, Tally]:
    """The tallies of one corpus. Conditions count as said where the step's operation is a marked one."""
    tallies = {name: Tally() for name in ("operations", "temperature", "time", "precursors")}
    for row in rows:
        text, entities = row["text"], row["entities"]
        sentences = tuple(sentence_spans(text))
        operations = [(e["start"], e["end"]) for e in entities if e["label"] == "Operation"]
        steps = find_steps(text, sentences)
        count(tallies["operations"], text, operations, [(s.start, s.start + len(s.words)) for s in steps])
        wanted = list(conditions(row))
        for kind in ("temperature", "time"):
            _conditions(tallies[kind], text, [w for w in wanted if w[1] == kind], steps, operations)
        found = find_precursors(text, sentences, steps, Glossary.of((), (text,), frozenset()))
        _names(tallies["precursors"], text, list(_recipe_materials(row, corpus)), [one.name for one in found])
    return tallies


def _recipe_materials(row: dict[str, Any], corpus: str) -> Iterator[Span]:
    entities = row["entities"]
    if corpus == "mspt":
        places = {one["tail"] for one in row["relations"] if one["label"] in PRECURSORS}
    else:
        places = {index for index, one in enumerate(entities) if one["label"] == "Material-recipe"}
    seen: set[str] = set()
    for place in sorted(places):
        span = (entities[place]["start"], entities[place]["end"])
        if row["text"][slice(*span)] not in seen:
            seen.add(row["text"][slice(*span)])
            yield span


def _conditions(
    tally: Tally, text: str, wanted: list[tuple[Span, str, str]], steps: list[FoundStep], operations: list[Span]
) -> None:
    """A step covers its words and its conditions; what is marked on an operation in it is its own."""
    tally.marked += len(wanted)
    for step in steps:
        span = (step.start, step.end)
        for kind, quantity in (("temperature", step.temperature), ("time", step.time)):
            if quantity is None or not wanted or wanted[0][1] != kind or overlapping(span, operations) is None:
                continue
            tally.said += 1
            tally.correct += any(overlapping(span, [one]) and has_condition(step, kind, n) for one, _, n in wanted)
    for operation, kind, digits in wanted:
        if any(overlapping((s.start, s.end), [operation]) and has_condition(s, kind, digits) for s in steps):
            tally.right += 1
        else:
            tally.missed[f"{text[operation[0] : operation[1]].lower()} {digits}"] += 1


def _names(tally: Tally, text: str, marked: list[Span], said: list[str]) -> None:
    """Counts names: one within the other is the same, as ``deionized water`` and ``water``."""
    wanted = {text[start:end].lower() for start, end in marked}
    names = {name.lower() for name in said}
    tally.marked += len(wanted)
    tally.said += len(names)
    tally.right += sum(any(one in name or name in one for name in names) for one in wanted)
    tally.correct += sum(any(one in name or name in one for one in wanted) for name in names)
    tally.missed.update(one for one in wanted if not any(one in name or name in one for name in names))
    tally.wrong.update(name for name in names if not any(one in name or name in one for one in wanted))


def main() -> None:
    """Prints precision and recall by overlap, and with ``-v`` what is missed most often."""
    part = "dev" if "dev" in sys.argv else "train"
    for corpus in CORPORA:
        path = SHARED / "data" / "text" / f"{corpus}.{part}.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        print(f"{corpus}.{part}")
        for name, tally in measure(rows, corpus).items():
            print(tally.line(name))
            if "-v" in sys.argv:
                for kind, counted in (("missed", tally.missed), ("wrong", tally.wrong)):
                    print(f"    {kind} most:", ", ".join(f"{word} {n}" for word, n in counted.most_common(60)))


if __name__ == "__main__":
    main()
