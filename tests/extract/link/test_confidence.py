"""Features of confidence: what a sample's record tells, and what a whole paper does."""

import math

import pytest
from matloom.extract.link.confidence import PAPER_WIDE, add_paper, sample_features
from matloom.records.compositions import Composition
from matloom.records.evidence import Evidence
from matloom.records.model import Sample

EVIDENCE = Evidence(document="d", kind="text", quote="a sample", stage="test", version="1")


def sample(*labels: str, formula: str | None = None, note: str | None = None) -> Sample:
    composition = Composition(formula=formula, amounts={"Li": 1.0}) if formula else None
    return Sample(id="s", document="d", labels=labels, composition=composition, note=note, evidence=EVIDENCE)


def test_a_row_called_by_a_level_is_described_and_has_no_composition():
    told = sample_features(sample("Content = 5 wt%"), table=True)
    assert told["described"] == told["described_table"] == 1.0
    assert told["composed"] == told["composed_table"] == 0.0


def test_features_of_tables_are_silent_in_running_text():
    told = sample_features(sample("LFP", "LiFePO4", formula="LiFePO4", note="annealed"), table=False)
    assert told["composed"] == told["state"] == 1.0
    assert not any(value for name, value in told.items() if name.endswith("_table"))


def test_every_value_of_a_paper_learns_the_means_of_all():
    features = {"a": {"fits": 1.0, "table": 1.0}, "b": {"fits": 0.0}}
    add_paper(features)
    assert features["a"]["paper_fits"] == features["b"]["paper_fits"] == pytest.approx(0.5)
    assert features["b"]["paper_values"] == pytest.approx(math.log(2))
    assert {f"paper_{name}" for name in PAPER_WIDE} <= features["a"].keys()


def test_a_paper_without_values_has_no_means():
    features: dict[str, dict[str, float]] = {}
    add_paper(features)
    assert features == {}
