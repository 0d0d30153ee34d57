"""Judged values, benchmark records and generated corpora in, how far samples, confidence and conflicts hold out.

Run: python -m benchmarks.trust [links] [gold] [conflicts] [scale [PAPERS ...]]
     python -m benchmarks.trust fit [FOLDER_OF_ANNOTATED_PAPERS ...]
     python -m benchmarks.trust first FOLDER_OF_ANNOTATED_PAPERS ...
     python -m benchmarks.trust held FOLDER_OF_ANNOTATED_PAPERS ...
     python -m benchmarks.trust gold_left_out FOLDER_OF_ANNOTATED_PAPERS ...
"""

import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from matloom.corpus.conflicts import find_conflicts
from matloom.corpus.weaving import open_woven, weave
from matloom.records.calibration import ReliabilityRow
from matloom.records.compositions import CompositionFamily
from matloom.records.evidence import Evidence
from matloom.records.model import Condition, DocumentRecord, Measurement, PaperRecords, Sample
from matloom.records.quantities import Quantity
from matloom.records.store.rows import batches
from matloom.records.store.store import Store

from . import SHARED
from .records import COMMAND, score
from .trust_calibration import fit, probabilities, write
from .trust_diagram import THRESHOLDS, draw, tell
from .trust_first import keep_first, with_first
from .trust_labels import Judged, annotated, judge, labels, papers
from .unseen import unseen

SAMPLE = re.compile(r"^sample .*\((\d+) right of (\d+) said, (\d+) in gold\)", re.M)


def judged() -> list[Judged]:
    """Every judged measurement as the present stages have it, without those of unseen papers."""
    told = [label for label in labels() if label["doc"] not in unseen()]
    names = sorted({label["doc"] for label in told})
    found: list[Judged] = []
    for name, records, features in papers(names):
        mine = (judge(label, records, features) for label in told if label["doc"] == name)
        found.extend(one for one in mine if one is not None)
    return found


def tell_links(values: list[Judged]) -> None:
    """The share of right samples."""
    for kind, kinds in (("text", ("text", "caption")), ("table", ("table",))):
        own = [one for one in values if one.kind in kinds]
        sound = [one for one in own if one.right >= 2]
        linked = sum(one.linked for one in sound)
        print(f"{kind}: {len(own)} judged, value and property right {len(sound)}, sample right {linked}")


def tell_left_out(values: list[Judged]) -> list[ReliabilityRow]:
    """Calibration on papers left out of the fit."""
    return tell("left out by paper", probabilities(values), np.array([one.right == 3 for one in values], float))


def tell_held(folders: list[Path]) -> None:
    """Calibration of the shipped fit on annotated papers that it has not seen."""
    values = [one for folder in folders for one in annotated(folder)]
    tell("held out", np.array([one.confidence for one in values]), np.array([one.right == 3 for one in values], float))


def tell_gold() -> None:
    """Calibration and what a threshold buys on the benchmark records, by their own scorer."""
    gold = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((SHARED / "gold").glob("*.gold.json"))]
    names = {paper["doc"] for paper in gold}
    with tempfile.TemporaryDirectory() as place:
        folder, database = Path(place), Path(place) / "c.duckdb"
        command = [
            *COMMAND,
            "ingest",
            *(str(SHARED / "data/papers" / name) for name in sorted(names)),
            "--db",
            str(database),
        ]
        subprocess.run(command, check=True, capture_output=True)
        command = [*COMMAND, "export", "--db", str(database), "--format", "records"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        records = [json.loads(line) for line in text.splitlines()]
        print(score(records, gold, folder))
        said = sorted(
            (m["confidence"] for r in records if r["doc"] in names for m in r["measurements"]), reverse=True
        )  # fmt: skip
        whole = None
        error = 0.0
        for least in THRESHOLDS:
            hits, number, wanted = _scored(records, gold, folder, least, 1.01)
            whole = whole or number
            print(f"--min-confidence {least:.1f}: precision {hits / max(number, 1):.3f} ({hits} of {number}), "
                  f"recall {hits / wanted:.3f}, coverage {number / whole:.2f}")  # fmt: skip
        least = said[round(0.6 * len(said)) - 1]
        hits, number, _ = _scored(records, gold, folder, least, 1.01)
        print(f"at 60 % coverage (p >= {least:.3f}): precision {hits / number:.3f}")
        for place_ in range(10):
            low, high = place_ / 10, (place_ + 1) / 10
            own = [chance for chance in said if low <= chance < high]
            hits, number, _ = _scored(records, gold, folder, low, high)
            if number:
                error += abs(float(np.mean(own)) - hits / number) * number / (whole or 1)
                print(f"  {low:.1f}-{high:.1f}  {number:4d} values  said {np.mean(own):.2f}  right {hits / number:.2f}")
        print(f"ECE {error:.3f}")


def _scored(records: list[Any], gold: list[Any], folder: Path, low: float, high: float) -> tuple[int, int, int]:
    kept = [r | {"measurements": [m for m in r["measurements"] if low <= m["confidence"] < high]} for r in records]
    match = SAMPLE.search(score(kept, gold, folder))
    assert match is not None
    return int(match[1]), int(match[2]), int(match[3])


def tell_gold_left_out(values: list[Judged]) -> None:
    """Calibration on the benchmark records by leave-one-paper-out: each of their papers by a fit to all other papers.

    Nothing of that is kept: what ships is fitted without the benchmark records.
    """
    gold = annotated(SHARED / "gold")
    chances = probabilities([*values, *gold])[-len(gold) :]
    tell("gold, left out by paper", chances, np.array([one.right == 3 for one in gold], float))


def tell_conflicts() -> None:
    """40 contradictions and 40 harmless restatements planted into the XML papers' records, for five seeds."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from planting import LEAST, plant

    names = [path.stem for path in (SHARED / "data/xml").rglob("*xml")]
    real = [records for _, records, _ in papers(names)]
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(5):
            made, pairs = plant(real, 40, seed=seed)
            path = Path(folder) / f"{seed}.duckdb"
            _fill(path, made)
            with open_woven(path) as store:
                found = find_conflicts(store.connection, chosen="m.confidence >= ?", values=[LEAST])
            alarms = {
                frozenset((one.first.measurement, one.second.measurement)) for one in found if not one.explanations
            }
            hit = [frozenset((pair.original, pair.planted)) in alarms for pair in pairs]
            print(f"seed {seed}: found {sum(hit[:40])} of 40, false alarms {sum(hit[40:])} of 40; "
                  f"other alarms {len(alarms) - sum(hit)}, explained {len(found) - len(alarms)}")  # fmt: skip


def _fill(path: Path, made: list[PaperRecords]) -> None:
    with Store.open(path, "write") as store:
        for paper in made:
            store.write(paper.document.id, "1", batches(paper))
        weave(store)


FORMULAS = ("LiFePO4", "TiO2", "BaTiO3", "ZnO", "Al2O3", "SiC", "LiCoO2", "Fe2O3", "CdS", "SnO2", "MoS2", "GaN")
PROPERTIES = ("band_gap", "density", "hardness", "specific_capacity", "electrical_conductivity")


def generated(number: int, seed: int = 0) -> Iterator[PaperRecords]:
    """Papers' records as an extraction run makes them: 4 samples, 30 values, some repeated, some cited."""
    rng = random.Random(seed)
    compositions = [CompositionFamily.from_text(text).value.compositions[0] for text in FORMULAS]
    for place in range(number):
        document = f"sha256:g{place}"
        samples = []
        for count in range(4):
            base = rng.choice(compositions)
            formula, amounts = base.formula, dict(base.amounts)
            if count:
                amounts["Nb"] = round(rng.random(), 3)
                formula += f"Nb{amounts['Nb']}"
            cite = Evidence(document=document, kind="text", quote=formula, block="b0", stage="g", version="1")
            sample = f"{document}-s{count}"
            composition = replace(base, formula=formula, amounts=amounts)
            samples.append(
                Sample(id=sample, document=document, labels=(formula,), composition=composition, evidence=cite)
            )
        sketch = tuple(rng.randrange(2**32) for _ in range(64))
        values = [_value(document, count, rng, samples) for count in range(30)]
        yield PaperRecords(
            document=DocumentRecord(id=document, name=f"g{place}", source=f"g{place}.xml", reader="g", pages=8,
                                    title=f"Generated paper number {place} on things", year=2000 + place % 20,
                                    sketch=sketch),
            samples=tuple(samples), measurements=tuple(values),
        )  # fmt: skip


def _value(document: str, count: int, rng: random.Random, samples: list[Sample]) -> Measurement:
    amount = round(rng.lognormvariate(1, 1), 2)
    temperature = float(rng.randrange(200, 1500, 50))
    quantity = Quantity(text=f"{amount} eV", value=amount, unit="eV", canonical_value=amount, canonical_unit="eV")
    warm = Quantity(
        text=f"{temperature} K", value=temperature, unit="K", canonical_value=temperature, canonical_unit="K"
    )
    evidence = Evidence(
        document=document, kind="text", quote=f"{count} {amount}", block=f"b{count}", stage="g", version="1"
    )
    return Measurement(
        id=f"{document}-m{count}", sample=rng.choice(samples).id, property=rng.choice(PROPERTIES), words="value",
        quantity=quantity, conditions=(Condition(name="temperature", quantity=warm),), confidence=0.8,
        origin="cited" if rng.random() < 0.2 else "reported", evidence=evidence,
    )  # fmt: skip


def tell_scale(sizes: list[int]) -> None:
    """Time and memory of weaving generated corpora, each in a process of its own."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "c.duckdb")
            subprocess.run([sys.executable, "-m", "benchmarks.trust", "fill", path, str(size)], check=True)
            subprocess.run([sys.executable, "-m", "benchmarks.trust", "weave", path], check=True)


def fill_generated(path: str, size: int) -> None:
    """Writes generated papers in slices, past the store's checks of papers one by one."""
    import pyarrow as pa

    with Store.open(path, "write") as store:
        waiting: dict[str, list[Any]] = {}
        seen: set[str] = set()
        for place, paper in enumerate(generated(size), 1):
            for table, batch in batches(paper).items():
                with pa.ipc.open_stream(batch) as reader:
                    rows = reader.read_all()
                if table == "materials":
                    rows = rows.filter([one not in seen for one in rows["id"].to_pylist()])
                    seen.update(rows["id"].to_pylist())
                waiting.setdefault(table, []).append(rows)
            if place % 2000 == 0 or place == size:
                _flush(store, waiting)


def _flush(store: Store, waiting: dict[str, list[Any]]) -> None:
    import pyarrow as pa

    with store.transaction():
        for table in ("documents", "evidence", "materials", "samples", "measurements", "conditions"):
            store.connection.register("arriving", pa.concat_tables(waiting.pop(table)))
            store.connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM arriving").fetchall()
            store.connection.unregister("arriving")
    store.connection.execute(
        "INSERT INTO extractions SELECT id, 'g' FROM documents WHERE id NOT IN (SELECT document FROM extractions)"
    ).fetchall()


def weave_file(path: str) -> None:
    """Weaves a database and says what it took."""
    with Store.open(path, "write") as store:
        began, worked = time.perf_counter(), time.process_time()
        weave(store)
        took, work = time.perf_counter() - began, time.process_time() - worked
        counts = store.connection.execute(
            "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM measurements), (SELECT count(*) FROM facts)"
        ).fetchone()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{counts[0] if counts else 0} papers, {counts[1:] if counts else ()} values and facts: "
          f"{took:.1f} s, {work:.1f} s of processor time, peak {peak:.0f} MB", flush=True)  # fmt: skip


def main() -> None:
    """All parts, or those that are named."""
    words = sys.argv[1:] or ["links", "gold", "conflicts", "scale"]
    if words[0] == "fill":
        fill_generated(words[1], int(words[2]))
    elif words[0] == "weave":
        weave_file(words[1])
    elif words[0] == "fit":
        values = judged() + with_first(Path(word) for word in words[1:])
        write(fit(values))
        tell_links(values)
        draw(tell_left_out(values))
    elif words[0] == "first":
        keep_first(Path(word) for word in words[1:])
    elif words[0] == "gold_left_out":
        tell_gold_left_out(judged() + with_first(Path(word) for word in words[1:]))
    elif words[0] == "held":
        tell_held([Path(word) for word in words[1:]])
    else:
        if "links" in words:
            values = judged()
            tell_links(values)
            tell_left_out(values)
        if "gold" in words:
            tell_gold()
        if "conflicts" in words:
            tell_conflicts()
        if "scale" in words:
            tell_scale([int(word) for word in words if word.isdigit()] or [1000, 3000, 10_000])


if __name__ == "__main__":
    main()
