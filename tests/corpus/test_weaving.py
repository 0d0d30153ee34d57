from dataclasses import replace
from pathlib import Path

import networkx
import pyarrow.parquet as pq
import pytest
from example_records import LFP, paper
from matloom.commands.export import app as export_app
from matloom.commands.graph import app as graph_app
from matloom.commands.show import app as show_app
from matloom.corpus import reading
from matloom.corpus.reading import statements_by_material, statements_by_work
from matloom.corpus.weaving import is_woven, open_woven, weave
from matloom.records.evidence import Evidence
from matloom.records.model import Condition, DocumentRecord, Measurement, PaperRecords, Sample
from matloom.records.quantities import Quantity
from matloom.records.store.reading import fetch
from matloom.records.store.rows import batches
from matloom.records.store.store import Store
from typer.testing import CliRunner


def value(doc: str, number: int, text: str, amount: float, **more: object) -> Measurement:
    table = more.pop("table", None)
    evidence = Evidence(
        document=doc, kind="table" if table else "text", quote=f"{number}: {text}", block=f"b{number}", table=table,
        stage="s", version="1",
    )  # fmt: skip
    quantity = Quantity(text=text, value=amount, unit="mAh/g", canonical_value=amount * 3600, canonical_unit="C/kg")
    fields = {"property": "specific_capacity", "words": "capacity", "confidence": 0.9, "sample": f"{doc}-s"} | more
    return Measurement(id=f"{doc}-m{number}", quantity=quantity, evidence=evidence, **fields)


def record(name: str, year: int, *values: Measurement, **more: object) -> PaperRecords:
    cite = Evidence(document=name, kind="text", quote="x", stage="s", version="1")
    sample = Sample(id=f"{name}-s", document=name, labels=("LiFePO4",), composition=LFP, evidence=cite)
    document = DocumentRecord(id=name, name=name, source=f"{name}.xml", reader="r", pages=0, year=year, **more)
    return PaperRecords(document=document, samples=(sample,), measurements=values)


def woven(path: Path, *papers: PaperRecords) -> Path:
    with Store.open(path, "write") as store:
        for one in papers:
            store.write(one.document.id, "1", batches(one))
        assert weave(store)
        assert not weave(store)
    return path


def facts(path: Path) -> list[tuple[set[str], int]]:
    with Store.open(path) as store:
        rows = fetch(store.connection, "SELECT f.id, f.works, list(s.measurement) AS ms FROM facts f "
                     "JOIN fact_statements s ON s.fact = f.id GROUP BY ALL")  # fmt: skip
    return sorted(((set(row["ms"]), row["works"]) for row in rows), key=lambda one: sorted(one[0]))


RATE = Condition(
    name="c_rate", quantity=Quantity(text="0.1 C", value=0.1, unit="1/h", canonical_value=2.8e-5, canonical_unit="1/s")
)
FAST = Condition(
    name="c_rate", quantity=Quantity(text="5 C", value=5.0, unit="1/h", canonical_value=1.4e-3, canonical_unit="1/s")
)


def test_abstract_text_and_table_are_one_fact_and_rows_of_a_table_are_not(tmp_path):
    path = woven(
        tmp_path / "f.duckdb",
        record(
            "a", 2020, value("a", 1, "160 mAh/g", 160.0),
            value("a", 2, "160.2 mAh/g", 160.2, table="1", conditions=(RATE,)),
            value("a", 3, "about 160 mAh/g", 160.0, conditions=(RATE,)),
            value("a", 4, "160 mAh/g", 160.0, conditions=(FAST,)),
            value("a", 5, "120.0", 120.0, table="2"), value("a", 6, "120.0", 120.0, table="2"),
        ),
    )  # fmt: skip
    assert facts(path) == [({"a-m1", "a-m2", "a-m3"}, 1), ({"a-m4"}, 1), ({"a-m5"}, 1), ({"a-m6"}, 1)]


def test_a_quoted_value_joins_the_paper_that_measured_it_and_two_measurements_stay_two(tmp_path):
    path = woven(
        tmp_path / "q.duckdb",
        record("first", 2015, value("first", 1, "160.2 mAh/g", 160.2, conditions=(RATE,))),
        record("second", 2018, value("second", 1, "160.2 mAh/g", 160.2, conditions=(RATE,))),
        record("review", 2021, value("review", 1, "160.2 mAh/g", 160.2, conditions=(RATE,), origin="cited")),
        record("older", 2010, value("older", 1, "160.2 mAh/g", 160.2, conditions=(FAST,), origin="cited")),
    )
    assert facts(path) == [({"first-m1", "review-m1"}, 2), ({"older-m1"}, 1), ({"second-m1"}, 1)]


def test_a_preprint_and_its_article_count_as_one_work(tmp_path):
    papers = [
        record(name, 2020, value(name, 1, "160.2 mAh/g", 160.2), title="A long title that two versions share", doi=doi)
        for name, doi in (("article", "10.1/a"), ("preprint", "10.2/b"))
    ]
    path = woven(tmp_path / "v.duckdb", *papers)
    assert facts(path) == [({"article-m1", "preprint-m1"}, 1)]


def test_a_database_that_changed_is_woven_when_it_is_next_asked(tmp_path):
    path = woven(tmp_path / "w.duckdb", record("a", 2020, value("a", 1, "160 mAh/g", 160.0)))
    with Store.open(path, "write") as store:
        other = record("b", 2020, value("b", 1, "161 mAh/g", 161.0))
        store.write("b", "1", batches(other))
        assert not is_woven(store)
    with open_woven(path) as store:
        rows = fetch(store.connection, "SELECT formula, samples, facts FROM v_materials")
    assert rows == [{"formula": "LiFePO4", "samples": 2, "facts": 2}]


def test_the_graph_loads_into_networkx_and_shows_as_a_page(tmp_path):
    path = tmp_path / "g.duckdb"
    with Store.open(path, "write") as store:
        records = paper()
        document = replace(records.document, title="</script><b>")
        store.write(document.id, "1", batches(replace(records, document=document)))
    run = CliRunner().invoke(graph_app, ["--db", str(path), "--out", str(tmp_path / "graph.parquet")])
    assert run.exit_code == 0, run.output
    nodes = pq.read_table(tmp_path / "graph.nodes.parquet").to_pylist()
    edges = pq.read_table(tmp_path / "graph.parquet").to_pylist()
    graph = networkx.MultiDiGraph()
    graph.add_nodes_from((node.pop("id"), node) for node in nodes)
    graph.add_edges_from((edge.pop("source"), edge.pop("target"), edge) for edge in edges)
    assert all("kind" in data for _, data in graph.nodes(data=True))
    assert {"describes", "made_of", "measured", "structure", "spectrum", "shows"} <= {e["kind"] for e in edges}
    run = CliRunner().invoke(graph_app, ["--db", str(path), "--out", str(tmp_path / "graph.html")])
    assert run.exit_code == 0, run.output
    page = (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert "</script><b>" not in page
    assert "http" not in page.split("<script>")[1]


def test_what_is_less_sure_is_left_out_where_min_confidence_says_so(tmp_path):
    path = woven(
        tmp_path / "m.duckdb",
        record("a", 2020, value("a", 1, "160 mAh/g", 160.0, conditions=(RATE,)),
               value("a", 2, "90 mAh/g", 90.0, confidence=0.2, conditions=(RATE,))),
    )  # fmt: skip
    for name, wanted in (("records", "160 mAh/g"), ("csv", "160")):
        out = tmp_path / f"out.{name}"
        run = CliRunner().invoke(
            export_app, ["--db", str(path), "--format", name, "--min-confidence", "0.5", "--out", str(out)]
        )
        assert run.exit_code == 0, run.output
        assert wanted in out.read_text() and "a-m2" not in out.read_text()
    run = CliRunner().invoke(
        export_app, ["--db", str(path), "--format", "parquet", "--min-confidence", "0.5", "--out", str(tmp_path)]
    )
    assert run.exit_code == 0, run.output
    assert pq.read_table(tmp_path / "measurements.parquet")["id"].to_pylist() == ["a-m1"]
    assert pq.read_table(tmp_path / "conditions.parquet")["measurement"].to_pylist() == ["a-m1"]
    shown = CliRunner().invoke(show_app, ["--db", str(path), "--min-confidence", "0.5"])
    assert "160 mAh/g" in shown.output and "90 mAh/g" not in shown.output


@pytest.mark.parametrize("grouped", [statements_by_work, statements_by_material])
def test_the_size_of_a_slice_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grouped: object) -> None:
    papers = [
        record(name, 2001, *(value(name, number, f"{number + 1} mAh/g", number + 1.0) for number in range(count)))
        for name, count in (("a", 3), ("b", 1), ("c", 4), ("d", 2))
    ]
    with Store.open(woven(tmp_path / "c.duckdb", *papers)) as store:
        whole = list(grouped(store.connection))
        assert sum(len(group) for group in whole) == 10
        for size in (1, 3, 5):
            monkeypatch.setattr(reading, "SLICE", size)
            assert list(grouped(store.connection)) == whole
