"""Panels, kinds and scale bars of figures beside what a person saw, as ``python -m benchmarks.figures``.

The pictures and captions are those of the shared folder ``data/figures``, the boxes of panels (drawn by eye; those of
EXSCLAIM were the start and were corrected), kinds and scale bars are in ``tests/data/figure_panels.json``.
"""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from matloom.extract.figures.boxes import iou
from matloom.extract.figures.captions import split_caption
from matloom.extract.figures.kinds import kind_of, own_words
from matloom.extract.figures.labels import Word
from matloom.extract.figures.panels import find_panels
from matloom.extract.figures.scale_bars import find_scale_bar
from matloom.extract.figures.words import PrintedWords
from PIL import Image

from benchmarks import SHARED

GOLD = Path(__file__).parents[1] / "tests" / "data" / "figure_panels.json"
FOLDER = SHARED / "data" / "figures"
LEAST_OVERLAP = 0.7
SCALE_ERROR = 0.1
"""Of the true nanometres a pixel: bars are a few pixels thick and some only twenty long."""


def load(name: str) -> np.ndarray:
    """A picture of the folder, (height, width, 3), RGB."""
    return np.asarray(Image.open(FOLDER / name).convert("RGB"))


def captions() -> dict[str, str]:
    """The caption of each annotated picture."""
    silver = json.loads((FOLDER / "exsclaim_ccby" / "expected_panels_captions.json").read_text(encoding="utf-8"))
    jats = json.loads((FOLDER / "PMC7052225" / "captions.json").read_text(encoding="utf-8"))
    by_id = {one["id"]: f"{one['label']}. {one['caption']}" for one in jats}
    told: dict[str, str] = {}
    for figure in json.loads(GOLD.read_text(encoding="utf-8")):
        name = figure["picture"]
        told[name] = by_id[figure["caption"]] if figure["caption"] else silver[name.split("/")[1]]["full_caption"]
    return told


@dataclass(slots=True)
class Tally:
    """How many were right of how many, and the rest by name."""

    right: int = 0
    total: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, *, right: bool, name: str) -> None:
        """One more."""
        self.total += 1
        self.right += right
        if not right:
            self.wrong.append(name)

    def __str__(self) -> str:
        share = self.right / self.total if self.total else 0.0
        return f"{self.right}/{self.total} = {share:.3f}" + (f"  not: {', '.join(self.wrong)}" if self.wrong else "")


def silver_agreement() -> Tally:
    """EXSCLAIM's own boxes beside the corrected ones: how much of the silver was right."""
    tally = Tally()
    silver = json.loads((FOLDER / "exsclaim_ccby" / "expected_panels_captions.json").read_text(encoding="utf-8"))
    for figure in json.loads(GOLD.read_text(encoding="utf-8")):
        for panel in figure["panels"] if figure["picture"].startswith("exsclaim") else ():
            boxes = [
                (g[0]["x"], g[0]["y"], g[3]["x"], g[3]["y"])
                for image in silver[figure["picture"].split("/")[1]]["master_images"]
                if image["subfigure_label"]["text"] == panel["label"]
                for g in [image["geometry"]]
            ]
            right = any(iou(box, tuple(panel["box"])) >= LEAST_OVERLAP for box in boxes)
            tally.add(right=right, name=f"{figure['picture'][-8:-4]}{panel['label']}")
    return tally


def scale_of(picture: np.ndarray, box: list[int], words: PrintedWords, stated: float | None) -> float | None:
    """Nanometres a pixel of the panel in ``box``, or None."""
    x0, y0, x1, y1 = box
    here = [
        Word(text=w.text, box=(w.box[0] - x0, w.box[1] - y0, w.box[2] - x0, w.box[3] - y0))
        for w in words.within((x0, y0, x1, y1))
    ]
    bar = find_scale_bar(picture[y0:y1, x0:x1], here, stated)
    return bar.nanometres_per_pixel if bar else None


def main() -> None:
    """Prints what was found."""
    compound, single, kinds, printed, stated = Tally(), Tally(), Tally(), Tally(), Tally()
    told = captions()
    began = time.perf_counter()
    extra = 0
    for figure in json.loads(GOLD.read_text(encoding="utf-8")):
        picture, caption = load(figure["picture"]), split_caption(told[figure["picture"]])
        words = PrintedWords(picture)
        found = {panel.label: panel.box for panel in find_panels(picture, caption, words) if panel.box}
        extra += len(found.keys() - {panel["label"] for panel in figure["panels"]})
        for panel in figure["panels"]:
            name = f"{figure['picture'].split('/')[1].split('.jpg')[0][-12:]} {panel['label'] or ''}"
            box = found.get(panel["label"])
            right = box is not None and iou(box, tuple(panel["box"])) >= LEAST_OVERLAP
            (compound if panel["label"] else single).add(right=right, name=name)
            x0, y0, x1, y1 = panel["box"]
            own = own_words(caption, panel["label"])
            kind, _ = kind_of(picture[y0:y1, x0:x1], own, caption.introduction)
            kinds.add(right=kind == panel["kind"], name=f"{name} {kind}")
            if bar := panel.get("scale_bar"):
                length = caption.scale_bars.get(panel["label"] or "")
                true = bar["nanometres"] / bar["pixels"]
                read = scale_of(picture, panel["box"], words, length)
                close = read is not None and abs(read / true - 1) <= SCALE_ERROR
                (stated if length else printed).add(right=close, name=name)
    _print(
        {
            "panels of compound figures, label and box": compound, "figures of one panel": single,
            "kind (seen in training; see benchmarks.figure_kinds)": kinds, "scale bars with printed length": printed,
            "scale bars whose length the caption states": stated, "EXSCLAIM's boxes": silver_agreement(),
        }
    )  # fmt: skip
    print(f"panels too many: {extra}; {time.perf_counter() - began:.1f} s")


def _print(tallies: dict[str, Any]) -> None:
    for name, tally in tallies.items():
        print(f"{name:55s} {tally}")


if __name__ == "__main__":
    main()
