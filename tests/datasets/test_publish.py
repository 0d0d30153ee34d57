"""Publishing to a hub and to S3 that run on this machine, as a user does it from a shell."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hub_server import local_hub
from matloom.datasets.build import build
from matloom.datasets.publish import publish
from matloom.datasets.recipe import Recipe
from matloom.records.errors import MatloomError

TOKEN = "hf_" + "secretsecretsecret"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    base = tmp_path_factory.mktemp("publish")
    (base / "rows.csv").write_text("id,formula,gap\n" + "".join(f"m{i},Na{i}Cl,{i}.5\n" for i in range(1, 60)))
    recipe = Recipe.model_validate({
        "dataset": {"name": "gaps", "licence": "CC-BY-4.0"}, "modalities": {"properties": {}},
        "sources": [{"name": "t", "kind": "csv", "path": "rows.csv", "id": "id", "formula": "formula",
                     "licence": "CC-BY-4.0", "properties": {"gap": {"name": "band_gap", "unit": "eV"}}}],
        "splits": [{"name": "hash", "criterion": "hash"}],
    })  # fmt: skip
    build(recipe, base / "gaps", data=base)
    return base / "gaps"


def run(hub, tmp_path, *words: str) -> subprocess.CompletedProcess[str]:
    home = {"HF_HOME": str(tmp_path / "hf"), "HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HUB_DISABLE_TELEMETRY": "1"}
    command = [sys.executable, "-c", "from matloom.cli import app; app()", "publish", *words]
    return subprocess.run(command, env=os.environ | home, capture_output=True, text=True, timeout=120, check=False)


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_dry_run_lists_all_and_asks_nobody(folder, tmp_path):
    with local_hub() as hub:
        done = run(hub, tmp_path, str(folder), "me/gaps", "--dry-run")
        assert done.returncode == 0, done.stderr
        listed = {line.split("\t")[1]: int(line.split("\t")[0]) for line in done.stdout.splitlines()}
        assert listed == {path: len(data) for path, data in content(folder).items()}
        assert not hub.tokens and not hub.files


def test_what_tools_keep_beside_a_dataset_is_not_sent(folder, tmp_path):
    copy = tmp_path / "gaps"
    shutil.copytree(folder, copy)
    (copy / ".git").mkdir()
    (copy / ".git" / "config").write_text("[remote]")
    (copy / ".DS_Store").write_text("x")
    plan = publish(copy, "me/gaps", dry_run=True)
    assert {path for path, _ in plan.files} == set(content(folder))


def test_a_target_that_is_none_is_told_in_a_dry_run_too(folder):
    for dry_run in (True, False):
        with pytest.raises(MatloomError, match="neither OWNER/NAME nor a URL"):
            publish(folder, "nowhere", dry_run=dry_run)


def test_the_hub_gets_every_byte_a_tag_and_is_resumed_after_a_failure(folder, tmp_path):
    with local_hub() as hub:
        hub.fail.append("/commit/")
        failed = run(hub, tmp_path, str(folder), "me/gaps", "--private")
        assert failed.returncode != 0
        assert TOKEN not in failed.stdout + failed.stderr
        assert hub.private == {"me/gaps": True} and not hub.tags
        hub.fail.clear()
        hub.files["me/gaps"] |= {"data/index/old-00000-of-00001.parquet": b"old", "kept.txt": b"theirs"}
        done = run(hub, tmp_path, str(folder), "me/gaps", "--private")
        assert done.returncode == 0, done.stderr
        assert hub.files["me/gaps"] == content(folder) | {"kept.txt": b"theirs"}
        assert hub.tags == {"me/gaps": ["v1.0.0"]}
        assert hub.tokens == {f"Bearer {TOKEN}"}
        assert TOKEN not in done.stdout + done.stderr
        again = run(hub, tmp_path, str(folder), "me/gaps")
        assert again.returncode == 0, again.stderr
        assert not hub.unknown


def test_a_target_that_is_none_is_refused(folder):
    with pytest.raises(MatloomError, match="B015"):
        publish(folder, "no repository")
    with pytest.raises(MatloomError, match="B015"):
        publish(folder, "nosuchstore://bucket")


def test_s3_gets_every_byte_below_the_version(folder, monkeypatch):
    import s3fs
    from moto.server import ThreadedMotoServer

    for name, value in (
        ("AWS_ACCESS_KEY_ID", "x"),
        ("AWS_SECRET_ACCESS_KEY", "x"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        address = "http://{}:{}".format(*server.get_host_and_port())
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", address)
        s3fs.S3FileSystem.clear_instance_cache()
        store = s3fs.S3FileSystem(endpoint_url=address)
        store.mkdir("corpora")
        publish(folder, "s3://corpora/gaps")
        sent = {path.removeprefix("corpora/gaps/v1.0.0/"): store.cat(path) for path in store.find("corpora/gaps")}
        assert sent == content(folder)
    finally:
        server.stop()


def test_a_file_store_gets_the_manifest_last(folder, tmp_path, monkeypatch):
    import fsspec
    from fsspec.implementations.local import LocalFileSystem

    sent: list[str] = []
    put = LocalFileSystem.put_file

    def note(self, source, target, **kwargs):
        sent.append(Path(target).name)
        return put(self, source, target, **kwargs)

    monkeypatch.setattr(LocalFileSystem, "put_file", note)
    publish(folder, f"file://{tmp_path}/store")
    assert content(tmp_path / "store/v1.0.0") == content(folder)
    assert sent[-1] == "dataset.json"
    assert fsspec.filesystem("file").exists(str(tmp_path / "store/v1.0.0/README.md"))
