"""The documents of a corpus in, the works out: a preprint and its journal article are versions of one work."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

ALIKE: Final = 0.5
"""Jaccard similarity of five-word shingles from which on two texts are versions of one."""
SHORTEST_TITLE: Final = 24
"""Letters and digits of a title that is not shared by chance (``Supplementary information`` is)."""
_DOI: Final = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
_VERSION: Final = re.compile(r"(?:/?v\d{1,2}|\.v\d{1,2})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What of a document tells whether it is a version of another. ``weight`` is how much it says."""

    id: str
    name: str
    title: str | None = None
    doi: str | None = None
    year: int | None = None
    authors: tuple[str, ...] = ()
    sketch: tuple[int, ...] = ()
    weight: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A document and the work that it is a version of, which is named by the id of its fullest version."""

    document: str
    work: str
    reason: str
    score: float


def versions(documents: Iterable[Described]) -> list[Version]:
    """Every document with its work, in the order given.

    Documents are joined by DOI, by title (with a common author, or within two years), and by text: MinHash and
    locality-sensitive hashing find those with at least :data:`ALIKE` of their shingles in common. Time and memory
    grow with the number of documents, not of pairs.
    """
    held = list(documents)
    groups = _Groups()
    for one, other, reason, score in (*_same_doi(held), *_same_title(held), *_same_text(held)):
        groups.join(one.id, other.id, reason, score)
    by_id = {document.id: document for document in held}
    fullest: dict[str, Described] = {}
    for document in held:
        root = groups.root(document.id)
        best = fullest.setdefault(root, document)
        if (-document.weight, document.name, document.id) < (-best.weight, best.name, best.id):
            fullest[root] = document
    return [groups.version(document.id, fullest[groups.root(document.id)].id) for document in by_id.values()]


class _Groups:
    """Documents joined into works (union-find), with the surest reason for each."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._why: dict[str, tuple[float, str]] = {}

    def root(self, document: str) -> str:
        while (parent := self._parent.get(document, document)) != document:
            self._parent[document] = self._parent.get(parent, parent)
            document = parent
        return document

    def join(self, one: str, other: str, reason: str, score: float) -> None:
        for document in (one, other):
            self._why[document] = max(self._why.get(document, (0.0, "")), (score, reason))
        first, second = self.root(one), self.root(other)
        if first != second:
            self._parent[max(first, second)] = min(first, second)

    def version(self, document: str, work: str) -> Version:
        score, reason = self._why.get(document, (1.0, "no other version"))
        return Version(document=document, work=work, reason=reason, score=round(score, 3))


Pair = tuple[Described, Described, str, float]


def _same_doi(documents: list[Described]) -> Iterator[Pair]:
    first: dict[str, Described] = {}
    for document in documents:
        doi = plain_doi(document.doi)
        if doi is not None:
            known = first.setdefault(doi, document)
            if known is not document:
                yield known, document, f"the same DOI {doi}", 1.0


def plain_doi(text: str | None) -> str | None:
    """A DOI in small letters without address and version; None where there is none."""
    match = _DOI.search(text or "")
    return _VERSION.sub("", match.group().lower().rstrip(".,;)")) if match else None


def _same_title(documents: list[Described]) -> Iterator[Pair]:
    groups: dict[str, list[Described]] = defaultdict(list)
    for document in documents:
        title = plain_title(document.title)
        if title is None:
            continue
        for other in groups[title][-8:]:
            if _by_the_same(document, other):
                yield other, document, "the same title, and an author in common or years that agree", 0.95
                break
        groups[title].append(document)


def plain_title(title: str | None) -> str | None:
    """Letters and digits of a title in small letters; None for one too short to tell."""
    text = unicodedata.normalize("NFKD", title or "").lower()
    plain = "".join(character for character in text if character.isalnum())
    return plain if len(plain) >= SHORTEST_TITLE else None


def _by_the_same(one: Described, other: Described) -> bool:
    names = [{_family(author) for author in document.authors} for document in (one, other)]
    if all(names):
        return bool(names[0] & names[1])
    return one.year is None or other.year is None or abs(one.year - other.year) <= 2


def _family(author: str) -> str:
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKD", author.split(",", maxsplit=1)[0]).lower())
    return max(words, key=len, default="")


def _same_text(documents: list[Described]) -> Iterator[Pair]:
    sketched = [(place, document) for place, document in enumerate(documents) if document.sketch]
    if len(sketched) < 2:
        return
    from datasketch import MinHash, MinHashLSH

    length = len(sketched[0][1].sketch)
    index = MinHashLSH(threshold=ALIKE, num_perm=length)
    kept: dict[int, np.ndarray] = {}
    for place, document in sketched:
        if len(document.sketch) != length:
            continue
        values = np.array(document.sketch, dtype=np.uint32)
        made = MinHash(num_perm=length, hashvalues=values, seed=1, scheme="affine32")
        for other in sorted(int(str(found)) for found in index.query(made)):
            score = float(np.mean(kept[other] == values))
            if score >= ALIKE:
                yield documents[other], document, f"{score:.0%} of the text in common", min(score, 0.99)
        index.insert(place, made)
        kept[place] = values
