"""A shipped model's config, with its dev scores, in; its model card out."""

from pathlib import Path
from typing import Any

CORPORA = {
    "mulms": "MuLMS (Schrader et al., 2023, boschresearch/mulms-az-codi2023), CC BY-SA 4.0",
    "sofc": "SOFC-Exp entities (Friedrich et al., 2020, boschresearch/sofc-exp_textmining_resources), CC BY 4.0",
    "sofc_slots": "SOFC-Exp slots, as above",
    "pcmsp": "PcMSP (Yang et al., 2022, Xianjun-Yang/PcMSP), MIT for the annotation",
    "mspt": "Syntheses (Mysore et al., 2019, olivettigroup/annotated-materials-syntheses), MIT for the annotation",
    "quantities": "grobid-quantities (lfoppiano/grobid-quantities), CC BY 4.0",
    "doping": "NERRE doping (Dagdelen et al., 2024, lbnlp/NERRE), MIT for the annotation",
}


def write_card(folder: Path, config: dict[str, Any]) -> None:
    """Write README.md beside the model."""
    names = [s["name"] for s in config["schemes"]]
    rescored: dict[str, dict[str, int]] = config.get("rescored", {})
    whole = [s["name"] for s in config["schemes"] if "chain" in s]
    rows = ["| scheme | labels | relations | F1 entities | F1 relations, given entities |", "|---|---|---|---|---|"]
    for scheme in config["schemes"]:
        score = config["dev"][scheme["name"]]
        related = f"{score['relations']:.3f}" if "relations" in score else ""
        rows.append(
            f"| {scheme['name']} | {len(scheme['labels'])} | {len(scheme['relations'])} "
            f"| {score['entities']:.3f} | {related} |"
        )
    text = CARD.format(
        version=config["version"],
        encoder=config["options"]["encoder"],
        data="\n".join(f"- {CORPORA[name]}" for name in names if name in CORPORA),
        scores="\n".join(rows),
        measured="the shipped 8-bit files" if config.get("dev_of") == "shipped" else "the run's own 32-bit weights",
        commands="\n".join([*commands(config), *(RESCORE.format(name, **n) for name, n in rescored.items())]),
        before=BEFORE if config.get("before") else "",
        thresholds=", and so were the scores from which on something is said" if config.get("dev_of") else "",
        paragraphs=(PARAGRAPHS.format(", ".join(whole)) if whole else "")
        + (RESCORED.format(" and of ".join(rescored)) if rescored else ""),
        epoch=config["best_epoch"],
    )
    (folder / "README.md").write_text(text, encoding="utf-8")


def commands(config: dict[str, Any], like: str = "config.json") -> list[str]:
    """The commands that make the model again, and first those of the model that it went on from."""
    options, before = config["options"], config.get("before")
    lines = commands(before, "before.json") if before else []
    flags = f"--epochs {options['epochs']} --batch-size {options['batch_size']} --seed {options['seed']}"
    flags = f"--from MODEL --like {like}" if before else flags
    run = f"runs/{len(lines) // 2 + 1}"
    return [
        *lines,
        f"matloom train text --data CORPORA --out {run} {flags}",
        f"matloom train export {run} MODEL --data CORPORA",
    ]


PARAGRAPHS = """

Entities of {} are those of sentences read with the others of their paragraph, with a chain (`chain` in
`config.json`) of which the dev part chose two parameters."""
RESCORED = """

Which entities of {} are said is decided by `SCHEME_rescoring.json`: the weights of a logistic regression over a
span's score and those of the spans that it overlaps, the chain's doubt where there is one, and how often the training
part marks the words in and beside the span (`seen`, `marked`). It was learnt from the scores that other models gave to
papers of the training part that they had not learnt."""
RESCORE = (
    "matloom train rescore MODEL --data CORPORA --out runs/rescoring/{0} --scheme {0} --parts {parts} --folds {folds}"
)
BEFORE = """
A run that goes on from a model has its options in `config.json`; those of the runs before stand there under `before`,
each within the next, and make the files `before.json` (with the key `options`) for `--like`.
"""
CARD = """# matloom text model {version}

One transformer encoder (`{encoder}`; the default is all-MiniLM-L6-v2, Apache-2.0) with a span head for each annotation
scheme and a relation head for those that have relations. It finds entities, also inside each other, and relations in
English texts of materials science. ONNX, 8-bit weights, run by ONNX Runtime on a CPU.

Files: `encoder.onnx`, one `SCHEME.onnx`, `SCHEME_relations.onnx` and `SCHEME_rescoring.json` a scheme that has such,
`tokenizer.json`, and `config.json`, which is the whole configuration of the training run. The version is a hash of the
files.

## Data

{data}

Only the corpora's training parts were learnt. The papers' texts themselves are not part of the model's files. MuLMS is
share-alike: a work that is an adaptation of it is passed on under CC BY-SA 4.0 or a compatible licence. The annotation
of PcMSP, of the annotated syntheses and of the doping data quotes publishers' texts.

Splits are the corpora's own, by paper. The doping data have no dev part: every tenth paper of the training part was
held out. Test parts were not looked at.

## Scores

Micro F1 on the dev parts, exact spans (doping: words), by {measured}. The epoch ({epoch}) was chosen by
their mean{thresholds}.{paragraphs}

{scores}

## Retrain

```sh
pip install 'matloom[train]'
{commands}
```
{before}
`--encoder` takes the folder of another BERT-like encoder; one of this field, such as MatSciBERT, is the better choice
where it may be downloaded and size does not matter.

## Limits

Trained on English full texts and abstracts of few fields (solid oxide fuel cells, catalysis, synthesis procedures,
doping). A window holds 190 word pieces; relations across windows are not found. Scores are no probabilities that were
calibrated.
"""
