"""Commands that read papers and words: ingest, parse, formula, doctor."""

import json
import subprocess
import sys

import pymupdf
import pytest
from matloom.cli import app
from matloom.records.store.store import Store
from typer.testing import CliRunner

HTML = """<html><head><title>Weaving of oxides</title></head><body><h1>Weaving of oxides</h1>
<h2>Experimental</h2><p>LiFePO4 powder was calcined at 700 °C for 10 h in argon.</p>
<table><caption>Table 1. Capacity.</caption><tr><th>Sample</th><th>Capacity (mAh/g)</th></tr>
<tr><td>LiFePO4</td><td>160</td></tr></table></body></html>"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "papers"
    (folder / "more").mkdir(parents=True)
    (folder / "a.html").write_text(HTML)
    (folder / "more" / "b.md").write_text("# Loom\n\nThe band gap of TiO2 is 3.2 eV.\n")
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "The lattice parameter of MgO is 4.21 Angstrom.")
        pdf.save(folder / "c.pdf")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "truncated.pdf").write_bytes((folder / "c.pdf").read_bytes()[:200])
    (folder / "renamed.pdf").write_text(HTML.replace("oxides", "nitrides"))
    (folder / "bomb.xml").write_text(
        '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;">]><article><front/>&z;</article>'
    )
    (folder / "data.json").write_text("{}")
    (folder / "README.md").write_text("not a paper")
    (folder / "._c.pdf").write_bytes(b"%PDF-")
    (folder / "c.xml").write_text("<article><front/><body><p>MgO again.</p></body></article>")
    (folder / "..%2f[bold]x.txt").write_text("A name that climbs.")
    return folder


def run(*words, code=0, **more):
    done = CliRunner().invoke(app, list(map(str, words)), **more)
    assert done.exit_code == code, done.output
    return done


def test_ingest_reads_a_folder_and_says_what_it_found(folder, tmp_path):
    db = tmp_path / "corpus.duckdb"
    done = run("ingest", folder, "--db", db)
    assert done.stdout == ""
    said = " ".join(done.stderr.split())
    assert "papers 9 8 read, 0 unchanged, 1 set aside" in said
    assert "D001 1" in said
    assert "other files 2 not read" in said
    with Store.open(db) as store:
        rows = dict(store.connection.execute("SELECT source, reader IS NOT NULL FROM documents").fetchall())
        broken = {"empty.pdf", "truncated.pdf", "renamed.pdf", "bomb.xml"}
        assert set(rows) == {"a.html", "b.md", "c.pdf", "c.xml", "..%2f[bold]x.txt"} | broken
        aside = store.connection.execute("SELECT why FROM v_problems WHERE code = 'D017'").fetchall()
        assert aside == [("The same paper as c.pdf, in another format; its records stand there.",)]
        coded = {source for (source,) in store.connection.execute("SELECT source FROM v_problems").fetchall()}
        assert {"empty.pdf", "truncated.pdf"} <= coded
        assert store.connection.execute("SELECT pages FROM documents WHERE source = 'c.pdf'").fetchone() == (1,)
        assert store.connection.execute("SELECT count(*) FROM tables").fetchone() >= (2,)
    again = " ".join(run("ingest", folder, "--db", db).stderr.split())
    assert "papers 9 0 read, 9 unchanged" in again
    program = (
        "import sys; from typer.testing import CliRunner; from matloom.cli import app\n"
        f"done = CliRunner().invoke(app, ['ingest', {str(folder)!r}, '--db', {str(db)!r}])\n"
        "assert '9 0 read' in ' '.join(done.stderr.split()), done.stderr\n"
        "heavy = {'pint', 'spacy', 'scipy', 'pymatgen', 'cv2', 'onnxruntime', 'pymupdf', 'pdfplumber', 'torch'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    both = " ".join(run("ingest", folder, "--db", db, "--prefer", "all").stderr.split())
    assert "papers 9 1 read, 8 unchanged" in both


def test_ingest_refuses_what_is_not_there(tmp_path):
    assert "E001" in run("ingest", tmp_path / "none", "--db", tmp_path / "a.duckdb", code=2).stderr
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "data.csv").write_text("a,b")
    done = run("ingest", tmp_path / "notes", "--db", tmp_path / "a.duckdb", code=2)
    assert "E014" in done.stderr
    assert "1 .csv" in done.stderr
    assert not (tmp_path / "a.duckdb").exists()


def test_ingest_on_ray_names_the_extra_where_it_is_missing(folder, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "matloom.extract.ray_executor", raising=False)
    done = run("ingest", folder, "--db", tmp_path / "a.duckdb", "--executor", "ray", code=2)
    assert "pip install 'matloom[cluster]'" in done.stderr


@pytest.mark.parametrize("reader", ["pymupdf", "pdfium"])
def test_parse_prints_a_pdf_as_json(folder, reader):
    page = json.loads(run("parse", folder / "c.pdf", "--reader", reader).stdout)
    assert page["doc_id"].startswith("sha256:")
    assert (page["source"], page["pages"]) == ("c.pdf", 1)
    assert reader in page["reader"]
    [block] = [block for block in page["blocks"] if "lattice" in block["text"]]
    assert block["page"] == 1
    assert len(block["bbox"]) == 4


def test_parse_writes_markup_to_a_file(folder, tmp_path):
    out = tmp_path / "a.json"
    done = run("parse", folder / "a.html", "--out", out)
    assert done.stdout == ""
    page = json.loads(out.read_text())
    assert page["meta"]["title"] == "Weaving of oxides"
    assert page["tables"][0]["cells"] == [["Sample", "Capacity (mAh/g)"], ["LiFePO4", "160"]]


def test_parse_digitize_and_annotate_write_into_folders_that_they_make(folder, tmp_path):
    texts = tmp_path / "texts.jsonl"
    texts.write_text('{"id": 1, "text": "MgO"}\n')
    for words in (["parse", folder / "a.html"], ["digitize", folder / "c.pdf"], ["annotate", texts]):
        run(*words, "--out", tmp_path / "made" / words[0] / "out.json")
        assert (tmp_path / "made" / words[0] / "out.json").read_text().startswith("{")
        assert "E016" in run(*words, "--out", tmp_path, code=2).stderr
        before = words[1].read_bytes()
        assert "it is what is read" in run(*words, "--out", words[1], code=2).stderr
        assert words[1].read_bytes() == before


def test_parse_shows_tables_as_a_page(folder):
    page = run("parse", folder / "a.html", "--show", "tables").stdout
    assert page.startswith("<!doctype html>")
    assert "Capacity (mAh/g)" in page


def test_parse_of_a_broken_file_is_its_problems(folder):
    page = json.loads(run("parse", folder / "empty.pdf").stdout)
    assert page["blocks"] == []
    assert page["problems"][0]["code"] == "D001"
    assert "E001" in run("parse", folder / "none.pdf", code=2).stderr


def test_formula_reads_arguments_and_lines():
    [line] = run("formula", "Ba1-xSrxTiO3 (x = 0, 0.1)").stdout.splitlines()
    read = json.loads(line)
    assert read["text"] == "Ba1-xSrxTiO3 (x = 0, 0.1)"
    assert [one["variables"]["x"] for one in read["compositions"]] == [0, 0.1]
    lines = run("formula", input="LiFePO4\nGmbH & Co\n").stdout.splitlines()
    assert json.loads(lines[0])["compositions"][0]["amounts"] == {"Li": 1, "Fe": 1, "P": 1, "O": 4}
    assert json.loads(lines[1])["compositions"] == []


def test_annotate_gives_offsets_into_the_text():
    text = "LiFePO4 delivers a specific capacity of 160 mAh g−1 at 0.1 C and 25 °C."
    lines = [json.dumps({"id": name, "text": words}) for name, words in (("a", text), (7, ""))]
    first, second = map(json.loads, run("annotate", input="\n".join(lines) + "\n\n").stdout.splitlines())
    assert (first["id"], second["id"]) == ("a", 7)
    assert second["entities"] == second["quantities"] == second["formulas"] == second["relations"] == []
    for kind in ("entities", "quantities", "formulas"):
        assert first[kind]
        assert all(text[one["start"] : one["end"]] == one["text"] for one in first[kind])
    labels = {entity["text"]: entity["label"] for entity in first["entities"]}
    assert labels["LiFePO4"] == "MATERIAL"
    assert labels["specific capacity"] == "PROPERTY"
    capacity = next(one for one in first["quantities"] if one["unit"] == "mAh/g")
    assert (capacity["value"], capacity["canonical_value"], capacity["canonical_unit"]) == (160, 576000, "C/kg")
    assert first["formulas"][0]["compositions"][0]["amounts"] == {"Li": 1, "Fe": 1, "P": 1, "O": 4}
    joined = {
        (first["entities"][one["head"]]["text"], one["label"], first["entities"][one["tail"]]["text"])
        for one in first["relations"]
    }
    assert joined == {
        ("160 mAh g−1", "measured_on", "LiFePO4"), ("160 mAh g−1", "value_of", "specific capacity"),
    }  # fmt: skip


def test_annotate_reads_and_writes_files_and_refuses_what_it_does_not_know(tmp_path):
    texts, out = tmp_path / "texts.jsonl", tmp_path / "out.jsonl"
    texts.write_text('{"id": 1, "text": "MgO"}\n')
    run("annotate", texts, "--out", out)
    assert json.loads(out.read_text())["entities"][0]["text"] == "MgO"
    assert "E006" in run("annotate", texts, "--scheme", "none", code=2).stderr
    texts.write_text("[1]\n")
    assert "E010" in run("annotate", texts, code=2).stderr
    assert "E001" in run("annotate", tmp_path / "none", code=2).stderr


def test_doctor_lists_libraries_extras_and_stages():
    out = " ".join(run("doctor").stdout.split())
    for words in ("matloom 0", "duckdb", "train", "cluster", "stages: read@1"):
        assert words in out
