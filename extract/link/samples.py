"""Mentions and definitions of one paper in, its samples out: which names stand for one thing, and why."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ...records.evidence import Evidence
from ...records.identity import content_id
from ...records.model import Link, Sample
from ..document import Document
from ..findings import Definition, Mention
from ..text.mentions.sample_names import METHOD
from ..text.mentions.treatments import is_treatment
from .groups import Groups, Key
from .named_compositions import NamedCompositions
from .names import name_key, setting_key, variable_assignment, variant_key
from .settings import named_settings, settings_key
from .standing import (
    ANY,
    BASE,
    DEVICES,
    alike,
    counted_labels,
    counted_spellings,
    describes,
    head_of,
    is_class,
    is_laser,
    levels_of,
    listing_tables,
    points,
    printed_labels,
    space_groups,
    spot,
    standing,
    state_labels,
)  # fmt: skip
from .treated_labels import TreatedLabels

Variant = frozenset[str]
_PLACES: Final = {"title": 20.0, "abstract": 5.0}
"""How much more a name in the title or abstract counts than one in the text."""
_PART: Final = re.compile(r"\b(?:zone|region)s?$", re.IGNORECASE)
"""Last word of the long form of a part of a sample: it has values of its own, but no paper is about it alone."""
_LEVEL: Final = re.compile(r"[<>~≤≥+−-]?\d+(?:\.\d+)?(?:\s\D.*)?$")
"""A number, with or without unit: the same level may be of several factors, so that it joins no names."""
NAMED: Final = 0.4
"""From this standing on, a name is one of a sample that an anaphor may mean."""
HEAVY: Final = 0.15
"""From this share of the main sample's weight on, the paper is also about a sample."""
ALONE: Final = 0.5
"""Up to this share of its weight, what else a paper names leaves the main sample its only one."""


class SampleBook:
    """The samples of one paper, found by any mention of them.

    Names are joined when they are spelled alike, when the paper defines one by the other, when they are
    plain formulas or names of equal composition, or when a family's variable is given its value. A mention
    that says how its material was treated is a sample of its own, a variant. A phrase without a name
    ("the annealed film") is the variant of the name before it that has its words, or a sample of its own.
    """

    def __init__(self, document: Document, mentions: Iterable[Mention], definitions: Iterable[Definition]) -> None:
        self._document = document
        self._order: Mapping[str | None, int] = {block.id: i for i, block in enumerate(document.blocks)}
        told = list(definitions)
        methods = {one.short for one in told if one.kind == "abbreviation" and METHOD.search(one.long)}
        met = [m for m in mentions if m.kind != "anaphor"]
        methods |= {m.text for m in met if is_laser(m)} | space_groups(met)
        self._mentions = sorted((m for m in met if m.text not in methods), key=self.position)
        self._places = [self.position(m)[:2] for m in self._mentions]
        self.compositions = NamedCompositions(self._mentions, self.position)
        self._groups = Groups()
        for mention in self._mentions:
            self._groups.root(name_key(mention.text))
        self._join_definitions(told)
        self._short = [one for one in told if one.kind == "abbreviation"]
        self._join_aliases()
        for name, other, reason in named_settings(self._mentions):
            self._groups.join(name_key(name), name_key(other), reason, 0.85)
        self._join_compositions()
        self._listing = listing_tables(self._mentions)
        self._treated = TreatedLabels(told, {m.text for m in self._mentions if m.kind == "label"})
        self._coined = {self._groups.root(name_key(one.short)) for one in self._short}
        self._named = {self._key(m)[0] for m in self._mentions if not describes(m) and not self._is_class(m)}
        self._spellings = counted_spellings(m for m in self._mentions if m.evidence.table is None)
        self._explained = {name_key(one.long) for one in told} | {name_key(one.short) for one in told}
        self._parts = {self._groups.root(name_key(one.long)) for one in told if _PART.search(one.long)}
        self._weights = self._weigh(m for m in self._mentions if not describes(m))
        self._heaviest = max(self._weights.values(), default=0.0)
        self._keys = {spot(m): self._key(m) for m in self._mentions if not describes(m)}
        self._variants = self._known_variants()
        self._pointed: dict[str, Key] = {}
        """By the noun, what ``the present cell`` and ``the tested cell`` are called first."""
        self._keys |= {spot(m): self._described(m) for m in self._mentions if describes(m)}
        self._weights = self._weigh(self._mentions)
        self._heaviest = max(self._weights.values(), default=0.0)
        called = Counter(self._keys[spot(m)][0] for m in self._mentions if head_of(m) in DEVICES and not is_class(m))
        self._devices = {root for root, count in called.items() if count > 1}
        self._collect()

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

    def _join_aliases(self) -> None:
        """Other names that a table gives its samples; one that several samples have, or a mere number, joins none."""
        named: dict[str, set[str]] = defaultdict(set)
        for mention in self._mentions:
            for alias in mention.aliases:
                named[alias].add(name_key(mention.text))
        for alias, names in named.items():
            if len(names) == 1 and not _LEVEL.match(alias):
                self._groups.join(next(iter(names)), name_key(alias), f"the table also calls it {alias!r}", 0.9)

    def _join_compositions(self) -> None:
        first: dict[Key, Key] = {}
        for key, name in self.compositions.shared(self._mentions):
            self._groups.join(first.setdefault(key, name), name, "equal compositions", 0.9)

    def _is_class(self, mention: Mention) -> bool:
        """Whether a mention names a class of materials that has no short name (STS) and is no row of samples."""
        own = self._groups.root(name_key(mention.text)) in self._coined
        return is_class(mention) and not own and mention.evidence.table not in self._listing

    def _key(self, mention: Mention) -> tuple[Key, Variant]:
        """The group of a named mention, and its variant."""
        if mention.processing and (label := self._treated.of(mention.processing, mention.text)) is not None:
            return (self._groups.root(name_key(label)), frozenset())
        return (self._groups.root(name_key(mention.text)), variant_key(mention.processing))

    def _known_variants(self) -> dict[tuple[Key, Variant], list[int]]:
        """Where each variant that has words of treatment is named: indices of mentions, in order."""
        found: dict[tuple[Key, Variant], list[int]] = defaultdict(list)
        for place, mention in enumerate(self._mentions):
            key = self._keys.get(spot(mention))
            if key is not None and key[1]:
                found[key].append(place)
        return found

    def _described(self, mention: Mention) -> tuple[Key, Variant]:
        """The group and variant of a phrase: one that is explained or only points, one of a variant, one of its own.

        A table's setting is one of the paper's only sample, if it has no other.
        """
        own = name_key(mention.text)
        variant = variant_key(mention.processing) or setting_key(mention.text)
        if own in self._explained:
            return (self._groups.root(own), variant)
        if points(mention):
            noun = "metal" if mention.text.split()[0].lower() in BASE else head_of(mention)
            if noun in DEVICES:
                return (self._groups.root(self._pointed.setdefault(noun, own)), frozenset())
            if (pointed := self._called(noun)) is not None:
                return (pointed, frozenset())
        if variant and (label := self._treated.of(mention.processing or mention.text)) is not None:
            return (self._groups.root(name_key(label)), frozenset())
        if variant:
            place = bisect_left(self._places, self.position(mention)[:2])
            fitting = [(key, near) for key, near in self._variants.items() if variant <= key[1]]
            if fitting:
                return min(fitting, key=lambda one: min(abs(at - place) for at in one[1]))[0]
            root = (self._root_before(place) if mention.kind == "phrase" else None) or self._main_root()
            if root is not None and is_treatment(mention.text):
                return (root, variant)
            if (settings := settings_key(mention.text)) is not None:
                return (self._groups.root(settings), variant_key(mention.processing))
        if mention.evidence.table is not None and (only := self._only_root()) is not None:
            return (only, variant | {str(own)})
        return (self._groups.root(own), variant)

    def _only_root(self) -> Key | None:
        """The main group of a paper that is about no other half as much."""
        main = self._main_root()
        others = [self._weights.get(key, 0.0) for key in self._named if key != main]
        if main is None or max(others, default=0.0) > ALONE * self._weights.get(main, 0.0):
            return None
        return main

    def _called(self, noun: str) -> Key | None:
        """The group that the paper speaks of most among those that it calls by a carrier noun; else the main one."""
        named = [m for m in self._mentions if not describes(m) and not self._is_class(m)]
        called = {self._keys[spot(m)][0] for m in named if alike(noun, head_of(m))}
        roots = called & self._weights.keys()
        return max(roots, key=lambda root: (self._weights[root], str(root)), default=self._main_root())

    def _root_before(self, place: int) -> Key | None:
        """The group of the last name before a place that the paper much speaks of."""
        for mention in reversed(self._mentions[max(0, place - 6) : place]):
            key = self._keys.get(spot(mention))
            if key is not None and self._weights[key[0]] >= HEAVY * self._heaviest and not self._is_class(mention):
                return key[0]
        return None

    def _collect(self) -> None:
        by_group: dict[Key, list[Mention]] = defaultdict(list)
        for mention in self._mentions:
            by_group[self._keys[spot(mention)][0]].append(mention)
        self._samples: dict[tuple[Key, Variant], Sample] = {}
        for root, mentions in by_group.items():
            for variant in {self._keys[spot(m)][1] for m in mentions} | {frozenset()}:
                self._samples[root, variant] = self._sample(root, mentions, variant)
        self._keys_of = {sample.id: key for key, sample in self._samples.items()}

    def _sample(self, root: Key, mentions: list[Mention], variant: Variant) -> Sample:
        own = [m for m in mentions if self._keys[spot(m)][1] == variant]
        called = {m.text for m in mentions if describes(m) or self._groups.root(name_key(m.text)) == root}
        names = [m for m in mentions if not describes(m) and m.text in called]
        labels = dict.fromkeys(m.text for m in names if variable_assignment(m.text) is None)
        labels |= dict.fromkeys(m.text for m in names if variable_assignment(m.text) is not None)
        printed = ((m, label) for m in own for label in printed_labels(m))
        labels |= dict.fromkeys(told for m, told in printed if m.text in called or told not in (m.text, m.phrase))
        labels |= dict.fromkeys(level for m in own for level in levels_of(m) if level in self._treated)
        labels |= dict.fromkeys((*counted_labels(mentions[0].text, self._spellings), *self._abbreviated(mentions)))
        notes = Counter(m.processing for m in own if m.processing)
        compositions = [c for m in mentions if (c := self.compositions.of(m)) is not None]
        forms = Counter(m.form for m in own or mentions if m.form)
        processing = notes.most_common(1)[0][0] if notes else None
        labels |= dict.fromkeys(alias for m in own for alias in m.aliases if not alias.isdigit())
        kept = tuple(label for label in labels if not label.isdigit()) or tuple(labels)
        return Sample(
            id=content_id("sample", self._document.doc_id, sorted({name_key(label) for label in kept}), processing),
            document=self._document.doc_id,
            labels=(*kept, *sorted({alias for m in own for alias in m.aliases if alias.isdigit()} - {*kept})),
            composition=compositions[0] if compositions else None,
            note=processing,
            form=forms.most_common(1)[0][0] if forms else None,
            evidence=(own or mentions)[0].evidence,
        )

    def _abbreviated(self, mentions: Sequence[Mention]) -> Iterator[str]:
        """The short forms that the paper gives names of a sample: ``MPL`` of a microporous layer."""
        keys = {name_key(mention.text) for mention in mentions}
        for one in self._short:
            short, long = name_key(one.short), name_key(one.long)
            if long in keys and self._groups.root(short) == self._groups.root(long):
                yield one.short

    def find(self, mention: Mention) -> Sample | None:
        """The sample that the mention stands for; an anaphor stands for the mention before it.

        The name of a whole class ("the steel") stands for the paper's main sample.
        """
        is_whole = self._is_class(mention) and mention.processing is None
        if is_whole and (root := self._called(head_of(mention))) is not None:
            return self._samples[root, frozenset()]
        if mention.kind == "anaphor":
            antecedent = self.antecedent(mention)
            return self.find(antecedent) if antecedent else None
        key = self._keys.get(spot(mention)) or (self._described(mention) if describes(mention) else self._key(mention))
        return self._samples.get(key)

    def in_state(self, sample: Sample, state: str, evidence: Evidence) -> Sample:
        """The sample in a state that a sentence tells: a known variant of it, or one of its own."""
        root, variant = self._keys_of.get(sample.id, (None, frozenset()))
        told = variant_key(state)
        if root is None or told <= variant:
            return sample
        label = None if any(one in self._treated for one in sample.labels) else self._treated.of(state)
        if label is not None and (known := self._samples.get((self._groups.root(name_key(label)), frozenset()))):
            return known
        fitting = [key for key in self._variants if told | variant <= key[1]]
        if state.startswith(("with ", "without ")):
            fitting = fitting or [key for key in self._samples if told == key[1]]
        own = [key for key in fitting if key[0] == root] or (fitting if len(fitting) == 1 else [])
        key = own[0] if len(own) == 1 else (root, told | variant)
        if key not in self._samples:
            labels = tuple(dict.fromkeys((*sample.labels, *state_labels(state))))
            note = "; ".join(part for part in (sample.note, state) if part)
            names = sorted({name_key(label) for label in sample.labels})
            made = content_id("sample", self._document.doc_id, names, sorted(key[1]))
            self._samples[key] = replace(sample, id=made, labels=labels, note=note, evidence=evidence)
            self._keys_of[made] = key
        return self._samples[key]

    def antecedent(self, anaphor: Mention) -> Mention | None:
        """What an anaphor stands for: the last name but one ("the former"), the last that is called so, or the last."""
        last = self._last_before(anaphor.evidence)
        if anaphor.text.split()[0].lower() in ("all", "each", "every"):
            return self._first_of(self._main_root())
        if last is None:
            return None
        near = self.named_before(anaphor.evidence)
        roots = list(dict.fromkeys(self._keys[spot(m)] for m in reversed(near)))
        word = anaphor.text.lower().split()[-1]
        if word in ("former", "latter") and len(roots) > 1:
            wanted = roots[1] if word == "former" else roots[0]
            return next(m for m in reversed(near) if self._keys[spot(m)] == wanted)
        noun = word.removesuffix("s")
        called = [m for m in near if noun not in ANY and alike(noun, head_of(m))]
        if noun in DEVICES and not called and self._devices:
            return self._first_of(self._device_root())
        named = [m for m in near if m.kind != "phrase" and standing(m) >= NAMED]
        return (called or named or near)[-1]

    def device(self) -> Sample | None:
        """The sample that the paper speaks of most among those that it calls a cell, a device and the like."""
        return self._samples.get((self._device_root(), frozenset()))

    def is_device(self, sample: Sample) -> bool:
        """Whether the paper calls a sample so, more than once."""
        return self._keys_of.get(sample.id, (None, frozenset()))[0] in self._devices

    def _device_root(self) -> Key | None:
        return max(self._devices, key=lambda root: (self._weights[root], str(root)), default=None)

    def _first_of(self, root: Key | None) -> Mention | None:
        """The first mention of a group, if there is any one that says nothing of a treatment."""
        own = [m for m in self._mentions if self._keys[spot(m)][0] == root]
        return next((m for m in own if not self._keys[spot(m)][1]), own[0] if own else None)

    def _is_near(self, mention: Mention, evidence: Evidence) -> bool:
        return self._order.get(evidence.block, len(self._order)) - self.position(mention)[0] <= 1

    def _last_before(self, evidence: Evidence) -> int | None:
        here = (self._order.get(evidence.block, len(self._order)), evidence.start or 0)
        last = bisect_left(self._places, here) - 1
        return None if last < 0 or here[0] - self._places[last][0] > 1 else last

    def before(self, evidence: Evidence) -> Mention | None:
        """The last mention before a place, in the same block or the one above it."""
        last = self._last_before(evidence)
        return None if last is None else self._mentions[last]

    def named_before(self, evidence: Evidence) -> list[Mention]:
        """The mentions before a place in the same block and the one above it, in order."""
        last = self._last_before(evidence)
        near = [] if last is None else self._mentions[max(0, last - 11) : last + 1]
        return [mention for mention in near if self._is_near(mention, evidence)]

    def names(self) -> list[Mention]:
        """The mentions that name a sample and do not describe it."""
        return [mention for mention in self._mentions if not describes(mention)]

    def _weigh(self, mentions: Iterable[Mention]) -> dict[Key, float]:
        """How much the paper is about each group: how often, in title and abstract above all, it is named."""
        weights: dict[Key, float] = defaultdict(float)
        kinds = {block.id: block.type for block in self._document.blocks}
        for mention in mentions:
            place = _PLACES.get(kinds.get(mention.evidence.block or "", ""), 1.0)
            key = self._keys[spot(mention)] if mention.kind == "phrase" else self._key(mention)
            weights[key[0]] += place * standing(mention)
        return weights

    def weight(self, mention: Mention) -> float:
        """How much the paper is about what the mention stands for, between 0 and 1 (the paper's main sample)."""
        if mention.kind == "anaphor" and (antecedent := self.antecedent(mention)) is not None:
            mention = antecedent
        key = self._keys.get(spot(mention)) or self._key(mention)
        return self._weights.get(key[0], 0.0) / max(self._heaviest, 1e-9)

    def likelihood(self, mention: Mention) -> float:
        """How likely a mention stands for a sample at all: reagents and gases seldom do, what an anaphor means does."""
        if mention.kind == "anaphor":
            return 1.0 if self.antecedent(mention) is not None else 0.01
        return standing(mention)

    def _main_root(self, *, parts: bool = False) -> Key | None:
        named = (not parts and self._named - self._parts) or self._named or self._weights.keys()
        return min(named, key=lambda key: (-self._weights[key], str(key)), default=None)

    def main(self, *, parts: bool = False) -> Sample | None:
        """The sample that the paper is about: the one that title and abstract, then the text, name most often.

        With ``parts``, it may be a part of a sample, such as a zone of a weld.
        """
        return self._samples.get((self._main_root(parts=parts), frozenset()))

    def links(self) -> list[Link]:
        """Why names were joined: from the sample to the name, with the reason and a score."""
        found: list[Link] = []
        for one, other, reason, score in self._groups.reasons:
            sample = self._samples.get((self._groups.root(one), frozenset()))
            if sample is not None:
                found.append(Link(source=sample.id, target=str(other), kind="name", reason=reason, score=score))
        return found
