"""A shipped model and dev data in, the logits from which spans and relations are said out, with the F1 they give.

Of a coarse grid, the threshold with the best micro F1 is chosen: dev data choose here, as they choose the epoch. Rows
without any mark have no say: corpora leave sentences out that they might have marked. The F1 given is over all rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from ...extract.text.neural.decode import probability
from ...extract.text.neural.reader import Reading, Span, TextReader
from .corpora import Example, read
from .scores import Score

GRID = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5)


def dev_examples(data: Path, scheme: str) -> list[Example]:
    """A corpus's dev file; without one, every tenth document of its training file, as in training."""
    held_out = data / f"{scheme}.dev.jsonl"
    if held_out.exists():
        return read(held_out, scheme)
    examples = read(data / f"{scheme}.train.jsonl", scheme)
    chosen = set(sorted({example.document for example in examples})[::10])
    return [example for example in examples if example.document in chosen]


def choose(said: Iterable[set[tuple[float, Any]]], wanted: Sequence[set[Any]]) -> tuple[float, float]:
    """The best threshold of the grid over the rows with a mark, of equals the one nearest zero; its F1 over all rows.

    ``said`` is, for each row, what is said from the lowest threshold on, with its probability. As surer spans go first,
    what is said from a higher threshold on is a part of that.
    """
    rows = list(zip(said, wanted, strict=True))
    marked = [(one, other) for one, other in rows if other]
    best = max(GRID, key=lambda threshold: (f1(marked, threshold), -abs(threshold)))
    return best, f1(rows, best)


def f1(rows: Sequence[tuple[set[tuple[float, Any]], set[Any]]], threshold: float) -> float:
    """The micro F1 of what is said from a threshold on."""
    least = probability(threshold)
    kept = [({one for sure, one in said if sure > least}, wanted) for said, wanted in rows]
    right = sum(len(one & other) for one, other in kept)
    return round(Score(right, sum(len(one) for one, _ in kept), sum(len(other) for _, other in kept)).f1, 4)


def parts(scheme: str, text: str, span: Span) -> set[tuple[Any, ...]]:
    """What is counted of a span: the span itself, or its words for the doping data, which are published so."""
    start, end, label = span
    return {(word, label) for word in text[start:end].split()} if scheme == "doping" else {span}


def readings(reader: TextReader, scheme: str, examples: Sequence[Example]) -> Iterator[Reading]:
    """What a scheme says of each example, where it reads paragraphs of all of a document together."""
    if reader.schemes[scheme].chain is None:
        yield from (one[scheme] for one in reader.read((e.text for e in examples), [scheme]))
        return
    for _, document in groupby(examples, key=lambda example: example.document):
        yield from reader.read_paragraph([example.text for example in document], scheme)


def span_threshold(reader: TextReader, scheme: str, examples: Sequence[Example]) -> tuple[float, float]:
    """The threshold of a scheme's spans, and their F1."""
    found = readings(reader.with_thresholds(scheme, span=GRID[0], relation=GRID[0]), scheme, examples)
    spans = (
        {(s.score, part) for s in one.spans for part in parts(scheme, e.text, (s.start, s.end, s.label))}
        for e, one in zip(examples, found, strict=True)
    )
    return choose(spans, [{part for span in e.spans for part in parts(scheme, e.text, span)} for e in examples])


def thresholds(folder: Path, data: Path) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    """For each scheme, the thresholds of spans and of relations between annotated spans; and the F1 of both."""
    reader = TextReader(folder)
    chosen: dict[str, dict[str, float]] = {}
    scores: dict[str, dict[str, float]] = {}
    for name, heads in reader.schemes.items():
        examples = dev_examples(data, name)
        threshold, score = span_threshold(reader, name, examples)
        chosen[name], scores[name] = {"span": threshold}, {"entities": score}
        if heads.relations:
            low = reader.with_thresholds(name, span=GRID[0], relation=GRID[0])
            related = low.relate(((e.text, e.spans) for e in examples), name)
            pairs = ({(r.score, (r.head, r.tail, r.label)) for r in one.relations} for one in related)
            threshold, score = choose(pairs, [set(e.relations) for e in examples])
            chosen[name]["relation"], scores[name]["relations"] = threshold, score
    return chosen, scores
