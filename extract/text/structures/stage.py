"""A document in, what it says of crystal structures out: space groups, crystal systems, phases, lattice parameters."""

import re
import tomllib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any, ClassVar, Final

from ....records.errors import Result
from ....records.model import Lattice
from ...document import Block, Document
from ...findings import Findings, StructureFinding
from ...stage import Inputs, NoOptions
from ..mentions.finding import Glossary, cite_mention, document_glossary, find_mentions
from ..mentions.spotted import Spotted
from ..sentences import sentence_spans
from .lattice_parameters import Parameter, find_parameters, lattice_of
from .space_groups import SpaceGroup, find_space_groups

CLOSE: Final = 40
REACH: Final = 8
"""In how many sentences before a subject is looked for."""
FARTHEST: Final = 160
"""How many characters a crystal system or phase may stand from its space group or lattice."""
STRUCTURAL = re.compile(
    r"\A(?:\s|-|–|type|like|olivine|spinel|perovskite|wurtzite|rutile|anatase|layered|garnet|fluorite|"
    r"crystal(?:line|lographic)?|"
    r"distorted|single|unit|main|major|\()*\b(?:structured?|phases?|symmetry|system|lattice|unit cell|cell|"
    r"polymorph|modification|"
    r"crystals?|perovskite|spinel|space group|form|polytype|variant|type)\b",
    re.IGNORECASE,
)
BEHIND: Final = 100
"""How much further a mention behind a space group counts."""
OF = re.compile(r"\b(?:of|for|in)\s(?:the\s)?(?:\w+\s)?$")
ROW = re.compile(r"^\s*(?:,|and|or|/|\(|,\s*and|[)\s]*and)\s*(?:the\s)?$")
TYPE = re.compile(r"[-‐–](?:type|like|structured?)\b")
INDEXED = re.compile(
    r"\b(?:index(?:ed)?|space group|lattice|unit cell|crystalli[sz]e[sd]?|XRD|diffraction|JCPDS|ICSD|PDF|Rietveld|"
    r"isostructural|"
    r"crystal structure|single[- ]phase|pure phase|phase[- ]pure|symmetry)\b"
)


Sentence = tuple[Block, int, int]
"""A block, and where a sentence of it begins and ends."""
Placed = tuple[Block, Spotted]
"""A mention and the block that it stands in."""


@dataclass(frozen=True, slots=True)
class Word:
    """A crystal system or phase at ``start``."""

    start: int
    end: int
    name: str


class StructureFindings:
    """Space groups, crystal systems, phases and lattice parameters, sentence by sentence."""

    name: ClassVar[str] = "structures"
    version: ClassVar[str] = "15"
    needs: ClassVar[tuple[str, ...]] = ("parse",)
    output: ClassVar[Any] = Findings

    def __init__(self, options: NoOptions | None = None) -> None:
        self.options = options or NoOptions()

    def __call__(self, inputs: Inputs) -> Result[Findings]:
        """The structures of ``inputs["parse"]``, in reading order."""
        document: Document = inputs["parse"]
        glossary = document_glossary(document)
        found: list[StructureFinding] = []
        told: deque[Sentence] = deque(maxlen=REACH)
        for block in document.body():
            found.extend(self.in_block(document, block, glossary, told))
        return Result(Findings(structures=tuple(found)))

    def in_block(
        self, document: Document, block: Block, glossary: Glossary, told: "deque[Sentence]"
    ) -> Iterator[StructureFinding]:
        """The findings of one block; a sentence without a mention speaks of the last one ``told`` before it."""
        for start, end in sentence_spans(block.running):
            sentence = block.running[start:end]
            groups = list(find_space_groups(sentence))
            parameters = find_parameters(sentence)
            words = list(structure_words(sentence, told=bool(groups or parameters)))
            found = anchors(groups, parameters, words)
            mentions = mentioned((block, start, end), glossary) if found else []
            before = last_before(told, glossary) if found and not mentions else []
            for anchor in found:
                near = nearest(mentions, start + anchor.start) or before
                for subject in alike(near, start + anchor.start):
                    subjects = [] if subject is None else [subject, *(one for one in near if one is not subject)]
                    yield self.finding(document, block, anchor, subjects, start, end)
            told.append((block, start, end))

    def finding(
        self, document: Document, block: Block, anchor: "Anchor", subjects: list["Placed"], start: int, end: int
    ) -> StructureFinding:
        """One finding with its sentence as evidence."""
        return StructureFinding(
            space_group=anchor.space_group, crystal_system=anchor.system, phase=anchor.phase, lattice=anchor.lattice,
            subjects=tuple(cite_mention(document, place, one, self.name, self.version) for place, one in subjects),
            evidence=document.cite(
                block, start + anchor.start, start + anchor.end, context=(start, end), stage=self.name,
                version=self.version,
            ),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchor:
    """What one finding says, and where."""

    start: int
    end: int
    space_group: str | None = None
    system: str | None = None
    phase: str | None = None
    lattice: Lattice = field(default_factory=Lattice)


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


def anchors(groups: list[SpaceGroup], parameters: list[Parameter], words: list[tuple[str, Word]]) -> list[Anchor]:
    """One finding for each space group and each set of parameters; words join the nearest of them, or stand alone."""
    found = [Anchor(group.start, group.end, space_group=group.symbol) for group in groups]
    for lattice, start, end in lattice_of(parameters):
        near = min(range(len(found)), key=lambda index: abs(found[index].start - start), default=None)
        if near is not None and len(groups) == 1 and found[near].lattice == Lattice():
            found[near] = with_words(found[near], lattice=lattice)
        else:
            found.append(Anchor(start, end, lattice=lattice))
    left: list[tuple[str, Word]] = []
    for kind, word in words:
        near = min(range(len(found)), key=lambda index: distance(found[index], word), default=None)
        if near is None or distance(found[near], word) > FARTHEST:
            left.append((kind, word))
        elif kind == "system":
            found[near] = with_words(found[near], system=found[near].system or word.name)
        else:
            found[near] = with_words(found[near], phase=found[near].phase or word.name)
    return sorted([*found, *alone(left)], key=lambda anchor: anchor.start)


def distance(anchor: Anchor, word: Word) -> int:
    """Characters between a word and what it may belong to."""
    return max(word.start - anchor.end, anchor.start - word.end, 0)


def alone(words: list[tuple[str, Word]]) -> list[Anchor]:
    """Words without space group and lattice: a system and a phase close to each other are one finding."""
    found: list[Anchor] = []
    for kind, word in sorted(words, key=lambda pair: pair[1].start):
        last = found[-1] if found else None
        if (
            last is not None
            and word.start - last.end < CLOSE
            and (last.system if kind == "system" else last.phase) is None
        ):
            joined = with_words(last, system=word.name) if kind == "system" else with_words(last, phase=word.name)
            found[-1] = replace(joined, end=word.end)
        elif kind == "system":
            found.append(Anchor(word.start, word.end, system=word.name))
        else:
            found.append(Anchor(word.start, word.end, phase=word.name))
    return found


def with_words(
    anchor: Anchor, *, system: str | None = None, phase: str | None = None, lattice: Lattice | None = None
) -> Anchor:
    """The anchor with more said."""
    return Anchor(
        anchor.start,
        anchor.end,
        anchor.space_group,
        system or anchor.system,
        phase or anchor.phase,
        lattice or anchor.lattice,
    )


def mentioned(sentence: Sentence, glossary: Glossary) -> list[Placed]:
    """The mentions of a sentence with places in its block; "rock salt" or "O3-type" names a structure, no sample."""
    block, start, end = sentence
    phases = word_patterns()[2]
    return [
        (block, replace(spotted, start=spotted.start + start, end=spotted.end + start))
        for spotted in find_mentions(block.running[start:end], glossary)
        if block.running[spotted.start + start : spotted.end + start].lower() not in phases
        and not TYPE.match(block.running, spotted.end + start)
    ]


def last_before(told: "deque[Sentence]", glossary: Glossary) -> list[Placed]:
    """The last mention of the sentences before."""
    for sentence in reversed(told):
        found = mentioned(sentence, glossary)
        if found:
            return found[-1:]
    return []


def nearest(mentions: list[Placed], position: int) -> list[Placed]:
    """The mentions by their distance from ``position``; one that follows is further, unless "of" leads to it."""

    def far(placed: Placed) -> int:
        block, spotted = placed
        offset = position - spotted.start
        if offset >= 0:
            return offset
        return -2 * offset if OF.search(block.running[position : spotted.start]) else BEHIND - 2 * offset

    return sorted(mentions, key=far)[:4]


def alike(near: list[Placed], position: int) -> list[Placed | None]:
    """The nearest mention, and those ahead of it in one row: of "A (B) and C adopt" all three. None where none is."""
    if not near:
        return [None]
    row = [near[0]]
    if near[0][1].start > position or near[0][1].kind == "anaphor":
        return [*row]
    for block, spotted in sorted(near, key=lambda placed: -placed[1].start):
        last = row[-1][1]
        if spotted.end <= last.start and block is row[-1][0] and ROW.match(block.running[spotted.end : last.start]):
            row.append((block, spotted))
    return [*reversed(row)]
