"""Any text in, a spaCy Doc out whose tokens are formulas, numbers, units and words, and lose no character."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from ...records.quantity_grammar import QuantitySpan, find_quantities
from .mentions.finding import Glossary, formulas
from .neural.tokens import well_formed

_PIECE: Final = re.compile(r"[^\W_]+(?:['’\-‐‑–−][^\W_]+)*|\s|.", re.DOTALL)
_BLANKS: Final = re.compile(r"\s+")
_EMPTY: Final = Glossary()


class ScientificTokenizer:
    """``α-Fe2O3``, ``10−4`` and the ``g−1`` of a unit are tokens; so is every blank but one behind a word.

    Half a character (a lone surrogate), which spaCy cannot hold, is replaced by U+FFFD, so that places stay right.
    """

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The Doc; ``doc.text`` is ``text``."""
        text = well_formed(text)
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _pieces(text):
            if piece == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep: the vocabulary is the pipeline's."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> "ScientificTokenizer":
        """Nothing was kept."""
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Nothing to keep."""

    def from_disk(self, _path: object, **_: object) -> "ScientificTokenizer":
        """Nothing was kept."""
        return self


@registry.tokenizers("matloom.tokenizer.v1")
def make_tokenizer() -> Callable[[Language], ScientificTokenizer]:
    """What builds the tokenizer for a pipeline."""
    return lambda nlp: ScientificTokenizer(nlp.vocab)


def _pieces(text: str) -> Iterator[str]:
    place = 0
    for start, end in _wholes(text):
        if start >= place:
            yield from _PIECE.findall(text, place, start)
            yield text[start:end]
            place = end
    yield from _PIECE.findall(text, place)


def _wholes(text: str) -> list[tuple[int, int]]:
    """Stretches without a blank that are one token: of formulas, numbers and units, the earlier and longer first."""
    found = [(spotted.start, spotted.end) for spotted in formulas(text, _EMPTY)]
    found += [spot for span in find_quantities(text) for spot in _printed(span)]
    stretches = ((start + low, start + high) for start, end in found for low, high in _unbroken(text[start:end]))
    return sorted(stretches, key=lambda spot: (spot[0], -spot[1]))


def _printed(span: QuantitySpan) -> Iterator[tuple[int, int]]:
    """Where the numbers and units of a quantity stand."""
    if span.items:
        for item in span.items:
            yield from _printed(item)
    else:
        yield span.number
    if span.unit is not None:
        yield span.unit


def _unbroken(words: str) -> Iterator[tuple[int, int]]:
    place = 0
    for blank in _BLANKS.finditer(words):
        if blank.start() > place:
            yield place, blank.start()
        place = blank.end()
    if place < len(words):
        yield place, len(words)
