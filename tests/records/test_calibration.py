from matloom.records.calibration import Calibration, calibration

TOY = Calibration(
    method="m", fitted_on="f", expected_error=0.1, rows=(), weights={"a": 2.0}, means={"a": 0.5}, scales={"a": 0.5},
    intercept=0.0, slope=1.0, offset=0.0,
)  # fmt: skip


def test_probability_is_the_logistic_of_the_weighted_features():
    assert TOY.probability({"a": 1.0}) == round(1 / (1 + 2.718281828459045**-2.0), 4)
    assert TOY.probability({"a": 0.5}) == 0.5
    assert TOY.probability({"a": 1e9, "unknown": 5.0}) == 0.99


def test_the_shipped_model_has_its_card_and_prefers_what_is_surer():
    model = calibration()
    assert set(model.weights) == set(model.means) == set(model.scales)
    assert sum(row.values for row in model.rows) > 300
    assert 0 < model.expected_error <= 0.10
    paper = {name: mean for name, mean in model.means.items() if name.startswith("paper_")}
    table = {"table": 1.0, "known_table": 1.0, "finder_table": 0.9, "link_table": 1.0, "link_score": 0.95, "fits": 1.0}
    table |= {"composed": 1.0, "composed_table": 1.0}
    guess = {"link_main": 1.0, "link_score": 0.3, "weight": 0.1, "finder": 0.3, "common": 1.0, "crowded": 1.0}
    assert model.probability(table | paper) > 0.6 > 0.45 > model.probability(guess | paper)
