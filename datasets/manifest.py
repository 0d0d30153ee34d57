"""The tables of a dataset in, its manifest out: what is in it, a fingerprint of the content, and its version."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from ..records.errors import MatloomError
from .recipe import Recipe

MANIFEST: Final = "dataset.json"
LAYOUT: Final = 1


@dataclass(frozen=True, slots=True)
class TableFiles:
    """One table: rows and shard names by split, in ``data/NAME/``."""

    name: str
    rows: dict[str, int]
    files: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """``fingerprint`` hashes the recipe and every shard; ``sha256`` and ``sizes`` are by path in the dataset."""

    name: str
    version: str
    fingerprint: str
    tables: tuple[TableFiles, ...]
    sha256: dict[str, str]
    sizes: dict[str, int]
    recipe: dict[str, Any]

    def table(self, name: str) -> TableFiles:
        """The table of that name. Raises KeyError."""
        return next(table for table in self.tables if table.name == name)


def file_hash(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def write_manifest(target: Path, recipe: Recipe, tables: list[TableFiles], version: str = "1.0.0") -> Manifest:
    """Hash the shards and write ``dataset.json``."""
    paths = [f"data/{t.name}/{name}" for t in tables for names in t.files.values() for name in names]
    sha256 = {path: file_hash(target / path) for path in paths}
    plain = recipe.model_dump(mode="json", exclude_none=True)
    content = hashlib.sha256(json.dumps([plain, sha256], sort_keys=True).encode()).hexdigest()
    manifest = Manifest(recipe.dataset.name, version, content[:32], tuple(tables), sha256,
                        {path: (target / path).stat().st_size for path in paths}, plain)  # fmt: skip
    text = json.dumps({"layout": LAYOUT} | asdict(manifest), indent=1, ensure_ascii=False) + "\n"
    (target / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a dataset folder. Raises MatloomError B014."""
    try:
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if raw.pop("layout") != LAYOUT:
            raise MatloomError("B014", path=folder, why="its layout is of another version")
        return Manifest(**raw | {"tables": tuple(TableFiles(**table) for table in raw["tables"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise MatloomError("B014", path=folder, why=error) from error
