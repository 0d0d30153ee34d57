import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import trial_stages
from matloom.extract.discovery import find_papers
from matloom.extract.executor import LocalExecutor
from matloom.extract.ingest import counts, ingest, problem_counts
from matloom.extract.pipeline import Pipeline, PipelineConfig
from matloom.extract.worker import Limits, process, unread
from matloom.records.errors import Problem
from matloom.records.store.rows import SCHEMAS
from matloom.records.store.store import Store

CONFIG = PipelineConfig(
    stages=("trial_stages:Words", "parse@1", "trial_stages:Numbers", "trial_stages:Counter"),
)
LIMITS = Limits(seconds=20, megabytes=2000)


class Inline:
    """Runs tasks in this process, the odd ones after the even ones."""

    def __init__(self, limits=LIMITS):
        self.pipeline, self.limits, self.tasks = Pipeline.build(CONFIG), limits, []

    def run(self, tasks):
        self.tasks = list(tasks)
        for task in sorted(self.tasks, key=lambda task: task.number % 2):
            if Path(os.fsdecode(task.path)).read_text().startswith("lose"):
                yield unread(task, Problem.of("read", "D008", limit=self.limits.seconds))
            else:
                yield process(self.pipeline, task, self.limits)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in (
        ("a", "one"),
        ("b", "one two"),
        ("c", ""),
        ("d", "fail"),
        ("e", "an orphan"),
        ("f", "one two 3"),
    ):
        (folder / f"{name}.txt").write_text(text)
    return folder


def take_in(folder, db, executor=None, limits=LIMITS):
    with Store.open(db, "write") as store:
        executor = executor or Inline(limits)
        return ingest(find_papers([folder]).papers, store, CONFIG, executor, limits=limits, version="0")


def rows(db):
    """All rows of all tables but runs, as they lie in the database; stage results, which are a cache, by key."""
    with Store.open(db) as store:
        found = {table: store.connection.execute(f"SELECT * FROM {table}").fetchall() for table in SCHEMAS}
        found["results"] = store.connection.execute("SELECT * FROM stage_results ORDER BY ALL").fetchall()
        return found


def test_every_file_becomes_a_row_in_the_order_of_the_names(folder, tmp_path):
    db = tmp_path / "a.duckdb"
    report = take_in(folder, db)
    assert report.finished
    with Store.open(db) as store:
        names = store.connection.execute('SELECT "name" FROM documents').fetchall()
        assert [name for (name,) in names] == ["a", "b", "c", "d", "e", "f"]
        values = store.connection.execute("SELECT paper, value FROM v_measurements").fetchall()
        assert values == [("a", 1), ("b", 2), ("c", 0), ("f", 3)]
        assert counts(store, report.documents)["measurements"] == 4
        assert problem_counts(store, report.documents)["D001"] == 1
        failed = store.connection.execute(
            "SELECT paper, code FROM v_problems WHERE stage IN ('read', 'store')"
        ).fetchall()
        assert failed == [("c", "D001"), ("d", "S001"), ("e", "S001")]


def test_a_second_run_reads_nothing(folder, tmp_path):
    db = tmp_path / "a.duckdb"
    take_in(folder, db)
    before = rows(db)
    trial_stages.CALLS.clear()
    again = Inline()
    report = take_in(folder, db, again)
    assert (report.log.papers, report.log.unchanged) == (0, 6)
    assert again.tasks == []
    assert trial_stages.CALLS == []
    assert rows(db) == before


def test_a_file_name_that_is_no_text_is_read_like_others(folder, tmp_path):
    try:
        (folder / os.fsdecode(b"caf\xe9.txt")).write_text("one two 3 4")
    except OSError:
        pytest.skip("this file system has names in UTF-8 only")
    db = tmp_path / "a.duckdb"
    assert take_in(folder, db).log.papers == 7
    with Store.open(db) as store:
        assert ("caf?.txt",) in store.connection.execute("SELECT source FROM documents").fetchall()
    again = take_in(folder, db)
    assert (again.log.papers, again.log.unchanged) == (0, 7)


def test_times_of_files_do_not_matter_if_the_content_is_the_same(folder, tmp_path):
    db = tmp_path / "a.duckdb"
    take_in(folder, db)
    for path in folder.iterdir():
        path.write_text(path.read_text())
    assert take_in(folder, db).log.unchanged == 6


def test_a_changed_paper_takes_the_place_of_what_it_was(folder, tmp_path):
    db, fresh = tmp_path / "a.duckdb", tmp_path / "b.duckdb"
    take_in(folder, db)
    (folder / "f.txt").write_text("quite another text")
    report = take_in(folder, db)
    assert report.log.papers == 1
    take_in(folder, fresh)
    assert {table: found for table, found in rows(db).items() if table != "results"} == {
        table: found for table, found in rows(fresh).items() if table != "results"
    }


def test_a_new_version_of_a_stage_reads_nothing_again(folder, tmp_path, monkeypatch):
    db = tmp_path / "a.duckdb"
    take_in(folder, db)
    before = rows(db)
    monkeypatch.setattr(trial_stages.Numbers, "version", "2")
    trial_stages.CALLS.clear()
    take_in(folder, db)
    # d was never read, so that it has no result of the first stage to go on from
    assert trial_stages.CALLS.count("read") == 1
    assert trial_stages.CALLS.count("text_findings") == trial_stages.CALLS.count("link") == 5
    assert {table: found for table, found in rows(db).items() if table != "results"} == {
        table: found for table, found in before.items() if table != "results"
    }


def test_a_copy_of_a_paper_has_a_row_that_says_so_and_no_records(folder, tmp_path):
    db = tmp_path / "a.duckdb"
    (folder / "g.txt").write_text("one two")
    report = take_in(folder, db)
    with Store.open(db) as store:
        found = store.connection.execute("SELECT paper, code, why FROM v_problems WHERE code = 'D016'").fetchall()
        assert found == [("g", "D016", "The same content as b.txt; its records stand there.")]
        assert counts(store, report.documents)["measurements"] == 4
    before = rows(db)
    assert take_in(folder, db).log.papers == 0
    assert rows(db) == before


def test_a_renamed_paper_keeps_no_old_name(folder, tmp_path):
    db = tmp_path / "a.duckdb"
    take_in(folder, db)
    (folder / "f.txt").rename(folder / "z.txt")
    take_in(folder, db)
    with Store.open(db) as store:
        assert store.connection.execute("SELECT max(paper) FROM v_measurements").fetchone() == ("z",)
        assert store.connection.execute("SELECT count(*) FROM documents").fetchone() == (6,)


def test_a_paper_that_broke_a_limit_is_tried_again_under_other_limits_only(folder, tmp_path):
    db = tmp_path / "a.duckdb"
    (folder / "g.txt").write_text("lose this")
    take_in(folder, db)
    assert take_in(folder, db).log.papers == 0
    assert take_in(folder, db, limits=Limits(seconds=40, megabytes=2000)).log.papers == 1


def test_an_interrupt_ends_the_run_in_good_order(folder, tmp_path):
    db, whole = tmp_path / "a.duckdb", tmp_path / "b.duckdb"

    class Interrupted(Inline):
        def run(self, tasks):
            for number, outcome in enumerate(super().run(tasks)):
                if number == 4:
                    raise KeyboardInterrupt
                yield outcome

    report = take_in(folder, db, Interrupted())
    assert not report.finished
    with Store.open(db) as store:
        assert store.connection.execute("SELECT outcome FROM runs").fetchall() == [("interrupted",)]
        assert store.connection.execute("SELECT count(*) FROM documents").fetchone() == (3,)
    assert take_in(folder, db).finished
    take_in(folder, whole)
    assert rows(db) == rows(whole)


def test_any_number_of_workers_gives_the_same_rows(folder, tmp_path):
    (folder / "a.txt").write_text("wait 0.5 for me")
    (folder / "b2.txt").write_text("one two")
    found = []
    for workers in (1, 3):
        db = tmp_path / f"{workers}.duckdb"
        take_in(folder, db, LocalExecutor(CONFIG, workers, LIMITS))
        found.append(rows(db))
    assert found[0] == found[1]


PROGRAM = """
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from extract.test_ingest import CONFIG, LIMITS, take_in
from matloom.extract.executor import LocalExecutor
if __name__ == "__main__":
    take_in(Path({folder!r}), Path({db!r}), LocalExecutor(CONFIG, 2, LIMITS))
"""


def test_a_killed_run_is_finished_by_the_next(tmp_path):
    folder, db, whole = tmp_path / "papers", tmp_path / "a.duckdb", tmp_path / "b.duckdb"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"wait 0.15 {number}")
    program = tmp_path / "run.py"
    tests = str(Path(trial_stages.__file__).parent)
    program.write_text(PROGRAM.format(tests=tests, folder=str(folder), db=str(db)))
    running = subprocess.Popen([sys.executable, str(program)])
    deadline = time.monotonic() + 60
    while not db.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1.2)
    running.send_signal(signal.SIGKILL)
    running.wait()
    take_in(folder, db)
    take_in(folder, whole)
    assert rows(db) == rows(whole)
