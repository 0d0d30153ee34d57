"""Rows of the store in, the records of papers out: the way back from :mod:`.rows`, equal to what was written."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Any, TypeVar, cast

import duckdb
import msgspec

from ..compositions import Amount, Composition, Part
from ..errors import Problem
from ..evidence import Box, Evidence
from ..model import (
    Axis,
    Condition,
    ConfidenceParts,
    DocumentRecord,
    FigureRecord,
    Lattice,
    Link,
    Measurement,
    MicrographRecord,
    PaperRecords,
    Peak,
    Precursor,
    Sample,
    Spectrum,
    Structure,
    Synthesis,
    SynthesisStep,
    TableRecord,
)
from ..quantities import Quantity
from .rows import LATTICE, SCHEMAS, Row

T = TypeVar("T")


def read_papers(connection: duckdb.DuckDBPyConnection, documents: Sequence[str]) -> list[PaperRecords]:
    """The records of the documents with these ids, in the order of the ids; ids not in the store are left out."""
    reader = _Reader(connection, documents)
    return [reader.paper(document) for document in documents if document in reader.documents]


def read_compositions(connection: duckdb.DuckDBPyConnection, materials: Iterable[str]) -> dict[str, Composition]:
    """The compositions of the materials with these ids."""
    held = _Materials(connection, set(materials))
    return {material: held.composition(material) for material in held.rows}


def fetch(connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[object] = ()) -> list[Row]:
    """The rows of a query, each a dict of its columns."""
    answer = connection.execute(query, list(values))
    names = [str(column[0]) for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


class _Reader:
    """The rows of some papers, by table and owner."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, documents: Sequence[str]) -> None:
        self.connection = connection
        self.ids = list(documents)
        self.documents = {row["id"]: row for row in self._select("documents", "id", "id")}
        self.evidence = {row["id"]: _evidence(row) for row in self._select("evidence")}
        self.of = {
            table: _grouped(self._select(table), owner)
            for table, owner in (
                ("samples", "document"), ("measurements", "document"), ("conditions", "measurement"),
                ("synthesis", "document"), ("synthesis_steps", "synthesis"), ("precursors", "synthesis"),
                ("structures", "document"), ("spectra", "document"), ("figures", "document"),
                ("micrographs", "document"), ("tables", "document"), ("links", "document"), ("problems", "document"),
            )
        }  # fmt: skip
        used = (
            row["material"] for table in ("samples", "precursors") for rows in self.of[table].values() for row in rows
        )
        self.materials = _Materials(connection, {material for material in used if material is not None})

    def _select(self, table: str, key: str = "document", order: str = "document, ordinal") -> list[Row]:
        columns = ", ".join(f'"{name}"' for name in SCHEMAS[table].names)
        query = f"SELECT {columns} FROM {table} WHERE {key} IN (SELECT unnest($1)) ORDER BY {order}"  # noqa: S608
        return fetch(self.connection, query, [self.ids])

    def paper(self, document: str) -> PaperRecords:
        row = self.documents[document]
        of = {table: rows.get(document, []) for table, rows in self.of.items()}
        return PaperRecords(
            document=_make(DocumentRecord, row, authors=tuple(row["authors"]), sketch=tuple(row["sketch"] or ())),
            samples=tuple(self._sample(row) for row in of["samples"]),
            measurements=tuple(self._measurement(row) for row in of["measurements"]),
            synthesis=tuple(self._synthesis(row) for row in of["synthesis"]),
            structures=tuple(self._structure(row) for row in of["structures"]),
            spectra=tuple(self._spectrum(row) for row in of["spectra"]),
            figures=tuple(_make(FigureRecord, row, bbox=_box(row["bbox"])) for row in of["figures"]),
            micrographs=tuple(
                _make(MicrographRecord, row, scale_bar=_box(row["scale_bar"]), picture=bytes(row["picture"]))
                for row in of["micrographs"]
            ),
            tables=tuple(_table(row) for row in of["tables"]),
            links=tuple(_make(Link, row) for row in of["links"]),
            problems=tuple(_make(Problem, row, where=msgspec.json.decode(row["where"])) for row in of["problems"]),
        )

    def _sample(self, row: Row) -> Sample:
        composition = self.materials.get(row["material"])
        return self._cited(Sample, row, labels=tuple(row["labels"]), composition=composition)

    def _measurement(self, row: Row) -> Measurement:
        conditions = tuple(
            _make(Condition, condition, quantity=_quantity(condition["quantity"]))
            for condition in self.of["conditions"].get(row["id"], [])
        )
        parts = row["confidence_parts"]
        more = {"conditions": conditions, "confidence_parts": None if parts is None else ConfidenceParts(**parts)}
        return self._cited(Measurement, row, quantity=_quantity(row["quantity"]), **more)

    def _synthesis(self, row: Row) -> Synthesis:
        precursors = tuple(self._precursor(of) for of in self.of["precursors"].get(row["id"], []))
        steps = tuple(self._step(of) for of in self.of["synthesis_steps"].get(row["id"], []))
        return _make(Synthesis, row, precursors=precursors, steps=steps)

    def _precursor(self, row: Row) -> Precursor:
        composition = self.materials.get(row["material"])
        return self._cited(Precursor, row, composition=composition, amount=_quantity(row["amount"]))

    def _step(self, row: Row) -> SynthesisStep:
        quantities = {name: _quantity(row[name]) for name in ("temperature", "time", "rate", "pressure")}
        return self._cited(SynthesisStep, row, **quantities)

    def _structure(self, row: Row) -> Structure:
        lattice = Lattice(**{name: _quantity(row[name]) for name in LATTICE})
        return self._cited(Structure, row, lattice=lattice)

    def _spectrum(self, row: Row) -> Spectrum:
        x, y = (
            Axis(
                values=tuple(row[name]),
                label=row[f"{name}_label"],
                unit=row[f"{name}_unit"],
                scale=row[f"{name}_scale"],
            )
            for name in ("x", "y")
        )
        peaks = tuple(_make(Peak, peak) for peak in row["peaks"] or ())
        return self._cited(Spectrum, row, x=x, y=y, peaks=peaks, wavelength=_quantity(row["wavelength"]))

    def _cited(self, kind: Callable[..., T], row: Row, **more: object) -> T:
        return _make(kind, row, evidence=self.evidence[row["evidence"]], **more)


class _Materials:
    """Compositions by id, with the parts that they are made of."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> None:
        query = """
            WITH RECURSIVE used(id) AS (
                SELECT unnest($1) UNION SELECT part FROM material_parts JOIN used ON material = id
            ) SELECT * FROM {table} SEMI JOIN used ON {key} = used.id ORDER BY {order}
        """
        wanted = [sorted(ids)]
        rows = fetch(connection, query.format(table="materials", key="materials.id", order="materials.id"), wanted)
        self.rows = {row["id"]: row for row in rows}
        parts = query.format(table="material_parts", key="material", order="material, ordinal")
        self.parts = _grouped(fetch(connection, parts, wanted), "material")

    def get(self, identifier: str | None) -> Composition | None:
        return None if identifier is None else self.composition(identifier)

    def composition(self, identifier: str) -> Composition:
        row = self.rows[identifier]
        return _make(
            Composition,
            row,
            amounts=_joined(row["amounts"], row["expressions"]),
            variables=_joined(row["variables"], row["variable_expressions"]),
            parts=tuple(self._part(of) for of in self.parts.get(identifier, [])),
            ranges={name: (bounds["low"], bounds["high"]) for name, bounds in row["ranges"].items()},
            sites={site: tuple(symbols) for site, symbols in row["sites"].items()},
            additives=tuple(row["additives"]),
        )

    def _part(self, row: Row) -> Part:
        expression = row["fraction_expression"]
        fraction = row["fraction"] if expression is None else expression
        return _make(Part, row, composition=self.composition(row["part"]), fraction=fraction)


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return dict(groups)


def _make(kind: Callable[..., T], row: Row, **more: object) -> T:
    """A record of the class ``kind`` from the columns that are its fields, ``more`` going before them."""
    names = (field.name for field in fields(cast(Any, kind)))
    return kind(**{name: more[name] if name in more else row[name] for name in names})


def _joined(numbers: dict[str, float | None], expressions: dict[str, str]) -> dict[str, Amount]:
    return {key: expressions[key] if number is None else number for key, number in numbers.items()}


def _quantity(row: Row | None) -> Quantity | None:
    return None if row is None else Quantity(**row)


def _box(row: dict[str, float] | None) -> Box | None:
    return None if row is None else (row["x0"], row["y0"], row["x1"], row["y1"])


def _table(row: Row) -> TableRecord:
    return _make(TableRecord, row, bbox=_box(row["bbox"]), cells=tuple(tuple(line) for line in row["cells"]))


def _evidence(row: Row) -> Evidence:
    cell, path = (row["cell_row"], row["cell_column"]), row["path"]
    return _make(
        Evidence,
        row,
        bbox=_box(row["bbox"]),
        start=row["start_offset"],
        end=row["end_offset"],
        cell=None if cell[0] is None else cell,
        path=None if path is None else tuple((point["x"], point["y"]) for point in path),
    )
