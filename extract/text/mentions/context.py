"""A mention's place in its text in, what the words around say of its form and processing out."""

import re
from functools import cache
from typing import Final

from .vocabulary import vocabulary

REACH: Final = 90
MODIFIERS = (
    r"(?:[a-z]+ed\s|based\s|porous\s|dense\s|hollow\s|fine\s|nano\s|polycrystalline\s|epitaxial\s|\([^()]{1,40}\)\s?)?"
)
PROCESSES = (
    r"(?:sintered|annealed|calcined|fired|heat[- ]treated|quenched|aged|(?:ball[- ])?milled|hot[- ]pressed|deposited|"
    r"grown|forged|extruded|hydrogenated|pyroly[sz]ed|carboni[sz]ed|tempered|solution[- ]treated|rolled|"
    r"(?:spark[- ]plasma[- ])?sintered|cryomilled|irradiated|nitrided|oxidi[sz]ed)"
)
"""Treatments that make a sample another one; drying, washing and mixing are told of every sample."""
AMOUNT = re.compile(r"(\d[\d.]*\s?(?:wt|mol|at|vol)\.?\s?%)\s(?:of\s(?:the\s|these\s)?)?\Z")
"""``20 wt% of the X`` and ``20 wt% X``: how much of it a sample has, by which papers call the sample."""
AFTER = re.compile(
    r"\A[\w\s-]{0,30}?\b("
    + PROCESSES
    + r"(?:\s(?:at|for|in|under|to)\s(?:[A-Za-z]\w{0,12}\s){0,3}[~≈]?\d[\d.,–\-−]{0,9}\s?[°℃A-Za-z]{1,8}"
    + r"(?:\s?C\b)?){1,3})"
)
BEFORE = re.compile(
    r"\b((?:as|post|cold|hot|melt)[-‐–]\s?(?:prepared|cast|deposited|synthesi[sz]ed|grown|sintered|milled|annealed|"
    r"quenched|rolled|forged|extruded|spun|received|pressed|fired|calcined|reduced)|"
    r"annealed|calcined|quenched|aged|tempered|homogeni[sz]ed|hot-pressed|(?:ball-)?milled|forged|extruded|"
    r"(?:\d{2,4}\s?°C[- ](?:sintered|annealed|calcined|aged)))\s(?:[a-z]+\s)?\Z"
)
MODIFIED = re.compile(
    r"(?<![\w-])((?:[A-Za-z][A-Za-z0-9]{0,15}(?:, | and )(?=\S{2,16} [a-z]+ed)|[A-Za-z][A-Za-z0-9]{0,15}/)?"
    r"(?!(?:the|an?|as|is|was|were|be|been|have|has|had|we|and|or|of|in|by|un|non|then|co)[ -])"
    r"[A-Za-z][A-Za-z0-9]{0,15}(?<!ly)[-‐– ](?:co-?)?"
    r"(?:doped|modified|functionali[sz]ed|decorated|coated|substituted|loaded|impregnated|infiltrated))[-\s]\Z"
)
"""``sulfur and copper modified X``: what a material was made another one by."""


@cache
def forms() -> dict[str, str]:
    """Nouns with the form that they tell."""
    return dict(vocabulary()["forms"])


@cache
def form_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A form behind a mention (``LiFePO4 thin films``), and one before it (``single crystals of``)."""
    nouns = "|".join(re.escape(noun) for noun in sorted(forms(), key=len, reverse=True))
    return (
        re.compile(rf"\A[-‐–]?\s?(?:{MODIFIERS}){{1,2}}({nouns})\b"),
        re.compile(rf"\b({nouns})(?:\s(?:of|from))\s(?:the\s|pure\s|doped\s|undoped\s)?\Z"),
    )


def form_around(text: str, start: int, end: int) -> str | None:
    """The form that the words next to ``text[start:end]`` tell, None where they tell none."""
    after, before = form_patterns()
    match = after.match(text[end : end + REACH]) or before.search(text[max(0, start - REACH) : start])
    return forms()[match.group(1)] if match is not None else None


def processing_around(text: str, start: int, end: int) -> str | None:
    """How the words next to ``text[start:end]`` say it was made: ``sintered at 900 °C for 2 h``, ``as-cast``."""
    ahead = text[max(0, start - REACH) : start]
    before = BEFORE.search(ahead) or AMOUNT.search(ahead) or MODIFIED.search(ahead)
    if before is not None:
        return before.group(1)
    after = AFTER.match(text[end : end + REACH])
    return after.group(1).strip() if after is not None else None
