"""The records of one paper in, Arrow batches out: one a table of the store, in the order in which they are written."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import msgspec
import pyarrow as pa

from ..compositions import Amount, Composition, Part
from ..evidence import Box, Evidence
from ..identity import content_id
from ..model import Axis, Lattice, Measurement, PaperRecords, Synthesis
from ..quantities import Quantity

Row: TypeAlias = dict[str, Any]

TEXT, NUMBER, COUNT = pa.string(), pa.float64(), pa.int32()
QUANTITY: Final = pa.struct(
    [("text", TEXT), ("value", NUMBER), ("low", NUMBER), ("high", NUMBER), ("relation", TEXT), ("uncertainty", NUMBER),
     ("unit", TEXT), ("canonical_value", NUMBER), ("canonical_low", NUMBER), ("canonical_high", NUMBER),
     ("canonical_unit", TEXT), ("reference", TEXT)]
)  # fmt: skip
BOX: Final = pa.struct([("x0", NUMBER), ("y0", NUMBER), ("x1", NUMBER), ("y1", NUMBER)])
PEAK: Final = pa.struct([("position", NUMBER), ("height", NUMBER), ("prominence", NUMBER), ("width", NUMBER)])
CONFIDENCE_PARTS: Final = pa.struct([("value", NUMBER), ("property", NUMBER), ("sample", NUMBER)])
NUMBERS, EXPRESSIONS = pa.map_(TEXT, NUMBER), pa.map_(TEXT, TEXT)
LATTICE: Final = ("a", "b", "c", "alpha", "beta", "gamma", "volume")

SCHEMAS: Final[dict[str, pa.Schema]] = {
    "documents": pa.schema(
        {"id": TEXT, "name": TEXT, "source": TEXT, "reader": TEXT, "pages": COUNT, "title": TEXT, "doi": TEXT,
         "licence": TEXT, "year": COUNT, "authors": pa.list_(TEXT), "sketch": pa.list_(pa.uint32())}
    ),
    "evidence": pa.schema(
        {"id": TEXT, "document": TEXT, "ordinal": COUNT, "kind": TEXT, "quote": TEXT, "page": COUNT, "bbox": BOX,
         "block": TEXT, "start_offset": COUNT, "end_offset": COUNT, "table": TEXT, "row": TEXT, "column": TEXT,
         "cell_row": COUNT, "cell_column": COUNT, "figure": TEXT, "panel": TEXT,
         "path": pa.list_(pa.struct([("x", NUMBER), ("y", NUMBER)])), "stage": TEXT, "version": TEXT}
    ),
    "materials": pa.schema(
        {"id": TEXT, "formula": TEXT, "reduced_formula": TEXT, "chemical_system": TEXT, "amounts": NUMBERS,
         "expressions": EXPRESSIONS, "variables": NUMBERS, "variable_expressions": EXPRESSIONS,
         "ranges": pa.map_(TEXT, pa.struct([("low", NUMBER), ("high", NUMBER)])),
         "sites": pa.map_(TEXT, pa.list_(TEXT)), "additives": pa.list_(TEXT), "kind": TEXT, "phase": TEXT,
         "name": TEXT}
    ),
    "material_parts": pa.schema(
        {"material": TEXT, "ordinal": COUNT, "part": TEXT, "fraction": NUMBER, "fraction_expression": TEXT,
         "basis": TEXT}
    ),
    "samples": pa.schema(
        {"id": TEXT, "document": TEXT, "ordinal": COUNT, "labels": pa.list_(TEXT), "material": TEXT, "note": TEXT,
         "form": TEXT, "evidence": TEXT}
    ),
    "measurements": pa.schema(
        {"id": TEXT, "document": TEXT, "ordinal": COUNT, "sample": TEXT, "property": TEXT, "words": TEXT,
         "quantity": QUANTITY, "method": TEXT, "origin": TEXT, "confidence": NUMBER, "evidence": TEXT,
         "confidence_parts": CONFIDENCE_PARTS}
    ),
    "conditions": pa.schema(
        {"measurement": TEXT, "document": TEXT, "ordinal": COUNT, "name": TEXT, "quantity": QUANTITY, "text": TEXT}
    ),
    "synthesis": pa.schema({"id": TEXT, "document": TEXT, "ordinal": COUNT, "sample": TEXT, "route": TEXT}),
    "synthesis_steps": pa.schema(
        {"synthesis": TEXT, "document": TEXT, "ordinal": COUNT, "operation": TEXT, "words": TEXT,
         "temperature": QUANTITY, "time": QUANTITY, "rate": QUANTITY, "pressure": QUANTITY, "atmosphere": TEXT,
         "apparatus": TEXT, "evidence": TEXT}
    ),
    "precursors": pa.schema(
        {"synthesis": TEXT, "document": TEXT, "ordinal": COUNT, "name": TEXT, "material": TEXT, "amount": QUANTITY,
         "role": TEXT, "evidence": TEXT}
    ),
    "structures": pa.schema(
        {"id": TEXT, "document": TEXT, "ordinal": COUNT, "sample": TEXT, "space_group": TEXT, "crystal_system": TEXT,
         "phase": TEXT, **dict.fromkeys(LATTICE, QUANTITY), "cif": TEXT, "evidence": TEXT}
    ),
    "spectra": pa.schema(
        {"id": TEXT, "document": TEXT, "ordinal": COUNT, "sample": TEXT, "kind": TEXT, "label": TEXT,
         "x": pa.list_(NUMBER), "y": pa.list_(NUMBER), "x_label": TEXT, "x_unit": TEXT, "x_scale": TEXT,
         "y_label": TEXT, "y_unit": TEXT, "y_scale": TEXT, "residual": NUMBER, "confidence": NUMBER, "evidence": TEXT,
         "peaks": pa.list_(PEAK), "wavelength": QUANTITY, "origin": TEXT}
    ),
    "figures": pa.schema(
        {"id": TEXT, "document": TEXT, "ordinal": COUNT, "label": TEXT, "panel": TEXT, "page": COUNT, "bbox": BOX,
         "kind": TEXT, "caption": TEXT, "detail": TEXT}
    ),
    "micrographs": pa.schema(
        {"id": TEXT, "document": TEXT, "ordinal": COUNT, "picture": pa.binary(), "width": COUNT, "height": COUNT,
         "nanometres_per_pixel": NUMBER, "scale_words": TEXT, "scale_bar": BOX, "voltage": NUMBER,
         "magnification": NUMBER, "instrument": TEXT}
    ),
    "tables": pa.schema(
        {"id": TEXT, "document": TEXT, "ordinal": COUNT, "label": TEXT, "page": COUNT, "bbox": BOX, "caption": TEXT,
         "cells": pa.list_(pa.list_(TEXT))}
    ),
    "links": pa.schema(
        {"document": TEXT, "ordinal": COUNT, "source": TEXT, "target": TEXT, "kind": TEXT, "reason": TEXT,
         "score": NUMBER}
    ),
    "problems": pa.schema(
        {"document": TEXT, "ordinal": COUNT, "stage": TEXT, "code": TEXT, "why": TEXT, "where": TEXT}
    ),
}  # fmt: skip
"""The columns of every table of records, in the order in which foreign keys allow to write them."""
SHARED: Final = {"materials": "id", "material_parts": "material"}
"""Tables whose rows belong to no single paper, and the column that says which material they tell of."""


def batches(records: PaperRecords) -> dict[str, bytes]:
    """One Arrow batch, as an IPC stream, a table that has rows; they stand in the order of the paper's records."""
    rows = _Rows(records.document.id)
    rows.add_paper(records)
    return {table: _stream(rows.of[table], table) for table in SCHEMAS if rows.of[table]}


def _stream(rows: list[Row], table: str) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, SCHEMAS[table]) as writer:
        writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=SCHEMAS[table]))
    return sink.getvalue().to_pybytes()


class _Rows:
    """Collects the rows of one paper; evidence and materials that occur twice become one row."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.of: dict[str, list[Row]] = {table: [] for table in SCHEMAS}
        self._evidence: dict[Evidence, str] = {}
        self._materials: set[str] = set()

    def add_paper(self, records: PaperRecords) -> None:
        lists = {"authors": list(records.document.authors), "sketch": list(records.document.sketch)}
        self.of["documents"].append(_fields(records.document) | lists)
        for sample in records.samples:
            row = {"labels": list(sample.labels), "material": self._material(sample.composition)}
            self._add("samples", _fields(sample) | row | {"evidence": self._cite(sample.evidence)})
        for measurement in records.measurements:
            self._add_measurement(measurement)
        for synthesis in records.synthesis:
            self._add_synthesis(synthesis)
        for structure in records.structures:
            row = _fields(structure) | _lattice(structure.lattice)
            self._add("structures", row | {"evidence": self._cite(structure.evidence)})
        for spectrum in records.spectra:
            row = _fields(spectrum) | _axis("x", spectrum.x) | _axis("y", spectrum.y)
            row |= {"peaks": [_fields(peak) for peak in spectrum.peaks], "wavelength": _quantity(spectrum.wavelength)}
            self._add("spectra", row | {"evidence": self._cite(spectrum.evidence)})
        for figure in records.figures:
            self._add("figures", _fields(figure) | {"bbox": _box(figure.bbox)})
        for micrograph in records.micrographs:
            self._add("micrographs", _fields(micrograph) | {"scale_bar": _box(micrograph.scale_bar)})
        for table in records.tables:
            cells = [list(row) for row in table.cells]
            self._add("tables", _fields(table) | {"bbox": _box(table.bbox), "cells": cells})
        for link in records.links:
            self._add("links", _fields(link))
        for problem in records.problems:
            where = msgspec.json.encode(problem.where).decode()
            self._add("problems", _fields(problem) | {"where": where})

    def _add(self, table: str, row: Row) -> None:
        rows = self.of[table]
        rows.append({"ordinal": len(rows), **row, "document": self.document})

    def _add_measurement(self, measurement: Measurement) -> None:
        parts = measurement.confidence_parts
        row = {"quantity": _fields(measurement.quantity), "evidence": self._cite(measurement.evidence)}
        row |= {"confidence_parts": None if parts is None else _fields(parts)}
        self._add("measurements", _fields(measurement) | row)
        for place, condition in enumerate(measurement.conditions):
            row = {"measurement": measurement.id, "ordinal": place, "quantity": _quantity(condition.quantity)}
            self._add("conditions", _fields(condition) | row)

    def _add_synthesis(self, synthesis: Synthesis) -> None:
        self._add("synthesis", _fields(synthesis))
        for place, step in enumerate(synthesis.steps):
            row = {name: _quantity(getattr(step, name)) for name in ("temperature", "time", "rate", "pressure")}
            row |= {"synthesis": synthesis.id, "ordinal": place, "evidence": self._cite(step.evidence)}
            self._add("synthesis_steps", _fields(step) | row)
        for place, precursor in enumerate(synthesis.precursors):
            row = {"material": self._material(precursor.composition), "amount": _quantity(precursor.amount)}
            row |= {"synthesis": synthesis.id, "ordinal": place, "evidence": self._cite(precursor.evidence)}
            self._add("precursors", _fields(precursor) | row)

    def _cite(self, evidence: Evidence) -> str:
        known = self._evidence.get(evidence)
        if known is not None:
            return known
        self._evidence[evidence] = identifier = content_id("evidence", evidence)
        row = _fields(evidence)
        row["start_offset"], row["end_offset"] = row.pop("start"), row.pop("end")
        row["cell_row"], row["cell_column"] = row.pop("cell") or (None, None)
        row["path"] = None if evidence.path is None else [{"x": x, "y": y} for x, y in evidence.path]
        self._add("evidence", row | {"id": identifier, "bbox": _box(evidence.bbox)})
        return identifier

    def _material(self, composition: Composition | None) -> str | None:
        if composition is None:
            return None
        identifier = content_id("material", composition)
        if identifier not in self._materials:
            self._materials.add(identifier)
            self.of["materials"].append(_material_row(identifier, composition))
            self.of["material_parts"].extend(self._part_rows(identifier, composition.parts))
        return identifier

    def _part_rows(self, material: str, parts: Sequence[Part]) -> Iterator[Row]:
        for place, part in enumerate(parts):
            number, expression = _number_or_expression(part.fraction)
            yield {
                "material": material, "ordinal": place, "part": self._material(part.composition), "fraction": number,
                "fraction_expression": expression, "basis": part.basis,
            }  # fmt: skip


def _material_row(identifier: str, composition: Composition) -> Row:
    numbers, expressions = _split(composition.amounts)
    variables, variable_expressions = _split(composition.variables)
    ranges = {name: {"low": low, "high": high} for name, (low, high) in composition.ranges.items()}
    return _fields(composition) | {
        "id": identifier,
        "reduced_formula": composition.reduced_formula,
        "chemical_system": composition.chemical_system,
        "amounts": list(numbers.items()),
        "expressions": list(expressions.items()),
        "variables": list(variables.items()),
        "variable_expressions": list(variable_expressions.items()),
        "ranges": list(ranges.items()),
        "sites": list(composition.sites.items()),
        "additives": list(composition.additives),
    }


def _fields(record: Any) -> Row:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _quantity(quantity: Quantity | None) -> Row | None:
    return None if quantity is None else _fields(quantity)


def _lattice(lattice: Lattice) -> Row:
    return {name: _quantity(getattr(lattice, name)) for name in LATTICE}


def _axis(name: str, axis: Axis) -> Row:
    return {
        name: list(axis.values), f"{name}_label": axis.label, f"{name}_unit": axis.unit, f"{name}_scale": axis.scale,
    }  # fmt: skip


def _box(box: Box | None) -> Row | None:
    return None if box is None else dict(zip(("x0", "y0", "x1", "y1"), box, strict=True))


def _number_or_expression(amount: Amount | None) -> tuple[float | None, str | None]:
    return (None, amount) if isinstance(amount, str) else (amount, None)


def _split(amounts: Mapping[str, Amount]) -> tuple[dict[str, float | None], dict[str, str]]:
    """All keys with their number (None for an expression), and the expressions alone."""
    numbers = {key: _number_or_expression(amount)[0] for key, amount in amounts.items()}
    return numbers, {key: amount for key, amount in amounts.items() if isinstance(amount, str)}
