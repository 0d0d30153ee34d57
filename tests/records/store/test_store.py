import subprocess
import sys
from dataclasses import fields, replace
from importlib import resources

import duckdb
import pytest
from example_records import paper
from matloom.records import model
from matloom.records.compositions import Composition
from matloom.records.connect import connect
from matloom.records.errors import MatloomError
from matloom.records.evidence import Evidence
from matloom.records.quantities import Quantity
from matloom.records.store.results import StoredResult
from matloom.records.store.rows import SCHEMAS, batches
from matloom.records.store.store import Store


@pytest.fixture
def path(tmp_path):
    return tmp_path / "corpus.duckdb"


def counts(store):
    return {table: store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in SCHEMAS}


def test_records_come_back_as_they_were_written(path):
    with Store.open(path, "write") as store:
        for name in ("paper-b", "paper-a"):
            store.write(f"sha256:{name}", "digest", batches(paper(name)))
    with Store.open(path) as store:
        assert list(store.papers()) == [paper("paper-a"), paper("paper-b")]
        assert list(store.papers(["sha256:paper-b", "sha256:unknown"])) == [paper("paper-b")]


def test_the_example_uses_every_field_so_that_none_is_forgotten():
    def filled(kind, records):
        values = [[getattr(record, field.name) for record in records] for field in fields(kind)]
        return [field.name for field, found in zip(fields(kind), values, strict=True) if not any(map(bool, found))]

    records = paper()
    quantities = [condition.quantity for value in records.measurements for condition in value.conditions]
    quantities = [value.quantity for value in records.measurements] + [one for one in quantities if one]
    compositions = [sample.composition for sample in records.samples if sample.composition]
    evidence = [one.evidence for one in (*records.samples, *records.measurements, *records.spectra)]
    steps = [step for synthesis in records.synthesis for step in synthesis.steps]
    precursors = [one for synthesis in records.synthesis for one in synthesis.precursors]
    kinds = [
        (model.PaperRecords, [records]), (model.DocumentRecord, [records.document]), (model.Sample, records.samples),
        (model.Measurement, records.measurements), (model.Synthesis, records.synthesis), (model.SynthesisStep, steps),
        (model.Precursor, precursors), (model.Structure, records.structures), (model.Spectrum, records.spectra),
        (model.FigureRecord, records.figures), (model.MicrographRecord, records.micrographs),
        (model.TableRecord, records.tables), (model.Link, records.links),
        (Quantity, quantities), (Composition, compositions), (Evidence, evidence),
    ]  # fmt: skip
    assert {kind.__name__: filled(kind, of) for kind, of in kinds if filled(kind, of)} == {}


def test_writing_again_replaces_all_rows_of_the_paper(path):
    with Store.open(path, "write") as store:
        store.write("sha256:paper-a", "1", batches(paper()))
        before = counts(store)
        store.write("sha256:paper-a", "2", batches(paper()))
        assert counts(store) == before
        less = replace(paper(), measurements=(), synthesis=(), samples=(), structures=(), spectra=())
        store.write("sha256:paper-a", "3", batches(less))
        store.remove_unused_materials()
        assert list(store.papers()) == [less]
        assert counts(store)["materials"] == counts(store)["material_parts"] == 0
        assert store.extractions() == {"sha256:paper-a": "3"}


def test_materials_of_another_paper_stay(path):
    with Store.open(path, "write") as store:
        for name in ("paper-a", "paper-b"):
            store.write(f"sha256:{name}", "1", batches(paper(name)))
        store.remove("sha256:paper-a")
        store.remove_unused_materials()
        assert list(store.papers()) == [paper("paper-b")]


def test_materials_lie_in_the_order_of_the_papers(path):
    symbols = ("Zr", "Al", "Li", "Cu", "Fe", "Ni", "Co", "Mg", "Ti", "Be") * 40
    first, second = (
        tuple(
            replace(paper(name).samples[2], id=f"{name}{place}", composition=Composition(formula=f"{symbol}{count}O"))
            for place, (symbol, count) in enumerate((symbol, place) for place, symbol in enumerate(symbols[start:]))
        )
        for name, start in (("paper-a", 100), ("paper-b", 0))
    )
    with Store.open(path, "write") as store:
        for name, samples in (("paper-a", first), ("paper-b", second)):
            bare = replace(paper(name), samples=samples, measurements=(), synthesis=(), structures=(), spectra=())
            store.write(f"sha256:{name}", "1", batches(bare))
        formulas = [row[0] for row in store.connection.execute("SELECT formula FROM materials").fetchall()]
    assert formulas == list(dict.fromkeys(sample.composition.formula for sample in (*first, *second)))


def test_rows_that_contradict_each_other_are_not_written(path):
    twice = replace(paper(), samples=paper().samples + paper().samples[:1])
    with Store.open(path, "write") as store:
        with pytest.raises(duckdb.ConstraintException):
            store.write("sha256:paper-a", "1", batches(twice))
        assert not any(counts(store).values())
        assert store.extractions() == {}


@pytest.mark.parametrize("confidence", [-0.01, 1.01, float("nan")])
def test_confidence_is_between_0_and_1(path, confidence):
    records = paper()
    unsure = replace(records, measurements=(replace(records.measurements[0], confidence=confidence),))
    with Store.open(path, "write") as store, pytest.raises(duckdb.ConstraintException):
        store.write("sha256:paper-a", "1", batches(unsure))


def test_a_removal_that_was_cut_short_is_finished_by_the_next_write(path, monkeypatch):
    with Store.open(path, "write") as store:
        store.write("sha256:paper-a", "1", batches(paper()))
        monkeypatch.setattr(
            "matloom.records.store.store.REMOVAL", (("extractions",), ("problems", "links", "conditions"))
        )
        store.remove("sha256:paper-a")
        assert store.extractions() == {}
        monkeypatch.undo()
        store.write("sha256:paper-a", "2", batches(paper()))
        assert list(store.papers()) == [paper()]


def test_stage_results_are_kept_one_a_stage(path):
    first, second = (StoredResult("read", "1", digest, b"value", b"") for digest in ("a", "b"))
    with Store.open(path, "write") as store:
        store.keep_results("sha256:x", [first])
        store.keep_results("sha256:x", [second])
        assert store.results("sha256:x") == {"read": second}
        assert store.results("sha256:y") == {}


def test_views_read_like_a_table_of_a_paper(path):
    with Store.open(path, "write") as store:
        store.write("sha256:paper-a", "1", batches(paper()))
        rows = store.connection.execute(
            "SELECT sample, composition, property, low, high, unit, conditions, page FROM v_measurements"
        ).fetchall()
        assert rows[0] == (
            "LFP/C; S1",
            "LiFePO4/C",
            "specific_capacity",
            160,
            166,
            "mAh/g",
            "c_rate 0.1 C; atmosphere Ar",
            2,
        )
        for view in ("v_documents", "v_samples", "v_synthesis", "v_structures", "v_problems"):
            assert store.connection.execute(f"SELECT count(*) > 0 FROM {view}").fetchone() == (True,)


def test_reading_reaches_nothing_but_the_database(path, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    Store.open(path, "write").connection.close()
    with Store.open(path) as store:
        for query in (f"SELECT * FROM '{secret}'", f"COPY documents TO '{tmp_path}/out.csv'", "DELETE FROM documents",
                      "SET enable_external_access = true", "INSTALL httpfs"):  # fmt: skip
            with pytest.raises(duckdb.Error):
                store.connection.execute(query)


def code_of(error):
    return error.value.code


def test_what_is_no_matloom_database_is_refused(path, tmp_path):
    with pytest.raises(MatloomError) as error:
        Store.open(path)
    assert code_of(error) == "E015"
    path.write_text("not a database")
    with pytest.raises(MatloomError) as error:
        Store.open(path, "write")
    assert code_of(error) == "E004"
    other = tmp_path / "other.duckdb"
    duckdb.connect(str(other)).close()
    with pytest.raises(MatloomError) as error:
        Store.open(other, "write")
    assert code_of(error) == "E004"


def test_a_folder_a_missing_folder_and_a_missing_database_are_told_apart(path, tmp_path):
    for where, mode, code in ((tmp_path, "write", "E004"), (tmp_path / "none" / "a.duckdb", "write", "E001"),
                              (path, "read", "E015"), (path, "change", "E015")):  # fmt: skip
        with pytest.raises(MatloomError) as error:
            Store.open(where, mode)
        assert code_of(error) == code
    assert not path.exists()


def test_why_a_file_cannot_be_opened_does_not_hang_on_its_name(tmp_path):
    path = tmp_path / "lock.duckdb"
    path.write_text("not a database")
    with pytest.raises(MatloomError) as error:
        Store.open(path)
    assert code_of(error) == "E004"


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.parquet", "a.txt"])
@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_of_data_is_no_database(tmp_path, name, read_only):
    (tmp_path / name).write_text("a,b\n1,2\n")
    with pytest.raises(MatloomError) as error:
        connect(tmp_path / name, read_only=read_only)
    assert code_of(error) == "E004"
    assert (tmp_path / name).read_text() == "a,b\n1,2\n"


def test_a_damaged_database_is_no_foreign_one(path):
    Store.open(path, "write").connection.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MatloomError) as error:
        Store.open(path)
    assert code_of(error) == "E017"


def test_a_database_in_use_by_this_process_is_refused(path):
    with Store.open(path, "write"), pytest.raises(MatloomError) as error:
        Store.open(path)
    assert code_of(error) == "E005"


def test_a_newer_schema_is_refused_and_an_older_one_upgraded(path):
    first = resources.files("matloom.records.store") / "schema" / "0001_records.sql"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE matloom_schema (version INTEGER PRIMARY KEY, name VARCHAR NOT NULL)")
        connection.execute(first.read_text(encoding="utf-8"))
        connection.execute("INSERT INTO matloom_schema VALUES (1, '0001_records.sql')")
    with Store.open(path) as store:
        assert store.connection.execute("SELECT * FROM v_measurements").fetchall() == []
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO matloom_schema VALUES (999, 'later')")
    with pytest.raises(MatloomError) as error:
        Store.open(path)
    assert code_of(error) == "E003"


@pytest.mark.parametrize("name", [*"cdmprst", "mat", "samples"])
def test_a_file_may_be_named_like_an_alias_of_the_views(tmp_path, name):
    """DuckDB names a database by its file, and ``t.a."text"`` could mean a table ``a`` of the database ``t``."""
    with Store.open(tmp_path / f"{name}.duckdb", "write") as store:
        views = store.connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        for (view,) in views:
            assert store.connection.execute(f"SELECT * FROM {view}").fetchall() == []


def test_a_database_in_use_elsewhere_is_refused(path):
    with Store.open(path, "write"):
        program = f"from matloom.records.store.store import Store; Store.open({str(path)!r})"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "E005" in done.stderr
