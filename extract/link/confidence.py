"""A finding with its chosen sample in, the features out by which the probability is told that all of it is right."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from ...records.model import Measurement, Sample
from ...records.units import parse_unit
from ...records.vocabulary import Vocabulary
from ..document import Document
from ..findings import Finding

Features = dict[str, float]
LINKS: Final = {
    "names the row or column": "link_table", "is named in the same sentence": "link_sentence",
    "is named in the same paragraph": "link_paragraph", "stands for the sample named before": "link_anaphor",
    "is named before": "link_before", "is named in the heading": "link_before",
    "was made": "link_before", "is the last that is named": "link_before", "names most": "link_main",
    "curve's label": "link_figure",
}  # fmt: skip
"""What a link's reason says, and the feature for it."""
_COMMON: Final = frozenset({
    "length", "dimensionless", "temperature", "time", "angle", "mass fraction", "mole fraction", "atomic fraction",
    "volume fraction", "pressure", "voltage", "frequency", "current", "mass", "volume", "area", "force", "power",
    "concentration",
})  # fmt: skip
"""Dimensions that many things have: their unit says little of the property."""
_BACKGROUND: Final = re.compile(r"introduction|background|literature|state of the art|overview", re.IGNORECASE)
_EXPERIMENT: Final = re.compile(r"experiment|method|material|procedure|preparation|synthesis", re.IGNORECASE)
_SET: Final = re.compile(
    r"\b(?:set|kept|held|fixed|required|requires?|assum\w+|larger than|taken|chosen|threshold|limit|range of|"
    r"conditions?|parameters?|simulat\w+|model\w*|predict\w*|increase[sd]?|decrease[sd]?|improve[sd]?|reduc\w+|difference|error)\b",
    re.IGNORECASE,
)
"""Words of a sentence that tells of settings, requirements and changes rather than of results."""

PAPER_WIDE: Final = (
    "table", "known_table", "known_text", "fits", "link_table", "link_sentence", "link_score", "weight", "finder",
    "composed", "described",
)  # fmt: skip
"""Features whose mean over a paper says how far the paper is one of those that are read well."""


class Surroundings:
    """What the whole paper tells of its values: sections, and how values crowd in one sentence or table."""

    def __init__(self, document: Document) -> None:
        self._sections = {block.id: block.section or "" for block in document.blocks}
        self._kinds = {block.id: block.type for block in document.blocks}

    def features(self, finding: Finding, reason: str, score: float, weight: float) -> Features:
        """The features of one finding.

        ``reason`` and ``score`` are those of its link, ``weight`` how much the paper is about the chosen sample.
        """
        kind, entry = finding.evidence.kind, Vocabulary.load().get(finding.property)
        unit = parse_unit(finding.quantity.unit) if finding.quantity.unit else None
        section = self._sections.get(finding.evidence.block or "", "")
        link = next((name for words, name in LINKS.items() if words in reason), "link_other")
        table = kind == "table"
        known = entry is not None
        implied = finding.words.replace("_", " ") == finding.property.replace("_", " ") and finding.words.islower()
        return {
            "table": float(table), "caption": float(kind == "caption"),
            "finder": 0.0 if table else finding.confidence, "finder_table": finding.confidence if table else 0.0,
            link: 1.0, "link_score": score, "weight": 0.0 if table else weight,
            "known_table": float(known and table), "known_text": float(known and not table),
            "fits": float(entry is not None and entry.fits(unit)),
            "bare": float(unit is None and not table), "bare_table": float(unit is None and table),
            "common": float(not table and unit is not None and unit.dimension in _COMMON),
            "words_printed": float(not implied),
            "cited": float(finding.origin == "cited"), "computed": float(finding.origin == "computed"),
            "range": float(finding.quantity.value is None), "bound": float(finding.quantity.relation not in ("=", "~")),
            "conditions": float(bool(finding.conditions)),
            "background": float(bool(_BACKGROUND.search(section))),
            "experiment": float(bool(_EXPERIMENT.search(section))),
            "abstract": float(self._kinds.get(finding.evidence.block or "") == "abstract"),
            "setting": float(not table and bool(_SET.search(finding.evidence.quote))),
            "coarse": float(_digits(finding.quantity.text) < 2),
        }  # fmt: skip


def sample_features(sample: Sample, *, table: bool) -> Features:
    """What the chosen sample itself tells: whether it has a composition, a state, or only a level of a factor."""
    described = any(" = " in label for label in sample.labels)
    told = {
        "composed": sample.composition is not None, "described": described, "state": sample.note is not None,
        "named_once": len(sample.labels) == 1, "counted": bool(sample.labels) and sample.labels[0][:1].isdigit(),
    }  # fmt: skip
    side = {f"{name}_table": float(value and table) for name, value in told.items()}
    return {name: float(value) for name, value in told.items()} | side


def add_paper(features: Mapping[str, Features]) -> None:
    """Adds the means of :data:`PAPER_WIDE` over the paper's values, and how many values there are."""
    count = max(1, len(features))
    means = {f"paper_{name}": sum(one.get(name, 0.0) for one in features.values()) / count for name in PAPER_WIDE}
    for own in features.values():
        own.update(means, paper_values=math.log(count))


def _digits(text: str) -> int:
    match = re.search(r"\d[\d.,]*", text)
    return sum(character.isdigit() for character in match.group().lstrip("0.,")) if match else 0


def add_crowding(measurements: Mapping[str, Measurement], features: Mapping[str, Features]) -> None:
    """Adds what only all values together tell: agreement with another place, and how many stand side by side."""
    places: dict[tuple[object, ...], set[tuple[object, ...]]] = defaultdict(set)
    crowds: dict[tuple[object, ...], int] = defaultdict(int)
    for measurement in measurements.values():
        places[_told(measurement)].add(_place(measurement))
        crowds[_place(measurement), measurement.property] += 1
    for record, measurement in measurements.items():
        features[record]["repeated"] = float(len(places[_told(measurement)]) > 1)
        if measurement.evidence.kind != "table":
            features[record]["crowded"] = min(crowds[_place(measurement), measurement.property], 4) / 4


def _told(measurement: Measurement) -> tuple[object, ...]:
    quantity = measurement.quantity
    numbers: Iterable[float | None] = (quantity.canonical_value, quantity.canonical_low, quantity.canonical_high)
    if all(number is None for number in numbers):
        numbers = (quantity.value, quantity.low, quantity.high)
    rounded = tuple(None if number is None else f"{number:.3g}" for number in numbers)
    return (measurement.property, quantity.canonical_unit, rounded)


def _place(measurement: Measurement) -> tuple[object, ...]:
    evidence = measurement.evidence
    return ("table", evidence.table) if evidence.kind == "table" else (evidence.block, evidence.quote)
