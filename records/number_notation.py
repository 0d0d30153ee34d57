"""Text in, the numbers printed in it out: digits, powers of ten in every print form, uncertainties, number words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from .unit_notation import SUPERSCRIPTS

_DIGITS: Final = re.compile(
    r"(?P<mantissa>\d{1,3}(?:,\d{3}){1,5}(?:\.\d+)?(?!\d)|\d{1,3}(?: \d{3}){1,4}(?!\d)|0,\d{1,4}(?![\d.])"
    r"|\d{1,3},\d{1,2}(?= ?(?:%|°|wt|at|vol|mol|nm|µm|mm|cm|kg|mg|eV|[MG]Pa|min|[mghsKV]\b))"
    r"|\d+(?:\.\d+)?|(?<![A-Za-z])\.\d+)"
    r"(?P<uncertainty>(?:\(\d{1,4}\)|(?:(?<=\.\d{3})|(?<=\.\d{4})|(?<=\.\d{5})|(?<=\.\d{6})) \(\d{1,2}\))(?!\w))?"
    r"(?P<power> ?[×x·] ?10 ?\^? ?[{(]?(?P<exponent>[+-] ?\d{1,2}|[1-9]\d?)[})]?(?!\d|\.\d)"
    r"|[eE](?P<e>[+-]?\d{1,2})(?!\w))?"
)
_TEN: Final = re.compile(r"10(?P<gap> ?\^? ?[{(]?)(?P<exponent>[+-] ?\d{1,2}|\d{1,2})[})]?(?!\d|\.\d|[A-Za-z]\d)")
_SIGNED_AFTER: Final = frozenset(" (=<>~≈∼[:;/±≤≥≃,|{")
_SIGN_APART: Final = re.compile(r"(?:, |\(|\b(?:of|is|was|at|to|and|or|by|E[CVcv]) |[=~<>≈] ?)- $")
"""A space behind the sign, as some publishers' XML prints it: ``at − 40 °C``, ``(− 2.0 V)``."""
_WORDS: Final[dict[str, float]] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half": 0.5, "twofold": 2, "threefold": 3, "tenfold": 10,
}  # fmt: skip
_MULTIPLES: Final[dict[str, float]] = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "dozen": 12, "third": 1 / 3, "thirds": 1 / 3,
    "quarter": 0.25, "quarters": 0.25, "half": 0.5, "fold": 1, "fifth": 0.2, "tenth": 0.1,
}  # fmt: skip
_WORD: Final = re.compile(
    r"(?<![\w-])(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine)\b)?"
    r"(?:[ -](?:" + "|".join(sorted(_MULTIPLES, key=len, reverse=True)) + r")\b)*(?!\w)",
    re.IGNORECASE,
)
_MULTIPLE: Final = re.compile(r" (million|billion|thousand)\b")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``start`` to ``end``; ``uncertainty`` is that of ``3.912(2)``, in the number's own size."""

    start: int
    end: int
    value: float
    uncertainty: float | None = None
    kind: Literal["digits", "power", "word"] = "digits"


def read_numbers(text: str, plain: str) -> Iterator[Number]:
    """The numbers in ``text`` in order; ``plain`` is the same text by :func:`plain_text`. Linear in its length."""
    words = _number_words(plain)
    pending = next(words, None)
    position = 0
    while match := _DIGITS.search(plain, position):
        while pending and pending.start < match.start():
            yield pending
            pending = next(words, None)
        number = _power_of_ten(text, plain, match) or _plain_number(text, plain, match)
        yield number
        position = max(number.end, match.start() + 1)
    while pending:
        yield pending
        pending = next(words, None)


def _number_words(plain: str) -> Iterator[Number]:
    for match in _WORD.finditer(plain):
        value, product = 0.0, 1.0
        for word in re.split(r"[ -]", match.group().lower()):
            if word in _WORDS and not (word == "half" and value):
                value += _WORDS[word]
            else:
                product *= _MULTIPLES[word]
        yield Number(match.start(), match.end(), value * product, kind="word")


def _plain_number(text: str, plain: str, match: re.Match[str]) -> Number:
    mantissa, end = match.group("mantissa"), match.end()
    if place := _raised(text, match):
        start = _signed(plain, match.start())
        value = _sign(plain, match.start()) * _value(mantissa[:place], 0)
        return Number(start, match.end("mantissa"), value)
    if " " in mantissa and not _thousands(text, match):
        mantissa = mantissa[: mantissa.index(" ")]
        end = match.start() + len(mantissa)
        value, uncertainty = float(mantissa), None
        return Number(_signed(plain, match.start()), end, _sign(plain, match.start()) * value)
    exponent = match.group("exponent") or match.group("e")
    if match.group("power") and not _is_power(match):
        exponent, end = None, match.start("power")
    power = int(exponent.replace(" ", "")) if exponent else 0
    value = _value(mantissa, power)
    uncertainty = _uncertainty(mantissa, match.group("uncertainty"), power)
    if not exponent and (multiple := _MULTIPLE.match(plain, end)):
        value, end = value * _MULTIPLES[multiple.group(1)], multiple.end()
    start = _signed(plain, match.start())
    return Number(start, end, _sign(plain, match.start()) * value, uncertainty, "power" if exponent else "digits")


def _raised(text: str, match: re.Match[str]) -> int:
    """At which digit a number goes over into a reference's mark, as in ``25¹²``; 0 where it does not."""
    printed = text[match.start() : match.end("mantissa")]
    place = next((i for i, char in enumerate(printed) if char in SUPERSCRIPTS), 0)
    return place if place and printed[place - 1].isdigit() else 0


def _thousands(text: str, match: re.Match[str]) -> bool:
    """Whether spaces group thousands: thin or fixed spaces do, a plain one only before ``000``."""
    mantissa = match.group("mantissa")
    gaps = [text[match.start() + i] for i, char in enumerate(mantissa) if char == " "]
    return all(gap in "\u00a0\u2009\u202f\u200a" for gap in gaps) or mantissa.endswith(" 000")


def _is_power(match: re.Match[str]) -> bool:
    """``3 × 105`` is a power, ``3 × 101`` and ``3 x 10 mm`` are sizes."""
    exponent = match.group("exponent")
    return exponent is None or exponent[0] in "+-" or "^" in match.group("power") or int(exponent) > 1


def _value(mantissa: str, power: int) -> float:
    if re.fullmatch(r"0,\d{1,4}|\d+,\d{1,2}", mantissa):
        mantissa = mantissa.replace(",", ".")
    return float(f"{mantissa.replace(',', '').replace(' ', '')}e{power}")


def _uncertainty(mantissa: str, printed: str | None, power: int) -> float | None:
    if printed is None:
        return None
    decimals = len(mantissa.partition(".")[2])
    return float(f"{printed.strip(' ()')}e{power - decimals}")


def _signed(plain: str, start: int) -> int:
    if start and plain[start - 1] in "+-" and _is_sign(plain, start - 1):
        return start - 1
    apart = _SIGN_APART.search(plain, max(0, start - 8), start)
    return apart.end() - 2 if apart else start


def _sign(plain: str, start: int) -> int:
    signed = _signed(plain, start)
    return -1 if signed < start and plain[signed] == "-" else 1


def _is_sign(plain: str, place: int) -> bool:
    """Whether a dash is a sign: ``of -5`` but not ``179.7 -182.6``."""
    if place == 0:
        return True
    return plain[place - 1] in _SIGNED_AFTER and not (
        plain[place - 1] == " " and plain[place - 2 : place - 1].isdigit()
    )


def _power_of_ten(text: str, plain: str, match: re.Match[str]) -> Number | None:
    """``10^5``, ``10⁻⁴``, ``10 −4`` and the flattened ``10−4``, told from the range ``10–40``."""
    mantissa, raised = match.group("mantissa"), text[match.start() + 2 : match.start() + 3]
    if not (mantissa == "10" or re.match(r"10 \d{3}$", mantissa) or (raised and raised in SUPERSCRIPTS)):
        return None
    ten = _TEN.match(plain, match.start())
    if ten is None or not _is_exponent(text, plain, ten):
        return None
    value = 10.0 ** int(ten.group("exponent").replace(" ", ""))
    return Number(_signed(plain, ten.start()), ten.end(), _sign(plain, ten.start()) * value, kind="power")


def _is_exponent(text: str, plain: str, ten: re.Match[str]) -> bool:
    exponent, gap = ten.group("exponent"), ten.group("gap")
    first = text[ten.start("exponent")]
    if "^" in gap or first in SUPERSCRIPTS:
        return True
    size = int(exponent.lstrip("+- "))
    if exponent[0] == "-":
        return (" " not in exponent or not gap) and (size < 10 or (first == "\u2212" and size <= 30))
    return gap == " " and 2 <= size <= 30 and not re.match(r" ?[%°]", plain[ten.end() : ten.end() + 2])
