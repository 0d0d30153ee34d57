"""JSON Lines of annotated text in, one training example a row out, whatever the corpus."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ...extract.text.neural.decode import Nesting


@dataclass(frozen=True, slots=True)
class Example:
    """A text, its spans (start, end, label) and its relations (head span, tail span, label)."""

    id: str
    document: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    relations: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """An annotation scheme: its labels, its relations, and which label's spans lie ``inside`` which other's."""

    name: str
    labels: tuple[str, ...]
    relations: tuple[str, ...] = ()
    inside: tuple[tuple[str, str], ...] = ()

    @property
    def nesting(self) -> Nesting:
        """What the decoder has to know."""
        place = self.labels.index
        return frozenset((place(inner), place(outer)) for inner, outer in self.inside)


SCHEMES: Final = ("mulms", "sofc", "sofc_slots", "pcmsp", "mspt", "quantities", "doping")
RARE: Final = 20
"""A relation label seen less often in training is left out: too few to learn."""


def read(path: Path, scheme: str) -> list[Example]:
    """The examples of one file."""
    convert = {"quantities": quantity_spans, "doping": doping_spans}.get(scheme, entity_spans)
    examples: list[Example] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                row = json.loads(line)
                spans, relations = convert(row)
                document = row.get("doc", row["id"].partition("#")[0])
                examples.append(Example(row["id"], document, row["text"], tuple(spans), tuple(relations)))
    return examples


def entity_spans(row: dict[str, Any]) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """Entities and relations as they stand in the row."""
    spans = [(e["start"], e["end"], e["label"]) for e in row["entities"]]
    return spans, [(r["head"], r["tail"], r["label"]) for r in row.get("relations", ())]


def quantity_spans(row: dict[str, Any]) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """Numbers, units and dates, and the quantities around them."""
    spans, _ = entity_spans(row)
    return spans + [(q["start"], q["end"], "QUANTITY") for q in row["quantities"]], []


def doping_spans(row: dict[str, Any]) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """Hosts, dopants, results and modifiers where their words stand in the text, with the host-dopant links."""
    text, record = row["text"], row["record"]
    spans: list[tuple[int, int, str]] = []
    index: dict[tuple[str, str], list[int]] = {}
    for key, label in (("basemats", "HOST"), ("dopants", "DOPANT"), ("results", "RESULT"), ("modifiers", "MODIFIER")):
        for words in dict.fromkeys(record.get(key, ())):
            for at in places(text, words):
                index.setdefault((label, words), []).append(len(spans))
                spans.append((at, at + len(words), label))
    relations = [
        (head, tail, "doped_by")
        for host, dopant in record.get("links", ())
        for head in index.get(("HOST", host), ())
        for tail in index.get(("DOPANT", dopant), ())
    ]
    return spans, relations


def places(text: str, words: str) -> list[int]:
    """Where words stand in a text: those places that are not inside a longer word, if there are such."""
    found: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = text.find(words, at + len(words))
    free = [
        at
        for at in found
        if not text[max(0, at - 1) : at].isalnum() and not text[at + len(words) : at + len(words) + 1].isalnum()
    ]
    return free or found


def scheme_of(name: str, examples: list[Example]) -> Scheme:
    """The scheme that a corpus' training examples use."""
    labels = sorted({label for e in examples for _, _, label in e.spans})
    counts: dict[str, int] = {}
    for example in examples:
        for _, _, label in example.relations:
            counts[label] = counts.get(label, 0) + 1
    relations = tuple(sorted(label for label, n in counts.items() if n >= RARE))
    return Scheme(name, tuple(labels), relations, nested_pairs(examples))


def nested_pairs(examples: list[Example]) -> tuple[tuple[str, str], ...]:
    """Pairs of labels: more than a hundredth of the first's spans lie inside, or are, one of the second's."""
    total, nested = Counter[str](), Counter[tuple[str, str]]()
    for example in examples:
        spans = set(example.spans)
        for one in spans:
            total[one[2]] += 1
            around = {other[2] for other in spans if other != one and other[0] <= one[0] and one[1] <= other[1]}
            nested.update((one[2], label) for label in around)
    return tuple(sorted(pair for pair, n in nested.items() if n > 0.01 * total[pair[0]]))
