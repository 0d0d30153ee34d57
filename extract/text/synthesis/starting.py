"""A recipe as told in, the same with what it starts from: listed materials, a metal or a wafer that it treats."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ...document import Block
from ..mentions.finding import Glossary, find_mentions
from ..sentences import sentence_spans
from .gases import GASES
from .precursors import LAYER, FoundPrecursor, find_precursors
from .recipes import Told
from .targets import treated_in

TAKEN: Final = frozenset(("mix", "mill", "grind", "dissolve", "melt"))
"""Operations that put several things together."""
LISTING = re.compile(
    r"\b(?:starting (?:materials?|reagents?|powders?|chemicals?)|raw materials?|precursors?|reagents?|reactants?|"
    r"purchased|supplied|received|obtained from|provided by|purity)\b|9\d(?:\.\d+)?\s?%",
    re.IGNORECASE,
)
"""What a sentence has that lists starting materials."""
MOST_MATERIALS: Final = 6
FROM_SCRATCH: Final = frozenset(("melt", "cast", "dissolve", "mix", "mill", "deposit", "hydrothermal", "electrospin"))
"""Operations that make a material of others; where there is none, something that was there is treated."""
GRADE = re.compile(r"(?=.*\d)(?=.*[A-Z])")
"""What the name of a commercial alloy or steel has."""
WAFER = re.compile(
    r"\s?(?:\((?:\d{3,4}|[hkl]{3})\)\s?|single[- ]crystal\w*\s|n-type\s|p-type\s){0,2}"
    r"(?:epi-?layers?|epitaxial layers?|wafers?)\b"
)
"""What stands behind the name of what a wafer is of."""
WORKED: Final = frozenset(("etch", "anneal", "heat", "other", "deposit", "wash", "grind", "cool"))
"""Operations that work on a wafer: with any other something is made of other things."""
SOURCES = re.compile(
    r"(?=.*\b(?:CVD|ALD|MBE|MOVPE|[Vv]apou?r|[Ee]pitax\w+|[Dd]eposition|[Gg]rowth|[Ss]putter\w+)\b)"
    r"(?=.*\b(?:precursors?|sources?|reactants?|targets?)\b)(?=.*\b(?:was|were|using)\b)",
    re.DOTALL,
)
"""How a sentence tells of what a deposition lays down."""
SOURCES_BEFORE: Final = 2
"""How many blocks before a deposition may name its sources."""
BEFORE: Final = 12
"""How many blocks before a recipe may name its wafer."""


def with_materials(told: Told, blocks: Sequence[Block], glossary: Glossary) -> Told:
    """A recipe that names nothing that goes in, with the starting materials that are listed before it in its part.

    A longer list is of all chemicals of the paper, not of one recipe.
    """
    told = with_wafer(with_metal(with_sources(told, blocks, glossary), blocks, glossary), blocks, glossary)
    mixing = any(step.operation in TAKEN for _, step in told.steps)
    if told.draft.kind == "cell" or not mixing or any(one.role == "precursor" for _, one in told.precursors):
        return told
    first = told.draft.pieces[0][0]
    part = (first.section or "").partition(">")[0]
    found: dict[str, tuple[Block, FoundPrecursor]] = {}
    for block in blocks[: blocks.index(first) + 1]:
        if block.type not in ("paragraph", "list") or (block.section or "").partition(">")[0] != part:
            continue
        listing = tuple(span for span in sentence_spans(block.running) if LISTING.search(block.running[slice(*span)]))
        for one in find_precursors(block.running, listing, [], glossary):
            found.setdefault(one.name, (block, one))
    listed = [pair for name, pair in found.items() if pair[1].role == "precursor" and name not in told.draft.made]
    if not 0 < len(listed) <= MOST_MATERIALS:
        return told
    return replace(told, precursors=(*listed, *told.precursors))


def with_sources(told: Told, blocks: Sequence[Block], glossary: Glossary) -> Told:
    """A deposition that names no source of what it lays, with the gases that the text just before it names."""
    known = {one.composition.formula for _, one in told.precursors if one.composition is not None}
    if told.draft.kind == "cell" or not known <= GASES or all(step.operation != "deposit" for _, step in told.steps):
        return told
    last = blocks.index(told.draft.pieces[0][0])
    for block in reversed(blocks[max(0, last - SOURCES_BEFORE) : last]):
        naming = tuple(span for span in sentence_spans(block.running) if SOURCES.match(block.running[slice(*span)]))
        found = find_precursors(block.running, naming, [], glossary)
        new = [(block, one) for one in found if one.composition and one.composition.formula not in known]
        if any(one.role == "precursor" for _, one in new):
            return replace(told, precursors=(*new, *told.precursors))
    return told


def with_metal(told: Told, blocks: Sequence[Block], glossary: Glossary) -> Told:
    """A recipe that only treats a named alloy or steel, with that as what it starts from."""
    known = [(block, one) for block, one in told.precursors if one.role == "precursor"]
    if told.draft.kind == "cell" or any(step.operation in FROM_SCRATCH for _, step in told.steps):
        return told
    found: dict[str, tuple[Block, FoundPrecursor]] = {}
    for block, sentences, steps in told.draft.pieces if not known else ():
        for start, end in sentences:
            for spotted in treated_in(block.running, start, end, steps, glossary):
                low, high = start + spotted.start, start + spotted.end
                name = block.running[low:high]
                if spotted.kind != "anaphor" and GRADE.search(name):
                    found.setdefault(name, (block, FoundPrecursor(low, high, name, None, None, "precursor")))
    return replace(told, precursors=tuple(with_noun(pair, blocks) for pair in (*told.precursors, *found.values())))


def with_noun(pair: tuple[Block, FoundPrecursor], blocks: Sequence[Block]) -> tuple[Block, FoundPrecursor]:
    """A grade with the noun that the paper mostly prints behind it: "AISI 4130" as "AISI 4130 steel"."""
    block, one = pair
    if one.composition is not None or GRADE.search(one.name) is None:
        return pair
    printed = re.compile(rf"(?<![\w-]){re.escape(one.name)}\s(?:alloy\s)?(?:[Ss]teel|[Aa]lloy)\b")
    names = Counter(match.lower() for other in blocks for match in printed.findall(other.running))
    if not names:
        return pair
    noun = names.most_common(1)[0][0][len(one.name) :]
    return block, replace(one, name=one.name + noun)


def with_wafer(told: Told, blocks: Sequence[Block], glossary: Glossary) -> Told:
    """The recipe with the wafer that its text, or the text before it, names, where it tells nothing solid to go in."""
    inside = [one for block, one in told.precursors if LAYER.match(block.running, one.end) is None]
    known = {one.composition.formula for one in inside if one.composition is not None}
    solid = not known <= GASES and any(one.role == "precursor" for one in inside)
    operations = {step.operation for _, step in told.steps}
    if told.draft.kind == "cell" or solid or not operations <= WORKED:
        return told
    last = blocks.index(told.draft.pieces[-1][0]) + 1
    for block in reversed(blocks[max(0, last - BEFORE) : last]):
        for start, end in sentence_spans(block.running):
            wafer = wafer_in(block, start, end, glossary)
            if wafer is not None:
                return replace(told, precursors=((block, wafer), *told.precursors))
    return told


def wafer_in(block: Block, start: int, end: int, glossary: Glossary) -> FoundPrecursor | None:
    """The substance of which a sentence names a wafer or an epitaxial layer."""
    sentence = block.running[start:end]
    for one in find_mentions(sentence, glossary, chemicals=True):
        if one.family is not None and WAFER.match(sentence, one.end):
            name = sentence[one.start : one.end]
            place = (start + one.start, start + one.end)
            return FoundPrecursor(*place, name, one.family.compositions[0], None, "precursor")
    return None
