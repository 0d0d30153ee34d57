"""Planted text, quotes, pictures and retracted papers: none may come out, and the check finds them if they did."""

import base64
import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from matloom.datasets.build import build
from matloom.datasets.manifest import MANIFEST, file_hash, read_manifest
from matloom.datasets.recipe import Recipe
from matloom.datasets.rights import grant, may_publish, read_retractions
from matloom.datasets.verify import verify, verify_rights
from matloom.records.errors import MatloomError

SECRET = "Words that a publisher keeps to itself"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
LICENCES = ["CC-BY-4.0", "", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "publisher", "CC0-1.0", "CC-BY-SA-4.0", "MIT"]


def planted(base: Path, **changes: object) -> Recipe:
    with (base / "rows.csv").open("w", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(["id", "formula", "gap", "text", "rights", "doi"])
        for i, licence in enumerate(LICENCES):
            words = "Free words" if licence in ("CC-BY-4.0", "CC0-1.0", "MIT") else SECRET
            rows.writerow([f"m{i}", "NaCl", i, words, licence, f"10.1000/{i}"])
    (base / "judged.csv").write_text(
        "id,formula,gap,why,doi\n" + "".join(f"m{i},NaCl,{i},{SECRET},10.1000/{i}\n" for i in range(8))
    )
    (base / "steps.csv").write_text("id,operation,temperature\n" + "".join(f"m{i},{SECRET},{i}00\n" for i in range(8)))
    (base / "dot.png").write_bytes(PIXEL)
    (base / "pictures.csv").write_text("id,file,caption\n" + "".join(f"m{i},dot.png,{SECRET}\n" for i in range(8)))
    gap = {"properties": {"gap": {"name": "band_gap", "unit": "eV"}}}
    return Recipe.model_validate({
        "dataset": {"name": "t", "licence": "CC-BY-4.0"}, "duplicates": {"by": "none"},
        "modalities": {"text": {"method": "source"}, "images": {}, "measurements": {}, "processing": {},
                       "properties": {}},
        "sources": [
            {"name": "open", "kind": "csv", "path": "rows.csv", "id": "id", "formula": "formula", "text": "text",
             "licence": "publisher", "options": {"licence": "rights", "doi": "doi"}} | gap,
            {"name": "judged", "kind": "expert", "path": "judged.csv", "id": "id", "licence": "publisher",
             "options": {"note": "why", "doi": "doi"}} | gap,
            {"name": "made", "kind": "processing", "path": "steps.csv", "id": "id", "licence": "publisher"},
            {"name": "own", "kind": "images", "path": "pictures.csv", "id": "id", "licence": "publisher",
             "options": {"caption": "caption"}},
            {"name": "free", "kind": "images", "path": "pictures.csv", "id": "id", "prefix": "free-", "licence": "MIT"},
        ],
    } | changes)  # fmt: skip


def everything(folder: Path) -> str:
    tables = [pq.read_table(path).to_pylist() for path in sorted((folder / "data").rglob("*.parquet"))]
    texts = [p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.suffix in (".md", ".json", ".csv")]
    return repr(tables) + "".join(texts)


def test_nothing_unfree_comes_out_and_every_number_does(tmp_path):
    report = build(planted(tmp_path), tmp_path / "out", data=tmp_path)
    out = everything(tmp_path / "out")
    assert SECRET not in out and "Free words" in out
    text = pq.read_table(tmp_path / "out/data/text").to_pylist()
    assert {row["licence"] for row in text} == {"CC-BY-4.0", "CC0-1.0", "MIT"}
    images = pq.read_table(tmp_path / "out/data/images").to_pylist()
    assert len(images) == 8 and all(row["material_id"].startswith("free-") for row in images)
    properties = pq.read_table(tmp_path / "out/data/properties").to_pylist()
    assert len(properties) == 16 and report.rows["measurements"] == 8
    steps = [row["steps"][0] for row in pq.read_table(tmp_path / "out/data/processing").to_pylist()]
    assert [(step["words"], step["temperature"]) for step in steps] == [(None, 100.0 * i) for i in range(8)]
    assert report.tally.withheld == {"text": 5, "measurements": 8, "images": 8, "processing": 8}


def test_retracted_papers_are_out_and_listed(tmp_path):
    (tmp_path / "retractions.csv").write_text("OriginalPaperDOI\nhttps://doi.org/10.1000/0\n10.1000/5\n")
    recipe = planted(tmp_path, rights={"retracted": "retractions.csv"})
    build(recipe, tmp_path / "out", data=tmp_path)
    index = pq.read_table(tmp_path / "out/data/index").to_pylist()
    assert "10.1000/0" not in {row["doi"] for row in index} and "10.1000/1" in {row["doi"] for row in index}
    assert (tmp_path / "out/retracted.csv").read_text() == "doi\n10.1000/0\n10.1000/5\n"


def replant(folder: Path, table: str, column: str, value: object) -> None:
    """Write a value into a shard as if the build had let it through, and the manifest to match."""
    shard = next((folder / "data" / table).glob("*.parquet"))
    rows = pq.read_table(shard)
    cells = [value, *rows.column(column).to_pylist()[1:]]
    place = rows.schema.get_field_index(column)
    pq.write_table(
        rows.set_column(place, rows.schema.field(column), pa.array(cells, rows.schema.field(column).type)), shard
    )
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["sha256"][shard.relative_to(folder).as_posix()] = file_hash(shard)
    (folder / MANIFEST).write_text(json.dumps(manifest))


@pytest.mark.parametrize(("table", "column", "value"), [("text", "licence", "publisher"), ("images", "licence", None),
                                                       ("measurements", "quote", SECRET),
                                                       ("processing", "steps", [{"words": SECRET}])])  # fmt: skip
def test_a_leak_is_found_by_reading_what_was_written(tmp_path, table, column, value):
    build(planted(tmp_path), tmp_path / "out", data=tmp_path)
    verify(tmp_path / "out")
    replant(tmp_path / "out", table, column, value)
    with pytest.raises(MatloomError, match="B011"):
        verify(tmp_path / "out")


def test_a_retracted_row_is_found_by_reading_what_was_written(tmp_path):
    recipe = planted(tmp_path)
    build(recipe, tmp_path / "out", data=tmp_path)
    with pytest.raises(MatloomError, match="retracted"):
        verify_rights(tmp_path / "out", read_manifest(tmp_path / "out"), recipe, frozenset({"10.1000/5"}))


@pytest.mark.parametrize(
    ("licence", "release", "noncommercial", "allowed"),
    [
        ("CC-BY-4.0", "CC-BY-4.0", False, True),
        ("CC-BY-NC-4.0", "CC-BY-4.0", True, False),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0", True, True),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0", False, False),
        ("CC-BY-SA-4.0", "CC-BY-4.0", False, False),
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0", False, True),
        ("CC-BY-ND-4.0", "CC-BY-ND-4.0", True, False),
        ("MIT AND publisher", "MIT", False, False),
        ("MIT AND CC-BY-4.0", "MIT", False, True),
        ("cc-by-4.0 ", "MIT", False, False),
        (None, "MIT", False, False),
    ],
)
def test_what_a_licence_allows(licence, release, noncommercial, allowed):
    assert may_publish(licence, release, noncommercial) is allowed
    assert grant("", "MIT") == "no"


def test_a_list_of_retractions_without_dois_is_refused(tmp_path):
    (tmp_path / "r.csv").write_text("title\nx\n")
    with pytest.raises(MatloomError, match="B011"):
        read_retractions(tmp_path / "r.csv")
