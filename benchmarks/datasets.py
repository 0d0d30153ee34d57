"""Structures of perov_5 and carbon_24, and generated rows, in; speed, memory and agreement of building datasets out.

python -m benchmarks.datasets [build|duplicates|fingerprints|descriptions|rows N|scans FILE...]
"""

import csv
import gzip
import itertools
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from matloom.datasets.build import build
from matloom.datasets.derived.descriptions import description_row
from matloom.datasets.duplicates import Duplicates, group_structures, near_pairs, reduce
from matloom.datasets.fingerprints import structure_fingerprint
from matloom.datasets.neighbours import bonds
from matloom.datasets.recipe import Recipe, SourceSection, Text
from matloom.datasets.rows import BadRow
from matloom.datasets.sources.diffraction import xrd_rows
from matloom.datasets.structures import symmetry_columns
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Structure
from scipy.spatial import cKDTree

from benchmarks import SHARED

FOLDER = SHARED / "data/materials/cdvae_perov5_carbon24"
PAIRS = 2000


def memory() -> str:
    """Largest resident memory so far: of this process, and of the largest of its workers."""
    own, workers = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"{own:.0f} MB here, {workers:.0f} MB in the largest worker"


def structures(pattern: str) -> Iterator[Structure]:
    """Structures of CSVs with a column ``cif``, in the order of the files."""
    for path in sorted(FOLDER.glob(pattern)):
        with gzip.open(path, "rt") as lines:
            for row in csv.DictReader(lines):
                yield Structure.from_str(row["cif"], fmt="cif")


def processor_time() -> float:
    """Seconds that this process and its finished workers have worked."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(own.ru_utime + own.ru_stime for own in used)


def built() -> None:
    """perov_5 and carbon_24 with fingerprints, duplicates, patterns and splits: a part, twice that, and all."""
    source = {"kind": "csv", "structure": "cif", "licence": "MIT"}
    recipe = {
        "dataset": {"name": "all", "licence": "MIT"},
        "modalities": {"crystal": {}, "xrd": {"two_theta": [10, 80], "step": 0.1}, "text": {}},
        "splits": [{"name": "chemical_system", "criterion": "chemical_system"},
                   {"name": "random", "criterion": "random"}],
    }  # fmt: skip
    for share in (0.2149, 0.4298, 1.0):
        sources = [
            {"name": name, "path": f"{name}_*.csv.gz", "limit": round(share * rows)} | source
            for name, rows in (("perov_5", 7572), ("carbon_24", 4062))
        ]
        with tempfile.TemporaryDirectory() as folder:
            start = processor_time()
            whole = Recipe.model_validate(recipe | {"sources": sources})
            report = build(whole, Path(folder) / "out", data=FOLDER, workers=1)
            seconds = processor_time() - start
        rows = report.rows["index"]
        each = seconds / rows * 1000
        print(f"build            {rows:6d} structures  {seconds:7.1f} s of one core  {each:6.2f} ms each  {memory()}")


def scans(files: list[str]) -> None:
    """Scans of powder diffractometers as geddes reads them: points, first and last 2 theta, counts."""
    for name in files:
        section = SourceSection(name="scans", kind="xrd_files", path=name, licence="")
        for row in xrd_rows(section, [Path(name)]):
            if isinstance(row, BadRow):
                print(f"scan             {row.where}: {row.why}")
                continue
            two_theta, counts = (row.payloads["xrd"][0][column] for column in ("two_theta", "intensity"))
            print(f"scan             {row.where}: {len(two_theta)} points, {two_theta[0]:.4f} to {two_theta[-1]:.4f} "
                  f"degrees, {min(counts):.0f} to {max(counts):.0f} counts")  # fmt: skip


def fingerprints() -> None:
    """Fingerprints a second on one core, without reading the CIF."""
    found = list(structures("*.csv.gz"))
    start = time.perf_counter()
    for structure in found:
        structure_fingerprint(structure, bonds(structure), structure.composition.reduced_formula)
    seconds = time.perf_counter() - start
    print(f"fingerprints     {len(found):6d} structures  {seconds:7.1f} s  {len(found) / seconds:6.0f}/s")


def duplicates() -> None:
    """carbon_24: groups against StructureMatcher on two samples of 2 000 pairs, half of each near by some measure."""
    found = list(structures("carbon_24_*.csv.gz"))
    start = time.perf_counter()
    marked = [(i, structure_fingerprint(s, bonds(s), "C"), s) for i, s in enumerate(found)]
    groups = group_structures(marked, 0.3, workers=2)
    ours = time.perf_counter() - start
    vectors = np.array([reduce(structure).distances for structure in found])
    samples = {"within the limit of distance": near_pairs(vectors), "among the 60 nearest": nearest_pairs(vectors, 60)}
    for name, near in samples.items():
        each = agreement(name, found, groups, drawn_pairs(near, len(found)))
        theirs = each * len(found) * (len(found) - 1) / 2
        print(f"  time: {ours:.0f} s on two workers; all pairs by StructureMatcher {each * 1000:.1f} ms each, "
              f"{theirs:.0f} s on one core: {theirs / ours:.0f} times")  # fmt: skip


def agreement(name: str, found: list[Structure], groups: Duplicates, pairs: list[tuple[int, int]]) -> float:
    """Print how often rows are in one group where StructureMatcher joins them; its seconds a pair."""
    matcher = StructureMatcher()
    start = time.perf_counter()
    joined = np.array([matcher.fit(found[i], found[j]) for i, j in pairs])
    each = (time.perf_counter() - start) / len(pairs)
    for kind, firsts in (("groups", groups.group), ("clusters", groups.cluster)):
        same = np.array([firsts.get(i, -1 - i) == firsts.get(j, -1 - j) for i, j in pairs])
        held = f"{len(set(firsts.values()))} of more than one, {len(firsts)} rows in them"
        agree = f"agree on {np.mean(same == joined):.4f} of {len(pairs)}, {joined.sum()} joined"
        print(f"carbon_24 {kind:8s} {agree}; {held}; half of the pairs {name}")
    return each


def nearest_pairs(vectors: np.ndarray, count: int) -> np.ndarray:
    """Each row with its ``count`` nearest by average minimum distances; shape (pairs, 2)."""
    near = cKDTree(vectors).query(vectors, count + 1, p=np.inf)[1]
    pairs = np.stack([np.repeat(np.arange(len(vectors)), count + 1), near.ravel()], axis=1)
    return np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)


def drawn_pairs(near: np.ndarray, rows: int) -> list[tuple[int, int]]:
    """Half of PAIRS from ``near``, half from all pairs of rows; seed 0."""
    random = np.random.default_rng(0)
    pairs = {tuple(near[k].tolist()) for k in random.choice(len(near), PAIRS // 2, replace=False)}
    while len(pairs) < PAIRS:
        i, j = sorted(random.integers(rows, size=2).tolist())
        if i != j:
            pairs.add((i, j))
    return sorted(pairs)


def descriptions() -> None:
    """Time of a description of perov_5's first: by matloom, by Robocrystallographer without AFLOW's names and with."""
    found = list(itertools.islice(structures("perov_5_*.csv.gz"), 200))
    for name, count, options in (("matloom", 200, Text()), ("robocrys", 20, Text(method="robocrys")),
                                 ("robocrys with AFLOW", 5, Text(method="robocrys", aflow=True))):  # fmt: skip
        symmetry = [symmetry_columns(structure) for structure in found[:count]]
        description_row(found[0], symmetry[0], bonds(found[0]), options)  # loads what it needs
        start = time.perf_counter()
        for structure, named in zip(found, symmetry, strict=False):
            description_row(structure, named, bonds(structure), options)
        print(f"description      {name:20s} {(time.perf_counter() - start) / count * 1000:8.1f} ms each")


def rows(number: int) -> None:
    """Generated rows of formulas with a number: rows a second and memory, which does not grow with the rows."""
    elements = itertools.product(
        ("Li", "Na", "K", "Rb", "Cs", "Mg", "Ca", "Sr", "Ba"), ("F", "Cl", "Br", "I", "O", "S")
    )
    formulas = [f"{a}{i}{b}{j}" for a, b in elements for i in range(1, 5) for j in range(1, 5)]
    with tempfile.TemporaryDirectory() as folder:
        schema = pa.schema({"id": pa.string(), "formula": pa.string(), "gap": pa.float64()})
        with pq.ParquetWriter(Path(folder) / "rows.parquet", schema) as writer:
            for start in range(0, number, 100_000):
                numbers = range(start, min(number, start + 100_000))
                columns = {
                    "id": [f"row-{i:09d}" for i in numbers],
                    "formula": [formulas[i % len(formulas)] for i in numbers],
                    "gap": [(i * 7919 % 10_007) / 1000 for i in numbers],
                }
                writer.write_table(pa.table(columns, schema=schema))
        source = {"name": "rows", "kind": "parquet", "path": "rows.parquet", "id": "id", "formula": "formula",
                  "licence": "CC0-1.0", "properties": {"gap": {"name": "band_gap", "unit": "eV"}}}  # fmt: skip
        recipe = Recipe.model_validate({
            "dataset": {"name": "rows", "licence": "CC0-1.0"}, "sources": [source], "modalities": {"properties": {}},
            "duplicates": {"by": "none"}, "splits": [{"name": "hash", "criterion": "hash"}],
            "build": {"rows_per_shard": 1_000_000},
        })  # fmt: skip
        start = time.perf_counter()
        build(recipe, Path(folder) / "out", data=Path(folder), workers=2)
        seconds = time.perf_counter() - start
    print(f"generated rows   {number:9d}  {seconds:7.1f} s  {number / seconds:7.0f} rows/s  {memory()}")


def main() -> None:
    """Run what the command line names, or all but the ten million rows."""
    warnings.simplefilter("ignore")
    chosen = sys.argv[1:] or ["fingerprints", "descriptions", "duplicates", "build"]
    if chosen[0] == "rows":
        rows(int(chosen[1]) if len(chosen) > 1 else 10_000_000)
        return
    if chosen[0] == "scans":
        scans(chosen[1:])
        return
    for name in chosen:
        {"build": built, "descriptions": descriptions, "duplicates": duplicates, "fingerprints": fingerprints}[name]()


if __name__ == "__main__":
    main()
