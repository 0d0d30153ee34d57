"""Tables of heat treatments in shorthand ("920/2/AC") in, how each treatment was cooled out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ....records.evidence import Evidence
from ....records.model import Operation, SynthesisStep
from ...document import Document, Table

SHORTHAND = re.compile(
    r"(?P<temperature>\d{2,4})\s?(?:°\s?C|℃|K)?\s?[/×x*,]\s?(?P<time>\d+(?:\.\d+)?)\s?(?:h|hours?|min)?\s?[/,+]\s?"
    r"(?P<how>AC|FC|WC|OC|WQ|OQ|AQ)\b"
)
HEATED: Final = frozenset(("heat", "anneal", "age", "sinter", "calcine"))
COOLED: Final = frozenset(("cool", "quench"))


@dataclass(frozen=True, slots=True)
class Cooling:
    """How a treatment of a temperature and a time, in the printed units, ended, and the cell that says so."""

    temperature: float
    time: float
    step: SynthesisStep


def coolings(document: Document, stage: str, version: str) -> tuple[Cooling, ...]:
    """The coolings that the tables of a paper tell."""
    return tuple(one for table in document.tables for one in coolings_in(document, table, stage, version))


def coolings_in(document: Document, table: Table, stage: str, version: str) -> Iterator[Cooling]:
    """Those of one table, each with its cell as evidence."""
    for row, cells in enumerate(table.cells):
        for column, cell in enumerate(cells):
            for match in SHORTHAND.finditer(cell):
                how: str = match["how"]
                operation: Operation = "quench" if how.endswith("Q") else "cool"
                box = table.boxes[row][column] if row < len(table.boxes) else None
                evidence = Evidence(
                    document=document.doc_id, kind="table", quote=cell, page=table.page, bbox=box or table.bbox,
                    table=table.label, cell=(row, column), stage=stage, version=version,
                )  # fmt: skip
                step = SynthesisStep(operation=operation, words=how, evidence=evidence)
                yield Cooling(float(match["temperature"]), float(match["time"]), step)


def with_coolings(steps: tuple[SynthesisStep, ...], known: tuple[Cooling, ...]) -> tuple[SynthesisStep, ...]:
    """The steps, with the coolings that only a table tells behind their treatments."""
    found: list[SynthesisStep] = []
    for place, step in enumerate(steps):
        found.append(step)
        behind = steps[place + 1].operation if place + 1 < len(steps) else None
        if step.operation not in HEATED or behind in COOLED or step.temperature is None or step.time is None:
            continue
        setting = (step.temperature.value, step.time.value)
        found.extend(one.step for one in [one for one in known if (one.temperature, one.time) == setting][:1])
    return tuple(found)
