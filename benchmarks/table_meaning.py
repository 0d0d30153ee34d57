"""Published tables with known values in, how many of the values matloom states, with property, unit and sample, out.

The tables are JATS and Elsevier XML; ``tests/data/table_values*.json`` hold what was read in them before any output
was looked at: ``table_values.json`` is what the rules were made with, ``blind_N`` are tables drawn at random later, and
``printed_N`` tables of our own writing in the forms that papers on inorganic materials print. A value counts at three
levels: number and unit; and the property; and the sample. Values marked optional are neither asked for nor held against
us; ``rows`` are the first and last row that were read where a table is long.

Run: python -m benchmarks.table_meaning [NAME...] [-v], with names such as ``blind_1``
"""

import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from matloom.extract.document import Document
from matloom.extract.findings import Finding, StructureFinding
from matloom.extract.readers.reading import read, read_bytes
from matloom.extract.tables.stage import TableFindings
from matloom.records.units import parse_unit
from matloom.records.vocabulary import Vocabulary

from benchmarks import SHARED

VALUES = Path(__file__).parents[1] / "tests" / "data"
DEVELOPED = "table_values"
LEVELS = ("value", "property", "sample")
STOP = {"of", "the", "a", "an", "at", "in", "for", "and", "specific", "value", "average", "mean", "maximum", "total"}


def document_path(name: str) -> Path:
    """Where the paper lies."""
    data = SHARED / "data"
    if not name.startswith("PMC"):
        return data / "xml" / "oa_stm" / f"{name}.norm-xml"
    paths = [data / folder / name / f"{name}.xml" for folder in ("xml", "tables/jats")]
    return next((path for path in paths if path.exists()), paths[0])


def document_of(entry: dict[str, Any]) -> Document:
    """The paper that a table stands in, or the page of our own writing that holds the table alone."""
    if "html" in entry:
        return read_bytes(entry["html"].encode(), "page.html").value
    return read(document_path(entry["document"])).value


def close(found: float | None, wanted: float | None) -> bool:
    """The same number within 0.5 %."""
    if found is None or wanted is None:
        return found is wanted
    return abs(found - wanted) <= 0.005 * max(abs(found), abs(wanted)) + 1e-30


def in_base(value: float | None, unit: str | None) -> tuple[float | None, str | None]:
    """A number in its canonical unit; an unknown unit as it is spelled."""
    parsed = parse_unit(unit) if unit else None
    if parsed is None:
        spelled = re.sub(r"[^\w%]", "", unicodedata.normalize("NFKC", unit).lower()) if unit else None
        return value, spelled
    return (None if value is None else parsed.to_canonical(value)), parsed.canonical


def same_value(finding: Finding, wanted: dict[str, Any]) -> bool:
    """Same number, or same range, in the same unit after conversion."""
    quantity = finding.quantity
    for key in ("value", "low", "high"):
        found, unit = in_base(getattr(quantity, key), quantity.unit)
        asked, asked_unit = in_base(wanted.get(key), wanted.get("unit"))
        if unit != asked_unit or not close(found, asked):
            return False
    return True


def content(words: str) -> set[str]:
    """The words of a property's name that say something."""
    found = re.findall(r"[a-z]{2,}", words.lower().replace("_", " "))
    return {re.sub("(ies|es|s)$", "", word) for word in found} - STOP


def same_property(finding: Finding, wanted: dict[str, Any]) -> bool:
    """One of the names that the property may have."""
    names = wanted["property"] if isinstance(wanted["property"], list) else [wanted["property"]]
    return any(same_name(finding, name, wanted["unit"]) for name in names)


def same_name(finding: Finding, name: str, unit: str | None) -> bool:
    """Half of the content words in common, the same entry of the vocabulary, or the header as it is printed."""
    asked = content(name)
    found = content(finding.property) | content(finding.words)
    if name == finding.words or len(asked & found) >= max(1, (len(asked) + 1) // 2):
        return True
    entry = Vocabulary.load().find_property(name, parse_unit(unit) if unit else None)
    symbols = re.findall(r"\b[A-Z][a-z]?\b", name.split(" ", maxsplit=1)[0])
    if entry is not None and entry.name == "element_content":
        return finding.property == entry.name and finding.words.split(" ")[0] in symbols
    return entry is not None and entry.name == finding.property


def tokens(text: str) -> set[str]:
    """A label's parts, without signs and case."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return set(re.findall(r"[a-z0-9.%]+", re.sub("[\u2010-\u2015\u2212]", "-", plain).replace("wt%", " wt% ")))


def same_sample(finding: Finding, wanted: dict[str, Any]) -> bool:
    """One of the sample's labels stands in full in the first subject, or in what tells that one apart."""
    if not finding.subjects:
        return False
    subject = finding.subjects[0]
    found = tokens(subject.text) | tokens(subject.processing or "")
    return any(tokens(label) <= found for label in wanted["sample"])


def matches(findings: list[Finding], wanted: list[dict[str, Any]], level: int) -> int:
    """How many findings can be paired with a wanted value each."""
    tests = (same_value, same_property, same_sample)[: level + 1]
    free, hits = list(wanted), 0
    for finding in findings:
        found = next((w for w in free if all(test(finding, w) for test in tests)), None)
        if found is not None:
            free.remove(found)
            hits += 1
    return hits


def main() -> None:
    """Prints precision, recall and F1 at each level, table by table and over all, for each set of tables."""
    names = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    for name in names or [DEVELOPED]:
        file = DEVELOPED if name == DEVELOPED else f"{DEVELOPED}_{name}"
        measure(json.loads((VALUES / f"{file}.json").read_text(encoding="utf-8")))


def measure(gold: list[dict[str, Any]]) -> None:
    """Prints the figures of one set of tables."""
    sums: Counter[str] = Counter()
    structures = [0, 0]
    read_documents: dict[str, tuple[Document, Any]] = {}
    print(f"{'table':28s} {'asked':>6s} {'said':>6s}   F1 value  property  sample")
    for entry in gold:
        name = entry["document"]
        if name not in read_documents:
            document = document_of(entry)
            read_documents[name] = (document, TableFindings()({"parse": document}).value)
        found = read_documents[name][1]
        asked = [w for w in entry["values"] if not w.get("optional")]
        judged = judged_findings(entry, found.values, asked)
        hits = [matches(judged, asked, level) for level in range(3)]
        sums["asked"] += len(asked)
        sums["said"] += len(judged)
        for level, hit in zip(LEVELS, hits, strict=True):
            sums[level] += hit
        scores = "  ".join(f"{f1(hit, len(judged), len(asked)):8.3f}" for hit in hits)
        print(f"{name + ' ' + entry['table']:28s} {len(asked):6d} {len(judged):6d}   {scores}")
        if "-v" in sys.argv:
            show_misses(judged, asked)
        structures = count_structures(entry, found.structures, structures)
    for level in LEVELS:
        p, r = sums[level] / max(1, sums["said"]), sums[level] / max(1, sums["asked"])
        print(f"{level:9s} P {p:.3f} R {r:.3f} F1 {f1(sums[level], sums['said'], sums['asked']):.3f}")
    print(f"structures: {structures[0]} of {structures[1]} with space group and cell")


def judged_findings(entry: dict[str, Any], found: tuple[Finding, ...], asked: list[dict[str, Any]]) -> list[Finding]:
    """What was said of the table's rows that were read, less what is optional."""
    first, last = entry.get("rows", (0, 10**6))
    findings = [
        f for f in found
        if f.evidence.table == entry["table"] and f.evidence.cell and first <= f.evidence.cell[0] <= last
    ]  # fmt: skip
    extra = [w for w in entry["values"] if w.get("optional")]
    judged = [f for f in findings if not any(same_value(f, w) for w in extra) or any(same_value(f, w) for w in asked)]
    if entry.get("rest") == "optional":
        judged = [f for f in judged if any(same_value(f, w) for w in asked)]
    return judged


def count_structures(entry: dict[str, Any], found: tuple[StructureFinding, ...], counted: list[int]) -> list[int]:
    """Adds how many of a table's structures are told with their space group and cell lengths."""
    for wanted in entry.get("structures", ()):
        right = any(
            s.space_group == wanted["space_group"]
            and all(
                (length := getattr(s.lattice, axis)) is not None and close(length.value, wanted[axis])
                for axis in ("a", "b", "c") if axis in wanted
            )
            for s in found if s.evidence.table == entry["table"]
        )  # fmt: skip
        counted = [counted[0] + right, counted[1] + 1]
    return counted


def f1(hits: int, said: int, asked: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * hits / (said + asked) if said + asked else 0.0


def show_misses(findings: list[Finding], asked: list[dict[str, Any]]) -> None:
    """Prints what was asked for and not said, and what was said and not asked for."""
    for wanted in asked:
        if not any(same_value(f, wanted) and same_property(f, wanted) and same_sample(f, wanted) for f in findings):
            print("   missed", {k: v for k, v in wanted.items() if k != "conditions"})
    for f in findings:
        if not any(same_value(f, w) and same_property(f, w) and same_sample(f, w) for w in asked):
            quantity = f.quantity
            print("   said  ", f.property, "|", f.words, "|", quantity.text, quantity.value, quantity.unit,
                  [(s.text, s.processing) for s in f.subjects[:1]])  # fmt: skip


if __name__ == "__main__":
    main()
