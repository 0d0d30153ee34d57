"""A header with words cut short and its unit in, the header in full out: ``coord. no.`` as ``coordination number``.

What no word tells alone, the unit and the words together do: ``Cond. (S/cm)``, ``Cap. ret. (%)``; before both, a word
of the caption that begins so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ....records.units import Unit
from ....records.vocabulary import Vocabulary

_CUT: Final = re.compile(r"(?<![\w.])(?P<word>[A-Za-z]{2,8})\.(?![\w.])")
_USUAL: Final = {
    "no": "number", "exp": "experimental", "expt": "experimental", "calc": "calculated", "theor": "theoretical",
    "avg": "average", "ave": "average", "max": "maximum", "min": "minimum", "rel": "relative", "init": "initial",
    "conv": "conversion", "conc": "concentration", "temp": "temperature",
}  # fmt: skip
"""Words that are cut short everywhere; all others are told by the properties' names."""
_DOTTED: Final = {
    "m.p.": "melting point", "b.p.": "boiling point", "m. p.": "melting point", "b. p.": "boiling point",
    "s.a.": "surface area", "bet s.a.": "BET surface area", "d.p.": "decomposition temperature",
}  # fmt: skip
"""Letters with full stops that stand for the words of a name."""
_SHORTEST: Final = 3
_ALONE: Final = re.compile(r"(?P<word>[A-Za-z]{3,8})\.(?=$|\s?[(\[/,])")
_WORD: Final = re.compile(r"[A-Za-z]{5,}")


def cut_in_caption(headers: Iterable[str], caption: str) -> dict[str, str]:
    """Headers of one word that is cut short, with the only word of the caption that begins so: ``Abs. (%)``."""
    words = {re.sub(r"(?<=[^s])s$", "", re.sub(r"ies$", "y", word.lower())) for word in _WORD.findall(caption)}
    cut = {match["word"] for text in headers if (match := _ALONE.match(text.strip()))}
    found = {
        short: [word for word in words if word.startswith(short.lower()) and word != short.lower()] for short in cut
    }
    return {short: full[0] for short, full in found.items() if len(full) == 1}


def in_full(words: str, unit: Unit | None = None) -> str:
    """Words whose beginning and a full stop stand for them, written out where only one word can be meant."""
    if "." not in words or not re.search(r"[A-Za-z]\.(?!\d)", words):
        return words
    if (dotted := _DOTTED.get(words.lower())) is not None:
        return dotted
    told = _CUT.sub(lambda match: _full(match["word"]) or match[0], words)
    return (_name_of(told, unit) or told) if _CUT.search(told) else told


def _name_of(words: str, unit: Unit | None) -> str | None:
    """The shortest name of a property that fits the unit and of which each word begins one; None where none does."""
    tokens = [token.lower() for token in re.findall(r"[A-Za-z]+\.?|\S", words)]
    if not any(len(token) > _SHORTEST for token in tokens) or not all(token.rstrip(".").isalpha() for token in tokens):
        return None
    names = [
        phrase for entry in Vocabulary.load().properties if entry.fits(unit) for phrase in entry.words
        if _begin(tokens, phrase.lower().split(" "))
    ]  # fmt: skip
    names = [name for name in names if len(tokens) > 1 or " " not in name or " of " in name]
    return min(names, key=lambda name: (name.count(" "), len(name)), default=None)


def _begin(tokens: list[str], name: list[str]) -> bool:
    """Whether words are the first words of a name, those with a full stop their beginnings."""
    return len(tokens) <= len(name) and all(
        whole.startswith(token[:-1]) if token.endswith(".") else whole.rstrip("s") == token.rstrip("s")
        for token, whole in zip(tokens, name, strict=False)
    )


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
