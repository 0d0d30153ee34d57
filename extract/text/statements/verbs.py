"""A quantity behind a verb in, what that makes it a value of out: ``melts at 168 °C``, ``reflects 6 % of light``."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from ....records.quantity_grammar import QuantitySpan
from ....records.units import Unit
from ....records.vocabulary import Vocabulary
from .property_phrases import PropertyPhrase
from .sentence_view import Sentence

_ABOUT: Final = (
    r"(?:(?:about|around|approximately|only|nearly|almost|up to|more than|less than|as low as|as high as)\s|"
    r"[~∼≈<>]\s?)*"
)
_LINKS: Final = {
    "at": rf"(?:\sup)?\s(?:\w+ly\s)?(?:at|above|below|near|around|from|over)\s{_ABOUT}$",
    "by": rf"\s(?:\w+ly\s)?by\s{_ABOUT}$",
    "takes": rf"\s(?:\w+ly\s)?(?:for\s)?{_ABOUT}$",
}
_BEGUN: Final = re.compile(r"\b(?:start|beg[aiu]n|commence)(?:s|ned|ed|ning|ing)?\sto\s$")
_DONE: Final = re.compile(r"\b(?:is|are|was|were|be|been|being|to|of|and|then)\s(?:\w+ly\s)?$")
"""Ahead of a form that somebody did to a sample, or of an infinitive."""
_JOINED: Final = re.compile(r"\bat\s[^,;]{1,20}\sand\s$")
"""Ahead of a second verb of the same subject: ``absorb at 480 nm and emit at``."""
_LOSS: Final = r"(?:wt\.?\s?)?%\s(?:of\s)?(?:weight|mass)[\s-]loss"
_LOST: Final = (
    r"(?:\stemperatures?|\sof\s[^,;.()]{1,40}?)?\s(?:(?:is|was|were|are)\s)?"
    r"(?:occur(?:s|red)?|takes place|took place|appear(?:s|ed)|happens|reached|observed|found|recorded)\s"
    r"(?:only\s|already\s)?at\s"
)
_LOST_AT: Final = re.compile(rf"(?<![\d.])(?P<loss>\d+(?:\.\d+)?\s?{_LOSS}){_LOST}{_ABOUT}$")
_LOST_THERE: Final = re.compile(rf"(?<=%)\s(?:of\s)?(?:weight|mass)[\s-]loss{_LOST}")
_PART: Final = re.compile(
    r"\sof\s(?:(?:the|its|their|all|initial|original|total)\s)*(?P<what>[A-Za-z][\w-]*(?:\s(?:mass|weight|light|capacity))?)"
)
"""``of the visible light``: behind a share that is the object of a verb."""
_PAST: Final = {"lose": "lost", "shrink": "shr[au]nk", "take": "took"}
_REACH: Final = 70
COST: Final = 9.0


@lru_cache(maxsize=1)
def _verbs() -> dict[tuple[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Patterns of verbs that end where the value begins, with what it is, by link and dimension.

    Behind ``at`` only forms of the present count: what is ``crystallized at`` a temperature may have been so treated.
    """
    text = files("matloom.extract.text.statements").joinpath("verbs.toml").read_text(encoding="utf-8")
    raw: Mapping[str, Mapping[str, Mapping[str, Any]]] = tomllib.loads(text)
    return {
        (link, dimension): tuple((_pattern(verb, link), str(words)) for verb, words in verbs.items())
        for link, dimensions in raw.items() for dimension, verbs in dimensions.items()
    }  # fmt: skip


def _pattern(verb: str, link: str) -> re.Pattern[str]:
    stem, _, particle = verb.partition(" ")
    third = f"{stem[:-1]}ies" if stem.endswith("y") else f"{stem}e?s"
    tail = f"\\s{particle}" if particle else ""
    forms = third if link == "at" else f"{third}|{_PAST.get(stem, stem.removesuffix('e') + 'ed')}"
    return re.compile(rf"\b(?P<verb>(?:{forms}|(?P<infinitive>{stem})){tail}){_LINKS[link]}")


def told_by_verb(sentence: Sentence, span: QuantitySpan, unit: Unit | None) -> Iterator[tuple[PropertyPhrase, float]]:
    """The verb as a phrase that is named by what it tells; a share needs what it is a share of behind it."""
    if unit is None or span.kind == "list":
        return
    low = max(sentence.start, span.start - _REACH)
    for link in _LINKS:
        whole = _PART.match(sentence.text, span.end) if unit.dimension == "dimensionless" else None
        if link == "takes" and unit.dimension == "dimensionless" and whole is None:
            continue
        for pattern, words in _verbs().get((link, unit.dimension), ()):
            found = pattern.search(sentence.text, low, span.start)
            if found is not None and _is_told(sentence.text[low : found.start("verb")], found):
                named = f"{whole['what']} {words}" if whole and link == "takes" else words
                entry = Vocabulary.load().find_property(named, unit)
                yield PropertyPhrase(
                    start=found.start("verb"), end=found.end("verb"), whole=found.span("verb"),
                    properties=(entry,) if entry else (), dimensions=frozenset({"event"}), named=named,
                ), COST  # fmt: skip


def temperature_of_loss(
    sentence: Sentence, span: QuantitySpan, unit: Unit | None
) -> Iterator[tuple[PropertyPhrase, float]]:
    """The temperature at which a share of the mass is lost: ``5 % weight loss occurs at 310 °C``."""
    found = _LOST_AT.search(sentence.text, sentence.start, span.start) if _is_temperature(unit) else None
    if found is not None:
        entry = Vocabulary.load()["decomposition_temperature"]
        yield PropertyPhrase(
            start=found.start(), end=found.end("loss"), whole=(found.start(), found.end("loss")), properties=(entry,),
            named=f"temperature of {found['loss']}",
        ), COST  # fmt: skip


def is_share_lost_at(sentence: Sentence, span: QuantitySpan) -> bool:
    """Whether a share only tells which temperature is meant, as in ``5 % weight loss occurs at 310 °C``."""
    return _LOST_THERE.match(sentence.text, span.end) is not None


def _is_temperature(unit: Unit | None) -> bool:
    return unit is not None and unit.dimension == "temperature"


def _is_told(ahead: str, found: re.Match[str]) -> bool:
    """Whether it happens by itself: ``melts``, ``they melt``, ``starts to melt``, but not ``to melt at``."""
    if found["infinitive"] is None:
        return True
    return bool(_BEGUN.search(ahead) or _JOINED.search(ahead)) or (
        ahead.rstrip().endswith("s") and not _DONE.search(ahead)
    )
