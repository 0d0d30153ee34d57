"""CSV and Parquet files in, one row of a dataset a line out; structures as text in a column, numbers in others."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from ..recipe import SourceSection
from ..rows import BadRow, SourceRow
from .reading import open_text, published_numbers

csv.field_size_limit(20_000_000)
_BATCH = 4096


def _csv_rows(path: Path) -> Iterator[dict[str, Any]]:
    with open_text(path) as lines:
        yield from csv.DictReader(lines, delimiter="\t" if ".tsv" in path.name else ",")


def _parquet_rows(path: Path) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(path) as table:
        for batch in table.iter_batches(batch_size=_BATCH):
            yield from batch.to_pylist()


def _row(raw: dict[str, Any], source: SourceSection, where: str, numbered_id: str) -> SourceRow:
    def cell(column: str | None) -> Any:
        if column is None:
            return None
        if column not in raw:
            raise BadRow("B009", where, f"no column {column!r}")
        return raw[column] if raw[column] not in ("", None) else None

    identifier = numbered_id if source.id == "#row" else cell(source.id)
    text, document = cell(source.text), cell(source.options.get("document"))
    if identifier is None:
        raise BadRow("B009", where, f"no id in column {source.id!r}")
    payloads: dict[str, tuple[dict[str, Any], ...]] = {}
    if text is not None:
        payloads["text"] = ({"text": str(text), "origin": "reported"},)
    if source.options.get("vector"):
        payloads["embedding"] = (_vector(cell(source.options["vector"]), where),)
    return SourceRow(
        key=f"{source.prefix}{identifier}",
        where=where,
        source=source.name,
        licence=str(cell(source.options.get("licence")) or source.licence),
        structure=cell(source.structure),
        structure_format=source.options.get("format", "cif"),
        formula=cell(source.formula),
        properties=published_numbers(raw, source, where),
        payloads=payloads,
        doi=cell(source.options.get("doi")) or source.doi,
        document=str(document) if document is not None else None,
        split=cell(source.split),
    )


def _vector(raw: Any, where: str) -> dict[str, Any]:
    try:
        values = json.loads(raw) if isinstance(raw, str) else raw
    except ValueError as error:
        raise BadRow("B009", where, f"the vector is no JSON: {error}") from error
    if not isinstance(values, list):
        raise BadRow("B009", where, "the vector is not a list")
    return {"embedding": values, "origin": "reported"}


def tabular_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """Rows of a ``.csv``, ``.tsv`` (gzipped or not) or ``.parquet`` file. ``id = "#row"`` numbers the rows.

    Options: ``format`` of the structure column (cif, poscar, json, jarvis), ``document``, ``doi`` and
    ``licence`` columns, ``vector`` (a column with a list of numbers).
    """
    rows = _parquet_rows(path) if path.suffix == ".parquet" else _csv_rows(path)
    for line, raw in enumerate(rows, start=1):
        try:
            yield _row(raw, source, f"{path.name} row {line}", f"{path.name.split('.')[0]}-{line:07d}")
        except BadRow as bad:
            yield bad
