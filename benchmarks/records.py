"""Papers and their gold records in, precision, recall and F1 at every level out: over all evidence, and by its kind.

Run: python -m benchmarks.records [GOLD_FOLDER] [-v]

Without a folder: the annotated papers of the benchmark data. ``-v`` also tells every value that is missed or wrong.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from . import SHARED
from .records_detail import compared

COMMAND = (sys.executable, "-c", "from matloom.cli import app; app()")
KINDS = ("text", "table", "caption")
ENDINGS = (".pdf", ".xml", ".norm-xml", ".html")
WRITTEN = Path(__file__).parents[1] / "tests/data/written_papers"
"""Short papers of our own writing, each beside its annotation."""
SENTENCES_OF_A_PARAGRAPH = 8


def only(rows: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The measurements with evidence of one kind."""
    return [row for row in rows if (row.get("evidence") or {}).get("kind") == kind]


def sentences(name: str) -> list[str]:
    """The sentences of a paper of which the benchmark data has the annotated sentences, in their order.

    Of MuLMS these are all, of SOFC-Exp those that tell of experiments.
    """
    files = [path for corpus in ("mulms", "sofc") for path in sorted((SHARED / "data/text").glob(f"{corpus}.*.jsonl"))]
    rows = [json.loads(line) for path in files for line in path.open(encoding="utf-8")]
    return [row["text"] for row in rows if row["doc"] == name]


def written(name: str, folder: Path) -> Path:
    """A paper that exists only as sentences, as a text file: headings alone, the rest in usual paragraphs."""
    paragraphs: list[list[str]] = [[]]
    for sentence in sentences(name):
        heading = not sentence.rstrip().endswith((".", ":", ";", ",", "?", ")"))
        if heading or len(paragraphs[-1]) >= SENTENCES_OF_A_PARAGRAPH:
            paragraphs.append([])
        paragraphs[-1].append(sentence)
        if heading:
            paragraphs.append([])
    path = folder / f"{name}.txt"
    path.write_text("\n\n".join(" ".join(sentences) for sentences in paragraphs if sentences), encoding="utf-8")
    return path


def paper(name: str, folder: Path) -> Path:
    """The file of a paper: its PDF where there is one, else XML or HTML, else its sentences."""
    places = (*sorted((SHARED / "data").rglob(f"{name}.*")), *sorted(WRITTEN.rglob(f"{name}.*")))
    found = {path.name.removeprefix(name): path for path in places}
    return next((found[ending] for ending in ENDINGS if ending in found), None) or written(name, folder)


def read(papers: list[Path], folder: Path) -> list[dict[str, Any]]:
    """The exported records of some papers."""
    database = folder / "corpus.duckdb"
    ingest = [*COMMAND, "ingest", *map(str, papers), "--db", str(database)]
    subprocess.run(ingest, check=True, capture_output=True)
    export = [*COMMAND, "export", "--db", str(database), "--format", "records"]
    exported = subprocess.run(export, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in exported.stdout.splitlines()]


def score(records: list[dict[str, Any]], gold: list[dict[str, Any]], folder: Path) -> str:
    """What the scorer prints."""
    said = folder / "records.jsonl"
    said.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    paths: list[str] = []
    for one in gold:
        path = folder / f"{one['doc']}.gold.json"
        path.write_text(json.dumps(one, ensure_ascii=False), encoding="utf-8")
        paths.append(str(path))
    command = [sys.executable, str(SHARED / "bench/score_records.py"), str(said), *paths]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def in_numbers(gold: dict[str, Any]) -> dict[str, Any]:
    """A paper's gold records; a step's setting in words ("room temperature") is not asked for: no number equals it."""
    for recipe in gold.get("synthesis", []):
        for step in recipe["steps"]:
            for name in ("temperature", "time"):
                if isinstance((step.get(name) or {}).get("value"), str):
                    step[name] = None
    return gold


def main() -> None:
    """Ingest the papers, export their records, and score them."""
    words = [word for word in sys.argv[1:] if word != "-v"]
    where = Path(words[0]) if words else SHARED / "gold"
    gold = [in_numbers(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(where.glob("*.gold.json"))]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        records = read([paper(one["doc"], folder) for one in gold], folder)
        print("all evidence\n" + score(records, gold, folder))
        for kind in KINDS:
            mine = [{**r, "measurements": only(r["measurements"], kind)} for r in records]
            theirs = [{**g, "measurements": only(g["measurements"], kind)} for g in gold]
            print(f"evidence in {kind}\n" + "\n".join(score(mine, theirs, folder).splitlines()[:3]))
        if "-v" in sys.argv:
            for one in gold:
                print(f"\n== {one['doc']}", *compared(records, one), sep="\n")


if __name__ == "__main__":
    main()
