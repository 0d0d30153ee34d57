"""Folders of CIF and POSCAR files, JSON dumps and OPTIMADE answers in, one row a structure out."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..recipe import SourceSection
from ..rows import BadRow, SourceRow
from .reading import inside, number, numbered, open_text, published_numbers

_LARGEST = 4_000_000_000


def cif_rows(source: SourceSection, files: list[Path]) -> Iterator[SourceRow | BadRow]:
    """One row a CIF file (or POSCAR, by its name); the file's name without its ending is the id."""
    for _, path in numbered(iter(files), source.limit):
        kind = "cif" if path.suffix.lower() in (".cif", ".mcif") else "poscar"
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            yield BadRow("B009", path.name, error)
            continue
        yield SourceRow(key=f"{source.prefix}{path.stem}", where=path.name, source=source.name, licence=source.licence,
                        structure=text, structure_format=kind, doi=source.doi)  # fmt: skip


def listed_rows(source: SourceSection, files: list[Path]) -> Iterator[SourceRow | BadRow]:
    """Tables without a header, as ALIGNN has them: a structure file's name, then numbers.

    ``options``: ``id_pattern`` (a regular expression whose first group is the id), and ``property`` (name of the
    one number) or ``dos_energy`` (first and last energy in eV of a density of states in the other columns).
    """
    pattern = re.compile(source.options.get("id_pattern", r"^(.*?)(?:\.[^.]*)?$"))
    for path in files:
        with open_text(path) as lines:
            for line, raw in numbered(lines, source.limit):
                name, *cells = raw.strip().split(",")
                where = f"{path.name} row {line}"
                found = pattern.match(name)
                try:
                    if found is None:
                        raise BadRow("B009", where, f"no id in {name!r}")
                    file = inside(path.parent, name, where)
                    values = [number(cell, where, f"column {place}") for place, cell in enumerate(cells, start=2)]
                    yield _listed(source, f"{source.prefix}{found[1]}", where, file, values)
                except BadRow as bad:
                    yield bad


def _listed(source: SourceSection, key: str, where: str, file: Path, values: list[float | None]) -> SourceRow:
    kind = "cif" if file.suffix.lower() == ".cif" else "poscar"
    payloads: dict[str, tuple[dict[str, Any], ...]] = {}
    if source.options.get("dos_energy"):
        low, high = source.options["dos_energy"]
        step = (high - low) / (len(values) - 1)
        energy = [low + step * place for place in range(len(values))]
        payloads["dos"] = ({"energy": energy, "dos": values, "method": source.options.get("method")},)
    name = source.options.get("property")
    return SourceRow(
        key=key, where=where, source=source.name, licence=source.licence, doi=source.doi, payloads=payloads,
        structure=file.read_text(encoding="utf-8", errors="replace"), structure_format=kind,
        properties={source.properties[name].name: values[0]} if name else {},
    )  # fmt: skip


def json_rows(source: SourceSection, files: list[Path]) -> Iterator[SourceRow | BadRow]:
    """JSON dumps: a list of entries, an object of entries by id, or JSON Lines; gzipped or not.

    An entry is a Materials Project document (``structure``), a JARVIS one (``atoms``), or a pymatgen structure
    itself. ``id`` names the entry's id; ``structure`` its structure (found by itself if not given).
    """
    count = 0
    for path in files:
        left = None if source.limit is None else source.limit - count
        for line, (key, raw) in numbered(_entries(path, source.id), left):
            count += 1
            where = f"{path.name} entry {line}"
            try:
                yield _entry(source, key, raw, where)
            except BadRow as bad:
                yield bad


def _entries(path: Path, key: str) -> Iterator[tuple[Any, Any]]:
    if path.stat().st_size > _LARGEST:
        yield None, BadRow("B009", path.name, "larger than 4 GB; split it or write JSON Lines")
        return
    with open_text(path) as lines:
        if ".jsonl" in path.name:
            yield from ((raw.get(key), raw) for raw in map(json.loads, lines))
            return
        try:
            content = json.load(lines)
        except ValueError as error:
            yield None, BadRow("B009", path.name, error)
            return
    if isinstance(content, dict):
        yield from content.items()
    else:
        yield from ((raw.get(key) if isinstance(raw, dict) else None, raw) for raw in content)


def _entry(source: SourceSection, key: Any, raw: Any, where: str) -> SourceRow:
    if isinstance(raw, BadRow):
        raise raw
    if key is None or not isinstance(raw, dict):
        raise BadRow("B009", where, f"no id {source.id!r}")
    name = source.structure or next((name for name in ("structure", "atoms") if name in raw), None)
    structure = raw if "lattice" in raw and "sites" in raw else raw.get(name or "")
    if source.structure and structure is None:
        raise BadRow("B009", where, f"no structure {source.structure!r}")
    kind = "jarvis" if isinstance(structure, dict) and "lattice_mat" in structure else "json"
    if isinstance(structure, str):
        kind = source.options.get("format", "cif")
    return SourceRow(
        key=f"{source.prefix}{key}", where=where, source=source.name, licence=source.licence, doi=source.doi,
        structure=structure, structure_format=kind, formula=raw.get(source.formula) if source.formula else None,
        properties=published_numbers(raw, source, where),
    )  # fmt: skip


def optimade_rows(source: SourceSection, files: list[Path]) -> Iterator[SourceRow | BadRow]:
    """Saved answers of OPTIMADE ``/structures`` requests, a page a file."""
    count = 0
    for path in files:
        with open_text(path) as lines:
            try:
                entries: Iterable[Any] = json.load(lines)["data"]
            except (ValueError, KeyError, TypeError) as error:
                yield BadRow("B009", path.name, f"not an OPTIMADE answer: {error}")
                continue
        left = None if source.limit is None else source.limit - count
        for line, entry in numbered(iter(entries), left):
            count += 1
            where = f"{path.name} entry {line}"
            try:
                attributes = entry["attributes"]
                yield SourceRow(
                    key=f"{source.prefix}{entry['id']}", where=where, source=source.name, licence=source.licence,
                    doi=source.doi, structure=attributes, structure_format="optimade",
                    properties=published_numbers(attributes, source, where),
                )  # fmt: skip
            except BadRow as bad:
                yield bad
            except (KeyError, TypeError) as error:
                yield BadRow("B009", where, f"no {error}")
