"""The doping data's training file in, NERRE's scores by words over folds of its papers out: each paper read once by a
model that has not learnt it, with the grammar of doping phrases and without it; and the grammar alone.

``python -m benchmarks.text doping --folds 5 [--from MODEL]``. MODEL is an exported model that has not seen the doping
data (``matloom train text --scheme mulms --scheme pcmsp ...``); each fold goes on from it, or from the bare encoder.
Needs ``matloom[train]``.
"""

import json
import tempfile
import time
from pathlib import Path

from matloom.extract.text.neural.annotate import doping_record
from matloom.extract.text.neural.doping_reading import with_grammar
from matloom.extract.text.neural.reader import Reading, TextReader
from matloom.train.text.commands import default_encoder
from matloom.train.text.export import export
from matloom.train.text.job import TextTraining
from matloom.train.text.options import TrainOptions

from benchmarks.text import TEXT, Row, by_words, read

SEEN = 3.0
"""How often an epoch sees a sentence that has a span."""
SILENT = 0.3
"""The part of the others that it sees."""


def main(count: int, start: Path | None, epochs: int) -> None:
    """Print each fold's scores, and those over all rows."""
    if start and "doping" in json.loads((start / "config.json").read_text(encoding="utf-8"))["options"]["schemes"]:
        raise SystemExit(f"{start} has learnt doping: its folds would be no test")
    rows = read(TEXT / "doping.train.jsonl")
    papers = sorted({row["doc"] for row in rows})
    gold: list[Row] = []
    said: list[Reading] = []
    for fold in range(count):
        held = set(papers[fold::count])
        mine = [row for row in rows if row["doc"] in held]
        began = time.process_time()
        found = trained_on([row for row in rows if row["doc"] not in held], mine, start, epochs)
        gold += mine
        said += found
        compare(f"fold {fold + 1}, {time.process_time() - began:.0f} s of processor time", mine, found)
    compare("all folds", gold, said)


def trained_on(rows: list[Row], unseen: list[Row], start: Path | None, epochs: int) -> list[Reading]:
    """What a model that learnt ``rows`` says of the unseen rows; a tenth of the papers of ``rows`` chose its epoch."""
    options = TrainOptions(
        encoder=str(default_encoder()), start=str(start or ""), schemes=("doping",), epochs=epochs, freeze_words=True,
        shares=(("doping", SEEN),), silent=SILENT, swap=0.15, average=0.99,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / "doping.train.jsonl").write_text(lines, encoding="utf-8")
        TextTraining(folder, folder / "run", options, log=lambda line: print(f"    {line}", flush=True)).run()
        export(folder / "run", folder / "model", data=folder)
        return [one["doping"] for one in TextReader(folder / "model").read(texts_of(unseen), ["doping"])]


def texts_of(rows: list[Row]) -> list[str]:
    """The sentences."""
    return [row["text"] for row in rows]


def compare(name: str, gold: list[Row], said: list[Reading]) -> None:
    """The scores of the model, of the grammar, and of both together."""
    texts = texts_of(gold)
    show(f"{name}: model", gold, said)
    show("    grammar", gold, [with_grammar(text, Reading()) for text in texts])
    show("    both", gold, [with_grammar(text, one) for text, one in zip(texts, said, strict=True)])


def show(name: str, gold: list[Row], readings: list[Reading]) -> None:
    """One line of the table."""
    said = [{"record": doping_record(row["text"], one)} for row, one in zip(gold, readings, strict=True)]
    scores = ", ".join(f"{part} {figure:.3f}" for part, figure in by_words(gold, said).items())
    print(f"{name}: {scores}, {sum(row['relevant'] for row in gold)} relevant rows", flush=True)
