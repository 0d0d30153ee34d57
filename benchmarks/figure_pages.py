"""Panels found on pages of papers beside what a person saw, as ``python -m benchmarks.figure_pages [PAPER ...]``.

The papers are those of the shared folder ``data/papers``; the boxes, in points of the page, are in
``tests/data/page_panels.json``. A panel is right with its label and an overlap of 0.7; a figure that is one panel is
right where it is left whole.
"""

import argparse
import json
import time
from pathlib import Path

from matloom.extract.document import Figure
from matloom.extract.figures.boxes import iou
from matloom.extract.figures.finder import FigureOptions, Figures
from matloom.extract.readers.reading import read_bytes

from benchmarks import SHARED
from benchmarks.figures import LEAST_OVERLAP, Tally

GOLD = Path(__file__).parents[1] / "tests" / "data" / "page_panels.json"


def figures_of(paper: str) -> dict[str, Figure]:
    """The figures of a paper's PDF by their label."""
    data = (SHARED / "data" / "papers" / paper / f"{paper}.pdf").read_bytes()
    document = read_bytes(data, f"{paper}.pdf").value
    found = Figures(FigureOptions())({"bytes": data, "read": document, "tables": ()}).value
    return {figure.label or "": figure for figure in found}


def main() -> None:
    """Prints how many panels are right, and which are not."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("papers", nargs="*", help="these papers only")
    chosen = parser.parse_args().papers
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    labelled, single, extra, began = Tally(), Tally(), 0, time.process_time()
    for paper in chosen or gold:
        found = figures_of(paper)
        for label, told in gold[paper].items():
            panels = found[label].panels if label in found else ()
            boxes = {panel.label: panel.bbox for panel in panels if panel.bbox is not None}
            name = f"{paper} {label}"
            if not told["panels"]:
                single.add(right=len(boxes) == 1, name=name)
                continue
            extra += len(boxes.keys() - told["panels"].keys())
            for panel, true in told["panels"].items():
                box = boxes.get(panel)
                labelled.add(right=box is not None and iou(box, tuple(true)) >= LEAST_OVERLAP, name=f"{name}{panel}")
    print(f"panels with a label, label and box   {labelled}")
    print(f"figures of one panel, left whole     {single}")
    print(f"panels too many: {extra}; {time.process_time() - began:.1f} s of processor time")


if __name__ == "__main__":
    main()
