"""Annotated dev data in, the shipped text model's F1 beside the published figures out.

``python -m benchmarks.text [SCHEME ...]``: spans and relations by the data's own scorer; doping as NERRE scores it, by
words, on every tenth paper of its training file, which was not learnt. ``-v`` prints what is mixed up with what;
``python -m benchmarks.text speed`` prints sentences a second; ``python -m benchmarks.text doping --folds 5`` trains and
scores by folds of papers (see :mod:`benchmarks.doping_folds`).
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from matloom.extract.annotate import CORPORA, annotator, by_rule
from matloom.extract.text.neural.annotate import by_paragraph, relate
from matloom.extract.text.neural.reader import text_reader

from benchmarks import SHARED

TEXT = SHARED / "data" / "text"
Row = dict[str, Any]
PUBLISHED = {
    "sofc": "0.860 (MRC model, test)", "sofc_slots": "0.717 (MRC model, test)",
    "quantities": "0.765 (CRF), 0.852 (SciBERT-CRF), holdout",
    "host": "0.90 (GPT-3), 0.58 (MatBERT), test", "dopant": "0.85 (GPT-3), 0.52 (MatBERT), test",
    "link": "0.81 (GPT-3), 0.39 (MatBERT), test",
}  # fmt: skip
"""F1 as the sources' repositories and abstracts give them; on test data, which are not looked at here."""
FLOORS = {
    "sofc": 0.74, "sofc_slots": 0.58, "mulms": 0.70, "mulms relations": 0.55, "pcmsp": 0.75, "pcmsp relations": 0.60,
    "mspt": 0.76, "quantities": 0.80, "quantities, overlapping": 0.92, "host": 0.80, "dopant": 0.78, "link": 0.65,
}  # fmt: skip


def rows(scheme: str) -> list[Row]:
    """The dev rows of a scheme."""
    path = TEXT / f"{scheme}.dev.jsonl"
    if path.is_file():
        return read(path)
    train = read(TEXT / f"{scheme}.train.jsonl")
    held = set(sorted({row["doc"] for row in train})[::10])
    return [row for row in train if row["doc"] in held]


def read(path: Path) -> list[Row]:
    """The objects of a file of JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(said: list[Row], gold: list[Row], key: str, *flags: str) -> str:
    """The scorer's last line: micro precision, recall and F1."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("said.jsonl", "gold.jsonl")]
        for path, lines in zip(paths, (said, gold), strict=True):
            path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        command = [sys.executable, str(SHARED / "bench" / "score_spans.py"), *map(str, paths), "--key", key, *flags]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]


def f1(line: str) -> float:
    """The F1 of a scorer's line."""
    return float(line.rsplit(maxsplit=1)[-1])


def as_spans(row: Row) -> list[Row]:
    """A row's relations as the scorer reads them: from one entity's index to the other's."""
    return [{"start": r["head"], "end": r["tail"], "label": r["label"]} for r in row["relations"]]


def related(scheme: str, gold: list[Row]) -> str:
    """The score of the relations between the annotated entities."""
    given = ((row["text"], [(e["start"], e["end"], e["label"]) for e in row["entities"]]) for row in gold)
    said = [{"id": row["id"], "relations": as_spans(one)} for row, one in zip(gold, relate(given, scheme), strict=True)]
    return score(said, [{"id": row["id"], "relations": as_spans(row)} for row in gold], "relations")


def words(names: Iterable[str]) -> list[str]:
    """All words of all names."""
    return [word for name in names for word in name.split(" ") if word]


def linked(record: Row) -> list[str]:
    """Each word of a host with each word of a dopant that belongs to it."""
    return [f"{one} {other}" for host, dopant in record["links"] for one in words([host]) for other in words([dopant])]


def by_words(gold: list[Row], said: list[Row]) -> dict[str, float]:
    """F1 of hosts, dopants and links by words, over the relevant rows (as doping/step3_score.py of lbnlp/NERRE)."""
    parts = {"host": lambda r: words(r["basemats"]), "dopant": lambda r: words(r["dopants"]), "link": linked}
    scores: dict[str, float] = {}
    for name, part in parts.items():
        right, spare, missed = 0, 0, 0
        for row, one in zip(gold, said, strict=True):
            if row["relevant"]:
                want, have = part(row["record"]), part(one["record"])
                right += sum(word in have for word in want)
                missed += sum(word not in have for word in want)
                spare += sum(word not in want for word in have)
        scores[name] = 2 * right / max(1, 2 * right + spare + missed)
    return scores


def mixed_up(gold: list[Row], said: list[Row]) -> list[tuple[str, int]]:
    """What the errors are: another label, other borders, missed, or said of nothing."""
    kinds = Counter[str]()
    for row, one in zip(gold, said, strict=True):
        want = {(e["start"], e["end"], e["label"]) for e in row["entities"]}
        have = {(e["start"], e["end"], e["label"]) for e in one["entities"]}
        for start, end, label in want - have:
            same = [s[2] for s in have - want if s[:2] == (start, end)]
            near = [s for s in have - want if s[2] == label and s[0] < end and start < s[1]]
            kinds[f"{label} as {same[0]}" if same else f"{label}, other borders" if near else f"{label}, missed"] += 1
        for start, end, label in have - want:
            if not any(s[0] < end and start < s[1] for s in want):
                kinds[f"{label}, of nothing"] += 1
    return kinds.most_common(8)


def show(name: str, figure: float, detail: str = "") -> None:
    """One line of the table."""
    floor = f"{FLOORS[name]:.2f}" if name in FLOORS else ""
    print(f"| {name} | {figure:.3f} | {floor} | {PUBLISHED.get(name, '')} |{detail}", flush=True)


def annotated(scheme: str, gold: list[Row]) -> Iterable[Row]:
    """What is said of each row; where the scheme reads paragraphs, the rows of a document are one."""
    if text_reader().schemes[scheme].chain is None:
        return annotator(scheme)(row["text"] for row in gold)
    documents = groupby(gold, key=lambda row: row["doc"])
    return by_paragraph(scheme)([row["text"] for row in group] for _, group in documents)


def quality(scheme: str) -> None:
    """The lines of one scheme."""
    gold = rows(scheme)
    said = [{"id": row["id"], **one} for row, one in zip(gold, annotated(scheme, gold), strict=True)]
    if scheme == "doping":
        for name, figure in by_words(gold, said).items():
            show(name, figure)
        return
    if scheme == "quantities":
        bare = [{"id": r["id"], "quantities": [{"start": q["start"], "end": q["end"]} for q in r["quantities"]]}
                for r in gold]  # fmt: skip
        rules = [{"id": r["id"], **one} for r, one in zip(gold, by_rule(r["text"] for r in gold), strict=True)]
        for name, rows_ in (("", said), (" by grammar alone", rules)):
            plain = [{"id": r["id"], "quantities": [{"start": q["start"], "end": q["end"]} for q in r["quantities"]]}
                     for r in rows_]  # fmt: skip
            show(f"quantities{name}", f1(score(plain, bare, "quantities")))
            show(f"quantities{name}, overlapping", f1(score(plain, bare, "quantities", "--overlap")))
        return
    line = score(said, gold, "entities")
    show(scheme, f1(line), f" {line}")
    if text_reader().schemes[scheme].relations:
        line = related(scheme, gold)
        show(f"{scheme} relations", f1(line), f" {line}")
    if "-v" in sys.argv:
        print("\n".join(f"    {count:4} {kind}" for kind, count in mixed_up(gold, said)))


def speed() -> None:
    """Sentences a second by the rules, and with each scheme's model beside them."""
    texts = [row["text"] for row in rows("mulms")]
    for name in ("matloom", "mulms", "pcmsp"):
        annotate = annotator(name)
        list(annotate(texts[:1]))
        began = time.perf_counter()
        count = sum(1 for _ in annotate(texts))
        print(f"{name}: {count / (time.perf_counter() - began):.0f} sentences/s")


def main() -> None:
    """Print the table, or the speeds, or the folds."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("chosen", nargs="*")
    arguments.add_argument("-v", action="store_true")
    arguments.add_argument("--folds", type=int)
    arguments.add_argument("--from", dest="start", type=Path)
    arguments.add_argument("--epochs", type=int, default=6)
    given = arguments.parse_args()
    chosen = given.chosen
    if chosen == ["speed"]:
        speed()
        return
    if given.folds:
        from benchmarks import doping_folds

        doping_folds.main(given.folds, given.start, given.epochs)
        return
    print("| dev data | F1 | floor | published |\n|---|---|---|---|")
    for scheme in chosen or CORPORA:
        quality(scheme)


if __name__ == "__main__":
    main()
