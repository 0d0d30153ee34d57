"""Structures with their lattices printed as papers print them in, the share whose reference comes first out.

Run: python -m benchmarks.reference
"""

import random
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from matloom.records.compositions import CompositionFamily
from matloom.records.evidence import Evidence
from matloom.records.model import Lattice, Sample, Structure
from matloom.records.quantities import Quantity
from matloom.records.store.store import Store
from matloom.reference.book import ReferenceBook
from matloom.reference.crystals import to_structure
from matloom.reference.files import read_files, structure_files
from matloom.reference.join import Joiner
from matloom.reference.match import Match
from matloom.reference.query import NEEDED, query_of
from pymatgen.core import Element

from . import SHARED

SOURCES = {
    "jarvis": "alignn_jarvis_samples/sample_data", "nrel": "matfold_structures/test.json.gz",
    "mp": "llmprop_textedge_sample", "perovskites": "cdvae_perov5_carbon24/perov_5_test.csv.gz",
    "carbon": "cdvae_perov5_carbon24/carbon_24_test.csv.gz",
}  # fmt: skip
EACH = 40
SEED = 20260
DOPANTS = ("Zn", "Mg", "Al", "Mn")
EVIDENCE = Evidence(document="benchmark", kind="text", quote="")


@dataclass(frozen=True, slots=True)
class Truth:
    """A reference, and the structure as a paper would report it."""

    reference: str
    source: str
    structure: Structure
    sample: Sample


def fill(book: ReferenceBook, names: tuple[str, ...] = tuple(SOURCES)) -> None:
    """Adds the sets; what they have besides structures (tables of labels) is told as unreadable and left out."""
    for name in names:
        files = structure_files(SHARED / "data/materials" / SOURCES[name])
        for problem in book.add(name, SOURCES[name], None, read_files(files, lambda _: None)):
            print(problem.why)


def printed(value: float, decimals: int, unit: str) -> Quantity:
    """A value as printed."""
    return Quantity(text=f"{value:.{decimals}f}", value=round(value, decimals), unit=unit)


def truth(book: ReferenceBook, identifier: str, source: str, draw: random.Random) -> Truth | None:
    """The reference in pymatgen's conventional setting, all lengths off by 0.3 to 1 %, each by up to 0.2 % more.

    Lengths have 2 to 4 decimals and angles 1 or 2; what the crystal system fixes is not printed, nor is the cell of a
    structure without symmetry operations left out.
    """
    from pymatgen.symmetry.analyzer import SpacegroupAnalyzer

    analyzer = SpacegroupAnalyzer(to_structure(book.crystal(identifier)), symprec=0.1)
    system = str(analyzer.get_crystal_system())
    cell = analyzer.get_conventional_standard_structure().lattice
    shift = draw.choice((-1, 1)) * draw.uniform(0.003, 0.01)
    decimals, angle_decimals = draw.randint(2, 4), draw.randint(1, 2)
    found: dict[str, Quantity] = {}
    for name in NEEDED[system]:
        if name in ("a", "b", "c"):
            length = getattr(cell, name) * (1 + shift + draw.uniform(-0.002, 0.002))
            found[name] = printed(length, decimals, "angstrom")
        else:
            found[name] = printed(getattr(cell, name) + draw.uniform(-0.3, 0.3), angle_decimals, "deg")
    formula = analyzer._structure.composition.reduced_formula
    compositions = CompositionFamily.from_text(formula).value.compositions
    if len(compositions) != 1:
        return None
    sample = Sample(id="s", document="benchmark", labels=(), composition=compositions[0], evidence=EVIDENCE)
    symbol = analyzer.get_space_group_symbol().replace("_", "")
    structure = Structure(id="t", sample="s", space_group=symbol, lattice=Lattice(**found), evidence=EVIDENCE)
    return Truth(reference=identifier, source=source, structure=structure, sample=sample)


def right(book: ReferenceBook, wanted: str, matches: list[Match]) -> tuple[bool, bool]:
    """Whether the first match is the reference itself; whether it is that or the same crystal (StructureMatcher)."""
    from pymatgen.analysis.structure_matcher import StructureMatcher

    if not matches:
        return False, False
    first = matches[0].reference.id
    if first == wanted:
        return True, True
    one, other = (to_structure(book.crystal(identifier)) for identifier in (first, wanted))
    return False, bool(StructureMatcher().fit(one, other))


def main() -> None:
    """Fill a database with all sets, and ask for 40 structures of each in every variant."""
    draw = random.Random(SEED)
    with tempfile.TemporaryDirectory() as place, Store.open(Path(place) / "r.duckdb", "write") as store:
        book = ReferenceBook(store)
        fill(book)
        joiner = Joiner(book)
        rows = store.connection.execute(
            "SELECT source, id FROM reference_structures ORDER BY source, source_id"
        ).fetchall()
        ids: dict[str, list[str]] = defaultdict(list)
        for source, identifier in rows:
            ids[source].append(identifier)
        truths = [
            found
            for source in SOURCES
            for identifier in draw.sample(ids[source], EACH)
            if (found := truth(book, identifier, source, draw)) is not None
        ]
        print(f"{len(rows)} reference structures, {len(truths)} asked for\n")
        report(book, joiner, truths)


def report(book: ReferenceBook, joiner: Joiner, truths: list[Truth]) -> None:
    """Prints the table."""
    print("| what is printed | set | asked | the same entry first | the same crystal first |\n|---|---|---|---|---|")
    for told, change in VARIANTS.items():
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for one in filter(None, map(change, truths)):
            same_entry, same_crystal = right(book, one.reference, joiner.best(query_of(one.structure, one.sample)))
            for name in (one.source, "all"):
                counts[name] = [a + b for a, b in zip(counts[name], (1, same_entry, same_crystal), strict=True)]
        for name in (*SOURCES, "all"):
            asked, entry, crystal = counts[name]
            if not asked:
                continue
            print(f"| {told} | {name} | {asked} | {entry / asked:.3f} | {crystal / asked:.3f} |")


def bare(truth: Truth) -> Truth:
    """The structure without its space group."""
    return replace(truth, structure=replace(truth.structure, space_group=None))


def doped(truth: Truth) -> Truth | None:
    """The sample with a tenth of its most abundant metal replaced; None for elements and what has no metal."""
    composition = truth.sample.composition
    amounts = dict(composition.amounts) if composition else {}
    metals = sorted((symbol for symbol in amounts if Element(symbol).is_metal), key=lambda s: (-amounts[s], s))
    if not metals or len(amounts) < 2 or composition is None:
        return None
    dopant = next(symbol for symbol in DOPANTS if symbol not in amounts)
    amount = amounts[metals[0]]
    amounts |= {metals[0]: 0.9 * amount, dopant: 0.1 * amount}
    return replace(truth, sample=replace(truth.sample, composition=replace(composition, amounts=amounts)))


VARIANTS: dict[str, Callable[[Truth], Truth | None]] = {
    "lattice, space group, formula": lambda truth: truth, "lattice, formula": bare,
    "lattice, space group, a tenth of a metal replaced": doped,
}  # fmt: skip


if __name__ == "__main__":
    main()
