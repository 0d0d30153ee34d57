"""A recipe and a data folder in, a dataset folder out: Parquet tables, splits with reports, card and Croissant."""

import csv
import shutil
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from ..records.errors import MESSAGES, MatloomError
from .card import write_card
from .croissant import write_croissant
from .diff import diff
from .duplicates import duplicate_columns
from .index import Index, Unmatched
from .manifest import MANIFEST, Manifest, TableFiles, write_manifest
from .recipe import Recipe
from .rights import RightsFilter, read_retractions
from .shards import ShardWriter
from .sources.registry import read_sources
from .splits.assign import assign_all
from .splits.leakage import write_leakage
from .spool import Spool
from .tables import SPLITS, arrow_schema, features
from .verify import verify_rights
from .workers import Tally, derived_chunks


@dataclass(slots=True)
class BuildReport:
    """What a build read, wrote and left out."""

    folder: Path
    version: str = ""
    fingerprint: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    read: int = 0
    tally: Tally = field(default_factory=Tally)
    unmatched: list[Unmatched] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)


def build(recipe: Recipe, out: Path, *, data: Path, workers: int = 1) -> BuildReport:
    """Build the dataset of a recipe into ``out``; ``data`` is where the sources' globs start.

    The folder appears under its name when it is whole, and replaces an older dataset there. Raises MatloomError
    with the row for bad input, B011 for rights, B013 when writing fails; then nothing is left behind.
    """
    _check_target(out)
    with _whole_or_nothing(out) as (scratch, target):
        making = _Build(recipe, scratch, target, workers, BuildReport(out))
        making.derive(data)
        with Index(making.spool.facts, recipe) as index:
            making.write(index)
    return making.report


def _check_target(out: Path) -> None:
    if out.exists() and not (out / MANIFEST).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise MatloomError("B012", path=out)


@contextmanager
def _whole_or_nothing(out: Path) -> Generator[tuple[Path, Path]]:
    """Scratch and target folders beside ``out``; on success the target becomes ``out``, on failure both go."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{out.name}.building-", dir=out.parent))
    except OSError as error:
        raise MatloomError("B013", path=out, why=error) from error
    target = work / "dataset"
    target.mkdir()
    try:
        yield work / "scratch", target
        _replace(out, target, work / "old")
    except (OSError, pa.ArrowException, duckdb.IOException) as error:
        raise MatloomError("B013", path=out, why=error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _replace(out: Path, target: Path, old: Path) -> None:
    """Gives the new dataset the name of the old one, which gets it back where that fails."""
    if not out.exists():
        target.rename(out)
        return
    out.rename(old)
    try:
        target.rename(out)
    except OSError:
        old.rename(out)
        raise


class _Build:
    """One build under way: first every row is derived into the spool, then the tables are written from it."""

    def __init__(self, recipe: Recipe, scratch: Path, target: Path, workers: int, report: BuildReport) -> None:
        self.recipe, self.target, self.workers, self.report = recipe, target, workers, report
        self.spool = Spool(scratch)
        self.retracted = frozenset[str]()

    def derive(self, data: Path) -> None:
        """Read all sources, derive all rows. Raises MatloomError with the first bad row, unless it may be skipped."""
        recipe, report = self.recipe, self.report
        if recipe.rights.retracted:
            self.retracted = read_retractions(data / recipe.rights.retracted)
        rights = RightsFilter(recipe.dataset.licence, recipe.rights.noncommercial, self.retracted)
        with self.spool:
            for chunk in derived_chunks(read_sources(recipe, data), recipe, rights, self.workers):
                if chunk.tally.bad and recipe.build.on_bad_row == "fail":
                    code, where, why = chunk.tally.bad[0]
                    raise MatloomError(code, where=where, why=why)
                self.spool.add(chunk)
                report.read += chunk.facts.num_rows + chunk.tally.filtered + len(chunk.tally.bad)
                report.tally.add(chunk.tally)
        for name in recipe.modalities.chosen():
            if not self.spool.has(name):
                raise MatloomError("B016" if report.read else "B007", modality=name, why="the sources have no rows")

    def write(self, index: Index) -> None:
        """Write tables, splits, manifest, card and Croissant."""
        recipe, report = self.recipe, self.report
        report.unmatched = index.unmatched
        positions = index.positions(self.spool.ordinals)
        made = duplicate_columns(recipe, index, self.spool, positions, self.workers)
        sides = assign_all(index, made["duplicate_cluster"], recipe.splits)
        report.left_out = {name: side.left_out for name, side in sides.items()}
        first = next(iter(sides.values())).codes if sides else np.zeros(index.rows, dtype=np.uint8)
        written = [self._modality(name, positions, first) for name in recipe.modalities.chosen()]
        made |= {f"has_{files.name}": pa.array(mask) for files, mask in written}
        made |= {f"split_{name}": pa.array(side.codes) for name, side in sides.items()}
        index.add(made)
        tables = [self._index(index, first), *(files for files, _ in written)]
        report.rows = {files.name: sum(files.rows.values()) for files in tables}
        if sides:
            write_leakage(self.target, recipe, index.ask, sides)
        self._problems()
        manifest = self._manifest(tables)
        verify_rights(self.target, manifest, recipe, self.retracted)
        report.version, report.fingerprint = manifest.version, manifest.fingerprint
        write_card(self.target, recipe, manifest, dict(report.tally.withheld))
        write_croissant(self.target, recipe, manifest)

    def _manifest(self, tables: list[TableFiles]) -> Manifest:
        """The manifest; its version follows from what changed against an older dataset under the same name."""
        manifest = write_manifest(self.target, self.recipe, tables)
        if not (self.report.folder / MANIFEST).is_file():
            return manifest
        version = diff(self.report.folder, self.target).new_version
        return write_manifest(self.target, self.recipe, tables, version)

    def _writers(self, table: str) -> list[ShardWriter]:
        schema, limit = arrow_schema(features(self.recipe, table)), self.recipe.build.rows_per_shard
        return [ShardWriter(self.target / "data" / table, split, schema, limit) for split in SPLITS]

    def _modality(self, name: str, positions: np.ndarray, sides: np.ndarray) -> tuple[TableFiles, np.ndarray]:
        """Write a modality's table; also which rows of the index have it, shape (rows,)."""
        writers = self._writers(name)
        mask = np.zeros(len(sides), dtype=bool)
        for batch in self.spool.batches(name):
            position = positions[batch.column(0).to_numpy()]
            side = np.where(position >= 0, sides[position], 255)
            mask[position[position >= 0]] = True
            plain = batch.drop_columns(["ordinal"])
            for code, writer in enumerate(writers):
                writer.add(plain.filter(pa.array(side == code)))
        return _finished(name, writers), mask

    def _index(self, index: Index, first: np.ndarray) -> TableFiles:
        """Write the index; ``first`` are the sides that name the files, shape (rows,)."""
        writers = self._writers("index")
        schema, systems = writers[0].schema, features(self.recipe, "index")["crystal_system"].names
        start = 0
        for batch in index.batches():
            sides = first[start : start + batch.num_rows]
            start += batch.num_rows
            named = batch.column("crystal_system").to_pylist()
            own = {self.recipe.dataset.key: batch.column("key")}
            own["crystal_system"] = pa.array([systems.index(name) if name else None for name in named], pa.int64())
            arrays = [own[name] if name in own else batch.column(name) for name in schema.names]
            typed = [array.cast(field.type) for array, field in zip(arrays, schema, strict=True)]
            whole = pa.RecordBatch.from_arrays(typed, schema=schema)
            for code, writer in enumerate(writers):
                writer.add(whole.filter(pa.array(sides == code)))
        return _finished("index", writers)

    def _problems(self) -> None:
        """Write what was left out and why: unreadable rows, retracted papers."""
        bad = [(code, where, MESSAGES[code].format(where=where, why=why)) for code, where, why in self.report.tally.bad]
        _write_csv(self.target / "problems.csv", ("code", "where", "problem"), bad)
        _write_csv(self.target / "retracted.csv", ("doi",), [(doi,) for doi in sorted(self.report.tally.retracted)])


def _write_csv(path: Path, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    if rows:
        with path.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows([head, *rows])


def _finished(table: str, writers: list[ShardWriter]) -> TableFiles:
    files = {writer.split: [path.name for path in writer.finish()] for writer in writers}
    rows = {writer.split: writer.rows for writer in writers if writer.rows}
    return TableFiles(table, rows, {split: names for split, names in files.items() if names})
