"""Commands that read a database: show, query, export, status."""

import csv
import io
import json
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from example_records import paper
from matloom.cli import app
from matloom.records.model import Condition, ConfidenceParts
from matloom.records.quantity_grammar import parse_quantity
from matloom.records.store.rows import SCHEMAS, batches
from matloom.records.store.store import Store
from typer.testing import CliRunner


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("db") / "corpus.duckdb"
    with Store.open(path, "write") as store:
        for name in ("paper-b", "paper-a"):
            store.write(f"sha256:{name}", "1", batches(paper(name)))
    return path


def run(*words, code=0):
    done = CliRunner().invoke(app, list(map(str, words)))
    assert done.exit_code == code, done.output
    return done


def test_show_prints_values_conditions_synthesis_structure_quotes_and_pages(db):
    out = run("show", "paper-a", "--db", db).stdout
    for words in ("Two cathodes", "10.1/x", "LiFePO4/C", "LFP/C, S1", "powder", "specific capacity",
                  "~ 160–166 ± 2 mAh/g",
                  "c rate 0.1 C", "atmosphere Ar", "p. 2, table 2", "“160-166”", "solid-state", "FePO4·2H2O",
                  "1. mill", "2. calcine", "700 °C", "in Ar", "tube furnace", "Pnma", "a = 10.33 ± 0.02 Å", "xrd curve",
                  "cited", "T003 no cells"):  # fmt: skip
        assert words in " ".join(out.split()), words
    assert "paper-b" not in out
    assert "\x1b" not in out


def test_show_finds_papers_samples_labels_and_formulas(db):
    for doi in ("10.1/X", "https://doi.org/10.1/x", "doi: 10.1/x"):
        assert run("show", doi, "--db", db).stdout.count("Two cathodes") == 2
    assert run("show", "paper-a-s2", "--db", db).stdout.count("●") == 1
    assert run("show", "lscf", "--db", db).stdout.count("●") == 2
    assert run("show", "LiFePO4/C", "--db", db).stdout.count("●") == 2
    assert run("show", "--db", db, "--limit", 4).stdout.count("●") == 4
    assert "E009" in run("show", "unobtainium", "--db", db, code=2).stderr


def test_show_says_which_element_a_content_is_of_tells_a_method_once_and_counts_problems(tmp_path):
    db = tmp_path / "corpus.duckdb"
    records = paper()
    method = Condition(name="method", text="EDS")
    value = replace(
        records.measurements[0], property="element_content", words="Ni content", method="EDS", conditions=(method,)
    )
    problems = (replace(records.problems[0], code="L001", why="No sample."),) * 3
    with Store.open(db, "write") as store:
        records = replace(records, measurements=(value,), problems=problems)
        store.write(records.document.id, "1", batches(records))
    out = run("show", "--db", db).stdout
    assert "Ni content" in out and "element content" not in out
    assert out.count("EDS") == 1
    assert "L001 No sample. (3 times)" in out


def test_show_says_how_sure_a_value_is_and_what_is_in_doubt(tmp_path):
    db = tmp_path / "corpus.duckdb"
    records = paper()
    parts = ConfidenceParts(value=0.9, property=0.8, sample=0.5)
    unsure = replace(records.measurements[0], confidence=0.36, confidence_parts=parts)
    with Store.open(db, "write") as store:
        store.write(records.document.id, "1", batches(replace(records, measurements=(unsure, records.measurements[1]))))
    out = run("show", "--db", db).stdout
    assert "0.36 sample?" in out and "1.00" in out
    assert out.count("?") == 1


def test_show_does_not_read_markup_in_what_papers_print(tmp_path):
    db = tmp_path / "corpus.duckdb"
    records = paper()
    value = replace(records.measurements[0], words="[red]w[/red]", method="[/] x [bold]\x1b[31m")
    with Store.open(db, "write") as store:
        store.write(records.document.id, "1", batches(replace(records, measurements=(value,))))
    out = run("show", "--db", db).stdout
    assert "[/] x [bold]" in out
    assert "\x1b" not in out


def test_export_writes_one_record_a_sample(db):
    lines = [json.loads(line) for line in run("export", "--db", db).stdout.splitlines()]
    assert [line["sample"]["id"] for line in lines[:3]] == ["paper-a-s1", "paper-a-s2", "paper-a-s3"]
    first = lines[0]
    assert (first["doc"], first["doi"]) == ("paper-a", "10.1/x")
    assert first["sample"]["labels"] == ["LFP/C", "S1"]
    assert first["sample"]["composition"] == "LiFePO4/C"
    assert first["sample"]["amounts"] == {"Li": 1, "Fe": 1, "P": 1, "O": 4, "C": "y"}
    [value] = first["measurements"]
    kept = ("property", "value", "low", "high", "relation", "uncertainty", "unit", "method", "origin", "confidence")
    assert [value[name] for name in kept] == [
        "specific_capacity", None, 160, 166, "~", 2, "mAh/g", "galvanostatic cycling", "reported", 0.93,
    ]  # fmt: skip
    assert value["conditions"][0] | {"name": "c_rate", "value": 0.1, "unit": "1/h"} == value["conditions"][0]
    assert value["conditions"][1]["text"] == "Ar"
    evidence = {"page": 2, "kind": "table", "quote": "160-166", "table": "2", "row": "S1", "column": "Q"}
    assert value["evidence"] | evidence == value["evidence"]
    assert value["evidence"]["bbox"] == [1.5, 2.0, 3.25, 4.0]
    synthesis = first["synthesis"]
    assert synthesis["route"] == "solid-state"
    assert synthesis["precursors"][1]["role"] == "solvent"
    assert synthesis["steps"][1]["temperature"] | {"value": 700, "unit": "degC"} == synthesis["steps"][1]["temperature"]
    assert first["structure"]["space_group"] == "Pnma"
    assert first["structure"]["lattice"] | {"a": 10.33, "b": None, "unit": "angstrom"} == first["structure"]["lattice"]
    assert first["spectra"][0]["x"]["values"] == [10, 20.5]
    assert first["spectra"][0]["origin"] == "read-off"
    assert lines[2]["synthesis"] is None
    assert lines[2]["structure"] is None
    assert lines[2]["sample"]["composition"] is None


def test_exports_are_the_same_bytes_whatever_the_order_of_writing(db, tmp_path):
    other = tmp_path / "other.duckdb"
    with Store.open(other, "write") as store:
        for name in ("paper-a", "paper-b"):
            store.write(f"sha256:{name}", "1", batches(paper(name)))
    written = []
    for path in (db, other):
        folder = tmp_path / path.stem
        run("export", "--db", path, "--format", "parquet", "--out", folder)
        run("export", "--db", path, "--out", folder / "records.jsonl")
        run("export", "--db", path, "--format", "csv", "--out", folder / "values.csv")
        written.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert written[0] == written[1]
    assert set(written[0]) == {f"{table}.parquet" for table in SCHEMAS} | {"records.jsonl", "values.csv"}
    values = pq.read_table(tmp_path / "other" / "measurements.parquet").to_pylist()
    assert [row["id"] for row in values] == ["paper-a-m1", "paper-a-m2", "paper-b-m1", "paper-b-m2"]
    assert values[0]["quantity"]["high"] == 166


def test_export_as_csv_is_a_line_a_value(db):
    rows = list(csv.DictReader(io.StringIO(run("export", "--db", db, "--format", "csv").stdout)))
    assert [row["paper"] for row in rows] == ["paper-a", "paper-a", "paper-b", "paper-b"]
    assert rows[0]["conditions"] == "c_rate 0.1 C; atmosphere Ar"


def test_parquet_needs_a_folder(db):
    assert "--out" in run("export", "--db", db, "--format", "parquet", code=2).stderr


def test_query_answers_as_table_csv_and_json(db):
    sql = "SELECT sample, low, authors FROM v_measurements JOIN documents d ON d.id = document WHERE paper = 'paper-a'"
    table = run("query", sql, "--db", db).stdout
    assert "LFP/C; S1" in table
    assert "160" in table
    written = run("query", sql, "--db", db, "--format", "csv").stdout
    assert next(csv.DictReader(io.StringIO(written)))["authors"] == '["A. Weaver", "B. Loom"]'
    assert json.loads(run("query", sql, "--db", db, "--format", "json").stdout)[0] == {
        "sample": "LFP/C; S1", "low": 160, "authors": ["A. Weaver", "B. Loom"],
    }  # fmt: skip
    assert json.loads(run("query", "FROM samples WHERE false", "--db", db, "--format", "json").stdout) == []


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM problems", "SELECT * FROM nothing", "SELECT * FROM '/etc/passwd'", "not sql", "COPY samples TO 'x'",
     "", "/* nothing */", "SELECT 1; SELECT 2"],
)  # fmt: skip
def test_query_only_reads_and_only_the_database(db, sql):
    assert "E007" in run("query", sql, "--db", db, code=2).stderr


def test_query_keeps_columns_of_one_name_apart(db):
    sql = "SELECT 1 AS a, 2 AS a, 3 AS a"
    assert run("query", sql, "--db", db).stdout.split()[-3:] == ["1", "2", "3"]
    assert json.loads(run("query", sql, "--db", db, "--format", "json").stdout) == [{"a": 1, "a_1": 2, "a_2": 3}]


def test_query_writes_bytes_in_base64(db):
    for format in ("csv", "json"):
        assert "YQ==" in run("query", "SELECT 'a'::BLOB AS b", "--db", db, "--format", format).stdout


def test_query_shows_the_first_rows_and_writes_all(db):
    sql = "SELECT i FROM range(201) t(i)"
    shown = run("query", sql, "--db", db)
    assert "199" in shown.stdout and "200" not in shown.stdout
    assert "the first 200 rows" in shown.stderr
    assert len(json.loads(run("query", sql, "--db", db, "--format", "json").stdout)) == 201


@pytest.mark.parametrize("words", [["check"], ["reference", "join"]])
def test_what_changes_records_makes_no_database(words, tmp_path):
    assert "E015" in run(*words, "--db", tmp_path / "none.duckdb", code=2).stderr
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def at_odds(tmp_path_factory):
    """A database of one paper that gives a sample two capacities, its words like the markup of a console."""
    records = paper()
    first = records.measurements[0]
    number = replace(first.quantity, canonical_low=None, canonical_high=None, low=None, high=None, relation="=")
    values = [
        replace(first, id=f"m{place}", method=None, quantity=replace(number, text=f"{value}", value=value),
                evidence=replace(first.evidence, quote=f"[red]{value}[/] and [/x]", block=f"b{place}", kind="text"))
        for place, value in enumerate((100.0, 160.0))
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("at_odds") / "corpus.duckdb"
    with Store.open(path, "write") as store:
        store.write(records.document.id, "1", batches(replace(records, measurements=tuple(values))))
    return path


def test_conflicts_are_printed_as_they_stand_and_written_as_asked(at_odds, tmp_path):
    printed = run("conflicts", "--db", at_odds).stdout
    assert "“[red]100.0[/] and [/x]”" in printed and "“[red]160.0[/] and [/x]”" in printed
    for format, words in (("table", "[red]100.0[/]"), ("jsonl", '{"scope"'), ("html", "<!doctype html>")):
        out = tmp_path / "made" / format
        run("conflicts", "--db", at_odds, "--format", format, "--out", out)
        assert words in out.read_text(encoding="utf-8")


def test_conflicts_of_a_paper_or_property(at_odds):
    for words, number in ((["--paper", "10.1/x"], 1), (["--paper", "paper-a"], 1), (["--property", "density"], None),
                          (["--property", "specific_capacity"], 1), (["--paper", "paper"], None)):  # fmt: skip
        done = run("conflicts", "--db", at_odds, *words, code=0 if number else 2)
        assert (f"{number} conflicts" if number else "[E0") in done.stderr
    assert "specific_capacity" in run("conflicts", "--db", at_odds, "--property", "capacity", code=2).stderr


@pytest.mark.parametrize(
    "words",
    [["export"], ["export", "--format", "csv"], ["export", "--format", "parquet"], ["conflicts"], ["graph"],
     ["conflicts", "--format", "html"]],
)  # fmt: skip
def test_what_cannot_be_written_is_told(at_odds, words, tmp_path):
    blocked = tmp_path / "file.txt"
    blocked.write_text("mine")
    assert "E016" in run(*words, "--db", at_odds, "--out", blocked / "a.html", code=2).stderr
    assert blocked.read_text() == "mine"


@pytest.mark.parametrize("words", [["export"], ["export", "--format", "csv"], ["conflicts"]])
def test_a_database_is_not_written_over(at_odds, words):
    before = at_odds.read_bytes()
    assert "it is what is read" in run(*words, "--db", at_odds, "--out", at_odds, code=2).stderr
    assert at_odds.read_bytes() == before


def test_status_counts_rows_and_problems(db):
    out = " ".join(run("status", "--db", db).stdout.split())
    assert "documents 2" in out
    assert "measurements 4" in out
    assert "T003 2" in out


@pytest.mark.parametrize("verb", ["show", "status", "export"])
def test_a_database_that_is_not_there_is_an_error_in_one_line(verb, tmp_path):
    done = run(verb, "--db", tmp_path / "none.duckdb", code=2)
    assert "E015" in done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1.000", "1.000"), ("10.3290(3) Å", "10.3290 ± 0.0003 Å"), ("10−9 S cm−1", "1e-9 S/cm"), ("5 μm", "5 µm"),
        ("−0.50 V", "-0.50 V"), ("2.0 × 10−4 S/cm", "0.0002 S/cm"), ("79 Ω", "79 Ω"), ("<0.30 wt%", "< 0.30 wt%"),
        ("0.5–0.90 kΩ", "0.5–0.90 kΩ"), ("120 °C", "120 °C"),
    ],
)  # fmt: skip
def test_show_keeps_the_digits_and_signs_that_are_printed(tmp_path, text, shown):
    quantity = parse_quantity(text)
    assert quantity is not None
    db = tmp_path / "corpus.duckdb"
    records = paper()
    conditions = (Condition(name="temperature", text="room temperature"), Condition(name="x", text="0.1"))
    value = replace(records.measurements[0], quantity=quantity, conditions=conditions)
    with Store.open(db, "write") as store:
        records = replace(records, measurements=(value,))
        store.write(records.document.id, "1", batches(records))
    out = " ".join(run("show", "--db", db).stdout.split())
    assert f"specific capacity {shown} room temperature, x = 0.1" in out
