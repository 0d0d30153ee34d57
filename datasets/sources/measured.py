"""Measured patterns, pictures, processing tables and tables by experts in, one row each out."""

import csv
import itertools
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from lxml import etree
from PIL import Image

from ..recipe import SourceSection
from ..rows import BadRow, Payload, SourceRow
from .reading import inside, number, numbered, open_text

_LARGEST: Final = 200_000_000
_TEMPERATURE, _TIME = "degC", "h"


def xrd_rows(source: SourceSection, files: list[Path]) -> Iterator[SourceRow | BadRow]:
    """Powder patterns: ``.xrdml`` (PANalytical), and two columns (``.xy``, ``.xye``, ``.dat``, ``.csv``, ``.txt``).

    ``options``: ``name_pattern``, a regular expression over the file's name without its ending. Its named groups
    may be ``sample`` (scans of one sample stay together in splits), ``precursors``, ``temperature`` (degC), ``time``
    with ``time_unit``, and ``operation``; ``precursor_pattern`` finds ``formula`` and ``amount`` in precursors.
    """
    for _, path in numbered(iter(files), source.limit):
        try:
            if path.stat().st_size > _LARGEST:
                raise BadRow("B009", path.name, f"larger than {_LARGEST // 1_000_000} MB")
            pattern = _xrdml(path) if path.suffix.lower() == ".xrdml" else _columns(path)
            named = _named(path.stem, source.options.get("name_pattern"), path.name)
            yield SourceRow(
                key=f"{source.prefix}{path.stem}", where=path.name, source=source.name, licence=source.licence,
                doi=source.doi, document=f"{source.name}:{named['sample']}" if named.get("sample") else None,
                payloads={"xrd": (pattern,)} | ({"processing": (_recipe(named, source.options),)} if named else {}),
            )  # fmt: skip
        except BadRow as bad:
            yield bad
        except (ValueError, etree.XMLSyntaxError, OSError, AttributeError) as error:
            yield BadRow("B009", path.name, f"{type(error).__name__}: {error}"[:300])


def _xrdml(path: Path) -> Payload:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(path.read_bytes(), parser)
    space = {"x": etree.QName(root).namespace}
    points = root.find(".//x:dataPoints", space)
    counts = points.find("x:counts", space)
    counts = points.find("x:intensities", space) if counts is None else counts
    heights = [float(value) for value in counts.text.split()]
    axis = next(found for found in points.findall("x:positions", space) if found.get("axis") == "2Theta")
    listed = axis.find("x:listPositions", space)
    if listed is not None:
        angles = [float(value) for value in listed.text.split()]
    else:
        low, high = (float(axis.find(f"x:{name}Position", space).text) for name in ("start", "end"))
        angles = [low + (high - low) * i / (len(heights) - 1) for i in range(len(heights))]
    wavelength = root.find(".//x:usedWavelength/x:kAlpha1", space)
    return _pattern(angles, heights, path.name) | {
        "wavelength": float(wavelength.text) if wavelength is not None else None
    }


def _columns(path: Path) -> Payload:
    if path.suffix.lower() not in (".xy", ".xye", ".dat", ".csv", ".txt"):
        raise BadRow("B009", path.name, f"no reader for {path.suffix}; convert it to .xy (2-theta and counts)")
    angles, heights = [], []
    with open_text(path) as lines:
        for line in lines:
            cells = re.split(r"[\s,;]+", line.strip()[:200])
            try:
                angle, height = float(cells[0]), float(cells[1])
            except (ValueError, IndexError):
                if angles:
                    raise BadRow("B009", path.name, f"no two numbers in {line.strip()[:60]!r}") from None
                continue
            angles.append(angle)
            heights.append(height)
    return _pattern(angles, heights, path.name)


def _pattern(angles: list[float], heights: list[float], where: str) -> Payload:
    if len(angles) != len(heights) or len(angles) < 2:
        raise BadRow("B009", where, f"{len(angles)} angles and {len(heights)} intensities")
    if any(b <= a for a, b in itertools.pairwise(angles)):
        raise BadRow("B009", where, "2-theta does not rise")
    for value in (*angles, *heights):
        number(value, where, "pattern")
    return {"two_theta": angles, "intensity": heights, "origin": "reported"}


def _named(stem: str, pattern: str | None, where: str) -> dict[str, str]:
    if not pattern:
        return {}
    found = re.fullmatch(pattern, stem)
    if found is None:
        raise BadRow("B009", where, "the name does not fit name_pattern")
    return {name: value for name, value in found.groupdict().items() if value is not None}


def _recipe(named: dict[str, str], options: dict[str, Any]) -> Payload:
    step = {
        "operation": named.get("operation") or options.get("operation", "heat"),
        "temperature": float(named["temperature"]) if "temperature" in named else None,
        "temperature_unit": _TEMPERATURE if "temperature" in named else None,
        "time": float(named["time"]) if "time" in named else None,
        "time_unit": options.get("time_unit", _TIME) if "time" in named else None,
        "atmosphere": options.get("atmosphere"),
    }
    parts = named.get("precursors", "").split(options.get("precursor_separator", "-"))
    pattern = options.get("precursor_pattern", r"(?P<amount>\d+(?:\.\d+)?)?(?P<formula>[A-Z(].*)")
    precursors = []
    for part in filter(None, parts):
        found = re.fullmatch(pattern, part)
        formula, amount = (found["formula"], found["amount"]) if found else (part, None)
        precursors.append({"name": formula, "formula": formula, "role": "precursor",
                           "amount": float(amount.replace("p", ".")) if amount else None,
                           "unit": options.get("amount_unit") if amount else None})  # fmt: skip
    return {"route": options.get("route"), "precursors": precursors, "steps": [step], "origin": "reported"}


def image_rows(source: SourceSection, files: list[Path]) -> Iterator[SourceRow | BadRow]:
    """Pictures that an index CSV lists. ``id`` names its id column.

    ``options``: ``file`` (column with the path beside the CSV), ``label``, ``caption`` and ``nm_per_pixel``
    (columns, or a number for all), ``kind`` and ``origin``.
    """
    for path in files:
        with open_text(path) as lines:
            for line, raw in numbered(csv.DictReader(lines), source.limit):
                where = f"{path.name} row {line}"
                try:
                    yield _picture(source, raw, path, where)
                except BadRow as bad:
                    yield bad
                except (KeyError, OSError, ValueError, Image.DecompressionBombError) as error:
                    yield BadRow("B009", where, f"{type(error).__name__}: {error}")


def _picture(source: SourceSection, raw: dict[str, Any], path: Path, where: str) -> SourceRow:
    options = source.options
    file = inside(path.parent, raw[options.get("file", "file")], where)
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


def processing_rows(source: SourceSection, files: list[Path]) -> Iterator[SourceRow | BadRow]:
    """Processing tables: one row a step, rows of one id together and in order.

    Columns (any may be missing): ``operation``, ``temperature`` (degC), ``time`` (h), ``atmosphere``, ``route``.
    """
    for path in files:
        with open_text(path) as lines:
            steps: dict[str, list[Payload]] = {}
            for line, raw in numbered(csv.DictReader(lines), None):
                where = f"{path.name} row {line}"
                if not raw.get(source.id):
                    yield BadRow("B009", where, f"no id in column {source.id!r}")
                    continue
                try:
                    step = _step(raw, where)
                    steps.setdefault(str(raw[source.id]), []).append(step)
                except BadRow as bad:
                    yield bad
        for _, (key, found) in numbered(iter(steps.items()), source.limit):
            payload = {"route": found[0].pop("route"), "precursors": [], "steps": found, "origin": "reported"}
            yield SourceRow(key=f"{source.prefix}{key}", where=f"{path.name} ({key})", source=source.name,
                            licence=source.licence, doi=source.doi, payloads={"processing": (payload,)})  # fmt: skip


def _step(raw: dict[str, Any], where: str) -> Payload:
    temperature, time = (number(raw.get(name), where, name) for name in ("temperature", "time"))
    return {
        "operation": raw.get("operation") or "other", "words": raw.get("operation"), "route": raw.get("route") or None,
        "temperature": temperature, "temperature_unit": _TEMPERATURE if temperature is not None else None,
        "time": time, "time_unit": _TIME if time is not None else None, "atmosphere": raw.get("atmosphere") or None,
    }  # fmt: skip
