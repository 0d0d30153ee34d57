"""The words of ``vocabulary.toml`` out, by what they say of a table's header or caption."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    path = files("matloom.extract.tables.headers").joinpath("vocabulary.toml")
    return tomllib.loads(path.read_text("utf-8"))


def words_of(name: str) -> tuple[str, ...]:
    """One list of the file."""
    return tuple(_lists()[name])


def any_of(name: str) -> str:
    """One list of the file as the alternatives of a regular expression, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words_of(name), key=len, reverse=True))


@lru_cache(maxsize=1)
def _settings() -> re.Pattern[str]:
    process, setting = any_of("processes"), any_of("settings")
    return re.compile(
        rf"\b(?:{process})(?: (?:process|and \w+))? (?:{setting})\b"
        rf"|\b(?:{setting}) (?:of|for|in|used|employed|applied)(?: \w+){{0,4}}? (?:{process})\b"
        rf"|^(?:{setting}) (?:{process})\b",
        re.I,
    )


def lists_settings(caption: str) -> bool:
    """Whether a caption says that its table lists how something was done: ``Parameters of the welding process``."""
    told = _settings().search(caption)
    return told is not None and not re.search(rf"\b(?:{any_of('results')})\b", caption, re.I)
