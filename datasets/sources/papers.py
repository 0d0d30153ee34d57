"""A database of papers' records in, one row a sample out: composition, measurements, synthesis, structure, spectra."""

import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pymatgen.core import Element

from ...records.compositions import Composition
from ...records.model import Measurement, PaperRecords, Sample, Spectrum, Synthesis
from ...records.quantities import Quantity
from ...records.store.store import Store
from ..confidence import how_made
from ..recipe import SourceSection
from ..rows import BadRow, Payload, SourceRow

NO_LICENCE = "unknown"


def paper_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """One row a sample of a database that ``matloom ingest`` wrote. A paper without a known licence has NO_LICENCE.

    ``options``: ``spectrum`` (the kind of spectra that go into the xrd table, default "xrd"). A paper's own licence
    counts, not the source's.
    """
    with Store.open(path) as store:
        linked = store.connection.execute("SELECT document, version FROM stage_results WHERE stage = 'link'")
        versions = dict(linked.fetchall())
        for paper in store.papers():
            judged = how_made(versions.get(paper.document.id))
            yield from (_row(source, paper, sample, judged) for sample in paper.samples)


def _row(source: SourceSection, paper: PaperRecords, sample: Sample, judged: str) -> SourceRow:
    document, composition = paper.document, sample.composition
    measured = [m for m in paper.measurements if m.sample == sample.id]
    made = [_synthesis(record) for record in paper.synthesis if record.sample == sample.id]
    structures = [record.cif for record in paper.structures if record.sample == sample.id and record.cif]
    wanted = source.options.get("spectrum", "xrd")
    spectra = [s for s in paper.spectra if s.sample == sample.id and s.kind == wanted and _is_pattern(s)]
    payloads = {
        "measurements": tuple(_measurement(record) | {"confidence_method": judged} for record in measured),
        "processing": tuple(made),
        "xrd": tuple(_spectrum(record) for record in spectra),
    }
    formula = _formula(composition)
    return SourceRow(
        key=f"{source.prefix}{sample.id}",
        where=f"{document.name} sample {sample.id}",
        source=source.name,
        licence=document.licence or NO_LICENCE,
        material_id=composition.reduced_formula if composition and formula else f"{source.prefix}{sample.id}",
        structure=structures[0] if structures else None,
        formula=formula,
        payloads={name: rows for name, rows in payloads.items() if rows},
        doi=document.doi,
        document=document.id,
    )


def _formula(composition: Composition | None) -> str | None:
    """Elements and their amounts; None where an amount is open or a letter stands for a choice of elements."""
    if composition is None or not composition.resolved or not all(map(Element.is_valid_symbol, composition.amounts)):
        return None
    return "".join(f"{element}{amount:.10g}" for element, amount in composition.amounts.items())


def _quantity(quantity: Quantity | None, prefix: str = "") -> Payload:
    names = ("value", "low", "high", "canonical_value", "canonical_low", "canonical_high", "uncertainty")
    if quantity is None:
        return {}
    numbers = {name: _finite(getattr(quantity, name)) for name in names}
    return {f"{prefix}{name}": value for name, value in numbers.items()} | {
        f"{prefix}relation": quantity.relation,
        f"{prefix}unit": quantity.unit,
        f"{prefix}canonical_unit": quantity.canonical_unit,
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _measurement(record: Measurement) -> Payload:
    evidence = record.evidence
    conditions = [
        {"name": c.name, "value": _finite(c.quantity.value) if c.quantity else None,
         "unit": c.quantity.unit if c.quantity else None, "text": c.text or (c.quantity.text if c.quantity else None)}
        for c in record.conditions
    ]  # fmt: skip
    return _quantity(record.quantity) | {
        "property": record.property, "words": record.words, "conditions": conditions, "confidence": record.confidence,
        "page": evidence.page, "bbox": list(evidence.bbox) if evidence.bbox else None, "quote": evidence.quote,
        "origin": record.origin, "method": evidence.stage, "method_version": evidence.version,
    }  # fmt: skip


def _synthesis(record: Synthesis) -> Payload:
    steps: list[dict[str, Any]] = []
    for step in record.steps:
        named = {"operation": step.operation, "words": step.words, "atmosphere": step.atmosphere}
        steps.append(named | _range(step.temperature, "temperature") | _range(step.time, "time"))
    precursors = [
        {"name": p.name, "formula": p.composition.formula if p.composition else None, "role": p.role,
         "amount": p.amount.value if p.amount else None, "unit": p.amount.unit if p.amount else None}
        for p in record.precursors
    ]  # fmt: skip
    pages = [step.evidence.page for step in record.steps] + [p.evidence.page for p in record.precursors]
    page = next((page for page in pages if page is not None), None)
    return {"route": record.route, "precursors": precursors, "steps": steps, "page": page, "origin": "reported"}


def _range(quantity: Quantity | None, name: str) -> Payload:
    """The value as printed, or the ends of a printed range: never its mean."""
    if quantity is None:
        return {}
    return {
        name: _finite(quantity.value), f"{name}_low": _finite(quantity.low), f"{name}_high": _finite(quantity.high),
        f"{name}_unit": quantity.unit,
    }  # fmt: skip


def _is_pattern(record: Spectrum) -> bool:
    values = record.x.values
    return len(values) > 1 and all(b > a for a, b in itertools.pairwise(values))


def _spectrum(record: Spectrum) -> Payload:
    evidence = record.evidence
    return {
        "two_theta": record.x.values, "intensity": record.y.values, "origin": record.origin,
        "method": evidence.stage, "version": evidence.version,
    }  # fmt: skip
