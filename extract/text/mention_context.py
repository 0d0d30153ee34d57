"""A mention's place in its text in, what the words around say of its form and processing out."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final

REACH: Final = 90
MODIFIERS = (
    r"(?:[a-z]+ed\s|based\s|porous\s|dense\s|hollow\s|fine\s|nano\s|polycrystalline\s|epitaxial\s|\([^()]{1,40}\)\s?)?"
)
PROCESSES = (
    r"(?:sintered|annealed|calcined|fired|heated|heat[- ]treated|quenched|aged|milled|ball[- ]milled|hot[- ]pressed|"
    r"deposited|grown|cooled|rolled|forged|extruded|cast|dried|treated|hydrogenated|irradiated|synthesi[sz]ed|prepared|"
    r"pyroly[sz]ed|carboni[sz]ed|reduced|tempered|solution[- ]treated|spark[- ]plasma[- ]sintered)"
)
AFTER = re.compile(
    rf"\A[^.;]{{0,40}}?\b({PROCESSES}(?:\s(?:at|for|in|under|by|with|from|via|using|to)\s[^,.;()]{{1,30}}(?:\.\d[^,.;()]{{0,20}})?){{1,2}})"
)
BEFORE = re.compile(
    rf"\b((?:as|post|cold|hot|air|vacuum|melt|spin)[-‐–]\s?(?:prepared|cast|deposited|synthesi[sz]ed|grown|sintered|milled|"
    rf"annealed|quenched|rolled|forged|extruded|spun|received|pressed|fired|calcined|reduced)|{PROCESSES})\s(?:[a-z]+\s)?\Z"
)


@cache
def forms() -> dict[str, str]:
    """Nouns with the form that they tell."""
    raw = tomllib.loads(resources.files("matloom.extract.text").joinpath("mention_vocabulary.toml").read_text("utf-8"))
    return dict(raw["forms"])


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
    before = BEFORE.search(text[max(0, start - REACH) : start])
    if before is not None:
        return before.group(1)
    after = AFTER.match(text[end : end + REACH])
    return after.group(1).strip() if after is not None else None
