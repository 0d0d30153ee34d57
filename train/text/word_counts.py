"""Annotated examples in, how often their words are seen and marked out, as the lexicon of a rescoring."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...extract.text.neural.lexicon import PLACES, Lexicon, Place, Words
from .corpora import Example

COMMON = 2
"""Phrases of several words that stand in fewer documents, and are no mention, are left out: they would quote a text."""


@dataclass(slots=True)
class WordCounts:
    """How often phrases are seen in examples with a mark, in how many documents, and how they are marked."""

    seen: Counter[str] = field(default_factory=Counter[str])
    documents: Counter[str] = field(default_factory=Counter[str])
    marked: Counter[tuple[Place, str, str]] = field(default_factory=Counter[tuple[Place, str, str]])

    @classmethod
    def of(cls, document: Iterable[Example]) -> "WordCounts":
        """The counts of one document. Examples without a mark have no say: corpora leave out what they might mark."""
        counts = cls()
        for example in document:
            if not example.spans:
                continue
            words = Words.of(example.text)
            counts.seen.update(words.phrases())
            for start, end, label in example.spans:
                said = zip(PLACES, words.around(start, end), strict=True)
                counts.marked.update((place, phrase, label) for place, phrase in said)
        counts.documents.update(set(counts.seen))
        return counts

    def add(self, other: "WordCounts") -> None:
        """Take in the counts of other documents."""
        self.seen += other.seen
        self.documents += other.documents
        self.marked += other.marked

    def lexicon(self, without: "WordCounts | None" = None) -> Lexicon:
        """The lexicon of words, mentions and common phrases, ``without`` the counts of some of the documents."""
        left = without or WordCounts()
        marks = {key: times - left.marked[key] for key, times in self.marked.items()}
        mentions = {phrase for (place, phrase, _), times in marks.items() if place == "whole" and times}
        known = {
            phrase: self.seen[phrase] - left.seen[phrase]
            for phrase, documents in self.documents.items()
            if documents - left.documents[phrase] >= (COMMON if " " in phrase and phrase not in mentions else 1)
        }
        marked: dict[Place, dict[str, dict[str, int]]] = {place: {} for place in PLACES}
        for (place, phrase, label), times in marks.items():
            if times and phrase in known:
                marked[place].setdefault(phrase, {})[label] = times
        return Lexicon(known, marked)
