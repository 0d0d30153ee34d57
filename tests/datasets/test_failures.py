"""What happens when the disk is full, the folder is not ours, ids do not match, or memory matters."""

import errno
import gc
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from matloom.datasets import shards
from matloom.datasets.build import build
from matloom.datasets.recipe import Recipe
from matloom.datasets.shards import ShardWriter
from matloom.records.errors import MatloomError


def recipe_of(*sources: dict, **changes: object) -> Recipe:
    gap = {"gap": {"name": "band_gap", "unit": "eV"}}
    rows = [{"kind": "csv", "id": "id", "formula": "formula", "licence": "MIT", "properties": gap} | s for s in sources]
    base = {"dataset": {"name": "t", "licence": "MIT"}, "modalities": {"properties": {}}, "sources": rows}
    return Recipe.model_validate(base | changes)


def table(path, *rows: str) -> None:
    path.write_text("id,formula,gap\n" + "".join(f"{row}\n" for row in rows))


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_full_disk_leaves_the_old_dataset_and_nothing_else(tmp_path, monkeypatch):
    table(tmp_path / "a.csv", "x,NaCl,8.5", "y,KCl,8.4")
    recipe = recipe_of({"name": "a", "path": "a.csv"})
    build(recipe, tmp_path / "out", data=tmp_path)
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}

    class FullDisk(pq.ParquetWriter):
        def write_table(self, *_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shards.pq, "ParquetWriter", FullDisk)
    with pytest.raises(MatloomError, match=r"B013.*No space left"):
        build(recipe, tmp_path / "out", data=tmp_path)
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before
    with pytest.raises(MatloomError, match="B013"):
        build(recipe, tmp_path / "new", data=tmp_path)
    assert names(tmp_path) == ["a.csv", "out"]


def test_a_new_dataset_that_cannot_take_its_name_leaves_the_old_one(tmp_path, monkeypatch):
    table(tmp_path / "a.csv", "x,NaCl,8.5")
    recipe = recipe_of({"name": "a", "path": "a.csv"})
    build(recipe, tmp_path / "out", data=tmp_path)
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "dataset":
            raise PermissionError(errno.EACCES, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(MatloomError, match=r"B013.*Permission denied"):
        build(recipe, tmp_path / "out", data=tmp_path)
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before
    assert names(tmp_path) == ["a.csv", "out"]


def test_a_place_that_cannot_be_written_to_is_told(tmp_path):
    table(tmp_path / "a.csv", "x,NaCl,8.5")
    with pytest.raises(MatloomError, match="B013"):
        build(recipe_of({"name": "a", "path": "a.csv"}), tmp_path / "a.csv" / "out", data=tmp_path)


def test_a_folder_that_is_no_dataset_is_never_replaced(tmp_path):
    table(tmp_path / "a.csv", "x,NaCl,8.5")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.tex").write_text("years of work")
    with pytest.raises(MatloomError, match="B012"):
        build(recipe_of({"name": "a", "path": "a.csv"}), tmp_path / "out", data=tmp_path)
    assert names(tmp_path / "out") == ["thesis.tex"]


def test_sources_join_by_id_and_strangers_are_counted(tmp_path):
    table(tmp_path / "a.csv", "x,NaCl,8.5", "y,KCl,8.4")
    (tmp_path / "b.csv").write_text("id,words\ny,two\nz,stranger\n")
    second = {"name": "b", "path": "b.csv", "formula": None, "text": "words", "properties": {}, "join": "left",
              "licence": "CC-BY-4.0"}  # fmt: skip
    recipe = recipe_of({"name": "a", "path": "a.csv"}, second, modalities={"properties": {}, "text": {}})
    report = build(recipe, tmp_path / "out", data=tmp_path)
    assert [(u.source, u.rows) for u in report.unmatched] == [("b", 1)]
    index = pq.read_table(tmp_path / "out/data/index").to_pylist()
    assert [(r["material_id"], r["has_text"], r["licence"]) for r in index] == [
        ("x", False, "MIT"), ("y", True, "CC-BY-4.0 AND MIT"),
    ]  # fmt: skip
    assert pq.read_table(tmp_path / "out/data/text").column("text").to_pylist() == ["two"]


def test_sources_whose_ids_never_match_are_an_error(tmp_path):
    table(tmp_path / "a.csv", "x,NaCl,8.5")
    table(tmp_path / "b.csv", "mp-x,NaCl,8.5")
    recipe = recipe_of({"name": "a", "path": "a.csv"}, {"name": "b", "path": "b.csv", "join": "left"})
    with pytest.raises(MatloomError, match=r"B006.*'mp-x'"):
        build(recipe, tmp_path / "out", data=tmp_path)


def test_a_filter_that_keeps_nothing_is_an_error(tmp_path):
    table(tmp_path / "a.csv", "x,NaCl,8.5")
    for filters in ({"elements": ["Fe"]}, {"licences": ["CC0-1.0"]}, {"properties": ["band_gap"]}):
        recipe = recipe_of({"name": "a", "path": "a.csv"}, filters=filters)
        with pytest.raises(MatloomError, match=r"B007|B016"):
            build(recipe, tmp_path / "out", data=tmp_path)
    assert names(tmp_path) == ["a.csv"]


@pytest.mark.parametrize("cut", [1, 7, 2048, 5000])
def test_shards_have_the_same_bytes_however_batches_are_cut(tmp_path, cut):
    rows = pa.table({"x": range(10_000), "y": [str(i) * 3 for i in range(10_000)]})
    for name, size in (("whole", 10_000), ("cut", cut)):
        writer = ShardWriter(tmp_path / name, "train", rows.schema, 4096)
        for batch in rows.to_batches(max_chunksize=size):
            writer.add(batch)
        writer.finish()
    assert names(tmp_path / "whole") == [f"train-0000{i}-of-00003.parquet" for i in range(3)]
    for name in names(tmp_path / "whole"):
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "cut" / name).read_bytes()


def test_memory_of_the_writer_does_not_grow_with_the_rows(tmp_path):
    batch = pa.record_batch({"x": [float(i) for i in range(1000)]})

    def peak(batches: int) -> int:
        gc.collect()
        writer = ShardWriter(tmp_path / f"{batches}", "train", batch.schema, 100_000)
        tracemalloc.start()
        before = pa.total_allocated_bytes()
        highest = 0
        for _ in range(batches):
            writer.add(batch)
            highest = max(highest, pa.total_allocated_bytes() - before)
        highest += tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        writer.finish()
        return highest

    assert peak(600) < 2 * peak(60) + 1_000_000
