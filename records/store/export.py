"""A paper's records in, what ``matloom export`` writes out: a JSON object a sample; CSV and Parquet of the tables."""

import csv
import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final, TextIO, TypeAlias

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from ..compositions import Composition, composition_to_json
from ..evidence import Evidence
from ..identity import bare_doi
from ..model import (
    Axis,
    Condition,
    DocumentRecord,
    Measurement,
    PaperRecords,
    Precursor,
    Sample,
    Spectrum,
    Structure,
    Synthesis,
    SynthesisStep,
)
from ..quantities import Quantity
from .reading import fetch
from .rows import SCHEMAS
from .store import Store

Json: TypeAlias = dict[str, Any]
CSV_VIEW: Final = "v_measurements"
ROW_GROUP: Final = 65_536
"""Rows of a Parquet row group."""


def sample_records(paper: PaperRecords) -> Iterator[Json]:
    """One object a sample, in the paper's order: all that is known of the sample, with its evidence."""
    for sample in paper.samples:
        synthesis = [_synthesis(record) for record in paper.synthesis if record.sample == sample.id]
        structures = [_structure(record) for record in paper.structures if record.sample == sample.id]
        yield {
            "doc": paper.document.name,
            "doi": paper.document.doi,
            "document": _document(paper.document),
            "sample": _sample(sample),
            "measurements": [_measurement(record) for record in paper.measurements if record.sample == sample.id],
            "synthesis": synthesis[0] if synthesis else None,
            "other_synthesis": synthesis[1:],
            "structure": structures[0] if structures else None,
            "other_structures": structures[1:],
            "spectra": [_spectrum(record) for record in paper.spectra if record.sample == sample.id],
        }


def write_records(store: Store, out: TextIO, least: float = 0.0) -> None:
    """JSON Lines: one sample's record a line, papers by name; values with a confidence below ``least`` are left out."""
    for paper in store.papers():
        for record in sample_records(surer(paper, least)):
            out.write(msgspec.json.encode(record).decode() + "\n")


def surer(paper: PaperRecords, least: float) -> PaperRecords:
    """The paper without values and curves whose confidence is below ``least``."""
    if least <= 0.0:
        return paper
    return replace(
        paper,
        measurements=tuple(one for one in paper.measurements if one.confidence >= least),
        spectra=tuple(one for one in paper.spectra if one.confidence >= least),
    )


def write_csv(store: Store, out: TextIO, least: float = 0.0) -> None:
    """One measurement a line, as in the view ``v_measurements``, from the confidence ``least`` on."""
    write_rows(store, f"SELECT * FROM {CSV_VIEW} WHERE confidence >= {float(least)}", out)  # noqa: S608


def write_rows(store: Store, query: str, out: TextIO) -> None:
    """The rows of a query as CSV; lists and structs as JSON, bytes in base64."""
    answer = store.connection.execute(query)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column[0] for column in answer.description or ()])
    while rows := answer.fetchmany(10_000):
        writer.writerows([_plain(value) for value in row] for row in rows)


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict | tuple) else value


def write_parquet(store: Store, folder: Path, least: float = 0.0) -> list[Path]:
    """A Parquet file for each table of records, its rows in a fixed order; returns the files.

    Values and curves whose confidence is below ``least`` are left out, with their conditions.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_write_table(store, table, folder / f"{table}.parquet", float(least)) for table in SCHEMAS]


def _sure(table: str, least: float) -> str:
    """The SQL condition on the rows of a table ``t`` that keeps those of values that are sure enough."""
    if least <= 0.0 or table not in ("measurements", "spectra", "conditions"):
        return ""
    if table == "conditions":
        return f" WHERE t.measurement IN (SELECT id FROM measurements WHERE confidence >= {least})"  # noqa: S608
    return f" WHERE t.confidence >= {least}"


def _write_table(store: Store, table: str, path: Path, least: float) -> Path:
    columns = SCHEMAS[table].names
    chosen = ", ".join(f't."{name}"' for name in columns)
    owner = "id" if table == "documents" else "document"
    if owner in columns or table == "documents":
        places = [f't."{name}"' for name in ("measurement", "synthesis", "ordinal") if name in columns]
        order = ", ".join(['d."name"', "d.id", *places])
        joined = f"{table} t JOIN documents d ON d.id = t.{owner}{_sure(table, least)}"
        query = f"SELECT {chosen} FROM {joined} ORDER BY {order}"  # noqa: S608
    else:
        query = f"SELECT {chosen} FROM {table} t ORDER BY ALL"  # noqa: S608
    reader = store.connection.cursor().sql(query).to_arrow_reader(ROW_GROUP)
    with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for group in _groups(reader):
            writer.write_table(group, row_group_size=ROW_GROUP)
    return path


def _groups(reader: Any) -> Iterator[Any]:
    """Tables of exactly :data:`ROW_GROUP` rows, the last one shorter: the same file for the same rows."""
    waiting: Any = pa.Table.from_batches([], schema=reader.schema)
    for batch in reader:
        waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch])])
        while waiting.num_rows >= ROW_GROUP:
            yield waiting.slice(0, ROW_GROUP)
            waiting = waiting.slice(ROW_GROUP)
    if waiting.num_rows:
        yield waiting


def find_papers(store: Store, wanted: str) -> list[str]:
    """The ids of the documents that ``wanted`` names: by id, file name with or without ending, or DOI."""
    rows = fetch(
        store.connection,
        'SELECT id FROM documents WHERE $1 IN (id, "name", source) OR lower(doi) = $2 ORDER BY "name", id',
        [wanted, bare_doi(wanted)],
    )
    return [row["id"] for row in rows]


def find_samples(store: Store, wanted: str, formula: str | None) -> list[Json]:
    """Document and id of the samples that ``wanted`` names: by id, label, or formula as printed or as reduced."""
    return fetch(
        store.connection,
        """SELECT s.document, s.id FROM samples s JOIN documents d ON d.id = s.document
        LEFT JOIN materials m ON m.id = s.material
        WHERE s.id = $1 OR list_contains(list_transform(s.labels, lambda label: lower(label)), lower($1))
           OR m.formula = $1 OR m.reduced_formula = $2 ORDER BY d."name", d.id, s.ordinal""",
        [wanted, formula],
    )


def _document(document: DocumentRecord) -> Json:
    return {
        "id": document.id, "source": document.source, "title": document.title, "year": document.year,
        "authors": list(document.authors), "licence": document.licence,
    }  # fmt: skip


def _sample(sample: Sample) -> Json:
    composition = sample.composition
    return {
        "id": sample.id, "labels": list(sample.labels), **_composition(composition), "form": sample.form,
        "note": sample.note, "evidence": _evidence(sample.evidence),
    }  # fmt: skip


def _composition(composition: Composition | None) -> Json:
    if composition is None:
        return {"composition": None, "amounts": {}, "variables": {}}
    written = composition_to_json(composition)
    return {"composition": written.pop("formula"), **written}


def _measurement(measurement: Measurement) -> Json:
    return {
        "id": measurement.id, "property": measurement.property, "words": measurement.words,
        **_quantity(measurement.quantity), "conditions": [_condition(one) for one in measurement.conditions],
        "method": measurement.method, "origin": measurement.origin, "confidence": measurement.confidence,
        "confidence_parts": None if measurement.confidence_parts is None else asdict(measurement.confidence_parts),
        "evidence": _evidence(measurement.evidence),
    }  # fmt: skip


def _quantity(quantity: Quantity) -> Json:
    return msgspec.to_builtins(quantity)


def _amount(quantity: Quantity | None) -> Json | None:
    if quantity is None:
        return None
    kept = ("value", "low", "high", "relation", "uncertainty", "unit", "text")
    return {name: getattr(quantity, name) for name in kept}


def _condition(condition: Condition) -> Json:
    empty = dict.fromkeys(("value", "low", "high", "relation", "uncertainty", "unit"))
    amount = _amount(condition.quantity) or {}
    text = condition.text if condition.text is not None else amount.get("text")
    return {"name": condition.name, **empty, **amount, "text": text}


def _evidence(evidence: Evidence) -> Json:
    kept = ("page", "bbox", "kind", "quote", "table", "row", "column", "figure", "panel", "block", "start", "end")
    return {name: getattr(evidence, name) for name in kept}


def _synthesis(synthesis: Synthesis) -> Json:
    return {
        "route": synthesis.route,
        "precursors": [_precursor(one) for one in synthesis.precursors],
        "steps": [_step(one) for one in synthesis.steps],
    }


def _precursor(precursor: Precursor) -> Json:
    amount = _amount(precursor.amount) or {}
    return {
        "name": precursor.name, "formula": precursor.composition.formula if precursor.composition else None,
        "amount": amount.get("value"), "unit": amount.get("unit"), "role": precursor.role,
        "evidence": _evidence(precursor.evidence),
    }  # fmt: skip


def _step(step: SynthesisStep) -> Json:
    return {
        "operation": step.operation, "words": step.words, "temperature": _amount(step.temperature),
        "time": _amount(step.time), "rate": _amount(step.rate), "pressure": _amount(step.pressure),
        "atmosphere": step.atmosphere, "apparatus": step.apparatus, "evidence": _evidence(step.evidence),
    }  # fmt: skip


def _structure(structure: Structure) -> Json:
    lattice = structure.lattice
    lengths = {name: _in(getattr(lattice, name), "angstrom") for name in ("a", "b", "c")}
    angles = {name: _in(getattr(lattice, name), "deg") for name in ("alpha", "beta", "gamma")}
    return {
        "space_group": structure.space_group, "crystal_system": structure.crystal_system, "phase": structure.phase,
        "lattice": {**lengths, **angles, "volume": _in(lattice.volume, "angstrom^3"), "unit": "angstrom"},
        "cif": structure.cif, "evidence": _evidence(structure.evidence),
    }  # fmt: skip


def _in(quantity: Quantity | None, unit: str) -> float | None:
    """A single value in ``unit``; None for a range, or for a unit that does not convert."""
    if quantity is None or quantity.value is None or quantity.unit is None:
        return None
    if quantity.unit == unit:
        return quantity.value
    from ..units import convert

    try:
        return float(f"{convert(quantity.value, quantity.unit, unit):.12g}")
    except ValueError:
        return None


def _spectrum(spectrum: Spectrum) -> Json:
    return {
        "id": spectrum.id, "kind": spectrum.kind, "label": spectrum.label, "x": _axis(spectrum.x),
        "y": _axis(spectrum.y), "wavelength": spectrum.wavelength and _quantity(spectrum.wavelength),
        "peaks": [
            {"position": p.position, "height": p.height, "prominence": p.prominence, "width": p.width}
            for p in spectrum.peaks
        ],
        "residual": spectrum.residual, "origin": spectrum.origin, "confidence": spectrum.confidence,
        "evidence": _evidence(spectrum.evidence),
    }  # fmt: skip


def _axis(axis: Axis) -> Json:
    return {"label": axis.label, "unit": axis.unit, "scale": axis.scale, "values": list(axis.values)}
