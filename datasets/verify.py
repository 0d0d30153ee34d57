"""A dataset folder in, nothing out if it may be published: shards as the manifest has them, rights of every row."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads

from ..records.errors import MatloomError
from ..records.identity import bare_doi
from .manifest import Manifest, file_hash, read_manifest
from .recipe import Recipe
from .rights import PROTECTED, may_publish


def verify(folder: Path) -> Manifest:
    """Check a dataset. Raises MatloomError B014 (a shard is missing or changed) or B011 (rights)."""
    manifest = read_manifest(folder)
    for path, sha256 in manifest.sha256.items():
        if not (folder / path).is_file() or file_hash(folder / path) != sha256:
            raise MatloomError("B014", path=folder, why=f"{path} is not as the manifest has it")
    strays = {p.relative_to(folder).as_posix() for p in (folder / "data").rglob("*") if p.is_file()} - set(
        manifest.sha256
    )
    if strays:
        raise MatloomError("B014", path=folder, why=f"{min(strays)} is not in the manifest")
    verify_rights(folder, manifest, Recipe.model_validate(manifest.recipe))
    return manifest


def verify_rights(folder: Path, manifest: Manifest, recipe: Recipe, retracted: frozenset[str] = frozenset()) -> None:
    """Read what was written, independently of how it was made. Raises MatloomError B011 with the first offender."""
    for table in manifest.tables:
        data = pads.dataset(folder / "data" / table.name, format="parquet")
        protected = PROTECTED.get(table.name, ())
        wanted = ("licence", "doi", *(path.partition(".")[0] for path in protected))
        names = [name for name in wanted if name in data.schema.names]
        for batch in data.to_batches(columns=[data.schema.names[0], *names]) if names else ():
            _check_retracted(batch, table.name, retracted)
            for path in protected:
                _check_words(batch, table.name, path, recipe)


def _check_retracted(batch: pa.RecordBatch, table: str, retracted: frozenset[str]) -> None:
    if retracted and "doi" in batch.schema.names:
        bad = next((doi for doi in batch.column("doi").to_pylist() if bare_doi(doi) in retracted), None)
        if bad is not None:
            raise MatloomError("B011", why=f"{table} holds a row of the retracted paper {bad}")


def _check_words(batch: pa.RecordBatch, table: str, path: str, recipe: Recipe) -> None:
    licences = batch.column("licence").to_pylist()
    release, noncommercial = recipe.dataset.licence, recipe.rights.noncommercial
    for row in _rows_with(batch, path):
        if not may_publish(licences[row], release, noncommercial):
            where = f"{table} of {batch.column(0)[row].as_py()}"
            raise MatloomError("B011", why=f"{where} has {path} under {licences[row] or 'no licence'}")


def _rows_with(batch: pa.RecordBatch, path: str) -> list[int]:
    """Rows that have a value in a column, or in a part of the records that a column lists."""
    name, _, part = path.partition(".")
    column = batch.column(name)
    if not part:
        return np.flatnonzero(pc.is_valid(column).to_numpy(zero_copy_only=False)).tolist()
    there = pc.is_valid(pc.struct_field(pc.list_flatten(column), part))
    return sorted(set(pc.list_parent_indices(column).filter(there).to_pylist()))
