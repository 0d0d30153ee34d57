"""Files of powder diffractometers in, one row a measured pattern out, with the processing that its file name tells."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import geddes
from lxml import etree

from ..recipe import SourceSection
from ..rows import BadRow, Payload, SourceRow
from .reading import read_whole

_LARGEST: Final = 200_000_000
_TEMPERATURE, _TIME = "degC", "h"


def xrd_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """A powder pattern in any format that geddes reads: .xrdml, .raw, .brml, .uxd, .ras, .rasx, .xy, .gsas and more.

    ``options``: ``scan`` (which scan of a file, from 0), ``wavelength`` (angstrom, where the file does not say), and
    ``name_pattern``, a regular expression over the file's name without its ending. Its named groups may be
    ``sample`` (scans of one sample stay together in splits), ``precursors``, ``temperature`` (degC), ``time`` with
    ``time_unit``, and ``operation``; ``precursor_pattern`` finds ``formula`` and ``amount`` in precursors.
    """
    stem = Path(path.name.removesuffix(".gz")).stem
    pattern = _pattern(path, source.options)
    named = _named(stem, source.options.get("name_pattern"), path.name)
    yield SourceRow(
        key=f"{source.prefix}{stem}", where=path.name, source=source.name, licence=source.licence,
        doi=source.doi, document=f"{source.name}:{named['sample']}" if named.get("sample") else None,
        payloads={"xrd": (pattern,)} | ({"processing": (_recipe(named, source.options),)} if named else {}),
    )  # fmt: skip


def _pattern(path: Path, options: dict[str, Any]) -> Payload:
    data = read_whole(path, _LARGEST)
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            if sum(member.file_size for member in packed.infolist()) > _LARGEST:
                raise BadRow("B009", path.name, f"larger than {_LARGEST // 1_000_000} MB when unpacked")
    name = path.name.removesuffix(".gz")
    found = geddes.read_bytes(data, name, index=options.get("scan", 0))
    if len(found.x) < 2:
        raise BadRow("B009", path.name, "the scan has one point")
    wavelength = _wavelength(data) if name.lower().endswith(".xrdml") else None
    return {"two_theta": found.x, "intensity": found.y, "origin": "reported",
            "wavelength": wavelength or options.get("wavelength")}  # fmt: skip


def _wavelength(xrdml: bytes) -> float | None:
    """K-alpha-1 in angstrom, where the file names what was used."""
    root = etree.fromstring(xrdml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    found = root.find(".//{*}usedWavelength/{*}kAlpha1")
    return float(found.text) if found is not None and found.text else None


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
