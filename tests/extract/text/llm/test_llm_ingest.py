"""``matloom ingest --llm``: through worker processes without network, into the database, and never paid for twice."""

import json

import pytest
from llm_server import Response, serving
from matloom.cli import app
from matloom.records.store.store import Store
from typer.testing import CliRunner

QUOTE = "For the films of SrTiO3 we noted 3.25 eV when we looked with patience, at noon and twice more, for a gap."
TEXT = f"# Films\n\n## Results\n\n{QUOTE}\n"
CLAIM = {"passage": 1, "quote": QUOTE, "property": "band_gap", "property_words": "gap", "value": "3.25",
         "unit": "eV", "sample": "SrTiO3", "conditions": []}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.md").write_text(TEXT.replace("Films", f"Films {name}"))
    return folder


def ingest(folder, tmp_path, url: str, more: str = "", code: int = 0) -> str:
    file = tmp_path / "llm.toml"
    file.write_text(f'model = "m"\n[server]\nurl = "{url}"\nbackoff = 0.0\nretries = 0\n{more}')
    words = ["ingest", folder, "--db", tmp_path / "a.duckdb", "--llm", file]
    done = CliRunner().invoke(app, list(map(str, words)))
    assert done.exit_code == code, done.output
    return " ".join(done.stderr.split())


def values(tmp_path) -> list[tuple]:
    with Store.open(tmp_path / "a.duckdb", "read") as store:
        query = "SELECT property, value, unit FROM v_measurements ORDER BY ALL"
        return store.connection.execute(query).fetchall()


def codes(tmp_path) -> set[str]:
    with Store.open(tmp_path / "a.duckdb", "read") as store:
        return {code for (code,) in store.connection.execute("SELECT code FROM problems").fetchall()}


def test_papers_that_could_not_be_asked_are_asked_by_the_next_run_and_then_never_again(folder, tmp_path):
    reply = Response(json.dumps({"measurements": [CLAIM]}))
    with serving(lambda request, number: reply if number < 1 else Response(status=503)) as served:
        told = ingest(folder, tmp_path, served.url)
    assert values(tmp_path) == [("band_gap", 3.25, "eV")]
    assert "X001 2" in told
    assert "language model: 1 requests, 100 tokens asked, 20 answered" in told
    with serving(lambda request, number: reply) as served:
        assert "1 unchanged" in ingest(folder, tmp_path, served.url)
    assert len(served.requests) == 2
    assert values(tmp_path) == [("band_gap", 3.25, "eV")] * 3
    assert "X001" not in codes(tmp_path)
    with serving(lambda request, number: reply) as served:
        assert "0 read, 3 unchanged" in ingest(folder, tmp_path, served.url, "seconds = 30")
    assert served.requests == []


def test_a_cap_for_the_run_holds_over_papers_and_a_higher_one_goes_on(folder, tmp_path):
    reply = Response(json.dumps({"measurements": [CLAIM]}), usage={"prompt_tokens": 2500, "completion_tokens": 1500})
    with serving(lambda request, number: reply) as served:
        told = ingest(folder, tmp_path, served.url, "max_tokens = 8000")
        assert len(served.requests) == 1
        assert "X002 2" in told
        assert codes(tmp_path) >= {"X002"}
        assert "1 unchanged" in ingest(folder, tmp_path, served.url, "max_tokens = 80000")
    assert len(served.requests) == 3
    assert len(values(tmp_path)) == 3


def test_nothing_is_begun_where_nobody_answers(folder, tmp_path):
    assert "E013" in ingest(folder, tmp_path, "http://127.0.0.1:9/v1", code=2)
    assert not (tmp_path / "a.duckdb").exists()
