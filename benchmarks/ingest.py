"""The public papers in, how ingestion holds out: speed, second run, kill -9, any number of workers and machines."""

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
from matloom.extract.pipeline import Pipeline, PipelineConfig
from matloom.records.store.rows import SCHEMAS
from matloom.records.store.store import Store

from . import SHARED

KILLS = 20
COMMAND = (sys.executable, "-c", "from matloom.cli import app; app()")


def main() -> None:
    """Runs the parts that are named, or all."""
    alone = {"speed": measure_speed, "cpu": measure_cpu, "workers": compare_workers, "kill": kill_and_resume}
    parts = {**alone, "machines": compare_machines}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="|".join(parts), default=list(alone))
    parser.add_argument("--papers", type=Path, nargs="+", default=[SHARED / "data/papers", SHARED / "data/tables"])
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder) / "papers"
        papers.mkdir()
        for path in pdf_files(arguments.papers):
            (papers / path.name).symlink_to(path)
        for part in arguments.parts:
            parts[part](papers, Path(folder), arguments.workers)


def pdf_files(folders: list[Path]) -> Iterator[Path]:
    """The PDF files below the folders, the first of each name."""
    seen: set[str] = set()
    for path in sorted(file.resolve() for folder in folders for file in folder.rglob("*.pdf")):
        if path.name not in seen:
            seen.add(path.name)
            yield path


def measure_speed(papers: Path, scratch: Path, workers: int) -> None:
    """Pages a second of a first run, the most memory of all its processes together, and the share of a second run."""
    db = scratch / "speed.duckdb"
    seconds, peak = timed(papers, db, workers)
    again, _ = timed(papers, db, workers)
    with Store.open(db) as store:
        row = store.connection.execute("SELECT count(*), sum(pages) FROM documents").fetchone()
        stages = store.connection.execute("SELECT stage_seconds FROM runs WHERE id = 1").fetchall()[0][0]
    count, pages = row or (0, 0)
    print(f"first run, {workers} workers: {count} papers, {pages} pages in {seconds:.1f} s")
    print(f"pages a second: {pages / seconds:.2f}")
    print(f"second run: {again:.2f} s = {again / seconds:.2%} of the first")
    print(f"memory of all processes together, at most: {peak / 1e6:.0f} MB")
    total = sum(stages.values())
    print("time by stage: " + ", ".join(f"{name} {value / total:.1%}" for name, value in stages.items()))


def measure_cpu(papers: Path, _: Path, __: int) -> None:
    """Processor seconds of the pipeline in this one process, by paper: what other programs do changes them little."""
    pipeline = Pipeline.build(PipelineConfig())
    pages, cpu, stages = 0, 0.0, Counter[str]()
    for path in sorted(papers.iterdir()):
        content, began = path.read_bytes(), time.process_time()
        run = pipeline.run(content, f"sha256:{hashlib.sha256(content).hexdigest()}", path.name, {})
        spent, read = time.process_time() - began, run.records.document.pages if run.records else 0
        print(f"{path.name:30} {read:4} pages {spent:7.2f} s of processor time")
        pages, cpu = pages + read, cpu + spent
        stages.update(run.seconds)
    total = sum(stages.values())
    print(f"{pages} pages in {cpu:.1f} s of processor time: {pages / cpu:.2f} pages a second of one core")
    print("time by stage: " + ", ".join(f"{name} {value / total:.1%}" for name, value in stages.items()))


def timed(papers: Path, db: Path, workers: int) -> tuple[float, int]:
    """Seconds and peak bytes (all processes; a page that several share counts once) of one run."""
    began, peak = time.perf_counter(), 0
    running = start(papers, db, workers)
    while running.poll() is None:
        peak = max(peak, resident(psutil.Process(running.pid)))
        time.sleep(0.1)
    if running.returncode:
        raise SystemExit(f"ingest ended with {running.returncode}")
    return time.perf_counter() - began, peak


def resident(process: psutil.Process) -> int:
    """Bytes that a process and its children hold in memory: the proportional set size, else the resident one."""
    total = 0
    try:
        for one in (process, *process.children(recursive=True)):
            memory = one.memory_full_info()
            total += getattr(memory, "pss", memory.rss)
    except psutil.Error:
        return total
    return total


def start(papers: Path, db: Path, workers: int) -> subprocess.Popen[bytes]:
    """``matloom ingest`` in a process of its own."""
    words = (*COMMAND, "ingest", str(papers), "--db", str(db), "--workers", str(workers))
    return subprocess.Popen(words, stderr=subprocess.DEVNULL)


def compare_workers(papers: Path, scratch: Path, _: int) -> None:
    """Whether 1, 2 and 4 workers give the same rows, in the same order, and the same bytes in every export."""
    found = {}
    for workers in (1, 2, 4):
        db = scratch / f"{workers}.duckdb"
        start(papers, db, workers).wait()
        found[workers] = (rows(db), exports(db, scratch / f"{workers}"))
        print(f"{workers} workers: rows {found[workers][0][:16]}, exports {found[workers][1][:16]}")
    print("rows and exports equal:", "yes" if len(set(found.values())) == 1 else "NO")


def compare_machines(papers: Path, scratch: Path, workers: int) -> None:
    """Whether a Ray cluster of two nodes gives the same rows and exports as this machine alone (extra ``cluster``)."""
    from ray.cluster_utils import Cluster  # pyright: ignore[reportMissingImports]

    here, there = scratch / "here.duckdb", scratch / "there.duckdb"
    start(papers, here, workers).wait()
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    try:
        address = {**os.environ, "RAY_ADDRESS": cluster.address}
        words = (*COMMAND, "ingest", str(papers), "--db", str(there), "--workers", "2", "--executor", "ray")
        subprocess.run(words, check=True, stderr=subprocess.DEVNULL, env=address)
    finally:
        cluster.shutdown()
    found = [(rows(db), exports(db, scratch / db.stem)) for db in (here, there)]
    print("rows and exports of two nodes equal to one machine's:", "yes" if found[0] == found[1] else "NO")


def kill_and_resume(papers: Path, scratch: Path, workers: int) -> None:
    """Kills a run at random moments, resumes it each time, and compares the end with an undisturbed run."""
    whole, db = scratch / "whole.duckdb", scratch / "killed.duckdb"
    began = time.perf_counter()
    start(papers, whole, workers).wait()
    longest = (time.perf_counter() - began) / 2
    chance, killed, rounds, equal = random.Random(20), 0, 0, True
    while killed < KILLS:
        running = start(papers, db, workers)
        try:
            running.wait(chance.uniform(0.2, longest))
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.wait()
            killed += 1
            continue
        if running.returncode:
            raise SystemExit(f"after {killed} kills ingest ended with {running.returncode}")
        rounds, equal = rounds + 1, equal and rows(db) == rows(whole)
        db.unlink()
    start(papers, db, workers).wait()
    equal = equal and rows(db) == rows(whole)
    print(
        f"{killed} kills in {rounds + 1} runs to the end; rows equal to an undisturbed run: {'yes' if equal else 'NO'}"
    )


def rows(db: Path) -> str:
    """A hash over all rows of all tables of records, in the order in which they lie."""
    digest = hashlib.sha256()
    with Store.open(db) as store:
        for table in SCHEMAS:
            answer = store.connection.execute(f"SELECT * FROM {table}")
            while batch := answer.fetchmany(1000):
                digest.update(repr(batch).encode())
    return digest.hexdigest()


def exports(db: Path, folder: Path) -> str:
    """A hash over the files of all exports."""
    folder.mkdir()
    for kind, out in (("records", "records.jsonl"), ("csv", "values.csv"), ("parquet", "tables")):
        words = (*COMMAND, "export", "--db", str(db), "--format", kind, "--out", str(folder / out))
        subprocess.run(words, check=True, stderr=subprocess.DEVNULL)
    digest = hashlib.sha256()
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
