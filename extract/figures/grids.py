"""The places of most labels of a figure in, those of the rest out, where the labels stand in a regular grid."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from ...records.evidence import Box

FEWEST: Final = 3
OFF: Final = 0.5
"""Times the height of a label: how far it may stand off its place in the grid."""


def completed(places: Mapping[str, Box], expected: Sequence[str]) -> dict[str, Box]:
    """``places`` with the ``expected`` labels that were not read, where those that were stand in equal steps.

    Labels run row by row from the left, and the rows are full. Each number of columns is tried; the fewest that fit
    all labels are taken. A step that no two labels tell is not guessed.
    """
    known = [i for i, label in enumerate(expected) if label in places]
    if len(known) < FEWEST or len(known) == len(expected):
        return dict(places)
    boxes = np.array([places[expected[i]] for i in known], np.float64)
    near = OFF * float(np.median(boxes[:, 3] - boxes[:, 1]))
    for columns in (n for n in range(1, len(expected) + 1) if len(expected) % n == 0):
        index = np.arange(len(expected))
        across = _spaced(boxes[:, 0], index[known] % columns, index % columns, near)
        down = _spaced(boxes[:, 3], index[known] // columns, index // columns, near)
        if across is not None and down is not None:
            wide, high = np.median(boxes[:, 2:] - boxes[:, :2], axis=0).tolist()
            told = {
                label: (float(x), float(y) - high, float(x) + wide, float(y))
                for label, x, y in zip(expected, across, down, strict=True)
            }
            return told | dict(places)
    return dict(places)


def _spaced(
    seen: npt.NDArray[np.float64], at: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64], near: float
) -> npt.NDArray[np.float64] | None:
    """Where the ``wanted`` steps lie of a row whose steps ``at`` were ``seen``; None where they are not equal."""
    steps = np.unique(at)
    if len(steps) == 1:
        level = float(np.median(seen))
        fits = np.abs(seen - level).max() <= near and (wanted == steps[0]).all()
        return np.full(len(wanted), level) if fits else None
    pitch, first = np.polyfit(at, seen, 1)
    fits = np.abs(first + pitch * at - seen).max() <= near and pitch > 4 * near
    return first + pitch * wanted if fits else None
