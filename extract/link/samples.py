"""Mentions and definitions of one paper in, its samples out: which names stand for one thing, and why."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ...records.compositions import Composition
from ...records.evidence import Evidence
from ...records.identity import content_id
from ...records.material_names import is_chemical
from ...records.model import Link, Sample
from ..document import Document
from ..findings import Definition, Mention
from ..text.mentions import DOPANTS
from .names import composition_key, name_key, variable_assignment

Key = Hashable
_PLACES: Final = {"title": 20.0, "abstract": 5.0}
"""How much more a name in the title or abstract counts than one in the text."""
_GASES: Final = frozenset("H2 O2 N2 Ar He CO2 CO SO2 NO2 NO NH3 H2O HCl HNO3 H2SO4 HF Cl2 NaOH KOH CH4 KBr".split())  # noqa: SIM905


_NUMBERED: Final = re.compile(r"(?P<stem>[A-Za-z][A-Za-z/-]*)(?P<number>\d{1,2})")
_LASER: Final = re.compile(r"\s?-?laser", re.IGNORECASE)
_METHOD: Final = re.compile(
    r"(?:metr(?:y|ic)|scop(?:y|e|ic)|graphy|diffraction|analy[sz]\w*|techniques?|methods?|deposition|imaging|scattering|"
    r"resonance|simulations?|theory|beam|treatment|welding|sintering|milling|casting|temperatures?|ratio|rate)\)?$",
    re.IGNORECASE,
)
"""Last words of an abbreviation's long form that is a method or a quantity: no sample is called so."""


def _behind(mention: Mention) -> int:
    """Where the mention ends in its quote."""
    return max(0, mention.evidence.quote.find(mention.text)) + len(mention.text)


def numbered_series(texts: Iterable[str]) -> frozenset[str]:
    """Names that only count (CdS1, CdS2, CdS3): labels, though they read as formulas."""
    stems: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        match = _NUMBERED.fullmatch(text)
        if match is not None:
            stems[match["stem"]].add(match["number"])
    return frozenset(
        f"{stem}{number}" for stem, numbers in stems.items() if {"1", "2", "3"} <= numbers for number in numbers
    )


def names_dopant(text: str) -> bool:
    """Whether a name says what its host is doped with: ``fluorine-tin-oxide`` is no tin oxide."""
    words = re.split(r"[\s-]+", text.lower())
    return len(words) > 2 and words[0] in DOPANTS


def is_class(mention: Mention) -> bool:
    """Whether the mention names a class of materials (steel, zeolite) and no material of it."""
    if mention.kind != "name" or mention.family is None:
        return False
    return all(not one.amounts and not one.parts and not one.additives for one in mention.family.compositions)


def standing(mention: Mention) -> float:
    """How likely a mention names a sample that a paper is about: reagents, gases and classes seldom are."""
    if is_class(mention):
        return 0.3
    if mention.text in _GASES or is_chemical(mention.text) or _LASER.match(mention.evidence.quote, _behind(mention)):
        return 0.05
    composition = mention.composition or (mention.family.compositions[0] if mention.family else None)
    alone = composition is not None and len(composition.amounts) == 1 and not composition.parts and not composition.name
    return 0.4 if alone else 1.0


@dataclass(slots=True)
class Groups:
    """Keys joined into groups (union-find), with the reason for each join."""

    parent: dict[Key, Key] = field(default_factory=dict)
    reasons: list[tuple[Key, Key, str, float]] = field(default_factory=list)

    def root(self, key: Key) -> Key:
        """The key that stands for the whole group of ``key``."""
        self.parent.setdefault(key, key)
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def join(self, one: Key, other: Key, reason: str, score: float) -> None:
        """Make one group of two."""
        first, second = self.root(one), self.root(other)
        if first != second:
            self.parent[second] = first
            self.reasons.append((one, other, reason, score))


class SampleBook:
    """The samples of one paper, found by any mention of them.

    Names are joined when they are spelled alike, when the paper defines one by the other, when they are
    plain formulas or names of equal composition, or when a family's variable is given its value. A mention
    that says how its material was processed is a sample of its own.
    """

    def __init__(self, document: Document, mentions: Iterable[Mention], definitions: Iterable[Definition]) -> None:
        self._document = document
        self._order: Mapping[str | None, int] = {block.id: i for i, block in enumerate(document.blocks)}
        told = list(definitions)
        methods = {one.short for one in told if one.kind == "abbreviation" and _METHOD.search(one.long)}
        named = (m for m in mentions if m.kind != "anaphor" and m.text not in methods)
        self._mentions = sorted(named, key=self.position)
        self._places = [self.position(m)[:2] for m in self._mentions]
        self._series = numbered_series(m.text for m in self._mentions)
        self._groups = Groups()
        self._families = [m for m in self._mentions if m.family is not None and len(m.family.compositions) > 1]
        for mention in self._mentions:
            self._groups.root(name_key(mention.text))
        self._join_definitions(told)
        self._join_compositions()
        self._collect()
        self._weights = self._weigh()
        self._heaviest = max(self._weights.values(), default=0.0)

    def position(self, mention: Mention) -> tuple[int, int, str]:
        """Where a mention stands: index of its block, then its first character."""
        evidence = mention.evidence
        return (self._order.get(evidence.block, len(self._order)), evidence.start or 0, mention.text)

    def _join_definitions(self, told: Sequence[Definition]) -> None:
        """Labels that share one explanation ("denoted as S1 and S2") are as many samples, not one."""
        labels: dict[str, set[str]] = defaultdict(set)
        for definition in told:
            if definition.kind == "label":
                labels[name_key(definition.long)].add(name_key(definition.short))
        for definition in told:
            if len(labels[name_key(definition.long)]) > 1:
                continue
            reason = f"the paper says that {definition.short!r} is {definition.long!r}"
            self._groups.join(name_key(definition.long), name_key(definition.short), reason, 0.95)

    def _join_compositions(self) -> None:
        first: dict[Key, Key] = {}
        for mention in self._mentions:
            composition = self.composition_of(mention)
            key = composition_key(composition)
            is_label = mention.kind == "label" or mention.text in self._series
            if key is None or (is_label and variable_assignment(mention.text) is None):
                continue
            name = name_key(mention.text)
            self._groups.join(first.setdefault(key, name), name, "equal compositions", 0.9)

    def composition_of(self, mention: Mention) -> Composition | None:
        """The mention's own composition, or that of the paper's family at the value that the mention names."""
        if mention.text in self._series or names_dopant(mention.text):
            return None
        if mention.composition is not None:
            return mention.composition
        if mention.family is not None and len(mention.family.compositions) == 1:
            return mention.family.compositions[0]
        assignment = variable_assignment(mention.text)
        if assignment is None:
            return None
        here = self.position(mention)
        before = [f for f in self._families if self.position(f) <= here] or self._families
        for family in reversed(before):
            assert family.family is not None
            for composition in family.family.compositions:
                value = composition.variables.get(assignment[0])
                if isinstance(value, int | float) and abs(value - assignment[1]) < 1e-9:
                    return composition
        return None

    def _collect(self) -> None:
        by_group: dict[Key, list[Mention]] = defaultdict(list)
        for mention in self._mentions:
            by_group[self._groups.root(name_key(mention.text))].append(mention)
        self._samples: dict[tuple[Key, str | None], Sample] = {}
        for root, mentions in by_group.items():
            for processing in {m.processing for m in mentions} | {None}:
                self._samples[root, processing] = self._sample(mentions, processing)

    def _sample(self, mentions: list[Mention], processing: str | None) -> Sample:
        own = [m for m in mentions if m.processing == processing] or mentions
        labels = tuple(dict.fromkeys(m.text for m in mentions if variable_assignment(m.text) is None))
        labels += tuple(dict.fromkeys(m.text for m in mentions if variable_assignment(m.text) is not None))
        compositions = [c for m in mentions if (c := self.composition_of(m)) is not None]
        forms = Counter(m.form for m in own if m.form)
        composition = compositions[0] if compositions else None
        identity = (sorted({name_key(label) for label in labels}), processing)
        return Sample(
            id=content_id("sample", self._document.doc_id, *identity),
            document=self._document.doc_id,
            labels=labels,
            composition=composition,
            note=processing,
            form=forms.most_common(1)[0][0] if forms else None,
            evidence=own[0].evidence,
        )

    def find(self, mention: Mention) -> Sample | None:
        """The sample that the mention stands for; an anaphor stands for the mention before it.

        The name of a whole class ("the steel") stands for the paper's main sample.
        """
        if is_class(mention) and mention.processing is None and (main := self.main()) is not None:
            return main
        if mention.kind == "anaphor":
            antecedent = self.before(mention.evidence)
            return self.find(antecedent) if antecedent else None
        return self._samples.get((self._groups.root(name_key(mention.text)), mention.processing))

    def before(self, evidence: Evidence) -> Mention | None:
        """The last mention before a place, in the same block or the one above it."""
        here = (self._order.get(evidence.block, len(self._order)), evidence.start or 0)
        last = bisect_left(self._places, here) - 1
        if last < 0 or here[0] - self._places[last][0] > 1:
            return None
        return self._mentions[last]

    def _weigh(self) -> dict[Key, float]:
        """How much the paper is about each group: how often, in title and abstract above all, it is named."""
        weights: dict[Key, float] = defaultdict(float)
        kinds = {block.id: block.type for block in self._document.blocks}
        for mention in self._mentions:
            place = _PLACES.get(kinds.get(mention.evidence.block or "", ""), 1.0)
            weights[self._groups.root(name_key(mention.text))] += place * standing(mention)
        return weights

    def weight(self, mention: Mention) -> float:
        """How much the paper is about what the mention stands for, between 0 and 1 (the paper's main sample)."""
        return self._weights.get(self._groups.root(name_key(mention.text)), 0.0) / max(self._heaviest, 1e-9)

    def main(self) -> Sample | None:
        """The sample that the paper is about: the one that title and abstract, then the text, name most often."""
        if not self._weights:
            return None
        root = min(self._weights, key=lambda key: (-self._weights[key], str(key)))
        return self._samples[root, None]

    def links(self) -> list[Link]:
        """Why names were joined: from the sample to the name, with the reason and a score."""
        found: list[Link] = []
        for one, other, reason, score in self._groups.reasons:
            sample = self._samples.get((self._groups.root(one), None))
            if sample is not None:
                found.append(Link(source=sample.id, target=str(other), kind="name", reason=reason, score=score))
        return found
