"""Pictures and processing tables in, one row each out."""

import csv
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

from PIL import Image

from ...records.model import Operation
from ..recipe import SourceSection
from ..rows import BadRow, Payload, SourceRow
from .reading import inside, number, open_text

_TEMPERATURE, _TIME = "degC", "h"
_OPERATIONS = frozenset(get_args(Operation))


def image_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """Pictures that an index CSV lists. ``id`` names its id column.

    ``options``: ``file`` (column with the path beside the CSV), ``label``, ``caption`` and ``nm_per_pixel``
    (columns, or a number for all), ``kind`` and ``origin``.
    """
    with open_text(path) as lines:
        for line, raw in enumerate(csv.DictReader(lines), start=1):
            where = f"{path.name} row {line}"
            try:
                yield _picture(source, raw, path, where)
            except BadRow as bad:
                yield bad
            except (KeyError, OSError, ValueError, Image.DecompressionBombError) as error:
                yield BadRow("B009", where, f"{type(error).__name__}: {error}")


def _picture(source: SourceSection, raw: dict[str, Any], path: Path, where: str) -> SourceRow:
    options = source.options
    if not raw[source.id]:
        raise BadRow("B009", where, f"no id in column {source.id!r}")
    file = inside(path.parent, raw[options.get("file", "file")] or "", where)
    content = file.read_bytes()
    with Image.open(BytesIO(content)) as picture:
        picture.verify()
    scale = options.get("nm_per_pixel")
    payload = {
        "image": {"bytes": content, "path": file.name},
        "kind": options.get("kind", "micrograph"),
        "nm_per_pixel": number(raw[scale], where, scale) if isinstance(scale, str) else scale,
        "label": raw[options["label"]] if options.get("label") else None,
        "caption": raw[options["caption"]] if options.get("caption") else None,
        "origin": options.get("origin", "reported"),
    }
    return SourceRow(key=f"{source.prefix}{raw[source.id]}", where=where, source=source.name, licence=source.licence,
                     doi=source.doi, payloads={"images": (payload,)})  # fmt: skip


def processing_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """Processing tables: one row a step, rows of one id together and in order.

    Columns (any may be missing): ``operation`` (one of the vocabulary's, else it becomes "other" and stays as words),
    ``temperature`` (degC), ``time`` (h), ``atmosphere``, ``route``.
    """
    steps: dict[str, list[Payload]] = {}
    with open_text(path) as lines:
        for line, raw in enumerate(csv.DictReader(lines), start=1):
            where = f"{path.name} row {line}"
            if not raw.get(source.id):
                yield BadRow("B009", where, f"no id in column {source.id!r}")
                continue
            try:
                step = _step(raw, where)
                steps.setdefault(str(raw[source.id]), []).append(step)
            except BadRow as bad:
                yield bad
    for key, found in steps.items():
        payload = {"route": found[0].pop("route"), "precursors": [], "steps": found, "origin": "reported"}
        yield SourceRow(key=f"{source.prefix}{key}", where=f"{path.name} ({key})", source=source.name,
                        licence=source.licence, doi=source.doi, payloads={"processing": (payload,)})  # fmt: skip


def _step(raw: dict[str, Any], where: str) -> Payload:
    operation = (raw.get("operation") or "").strip().lower()
    temperature, time = (number(raw.get(name), where, name) for name in ("temperature", "time"))
    return {
        "operation": operation if operation in _OPERATIONS else "other", "words": raw.get("operation") or None,
        "route": raw.get("route") or None,
        "temperature": temperature, "temperature_unit": _TEMPERATURE if temperature is not None else None,
        "time": time, "time_unit": _TIME if time is not None else None, "atmosphere": raw.get("atmosphere") or None,
    }  # fmt: skip
