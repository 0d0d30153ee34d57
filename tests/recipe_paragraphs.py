"""Written paragraphs of procedures in, how much of the recipes that stand in them is told out.

``recipes.json`` is what the rules were made with; ``recipes_blind.json`` was written before any output was looked at.
Each wanted recipe is held against the one told that shares most of its steps, in order; steps told too much count.
"""

from dataclasses import dataclass
from typing import Any

from matloom.extract.document import Block, Document
from matloom.extract.findings import Recipe
from matloom.extract.text.synthesis.stage import SynthesisFindings
from matloom.records.model import SynthesisStep
from matloom.records.quantities import Quantity
from matloom.records.quantity_grammar import parse_quantity

Row = dict[str, Any]


@dataclass(slots=True)
class Score:
    """What is right of what is said and wanted."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    def add(self, other: "Score") -> None:
        """Counts another's too."""
        self.right, self.said, self.wanted = (
            self.right + other.right,
            self.said + other.said,
            self.wanted + other.wanted,
        )

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(1, self.said + self.wanted)


def told(paper: Row) -> tuple[Recipe, ...]:
    """The recipes that are found in a paper of these paragraphs."""
    blocks = tuple(
        Block(id=f"b{number}", type="paragraph", section=paper["section"], text=text)
        for number, text in enumerate(paper["text"])
    )
    heading = Block(id="h", type="heading", section=paper["section"], text=paper["section"].rpartition(">")[2].strip())
    document = Document(doc_id="sha256:0", source=paper["id"], reader="r", blocks=(heading, *blocks))
    return SynthesisFindings()({"parse": document}).value.recipes


def same_step(step: SynthesisStep, wanted: list[str | None]) -> bool:
    """Whether operation, temperature and time are those wanted; what is not wanted may be anything."""
    return step.operation == wanted[0] and same(step.temperature, wanted[1]) and same(step.time, wanted[2])


def same(found: Quantity | None, wanted: str | None) -> bool:
    """Whether a quantity is the printed one."""
    if wanted is None:
        return True
    other = parse_quantity(wanted)
    assert other is not None
    return found is not None and (found.value, found.low, found.high) == (other.value, other.low, other.high)


def common(steps: tuple[SynthesisStep, ...], wanted: list[list[str | None]]) -> int:
    """The length of the longest common subsequence."""
    rows = [[0] * (len(wanted) + 1) for _ in range(len(steps) + 1)]
    for i, step in enumerate(steps):
        for j, other in enumerate(wanted):
            rows[i + 1][j + 1] = rows[i][j] + 1 if same_step(step, other) else max(rows[i][j + 1], rows[i + 1][j])
    return rows[-1][-1]


def score(papers: list[Row]) -> dict[str, Score]:
    """Steps, precursors and targets, each recipe once; a recipe told besides counts its steps as wrong."""
    scores = {"steps": Score(), "precursors": Score(), "targets": Score()}
    for paper in papers:
        found = list(told(paper))
        for wanted in paper["recipes"]:
            best = max(found, key=lambda one: (common(one.steps, wanted["steps"]), -len(one.steps)), default=None)
            if best is not None:
                found.remove(best)
            for name, part in _compared(best, wanted).items():
                scores[name].add(part)
        scores["steps"].said += sum(len(one.steps) for one in found)
    return scores


def _compared(best: Recipe | None, wanted: Row) -> dict[str, Score]:
    steps = best.steps if best is not None else ()
    precursors = {one.name for one in best.precursors if one.role == "precursor"} if best is not None else set()
    targets = {mention.text for mention in best.targets} if best is not None else set()
    return {
        "steps": Score(common(steps, wanted["steps"]), len(steps), len(wanted["steps"])),
        "precursors": Score(len(precursors & set(wanted["precursors"])), len(precursors), len(wanted["precursors"]))
        if wanted["precursors"]
        else Score(),
        "targets": Score(len(targets & set(wanted["targets"])), len(targets), len(wanted["targets"]))
        if wanted["targets"]
        else Score(),
    }
