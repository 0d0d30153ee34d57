"""Running text in, the ranges of materials' names in it out: names of the table and systematic names."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from ....records.chemical_names import COUNTS, ions, read_name
from ....records.material_names import spaced, tables

WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ']*|\((?:I{1,3}|IV|VI{0,2})\)|\d")
GAP: Final = frozenset(("", " ", "-", "–", "‐", "‑", ", ", ","))
LONGEST_NAME: Final = 6
HYDRATE = re.compile(r"^(?:mono|hemi|sesqui|di|tri|tetra|penta|hexa|hepta|octa|nona|deca|dodeca)?hydrate$")


@cache
def first_words() -> dict[str, int]:
    """The first words of all names of the table, with the length in words of the longest name."""
    found: dict[str, int] = {}
    for name in tables()[1]:
        words = name.split()
        found[words[0]] = max(found.get(words[0], 0), len(words))
    return found


@cache
def anion_words() -> frozenset[str]:
    """The last words of systematic names."""
    return frozenset(name.split()[-1] for name in ions().anions)


@cache
def numbered_anion() -> re.Pattern[str]:
    """``pentoxide``, ``trichloride``."""
    return re.compile(rf"^(?:{'|'.join(COUNTS)}|mon|tetr|pent|hex|hept)[a-z]+ides?$")


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each name, longest first from the left."""
    words = [(match.group().lower(), match.start(), match.end()) for match in WORD.finditer(text)]
    position = 0
    while position < len(words):
        size = listed(text, words, position) or systematic(text, words, position)
        if not size:
            position += 1
            continue
        yield words[position][1], words[position + size - 1][2]
        position += size


def joined(text: str, words: list[tuple[str, int, int]], position: int, size: int) -> str | None:
    """``size`` words from ``position`` as one name, None where more than a blank or hyphen parts them."""
    chunk = words[position : position + size]
    if len(chunk) < size:
        return None
    for (_, _, end), (_, start, _) in pairwise(chunk):
        if text[end:start] not in GAP:
            return None
    return text[chunk[0][1] : chunk[-1][2]]


def listed(text: str, words: list[tuple[str, int, int]], position: int) -> int:
    """How many words from ``position`` make up the longest name of the table; 0 for none."""
    word, start, _ = words[position]
    longest = first_words().get(word) or (first_words().get(word[:-1]) if word.endswith("s") else None)
    if longest is None or (start > 0 and text[start - 1] in "-–/@"):
        return 0
    names = tables()[1]
    for size in range(longest, 0, -1):
        name = joined(text, words, position, size)
        if name is not None and "," not in name:
            key = spaced(name)
            following = joined(text, words, position, size + 1)
            if following and words[position + size][0].removesuffix("s") in anion_words():
                continue
            if key in names or (key.endswith("s") and key[:-1] in names):
                return size
    return 0


def systematic(text: str, words: list[tuple[str, int, int]], position: int) -> int:
    """How many words from ``position`` make up a systematic name: cations, anion, water."""
    word = words[position][0]
    table = ions()
    bare = re.sub(r"^(?:di|tri|tetra)", "", word)
    if (
        word not in table.elements
        and word not in table.latin
        and bare not in table.elements
        and not acid(words, position)
    ):
        return 0
    for size in range(min(LONGEST_NAME, len(words) - position), 1, -1):
        last = words[position + size - 1][0]
        ending = last.removesuffix("s")
        if (
            ending not in anion_words()
            and not HYDRATE.match(last)
            and last != "acid"
            and not numbered_anion().match(last)
        ):
            continue
        name = joined(text, words, position, size)
        if name is not None and "," not in name and len(read_name(name)) == 1:
            return size
    return 0


def acid(words: list[tuple[str, int, int]], position: int) -> bool:
    """Whether an inorganic acid begins here."""
    return position + 1 < len(words) and words[position + 1][0] == "acid"
