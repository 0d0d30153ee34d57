"""The lists of words by which mentions are told from other words, read once from ``mention_vocabulary.toml``."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def vocabulary() -> dict[str, Any]:
    """The lists by name; ``phrases`` and ``forms`` are tables of their own."""
    where = resources.files("matloom.extract.text.mentions").joinpath("mention_vocabulary.toml")
    return tomllib.loads(where.read_text("utf-8"))


@cache
def word_set(name: str) -> frozenset[str]:
    """One list of the vocabulary."""
    return frozenset(vocabulary()[name])
