"""Records and reference structures in, links from the structures that papers report to their references out."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final

import numpy as np

from ..records.model import Link, PaperRecords
from ..records.store.store import Store
from .book import Reference, ReferenceBook
from .crystals import from_cif, to_structure
from .entries import deadline
from .match import DOPING, Match, match
from .query import Query, full_cells, query_of

KIND: Final = "reference_structure"
LOWEST: Final = 0.15
"""Score under which a reference is not linked."""
KEPT: Final = 3
"""References linked to one structure at most, the best first."""
MINOR: Final = 6
"""Elements of a composition, scarcest first, that a parent may lack: so many are tried."""
REMEMBERED: Final = 64


@dataclass(slots=True)
class Joiner:
    """Finds references; those of the chemical systems asked for last are kept in memory."""

    book: ReferenceBook
    _known: "OrderedDict[tuple[str, ...], tuple[list[Reference], Any]]" = field(default_factory=OrderedDict)

    def best(self, query: Query, count: int = KEPT) -> list[Match]:
        """The best matches, best first; by score, then by id."""
        found: dict[str, Match] = {}
        for composition in query.compositions:
            for reference in self._candidates(query, composition):
                fit = match(query, composition, reference)
                if fit is not None and fit.score >= LOWEST:
                    found[reference.id] = fit
        ranked = sorted(found.values(), key=lambda fit: (-fit.score, fit.reference.source, fit.reference.source_id))
        ranked = ranked[: max(count, KEPT)]
        if query.cif is not None:
            ranked = self._by_sites(query.cif, ranked)
        return ranked[:count]

    def _candidates(self, query: Query, composition: dict[str, float]) -> list[Reference]:
        """References of the composition or of a parent of it whose lattice may be the printed one."""
        systems = tuple(parent_systems(composition))
        if systems not in self._known:
            references = self.book.find(systems)
            stacked = np.array([reference.primitive for reference in references]).reshape(-1, 3, 3)
            self._known[systems] = references, np.abs(np.linalg.det(stacked))
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        references, volumes = self._known[systems]
        volume = _volume(query)
        if volume is None or not references:
            return references
        times = volume / volumes
        fits = np.any(np.abs(times[:, None] / np.array([[1, 2, 3, 4]]) - 1) < 0.2, axis=1)
        return [reference for reference, fit in zip(references, fits, strict=True) if fit]

    def _by_sites(self, cif: str, found: list[Match]) -> list[Match]:
        """The matches anew, those first whose sites fit the sample's own (StructureMatcher, volumes scaled)."""
        from pymatgen.analysis.structure_matcher import StructureMatcher

        try:
            with deadline():
                own = to_structure(from_cif(cif))
        except Exception:  # a CIF that cannot be read says nothing against the references
            return found
        matcher = StructureMatcher(primitive_cell=True, scale=True, attempt_supercell=False)
        rated: list[Match] = []
        for one in found:
            try:
                with deadline():
                    apart = matcher.get_rms_dist(own, to_structure(self.book.crystal(one.reference.id)))
            except Exception:  # a comparison that does not end, or fails, leaves the lattice's score
                apart = None
            told = "sites differ" if apart is None else f"sites within {apart[0]:.3f} of the mean free length"
            score = one.score * 0.5 if apart is None else max(one.score, 1 - apart[0])
            rated.append(Match(reference=one.reference, score=round(score, 4), reasons=(*one.reasons, told)))
        return sorted(rated, key=lambda one: -one.score)


def _volume(query: Query) -> float | None:
    """The volume of the printed cell where all cells that it can mean have about the same."""
    systems = (
        (query.system,) if query.system else ("cubic", "tetragonal", "hexagonal", "trigonal", "orthorhombic", None)
    )
    volumes = [cell.volume for cell, _ in full_cells(query, systems)]
    return volumes[0] if volumes and query.system and max(volumes) < 1.05 * min(volumes) else None


def parent_systems(composition: dict[str, float]) -> Iterator[str]:
    """The chemical systems of a composition and of what is left without its minor elements."""
    minor = sorted((symbol for symbol, share in composition.items() if share <= DOPING), key=composition.__getitem__)
    for count in range(min(len(minor), MINOR) + 1):
        for absent in combinations(minor[:MINOR], count):
            if sum(composition[symbol] for symbol in absent) <= DOPING and len(absent) < len(composition):
                yield "-".join(sorted(composition.keys() - set(absent)))


def links_of(paper: PaperRecords, joiner: Joiner) -> list[Link]:
    """Links from the paper's structures to their references."""
    samples = {sample.id: sample for sample in paper.samples}
    links: list[Link] = []
    for structure in paper.structures:
        for fit in joiner.best(query_of(structure, samples[structure.sample])):
            reference = fit.reference
            named = (
                f"{reference.source} {reference.source_id}: {reference.reduced_formula} {reference.space_group or ''}"
            )
            reason = f"{named.strip()} ({'; '.join(fit.reasons)})"
            links.append(
                Link(source=structure.id, target=reference.id, kind=KIND, reason=reason, score=min(fit.score, 1.0))
            )
    return links


@dataclass(slots=True)
class JoinReport:
    """How many structures there were, how many have a reference, and how many links were written."""

    structures: int = 0
    joined: int = 0
    links: int = 0


def join(store: Store, tell: Callable[[int], None] = lambda _: None) -> JoinReport:
    """Writes the links of all papers in the place of those of an earlier join; ``tell`` hears papers done."""
    joiner = Joiner(ReferenceBook(store))
    report = JoinReport()
    store.connection.execute("DELETE FROM links WHERE kind = ?", [KIND])
    for number, paper in enumerate(store.papers(_papers_with_structures(store)), 1):
        links = links_of(paper, joiner)
        report.structures += len(paper.structures)
        report.joined += len({link.source for link in links})
        report.links += len(links)
        _write(store, paper.document.id, links)
        tell(number)
    return report


def papers_to_join(store: Store) -> int:
    """How many papers have structures."""
    return len(_papers_with_structures(store))


def _papers_with_structures(store: Store) -> list[str]:
    rows = store.connection.execute(
        'SELECT DISTINCT d."name", d.id FROM structures t JOIN documents d ON d.id = t.document ORDER BY 1, 2'
    ).fetchall()
    return [row[1] for row in rows]


def _write(store: Store, document: str, links: list[Link]) -> None:
    if not links:
        return
    with store.transaction():
        row = store.connection.execute(
            "SELECT coalesce(max(ordinal) + 1, 0) FROM links WHERE document = ?", [document]
        ).fetchone()
        first = int(row[0]) if row else 0
        store.connection.executemany(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?)",
            [[document, first + place, link.source, link.target, link.kind, link.reason, link.score]
             for place, link in enumerate(links)],
        )  # fmt: skip
