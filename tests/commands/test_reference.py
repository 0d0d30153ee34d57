"""Commands that add reference structures, join structures to them, and flag what cannot be."""

import json

import pytest
from matloom.cli import app
from matloom.records.store.rows import batches
from matloom.records.store.store import Store
from pymatgen.io.cif import CifWriter
from reference_crystals import ALL
from reference_records import paper, sample, structure, value
from typer.testing import CliRunner


@pytest.fixture
def db(tmp_path):
    made = paper(
        [sample("LiFePO4"), sample("LiFePO6", "s2")],
        structures=[structure(space_group="Pbnm", a=4.70, b=10.36, c=6.02)],
        measurements=[value("specific_capacity", 350, "mAh/g", name="m1")],
    )
    with Store.open(tmp_path / "f.duckdb", "write") as store:
        store.write(made.document.id, "1", batches(made))
    return tmp_path / "f.duckdb"


def run(*words, code=0):
    done = CliRunner().invoke(app, list(map(str, words)))
    assert done.exit_code == code, done.output
    return done


def test_add_list_join_show(db, tmp_path):
    folder = tmp_path / "cifs"
    folder.mkdir()
    for name in ("olivine", "rutile"):
        (folder / f"{name}.cif").write_text(str(CifWriter(ALL[name])))
    (folder / "bad.cif").write_text("data_\n")
    added = run("reference", "add", folder, "--db", db, "--licence", "CC0-1.0")
    assert "R001 bad.cif" in added.stderr and "CC0-1.0" in added.stdout
    dump = tmp_path / "mp.json"
    dump.write_text(json.dumps({name: crystal.as_dict() for name, crystal in ALL.items()}))
    run("reference", "add", dump, "--db", db)
    listed = run("reference", "list", "--db", db).stdout
    for words in ("cifs", "mp", "CC0-1.0", "mp.json"):
        assert words in listed
    assert "olivine" in run("reference", "list", "--db", db, "--formula", "LiFePO4").stdout
    assert "1 of 1 structures have a reference (2 links)" in " ".join(
        run("reference", "join", "--db", db).stderr.split()
    )
    shown = " ".join(run("show", "--db", db).stdout.split())
    assert "reference 0." in shown and "olivine: LiFePO4 Pnma (same composition; space group Pnma" in shown


def test_joining_without_references_says_how_to_add_some(db):
    assert "[R004]" in run("reference", "join", "--db", db, code=2).output


def test_adding_what_is_not_there(db, tmp_path):
    assert "[E001]" in run("reference", "add", tmp_path / "nothing", "--db", db, code=2).output
    assert "[E001]" in run("reference", "add", tmp_path / "nothing", "--db", tmp_path / "new.duckdb", code=2).output
    assert not (tmp_path / "new.duckdb").exists()
    assert "[R003]" in run("reference", "add", "http://", "--db", db, code=2).output


def test_check_prints_rules_hits_and_quotes_and_stores_flags(db):
    out = run("check", "--db", db).stdout
    rows = {line.split()[0]: line.split()[1:3] for line in out.splitlines() if line.startswith("  ") and " G0" in line}
    assert rows["charge_balance"] == ["G001", "1"] and rows["capacity"] == ["G005", "1"]
    assert sum(int(hits) for _, hits in rows.values()) == 2
    assert "The charges of LiFePO6 do not balance: at best -2. “LiFePO6”" in " ".join(out.split())
    asked = run("query", "SELECT measurement FROM v_measurements WHERE flags > 0", "--db", db, "--format", "csv").stdout
    assert asked.split() == ["measurement", "m1"]


def test_check_of_one_rule(db):
    out = run("check", "--db", db, "--rule", "capacity", "--examples", 0).stdout
    assert "capacity" in out and "charge_balance" not in out and "mAh/g is more" not in out
    assert "[E006]" in run("check", "--db", db, "--rule", "nonsense", code=2).output
