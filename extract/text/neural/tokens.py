"""Text in, word pieces with their shapes and character ranges out; long texts as windows of whole sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

LONGEST: Final = 190
"""Word pieces in a window, without the two that mark its ends."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?;])\s+(?=[^\sa-z])|\n+")
_GREEK: Final = re.compile("[\u0370-\u03ff\u00b5]")
_SCRIPT: Final = re.compile("[\u2070-\u209f\u00b2\u00b3\u00b9]")
_DASHES: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
SHAPES: Final = 26


@dataclass(frozen=True, slots=True)
class Window:
    """The word pieces of ``text[offset:]``: ids, shapes, first and last character of each, all of length n."""

    ids: npt.NDArray[np.int64]
    shapes: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]


def shape_of(piece: str, spaced: bool) -> int:
    """What lower-casing and splitting hide of a piece: its case, digits and signs, and the space before it.

    A number in [1, SHAPES); 0 is left for the pieces that mark a window's ends.
    """
    if piece.isdigit():
        kind = 1 if piece.isascii() else 2
    elif _SCRIPT.search(piece):
        kind = 2
    elif _GREEK.search(piece):
        kind = 3
    elif piece.isalpha():
        kind = 4 if piece.islower() else 5 if len(piece) == 1 else 6 if piece.isupper() else 7 if piece.istitle() else 8
    elif piece in _DASHES:
        kind = 9
    elif piece in {"%", "°", "±", "×", "~", "<", ">", "≤", "≥", "/", "·", "="}:
        kind = 10
    elif any(c.isalnum() for c in piece):
        kind = 11
    else:
        kind = 12
    return 2 * kind - 1 + spaced


def well_formed(text: str) -> str:
    """The text with lone surrogates replaced one for one, so that offsets stay right."""
    return _SURROGATE.sub("\ufffd", text)


def windows(text: str, tokenizer: Tokenizer, longest: int = LONGEST) -> Iterator[Window]:
    """The windows of a text: whole sentences where they fit, cut where a sentence is longer than a window."""
    encoding = tokenizer.encode(text if text.isascii() else well_formed(text), add_special_tokens=False)
    if not encoding.ids:
        return
    ids = np.array(encoding.ids, dtype=np.int64)
    starts, ends = np.array(encoding.offsets, dtype=np.int64).T
    shapes = np.array(
        [shape_of(text[a:b], a == 0 or text[a - 1].isspace()) for a, b in zip(starts, ends, strict=True)],
        dtype=np.int64,
    )
    breaks = [m.end() for m in _SENTENCE_END.finditer(text)] if len(ids) > longest else []
    sentence = np.searchsorted(np.array(breaks, dtype=np.int64), starts, side="right")
    begin = 0
    while begin < len(ids):
        end = min(begin + longest, len(ids))
        if end < len(ids) and sentence[begin] != sentence[end]:
            end = int(np.searchsorted(sentence, sentence[end], side="left"))
        yield Window(ids[begin:end], shapes[begin:end], starts[begin:end], ends[begin:end])
        begin = end


def batch(
    group: list[Window], first: int, last: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Ids, shapes and mask of shape (batch, longest + 2): each window between its ``first`` and ``last`` marks."""
    width = max(len(w.ids) for w in group) + 2
    ids = np.zeros((len(group), width), dtype=np.int64)
    shapes, mask = np.zeros_like(ids), np.zeros_like(ids)
    for row, window in enumerate(group):
        n = len(window.ids)
        ids[row, : n + 2] = [first, *window.ids, last]
        shapes[row, 1 : n + 1] = window.shapes
        mask[row, : n + 2] = 1
    return ids, shapes, mask
