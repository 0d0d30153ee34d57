"""A shipped model and its training data in, the scores from which its spans and relations are said out.

Chosen by F1 on a sample of each corpus's training part, so that dev data measure and do not tune.
"""

import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...extract.text.neural.reader import TextReader
from .corpora import Example, read

GRID = (-1.5, -1.0, -0.5, 0.0, 0.5)
SAMPLE = 30_000
"""Characters of text of a corpus that are read to choose."""


def sample(data: Path, scheme: str, seed: int) -> list[Example]:
    """Rows of a training part, drawn at random; of a corpus without dev part, none that were held out."""
    examples = read(data / f"{scheme}.train.jsonl", scheme)
    if not (data / f"{scheme}.dev.jsonl").exists():
        held_out = set(sorted({example.document for example in examples})[::10])
        examples = [example for example in examples if example.document not in held_out]
    random.Random(seed).shuffle(examples)
    chosen: list[Example] = []
    length = 0
    while examples and length < SAMPLE:
        chosen.append(examples.pop())
        length += len(chosen[-1].text)
    return chosen


def best(said: Sequence[set[tuple[float, Any]]], wanted: Sequence[set[Any]]) -> float:
    """The threshold of the grid with the best micro F1; of equals, the one nearest zero.

    ``said`` is, for each row, what is said from the lowest threshold on, with its probability. As surer spans go first,
    what is said from a higher threshold on is a part of that.
    """

    def score(threshold: float) -> float:
        least = 1 / (1 + math.exp(-threshold))
        kept = [{one for probability, one in row if probability > least} for row in said]
        right = sum(len(one & other) for one, other in zip(kept, wanted, strict=True))
        return round(2 * right / max(1, sum(map(len, kept)) + sum(map(len, wanted))), 4)

    return max(GRID, key=lambda threshold: (score(threshold), -abs(threshold)))


def thresholds(folder: Path, data: Path, seed: int = 1) -> dict[str, dict[str, float]]:
    """For each scheme, the logit from which a span, and a relation between spans, is said."""
    reader = TextReader(folder)
    chosen: dict[str, dict[str, float]] = {}
    for name, heads in reader.schemes.items():
        low = reader.with_thresholds(name, span=GRID[0], relation=GRID[0])
        examples = sample(data, name, seed)
        spans = [
            {(s.score, (s.start, s.end, s.label)) for s in found[name].spans}
            for found in low.read((e.text for e in examples), [name])
        ]
        chosen[name] = {"span": best(spans, [set(e.spans) for e in examples])}
        if heads.relations:
            relations = [
                {(r.score, (r.head, r.tail, r.label)) for r in found.relations}
                for found in low.relate(((e.text, e.spans) for e in examples), name)
            ]
            chosen[name]["relation"] = best(relations, [set(e.relations) for e in examples])
    return chosen
