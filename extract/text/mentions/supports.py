"""Mentions of a text in, the same out with what they lie on: ``WO3 on ITO`` is another sample than ``WO3 on Ni``."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from .spotted import Spotted

ON: Final = r"\s(?:(?:grown|deposited|coated|supported|adsorbed)\s)?on(?:to)?\s(?:(?:the|an?)\s)?"
"""Between a material and what it lies on, as a pattern."""
_ON: Final = re.compile(ON)
_ABOUT: Final = re.compile(
    r"\b(?:effects?|influences?|impact|role|actions?|dependences?|adsorption|deposition|growth|diffusion|reactions?|"
    r"studies|study|work|reports?|amounts?|contents?|layers?|load\w*)\s(?:of|on)\s(?:the\s|an?\s)?\Z"
)
"""Words before a mention by which it is not the mention that lies on what follows: ``the effect of X on Y``."""


def on_supports(text: str, mentions: Sequence[Spotted]) -> list[Spotted]:
    """The mentions, each named one that lies on another with that as a word of how it was made."""
    found = list(mentions)
    for place, (one, other) in enumerate(pairwise(mentions)):
        if {"anaphor", "phrase"} & {one.kind, other.kind} or not _ON.fullmatch(text, one.whole[1], other.whole[0]):
            continue
        if not _ABOUT.search(text, max(0, one.whole[0] - 40), one.whole[0]):
            support = f"on {text[other.start : other.end]}"
            found[place] = replace(one, processing="; ".join(part for part in (one.processing, support) if part))
    return found
