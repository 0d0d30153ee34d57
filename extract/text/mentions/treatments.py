"""A word in, the treatment that it tells of out: ``annealed``, ``annealing`` and ``anneal`` are one."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

_ENDING: Final = (
    r"e?[sz]?(?:ed|ing|ation|ion|tion|n|t|d|e|ded|wn)?|sed|zed|sing|zing|sation|zation|"
    r"[mdgtlp]?(?:ing|ed)|ying|ied"
)


@dataclass(frozen=True, slots=True)
class Treatments:
    """The lists of ``treatments.toml``; ``word`` matches one word of treatment with its ``stem``."""

    word: re.Pattern[str]
    weak: re.Pattern[str]
    nouns: frozenset[str]
    settings: tuple[str, ...]
    bare_settings: tuple[str, ...]
    no_modifiers: frozenset[str]
    with_it: tuple[str, ...]
    without_it: tuple[str, ...]


@cache
def treatments() -> Treatments:
    """The words of treatment."""
    raw = tomllib.loads(resources.files("matloom.extract.text.mentions").joinpath("treatments.toml").read_text("utf-8"))
    return Treatments(
        word=_word(raw["stems"]), weak=_word(raw["weak_stems"]), nouns=frozenset(raw["nouns"]),
        settings=tuple(raw["settings"]), bare_settings=tuple(raw["bare_settings"]),
        no_modifiers=frozenset(raw["no_modifiers"]), with_it=tuple(raw["with_it"]), without_it=tuple(raw["without_it"]),
    )  # fmt: skip


def _word(stems: list[str]) -> re.Pattern[str]:
    return re.compile(
        rf"^(?P<ahead>un|as|non|no)?[-‐–]?(?:post|pre|heat)?[-‐–]?(?P<stem>{'|'.join(stems)})(?:{_ENDING})$"
    )


def is_treatment(text: str) -> bool:
    """Whether a word of it is one of treatment."""
    word = treatments().word
    return any(word.match(one.lower().rsplit("-", 1)[-1]) for one in re.findall(r"[A-Za-z][\w-]*", text))


def stem_of(word: str) -> str:
    """The treatment that a word in lower case tells of, with ``un`` where it was not done; other words as they are."""
    match = treatments().word.match(word) or treatments().weak.match(word)
    return {"as": "as", None: ""}.get(match["ahead"], "un") + match["stem"] if match else word
