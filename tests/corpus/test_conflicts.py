from pathlib import Path

import pytest
from matloom.corpus.conflicts import find_conflicts
from matloom.corpus.telling import conflicts_page, conflicts_to_json
from matloom.corpus.weaving import open_woven, weave
from matloom.extract.pipeline import Pipeline, PipelineConfig
from matloom.records.model import PaperRecords
from matloom.records.store.rows import batches
from matloom.records.store.store import Store
from planting import LEAST, plant
from shared import SHARED, needs_shared

PAPERS = (
    "PMC7070767", "PMC7565694", "S0040609012014393", "S0032386113005454", "S1388248113001951", "PMC7407240",
    "S0927775713009606", "S0022459611006116", "PMC5760566", "S0927024813001955", "S1359645413009816",
)  # fmt: skip


@pytest.fixture(scope="module")
def real() -> list[PaperRecords]:
    pipeline = Pipeline.build(PipelineConfig())
    found = []
    for path in sorted((SHARED / "data/xml").rglob("*xml")):
        if path.stem in PAPERS:
            records, _ = pipeline.value("link", path.read_bytes(), f"sha256:{path.stem}", path.name)
            found.append(records)
    return found


def stored(papers: list[PaperRecords], path: Path) -> None:
    with Store.open(path, "write") as store:
        for paper in papers:
            store.write(paper.document.id, "1", batches(paper))
        weave(store)


@needs_shared
def test_forty_contradictions_planted_into_real_records_are_found_and_restatements_are_not(
    real: list[PaperRecords], tmp_path: Path
) -> None:
    papers, pairs = plant(real, 40, seed=3)
    stored(papers, tmp_path / "c.duckdb")
    with open_woven(tmp_path / "c.duckdb") as store:
        found = find_conflicts(store.connection, chosen="m.confidence >= ?", values=[LEAST])
    alarms = {frozenset((one.first.measurement, one.second.measurement)) for one in found if not one.explanations}
    hits = [frozenset((pair.original, pair.planted)) in alarms for pair in pairs]
    planted = [hit for hit, pair in zip(hits, pairs, strict=True) if pair.contradicts]
    harmless = [hit for hit, pair in zip(hits, pairs, strict=True) if not pair.contradicts]
    missed = [pair for hit, pair in zip(hits, pairs, strict=True) if pair.contradicts and not hit]
    assert len(planted) == len(harmless) == 40
    assert sum(planted) >= 36, missed
    assert sum(harmless) <= 4


@needs_shared
def test_both_quotes_stand_side_by_side_on_a_page_that_escapes_them(real: list[PaperRecords], tmp_path: Path) -> None:
    papers, pairs = plant(real, 5, seed=4)
    stored(papers, tmp_path / "c.duckdb")
    with open_woven(tmp_path / "c.duckdb") as store:
        told = list(conflicts_to_json(store.connection, find_conflicts(store.connection)))
    planted = [{pair.original, pair.planted} for pair in pairs if pair.contradicts]
    one = next(one for one in told if {one["first"]["measurement"], one["second"]["measurement"]} in planted)
    assert one["first"]["quote"] != one["second"]["quote"]
    one["first"]["quote"] = "<script>alert(1)</script>"
    page = conflicts_page([one], "a & b")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "a &amp; b" in page
