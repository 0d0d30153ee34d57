"""Papers and their gold records in, precision, recall and F1 at every level out: over all evidence, and by its kind.

Run: python -m benchmarks.records
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from . import SHARED

COMMAND = (sys.executable, "-c", "from matloom.cli import app; app()")
KINDS = ("text", "table", "caption")


def only(rows: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The measurements with evidence of one kind."""
    return [row for row in rows if (row.get("evidence") or {}).get("kind") == kind]


def score(records: list[dict[str, Any]], gold: list[dict[str, Any]], folder: Path) -> str:
    """What the scorer prints."""
    said = folder / "records.jsonl"
    said.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    paths: list[str] = []
    for paper in gold:
        path = folder / f"{paper['doc']}.gold.json"
        path.write_text(json.dumps(paper, ensure_ascii=False), encoding="utf-8")
        paths.append(str(path))
    command = [sys.executable, str(SHARED / "bench/score_records.py"), str(said), *paths]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Ingest the papers, export their records, and score them."""
    gold = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((SHARED / "gold").glob("*.gold.json"))]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        database = folder / "corpus.duckdb"
        subprocess.run(
            [*COMMAND, "ingest", str(SHARED / "data/papers"), "--db", str(database)], check=True, capture_output=True
        )
        exported = subprocess.run(
            [*COMMAND, "export", "--db", str(database), "--format", "records"],
            check=True,
            capture_output=True,
            text=True,
        )
        records = [json.loads(line) for line in exported.stdout.splitlines()]
        print("all evidence\n" + score(records, gold, folder))
        for kind in KINDS:
            mine = [{**r, "measurements": only(r["measurements"], kind)} for r in records]
            theirs = [{**g, "measurements": only(g["measurements"], kind)} for g in gold]
            print(f"evidence in {kind}\n" + "\n".join(score(mine, theirs, folder).splitlines()[:3]))


if __name__ == "__main__":
    main()
