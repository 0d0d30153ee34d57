"""Whole synthesis procedures with marked words in, how much of their recipes is found out.

Run: python -m benchmarks.recipes [train|dev] [-v]

Each procedure of MSPT is read as the experimental section of a paper of its own, by the stage that papers are read
with: what is lost where sentences are sorted out, recipes told apart or thought not worth telling is lost here too.
"""

import json
import sys
from collections import Counter
from typing import Any, Final

from matloom.extract.document import Block, Document
from matloom.extract.findings import Recipe
from matloom.extract.text.synthesis.stage import SynthesisFindings
from matloom.records.model import Precursor, SynthesisStep

from . import SHARED
from .synthesis_words import Span, Tally, conditions, count, overlapping

Row = dict[str, Any]
PUT_IN: Final = {"precursor": "Recipe_Precursor", "solvent": "Solvent_Material"}


def document(text: str) -> Document:
    """A procedure as a paper: its first line the title, the rest paragraphs of an experimental section."""
    title, *paragraphs = [part for part in text.split("\n") if part.strip()]
    blocks = [Block(id="title", type="title", text=title)]
    blocks += [
        Block(id=f"b{number}", type="paragraph", text=part, section="Experimental")
        for number, part in enumerate(paragraphs)
    ]
    return Document(doc_id="sha256:0", source="mspt", reader="marked", blocks=tuple(blocks))


def places(text: str, paper: Document) -> dict[str, int]:
    """Where each block begins in the whole text."""
    found: dict[str, int] = {}
    at = 0
    for block in paper.blocks:
        at = text.index(block.text, at)
        found[block.id] = at
        at += len(block.text)
    return found


def where(part: SynthesisStep | Precursor, begins: dict[str, int]) -> Span:
    """The characters of a step or precursor in the whole text."""
    evidence = part.evidence
    offset = begins[evidence.block or ""]
    return (offset + (evidence.start or 0), offset + (evidence.end or 0))


def unique_parts(recipes: list[Recipe], begins: dict[str, int]) -> tuple[dict[Span, SynthesisStep], list[Precursor]]:
    """Steps by place, and precursors by name, of all recipes of one procedure: variants repeat those of their base."""
    steps = {where(step, begins): step for recipe in recipes for step in recipe.steps}
    precursors = {one.name.lower(): one for recipe in recipes for one in recipe.precursors}
    return steps, list(precursors.values())


def words_of(row: Row, place: int) -> str:
    """The marked words of an entity."""
    entity = row["entities"][place]
    return row["text"][entity["start"] : entity["end"]]


def in_parts(row: Row, label: str) -> list[tuple[int, str]]:
    """Operation and lowered words of each material that is in a relation."""
    return [(one["head"], words_of(row, one["tail"]).lower()) for one in row["relations"] if one["label"] == label]


def count_conditions(tallies: dict[str, Tally], row: Row, steps: dict[Span, SynthesisStep], marked: list[Span]) -> None:
    """Temperatures and times: right where the step that covers the marked operation has the number."""
    wanted = list(conditions(row))
    for kind in ("temperature", "time"):
        tally, mine = tallies[kind], [one for one in wanted if one[1] == kind]
        tally.marked += len(mine)
        for operation, _, digits in mine:
            numbers = [_digits(step, kind) for span, step in steps.items() if overlapping(span, [operation])]
            hit = any(digits.strip() in own for own in numbers)
            tally.right += hit
            if not hit:
                tally.missed[f"{row['text'][slice(*operation)].lower()} {digits}"] += 1
        for span, step in steps.items():
            own = _digits(step, kind)
            if own and overlapping(span, marked):
                tally.said += 1
                tally.correct += any(overlapping(span, [place]) and n.strip() in own for place, _, n in mine)


def _digits(step: SynthesisStep, kind: str) -> str:
    quantity = step.temperature if kind == "temperature" else step.time
    return "" if quantity is None else quantity.text


def count_names(tally: Tally, marked: set[str], said: set[str]) -> None:
    """Names: one within the other is the same, as ``deionized water`` and ``water``."""
    tally.marked += len(marked)
    tally.said += len(said)
    missed = {one for one in marked if not any(one in name or name in one for name in said)}
    wrong = {name for name in said if not any(one in name or name in one for one in marked)}
    tally.right += len(marked) - len(missed)
    tally.correct += len(said) - len(wrong)
    tally.missed.update(missed)
    tally.wrong.update(wrong)


def amounts(row: Row) -> dict[str, set[str]]:
    """The digits of the marked amounts of each material, by its lowered words."""
    numbers = {one["tail"]: words_of(row, one["head"]) for one in row["relations"] if one["label"] == "Number_Of"}
    found: dict[str, set[str]] = {}
    for one in row["relations"]:
        if one["label"] == "Amount_Of" and one["head"] in numbers:
            found.setdefault(words_of(row, one["tail"]).lower(), set()).add(numbers[one["head"]])
    return found


def measure(rows: list[Row]) -> tuple[dict[str, Tally], Counter[int]]:
    """The tallies, and how many procedures have how many recipes."""
    names = ("operations", "conditioned", "temperature", "time", "precursors", "amounts", "targets")
    tallies = {name: Tally() for name in names}
    several: Counter[int] = Counter()
    for row in rows:
        paper = document(row["text"])
        recipes = SynthesisFindings().recipes(paper)
        begins = places(row["text"], paper)
        several[len(recipes)] += 1
        steps, precursors = unique_parts(recipes, begins)
        marked = [(e["start"], e["end"]) for e in row["entities"] if e["label"] == "Operation"]
        said = [(start, start + len(step.words)) for (start, _), step in steps.items()]
        count(tallies["operations"], row["text"], marked, said)
        treated = sorted({operation for operation, _, _ in conditions(row)})
        count(tallies["conditioned"], row["text"], treated, [one for one in said if overlapping(one, treated)])
        count_conditions(tallies, row, steps, marked)
        wanted = {words for label in PUT_IN.values() for _, words in in_parts(row, label)}
        count_names(tallies["precursors"], wanted, {one.name.lower() for one in precursors})
        made = {mention.text.lower() for recipe in recipes for mention in recipe.targets if mention.kind != "anaphor"}
        count_names(tallies["targets"], {words for _, words in in_parts(row, "Recipe_Target")}, made)
        _count_amounts(tallies["amounts"], amounts(row), precursors)
    return tallies, several


def _count_amounts(tally: Tally, wanted: dict[str, set[str]], precursors: list[Precursor]) -> None:
    """An amount is right where its substance has the number; what is not found at all has none."""
    for one in precursors:
        name = one.name.lower()
        numbers = {n for words, own in wanted.items() if words in name or name in words for n in own}
        if one.amount is not None:
            hit = any(number in one.amount.text for number in numbers)
            tally.said += 1
            tally.correct += hit
            if not hit:
                tally.wrong[f"{one.name} {one.amount.text}"] += 1
    for words, own in wanted.items():
        hit = any(
            one.amount is not None and (words in one.name.lower() or one.name.lower() in words)
            and any(number in one.amount.text for number in own) for one in precursors
        )  # fmt: skip
        tally.marked += 1
        tally.right += hit
        if not hit:
            tally.missed[f"{words} {'/'.join(sorted(own))}"] += 1


def main() -> None:
    """Prints precision and recall, and with ``-v`` what is missed and wrong most often."""
    part = "dev" if "dev" in sys.argv else "train"
    path = SHARED / "data" / "text" / f"mspt.{part}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    tallies, several = measure(rows)
    print(f"mspt.{part}, {len(rows)} procedures")
    for name, tally in tallies.items():
        print(tally.line(name))
        if "-v" in sys.argv:
            for kind, counted in (("missed", tally.missed), ("wrong", tally.wrong)):
                print(f"    {kind} most:", ", ".join(f"{word} {n}" for word, n in counted.most_common(80)))
    print("  recipes a procedure:", ", ".join(f"{many}: {n}" for many, n in sorted(several.items())))


if __name__ == "__main__":
    main()
