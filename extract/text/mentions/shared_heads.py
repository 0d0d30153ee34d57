"""Mentions of a text in, the same out with those that share their last words: ``Ca- and Sr-doped LaErO3`` are two.

What stands before the ``and`` lacks its head, so that no finder of names sees it. Three kinds are unmistakable: what
ends in a hyphen (``hot- and cold-rolled steel``), a row of amounts or measures (``2 and 5 mol% Nb-doped TiO2``, ``20
and 30 nm thick films``), and a sample beside its untreated one (``undoped and Nb-doped TiO2``, ``as-cast and annealed
alloys``), whereas ``quenched and tempered steel`` is one.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from .spotted import Spotted

Reader = Callable[[str], Sequence[Spotted]]
"""What finds the mentions in a text."""

_DASH: Final = r"[\-‐‑–−]"
_AND: Final = r"\s?(?:,\s?(?:and|or)?|\s(?:and|or|as well as))\s(?:the\s)?"
_UNIT: Final = r"(?:nm|[µμ]m|mm|°\s?C|K|(?:wt|mol|at|vol)\.?\s?%|%|[mk]?C/?cm2|phr|MPa|GPa|h|min)(?!\w)"
_NUMBER: Final = rf"(?<![\w.,{_DASH[1:-1]}])[~≈]?\d+(?:\.\d+)?(?!\w)"
_PLAIN: Final = (
    rf"(?:un[a-z]{{3,}}ed|as{_DASH}[a-z]+|pure|pristine|bare|plain|neat|blank|raw|fresh|virgin|parent|initial|original)"
)
"""What says that nothing was done to a sample: the other one of a pair has been treated."""
_OF_ITS_OWN: Final = rf"(?<![\w{_DASH[1:-1]}])[\w%°+]{{1,16}}"
_DONE: Final = rf"(?:\w+{_DASH})?[a-z]{{2,}}(?:ed|spun|grown|drawn)"
_LISTS: Final = (
    re.compile(
        rf"(?P<shared>(?:(?:{_OF_ITS_OWN}{_DASH}|{_PLAIN}){_AND}){{0,7}}{_OF_ITS_OWN}{_DASH}{_AND})(?P<last>{_OF_ITS_OWN})"
        rf"(?P<joint>{_DASH}[a-z]{{3,}})\s"
    ),
    re.compile(
        rf"(?P<shared>(?:{_OF_ITS_OWN}{_DASH}(?P<done>[a-z]{{2,}}ed){_AND}){{1,7}})(?P<last>{_OF_ITS_OWN})"
        rf"(?P<joint>{_DASH}(?P=done))\s"
    ),
    re.compile(
        rf"(?P<shared>(?:(?:{_NUMBER}(?:\s?{_UNIT})?|{_PLAIN}){_AND}){{1,7}})(?P<last>{_NUMBER})(?P<joint>[\s-]?{_UNIT})\s?"
    ),
    re.compile(rf"\b(?P<shared>{_PLAIN}\s(?:and|or)\s(?:the\s)?)(?P<last>{_DONE})(?P<joint>)\s"),
    re.compile(rf"\b(?P<shared>{_DONE}\s(?:and|or)\s(?:the\s)?)(?P<last>{_PLAIN})(?P<joint>)\s"),
)
"""``Ca-, Sr- and Ba-doped``; ``Sr-doped and Ba-doped``; ``pure, 2 and 5 mol%``; ``as-cast and annealed``."""
_BETWEEN: Final = re.compile(_AND)
_BARE: Final = re.compile(rf"{_NUMBER}|.*{_DASH}")
"""An item that lacks what joins the last one to the words that all share."""
_RANGE: Final = re.compile(r"\b(?:between|from)\s(?:about\s)?\Z", re.IGNORECASE)
"""Words before two numbers by which they are the ends of a range."""
_TREATED: Final = re.compile(r".*?(?:ed|ing)\s")
"""What was done to the last of a list, which the untreated one of the list has not."""


def with_shared_heads(text: str, mentions: Sequence[Spotted], read: Reader) -> list[Spotted]:
    """The mentions in order, with one for each that a list before it shares its head with; ``read`` finds mentions.

    They stand where what they have of their own stands, and are named in full: ``Ca-doped LaErO3``.
    """
    ends = [one.whole[1] for one in mentions]
    found: list[Spotted] = []
    for pattern in _LISTS:
        for listing in pattern.finditer(text):
            place = bisect_right(ends, listing.end("last"))
            base = mentions[place] if place < len(mentions) else None
            ahead = mentions[place - 1].whole[1] if place else 0
            if base is None or base.kind == "anaphor" or base.whole[0] > listing.end() or ahead > listing.start():
                continue
            if not _RANGE.search(text, max(0, listing.start() - 16), listing.start()):
                found.extend(_in_full(text, listing, base, read))
    return sorted([*mentions, *found], key=lambda one: one.start)


def _in_full(text: str, listing: re.Match[str], base: Spotted, read: Reader) -> Iterator[Spotted]:
    """What stands before the last of a list, each read with the words that they share."""
    joint, rest = listing["joint"], text[listing.end("joint") : base.whole[1]]
    own = (text[base.start : base.end], base.processing)
    for start, end in _items(text, *listing.span("shared")):
        item = text[start:end]
        if re.fullmatch(_PLAIN, item):
            written = f"{item} {_TREATED.sub('', joint + rest, count=1).lstrip()}"
        else:
            written = (item.rstrip("-‐‑–−") + joint if _BARE.fullmatch(item) else item) + rest
        one = next((one for one in reversed(read(written)) if one.kind != "anaphor"), None)
        if one is not None and (written[one.start : one.end], one.processing) != own:
            yield replace(
                one, start=start, end=end, phrase=None, name=written[one.start : one.end],
                phrase_name=written[slice(*one.phrase)] if one.phrase else None,
            )  # fmt: skip


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the items of a list stand between its commas."""
    for comma in _BETWEEN.finditer(text, start, end):
        yield start, comma.start()
        start = comma.end()
