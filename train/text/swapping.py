"""Annotated examples in, the same with some mentions swapped for others of their label out.

Small corpora name few materials, so that a model learns the names. With others in their place it has to learn from
what stands around them (mention replacement of Dai and Adel, 2020, arXiv:2010.11683).
"""

import random
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from .corpora import Example

NUMBER = re.compile(r"\d[\d.,]*")


class Mentions:
    """The mentions of a corpus by label and form, each once, so that rare ones are drawn as often as common ones."""

    def __init__(self, examples: Iterable[Example]) -> None:
        found: dict[tuple[str, str], dict[str, None]] = {}
        for example in examples:
            for start, end, label in example.spans:
                words = example.text[start:end]
                found.setdefault((label, form(words)), {})[words] = None
        self._like = {kind: tuple(words) for kind, words in found.items()}

    def swapped(self, example: Example, share: float, draw: random.Random) -> Example:
        """The example with about ``share`` of its mentions swapped; those that overlap another stay.

        What stands in the text twice becomes the same mention twice.
        """
        chosen: dict[tuple[str, str], str] = {}
        cuts: list[tuple[int, int, str]] = []
        for start, end, label in sorted(set(example.spans)):
            words = example.text[start:end]
            if (label, words) not in chosen:
                like = self._like[label, form(words)]
                chosen[label, words] = draw.choice(like) if draw.random() < share else words
            if chosen[label, words] != words and alone((start, end), example):
                cuts.append((start, end, chosen[label, words]))
        return rewritten(example, cuts)


def form(words: str) -> str:
    """What has to agree for one mention to stand where another stood: what a number counts, or how words end."""
    if words[:1].isdigit():
        return NUMBER.sub("0", words)
    return words[-2:] if words[-2:].islower() and words[-2:].isalpha() else "sign"


def alone(place: tuple[int, int], example: Example) -> bool:
    """Whether no other span touches this one."""
    return sum(start < place[1] and place[0] < end for start, end, _ in example.spans) == 1


def rewritten(example: Example, cuts: list[tuple[int, int, str]]) -> Example:
    """The example with other words at some places, which are in order and apart."""
    text, done = "", 0
    for start, end, words in cuts:
        text += example.text[done:start] + words
        done = end
    ends = [end for _, end, _ in cuts]
    grown = [0, *accumulate(len(words) - (end - start) for start, end, words in cuts)]

    def moved(at: int) -> int:
        return at + grown[bisect_right(ends, at)]

    spans = tuple((moved(start), moved(end), label) for start, end, label in example.spans)
    return replace(example, text=text + example.text[done:], spans=spans)
