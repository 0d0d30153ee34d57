import json
import os
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import urlopen

import pytest
from matloom.cli import app
from matloom.records.errors import MatloomError, Problem
from matloom.records.store.rows import batches
from matloom.records.store.store import Store
from matloom.reference.optimade import TRIES, Server, elements_filter
from reference_records import paper, sample
from typer.testing import CliRunner


@pytest.fixture(scope="module")
def optimade(tmp_path_factory):
    """The address of a running server of the reference implementation, with the data that it brings along."""
    pytest.importorskip("optimade.server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    settings = {"OPTIMADE_ALIASES": '{"structures": {"id": "task_id"}}', "OPTIMADE_LOG_DIR": str(folder)}
    words = [sys.executable, "-m", "uvicorn", "optimade.server.main:app", "--port", str(port), "--log-level", "warning"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(words, env=os.environ | settings, stdout=log, stderr=log, cwd=folder)
        try:
            _wait(f"http://127.0.0.1:{port}/v1/info", server, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _wait(address, server, log):
    for _ in range(600):
        if server.poll() is not None:
            pytest.fail(log.read_text())
        try:
            with urlopen(address):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not start")


def test_all_pages_of_a_real_server(optimade):
    small, large = (list(Server(optimade, page=page).entries()) for page in (4, 100))
    ids = [entry.source_id for entry in small if not isinstance(entry, Problem)]
    assert len(small) == len(large) == 17 and len(set(ids)) == 16
    assert ids == [entry.source_id for entry in large if not isinstance(entry, Problem)]
    assert [entry.code for entry in small if isinstance(entry, Problem)] == ["R001"]  # a cell that is flat


def test_filter_and_limit_of_a_real_server(optimade):
    found = list(Server(optimade, filter='elements HAS "Ac" AND nelements=2').entries())
    assert sorted("".join(sorted(entry.crystal.amounts)) for entry in found) == ["AcMg", "AcO"]
    assert len(list(Server(optimade, page=2).entries(limit=3))) == 3
    only = list(Server(optimade, filter=elements_filter(["Ac", "O", "Mg"])).entries())
    assert {symbol for entry in only for symbol in entry.crystal.amounts} == {"Ac", "O", "Mg"}


def test_a_filter_that_the_server_refuses_is_told_at_once(optimade):
    with pytest.raises(MatloomError, match=r"R003.*status 400"):
        list(Server(optimade, filter="elements HAZ 1").entries())


def test_the_command_fills_a_database_from_a_real_server(optimade, tmp_path):
    db = tmp_path / "f.duckdb"
    done = CliRunner().invoke(app, ["reference", "add", f"optimade+{optimade}", "--db", str(db), "--page", "5"])
    assert done.exit_code == 0, done.output
    assert "16" in done.stdout
    with Store.open(db) as store:
        rows = store.connection.execute("SELECT source, count(*) FROM v_reference GROUP BY 1").fetchall()
    assert rows == [("127.0.0.1", 16)]


def test_only_structures_of_the_elements_that_the_records_have(optimade, tmp_path):
    made = paper([sample("Ac2O3")])
    with Store.open(tmp_path / "f.duckdb", "write") as store:
        store.write(made.document.id, "1", batches(made))
    words = [
        "reference",
        "add",
        optimade,
        "--db",
        str(tmp_path / "f.duckdb"),
        "--of-records",
        "--filter",
        "nelements<9",
    ]
    assert CliRunner().invoke(app, words).exit_code == 0
    with Store.open(tmp_path / "f.duckdb") as store:
        rows = store.connection.execute("SELECT reduced_formula FROM v_reference ORDER BY 1").fetchall()
    assert rows == [("Ac",), ("Ac2O3",)]


ATTRIBUTES = {
    "lattice_vectors": [[4, 0, 0], [0, 4, 0], [0, 0, 4]], "cartesian_site_positions": [[0, 0, 0]],
    "species": [{"name": "Po", "chemical_symbols": ["Po"], "concentration": [1.0]}], "species_at_sites": ["Po"],
}  # fmt: skip


@pytest.fixture
def answers():
    """A server that gives the listed answers in turn: status, headers, body; and the addresses asked for."""
    plan, asked = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            status, headers, body = plan.pop(0) if plan else (404, {}, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Server(f"http://127.0.0.1:{server.server_port}", first_wait=0.01), plan, asked
    server.shutdown()


def page(*ids, following=None):
    return {"data": [{"id": name, "attributes": ATTRIBUTES} for name in ids], "links": {"next": following}}


def test_a_server_that_is_busy_is_asked_again(answers):
    server, plan, asked = answers
    plan += [(503, {}, b"busy"), (429, {"Retry-After": "0"}, b""), (200, {}, b"{cut"), (200, {}, page("a"))]
    assert [entry.source_id for entry in server.entries()] == ["a"]
    assert len(asked) == 4 and len(set(asked)) == 1


def test_a_server_that_stays_busy_is_given_up(answers):
    server, plan, asked = answers
    plan += [(503, {}, b"busy")] * 20
    with pytest.raises(MatloomError, match=r"R003.*503: busy"):
        list(server.entries())
    assert len(asked) == TRIES


def test_links_are_followed_as_text_and_as_object_but_not_in_a_circle_or_to_another_host(answers):
    server, plan, asked = answers
    plan += [(200, {}, page("a", following="/v1/structures?page=2")),
             (200, {}, page("b", following={"href": "/v1/structures?page=2"}))]  # fmt: skip
    assert [entry.source_id for entry in server.entries()] == ["a", "b"] and len(asked) == 2
    plan += [(200, {}, page("a", following="http://example.org/v1/structures"))]
    with pytest.raises(MatloomError, match="another host"):
        list(server.entries())
    plan += [(302, {"Location": "http://example.org/"}, b"")]
    with pytest.raises(MatloomError, match="302"):
        list(server.entries())


def test_entries_that_are_wrong_are_problems_and_the_rest_goes_on(answers):
    server, plan, _ = answers
    wrong = [
        {"id": "x", "attributes": ATTRIBUTES | {"species_at_sites": ["Qq"]}},
        {"id": "y"},
        "z",
        {"attributes": ATTRIBUTES},
    ]
    plan += [
        (200, {}, {"data": wrong + page("good")["data"], "links": {"next": "/v1/structures?2"}}),
        (200, {}, {"data": 3}),
    ]
    found = list(server.entries())
    assert [isinstance(entry, Problem) for entry in found] == [True] * 4 + [False, True]


def test_an_answer_that_is_too_large_is_not_read_to_its_end(answers, monkeypatch):
    server, plan, _ = answers
    monkeypatch.setattr("matloom.reference.optimade.LARGEST_PAGE", 1_000)
    plan += [(200, {}, b" " * 100_000)] * TRIES
    with pytest.raises(MatloomError, match="lower --page"):
        list(server.entries())


@pytest.mark.parametrize("address", ["ftp://host/x", "file:///etc/passwd", "optimade", "http://"])
def test_what_is_no_address(address):
    with pytest.raises(MatloomError, match="R003"):
        Server(address)


def test_versions_in_an_address_are_kept():
    assert Server("http://a/optimade/").url == "http://a/optimade/v1"
    assert Server("optimade+https://a/v1.1").url == "https://a/v1.1"


def test_the_licence_that_a_server_states(answers):
    server, plan, _ = answers
    plan += [(200, {}, {"data": {"attributes": {"available_licenses_for_entries": ["CC-BY-4.0"]}}})]
    assert server.licence() == "CC-BY-4.0"
    plan += [(200, {}, {"meta": {"license": {"href": "https://example.org/terms"}}})]
    assert server.licence() == "https://example.org/terms"
    assert server.licence() is None
