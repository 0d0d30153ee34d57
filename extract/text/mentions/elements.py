"""Running text in, the elements in it out that the noun behind makes a material: ``Li foil``, ``Pt nanoparticles``."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ..sentences import sentence_spans
from .formula_tokens import COMMON_ELEMENTS, family_of
from .patterns import TOKEN
from .spotted import Spotted
from .vocabulary import word_set

_PARTED: Final = ("/ ", "- ")
"""What stands before the rest of a formula that a line's end has parted: ``Pt/ C catalyst``."""


def element_mentions(text: str) -> Iterator[Spotted]:
    """The elements in a text that are meant as materials."""
    for start, end in sentence_spans(text):
        for word, following in pairwise(TOKEN.finditer(text, start, end)):
            made = following.group().strip(".,;:)") in word_set("element_nouns")
            if made and word.group() in COMMON_ELEMENTS and not text.startswith(_PARTED, max(0, word.start() - 2)):
                yield Spotted(word.start(), word.end(), "formula", family_of(word.group()))
