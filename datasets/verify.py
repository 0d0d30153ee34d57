"""A dataset folder in, nothing out if it may be published: shards as the manifest has them, rights of every row."""

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.dataset as pads

from ..records.errors import MatloomError
from .manifest import Manifest, file_hash, read_manifest
from .recipe import Recipe
from .rights import PROTECTED, may_publish, plain_doi


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
    release, noncommercial = recipe.dataset.licence, recipe.rights.noncommercial
    for table in manifest.tables:
        data = pads.dataset(folder / "data" / table.name, format="parquet")
        names = [name for name in ("licence", "doi", *PROTECTED.get(table.name, ())) if name in data.schema.names]
        if not names:
            continue
        for batch in data.to_batches(columns=[data.schema.names[0], *names]):
            columns = {name: batch.column(name).to_pylist() for name in ("licence", "doi") if name in names}
            if retracted and "doi" in columns:
                bad = next((doi for doi in columns["doi"] if plain_doi(doi) in retracted), None)
                if bad is not None:
                    raise MatloomError("B011", why=f"{table.name} holds a row of the retracted paper {bad}")
            if table.name in PROTECTED and "licence" in columns:
                allowed = {known: may_publish(known, release, noncommercial) for known in set(columns["licence"])}
                for name in (name for name in PROTECTED[table.name] if name in names):
                    present = pc.is_valid(batch.column(name)).to_pylist()
                    for place, (there, known) in enumerate(zip(present, columns["licence"], strict=True)):
                        if there and not allowed[known]:
                            key = batch.column(0)[place].as_py()
                            raise MatloomError(
                                "B011", why=f"{table.name} of {key} has {name} under {known or 'no licence'}"
                            )
