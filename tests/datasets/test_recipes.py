"""Every shipped recipe: built of real inputs, loaded and streamed by its users' libraries, and told in words."""

import itertools
from dataclasses import replace
from pathlib import Path

import datasets
import mlcroissant as mlc
import pytest
import yaml
from example_records import paper
from matloom.datasets.build import build
from matloom.datasets.confidence import how_made
from matloom.datasets.manifest import read_manifest
from matloom.datasets.recipe import Recipe, load_recipe, shipped_recipes
from matloom.datasets.verify import verify
from matloom.extract.link.stage import LinkStage
from matloom.records.calibration import calibration
from matloom.records.errors import MatloomError
from matloom.records.store.rows import batches
from matloom.records.store.store import Store
from shared import SHARED, needs_shared

MATERIALS = SHARED / "data/materials"
FOLDERS = {
    "perovskites": MATERIALS / "cdvae_perov5_carbon24",
    "composition-property": MATERIALS / "matbench_composition",
    "processing-spectrum": MATERIALS / "dara_xrd",
}


def limited(name: str, rows: int) -> Recipe:
    recipe = load_recipe(shipped_recipes()[name])
    sources = tuple(source.model_copy(update={"limit": rows}) for source in recipe.sources)
    return recipe.model_copy(update={"sources": sources})


def corpus(path: Path) -> None:
    with Store.open(path, "write") as store:
        for name in ("paper-a", "paper-b", "paper-c"):
            record = replace(paper(name), structures=())  # its CIF stands for any text
            store.write(record.document.id, "digest", batches(record))
            if name == "paper-a":
                row = [record.document.id, "link", "5", "digest", b"", b""]
                store.connection.execute("INSERT INTO stage_results VALUES (?, ?, ?, ?, ?, ?)", row)


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[str, Path]:
    base = tmp_path_factory.mktemp("recipes")
    corpus(base / "corpus.duckdb")
    recipe = limited("literature", 100)
    build(recipe, base / "literature", data=base)
    for name, data in FOLDERS.items():
        if data.is_dir():
            build(limited(name, 120), base / name, data=data)
    return {name: base / name for name in shipped_recipes() if (base / name).is_dir()}


@needs_shared
def test_all_shipped_recipes_were_built(folders):
    assert sorted(folders) == sorted(shipped_recipes()) and len(folders) == 4


def test_every_table_loads_in_every_split_and_streams(folders, tmp_path):
    for folder in folders.values():
        manifest = read_manifest(folder)
        assert datasets.get_dataset_config_names(str(folder)) == [table.name for table in manifest.tables]
        for table in manifest.tables:
            loaded = datasets.load_dataset(str(folder), table.name, cache_dir=str(tmp_path / "cache"))
            assert {split: len(part) for split, part in loaded.items()} == table.rows
            for split, part in loaded.items():
                stream = datasets.load_dataset(str(folder), table.name, split=split, streaming=True)
                assert next(iter(stream)) == part[0]
                assert stream.features == part.features


def test_croissant_validates_and_loads_every_table(folders):
    for folder in folders.values():
        described = mlc.Dataset(folder / "croissant.json")
        assert not described.metadata.ctx.issues.errors
        for table in read_manifest(folder).tables:
            records = list(itertools.islice(described.records(table.name), 3))
            assert len(records) == min(3, sum(table.rows.values()))
            assert all(name.startswith(f"{table.name}/") for name in records[0])


def test_croissant_has_the_values_of_the_files(folders, tmp_path):
    folder = folders["literature"]
    ours = datasets.load_dataset(str(folder), "measurements", cache_dir=str(tmp_path))
    expected = {(row["sample_id"], row["property"], row["value"]) for part in ours.values() for row in part}
    found = {
        (r["measurements/sample_id"].decode(), r["measurements/property"].decode(), r["measurements/value"])
        for r in mlc.Dataset(folder / "croissant.json").records("measurements")
    }
    assert found == expected and expected


def test_card_tells_what_is_in_it(folders):
    for name, folder in folders.items():
        recipe = load_recipe(shipped_recipes()[name])
        _, front, body = (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
        card = yaml.safe_load(front)
        assert card["license"] == recipe.dataset.licence.lower()
        assert [c["config_name"] for c in card["configs"]] == [t.name for t in read_manifest(folder).tables]
        for words in (recipe.dataset.title, "## Splits", "## Rights", "## Known limits", "load_dataset"):
            assert words in body
        for column in recipe.properties().values():
            assert f"| `{column.name}` | {column.unit} |" in body


def test_card_tells_how_confidence_was_made_and_what_it_is_worth(folders, tmp_path):
    kinds = {}
    for part in datasets.load_dataset(str(folders["literature"]), "measurements", cache_dir=str(tmp_path)).values():
        for row in part:
            kinds[row["confidence_method"]] = kinds.get(row["confidence_method"], 0) + 1
    assert kinds["estimated"] == 2 * kinds["calibrated"] > 0
    body = (folders["literature"] / "README.md").read_text(encoding="utf-8")
    first = calibration().rows[0]
    assert "| calibrated | 0.9 |" in body and "| estimated | 0.9 |" in body
    assert f"| {first.low} | {first.high} | {first.values} | {first.mean_confidence:.2f} |" in body
    assert calibration().fitted_on in body


@pytest.mark.parametrize(("version", "made"), [("5", "calibrated"), ("12", "calibrated"),
                                               (LinkStage.version, "calibrated"), ("4", "estimated"),
                                               (None, "estimated"), ("5-beta", "estimated")])  # fmt: skip
def test_confidences_count_as_calibrated_from_the_version_on_that_calibrates(version, made):
    assert how_made(version) == made


def test_a_built_dataset_passes_its_own_check_and_a_touched_one_does_not(folders, tmp_path):
    import shutil

    folder = shutil.copytree(folders["literature"], tmp_path / "copy")
    verify(folder)
    shard = next((folder / "data/index").glob("*.parquet"))
    shard.write_bytes(shard.read_bytes() + b"x")
    with pytest.raises(MatloomError, match="B014"):
        verify(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('[dataset]\nname = "x"\n', "dataset.licence"),
        ('[dataset]\nname = "x"\nlicence = "MIT"\ncolour = 1\n', "dataset.colour"),
        ("[dataset\n", "not a recipe"),
    ],
)
def test_a_wrong_recipe_says_what_is_wrong(tmp_path, change, said):
    path = tmp_path / "recipe.toml"
    path.write_text(change)
    with pytest.raises(MatloomError, match="B001") as caught:
        load_recipe(path)
    assert said in str(caught.value)
