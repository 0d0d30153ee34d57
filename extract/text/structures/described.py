"""A sentence and what it says of structures in, each description with the samples that may have the structure out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..mentions.spotted import Spotted
from ..statements.listed_subjects import apart, listed
from ..statements.sentence_view import Sentence
from ..statements.subjects import Anchor, subjects_of
from .descriptions import Description, word_patterns

_ROW: Final = re.compile(r"^\s*(?:,|and|or|/|\(|,\s*and|[)\s]*and)\s*(?:the\s)?$")
"""Between names of one row: ``A (B) and C adopt``."""
_TYPE: Final = re.compile(r"[-‐–](?:type|like|structured?)\b")
_LATTICE: Final = re.compile(r"\A(?:unit |crystal |\w+ )?(?:cells?|lattices?|phases?|structures?)\Z", re.IGNORECASE)
"""Nouns that carry a sample elsewhere; here they are the structure itself."""

Described = tuple[Description, tuple[Spotted, ...]]


def with_subjects(sentence: Sentence, found: Sequence[Description]) -> Iterator[Described]:
    """Each description with its likely subjects, the likeliest first; once more for each other sample that has it.

    A list of cells that belong to no samples of that number keeps its ``cells``.
    """
    sentence = replace(
        sentence,
        mentions=tuple(one for one in sentence.mentions if not _is_structure(sentence, one)),
        earlier_mentions=tuple(one for one in sentence.earlier_mentions if not _is_structure(sentence, one)),
    )
    in_order = _in_order(sentence, found)
    starts = [sentence.start + one.start for one in found]
    for place, one in enumerate(found):
        start, end = sentence.start + one.start, sentence.start + one.end
        members = _members(sentence, len(one.cells), start) if one.cells else ()
        if members:
            for cell, member in zip(one.cells, members, strict=True):
                yield replace(one, lattice=cell, cells=()), (member,)
        elif in_order:
            yield one, (in_order[place],)
        else:
            ranked = subjects_of(sentence, Anchor(start, end, None), starts)
            row = _row(sentence, ranked[0], start) if ranked else []
            if len(row) > 1:
                yield from ((one, (member,)) for member in row)
            else:
                yield one, ranked


def _is_structure(sentence: Sentence, mention: Spotted) -> bool:
    """Whether a mention names a structure and no sample: ``rock salt``, ``O3-type``, ``unit cell``."""
    printed = sentence.text[mention.start : mention.end]
    named = printed.lower() in word_patterns()[2] or _TYPE.match(sentence.text, mention.end) is not None
    return named or (mention.kind == "phrase" and _LATTICE.match(printed) is not None)


def _in_order(sentence: Sentence, found: Sequence[Description]) -> tuple[Spotted, ...]:
    """The subjects of as many descriptions, where the sentence says that they are told in order."""
    if len(found) < 2 or "respectively" not in sentence.own or any(one.cells for one in found):
        return ()
    return _members(sentence, len(found), sentence.start + found[0].start)


def _members(sentence: Sentence, count: int, start: int) -> tuple[Spotted, ...]:
    """As many samples as a list of cells has, in its order."""
    variants = [group for group in sentence.variants if len(group) == count]
    if variants:
        return min(variants, key=lambda group: abs(group[0].start - start))
    return listed(sentence, count, start, brackets=False) or apart(sentence, count)


def _row(sentence: Sentence, nearest: Spotted, start: int) -> list[Spotted]:
    """The mentions of the row ahead of ``start`` that the nearest stands in; the nearest alone where it only points."""
    if nearest.start > start or nearest.kind == "anaphor":
        return [nearest]
    rows: list[list[Spotted]] = []
    for one in sentence.mentions:
        if one.kind == "anaphor" or one.start > start:
            continue
        if rows and _ROW.match(sentence.text[rows[-1][-1].whole[1] : one.whole[0]]):
            rows[-1].append(one)
        else:
            rows.append([one])
    row = next((row for row in rows if any(one.start == nearest.start for one in row)), [nearest])
    return [replace(one, distance=nearest.distance, cues=nearest.cues) for one in row]
