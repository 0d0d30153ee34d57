"""Annotated sentences in, runs of them as they follow each other in their documents out, each run as one example.

What a sentence says depends on those before it: whether the recipe is over, and what was made in it.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ...extract.text.neural.recipe_chain import RecipeChain
from .corpora import Example

SLOPE, MIDDLE, WEIGHT = 0.5, 2.0, 1.0
"""How a sentence's best score speaks for the recipe: the model has learnt the training file, whose scores are too sure,
so that the dev file chose, as the likeliest of twelve pairs of slope and middle. The doubt is taken as it stands."""


def runs(examples: Sequence[Example], most: int, draw: random.Random) -> Iterator[Example]:
    """The examples in runs of one document, each of a drawn number, at most ``most``, of those that follow."""
    for _, group in groupby(examples, key=lambda example: example.document):
        rest = list(group)
        while rest:
            size = draw.randint(1, most)
            yield joined(rest[:size])
            rest = rest[size:]


def documents(examples: Sequence[Example]) -> Iterator[Example]:
    """All examples of each document as one."""
    for _, group in groupby(examples, key=lambda example: example.document):
        yield joined(list(group))


def joined(examples: Sequence[Example]) -> Example:
    """The examples as one text with a blank between them, with the spans and relations of all."""
    text = " ".join(example.text for example in examples)
    spans: list[tuple[int, int, str]] = []
    relations: list[tuple[int, int, str]] = []
    at = 0
    for example in examples:
        relations += [(head + len(spans), tail + len(spans), label) for head, tail, label in example.relations]
        spans += [(start + at, end + at, label) for start, end, label in example.spans]
        at += len(example.text) + 1
    return Example(examples[0].id, examples[0].document, text, tuple(spans), tuple(relations))


def chain_of(examples: Sequence[Example]) -> RecipeChain:
    """How sentences with and without a mark follow each other in the documents; a count of one more for each case."""
    marked = [[bool(one.spans) for one in group] for _, group in groupby(examples, key=lambda one: one.document)]
    pairs = [pair for document in marked for pair in pairwise(document)]

    def share(after: bool, now: bool) -> float:
        return (pairs.count((after, now)) + 1) / (sum(before == after for before, _ in pairs) + 2)

    begins = (sum(document[0] for document in marked) + 1) / (len(marked) + 2)
    return RecipeChain(begins, share(True, False), share(False, True), SLOPE, MIDDLE, WEIGHT)
