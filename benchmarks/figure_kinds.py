"""Kinds of panels learned from panels that were looked at, as ``python -m benchmarks.figure_kinds [--write]``.

Printed: the accuracy where each paper's panels are told by a model that has seen the other papers only, and what is
taken for what. ``--write`` puts the model of all papers into the package.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from matloom.extract.figures.captions import split_caption
from matloom.extract.figures.finder import FigureOptions, Figures
from matloom.extract.figures.kinds import KINDS, KindModel, own_words, panel_features
from matloom.extract.readers.pdf_pymupdf import open_pymupdf
from matloom.extract.readers.reading import read_bytes

from benchmarks import SHARED
from benchmarks.figures import GOLD, captions, load

SEEN = Path(__file__).parents[1] / "tests" / "data" / "panel_kinds.json"
TARGET = Path(__file__).parents[1] / "extract" / "figures" / "kinds.json"
PRIOR, DECAY, STEPS = 3.0, 0.03, 1500
"""Weight of a caption's word for its kind before training; how strongly weights are held to that; gradient steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A panel that was looked at."""

    paper: str
    name: str
    kind: str
    features: np.ndarray


def of_pictures() -> Iterator[Example]:
    """The panels of the annotated pictures."""
    told = captions()
    for figure in json.loads(GOLD.read_text(encoding="utf-8")):
        picture = load(figure["picture"])
        caption = split_caption(told[figure["picture"]])
        for panel in figure["panels"]:
            x0, y0, x1, y1 = panel["box"]
            features = panel_features(picture[y0:y1, x0:x1], own_words(caption, panel["label"]), caption.introduction)
            paper, name = figure["picture"].split("/")
            yield Example(paper=paper, name=f"{name} {panel['label']}", kind=panel["kind"], features=features)


def of_papers() -> Iterator[Example]:
    """The panels that are found in the annotated papers."""
    for paper, figures in json.loads(SEEN.read_text(encoding="utf-8")).items():
        data = next((SHARED / "data").rglob(f"{paper}.pdf")).read_bytes()
        document = read_bytes(data, f"{paper}.pdf").value
        found = Figures(FigureOptions())({"bytes": data, "read": document, "tables": ()}).value
        pages = open_pymupdf(data)
        for figure in found:
            caption = split_caption(figure.caption)
            for panel in figure.panels:
                kind = figures.get(figure.label or "", {}).get(panel.label or "")
                if kind is None or panel.bbox is None or figure.page is None:
                    continue
                page = pages.picture(figure.page, 200)
                x0, y0, x1, y1 = (int(v * 200 / 72) for v in panel.bbox)
                features = panel_features(page[y0:y1, x0:x1], own_words(caption, panel.label), caption.introduction)
                yield Example(paper=paper, name=f"{figure.label}{panel.label or ''}", kind=kind, features=features)
        pages.close()


def train(examples: list[Example], card: str) -> KindModel:
    """Logistic regression whose weights of caption words are held to ``PRIOR``; rarer kinds weigh more."""
    x = np.stack([one.features for one in examples])
    y = np.array([KINDS.index(one.kind) for one in examples])
    told = len(KINDS) + 1
    mean, spread = x.mean(axis=0), x.std(axis=0) + 0.05
    mean[-told:], spread[-told:] = 0.0, 1.0
    inputs = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])
    counts = Counter(y.tolist())
    share = np.array([counts[int(k)] ** -0.5 for k in y])
    share /= share.sum()
    start = np.zeros((inputs.shape[1], len(KINDS)))
    start[-told - 1 : -2] = PRIOR * np.eye(len(KINDS))
    weights = start.copy()
    for _ in range(STEPS):
        scores = inputs @ weights
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        wrong = (chances - np.eye(len(KINDS))[y]) * share[:, None]
        weights -= inputs.T @ wrong + DECAY * (weights - start)
    rounded = tuple(tuple(round(float(v), 4) for v in row) for row in weights)
    return KindModel(
        kinds=KINDS,
        mean=tuple(mean.round(5).tolist()),
        spread=tuple(spread.round(5).tolist()),
        weights=rounded,
        card=card,
    )


def left_out(examples: list[Example]) -> list[tuple[Example, str]]:
    """What each panel is taken for by a model that has not seen its paper."""
    told: list[tuple[Example, str]] = []
    for paper in sorted({one.paper for one in examples}):
        model = train([one for one in examples if one.paper != paper], "")
        mine = [one for one in examples if one.paper == paper]
        told += [(one, KINDS[int(model.probabilities(one.features).argmax())]) for one in mine]
    return told


def main() -> None:
    """Prints the figures, and writes the model if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Put the model of all papers into the package.")
    arguments = parser.parse_args()
    examples = [*of_pictures(), *of_papers()]
    told = left_out(examples)
    right = sum(one.kind == kind for one, kind in told)
    print(f"{len(examples)} panels of {len({one.paper for one in examples})} papers; each paper left out in turn:")
    print(f"kind right {right}/{len(told)} = {right / len(told):.3f}")
    for kind in KINDS:
        mine = [guess for one, guess in told if one.kind == kind]
        print(f"  {kind:11s} {sum(guess == kind for guess in mine):3d}/{len(mine):3d}  {dict(Counter(mine))}")
    if arguments.write:
        counts = dict(Counter(one.kind for one in examples))
        card = (
            f"Multinomial logistic regression over 18 measures of the picture and the kinds that the caption names. "
            f"Trained on {len(examples)} panels of {len({one.paper for one in examples})} openly licensed papers, "
            f"labelled by eye: {counts}. Each paper left out in turn: {right / len(told):.3f} right."
        )
        TARGET.write_bytes(msgspec.json.format(msgspec.json.encode(train(examples, card)), indent=1) + b"\n")


if __name__ == "__main__":
    main()
