"""Materials that exist in, false alarms of the physics rules out; errors planted into them in, the share found out.

Run: python -m benchmarks.gates
"""

import csv
import gzip
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from matloom.records.compositions import Composition, CompositionFamily
from matloom.records.evidence import Evidence
from matloom.records.gates.compositions import applies
from matloom.records.gates.lattices import AVOGADRO
from matloom.records.gates.rules import hits
from matloom.records.model import DocumentRecord, Lattice, Measurement, PaperRecords, Sample, Structure
from matloom.records.quantities import Quantity
from matloom.records.store.reading import fetch
from matloom.records.store.store import Store
from matloom.reference.book import ReferenceBook
from matloom.reference.cells import Cell
from matloom.reference.query import NEEDED
from pymatgen.core import Element

from . import SHARED
from .reference import fill

MATERIALS = SHARED / "data/materials"
SEED = 7
EVIDENCE = Evidence(document="benchmark", kind="text", quote="")
DOCUMENT = DocumentRecord(id="benchmark", name="benchmark", source="benchmark", reader=None, pages=0)


def known_formulas() -> list[str]:
    """Formulas of compounds with a band gap measured by experiment (matbench)."""
    with gzip.open(MATERIALS / "matbench_composition/matbench/expt_gap.csv.gz", "rt") as file:
        return sorted({row["formula"] for row in csv.DictReader(file) if float(row["target"]) > 0})


def compositions(formulas: list[str]) -> Iterator[Composition]:
    """Those that the rule on charges speaks of: oxides and halides with a metal."""
    for formula in formulas:
        found = CompositionFamily.from_text(formula).value.compositions
        if len(found) == 1 and found[0].resolved and found[0].kind == "formula":
            amounts = {symbol: float(amount) for symbol, amount in found[0].amounts.items()}
            if applies(amounts):
                yield found[0]


def flagged(paper: PaperRecords) -> set[str]:
    """The rules that have a hit."""
    return {rule.name for rule, _ in hits(paper)}


def of_composition(composition: Composition) -> PaperRecords:
    """A paper with one sample."""
    sample = Sample(
        id="s", document="benchmark", labels=(composition.formula,), composition=composition, evidence=EVIDENCE
    )
    return PaperRecords(document=DOCUMENT, samples=(sample,))


def misread(composition: Composition, draw: random.Random) -> Composition:
    """One amount read wrong: a digit lost or added, or an element lost."""
    amounts = dict(composition.amounts)
    symbol = draw.choice(sorted(amounts))
    amount = float(amounts[symbol])
    kind = draw.choice(("digit", "lost") if len(amounts) > 2 else ("digit",))
    if kind == "lost":
        del amounts[symbol]
    else:
        amounts[symbol] = draw.choice([float(n) for n in range(1, 10) if n != amount])
    return replace(composition, amounts=amounts)


def charges(draw: random.Random) -> None:
    """False alarms of charge_balance on formulas that exist, and the misread ones that it finds."""
    real = list(compositions(known_formulas()))
    alarms = [found.formula for found in real if "charge_balance" in flagged(of_composition(found))]
    caught = sum("charge_balance" in flagged(of_composition(misread(found, draw))) for found in real)
    rates = f"{len(alarms) / len(real):.4f} | {caught / len(real):.3f}"
    print(f"| charge_balance | measured compounds | {len(real)} | {rates} |")
    print("  alarms:", ", ".join(alarms))


def quantity(value: float, unit: str) -> Quantity:
    """A number as printed with four digits behind the point."""
    return Quantity(text=f"{value:.4f}", value=round(value, 4), unit=unit)


def paper_of(cell: Cell, symbol: str, system: str, formula: Composition, density: float) -> PaperRecords:
    """A paper that reports a lattice in full, with its volume and density."""
    printed = {name: quantity(getattr(cell, name), "angstrom" if name in "abc" else "deg") for name in NEEDED[system]}
    lattice = Lattice(**printed, volume=quantity(cell.volume, "angstrom^3"))
    structure = Structure(
        id="t", sample="s", space_group=symbol, crystal_system=system, lattice=lattice, evidence=EVIDENCE
    )
    value = Measurement(id="m", sample="s", property="density", words="density", quantity=quantity(density, "g/cm3"),
                        confidence=1.0, evidence=EVIDENCE)  # fmt: skip
    return replace(of_composition(formula), structures=(structure,), measurements=(value,))


def slip(paper: PaperRecords, kind: str, draw: random.Random) -> PaperRecords:
    """The paper with one error: a length with two digits swapped, a wrong space group, a tenfold or tenth density."""
    if kind == "density":
        value = paper.measurements[0]
        wrong = quantity((value.quantity.value or 0.0) * draw.choice((10, 0.1)), "g/cm3")
        return replace(paper, measurements=(replace(value, quantity=wrong),))
    structure = paper.structures[0]
    if kind == "space group":
        others = [symbol for symbol in ("Fm-3m", "I4/mmm", "Pnma", "P63/mmc") if symbol != structure.space_group]
        return replace(paper, structures=(replace(structure, space_group=draw.choice(others)),))
    name = draw.choice([name for name in "abc" if getattr(structure.lattice, name)])
    text = list(getattr(structure.lattice, name).text)
    pairs = enumerate(pairwise(text))
    place = next((i for i, (one, other) in pairs if one != other and "." not in one + other), 0)
    text[place], text[place + 1] = text[place + 1], text[place]
    lattice = replace(structure.lattice, **{name: quantity(float("".join(text)), "angstrom")})
    return replace(paper, structures=(replace(structure, lattice=lattice),))


def lattices(draw: random.Random) -> None:
    """False alarms of the rules on lattices and density on calculated crystals, and the planted errors they find."""
    with tempfile.TemporaryDirectory() as place, Store.open(Path(place) / "r.duckdb", "write") as store:
        book = ReferenceBook(store)
        fill(book, ("jarvis", "nrel", "mp"))
        rows = fetch(
            store.connection,
            "SELECT id, reduced_formula, space_group, crystal_system, a, b, c, alpha, beta, gamma "
            "FROM reference_structures WHERE space_group IS NOT NULL ORDER BY source, source_id",
        )
        papers = [paper for row in rows if (paper := reported(book, row)) is not None]
    alarms = Counter(name for paper in papers for name in flagged(paper))
    print(f"| lattices and density | calculated crystals | {len(papers)} | {alarms.total() / len(papers):.4f} | |")
    names = [paper.samples[0].labels[0] for paper in papers if flagged(paper)]
    print("  alarms:", dict(alarms), ", ".join(names))
    for kind in ("digits", "space group", "density"):
        caught = sum(bool(flagged(slip(paper, kind, draw)) - flagged(paper)) for paper in papers)
        print(f"| planted: {kind} | calculated crystals | {len(papers)} | | {caught / len(papers):.3f} |")


def reported(book: ReferenceBook, row: dict[str, Any]) -> PaperRecords | None:
    """The paper of a reference structure; its density from the atoms in the cell."""
    found = CompositionFamily.from_text(row["reduced_formula"]).value.compositions
    if len(found) != 1:
        return None
    crystal = book.crystal(row["id"])
    mass = sum(amount * float(Element(symbol).atomic_mass) for symbol, amount in crystal.amounts.items())
    cell = Cell(*(row[name] for name in ("a", "b", "c", "alpha", "beta", "gamma")))
    density = mass / (AVOGADRO * crystal.volume)
    return paper_of(cell, row["space_group"], row["crystal_system"], found[0], density)


def main() -> None:
    """Prints both tables."""
    draw = random.Random(SEED)
    print("| rule | on | records | false alarms | planted errors found |\n|---|---|---|---|---|")
    charges(draw)
    lattices(draw)


if __name__ == "__main__":
    main()
