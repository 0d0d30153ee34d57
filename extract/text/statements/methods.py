"""A sentence in, the method of measurement or calculation that it names out."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from .sentence_view import Sentence


@lru_cache(maxsize=1)
def _methods() -> tuple[dict[str, str], re.Pattern[str]]:
    text = files("matloom.extract.text.statements").joinpath("methods.toml").read_text(encoding="utf-8")
    rows: dict[str, list[str]] = tomllib.loads(text)
    names = {words: name for name, spellings in rows.items() for words in spellings}
    spelled = "|".join(re.escape(words) for words in sorted(names, key=len, reverse=True))
    return names, re.compile(rf"(?<![\w-])(?:{spelled})(?![\w])")


def method_of(sentence: Sentence, start: int) -> str | None:
    """The method named nearest to ``start`` in the sentence, or None."""
    names, pattern = _methods()
    found = list(pattern.finditer(sentence.text, sentence.start, sentence.end))
    if not found:
        return None
    return names[min(found, key=lambda match: abs(match.start() - start)).group()]
