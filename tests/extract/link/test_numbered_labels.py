"""Labels whose numbers are the values of a variable."""

import pytest
from matloom.extract.link.numbered_labels import valued_labels


@pytest.mark.parametrize(
    ("labels", "values", "found"),
    [
        (["Ca10", "Ca20"], {"x": {0.0, 0.1, 0.2}}, {("Ca10", "x", 0.1), ("Ca20", "x", 0.2)}),
        (["Q0", "Q5", "Q15"], {"y": {0.0, 5.0, 15.0}}, {("Q0", "y", 0.0), ("Q5", "y", 5.0), ("Q15", "y", 15.0)}),
        (["Na0.1-X", "Na0.3-X"], {"x": {0.1, 0.3}}, {("Na0.1-X", "x", 0.1), ("Na0.3-X", "x", 0.3)}),
        (["Q1", "Q2", "Q3"], {"x": {0.1, 0.2}}, set()),
        (["Q1", "Q2", "Q3"], {"x": {0.1, 0.2, 0.3}}, set()),
        (["Q10", "R20"], {"x": {0.1, 0.2}}, set()),
        (["Q10", "Q20"], {"x": {0.1, 0.2}, "y": {10.0, 20.0}}, set()),
        (["10", "20"], {"x": {0.1, 0.2}}, set()),
    ],
)
def test_labels_of_a_variable(labels: list[str], values: dict[str, set[float]], found: set[object]) -> None:
    assert set(valued_labels(labels, values)) == found
