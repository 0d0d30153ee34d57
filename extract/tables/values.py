"""A reading of a table's cell in, a Finding with its evidence out, or why it cannot be one."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ...records.errors import Problem
from ...records.evidence import Evidence
from ...records.model import Condition
from ...records.quantities import Quantity
from ...records.vocabulary import Property, Vocabulary
from ..document import Document, Table
from ..findings import Finding, Mention, MentionKind
from .conditions import to_quantity
from .facets import Label
from .headers.meaning import Meaning
from .headers.phrases import is_symbol
from .headers.words import CONDITION
from .parts import WholeTable
from .reading import Reading
from .sheet import Place
from .understand import Understood

_LONGEST_WORDS: Final = 120
_SYMBOL: Final = re.compile(r"\S{1,8}")
_OF_BONDS: Final = frozenset({"bond_length", "bond_angle", "coordination_number"})
_BY_DIMENSION: Final = {"length": "bond_length", "angle": "bond_angle"}
_BOND: Final = re.compile(
    r"(?:\d\s?[×x]\s?)?(?P<bond>[A-Z][a-z]?[^\s()-]{0,6}(?:\s?[-–—−]\s?[A-Z][a-z]?[^\s()-]{0,6}){1,3})(?:\s?\(.*\))?"
)
_PLAIN_LENGTH: Final = re.compile(r"\b(?:bonds?|distances?|lengths?|angles?|d|R|r)\b", re.I)


@dataclass(frozen=True, slots=True)
class Citer:
    """Makes evidence for the cells of one table, which may run over several pages."""

    document: Document
    whole: WholeTable
    stage: str
    version: str

    @property
    def table(self) -> Table:
        """The table as it is meant, all its parts joined."""
        return self.whole.table

    def cell(self, place: Place, row: str = "", header: tuple[str, ...] = ()) -> Evidence:
        """Evidence for one cell; ``row`` is the text before its row, ``header`` the texts over its column."""
        table, (r, c) = self.whole.locate(place)
        boxes = table.boxes
        box = boxes[r][c] if r < len(boxes) and c < len(boxes[r]) else None
        return Evidence(
            document=self.document.doc_id, kind="table", quote=table.cells[r][c], page=table.page, bbox=box,
            table=table.label, row=row or None, column=" ".join(header) or None, cell=(r, c),
            stage=self.stage, version=self.version,
        )  # fmt: skip

    def caption(self, text: str) -> Evidence:
        """Evidence for words of the caption."""
        block = next((b for b in self.document.blocks if b.id == self.table.caption_block), None)
        if block is None or text not in block.text:
            return Evidence(
                document=self.document.doc_id, kind="caption", quote=self.table.caption, page=self.table.page,
                table=self.table.label, stage=self.stage, version=self.version,
            )  # fmt: skip
        start = block.text.index(text)
        evidence = self.document.cite(block, start, start + len(text), stage=self.stage, version=self.version)
        return replace(evidence, table=self.table.label)


def mention_of(label: Label, citer: Citer, value: Place | None = None) -> Mention:
    """A sample's name in a table as a mention.

    A name that no cell shows, as it is made of a row's conditions, is cited by the cell of its ``value``.
    """
    place = label.place or value
    family = label.family
    composition = family.compositions[0] if family and len(family.compositions) == 1 else None
    named = composition is not None and composition.name is not None
    kind: MentionKind = "label" if family is None else "name" if named else "formula"
    return Mention(
        text=label.text, kind=kind, family=family, composition=composition, processing=label.processing,
        aliases=label.aliases,
        evidence=citer.cell(place) if place else citer.caption(label.text),
    )  # fmt: skip


def findings_of(understood: Understood, citer: Citer, fallback: Mention | None) -> tuple[list[Finding], list[Problem]]:
    """A finding for every reading that can be a value of a property; ``fallback`` is whom the caption names."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    for reading in _consistent(understood.readings):
        finding, problem = _finding(reading, citer, fallback)
        if finding is not None:
            findings.append(finding)
        if problem is not None:
            problems.append(problem)
    return findings, problems


def _consistent(readings: Sequence[Reading]) -> Iterator[Reading]:
    """The readings, with the properties that most values under one header can be of before the others."""
    vocabulary = Vocabulary.load()
    failures: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for reading in readings:
        meaning = reading.meaning
        if len(meaning.entries) > 1:
            quantity = to_quantity(reading.number, reading.cell.text, meaning.unit, meaning.spelled, meaning.factor)
            candidates = _readings(reading, quantity)
            failures[meaning.words, meaning.entries].update(
                entry.name for entry in meaning.entries
                if all(vocabulary.check(entry, candidate) is not None for candidate in candidates)
            )  # fmt: skip
    for reading in readings:
        failed = failures.get((reading.meaning.words, reading.meaning.entries))
        if failed is None:
            yield reading
            continue
        ranked = sorted((failed[entry.name], place) for place, entry in enumerate(reading.meaning.entries))
        entries = tuple(reading.meaning.entries[place] for _, place in ranked)
        yield replace(reading, meaning=replace(reading.meaning, entries=entries))


def _finding(reading: Reading, citer: Citer, fallback: Mention | None) -> tuple[Finding | None, Problem | None]:
    meaning = reading.meaning
    quantity = to_quantity(reading.number, reading.cell.text, meaning.unit, meaning.spelled, meaning.factor)
    part, (row, column) = citer.whole.locate(reading.place)
    where = {"table": part.id, "row": row, "column": column}
    entry, quantity, problem = _settle(reading, quantity)
    if entry is None and reading.from_caption:
        return None, None
    if problem is not None:
        return None, replace(problem, stage=citer.stage, where=dict(where))
    name = entry.name if entry else _own_name(meaning.words, quantity)
    if not name:
        return None, None
    label, bond = reading.label, None
    if entry is None and (length := _bond_entry(reading)) is not None:
        name, bond = length, Condition(name="bond", text=meaning.words)
    if (
        label is not None
        and "/" not in label.text
        and _BOND.fullmatch(label.text)
        and (named := _of_bond(entry, meaning))
    ):
        name, label, bond = named, None, Condition(name="bond", text=label.text)
    if label is None and fallback is None:
        label = _phase(reading)
    subjects = [mention_of(label, citer, reading.place)] if label else []
    if fallback is not None and subjects and _is_made_so(subjects[0].text, fallback.text):
        made, aliases = subjects[0], (subjects[0].text, *subjects[0].aliases)
        subjects = [replace(fallback, processing=made.text, aliases=aliases, evidence=made.evidence)]
    elif fallback is not None and (not subjects or " = " in subjects[0].text):
        subjects = [*(_called_by(one, fallback.text) for one in subjects), fallback]
    words = (
        f"{meaning.element or meaning.words} {_noun(citer.table, reading)}"
        if meaning.role == "element"
        else meaning.words
    )
    if entry is not None and _SYMBOL.fullmatch(words) and is_symbol(words):
        words = f"{entry.words[0]} ({words})"
    if name == "constituent_content" and words.endswith(" content"):
        words = f"{words.removesuffix('content')}{_noun(citer.table, reading)}"
    if bond is not None and bond.text == meaning.words and (match := _BOND.fullmatch(meaning.words)):
        words = f"{match['bond']} {name.replace('_', ' ')}"
    references = (Condition(name="reference", text=f"[{', '.join(reading.references)}]"),) if reading.references else ()
    return Finding(
        property=name, words=words[:_LONGEST_WORDS], quantity=quantity, subjects=tuple(subjects),
        conditions=(*reading.conditions, *((bond,) if bond else ()), *references), method=reading.method,
        origin=reading.origin,
        confidence=round(_confidence(reading, entry) * citer.table.score, 3),
        evidence=citer.cell(reading.place, reading.stub, reading.header),
    ), None  # fmt: skip


def _is_made_so(settings: str, material: str) -> bool:
    """Whether settings only say how the material of the caption was made: ``Tempering temperature = 200 degC``."""
    parts = [part.partition(" = ") for part in settings.split(", ")]
    return material not in settings and all(told and CONDITION.fullmatch(words) for words, told, _ in parts)


def _called_by(sample: Mention, material: str) -> Mention:
    """A sample of a table's settings that is also called by the material of its caption: ``PLA:PCL blend w = 0.1``."""
    told = (f"{material} {setting}" for setting in sample.text.split(", "))
    return replace(sample, aliases=(*sample.aliases, *told))


def _phase(reading: Reading) -> Label | None:
    """The phase that a row is of, where nothing names a sample."""
    text = next((c.text for c in reading.conditions if re.fullmatch(r"phases?", c.name) and c.text), None)
    return Label(text=text) if text else None


_NOUNS: Final = re.compile(
    r"\b(?:mass|weight|atomic|mole?) (?:fractions?|ratios?|percent(?:age)?s?)"
    r"|\b(?:concentrations?|contents?|proportions?|percentages?|fractions?)\b",
    re.I,
)


def _noun(table: Table, reading: Reading) -> str:
    """What the table calls the shares of elements: ``mass fraction``, ``concentration``."""
    match = _NOUNS.search(" ".join([*reading.header, reading.stub, table.caption]))
    return match[0].lower().removesuffix("s") if match else "content"


def _of_bond(entry: Property | None, meaning: Meaning) -> str | None:
    """What a row that is called like a bond says of it: a plain length or angle is the bond's."""
    if entry is not None and entry.name in _OF_BONDS:
        return entry.name
    plain = (entry is None and _PLAIN_LENGTH.search(meaning.words)) or (entry is not None and entry.name == "length")
    return _BY_DIMENSION.get(meaning.unit.dimension) if plain and meaning.unit else None


def _bond_entry(reading: Reading) -> str | None:
    """A header that is a bond or an angle between atoms: ``Mg-F (Å)``, ``O–Si–O (deg)``."""
    unit = reading.meaning.unit
    if unit is None or not _BOND.fullmatch(reading.meaning.words):
        return None
    return _BY_DIMENSION.get(unit.dimension)


def _settle(reading: Reading, quantity: Quantity) -> tuple[Property | None, Quantity, Problem | None]:
    """The first property that the value can be one of; a power of ten of the header is read the way that fits."""
    meaning = reading.meaning
    vocabulary = Vocabulary.load()
    entries = (vocabulary["element_content"],) if meaning.role == "element" else meaning.entries
    if meaning.unit is None and meaning.spelled is not None and reading.number.unit is None:
        entries = tuple(entry for entry in entries if slug(meaning.words) in {slug(name) for name in entry.words})
    first: Problem | None = None
    for entry in entries:
        for candidate in _readings(reading, quantity):
            problem = vocabulary.check(entry, candidate)
            if problem is None:
                return entry, vocabulary.canonical(entry, candidate), None
            first = first or problem
    if first is not None and first.code == "Q002" and not _is_part(meaning.words):
        return None, quantity, first
    return None, quantity, None


def _is_part(words: str) -> bool:
    """Whether the vocabulary knows only a small part of a name, which then may be of something else."""
    known = sum(mention.end - mention.start for mention in Vocabulary.load().find(words))
    return 0 < known < 0.6 * len(re.sub(r"\s?\([^()]*\)$", "", words))


def _readings(reading: Reading, quantity: Quantity) -> list[Quantity]:
    """The quantity, and what it is if the header's power of ten is meant the other way around."""
    factor = reading.meaning.factor
    if factor == 1.0 or reading.number.unit is not None:
        return [quantity]
    meaning = reading.meaning
    other = to_quantity(reading.number, reading.cell.text, meaning.unit, meaning.spelled, 1.0 / factor)
    return [quantity, other]


def _confidence(reading: Reading, entry: Property | None) -> float:
    if entry is None:
        worded = bool(re.search(r"[A-Za-z][a-z]{3}", reading.meaning.words))
        return 0.5 if reading.meaning.has_unit or reading.number.unit else 0.4 if worded else 0.2
    sure = 0.9 if reading.meaning.has_unit or reading.number.unit else 0.75
    return sure - (0.15 if reading.from_caption else 0.0) - (0.1 if reading.label is None else 0.0)


def _own_name(words: str, quantity: Quantity) -> str:
    """A name for what is no property of the vocabulary; never that of one whose units do not fit."""
    name = slug(words)
    if Vocabulary.load().get(name) is None:
        return name
    return f"{name}_in_{slug(quantity.unit or 'number')}"


def slug(words: str) -> str:
    """Printed words as a name: ``texture_coefficient``."""
    return re.sub(r"\W+", "_", re.sub(r"\s*\([^()]*\)$", "", words).lower()).strip("_")[:60]
