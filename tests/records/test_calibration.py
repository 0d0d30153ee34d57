from dataclasses import fields, replace

from matloom.records.calibration import Calibration, Part, calibration
from matloom.records.model import ConfidenceParts

SURE = Part(weights={}, means={}, scales={}, intercept=50.0)
TOY_PART = Part(weights={"a": 2.0}, means={"a": 0.5}, scales={"a": 0.5}, intercept=0.0)
TOY = Calibration(
    method="m", fitted_on="f", expected_error=0.1, rows=(), value=SURE, property=SURE, sample=TOY_PART
)  # fmt: skip


def test_a_part_is_the_logistic_of_the_weighted_features():
    assert TOY.parts({"a": 1.0}).together() == round(1 / (1 + 2.718281828459045**-2.0), 4)
    assert TOY.parts({"a": 0.5}).together() == 0.5
    assert TOY.parts({"a": 1e9, "unknown": 5.0}).together() == 0.99


def test_the_probability_is_the_product_of_its_parts():
    twice = replace(TOY, property=TOY_PART)
    assert twice.parts({"a": 0.5}) == ConfidenceParts(value=1.0, property=0.5, sample=0.5)
    assert twice.parts({"a": 0.5}).together() == 0.25


def test_the_shipped_model_has_its_card_and_prefers_what_is_surer():
    model = calibration()
    parts = (model.value, model.property, model.sample)
    assert all(set(part.weights) == set(part.means) == set(part.scales) for part in parts)
    assert sum(row.values for row in model.rows) > 300
    assert 0 < model.expected_error <= 0.10
    paper = {name: mean for name, mean in model.property.means.items() if name.startswith("paper_")}
    table = {"table": 1.0, "known_table": 1.0, "finder_table": 0.9, "link_table": 1.0, "link_score": 0.95, "fits": 1.0}
    table |= {"composed": 1.0, "composed_table": 1.0}
    guess = {"link_main": 1.0, "link_score": 0.3, "weight": 0.1, "finder": 0.3, "common": 1.0, "crowded": 1.0}
    assert model.parts(table | paper).together() > 0.6 > 0.45 > model.parts(guess | paper).together()


def test_each_shipped_part_prefers_what_it_is_about():
    model = calibration()
    plain = model.property.means
    for name, better in (("value", {"finder": 0.95}), ("property", {"fits": 1.0}), ("sample", {"link_odds": 2.0})):
        part: Part = getattr(model, name)
        worse = dict.fromkeys(better, 0.0) if name != "sample" else {"link_odds": -8.0}
        assert part.probability(plain | better) > part.probability(plain | worse)
    assert {field.name for field in fields(ConfidenceParts)} == {"value", "property", "sample"}
