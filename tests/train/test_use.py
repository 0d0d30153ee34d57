"""What is done with trained towers: evaluate, probe, fine-tune, embed, search, report, publish."""

import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
import torch
from hub_server import local_hub
from matloom.cli import app
from matloom.multimodal.cache import Cache
from matloom.multimodal.joint import JointModel
from matloom.multimodal.modality import make_modality
from matloom.multimodal.pretrained import from_pretrained
from matloom.records.errors import MatloomError
from matloom.train.compare import compare
from matloom.train.config import parse_config
from matloom.train.embeddings import Embeddings, store_embeddings
from matloom.train.evaluate import compared, evaluate
from matloom.train.finetune import FinetuneOptions
from matloom.train.nearest import nearest
from matloom.train.pretrain import pretrain
from matloom.train.properties import ErrorScore
from matloom.train.publish import prepare_folder
from matloom.train.search import embed_query
from PIL import Image
from pymatgen.core import Lattice, Structure
from small_dataset import materials, pattern, tiny_config, write_dataset
from typer.testing import CliRunner

TOKEN = "hf_" + "secretsecretsecret"
TEXT = {"modalities": {"text": {}}, "train": {"steps": 150, "learning_rate": 0.003, "batch_size": 32}}


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    data = write_dataset(folder / "salts")
    pretrain(parse_config(tiny_config(data, **TEXT)), folder / "run")
    return folder


@pytest.fixture(autouse=True)
def own_cache(trained, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(trained / "user"))


def test_evaluation_says_gallery_and_chance_and_finds_partners(trained):
    result, found = evaluate(from_pretrained(trained / "run" / "model"), trained / "salts", split="hash", part="train")
    directions = {(row.source, row.target): row for row in result.retrieval}
    assert len(directions) == 6
    row = directions["crystal", "xrd"]
    assert row.scores.gallery == result.rows == 32
    assert row.scores.chance[10] == pytest.approx(10 / 32)
    assert row.scores.recall[10] > 0.8
    assert row.shuffled.recall[10] < 0.6
    assert found.vectors["crystal"].shape == (32, 16)
    plain = json.loads(result.to_json())
    assert plain["retrieval"][0]["scores"]["chance"]["10"] == pytest.approx(10 / 32)
    assert compared([result, result])[0]["spread"] == 0


def test_probes_leave_each_modality_out(trained):
    model = from_pretrained(trained / "run" / "model")
    result, _ = evaluate(model, trained / "salts", split="hash", properties=("a",))
    groups = [probe.modalities for probe in result.probes]
    assert ("crystal", "xrd", "text") in groups
    assert ("xrd", "text") in groups
    assert ("text",) in groups
    whole = result.probes[0]
    assert whole.linear < whole.baseline
    truth, predicted = result.parity["a"].T
    assert np.abs(truth - predicted).mean() == pytest.approx(whole.linear)
    assert result.baselines["a"][0].method == "mean of the training rows"
    assert result.baselines["a"][0].mae == pytest.approx(whole.baseline)
    with pytest.raises(MatloomError, match="It has: a"):
        evaluate(model, trained / "salts", split="hash", properties=("hardness",))
    with pytest.raises(MatloomError, match="validation"):
        evaluate(model, trained / "salts", split="hash", part="validation-of-another")


def test_a_dataset_with_fewer_modalities_is_evaluated_on_what_it_has(trained, tmp_path):
    fewer = write_dataset(tmp_path / "fewer")
    for path in (fewer / "data" / "xrd").iterdir():
        path.unlink()
    (fewer / "data" / "xrd").rmdir()
    result, _ = evaluate(from_pretrained(trained / "run" / "model"), fewer, split="hash", part="train")
    assert {(row.source, row.target) for row in result.retrieval} == {("crystal", "text"), ("text", "crystal")}


def test_mean_embedding_of_what_is_there():
    vectors = {"a": np.array([[1.0, 0], [0, 0], [0, 0]]), "b": np.array([[0, 1.0], [0, 1.0], [0, 0]])}
    masks = {"a": np.array([True, False, False]), "b": np.array([True, True, False])}
    mean, present = Embeddings(np.arange(3), vectors, masks, np.arange(3)).mean(["a", "b"])
    np.testing.assert_allclose(mean, [[0.5**0.5, 0.5**0.5], [0, 1], [0, 0]])
    assert present.tolist() == [True, True, False]


def test_fine_tuning_beats_the_mean_and_is_the_same_again(trained):
    model = from_pretrained(trained / "run" / "model")
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    found = [
        compare(model, trained / "salts", "a", split="hash", seeds=(0,), options=FinetuneOptions(epochs=40))
        for _ in range(2)
    ]
    scores = {score.method: score for score in found[0].scores}
    assert list(scores) == [
        "pretrained", "from scratch", "mean of the training rows", "median of the training rows",
        "Magpie + gradient boosting",
    ]  # fmt: skip
    assert scores["pretrained"].mae < 0.75 * scores["mean of the training rows"].mae
    assert found[0].scores == found[1].scores
    assert all((before[name] == tensor).all() for name, tensor in model.state_dict().items())
    assert np.abs(found[0].parity[:, 0] - found[0].parity[:, 1]).mean() == pytest.approx(scores["pretrained"].mae)
    with pytest.raises(MatloomError, match="Known: crystal, xrd, text"):
        compare(model, trained / "salts", "a", split="hash", tower="dos")


def test_error_score_has_mean_and_spread_over_seeds():
    score = ErrorScore.over("m", [np.array([1.0, 3.0]), np.array([2.0, 4.0])], np.array([1.0, 2.0]))
    assert (score.mae, score.seeds, score.rows) == (1.0, 2, 2)
    assert score.spread == pytest.approx(np.std([0.5, 1.5], ddof=1))


def cif(path, number):
    cation, anion, a = materials(48)[number]
    structure = Structure(
        Lattice([[0, a / 2, a / 2], [a / 2, 0, a / 2], [a / 2, a / 2, 0]]), [cation, anion], [[0, 0, 0], [0.5] * 3]
    )
    structure.to(filename=str(path), fmt="cif")
    return path


def run(*words, code=0):
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def test_the_verbs_from_embedding_to_publishing(trained, tmp_path):
    model, data, database = trained / "run" / "model", trained / "salts", tmp_path / "found.duckdb"
    run("embed", model, data, "--db", database)
    lines = run("search", model, cif(tmp_path / "a.cif", 7), "--by", "cif", "--db", database, "--count", 3).splitlines()
    hits = [json.loads(line) for line in lines]
    assert hits[0]["material_id"] == "m-7"
    assert hits[0]["similarity"] == pytest.approx(1, abs=1e-3)
    assert len(hits) == 3
    text = "Na O, cubic, a = 4.07"
    found = run("search", model, text, "--by", "text", "--db", database, "--among", "text", "--count", 1)
    assert json.loads(found)["material_id"] == "m-1"

    scores, page = tmp_path / "scores.json", tmp_path / "report.html"
    run("evaluate", model, data, "--split", "hash", "--property", "a", "--report", page, "--out", scores)
    html = page.read_text()
    assert html.count("data:image/png;base64,") == 2  # the map and the parity of "a"
    assert "Magpie + gradient boosting" in html
    assert "chance at 10" in html

    listed = run("publish-model", model, "me/towers", "--evaluation", scores, "--out", tmp_path / "out", "--dry-run")
    assert [line.split()[0].rsplit("/", 1)[1] for line in listed.splitlines()] == [
        "README.md", "config.json", "model.safetensors"]  # fmt: skip
    card = (tmp_path / "out" / "README.md").read_text()
    assert "| crystal | xrd | 8 |" in card
    assert str(tmp_path.parent) not in card + (tmp_path / "out" / "config.json").read_text()
    again = from_pretrained(tmp_path / "out")
    query = embed_query(again, "text", text)
    assert nearest(database, query, "text", 1)[0].material_id == "m-1"


def test_a_model_that_was_half_written_is_written_again(trained, tmp_path):
    shutil.copytree(trained, tmp_path / "again")
    run_folder = tmp_path / "again" / "run"
    (run_folder / "model" / "config.json").unlink()
    (run_folder / "model" / "model.safetensors").write_bytes(b"half")
    config = parse_config(tiny_config(tmp_path / "again" / "salts", **TEXT))
    pretrain(config, run_folder)
    kept = [(folder / "model.safetensors").read_bytes() for folder in (run_folder / "model", trained / "run" / "model")]
    assert kept[0] == kept[1]


def test_a_model_comes_back_from_a_hub(trained, tmp_path):
    folder = trained / "run" / "model"
    code = (
        "import sys; from pathlib import Path\n"
        "from matloom.multimodal.pretrained import from_pretrained, save_pretrained\n"
        "save_pretrained(from_pretrained('me/towers'), Path(sys.argv[1]))\n"
    )
    with local_hub() as hub:
        hub.files["me/towers"] = {path.name: path.read_bytes() for path in folder.iterdir()} | {"other.bin": b"no"}
        home = os.environ | {"HF_HOME": str(tmp_path / "hf"), "HF_ENDPOINT": hub.url, "HF_HUB_DISABLE_XET": "1"}
        done = subprocess.run(
            [sys.executable, "-c", code, tmp_path / "back"], env=home, capture_output=True, text=True, timeout=200,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert not list((tmp_path / "hf").rglob("other.bin"))
    assert (tmp_path / "back" / "model.safetensors").read_bytes() == (folder / "model.safetensors").read_bytes()


def test_only_the_prepared_files_of_a_folder_are_published(trained, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    words = ["publish-model", str(trained / "run" / "model"), "me/published", "--out", str(out)]
    with local_hub() as hub:
        home = os.environ | {
            "HF_HOME": str(tmp_path / "hf"), "HF_ENDPOINT": hub.url, "HF_HUB_DISABLE_XET": "1", "HF_TOKEN": TOKEN,
        }  # fmt: skip
        command = [sys.executable, "-c", "from matloom.cli import app; app()", *words]
        done = subprocess.run(command, env=home, capture_output=True, text=True, timeout=200, check=False)
        assert done.returncode == 0, done.stderr
        assert set(hub.files["me/published"]) == {"README.md", "config.json", "model.safetensors"}
        hub.fail.append("/commit/")
        done = subprocess.run(command, env=home, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 2
    assert "B015" in done.stderr
    assert TOKEN not in done.stdout + done.stderr


def test_a_model_is_not_put_together_in_its_own_folder(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(MatloomError, match="it is what is read"):
        prepare_folder(tmp_path, tmp_path, "card")
    assert (tmp_path / "config.json").read_text() == "{}"


def fails(*words):
    done = CliRunner().invoke(app, list(map(str, words)))
    assert done.exit_code == 2, done.output
    return done.stderr


def test_where_results_go_is_looked_at_before_the_work(trained, tmp_path, monkeypatch):
    model, data = trained / "run" / "model", trained / "salts"
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("matloom.train.evaluate.embed_rows", lambda *_: pytest.fail("worked before it looked"))
    assert "E016" in fails("embed", model, data, "--db", tmp_path / "file" / "out")
    assert "E004" in fails("embed", model, data, "--db", model / "config.json")
    for verb, *words in (["evaluate"], ["finetune", "--property", "a"]):
        assert "E016" in fails(verb, model, data, "--split", "hash", *words, "--out", tmp_path / "file" / "out")


def test_what_cannot_be_evaluated_is_told_before_the_work(trained, monkeypatch):
    model, data = from_pretrained(trained / "run" / "model"), trained / "salts"
    monkeypatch.setattr("matloom.train.evaluate.embed_rows", lambda *_: pytest.fail("worked before it looked"))
    for more, code in (({"properties": ("hardness",)}, "M009"), ({"part": "tset"}, "E006")):
        with pytest.raises(MatloomError) as caught:
            evaluate(model, data, split="hash", **more)
        assert caught.value.code == code


def test_a_file_that_holds_no_embeddings_is_refused(tmp_path):
    (tmp_path / "found.duckdb").write_text("nothing")
    with pytest.raises(MatloomError) as caught:
        nearest(tmp_path / "found.duckdb", np.ones(4), "text")
    assert caught.value.code == "E004"


@pytest.mark.parametrize("change", [{"joint": {"depth": 3}}, {"modalities": 3}, {"joint": None}])
def test_options_of_another_model_are_refused(trained, tmp_path, change):
    shutil.copytree(trained / "run" / "model", tmp_path / "model")
    options = json.loads((tmp_path / "model" / "config.json").read_text())
    (tmp_path / "model" / "config.json").write_text(json.dumps(options | change))
    with pytest.raises(MatloomError) as caught:
        from_pretrained(tmp_path / "model")
    assert caught.value.code == "M008"


@pytest.mark.parametrize("ending", ["xy", "csv", "txt"])
def test_a_pattern_is_put_on_the_grid_that_the_tower_knows(trained, tmp_path, ending):
    model = from_pretrained(trained / "run" / "model")
    a, grid = materials(48)[7][2], np.linspace(5, 100, 1901)
    (tmp_path / "own.txt").write_text("\n".join(map(str, pattern(a))))
    separator = "," if ending == "csv" else " "
    lines = (f"{x:.3f}{separator}{y:.6f}" for x, y in zip(grid, pattern(a, grid), strict=True))
    (tmp_path / f"scan.{ending}").write_text("\n".join(lines))
    own, scan = (embed_query(model, "xrd", str(tmp_path / name)) for name in ("own.txt", f"scan.{ending}"))
    assert own @ scan > 0.98
    (tmp_path / "far.xy").write_text("95 1\n96 2\n97 1\n")
    with pytest.raises(MatloomError, match="nothing between 10 and 90"):
        embed_query(model, "xrd", str(tmp_path / "far.xy"))


def test_a_search_that_cannot_be_made_says_why(trained, tmp_path):
    model = from_pretrained(trained / "run" / "model")
    (tmp_path / "no.cif").write_text("not a crystal")
    with pytest.raises(MatloomError, match="not a CIF"):
        embed_query(model, "cif", str(tmp_path / "no.cif"))
    for by, name in (("xrd", "none.csv"), ("cif", "none.cif")):
        with pytest.raises(MatloomError, match="No such file") as caught:
            embed_query(model, by, str(tmp_path / name))
        assert caught.value.code == "E001"
    with pytest.raises(MatloomError, match="tower 'dos'"):
        embed_query(model, "dos", "x.csv")
    with pytest.raises(MatloomError, match="Known: text, cif"):
        embed_query(model, "smell", "x")
    with pytest.raises(MatloomError, match="It has: none"):
        nearest_in_empty(tmp_path)


def test_embeddings_of_another_model_are_not_searched(tmp_path):
    vectors = {"crystal": np.eye(4, dtype=np.float32)}
    found = Embeddings(np.arange(4), vectors, {"crystal": np.ones(4, dtype=bool)}, np.arange(4))
    store_embeddings(tmp_path / "other.duckdb", found, list("abcd"))
    with pytest.raises(MatloomError, match="4 numbers an embedding, not 6"):
        nearest(tmp_path / "other.duckdb", np.ones(6), "crystal")


def test_a_spectrum_and_an_image_find_themselves(tmp_path):
    energy, heights = np.linspace(-10, 10, 64), np.random.default_rng(0).random((3, 64)).astype(np.float32)
    shades = np.random.default_rng(1).integers(0, 255, (3, 16, 16), dtype=np.uint8)
    for row in range(3):
        Image.fromarray(shades[row]).save(tmp_path / f"{row}.png")
        np.savetxt(tmp_path / f"{row}.txt", np.stack([energy, heights[row]], axis=1))
    kinds = {"dos": {"kind": "dos/1", "points": 64, "width": 16}, "image": {"kind": "image/1", "size": 16}}
    model = JointModel({name: make_modality(options) for name, options in kinds.items()}).eval()
    keys = ["a", "b", "c"]
    pictures = [{"bytes": (tmp_path / f"{row}.png").read_bytes(), "path": None} for row in range(3)]
    columns = {"dos": {"dos": heights.tolist()}, "image": {"image": pictures}}
    every = np.arange(3)
    vectors = {}
    for name, column in columns.items():
        rows = pa.table({"material_id": keys, **column})
        with torch.inference_mode():
            vectors[name] = model.encode(name, model.modalities[name].read(rows, Cache()).take(every)).numpy()
    found = Embeddings(every, vectors, {name: np.ones(3, dtype=bool) for name in vectors}, every)
    store_embeddings(tmp_path / "found.duckdb", found, keys)
    for by, ending in (("dos", "txt"), ("image", "png")):
        query = embed_query(model, by, str(tmp_path / f"2.{ending}"))
        assert nearest(tmp_path / "found.duckdb", query, by, 1)[0].material_id == "c"


def nearest_in_empty(folder):
    import duckdb

    duckdb.connect(str(folder / "empty.duckdb")).close()
    return nearest(folder / "empty.duckdb", np.ones(4), "crystal")


@pytest.mark.parametrize("name", ["config.json", "model.safetensors"])
def test_a_model_folder_that_is_broken_says_so(trained, tmp_path, name):
    for path in (trained / "run" / "model").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(MatloomError) as caught:
        from_pretrained(tmp_path)
    assert caught.value.code == "M008"
