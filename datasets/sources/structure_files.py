"""Folders of CIF and POSCAR files, JSON dumps and OPTIMADE answers in, one row a structure out."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..recipe import SourceSection
from ..rows import BadRow, SourceRow
from .reading import inside, number, open_text, published_numbers

_LARGEST = 4_000_000_000


def cif_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """The structure of a CIF file (or POSCAR, by its name); the file's name without its ending is the id."""
    kind = "cif" if path.suffix.lower() in (".cif", ".mcif") else "poscar"
    text = path.read_text(encoding="utf-8", errors="replace")
    yield SourceRow(key=f"{source.prefix}{path.stem}", where=path.name, source=source.name, licence=source.licence,
                    structure=text, structure_format=kind, doi=source.doi)  # fmt: skip


def listed_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """A table without a header, as ALIGNN has them: a structure file's name, then numbers.

    ``options``: ``id_pattern`` (a regular expression whose first group is the id), and ``property`` (name of the
    one number) or ``dos_energy`` (first and last energy in eV of a density of states in the other columns).
    """
    pattern = re.compile(source.options.get("id_pattern", r"^(.*?)(?:\.[^.]*)?$"))
    with open_text(path) as lines:
        for line, raw in enumerate(lines, start=1):
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
        if len(values) < 2:
            raise BadRow("B009", where, "fewer than two numbers of a density of states")
        step = (high - low) / (len(values) - 1)
        energy = [low + step * place for place in range(len(values))]
        payloads["dos"] = ({"energy": energy, "dos": values, "method": source.options.get("method")},)
    name = source.options.get("property")
    return SourceRow(
        key=key, where=where, source=source.name, licence=source.licence, doi=source.doi, payloads=payloads,
        structure=file.read_text(encoding="utf-8", errors="replace"), structure_format=kind,
        properties={source.properties[name].name: values[0] if values else None} if name else {},
    )  # fmt: skip


def json_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """A JSON dump: a list of entries, an object of entries by id, or JSON Lines; gzipped or not.

    An entry is a Materials Project document (``structure``), a JARVIS one (``atoms``), or a pymatgen structure
    itself. ``id`` names the entry's id; ``structure`` its structure (found by itself if not given).
    """
    entries = _lines(path) if ".jsonl" in path.name else _whole(path)
    for line, (key, raw) in enumerate(entries, start=1):
        named = raw.get(source.id) if key is None and isinstance(raw, dict) else key
        try:
            yield _entry(source, named, raw, f"{path.name} entry {line}")
        except BadRow as bad:
            yield bad


def _lines(path: Path) -> Iterator[tuple[None, Any]]:
    """The entries of JSON Lines; a line that cannot be read is a BadRow in the place of its entry."""
    with open_text(path) as lines:
        for line, text in enumerate(lines, start=1):
            try:
                yield None, json.loads(text)
            except (ValueError, RecursionError) as error:
                yield None, BadRow("B009", f"{path.name} entry {line}", error)


def _whole(path: Path) -> Iterator[tuple[str | None, Any]]:
    """The entries of one list, or of one object with their ids. Raises BadRow B009."""
    if path.stat().st_size > _LARGEST:
        raise BadRow("B009", path.name, "larger than 4 GB; split it or write JSON Lines")
    with open_text(path) as lines:
        content = json.load(lines)
    if not isinstance(content, dict | list):
        raise BadRow("B009", path.name, "neither a list nor an object")
    yield from content.items() if isinstance(content, dict) else ((None, raw) for raw in content)


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


def optimade_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """The saved answer of an OPTIMADE ``/structures`` request: one page."""
    with open_text(path) as lines:
        answer = json.load(lines)
    entries = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(entries, list):
        raise BadRow("B009", path.name, "not an OPTIMADE answer: no list 'data'")
    for line, entry in enumerate(entries, start=1):
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
