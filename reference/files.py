"""Structure files in, entries out: folders of CIF and POSCAR, JSON dumps and CSV tables, read as streams.

Formats are told by a file's name: ``.cif``, ``.mcif``; ``.vasp``, ``.poscar``, ``POSCAR*``, ``CONTCAR*``; ``.json``
(a list of entries, an object of entries by id, or a list under ``data``, as the Materials Project, JARVIS and OPTIMADE
write them), ``.jsonl``; ``.csv`` with a column of structures. JSON and CSV may be ``.gz`` or a ``.zip`` of one file.
"""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, cast

from ..records.errors import MatloomError, Problem
from .crystals import MAXIMUM_TEXT, Crystal, from_cif, from_json, from_poscar
from .entries import Entry, Tell, clean, entry_of, unreadable
from .json_stream import json_entries

CIF: Final = (".cif", ".mcif")
POSCAR: Final = (".vasp", ".poscar")
TABLES: Final = frozenset({".json", ".jsonl", ".csv"})
ID_NAMES: Final = ("material_id", "jid", "id", "_id", "task_id", "source_id", "")
STRUCTURE_COLUMNS: Final = ("cif", "structure", "atoms", "poscar")
PACKED: Final = frozenset({".gz", ".zip"})
EVERY: Final = 50
"""Entries between two words on progress."""


def structure_files(path: Path) -> list[Path]:
    """The files under ``path`` that are read, in a fixed order. Raises MatloomError E001, R002."""
    if not path.exists():
        raise MatloomError("E001", path=path)
    if path.is_file():
        files = [path] if kind_of(path) else []
    else:
        files = sorted(file for file in path.rglob("*") if kind_of(file) and file.is_file())
    if not files:
        raise MatloomError("R002", path=path, why="no file of a known format (.cif, .vasp, .json, .jsonl, .csv)")
    return files


def kind_of(path: Path) -> str | None:
    """``cif``, ``poscar``, ``json``, ``jsonl`` or ``csv`` by the file's name, or None."""
    *before, last = ["", *(ending.lower() for ending in path.suffixes)]
    if last in PACKED:
        return before[-1][1:] if before[-1] in TABLES else None
    if last in CIF:
        return "cif"
    if last in POSCAR or path.name.upper().startswith(("POSCAR", "CONTCAR")):
        return "poscar"
    return last[1:] if last in TABLES else None


def read_files(files: list[Path], tell: Tell) -> Iterator[Entry | Problem]:
    """The structures of the files. ``tell`` hears the bytes done so far, packed ones where a file is packed."""
    done = 0
    for file in files:
        size = file.stat().st_size
        kind = kind_of(file)
        try:
            if kind in ("cif", "poscar"):
                yield _single(file, from_cif if kind == "cif" else from_poscar)
            else:
                yield from _table(file, str(kind), lambda position, done=done: tell(done + position))
        except (OSError, EOFError, ValueError, csv.Error, zipfile.BadZipFile) as error:
            yield unreadable(file.name, f"{type(error).__name__}: {error}")
        done += size
        tell(done)


def _single(file: Path, read: Callable[[str], Crystal]) -> Entry | Problem:
    def crystal() -> Crystal:
        with file.open(encoding="utf-8", errors="replace") as text:
            return read(text.read(MAXIMUM_TEXT + 1))

    return entry_of(file.stem, file.name, crystal)


def _table(file: Path, kind: str, tell: Tell) -> Iterator[Entry | Problem]:
    with file.open("rb") as raw, _unpacked(file, raw) as content:
        rows = {"json": json_entries, "jsonl": _lines, "csv": _rows}[kind](content)
        for number, (key, row) in enumerate(rows, 1):
            name = f"{file.name} entry {number}"
            if isinstance(row, Exception):
                yield unreadable(name, row)
            else:
                yield entry_of(_id(key, row, number), name, lambda row=row: from_json(row))
            if number % EVERY == 0:
                tell(raw.tell())


@contextmanager
def _unpacked(file: Path, raw: IO[bytes]) -> Generator[IO[bytes]]:
    """The content of a file, unpacked as it is read."""
    if file.suffix.lower() == ".gz":
        with gzip.open(raw) as content:
            yield cast(IO[bytes], content)
    elif file.suffix.lower() == ".zip":
        with zipfile.ZipFile(raw) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) != 1:
                raise ValueError(f"a zip of {len(members)} files; one is read")
            with archive.open(members[0]) as content:
                yield content
    else:
        yield raw


def _lines(content: IO[bytes]) -> Iterator[tuple[Any, Any]]:
    while line := content.readline(MAXIMUM_TEXT):
        if not line.strip():
            continue
        try:
            yield None, json.loads(line)
        except (ValueError, RecursionError) as error:
            yield None, error


def _rows(content: IO[bytes]) -> Iterator[tuple[Any, Any]]:
    csv.field_size_limit(MAXIMUM_TEXT)
    text = io.TextIOWrapper(content, encoding="utf-8-sig", errors="replace", newline="")
    rows = csv.DictReader(iter(lambda: text.readline(MAXIMUM_TEXT), ""))
    name = next((name for name in STRUCTURE_COLUMNS if name in (rows.fieldnames or ())), None)
    if name is None:
        raise ValueError("no column of structures: none of " + ", ".join(STRUCTURE_COLUMNS))
    for row in rows:
        ids = {column: row[column] for column in ID_NAMES if column in row}
        yield None, ids | {"structure": _cell(row[name] or "")}


def _cell(text: str) -> Any:
    """A cell as JSON where it is, else as it stands (a CIF)."""
    if not text.lstrip().startswith("{"):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _id(key: Any, row: Any, number: int) -> str:
    if key is not None:
        return clean(key)
    found = next((row[name] for name in ID_NAMES if row.get(name)), None) if isinstance(row, Mapping) else None
    if isinstance(found, Mapping):
        found = next(iter(found.values()), None)
    return clean(number if found is None else found)
