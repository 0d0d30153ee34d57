"""Judged measurements, annotated papers and the papers in, how far the present measurements are right out.

The judgements (``tests/data/measurement_labels.json``) are those of one reader, a language model, unchecked by a
second: 376 measurements drawn evenly over 48 papers, up to six of the text and four of the tables of each, were read
with their sentence, or with their row, header and caption. Noted is how much was right: nothing (``none``: no result of
the paper, such as a setting, or a wrong number), the value, or value and property; and which names the sample has in
the paper.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matloom.extract.link.names import name_key
from matloom.extract.link.stage import weave
from matloom.extract.pipeline import Pipeline, PipelineConfig
from matloom.records.model import Measurement, PaperRecords

from . import SHARED
from .records import paper
from .records_detail import scorer

LABELS = Path(__file__).parents[1] / "tests/data/measurement_labels.json"


@dataclass(frozen=True, slots=True)
class Judged:
    """A measurement of the present run with its judgement: how many of value, property and sample are right."""

    doc: str
    kind: str
    right: int
    linked: bool
    features: dict[str, float]
    confidence: float


def labels() -> list[dict[str, Any]]:
    """The judgements."""
    return json.loads(LABELS.read_text(encoding="utf-8"))


def papers(names: Sequence[str]) -> Iterator[tuple[str, PaperRecords, dict[str, dict[str, float]]]]:
    """Each paper's name, its records, and the features of its measurements by id."""
    files = [*(SHARED / "data/papers").rglob("*.pdf"), *(SHARED / "data/xml").rglob("*xml")]
    yield from read(sorted(file for file in files if file.stem in names))


def read(paths: Sequence[Path]) -> Iterator[tuple[str, PaperRecords, dict[str, dict[str, float]]]]:
    """The same of the papers in some files."""
    pipeline = Pipeline.build(PipelineConfig())
    for path in paths:
        values: dict[str, Any] = {"bytes": path.read_bytes(), "doc_id": f"sha256:{path.stem}", "source": path.name}
        for name, stage in pipeline.stages.items():
            if name != "link":
                values[name] = stage({need: values[need] for need in stage.needs if need in values}).value
        woven = weave(values)
        yield path.stem, woven.result().value, woven.features


def annotated(folder: Path) -> list[Judged]:
    """Every measurement of the annotated papers of a folder, judged by their annotations in the scorer's way."""
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.gold.json"))]
    found: list[Judged] = []
    with tempfile.TemporaryDirectory() as place:
        told = read([paper(gold["doc"], Path(place)) for gold in golds])
        for gold, (_, records, features) in zip(golds, told, strict=True):
            found.extend(compared(gold, records, features))
    return found


def compared(gold: dict[str, Any], records: PaperRecords, features: dict[str, dict[str, float]]) -> Iterator[Judged]:
    """The measurements of one annotated paper; those that are read off figures are not annotated throughout."""
    rules = scorer()
    samples = {sample["id"]: sample for sample in gold["samples"]}
    mine = {one.id: one for one in records.samples}
    for one in records.measurements:
        quantity, sample = one.quantity, mine[one.sample]
        said = {"property": one.property, "words": one.words, "unit": quantity.unit, "value": quantity.value,
                "low": quantity.low, "high": quantity.high}  # fmt: skip
        formula = sample.composition.formula if sample.composition else None
        told = {"labels": list(sample.labels), "composition": formula}
        valued = [other for other in gold["measurements"] if rules["same_value"](said, other)]
        named = [other for other in valued if rules["same_property"](said, other)]
        linked = any(rules["same_sample"](told, samples[other["sample"]]) for other in named)
        if one.origin != "read-off":
            yield Judged(
                doc=gold["doc"], kind=one.evidence.kind, right=bool(valued) + bool(named) + linked, linked=linked,
                features=features[one.id], confidence=one.confidence,
            )  # fmt: skip


def judge(label: dict[str, Any], records: PaperRecords, features: dict[str, dict[str, float]]) -> Judged | None:
    """The judgement of what now stands at the label's place; None where nothing does, or nobody has judged it."""
    found = [one for one in records.measurements if _is_at(label, one)]
    measurement = next((one for one in found if one.property == label["property"]), next(iter(found), None))
    if measurement is None:
        return None
    same = measurement.property == label["property"]
    if label["right"] == "value" and not same:
        return None
    level = {"none": 0, "value": 1, "property": 2}[label["right"]]
    level = min(level, 1) if not same else level
    sample = next(one for one in records.samples if one.id == measurement.sample)
    linked = level == 2 and is_sample(label, sample.labels)
    return Judged(
        doc=label["doc"], kind=measurement.evidence.kind, right=level + linked, linked=linked,
        features=features[measurement.id], confidence=measurement.confidence,
    )  # fmt: skip


def _is_at(label: dict[str, Any], measurement: Measurement) -> bool:
    evidence = measurement.evidence
    if measurement.quantity.text != label["value"]:
        return False
    if "cell" in label:
        return evidence.table == label["table"] and list(evidence.cell or ()) == label["cell"]
    return evidence.block == label["block"] and evidence.start == label["start"]


def is_sample(label: dict[str, Any], names: Sequence[str]) -> bool:
    """Whether a sample with these names is the judged one, and not one that two samples were merged into."""
    keys = {name_key(name).lower() for name in names}
    wrong = label.get("not_sample")
    if wrong is not None and name_key(wrong).lower() in keys:
        return False
    return bool(keys & {name_key(name).lower() for name in label["samples"]})
