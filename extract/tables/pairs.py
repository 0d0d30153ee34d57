"""Pairs of numbers in one cell in, what each of the two is out.

A caption, a header or a note says how the two were come by: ``Calc. (found)``, ``in parentheses: calculated``.
A header that joins two symbols or two units by a slash says what they are: ``Ra/Rz (μm)``, ``Hardness (HV0.1/HRB)``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ...records.model import Condition
from ...records.units import parse_unit
from .headers.header import read_header
from .headers.meaning import Meaning
from .headers.symbols import Symbols
from .headers.units import mend_unit

_METHOD: Final = (
    r"(?:calc(?:ulate)?d?|theor(?:y|etical)?|found|exp(?:t|tl|erimental|eriment)?|obs(?:erved)?|measured|nominal|actual"
    r"|simulated|predicted|DFT)"
)
_PAIR: Final = re.compile(
    rf"\b(?P<first>{_METHOD})\.?,?(?: (?:and|values?|data))?\s?[(\[](?:in %, )?(?P<second>{_METHOD})\.?[)\]]", re.I
)
_ASIDE: Final = re.compile(
    rf"\b(?P<before>{_METHOD})\b[^.;]{{0,40}}? (?:in|between) (?:the )?(?:parenthes[ei]s|(?:square |round )?brackets)"
    rf"|\b(?:in|between) (?:the )?(?:parenthes[ei]s|(?:square |round )?brackets)[^.;]{{0,40}}?"
    rf"\b(?P<behind>{_METHOD})\b",
    re.I,
)
_BEST: Final = re.compile(
    r"\b(?:best|champion|maximum|highest)\b[^.;]{0,30} in (?:the )?(?:parenthes[ei]s|brackets)"
    r"|\bin (?:the )?(?:parenthes[ei]s|brackets)[^.;]{0,40}\b(?:best|champion|maximum|highest)\b",
    re.I,
)
_AVERAGE: Final = re.compile(
    r"\b(?:average|mean)s?\b[^.;]{0,40} in (?:the )?(?:parenthes[ei]s|brackets)"
    r"|\bin (?:the )?(?:parenthes[ei]s|brackets)[^.;]{0,40}\b(?:average|mean)s?\b",
    re.I,
)
AVERAGE: Final = (Condition(name="case", text="average"),)
"""What a number in parentheses with a deviation of its own is, behind one without: ``20.8 (20.2 ± 0.3)``."""
_IN_FULL: Final = {"cal": "calculated", "the": "theoretical", "exp": "experimental", "obs": "observed"}
_JOINED: Final = re.compile(r"(?P<first>[^\s/]{1,12})\s?/\s?(?P<second>[^\s/]{1,12})")
_JOINED_UNITS: Final = re.compile(r"(?P<words>.*\w)\s?\((?P<first>[^()/]{1,12})\s?/\s?(?P<second>[^()/]{1,12})\)")


@dataclass(frozen=True, slots=True)
class Aside:
    """What a number before parentheses is, and what the one in them is."""

    first: tuple[Condition, ...]
    second: tuple[Condition, ...]


def read_aside(texts: Iterable[str]) -> Aside | None:
    """What numbers in parentheses are, by the texts of a caption, a header and notes; None where nothing says it."""
    for text in texts:
        if pair := _PAIR.search(text):
            return Aside(_by_method(pair["first"]), _by_method(pair["second"]))
        if told := _ASIDE.search(text):
            return Aside((), _by_method(told["before"] or told["behind"]))
        best, average = _BEST.search(text), _AVERAGE.search(text)
        if average and (best is None or average.start() > best.start()):
            return Aside((), AVERAGE)
        if best:
            return Aside((), (Condition(name="case", text="best"),))
    return None


def _by_method(word: str) -> tuple[Condition, ...]:
    return (Condition(name="method", text=_IN_FULL.get(word.lower()[:3], word.lower())),)


def joined_meanings(header: str, meaning: Meaning, symbols: Symbols) -> tuple[Meaning, ...]:
    """The two meanings of a header that is joined from two; none where it is not, or where one of them says nothing.

    A header that means a property as it stands, ``icorr (mA/cm2)``, joins nothing.
    """
    if meaning.entries:
        return ()
    if units := _JOINED_UNITS.fullmatch(header.strip()):
        first, second = (parse_unit(mend_unit(units[name])) for name in ("first", "second"))
        if first is None or second is None:
            return ()
        read = tuple(read_header((f"{units['words']} ({unit.plain})",), symbols) for unit in (first, second))
        return read if all(one.entries for one in read) else ()
    parts = _JOINED.fullmatch(meaning.words)
    if parts is None:
        return ()
    unit = f" ({meaning.spelled})" if meaning.spelled else ""
    read = tuple(read_header((f"{parts[name]}{unit}",), symbols) for name in ("first", "second"))
    told = tuple(replace(one, factor=meaning.factor, conditions=meaning.conditions) for one in read)
    return told if all(one.entries for one in told) else ()
