"""Versions follow the content."""

import shutil

import pytest
from matloom.datasets.build import build
from matloom.datasets.diff import diff, next_version
from matloom.datasets.manifest import read_manifest
from matloom.datasets.recipe import Recipe
from matloom.records.errors import MatloomError

ROWS = ["a,NaCl,8.5", "b,KCl,8.4", "c,MgO,7.8"]


def rebuild(base, rows, **dataset: object) -> None:
    (base / "rows.csv").write_text("id,formula,gap\n" + "\n".join(rows) + "\n")
    recipe = Recipe.model_validate({
        "dataset": {"name": "t", "licence": "MIT"} | dataset, "modalities": {"properties": {}},
        "sources": [{"name": "t", "kind": "csv", "path": "rows.csv", "id": "id", "formula": "formula",
                     "licence": "MIT", "properties": {"gap": {"name": "band_gap", "unit": "eV"}}}],
    })  # fmt: skip
    build(recipe, base / "out", data=base)


@pytest.fixture
def base(tmp_path):
    rebuild(tmp_path, ROWS)
    shutil.copytree(tmp_path / "out", tmp_path / "old")
    return tmp_path


@pytest.mark.parametrize(
    ("rows", "dataset", "step", "version"),
    [
        (ROWS, {}, "none", "1.0.0"),
        (ROWS, {"description": "better words"}, "patch", "1.0.1"),
        ([*ROWS, "d,CaO,6.9"], {}, "minor", "1.1.0"),
        (["a,NaCl,8.6", *ROWS[1:]], {}, "major", "2.0.0"),
        (ROWS[1:], {}, "major", "2.0.0"),
    ],
)
def test_the_version_steps_as_croissant_says(base, rows, dataset, step, version):
    rebuild(base, rows, **dataset)
    found = diff(base / "old", base / "out")
    assert (found.step, found.new_version) == (step, version)
    assert read_manifest(base / "out").version == version
    assert f"Version {version}" in (base / "out/README.md").read_text()


def test_rows_are_named_table_by_table(base):
    rebuild(base, ["a,NaCl,8.6", "b,KCl,8.4", "d,CaO,6.9"])
    tables = diff(base / "old", base / "out").tables
    assert tables["properties"].changed == ("a",)
    assert tables["index"].added == tables["properties"].added == ("d",)
    assert tables["index"].removed == ("c",)
    assert tables["index"].changed == ()
    assert diff(base / "old", base / "out").as_dict(0)["tables"]["properties"]["changed"] == {"rows": 1, "first": []}


def test_steps_count_like_versions():
    assert [next_version("1.2.3", step) for step in ("none", "patch", "minor", "major")] == [
        "1.2.3", "1.2.4", "1.3.0", "2.0.0",
    ]  # fmt: skip


def test_what_is_no_dataset_is_refused(base):
    with pytest.raises(MatloomError, match="B014"):
        diff(base / "old", base)


@pytest.mark.parametrize("name", ["runs[1]", "it's", "a*b"])
def test_the_signs_of_patterns_may_stand_in_a_path(tmp_path, name):
    base = tmp_path / name
    base.mkdir()
    rebuild(base, ROWS)
    shutil.copytree(base / "out", base / "old")
    rebuild(base, [*ROWS, "d,CaO,6.9"])
    assert diff(base / "old", base / "out").tables["index"].added == ("d",)
