"""A Document in, the passages that may state a value out, in batches that fit one request."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ....records.quantity_grammar import find_quantities
from ...document import Block, Document
from ..neural.tokens import well_formed
from ..sentences import sentence_spans
from ..stage import STATED

LONGEST: Final = 3000


@dataclass(frozen=True, slots=True)
class Passage:
    """The stretch ``text`` of a block, which begins at ``start``."""

    block: str
    start: int
    text: str


def passages(document: Document) -> list[Passage]:
    """Paragraphs, captions, lists and abstracts that print a quantity with a unit, long ones in parts."""
    return [
        passage
        for block in document.body()
        if block.type in STATED
        for passage in _parts(block)
        if any(span.quantity.unit for span in find_quantities(passage.text))
    ]


def _parts(block: Block) -> Iterator[Passage]:
    """Runs of whole sentences of at most ``LONGEST`` characters; a longer sentence is cut."""
    text = well_formed(block.text)
    start = end = -1
    for low, high in sentence_spans(text):
        for cut in range(low, high, LONGEST):
            stop = min(cut + LONGEST, high)
            if start >= 0 and stop - start > LONGEST:
                yield Passage(block.id, start, text[start:end])
                start = -1
            start, end = (cut if start < 0 else start), stop
    if start >= 0:
        yield Passage(block.id, start, text[start:end])


def batches(found: Sequence[Passage], characters: int) -> list[tuple[Passage, ...]]:
    """Passages in order, as many to a batch as have ``characters`` together; one that has more stands alone."""
    made: list[list[Passage]] = []
    size = characters
    for passage in found:
        if size + len(passage.text) > characters:
            made.append([])
            size = 0
        made[-1].append(passage)
        size += len(passage.text)
    return [tuple(batch) for batch in made]


def halves(batch: tuple[Passage, ...]) -> tuple[tuple[Passage, ...], ...]:
    """A batch in two; a passage alone is parted between sentences, and one sentence not at all."""
    if len(batch) > 1:
        middle = len(batch) // 2
        return batch[:middle], batch[middle:]
    passage = next(iter(batch))
    spans = sentence_spans(passage.text)
    if len(spans) < 2:
        return ()
    cut = min((low for low, _ in spans[1:]), key=lambda low: abs(2 * low - len(passage.text)))
    first, second = passage.text[:cut], passage.text[cut:]
    return (Passage(passage.block, passage.start, first),), (Passage(passage.block, passage.start + cut, second),)
