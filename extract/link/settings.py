"""Samples that a table knows by settings alone in, which of them are one, or the one that nothing was added to, out."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Final

from ..findings import Mention
from .names import SHARE, content_names, levels_key, name_key

_BARE: Final = re.compile(
    r"(?:un(?:modified|doped|filled|reinforced|loaded|alloyed)|neat|virgin|plain)\b", re.IGNORECASE
)
_FRACTION: Final = re.compile(r"(?P<of>\S{2,24}) = (?P<amount>\d[\d.]*)(?P<unit> ?(?:(?:wt|mol|at|vol)\.? ?)?%)?")
_SHARE: Final = re.compile(rf"(?<![\w.]){SHARE}")
_SIZE: Final = re.compile(r"\d[\d.]{0,9} ?(?:nm|[µμ]m|mm)\b")


def named_settings(mentions: Sequence[Mention]) -> Iterator[tuple[str, str, str]]:
    """The names of samples, each with the settings by which a table knows the same, and why it is the same."""
    for name, setting in without_addition(mentions):
        yield name, setting, f"nothing was added to {name!r}"
    for name, setting in pure_components(mentions):
        yield name, setting, f"it is {name!r} alone"


def without_addition(mentions: Iterable[Mention]) -> Iterator[tuple[str, str]]:
    """The paper's name for the sample that nothing was added to, with each other name of it in its tables.

    They are ``Unmodified`` alone, and a content of zero: ``filler content = 0 wt%`` of a paper on a neat epoxy.
    """
    mentions = list(mentions)
    bare = Counter(m.text for m in mentions if _BARE.match(m.text) and " " in m.text)
    for text in dict.fromkeys(m.text for m in mentions if m.evidence.table is not None):
        name = next((one for one, _ in bare.most_common() if _is_same(text, one)), None)
        if name is not None:
            yield name, text


def pure_components(mentions: Iterable[Mention]) -> Iterator[tuple[str, str]]:
    """The paper's name for a component, with the setting of a table by which a blend is nothing else.

    ``wPVA = 1, wCAR = 0`` is PVA.
    """
    mentions = list(mentions)
    names = {m.text for m in mentions if " = " not in m.text}
    for text in dict.fromkeys(m.text for m in mentions if m.evidence.table is not None):
        shares = [match for part in text.split(", ") if (match := _FRACTION.fullmatch(part)) is not None]
        whole = [one["of"] for one in shares if float(one["amount"]) == (100 if one["unit"] else 1)]
        none = [one for one in shares if float(one["amount"]) == 0]
        if len(whole) == 1 and len(none) == len(shares) - 1 > 0 and len(shares) == len(text.split(", ")):
            of = next((name for name in (whole[0], whole[0][1:]) if name in names), None)
            if of is not None:
                yield of, text


def _is_same(text: str, name: str) -> bool:
    if _BARE.fullmatch(text):
        return name_key(name).startswith(name_key(text))
    return holds_none(text) and not any(part in name.lower() for part in _added(text))


def settings_key(text: str) -> Hashable | None:
    """What is the same for settings that are of one sample, in whatever table; None where they tell no sample."""
    if holds_none(text) or content_names(text):
        return name_key(text)
    return levels_key(text) or None


def holds_none(setting: str) -> bool:
    """Whether settings say that a sample holds nothing of what others hold; the size of it is nothing then, too."""
    amounts = [float(match["amount"]) for match in _SHARE.finditer(setting)]
    rest = re.search(r"\d", _SIZE.sub("", _SHARE.sub("", setting)))
    return " = " in setting and bool(amounts) and not any(amounts) and rest is None


def _added(setting: str) -> set[str]:
    """What a setting is a content of, as the text would say it."""
    return {name.rpartition("%")[2].strip().lower() for name in content_names(setting)} - {""}
