"""Builds small datasets of real structures and loads them as their users do."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from matloom.datasets.build import build
from matloom.datasets.recipe import Recipe, load_recipe, shipped_recipes
from matloom.records.errors import MatloomError
from shared import SHARED, needs_shared

PEROVSKITES = SHARED / "data/materials/cdvae_perov5_carbon24"


def perovskites(rows: int) -> Recipe:
    recipe = load_recipe(shipped_recipes()["perovskites"])
    return recipe.model_copy(update={"sources": (recipe.sources[0].model_copy(update={"limit": rows}),)})


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@needs_shared
def test_same_bytes_at_one_and_at_several_workers(tmp_path):
    recipe = perovskites(300)
    build(recipe, tmp_path / "one", data=PEROVSKITES, workers=1)
    build(recipe, tmp_path / "two", data=PEROVSKITES, workers=2)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@needs_shared
def test_every_config_and_split_loads_typed(tmp_path, monkeypatch):
    import datasets

    build(perovskites(150), tmp_path / "out", data=PEROVSKITES)
    folder = str(tmp_path / "out")
    for config in ("index", "crystal", "text", "xrd", "properties"):
        loaded = datasets.load_dataset(folder, config, cache_dir=str(tmp_path / "cache"))
        assert sum(len(part) for part in loaded.values()) == 150
        streamed = datasets.load_dataset(folder, config, streaming=True)
        assert next(iter(streamed["test"])) == loaded["test"][0]
    crystal = datasets.load_dataset(folder, "crystal", split="train", cache_dir=str(tmp_path / "cache"))
    assert crystal.features["lattice_vectors"] == datasets.Array2D(shape=(3, 3), dtype="float64")
    assert isinstance(crystal.with_format("numpy")[0]["lattice_vectors"], object)
    index = datasets.load_dataset(folder, split="train", cache_dir=str(tmp_path / "cache"))
    assert index.features["crystal_system"].names[-1] == "cubic"


def csv_source(folder: Path, text: str, **changes: object) -> Recipe:
    (folder / "rows.csv").write_text(text, encoding="utf-8")
    source = {"name": "table", "kind": "csv", "path": "rows.csv", "id": "id", "formula": "formula", "licence": "MIT",
              "properties": {"gap": {"name": "band_gap", "unit": "eV"}}}  # fmt: skip
    return Recipe.model_validate(
        {"dataset": {"name": "t", "licence": "MIT"}, "modalities": {"properties": {}}, "sources": [source],
         "duplicates": {"by": "composition"}} | changes
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("id,formula,gap\na,NaCl,8.5\nb,KCl,inf\n", "B004", "rows.csv row 2"),
        ("id,formula,gap\na,NaCl,nan\n", "B004", "rows.csv row 1"),
        ("id,formula,gap\na,NaCl,8.5\nb,Qq7,1\n", "B003", "rows.csv row 2"),
        ("id,formula,gap\na,NaCl,8.5\na,KCl,8\n", "B005", "rows.csv row 2"),
        ("id,formula\na,NaCl\n", "B009", "rows.csv row 1"),
        ("id,formula,gap\n,NaCl,1\n", "B009", "rows.csv row 1"),
        ("id,formula,gap\n", "B007", "no rows"),
    ],
)
def test_bad_rows_end_the_build_and_leave_nothing(tmp_path, text, code, said):
    with pytest.raises(MatloomError) as caught:
        build(csv_source(tmp_path, text), tmp_path / "out", data=tmp_path)
    assert caught.value.code == code
    assert said in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rows.csv"]


def test_bad_rows_are_listed_when_they_may_be_skipped(tmp_path):
    recipe = csv_source(tmp_path, "id,formula,gap\na,NaCl,8.5\nb,KCl,inf\n", build={"on_bad_row": "skip"})
    report = build(recipe, tmp_path / "out", data=tmp_path)
    assert report.rows["index"] == 1
    assert "rows.csv row 2" in (tmp_path / "out/problems.csv").read_text()
    assert pq.read_table(tmp_path / "out/data/index").column("material_id").to_pylist() == ["a"]
