"""A table that a person wrote in (materials, features, a label), rows with the same provenance as papers' out."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..recipe import PropertyColumn, SourceSection
from ..rows import BadRow, Payload, SourceRow
from .reading import number, open_text, published_numbers


def expert_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """One row a line of a CSV, as hand-curated sets have them (ME-AI and its like).

    ``properties`` names the feature and label columns. ``options``: ``curator`` (who judged), ``curated`` (when),
    ``confidence`` (0 to 1, default 1), ``note`` (a column with the reason), ``doi`` (a column). Every value also
    becomes a measurement that says so; rows of one table are no paper of their own.
    """
    with open_text(path) as lines:
        for line, raw in enumerate(csv.DictReader(lines), start=1):
            try:
                yield _row(source, raw, f"{path.name} row {line}")
            except BadRow as bad:
                yield bad


def _row(source: SourceSection, raw: dict[str, Any], where: str) -> SourceRow:
    identifier = raw.get(source.id)
    if not identifier:
        raise BadRow("B009", where, f"no id in column {source.id!r}")
    properties = published_numbers(raw, source, where)
    values = {name: number(raw[name], where, name) for name in source.properties}
    measured = tuple(
        _measurement(source, column, name, raw, value)
        for (name, column), value in zip(source.properties.items(), values.values(), strict=True)
        if value is not None
    )
    doi = raw.get(source.options.get("doi", "")) or source.doi
    return SourceRow(
        key=f"{source.prefix}{identifier}", where=where, source=source.name, licence=source.licence, doi=doi,
        formula=raw.get(source.formula) if source.formula else None, properties=properties, document=doi,
        structure=raw.get(source.structure) or None if source.structure else None,
        payloads={"measurements": measured} if measured else {},
    )  # fmt: skip


def _measurement(source: SourceSection, column: PropertyColumn, name: str, raw: Any, value: float) -> Payload:
    options = source.options
    judged = f"judged by {options.get('curator', 'an expert')}"
    note = raw.get(options["note"]) if options.get("note") else None
    return {
        "property": column.name, "words": name, "value": value, "relation": "=", "unit": column.unit or None,
        "conditions": [], "confidence": float(options.get("confidence", 1.0)), "confidence_method": judged,
        "quote": note or None,
        "origin": options.get("origin", "reported"), "method": judged,
        "method_version": str(options.get("curated", "")) or None,
    }  # fmt: skip
