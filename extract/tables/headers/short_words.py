"""A header with words cut short in, the header in full out: ``coord. no.`` as ``coordination number``."""

import re
from collections import defaultdict
from functools import lru_cache
from typing import Final

from ....records.vocabulary import Vocabulary

_CUT: Final = re.compile(r"(?<![\w.])(?P<word>[A-Za-z]{2,8})\.(?![\w.])")
_USUAL: Final = {
    "no": "number", "exp": "experimental", "expt": "experimental", "calc": "calculated", "theor": "theoretical",
    "avg": "average", "ave": "average", "max": "maximum", "min": "minimum", "rel": "relative", "init": "initial",
    "conv": "conversion", "conc": "concentration", "temp": "temperature",
}  # fmt: skip
"""Words that are cut short everywhere; all others are told by the properties' names."""


def in_full(words: str) -> str:
    """Words whose beginning and a full stop stand for them, written out where only one word can be meant."""
    if "." not in words or not re.search(r"[a-z]\.(?!\d)", words):
        return words
    return _CUT.sub(lambda match: _full(match["word"]) or match[0], words)


def _full(word: str) -> str | None:
    known = _USUAL.get(word.lower())
    if known is None and len(word) >= 3:
        candidates = _by_beginning().get(word.lower()[:3], frozenset())
        found = [full for full in candidates if full.startswith(word.lower()) and len(full) > len(word) + 1]
        known = found[0] if len(found) == 1 else None
    return known and (known.capitalize() if word[0].isupper() else known)


@lru_cache(maxsize=1)
def _by_beginning() -> dict[str, frozenset[str]]:
    """The words of all properties' names by their first three letters, plurals left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in Vocabulary.load().properties:
        for phrase in entry.words:
            for word in re.findall(r"[a-z]{4,}", phrase):
                found[word[:3]].add(re.sub(r"(?<=[^s])s$", "", word))
    return {beginning: frozenset(words) for beginning, words in found.items()}
