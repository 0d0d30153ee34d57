"""A table's caption in, by what it says that its samples were made, and how that names those of a column, out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ...records.model import Condition
from .facets import Label, join

_MADE: Final = re.compile(
    r"\b(?P<verb>(?:calcin|sinter|anneal|fir|heat[- ]treat|ag|temper|quench|deposit|grow|prepar|synthesi[sz]|treat|cur"
    r"|carboni[sz]|pyroly[sz]|hot[- ]press|reduc|melt|process|mill|austeniti[sz]|oxidi[sz]|crystalli[sz]|nitrid|forg"
    r"|extrud)(?:ed|n|ned)?) (?P<at>at|for|under) (?:the )?"
    r"(?:different|various|several|varying|increasing|indicated|given|selected)"
    r" (?:\w+ )?(?P<noun>temperatures?|times?|pressures?)",
    re.I,
)
"""A caption that says that what else is a condition of a measurement is how its samples were made."""
_EFFECT: Final = re.compile(
    r"\b(?:effects?|influence|function) of (?:the )?(?P<process>(?:calcin|sinter|anneal|fir|ag|temper|cur|carboni[sz]"
    r"|pyroly[sz]|hot[- ]press|mill|austeniti[sz]|crystalli[sz]|nitrid|forg|extrud)(?:ing|ation))"
    r" (?P<noun>temperature|time|pressure)",
    re.I,
)
"""A caption of what depends on how the samples were made: ``Effect of ageing time on ...``."""
_ED: Final = re.compile("ed$")
LETTERS: Final = {"temperature": "T", "time": "t", "pressure": "p"}


def made_by(caption: str) -> str | None:
    """By what the samples of a caption differ: ``temperature`` of "films annealed at different temperatures"."""
    made = _MADE.search(caption) or _EFFECT.search(caption)
    return made["noun"].lower().removesuffix("s") if made else None


def setting_words(caption: str, words: str) -> str:
    """A header of what the samples of a caption differ by, in full: ``Sintering temperature`` of ``T``."""
    noun, effect, made = made_by(caption), _EFFECT.search(caption), _MADE.search(caption)
    if noun is None or words not in (noun, noun.capitalize(), LETTERS[noun]):
        return words
    process = effect["process"].lower() if effect else _ED.sub("ing", made["verb"].lower()) if made else ""
    return f"{process} {noun}".capitalize() if process.endswith(("ing", "ation")) else words


def made_label(caption: str, label: Label | None, conditions: Sequence[Condition]) -> Label | None:
    """A column's name with how its samples were made, or that alone: ``annealed at 450 °C``."""
    made, noun = _MADE.search(caption), made_by(caption)
    level = next((c.quantity for c in conditions if c.quantity and c.name.lower() == noun), None)
    if made is None or level is None:
        return label
    told = f"{made['verb'].lower()} {made['at']} {level.text}"
    return replace(label, processing=join(label.processing, told)) if label else Label(text=told)
