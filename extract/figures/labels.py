"""Words of a figure and the labels that its caption names in, where each panel's label is printed out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from ...records.evidence import Box
from .captions import LETTERS

_PRINTED: Final = re.compile(r"^([(\[]?)([A-Za-z])(\d?)([)\].:]?)(?:\s.*|$)", re.DOTALL)
LOOK_ALIKE: Final = "CKOPSUVWXZ"
"""Capitals that differ from their small letters in size only: OCR takes one for the other."""
MAX_CANDIDATES: Final = 5
MAX_CHOICES: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A run of text with its box."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word that may be a panel's label: ``form`` counts the brackets and points at it."""

    label: str
    box: Box
    form: int
    alone: bool
    upper: bool

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


def find_labels(
    words: Sequence[Word], expected: Sequence[str], settled: Mapping[str, Box] | None = None
) -> dict[str, Box]:
    """The place of each of ``expected`` labels that is printed; labels of one figure look alike and stand in line.

    Those that are ``settled`` already, from some of the same words, stay where they are. Without ``expected`` only
    bracketed letters that run from a without a gap are taken.
    """
    candidates = [found for word in words if (found := _candidate(word)) is not None]
    if not expected:
        bracketed = [c for c in candidates if c.form]
        run = next((i for i, letter in enumerate(LETTERS) if letter not in {c.label for c in bracketed}), 26)
        return find_labels(words, tuple(LETTERS[:run])) if run >= 2 else {}
    by_label = {label: [c for c in candidates if c.label == label] for label in expected}
    for label, box in (settled or {}).items():
        by_label[label] = [c for c in by_label[label] if c.box == box]
    by_label = {label: found for label, found in by_label.items() if found}
    form = _usual_form(by_label)
    upper = _mostly_upper(by_label)
    choices: dict[str, list[_Candidate]] = {}
    for label, found in by_label.items():
        like = [c for c in found if bool(c.form) == bool(form)] or ([] if form else found)
        if not upper:
            like = [c for c in like if not c.upper]
        height = _usual_height(by_label)
        like.sort(
            key=lambda c: (
                abs(c.height - height) > 0.4 * height,
                not c.alone,
                c.box[0] + c.box[1],
            )
        )
        if like:
            choices[label] = like[:MAX_CANDIDATES]
    return _aligned(choices)


def in_line(label: str, places: Mapping[str, Box]) -> bool:
    """Whether another label of ``places`` begins in the row or column in which ``label`` begins."""
    box = places[label]
    near = 0.6 * (box[3] - box[1])
    return any(
        other != label and min(abs(box[0] - place[0]), abs(box[1] - place[1])) < near for other, place in places.items()
    )


def _candidate(word: Word) -> _Candidate | None:
    """A single letter, in brackets or not; one before other words only with a closing bracket."""
    text = word.text.strip()
    found = _PRINTED.match(text)
    if not found:
        return None
    opening, letter, digit, closing = found.groups()
    label = (letter + digit).lower()
    alone = len(text) == len(opening + letter + digit + closing)
    form = len(opening) + len(closing)
    if (opening == "(") != (closing == ")") and opening:
        return None
    if not alone and closing not in (")", "]"):
        return None
    x0, y0, x1, y1 = word.box
    if not alone:
        x1 = x0 + (x1 - x0) * (form + 1) / max(1, len(text))
    return _Candidate(label, (x0, y0, x1, y1), form, alone, letter.isupper() and letter not in LOOK_ALIKE)


def _mostly_upper(by_label: dict[str, list[_Candidate]]) -> bool:
    """Whether the labels are capitals: more of them are printed as a capital than not at all as one."""
    capital = sum(any(c.upper for c in found) for found in by_label.values())
    small = sum(
        any(not c.upper and c.box for c in found if c.label[0] not in LOOK_ALIKE.lower()) for found in by_label.values()
    )
    return capital > small


def _usual_form(by_label: dict[str, list[_Candidate]]) -> int:
    """Whether the labels are bracketed (1 or more) or bare (0): the way that more of them are printed."""
    bracketed = sum(any(c.form for c in found) for found in by_label.values())
    bare = sum(any(not c.form for c in found) for found in by_label.values())
    return 1 if bracketed and bracketed >= bare * 0.5 else 0


def _usual_height(by_label: dict[str, list[_Candidate]]) -> float:
    """The height that most labels have in common."""
    heights = sorted(c.height for found in by_label.values() for c in found)
    if not heights:
        return 0.0
    near = [sum(any(abs(c.height - h) < 0.2 * h for c in found) for found in by_label.values()) for h in heights]
    return heights[int(np.argmax(near))]


def _aligned(choices: dict[str, list[_Candidate]]) -> dict[str, Box]:
    """One candidate a label, so that as many as possible share a row or a column and their order is that of reading."""
    while np.prod([len(found) for found in choices.values()] or [1]) > MAX_CHOICES:
        longest = max(choices, key=lambda label: len(choices[label]))
        choices[longest] = choices[longest][:-1]
    best: tuple[float, dict[str, Box]] = (-1e9, {})
    labels = list(choices)
    for chosen in product(*choices.values()):
        score = _likeness(chosen) - 0.3 * sum(
            choices[label].index(one) for label, one in zip(labels, chosen, strict=True)
        )
        if score > best[0]:
            best = (score, {label: one.box for label, one in zip(labels, chosen, strict=True)})
    return best[1]


def _likeness(chosen: Sequence[_Candidate]) -> float:
    """How many labels share a row or a column with another, less those out of order or unlike in height."""
    score = 0.0
    height = float(np.median([one.height for one in chosen])) if chosen else 1.0
    for i, one in enumerate(chosen):
        others = [other for j, other in enumerate(chosen) if j != i]
        score += any(abs(one.box[0] - other.box[0]) < height for other in others)
        score += any(abs(one.box[1] - other.box[1]) < 0.8 * height for other in others)
        score -= abs(one.height - height) > 0.4 * height
        for other in chosen[i + 1 :]:
            score -= 0.5 * (other.box[3] < one.box[1] - height and other.box[2] < one.box[0] + 3 * height)
    return score
