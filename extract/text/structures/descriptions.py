"""A sentence in, what it says of crystal structures out: each space group or cell with the words that go with it."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any, Final

from ....records.model import Lattice
from .lattice_parameters import Parameter, find_parameters, lattice_of, listed_cells
from .space_groups import SpaceGroup, find_space_groups

CLOSE: Final = 40
FARTHEST: Final = 160
"""How many characters a crystal system or phase may stand from its space group or lattice."""
STRUCTURAL: Final = re.compile(
    r"\A(?:\s|-|–|type|like|olivine|spinel|perovskite|wurtzite|rutile|anatase|layered|garnet|fluorite|"
    r"crystal(?:line|lographic)?|"
    r"distorted|single|unit|main|major|\()*\b(?:structured?|phases?|symmetry|system|lattice|unit cell|cell|"
    r"polymorph|modification|"
    r"crystals?|perovskite|spinel|space group|form|polytype|variant|type)\b",
    re.IGNORECASE,
)
INDEXED: Final = re.compile(
    r"\b(?:index(?:ed)?|space group|lattice|unit cell|crystalli[sz]e[sd]?|XRD|diffraction|JCPDS|ICSD|PDF|Rietveld|"
    r"isostructural|"
    r"crystal structure|single[- ]phase|pure phase|phase[- ]pure|symmetry)\b"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A crystal system or phase at ``start``."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Description:
    """What a sentence says of a structure, and where.

    ``cells`` are what it lists, one for each of as many samples.
    """

    start: int
    end: int
    space_group: str | None = None
    system: str | None = None
    phase: str | None = None
    lattice: Lattice = field(default_factory=Lattice)
    cells: tuple[Lattice, ...] = ()


def descriptions(sentence: str) -> list[Description]:
    """All that a sentence says of structures, in order."""
    groups = list(find_space_groups(sentence))
    listed = [Description(start, end, cells=cells) for cells, start, end in listed_cells(sentence)]
    apart = [
        one for one in find_parameters(sentence) if all(one.end <= row.start or row.end <= one.start for row in listed)
    ]
    words = list(structure_words(sentence, told=bool(groups or apart or listed)))
    return joined(groups, apart, listed, words)


@cache
def word_patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Patterns of crystal systems and of phases, and the phases' names."""
    where = resources.files("matloom.extract.text.structures").joinpath("structure_vocabulary.toml")
    raw: dict[str, Any] = tomllib.loads(where.read_text("utf-8"))
    phases: dict[str, str] = raw["phases"]
    longest = sorted(phases, key=len, reverse=True)
    return (
        re.compile(rf"\b({'|'.join(raw['systems'])})\b", re.IGNORECASE),
        re.compile(rf"\b({'|'.join(map(re.escape, longest))})\b", re.IGNORECASE),
        phases,
    )


def structure_words(sentence: str, told: bool) -> Iterator[tuple[str, Word]]:
    """Crystal systems and phases that are said of a structure (not of a cube's shape), each with its kind."""
    systems, phases, names = word_patterns()
    indexed = told or INDEXED.search(sentence) is not None
    for match in systems.finditer(sentence):
        if (indexed and told) or (indexed and STRUCTURAL.match(sentence[match.end() : match.end() + 60])):
            yield "system", Word(match.start(), match.end(), match.group().lower())
    for match in phases.finditer(sentence):
        if indexed and (told or STRUCTURAL.match(sentence[match.end() : match.end() + 40])):
            yield "phase", Word(match.start(), match.end(), names[match.group().lower()])


def joined(
    groups: Sequence[SpaceGroup],
    parameters: list[Parameter],
    listed: Sequence[Description],
    words: Sequence[tuple[str, Word]],
) -> list[Description]:
    """One description for each space group, cell and list; words join the nearest of them, or stand alone."""
    found = [Description(group.start, group.end, space_group=group.symbol) for group in groups]
    for lattice, start, end in lattice_of(parameters):
        near = min(range(len(found)), key=lambda index: abs(found[index].start - start), default=None)
        if near is not None and len(groups) == 1 and found[near].lattice == Lattice():
            found[near] = replace(found[near], lattice=lattice)
        else:
            found.append(Description(start, end, lattice=lattice))
    found.extend(listed)
    left: list[tuple[str, Word]] = []
    for kind, word in words:
        near = min(range(len(found)), key=lambda index: distance(found[index], word), default=None)
        if near is None or distance(found[near], word) > FARTHEST:
            left.append((kind, word))
        else:
            found[near] = with_word(found[near], kind, word)
    return sorted([*found, *alone(left)], key=lambda one: one.start)


def distance(one: Description, word: Word) -> int:
    """Characters between a word and what it may belong to."""
    return max(word.start - one.end, one.start - word.end, 0)


def alone(words: Sequence[tuple[str, Word]]) -> list[Description]:
    """Words without space group and lattice: a system and a phase close to each other are one description."""
    found: list[Description] = []
    for kind, word in sorted(words, key=lambda pair: pair[1].start):
        last = found[-1] if found else None
        open_ = last is not None and (last.system if kind == "system" else last.phase) is None
        if last is not None and open_ and word.start - last.end < CLOSE:
            found[-1] = replace(with_word(last, kind, word), end=word.end)
        else:
            found.append(with_word(Description(word.start, word.end), kind, word))
    return found


def with_word(one: Description, kind: str, word: Word) -> Description:
    """The description with a crystal system or phase, where it has none yet."""
    if kind == "system":
        return replace(one, system=one.system or word.name)
    return replace(one, phase=one.phase or word.name)
